use std::{borrow::Cow, fmt, io};

use sha2::{Digest as _, Sha256};

use rashomon_text::{Article, Basis, Note, Source, time::Date};

use crate::{
    Error, FeedFormat, Given, Options, Packing, clean, decode, feed::ItemPage, html, json, mail,
};

/// One document as its file or container holds it: found, and not yet read.
///
/// A [`Reader`](crate::Reader) gives records one after another and does no more work on them than
/// finding where they begin and end; [`Record::clean`] does the rest, and records can be cleaned side
/// by side.
#[derive(Clone, Debug)]
pub struct Record {
    /// The document: a text, a page, a line of JSON.
    pub bytes: Vec<u8>,
    /// What the bytes are.
    pub kind: Kind,
    /// Path of the file as the user gave it, with `/` between folders.
    pub path: String,
    /// The record's name in its container; `None` where the file is the document.
    pub id: Option<String>,
    /// Byte of the file at which the record starts; of what is unpacked, where the file as a whole
    /// is compressed.
    pub offset: u64,
    /// How the bytes are packed: cleaning takes it off.
    pub packing: Packing,
    /// The most bytes that the document may have when nothing is packed any more.
    pub max_bytes: u64,
    /// The charset that the container declares.
    pub charset: Option<String>,
    /// The day on which the bytes were fetched: nothing in them was published later.
    pub captured: Option<Date>,
    /// What the user's table or the container says of the document. Goes before what the document says.
    pub given: Given,
    /// What was odd on the way here.
    pub notes: Vec<Note>,
    /// The page made of an item of a feed, with its places in `bytes`.
    pub(crate) item: Option<ItemPage>,
}

/// What the bytes of a [`Record`] are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Plain text.
    Text,
    /// A page of HTML, or a part of one.
    Page,
    /// A JSON object with a `text`.
    Json,
    /// An item of a feed.
    Item(FeedFormat),
    /// A message of mail, or a page saved as one.
    Mail,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Page,
        Self::Json,
        Self::Item(FeedFormat::Rdf),
        Self::Item(FeedFormat::Rss),
        Self::Item(FeedFormat::Atom),
        Self::Item(FeedFormat::Json),
        Self::Mail,
    ];

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Page => "text/html",
            Self::Json | Self::Item(FeedFormat::Json) => "application/json",
            Self::Item(FeedFormat::Rdf) => "application/rdf+xml",
            Self::Item(FeedFormat::Rss) => "application/rss+xml",
            Self::Item(FeedFormat::Atom) => "application/atom+xml",
            Self::Mail => "message/rfc822",
        }
    }
}

/// A file, or a record of one, that gave no article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// Path of the file as the user gave it.
    pub path: String,
    /// The record, where only one record of the file failed: its id, or `line 7`.
    pub record: Option<String>,
    /// Where in the file the record starts, as [`Record::offset`].
    pub offset: u64,
    /// Why it was passed over on purpose; `None` where it should have been read and could not be.
    pub skipped: Option<Skip>,
    /// What happened and what to do, naming the path.
    pub message: String,
}

/// Why a record is passed over: it is no document, or none worth reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// It is about the container or another record: a request, a description.
    Administrative,
    /// It only says that a page was the same as before.
    Revisit,
    /// The server answered with an error or a redirect.
    Status,
    /// It is a picture, a script, a feed: nothing with an article in it.
    MediaType,
    /// The same page from the same address is there already.
    Duplicate,
    /// It is an item of a feed that holds a headline and no text.
    Headline,
}

impl Skip {
    /// Every reason, in the order of [`Skip::as_str`]'s table.
    pub const ALL: [Self; 6] = [
        Self::Administrative,
        Self::Revisit,
        Self::Status,
        Self::MediaType,
        Self::Duplicate,
        Self::Headline,
    ];

    /// The word used in logs and summaries.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrative => "administrative",
            Self::Revisit => "revisit",
            Self::Status => "status",
            Self::MediaType => "media type",
            Self::Duplicate => "duplicate",
            Self::Headline => "headline",
        }
    }
}

impl Failure {
    /// What failed: the path, with `#` and the record where it is one of several in a file.
    pub fn input(&self) -> String {
        match &self.record {
            Some(record) => format!("{}#{record}", self.path),
            None => self.path.clone(),
        }
    }

    /// A file that cannot be read, or read on.
    pub(crate) fn of_file(path: &str, offset: u64, error: &Error) -> Self {
        let message = error.to_string();
        Self { path: path.to_owned(), record: None, offset, skipped: None, message }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Record {
    /// A record of the file at `path` that holds `bytes`.
    pub fn new(kind: Kind, path: &str, bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            kind,
            path: path.to_owned(),
            id: None,
            offset: 0,
            packing: Packing::default(),
            max_bytes: Options::default().max_bytes,
            charset: None,
            captured: None,
            given: Given::default(),
            notes: Vec::new(),
            item: None,
        }
    }

    /// Reads the record: undoes its encodings, finds the article in it and marks what is no part of
    /// the account. Pure: no I/O; whatever the bytes are, this returns.
    ///
    /// ```
    /// use rashomon_ingest::{Kind, Record};
    ///
    /// let page = b"<h1>Harbour reopens</h1><p>The harbour of Valletta reopened on Monday.</p>";
    /// let article = Record::new(Kind::Page, "page.html", page.to_vec()).clean().unwrap();
    /// assert_eq!(article.slice(article.title.unwrap()), "Harbour reopens");
    /// ```
    pub fn clean(&self) -> Result<Article, Failure> {
        let mut article = match self.kind {
            Kind::Json => json::article(self)?,
            Kind::Text | Kind::Page => self.text_or_page()?,
            Kind::Item(_) => self.item()?,
            Kind::Mail => self.mail()?,
        };
        if let Some(day) = self.captured {
            bound(&mut article, day);
        }
        Ok(article)
    }

    /// The document as the page's owner made it: what is packed unpacked, for `verify` and for whoever
    /// follows an [`Article::raw`](rashomon_text::Article::raw). Adds what was odd to `notes`.
    pub fn payload(&self, notes: &mut Vec<Note>) -> Result<Cow<'_, [u8]>, Failure> {
        let opened = self.packing.open(&self.bytes, self.max_bytes, notes);
        opened.map_err(|what| self.failure(&what))
    }

    fn item(&self) -> Result<Article, Failure> {
        let page = self.item.clone();
        let page = page.ok_or_else(|| self.failure("an item is read with its feed; use `feed`"))?;
        Ok(page.article(self.source(&self.bytes), &self.notes, &self.given))
    }

    fn mail(&self) -> Result<Article, Failure> {
        let Some((mut article, saved)) =
            mail::read(self.source(&self.bytes), &self.bytes, &self.given)
        else {
            return Err(self.failure(
                "is a message without a text that can be read; save its text as .txt or .html",
            ));
        };
        article.notes.splice(0..0, self.notes.iter().cloned());
        if let Some(day) = saved {
            bound(&mut article, day);
        }
        Ok(article)
    }

    fn text_or_page(&self) -> Result<Article, Failure> {
        let mut notes = self.notes.clone();
        let bytes = self.payload(&mut notes)?;
        if let Some(what) = decode::binary(&bytes) {
            let skipped = self.id.is_some().then_some(Skip::MediaType);
            return Err(Failure { skipped, ..self.failure(&what) });
        }
        let source = self.source(&bytes);
        let page = self.kind == Kind::Page;
        let mut decoded = self.decoded(&bytes);
        decoded.notes.splice(0..0, notes);
        Ok(if page {
            html::finish_html(source, decoded, &self.given)
        } else {
            clean::finish_text(source, decoded, &self.given)
        })
    }

    /// The text of the unpacked `bytes`, by the charset that the container or the page declares.
    pub(crate) fn decoded(&self, bytes: &[u8]) -> decode::Decoded {
        if self.kind != Kind::Page {
            return decode::decode(bytes, self.charset.as_deref());
        }
        let declared = self.charset.clone().or_else(|| decode::declared(bytes));
        html::decode_page(bytes, declared.as_deref())
    }

    pub(crate) fn source(&self, bytes: &[u8]) -> Source {
        Source {
            path: Some(self.path.clone()),
            url: self.given.url.clone(),
            record: self.id.clone(),
            sha256: digest(bytes),
            media_type: self.kind.media_type(),
        }
    }

    /// SHA-256 of the document ([`Record::payload`]; of the bytes where they cannot be unpacked),
    /// lower-case hexadecimal.
    pub fn sha256(&self) -> String {
        digest(&self.payload(&mut Vec::new()).unwrap_or(Cow::Borrowed(&self.bytes)))
    }

    /// The failure of this record, for a reason that does not name it.
    pub(crate) fn failure(&self, what: &str) -> Failure {
        Failure {
            path: self.path.clone(),
            record: self.id.clone(),
            offset: self.offset,
            skipped: None,
            message: format!("{}: {what}", self.path),
        }
    }
}

/// Nothing was published after it was fetched: takes back a later date, unless the user gave it.
fn bound(article: &mut Article, captured: Date) {
    // where it was fetched it may be a day earlier than where it was published
    let last = captured.tomorrow().unwrap_or(captured);
    let later =
        article.published.take_if(|found| found.basis != Basis::Given && found.start > last);
    if let Some(later) = later {
        article.notes.push(Note::new(
            "date-after-capture",
            format!(
                "the date found, {}, is after the page was fetched, {captured}; it is not used",
                later.start
            ),
        ));
    }
}

/// SHA-256 of `bytes` (FIPS 180-4), lower-case hexadecimal: what tells one file from another.
///
/// ```
/// assert!(rashomon_ingest::digest(b"abc").starts_with("ba7816bf"));
/// ```
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// [`digest`] of all that can be read from `bytes`, piece by piece.
pub fn digest_of(mut bytes: impl io::Read) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match bytes.read(&mut piece) {
            Ok(0) => return Ok(hex(&hash.finalize())),
            Ok(n) => hash.update(&piece[..n]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
