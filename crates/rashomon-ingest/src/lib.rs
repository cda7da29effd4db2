//! From files to articles: finding inputs, decoding, cleaning, and what a text says about itself.
//!
//! ```text
//! paths ─inputs→ Input ─records→ Record ─clean→ Article
//!                                   │ bytes ─decode→ text ─clean_text→ Article
//!                                   └──────────────→ page ─clean_html→ Article, with the bytes of every character
//! ```
//!
//! Only [`inputs`] and [`records`] touch the file system. A [`Record`] is one document as its file or
//! container holds it: finding records goes one after another, [`Record::clean`] can go side by side.
//! It, [`clean_text`], [`clean_html`] and [`decode`] are pure functions over what is already read, for use
//! where there is no file system.
//!
//! [`feed`] reads feeds, [`links`] what feeds, outlines and sitemaps lead to, [`clean_mail`] mail and saved
//! pages; of each, too, every character leads back to its bytes.
//!
//! Cleaning **marks, and deletes nothing**: the text of a plain-text file is the whole decoded
//! file, so that every cite can be checked against the file on disk. What is no part of the account
//! is listed in [`Article::removed`](rashomon_text::Article::removed) with a reason; the rule
//! families are one file each under [`clean`]. Of a page, the text is what was taken from it; its
//! [`raw`](rashomon_text::Article::raw) leads back to the bytes.
//!
//! ```
//! use rashomon_ingest::{Given, clean_text};
//! use rashomon_text::Source;
//!
//! let text = "Harbour reopens\n\nThe harbour of Valletta reopened on Monday.\n\nRead: Ferry fares rise";
//! let article = clean_text(Source::default(), text.to_owned(), &Given::default());
//! assert_eq!(article.slice(article.title.unwrap()), "Harbour reopens");
//! assert_eq!(article.slice(article.removed[0].span), "Read: Ferry fares rise");
//! ```

// the one library crate that reads files
#![allow(clippy::disallowed_methods)]

pub mod clean;
mod decode;
mod error;
mod feed;
mod format;
mod html;
mod inputs;
mod json;
mod links;
mod made;
mod mail;
mod meta;
mod mojibake;
mod moment;
mod opml;
mod payload;
mod read;
mod reader;
mod record;
mod served;
mod sitemap;
mod table;
mod unseen;
mod wire;
mod xml;

pub use clean::clean_text;
pub use decode::{Decoded, decode};
pub use error::Error;
pub use feed::{Feed, FeedFormat, FeedItem, feed};
pub use html::clean_html;
pub use inputs::{Input, inputs, inputs_at};
pub use links::{Link, LinkKind, Links, links};
pub use mail::clean_mail;
pub use moment::Moment;
pub use payload::{Coding, Packing};
pub use read::{Options, Read, read};
pub use reader::{Reader, Records, records, warc};
pub use record::{Failure, Kind, Record, Skip, digest, digest_of};
pub use served::Served;
pub use table::Given;
pub use wire::to_json;
