//! Quotations over documents: one utterance in all its renderings.

use crate::{Scene, dossier::Quotation};

/// The story's quotations.
pub fn reconcile(_scene: &Scene<'_>) -> Vec<Quotation> {
    Vec::new()
}
