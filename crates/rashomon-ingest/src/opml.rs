//! OPML: outlines of feeds, as feed readers save them.

use rashomon_text::Note;

use crate::{
    Link, LinkKind, Links,
    xml::{Space, Step, Walk},
};

/// The feeds of an outline, nested or not; `None` where `text` is none. An outline without a feed gives its
/// page.
pub(crate) fn read(text: &str) -> Option<Links> {
    let mut walk = Walk::new(text);
    let mut root = false;
    let mut found = Links::default();
    while let Some(step) = walk.next() {
        let Step::Open { element, .. } = step else { continue };
        if !root {
            root = true;
            if !element.is(Space::Plain, "opml") {
                return None;
            }
        }
        if !element.is(Space::Plain, "outline") {
            continue;
        }
        let (kind, url) = match element.attribute("xmlUrl") {
            Some(url) => (LinkKind::Feed, Some(url)),
            None => {
                (LinkKind::Page, element.attribute("htmlUrl").or_else(|| element.attribute("url")))
            }
        };
        if let Some(url) = url {
            let title = element.attribute("title").or_else(|| element.attribute("text"));
            let language = element.attribute("language");
            found.links.push(Link {
                outlet: title.clone(),
                title,
                language,
                ..Link::new(kind, url)
            });
        }
    }
    if let Some(at) = walk.broken {
        found.notes.push(Note::new(
            "feed-broken",
            format!("the outline is no XML from byte {at} on; what comes before that was read"),
        ));
    }
    root.then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines() {
        let text = "<?xml version='1.0'?><opml version='2.0'><head><title>Mine</title></head><body>\
            <outline text='Ports'><outline text='Post' title='Harbour Post' type='rss' \
            xmlUrl='https://post.example/feed?a=1&amp;b=2' htmlUrl='https://post.example'/>\
            <outline text='deeper'><outline text='Gazette' htmlUrl='https://gazette.example'/></outline>\
            </outline></body>";
        let found = read(text).unwrap();
        let links: Vec<_> = found
            .links
            .iter()
            .map(|link| (link.kind, link.url.as_str(), link.title.as_deref().unwrap()))
            .collect();
        assert_eq!(
            links,
            [
                (LinkKind::Feed, "https://post.example/feed?a=1&b=2", "Harbour Post"),
                (LinkKind::Page, "https://gazette.example", "Gazette"),
            ]
        );
        assert_eq!(found.notes[0].code, "feed-broken");
        assert!(read("<rss/>").is_none() && read("").is_none());
    }
}
