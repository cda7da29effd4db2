//! What changed in the case, the last first.

use maud::{Markup, html};
use rashomon_store::ChangeRow;

use super::frame::Frame;
use super::parts::{days, time};

/// Lines of a change before they fold.
const LINES: usize = 8;

pub(crate) fn changes(frame: &Frame, changes: &[ChangeRow]) -> Markup {
    let main = html! {
        div.opening {
            h1 { "Changes" }
            p.counts { "What became of the stories as articles came in, the last first" }
            p { a href="/changes.atom" { "As a feed (Atom)" } }
        }
        @if changes.is_empty() { div.nothing { p { "Nothing has changed yet." } } }
        @for day in changes.chunk_by(|a, b| a.at.get(..10) == b.at.get(..10)) {
            section.day {
                h2 { (days(day[0].at.get(..10), None).unwrap_or_else(|| day[0].at.clone())) }
                ol.log { @for change in day { (line(change)) } }
            }
        }
    };
    frame.page("Changes", &main)
}

fn line(change: &ChangeRow) -> Markup {
    let (first, rest) = change.lines.split_at(change.lines.len().min(LINES));
    html! {
        li id=(change.change) {
            p.kicker {
                (time(&change.at)) " · "
                @match (change.joined, change.revision) {
                    (Some(_), _) => "joined to another story",
                    (None, 1) => "new story",
                    (None, revision) => { "told anew, telling " (revision) }
                }
            }
            h3 {
                @match change.joined {
                    Some(story) => { bdi { (change.title) } " → " a href={ "/stories/" (story) } { "the story it is told in now" } }
                    None => a href={ "/stories/" (change.story) } dir="auto" { (change.title) },
                }
            }
            ul { @for line in first { li dir="auto" { (line) } } }
            @if !rest.is_empty() {
                details.more { summary { (rest.len()) " more" } ul { @for line in rest { li dir="auto" { (line) } } } }
            }
        }
    }
}
