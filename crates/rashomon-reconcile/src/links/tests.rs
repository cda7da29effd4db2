use std::fmt::Write;

use rashomon_extract::Account;

use super::*;
use crate::marked::account;

/// Lists the links of one story's documents as `kind documents: words | words`.
#[track_caller]
fn check(texts: &[&str], expect: &str) {
    check_in(1, texts, expect);
}

/// The same for one story, or for a story a document.
#[track_caller]
fn check_in(stories: usize, texts: &[&str], expect: &str) {
    let accounts: Vec<Account> =
        texts.iter().enumerate().map(|(n, text)| account(&format!("{n}"), text)).collect();
    let documents: Vec<DocId> = (0..accounts.len() as u32).map(DocId).collect();
    let stories: Vec<Vec<DocId>> = match stories {
        1 => vec![documents],
        _ => documents.into_iter().map(|doc| vec![doc]).collect(),
    };
    let mut lines = String::new();
    for link in reconcile(&accounts, &stories).concat() {
        let documents: Vec<String> = link.documents.iter().map(|d| d.0.to_string()).collect();
        let words: Vec<&str> =
            link.evidence.iter().map(|cite| accounts[cite.doc.index()].slice(cite.span)).collect();
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
        // the passage shows, as it is most of both texts; none of it counts towards a copy
        "shared_passage 0 1: We will rebuild the wall within one year and we will not ask the town for a single coin | We will rebuild the wall within one year and we will not ask the town for a single coin
         shared_quotation 0 1 2: We will rebuild the wall within one year and we will not ask the town for a single coin | We will rebuild the wall within one year and we will not ask the town for a single coin | we will rebuild the wall",
    );
}

#[test]
fn a_text_with_small_changes_is_a_near_duplicate() {
    check(
        &[
            "The harbour wall gave way shortly before noon and the water ran into the old town, where many people live.",
            "The harbour wall gave way shortly after noon and the water ran into the old town, where many people live.",
        ],
        "near_duplicate 0 1: The harbour wall gave way shortly | The harbour wall gave way shortly | noon and the water ran into the old town, where many people live | noon and the water ran into the old town, where many people live",
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

const WALL: &str = "The harbour wall gave way shortly before noon and the water ran into the old town, where many people live and where the market is held on every second day of the week.";
const MILL: &str = "Nobody saw how the fire in the mill began, but the owner had been warned twice by the office for safety that the wheel ran hot and that flour lay under the roof.";

#[test]
fn half_of_another_story_is_found() {
    let both = format!("{WALL} {MILL}");
    let accounts = [WALL, MILL, &both].map(|text| account(text.split(' ').next().unwrap(), text));
    let stories = [vec![DocId(0)], vec![DocId(1), DocId(2)]];
    let links = reconcile(&accounts, &stories);
    let between = |a, b| [DocId(a), DocId(b)];
    let pairs = |links: &[Link]| -> Vec<Vec<DocId>> {
        links.iter().map(|link| link.documents.clone()).collect()
    };
    assert_eq!(pairs(&links[0]), [between(0, 2)]);
    assert_eq!(pairs(&links[1]), [between(0, 2), between(1, 2)]);
    assert!(links[1].iter().all(|link| link.containment == 1.0));
    // but the story has one origin, of its own two documents
    assert_eq!(crate::origins::count(&stories[1], &links[1]).len(), 1);
    assert_eq!(crate::origins::count(&stories[0], &links[0]).len(), 1);
}

#[test]
fn what_a_site_puts_under_all_its_texts_makes_no_copy() {
    let texts = ["Rain fell. ", "Snow fell on the hills. ", "The wind came. ", "Nothing moved. "]
        .map(|text| format!("{text}{WALL}"));
    check_in(4, &texts.each_ref().map(String::as_str), "");
}

#[test]
fn a_large_story_keeps_the_strongest_links() {
    let documents: Vec<DocId> = (0..200).map(DocId).collect();
    let link = |a: u32, b: u32, score: f32| Link {
        kind: LinkKind::SharedPassage,
        documents: vec![DocId(a), DocId(b)],
        score,
        containment: score,
        words: 40,
        evidence: Vec::new(),
        name: None,
    };
    let mut links = Vec::new();
    for a in 0..200 {
        links.extend((a + 1..200.min(a + 33)).map(|b| link(a, b, 0.2 - (b - a) as f32 / 1000.0)));
    }
    links.push(link(0, 199, 0.01)); // the weakest of all, but one that joins
    let mut joins = vec![false; links.len()];
    joins[links.len() - 1] = true;
    let kept = strongest(links.clone(), &documents, &joins);
    assert!(kept.len() <= 8 * 200 && kept.len() >= 4 * 200 - 8, "{}", kept.len());
    assert!(kept.iter().any(|link| link.documents == [DocId(0), DocId(199)]));
    assert!(kept.iter().all(|link| link.score > 0.19 || link.score < 0.02));
    assert_eq!(strongest(links.clone(), &documents[..100], &joins).len(), links.len());
}
