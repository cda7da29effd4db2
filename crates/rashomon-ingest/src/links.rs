use std::io::Read as _;

use rashomon_text::Note;

use crate::{Moment, decode, feed, opml, sitemap};

/// What a feed, an outline, a sitemap or a list of addresses leads to.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// The links, in the order of the file, each address once.
    pub links: Vec<Link>,
    /// What was odd.
    pub notes: Vec<Note>,
}

/// A link, and what is said of what it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address; `http` or `https`.
    pub url: String,
    /// What it leads to.
    pub kind: LinkKind,
    /// Headline of the page, title of the feed.
    pub title: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Language, as declared.
    pub language: Option<String>,
    /// When what it leads to was published.
    pub published: Option<Moment>,
    /// When it was last changed.
    pub updated: Option<Moment>,
}

/// What a [`Link`] leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// A page.
    Page,
    /// A feed, or the next part of one.
    Feed,
    /// A sitemap.
    Sitemap,
}

impl Link {
    /// A link of which nothing is known but where it leads.
    pub fn new(kind: LinkKind, url: String) -> Self {
        Self {
            url,
            kind,
            title: None,
            outlet: None,
            language: None,
            published: None,
            updated: None,
        }
    }
}

/// Reads the links of a feed, an OPML outline, a sitemap or index of sitemaps, or a plain list of
/// addresses, one a line; `None` where `bytes` are none of these. What is compressed with gzip is unpacked.
/// Pure: nothing is fetched.
///
/// ```
/// use rashomon_ingest::{LinkKind, links};
///
/// let opml = b"<opml><body><outline text='Ports'><outline xmlUrl='https://post.example/feed'/></outline></body></opml>";
/// let found = links(opml, None).unwrap();
/// assert_eq!(found.links[0].url, "https://post.example/feed");
/// assert_eq!(found.links[0].kind, LinkKind::Feed);
/// ```
pub fn links(bytes: &[u8], charset: Option<&str>) -> Option<Links> {
    let unpacked;
    let (bytes, note) = if bytes.starts_with(b"\x1F\x8B") {
        let note;
        (unpacked, note) = unpack(bytes);
        (&unpacked[..], note)
    } else {
        (bytes, None)
    };
    let mut found = if let Some(feed) = feed::feed(bytes, charset) {
        of_feed(&feed)
    } else {
        let declared = charset.map(str::to_owned).or_else(|| decode::declared(bytes));
        let decoded = decode::decode(bytes, declared.as_deref());
        let mut found = opml::read(&decoded.text)
            .or_else(|| sitemap::read(&decoded.text))
            .or_else(|| list(&decoded.text))?;
        found.notes.splice(0..0, decoded.notes);
        found
    };
    found.notes.extend(note);
    let mut seen = rustc_hash::FxHashSet::default();
    let before = found.links.len();
    found.links.retain(|link| is_web(&link.url));
    let odd = before - found.links.len();
    found.links.retain(|link| seen.insert(link.url.clone()));
    if odd > 0 {
        let message = format!("{odd} links are no http or https addresses and were left out");
        found.notes.push(Note::new("link-unusable", message));
    }
    Some(found)
}

/// No sitemap may be larger, by their own rules 50 MiB.
const LARGEST: u64 = 128 << 20;

/// Undoes gzip, up to a limit.
fn unpack(bytes: &[u8]) -> (Vec<u8>, Option<Note>) {
    let mut out = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(LARGEST).read_to_end(&mut out);
    let note = match read {
        Err(error) => {
            Some(format!("its gzip is damaged ({error}); what comes before that was read"))
        }
        Ok(_) if out.len() as u64 == LARGEST => {
            Some(format!("unpacks to more than {} MiB; the rest was not read", LARGEST >> 20))
        }
        Ok(_) => None,
    };
    (out, note.map(|message| Note::new("gzip", message)))
}

fn of_feed(feed: &feed::Feed) -> Links {
    let links = feed.items.iter().filter_map(|item| {
        Some(Link {
            title: item.title.clone(),
            outlet: feed.title.clone(),
            language: item.language.clone().or_else(|| feed.language.clone()),
            published: item.published,
            updated: item.updated,
            ..Link::new(LinkKind::Page, item.link.clone()?)
        })
    });
    let next = feed.next.iter().map(|next| Link::new(LinkKind::Feed, next.clone()));
    Links { links: links.chain(next).collect(), notes: feed.notes.clone() }
}

/// A list of addresses: one a line, blank lines and lines that begin with `#` apart.
fn list(text: &str) -> Option<Links> {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    // anything else on the first line, and it is another kind of file
    if !lines.clone().next().is_some_and(is_web) {
        return None;
    }
    let mut found = Links::default();
    let mut odd = 0;
    for line in &mut lines {
        if is_web(line) {
            found.links.push(Link::new(LinkKind::Page, line.to_owned()));
        } else {
            odd += 1;
        }
    }
    if odd > 0 {
        let message = format!("{odd} lines are no http or https addresses and were left out");
        found.notes.push(Note::new("link-unusable", message));
    }
    Some(found)
}

/// Whether `url` is an address of the web, without white space or control characters.
pub(crate) fn is_web(url: &str) -> bool {
    let scheme = |name: &str| url.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
    (scheme("http://") && url.len() > 7 || scheme("https://") && url.len() > 8)
        && url.len() <= 8192
        && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// `link` made absolute with the address of the page or feed it stands in.
pub(crate) fn absolute(base: Option<&str>, link: &str) -> String {
    let link = link.trim();
    let Some(base) = base.map(str::trim).filter(|base| is_web(base) && !is_web(link)) else {
        return link.to_owned();
    };
    let scheme = base.find("://").map_or(0, |at| at + 3);
    let host = base[scheme..].find(['/', '?', '#']).map_or(base.len(), |at| scheme + at);
    if let Some(rest) = link.strip_prefix("//") {
        return format!("{}{rest}", &base[..scheme]);
    }
    // another scheme
    let colon = link.find(':').filter(|&at| {
        at > 0 && link[..at].bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    });
    if colon.is_some() {
        return link.to_owned();
    }
    if link.starts_with('/') {
        return format!("{}{link}", &base[..host]);
    }
    let path = &base[host..];
    let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
    let folder = path.rfind('/').map_or("", |at| &path[..at]);
    format!("{}{folder}/{}", &base[..host], link.strip_prefix("./").unwrap_or(link))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_links() {
        let base = Some("https://post.example/news/index.html?x=/");
        for (link, expect) in [
            ("https://a.example/b", "https://a.example/b"),
            ("//a.example/b", "https://a.example/b"),
            ("/b?c", "https://post.example/b?c"),
            ("b", "https://post.example/news/b"),
            ("./b", "https://post.example/news/b"),
            ("mailto:a@b", "mailto:a@b"),
        ] {
            assert_eq!(absolute(base, link), expect);
        }
        assert_eq!(absolute(Some("https://post.example"), "b"), "https://post.example/b");
        assert_eq!(absolute(None, "b"), "b");
    }

    #[test]
    fn lists_of_addresses() {
        let list = "# pages\nhttps://a.example/1\n\nHTTPS://a.example/2\r\nno address\nhttps://a.example/1\n";
        let found = links(list.as_bytes(), None).unwrap();
        let urls: Vec<_> = found.links.iter().map(|link| link.url.as_str()).collect();
        assert_eq!(urls, ["https://a.example/1", "HTTPS://a.example/2"]);
        assert_eq!(found.notes[0].code, "link-unusable");
        assert!(links(b"A ferry sank.\nhttps://a.example/1", None).is_none());
        assert!(links(b"<html><a href='https://a.example'>x</a></html>", None).is_none());
        assert!(links(b"", None).is_none());
    }

    #[test]
    fn what_is_compressed_is_unpacked() {
        use std::io::Write as _;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(b"<urlset><url><loc>https://a.example/1</loc></url></urlset>").unwrap();
        let packed = packed.finish().unwrap();
        assert_eq!(links(&packed, None).unwrap().links.len(), 1);
        let cut = links(&packed[..packed.len() - 6], None).unwrap();
        assert_eq!((cut.links.len(), cut.notes[0].code), (1, "gzip"));
    }

    #[test]
    fn links_of_a_feed() {
        let feed = "<rss><channel><title>Post</title><link>https://post.example</link>\
            <item><title>One</title><link>/1</link></item><item><title>None</title></item>\
            <item><link>javascript:alert(1)</link></item></channel></rss>";
        let found = links(feed.as_bytes(), None).unwrap();
        assert_eq!(found.links.len(), 1, "{found:?}");
        assert_eq!(found.links[0].url, "https://post.example/1");
        assert_eq!(found.links[0].outlet.as_deref(), Some("Post"));
    }
}
