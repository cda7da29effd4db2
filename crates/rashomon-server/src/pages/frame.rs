//! What stands around every page: where one is, where one can go, and that something changed meanwhile.

use maud::{DOCTYPE, Markup, html};

use crate::access::User;
use crate::access::tokens::Role;
use crate::state::Shared;
use crate::statics::href;

/// The parts of the site: address, name.
const PLACES: [(&str, &str); 6] = [
    ("/", "Stories"),
    ("/search", "Search"),
    ("/entities", "Entities"),
    ("/map", "Map"),
    ("/changes", "Changes"),
    ("/add", "Add"),
];

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

    /// The hidden field that says that a form is from this server.
    pub(super) fn sealed(&self) -> Markup {
        html! { input type="hidden" name="seal" value=(self.seal); }
    }

    /// A page with `main` in it.
    pub(super) fn page(&self, title: &str, main: &Markup) -> Markup {
        self.about("", title, main)
    }

    /// A page about something that changes are told of, `s3`: when one comes, the page says so.
    pub(super) fn about(&self, what: &str, title: &str, main: &Markup) -> Markup {
        let inside = self.user.is_some();
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) " · Rashomon" }
                    link rel="icon" type="image/svg+xml" href=(href("mark.svg"));
                    link rel="stylesheet" href=(href("story.css"));
                    link rel="stylesheet" href=(href("site.css"));
                    @if inside {
                        link rel="alternate" type="application/atom+xml" href="/changes.atom" title="Changed stories";
                        script defer src=(href("story.js")) {}
                        script defer src=(href("site.js")) {}
                    }
                }
                body data-change=[inside.then_some(self.change)] data-about=(what) {
                    a.skip href="#main" { "Skip to the page" }
                    (self.head())
                    p.news role="status" hidden {}
                    main id="main" tabindex="-1" { (main) }
                }
            }
        }
    }

    fn head(&self) -> Markup {
        html! {
            header.site {
                a.brand href="/" { "Rashomon" }
                @if self.user.is_some() {
                    nav aria-label="Site" {
                        @for (address, name) in PLACES {
                            a href=(address) aria-current=[(address == self.place).then_some("page")] { (name) }
                        }
                        @if self.door { a href="/sign-in" aria-current=[(self.place == "/sign-in").then_some("page")] { "Sign out" } }
                    }
                    // the page of the search has its own, larger
                    @if self.place != "/search" {
                        form.find action="/search" role="search" {
                            input type="search" name="q" aria-label="Search all articles" placeholder="Search all articles";
                            button { "Search" }
                        }
                    }
                }
            }
        }
    }
}
