//! Articles: the list of them, and one to be read.

use maud::{Markup, html};
use rashomon_store::{ArticleRow, ArticleText, StoryRow};

use super::frame::Frame;
use super::parts::{Part, count, days, time, web};
use super::passage::{Line, Piece, lines};

pub(crate) fn articles(frame: &Frame, part: Part, rows: &[ArticleRow]) -> Markup {
    let main = html! {
        div.opening {
            h1 { "Articles" }
            p.counts { (count(part.total, "article", "articles")) ", the last added first" }
        }
        @if rows.is_empty() { div.nothing { p { "Nothing has been added yet." } } }
        ul.rows {
            @for row in rows {
                li {
                    a href={ "/articles/" (row.id) } dir="auto" { (row.title) } " "
                    span.soft {
                        bdi { (row.outlet) }
                        @if let Some(day) = days(row.published.as_deref(), None) { " · " (day) }
                        @if let Some(story) = row.story { " · " a href={ "/stories/" (story) } { "its story" } }
                        @else { " · in no story" }
                    }
                }
            }
        }
        (part.pager("/articles", &[]))
    };
    frame.page("Articles", &main)
}

/// `here` is what is pointed at, in code points: its element has the id `here`.
pub(crate) fn article(
    frame: &Frame,
    text: &ArticleText,
    story: Option<&StoryRow>,
    here: Option<(u32, u32)>,
) -> Markup {
    let row = &text.row;
    let lines = lines(&text.text, &text.cited, &text.removed, here);
    let main = html! {
        p.bar {
            @if let Some(story) = story {
                a href={ "/stories/" (story.id) } { "← " bdi { (story.title) } }
            } @else { span.soft { "This article is in no story." } }
        }
        article.reader {
            header {
                p.kicker {
                    b { bdi { (row.outlet) } }
                    @match days(row.published.as_deref(), None) { Some(day) => { " · " (day) } None => " · undated" }
                }
                h1 dir="auto" { (row.title) }
                @for note in &text.notes { p.note dir="auto" { (note) } }
            }
            (legend(text, here.is_some()))
            (body(&lines, &row.language))
            (about(row))
        }
    };
    frame.page(&row.title, &main)
}

/// What the marks in the text mean, as far as it has them.
fn legend(text: &ArticleText, here: bool) -> Markup {
    html! {
        p.key {
            @if here { span { mark.here { "Framed" } " what the story cites here" } }
            @if text.cited.is_empty() { span { "Nothing is told from this text." } }
            @else { span { mark { "Marked" } " told in a story; the margin says as what" } }
            @if !text.removed.is_empty() { span { s { "Struck" } " not part of the account" } }
        }
    }
}

fn body(lines: &[Line<'_>], language: &str) -> Markup {
    // the first stretch that is pointed at has the id; the others are only framed
    let mut pointed = false;
    html! {
        div.text lang=(language) {
            @for line in lines {
                p {
                    @for pieces in line.pieces.chunk_by(|a, b| a.here == b.here) {
                        @if pieces[0].here {
                            @let id = (!std::mem::replace(&mut pointed, true)).then_some("here");
                            mark.here id=[id] { @for piece in pieces { (drawn(piece)) } }
                        } @else {
                            @for piece in pieces { (drawn(piece)) }
                        }
                    }
                    @if !line.tells.is_empty() {
                        small.tells lang="en" { @for (i, of) in line.tells.iter().enumerate() { @if i > 0 { ", " } (of) } }
                    }
                }
            }
        }
    }
}

fn drawn(piece: &Piece<'_>) -> Markup {
    let words =
        html! { @if piece.cited && !piece.here { mark { (piece.text) } } @else { (piece.text) } };
    html! {
        @match piece.removed {
            Some(reason) => s title={ "left out: " (reason.replace('_', " ")) } { (words) },
            None => (words),
        }
    }
}

/// Where the article is from, and the bytes it was read from.
fn about(row: &ArticleRow) -> Markup {
    html! {
        footer.about {
            h2 { "This article" }
            dl {
                @if let Some(url) = row.url.as_deref() {
                    dt { "Published at" }
                    dd { @match web(url) {
                        Some(url) => a href=(url) rel="noreferrer nofollow" { (url) },
                        None => span { (url) },
                    } }
                }
                @if let Some(path) = &row.path { dt { "Read from" } dd { bdi { (path) } } }
                dt { "Added" } dd { (time(&row.added)) }
                dt { "As it came" } dd { a href={ "/articles/" (row.id) "/source" } { (count(row.bytes, "byte", "bytes")) } }
                dt { "SHA-256" } dd.digest { (row.sha256) }
                dt { "Language" } dd { (row.language) }
            }
        }
    }
}
