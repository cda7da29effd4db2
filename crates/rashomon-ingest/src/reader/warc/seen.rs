//! Which pages were there before.

use std::{collections::HashMap, hash::Hasher as _, mem};

use rustc_hash::{FxBuildHasher, FxHasher};

/// Whether the same bytes were seen before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// They were not.
    Never,
    /// From another address, in the record at this byte.
    Elsewhere(u64),
    /// From the same address, in the record at this byte.
    Here(u64),
}

/// The last pages of a file, by a hash of their bytes: at least `KEPT`, at most twice as many.
#[derive(Debug, Default)]
pub(super) struct Seen {
    new: Pages,
    old: Pages,
}

/// Hash of the bytes → hash of the address, and where the record starts.
type Pages = HashMap<u64, (u64, u64), FxBuildHasher>;

/// 24 bytes each.
const KEPT: usize = 1 << 18;

impl Seen {
    /// Looks whether `bytes` were seen, and keeps in mind that they are now.
    pub(super) fn look(&mut self, url: Option<&str>, bytes: &[u8], offset: u64) -> Again {
        let (page, url) = (hash(bytes), hash(url.unwrap_or_default().as_bytes()));
        if let Some(&(address, first)) = self.new.get(&page).or_else(|| self.old.get(&page)) {
            return if address == url { Again::Here(first) } else { Again::Elsewhere(first) };
        }
        if self.new.len() >= KEPT {
            self.old = mem::take(&mut self.new);
        }
        self.new.insert(page, (url, offset));
        Again::Never
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.write_usize(bytes.len());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_page_is_known_again() {
        let mut seen = Seen::default();
        let address = Some("https://harbourpost.example/1");
        assert_eq!(seen.look(address, b"A ferry sank.", 7), Again::Never);
        assert_eq!(seen.look(address, b"A ferry sank.", 99), Again::Here(7));
        assert_eq!(seen.look(None, b"A ferry sank.", 120), Again::Elsewhere(7));
        assert_eq!(seen.look(address, b"A ferry sailed.", 150), Again::Never);
    }
}
