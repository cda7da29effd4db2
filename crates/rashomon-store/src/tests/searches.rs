//! What is found.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Desktop, items};
use crate::{Found, Query};

fn found(query: &str) -> Found {
    static DESKTOP: LazyLock<std::sync::Mutex<Desktop>> =
        LazyLock::new(|| std::sync::Mutex::new(Desktop::of(&items())));
    let query: Query = query.parse().unwrap_or_else(|error| panic!("{query}: {error}"));
    let desktop = DESKTOP.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    desktop.reader().search(&query, 0, 100).expect("found")
}

/// The first words of every sentence found.
#[track_caller]
fn check(query: &str, expect: &[&str]) {
    let found = found(query);
    let mut texts: Vec<&str> = found.hits.iter().map(|hit| hit.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(found.total as usize, texts.len());
    let fits = texts.len() == expect.len()
        && texts.iter().zip(expect).all(|(text, start)| text.starts_with(start));
    assert!(fits, "{query}: {texts:#?}");
}

#[test]
fn words_are_found_in_any_form() {
    check("sonnet", &["The jury praised"]);
    check("\"harbour of Bergen\" charge", &["Iceland rejected on"]);
    check("lich*", &["The jury praised"]);
    check("roof NOT Harbour", &["Roofs were", "The storm tore"]);
    check("(sonnets OR lantern) outlet:skerry -won", &["Poet Oda", "The jury praised"]);
    check("Uppsàla", &["The poet Oda"]);
}

#[test]
fn fields_of_a_conjunction_ask_for_one_statement() {
    check("actor:norway type:coerce outlet:courier", &[]);
    check(
        "party:iceland stance:denies",
        &["Iceland denied", "Iceland rejected on", "Iceland rejects"],
    );
    check("speaker:bergstrand in:quotation outlet:times", &["Norway expelled", "“We will not"]);
    check("place:madeira after:2023-04 before:2023-06 type:assault", &[]);
}

#[test]
fn days_are_those_of_what_happened_or_of_the_article() {
    let all = |query: &str| found(query).total;
    assert_eq!(all("on:2023-09"), 3);
    assert_eq!(all("after:2023-10"), 0);
    assert_eq!(all("before:2023-05 outlet:courier"), all("outlet:courier") - 3);
    assert_eq!(all(""), all("lang:en"));
}

#[test]
fn hits_say_where_and_what() {
    let found = found("bullied outlet:\"Harbour Times\"");
    let [hit] = &found.hits[..] else { panic!("{found:?}") };
    let (start, end) = hit.marks[0];
    let marked: String =
        hit.text.chars().skip(start as usize).take((end - start) as usize).collect();
    assert_eq!(marked, "bullied");
    assert!(hit.story_title.is_some());
    assert!(hit.statements.iter().any(|it| it.kind == "quotation"));
    let outlets = found.facets.iter().find(|facets| facets.field == "outlet").unwrap();
    assert_eq!(
        (outlets.values[0].term.as_str(), outlets.values[0].count),
        ("outlet:\"Harbour Times\"", 1)
    );
}

#[test]
fn every_facet_narrows_to_its_count() {
    let whole = found("harbour");
    for facets in &whole.facets {
        for facet in &facets.values {
            let narrowed = found(&format!("harbour {}", facet.term));
            assert!(narrowed.total > 0 && narrowed.total <= whole.total, "{facet:?}");
            if facets.field != "year" {
                assert_eq!(narrowed.total, facet.count, "{facet:?}");
            }
        }
    }
}

proptest! {
    /// Nothing that can be asked for is an error of the database, whatever is in it.
    #[test]
    fn any_query_is_answered(
        text in r#"((actor|outlet|type|on|story|lang)?:?["'%_\\(); -]{0,3}[a-z0-9'"%*]{0,6}( OR | AND | NOT | |--|;)?){0,5}"#,
    ) {
        if text.parse::<Query>().is_ok() {
            found(&text);
        }
    }
}
