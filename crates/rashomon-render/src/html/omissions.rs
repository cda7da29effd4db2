//! What each account leaves out.

use maud::{Markup, html};
use rashomon_reconcile::dossier::Story;

use super::{Page, explained, folded, listed};
use crate::view::{Absent, Facts, Row, Telling};

/// Facts of one account before they fold.
const SHOWN: usize = 5;

pub(super) fn omissions<'a>(page: &mut Page<'a>, story: &'a Story, facts: &Facts<'a>) -> Markup {
    let half = story.documents.len().div_ceil(2).max(2);
    let told: Vec<&Row<'a>> =
        facts.main.iter().filter(|r| r.event.is_some() && r.told() >= 2).collect();
    if story.documents.len() < 2 || told.is_empty() {
        return html! {};
    }
    let mut items: Vec<Markup> = Vec::new();
    let mut whole: Vec<&Telling> = Vec::new();
    for telling in page.accounts.of(&story.documents) {
        let mut missing: Vec<&Row<'a>> = Vec::new();
        let mut earlier = 0;
        for row in &told {
            // cells stand in the order of the documents
            let Ok(at) = row.cells.binary_search_by_key(&telling.doc, |c| c.doc) else { continue };
            let cell = &row.cells[at];
            match cell.absent {
                _ if !cell.cites.is_empty() => {}
                Absent::NotThere => missing.push(row),
                Absent::Earlier => earlier += 1,
            }
        }
        if missing.is_empty() && earlier == 0 {
            whole.push(telling);
            continue;
        }
        missing.sort_by_key(|r| std::cmp::Reverse(r.told()));
        let lines = missing
            .iter()
            .map(|row| {
                html! {
                    li class=(if row.told() >= half { "most" } else { "" }) {
                        span dir="auto" { (row.label) } " "
                        span.soft { "told by " (row.told()) " of " (row.cells.len()) }
                    }
                }
            })
            .collect::<Vec<_>>();
        items.push(html! {
            div.omits {
                h3 { (page.reference(telling)) }
                ul { (listed(lines, SHOWN, "facts")) }
                @if earlier > 0 { p.soft { "Published before " (earlier) " more of them." } }
                @if telling.truncated { p.soft { "The text we have breaks off: the rest may have held them." } }
            }
        });
    }
    let body = html! {
        div.omissions { (folded(items, 12, "accounts")) }
        @if !whole.is_empty() {
            p.whole {
                span.soft { "Nothing missing from: " }
                @for telling in whole { (page.reference(telling)) " " }
            }
        }
    };
    html! { (explained("Facts that two or more accounts tell and this one's text does not hold. It says nothing about why.")) (body) }
}
