//! `--base`: what a new article changed in the account.

use crate::support::{EXAMPLE, example, list, root, run};

/// The files of the example but the one named `without`.
fn inputs(without: &str) -> Vec<String> {
    let files = std::fs::read_dir(root().join(EXAMPLE)).expect("the example");
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != without).map(|name| format!("{EXAMPLE}/{name}")).collect()
}

#[test]
fn the_same_inputs_change_nothing() {
    let base = example().out.join("dossier.json");
    let ran = run(&[EXAMPLE, "--base", base.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let dossier = ran.dossier();
    assert!(list(&dossier["revision"], "stories").is_empty(), "{}", dossier["revision"]);
    let bytes = std::fs::read(&base).unwrap();
    assert_eq!(dossier["revision"]["base"], rashomon_ingest::digest(&bytes));
    // all else is as it is without
    let mut without = dossier;
    without.as_object_mut().unwrap().remove("revision");
    assert_eq!(without, example().dossier());
}

#[test]
fn a_late_account_is_told_with_what_it_adds() {
    let late = "tarxien-echo.txt";
    let before = run(&inputs(late));
    let mut arguments = vec![EXAMPLE.to_owned(), "--base".to_owned()];
    arguments.push(before.out.join("dossier.json").to_str().unwrap().to_owned());
    let ran = run(&arguments);
    let dossier = ran.dossier();
    let stories = list(&dossier["revision"], "stories");
    assert_eq!(stories.len(), 1, "{}", dossier["revision"]);
    let changes = list(&stories[0], "changes");
    let number = ran.documents().iter().position(|name| name == late).unwrap() + 1;
    let account = &changes[0];
    assert_eq!((&account["change"], &account["of"]), (&"added".into(), &"account".into()));
    assert_eq!(account["id"], format!("d{number}"));
    assert!(changes.iter().any(|it| it["of"] == "event"), "{changes:#?}");
    for page in ["index.html", "dossier.md"] {
        assert!(ran.file(page).contains("What changed"), "{page}");
    }
    assert!(ran.stderr.contains("since the earlier run"), "{}", ran.stderr);
    // every passage cited holds, here too
    let verified = rashomon::verify(&ran.file("dossier.json"), Some(root())).unwrap();
    assert_eq!(verified.faults, []);
}

#[test]
fn a_base_that_is_none_is_told() {
    let none = run(&[EXAMPLE, "--base", "README.md"]);
    assert_eq!(none.code, Some(2));
    assert!(none.stderr.contains("--base README.md: it is no dossier"), "{}", none.stderr);
    assert!(!none.wrote());
}
