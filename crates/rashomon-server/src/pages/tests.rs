//! The pages as a browser reads them: words of articles act nowhere, and nothing is in them that the policy forbids.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use html5gum::{Token, Tokenizer};
use proptest::prelude::*;
use rashomon_store::{
    ArticleId, ArticleRow, ArticleText, Calling, ChangeRow, Deed, Entity, EntityId, EntityRow,
    Facet, Facets, FailureRow, Found, Hit, Order, Overview, PlaceRow, Range, RevisionRow, Saying,
    Statement, StoryId, StoryRow, Watch,
};

use super::*;
use crate::access::User;
use crate::access::tokens::Role;

fn frame(place: &'static str) -> Frame {
    let user = User { role: Role::Editor, session: None };
    Frame { user: Some(user), door: true, seal: "seal".to_owned(), change: 7, place }
}

fn story_row(words: &str) -> StoryRow {
    StoryRow {
        id: StoryId(3),
        title: words.to_owned(),
        start: Some("2031-03-14".to_owned()),
        end: Some("2031-03-15".to_owned()),
        articles: 9,
        outlets: (0..9).map(|n| format!("{words} {n}")).collect(),
        origins: 8,
        events: 4,
        disputed: 1,
        conflicts: 1,
        disagreements: 2,
        revision: 2,
        changed: words.to_owned(),
    }
}

fn article_row(words: &str) -> ArticleRow {
    ArticleRow {
        id: ArticleId(12),
        title: words.to_owned(),
        outlet: words.to_owned(),
        url: Some(words.to_owned()),
        path: Some(words.to_owned()),
        published: Some(words.to_owned()),
        language: words.to_owned(),
        sha256: "00".repeat(32),
        bytes: 1,
        added: words.to_owned(),
        story: Some(StoryId(3)),
    }
}

/// Every page, with `words` wherever a word of an article, a file, a feed or a person can stand.
fn all(words: &str) -> Vec<String> {
    let text = || words.to_owned();
    let part = Part { page: 2, rows: 50, total: 120 };
    let overview = Overview {
        articles: 9,
        waiting: 1,
        stories: 2,
        shared: 1,
        outlets: 3,
        failures: 1,
        change: 7,
        changed: Some(text()),
    };
    let row = story_row(words);
    let alone = StoryRow { outlets: vec![text()], ..story_row(words) };
    let revision = RevisionRow {
        revision: 1,
        change: 1,
        at: text(),
        lines: vec![text()],
        title: format!("{words}!"),
    };
    let article = ArticleText {
        row: article_row(words),
        text: format!("{words}\n{words}"),
        removed: vec![Range { start: 1, end: 3, of: text() }],
        cited: vec![Range { start: 0, end: 9, of: text() }],
        notes: vec![text()],
    };
    let entity_row = EntityRow {
        id: EntityId(7),
        name: text(),
        kind: text(),
        stories: 1,
        articles: 1,
        mentions: 1,
    };
    let place = ArticleId(12);
    let entity = Entity {
        row: entity_row.clone(),
        country: Some(text()),
        names: vec![(format!("{words}'s"), 2)],
        stories: vec![row.clone()],
        deeds: vec![Deed {
            story: StoryId(3),
            anchor: "f4".to_owned(),
            label: text(),
            r#type: text(),
            role: text(),
            start: None,
            end: None,
            outlets: 2,
            said: 1,
            disputed: true,
        }],
        sayings: vec![Saying {
            story: StoryId(3),
            words: text(),
            kind: text(),
            outlets: 1,
            article: place,
            start: 0,
            end: 4,
        }],
        callings: vec![Calling {
            outlet: text(),
            words: text(),
            voice: "scare_quoted".to_owned(),
            speaker: Some(text()),
            count: 2,
            article: place,
            start: 0,
            end: 4,
        }],
    };
    let found = Found {
        total: 120,
        hits: vec![Hit {
            article: place,
            title: text(),
            outlet: text(),
            published: None,
            story: Some(StoryId(3)),
            story_title: Some(text()),
            start: 0,
            end: 4,
            text: text(),
            marks: vec![(0, 1), (2, 99)],
            statements: vec![Statement {
                kind: text(),
                r#type: Some(text()),
                label: text(),
                stance: text(),
                start: None,
                end: None,
            }],
        }],
        facets: vec![Facets {
            field: text(),
            values: vec![Facet { term: text(), name: text(), count: 1 }],
        }],
    };
    let places = [PlaceRow {
        entity: EntityId(7),
        name: text(),
        kind: text(),
        latitude: 44.2,
        longitude: 28.6,
        events: 2,
        articles: 3,
        stories: vec![(StoryId(3), text())],
    }];
    let change = |joined| ChangeRow {
        change: 7,
        story: StoryId(3),
        joined,
        revision: 2,
        title: text(),
        at: text(),
        lines: (0..10).map(|_| text()).collect(),
    };
    let watch = Watch { url: text(), read: Some(text()), error: Some(text()) };
    let failure = FailureRow { input: text(), reason: text(), at: text() };
    let jobs = crate::work::Jobs::new(9);
    let _ = jobs.add(crate::work::JobKind::File, words);
    let wrong = "(".parse::<rashomon_store::Query>().err();
    [
        stories(&frame("/"), &overview, Order::Day, part, &[row.clone(), alone], &[change(None)]),
        stories(&frame("/"), &Overview::default(), Order::Day, Part { total: 0, ..part }, &[], &[]),
        story(&frame("/"), &row, "<article class=\"story\"></article>"),
        revisions(&frame("/"), &row, &[revision]),
        articles(&frame("/articles"), part, &[article_row(words)]),
        super::article(&frame("/articles"), &article, Some(&row), Some((1, 6))),
        entities(&frame("/entities"), part, Some(words), Some(words), &[entity_row]),
        super::entity(&frame("/entities"), &entity),
        search(&frame("/search"), words, part, Ok(Some(&found))),
        search(&frame("/search"), words, part, wrong.as_ref().map_or(Ok(None), Err)),
        map(&frame("/map"), &places),
        changes(&frame("/changes"), &[change(None), change(Some(StoryId(4)))]),
        add(&frame("/add"), &jobs.all(), &[watch], 2, &[failure], 64 << 20),
        sign_in(&frame("/sign-in"), Some(words)),
        sign_in(&Frame { user: None, ..frame("/sign-in") }, Some(words)),
        fault(&frame("/"), StatusCode::NOT_FOUND, words),
    ]
    .map(maud::Markup::into_string)
    .to_vec()
}

/// Every element with its attributes, and where its addresses lead.
fn elements(page: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for Ok(token) in Tokenizer::new(page) {
        let Token::StartTag(tag) = token else { continue };
        let read = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let name = read(&tag.name);
        for (key, value) in &tag.attributes {
            let (key, value) = (read(key), read(value));
            let address = matches!(key.as_str(), "href" | "src" | "action" | "formaction");
            let start = if address && !value.starts_with(['/', '#']) {
                value.split_once(':').map_or("?", |it| it.0).to_lowercase()
            } else {
                String::new()
            };
            found.insert(format!("{name} {key} {start}"));
        }
        found.insert(name);
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn words_add_no_element(words in "[a<>/\"'`=& !-]{0,12}(<script>|<img onerror=a>|</style>|<!--|]]>|javascript:a)?\\PC{0,12}") {
        // a page without a word may have an element of its own
        for ((plain, none), page) in all("plain words").iter().zip(all("")).zip(all(&words)) {
            let known = &elements(plain) | &elements(&none);
            let all = elements(&page);
            let new: Vec<&String> = all.difference(&known).collect();
            prop_assert!(new.is_empty(), "{new:?}");
        }
    }
}

#[test]
fn nothing_is_in_them_that_the_policy_forbids() {
    for page in all("words") {
        let found = elements(&page);
        let inline =
            found.iter().find(|it| *it == "style" || it.contains(" style ") || it.contains(" on"));
        assert_eq!(inline, None);
        for script in page.split("<script").skip(1) {
            assert!(script.starts_with(" defer src=\"/static/"), "{}", &script[..60]);
            assert!(script.contains("></script>"));
        }
        let foreign = found.iter().find(|it| it.ends_with("http") || it.ends_with("https"));
        assert_eq!(foreign, None, "no address of these rows is one of the web");
    }
}

#[test]
fn only_addresses_of_the_web_are_links() {
    let links = |words| all(words).concat().matches(&format!("href=\"{words}\"")).count();
    assert_eq!(links("https://paper.example/a"), 2, "an article and a watched feed");
    assert_eq!(links("javascript:alert(1)"), 0);
}

#[test]
fn what_is_pointed_at_is_one_place() {
    for page in all("some words") {
        assert!(page.matches("id=\"here\"").count() <= 1);
    }
    let pointed = all("some words").concat();
    assert_eq!(pointed.matches("id=\"here\"").count(), 1);
    assert!(pointed.contains("/articles/a12?from=0&amp;to=4#here"));
}

#[test]
fn readers_are_offered_nothing_that_adds() {
    let user = User { role: Role::Reader, session: None };
    let frame = Frame { user: Some(user), ..frame("/add") };
    let watch = Watch { url: "https://paper.example/feed".to_owned(), read: None, error: None };
    let page = add(&frame, &[], &[watch], 0, &[], 64 << 20).into_string();
    assert!(!page.contains("method=\"post\""), "{page}");
    let page = sign_in(&Frame { user: None, ..frame }, None).into_string();
    assert!(
        !page.contains("/search") && !page.contains("data-change"),
        "nothing of the case is at the door"
    );
}
