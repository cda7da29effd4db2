//! When a page was published.

use std::cell::{LazyCell, OnceCell};

use rashomon_text::Date;

use super::{json_ld::Linked, meta, visible};
use crate::{
    Moment,
    html::{
        names,
        tags::Tag,
        tree::{Attribute, Tree},
    },
    meta::{dates, published},
};

/// `<meta>` names that give the day of publication, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "og:pubdate",
    "published_time",
    "published-date",
    "publish_date",
    "publish-date",
    "publication_date",
    "publication-date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.created",
    "datecreated",
    "displaydate",
    "citation_publication_date",
    "citation_date",
    "prism.publicationdate",
    "date_published",
    "shareaholic:article_published_time",
    "rnews:datepublished",
    "bt:pubdate",
    "eprints.datestamp",
    "release_date",
    "pub_date",
    "doc_date",
    "docdate",
    "itemdate",
    "dateposted",
];

/// `<meta>` names that give a day of some kind, often that of the page's making.
const SOME_DAY: &[&str] =
    &["date", "dc.date", "dcterms.date", "created", "timestamp", "og:created_time"];

/// `<meta>` names that give the day of the last change.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmodified",
    "lastmod",
    "modified_time",
    "updated_time",
    "revision_date",
];

/// What an address says without naming a day: a year, and perhaps a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clue {
    year: i16,
    month: Option<i8>,
}

impl Clue {
    /// `/2022/09/ferry`, `/2022/ferry`.
    fn of(url: &str) -> Option<Self> {
        let path = url.split_once("://").map_or(url, |(_, rest)| rest);
        let parts: Vec<&str> = path.split(['/', '-', '_', '?', '=']).skip(1).collect();
        parts.iter().enumerate().find_map(|(n, part)| {
            let digits = part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
            let year: i16 =
                part.parse().ok().filter(|year| digits && (1995..=2050).contains(year))?;
            let next = parts.get(n + 1).filter(|it| it.len() <= 2);
            let month =
                next.and_then(|it| it.parse::<i8>().ok()).filter(|it| (1..=12).contains(it));
            Some(Self { year, month })
        })
    }

    pub(super) fn fits(self, day: Date) -> bool {
        day.year() == self.year && self.month.is_none_or(|month| month == day.month())
    }
}

/// The day a page says it was published, by the surest place that says so.
pub(super) fn find(
    tree: &Tree,
    page: &str,
    linked: &Linked,
    url: Option<&str>,
    sides: &Sides,
) -> Option<Date> {
    let shown = LazyCell::new(|| visible::best(tree, url.and_then(Clue::of)));
    let shown = |enough: f32| (*shown).filter(|(score, _)| *score >= enough).map(|(_, day)| day);
    let said = linked.published.as_deref().and_then(day);
    said.or_else(|| meta(tree, PUBLISHED).as_deref().and_then(day))
        .or_else(|| url.and_then(published::in_url))
        .or_else(|| in_elements(tree, sides))
        .or_else(|| in_scripts(page))
        .or_else(|| shown(visible::SURE))
        .or_else(|| meta(tree, SOME_DAY).as_deref().and_then(day))
        .or_else(|| shown(visible::LIKELY))
        .or_else(|| linked.created.as_deref().and_then(day))
        .or_else(|| linked.modified.as_deref().and_then(day))
        .or_else(|| meta(tree, MODIFIED).as_deref().and_then(day))
}

/// The moment of publication, where metadata give a time of day with it.
pub(super) fn moment(tree: &Tree, linked: &Linked, sides: &Sides) -> Option<Moment> {
    let said = linked.published.clone().or_else(|| meta(tree, PUBLISHED)).or_else(|| {
        tree.all(Tag::Time)
            .filter(|&n| !sides.hold(tree, n) && !says_changed(tree, n))
            .find_map(|n| tree.attribute(n, Attribute::DateTime).map(str::to_owned))
    });
    said.as_deref().and_then(Moment::parse).filter(|moment| moment.time.is_some())
}

/// The moment of the last change, by the surest place that says so.
pub(super) fn changed(tree: &Tree, linked: &Linked, sides: &Sides) -> Option<Moment> {
    let said = linked.modified.clone().or_else(|| meta(tree, MODIFIED));
    said.as_deref().and_then(Moment::parse).or_else(|| {
        (0..tree.nodes.len() as u32)
            .filter(|&n| says_changed(tree, n) && !sides.hold(tree, n))
            .find_map(|n| {
                [Attribute::DateTime, Attribute::Content]
                    .iter()
                    .find_map(|&it| tree.attribute(n, it).and_then(Moment::parse))
            })
    })
}

/// Whether an element says that it holds the moment of the last change.
fn says_changed(tree: &Tree, n: u32) -> bool {
    let property = tree.attribute(n, Attribute::ItemProp).unwrap_or_default();
    let class = tree.attribute(n, Attribute::Class).unwrap_or_default();
    property.eq_ignore_ascii_case("dateModified")
        || tree.nodes[n as usize].tag == Tag::Time
            && class
                .split_whitespace()
                .any(|it| matches!(it, "updated" | "modified" | "dt-updated"))
}

fn day(text: &str) -> Option<Date> {
    dates::day(text)
}

/// `<time>` and elements whose microdata or class say that they hold the day of publication.
fn in_elements(tree: &Tree, sides: &Sides) -> Option<Date> {
    let of = |n: u32| {
        let value = [Attribute::DateTime, Attribute::Content, Attribute::Title]
            .iter()
            .find_map(|&it| tree.attribute(n, it).and_then(day));
        value.or_else(|| {
            let text = tree.text_of(n);
            (text.len() < 120).then(|| day(&text)).flatten()
        })
    };
    let named = |n: u32| {
        let property = tree.attribute(n, Attribute::ItemProp).unwrap_or_default();
        let class = tree.attribute(n, Attribute::Class).unwrap_or_default();
        property.eq_ignore_ascii_case("datePublished")
            || property.eq_ignore_ascii_case("dateCreated")
            || class.split_whitespace().any(|it| {
                matches!(it, "published" | "entry-date" | "dtpublished" | "post-date" | "pubdate")
            })
    };
    let elements = || {
        (0..tree.nodes.len() as u32)
            .filter(|&n| !matches!(tree.nodes[n as usize].tag, Tag::Text | Tag::Body | Tag::Html))
    };
    elements()
        .filter(|&n| named(n))
        .find_map(of)
        .or_else(|| tree.all(Tag::Time).filter(|&n| !sides.hold(tree, n)).find_map(of))
}

/// Which elements stand in comments or other matter beside the article, or are it. Found once, from the root down:
/// whatever is asked, each element's names are read once.
#[derive(Debug, Default)]
pub(super) struct Sides {
    found: OnceCell<Vec<bool>>,
}

impl Sides {
    /// Whether `n` stands in one of them.
    fn hold(&self, tree: &Tree, n: u32) -> bool {
        let found = self.found.get_or_init(|| {
            let mut found = vec![false; tree.nodes.len()];
            for n in 0..tree.nodes.len() {
                let node = tree.nodes[n];
                found[n] = node.tag != Tag::Text
                    && (found[node.parent as usize] || is_side(tree, n as u32));
            }
            found
        });
        found[tree.nodes[n as usize].parent as usize]
    }
}

/// Whether an element is called something that stands beside an article.
fn is_side(tree: &Tree, n: u32) -> bool {
    const NAMES: [&str; 9] = [
        "comment", "comments", "sidebar", "related", "widget", "teaser", "teasers", "latest",
        "recent",
    ];
    matches!(tree.nodes[n as usize].tag, Tag::Footer | Tag::Aside | Tag::Nav)
        || [Attribute::Class, Attribute::Id].iter().any(|&it| {
            let value = tree.attribute(n, it).unwrap_or_default();
            names::words(value).any(|word| NAMES.contains(&word.as_str()))
        })
}

/// Names under which scripts keep the day of publication.
const KEYS: [&str; 12] = [
    "datePublished",
    "publishDate",
    "publishedDate",
    "publish_date",
    "publicationDate",
    "publication_date",
    "published_at",
    "publishedAt",
    "pubDate",
    "published_time",
    "first_published",
    "articlePublished",
];

/// A day kept under such a name in a script of the page.
fn in_scripts(page: &str) -> Option<Date> {
    static FINDER: std::sync::OnceLock<aho_corasick::AhoCorasick> = std::sync::OnceLock::new();
    let finder =
        FINDER.get_or_init(|| aho_corasick::AhoCorasick::new(KEYS).expect("a dozen short names"));
    finder.find_iter(page).take(200).find_map(|found| {
        let rest = &page.as_bytes()[found.end()..page.len().min(found.end() + 40)];
        let rest = std::str::from_utf8(rest).ok()?;
        let value = rest.trim_start_matches(['"', '\'', '\\', ' ', ':', '=']);
        (value.len() < rest.len() && value.starts_with(|c: char| c.is_ascii_digit()))
            .then(|| day(head(value)))?
    })
}

/// As much as a day takes.
fn head(text: &str) -> &str {
    text.get(..24).unwrap_or(text)
}
