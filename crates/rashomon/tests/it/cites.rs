//! Every cite, sliced from its document, is its text.

use serde_json::Value;

use crate::support::{example, list, root};

/// Every object with doc, start, end and text below `value`.
fn cites<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(fields) => {
            if ["doc", "start", "end", "text"].iter().all(|key| fields.contains_key(*key)) {
                found.push(value);
            }
            fields.values().for_each(|v| cites(v, found));
        }
        Value::Array(items) => items.iter().for_each(|v| cites(v, found)),
        _ => {}
    }
}

#[test]
fn every_cite_slices_exactly() {
    let dossier = example().dossier();
    let documents: Vec<(&str, Vec<char>)> = list(&dossier, "documents")
        .iter()
        .map(|d| (d["id"].as_str().unwrap(), d["text"].as_str().unwrap().chars().collect()))
        .collect();
    let mut found = Vec::new();
    cites(&dossier, &mut found);
    assert!(found.len() > 300, "{} cites: the example has many more to say", found.len());
    for cite in found {
        let (_, text) = documents.iter().find(|(id, _)| cite["doc"] == *id).expect("a document");
        let at = |key: &str| usize::try_from(cite[key].as_u64().unwrap()).unwrap();
        let sliced: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(cite["text"].as_str().unwrap(), sliced);
        assert!(!sliced.is_empty(), "{cite}");
    }
}

#[test]
fn text_of_a_plain_file_is_the_file() {
    let dossier = example().dossier();
    let mut plain = 0;
    for document in list(&dossier, "documents") {
        let source = &document["source"];
        if source["media_type"] == "text/plain" {
            let file = root().join(source["path"].as_str().unwrap());
            assert_eq!(document["text"].as_str().unwrap(), std::fs::read_to_string(file).unwrap());
            plain += 1;
        }
    }
    assert_eq!(plain, 4);
}

/// Every event, claim, quotation, figure, disagreement and link stands on at least one cite.
#[test]
fn every_statement_cites() {
    let dossier = example().dossier();
    let mut statements = 0;
    for story in list(&dossier, "stories") {
        for key in ["events", "claims", "quotations", "figures", "disagreements", "labels", "links"]
        {
            for item in list(story, key) {
                let mut found = Vec::new();
                cites(item, &mut found);
                assert!(!found.is_empty(), "{key}: {item}");
                statements += 1;
            }
        }
        for disagreement in list(story, "disagreements") {
            assert!(list(disagreement, "values").len() >= 2, "{disagreement}");
            assert!(list(disagreement, "values").iter().all(|v| !list(v, "evidence").is_empty()));
        }
    }
    assert!(statements > 50, "{statements} statements");
}
