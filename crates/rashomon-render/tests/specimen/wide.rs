//! A story as wide as they come: many outlets, many facts, and a passage of its own in every cell that has one.

use std::fmt::Write;

use rashomon_reconcile::dossier::{
    Article, Basis, Cite, Claim, Date, Disagreement, DisagreementKind, DocId, Dossier, Entity,
    EntityId, EntityKind, Event, EventId, EventType, Explanation, Form, Label, Link, LinkKind,
    LocationKind, Mention, Naming, Origin, Position, Quotation, QuoteKind, Report, Stance, Story,
    Tone, Value, Variant, Voice, When,
};
use rashomon_text::{Outlet, Published, Span};

use super::events::{entity, event, own, place};

const WHO: [&str; 10] = [
    "the harbour council",
    "the ferry union",
    "the lighthouse board",
    "the island mayor",
    "the tide office",
    "the salvage firm",
    "the coast guard",
    "the fish market",
    "the pilots",
    "the river ministry",
];
const DEED: [(&str, &str); 10] = [
    ("closes", "the northern lock"),
    ("opens an inquiry into", "the sunken barge"),
    ("warns", "the crews of the eastern quay"),
    ("pays", "the owners of the pontoon"),
    ("searches", "the warehouse at Old Pier"),
    ("rejects", "the plan for a second dam"),
    ("sends tugs to", "the stranded ferry"),
    ("promises", "new lamps for the breakwater"),
    ("suspends", "the night crossings"),
    ("thanks", "the divers of the lower bay"),
];
const TAIL: [&str; 5] = [
    "on {day} March, in a decision that had been expected since the winter storms of the year before",
    "on {day} March, according to a notice that was read out before the assembled skippers at noon",
    "on {day} March, and added that further steps would follow once the water had gone down",
    "on {day} March, a spokeswoman told reporters who had gathered at the old customs house",
    "on {day} March, after a night in which nobody at the quay had found any sleep",
];

/// A number that looks like chance, the same for the same arguments.
fn chance(a: usize, b: usize, of: usize) -> usize {
    let mut x = (a as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ (b as u64 + 1).wrapping_mul(0xD1B5_4A32_D192_ED03);
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 32;
    (x % of as u64) as usize
}

fn label(fact: usize) -> String {
    let (verb, whom) = DEED[fact / WHO.len() % DEED.len()];
    let again = if fact < WHO.len() * DEED.len() { "" } else { " once more" };
    format!("{} {verb} {whom}{again}", WHO[fact % WHO.len()])
}

fn day(fact: usize) -> i8 {
    1 + (fact / 8 % 28) as i8
}

/// Whether an outlet tells a fact: the first facts are told by nearly all, the last by few, two in five on the whole.
fn tells(outlet: usize, fact: usize, facts: usize) -> bool {
    chance(outlet, fact, 100) < 95_usize.saturating_sub(95 * fact / facts * 6 / 5).max(12)
}

/// `outlets` accounts of `facts` facts, each told in a sentence of its own.
pub(crate) fn wide(outlets: usize, facts: usize) -> Dossier {
    let mut documents = Vec::new();
    // where each outlet tells each fact
    let mut places: Vec<Vec<Option<Span>>> = Vec::new();
    for outlet in 0..outlets {
        let mut text =
            format!("Fog and flood on the lower river, as seen from quay {}\n", outlet + 1);
        let told = (0..facts).map(|fact| {
            tells(outlet, fact, facts).then(|| {
                let start = text.len();
                let (verb, whom) = DEED[fact / WHO.len() % DEED.len()];
                let _ = write!(text, "{} {verb} {whom}", WHO[fact % WHO.len()]);
                let span = Span::from_range(start..text.len());
                let tail =
                    TAIL[chance(fact, outlet, TAIL.len())].replace("{day}", &day(fact).to_string());
                let _ = writeln!(text, " {tail}.");
                span
            })
        });
        places.push(told.collect());
        let mut article = Article::plain(text);
        article.outlet = Some(Outlet {
            name: format!(
                "{} no. {}",
                ["Observer", "Gazette", "Courier", "Evening Mail"][outlet % 4],
                outlet + 1
            ),
            basis: Basis::Given,
            evidence: Vec::new(),
        });
        let published = Date::constant(2031, 3, 1 + (outlet % 28) as i8);
        article.published = Some(Published {
            start: published,
            end: published,
            basis: Basis::Metadata,
            evidence: Vec::new(),
        });
        documents.push(article);
    }
    let cites = |fact: usize| -> Vec<Cite> {
        let spans = places.iter().enumerate().filter_map(|(doc, told)| Some((doc, told[fact]?)));
        spans.map(|(doc, span)| Cite::new(DocId(doc as u32), span)).collect()
    };
    let who = |fact: usize| EntityId((fact % WHO.len()) as u32);
    let events: Vec<Event> = (0..facts)
        .map(|fact| {
            let on = Date::constant(2031, 3, day(fact));
            let reports = cites(fact).into_iter().map(|cite| {
                let voice = match chance(cite.doc.index(), fact, 10) {
                    0..=5 => Voice::Own,
                    6..=8 => Voice::Attributed,
                    _ => Voice::Hedged,
                };
                let source = (voice != Voice::Own).then(|| who(fact + 1));
                Report { cite, voice, source, ..own(1, "A fire") }
            });
            Event {
                core: fact < 12,
                actors: vec![who(fact)],
                place: Some(EntityId((WHO.len() + fact % PORTS.len()) as u32)),
                when: Some(When {
                    start: on,
                    end: on,
                    basis: if fact % 3 == 0 { Basis::Inferred } else { Basis::Text },
                    evidence: Vec::new(),
                }),
                ..event(&label(fact), EventType::Other, None, reports.collect())
            }
        })
        .collect();
    let claims = (0..facts).step_by(20).map(|fact| {
        let holders = [(who(fact + 2), Stance::Asserts), (who(fact), Stance::Denies)];
        Claim {
            label: label(fact),
            about: vec![EventId(fact as u32)],
            positions: holders
                .map(|(holder, stance)| Position {
                    holder: Some(holder),
                    stance,
                    voice: Voice::Attributed,
                    tense: None,
                    presupposed: false,
                    evidence: cites(fact)
                        .into_iter()
                        .skip(usize::from(stance == Stance::Denies))
                        .step_by(2)
                        .collect(),
                })
                .to_vec(),
            confidence: 0.9,
            shown: true,
        }
    });
    let quotations = (1..facts).step_by(10).map(|fact| Quotation {
        speaker: Some(who(fact)),
        kind: QuoteKind::Indirect,
        variants: cites(fact)
            .into_iter()
            .map(|cite| Variant { cite, cue: None, naming: Naming::Named })
            .collect(),
        differs: false,
        confidence: 0.9,
        shown: true,
    });
    let disagreements = (2..facts).step_by(25).map(|fact| {
        let cites = cites(fact);
        let values =
            cites.chunks(cites.len().div_ceil(2).max(1)).enumerate().map(|(i, half)| Value {
                value: format!("{} March", i + 1),
                documents: half.iter().map(|cite| cite.doc).collect(),
                evidence: half.to_vec(),
            });
        Disagreement {
            kind: DisagreementKind::Date,
            about: Some(EventId(fact as u32)),
            label: format!("Day: {}", label(fact)),
            explanation: if fact % 2 == 0 { Explanation::Conflict } else { Explanation::Update },
            values: values.collect(),
            confidence: 0.9,
            shown: true,
        }
    });
    let pairs = (0..outlets.saturating_sub(1)).step_by(2).map(|doc| {
        let pair = [doc, doc + 1].map(|doc| DocId(doc as u32));
        let shared = (0..facts)
            .find_map(|fact| Some([(doc, places[doc][fact]?), (doc + 1, places[doc + 1][fact]?)]));
        Link {
            kind: LinkKind::SharedPassage,
            documents: pair.to_vec(),
            score: 0.1 + 0.8 * (doc as f32 / outlets as f32),
            containment: 0.5,
            words: 40,
            name: None,
            evidence: shared
                .into_iter()
                .flatten()
                .map(|(doc, span)| Cite::new(DocId(doc as u32), span))
                .collect(),
        }
    });
    let labels = (0..facts.min(40)).flat_map(|fact| {
        cites(fact).into_iter().map(move |cite| {
            let span = Span {
                start: cite.span.start,
                end: cite.span.start + WHO[fact % WHO.len()].len() as u32,
            };
            Label {
                cite: Cite { span, ..cite },
                entity: who(fact),
                voice: Voice::Own,
                source: None,
                tone: Tone::Neutral,
            }
        })
    });
    let mut labels: Vec<Label> = labels.collect();
    labels.sort_by_key(|label| (label.entity, label.cite));
    let story = Story {
        title: "Fog and flood on the lower river".to_owned(),
        documents: (0..outlets as u32).map(DocId).collect(),
        span: Some((Date::constant(2031, 3, 1), Date::constant(2031, 3, 28))),
        events,
        claims: claims.collect(),
        quotations: quotations.collect(),
        disagreements: disagreements.collect(),
        links: pairs.collect(),
        labels,
        origins: (0..outlets)
            .step_by(2)
            .map(|doc| Origin {
                documents: (doc..outlets.min(doc + 2)).map(|doc| DocId(doc as u32)).collect(),
                why: "one passage in the same words".to_owned(),
            })
            .collect(),
        ..Story::default()
    };
    let title = Cite::new(DocId(0), Span::from_range(0..3));
    let mut entities: Vec<Entity> =
        WHO.iter().map(|name| entity(EntityKind::Organization, name, &[])).collect();
    entities.extend(PORTS.iter().map(|(name, latitude, longitude)| Entity {
        mentions: vec![Mention { cite: title, form: Form::Name }],
        ..place(name, LocationKind::City, *latitude, *longitude, &[])
    }));
    Dossier { documents, entities, stories: vec![story], ..Dossier::default() }
}

const PORTS: [(&str, f32, f32); 6] = [
    ("Upper Quay", 45.2, 28.8),
    ("Old Pier", 44.2, 28.6),
    ("Long Sand", 43.4, 28.3),
    ("Lamp Island", 46.4, 30.7),
    ("Salt Mouth", 42.5, 27.5),
    ("Far Bank", 41.2, 29.1),
];
