//! Figures over documents: one count and who gives it.

use crate::{EventLinks, Scene, dossier::Figure};

/// The story's figures.
pub fn reconcile(_scene: &Scene<'_>, _links: &EventLinks) -> Vec<Figure> {
    Vec::new()
}
