//! Claims over documents: one proposition with everyone's stance on it.

use crate::{
    EventLinks, Scene,
    dossier::{Claim, Event},
};

/// The story's claims.
pub fn reconcile(_scene: &Scene<'_>, _links: &EventLinks, _events: &[Event]) -> Vec<Claim> {
    Vec::new()
}
