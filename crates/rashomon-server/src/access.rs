//! Who may ask for what.

pub(crate) mod client;
pub(crate) mod forms;
pub(crate) mod origin;
pub(crate) mod permit;
pub(crate) mod sessions;
pub(crate) mod tokens;

use tokens::Role;

/// Whoever asks, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct User {
    /// What they may do.
    pub(crate) role: Role,
    /// Their session, where they signed in with a browser.
    pub(crate) session: Option<sessions::Key>,
}
