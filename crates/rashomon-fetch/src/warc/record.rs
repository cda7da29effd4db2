use std::fmt::Write as _;
use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Info,
    Request,
    Response,
    Metadata,
    Revisit,
}

impl Kind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "warcinfo",
            Self::Request => "request",
            Self::Response => "response",
            Self::Metadata => "metadata",
            Self::Revisit => "revisit",
        }
    }
}

/// One record: named fields and a block of bytes.
#[derive(Clone, Debug)]
pub(crate) struct Record<'a> {
    kind: Kind,
    fields: Vec<(&'static str, String)>,
    block: &'a [u8],
    at: u64,
}

impl<'a> Record<'a> {
    /// A record of `block`, made at `date`, written with others from byte `at` of the file.
    pub(crate) fn new(
        kind: Kind,
        date: Timestamp,
        at: u64,
        content_type: &str,
        block: &'a [u8],
    ) -> Self {
        let fields = vec![
            ("WARC-Date", self::date(date)),
            ("Content-Type", content_type.to_owned()),
            ("WARC-Block-Digest", sha256(block)),
        ];
        Self { kind, fields, block, at }
    }

    /// Adds a field. Line ends in `value` become spaces: a value cannot begin another field.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into().replace(['\r', '\n'], " ");
        self.fields.push((name, value));
        self
    }

    /// Adds a field where there is a value.
    pub(crate) fn with_some(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The record's name: a UUID (version 8, RFC 9562) from the SHA-256 of all it says and of its
    /// place, so that the same file has the same names and no name stands in it twice.
    pub(crate) fn id(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("{} {}", self.at, self.kind.as_str()));
        for (name, value) in &self.fields {
            hash.update(format!("\n{name}: {value}"));
        }
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.finalize()[..16]);
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex = hex(&bytes);
        let (a, b, c, d, e) = (&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
        format!("<urn:uuid:{a}-{b}-{c}-{d}-{e}>")
    }

    /// The record as one member of a gzip file. The member holds no time and no name, so that the
    /// same record gives the same bytes.
    pub(crate) fn gzip(&self) -> Vec<u8> {
        let mut head = format!("WARC/1.1\r\nWARC-Type: {}\r\n", self.kind.as_str());
        let _ = write!(head, "WARC-Record-ID: {}\r\n", self.id());
        for (name, value) in &self.fields {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let _ = write!(head, "Content-Length: {}\r\n\r\n", self.block.len());
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        [head.as_bytes(), self.block, b"\r\n\r\n"]
            .iter()
            .try_for_each(|part| gzip.write_all(part))
            .and_then(|()| gzip.finish())
            .expect("memory can be written to")
    }
}

/// A time as WARC writes it: seconds, in UTC.
pub(crate) fn date(time: Timestamp) -> String {
    Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}

/// A labelled digest, `sha256:` and hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn record(block: &[u8]) -> Record<'_> {
        Record::new(Kind::Metadata, Timestamp::UNIX_EPOCH, 7, "application/warc-fields", block)
            .with("WARC-Target-URI", "https://example.org/")
    }

    #[test]
    fn a_record_in_bytes() {
        let mut text = String::new();
        let bytes = record(b"via: nothing\r\n").gzip();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        let id = record(b"via: nothing\r\n").id();
        assert_eq!(
            text,
            format!(
                "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: {id}\r\n\
                 WARC-Date: 1970-01-01T00:00:00Z\r\nContent-Type: application/warc-fields\r\n\
                 WARC-Block-Digest: {}\r\nWARC-Target-URI: https://example.org/\r\n\
                 Content-Length: 14\r\n\r\nvia: nothing\r\n\r\n\r\n",
                sha256(b"via: nothing\r\n")
            )
        );
    }

    #[test]
    fn same_bytes_same_name() {
        let id = record(b"a").id();
        assert_eq!(id, record(b"a").id());
        assert_ne!(id, record(b"b").id());
        assert_ne!(id, record(b"a").with("WARC-Truncated", "time").id());
        assert_eq!((id.len(), &id[24..25], &id[..10]), (47, "8", "<urn:uuid:"), "{id}");
    }

    #[test]
    fn a_value_cannot_begin_a_field() {
        let record = record(b"").with("WARC-Refers-To", "a\r\nWARC-Type: response");
        assert!(record.fields.iter().all(|(_, value)| !value.contains(['\r', '\n'])));
    }
}
