//! Who repeats whom.

use std::collections::BTreeMap;

use maud::{Markup, html};
use rashomon_reconcile::dossier::{Link, LinkKind, Origin, Story};
use rashomon_text::DocId;

use super::{Page, count, explained, folded};
use crate::view::by_document;

/// Accounts up to which the drawing stays legible.
const DRAWN: usize = 24;

pub(super) fn links<'a>(page: &mut Page<'a>, story: &'a Story) -> Markup {
    if story.documents.len() < 2 || (story.links.is_empty() && story.origins.is_empty()) {
        return html! {};
    }
    let rows: Vec<Markup> = story.links.iter().map(|l| link(page, l)).collect();
    let body = html! {
        div.copies {
            @if !story.origins.is_empty() { (origins(page, story)) }
            @if rows.is_empty() {
                p.none { "No passage, quotation or credit shared between these accounts was found." }
            } @else {
                div {
                    (drawing(story))
                    ul.links { (folded(rows, 5, "links")) }
                }
            }
        }
    };
    html! { (explained("Accounts that share passages or an agency count as one origin.")) (body) }
}

fn origins(page: &Page<'_>, story: &Story) -> Markup {
    let (alone, shared): (Vec<&Origin>, Vec<&Origin>) =
        story.origins.iter().partition(|o| o.documents.len() < 2);
    let alone: Vec<DocId> = alone.iter().flat_map(|o| o.documents.iter().copied()).collect();
    html! {
        div {
            h3 { (count(story.documents.len(), "account", "accounts")) ", " (count(story.origins.len(), "origin", "origins")) }
            ol.origins {
                @for origin in shared {
                    li {
                        @for telling in page.accounts.of(&origin.documents) { (page.reference(telling)) " " }
                        @if !origin.why.is_empty() { span.soft dir="auto" { (origin.why) } }
                    }
                }
                @if !alone.is_empty() {
                    li {
                        @for telling in page.accounts.of(&alone) { (page.reference(telling)) " " }
                        span.soft { @if alone.len() == 1 { "its own origin" } @else { "each its own origin" } }
                    }
                }
            }
        }
    }
}

fn kind(link: &Link) -> String {
    match link.kind {
        LinkKind::NearDuplicate => "nearly the same text".to_owned(),
        LinkKind::SharedPassage => "a passage in the same words".to_owned(),
        LinkKind::SharedQuotation => "the same quoted words".to_owned(),
        LinkKind::Credits => {
            format!("credits {}", link.name.as_deref().unwrap_or("another source"))
        }
    }
}

fn link(page: &mut Page<'_>, link: &Link) -> Markup {
    let mut places = by_document(&link.evidence);
    for &doc in &link.documents {
        if !places.iter().any(|(d, _)| *d == doc) {
            places.push((doc, Vec::new()));
        }
    }
    places.sort_by_key(|(doc, _)| *doc);
    let share = (link.score * 100.0).round() as u32;
    html! {
        li {
            span.kind dir="auto" { (kind(link)) }
            @if link.kind.is_copy() && share > 0 {
                " " span.soft { (share) " % of the shorter text" }
            }
            " " (page.chips(&places))
        }
    }
}

/// The width of a link's line. What is quoted is not counted: others are meant to quote it.
fn thickness(link: &Link) -> String {
    match link.kind {
        LinkKind::NearDuplicate | LinkKind::SharedPassage => {
            format!("{:.1}", 1.5 + 6.0 * link.score.clamp(0.0, 1.0))
        }
        LinkKind::SharedQuotation | LinkKind::Credits => "1.5".to_owned(),
    }
}

/// Accounts on a line, arcs between those that share words: the thicker, the more of the shorter
/// text is shared. Dashed where only quotations are.
fn drawing(story: &Story) -> Markup {
    let n = story.documents.len();
    if n > DRAWN {
        return html! {};
    }
    let place = |doc: DocId| story.documents.iter().position(|&d| d == doc);
    // one line a pair and kind, for the strongest link of it
    let mut pairs: BTreeMap<(LinkKind, usize, usize), &Link> = BTreeMap::new();
    for link in &story.links {
        let places: Vec<usize> = link.documents.iter().filter_map(|&d| place(d)).collect();
        for (i, &a) in places.iter().enumerate() {
            for &b in places[i + 1..].iter().filter(|&&b| b != a) {
                let known = pairs.entry((link.kind, a.min(b), a.max(b))).or_insert(link);
                if link.score > known.score {
                    *known = link;
                }
            }
        }
    }
    let arcs: Vec<(usize, usize, &Link)> =
        pairs.into_iter().map(|((_, a, b), link)| (a, b, link)).collect();
    if arcs.is_empty() {
        return html! {};
    }
    let x = |i: usize| 24 + 56 * i;
    let reach = arcs.iter().map(|(a, b, _)| a.abs_diff(*b)).max().unwrap_or(1);
    let top = 14 + 22 * reach;
    html! {
        svg.arcs viewBox=(format!("0 0 {} {}", x(n - 1) + 24, top + 26)) role="img"
            width=(x(n - 1) + 24)
            aria-label="Accounts joined by lines where they share words; the list below says the same" {
            @for (a, b, link) in &arcs {
                @let (from, to) = (x(*a.min(b)), x(*a.max(b)));
                @let rise = 2 * 22 * a.abs_diff(*b) * 2 / 3;
                path d=(format!("M{from} {top}C{from} {high} {to} {high} {to} {top}", high = top.saturating_sub(rise)))
                    class=(if link.kind == LinkKind::SharedQuotation { "quoted" } else { "shared" })
                    stroke-width=(thickness(link)) {}
            }
            @for (i, doc) in story.documents.iter().enumerate() {
                circle cx=(x(i)) cy=(top) r="12" {}
                text x=(x(i)) y=(top + 4) text-anchor="middle" { (doc.index() + 1) }
            }
        }
    }
}
