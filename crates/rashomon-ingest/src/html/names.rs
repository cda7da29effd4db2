//! What the class and id of an element say of its part in the page.

use super::{
    select,
    tags::Tag,
    tree::{Attribute, Tree},
};

/// The part an element plays, going by what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Nothing is known.
    None,
    /// The article's text.
    Article,
    /// Beside the article: comments, links, boxes, tools.
    Side,
    /// A caption or credit.
    Caption,
}

/// Words in a class or id that mean "beside the article".
const SIDE: &[&str] = &[
    "ad",
    "addthis",
    "ads",
    "adsense",
    "adslot",
    "advert",
    "advertisement",
    "advertising",
    "adverts",
    "annonce",
    "anzeige",
    "anzeigen",
    "aside",
    "author",
    "authorbio",
    "authors",
    "banner",
    "bio",
    "bottombar",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "bylines",
    "carousel",
    "comentario",
    "comentarios",
    "comment",
    "commentaire",
    "commentaires",
    "commenti",
    "commentlist",
    "commento",
    "comments",
    "compartilhar",
    "compartir",
    "condividi",
    "consent",
    "cookie",
    "cookiebanner",
    "cookiebar",
    "cookies",
    "copyright",
    "correlati",
    "dfp",
    "disclaimer",
    "disqus",
    "donate",
    "empfehlungen",
    "empfohlen",
    "feedback",
    "follow",
    "footer",
    "forum",
    "fusszeile",
    "gallery",
    "gdpr",
    "gerelateerd",
    "hidden",
    "instagram",
    "komentarze",
    "kommentar",
    "kommentare",
    "kommentarer",
    "kommentarliste",
    "latest",
    "lightbox",
    "livefyre",
    "login",
    "masthead",
    "meistgelesen",
    "menu",
    "meta",
    "metadata",
    "modal",
    "mostpopular",
    "mostread",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "newsletters",
    "noprint",
    "noticebar",
    "onward",
    "outbrain",
    "overlay",
    "pagenavi",
    "pager",
    "paginacion",
    "pagination",
    "partage",
    "partager",
    "paywall",
    "poll",
    "popular",
    "popup",
    "postmeta",
    "printbutton",
    "printlink",
    "promo",
    "promobox",
    "promos",
    "promoted",
    "promotion",
    "pubblicita",
    "publicidad",
    "publicidade",
    "publicite",
    "rail",
    "rating",
    "ratings",
    "reactie",
    "reacties",
    "readmore",
    "reaktionen",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "register",
    "reklam",
    "reklama",
    "relacionada",
    "relacionadas",
    "relacionados",
    "related",
    "relatedposts",
    "relateds",
    "replies",
    "reply",
    "respond",
    "rss",
    "search",
    "seitenleiste",
    "share",
    "sharebar",
    "sharedaddy",
    "shares",
    "sharethis",
    "sharing",
    "shop",
    "sidebar",
    "signup",
    "skip",
    "skyscraper",
    "slideshow",
    "social",
    "socials",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "suche",
    "suchen",
    "survey",
    "taboola",
    "tag",
    "tagcloud",
    "taglist",
    "tags",
    "teaser",
    "teasers",
    "teilen",
    "timestamp",
    "toolbar",
    "tools",
    "topbar",
    "topics",
    "trending",
    "verwandte",
    "werbung",
    "widget",
    "widgets",
    "wprelatedposts",
    "yarpp",
];

/// Those of them that mean readers' comments.
const COMMENTS: &[&str] = &[
    "comentario",
    "comentarios",
    "comment",
    "commentaire",
    "commentaires",
    "commenti",
    "commentlist",
    "commento",
    "comments",
    "disqus",
    "komentarze",
    "kommentar",
    "kommentare",
    "kommentarer",
    "kommentarliste",
    "livefyre",
    "reactie",
    "reacties",
    "reaktionen",
    "replies",
    "respond",
];

/// Those of them that an `<article>` beside the article bears.
const SIDE_ARTICLE: &[&str] = &[
    "comment",
    "comments",
    "promo",
    "recirc",
    "recommended",
    "related",
    "sidebar",
    "sponsored",
    "teaser",
    "widget",
];

/// Words that mean a caption.
const CAPTION: &[&str] = &[
    "caption",
    "captions",
    "figcaption",
    "imagecaption",
    "photocaption",
    "credit",
    "credits",
    "imgcaption",
    "photocredit",
];

/// The role of every element.
pub(crate) fn roles(tree: &Tree) -> Vec<Role> {
    (0..tree.nodes.len() as u32).map(|n| role(tree, n)).collect()
}

/// The roles again, where going by names left no article: of all names only those of comments count.
pub(crate) fn sure_roles(tree: &Tree) -> Vec<Role> {
    let sure = |n: u32| match by_element(tree, n) {
        Some(role) => role,
        None if named(tree, n, |word| COMMENTS.contains(&word)) => Role::Side,
        None => Role::None,
    };
    (0..tree.nodes.len() as u32).map(sure).collect()
}

fn role(tree: &Tree, n: u32) -> Role {
    if let Some(role) = by_element(tree, n) {
        return role;
    }
    let mut first = None;
    let article = matches!(tree.nodes[n as usize].tag, Tag::Article | Tag::Main);
    let side = named(tree, n, |word| {
        if CAPTION.contains(&word) {
            first.get_or_insert(Role::Caption);
        } else if matches!(word, "embed" | "embedded" | "tweet") {
            // a post that the article shows: "social-media-embed"
            first.get_or_insert(Role::None);
        }
        // an article bears the names of its subjects: "category-news"
        if article { SIDE_ARTICLE.contains(&word) } else { SIDE.binary_search(&word).is_ok() }
    });
    first.unwrap_or(if side { Role::Side } else { Role::None })
}

/// What the element itself and its declared role say, whatever it is called.
fn by_element(tree: &Tree, n: u32) -> Option<Role> {
    let tag = tree.nodes[n as usize].tag;
    if matches!(tag, Tag::Text | Tag::Html | Tag::Body | Tag::Root) {
        return Some(Role::None);
    }
    if select::is_article(tree, n) {
        return Some(Role::Article);
    }
    if matches!(tag, Tag::Nav | Tag::Footer | Tag::Aside) {
        return Some(Role::Side);
    }
    let role = tree.attribute(n, Attribute::Role)?;
    matches!(
        role,
        "complementary"
            | "navigation"
            | "contentinfo"
            | "search"
            | "banner"
            | "dialog"
            | "menu"
            | "menubar"
            | "alert"
    )
    .then_some(Role::Side)
}

/// Whether `says` holds of a word in the element's class, id or test name. Every word is asked.
fn named(tree: &Tree, n: u32, mut says: impl FnMut(&str) -> bool) -> bool {
    let mut found = false;
    for attribute in [Attribute::Class, Attribute::Id, Attribute::Test] {
        let Some(value) = tree.attribute(n, attribute) else { continue };
        for name in value.split_ascii_whitespace() {
            found |= telling(name, value, &mut says);
        }
    }
    found
}

/// Prefixes of page builders, for which everything is a "widget".
const BUILDERS: [&str; 7] = ["elementor", "et_pb", "fl-", "panel-", "siteorigin", "so-", "wpb"];

/// Words before what an element has or lacks, and so is not: "has-sidebar", "no-comments".
const WITH: [&str; 7] = ["has", "no", "not", "with", "without", "overflow", "label"];

/// Whether a word of one class name says it. Left out are the words that do not tell what the element
/// is: of subjects (`tag-ferries`), of states (`node--promoted`), of what stands in it (`has-sidebar`)
/// and of how it is laid out (`lg:w-sidebar`, `overflow-hidden`).
fn telling(name: &str, value: &str, says: &mut impl FnMut(&str) -> bool) -> bool {
    if name.contains(':') {
        return false;
    }
    if name.eq_ignore_ascii_case("hidden") {
        // "hidden md:block" is shown where there is room
        return !value.contains(":block") && !value.contains(":flex") && says("hidden");
    }
    // shown on paper only: "d-print-block", "print-only"
    if name.contains("print") && ["block", "only", "visible"].iter().any(|it| name.contains(it)) {
        return says("hidden");
    }
    let name = name.split_once("--").map_or(name, |(block, _)| block);
    let subject = name.strip_prefix("tag-").is_some_and(|rest| {
        !["cloud", "link", "list", "container", "wrapper", "box"]
            .iter()
            .any(|word| rest.starts_with(word))
    });
    if subject {
        return false;
    }
    let built = BUILDERS.iter().any(|builder| name.starts_with(builder));
    let mut found = false;
    for word in words(name) {
        let word = word.as_str();
        if WITH.contains(&word) {
            break;
        }
        let vague = word == "hidden" && !name.contains("visually") && !name.starts_with("is-")
            || built && word.starts_with("widget");
        found |= says(word) && !vague;
    }
    found
}

/// The words of a class list: cut at marks and where a capital letter follows a small one.
pub(crate) fn words(value: &str) -> impl Iterator<Item = Word> + '_ {
    let mut rest = value;
    std::iter::from_fn(move || {
        let start = rest.bytes().position(|b| b.is_ascii_alphabetic())?;
        rest = &rest[start..];
        let bytes = rest.as_bytes();
        let mut end = 1;
        while end < bytes.len()
            && bytes[end].is_ascii_alphabetic()
            && !(bytes[end].is_ascii_uppercase() && bytes[end - 1].is_ascii_lowercase())
        {
            end += 1;
        }
        let word = Word::new(&bytes[..end]);
        rest = &rest[end..];
        Some(word)
    })
}

/// A word of a class list in small letters; of a very long one, its beginning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    letters: [u8; 24],
    len: u8,
}

impl Word {
    fn new(word: &[u8]) -> Self {
        let mut letters = [0; 24];
        let len = word.len().min(letters.len());
        letters[..len].copy_from_slice(&word[..len]);
        letters.make_ascii_lowercase();
        Self { letters, len: len as u8 }
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.len as usize]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(SIDE.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn classes_are_cut_into_words() {
        let cut = |value| words(value).map(|it| it.as_str().to_owned()).collect::<Vec<_>>();
        assert_eq!(
            cut("article-body__relatedPosts ad2 x"),
            ["article", "body", "related", "posts", "ad", "x"]
        );
    }
}
