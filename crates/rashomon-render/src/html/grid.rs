//! The grid of facts × outlets. Narrow screens show the same table as a list of facts.

use std::collections::BTreeMap;

use maud::{Markup, html};
use rashomon_reconcile::dossier::{EntityId, Story};

use super::{NARROW, Page, count, explained, framed};
use crate::view::{Absent, Answer, Cell, Facts, Manner, Place, Row, Telling};

/// Columns past which nobody reads a grid: facts then list their outlets by manner.
const WIDEST: usize = 60;

pub(super) fn grid<'a>(page: &mut Page<'a>, story: &'a Story, facts: &Facts<'a>) -> Markup {
    if facts.all().next().is_none() {
        return html! {};
    }
    let tellings: Vec<Telling> = page.accounts.of(&story.documents).cloned().collect();
    let body = html! {
        @if !facts.main.is_empty() { (table(page, &tellings, &facts.main)) }
        @if !facts.rest.is_empty() {
            details.more {
                summary {
                    (count(facts.rest.len(), "more event", "more events"))
                    @if facts.rest.iter().all(|row| row.told() < 2) { ", told by one account each" }
                }
                (table(page, &tellings, &facts.rest))
            }
        }
        @if !facts.claims.is_empty() {
            details.more {
                summary { (count(facts.claims.len(), "claim", "claims")) " that nobody disputes" }
                (table(page, &tellings, &facts.claims))
            }
        }
        (legend())
    };
    html! {
        (explained("What each account does with each fact or claim. Every cell opens its passage."))
        @if Facts::are_the_most_told(story) {
            (explained("Of so many accounts, the events and claims that are told most; all others stand in dossier.json."))
        }
        (body)
    }
}

fn table<'a>(page: &mut Page<'a>, tellings: &[Telling], rows: &[Row<'a>]) -> Markup {
    if tellings.len() > WIDEST {
        return html! { ul.tally { @for row in rows { (tally(page, row)) } } };
    }
    let wide = tellings.len() > NARROW;
    let table = html! {
            table {
                thead {
                    tr {
                        th scope="col" { "Fact or claim" }
                        @for telling in tellings {
                            (page.column(telling))
                        }
                    }
                }
                @for row in rows {
                    tbody {
                        (fact(page, row, wide))
                        @for answer in &row.answers { (answered(page, answer, wide)) }
                    }
                }
            }
    };
    framed("Facts and claims, a column for each account", wide, &table)
}

/// A fact with its outlets counted by manner.
fn tally<'a>(page: &mut Page<'a>, row: &Row<'a>) -> Markup {
    let by_manner = |cells: &[Cell]| {
        let mut by: BTreeMap<Manner, Vec<Place>> = BTreeMap::new();
        for cell in cells {
            if let Some((&manner, _)) = cell.manners.first_key_value() {
                by.entry(manner).or_default().push((cell.doc, cell.cites.clone()));
            }
        }
        by
    };
    let absent = row.cells.iter().filter(|c| c.cites.is_empty()).count();
    let id = row.event.map(|event| page.row_id(event));
    html! {
        li id=[&id] {
            p.fact dir="auto" {
                (row.label)
                @if let Some(when) = &row.when { " " span.when { (when) } }
                @for tag in &row.tags { " " span.tag { (tag) } }
            }
            dl {
                @for (manner, docs) in by_manner(&row.cells) {
                    dt class=(manner.class()) { (docs.len()) " " (manner.word()) }
                    dd { (page.chips(&docs)) }
                }
                @for answer in &row.answers {
                    @for (manner, docs) in by_manner(&answer.cells) {
                        dt class=(manner.class()) {
                            (manner.answer()) " "
                            @match answer.holder {
                                Some(holder) => (page.who(holder)),
                                None => "accounts in their own voice",
                            }
                        }
                        dd { (page.chips(&docs)) }
                    }
                }
                @if absent > 0 { dt { (absent) " —" } dd.soft { "not in the text we have" } }
            }
        }
    }
}

fn fact<'a>(page: &mut Page<'a>, row: &Row<'a>, wide: bool) -> Markup {
    let id = row.event.map(|event| page.row_id(event));
    html! {
        tr id=[&id] {
            th scope="row" {
                span.label dir="auto" { (row.label) }
                @if let Some(when) = &row.when { span.when { (when) } }
                @for tag in &row.tags { " " span.tag { (tag) } }
            }
            @for cell in &row.cells { (square(page, cell, wide, None)) }
        }
    }
}

fn answered(page: &mut Page<'_>, answer: &Answer, wide: bool) -> Markup {
    html! {
        tr.answer {
            th scope="row" {
                span class=(answer.manner.class()) { (answer.manner.answer()) } " "
                @match answer.holder {
                    Some(holder) => (page.who(holder)),
                    None => span { "accounts in their own voice" },
                }
            }
            @for cell in &answer.cells {
                @let word = if answer.holder.is_some() { "reports" } else { answer.manner.word() };
                (square(page, cell, wide, Some((word, answer.manner))))
            }
        }
    }
}

/// One cell. `as_said` gives its word where the row has said the rest.
fn square(page: &mut Page<'_>, cell: &Cell, wide: bool, as_said: Option<(&str, Manner)>) -> Markup {
    let Some(account) = page.accounts.get(cell.doc).cloned() else { return html! { td {} } };
    if cell.cites.is_empty() {
        let word = match cell.absent {
            Absent::NotThere => "—",
            Absent::Earlier => "(earlier)",
        };
        return html! { td { (word) } };
    }
    let mut manners = cell.manners.iter();
    let first = manners.next();
    let (word, class) = match (as_said, first) {
        (Some((word, manner)), _) => (word, manner.class()),
        (None, Some((manner, holders))) => (telling(*manner, holders), manner.class()),
        (None, None) => ("tells", "says"),
    };
    let content = html! {
        // for narrow screens, where the cell stands without its column
        @if wide { i { (account.mark) } } @else { bdi { (account.name) } }
        " " b { (word) }
        @if as_said.is_none() {
            @if let Some((manner, holders)) = first { (put_down(page, *manner, holders)) }
            @for (manner, holders) in manners {
                span.also { "also " (telling(*manner, holders)) (put_down(page, *manner, holders)) }
            }
        }
    };
    let class = format!("cell {class}");
    let button = page.button(cell.doc, &cell.cites, &class, None, &content);
    html! { td { @match button { Some(button) => (button), None => span class=(class) { (content) } } } }
}

/// The word of a cell.
fn telling(manner: Manner, holders: &[EntityId]) -> &'static str {
    if holders.is_empty() { manner.word() } else { manner.reported() }
}

/// To whom a statement is put down.
fn put_down(page: &Page<'_>, manner: Manner, holders: &[EntityId]) -> Markup {
    html! {
        @if let Some((first, rest)) = holders.split_first() {
            small { " " (manner.link()) " " span dir="auto" { (page.name(*first)) }
                @if !rest.is_empty() { " +" (rest.len()) } }
        }
    }
}

fn legend() -> Markup {
    html! {
        dl.legend {
            @for (manner, meaning) in Manner::LEGEND {
                div { dt class=(manner.class()) { (manner.word()) } dd { (meaning) } }
            }
            div { dt { "—" } dd { "not in the text we have" } }
            div { dt { "(earlier)" } dd { "the text was published before this" } }
        }
    }
}
