//! The feed of changed stories (Atom, RFC 4287).

use std::io;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use rashomon_store::ChangeRow;

use crate::fault::Fault;
use crate::state::App;
use crate::views::base;

/// Changes in the feed.
const ENTRIES: u64 = 50;

/// The time of a feed without entries, which must have one.
const NEVER: &str = "1970-01-01T00:00:00Z";

pub(crate) async fn changes(State(app): State<App>, headers: HeaderMap) -> Result<Response, Fault> {
    let changes = app.readers.read(|reader| reader.latest(ENTRIES)).await?;
    let feed = atom(&base(&app, &headers), &changes).map_err(|error| Fault::ours(&error))?;
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
}

/// A feed of changes whose links begin with `base`.
fn atom(base: &str, changes: &[ChangeRow]) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let own = format!("{base}/changes.atom");
    let feed =
        writer.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    feed.write_inner_content(|writer| {
        text(writer, "title", "Rashomon: changed stories")?;
        text(writer, "id", &own)?;
        text(writer, "updated", changes.first().map_or(NEVER, |change| &change.at))?;
        link(writer, "self", &own)?;
        link(writer, "alternate", &format!("{base}/changes"))?;
        writer
            .create_element("author")
            .write_inner_content(|writer| text(writer, "name", "Rashomon"))?;
        changes.iter().try_for_each(|change| entry(writer, base, change))
    })?;
    Ok(writer.into_inner())
}

fn entry(writer: &mut Writer<Vec<u8>>, base: &str, change: &ChangeRow) -> io::Result<()> {
    let story = format!("{base}/stories/{}", change.joined.unwrap_or(change.story));
    writer.create_element("entry").write_inner_content(|writer| {
        text(
            writer,
            "title",
            if change.title.trim().is_empty() { "A story" } else { &change.title },
        )?;
        text(writer, "id", &format!("{base}/changes#{}", change.change))?;
        text(writer, "updated", &change.at)?;
        link(writer, "alternate", &story)?;
        let lines = match (&change.joined, change.lines.as_slice()) {
            (Some(other), _) => format!("Joined to the story {other}."),
            (None, []) => "Told for the first time.".to_owned(),
            (None, lines) => lines.join("\n"),
        };
        text(writer, "summary", &lines)
    })?;
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    // a control character is no character of XML, escaped or not
    let plain: String = text.chars().filter(|c| *c == '\n' || !is_no_xml(*c)).collect();
    writer.create_element(name).write_text_content(BytesText::new(&plain))?;
    Ok(())
}

fn is_no_xml(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

fn link(writer: &mut Writer<Vec<u8>>, rel: &str, href: &str) -> io::Result<()> {
    writer.create_element("link").with_attributes([("rel", rel), ("href", href)]).write_empty()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use rashomon_store::StoryId;

    use super::*;

    #[test]
    fn what_stands_in_it_is_read_back_as_it_was() {
        let change = ChangeRow {
            change: 7,
            story: StoryId(3),
            joined: None,
            revision: 2,
            title: "Port & <script>alert(1)</script>\u{1b}\u{FFFF}".to_owned(),
            at: "2026-01-02T03:04:05Z".to_owned(),
            lines: vec!["one account more".to_owned(), "]]> a date told otherwise".to_owned()],
        };
        let feed = atom("http://localhost:7878", &[change]).unwrap();
        let read = rashomon_ingest::feed(&feed, None).expect("a feed");
        assert_eq!(read.items.len(), 1);
        let text = String::from_utf8(feed).unwrap();
        assert!(
            text.contains("Port &amp; &lt;script&gt;alert(1)&lt;/script&gt;</title>"),
            "{text}"
        );
        assert!(text.contains("<id>http://localhost:7878/changes#7</id>"), "{text}");
        assert!(!text.contains('\u{1b}') && !text.contains("]]>"), "{text}");
    }

    #[test]
    fn a_feed_without_changes_is_whole() {
        let text = String::from_utf8(atom("http://localhost", &[]).unwrap()).unwrap();
        assert!(text.contains(&format!("<updated>{NEVER}</updated>")), "{text}");
    }
}
