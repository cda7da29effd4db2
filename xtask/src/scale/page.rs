//! An article as the page of a news site, with all that stands around the text on one.
//!
//! Each outlet has one of a few layouts, its own menu, styles and footer, the same on all its pages. What scripts hold
//! and which articles are recommended changes from page to page.

use std::fmt::Write as _;

use super::made::{Written, mixed, sum};

const SECTIONS: [&str; 12] = [
    "World",
    "Politics",
    "Business",
    "Technology",
    "Science",
    "Health",
    "Sport",
    "Culture",
    "Travel",
    "Opinion",
    "Weather",
    "Video",
];
/// What stands around headline and paragraphs: tag and class of the whole and of the text.
const LAYOUTS: [[&str; 4]; 4] = [
    ["article", "story", "div", "story-body"],
    ["div", "content-main", "article", "article__text"],
    ["main", "page", "section", "body-copy"],
    ["div", "post hentry", "div", "entry-content"],
];

/// Letters that look like chance, from a seed.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(1);
        mixed(self.0, 11)
    }
}

/// The page of an article, published at `time` (RFC 3339), of about `bytes`, with the headlines of others.
pub(super) fn page(article: &Written, time: &str, others: &[String], bytes: usize) -> String {
    let (site, outlet, title) =
        (sum(&article.host), text(&article.outlet), text(article.headline()));
    let url = address(article);
    let mut noise = Noise(mixed(article.number as u64, site));
    let body = body(article, &title, &outlet, time, site);
    let foot = format!(
        "<footer class=\"site-footer\"><ul>{}</ul><p>© {} {outlet}. All rights reserved. Registered office: 1 Harbour \
         Street.</p></footer>\n<div id=\"consent\" class=\"cookie-banner\" role=\"dialog\"><p>We and our partners use \
         cookies to store and read information on your device. You can change your choice at any time.</p><button>Accept all\
         </button><button>Manage options</button></div>\n</body></html>\n",
        list(&[
            "About us",
            "Contact",
            "Terms of use",
            "Privacy policy",
            "Advertise",
            "Newsletters",
            "Jobs"
        ]),
        &time[..4],
    );
    // what is left is shared by scripts, styles and recommendations
    let room = bytes.saturating_sub(body.len() + foot.len() + 2500);
    let mut out = String::with_capacity(bytes + 4000);
    let linked = serde_json::json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": article.headline(), "datePublished": time,
        "mainEntityOfPage": url, "publisher": {"@type": "Organization", "name": article.outlet},
        "image": [format!("https://{}/img/{:x}.jpg", article.host, noise.next())],
    });
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} | {outlet}</title>\n\
         <link rel=\"canonical\" href=\"{url}\"><meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta property=\"og:type\" content=\"article\"><meta property=\"og:site_name\" content=\"{outlet}\">\n\
         <meta property=\"og:title\" content=\"{title}\"><meta property=\"article:published_time\" content=\"{time}\">\n\
         <script type=\"application/ld+json\">{}</script>\n<style>",
        linked.to_string().replace("</", "<\\/"),
    );
    let start = out.len();
    let mut styles = Noise(site);
    while out.len() - start < room / 5 {
        let (a, b) = (styles.next(), styles.next());
        let _ = write!(
            out,
            ".c{:x}{{margin:{}px {}px;color:#{:06x}}}",
            a % 65536,
            a % 31,
            b % 17,
            b % (1 << 24)
        );
    }
    let _ = write!(out, "</style>\n<script>window.__STATE__={{");
    let start = out.len();
    while out.len() - start < room * 2 / 5 {
        let n = noise.next();
        let _ = write!(
            out,
            "\"slot_{}\":{{\"id\":\"{n:016x}\",\"sizes\":[[300,250],[728,90]],\"lazy\":true}},",
            n % 997
        );
    }
    let _ = write!(
        out,
        "\"end\":1}};</script>\n</head><body class=\"t{}\"><header><a class=\"logo\" href=\"/\">{outlet}</a><nav><ul>{}</ul></nav>\
         </header>\n{body}<aside class=\"recommended\"><h2>More from {outlet}</h2>\n",
        site % 7,
        list(&SECTIONS),
    );
    let start = out.len();
    while out.len() - start < room * 2 / 5 && !others.is_empty() {
        let n = noise.next();
        let _ = writeln!(
            out,
            "<div class=\"card card--teaser\" data-id=\"{n:x}\"><a href=\"/{}/{n:x}\"><img src=\"/img/{n:x}.jpg\" srcset=\"\
             /img/{n:x}-320.jpg 320w, /img/{n:x}-640.jpg 640w\" alt=\"\" loading=\"lazy\"><span class=\"card__title\">{}</span></a></div>",
            SECTIONS[n as usize % SECTIONS.len()].to_lowercase(),
            text(&others[n as usize % others.len()]),
        );
    }
    let _ = write!(out, "</aside>\n{foot}");
    out
}

/// The address of an article's page.
pub(super) fn address(article: &Written) -> String {
    let title = article.headline().to_lowercase();
    let words: Vec<&str> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(8)
        .collect();
    format!("https://{}/news/{}-{}", article.host, words.join("-"), article.number)
}

/// Headline, author line, time and paragraphs in the outlet's layout.
fn body(article: &Written, title: &str, outlet: &str, time: &str, site: u64) -> String {
    let [whole, class, part, copy] = LAYOUTS[site as usize % LAYOUTS.len()];
    let mut out = format!(
        "<{whole} class=\"{class}\"><h1>{title}</h1>\n<p class=\"byline\">By {outlet} staff</p><time datetime=\"{time}\">{}</time>\n\
         <ul class=\"share\">{}</ul>\n<{part} class=\"{copy}\">\n",
        &time[..10],
        list(&["Facebook", "Twitter", "WhatsApp", "Email", "Print"]),
    );
    for (number, paragraph) in
        article.text.lines().filter(|line| !line.trim().is_empty()).enumerate()
    {
        let _ = writeln!(out, "<p>{}</p>", text(paragraph.trim()));
        if number == 3 {
            out.push_str(
                "<div class=\"ad-slot\" aria-hidden=\"true\"><span>Advertisement</span></div>\n",
            );
        }
    }
    let _ = writeln!(
        out,
        "</{part}>\n<div class=\"newsletter\"><h3>Sign up for our newsletter</h3><input type=\"email\"></div></{whole}>",
    );
    out
}

fn list(items: &[&str]) -> String {
    items.iter().fold(String::new(), |mut out, item| {
        let _ = write!(
            out,
            "<li class=\"item\"><a href=\"/{}\">{item}</a></li>",
            item.to_lowercase().replace(' ', "-")
        );
        out
    })
}

/// A text as markup, also inside an attribute.
fn text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
