//! Who said or did it.
//!
//! # What it finds
//! One quotation that two outlets put into the mouths of different speakers.
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
//! given as a difference of scope. Speakers without a name are not compared.

use std::collections::BTreeMap;

use rashomon_extract::account::EntityKind;
use rashomon_text::Cite;

use super::{Told, value};
use crate::{
    Scene,
    dossier::{Disagreement, DisagreementKind, EntityId, Explanation, Value},
    parties::Parties,
};

/// Quotations with more than one named speaker.
pub(super) fn find(scene: &Scene<'_>, told: Told<'_>, parties: &Parties) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for quotation in told.quotations {
        let mut speakers: BTreeMap<EntityId, Vec<Cite>> = BTreeMap::new();
        for variant in &quotation.variants {
            if let Some((speaker, cite)) = speaker(scene, variant.cite)
                && parties.is_named(speaker)
            {
                speakers.entry(speaker).or_default().push(cite);
            }
        }
        if speakers.len() < 2 {
            continue;
        }
        let kind = |e: &EntityId| scene.entities[e.index()].kind;
        let persons = speakers.keys().filter(|e| kind(e) == EntityKind::Person).count();
        let bodies = speakers.len() - persons;
        let values: Vec<Value> = speakers
            .into_iter()
            .map(|(speaker, cites)| value(scene.entities[speaker.index()].name.clone(), cites))
            .collect();
        found.push(Disagreement {
            kind: DisagreementKind::Attribution,
            about: None,
            label: "Who said it".to_owned(),
            explanation: match (persons, bodies) {
                (2.., _) => Explanation::Unclear,
                _ => Explanation::Scope,
            },
            values,
            confidence: quotation.confidence * 0.8,
            shown: quotation.shown,
        });
    }
    found
}

/// Who says the words at a cite, with the words and the words that name the speaker.
fn speaker(scene: &Scene<'_>, cite: Cite) -> Option<(EntityId, Cite)> {
    let account = scene.account(cite.doc);
    let from = account.quotations.partition_point(|q| q.span.start < cite.span.start);
    let quotation = account.quotations[from..].iter().find(|q| q.span == cite.span)?;
    let mention = quotation.speaker?;
    Some((scene.entity(cite.doc, mention), cite))
}

#[cfg(test)]
mod tests {
    use crate::{disagreements::tests::check, testing::Doc};

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
