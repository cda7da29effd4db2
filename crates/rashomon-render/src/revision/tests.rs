use rashomon_reconcile::dossier::{
    Article, Cite as Passage, Claim, Disagreement, DisagreementKind, DocId, Dossier, Entity,
    EntityKind, Explanation, Figure, Form, Mention, Origin, Position, Quotation, QuoteKind, Stance,
    Story, Value, Voice,
};
use rashomon_reconcile::dossier::{EntityId, Naming, Variant};
use rashomon_text::Span;

use super::*;
use crate::json::JsonOptions;

const LEDGER: &str =
    "Tomis blames Calla for the fire. “Not one ship was ours,” Calla said. Nine died.";
const COURIER: &str = "Calla set the fire, Tomis says. Eleven died.";
const POST: &str = "Tomis blames Calla for the fire, and Calla denies it. Nine died.";

/// Where `words` stand in document `doc`.
fn cite(doc: u32, text: &str, words: &str) -> Passage {
    Passage::new(DocId(doc), Span::find(text, words).expect("the words"))
}

fn article(name: &str, text: &str) -> Article {
    let mut article = Article::plain(text);
    article.source.path = Some(format!("reports/{name}"));
    article.source.sha256 = format!("of {text}");
    article
}

fn entity(name: &str, cite: Passage) -> Entity {
    Entity {
        kind: EntityKind::Geopolitical,
        name: name.to_owned(),
        country: None,
        location: None,
        mentions: vec![Mention { cite, form: Form::Name }],
    }
}

fn position(holder: u32, stance: Stance, evidence: Vec<Passage>) -> Position {
    Position {
        holder: Some(EntityId(holder)),
        stance,
        voice: Voice::Attributed,
        tense: None,
        presupposed: false,
        evidence,
    }
}

/// A story of two accounts.
fn two() -> Dossier {
    let blame = "Tomis blames Calla for the fire";
    let says = "Calla set the fire, Tomis says";
    let figure = |value: f64, label: &str, reports| Figure {
        label: label.to_owned(),
        value,
        unit: "person".to_owned(),
        reports,
        shown: true,
    };
    let (nine, eleven) = (cite(0, LEDGER, "Nine"), cite(1, COURIER, "Eleven"));
    let value = |value: &str, doc, cite| Value {
        value: value.to_owned(),
        documents: vec![DocId(doc)],
        evidence: vec![cite],
    };
    let story = Story {
        title: "Fire in the port".to_owned(),
        documents: vec![DocId(0), DocId(1)],
        claims: vec![Claim {
            label: "Calla set the fire".to_owned(),
            about: Vec::new(),
            positions: vec![position(
                0,
                Stance::Asserts,
                vec![cite(0, LEDGER, blame), cite(1, COURIER, says)],
            )],
            confidence: 0.9,
            shown: true,
        }],
        quotations: vec![Quotation {
            speaker: Some(EntityId(1)),
            kind: QuoteKind::Direct,
            variants: vec![Variant {
                cite: cite(0, LEDGER, "Not one ship was ours"),
                cue: None,
                naming: Naming::Named,
            }],
            differs: false,
            confidence: 0.9,
            shown: true,
        }],
        figures: vec![figure(9.0, "9 people", vec![nine]), figure(11.0, "11 people", vec![eleven])],
        disagreements: vec![Disagreement {
            kind: DisagreementKind::Number,
            about: None,
            label: "How many died".to_owned(),
            explanation: Explanation::Unclear,
            values: vec![value("9", 0, nine), value("11", 1, eleven)],
            confidence: 0.9,
            shown: true,
        }],
        origins: [0, 1]
            .map(|doc| Origin { documents: vec![DocId(doc)], why: String::new() })
            .to_vec(),
        ..Story::default()
    };
    Dossier {
        documents: vec![article("ledger.txt", LEDGER), article("courier.txt", COURIER)],
        entities: vec![
            entity("Tomis", cite(0, LEDGER, "Tomis")),
            entity("Calla", cite(0, LEDGER, "Calla")),
        ],
        stories: vec![story],
        ..Dossier::default()
    }
}

/// The same with a third account, in which Calla denies it.
fn three() -> Dossier {
    let mut dossier = two();
    dossier.documents.push(article("post.txt", POST));
    let story = &mut dossier.stories[0];
    story.documents.push(DocId(2));
    story.origins.push(Origin { documents: vec![DocId(2)], why: String::new() });
    let claim = &mut story.claims[0];
    claim.positions[0].evidence.push(cite(2, POST, "Tomis blames Calla for the fire"));
    claim.positions.push(position(1, Stance::Denies, vec![cite(2, POST, "Calla denies it")]));
    let nine = cite(2, POST, "Nine");
    story.figures[0].reports.push(nine);
    let over = &mut story.disagreements[0];
    over.explanation = Explanation::Update;
    over.values[0].documents.push(DocId(2));
    over.values[0].evidence.push(nine);
    dossier
}

fn compare(before: &Dossier, now: &Dossier) -> Revision<'static> {
    let options = JsonOptions::default();
    // read back, as a run does
    let file = crate::json(before, &options);
    let base = Base { sha256: "ab12".to_owned(), dossier: serde_json::from_str(&file).unwrap() };
    revision(&base, &crate::json::wire(now, &options))
}

/// Each change as a line: how, of what, the words, and the passages.
#[track_caller]
fn check(before: &Dossier, now: &Dossier, expect: &[&str]) {
    let revision = compare(before, now);
    let line = |change: &Change<'_>| {
        let id = |id: Option<Id>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
        let words: Vec<&str> = change.evidence.iter().map(|cite| &*cite.text).collect();
        let (base, now) = (id(change.base), id(change.id));
        format!("{:?} {base}>{now} {} [{}]", change.change, change.text, words.join(" | "))
    };
    let changes = revision.stories.iter().flat_map(|story| &story.changes);
    let gone = revision.gone.iter().map(|story| format!("Gone {} {}", story.base, story.title));
    let found: Vec<String> = changes.map(line).chain(gone).collect();
    assert_eq!(found, expect, "\n{found:#?}");
}

#[test]
fn nothing_changed() {
    check(&two(), &two(), &[]);
    check(&three(), &three(), &[]);
}

#[test]
fn another_account() {
    check(
        &two(),
        &three(),
        &[
            "Added ->d3 post.txt []",
            "Changed s1>s1 3 accounts of 3 independent origins, before 2 accounts of 2 independent origins []",
            "Changed x1>x1 How many died: now update, before unclear [Nine | Nine | Eleven]",
            "Changed x1>x1 How many died: also in post.txt [Nine]",
            "Changed c1>c1 Calla set the fire: now denied by Calla [Calla denies it]",
            "Changed c1>c1 Calla set the fire: also in post.txt [Tomis blames Calla for the fire]",
            "Changed n1>n1 9 people: also in post.txt [Nine]",
        ],
    );
}

#[test]
fn an_account_less() {
    check(
        &three(),
        &two(),
        &[
            "Dropped d3>- post.txt []",
            "Changed s1>s1 2 accounts of 2 independent origins, before 3 accounts of 3 independent origins []",
            "Changed x1>x1 How many died: now unclear, before update [Nine | Eleven]",
            "Changed c1>c1 Calla set the fire: no longer denied by Calla []",
        ],
    );
}

#[test]
fn documents_are_known_by_their_bytes() {
    // the same two in another order, and under other names
    let mut turned = two();
    turned.documents.swap(0, 1);
    turned.documents[0].source.path = Some("elsewhere/c.txt".to_owned());
    let turn = |cite: &mut Passage| cite.doc = DocId(1 - cite.doc.0);
    for entity in &mut turned.entities {
        entity.mentions.iter_mut().for_each(|it| turn(&mut it.cite));
    }
    let story = &mut turned.stories[0];
    story.claims[0].positions[0].evidence.iter_mut().for_each(turn);
    story.quotations[0].variants.iter_mut().for_each(|it| turn(&mut it.cite));
    story.figures.iter_mut().flat_map(|it| &mut it.reports).for_each(turn);
    story.disagreements[0].values.iter_mut().flat_map(|it| &mut it.evidence).for_each(turn);
    check(&two(), &turned, &[]);
}

#[test]
fn what_is_told_no_more_and_what_is_new() {
    let (mut before, mut now) = (two(), two());
    now.stories[0].quotations.clear();
    now.stories[0].title = "Fire at the quay".to_owned();
    before.stories[0].disagreements[0].shown = false;
    check(
        &before,
        &now,
        &[
            "Changed s1>s1 now titled “Fire at the quay”, before “Fire in the port” []",
            "Added ->x1 How many died [Nine | Eleven]",
            "Dropped q1>- “Not one ship was ours” []",
        ],
    );
}

#[test]
fn stories_come_and_go_and_become_one() {
    let none = Dossier { stories: Vec::new(), documents: Vec::new(), ..two() };
    check(
        &none,
        &two(),
        &[
            "Added ->d1 ledger.txt []",
            "Added ->d2 courier.txt []",
            "Added ->s1 Fire in the port []",
        ],
    );
    check(&two(), &none, &["Gone s1 Fire in the port"]);
    let mut apart = two();
    let story = |title: &str, doc| Story {
        title: title.to_owned(),
        documents: vec![DocId(doc)],
        origins: vec![Origin { documents: vec![DocId(doc)], why: String::new() }],
        ..Story::default()
    };
    apart.stories = vec![story("Fire in the port", 0), story("Another fire", 1)];
    let mut whole = two();
    whole.stories[0] = Story {
        documents: vec![DocId(0), DocId(1)],
        origins: two().stories[0].origins.clone(),
        ..story("Fire in the port", 0)
    };
    check(
        &apart,
        &whole,
        &[
            "Changed s2>s1 “Another fire” is now told as a part of it []",
            "Changed s1>s1 2 accounts of 2 independent origins, before 1 account of 1 independent origin []",
        ],
    );
}

#[test]
fn pages_tell_it() {
    let revision = compare(&two(), &three());
    let options = crate::HtmlOptions { revision: Some(&revision), ..crate::HtmlOptions::default() };
    let page = crate::html(&three(), options);
    assert!(page.contains("Calla set the fire: now denied by Calla"), "{page}");
    let text = crate::markdown(&three(), Some(&revision));
    assert!(text.contains("- new, account: post.txt"), "{text}");
    assert!(text.contains("now denied by Calla[^"), "it cites: {text}");
    let gone = compare(&two(), &Dossier::default());
    let page =
        crate::html(&Dossier::default(), crate::HtmlOptions { revision: Some(&gone), ..options });
    assert!(page.contains("Told in the earlier run, and in no text of this one"), "{page}");
}
