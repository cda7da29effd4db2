use rashomon_extract::account::{EventType, Mode};

use super::*;
use crate::testing::{Doc, World, day};

const SEVER: (&str, &str) = ("sever ties", "severs ties with");
const SANCTION: (EventType, Option<Mode>) = (EventType::Sanction, Some("withdraw"));
const STRIKE: (&str, &str) = ("cyberattack", "carries out a cyberattack on");
const CYBER: (EventType, Option<Mode>) = (EventType::Coerce, Some("cyber"));

/// Reconciles the documents and renders each event as `label | when | documents | silent`.
fn check(docs: impl IntoIterator<Item = Doc>, expect: &[&str]) {
    let world = World::new(docs);
    let (events, links) = reconcile(&world.scene());
    let found: Vec<String> = events.iter().map(line).collect();
    assert_eq!(found, expect);
    for (position, account) in world.scene().accounts().map(|(_, a)| a).enumerate() {
        assert_eq!(links.events[position].len(), account.events.len());
        assert!(links.events[position].iter().flatten().all(|e| e.index() < events.len()));
    }
}

fn line(event: &Event) -> String {
    let when = event.when.as_ref().map_or_else(
        || "undated".to_owned(),
        |w| if w.start == w.end { w.start.to_string() } else { format!("{}..{}", w.start, w.end) },
    );
    let docs = |docs: Vec<DocId>| {
        let mut docs: Vec<String> = docs.iter().map(|d| d.0.to_string()).collect();
        docs.dedup();
        docs.join(",")
    };
    let told = docs(event.reports.iter().map(|r| r.cite.doc).collect());
    format!("{} | {when} | {told} | {}", event.label, docs(event.silent.clone()))
}

fn severed(text: &str, trigger: &str) -> Doc {
    Doc::new(text).state("Norland").state("Sudria").event(
        trigger,
        SEVER,
        SANCTION,
        ("Norland", "Sudria"),
    )
}

#[test]
fn one_event_in_different_words_is_one() {
    check(
        [
            severed("Norland cut ties with Sudria on Monday.", "cut"),
            severed("Norland broke with Sudria.", "broke"),
            severed("The severance of links with Sudria by Norland.", "severance"),
        ],
        &["Norland severs ties with Sudria | undated | 0,1,2 | "],
    );
}

#[test]
fn the_day_is_the_most_exact_that_all_allow() {
    let told = |text: &str, time: &str, start, end| {
        Doc::new(text).state("Norland").state("Sudria").time(time, start, end).event(
            "attack",
            STRIKE,
            CYBER,
            ("Norland", "Sudria"),
        )
    };
    check(
        [
            told("The attack by Norland on Sudria in July.", "July", day(7, 1), day(7, 31)),
            told("The attack by Norland on Sudria of July 15.", "July 15", day(7, 15), day(7, 15)),
            Doc::new("Nothing here."),
        ],
        &["Norland carries out a cyberattack on Sudria | 2030-07-15 | 0,1 | 2"],
    );
}

#[test]
fn days_that_do_not_meet_are_two_events() {
    let told = |text: &str, time: &str, at| {
        Doc::new(text).state("Norland").state("Sudria").time(time, at, at).event(
            "attack",
            STRIKE,
            CYBER,
            ("Norland", "Sudria"),
        )
    };
    check(
        [
            told("The attack by Norland on Sudria on Friday.", "Friday", day(7, 12)),
            told("The attack by Norland on Sudria in May.", "May", day(5, 3)),
        ],
        &[
            "Norland carries out a cyberattack on Sudria | 2030-05-03 | 1 | 0",
            "Norland carries out a cyberattack on Sudria | 2030-07-12 | 0 | 1",
        ],
    );
}

#[test]
fn another_actor_is_another_event() {
    check(
        [
            severed("Norland cut ties with Sudria.", "cut"),
            Doc::new("Estmark cut ties with Sudria.").state("Estmark").state("Sudria").event(
                "cut",
                SEVER,
                SANCTION,
                ("Estmark", "Sudria"),
            ),
        ],
        &[
            "Norland severs ties with Sudria | undated | 0 | 1",
            "Estmark severs ties with Sudria | undated | 1 | 0",
        ],
    );
}

#[test]
fn a_bare_mention_joins_the_event_of_its_document() {
    check(
        [Doc::new("Norland hacked Sudria. The attack was long.")
            .state("Norland")
            .state("Sudria")
            .event("hacked", STRIKE, CYBER, ("Norland", "Sudria"))
            .event("attack", STRIKE, CYBER, ("", ""))],
        &["Norland carries out a cyberattack on Sudria | undated | 0 | "],
    );
}

#[test]
fn a_plan_is_not_the_deed() {
    let plan = severed("Norland may cut ties with Sudria.", "cut")
        .with(|e| e.auxiliary.push(Auxiliary::Hypothetical));
    check(
        [severed("Norland cut ties with Sudria.", "cut"), plan],
        &[
            "Norland severs ties with Sudria | undated | 0 | 1",
            "Possible: Norland severs ties with Sudria | undated | 1 | 0",
        ],
    );
}

#[test]
fn a_text_that_breaks_off_is_not_called_silent() {
    check(
        [severed("Norland cut ties with Sudria.", "cut"), Doc::new("The weather was").truncated()],
        &["Norland severs ties with Sudria | undated | 0 | "],
    );
}

#[test]
fn nobody_named_is_told_in_the_words_of_the_text() {
    check(
        [Doc::new("a tram overturned near the harbour").event(
            "overturned",
            ("accident", "crashes"),
            (EventType::Other, None),
            ("", ""),
        )],
        &["A tram overturned near the harbour | undated | 0 | "],
    );
}

const CRASH: (&str, &str) = ("accident", "crashes");
const OTHER: (EventType, Option<Mode>) = (EventType::Other, None);

fn year(year: i16) -> (rashomon_text::Date, rashomon_text::Date) {
    let date = |month, day| rashomon_text::Date::new(year, month, day).unwrap();
    (date(1, 1), date(12, 31))
}

#[test]
fn since_a_year_is_no_day_of_the_event() {
    let (start, end) = year(2004);
    check(
        [Doc::new("It is the worst crash since 2004.").time("2004", start, end).event(
            "crash",
            CRASH,
            OTHER,
            ("", ""),
        )],
        &["It is the worst crash since 2004. | undated | 0 | "],
    );
}

#[test]
fn since_a_year_when_is_the_day_of_what_follows() {
    let (start, end) = year(2004);
    let doc = Doc::new("None since 2004, when a ferry burned.").time("2004", start, end).event(
        "burned",
        ("fire", "burns"),
        OTHER,
        ("", ""),
    );
    let without_time = doc.with(|event| event.time = None);
    check(
        [without_time],
        &["None since 2004, when a ferry burned. | 2004-01-01..2004-12-31 | 0 | "],
    );
}

#[test]
fn a_crash_told_as_new_is_not_the_main_one() {
    let text = "The crash in Norland was bad. The wreck lay still. One. Two. Three. Four. \
                Once there was a crash elsewhere. The crash shocked many.";
    check(
        [Doc::new(text)
            .state("Norland")
            .event("The |crash", CRASH, OTHER, ("", "Norland"))
            .event("wreck", CRASH, OTHER, ("", ""))
            .event("there was a |crash", CRASH, OTHER, ("", ""))
            .event("elsewhere. The |crash", CRASH, OTHER, ("", ""))],
        &[
            "Accident in Norland | undated | 0 | ",
            "Once there was a crash elsewhere. | undated | 0 | ",
        ],
    );
}

#[test]
fn people_counted_differently_are_not_the_same_people() {
    let killed = |text: &str, who: &str| {
        Doc::new(text).entity(rashomon_extract::account::EntityKind::Person, &[who]).event(
            "killed",
            ("killing", "kills"),
            (EventType::Assault, None),
            ("", who),
        )
    };
    let vague = |mut doc: Doc| {
        doc.account.mentions[0].form = rashomon_extract::account::Form::Description;
        doc
    };
    check(
        [
            vague(killed("In the raid two guards were killed.", "two guards")),
            vague(killed("At the gate two guards were killed.", "two guards")),
            vague(killed("In the strikes nine guards were killed.", "nine guards")),
        ],
        &[
            "Killing of two guards | undated | 0,1 | 2",
            "Killing of nine guards | undated | 2 | 0,1",
        ],
    );
}
