use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use super::Record;

/// A WARC file that only grows, by whole records.
#[derive(Debug)]
pub(crate) struct Warc {
    file: File,
    /// Where the last whole record ends, in bytes.
    end: u64,
}

impl Warc {
    /// A new file. One that is there already is an error.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).create_new(true).open(path)?;
        Self::locked(file, 0)
    }

    /// Goes on with a file behind byte `end`; what stands there is cut off.
    pub(crate) fn reopen(path: &Path, end: u64) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).open(path)?;
        let mut warc = Self::locked(file, end)?;
        warc.cut()?;
        Ok(warc)
    }

    fn locked(file: File, end: u64) -> io::Result<Self> {
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => Err(io::Error::new(
                io::ErrorKind::ResourceBusy,
                "another fetch is writing to this file",
            )),
            // not every file system has locks
            _ => Ok(Self { file, end }),
        }
    }

    /// Adds records, all of them or none: after a failure the file ends where it ended before.
    pub(crate) fn append(&mut self, records: &[Record<'_>]) -> io::Result<()> {
        let bytes: Vec<u8> = records.iter().flat_map(Record::gzip).collect();
        if let Err(error) = self.file.write_all(&bytes) {
            let _ = self.cut();
            return Err(error);
        }
        self.end += bytes.len() as u64;
        Ok(())
    }

    /// How many bytes the file has.
    pub(crate) fn len(&self) -> u64 {
        self.end
    }

    /// Sees that all of it is on the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    fn cut(&mut self) -> io::Result<()> {
        self.file.set_len(self.end)?;
        self.file.seek(SeekFrom::Start(self.end)).map(drop)
    }
}
