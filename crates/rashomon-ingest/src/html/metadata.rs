//! What a page says about itself: JSON-LD, OpenGraph and Dublin Core, microdata, `<time>`, its words.

mod date;
mod json_ld;
mod visible;

use rashomon_text::{Basis, Modified, Outlet, Published};

use super::{
    tags::Tag,
    tree::{Attribute, Tree},
};
use crate::{
    Moment,
    clean::page::fold,
    meta::{media, outlet::bare_host},
};

/// What is known of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metadata {
    /// Headlines as the page gives them, the surest first.
    titles: Vec<String>,
    authors: Option<String>,
    site: Option<String>,
    /// Canonical address.
    pub(crate) url: Option<String>,
    day: Option<rashomon_text::Date>,
    /// The moment of publication, ISO 8601.
    pub(crate) published_at: Option<String>,
    changed: Option<Moment>,
    /// The page says that only a part of it can be read without paying.
    pub(crate) paywall: bool,
    /// Language as the page declares it, ISO 639-1.
    pub(crate) language: Option<String>,
}

pub(crate) fn read(tree: &Tree, page: &str, url: Option<&str>) -> Metadata {
    let linked = json_ld::read(&tree.data);
    let mut out = Metadata::default();
    let mut titles = vec![linked.headline.clone()];
    titles.push(meta(
        tree,
        &["og:title", "twitter:title", "dc.title", "headline", "title", "sailthru.title"],
    ));
    out.titles =
        titles.into_iter().flatten().map(|it| squeeze(&it)).filter(|it| !it.is_empty()).collect();
    out.authors = linked.author.clone().or_else(|| {
        meta(tree, &["author", "dc.creator", "article:author", "parsely-author", "sailthru.author"])
    });
    out.site = linked
        .publisher
        .clone()
        .filter(|_| linked.publisher.is_some())
        .or_else(|| meta(tree, &["og:site_name", "application-name", "dc.publisher"]));
    out.paywall = linked.free == Some(false);
    out.url = canonical(tree);
    let sides = date::Sides::default();
    out.changed = date::changed(tree, &linked, &sides);
    out.published_at = date::moment(tree, &linked, &sides).map(|moment| moment.to_string());
    out.day = date::find(tree, page, &linked, url.or(out.url.as_deref()), &sides);
    out.language = tree
        .all(Tag::Html)
        .find_map(|n| tree.attribute(n, Attribute::Lang))
        .map(|lang| {
            lang.chars()
                .take_while(char::is_ascii_alphabetic)
                .collect::<String>()
                .to_ascii_lowercase()
        })
        .filter(|lang| lang.len() == 2);
    out
}

/// The first `<meta>` with one of these names, in the order of the names.
fn meta(tree: &Tree, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        tree.metas.iter().find_map(|&n| {
            let named = [Attribute::Property, Attribute::Name, Attribute::ItemProp]
                .iter()
                .any(|&it| tree.attribute(n, it).is_some_and(|it| it.eq_ignore_ascii_case(name)));
            let content = tree.attribute(n, Attribute::Content).filter(|_| named)?.trim();
            (!content.is_empty()).then(|| content.to_owned())
        })
    })
}

fn canonical(tree: &Tree) -> Option<String> {
    let linked = tree.all(Tag::Link).find_map(|n| {
        let rel = tree.attribute(n, Attribute::Rel)?;
        tree.attribute(n, Attribute::Href).filter(|_| rel.eq_ignore_ascii_case("canonical"))
    });
    let found = linked.map(str::to_owned).or_else(|| meta(tree, &["og:url"]))?;
    found.starts_with("http").then(|| found.trim().to_owned())
}

impl Metadata {
    /// The text nodes that hold the headline, and how many bytes of them: the `<h1>` that is nearest to
    /// what the page says its headline is, else the `<title>` without the site's name.
    ///
    /// Only nodes before `before`: the article's text runs in the order of the page.
    pub(super) fn title_nodes(&self, tree: &Tree, before: u32) -> Option<(u32, u32, usize)> {
        let whole = tree.all(Tag::Title).next().map(|n| words(&tree.text_of(n)));
        let titles: Vec<Vec<String>> = self.titles.iter().map(|title| words(title)).collect();
        let mut best: Option<(f32, u32)> = None;
        for n in tree.all_of(&[Tag::H1, Tag::H2, Tag::H3]).take_while(|&n| n < before) {
            let text = tree.text_of(n);
            if text.is_empty() || text.len() > 400 {
                continue;
            }
            let tag = tree.nodes[n as usize].tag;
            let text = words(&text);
            let said = titles.iter().map(|title| likeness(title, &text)).fold(0f32, f32::max);
            // beside the headline, the title of a page may hold the site's name and more
            let near = whole.as_ref().map_or(said, |title| said.max(likeness(title, &text) * 0.9));
            let score = near + if tag == Tag::H1 { 0.35 } else { 0.0 };
            let least = if tag == Tag::H3 { 0.7 } else { 0.5 };
            let alone = tag == Tag::H1 && self.titles.is_empty();
            if (near > least || alone) && best.is_none_or(|it| score > it.0) {
                best = Some((score, n));
            }
        }
        if let Some((_, n)) = best {
            let (from, to) = text_nodes(tree, n)?;
            let (from, to) = self.without_kicker(tree, from, to).unwrap_or((from, to));
            return Some((from, to, usize::MAX));
        }
        let n = tree.all(Tag::Title).find(|&n| n < before)?;
        let text = tree.text_of(n);
        let (from, to) = text_nodes(tree, n)?;
        Some((from, to, without_site(&text, &self.titles)))
    }

    /// The text nodes of a heading that alone are the headline as the page gives it, where others hold
    /// a kicker or a second line.
    fn without_kicker(&self, tree: &Tree, from: u32, to: u32) -> Option<(u32, u32)> {
        let nodes: Vec<(u32, String)> = (from..=to)
            .filter(|&n| tree.nodes[n as usize].tag == Tag::Text)
            .map(|n| (n, tree.text_of(n)))
            .filter(|(_, text)| !text.is_empty())
            .take(12)
            .collect();
        let titles: Vec<String> = self.titles.iter().map(|title| fold(title)).collect();
        for first in 0..nodes.len() {
            let mut joined = String::new();
            for last in first..nodes.len() {
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(&nodes[last].1);
                if titles.contains(&fold(&joined)) {
                    return Some((nodes[first].0, nodes[last].0));
                }
            }
        }
        None
    }

    /// The authors, unless that is the outlet itself.
    pub(crate) fn byline(&self, outlet: Option<&Outlet>) -> Option<String> {
        let outlet = outlet.map(|outlet| fold(&outlet.name));
        self.authors.clone().filter(|authors| outlet != Some(fold(authors)))
    }

    pub(crate) fn outlet(&self, url: Option<&str>) -> Option<Outlet> {
        let host = url.and_then(media::host);
        let name = host
            .and_then(media::of_host)
            .map(str::to_owned)
            .or_else(|| self.site.clone().map(|site| squeeze(&site)))
            .or_else(|| host.map(|host| bare_host(host).to_owned()))?;
        Some(Outlet { name, basis: Basis::Metadata, evidence: Vec::new() })
    }

    pub(crate) fn modified(&self) -> Option<Modified> {
        let moment = self.changed?;
        let at = moment.time.map(|_| moment.to_string());
        let basis = Basis::Metadata;
        Some(Modified { day: moment.day, at, basis, evidence: Vec::new() })
    }

    pub(crate) fn published(&self) -> Option<Published> {
        let day = self.day?;
        Some(Published { start: day, end: day, basis: Basis::Metadata, evidence: Vec::new() })
    }
}

/// First and last text node under `n` that say something.
fn text_nodes(tree: &Tree, n: u32) -> Option<(u32, u32)> {
    let says = |&at: &u32| {
        tree.nodes[at as usize].tag == Tag::Text && {
            let (from, to) = tree.text_range(at);
            !tree.text[from as usize..to as usize].trim().is_empty()
        }
    };
    let range = n + 1..tree.nodes[n as usize].end;
    Some((range.clone().find(says)?, range.rev().find(says)?))
}

/// How many bytes of a page's `<title>` are the headline, and not the site's name after a mark.
fn without_site(text: &str, titles: &[String]) -> usize {
    if let Some(title) = titles.iter().find(|title| text.starts_with(title.as_str())) {
        return title.len();
    }
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » ", " · "] {
        if let Some(at) = text.rfind(mark)
            && text[..at].split_whitespace().count() >= 3
            && text[at..].split_whitespace().count() <= 6
        {
            return at;
        }
    }
    text.len()
}

/// The share of words that a long list and a short one have in common; both are of [`words`].
fn likeness(long: &[String], short: &[String]) -> f32 {
    let shared = short.iter().filter(|it| long.binary_search(it).is_ok()).count();
    2.0 * shared as f32 / (long.len() + short.len()).max(1) as f32
}

/// The words of a text in small letters, sorted, each once.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
