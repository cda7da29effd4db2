//! What several pages say alike: days and times, counts, parts of a list, addresses.

use std::fmt::Write as _;

use maud::{Markup, html};
use rashomon_store::ArticleId;
use rashomon_text::time::Date;

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

    /// Ways to the other pages of a list at `address`, which has `asked` behind its question mark.
    pub(super) fn pager(&self, address: &str, asked: &[(&str, &str)]) -> Markup {
        let (page, last) = (u64::from(self.page), self.last());
        let to = |page: u64| {
            let mut all = asked.to_vec();
            let page = page.to_string();
            all.push(("page", &page));
            with(address, &all)
        };
        html! {
            @if last > 1 {
                nav.pager aria-label="Pages" {
                    @if page > 1 { a href=(to(page - 1)) rel="prev" { "← Before" } }
                    span { "page " (page) " of " (last) }
                    @if page < last { a href=(to(page + 1)) rel="next" { "Next →" } }
                }
            }
        }
    }
}

/// An address with what is asked of it; what is empty is left out.
pub(super) fn with(address: &str, asked: &[(&str, &str)]) -> String {
    let mut out = address.to_owned();
    let mut mark = '?';
    for (name, value) in asked.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(out, "{mark}{name}=");
        out.extend(url::form_urlencoded::byte_serialize(value.as_bytes()));
        mark = '&';
    }
    out
}

/// A passage of an article, in code points.
pub(super) fn passage(article: ArticleId, start: u32, end: u32) -> String {
    format!("/articles/{article}?from={start}&to={end}#here")
}

/// "1 story", "3 stories".
pub(super) fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A stretch of days, each `2031-03-14`, for people.
pub(super) fn days(start: Option<&str>, end: Option<&str>) -> Option<String> {
    let start: Date = start?.parse().ok()?;
    let end = end.and_then(|end| end.parse().ok()).unwrap_or(start);
    Some(rashomon_render::days(start, end))
}

/// A time (RFC 3339 in UTC) for people; as it is where it is none.
pub(super) fn time(at: &str) -> Markup {
    let parts =
        at.split_once('T').and_then(|(day, clock)| Some((days(Some(day), None)?, clock.get(..5)?)));
    html! {
        time datetime=(at) {
            @match parts { Some((day, clock)) => { (day) ", " (clock) " UTC" } None => (at) }
        }
    }
}

/// The address, where it is one that may be followed: of the web.
pub(super) fn web(url: &str) -> Option<&str> {
    let start = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (start.starts_with("https://") || start.starts_with("http://")).then_some(url)
}

/// What a stance does, in the words of the pages, with the class that draws it.
pub(super) fn stance(word: &str) -> (&'static str, &'static str) {
    match word {
        "denies" => ("denies", "denies"),
        "doubts" => ("doubts", "doubts"),
        "declines" => ("declines", "no comment"),
        "attributes" => ("attributes", "attributes"),
        "hedges" => ("hedges", "hedges"),
        "marks" => ("scare", "in “marks”"),
        "quotes" => ("attributes", "quotes"),
        _ => ("says", "says"),
    }
}

/// What kind of entity one is, in plain words.
pub(super) fn kind(word: &str) -> &str {
    match word {
        "geopolitical" => "state or body of states",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_plain() {
        assert_eq!(days(Some("2031-03-14"), Some("2031-03-16")).as_deref(), Some("14–16 Mar 2031"));
        assert_eq!(days(Some("2031-03-14"), None).as_deref(), Some("14 Mar 2031"));
        assert_eq!(days(Some("soon"), None), None);
        let told = time("2031-03-14T09:05:59Z").into_string();
        assert!(told.contains(">14 Mar 2031, 09:05 UTC<"), "{told}");
        assert!(time("<b>").into_string().contains("&lt;b&gt;"));
    }

    #[test]
    fn addresses_are_written_as_they_must() {
        assert_eq!(
            with("/search", &[("q", "actor:\"a b\" & c"), ("page", "")]),
            "/search?q=actor%3A%22a+b%22+%26+c"
        );
        assert_eq!(web("javascript:alert(1)"), None);
        assert_eq!(web("HTTPS://paper.example/"), Some("HTTPS://paper.example/"));
    }

    #[test]
    fn a_list_has_a_last_page() {
        let part = |page, total| Part { page, rows: 50, total };
        assert_eq!((part(1, 0).last(), part(1, 50).last(), part(1, 51).last()), (1, 1, 2));
        assert!(part(1, 50).pager("/", &[]).into_string().is_empty());
        let pager = part(2, 101).pager("/entities", &[("kind", "place")]).into_string();
        assert!(
            pager.contains("/entities?kind=place&amp;page=3") && pager.contains("page=1"),
            "{pager}"
        );
    }
}
