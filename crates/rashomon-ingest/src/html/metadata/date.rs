//! When a page was published.

use rashomon_text::Date;

use super::{json_ld::Linked, meta};
use crate::{
    html::{
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
    "dc.date",
    "dcterms.date",
    "date_published",
    "og:created_time",
    "shareaholic:article_published_time",
    "rnews:datepublished",
    "bt:pubdate",
    "eprints.datestamp",
    "timestamp",
    "date",
    "created",
    "release_date",
    "pub_date",
    "doc_date",
    "docdate",
    "itemdate",
    "dateposted",
];

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

/// The day a page says it was published, by the surest place that says so.
pub(super) fn find(tree: &Tree, linked: &Linked, url: Option<&str>) -> Option<Date> {
    let said = linked.published.as_deref().and_then(day);
    said.or_else(|| meta(tree, PUBLISHED).as_deref().and_then(day))
        .or_else(|| url.and_then(published::in_url))
        .or_else(|| linked.created.as_deref().and_then(day))
        .or_else(|| in_elements(tree))
        .or_else(|| linked.modified.as_deref().and_then(day))
        .or_else(|| meta(tree, MODIFIED).as_deref().and_then(day))
}

fn day(text: &str) -> Option<Date> {
    dates::day(text)
}

/// `<time>` and elements named after dates.
fn in_elements(tree: &Tree) -> Option<Date> {
    let of = |n: u32| {
        let value = [Attribute::DateTime, Attribute::Content, Attribute::Title]
            .iter()
            .find_map(|&it| tree.attribute(n, it).and_then(day));
        value.or_else(|| day(&tree.text_of(n)))
    };
    tree.all(Tag::Time).find_map(of)
}
