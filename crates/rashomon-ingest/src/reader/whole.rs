//! Formats of which the whole file is needed at once: texts, pages, feeds.

use std::io::Read as _;

use super::{Bytes, Origin, Reader};
use crate::{Error, Kind};

/// Takes a file apart: one record for a text, several for a feed.
pub(super) type Split = fn(Origin, Vec<u8>) -> Box<dyn Reader>;

/// Loads a file when its first record is asked for. `size` is what the file says of its size.
pub(super) fn read(
    origin: Origin,
    file: Bytes,
    size: Option<u64>,
    split: Split,
) -> Box<dyn Reader> {
    let found = std::iter::once_with(move || match load(&origin, file, size) {
        Ok(bytes) => split(origin, bytes),
        Err(error) => Box::new(std::iter::once(Err(origin.failure(0, &error)))),
    });
    Box::new(found.flatten())
}

/// The file as one record.
pub(super) fn one(origin: &Origin, kind: Kind, bytes: Vec<u8>) -> Box<dyn Reader> {
    Box::new(std::iter::once(Ok(origin.record(kind, bytes))))
}

fn load(origin: &Origin, file: Bytes, size: Option<u64>) -> Result<Vec<u8>, Error> {
    let limit = origin.limit;
    if let Some(size) = size.filter(|&size| size > limit) {
        return Err(Error::too_large(origin.path(), size, limit));
    }
    let mut bytes = Vec::with_capacity(size.unwrap_or(0) as usize);
    // the file may grow while it is read, or be larger than it seems, where it is compressed
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::io(origin.path(), &error))?;
    if bytes.len() as u64 > limit {
        return Err(Error::too_large(origin.path(), bytes.len() as u64, limit));
    }
    Ok(bytes)
}
