use crate::{Note, OffsetMap, Span, time::Date};

/// Where an article came from: what ingest knows before reading a word of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Path of the file as the user gave it, with `/` between folders.
    pub path: Option<String>,
    /// Address of the page, if known.
    pub url: Option<String>,
    /// Id of the record within a JSONL or WARC file.
    pub record: Option<String>,
    /// SHA-256 of the raw bytes (of the record, where there is one), lower-case hexadecimal.
    pub sha256: String,
    /// Media type: `text/plain`, `text/html`, `application/json`.
    pub media_type: &'static str,
}

/// How a statement about a document (outlet, date) is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The user said so (`--metadata`, a field of a record).
    Given,
    /// The page's or file's own metadata or header lines.
    Metadata,
    /// The words of the text.
    Text,
    /// Worked out from this and the other articles of the story.
    Inferred,
}

impl Basis {
    /// The word used in `dossier.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Metadata => "metadata",
            Self::Text => "text",
            Self::Inferred => "inferred",
        }
    }
}

/// Who published the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Name as it should be shown.
    pub name: String,
    /// How it is known.
    pub basis: Basis,
    /// Where the text says so.
    pub evidence: Vec<Span>,
}

/// When the article was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// First possible day.
    pub start: Date,
    /// Last possible day; the same as `start` when the day is known.
    pub end: Date,
    /// How it is known.
    pub basis: Basis,
    /// Where the text says so.
    pub evidence: Vec<Span>,
}

/// When the page was last changed, by its own word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modified {
    /// The day, where it was written.
    pub day: Date,
    /// The moment in ISO 8601, with its zone where that is said: `2022-09-07T21:25:00+02:00`.
    pub at: Option<String>,
    /// How it is known.
    pub basis: Basis,
    /// Where the text says so.
    pub evidence: Vec<Span>,
}

/// Why a range of the text is no part of the article's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Advertisement, betting link, sponsored line.
    Advertisement,
    /// "Read: …", "More on this story", newsletter box.
    Promo,
    /// Cookie, privacy, copyright or terms notice.
    Notice,
    /// Opening words or headline of another story.
    Teaser,
    /// Id, date, section or share-count lines around the text.
    Metadata,
    /// Menus, breadcrumbs, share bars.
    Navigation,
    /// Readers' comments and the invitation to leave one.
    Comments,
    /// Caption furniture and image credits without a statement.
    Caption,
    /// Stock-quote and data-feed footers.
    Feed,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Advertisement,
        Self::Promo,
        Self::Notice,
        Self::Teaser,
        Self::Metadata,
        Self::Navigation,
        Self::Comments,
        Self::Caption,
        Self::Feed,
    ];

    /// The word used in `dossier.json`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Advertisement => "advertisement",
            Self::Promo => "promo",
            Self::Notice => "notice",
            Self::Teaser => "teaser",
            Self::Metadata => "metadata",
            Self::Navigation => "navigation",
            Self::Comments => "comments",
            Self::Caption => "caption",
            Self::Feed => "feed",
        }
    }
}

/// A range that cleaning marked as no part of the account. Nothing is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Removed {
    /// Bytes of the article's text.
    pub span: Span,
    /// Why.
    pub reason: Reason,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParagraphKind {
    /// The headline.
    Title,
    /// Author line.
    Byline,
    /// A heading inside the text.
    Heading,
    /// Running text.
    Body,
    /// A picture's caption that says something.
    Caption,
}

/// A block of kept text: what one `<p>` or one line of a text file holds.
///
/// A paragraph broken by a page break is one paragraph whose span runs over the break; ranges of
/// [`Article::removed`] inside it are skipped by the tokeniser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Paragraph {
    /// Bytes of the article's text, without white space at the ends.
    pub span: Span,
    /// What it is.
    pub kind: ParagraphKind,
}

/// A wire agency or outlet that the text credits: "The Associated Press contributed to this report".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credit {
    /// Name as a reference work would give it: "Associated Press".
    pub name: String,
    /// The crediting words.
    pub span: Span,
}

/// One document, read and cleaned: what ingest hands on.
///
/// `text` is everything a cite may point into. For a plain-text file it is the whole decoded file;
/// for a page it is the text taken from it. Cleaning marks ranges ([`Article::removed`]) and deletes
/// nothing. [`Article::paragraphs`] lists what is kept, in reading order, and is what the language
/// engine reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Where it came from.
    pub source: Source,
    /// The decoded text.
    pub text: String,
    /// Kept blocks in reading order, not overlapping.
    pub paragraphs: Vec<Paragraph>,
    /// Ranges that are no part of the account, sorted, not overlapping.
    pub removed: Vec<Removed>,
    /// The headline, where the text has one.
    pub title: Option<Span>,
    /// The author line.
    pub byline: Option<Span>,
    /// Place and agency before the first sentence: "TEHRAN --".
    pub dateline: Option<Span>,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// When.
    pub published: Option<Published>,
    /// The moment of publication in ISO 8601, with its zone where that is said; on the day of `published`.
    pub published_at: Option<String>,
    /// When it was last changed, if that is said and was not before it was published.
    pub modified: Option<Modified>,
    /// Wire and partner credits.
    pub credits: Vec<Credit>,
    /// ISO 639-1 code of the language.
    pub language: &'static str,
    /// Whether the text is known to break off before its end.
    pub truncated: bool,
    /// Anything odd met while reading.
    pub notes: Vec<Note>,
    /// Where each byte of `text` stands in the raw bytes, where the two are not the same.
    pub raw: Option<OffsetMap>,
}

impl Article {
    /// An article that is nothing but text: one body paragraph a line. For tests and examples.
    ///
    /// ```
    /// let article = rashomon_text::Article::plain("One line.\nAnother.");
    /// assert_eq!(article.paragraphs.len(), 2);
    /// ```
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        let mut paragraphs = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            let span = Span::from_range(start..end).trim(&text);
            if !span.is_empty() {
                paragraphs.push(Paragraph { span, kind: ParagraphKind::Body });
            }
            start = end;
        }
        Self {
            source: Source { media_type: "text/plain", ..Source::default() },
            text,
            paragraphs,
            removed: Vec::new(),
            title: None,
            byline: None,
            dateline: None,
            outlet: None,
            published: None,
            published_at: None,
            modified: None,
            credits: Vec::new(),
            language: "en",
            truncated: false,
            notes: Vec::new(),
            raw: None,
        }
    }

    /// The text under `span`.
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }
}
