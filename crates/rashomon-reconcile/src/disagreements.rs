//! Where the documents do not say the same.

use crate::{
    EventLinks, Scene,
    dossier::{Claim, Disagreement, Event, Figure, Quotation},
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

/// The story's disagreements.
pub fn reconcile(_scene: &Scene<'_>, _told: Told<'_>) -> Vec<Disagreement> {
    Vec::new()
}
