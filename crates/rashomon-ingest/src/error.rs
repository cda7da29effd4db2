use std::{fmt, io, path::Path};

/// What went wrong with something outside: a file, a folder, a table.
///
/// The message names the path and says what to do. Ask it what kind of trouble it is with the
/// predicates; its inside is not part of the interface.
#[derive(Clone, Debug)]
pub struct Error {
    kind: Kind,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Missing,
    Unreadable,
    Empty,
    TooLarge,
    Unsupported,
    Malformed,
}

impl Error {
    pub(crate) fn missing(path: &Path) -> Self {
        Self {
            kind: Kind::Missing,
            message: format!(
                "{}: no such file or folder; check the spelling, and quote a pattern so that the shell leaves it alone",
                path.display()
            ),
        }
    }

    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound {
            return Self::missing(path);
        }
        let way_out = match error.kind() {
            io::ErrorKind::PermissionDenied => "; ask its owner for the right to read it",
            _ => "",
        };
        Self {
            kind: Kind::Unreadable,
            message: format!("{}: cannot be read: {error}{way_out}", path.display()),
        }
    }

    pub(crate) fn empty(path: &Path, message: &str) -> Self {
        Self { kind: Kind::Empty, message: format!("{}: {message}", path.display()) }
    }

    pub(crate) fn too_large(path: &Path, bytes: u64, limit: u64) -> Self {
        const MIB: u64 = 1 << 20;
        Self {
            kind: Kind::TooLarge,
            message: format!(
                "{}: is {} MiB, and the limit for one file is {} MiB; split it into smaller files, or into one JSON record a line",
                path.display(),
                bytes.div_ceil(MIB),
                limit / MIB,
            ),
        }
    }

    pub(crate) fn unsupported(path: &Path, what: &str) -> Self {
        Self { kind: Kind::Unsupported, message: format!("{}: {what}", path.display()) }
    }

    pub(crate) fn malformed(path: &Path, what: &str) -> Self {
        Self { kind: Kind::Malformed, message: format!("{}: {what}", path.display()) }
    }

    /// Whether the path does not exist.
    pub fn is_missing(&self) -> bool {
        self.kind == Kind::Missing
    }

    /// Whether the path exists and the operating system will not let it be read.
    pub fn is_unreadable(&self) -> bool {
        self.kind == Kind::Unreadable
    }

    /// Whether there is nothing in it: an empty file, a folder without readable files.
    pub fn is_empty(&self) -> bool {
        self.kind == Kind::Empty
    }

    /// Whether the file is over [`Options::max_bytes`](crate::Options::max_bytes).
    pub fn is_too_large(&self) -> bool {
        self.kind == Kind::TooLarge
    }

    /// Whether the file is of a kind that is not read: a picture, an archive, a PDF.
    pub fn is_unsupported(&self) -> bool {
        self.kind == Kind::Unsupported
    }

    /// Whether the content breaks its own format: a table without a `file` column, a line that is
    /// not JSON.
    pub fn is_malformed(&self) -> bool {
        self.kind == Kind::Malformed
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
