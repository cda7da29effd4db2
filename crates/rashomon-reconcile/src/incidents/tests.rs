use rashomon_extract::account::{Cyber, ReceiverCategory};
use rashomon_text::Span;

use super::*;
use crate::testing::{Doc, World};

const HACK: (&str, &str) = ("cyberattack", "carries out a cyberattack on");
const CYBER: (EventType, Option<&str>) = (EventType::Coerce, Some("cyber"));

/// Renders each incident: its label and, a line each, what is told of it.
fn check(docs: impl IntoIterator<Item = Doc>, expect: &[&str]) {
    let world = World::new(docs);
    let scene = world.scene();
    let (events, links) = crate::events::reconcile(&scene);
    let claims = crate::claims::reconcile(&scene, &links, &events);
    let mut found = Vec::new();
    let name = |e: EntityId| world.name(e).to_owned();
    for incident in reconcile(&scene, &links, &events, &claims) {
        found.push(format!("{}, {}", incident.label, incident.status.as_str()));
        for kind in &incident.types {
            found.push(format!("  type {}", kind.value));
        }
        for receiver in &incident.receivers {
            found.push(format!("  receiver {}", name(receiver.value)));
        }
        for category in &incident.receiver_categories {
            let words = world.words(category.evidence[0]);
            found.push(format!("  receiver {} ({words})", category.value));
        }
        for (initiator, category) in incident.initiators.iter().zip(&incident.initiator_categories)
        {
            found.push(format!("  initiator {}, {category}", name(initiator.value)));
        }
        for a in &incident.attributions {
            let by = a.by.map_or("outlets".to_owned(), name);
            found.push(format!("  {by} says {}, {}", name(a.to), a.basis));
        }
        for d in &incident.denials {
            found.push(format!("  {} {}", name(d.by), d.stance.as_str()));
        }
        for r in &incident.responses {
            let by: Vec<String> = r.by.iter().map(|&e| name(e)).collect();
            found.push(format!("  {}: {} by {}", r.kind, r.measure, by.join(" and ")));
        }
    }
    assert_eq!(found, expect);
}

/// Gives states their country, so that they act for themselves.
fn states(mut doc: Doc, codes: &[(&str, &str)]) -> Doc {
    for (name, code) in codes {
        let entity = doc.account.entity_of(doc.mention(name));
        doc.account.entities[entity.index()].country = rashomon_lexicon::country(code);
    }
    doc
}

fn hacked(text: &str) -> Doc {
    let doc = Doc::new(text).state("Norland").state("Sudria");
    states(doc, &[("Norland", "NOR"), ("Sudria", "SWE")])
}

fn attributed(doc: Doc, types: &[IncidentType]) -> Doc {
    let source = doc.mention("Norland");
    doc.event("hack", HACK, CYBER, ("Sudria", "Norland")).with(|e| {
        e.contexts = vec!["cyber"];
        (e.voice, e.source) = (Voice::Attributed, Some(source));
        e.cyber = Some(Cyber { types: types.to_vec(), ..Cyber::default() });
    })
}

#[test]
fn attributed_denied_and_answered() {
    let accuses = attributed(
        hacked("Norland expelled envoys of Sudria over a hack of its banks."),
        &[IncidentType::Hijacking, IncidentType::DataTheft],
    )
    .event(
        "expelled",
        ("expel diplomats", "expels diplomats of"),
        (EventType::Sanction, Some("expel")),
        ("Norland", "Sudria"),
    );
    let denies = hacked("Sudria denied any hack against Norland.")
        .event("hack", HACK, CYBER, ("Sudria", "Norland"))
        .with(|e| {
            e.contexts = vec!["cyber"];
            e.polarity = Polarity::Negative;
        })
        .claim("any hack", "Sudria", Stance::Denies, Some(0));
    check(
        [accuses, denies],
        &[
            "Sudria carries out a cyberattack on Norland, contested",
            "  type data_theft",
            "  type hijacking_with_misuse",
            "  receiver Norland",
            "  initiator Sudria, state",
            "  Norland says Sudria, receiver_government",
            "  Sudria denies",
            "  restrictive: expel_diplomats by Norland",
        ],
    );
}

#[test]
fn nobody_denies() {
    let text = "Norland said that the hack of a hospital was the work of Sudria.";
    let doc = attributed(hacked(text), &[IncidentType::Hijacking]);
    let at: Span = doc.at("a hospital");
    let doc = doc.with(|e| {
        let category = ReceiverCategory::CriticalInfrastructure;
        e.cyber.as_mut().unwrap().receivers.push((category, at));
    });
    check(
        [doc],
        &[
            "Sudria carries out a cyberattack on Norland, settled",
            "  type hijacking_without_misuse",
            "  receiver Norland",
            "  receiver critical_infrastructure (a hospital)",
            "  initiator Sudria, state",
            "  Norland says Sudria, receiver_government",
        ],
    );
}

#[test]
fn what_stands_apart_is_no_response() {
    let text = "Norland blamed Sudria for a hack. In other news Norland expelled envoys of Sudria.";
    let doc = attributed(hacked(text), &[]).event(
        "expelled",
        ("expel diplomats", "expels diplomats of"),
        (EventType::Sanction, Some("expel")),
        ("Norland", "Sudria"),
    );
    check(
        [doc],
        &[
            "Sudria carries out a cyberattack on Norland, settled",
            "  receiver Norland",
            "  initiator Sudria, state",
            "  Norland says Sudria, receiver_government",
        ],
    );
}

#[test]
fn a_story_without_cyber_events_has_no_incident() {
    let text = "Norland expelled envoys of Sudria.";
    let expels = hacked(text).event(
        "expelled",
        ("expel diplomats", "expels diplomats of"),
        (EventType::Sanction, Some("expel")),
        ("Norland", "Sudria"),
    );
    check([expels], &[]);
}
