//! What is kept compressed: zlib (RFC 1950), whose checksum tells damage.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};

use crate::Error;

/// No more is unpacked, whatever a file holds.
const LONGEST: u64 = 2 << 30;

/// `bytes`, compressed.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    // writing to memory does not fail
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// What [`packed`] was given.
pub(crate) fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(bytes.len() * 4);
    ZlibDecoder::new(bytes)
        .take(LONGEST)
        .read_to_end(&mut out)
        .map_err(|error| Error::new(format!("what is stored is damaged ({error}); use a copy")))?;
    Ok(out)
}

/// The same as text.
pub(crate) fn unpacked_text(bytes: &[u8]) -> Result<String, Error> {
    String::from_utf8(unpacked(bytes)?)
        .map_err(|_| Error::new("what is stored is damaged (no UTF-8); use a copy"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let bytes = b"Harbour reopens. ".repeat(1000);
        assert!(packed(&bytes).len() < bytes.len() / 20);
        assert_eq!(unpacked(&packed(&bytes)).unwrap(), bytes);
    }

    #[test]
    fn damage_is_told() {
        let mut bytes = packed(&b"Harbour reopens. ".repeat(1000));
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        assert!(unpacked(&bytes).unwrap_err().to_string().contains("damaged"));
    }
}
