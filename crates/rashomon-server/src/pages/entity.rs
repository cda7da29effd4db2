//! Entities: the list of them, and one over all stories.

use std::collections::BTreeMap;

use maud::{Markup, html};
use rashomon_store::{Calling, Deed, Entity, EntityRow, Saying};

use super::frame::Frame;
use super::parts::{Part, count, days, kind, passage, stance, with};
use super::story::listed;

/// Kinds of entities: the word of the address, what it is called.
const KINDS: [(&str, &str); 6] = [
    ("person", "people"),
    ("organization", "organizations"),
    ("geopolitical", "states"),
    ("place", "places"),
    ("group", "groups"),
    ("other", "others"),
];

/// Rows of a part before it folds.
const SHOWN: usize = 20;

pub(crate) fn entities(
    frame: &Frame,
    part: Part,
    of: Option<&str>,
    name: Option<&str>,
    rows: &[EntityRow],
) -> Markup {
    let (chosen, named) = (of.unwrap_or(""), name.unwrap_or(""));
    let main = html! {
        div.opening {
            h1 { "Entities" }
            p.counts { "People, bodies, states, groups and places over all stories, those of most articles first" }
            form.filter action="/entities" role="search" {
                @if !chosen.is_empty() { input type="hidden" name="kind" value=(chosen); }
                input type="search" name="name" value=(named) aria-label="A word of the name" placeholder="A word of the name";
                button { "Show" }
            }
            nav.orders aria-label="Kind" {
                a href=(with("/entities", &[("name", named)])) aria-current=[chosen.is_empty().then_some("true")] { "all" }
                @for (word, what) in KINDS {
                    a href=(with("/entities", &[("kind", word), ("name", named)])) aria-current=[(word == chosen).then_some("true")] { (what) }
                }
            }
        }
        @if rows.is_empty() { div.nothing { p { "No entity fits." } } }
        @else {
            div.table { table {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Kind" } th scope="col" { "Stories" } th scope="col" { "Articles" } th scope="col" { "Mentions" } } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { a href={ "/entities/" (row.id) } dir="auto" { (row.name) } }
                            td { (kind(&row.kind)) } td { (row.stories) } td { (row.articles) } td { (row.mentions) }
                        }
                    }
                }
            } }
        }
        (part.pager("/entities", &[("kind", chosen), ("name", named)]))
    };
    frame.page("Entities", &main)
}

pub(crate) fn entity(frame: &Frame, entity: &Entity) -> Markup {
    let row = &entity.row;
    let others: Vec<&(String, u64)> =
        entity.names.iter().filter(|(name, _)| *name != row.name).collect();
    let main = html! {
        div.opening {
            p.kicker { (kind(&row.kind)) @if let Some(country) = &entity.country { " · " (country) } }
            h1 dir="auto" { (row.name) }
            p.counts {
                (count(row.stories, "story", "stories")) " · " (count(row.articles, "article", "articles")) " · "
                (count(row.mentions, "mention", "mentions"))
            }
            @if !others.is_empty() {
                p { span.soft { "Also: " }
                    @for (i, (name, uses)) in others.iter().enumerate() { @if i > 0 { ", " } bdi { (name) } span.soft { " ×" (uses) } }
                }
            }
            p { a href=(with("/search", &[("q", &format!("party:{}", row.id))])) { "Sentence by sentence" } }
        }
        @if !entity.deeds.is_empty() { section { h2 { "What they are said to have done, and what to them" } p.explained { "As the outlets tell it. “Own voice”: not put down to anybody, and without a hedge." } (folded(&entity.deeds.iter().map(deed).collect::<Vec<_>>(), "dated")) } }
        @if !entity.sayings.is_empty() { section { h2 { "What they say" } (folded(&entity.sayings.iter().map(saying).collect::<Vec<_>>(), "said")) } }
        @if !entity.callings.is_empty() { section { h2 { "What each outlet calls them" }
            p.explained { "Plain: the outlet’s own word. In quotation marks: somebody else’s, or the outlet’s own marks around it." }
            (callings(&entity.callings)) } }
        @if !entity.stories.is_empty() { section { h2 { "Stories" } ul.rows { @for row in &entity.stories { (listed(row)) } } } }
    };
    frame.page(&row.name, &main)
}

/// The first rows, the others folded.
fn folded(rows: &[Markup], class: &str) -> Markup {
    let shown = if rows.len() <= SHOWN + 1 { rows.len() } else { SHOWN };
    let (first, rest) = rows.split_at(shown);
    html! {
        ul class={ "rows " (class) } { @for row in first { (row) } }
        @if !rest.is_empty() {
            details.more {
                summary { (rest.len()) " more" }
                ul class={ "rows " (class) } { @for row in rest { (row) } }
            }
        }
    }
}

fn deed(deed: &Deed) -> Markup {
    html! {
        li {
            span.when { (days(deed.start.as_deref(), deed.end.as_deref()).unwrap_or_else(|| "undated".to_owned())) }
            span {
                a href={ "/stories/" (deed.story) "#" (deed.anchor) } dir="auto" { (deed.label) } " "
                span.soft {
                    @if deed.role == "recipient" { "to them · " } (count(deed.outlets, "outlet", "outlets"))
                    @match deed.said {
                        0 => ", none in its own voice",
                        said if said < deed.outlets => { ", " (said) " in " @if said == 1 { "its" } @else { "their" } " own voice" }
                        _ => {}
                    }
                }
                @if deed.disputed { " " span.disputes.inline { span.denies { "denied or doubted" } } }
            }
        }
    }
}

fn saying(saying: &Saying) -> Markup {
    let (class, word) = stance(&saying.kind);
    html! {
        li {
            span.when { span class=(class) { (word) } }
            span {
                a href=(passage(saying.article, saying.start, saying.end)) dir="auto" {
                    @if saying.kind == "direct" { "“" (saying.words) "”" } @else { (saying.words) }
                } " "
                span.soft { (count(saying.outlets, "outlet", "outlets")) " · " a href={ "/stories/" (saying.story) } { "story" } }
            }
        }
    }
}

fn callings(callings: &[Calling]) -> Markup {
    let mut outlets: BTreeMap<&str, Vec<&Calling>> = BTreeMap::new();
    for calling in callings {
        outlets.entry(&calling.outlet).or_default().push(calling);
    }
    html! {
        div.table { table {
            thead { tr { th scope="col" { "Outlet" } th scope="col" { "Words" } } }
            tbody {
                @for (outlet, callings) in outlets {
                    tr {
                        th scope="row" { bdi { (outlet) } }
                        td.words { @for calling in callings { (called(calling)) " " } }
                    }
                }
            }
        } }
    }
}

fn called(calling: &Calling) -> Markup {
    let quoted = matches!(calling.voice.as_str(), "attributed" | "scare_quoted")
        && !calling.words.contains(['“', '”', '"']);
    html! {
        span {
            a href=(passage(calling.article, calling.start, calling.end)) dir="auto" {
                @if quoted { "“" } (calling.words) @if quoted { "”" }
            }
            span.soft {
                @match (calling.voice.as_str(), &calling.speaker) {
                    (_, Some(speaker)) => { " " bdi { (speaker) } }
                    ("attributed", None) => " somebody quoted",
                    ("scare_quoted", None) => " its own marks",
                    ("hedged", None) => " hedged",
                    _ => {}
                }
                @if calling.count > 1 { " ×" (calling.count) }
            }
        }
    }
}
