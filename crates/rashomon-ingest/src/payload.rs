//! What a server packed: chunks and compression around a page, taken off again.

use std::{borrow::Cow, io::Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use rashomon_text::Note;

/// How the bytes of a [`Record`](crate::Record) are packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packing {
    /// Whether they come in chunks (HTTP/1.1 `Transfer-Encoding: chunked`).
    pub chunked: bool,
    /// How they are compressed, in the order it was done (HTTP `Content-Encoding`).
    pub codings: Vec<Coding>,
}

/// A way to compress a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coding {
    /// `gzip`.
    Gzip,
    /// `deflate`: zlib, or DEFLATE alone, as some servers understood it.
    Deflate,
    /// `br`.
    Brotli,
    /// `zstd`.
    Zstd,
    /// Any other, by its name.
    Other(String),
}

impl Packing {
    /// What the values of two HTTP fields say, `Transfer-Encoding` and `Content-Encoding`.
    pub fn new(transfer: &str, content: &str) -> Self {
        let mut packing = Self::default();
        for name in content.split(',').chain(transfer.split(',')) {
            let name = name.trim().to_ascii_lowercase();
            packing.codings.push(match name.as_str() {
                "" | "identity" | "none" => continue,
                "chunked" => {
                    packing.chunked = true;
                    continue;
                }
                "gzip" | "x-gzip" => Coding::Gzip,
                "deflate" => Coding::Deflate,
                "br" => Coding::Brotli,
                "zstd" => Coding::Zstd,
                _ => Coding::Other(name),
            });
        }
        packing
    }

    /// Whether the bytes are as they are.
    pub fn is_plain(&self) -> bool {
        !self.chunked && self.codings.is_empty()
    }

    /// Takes the packing off `bytes`: at most `limit` bytes, and no more than a page can have been.
    /// A packing that the bytes do not have was taken off by the crawler already.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the bytes, without naming them.
    pub(crate) fn open<'b>(
        &self,
        bytes: &'b [u8],
        limit: u64,
        notes: &mut Vec<Note>,
    ) -> Result<Cow<'b, [u8]>, String> {
        let mut open = Cow::Borrowed(bytes);
        if self.chunked
            && let Some((joined, whole)) = join(bytes)
        {
            open = Cow::Owned(joined);
            if !whole {
                notes.push(cut_off());
            }
        }
        if self.codings.len() > MOST {
            return Err(format!("is packed {} times over", self.codings.len()));
        }
        for coding in self.codings.iter().rev() {
            if coding.fits(&open) {
                open = Cow::Owned(unpack(coding, &open, limit, notes)?);
            }
        }
        Ok(open)
    }
}

/// Nobody packs a page more often.
const MOST: usize = 4;

impl Coding {
    /// Whether `bytes` may be packed so.
    fn fits(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Gzip => bytes.starts_with(b"\x1F\x8B"),
            Self::Zstd => bytes.starts_with(b"\x28\xB5\x2F\xFD"),
            // no mark of their own: markup and text are not
            Self::Deflate | Self::Brotli => {
                !bytes.trim_ascii_start().starts_with(b"<") && !bytes.is_empty()
            }
            Self::Other(_) => true,
        }
    }
}

fn unpack(
    coding: &Coding,
    bytes: &[u8],
    limit: u64,
    notes: &mut Vec<Note>,
) -> Result<Vec<u8>, String> {
    let opened = match coding {
        Coding::Gzip => read(MultiGzDecoder::new(bytes), bytes, limit),
        // a zlib header is a multiple of 31
        Coding::Deflate if matches!(bytes, [a, b, ..] if a & 15 == 8 && (u16::from(*a) << 8 | u16::from(*b)) % 31 == 0) => {
            read(ZlibDecoder::new(bytes), bytes, limit)
        }
        Coding::Deflate => read(DeflateDecoder::new(bytes), bytes, limit),
        Coding::Brotli => read(brotli_decompressor::Decompressor::new(bytes, 4096), bytes, limit),
        Coding::Zstd => match ruzstd::decoding::StreamingDecoder::new(bytes) {
            Ok(decoder) => read(decoder, bytes, limit),
            Err(error) => Opened { bytes: Vec::new(), end: End::Damaged(error.to_string()) },
        },
        Coding::Other(name) => {
            let name: String = name.chars().take(40).collect();
            return Err(format!("is packed as “{name}”, which is not known here"));
        }
    };
    match opened.end {
        End::Whole => {}
        End::Bomb => {
            return Err(format!(
                "unpacks from {} bytes to more than {}: no page does",
                bytes.len(),
                opened.bytes.len()
            ));
        }
        End::Damaged(error) if opened.bytes.is_empty() => {
            return Err(format!("cannot be unpacked: {error}"));
        }
        // what came before the damage was checked by nobody, but is a page's beginning
        End::Damaged(_) => notes.push(cut_off()),
    }
    Ok(opened.bytes)
}

fn cut_off() -> Note {
    Note::new("truncated", "the page breaks off, as it was captured, before its end")
}

struct Opened {
    bytes: Vec<u8>,
    end: End,
}

enum End {
    Whole,
    Damaged(String),
    Bomb,
}

/// A page may unpack to this many times its size, once it is over `SURE` bytes.
const RATIO: u64 = 100;
const SURE: u64 = 4 << 20;

/// Reads until the end, an error, or more than `limit` bytes or the ratio.
fn read(mut from: impl Read, packed: &[u8], limit: u64) -> Opened {
    let most = limit.min(SURE.max(packed.len() as u64 * RATIO));
    let mut bytes = Vec::with_capacity(packed.len().saturating_mul(4).min(1 << 20));
    let end = match from.by_ref().take(most).read_to_end(&mut bytes) {
        Err(error) => End::Damaged(error.to_string()),
        Ok(_) if (bytes.len() as u64) < most => End::Whole,
        Ok(_) => match from.read(&mut [0]) {
            Ok(0) => End::Whole,
            Ok(_) => End::Bomb,
            Err(error) => End::Damaged(error.to_string()),
        },
    };
    Opened { bytes, end }
}

/// Joins chunks: a size in hexadecimal, a line end, so many bytes, a line end; a chunk of size 0 is the
/// last. Says whether it was there. `None` where `bytes` do not come in chunks.
fn join(bytes: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (mut joined, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    loop {
        let Some((size, after)) = chunk(rest) else {
            return (rest.len() < bytes.len()).then_some((joined, false));
        };
        if size == 0 {
            return Some((joined, true));
        }
        let there = size.min(after.len());
        joined.extend_from_slice(&after[..there]);
        if there < size {
            return Some((joined, false));
        }
        rest = &after[size..];
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
}

/// The size of the chunk that begins here, and what follows its line.
fn chunk(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let digits = bytes.iter().take(17).take_while(|b| b.is_ascii_hexdigit()).count();
    let size = usize::from_str_radix(std::str::from_utf8(&bytes[..digits]).ok()?, 16).ok()?;
    let line = &bytes[digits..];
    // extensions, which nobody uses
    let end = line.iter().take(4096).position(|&b| b == b'\n')?;
    let odd = |&b: &u8| !matches!(b, b' ' | b'\t' | b'\r' | b';');
    if line.first().is_some_and(|b| *b != b'\n' && odd(b)) {
        return None;
    }
    Some((size, &line[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write};
    use std::io::Write as _;

    const PAGE: &[u8] = b"<p>A ferry sank in the harbour of Valletta on Tuesday, he said.</p>";

    fn open(
        transfer: &str,
        content: &str,
        bytes: &[u8],
    ) -> Result<(Vec<u8>, Vec<&'static str>), String> {
        let mut notes = Vec::new();
        let open = Packing::new(transfer, content).open(bytes, 1 << 30, &mut notes)?.into_owned();
        Ok((open, notes.iter().map(|note| note.code).collect()))
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = write::GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    fn chunks(bytes: &[u8], size: usize) -> Vec<u8> {
        let mut out = Vec::new();
        for chunk in bytes.chunks(size) {
            out.extend_from_slice(format!("{:x};name=value\r\n", chunk.len()).as_bytes());
            out.extend_from_slice(chunk);
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(b"0\r\n\r\n");
        out
    }

    fn check(transfer: &str, content: &str, bytes: &[u8]) {
        assert_eq!(open(transfer, content, bytes).unwrap(), (PAGE.to_vec(), vec![]), "{content}");
    }

    #[test]
    fn every_packing_comes_off() {
        check("", "", PAGE);
        check("chunked", "", &chunks(PAGE, 7));
        check("chunked", "gzip", &chunks(&gzip(PAGE), 10));
        check("", "gzip, x-gzip", &gzip(&gzip(PAGE)));
        let mut zlib = write::ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(PAGE).unwrap();
        check("", "deflate", &zlib.finish().unwrap());
        let mut raw = write::DeflateEncoder::new(Vec::new(), Compression::fast());
        raw.write_all(PAGE).unwrap();
        check("", "deflate", &raw.finish().unwrap());
        check(
            "",
            "zstd",
            &ruzstd::encoding::compress_to_vec(PAGE, ruzstd::encoding::CompressionLevel::Fastest),
        );
        check("", "br", &stored_brotli(PAGE));
    }

    /// Brotli that compresses nothing: one uncompressed meta-block (RFC 7932, section 9.2).
    fn stored_brotli(bytes: &[u8]) -> Vec<u8> {
        // WBITS 16 (one bit 0), ISLAST 0, MNIBBLES 4 (00), MLEN - 1 in 16 bits, ISUNCOMPRESSED 1
        let bits = ((bytes.len() as u32 - 1) << 4) | 1 << 20;
        let mut out = bits.to_le_bytes()[..3].to_vec();
        out.extend_from_slice(bytes);
        out.push(3); // ISLAST, ISLASTEMPTY
        out
    }

    #[test]
    fn what_the_crawler_took_off_is_not_missed() {
        check("chunked", "gzip", PAGE);
        check("", "br, deflate", PAGE);
    }

    #[test]
    fn what_breaks_off_is_kept_with_a_note() {
        let packed = chunks(PAGE, 20);
        let (open, notes) = open("chunked", "", &packed[..50]).unwrap();
        assert!(PAGE.starts_with(&open) && open.len() == 20 && notes == ["truncated"], "{notes:?}");
        let noise: Vec<u8> =
            (0..100_000u32).map(|n| (n.wrapping_mul(2654435761) >> 13) as u8).collect();
        let packed = gzip(&noise);
        let mut notes = Vec::new();
        let packing = Packing::new("", "gzip");
        let open = packing.open(&packed[..packed.len() / 2], 1 << 30, &mut notes).unwrap();
        assert!(noise.starts_with(&open) && notes[0].code == "truncated");
    }

    /// Bits from the lowest up, as Brotli has them.
    #[derive(Default)]
    struct Bits(Vec<bool>);

    impl Bits {
        fn put(&mut self, value: u32, bits: u32) {
            self.0.extend((0..bits).map(|n| value >> n & 1 == 1));
        }

        fn bytes(&self) -> Vec<u8> {
            let byte = |bits: &[bool]| {
                bits.iter().enumerate().fold(0, |byte, (n, &bit)| byte | u8::from(bit) << n)
            };
            self.0.chunks(8).map(byte).collect()
        }
    }

    /// Brotli of 16 MiB of spaces in 16 bytes, so many times (RFC 7932): a literal, and a copy of it that is
    /// as long as the rest.
    fn brotli_bomb(blocks: u32) -> Vec<u8> {
        let mut bits = Bits::default();
        bits.put(0b1111, 4); // window of 24 bits
        for _ in 0..blocks {
            bits.put(0, 1); // not the last
            bits.put(2, 2); // length in six nibbles
            bits.put((1 << 24) - 1, 24);
            bits.put(0, 1); // compressed
            bits.put(0, 3); // one type each of literals, commands, distances
            bits.put(0, 6); // no postfix, no direct distances
            bits.put(0, 4); // context mode, one tree each of literals and distances
            for (symbol, width) in [(u32::from(b' '), 8), (399, 10), (16, 6)] {
                bits.put(1, 2); // a code
                bits.put(0, 2); // of one symbol, which then takes no bits
                bits.put(symbol, width);
            }
            bits.put((1 << 24) - 1 - 2118, 24); // command 399: insert 1, copy 2118 and this
            bits.put(0, 1); // distance code 16: 1 and this
        }
        bits.put(3, 2); // last, empty
        bits.bytes()
    }

    #[test]
    fn a_brotli_bomb_is_one() {
        let bomb = brotli_bomb(2);
        let mut opened = Vec::new();
        brotli_decompressor::Decompressor::new(&bomb[..], 4096).read_to_end(&mut opened).unwrap();
        assert!(opened.len() == 32 << 20 && opened.iter().all(|&b| b == b' '));
        let bomb = brotli_bomb(1000);
        assert!(bomb.len() < 20_000);
        for coding in ["br", "br, br, br"] {
            let error = open("", coding, &bomb).unwrap_err();
            assert!(error.contains("no page does"), "{error}");
        }
    }

    #[test]
    fn bombs_are_left_packed() {
        let packed = gzip(&vec![b' '; 64 << 20]);
        let error = open("", "gzip", &packed).unwrap_err();
        assert!(error.contains("no page does"), "{error}");
        let twice = open("", "gzip, gzip", &gzip(&packed)).unwrap_err();
        assert!(twice.contains("no page does"), "{twice}");
        let many = open("", &"gzip,".repeat(99), PAGE).unwrap_err();
        assert!(many.contains("99 times"), "{many}");
        let unknown = open("", "pack200", PAGE).unwrap_err();
        assert!(unknown.contains("pack200"), "{unknown}");
    }
}
