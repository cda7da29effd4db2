//! The pages, as functions of what they show.
//!
//! A function here reads rows of the case and writes markup; it looks nothing up. Escaping is done by `maud`, in every
//! place; only the body of a story's page, which `rashomon-render` wrote, is put in as it is.

use axum::http::StatusCode;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use rashomon_store::{
    ArticleRow, ArticleText, ChangeRow, Entity, EntityRow, FailureRow, Found, Order, Overview,
    PlaceRow, QueryError, RevisionRow, StoryRow, Watch,
};

use crate::access::User;
use crate::access::tokens::Role;
use crate::state::Shared;
use crate::statics::{Asset, href};
use crate::work::Job;

/// The files that pages are made with. A page names them by [`href`].
pub(crate) const ASSETS: &[Asset] =
    &[Asset { name: "style.css", media_type: "text/css; charset=utf-8", contents: "" }];

/// What stands around every page.
pub(crate) struct Frame {
    /// Whoever looks at it; `None` at the door.
    pub(crate) user: Option<User>,
    /// Whether there is a door at all: nobody signs in to a server for this machine alone.
    pub(crate) door: bool,
    /// What forms carry, in a field called `seal`.
    pub(crate) seal: String,
    /// The number of the last change: `/events?after=` goes on behind it.
    pub(crate) change: u64,
    /// The part of the site that the page belongs to: `/search`.
    pub(crate) place: &'static str,
}

impl Frame {
    pub(crate) fn of(app: &Shared, user: Option<User>, place: &'static str) -> Self {
        Self {
            user,
            door: !app.is_open(),
            seal: user.map(|user| app.seals.of(user)).unwrap_or_default(),
            change: *app.news.borrow(),
            place,
        }
    }

    /// Whether whoever looks at it may add.
    pub(crate) fn may_add(&self) -> bool {
        self.user.is_some_and(|user| user.role == Role::Editor)
    }
}

/// Which part of a list a page shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// Its number, from 1: `?page=2`.
    pub(crate) page: u32,
    /// Rows of a page.
    pub(crate) rows: u64,
    /// Rows of the list.
    pub(crate) total: u64,
}

impl Part {
    /// Rows before this page.
    pub(crate) fn offset(&self) -> u64 {
        u64::from(self.page - 1) * self.rows
    }

    /// The number of the last page.
    pub(crate) fn last(&self) -> u64 {
        self.total.div_ceil(self.rows).max(1)
    }
}

fn framed(frame: &Frame, title: &str, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " – Rashomon" }
                link rel="stylesheet" href=(href("style.css"));
                link rel="alternate" type="application/atom+xml" href="/changes.atom" title="Changed stories";
            }
            body data-change=(frame.change) data-place=(frame.place) {
                nav {
                    a href="/" { "Stories" } " "
                    a href="/search" { "Search" } " "
                    a href="/entities" { "Entities" } " "
                    a href="/map" { "Map" } " "
                    a href="/changes" { "Changes" } " "
                    a href="/add" { "Add" }
                    @if frame.door { " " a href="/sign-in" { "Sign in" } }
                }
                main { (main) }
            }
        }
    }
}

pub(crate) fn stories(
    frame: &Frame,
    overview: &Overview,
    order: Order,
    part: Part,
    rows: &[StoryRow],
) -> Markup {
    let main = html! {
        h1 { "Stories" }
        p { (overview.stories) " stories of " (overview.articles) " articles, by " (format!("{order:?}")) ", page " (part.page) " of " (part.last()) }
        ul { @for row in rows { li { a href={ "/stories/" (row.id) } { (row.title) } } } }
    };
    framed(frame, "Stories", &main)
}

pub(crate) fn story(frame: &Frame, row: &StoryRow, body: &str) -> Markup {
    framed(frame, &row.title, &PreEscaped(body.to_owned()))
}

pub(crate) fn revisions(frame: &Frame, row: &StoryRow, revisions: &[RevisionRow]) -> Markup {
    let main = html! {
        h1 { (row.title) }
        @for revision in revisions {
            h2 { (revision.revision) " " (revision.at) }
            ul { @for line in &revision.lines { li { (line) } } }
        }
    };
    framed(frame, &row.title, &main)
}

pub(crate) fn articles(frame: &Frame, part: Part, rows: &[ArticleRow]) -> Markup {
    let main = html! {
        h1 { "Articles" }
        p { (part.total) }
        ul { @for row in rows { li { a href={ "/articles/" (row.id) } { (row.title) } " " (row.outlet) } } }
    };
    framed(frame, "Articles", &main)
}

/// `here` is what is pointed at, in code points: its element has the id `here`.
pub(crate) fn article(
    frame: &Frame,
    text: &ArticleText,
    story: Option<&StoryRow>,
    here: Option<(u32, u32)>,
) -> Markup {
    let main = html! {
        h1 { (text.row.title) }
        p { (text.row.outlet) @if let Some((from, to)) = here { " " (from) "–" (to) } }
        @if let Some(story) = story { p { a href={ "/stories/" (story.id) } { (story.title) } } }
        pre { (text.text) }
        p { a href={ "/articles/" (text.row.id) "/source" } { "The file as it came" } }
    };
    framed(frame, &text.row.title, &main)
}

pub(crate) fn entities(
    frame: &Frame,
    part: Part,
    kind: Option<&str>,
    name: Option<&str>,
    rows: &[EntityRow],
) -> Markup {
    let main = html! {
        h1 { "Entities" }
        p { (part.total) " " (kind.unwrap_or("")) " " (name.unwrap_or("")) }
        ul { @for row in rows { li { a href={ "/entities/" (row.id) } { (row.name) } } } }
    };
    framed(frame, "Entities", &main)
}

pub(crate) fn entity(frame: &Frame, entity: &Entity) -> Markup {
    framed(frame, &entity.row.name, &html! { h1 { (entity.row.name) } })
}

/// `found` is nothing where nothing was searched for, or why `q` is no query.
pub(crate) fn search(
    frame: &Frame,
    q: &str,
    part: Part,
    found: Result<Option<&Found>, &QueryError>,
) -> Markup {
    let main = html! {
        h1 { "Search" }
        form action="/search" { input name="q" value=(q) aria-label="Search"; button { "Search" } }
        @match found {
            Err(error) => { p role="alert" { (error.to_string()) } }
            Ok(None) => {}
            Ok(Some(found)) => {
                p { (part.total) }
                ul { @for hit in &found.hits { li { (hit.text) } } }
            }
        }
    };
    framed(frame, "Search", &main)
}

pub(crate) fn map(frame: &Frame, places: &[PlaceRow]) -> Markup {
    framed(
        frame,
        "Map",
        &html! { h1 { "Map" } ul { @for place in places { li { (place.name) } } } },
    )
}

pub(crate) fn changes(frame: &Frame, changes: &[ChangeRow]) -> Markup {
    let main = html! {
        h1 { "Changes" }
        ul { @for change in changes { li id=(change.change) { (change.title) @for line in &change.lines { br; (line) } } } }
    };
    framed(frame, "Changes", &main)
}

/// What is to be added: forms, where [`Frame::may_add`]; jobs; watched addresses; the last of what could not be read.
pub(crate) fn add(
    frame: &Frame,
    jobs: &[Job],
    watches: &[Watch],
    failed: u64,
    failures: &[FailureRow],
    largest: u64,
) -> Markup {
    let main = html! {
        h1 { "Add" }
        @if frame.may_add() {
            form method="post" action="/add/files" enctype="multipart/form-data" {
                input type="hidden" name="seal" value=(frame.seal);
                label { "Files, each up to " (largest >> 20) " MiB " input type="file" name="files" multiple required; }
                button { "Add" }
            }
            form method="post" action="/add/pages" {
                input type="hidden" name="seal" value=(frame.seal);
                label { "Addresses " textarea name="urls" required {} }
                button { "Add" }
            }
            form method="post" action="/add/watch" {
                input type="hidden" name="seal" value=(frame.seal);
                label { "Feed " input name="urls" required; }
                button { "Watch" }
            }
        }
        ul {
            @for job in jobs {
                li id=(job.id) { (job.name) ": " (format!("{:?}", job.state)) " " (job.message.as_deref().unwrap_or("")) }
            }
        }
        ul {
            @for watch in watches {
                li {
                    (watch.url)
                    @if frame.may_add() {
                        form method="post" action="/add/unwatch" {
                            input type="hidden" name="seal" value=(frame.seal);
                            input type="hidden" name="urls" value=(watch.url);
                            button { "Watch no longer" }
                        }
                    }
                }
            }
        }
        p { (failed) }
        ul { @for failure in failures { li { (failure.input) ": " (failure.reason) } } }
    };
    framed(frame, "Add", &main)
}

/// The door: a form with a field `token`; for whoever is in, one to leave.
pub(crate) fn sign_in(frame: &Frame, wrong: Option<&str>) -> Markup {
    let main = html! {
        h1 { "Sign in" }
        @if let Some(wrong) = wrong { p role="alert" { (wrong) } }
        @if frame.user.is_some() {
            form method="post" action="/sign-out" {
                input type="hidden" name="seal" value=(frame.seal);
                button { "Sign out" }
            }
        } @else {
            form method="post" action="/sign-in" {
                label { "Token " input type="password" name="token" required autocomplete="current-password"; }
                button { "Sign in" }
            }
        }
    };
    framed(frame, "Sign in", &main)
}

/// What went wrong.
pub(crate) fn fault(frame: &Frame, status: StatusCode, detail: &str) -> Markup {
    let title = status.canonical_reason().unwrap_or("Error");
    framed(frame, title, &html! { h1 { (title) } p { (detail) } })
}
