use std::fmt;

/// Why a run could not give a dossier.
///
/// The message names the file or option at fault and says what to do. What is wrong with single
/// inputs is no error of the run: see [`Failure`](crate::Failure).
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    message: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    NothingUsable,
    BadArgument,
    Write,
    Unverified,
}

impl Error {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into() }))
    }

    /// None of the inputs held a text.
    pub fn nothing_usable(message: impl Into<String>) -> Self {
        Self::new(Kind::NothingUsable, message)
    }

    /// An argument cannot be followed.
    pub fn bad_argument(message: impl Into<String>) -> Self {
        Self::new(Kind::BadArgument, message)
    }

    /// A result could not be written.
    pub fn write(message: impl Into<String>) -> Self {
        Self::new(Kind::Write, message)
    }

    /// A dossier does not hold against its sources.
    pub fn unverified(message: impl Into<String>) -> Self {
        Self::new(Kind::Unverified, message)
    }

    /// Whether there was no input that could be read.
    pub fn is_nothing_usable(&self) -> bool {
        self.0.kind == Kind::NothingUsable
    }

    /// Whether an argument is at fault.
    pub fn is_bad_argument(&self) -> bool {
        self.0.kind == Kind::BadArgument
    }

    /// Whether a result could not be written, although the place for it was there.
    pub fn is_write(&self) -> bool {
        self.0.kind == Kind::Write
    }

    /// Whether a dossier does not hold against its sources.
    pub fn is_unverified(&self) -> bool {
        self.0.kind == Kind::Unverified
    }

    /// What the command ends with: 1 where nothing was usable or written or a check failed, 2 for bad arguments.
    pub fn exit_code(&self) -> u8 {
        match self.0.kind {
            Kind::NothingUsable | Kind::Write | Kind::Unverified => 1,
            Kind::BadArgument => 2,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?})", self.0.message)
    }
}

impl std::error::Error for Error {}

const _: () = assert!(size_of::<Error>() == size_of::<usize>());
