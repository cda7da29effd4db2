//! Mail and saved pages in mail's clothes: `.eml`, and MHTML (`.mht`, `.mhtml`).
//!
//! The text is the HTML part, or the plain one where there is none. Each character leads back to its
//! bytes in the message, through charset, quoted-printable and base64.

mod transfer;

use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use rashomon_text::{Article, Date, OffsetMap, Source};

use crate::{
    Decoded, Given, Moment, decode, html,
    links::is_web,
    made::{Head, Made},
};

/// Reads the article of a message: a newsletter, a forwarded page, or a page that a browser saved as
/// MHTML. `None` where it holds no text. Pure.
///
/// The subject is the headline, `From` says who publishes, `Date` when; of a saved page, which has an
/// address, the page itself says all three.
///
/// ```
/// use rashomon_ingest::{Given, clean_mail};
/// use rashomon_text::{Source, Span};
///
/// let mail = b"From: Harbour Post <news@post.example>\r\nSubject: Harbour reopens\r\n\
///     Date: Wed, 07 Sep 2022 21:25:00 +0200\r\nContent-Type: text/html; charset=utf-8\r\n\
///     Content-Transfer-Encoding: quoted-printable\r\n\r\n\
///     <p>The harbour of Valletta reopened on Monday, the port=E2=80=99s head said.</p>\r\n";
/// let article = clean_mail(Source::default(), mail, &Given::default()).unwrap();
/// assert_eq!(article.slice(article.title.unwrap()), "Harbour reopens");
/// assert_eq!(article.outlet.as_ref().unwrap().name, "Harbour Post");
/// let raw = article.raw.as_ref().unwrap().to_raw(Span::find(&article.text, "port’s").unwrap());
/// assert_eq!(&mail[raw.range()], b"port=E2=80=99s");
/// ```
pub fn clean_mail(source: Source, bytes: &[u8], given: &Given) -> Option<Article> {
    read(source, bytes, given).map(|(article, _)| article)
}

/// As [`clean_mail`], with the day on which a page was saved.
pub(crate) fn read(
    mut source: Source,
    bytes: &[u8],
    given: &Given,
) -> Option<(Article, Option<Date>)> {
    let MailPage { page, url, saved } = page(bytes)?;
    source.url = source.url.or_else(|| given.url.clone()).or(url);
    Some((html::finish_html(source, page, given), saved))
}

/// What a message gives to be read.
pub(crate) struct MailPage {
    /// Headline and text as a page.
    pub(crate) page: Decoded,
    /// Address of a saved page, and when it was saved.
    url: Option<String>,
    saved: Option<Date>,
}

/// The page of a message; `None` where it holds no text.
pub(crate) fn page(bytes: &[u8]) -> Option<MailPage> {
    let message = MessageParser::default().parse(bytes)?;
    let root = message.parts.first()?;
    let texts = texts(&message);
    let first = *texts.first()?;
    let place = |part: &MessagePart<'_>| {
        part.content_location().map(str::to_owned).filter(|url| is_web(url))
    };
    let snapshot = raw_header(root, bytes, &HeaderName::Other("Snapshot-Content-Location".into()));
    let saved = snapshot.map(|(text, _)| text).filter(|url| is_web(url));
    let url = saved.or_else(|| place(first)).or_else(|| place(root));
    let date =
        raw_header(root, bytes, &HeaderName::Date).and_then(|(text, _)| Moment::parse(&text));

    let mut made = Made::default();
    let mut notes = Vec::new();
    let is_page = url.is_some();
    let sender = message.from().and_then(|from| from.first()).and_then(|from| from.name());
    if !is_page {
        made.head(&Head { site: sender, published: date, ..Head::default() });
        if let Some((written, span)) = raw_header(root, bytes, &HeaderName::Subject) {
            let subject = message.subject().unwrap_or(&written).trim();
            let mut map = OffsetMap::new();
            // not where bytes that are no UTF-8 were replaced
            if bytes.get(span.0 as usize..span.1 as usize) == Some(subject.as_bytes()) {
                map.copy(span.0, span.1 - span.0);
            } else {
                map.atom(subject.len() as u32, span.0..span.1);
            }
            made.put("<h1>");
            made.append_plain(subject, &map, false);
            made.put("</h1>");
        }
    }
    for part in texts {
        let (from, to) = (part.offset_body as usize, part.offset_end as usize);
        let (inside, transfer) = transfer::decode(bytes, from, to, part.encoding);
        let charset = part.content_type().and_then(|it| it.attribute("charset"));
        let declared = charset.map(str::to_owned).or_else(|| decode::declared(&inside));
        let decoded = decode::decode(&inside, declared.as_deref());
        let map = decoded.map.map_or_else(|| transfer.clone(), |map| map.then(&transfer));
        notes.extend(decoded.notes);
        if matches!(part.body, PartType::Html(_)) {
            made.append(&decoded.text, &map);
        } else {
            made.append_paragraphs(&decoded.text, &map);
        }
    }
    if html::plain(&made.text).is_empty() {
        return None;
    }
    let page = Decoded { text: made.text, map: Some(made.map), notes };
    Some(MailPage { page, url, saved: date.map(|date| date.day).filter(|_| is_page) })
}

/// The parts that are to be read: those of HTML where there are any.
fn texts<'a, 'x>(message: &'a Message<'x>) -> Vec<&'a MessagePart<'x>> {
    let parts = |ids: &[u32], html: bool| {
        ids.iter()
            .filter_map(|&id| message.parts.get(id as usize))
            .filter(|part| match part.body {
                PartType::Html(_) => html,
                PartType::Text(_) => !html,
                _ => false,
            })
            .collect::<Vec<_>>()
    };
    let pages = parts(&message.html_body, true);
    if pages.is_empty() { parts(&message.text_body, false) } else { pages }
}

/// A header as written, without white space around it, and its bytes in the message.
fn raw_header(
    part: &MessagePart<'_>,
    bytes: &[u8],
    name: &HeaderName<'_>,
) -> Option<(String, (u32, u32))> {
    let header = part.headers.iter().rev().find(|header| header.name == *name)?;
    let raw = bytes.get(header.offset_start as usize..header.offset_end as usize)?;
    let start = header.offset_start as usize + raw.len() - raw.trim_ascii_start().len();
    let text = raw.trim_ascii();
    let span = (start as u32, (start + text.len()) as u32);
    (!text.is_empty()).then(|| (String::from_utf8_lossy(text).into_owned(), span))
}
