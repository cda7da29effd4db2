//! The day of publication as the page shows it.
//!
//! Where no metadata say it, every day written on the page is weighed by where it stands: what the
//! elements around it are called, the words before it, how near it is to the headline, and how much else
//! its line says. Days in comments, side bars and footers count against themselves.

use rashomon_text::Date;

use super::date::Clue;
use crate::{
    clean::page::fold,
    html::{
        names,
        tags::Tag,
        tree::{Attribute, Tree},
    },
    meta::dates,
};

/// Enough to go before a `<meta>` that names some day.
pub(super) const SURE: f32 = 7.0;
/// Enough where nothing else says it; below this, nothing is said.
pub(super) const LIKELY: f32 = 1.5;

/// Names of elements that hold a date.
const DATED: &[&str] = &[
    "created",
    "createdate",
    "data",
    "date",
    "datepublished",
    "datetime",
    "datum",
    "fecha",
    "postdate",
    "posted",
    "postedon",
    "pubdate",
    "publicado",
    "publish",
    "publishdate",
    "published",
    "publisheddate",
    "releasedate",
    "submitted",
    "time",
    "timestamp",
    "updated",
];

/// Names of elements around the headline.
const NEAR: &[&str] = &[
    "author",
    "byline",
    "details",
    "entry",
    "header",
    "headline",
    "info",
    "infos",
    "kicker",
    "lead",
    "meta",
    "metadata",
    "post",
    "postmeta",
    "article",
    "title",
    "topline",
    "dachzeile",
    "stand",
];

/// Names of elements beside the article.
const BESIDE: &[&str] = &[
    "archive",
    "archives",
    "calendar",
    "comment",
    "commentlist",
    "comments",
    "event",
    "events",
    "footer",
    "latest",
    "nav",
    "navigation",
    "reactions",
    "recent",
    "related",
    "replies",
    "reply",
    "respond",
    "rss",
    "sidebar",
    "slider",
    "teaser",
    "teasers",
    "ticker",
    "widget",
    "copyright",
    "recommended",
    "recommendations",
    "similar",
    "upcoming",
    "newsticker",
];

/// Words before a day of publication, folded.
const SAID: &[&str] = &[
    "published",
    "posted",
    "publish",
    "written on",
    "created",
    "date:",
    "date",
    "submitted",
    "released",
    "release date",
    "veroffentlicht",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "datum",
    "stand",
    "eingestellt",
    "geschrieben",
    "gepostet",
    "vom",
    "publié",
    "paru le",
    "mis en ligne",
    "publicado",
    "fecha",
    "pubblicato",
    "data",
    "gepubliceerd",
    "geplaatst",
    "opublikowano",
    "dodano",
    "опубликовано",
    "дата",
    "yayınlanma",
    "publikováno",
    "julkaistu",
    "publicerad",
    "publisert",
    "udgivet",
    "uhr",
];

/// Words before another kind of day, folded.
const OTHER: &[&str] = &[
    "copyright",
    "©",
    "since",
    "seit",
    "bis",
    "until",
    "from",
    "expires",
    "retrieved",
    "accessed",
    "abgerufen",
    "geboren",
    "born",
];

/// The day the page shows as its own, and how much speaks for it: to be compared with [`SURE`] and [`LIKELY`].
pub(super) fn best(tree: &Tree, clue: Option<Clue>) -> Option<(f32, Date)> {
    let order = order(tree);
    let mut signs = Signs { of: vec![None; tree.nodes.len()] };
    let heading = tree.all(Tag::H1).next().or_else(|| tree.all(Tag::H2).next());
    let mut best: Option<(f32, Date)> = None;
    // text nodes since the headline: how far a day is from it
    let nodes = tree.nodes.len() as u32;
    for n in 0..nodes {
        if tree.nodes[n as usize].tag != Tag::Text {
            continue;
        }
        let (start, end) = tree.text_range(n);
        let text = &tree.text[start as usize..end as usize];
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let text = head(text, 400);
        for found in dates::find_all_in(text, order).take(4) {
            if !(1995..=2050).contains(&found.day.year()) {
                continue;
            }
            let mut score = signs.place(tree, n) + nearness(n, heading);
            score += words(text, found.range.start);
            let rest = text.trim().chars().count().saturating_sub(found.range.len());
            score += match rest {
                0..=25 => 2.0,
                26..=80 => 0.5,
                _ => -2.0,
            };
            if let Some(clue) = clue {
                score += if clue.fits(found.day) { 4.0 } else { -2.0 };
            }
            if best.is_none_or(|(known, _)| score > known) {
                best = Some((score, found.day));
            }
        }
    }
    best
}

/// Whether `07/09/2022` is a day of September, going by the language the page declares.
fn order(tree: &Tree) -> dates::Order {
    let lang = tree.all(Tag::Html).find_map(|n| tree.attribute(n, Attribute::Lang));
    match lang.map(str::to_ascii_lowercase).as_deref() {
        None | Some("en" | "") => dates::Order::Unknown,
        Some("en-us" | "en_us") => dates::Order::MonthFirst,
        Some(_) => dates::Order::DayFirst,
    }
}

/// What the names of one element say of a day in it.
#[derive(Clone, Copy, Debug, Default)]
struct Sign {
    dated: bool,
    near: bool,
    beside: bool,
}

/// What is known of the elements so far: each is looked at once, however many days stand in it.
struct Signs {
    of: Vec<Option<Sign>>,
}

impl Signs {
    /// What the elements around a text node say.
    fn place(&mut self, tree: &Tree, n: u32) -> f32 {
        let mut said = Sign::default();
        for (level, at) in tree.ancestors(n).enumerate().take(12) {
            if matches!(tree.nodes[at as usize].tag, Tag::Body | Tag::Html) {
                break;
            }
            let sign = *self.of[at as usize].get_or_insert_with(|| sign(tree, at));
            said.dated |= level < 3 && sign.dated;
            said.near |= level < 4 && sign.near;
            said.beside |= sign.beside;
        }
        let one = |said: bool| f32::from(u8::from(said));
        one(said.dated) * 3.0 + one(said.near) * 1.5 - one(said.beside) * 4.0
    }
}

fn sign(tree: &Tree, n: u32) -> Sign {
    let tag = tree.nodes[n as usize].tag;
    let mut sign = Sign {
        dated: tag == Tag::Time,
        near: tag == Tag::Header,
        beside: matches!(tag, Tag::Footer | Tag::Nav | Tag::Aside | Tag::Select),
    };
    for attribute in [Attribute::Class, Attribute::Id, Attribute::ItemProp] {
        let Some(value) = tree.attribute(n, attribute) else { continue };
        for word in names::words(value) {
            sign.dated |= DATED.contains(&word.as_str());
            sign.near |= NEAR.contains(&word.as_str());
            sign.beside |= BESIDE.contains(&word.as_str());
        }
    }
    sign
}

/// Nearer to the headline is better; a little less so before it.
fn nearness(n: u32, heading: Option<u32>) -> f32 {
    let Some(heading) = heading else { return 0.0 };
    let distance = if n >= heading { (n - heading) as f32 } else { (heading - n) as f32 * 1.5 };
    3.0 * (1.0 - (distance / 120.0).min(1.0))
}

/// What the words before a day say.
fn words(text: &str, at: usize) -> f32 {
    let before = fold(&text[..at]);
    let tail: String =
        before.chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
    let has = |list: &[&str]| list.iter().any(|word| tail.contains(word));
    if has(OTHER) {
        -3.0
    } else if has(SAID) {
        3.0
    } else {
        0.0
    }
}

/// The first `bytes` of `text`, cut at a character.
fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
