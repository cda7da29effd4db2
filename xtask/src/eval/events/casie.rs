//! CASIE: nuggets of cyber attacks in security news.
//!
//! A predicted event is one with the context `cyber` that is shown; it is right if its trigger overlaps a nugget of type
//! Attack (data breach, phishing, ransom), each nugget once. Articles are split by a hash of their file's name: one
//! in four is the test split, errors are read in the others alone.

use std::path::Path;

use rashomon_extract::account::Account;
use serde_json::Value;

use super::super::Row;

pub(super) fn run(bench: &Path, code: &dyn Fn(&str) -> Account) -> Vec<Row> {
    let Ok(entries) = std::fs::read_dir(bench.join("casie/data/annotation")) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    files.sort();
    // all nuggets, and data breaches alone, which are a part of them: recall
    let (mut right, mut predicted, mut gold) = (0, 0, 0);
    let (mut breaches, mut found_breaches) = (0, 0);
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if super::hash(&name) >> 16 & 3 != 0 {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let Ok(record) = serde_json::from_str::<Value>(&text) else { continue };
        let Some(content) = record["content"].as_str() else { continue };
        let account = code(content);
        let mut nuggets: Vec<(usize, usize, bool)> = Vec::new();
        for event in record["cyberevent"]["hopper"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|h| h["events"].as_array().into_iter().flatten())
            .filter(|e| e["type"] == "Attack")
        {
            let at = |key: &str| event["nugget"][key].as_u64().unwrap_or_default() as usize;
            nuggets.push((at("startOffset"), at("endOffset"), event["subtype"] == "Databreach"));
        }
        gold += nuggets.len() as u64;
        breaches += nuggets.iter().filter(|n| n.2).count() as u64;
        // positions of the set are code points
        let points = |byte: u32| content[..byte as usize].chars().count();
        for e in
            account.events.iter().filter(|e| e.contexts.contains(&"cyber") && e.confidence >= 0.5)
        {
            predicted += 1;
            let (start, end) = (points(e.trigger.start), points(e.trigger.end));
            let hit = nuggets.iter().position(|n| n.0 < end && start < n.1);
            if let Some(hit) = hit {
                found_breaches += u64::from(nuggets.swap_remove(hit).2);
                right += 1;
            }
        }
    }
    vec![
        ("casie-test-attacks".into(), "f1".into(), super::ratio(2 * right, predicted + gold), gold),
        (
            "casie-test-attacks".into(),
            "precision".into(),
            super::ratio(right, predicted),
            predicted,
        ),
        (
            "casie-test-breaches".into(),
            "recall".into(),
            super::ratio(found_breaches, breaches),
            breaches,
        ),
    ]
}
