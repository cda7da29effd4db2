use std::{fs, io::Read as _, path::PathBuf};

use rashomon_text::{Article, Source};
use sha2::{Digest, Sha256};

use crate::{Error, Input, clean, decode, html, inputs::Format, records};

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Table of outlet, address and date by file (`--metadata`): tabs or commas, columns by name.
    pub metadata: Option<PathBuf>,
    /// The largest file that is read, in bytes.
    pub max_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { metadata: None, max_bytes: 256 << 20 }
    }
}

/// What one input gave: its articles, and what could not be read.
#[derive(Debug, Default)]
pub struct Read {
    /// The articles, in the order of the file.
    pub articles: Vec<Article>,
    /// What was not read, and why.
    pub failures: Vec<Failure>,
}

/// A file, or a record of one, that gave no article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// Path of the file as the user gave it.
    pub path: String,
    /// The record, where only one record of the file failed: its id, or `line 7`.
    pub record: Option<String>,
    /// What happened and what to do, naming the path.
    pub message: String,
}

/// Reads one input. Whatever is in the file, this returns: what cannot be used becomes a
/// [`Failure`].
///
/// ```
/// use rashomon_ingest::{Options, inputs, read};
///
/// let options = Options::default();
/// for input in inputs(&["no/such/folder"], &options).unwrap() {
///     let read = read(&input, &options);
///     assert!(read.articles.is_empty());
///     assert!(read.failures[0].message.starts_with("no/such/folder: no such file or folder"));
/// }
/// ```
pub fn read(input: &Input, options: &Options) -> Read {
    let mut read = Read::default();
    if let Err(error) = read_into(input, options, &mut read) {
        read.failures.push(Failure {
            path: input.shown.clone(),
            record: None,
            message: error.to_string(),
        });
    }
    read
}

fn read_into(input: &Input, options: &Options, read: &mut Read) -> Result<(), Error> {
    let format = input.state.clone()?;
    let bytes = load(input, options)?;
    if let Some(what) = decode::binary(&bytes) {
        return Err(Error::unsupported(&input.path, &what));
    }
    let source = |media_type| Source {
        path: Some(input.shown.clone()),
        url: input.given.url.clone(),
        record: None,
        sha256: digest(&bytes),
        media_type,
    };
    match format {
        Format::Text => {
            let decoded = decode::decode(&bytes, None);
            let article = clean::finish_text(source("text/plain"), decoded, &input.given);
            read.articles.push(article);
        }
        Format::Html => {
            let decoded = decode::decode(&bytes, decode::declared(&bytes).as_deref());
            let article = html::finish_html(source("text/html"), decoded, &input.given);
            read.articles.push(article);
        }
        Format::Jsonl => records::read(input, &bytes, read),
    }
    Ok(())
}

fn load(input: &Input, options: &Options) -> Result<Vec<u8>, Error> {
    let path = &input.path;
    let io = |error| Error::io(path, &error);
    let file = fs::File::open(path).map_err(io)?;
    let meta = file.metadata().map_err(io)?;
    if !meta.is_file() {
        return Err(Error::unsupported(path, "neither a file nor a folder; name a file"));
    }
    // texts are addressed with 32-bit offsets
    let limit = options.max_bytes.min(u64::from(u32::MAX) / 2);
    if meta.len() > limit {
        return Err(Error::too_large(path, meta.len(), limit));
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    // the file may grow while it is read
    file.take(limit + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > limit {
        return Err(Error::too_large(path, bytes.len() as u64, limit));
    }
    if bytes.is_empty() {
        return Err(Error::empty(path, "the file is empty; fetch or save it again"));
    }
    Ok(bytes)
}

/// SHA-256 of `bytes`, lower-case hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
