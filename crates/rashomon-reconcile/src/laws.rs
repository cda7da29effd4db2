//! Laws that hold for any story, tried on stories put together at random.

use std::fmt::Write as _;

use proptest::prelude::*;
use rashomon_extract::account::{Auxiliary, EventType, Polarity, Stance, Tone, Voice};
use rashomon_text::Cite;

use crate::{
    Scene,
    dossier::{EventId, Story},
    testing::{Doc, World, day},
};

/// One sentence of a random document: who, does what, to whom, when, with which figure and quotation.
#[derive(Clone, Debug)]
struct Line {
    actor: usize,
    recipient: usize,
    act: usize,
    day: Option<i8>,
    number: u32,
    quote: usize,
    turn: usize,
}

const STATES: &[&str] = &["Norland", "Sudria", "Estmark", "Vestøy"];
const ACTS: &[(&str, &str, &str, EventType)] = &[
    ("attacked", "attack", "attacks", EventType::Assault),
    ("bombed", "bombing", "attacks", EventType::Assault),
    ("accused", "accuse", "accuses", EventType::Accuse),
    ("sanctioned", "impose sanctions", "imposes sanctions on", EventType::Sanction),
];
const QUOTES: &[&str] = &[
    "the old mill was burned by rivals from upriver",
    "the old mill was set on fire by rivals",
    "nobody warned the town of “Øst” in time",
    "planned fire",
];

fn line() -> impl Strategy<Value = Line> {
    (0..4usize, 0..4usize, 0..4usize, prop::option::of(1..28i8), 1..9u32, 0..4usize, 0..6usize)
        .prop_map(|(actor, recipient, act, day, number, quote, turn)| Line {
            actor,
            recipient,
            act,
            day,
            number,
            quote,
            turn,
        })
}

fn document(lines: &[Line]) -> Doc {
    let mut text = String::new();
    for (n, line) in lines.iter().enumerate() {
        let (actor, recipient) = (STATES[line.actor], STATES[line.recipient]);
        let (verb, ..) = ACTS[line.act];
        let (number, quote) = (line.number, QUOTES[line.quote]);
        let _ = writeln!(
            text,
            "#{n} {actor} {verb} {recipient} on day-{n} and killed {number} people, saying {quote}."
        );
    }
    let mut doc = Doc::new(&text);
    for state in STATES.iter().filter(|s| text.contains(**s)) {
        doc = doc.state(state);
    }
    for (n, line) in lines.iter().enumerate() {
        let here = |words: &str| format!("#{n} |{words}");
        let (verb, act, phrase, kind) = ACTS[line.act];
        let actor = if line.turn == 1 { "" } else { STATES[line.actor] };
        if let Some(at) = line.day {
            doc = doc.time(&here(&format!("day-{n}")), day(3, at), day(3, at));
        }
        let event = doc.account.events.len() as u32;
        doc = doc
            .event(&here(verb), (act, phrase), (kind, None), (actor, STATES[line.recipient]))
            .with(|event| match line.turn {
                2 => event.polarity = Polarity::Negative,
                3 => event.voice = Voice::Hedged,
                4 => event.auxiliary.push(Auxiliary::Hypothetical),
                _ => {}
            })
            .figure(
                &here(&format!("{} people", line.number)),
                f64::from(line.number),
                "people",
                &["kill"],
                Some(event),
            )
            .quote(&here(QUOTES[line.quote]), STATES[line.actor])
            .claim(
                &here(verb),
                STATES[line.recipient],
                if line.turn == 5 { Stance::Denies } else { Stance::Asserts },
                Some(event),
            )
            .label(&here("people"), STATES[line.actor], Tone::Neutral);
    }
    doc
}

/// All cites of a story.
fn cites(story: &Story) -> Vec<Cite> {
    let mut all: Vec<Cite> = Vec::new();
    for event in &story.events {
        all.extend(event.reports.iter().map(|r| r.cite));
        all.extend(event.when.iter().flat_map(|w| w.evidence.iter().copied()));
    }
    for claim in &story.claims {
        all.extend(claim.positions.iter().flat_map(|p| p.evidence.iter().copied()));
    }
    for quotation in &story.quotations {
        all.extend(quotation.variants.iter().map(|v| v.cite));
    }
    all.extend(story.figures.iter().flat_map(|f| f.reports.iter().copied()));
    for disagreement in &story.disagreements {
        all.extend(disagreement.values.iter().flat_map(|v| v.evidence.iter().copied()));
    }
    all.extend(story.labels.iter().map(|l| l.cite));
    all
}

fn check(scene: &Scene<'_>, story: &Story) -> Result<(), TestCaseError> {
    for cite in cites(story) {
        prop_assert!(scene.position(cite.doc).is_some());
        let text = &scene.account(cite.doc).article.text;
        prop_assert!(text.get(cite.span.range()).is_some_and(|words| !words.is_empty()));
    }
    let known = |event: &EventId| event.index() < story.events.len();
    for event in &story.events {
        prop_assert!(!event.label.is_empty() && !event.reports.is_empty());
        prop_assert!(event.reports.iter().all(|r| !event.silent.contains(&r.cite.doc)));
        prop_assert!((0.0..=1.0).contains(&event.confidence));
        prop_assert!(event.when.iter().all(|w| w.start <= w.end && !w.evidence.is_empty()));
    }
    for claim in &story.claims {
        prop_assert!(claim.about.iter().all(known));
        prop_assert!(claim.positions.iter().all(|p| !p.evidence.is_empty()));
    }
    for disagreement in &story.disagreements {
        prop_assert!(disagreement.about.iter().all(known));
        prop_assert!(disagreement.values.len() >= 2);
        prop_assert!(disagreement.values.iter().all(|v| !v.documents.is_empty()));
    }
    // every figure of the documents is in one figure of the story
    let figures: usize = scene.accounts().map(|(_, a)| a.figures.len()).sum();
    prop_assert_eq!(story.figures.iter().map(|f| f.reports.len()).sum::<usize>(), figures);
    Ok(())
}

fn told(scene: &Scene<'_>) -> Story {
    let links = crate::links::reconcile(scene.accounts, &[scene.documents.to_vec()]);
    crate::tell(scene, links.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_story_keeps_the_laws(
        documents in prop::collection::vec(prop::collection::vec(line(), 1..5), 1..6),
    ) {
        let world = World::new(documents.iter().map(|lines| document(lines)));
        let scene = world.scene();
        let story = told(&scene);
        check(&scene, &story)?;
        // every report of an event is of one event of the story
        let (events, links) = crate::events::reconcile(&scene);
        for (doc, account) in scene.accounts() {
            for (n, told) in account.events.iter().enumerate() {
                let id = rashomon_extract::account::EventId(n as u32);
                let event = links.get(&scene, doc, id).map(|e| &events[e.index()]);
                let cite = Cite::new(doc, told.span);
                prop_assert!(event.is_some_and(|e| e.reports.iter().any(|r| r.cite == cite)));
            }
        }
        // and a second run gives the same
        let again = told(&scene);
        prop_assert_eq!(&story.events, &again.events);
        prop_assert_eq!(&story.claims, &again.claims);
        prop_assert_eq!(&story.quotations, &again.quotations);
        prop_assert_eq!(&story.disagreements, &again.disagreements);
    }
}
