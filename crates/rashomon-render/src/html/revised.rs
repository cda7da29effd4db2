//! What changed since the run that this one was compared with.

use maud::{Markup, html};

use super::{Page, explained, listed};
use crate::cites::from_points;
use crate::json::wire::Id;
use crate::revision::{Change, Way};
use crate::view::by_document;

/// Lines of one group before it folds.
const SHOWN: usize = 8;

pub(super) fn revised(page: &mut Page<'_>, index: usize) -> Markup {
    let story = Id::new('s', index);
    let revised = page.revision.and_then(|it| it.stories.iter().find(|it| it.story == story));
    let Some(revised) = revised else { return html! {} };
    if revised.base.is_empty() {
        return explained("This story is new since the earlier run.");
    }
    let groups = [
        (
            "New accounts",
            lines(page, &revised.changes, |it| it.of == "account" && it.change == Way::Added),
        ),
        ("New", lines(page, &revised.changes, |it| it.of != "account" && it.change == Way::Added)),
        ("Told otherwise", lines(page, &revised.changes, |it| it.change == Way::Changed)),
        ("No longer told", lines(page, &revised.changes, |it| it.change == Way::Dropped)),
    ];
    html! {
        (explained(if page.links.is_some() { "Compared with the telling before this one." } else { "Compared with the dossier of an earlier run." }))
        @for (heading, lines) in groups {
            @if !lines.is_empty() {
                h3 { (heading) }
                ul.tally { (listed(lines, SHOWN, "changes")) }
            }
        }
    }
}

fn lines(
    page: &mut Page<'_>,
    changes: &[Change<'_>],
    which: impl Fn(&Change<'_>) -> bool,
) -> Vec<Markup> {
    let mut out = Vec::new();
    for change in changes.iter().filter(|it| which(it)) {
        let cites = change.evidence.iter().filter_map(|cite| from_points(page.dossier, cite));
        let cites: Vec<_> = cites.collect();
        // an account or a story says by its own words what it is
        let tag = !matches!(&*change.of, "account" | "story");
        out.push(html! {
            li {
                @if tag { span.tag { (change.of) } " " }
                span dir="auto" { (change.text) } " " (page.marks(&by_document(&cites)))
            }
        });
    }
    out
}
