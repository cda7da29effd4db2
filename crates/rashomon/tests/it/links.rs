//! The documents of the project point at things that are there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::support::root;

/// Folders that hold no document of the project.
const PASSED_OVER: &[&str] = &["target", ".git", "out", "node_modules"];

/// First folders of a path that is one of this project's.
const OURS: &[&str] = &["crates/", "xtask/", "examples/", "docs/", "eval/", ".ci/", ".cargo/"];

fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap()) {
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() && !PASSED_OVER.contains(&name.to_str().unwrap_or("")) {
            documents(&path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
}

fn all() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    documents(root(), &mut found);
    found.sort();
    found.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// Text without fenced code.
fn prose(text: &str) -> String {
    let mut fenced = false;
    text.lines()
        .filter(|line| {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            !fenced && !fence
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// The targets of `[…](target)`.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

/// What stands between back quotes.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The anchors of a document's headings, as code hosts make them.
fn anchors(text: &str) -> BTreeSet<String> {
    prose(text)
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').trim())
        .map(|heading| {
            heading
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

#[test]
fn every_link_resolves() {
    let mut links = 0;
    for (file, text) in all() {
        for target in targets(&prose(&text)) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            links += 1;
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let path =
                if path.is_empty() { file.clone() } else { file.parent().unwrap().join(path) };
            assert!(path.exists(), "{}: {target} is not there", file.display());
            if !anchor.is_empty() {
                let there = anchors(&std::fs::read_to_string(&path).unwrap());
                assert!(there.contains(anchor), "{}: no heading #{anchor}", file.display());
            }
        }
    }
    assert!(links > 10, "{links} links");
}

#[test]
fn every_path_named_is_there() {
    let mut paths = 0;
    for (file, text) in all() {
        for code in code(&prose(&text)) {
            let path = code.split([':', '#']).next().unwrap_or(code).trim_end_matches('/');
            let path_like = OURS.iter().any(|folder| path.starts_with(folder))
                && !path.contains([' ', '*', '<', '…', '{']);
            if path_like {
                paths += 1;
                assert!(root().join(path).exists(), "{}: {path} is not there", file.display());
            }
        }
    }
    assert!(paths > 20, "{paths} paths");
}

/// ARCHITECTURE.md names the test that holds each invariant: `file`: `test`.
#[test]
fn every_invariant_has_its_test() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let text = text.replace("`:\n", "`: ");
    let mut named = 0;
    for pair in text.split(".rs`: ").skip(1).zip(text.split(".rs`: ")) {
        let (after, before) = pair;
        let file = format!("{}.rs", before.rsplit('`').next().unwrap());
        let source = std::fs::read_to_string(root().join(&file)).expect(&file);
        let tests = after.split(['.', ';', ')']).next().unwrap();
        for test in code(tests).filter(|t| t.chars().all(|c| c.is_alphanumeric() || c == '_')) {
            assert!(source.contains(&format!("fn {test}(")), "{file} has no test {test}");
            named += 1;
        }
    }
    let invariants = text.lines().filter(|line| line.starts_with("### ")).count();
    assert!(named >= invariants && invariants >= 8, "{named} tests, {invariants} invariants");
}
