//! The dossiers of real events against what they should tell, where the gold is at hand.

use std::path::Path;
use std::process::Command;

use crate::support::{root, run};

/// The least share of a gold's checks that must hold; the exact scores stand in eval/scores.txt.
const LEAST: f64 = 0.40;

#[test]
fn gold_dossiers_cite_exactly_and_reach_the_least() {
    let shared = root().join("../shared");
    let judge = shared.join("checks/check_dossier.py");
    if !judge.exists() {
        eprintln!("skipped: no gold beside this checkout");
        return;
    }
    let mut events: Vec<_> =
        std::fs::read_dir(shared.join("gold")).unwrap().map(|e| e.unwrap().path()).collect();
    events.sort();
    assert!(!events.is_empty());
    for event in events {
        check(&judge, &event);
    }
}

fn check(judge: &Path, event: &Path) {
    let texts = event.join("texts");
    let ran = run(&[&texts]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let output = Command::new("python3")
        .arg(judge)
        .arg(ran.out.join("dossier.json"))
        .arg("--texts")
        .arg(&texts)
        .arg("--gold")
        .arg(event.join("gold.json"))
        .arg("--quiet")
        .output()
        .expect("python3 runs");
    let said = String::from_utf8(output.stdout).unwrap();
    let score = said.lines().find_map(|l| l.strip_prefix("score ")).expect("a score");
    assert!(score.ends_with("citations exact"), "{}: {said}", event.display());
    let share: f64 = score.split(" = ").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
    assert!(share >= LEAST, "{}: {said}", event.display());
}
