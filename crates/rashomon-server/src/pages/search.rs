//! The search: its results, what to narrow them by, and how to ask.

use maud::{Markup, html};
use rashomon_store::{Facets, Found, Hit, QueryError, Statement};

use super::frame::Frame;
use super::parts::{Part, count, days, passage, stance, with};

/// Values of a facet before they fold.
const VALUES: usize = 8;

/// What can be asked: a query that is a link, and what it finds.
const EXAMPLES: [(&str, &str); 10] = [
    ("talks agreement", "sentences with both words, in whatever form"),
    ("\"prime minister\"", "these words side by side"),
    ("attac* OR strike", "either of them; AND, NOT and ( ) work too; * stands for any ending"),
    ("party:government", "what anybody called so did, said, or had done to them"),
    (
        "actor:police recipient:man",
        "one of them only as who did it, the other as whom it was done to",
    ),
    ("type:accuse stance:denies", "accusations that somebody denies"),
    ("in:quotation speaker:minister", "words of one speaker"),
    ("stance:hedges", "what is alleged, reported, so-called"),
    ("after:2022-09 before:2022-10", "what happened in that month"),
    ("outlet:times lang:en", "what outlets called so write, in one language"),
];

/// The kinds of acts, after PLOVER.
const TYPES: [&str; 16] = [
    "agree",
    "consult",
    "support",
    "concede",
    "cooperate",
    "aid",
    "retreat",
    "request",
    "accuse",
    "reject",
    "threaten",
    "protest",
    "sanction",
    "mobilize",
    "coerce",
    "assault",
];

/// What is done with a statement.
const STANCES: [&str; 8] =
    ["says", "attributes", "hedges", "marks", "denies", "doubts", "declines", "quotes"];

/// `found` is nothing where nothing was searched for, or why `q` is no query.
pub(crate) fn search(
    frame: &Frame,
    q: &str,
    part: Part,
    found: Result<Option<&Found>, &QueryError>,
) -> Markup {
    let title = if q.is_empty() { "Search".to_owned() } else { format!("Search: {q}") };
    let main = html! {
        div.opening {
            h1 { "Search" }
            form.filter action="/search" role="search" {
                input type="search" name="q" value=(q) aria-label="Search all articles" aria-describedby="asking" autofocus[q.is_empty()];
                button { "Search" }
            }
        }
        @match found {
            Err(error) => {
                p.wrong role="alert" { (error.to_string()) }
                (help(true))
            }
            Ok(None) => (help(true)),
            Ok(Some(found)) => {
                p.counts role="status" { (count(part.total, "sentence fits", "sentences fit")) }
                div.results {
                    div {
                        @if found.hits.is_empty() { p.nothing { "No sentence fits. Fewer words, or only a part of a name, find more." } }
                        ol.hits start=(part.offset() + 1) { @for it in &found.hits { (hit(it)) } }
                        (part.pager("/search", &[("q", q)]))
                    }
                    div.facets { @for facets in &found.facets { (narrow(q, facets)) } }
                }
                (help(false))
            }
        }
    };
    frame.page(&title, &main)
}

fn hit(hit: &Hit) -> Markup {
    // an event and the claim that it happened are one line
    let mut statements: Vec<&Statement> = Vec::new();
    for it in &hit.statements {
        if !statements.iter().any(|known| known.label == it.label && known.stance == it.stance) {
            statements.push(it);
        }
    }
    html! {
        li {
            p.sentence dir="auto" {
                a href=(passage(hit.article, hit.start, hit.end)) {
                    @for (words, marked) in marked(&hit.text, &hit.marks) {
                        @if marked { mark { (words) } } @else { (words) }
                    }
                }
            }
            @for it in &statements { (statement(it)) }
            p.soft {
                bdi { (hit.outlet) }
                @if let Some(day) = days(hit.published.as_deref(), None) { " · " (day) }
                " · " a href={ "/articles/" (hit.article) } { bdi { (hit.title) } }
                @if let (Some(story), Some(title)) = (hit.story, &hit.story_title) {
                    " · in " a href={ "/stories/" (story) } { bdi { (title) } }
                }
            }
        }
    }
}

fn statement(statement: &Statement) -> Markup {
    let (class, word) = stance(&statement.stance);
    html! {
        p.statement {
            span class={ "word " (class) } { b { (word) } } " "
            span dir="auto" { (statement.label) }
            @if let Some(days) = days(statement.start.as_deref(), statement.end.as_deref()) { " " span.when { (days) } }
        }
    }
}

/// A text cut into words that were searched for and others. Marks are code points; those that do not hold are left out.
fn marked<'t>(text: &'t str, marks: &[(u32, u32)]) -> Vec<(&'t str, bool)> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut marks = marks.to_vec();
    marks.sort_unstable();
    let (mut at, mut out) = (0, Vec::new());
    for (start, end) in marks {
        let (Some(&start), Some(&end)) = (bytes.get(start as usize), bytes.get(end as usize))
        else {
            continue;
        };
        if start >= at && start < end {
            out.push((&text[at..start], false));
            out.push((&text[start..end], true));
            at = end;
        }
    }
    out.push((&text[at..], false));
    out.retain(|(words, _)| !words.is_empty());
    out
}

fn narrow(q: &str, facets: &Facets) -> Markup {
    let heading = match facets.field.as_str() {
        "outlet" => "Outlet",
        "actor" => "Who",
        "type" => "What kind of act",
        "stance" => "What is done with it",
        "year" => "Year",
        other => other,
    };
    let (first, rest) = facets.values.split_at(facets.values.len().min(VALUES));
    let list = |values: &[rashomon_store::Facet]| {
        html! {
            ul {
                @for value in values {
                    li {
                        a href=(with("/search", &[("q", &format!("{q} {}", value.term))])) { bdi { (shown(&facets.field, &value.name)) } }
                        " " span.soft { (value.count) }
                    }
                }
            }
        }
    };
    html! {
        @if !first.is_empty() {
            section {
                h2 { (heading) }
                (list(first))
                @if !rest.is_empty() { details.more { summary { (rest.len()) " more" } (list(rest)) } }
            }
        }
    }
}

/// A value of a facet as it is shown: the kinds of acts without their capitals.
fn shown(field: &str, name: &str) -> String {
    if field == "type" { name.to_lowercase() } else { name.to_owned() }
}

/// How to ask, with examples to follow.
fn help(open: bool) -> Markup {
    html! {
        details.asking id="asking" open[open] {
            summary { "How to ask" }
            p { "Words are looked for in sentences. A field and a colon ask for what a sentence says:" }
            dl {
                @for (query, what) in EXAMPLES {
                    dt { a href=(with("/search", &[("q", query)])) { (query) } } dd { (what) }
                }
            }
            p {
                "Kinds of acts: "
                @for (i, it) in TYPES.iter().enumerate() {
                    @if i > 0 { ", " }
                    a href=(with("/search", &[("q", &format!("type:{it}"))])) { (it) }
                }
                "."
            }
            p {
                "What is done with a statement: "
                @for (i, it) in STANCES.iter().enumerate() {
                    @if i > 0 { ", " }
                    a href=(with("/search", &[("q", &format!("stance:{it}"))])) { (it) }
                }
                "."
            }
            p.soft { "Also: place: for where, on: for a day, story: and article: for one of them; an entity by its number, party:e7." }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_can_be_asked() {
        let types = TYPES.map(|it| format!("type:{it}"));
        let stances = STANCES.map(|it| format!("stance:{it}"));
        let all = EXAMPLES.iter().map(|it| it.0.to_owned()).chain(types).chain(stances);
        for query in all {
            if let Err(error) = query.parse::<rashomon_store::Query>() {
                panic!("{query}: {error}");
            }
        }
    }

    #[test]
    fn words_searched_for_are_marked() {
        assert_eq!(
            marked("Été: a strike", &[(7, 13), (0, 3)]),
            [("Été", true), (": a ", false), ("strike", true)]
        );
        assert_eq!(marked("ab", &[(1, 9), (1, 1)]), [("ab", false)]);
        assert_eq!(marked("abc", &[(0, 2), (1, 3)]), [("ab", true), ("c", false)]);
    }
}
