//! Readers: from a file to its records, one after another, in memory that does not grow with the file.

mod feeds;
mod lines;
mod warc;
mod whole;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::bufread::MultiGzDecoder;

use crate::{Error, Failure, Given, Input, Kind, Options, Record, decode, format::Format};

/// Finds the records of one file, in their order: one type a format.
///
/// It reads on and never back, holds no more than one record, and does only what cannot be done side by
/// side: [`Record::clean`] does the rest. Trouble with one record is a [`Failure`], and the next call
/// gives the next record; after trouble with the file as a whole there is none.
pub trait Reader: Iterator<Item = Result<Record, Failure>> + Send {}

impl<T: Iterator<Item = Result<Record, Failure>> + Send> Reader for T {}

/// The records of an input, as they are read ([`records`]).
pub struct Records {
    reader: Box<dyn Reader>,
    taken: Arc<AtomicU64>,
}

impl Records {
    /// How many bytes of the file have been read so far.
    pub fn bytes(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }
}

impl Iterator for Records {
    type Item = Result<Record, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        self.reader.next()
    }
}

/// The records of `input`, read as they are asked for. Whatever is in the file, this returns: what
/// cannot be used becomes a [`Failure`].
///
/// ```
/// use rashomon_ingest::{Options, inputs, records};
///
/// let options = Options::default();
/// for input in inputs(&["no/such/folder"], &options).unwrap() {
///     let failure = records(&input, &options).next().unwrap().unwrap_err();
///     assert!(failure.message.starts_with("no/such/folder: no such file or folder"));
/// }
/// ```
pub fn records(input: &Input, options: &Options) -> Records {
    let taken = Arc::new(AtomicU64::new(0));
    let reader = input
        .state
        .clone()
        .and_then(|()| open(input, options, &taken))
        .unwrap_or_else(|error| Box::new(std::iter::once(Err(of_file(&input.shown, &error)))));
    Records { reader, taken }
}

/// The records of a WARC file that is at hand in another way than by its path: `path` is what it is called,
/// `packed` whether it is packed with gzip.
///
/// ```
/// use rashomon_ingest::{Skip, warc};
///
/// let file = b"WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 5\r\n\r\nGET /\r\n\r\n";
/// let mut records = warc("crawl.warc", std::io::Cursor::new(file), false).unwrap();
/// assert_eq!(records.next().unwrap().unwrap_err().skipped, Some(Skip::Administrative));
/// assert!(records.next().is_none());
/// ```
pub fn warc<'r, R: Read + Seek + Send + 'r>(
    path: &str,
    file: R,
    packed: bool,
) -> Result<Box<dyn Reader + 'r>, Error> {
    let limit = Options::default().max_bytes;
    let origin = Origin { path: path.to_owned(), given: Given::default(), limit };
    Ok(Box::new(warc::Warc::new(origin, file, packed)?))
}

fn of_file(path: &str, error: &Error) -> Failure {
    Failure::of_file(path, 0, error)
}

/// What all records of one file have in common.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// Path as the user gave it.
    pub(crate) path: String,
    /// What the user says of the file.
    pub(crate) given: Given,
    /// The most bytes a record may have.
    pub(crate) limit: u64,
}

impl Origin {
    /// A record of the file.
    pub(crate) fn record(&self, kind: Kind, bytes: Vec<u8>) -> Record {
        let record = Record::new(kind, &self.path, bytes);
        Record { given: self.given.clone(), max_bytes: self.limit, ..record }
    }

    /// Trouble with the file from byte `offset` on.
    pub(crate) fn failure(&self, offset: u64, error: &Error) -> Failure {
        Failure::of_file(&self.path, offset, error)
    }

    pub(crate) fn path(&self) -> &Path {
        Path::new(&self.path)
    }
}

/// Chooses the reader of a file by its name and its first bytes.
fn open(
    input: &Input,
    options: &Options,
    taken: &Arc<AtomicU64>,
) -> Result<Box<dyn Reader>, Error> {
    let path = &input.path;
    let io = |error| Error::io(path, &error);
    let file = Counted::open(path, taken).map_err(io)?;
    let meta = file.file.metadata().map_err(io)?;
    if !meta.is_file() {
        return Err(Error::unsupported(path, "neither a file nor a folder; name a file"));
    }
    let file = BufReader::with_capacity(BUFFER, file);
    let (mut head, mut file) = peek(Box::new(file)).map_err(io)?;
    if head.is_empty() {
        return Err(Error::empty(path, "the file is empty; fetch or save it again"));
    }
    let mut size = Some(meta.len());
    let packed = head.starts_with(GZIP);
    if packed {
        let unpacked = BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file));
        (head, file) = peek_packed(Box::new(unpacked));
        size = None;
    }
    // texts are addressed with 32-bit offsets
    let limit = options.max_bytes.min(u64::from(u32::MAX) / 2);
    let origin = Origin { path: input.shown.clone(), given: input.given.clone(), limit };
    Ok(match Format::sniff(path, &head) {
        Format::Text => {
            whole::read(origin, file, size, |origin, bytes| whole::one(&origin, Kind::Text, bytes))
        }
        Format::Html => {
            whole::read(origin, file, size, |origin, bytes| whole::one(&origin, Kind::Page, bytes))
        }
        Format::Mail => {
            whole::read(origin, file, size, |origin, bytes| whole::one(&origin, Kind::Mail, bytes))
        }
        Format::Feed => whole::read(origin, file, size, feeds::items),
        Format::Jsonl => match decode::binary(&head) {
            Some(what) => return Err(Error::unsupported(path, &what)),
            None => Box::new(lines::Lines::new(origin, file)),
        },
        Format::Warc => {
            let file = Counted::open(path, taken).map_err(io)?;
            Box::new(warc::Warc::new(origin, file, packed)?)
        }
    })
}

const BUFFER: usize = 256 << 10;

/// How a gzip member begins.
const GZIP: &[u8] = b"\x1F\x8B\x08";

/// Bytes looked at to tell formats apart.
const HEAD: u64 = 4096;

/// A file's bytes.
type Bytes = Box<dyn BufRead + Send>;

/// The first bytes, and all bytes with them.
fn peek(mut bytes: Bytes) -> io::Result<(Vec<u8>, Bytes)> {
    let mut head = Vec::new();
    bytes.by_ref().take(HEAD).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(bytes))))
}

/// As [`peek`]; damage behind the first bytes is met again by whoever reads on.
fn peek_packed(mut bytes: Bytes) -> (Vec<u8>, Bytes) {
    let mut head = Vec::new();
    let met = bytes.by_ref().take(HEAD).read_to_end(&mut head).err();
    let rest: Bytes = match met {
        Some(error) => Box::new(BufReader::new(Damaged(error))),
        None => bytes,
    };
    (head.clone(), Box::new(Cursor::new(head).chain(rest)))
}

/// Nothing but an error.
struct Damaged(io::Error);

impl Read for Damaged {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::new(self.0.kind(), self.0.to_string()))
    }
}

/// A file that tells how far it is read.
struct Counted {
    file: File,
    at: u64,
    taken: Arc<AtomicU64>,
}

impl Counted {
    fn open(path: &Path, taken: &Arc<AtomicU64>) -> io::Result<Self> {
        Ok(Self { file: File::open(path)?, at: 0, taken: Arc::clone(taken) })
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.at += n as u64;
        self.taken.fetch_max(self.at, Ordering::Relaxed);
        Ok(n)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.file.seek(to)?;
        Ok(self.at)
    }
}
