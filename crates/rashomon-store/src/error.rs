use std::fmt;
use std::path::Path;

/// Why a case file could not be used. The message names the file and says what to do.
#[derive(Debug)]
pub struct Error {
    message: String,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }

    /// What SQLite says, with the way out where there is one.
    #[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
    pub(crate) fn of(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let way_out = match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => "it is no case file; give another name",
            Some(ErrorCode::CannotOpen) => "give a file in a folder that can be written to",
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                "it cannot be written to; copy it where you may write"
            }
            Some(ErrorCode::DiskFull) => "free some space; nothing that was stored is lost",
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                "another program writes to it; try again when it is done"
            }
            Some(ErrorCode::DatabaseCorrupt) => {
                "it is damaged; use a copy, or `sqlite3 FILE .recover` to save what can be read"
            }
            _ => return Self::new(error.to_string()),
        };
        Self::new(format!("{error}; {way_out}"))
    }

    /// The same with the file's name before it.
    pub(crate) fn at(self, path: &Path) -> Self {
        Self::new(format!("{}: {}", path.display(), self.message))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::of(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
