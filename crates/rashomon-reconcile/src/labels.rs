//! What each participant is called, by whom.
//!
//! The accounts' labels with the entities of the whole run: nothing is weighed here, and every
//! place a label stands at is kept, so that a page can set one outlet's words beside another's.

use crate::{Scene, dossier::Label};
use rashomon_text::Cite;

/// Labels below this confidence are left out.
const FROM: f32 = 0.3;

/// The story's labels, by entity, then cite. One passage labels one entity once.
pub fn reconcile(scene: &Scene<'_>) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for (doc, account) in scene.accounts() {
        for label in &account.labels {
            if label.confidence < FROM {
                continue;
            }
            labels.push(Label {
                cite: Cite::new(doc, label.span),
                entity: scene.entity_of[doc.index()][label.entity.index()],
                voice: label.voice,
                source: label.source.map(|m| scene.entity(doc, m)),
                tone: label.tone,
            });
        }
    }
    labels.sort_by_key(|l| (l.entity, l.cite, l.voice, l.source, l.tone));
    labels.dedup_by_key(|l| (l.entity, l.cite));
    labels
}

#[cfg(test)]
mod tests {
    use rashomon_extract::account::Tone;

    use super::*;
    use crate::testing::{Doc, World};

    #[test]
    fn labels_of_one_entity_stand_together() {
        let world = World::new([
            Doc::new("The Fjord Front, an armed sect, met Ada Berg, a hero.")
                .person("Fjord Front")
                .person("Ada Berg")
                .label("armed sect", "Fjord Front", Tone::Negative)
                .label("a hero", "Ada Berg", Tone::Positive),
            Doc::new("The Fjord Front is a fishing club.")
                .person("Fjord Front")
                .label("fishing club", "Fjord Front", Tone::Neutral)
                .label("fishing club", "Fjord Front", Tone::Neutral),
        ]);
        let found: Vec<(&str, &str)> = reconcile(&world.scene())
            .iter()
            .map(|l| (world.name(l.entity), world.words(l.cite)))
            .collect();
        assert_eq!(
            found,
            [
                ("Fjord Front", "armed sect"),
                ("Fjord Front", "fishing club"),
                ("Ada Berg", "a hero"),
            ]
        );
    }
}
