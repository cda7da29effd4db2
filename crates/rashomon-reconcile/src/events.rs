//! Events over documents: which reports tell of one event.

use crate::{EventLinks, Scene, dossier::Event};

/// The story's events and which report became which.
pub fn reconcile(scene: &Scene<'_>) -> (Vec<Event>, EventLinks) {
    let events = scene.accounts().map(|(_, account)| vec![None; account.events.len()]).collect();
    (Vec::new(), EventLinks { events })
}
