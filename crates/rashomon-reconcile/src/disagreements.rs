//! Where the documents do not say the same.
//!
//! One module per kind of disagreement, each with what it finds, why it matters, examples and
//! limits. What is only told later, counted more narrowly or translated twice is said to be so:
//! [`Explanation::Conflict`] is kept for statements that cannot both be right.

mod attribution;
mod date;
mod name;
mod number;
mod occurrence;
mod place;
mod wording;

use std::collections::BTreeSet;

use rashomon_text::{Cite, DocId};

use crate::{
    EventLinks, Scene,
    dossier::{Claim, Disagreement, Event, Explanation, Figure, Quotation, Value},
    parties::Parties,
};

/// The parts of a story that disagreements are looked for in.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Which report became which event.
    pub links: &'a EventLinks,
    /// The story's events.
    pub events: &'a [Event],
    /// The story's claims.
    pub claims: &'a [Claim],
    /// The story's quotations.
    pub quotations: &'a [Quotation],
    /// The story's figures.
    pub figures: &'a [Figure],
}

/// The story's disagreements: conflicts first, then by kind and place.
pub fn reconcile(scene: &Scene<'_>, told: Told<'_>) -> Vec<Disagreement> {
    let parties = Parties::of(scene);
    let mut all = Vec::new();
    all.extend(date::find(scene, told));
    all.extend(number::find(scene, told));
    all.extend(place::find(scene, told));
    all.extend(name::find(scene));
    all.extend(attribution::find(scene, told, &parties));
    all.extend(occurrence::find(scene, told, &parties));
    all.extend(wording::find(scene, told, &parties));
    all.retain(|d| d.values.len() >= 2);
    all.sort_by_cached_key(|d| {
        let first = d.values.iter().filter_map(|v| v.evidence.first()).min().copied();
        (d.explanation != Explanation::Conflict, d.kind, first, d.label.clone())
    });
    all
}

/// A value with its documents from its evidence.
fn value(words: impl Into<String>, mut evidence: Vec<Cite>) -> Value {
    evidence.sort_unstable();
    evidence.dedup();
    let documents: BTreeSet<DocId> = evidence.iter().map(|c| c.doc).collect();
    Value { value: words.into(), documents: documents.into_iter().collect(), evidence }
}

/// Whether every document of the one value was published before every one of the other.
fn is_later(scene: &Scene<'_>, earlier: &Value, later: &Value) -> bool {
    let day = |doc: &DocId| scene.published[doc.index()].as_ref();
    let last = earlier.documents.iter().map(|d| day(d).map(|p| p.end)).max_by_key(|d| *d);
    let first = later.documents.iter().map(|d| day(d).map(|p| p.start)).min_by_key(|d| *d);
    matches!((last, first), (Some(Some(last)), Some(Some(first))) if last < first)
        && earlier.documents.iter().all(|d| day(d).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Doc, World};

    /// Reconciles the documents and renders each disagreement as
    /// `kind explanation: value (documents) / value (documents)`.
    pub(super) fn check(docs: impl IntoIterator<Item = Doc>, expect: &[&str]) {
        let world = World::new(docs);
        let scene = world.scene();
        let (events, links) = crate::events::reconcile(&scene);
        let claims = crate::claims::reconcile(&scene, &links, &events);
        let quotations = crate::quotations::reconcile(&scene);
        let figures = crate::figures::reconcile(&scene, &links);
        let told = Told {
            links: &links,
            events: &events,
            claims: &claims,
            quotations: &quotations,
            figures: &figures,
        };
        let found: Vec<String> = reconcile(&scene, told)
            .iter()
            .map(|d| {
                let values: Vec<String> = d
                    .values
                    .iter()
                    .map(|v| {
                        let docs: Vec<String> =
                            v.documents.iter().map(|d| d.0.to_string()).collect();
                        format!("{} ({})", v.value, docs.join(","))
                    })
                    .collect();
                format!("{} {}: {}", d.kind.as_str(), d.explanation.as_str(), values.join(" / "))
            })
            .collect();
        assert_eq!(found, expect);
    }
}
