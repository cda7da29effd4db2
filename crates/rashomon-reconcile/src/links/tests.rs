use std::fmt::Write;

use rashomon_extract::Account;

use super::*;
use crate::marked::account;

/// Lists the links of one story's documents as `kind documents: words | words`.
#[track_caller]
fn check(texts: &[&str], expect: &str) {
    let accounts: Vec<Account> =
        texts.iter().enumerate().map(|(n, text)| account(&format!("{n}"), text)).collect();
    let documents: Vec<DocId> = (0..accounts.len() as u32).map(DocId).collect();
    let scene = Scene {
        accounts: &accounts,
        documents: &documents,
        entity_of: &[],
        entities: &[],
        published: &[],
        times: &[],
    };
    let mut lines = String::new();
    for link in find(&scene) {
        let documents: Vec<String> = link.documents.iter().map(|d| d.0.to_string()).collect();
        let words: Vec<&str> = link.evidence.iter().map(|cite| scene.slice(*cite)).collect();
        let name = link.name.map(|name| format!(" {name}")).unwrap_or_default();
        let kind = link.kind.as_str();
        writeln!(lines, "{kind}{name} {}: {}", documents.join(" "), words.join(" | ")).unwrap();
    }
    let expect: Vec<&str> = expect.trim().lines().map(str::trim).collect();
    assert_eq!(lines.trim().lines().collect::<Vec<_>>(), expect);
}

#[test]
fn a_passage_in_the_same_words() {
    check(
        &[
            "Rain fell. The harbour wall gave way shortly before noon and the water ran into the old town. No one died, the mayor told us, and every boat was saved by crews.",
            "Officials say the harbour wall gave way shortly before noon and the water ran into the old town, as feared. Schools stay closed on the island until further notice, they added.",
        ],
        "shared_passage 0 1: The harbour wall gave way shortly before noon and the water ran into the old town | the harbour wall gave way shortly before noon and the water ran into the old town",
    );
}

#[test]
fn eleven_words_are_no_passage() {
    check(
        &[
            "The harbour wall gave way shortly before noon and the water rose.",
            "The harbour wall gave way shortly before noon and the boats sank.",
        ],
        "",
    );
}

#[test]
fn one_speech_quoted_twice_is_no_copy() {
    check(
        &[
            "[“We will rebuild the wall within one year and we will not ask the town for a single coin.”|\"] said one.",
            "The mayor: [“We will rebuild the wall within one year and we will not ask the town for a single coin.”|\"] Then rain.",
            "She promised [“we will rebuild the wall”|\"] soon.",
        ],
        "shared_quotation 0 1 2: We will rebuild the wall within one year and we will not ask the town for a single coin | We will rebuild the wall within one year and we will not ask the town for a single coin | we will rebuild the wall",
    );
}

#[test]
fn a_text_with_small_changes_is_a_near_duplicate() {
    check(
        &[
            "The harbour wall gave way shortly before noon and the water ran into the old town, where many people live.",
            "The harbour wall gave way shortly after noon and the water ran into the old town, where many people live.",
        ],
        "near_duplicate 0 1: The harbour wall gave way shortly before noon and the water ran into the old town, where many people live | The harbour wall gave way shortly after noon and the water ran into the old town, where many people live",
    );
}

#[test]
fn an_outlet_named_as_the_source() {
    check(
        &[
            "The newspaper [Ardovia Post|organization p] reported a leak. [Harbour Ltd|organization h] said nothing.",
        ],
        "credits Ardovia Post 0: newspaper Ardovia Post",
    );
}
