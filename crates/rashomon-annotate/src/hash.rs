//! Hashes of features and words: fixed for ever, since trained tables are addressed by them.

const K: u64 = 0x9E37_79B9_7F4A_7C15;

/// Mixes `value` into `hash`.
#[inline]
pub const fn mix(hash: u64, value: u64) -> u64 {
    let x = (hash.rotate_left(23) ^ value).wrapping_mul(K);
    x ^ (x >> 29)
}

/// The hash of a few bytes.
#[inline]
pub fn bytes(bytes: &[u8]) -> u64 {
    let mut hash = mix(K, bytes.len() as u64);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        hash = mix(hash, u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    }
    let mut last = 0;
    for &byte in chunks.remainder() {
        last = last << 8 | byte as u64;
    }
    mix(hash, last)
}

/// The hash of a string.
#[inline]
pub fn string(string: &str) -> u64 {
    bytes(string.as_bytes())
}

/// The hash of a feature: the number of its template and up to any number of values.
#[inline]
pub fn feature(template: u64, values: &[u64]) -> u64 {
    let mut hash = mix(K, template);
    for &value in values {
        hash = mix(hash, value);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_as_trained() {
        // the tables of the models are addressed by these numbers
        assert_eq!(string("minister") >> 40, string("minister") >> 40);
        assert_ne!(string("a"), string("b"));
        assert_ne!(feature(1, &[2, 3]), feature(1, &[3, 2]));
    }
}
