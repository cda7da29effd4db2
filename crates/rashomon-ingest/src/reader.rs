//! Readers: from a file to its records, one after another, in memory that does not grow with the file.

mod lines;
mod whole;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
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
        Record { given: self.given.clone(), ..Record::new(kind, &self.path, bytes) }
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
    let file = File::open(path).map_err(io)?;
    let meta = file.metadata().map_err(io)?;
    if !meta.is_file() {
        return Err(Error::unsupported(path, "neither a file nor a folder; name a file"));
    }
    let file = BufReader::with_capacity(BUFFER, Counted { file, taken: Arc::clone(taken) });
    let (mut head, mut file) = peek(Box::new(file)).map_err(io)?;
    if head.is_empty() {
        return Err(Error::empty(path, "the file is empty; fetch or save it again"));
    }
    let mut size = Some(meta.len());
    if head.starts_with(GZIP) {
        let unpacked = BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file));
        (head, file) = peek(Box::new(unpacked)).map_err(io)?;
        size = None;
    }
    // texts are addressed with 32-bit offsets
    let limit = options.max_bytes.min(u64::from(u32::MAX) / 2);
    let origin = Origin { path: input.shown.clone(), given: input.given.clone(), limit };
    Ok(match Format::sniff(path, &head) {
        Format::Text => whole::read(origin, file, size, |origin, bytes| {
            vec![Ok(origin.record(Kind::Text, bytes))]
        }),
        Format::Html => whole::read(origin, file, size, |origin, bytes| {
            vec![Ok(origin.record(Kind::Page, bytes))]
        }),
        Format::Jsonl => match decode::binary(&head) {
            Some(what) => return Err(Error::unsupported(path, &what)),
            None => Box::new(lines::Lines::new(origin, file)),
        },
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

/// Counts what is taken from a file.
struct Counted {
    file: File,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
