//! Cyber incidents: who says whose work it was, who denies it, and what followed.

use maud::{Markup, html};
use rashomon_reconcile::dossier::Story;

use super::{Page, explained, listed};
use crate::view::{by_document, incident_lines};

/// Incidents before the section folds.
const INCIDENTS: usize = 3;

pub(super) fn incidents<'a>(page: &mut Page<'a>, story: &'a Story) -> Markup {
    if story.incidents.is_empty() {
        return html! {};
    }
    let mut blocks: Vec<Markup> = Vec::new();
    for incident in &story.incidents {
        let lines = incident_lines(page.dossier, story, incident);
        blocks.push(html! {
            li {
                p.fact dir="auto" { (incident.label) " " span.tag { "attribution " (incident.status.as_str()) } }
                dl {
                    @for line in &lines {
                        dt { (line.what) }
                        dd { span dir="auto" { (line.words) } " " (page.marks(&by_document(&line.evidence))) }
                    }
                }
            }
        });
    }
    html! {
        (explained("In the fields of the European Repository of Cyber Incidents, as far as the texts tell them."))
        ul.tally { (listed(blocks, INCIDENTS, "incidents")) }
    }
}
