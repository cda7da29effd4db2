//! The drawing of who repeats whom: accounts in a circle, lines between those that share words.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use maud::{Markup, html};
use rashomon_reconcile::dossier::{Link, LinkKind, Story};
use rashomon_text::DocId;

use super::Page;

/// Accounts up to which the drawing stays legible.
const DRAWN: usize = 60;
/// The radius of a dot.
const DOT: f64 = 12.0;

/// Accounts of one origin side by side under one arc, lines between those that share words: the thicker, the more of
/// the shorter text is shared. Dashed where only quotations or an agency are.
pub(super) fn graph(page: &Page<'_>, story: &Story) -> Markup {
    let order = order(story);
    let lines = lines(story, &order);
    if order.len() > DRAWN || lines.is_empty() {
        return html! {};
    }
    let turn = TAU / order.len() as f64;
    let radius = (f64::from(order.len() as u32) * (2.0 * DOT + 8.0) / TAU).max(70.0);
    let (outer, middle) = (radius + DOT + 6.0, radius + DOT + 10.0);
    let at = |i: f64, radius: f64| {
        let angle = i * turn - TAU / 4.0;
        (middle + radius * angle.cos(), middle + radius * angle.sin())
    };
    let size = format!("{:.0}", 2.0 * middle);
    html! {
        svg.graph viewBox=(format!("0 0 {size} {size}")) width=(size) height=(size) role="img"
            aria-label="Accounts joined by lines where they share words; the list beside it says the same" {
            @for (first, last) in origins(story) {
                @let (from, to) = (at(first as f64 - 0.3, outer), at(last as f64 + 0.3, outer));
                @let wide = (last - first) as f64 * turn > TAU / 2.0;
                path.origin d=(format!("M{:.1} {:.1}A{outer:.1} {outer:.1} 0 {} 1 {:.1} {:.1}", from.0, from.1, u8::from(wide), to.0, to.1)) {}
            }
            @for (&(a, b), link) in &lines {
                @let (from, to) = (at(a as f64, radius), at(b as f64, radius));
                // the nearer the two, the flatter the line
                @let pull = 0.35;
                @let bend = (middle + (f64::midpoint(from.0, to.0) - middle) * pull, middle + (f64::midpoint(from.1, to.1) - middle) * pull);
                path class=(if link.kind.is_copy() { "shared" } else { "quoted" }) stroke-width=(thickness(link))
                    d=(format!("M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}", from.0, from.1, bend.0, bend.1, to.0, to.1)) {}
            }
            @for (i, &doc) in order.iter().enumerate() {
                @let (x, y) = at(i as f64, radius);
                g {
                    @if let Some(telling) = page.accounts.get(doc) { title { (telling.name) } }
                    circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(DOT) {}
                    text x=(format!("{x:.1}")) y=(format!("{:.1}", y + 4.0)) text-anchor="middle" { (doc.index() + 1) }
                }
            }
        }
    }
}

/// The accounts in the order of the circle: those of one origin side by side.
fn order(story: &Story) -> Vec<DocId> {
    let mut order: Vec<DocId> = shared(story).flat_map(|docs| docs.iter().copied()).collect();
    let alone = story.documents.iter().filter(|doc| !order.contains(doc)).copied();
    let alone: Vec<DocId> = alone.collect();
    order.extend(alone);
    order
}

/// Origins of several accounts.
fn shared(story: &Story) -> impl Iterator<Item = &[DocId]> {
    story.origins.iter().map(|origin| &*origin.documents).filter(|docs| docs.len() > 1)
}

/// Where each of them begins and ends in the circle.
fn origins(story: &Story) -> Vec<(usize, usize)> {
    let mut next = 0;
    shared(story)
        .map(|docs| {
            let first = next;
            next += docs.len();
            (first, next - 1)
        })
        .collect()
}

/// The strongest link of each two accounts, by their places in the circle.
fn lines<'s>(story: &'s Story, order: &[DocId]) -> BTreeMap<(usize, usize), &'s Link> {
    let place: BTreeMap<DocId, usize> =
        order.iter().enumerate().map(|(i, &doc)| (doc, i)).collect();
    let rank = |link: &Link| (link.kind.is_copy(), link.score);
    let mut lines: BTreeMap<(usize, usize), &Link> = BTreeMap::new();
    for link in &story.links {
        let ends: Vec<usize> =
            link.documents.iter().filter_map(|doc| place.get(doc).copied()).collect();
        for (i, &a) in ends.iter().enumerate() {
            for &b in ends[i + 1..].iter().filter(|&&b| b != a) {
                let known = lines.entry((a.min(b), a.max(b))).or_insert(link);
                if rank(link) > rank(known) {
                    *known = link;
                }
            }
        }
    }
    lines
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
