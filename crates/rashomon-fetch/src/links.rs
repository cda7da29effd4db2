//! Which links of a feed, an OPML file or a sitemap are followed.

use std::cmp::Reverse;

use rashomon_ingest::{LinkKind, links};
use rashomon_text::Note;
use rashomon_text::time::Date;

use crate::Options;

/// A link to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) url: String,
    /// Whether it leads to another list.
    pub(crate) list: bool,
}

/// The links of `body` that `options` ask for, and what was odd; nothing where it is no list. `charset`
/// is the one an HTTP header gives.
///
/// [`Options::since`] holds for all links with a date, [`Options::limit`] for pages, of which it takes
/// the newest.
pub(crate) fn of(
    body: &[u8],
    charset: Option<&str>,
    options: &Options,
) -> Option<(Vec<Link>, Vec<Note>)> {
    let found = links(body, charset)?;
    let mut dated: Vec<(Option<Date>, Link)> = found
        .links
        .into_iter()
        .map(|link| {
            // a page is as old as its last change
            let date =
                link.updated.into_iter().chain(link.published).map(|moment| moment.day).max();
            (date, Link { url: link.url, list: link.kind != LinkKind::Page })
        })
        .filter(|(date, _)| match (date, options.since) {
            (Some(date), Some(since)) => *date >= since,
            _ => true,
        })
        .collect();
    if let Some(limit) = options.limit {
        let (lists, mut pages): (Vec<_>, Vec<_>) = dated.into_iter().partition(|(_, l)| l.list);
        // undated ones keep their places, behind
        pages.sort_by_key(|(date, _)| Reverse(*date));
        // the next part of a feed is older still
        let enough = pages.len() >= limit && !pages.is_empty();
        pages.truncate(limit);
        dated = if enough { pages } else { pages.into_iter().chain(lists).collect() };
    }
    Some((dated.into_iter().map(|(_, link)| link).collect(), found.notes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, since: Option<&str>, limit: Option<usize>, expect: &[&str]) {
        let since = since.map(|day| day.parse().unwrap());
        let options = Options { since, limit, ..Options::default() };
        let (links, _) = of(body.as_bytes(), None, &options).expect("a list");
        let urls: Vec<&str> =
            links.iter().map(|l| l.url.trim_start_matches("https://post.example/")).collect();
        assert_eq!(urls, expect);
    }

    const SITEMAP: &str = "<urlset>\
        <url><loc>https://post.example/old</loc><lastmod>2022-09-01</lastmod></url>\
        <url><loc>https://post.example/undated</loc></url>\
        <url><loc>https://post.example/new</loc><lastmod>2022-09-09T10:00:00Z</lastmod></url>\
        <url><loc>https://post.example/mid</loc><lastmod>2022-09-05</lastmod></url></urlset>";

    #[test]
    fn since_a_day() {
        check(SITEMAP, None, None, &["old", "undated", "new", "mid"]);
        check(SITEMAP, Some("2022-09-05"), None, &["undated", "new", "mid"]);
    }

    #[test]
    fn the_newest_ones() {
        check(SITEMAP, None, Some(2), &["new", "mid"]);
        check(SITEMAP, None, Some(9), &["new", "mid", "old", "undated"]);
        check(SITEMAP, Some("2022-09-08"), Some(2), &["new", "undated"]);
    }

    #[test]
    fn a_limit_is_for_pages() {
        let opml = "<opml><body><outline xmlUrl='https://post.example/a'/>\
            <outline xmlUrl='https://post.example/b'/></body></opml>";
        check(opml, None, Some(1), &["a", "b"]);
        let feed = "<feed xmlns='http://www.w3.org/2005/Atom'>\
            <link rel='next' href='https://post.example/feed2'/>\
            <entry><id>1</id><link href='https://post.example/1'/></entry>\
            <entry><id>2</id><link href='https://post.example/2'/></entry></feed>";
        check(feed, None, Some(1), &["1"]);
        check(feed, None, Some(3), &["1", "2", "feed2"]);
        check(feed, None, None, &["1", "2", "feed2"]);
    }

    #[test]
    fn a_page_is_no_list() {
        assert!(
            of(b"<html><a href='https://post.example/1'>1</a>", None, &Options::default())
                .is_none()
        );
        assert!(of(b"", None, &Options::default()).is_none());
    }
}
