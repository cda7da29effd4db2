use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::GzDecoder;

/// What an earlier WARC file says of the pages in it.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// By URL, the last thing told of each.
    pub(crate) seen: BTreeMap<String, Seen>,
    /// Where the last thing told whole ends, in bytes of the file.
    pub(crate) end: u64,
    /// How many bytes follow.
    pub(crate) rest: u64,
    /// Whether the file breaks off, or turns into something else.
    pub(crate) broken: bool,
    /// Whether the file is no more than the beginning of a first record.
    pub(crate) begun: bool,
}

/// An answer kept in a WARC file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Status of the answer.
    pub(crate) status: u16,
    /// Where it leads on to, as sent.
    pub(crate) location: Option<String>,
    /// For conditional requests.
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    /// Name, date and payload digest of the record with the payload.
    pub(crate) id: String,
    pub(crate) date: String,
    pub(crate) payload_digest: Option<String>,
    /// Why the payload is not whole.
    pub(crate) truncated: Option<String>,
    /// The links of a feed, an OPML file or a sitemap, as `(URL, leads to a list)`.
    pub(crate) links: Option<Vec<(String, bool)>>,
}

/// No head of a record or of an answer is longer, in bytes.
const LONGEST_HEAD: u64 = 1 << 20;

/// A first record, which describes a run, is shorter, in bytes.
const LONGEST_FIRST: usize = 4096;

/// More of a record of metadata is not looked at, in bytes.
const LONGEST_METADATA: u64 = 64 << 20;

/// Reads through the WARC file at `path`, plain or compressed by records.
///
/// Holds one head at a time, never a whole record. Where the file breaks off, or turns into something
/// else, reading ends.
pub(crate) fn scan(path: &Path) -> io::Result<Scan> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut input = Counted { input: BufReader::with_capacity(1 << 16, file), at: 0 };
    let mut scan = Scan::default();
    let mut told = Told::default();
    let gzip = input.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    while !input.fill_buf()?.is_empty() {
        let read = if gzip {
            let mut member = BufReader::new(GzDecoder::new(&mut input));
            all(&mut member, &mut told)
        } else {
            one(&mut input, &mut told)
        };
        match read {
            Ok(()) => {}
            Err(error) if is_broken(&error) => {
                scan.broken = true;
                break;
            }
            Err(error) => return Err(error),
        }
        if !told.more {
            scan.take(std::mem::take(&mut told));
            scan.end = input.at;
        }
    }
    scan.rest = length - scan.end;
    scan.begun = scan.end == 0 && begun(path)?;
    Ok(scan)
}

/// Whether the file is short and could be what a crash left of its first record.
fn begun(path: &Path) -> io::Result<bool> {
    const MAGIC: [u8; 2] = [0x1f, 0x8b];
    const LINE: &[u8] = b"WARC/1.1\r\n";
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST_FIRST as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LONGEST_FIRST {
        return Ok(false);
    }
    if !bytes.starts_with(&MAGIC[..bytes.len().min(2)]) {
        return Ok(bytes.starts_with(&LINE[..bytes.len().min(LINE.len())]));
    }
    // as much as can be unpacked
    let mut line = [0; LINE.len()];
    let mut member = GzDecoder::new(&bytes[..]);
    let mut held = 0;
    while held < line.len() {
        match member.read(&mut line[held..]) {
            Ok(0) => break,
            Ok(read) => held += read,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
            Err(error) if is_broken(&error) => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(line[..held] == LINE[..held])
}

fn is_broken(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), UnexpectedEof | InvalidData | InvalidInput)
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// What records say that belong together: a page's links come before its answer, and count only
/// with it.
#[derive(Debug, Default)]
struct Told {
    answers: Vec<Answer>,
    links: Option<(String, Vec<(String, bool)>)>,
    /// Whether another record has to follow.
    more: bool,
}

#[derive(Debug)]
struct Answer {
    url: String,
    seen: Seen,
    /// Whether it says no more than what has changed since an earlier one.
    revisit: bool,
}

impl Scan {
    fn take(&mut self, told: Told) {
        for Answer { url, mut seen, revisit } in told.answers {
            if let Some(earlier) = self.seen.remove(&url).filter(|_| revisit) {
                seen.etag = seen.etag.or(earlier.etag);
                seen.last_modified = seen.last_modified.or(earlier.last_modified);
                seen.links = seen.links.or(earlier.links);
            }
            self.seen.insert(url, seen);
        }
    }
}

/// All records of a gzip member.
fn all(member: &mut impl BufRead, told: &mut Told) -> io::Result<()> {
    while !member.fill_buf()?.is_empty() {
        one(member, told)?;
    }
    Ok(())
}

/// One record.
fn one(input: &mut impl BufRead, told: &mut Told) -> io::Result<()> {
    let fields = fields(input)?;
    let field = |name: &str| {
        fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    };
    let length: u64 = field("Content-Length")
        .and_then(|length| length.parse().ok())
        .ok_or_else(|| broken("a record without a length"))?;
    let mut block = input.by_ref().take(length);
    let url = field("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned());
    let owned = |name: &str| field(name).map(str::to_owned);
    let kind = field("WARC-Type").unwrap_or_default();
    told.more = kind == "request";
    match (kind, url) {
        ("response" | "revisit", Some(url)) => {
            let (status, headers) = answer(&mut block);
            let header = |name: &str| {
                headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.clone())
            };
            let revisit = kind == "revisit";
            let links = told.links.take().filter(|(list, _)| *list == url);
            let (id, date) = if revisit {
                ("WARC-Refers-To", "WARC-Refers-To-Date")
            } else {
                ("WARC-Record-ID", "WARC-Date")
            };
            let seen = Seen {
                // an unchanged page is as good as the page
                status: if revisit && status == 304 { 200 } else { status },
                location: header("Location"),
                etag: header("ETag"),
                last_modified: header("Last-Modified"),
                id: owned(id).unwrap_or_default(),
                date: owned(date).unwrap_or_default(),
                payload_digest: owned("WARC-Payload-Digest"),
                truncated: owned("WARC-Truncated"),
                links: links.map(|(_, links)| links),
            };
            told.answers.push(Answer { url, seen, revisit });
        }
        ("metadata", Some(url)) => {
            let mut text = Vec::new();
            block.by_ref().take(LONGEST_METADATA).read_to_end(&mut text)?;
            if let Some(links) = outlinks(&String::from_utf8_lossy(&text)) {
                told.links = Some((url, links));
                told.more = true;
            }
        }
        _ => {}
    }
    io::copy(&mut block, &mut io::sink())?;
    if block.limit() > 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut end = [0; 4];
    input.read_exact(&mut end)?;
    if end != *b"\r\n\r\n" {
        return Err(broken("no end of the record where its length says"));
    }
    Ok(())
}

/// The first line and the fields of a record.
fn fields(input: &mut impl BufRead) -> io::Result<Vec<(String, String)>> {
    let mut head = input.take(LONGEST_HEAD);
    let mut line = Vec::new();
    head.read_until(b'\n', &mut line)?;
    if !line.starts_with(b"WARC/1.") {
        return Err(broken("no record of a WARC file"));
    }
    named_values(&mut head)
}

/// Status and header fields of an answer, as far as it is one. Answers before the last one (status
/// 1xx) are passed over.
fn answer(block: &mut impl BufRead) -> (u16, Vec<(String, String)>) {
    let mut head = block.take(LONGEST_HEAD);
    loop {
        let mut line = Vec::new();
        if head.read_until(b'\n', &mut line).unwrap_or(0) == 0 {
            return (0, Vec::new());
        }
        let line = String::from_utf8_lossy(&line);
        let status = line.split_whitespace().nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let headers = named_values(&mut head).unwrap_or_default();
        if !(100..200).contains(&status) {
            return (status, headers);
        }
    }
}

/// Lines of `name: value` up to an empty one.
fn named_values(input: &mut impl BufRead) -> io::Result<Vec<(String, String)>> {
    let mut values = Vec::new();
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            return Ok(values);
        }
        if let Some((name, value)) = line.split_once(':') {
            values.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
}

/// The links of a list as this program writes them down: `outlink: URL page` or `outlink: URL list`.
fn outlinks(text: &str) -> Option<Vec<(String, bool)>> {
    let mut is_list = false;
    let mut links = Vec::new();
    for line in text.lines() {
        match line.split_once(": ") {
            Some(("list", _)) => is_list = true,
            Some(("outlink", link)) => {
                if let Some((url, what)) = link.split_once(' ') {
                    links.push((url.to_owned(), what == "list"));
                }
            }
            _ => {}
        }
    }
    is_list.then_some(links)
}

/// Counts the bytes that were taken out of it.
struct Counted<R> {
    input: R,
    at: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        self.input.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Scan {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        scan(file.path()).unwrap()
    }

    /// A file of another program: not compressed, the request behind the answer, names in other
    /// letters.
    const FOREIGN: &str = "WARC/1.0\r\nWARC-Type: response\r\nwarc-target-uri: <http://a.example/>\r\n\
        WARC-Record-ID: <urn:x>\r\nWARC-Date: 2022-09-07T08:00:00Z\r\ncontent-length: 43\r\n\r\n\
        HTTP/1.1 200 OK\r\netag: \"a\"\r\nX: y\r\n\r\n<p>Text\r\n\r\n\
        WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 0\r\n\r\n\r\n\r\n";

    #[test]
    fn a_file_of_another_program() {
        let scan = read(FOREIGN.as_bytes());
        assert!(!scan.broken, "{scan:?}");
        let seen = &scan.seen["http://a.example/"];
        assert_eq!(
            (seen.status, seen.etag.as_deref(), seen.id.as_str()),
            (200, Some("\"a\""), "<urn:x>")
        );
    }

    #[test]
    fn lengths_that_lie_end_the_file() {
        for length in ["42", "44", "99999999999", "18446744073709551615", "-1", ""] {
            let text = FOREIGN.replace("content-length: 43", &format!("content-length: {length}"));
            let scan = read(text.as_bytes());
            assert!(scan.broken && scan.seen.is_empty(), "{length}: {scan:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, at in 0..FOREIGN.len(), change: u8) {
            let _ = read(&bytes);
            let mut changed = FOREIGN.as_bytes().to_vec();
            changed[at] = change;
            let scan = read(&changed);
            proptest::prop_assert!(scan.end + scan.rest == changed.len() as u64);
        }
    }
}
