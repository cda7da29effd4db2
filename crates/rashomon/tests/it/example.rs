//! The example's dossier, to the byte. After a change that is meant: `cargo xtask bless`, and read
//! the difference before committing it.

use crate::support::{EXAMPLE, root, run};

#[test]
fn golden_dossier() {
    let ran = run(&[EXAMPLE, "--no-text"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let got = ran.file("dossier.json");
    let golden = root().join("examples/golden/vessel-register.json");
    let expected = std::fs::read_to_string(golden).expect("written by `cargo xtask bless`");
    if let Some((n, (got, expected))) =
        got.lines().zip(expected.lines()).enumerate().find(|(_, (got, expected))| got != expected)
    {
        panic!("line {}:\n- {expected}\n+ {got}\nif meant: cargo xtask bless", n + 1);
    }
    assert_eq!(got.len(), expected.len(), "one is longer; if meant: cargo xtask bless");
}
