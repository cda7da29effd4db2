//! Sitemaps, their indexes, and the extension for news.

use rashomon_text::Note;

use crate::{
    Link, LinkKind, Links, Moment,
    xml::{Space, Step, Walk, resolved},
};

/// The pages of a sitemap, or the sitemaps of an index; `None` where `text` is neither.
pub(crate) fn read(text: &str) -> Option<Links> {
    let mut walk = Walk::new(text);
    let mut root = false;
    let mut found = Links::default();
    // the entry being read, and what is read of it
    let mut link: Option<(usize, Link)> = None;
    let mut field: Option<(usize, Space, String, usize)> = None;
    while let Some(step) = walk.next() {
        match step {
            Step::Open { element, end, .. } => {
                if !root {
                    root = true;
                    let known = element.is(Space::Plain, "urlset")
                        || element.is(Space::Plain, "sitemapindex");
                    if !known {
                        return None;
                    }
                } else if element.is(Space::Plain, "url") && link.is_none() {
                    link = Some((walk.depth(), Link::new(LinkKind::Page, String::new())));
                } else if element.is(Space::Plain, "sitemap") && link.is_none() {
                    link = Some((walk.depth(), Link::new(LinkKind::Sitemap, String::new())));
                } else if matches!(element.space, Space::Plain | Space::News) {
                    field =
                        Some((walk.depth(), element.space, element.name.to_ascii_lowercase(), end));
                }
            }
            Step::Close { start, .. } => {
                let depth = walk.depth() + 1;
                if let Some((_, space, name, from)) = field.take_if(|it| it.0 == depth) {
                    if let Some((_, link)) = &mut link {
                        let (value, _) = resolved(text, from, start);
                        take(link, space, &name, value.trim());
                    }
                } else if let Some((_, link)) = link.take_if(|it| it.0 == depth)
                    && !link.url.is_empty()
                {
                    found.links.push(link);
                }
            }
            Step::Copy { .. } | Step::Atom { .. } => {}
        }
    }
    if let Some(at) = walk.broken {
        found.notes.push(Note::new(
            "feed-broken",
            format!("the sitemap is no XML from byte {at} on; what comes before that was read"),
        ));
    }
    root.then_some(found)
}

fn take(link: &mut Link, space: Space, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let text = || Some(value.split_whitespace().collect::<Vec<_>>().join(" "));
    match (space, name) {
        (Space::Plain, "loc") => value.clone_into(&mut link.url),
        (Space::Plain, "lastmod") => link.updated = Moment::parse(value),
        (Space::News, "publication_date") => link.published = Moment::parse(value),
        (Space::News, "title") => link.title = text(),
        (Space::News, "name") => link.outlet = text(),
        (Space::News, "language") => link.language = text(),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sitemaps_with_news() {
        let text = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
            xmlns:n='http://www.google.com/schemas/sitemap-news/0.9' xmlns:image='urn:image'><url>\
            <loc> https://post.example/1?a&amp;b </loc><lastmod>2022-09-08</lastmod><n:news><n:publication>\
            <n:name>Harbour Post</n:name><n:language>en</n:language></n:publication>\
            <n:publication_date>2022-09-07T21:25:00+02:00</n:publication_date>\
            <n:title>Ferry &amp; port</n:title></n:news>\
            <image:image><image:loc>https://post.example/1.jpg</image:loc></image:image></url>\
            <url><lastmod>2022-09-08</lastmod></url></urlset>";
        let found = read(text).unwrap();
        assert_eq!(found.links.len(), 1);
        let link = &found.links[0];
        assert_eq!(link.url, "https://post.example/1?a&b");
        assert_eq!(link.title.as_deref(), Some("Ferry & port"));
        assert_eq!(link.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!(link.language.as_deref(), Some("en"));
        assert_eq!(link.published.unwrap().to_string(), "2022-09-07T21:25:00+02:00");
        assert_eq!(link.updated.unwrap().to_string(), "2022-09-08");
    }

    #[test]
    fn indexes() {
        let text = "<sitemapindex><sitemap><loc>https://post.example/s.xml.gz</loc></sitemap><sitemap><loc>https://post.example/t.xml";
        let found = read(text).unwrap();
        let urls: Vec<_> = found.links.iter().map(|link| (link.kind, link.url.as_str())).collect();
        assert_eq!(
            urls,
            [
                (LinkKind::Sitemap, "https://post.example/s.xml.gz"),
                (LinkKind::Sitemap, "https://post.example/t.xml"),
            ]
        );
        assert_eq!(found.notes[0].code, "feed-broken");
        assert!(read("<html/>").is_none());
    }
}
