//! The first screen: agreed, disputed, in conflict.

use maud::{Markup, html};
use rashomon_reconcile::dossier::{Explanation, Stance, Story};

use super::{NARROW, Page, count, folded, listed};
use crate::view::{Agreed, Board, Dispute, Manner, Place, Reading, explanation};

/// Items of a column before it folds.
const SHOWN: usize = 5;
/// Characters of a value past which it stands above its outlets instead of beside them.
const LONG: usize = 20;

pub(super) fn board<'a>(page: &mut Page<'a>, story: &'a Story, board: &Board<'_, 'a>) -> Markup {
    let one = story.documents.len() < 2;
    let wide = story.documents.len() > NARROW;
    let agreed = board.agreed.iter().enumerate();
    let agreed: Vec<Markup> =
        agreed.map(|(i, a)| agreement(page, story, a, i < SHOWN || !wide)).collect();
    let figures: Vec<Markup> =
        board.figures.iter().map(|(label, docs)| figure(page, story, label, docs)).collect();
    let disputed: Vec<Markup> = board.disputed.iter().map(|d| dispute(page, d)).collect();
    let (conflicts, unclear): (Vec<_>, Vec<_>) =
        board.conflicts.iter().partition(|r| r.over.explanation == Explanation::Conflict);
    let conflicts: Vec<Markup> = conflicts.into_iter().map(|r| reading(page, r)).collect();
    let unclear: Vec<Markup> = unclear.into_iter().map(|r| reading(page, r)).collect();
    let explained: Vec<Markup> = board.explained.iter().map(|r| reading(page, r)).collect();
    let words: Vec<Markup> = board.words.iter().map(|r| reading(page, r)).collect();
    let (agreed_count, disputed_count) = (agreed.len(), disputed.len());
    let conflict_count = conflicts.len();
    html! {
        div.board {
            section.column.agreed {
                h2 { @if one { "Told" } @else { "Agreed" } " " span.n { (agreed_count) } }
                @if agreed.is_empty() && figures.is_empty() {
                    p.none { @if one { "The one account states nothing that could be shown." }
                        @else { "No fact stands in two accounts in their own voice." } }
                } @else if one {
                    p.none { "One account only: there is nothing to compare it with." }
                }
                ul { (listed(agreed, SHOWN, "agreed facts")) }
                @if !figures.is_empty() {
                    h3 { "Numbers told alike" }
                    ul { (listed(figures, 3, "numbers")) }
                }
            }
            section.column.disputed {
                h2 { "Disputed" " " span.n { (disputed_count) } }
                @if disputed.is_empty() {
                    p.none { "No claim that somebody denies or doubts was found in the " @if one { "text." } @else { "texts." } }
                }
                (folded(disputed, 3, "disputed claims"))
            }
            section.column.conflict {
                h2 { "In conflict" " " span.n { (conflict_count) } }
                @if conflicts.is_empty() {
                    p.none { @if one { "One account only." } @else { "No two accounts give values that cannot both be right." } }
                }
                (folded(conflicts, 3, "conflicts"))
                @if !unclear.is_empty() {
                    h3 { "Different; the texts do not tell why" }
                    (folded(unclear, 3, "differences"))
                }
                @if !explained.is_empty() {
                    h3 { "Different, but not a conflict" }
                    (folded(explained, 3, "differences"))
                }
                @if !words.is_empty() {
                    details.more {
                        summary { (count(words.len(), "difference", "differences")) " of spelling and wording" }
                        @for item in words { (item) }
                    }
                }
            }
        }
    }
}

/// An agreed fact, with all accounts that tell it or a way to its row, where they stand.
fn agreement<'a>(
    page: &mut Page<'a>,
    story: &'a Story,
    agreed: &Agreed<'_, 'a>,
    marks: bool,
) -> Markup {
    let of = story.documents.len();
    let row = agreed.row.event.map(|event| page.row(event)).filter(|_| !marks);
    html! {
        li {
            p.fact dir="auto" {
                (agreed.row.label)
                @if let Some(when) = &agreed.row.when { " " span.when { (when) } }
                @for tag in &agreed.row.tags { " " span.tag { (tag) } }
                @for but in &agreed.but { " " span.tag { (but) " differs" } }
            }
            p.who {
                @if let Some(row) = row {
                    a.share href=(row) { (agreed.said) " of " (of) }
                } @else {
                    span.share { (agreed.said) " of " (of) }
                    @for cell in agreed.row.cells.iter().filter(|c| !c.cites.is_empty()) {
                        @let own = cell.manners.contains_key(&Manner::Says);
                        (page.mark(cell.doc, &cell.cites, if own { "mark" } else { "mark other" }))
                    }
                }
            }
        }
    }
}

fn figure<'a>(page: &mut Page<'a>, story: &'a Story, label: &str, docs: &[Place]) -> Markup {
    html! {
        li {
            p.fact dir="auto" { (label) }
            p.who {
                span.share { (docs.len()) " of " (story.documents.len()) }
                @for (doc, cites) in docs { (page.mark(*doc, cites, "mark")) }
            }
        }
    }
}

fn stance(stance: Stance) -> (&'static str, &'static str) {
    match stance {
        Stance::Asserts => ("asserts", "say so"),
        Stance::Denies => ("denies", "deny it"),
        Stance::Doubts => ("doubts", "doubt it"),
        Stance::Declines => ("declines", "decline to say"),
    }
}

fn dispute(page: &mut Page<'_>, dispute: &Dispute<'_>) -> Markup {
    html! {
        div.item {
            p.fact dir="auto" {
                (dispute.label)
                @if let Some(when) = &dispute.when { " " span.when { (when) } }
            }
            dl {
                @if dispute.sides.iter().all(|s| s.stance != Stance::Asserts) {
                    dt { "say so" } dd.soft { "nobody in the texts we have" }
                }
                @for side in &dispute.sides {
                    @let (class, word) = stance(side.stance);
                    dt class=(class) { (word) }
                    dd {
                        @for (holder, docs) in &side.holders {
                            p {
                                @match holder {
                                    Some(holder) => {
                                        b { (page.who(*holder)) } " "
                                        (page.marks(docs))
                                    }
                                    None => {
                                        span.soft { @if docs.len() == 1 { "in its own voice " } @else { "in their own voice " } }
                                        (page.brief(docs))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn reading(page: &mut Page<'_>, reading: &Reading<'_>) -> Markup {
    let (word, meaning) = explanation(reading.over.explanation);
    html! {
        div.item {
            p.fact dir="auto" {
                (reading.over.label) " "
                @if !matches!(reading.over.explanation, Explanation::Conflict | Explanation::Unclear) {
                    span.tag title=(meaning) { (word) }
                }
            }
            dl class=(if reading.values.iter().any(|(v, _)| v.chars().count() > LONG) { "values stacked" } else { "values" }) {
                @for (value, docs) in &reading.values {
                    dt dir="auto" { (value) }
                    dd { (page.brief(docs)) }
                }
            }
        }
    }
}
