//! Where a job keeps its files.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parquet::file::reader::{ChunkReader, Length};

use crate::write::{self, PART};

/// A place for files that every process of a job can reach: a folder, or a bucket of an object store.
///
/// Names are relative, with `/` between folders. A file is there whole or not at all, and may be written again: the
/// same name always holds the same bytes.
pub trait Storage: fmt::Debug + Send + Sync {
    /// What the place is called: a path or an address.
    fn address(&self) -> &str;

    /// The same for other processes: an absolute path or an address.
    fn location(&self) -> String {
        self.address().to_owned()
    }

    /// Size of a file, in bytes; [`io::ErrorKind::NotFound`] where there is none.
    fn size(&self, name: &str) -> io::Result<u64>;

    /// The bytes of a file, or of a part of it.
    fn read(&self, name: &str, part: Option<Range<u64>>) -> io::Result<Bytes>;

    /// Writes a file.
    fn write(&self, name: &str, bytes: Vec<u8>) -> io::Result<()>;

    /// Names of the files in a folder and its folders, sorted; none where there is no such folder.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// Takes away what processes that were killed have left half written.
    fn tidy(&self) -> io::Result<()> {
        Ok(())
    }

    /// The inputs at an address (`s3://bucket/folder`) that is no path, each with its size in bytes, sorted.
    fn inputs_at(&self, address: &str) -> io::Result<Vec<(String, u64)>> {
        Err(elsewhere(address))
    }

    /// Copies an input that lies at an address into a file.
    fn fetch(&self, address: &str, _to: &mut File) -> io::Result<()> {
        Err(elsewhere(address))
    }
}

/// What a place says that knows nothing of object stores.
fn elsewhere(address: &str) -> io::Error {
    let message = format!("{address} is no path; rashomon-cluster reads from object stores, too");
    io::Error::new(io::ErrorKind::Unsupported, message)
}

/// A folder.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    shown: String,
}

impl Folder {
    /// The folder at `path`, made where it is missing.
    pub fn new(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Ok(Self { path: fs::canonicalize(path)?, shown: path.display().to_string() })
    }
}

impl Storage for Folder {
    fn address(&self) -> &str {
        &self.shown
    }

    fn location(&self) -> String {
        self.path.display().to_string()
    }

    fn size(&self, name: &str) -> io::Result<u64> {
        Ok(fs::metadata(self.path.join(name))?.len())
    }

    fn read(&self, name: &str, part: Option<Range<u64>>) -> io::Result<Bytes> {
        let mut file = File::open(self.path.join(name))?;
        let mut bytes = Vec::new();
        match part {
            Some(part) => {
                file.seek(SeekFrom::Start(part.start))?;
                bytes.reserve_exact((part.end - part.start) as usize);
                file.take(part.end - part.start).read_to_end(&mut bytes)?;
            }
            None => {
                file.read_to_end(&mut bytes)?;
            }
        }
        Ok(bytes.into())
    }

    fn write(&self, name: &str, bytes: Vec<u8>) -> io::Result<()> {
        let path = self.path.join(name);
        let folder = path.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        write::all(folder, &[&name], &|_, file| file.write_all(&bytes))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names = self.all(folder)?;
        names.retain(|name| !name.ends_with(PART));
        names.sort_unstable();
        Ok(names)
    }

    fn tidy(&self) -> io::Result<()> {
        for name in self.all(".")?.iter().filter(|name| name.ends_with(PART)) {
            match fs::remove_file(self.path.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Folder {
    /// All files in a folder and its folders, half-written ones, too.
    fn all(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let mut open = vec![folder.to_owned()];
        while let Some(folder) = open.pop() {
            let entries = match fs::read_dir(self.path.join(&folder)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries?,
            };
            for entry in entries {
                let entry = entry?;
                let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
                if entry.file_type()?.is_dir() {
                    open.push(name);
                } else {
                    names.push(name);
                }
            }
        }
        Ok(names)
    }
}

/// A stored file, for the reader of Parquet files, which asks for parts of it.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    storage: Arc<dyn Storage>,
    name: String,
    size: u64,
}

impl Stored {
    pub(super) fn open(storage: &Arc<dyn Storage>, name: &str) -> io::Result<Self> {
        Ok(Self { storage: Arc::clone(storage), name: name.to_owned(), size: storage.size(name)? })
    }
}

impl Length for Stored {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Stored {
    type T = io::BufReader<From>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        let from = From { file: self.clone(), at: start };
        Ok(io::BufReader::with_capacity(64 << 10, from))
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        let part = start..start + length as u64;
        Ok(self.storage.read(&self.name, Some(part))?)
    }
}

/// A stored file, read on from a byte.
#[derive(Debug)]
pub(super) struct From {
    file: Stored,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = self.file.size.min(self.at + buffer.len() as u64);
        if end <= self.at {
            return Ok(0);
        }
        let bytes = self.file.storage.read(&self.file.name, Some(self.at..end))?;
        buffer[..bytes.len()].copy_from_slice(&bytes);
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_keeps_whole_files() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(&dir.path().join("new")).unwrap();
        folder.write("a/b/c.bin", b"ferry".to_vec()).unwrap();
        folder.write("a/b/c.bin", b"ferry boat".to_vec()).unwrap();
        fs::write(dir.path().join("new/a/.d.part"), "half").unwrap();
        assert_eq!(folder.list("a").unwrap(), ["a/b/c.bin"]);
        assert_eq!(folder.list("b").unwrap(), [""; 0]);
        folder.tidy().unwrap();
        assert_eq!(folder.all(".").unwrap(), ["./a/b/c.bin"]);
        assert_eq!(folder.size("a/b/c.bin").unwrap(), 10);
        assert_eq!(&folder.read("a/b/c.bin", Some(6..10)).unwrap()[..], b"boat");
        assert_eq!(folder.size("a/none").unwrap_err().kind(), io::ErrorKind::NotFound);
        assert!(folder.inputs_at("s3://bucket/crawl").unwrap_err().to_string().contains("s3://"));
    }
}
