//! Many accounts, one dossier.
//!
//! [`reconcile`] puts the accounts into an order that does not depend on how they came in
//! ([`order`]), groups them into [`stories`], decides the days they were published and the days
//! their words mean ([`dates`]), and finds out who is who over all documents ([`entities`]). Each
//! story is then told as one: its [`events`], [`claims`], [`quotations`], [`figures`],
//! [`disagreements`] and [`labels`], who repeats whom ([`links`]) and what counts as one
//! independent origin ([`origins`]).
//!
//! Nothing here reads a file or a clock, and nothing fails: what cannot be decided is left open.

mod alignment;
pub mod claims;
pub mod dates;
pub mod disagreements;
pub mod dossier;
pub mod entities;
pub mod events;
pub mod figures;
pub mod labels;
pub mod links;
#[cfg(test)]
mod marked;
pub mod order;
pub mod origins;
mod parties;
pub mod quotations;
mod scene;
#[cfg(test)]
mod testing;
mod words;

pub use dossier::Dossier;
pub use scene::{EventLinks, Scene};

use dossier::Story;

/// All parts of one story that are told from its documents together.
fn tell(scene: &Scene<'_>) -> Story {
    let (events, links) = events::reconcile(scene);
    let claims = claims::reconcile(scene, &links, &events);
    let quotations = quotations::reconcile(scene);
    let figures = figures::reconcile(scene, &links);
    let told = disagreements::Told {
        links: &links,
        events: &events,
        claims: &claims,
        quotations: &quotations,
        figures: &figures,
    };
    let disagreements = disagreements::reconcile(scene, told);
    let labels = labels::reconcile(scene);
    Story {
        documents: scene.documents.to_vec(),
        events,
        claims,
        quotations,
        figures,
        disagreements,
        labels,
        ..Story::default()
    }
}
