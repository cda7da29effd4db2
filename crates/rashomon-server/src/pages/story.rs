//! Stories: the list of them, the page of one, and how it was told before.

use maud::{Markup, PreEscaped, html};
use rashomon_store::{ChangeRow, Order, Overview, RevisionRow, StoryRow};

use super::frame::Frame;
use super::parts::{Part, count, days, time, with};

/// Names of outlets on a card.
const OUTLETS: usize = 6;
/// Lines on a card of what changed.
const LINES: usize = 2;

/// Orders of the list: the word of the address, what it is called.
const ORDERS: [(Order, &str, &str); 4] = [
    (Order::Changed, "", "last changed"),
    (Order::Day, "day", "latest day"),
    (Order::Outlets, "outlets", "most outlets"),
    (Order::Disagreements, "disagreements", "most disagreements"),
];

/// `news` are the last changes, the last first: a story's is told on its card.
pub(crate) fn stories(
    frame: &Frame,
    overview: &Overview,
    order: Order,
    part: Part,
    rows: &[StoryRow],
    news: &[ChangeRow],
) -> Markup {
    let asked = ORDERS.iter().find(|it| it.0 == order).map_or("", |it| it.1);
    // the first screen is for what several tell; a page of single accounts has none of it
    let (shared, alone): (Vec<&StoryRow>, Vec<&StoryRow>) =
        rows.iter().partition(|row| row.outlets.len() > 1);
    let main = html! {
        div.opening {
            h1 { "Stories" }
            p.counts {
                (count(overview.stories, "story", "stories")) ", " (overview.shared) " told by two outlets or more · "
                a href="/articles" { (count(overview.articles, "article", "articles")) } " by " (count(overview.outlets, "outlet", "outlets"))
            }
            p.soft {
                @if let Some(changed) = &overview.changed { "Last change " (time(changed)) "." }
                @if overview.waiting > 0 { " " (count(overview.waiting, "article waits", "articles wait")) " to be told." }
                @if overview.failures > 0 { " " a href="/add#failures" { (count(overview.failures, "record", "records")) " could not be read" } "." }
            }
            @if part.total > 1 {
                nav.orders aria-label="Order" {
                    span.soft { "Order: " }
                    @for (it, word, name) in ORDERS {
                        a href=(with("/", &[("order", word)])) aria-current=[(it == order).then_some("true")] { (name) }
                    }
                }
            }
        }
        @if rows.is_empty() { (nothing(frame, overview)) }
        @if !shared.is_empty() {
            div.cards { @for (i, row) in shared.iter().enumerate() { (card(row, i == 0 && part.page == 1, news)) } }
        }
        @if !alone.is_empty() {
            section.alone {
                h2 { "Told by one outlet" }
                ul.rows { @for row in alone { (line(row)) } }
            }
        }
        (part.pager("/", &[("order", asked)]))
    };
    frame.page("Stories", &main)
}

/// Where there is no story yet.
fn nothing(frame: &Frame, overview: &Overview) -> Markup {
    html! {
        div.nothing {
            @if overview.articles == 0 {
                p { "Nothing has been added yet." }
                @if frame.may_add() { p { a.button href="/add" { "Add articles" } } }
            } @else {
                p { "No event was found in what was added." }
            }
        }
    }
}

fn card(row: &StoryRow, first: bool, news: &[ChangeRow]) -> Markup {
    let news = news.iter().find(|change| change.story == row.id && change.revision == row.revision);
    html! {
        article.card.first[first] {
            p.kicker { @if let Some(days) = days(row.start.as_deref(), row.end.as_deref()) { (days) } @else { "undated" } }
            h2 { a href={ "/stories/" (row.id) } dir="auto" { (row.title) } }
            p.counts { (counts(row)) }
            (disputes(row))
            p.outlets { (outlets(row)) }
            (told(row, news))
        }
    }
}

fn line(row: &StoryRow) -> Markup {
    html! {
        li {
            a href={ "/stories/" (row.id) } dir="auto" { (row.title) } " "
            span.soft {
                @if let Some(days) = days(row.start.as_deref(), row.end.as_deref()) { (days) " · " }
                (outlets(row)) " · " (count(row.events, "event", "events"))
                @if row.disputed > 0 { " · " (row.disputed) " disputed" }
            }
        }
    }
}

/// A story in the list of another page.
pub(super) fn listed(row: &StoryRow) -> Markup {
    html! {
        li {
            a href={ "/stories/" (row.id) } dir="auto" { (row.title) } " "
            span.soft {
                @if let Some(days) = days(row.start.as_deref(), row.end.as_deref()) { (days) " · " }
                (counts(row))
            }
        }
    }
}

fn counts(row: &StoryRow) -> Markup {
    html! {
        (count(row.articles, "account", "accounts"))
        @if row.articles > 1 { " · " (count(row.origins, "origin", "origins")) }
        " · " (count(row.events, "event", "events"))
    }
}

/// What is disputed and in conflict, in word and sign.
fn disputes(row: &StoryRow) -> Markup {
    html! {
        @if row.disputed + row.conflicts > 0 {
            p.disputes {
                @if row.disputed > 0 { span.denies { (count(row.disputed, "claim", "claims")) " disputed" } }
                @if row.conflicts > 0 { span.hedges { (count(row.conflicts, "conflict", "conflicts")) } }
            }
        }
    }
}

fn outlets(row: &StoryRow) -> Markup {
    let (first, rest) = row.outlets.split_at(row.outlets.len().min(OUTLETS));
    html! {
        @for (i, name) in first.iter().enumerate() { @if i > 0 { ", " } bdi { (name) } }
        @if !rest.is_empty() { " and " (rest.len()) " more" }
    }
}

/// When a story was told anew, and what changed.
fn told(row: &StoryRow, news: Option<&ChangeRow>) -> Markup {
    let lines = news.map(|news| news.lines.as_slice()).unwrap_or_default();
    let (first, rest) = lines.split_at(lines.len().min(LINES));
    html! {
        @if row.revision > 1 {
            div.told {
                p { "Told anew " (time(&row.changed)) }
                ul { @for line in first { li dir="auto" { (line) } } }
                p {
                    a href={ "/stories/" (row.id) "/revisions" } {
                        @if rest.is_empty() { "All tellings" } @else { (count(rest.len() as u64, "more change", "more changes")) }
                    }
                }
            }
        }
    }
}

/// A story around the body of its page.
pub(crate) fn story(frame: &Frame, row: &StoryRow, body: &str) -> Markup {
    let main = html! {
        p.bar {
            a href="/" { "All stories" }
            span.soft {
                @if row.revision > 1 { "Told " (row.revision) " times, last " } @else { "Told " }
                (time(&row.changed))
            }
            a href={ "/stories/" (row.id) "/revisions" } { "What changed" }
            a href={ "/api/v1/stories/" (row.id) "/dossier" } { "As data" }
        }
        (PreEscaped(body))
    };
    frame.about(&row.id.to_string(), &row.title, &main)
}

pub(crate) fn revisions(frame: &Frame, row: &StoryRow, revisions: &[RevisionRow]) -> Markup {
    let main = html! {
        div.opening {
            p.kicker { "How this story was told" }
            h1 dir="auto" { a href={ "/stories/" (row.id) } { (row.title) } }
            p.counts { (count(revisions.len() as u64, "telling", "tellings")) ", the last first" }
        }
        ol.log {
            @for revision in revisions {
                li id={ "r" (revision.revision) } {
                    p.kicker { "Telling " (revision.revision) " · " (time(&revision.at)) }
                    @if revision.title != row.title { p { "Then titled " q dir="auto" { (revision.title) } } }
                    @if revision.revision == 1 && revision.lines.is_empty() { p { "Told for the first time." } }
                    ul { @for line in &revision.lines { li dir="auto" { (line) } } }
                    p { a href={ "/api/v1/stories/" (row.id) "/dossier?revision=" (revision.revision) } { "this telling as data" } }
                }
            }
        }
    };
    frame.about(&row.id.to_string(), &format!("Changes of {}", row.title), &main)
}
