//! Who repeats whom.

use maud::{Markup, html};
use rashomon_reconcile::dossier::{Link, LinkKind, Origin, Story};
use rashomon_text::DocId;

use super::{Page, count, explained, graph::graph, listed};
use crate::view::by_document;

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
                (graph(page, story))
                ul.links { (listed(rows, 5, "links")) }
            }
        }
    };
    html! { (explained("Accounts that share passages or an agency count as one origin, drawn under one arc. A line: shared words, the thicker the more; dashed: the same quotation.")) (body) }
}

fn origins(page: &Page<'_>, story: &Story) -> Markup {
    let (alone, shared): (Vec<&Origin>, Vec<&Origin>) =
        story.origins.iter().partition(|o| o.documents.len() < 2);
    let shared = shared.into_iter().map(|origin| {
        html! {
            li {
                @for telling in page.accounts.of(&origin.documents) { (page.reference(telling)) " " }
                @if !origin.why.is_empty() { span.soft dir="auto" { (origin.why) } }
            }
        }
    });
    let shared: Vec<Markup> = shared.collect();
    let alone: Vec<DocId> = alone.iter().flat_map(|o| o.documents.iter().copied()).collect();
    html! {
        div {
            h3 { (count(story.documents.len(), "account", "accounts")) ", " (count(story.origins.len(), "origin", "origins")) }
            ol.origins {
                (listed(shared, 6, "origins of several accounts"))
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
