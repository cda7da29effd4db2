//! Who said or did it.
//!
//! # What it finds
//! One quotation that two outlets put into the mouths of different speakers, and one deed that they
//! lay at the door of different actors.
//!
//! # Why it matters
//! A sentence of a minister and the same sentence of a passer-by are two pieces of news. The mistake
//! is easily made where two persons spoke at one place.
//!
//! # Examples
//! "A number of people are missing": the mayor / the chief of the fire brigade.
//!
//! # Limits
//! A person and the body the person speaks for are one speaker told more or less exactly: that is
//! given as a difference of scope. Participants without a name are not compared, and a document that
//! names both actors of a deed (allies, two sides of a fight) knows that there were two.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account::{EntityKind, EventType, Form};
use rashomon_text::{Cite, DocId};

use super::{Told, value};
use crate::{
    Scene,
    dossier::{Disagreement, DisagreementKind, EntityId, EventId, Explanation, Value},
    parties::Parties,
};

/// Two passages of one utterance share so many words at least.
const WORDS: usize = 6;

/// Quotations with more than one named speaker, and events with more than one actor.
pub(super) fn find(scene: &Scene<'_>, told: Told<'_>, parties: &Parties) -> Vec<Disagreement> {
    let mut found = of_events(scene, told, parties);
    found.extend(of_quotations(scene, told, parties));
    found
}

/// Events whose actors differ between documents.
fn of_events(scene: &Scene<'_>, told: Told<'_>, parties: &Parties) -> Vec<Disagreement> {
    let mut actors: BTreeMap<EventId, BTreeMap<EntityId, Vec<Cite>>> = BTreeMap::new();
    for (doc, account) in scene.accounts() {
        for (number, event) in account.events.iter().enumerate() {
            let id = rashomon_extract::account::EventId(number as u32);
            let Some(of_story) = told.links.get(scene, doc, id) else { continue };
            for &mention in &event.actors {
                let actor = scene.entity(doc, mention);
                if parties.is_named(actor) {
                    let places = actors.entry(of_story).or_default();
                    places.entry(actor).or_default().push(Cite::new(doc, event.span));
                }
            }
        }
    }
    // what is said is said by many; in talks either side may be named first
    let is_deed = |event: &EventId| {
        let kind = told.events[event.index()].kind;
        !kind.is_statement() && !matches!(kind, EventType::Consult | EventType::Cooperate)
    };
    let mut found = Vec::new();
    for (event, actors) in actors.into_iter().filter(|(event, _)| is_deed(event)) {
        let sides = sides(parties, actors);
        if sides.len() < 2 {
            continue;
        }
        let told_of = &told.events[event.index()];
        found.push(Disagreement {
            kind: DisagreementKind::Attribution,
            about: Some(event),
            label: format!("Who did it: {}", told_of.label),
            explanation: Explanation::Unclear,
            values: values(scene, sides),
            confidence: told_of.confidence * 0.7,
            shown: told_of.shown,
        });
    }
    found
}

/// Quotations whose speakers differ between documents.
fn of_quotations(scene: &Scene<'_>, told: Told<'_>, parties: &Parties) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for quotation in told.quotations {
        let mut speakers: BTreeMap<EntityId, Vec<Cite>> = BTreeMap::new();
        for variant in &quotation.variants {
            // words that name no speaker may go on with what another said
            let told = variant.cue.is_some_and(|cue| !variant.cite.span.contains(cue.span));
            if let Some((speaker, cite)) = speaker(scene, variant.cite)
                && told
                && parties.is_named(speaker)
            {
                speakers.entry(speaker).or_default().push(cite);
            }
        }
        let kind = |e: EntityId| scene.entities[e.index()].kind;
        let sides = without_part_names(scene, sides(parties, speakers));
        if sides.len() < 2 {
            continue;
        }
        let [(_, first), others @ ..] = &sides[..] else { continue };
        // one sentence, copied, has one speaker, however it was read
        let sentences: BTreeSet<String> = first.iter().map(|&cite| sentence(scene, cite)).collect();
        let mut cites = others.iter().flat_map(|(_, cites)| cites);
        if cites.any(|&cite| sentences.contains(&sentence(scene, cite))) {
            continue;
        }
        let first: BTreeSet<_> = first.iter().map(|&cite| words(scene, cite)).collect();
        let of_first = |&cite: &Cite| {
            let here = words(scene, cite);
            first.iter().any(|words| is_one_utterance(words, &here))
        };
        if !others.iter().all(|(_, cites)| cites.iter().any(of_first)) {
            continue;
        }
        let persons = sides.iter().filter(|s| kind(s.0[0]) == EntityKind::Person).count();
        found.push(Disagreement {
            kind: DisagreementKind::Attribution,
            about: None,
            label: "Who said it".to_owned(),
            explanation: if persons >= 2 { Explanation::Unclear } else { Explanation::Scope },
            values: values(scene, sides),
            confidence: quotation.confidence * 0.8,
            shown: quotation.shown,
        });
    }
    found
}

/// The letters of the sentence that a passage begins in.
fn sentence(scene: &Scene<'_>, cite: Cite) -> String {
    let account = scene.account(cite.doc);
    let text = account
        .sentences
        .get(account.sentence_at(cite.span.start))
        .map_or("", |s| account.slice(s.span));
    rashomon_lexicon::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words of a passage.
fn words(scene: &Scene<'_>, cite: Cite) -> BTreeSet<String> {
    let text = rashomon_lexicon::fold(scene.slice(cite));
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_owned).collect()
}

/// Whether two passages share so many words that they are of one utterance; a few words are said by many.
fn is_one_utterance(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let common = a.intersection(b).count();
    common >= WORDS && common * 10 >= a.len().min(b.len()) * 7
}

/// Of sides of which one's name is a part of the other's ("Berg", "Ada Berg"), the first: they may be one.
fn without_part_names(
    scene: &Scene<'_>,
    sides: Vec<(Vec<EntityId>, Vec<Cite>)>,
) -> Vec<(Vec<EntityId>, Vec<Cite>)> {
    let words = |id: &EntityId| -> BTreeSet<String> {
        let name = rashomon_lexicon::fold(&scene.entities[id.index()].name);
        let honorific = |word: &&str| {
            rashomon_lexicon::title(word.trim_end_matches('.'))
                .is_some_and(|title| title.kind == rashomon_lexicon::TitleKind::Honorific)
        };
        let words = || name.split_whitespace();
        let plain: BTreeSet<String> =
            words().filter(|word| !honorific(word)).map(str::to_owned).collect();
        if plain.is_empty() { words().map(str::to_owned).collect() } else { plain }
    };
    let name = |id: &EntityId| scene.entities[id.index()].name.as_str();
    let initials = |id: &EntityId| -> String {
        name(id).split_whitespace().filter_map(|w| w.chars().next()).collect()
    };
    // "NRA" of "Norland Rail Authority", whose name may have lost its first word
    let acronym = |a: &EntityId, b: &EntityId| {
        let short = name(a).len() <= 6 && name(a).chars().all(char::is_uppercase);
        short && initials(b).len() > 1 && name(a).contains(&initials(b))
    };
    let letters = |id: &EntityId| -> String {
        rashomon_lexicon::fold(name(id)).chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let is_part = |a: &EntityId, b: &EntityId| {
        words(a).is_subset(&words(b)) || acronym(a, b) || letters(b).contains(&letters(a))
    };
    let mut kept: Vec<(Vec<EntityId>, Vec<Cite>)> = Vec::new();
    for side in sides {
        let part = |other: &(Vec<EntityId>, _)| {
            other.0.iter().any(|a| side.0.iter().any(|b| is_part(a, b) || is_part(b, a)))
        };
        if !kept.iter().any(part) {
            kept.push(side);
        }
    }
    kept
}

/// Participants that one document names together, or that act for one state, are one side.
fn sides(
    parties: &Parties,
    participants: BTreeMap<EntityId, Vec<Cite>>,
) -> Vec<(Vec<EntityId>, Vec<Cite>)> {
    let docs = |cites: &[Cite]| cites.iter().map(|c| c.doc).collect::<BTreeSet<_>>();
    let mut sides: Vec<(Vec<EntityId>, Vec<Cite>)> = Vec::new();
    let mut known: Vec<BTreeSet<DocId>> = Vec::new();
    for (participant, cites) in participants {
        let here = docs(&cites);
        let home = sides.iter().zip(&known).position(|((members, _), known)| {
            members.iter().any(|&m| parties.same(m, participant)) || !known.is_disjoint(&here)
        });
        if let Some(side) = home {
            sides[side].0.push(participant);
            sides[side].1.extend(cites);
            known[side].extend(here);
        } else {
            sides.push((vec![participant], cites));
            known.push(here);
        }
    }
    sides
}

fn values(scene: &Scene<'_>, sides: Vec<(Vec<EntityId>, Vec<Cite>)>) -> Vec<Value> {
    sides
        .into_iter()
        .map(|(members, cites)| value(scene.entities[members[0].index()].name.clone(), cites))
        .collect()
}

/// Who says the words at a cite, with the words and the words that name the speaker.
fn speaker(scene: &Scene<'_>, cite: Cite) -> Option<(EntityId, Cite)> {
    let account = scene.account(cite.doc);
    let from = account.quotations.partition_point(|q| q.span.start < cite.span.start);
    let quotation = account.quotations[from..].iter().find(|q| q.span == cite.span)?;
    let mention = quotation.speaker?;
    // "he said" may be somebody else, and so may words within words
    let nested = scene.slice(cite).chars().skip(1).any(|c| matches!(c, '‘' | '“'));
    let named = &account.mentions[mention.index()];
    // "after the race in Tarvik said": a place says nothing
    let before = account.article.text[..named.span.start as usize].trim_end();
    let before = before.rsplit(' ').next().unwrap_or_default();
    let placed = matches!(before, "in" | "at" | "from" | "near" | "outside");
    if named.form == Form::Pronoun || nested || placed {
        return None;
    }
    Some((scene.entity(cite.doc, mention), cite))
}

#[cfg(test)]
mod tests {
    use rashomon_extract::account::{EntityKind, EventType, MentionId};

    use crate::{disagreements::tests::check, testing::Doc};

    #[test]
    fn two_actors_of_one_deed_at_one_place() {
        let strike = |who: &str| {
            Doc::new(&format!("Night strikes by {who} on the port of Tarvik last week."))
                .state(who)
                .entity(EntityKind::Place, &["Tarvik"])
                .event(
                    "strikes",
                    ("air strikes", "carries out air strikes on"),
                    (EventType::Assault, Some("aerial")),
                    (who, ""),
                )
                .with(|event| event.place = Some(MentionId(1)))
        };
        check(
            [strike("Norland"), strike("Sudria"), strike("Norland")],
            &["attribution unclear: Norland (0,2) / Sudria (1)"],
        );
    }

    fn said(speaker: &str) -> Doc {
        let quote = "sadly we must say that the mill is lost for good";
        Doc::new(&format!("{speaker}: {quote}")).person(speaker).quote(quote, speaker)
    }

    #[test]
    fn two_speakers_of_one_utterance() {
        check(
            [said("Berg"), said("Lind"), said("Berg")],
            &["attribution unclear: Berg (0,2) / Lind (1)"],
        );
        check([said("Berg"), said("Berg")], &[]);
    }
}
