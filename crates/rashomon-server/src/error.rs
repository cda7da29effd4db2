use std::fmt;

/// Why a server cannot start or go on. The message names what is at fault and says what to do.
#[derive(Debug)]
pub struct Error {
    argument: bool,
    message: String,
}

impl Error {
    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self { argument: true, message: message.into() }
    }

    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self { argument: false, message: message.into() }
    }

    /// Whether an option is at fault.
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
