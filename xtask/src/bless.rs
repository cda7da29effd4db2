//! The golden dossiers of the examples.

use rashomon::Options;

/// Runs every example as its test does and keeps the dossier.
///
/// The test is `golden_dossier` in `crates/rashomon/tests/it/example.rs`.
pub(crate) fn run() -> Result<(), String> {
    // paths in a dossier are those the run was given
    std::env::set_current_dir(crate::root()).map_err(|e| e.to_string())?;
    let options = Options { text: false, ..Options::default() };
    let outcome = rashomon::run(&["examples/vessel-register"], &options, &|_| {})
        .map_err(|e| e.to_string())?;
    if let Some(failure) = outcome.failures.first() {
        return Err(format!("{}: {}", failure.input, failure.reason));
    }
    let [json, ..] = rashomon::files(&outcome.dossier, &options);
    let path = "examples/golden/vessel-register.json";
    std::fs::create_dir_all("examples/golden")
        .and_then(|()| std::fs::write(path, json.contents))
        .map_err(|e| format!("{path}: {e}"))?;
    eprintln!("wrote {path}");
    Ok(())
}
