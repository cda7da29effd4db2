use std::fmt;
use std::io;
use std::path::Path;

/// Why fetching cannot begin or go on.
///
/// The message names the file or option at fault and says what to do. What is wrong with single pages
/// is no error: see [`Failure`](crate::Failure).
#[derive(Debug)]
pub struct Error {
    argument: bool,
    message: String,
}

impl Error {
    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self { argument: true, message: message.into() }
    }

    pub(crate) fn write(path: &Path, error: &io::Error) -> Self {
        Self {
            argument: false,
            message: format!(
                "{}: cannot be written: {error}; what is there is whole. Free some space and give \
                 --resume to go on",
                path.display()
            ),
        }
    }

    /// Whether an argument is at fault; else the file could not be written.
    pub fn is_bad_argument(&self) -> bool {
        self.argument
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
