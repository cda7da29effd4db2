//! JSON Lines: one record a line.

use std::io::{self, BufRead as _, Read as _};

use super::{Bytes, Origin};
use crate::{Error, Failure, Kind, Record};

/// The lines of a file. An empty line is none.
pub(super) struct Lines {
    origin: Origin,
    file: Bytes,
    /// Bytes behind us.
    offset: u64,
    /// Lines behind us.
    line: u64,
    /// Whether anything was found.
    any: bool,
    done: bool,
}

impl Lines {
    pub(super) fn new(origin: Origin, file: Bytes) -> Self {
        Self { origin, file, offset: 0, line: 0, any: false, done: false }
    }

    /// The next line and where it starts; an empty one at the end of the file.
    fn take(&mut self) -> io::Result<(u64, Result<Vec<u8>, u64>)> {
        let start = self.offset;
        let limit = self.origin.limit;
        let mut line = Vec::new();
        let mut length = self.file.by_ref().take(limit + 1).read_until(b'\n', &mut line)? as u64;
        let whole = if length <= limit {
            Ok(line)
        } else {
            drop(line);
            length += self.file.skip_until(b'\n')? as u64;
            Err(length)
        };
        self.offset += length;
        self.line += u64::from(length > 0);
        Ok((start, whole))
    }
}

impl Iterator for Lines {
    type Item = Result<Record, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let (offset, line) = match self.take() {
                Ok(taken) => taken,
                Err(error) => {
                    self.done = true;
                    let error = Error::io(self.origin.path(), &error);
                    return Some(Err(self.origin.failure(self.offset, &error)));
                }
            };
            let id = format!("line {}", self.line);
            match line {
                Ok(line) if line.is_empty() => self.done = true,
                Ok(mut line) => {
                    if offset == 0 && line.starts_with(b"\xEF\xBB\xBF") {
                        line.drain(..3);
                    }
                    let text = line.trim_ascii_end().len();
                    line.truncate(text);
                    if line.trim_ascii().is_empty() {
                        continue;
                    }
                    self.any = true;
                    let record = self.origin.record(Kind::Json, line);
                    return Some(Ok(Record { id: Some(id), offset, ..record }));
                }
                Err(length) => {
                    self.any = true;
                    let error = Error::too_large(self.origin.path(), length, self.origin.limit);
                    let failure = self.origin.failure(offset, &error);
                    return Some(Err(Failure { record: Some(id), ..failure }));
                }
            }
        }
        if self.any {
            return None;
        }
        self.any = true;
        let error = Error::empty(self.origin.path(), "holds no record");
        Some(Err(self.origin.failure(0, &error)))
    }
}
