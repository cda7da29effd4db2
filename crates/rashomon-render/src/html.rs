//! `index.html`: the story page, for people.
//!
//! One self-contained file: no request leaves it (its content security policy forbids any), and
//! nothing in it needs a script to be read. A passage opens in place through the browser's own
//! `popover`; the one small script closes it when its link into the text is followed, and shows it under a resting mouse.
//!
//! Markup is written with [`maud`], whose templates are checked by the compiler and escape every
//! value put into them; the style sheet and the script, constants of this crate, are the only
//! strings written as they are. Characters that could reorder or hide text around them are taken
//! out of the finished page in [`inert`], so that no template can forget to.

mod board;
mod calls;
mod graph;
mod grid;
mod incidents;
mod links;
mod omissions;
mod places;
mod revised;
mod sayings;
mod shell;
mod sources;
mod timeline;

use maud::{Markup, html};
use rashomon_reconcile::{
    Dossier,
    dossier::{Cite, EntityId, Story},
};
use rashomon_text::DocId;

use crate::revision::Revision;
use crate::view::{Accounts, Board, Facts, Notes, Place, Telling, dates};

pub(crate) use shell::heading;
pub use shell::{SCRIPT, STYLE};

/// What the page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtmlOptions<'r> {
    /// Whether the documents' texts stand at the end of the page. Passages stand in it in any case.
    pub text: bool,
    /// What changed since an earlier run.
    pub revision: Option<&'r Revision<'r>>,
    /// Where documents and entities have pages of their own. With it the texts stand there and not on this page.
    pub links: Option<&'r Links>,
}

impl Default for HtmlOptions<'_> {
    fn default() -> Self {
        Self { text: true, revision: None, links: None }
    }
}

/// Addresses of the pages of documents and entities, for a story page that is one of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// By document: `/articles/a12`. A passage is reached with `?from=START&to=END#here`, in code points of the
    /// document's text, the end exclusive.
    pub documents: Vec<String>,
    /// By entity: `/entities/e7`; `None` where it has no page.
    pub entities: Vec<Option<String>>,
}

/// The dossier as one web page.
///
/// Items that are not `shown` are left out. Never fails: cites that do not hold are left out, too.
pub fn html(dossier: &Dossier, options: HtmlOptions<'_>) -> String {
    let mut page = Page::new(dossier, options);
    let stories = page.stories();
    let body = html! {
        (shell::index(&page, &stories))
        main { (page.body(&stories)) }
    };
    inert(&shell::document(&shell::title(&stories), &body).into_string())
}

/// What stands in the `main` element of a page that a server frames: the stories and their passages, without head,
/// style sheet and script, which a server serves as files ([`STYLE`], [`SCRIPT`]). No attribute holds style or script.
///
/// The row of an event has the id `f` and the event's number in its story, from 1: `f4`; where the dossier has more
/// stories than one, `s2-f4`.
pub fn html_body(dossier: &Dossier, options: HtmlOptions<'_>) -> String {
    let mut page = Page::new(dossier, options);
    let stories = page.stories();
    let body = html! { (shell::index(&page, &stories)) (page.body(&stories)) };
    inert(&body.into_string())
}

/// Accounts up to which tables have a place on the page itself; wider ones scroll in a frame of their own.
const NARROW: usize = 7;

/// Stories that pages for people tell, the largest: a run may hold thousands, and no reader opens such a page.
pub(crate) const STORIES: usize = 200;

/// The text without characters that act on the text around them: overrides and isolates of
/// writing direction, and control characters other than tab and line break. No such character is
/// written by this crate, so all of them come from what is printed.
pub(crate) fn inert(text: &str) -> String {
    let acts = |c: char| {
        matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
            || (c.is_control() && c != '\n' && c != '\t')
    };
    text.chars().filter(|&c| !acts(c)).collect()
}

/// The page while it is written: what it shows, and the passages it has used so far.
struct Page<'a> {
    dossier: &'a Dossier,
    accounts: Accounts,
    notes: Notes,
    text: bool,
    revision: Option<&'a Revision<'a>>,
    links: Option<&'a Links>,
    /// What the ids of the story that is written begin with; empty where there is only one.
    prefix: String,
}

impl<'a> Page<'a> {
    fn new(dossier: &'a Dossier, options: HtmlOptions<'a>) -> Self {
        Self {
            dossier,
            accounts: Accounts::new(dossier),
            notes: Notes::default(),
            text: options.text && options.links.is_none(),
            revision: options.revision,
            links: options.links,
            prefix: String::new(),
        }
    }

    /// The stories that are told.
    fn stories(&self) -> Vec<&'a Story> {
        self.dossier.stories.iter().take(STORIES).collect()
    }

    /// The stories, then the texts, then the passages that both use.
    fn body(&mut self, stories: &[&'a Story]) -> Markup {
        let told: Vec<Markup> = stories
            .iter()
            .enumerate()
            .map(|(i, story)| self.story(i, story, stories.len() == 1))
            .collect();
        html! {
            @if stories.is_empty() { (shell::nothing(self)) }
            (shell::gone(self))
            @for story in told { (story) }
            (sources::sources(self, stories))
            (sources::passages(self))
        }
    }

    fn story(&mut self, index: usize, story: &'a Story, only: bool) -> Markup {
        let id = format!("s{}", index + 1);
        self.prefix = if only { String::new() } else { format!("{id}-") };
        let facts = Facts::new(self.dossier, story, &self.accounts);
        let board = Board::new(self.dossier, story, &facts);
        let board_markup = board::board(self, story, &board);
        let sections = [
            ("revised", "What changed", revised::revised(self, index)),
            ("facts", "Fact by fact", grid::grid(self, story, &facts)),
            ("timeline", "When", timeline::timeline(self, story, &facts)),
            ("places", "Where", places::places(self, story)),
            ("incidents", "Cyber incidents", incidents::incidents(self, story)),
            ("sayings", "Who said what", sayings::sayings(self, story)),
            ("calls", "What each calls them", calls::calls(self, story)),
            ("repeats", "Who repeats whom", links::links(self, story)),
            ("left-out", "Not in the text we have", omissions::omissions(self, story, &facts)),
        ];
        let sections = sections.into_iter().filter(|(_, _, body)| !body.0.is_empty());
        let sections: Vec<_> = sections.collect();
        let head = shell::head(story, &board, only);
        let body = html! {
            (shell::tellers(self, story))
            (board_markup)
            nav.jump aria-label={ "Parts of " (shell::heading(story)) } {
                @for (name, heading, _) in &sections {
                    a href=(format!("#{id}-{name}")) { (heading) } " "
                }
                a href="#texts" { "The texts" }
            }
            @for (name, heading, body) in &sections {
                section class=(name) id=(format!("{id}-{name}")) {
                    h2 { (heading) }
                    (body)
                }
            }
        };
        html! {
            article.story id=(id) {
                // a page of many stories opens the first and folds the others
                @if only || index == 0 { (head) (body) }
                @else { details.folded { summary { (head) } (body) } }
            }
        }
    }

    /// The name an entity is shown by.
    fn name(&self, entity: EntityId) -> &'a str {
        self.dossier.entities.get(entity.index()).map_or("someone", |e| e.name.as_str())
    }

    /// The name an entity is shown by, leading to its page where it has one.
    fn who(&self, entity: EntityId) -> Markup {
        let href = self.links.and_then(|links| links.entities.get(entity.index())?.as_deref());
        html! {
            @match href {
                Some(href) => a dir="auto" href=(href) { (self.name(entity)) },
                None => span dir="auto" { (self.name(entity)) },
            }
        }
    }

    /// The id of the row of an event.
    fn row_id(&self, event: usize) -> String {
        format!("{}f{}", self.prefix, event + 1)
    }

    /// Where the row of an event stands.
    fn row(&self, event: usize) -> String {
        format!("#{}", self.row_id(event))
    }

    /// Where a document is told about: on its own page, or below.
    fn document(&self, doc: DocId) -> String {
        let own = self.links.and_then(|links| links.documents.get(doc.index()));
        own.map_or_else(|| format!("#d{}", doc.index() + 1), Clone::clone)
    }

    /// A document's mark with its name, leading to its text.
    fn reference(&self, telling: &Telling) -> Markup {
        html! {
            a.ref href=(self.document(telling.doc)) {
                b.mark { (telling.mark) } bdi { (telling.name) }
            }
        }
    }

    /// The head of a document's column in a table.
    fn column(&self, telling: &Telling) -> Markup {
        html! {
            th scope="col" {
                a href=(self.document(telling.doc)) {
                    b.mark { (telling.mark) } " " bdi { (telling.name) }
                }
                @if telling.truncated { span.soft { "text breaks off" } }
            }
        }
    }

    /// A button that opens the passages of `cites` in `doc`; `None` where nothing is cited there.
    fn button(
        &mut self,
        doc: DocId,
        cites: &[Cite],
        class: &str,
        title: Option<&str>,
        content: &Markup,
    ) -> Option<Markup> {
        let (number, new) = self.notes.add(self.dossier, doc, cites)?;
        // the place a passage of the texts below leads back to is where it is used first
        let id = (new && self.text).then(|| format!("r{number}"));
        Some(html! {
            button class=(class) id=[id] popovertarget=(format!("n{number}")) title=[title] { (content) }
        })
    }

    /// The outlet's mark and name, opening its passages.
    fn chip(&mut self, doc: DocId, cites: &[Cite]) -> Markup {
        let Some(telling) = self.accounts.get(doc).cloned() else { return html! {} };
        let content = html! { b { (telling.mark) } bdi { (telling.name) } };
        self.button(doc, cites, "chip", None, &content)
            .unwrap_or_else(|| html! { span.chip { (content) } })
    }

    /// The outlet's mark alone, opening its passages.
    fn mark(&mut self, doc: DocId, cites: &[Cite], class: &str) -> Markup {
        let Some(telling) = self.accounts.get(doc).cloned() else { return html! {} };
        let content = html! { (telling.mark) };
        let title = match class {
            "mark other" => format!("{} (not in its own voice)", telling.name),
            _ => telling.name,
        };
        self.button(doc, cites, class, Some(&title), &content)
            .unwrap_or_else(|| html! { span class=(class) title=(title) { (content) } })
    }

    /// The documents with their names where they are one or two, else their marks in a row.
    fn brief(&mut self, docs: &[Place]) -> Markup {
        if docs.len() <= 2 {
            return self.chips(docs);
        }
        self.marks(docs)
    }

    /// The documents' marks in a row.
    fn marks(&mut self, docs: &[Place]) -> Markup {
        html! {
            span.chips { @for (doc, cites) in docs { (self.mark(*doc, cites, "mark")) } }
        }
    }

    /// A chip for each document, folded where there are many.
    fn chips(&mut self, docs: &[Place]) -> Markup {
        const SHOWN: usize = 8;
        let (first, rest) = docs.split_at(docs.len().min(SHOWN));
        html! {
            span.chips {
                @for (doc, cites) in first { (self.chip(*doc, cites)) }
                @if !rest.is_empty() {
                    details.more {
                        summary { "and " (rest.len()) " more" }
                        @for (doc, cites) in rest { (self.chip(*doc, cites)) }
                    }
                }
            }
        }
    }
}

/// A table on the page itself, or in a frame that scrolls, by keyboard too.
fn framed(name: &str, wide: bool, table: &Markup) -> Markup {
    html! {
        @if wide { div class="frame wide" role="region" tabindex="0" aria-label=(name) { (table) } }
        @else { div.frame { (table) } }
    }
}

/// The line under a section's heading that says what it shows.
fn explained(words: &str) -> Markup {
    html! { p.explained { (words) } }
}

/// The first `shown` items, the others folded under a line that says how many there are.
fn folded(mut items: Vec<Markup>, shown: usize, what: &str) -> Markup {
    let rest = beyond(&mut items, shown);
    html! {
        @for item in items { (item) }
        @if !rest.is_empty() {
            details.more {
                summary { (rest.len()) " more " (what) }
                @for item in rest { (item) }
            }
        }
    }
}

/// The same within a list, whose items are `li`.
fn listed(mut items: Vec<Markup>, shown: usize, what: &str) -> Markup {
    let rest = beyond(&mut items, shown);
    html! {
        @for item in items { (item) }
        @if !rest.is_empty() {
            li.rest {
                details.more {
                    summary { (rest.len()) " more " (what) }
                    ul { @for item in rest { (item) } }
                }
            }
        }
    }
}

/// The items after the first `shown`; none for a single one, which is not worth folding.
fn beyond(items: &mut Vec<Markup>, shown: usize) -> Vec<Markup> {
    let shown = if items.len() <= shown + 1 { items.len() } else { shown };
    items.split_off(shown)
}

/// "1 fact", "3 facts".
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The days a story spans.
pub(crate) fn span(story: &Story) -> Option<String> {
    story.span.map(|(start, end)| dates::days(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shell_writes_strings_as_they_are() {
        let shell = include_str!("html/shell.rs").split("#[cfg(test)]").next().unwrap_or_default();
        assert_eq!(shell.matches("PreEscaped(").count(), 2, "the style sheet and the script");
        for module in [
            include_str!("html/board.rs"),
            include_str!("html/calls.rs"),
            include_str!("html/graph.rs"),
            include_str!("html/grid.rs"),
            include_str!("html/incidents.rs"),
            include_str!("html/links.rs"),
            include_str!("html/omissions.rs"),
            include_str!("html/places.rs"),
            include_str!("html/revised.rs"),
            include_str!("html/sayings.rs"),
            include_str!("html/sources.rs"),
            include_str!("html/timeline.rs"),
            include_str!("map.rs"),
            include_str!("map/labels.rs"),
        ] {
            assert!(
                !module.contains("PreEscaped"),
                "{}",
                module.lines().next().unwrap_or_default()
            );
        }
    }

    #[test]
    fn acting_characters_are_taken_out() {
        assert_eq!(inert("a\u{202E}b\u{2067}c\u{0}\u{7}\u{85}\n\té\u{200F}"), "abc\n\té\u{200F}");
    }
}
