//! WARC files: what crawlers keep (ISO 28500, versions 1.0 and 1.1), packed record by record, packed as a
//! whole, or not packed.
//!
//! A record is `WARC/1.x`, fields, an empty line, as many bytes as `Content-Length` says, two line ends.
//! Crawls are broken off, cut and joined, so none of it is trusted: a record after which no other begins
//! is a [`Failure`], and reading goes on at the next place that looks like the beginning of one.

mod head;
mod seen;
mod unpacked;

use std::io::{Read, Seek};

use rashomon_text::{Note, time::Date};

use self::{
    head::Head,
    seen::{Again, Seen},
    unpacked::{Trouble, Unpacked},
};
use super::Origin;
use crate::{Error, Failure, Given, Kind, Packing, Record, Skip};

/// The records of a WARC file.
pub(super) struct Warc<R> {
    origin: Origin,
    bytes: Unpacked<R>,
    seen: Seen,
    /// Whether every member so far held one record.
    single: bool,
    /// Whether anything was found.
    any: bool,
    done: bool,
}

/// Where the record at hand begins, and what is known of it.
#[derive(Debug, Default)]
struct Place {
    offset: u64,
    inner: u64,
    /// Unpacked bytes of the stretch before the place where to look for the next record, should this be
    /// none: its content.
    content: u64,
    /// Whether a line begins there.
    line: bool,
    id: Option<String>,
}

/// The longest header, in bytes.
const HEAD: usize = 64 << 10;

/// How a record begins.
const MAGIC: &[u8] = b"WARC/";

type Found = Result<Record, Failure>;

impl<R: Read + Seek + Send> Iterator for Warc<R> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if self.done {
            return None;
        }
        let mut place = Place { offset: self.bytes.offset(), ..Place::default() };
        let found = match self.record(&mut place) {
            Ok(found) => found,
            Err(trouble) => Some(Err(self.trouble(&place, trouble))),
        };
        self.done |= found.is_none();
        if self.done && !self.any && found.is_none() {
            let error = Error::empty(self.origin.path(), "holds no record");
            return Some(Err(self.origin.failure(0, &error)));
        }
        self.any = true;
        found
    }
}

impl<R: Read + Seek> Warc<R> {
    /// The records of `file`, which is packed with gzip or not.
    pub(super) fn new(origin: Origin, file: R, packed: bool) -> Result<Self, Error> {
        let bytes =
            Unpacked::new(file, packed).map_err(|error| Error::io(origin.path(), &error))?;
        let seen = Seen::default();
        Ok(Self { origin, bytes, seen, single: true, any: false, done: false })
    }

    /// The next record; `None` at the end of the file.
    fn record(&mut self, place: &mut Place) -> Result<Option<Found>, Trouble> {
        loop {
            self.white()?;
            if !self.bytes.peek(1)?.is_empty() {
                break;
            }
            let next = self.bytes.next_stretch();
            place.offset = self.bytes.offset();
            if !next? {
                return Ok(None);
            }
        }
        *place =
            Place { offset: self.bytes.offset(), inner: self.bytes.inner(), ..Place::default() };
        place.content = place.inner + 1;
        self.bytes.mark();
        let start = self.bytes.peek(MAGIC.len())?;
        if start.len() < MAGIC.len() && MAGIC.starts_with(start) {
            self.bytes.join()?;
        }
        if !self.bytes.peek(MAGIC.len())?.starts_with(MAGIC) {
            return Err(record("no WARC record begins here"));
        }
        let Some(bytes) = self.head(u64::MAX)? else {
            return Err(record("its header does not end"));
        };
        (place.content, place.line) = (self.bytes.inner(), true);
        let head = Head::parse(&bytes);
        let named = |id: &str| id.trim_matches(['<', '>']).to_owned();
        place.id = head.get("warc-record-id").map(named);
        let length = head.get("content-length").and_then(|length| length.parse().ok());
        let Some(length) = length else {
            return Err(record("its header has no Content-Length"));
        };
        let mut block = Block { length, left: length };
        let found = match self.block(&head, place, &mut block) {
            Err(Trouble::Left(skipped, what)) => Err(self.failure(place, skipped, &what)),
            found => Ok(found?),
        };
        self.pass(&mut block)?;
        self.end(place)?;
        Ok(Some(found))
    }

    /// A record's content, if it is one to read.
    fn block(&mut self, head: &Head, place: &Place, block: &mut Block) -> Result<Record, Trouble> {
        let (kind, packing, charset) = self.wanted(head, block)?;
        if block.left > self.origin.limit {
            let (size, limit) = (block.left >> 20, self.origin.limit >> 20);
            let what = format!("holds {size} MiB, and the limit for one record is {limit} MiB");
            return Err(Trouble::Left(None, what));
        }
        let mut bytes = Vec::with_capacity(block.left.min(1 << 20) as usize);
        while block.left > 0 {
            let next = self.bytes_of(block)?;
            let n = next.len();
            bytes.extend_from_slice(next);
            self.bytes.consume(n);
            block.left -= n as u64;
        }
        let mut record = self.origin.record(kind, bytes);
        (record.packing, record.charset) = (packing, charset);
        if head.get("warc-truncated").or(head.get("warc-segment-number")).is_some() {
            let what = "the crawler kept the beginning of the page only";
            record.notes.push(Note::new("truncated", what));
        }
        let url = head.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        match self.seen.look(url.as_deref(), &record.bytes, place.offset) {
            Again::Never => {}
            Again::Elsewhere(first) => record.notes.push(Note::new(
                "same-bytes",
                format!("another address gave the same bytes: the record at byte {first}"),
            )),
            Again::Here(first) => {
                let what =
                    format!("is the same page from the same address as the record at byte {first}");
                return Err(Trouble::Left(Some(Skip::Duplicate), what));
            }
        }
        record.given = Given { url: url.or(record.given.url), ..record.given };
        let date = head.get("warc-date").and_then(|date| date.get(..10));
        record.captured = date.and_then(|day| day.parse::<Date>().ok());
        (record.id, record.offset) = (place.id.clone(), place.offset);
        Ok(record)
    }

    /// What a record holds, how that is packed, and the charset it is said to have.
    fn wanted(
        &mut self,
        head: &Head,
        block: &mut Block,
    ) -> Result<(Kind, Packing, Option<String>), Trouble> {
        let left = |skip, what: &str| Err(Trouble::Left(Some(skip), what.to_owned()));
        let (media, charset) = head::media_type(head.get("content-type").unwrap_or_default());
        let kind = head.get("warc-type").unwrap_or_default().to_ascii_lowercase();
        match kind.as_str() {
            "response" if media == "application/http" || media.is_empty() => {
                let Some(bytes) = self.head_of_block(block)? else {
                    return left(Skip::MediaType, "holds no HTTP response");
                };
                let http = Head::parse(&bytes);
                let status = http.first.split_ascii_whitespace().nth(1).unwrap_or_default();
                if !status.starts_with('2') || status.len() != 3 {
                    return left(Skip::Status, &format!("answers with HTTP status {status}"));
                }
                let (media, charset) =
                    head::media_type(http.get("content-type").unwrap_or_default());
                let packing = Packing::new(
                    http.get("transfer-encoding").unwrap_or_default(),
                    http.get("content-encoding").unwrap_or_default(),
                );
                Ok((self.kind(&media, &packing, block)?, packing, charset))
            }
            "resource" | "conversion" | "response" => {
                let packing = Packing::default();
                Ok((self.kind(&media, &packing, block)?, packing, charset))
            }
            "revisit" => {
                left(Skip::Revisit, "is a revisit: the page is where it was first captured")
            }
            "continuation" => Err(Trouble::Left(
                None,
                "is a part of a record in several parts, which are not joined; \
                 have the crawler write records whole"
                    .to_owned(),
            )),
            "" => left(Skip::Administrative, "does not say its type"),
            other => left(Skip::Administrative, &format!("is of type {other}")),
        }
    }

    /// Decides by its media type what a document is.
    fn kind(&mut self, media: &str, packing: &Packing, block: &Block) -> Result<Kind, Trouble> {
        let unknown = matches!(media, "" | "application/octet-stream");
        // whether a packed one is a page shows when it is unpacked
        let likely = unknown
            && (!packing.is_plain()
                || block.left > 0 && self.bytes_of(block)?.trim_ascii_start().starts_with(b"<"));
        match media {
            "text/html" | "application/xhtml+xml" => Ok(Kind::Page),
            "text/plain" => Ok(Kind::Text),
            _ if likely => Ok(Kind::Page),
            "" => Err(Trouble::Left(Some(Skip::MediaType), "is of no known media type".to_owned())),
            _ => Err(Trouble::Left(Some(Skip::MediaType), format!("is {media}"))),
        }
    }

    /// The header that begins here, its empty line included; `None` where `left` bytes hold none.
    fn head(&mut self, left: u64) -> Result<Option<Vec<u8>>, Trouble> {
        let mut bytes = Vec::new();
        loop {
            let room = left - bytes.len() as u64;
            if room > 0 && self.bytes.peek(1)?.is_empty() && !self.on()? {
                return Ok(None);
            }
            let next = self.bytes.peek(1)?;
            let next = &next[..next.len().min(room.min(HEAD as u64) as usize)];
            if next.is_empty() {
                return Ok(None);
            }
            let (before, n) = (bytes.len(), next.len());
            bytes.extend_from_slice(next);
            if let Some(end) = head::end(&bytes, before) {
                bytes.truncate(end);
                self.bytes.consume(end - before);
                return Ok(Some(bytes));
            }
            if bytes.len() > HEAD {
                return Err(record("its header is longer than 64 KiB"));
            }
            self.bytes.consume(n);
        }
    }

    /// The header that a record's content begins with.
    fn head_of_block(&mut self, block: &mut Block) -> Result<Option<Vec<u8>>, Trouble> {
        if block.left == 0 || !self.bytes.peek(5)?.starts_with(b"HTTP/") {
            return Ok(None);
        }
        let before = self.bytes.inner();
        let head = self.head(block.left)?;
        block.left -= self.bytes.inner() - before;
        Ok(head)
    }

    /// The next bytes of a record's content, of which there are some left.
    fn bytes_of(&mut self, block: &Block) -> Result<&[u8], Trouble> {
        if self.bytes.peek(1)?.is_empty() {
            self.over(block)?;
        }
        let bytes = self.bytes.peek(1)?;
        Ok(&bytes[..bytes.len().min(block.left.min(usize::MAX as u64) as usize)])
    }

    /// Puts the rest of a record's content behind us.
    fn pass(&mut self, block: &mut Block) -> Result<(), Trouble> {
        while block.left > 0 {
            match self.bytes.skip(block.left)? {
                0 => self.over(block)?,
                n => block.left -= n,
            }
        }
        Ok(())
    }

    /// A stretch ends inside a record: either records go on over members, or its length is a lie.
    fn over(&mut self, block: &Block) -> Result<(), Trouble> {
        if self.on()? {
            return Ok(());
        }
        let (said, there) = (block.length, block.length - block.left);
        Err(record(&format!("its Content-Length says {said} bytes, and {there} are there")))
    }

    /// Goes over the end of a stretch inside a record; false where that is the end of the file, or the
    /// next record begins.
    fn on(&mut self) -> Result<bool, Trouble> {
        let (start, inner) = (self.bytes.offset(), self.bytes.inner());
        loop {
            if !self.bytes.next_stretch()? || self.bytes.peek(MAGIC.len())?.starts_with(MAGIC) {
                return Ok(false);
            }
            if !self.bytes.peek(1)?.is_empty() {
                self.bytes.join_to(start, inner);
                return Ok(true);
            }
        }
    }

    /// After a record come two line ends; where they are missing, another record at least, or nothing.
    fn end(&mut self, place: &Place) -> Result<(), Trouble> {
        let closed = self.bytes.peek(4)?.starts_with(b"\r\n\r\n");
        self.white()?;
        let next = self.bytes.peek(MAGIC.len())?;
        if next.is_empty() {
            self.single &= place.inner == 0;
        } else if closed || next.starts_with(MAGIC) || MAGIC.starts_with(next) {
            self.single = false;
        } else {
            return Err(record("it goes on after the end that its Content-Length says"));
        }
        Ok(())
    }

    fn white(&mut self) -> Result<(), Trouble> {
        loop {
            let bytes = self.bytes.peek(1)?;
            let white = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
            let all = white == bytes.len();
            self.bytes.consume(white);
            if !all || white == 0 {
                return Ok(());
            }
        }
    }

    /// Tells of trouble, and goes to the next place where a record begins.
    fn trouble(&mut self, place: &Place, trouble: Trouble) -> Failure {
        let (what, again) = match trouble {
            Trouble::Io(error) => {
                self.done = true;
                let error = Error::io(self.origin.path(), &error);
                return self.origin.failure(place.offset, &error);
            }
            Trouble::Damaged(what) => (what.to_owned(), self.scan(place)),
            Trouble::Bomb => {
                let what = "it unpacks to far more than any page does and was left".to_owned();
                (what, self.bytes.scan(None).and_then(|_| self.find()))
            }
            Trouble::Record(what) | Trouble::Left(_, what) => (what, self.search(place)),
        };
        self.done |= !matches!(again, Ok(true));
        let next = match again {
            Ok(true) => format!("reading goes on at byte {}", self.bytes.offset()),
            Ok(false) => "no record begins after it".to_owned(),
            Err(Trouble::Io(error)) => format!("reading on failed: {error}"),
            Err(_) => "no record could be read after it".to_owned(),
        };
        self.failure(place, None, &format!("cannot be read: {what}; {next}"))
    }

    /// Goes to the first record after one that is not as its header says.
    fn search(&mut self, place: &Place) -> Result<bool, Trouble> {
        let at_next = self.bytes.inner() == 0 && self.bytes.offset() > place.offset;
        if at_next && self.bytes.peek(MAGIC.len())?.starts_with(MAGIC) {
            return Ok(true);
        }
        let packed = self.bytes.is_packed();
        if packed && self.single && self.any {
            // what else is in the member is the record's
            return self.leave();
        }
        let (start, inner) =
            if packed { (place.offset, place.content) } else { (place.content, 0) };
        let here = !packed || self.bytes.offset() == place.offset;
        if here && self.bytes.may_read_again(start, inner) {
            self.bytes.go(start, inner)?;
            return self.find_from(place.line);
        }
        self.find_from(false)
    }

    /// Goes to the first record after the member at hand.
    fn leave(&mut self) -> Result<bool, Trouble> {
        loop {
            match self.bytes.peek(1) {
                Ok([]) => return self.find(),
                Ok(bytes) => {
                    let n = bytes.len();
                    self.bytes.consume(n);
                }
                Err(Trouble::Io(error)) => return Err(Trouble::Io(error)),
                Err(_) => return if self.bytes.scan(None)? { self.find() } else { Ok(false) },
            }
        }
    }

    /// Goes to the first member after one that is damaged.
    fn scan(&mut self, place: &Place) -> Result<bool, Trouble> {
        let from = self.bytes.member().max(place.offset);
        let start = self.bytes.may_read_again(from, 0).then_some(from + 1);
        if self.bytes.scan(start)? { self.find() } else { Ok(false) }
    }

    /// Goes to the first header at or after the start of the stretch; false where there is none.
    fn find(&mut self) -> Result<bool, Trouble> {
        self.find_from(true)
    }

    /// Goes to the first header at or after where we are, where a line begins or not.
    fn find_from(&mut self, mut line: bool) -> Result<bool, Trouble> {
        loop {
            let again = match self.find_here(&mut line) {
                Ok(true) => return Ok(true),
                Ok(false) => self.bytes.next_stretch(),
                Err(trouble) => Err(trouble),
            };
            match again {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(Trouble::Io(error)) => return Err(Trouble::Io(error)),
                Err(trouble) => {
                    let from = self.bytes.member();
                    let bomb = matches!(trouble, Trouble::Bomb);
                    let may = !bomb && self.bytes.may_read_again(from, 0);
                    if !self.bytes.scan(may.then_some(from + 1))? {
                        return Ok(false);
                    }
                }
            }
            line = true;
        }
    }

    /// [`Self::find`] up to the end of the stretch. `line`: a line begins here.
    fn find_here(&mut self, line: &mut bool) -> Result<bool, Trouble> {
        loop {
            let bytes = self.bytes.peek(MAGIC.len() + 1)?;
            if bytes.len() <= MAGIC.len() {
                let n = bytes.len();
                self.bytes.consume(n);
                return Ok(false);
            }
            if *line && bytes.starts_with(MAGIC) && bytes[MAGIC.len()].is_ascii_digit() {
                return Ok(true);
            }
            let to = bytes.iter().position(|&b| b == b'\n');
            *line = to.is_some();
            let n = to.map_or(bytes.len(), |to| to + 1);
            self.bytes.consume(n);
        }
    }

    fn failure(&self, place: &Place, skipped: Option<Skip>, what: &str) -> Failure {
        let path = &self.origin.path;
        let within = match place.inner {
            inner if inner > 0 && self.bytes.is_packed() => format!(" ({inner} unpacked)"),
            _ => String::new(),
        };
        let message = format!("{path}: the record at byte {}{within} {what}", place.offset);
        let (path, record) = (path.clone(), place.id.clone());
        Failure { path, record, offset: place.offset, skipped, message }
    }
}

/// A record's content: its length as declared, and how much of it is ahead.
struct Block {
    length: u64,
    left: u64,
}

fn record(what: &str) -> Trouble {
    Trouble::Record(what.to_owned())
}
