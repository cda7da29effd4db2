//! Where it happened: the places that the texts name and that lie somewhere known.

use std::cmp::Reverse;

use rashomon_reconcile::dossier::{Cite, Dossier, EntityId, Form, Point, Story};

use super::{facts::is_shown, notes::Places};

/// A place of a story.
pub(crate) struct Spot {
    /// Which.
    pub(crate) entity: EntityId,
    /// Where it lies.
    pub(crate) point: Point,
    /// What happened there: places among the story's events.
    pub(crate) events: Vec<usize>,
    /// The documents that name it, each with the first cite.
    pub(crate) named: Places,
}

/// The places of a story, each part with those of most events and documents first.
pub(crate) struct Spots {
    /// Where something happened, or what a third of the documents name: what the map shows.
    pub(crate) main: Vec<Spot>,
    /// Named in passing.
    pub(crate) rest: Vec<Spot>,
}

/// Reads the places of a story.
pub(crate) fn places(dossier: &Dossier, story: &Story) -> Spots {
    let mut events: Vec<Vec<usize>> = vec![Vec::new(); dossier.entities.len()];
    for (i, event) in story.events.iter().enumerate().filter(|(i, _)| is_shown(story, *i)) {
        if let Some(here) = event.place.and_then(|place| events.get_mut(place.index())) {
            here.push(i);
        }
    }
    let mut told = vec![false; dossier.documents.len()];
    for doc in &story.documents {
        if let Some(told) = told.get_mut(doc.index()) {
            *told = true;
        }
    }
    let mut all: Vec<Spot> = Vec::new();
    for ((i, entity), events) in dossier.entities.iter().enumerate().zip(events) {
        let Some(location) = &entity.location else { continue };
        let mut named: Places = Vec::new();
        let mentions = entity.mentions.iter().filter(|m| m.form != Form::Pronoun);
        for Cite { doc, span } in mentions.map(|m| m.cite) {
            let new = named.last().is_none_or(|(last, _)| *last != doc);
            if new && told.get(doc.index()) == Some(&true) {
                named.push((doc, vec![Cite { doc, span }]));
            }
        }
        if !named.is_empty() || !events.is_empty() {
            all.push(Spot { entity: EntityId(i as u32), point: location.point, events, named });
        }
    }
    all.sort_by_key(|spot| Reverse((spot.events.len(), spot.named.len())));
    let least = story.documents.len().div_ceil(3).max(2);
    let is_main = |spot: &Spot| !spot.events.is_empty() || spot.named.len() >= least;
    if !all.iter().any(is_main) {
        return Spots { main: all, rest: Vec::new() };
    }
    let (main, rest) = all.into_iter().partition(is_main);
    Spots { main, rest }
}
