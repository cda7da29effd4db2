//! `--rules` and `rashomon rules`: a user's own rules and actors.

use std::path::Path;
use std::process::{Command, Output};

fn rashomon(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rashomon")).args(arguments).output().expect("it starts")
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(dir.path().join(name), text).expect("a file");
    }
    dir
}

fn path(dir: &Path) -> &str {
    dir.to_str().expect("a path in UTF-8")
}

const FLAGS: &str = "\
[wave flags]
plover: SUPPORT
cameo: 051
phrase: waves flags for
verbs: wave
needs: object = flag
recipient: for
example: Arkania waved flags for Borduria. => SUPPORT 051 ARK > BOR
";

#[test]
fn own_rules_and_actors_are_used_and_told() {
    let rules = folder(&[
        ("flags.rules", FLAGS),
        ("actors.tsv", "Arkania\tARK\nBorduria\tBOR\n"),
        ("a.txt", "Arkania waved flags for Borduria on Monday. Two men were hurt."),
        ("b.txt", "On Monday Arkania waved flags for Borduria."),
    ]);
    let out = tempfile::tempdir().expect("a folder");
    let [a, b] = ["a.txt", "b.txt"].map(|n| rules.path().join(n));
    let run = rashomon(&[
        "run",
        path(&a),
        path(&b),
        "--out",
        path(out.path()),
        "--rules",
        path(rules.path()),
        "--plover",
        "conversion",
        "--quiet",
    ]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let json = std::fs::read_to_string(out.path().join("dossier.json")).expect("a dossier");
    assert!(json.contains("\"plover\": \"conversion\""), "the reading is told");

    let test = rashomon(&["rules", "test", path(rules.path())]);
    let said = String::from_utf8_lossy(&test.stdout).into_owned();
    assert!(test.status.success() && said.ends_with("1 of 1 pass\n"), "{said}");
    let list = rashomon(&["rules", "list", path(rules.path())]);
    let said = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(said.starts_with("SUPPORT\t-\t051\twave flags\twave\n"), "{said}");
}

#[test]
fn dictionaries_in_petrarchs_form_are_used() {
    let rules = folder(&[
        ("own.actors.txt", "ARKANIA [ARK]\n+PORT_ARK\nBORDURIA [BOR]\n"),
        ("own.agents.txt", "MINISTER [~GOV]\n"),
        ("own.verbs.txt", "--- WAVE [050] ---\nWAVE\n- * FLAGS [051]\n"),
        ("a.txt", "Port Ark's minister waved flags for Borduria on Monday."),
    ]);
    let out = tempfile::tempdir().expect("a folder");
    let a = rules.path().join("a.txt");
    let (a, rules, out_dir) = (path(&a), path(rules.path()), path(out.path()));
    let run = rashomon(&["run", a, "--out", out_dir, "--rules", rules, "--quiet"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let json = std::fs::read_to_string(out.path().join("dossier.json")).expect("a dossier");
    for told in ["\"051\"", "\"ARKGOV\"", "\"BOR\""] {
        assert!(json.contains(told), "{told}");
    }
}

#[test]
fn an_example_that_fails_is_shown() {
    let rules = folder(&[("flags.rules", &FLAGS.replace("=> SUPPORT", "=> PROTEST"))]);
    let test = rashomon(&["rules", "test", path(rules.path())]);
    let said = String::from_utf8_lossy(&test.stdout).into_owned();
    assert_eq!(test.status.code(), Some(1));
    assert!(said.contains("FAIL  flags.rules:8: Arkania waved flags"), "{said}");
    assert!(said.contains("expected PROTEST"), "{said}");
}

#[test]
fn a_faulty_file_is_named_with_its_line() {
    let cases = [
        ("own.rules", "[a]\nplover: DANCE\n", "own.rules:2: no PLOVER type is called DANCE"),
        ("own.tsv", "Arkania ARK\n", "own.tsv:1: 1 columns"),
        ("own.tsv", "Arkania\tark\n", "own.tsv:1: \"ark\" is no code"),
        ("own.agents.txt", "# nouns\nMINISTER\n", "own.agents.txt:2: \"MINISTER\" has no code"),
        (
            "verbs.txt",
            "--- WAVE [050] ---\nWAVE\n- FLAGS [051]\n",
            "verbs.txt:3: a pattern has a *",
        ),
    ];
    for (name, text, expected) in cases {
        let rules = folder(&[(name, text)]);
        let run = rashomon(&["rules", "list", path(rules.path())]);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
    let none = rashomon(&["rules", "test", path(folder(&[]).path())]);
    let said = String::from_utf8_lossy(&none.stderr).into_owned();
    assert_eq!(none.status.code(), Some(2), "{said}");
}
