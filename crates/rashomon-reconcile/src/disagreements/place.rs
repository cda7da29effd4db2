//! Where.
//!
//! # What it finds
//! One event that documents place at different named places, neither of which is ever named together
//! with the other.
//!
//! # Why it matters
//! A wrong place sends readers, and the next reporter, to the wrong town.
//!
//! # Examples
//! A ship aground off Tarvik in one report, off Osen in another.
//!
//! # Limits
//! A street, its town and its state are one place told more or less exactly. Without borders of
//! towns at hand, two places that any sentence of the story names together are taken for such, and
//! left alone; so are states and regions. What remains is given as unclear, never as a conflict.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account::{EntityKind, EventId as AccountEventId};
use rashomon_text::{Cite, DocId};

use super::{Told, value};
use crate::{
    Scene,
    dossier::{
        Disagreement, DisagreementKind, EntityId, EventId, Explanation, LocationKind, Value,
    },
};

/// Events placed at different places.
pub(super) fn find(scene: &Scene<'_>, told: Told<'_>) -> Vec<Disagreement> {
    let mut placed: BTreeMap<EventId, BTreeMap<EntityId, Vec<Cite>>> = BTreeMap::new();
    for (doc, account) in scene.accounts() {
        for (number, event) in account.events.iter().enumerate() {
            let Some(mention) = event.place else { continue };
            let id = AccountEventId(number as u32);
            let Some(event_of_story) = told.links.get(scene, doc, id) else { continue };
            let place = scene.entity(doc, mention);
            let entity = &scene.entities[place.index()];
            if entity.kind == EntityKind::Place && entity.country.is_none() {
                let cite = Cite::new(doc, account.mentions[mention.index()].span);
                placed.entry(event_of_story).or_default().entry(place).or_default().push(cite);
            }
        }
    }
    placed.retain(|_, places| places.len() >= 2);
    if placed.is_empty() {
        return Vec::new();
    }
    let together = together(scene, &placed);
    let mut found = Vec::new();
    for (event, places) in placed {
        let names: Vec<EntityId> = places.keys().copied().collect();
        let one_place = names.iter().enumerate().any(|(n, &a)| {
            let inside = |b| holds(scene, a, b) || holds(scene, b, a);
            names[n + 1..].iter().any(|&b| together.contains(&(a, b)) || inside(b))
        });
        if one_place {
            continue;
        }
        let values: Vec<Value> = places
            .into_iter()
            .map(|(place, cites)| value(scene.entities[place.index()].name.clone(), cites))
            .collect();
        let documents: BTreeSet<&DocId> = values.iter().flat_map(|v| &v.documents).collect();
        let overlap = values.iter().map(|v| v.documents.len()).sum::<usize>() > documents.len();
        // a document that names both knows them apart
        if documents.len() < 2 || overlap {
            continue;
        }
        found.push(Disagreement {
            kind: DisagreementKind::Place,
            about: Some(event),
            label: format!("Where: {}", told.events[event.index()].label),
            explanation: Explanation::Unclear,
            values,
            confidence: 0.6,
            shown: true,
        });
    }
    found
}

/// Pairs of places in question that some sentence names together, the lower first.
fn together(
    scene: &Scene<'_>,
    placed: &BTreeMap<EventId, BTreeMap<EntityId, Vec<Cite>>>,
) -> BTreeSet<(EntityId, EntityId)> {
    let wanted: BTreeSet<EntityId> = placed.values().flat_map(|p| p.keys().copied()).collect();
    let mut pairs = BTreeSet::new();
    for (doc, account) in scene.accounts() {
        let mut sentence = (u32::MAX, BTreeSet::new());
        for mention in &account.mentions {
            let entity = scene.entity_of[doc.index()][mention.entity.index()];
            if !wanted.contains(&entity) {
                continue;
            }
            if sentence.0 != mention.sentence {
                sentence = (mention.sentence, BTreeSet::new());
            }
            for &other in &sentence.1 {
                pairs.insert((entity.min(other), entity.max(other)));
            }
            sentence.1.insert(entity);
        }
    }
    pairs
}

/// Whether `part` is a city in the division that `whole` is.
fn holds(scene: &Scene<'_>, whole: EntityId, part: EntityId) -> bool {
    let location = |id: EntityId| scene.entities[id.index()].location.as_ref();
    let Some((whole, part)) = location(whole).zip(location(part)) else { return false };
    whole.kind == LocationKind::Division
        && part.kind == LocationKind::City
        && whole.country == part.country
        && (whole.division.is_none() || whole.division == part.division)
}

#[cfg(test)]
mod tests {
    use rashomon_extract::account::{EntityKind, EventType};

    use crate::{disagreements::tests::check, testing::Doc};

    fn aground(place: &str, more: &str) -> Doc {
        Doc::new(&format!("The ferry of Norland ran aground off {place}. {more}"))
            .state("Norland")
            .entity(EntityKind::Place, &[place])
            .event(
                "ran aground",
                ("accident", "crashes"),
                (EventType::Other, None),
                ("Norland", ""),
            )
            .with(|event| event.place = Some(rashomon_extract::account::MentionId(1)))
    }

    #[test]
    fn two_towns_of_one_event() {
        check(
            [aground("Tarvik", ""), aground("Osen", ""), aground("Osen", "")],
            &["place unclear: Tarvik (0) / Osen (1,2)"],
        );
    }

    #[test]
    fn places_named_together_are_one_place() {
        let both = Doc::new("Tarvik lies in Osen.")
            .entity(EntityKind::Place, &["Tarvik"])
            .entity(EntityKind::Place, &["Osen"]);
        check([aground("Tarvik", ""), aground("Osen", ""), both], &[]);
    }
}
