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
    "comment",
    "commentlist",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "dfp",
    "disclaimer",
    "disqus",
    "donate",
    "feedback",
    "follow",
    "footer",
    "gallery",
    "gdpr",
    "hidden",
    "instagram",
    "latest",
    "lightbox",
    "livefyre",
    "login",
    "masthead",
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
    "onward",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "paywall",
    "poll",
    "popular",
    "popup",
    "postmeta",
    "print",
    "promo",
    "promobox",
    "promos",
    "promoted",
    "promotion",
    "rail",
    "rating",
    "ratings",
    "readmore",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "register",
    "related",
    "relatedposts",
    "relateds",
    "replies",
    "reply",
    "respond",
    "rss",
    "search",
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
    "survey",
    "taboola",
    "tag",
    "tagcloud",
    "taglist",
    "tags",
    "teaser",
    "teasers",
    "timestamp",
    "toolbar",
    "tools",
    "topbar",
    "topics",
    "trending",
    "widget",
    "widgets",
    "wprelatedposts",
    "yarpp",
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

fn role(tree: &Tree, n: u32) -> Role {
    let tag = tree.nodes[n as usize].tag;
    if matches!(tag, Tag::Text | Tag::Html | Tag::Body | Tag::Root) {
        return Role::None;
    }
    if select::is_article(tree, n) {
        return Role::Article;
    }
    if matches!(tag, Tag::Nav | Tag::Footer | Tag::Aside) {
        return Role::Side;
    }
    if let Some(role) = tree.attribute(n, Attribute::Role)
        && matches!(
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
    {
        return Role::Side;
    }
    let mut found = Role::None;
    for attribute in [Attribute::Class, Attribute::Id, Attribute::Test] {
        let Some(value) = tree.attribute(n, attribute) else { continue };
        for word in words(value) {
            if CAPTION.contains(&word.as_str()) {
                return Role::Caption;
            }
            // an article bears the names of its subjects: "tag-ferries category-news"
            let beside = if matches!(tag, Tag::Article | Tag::Main) {
                SIDE_ARTICLE.contains(&word.as_str())
            } else {
                SIDE.binary_search(&word.as_str()).is_ok()
            };
            if beside {
                found = Role::Side;
            }
            // a post that the article shows: "social-media-embed"
            if matches!(word.as_str(), "embed" | "embedded" | "tweet") {
                return Role::None;
            }
        }
    }
    found
}

/// The words of a class list: cut at marks and where a capital letter follows a small one.
pub(crate) fn words(value: &str) -> impl Iterator<Item = String> + '_ {
    let mut rest = value;
    std::iter::from_fn(move || {
        let start = rest.find(|c: char| c.is_ascii_alphabetic())?;
        rest = &rest[start..];
        let bytes = rest.as_bytes();
        let mut end = 1;
        while end < bytes.len()
            && bytes[end].is_ascii_alphabetic()
            && !(bytes[end].is_ascii_uppercase() && bytes[end - 1].is_ascii_lowercase())
        {
            end += 1;
        }
        let word = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        Some(word)
    })
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
        let cut = |value| words(value).collect::<Vec<_>>();
        assert_eq!(
            cut("article-body__relatedPosts ad2 x"),
            ["article", "body", "related", "posts", "ad", "x"]
        );
    }
}
