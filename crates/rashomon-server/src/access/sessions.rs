//! Who has signed in with a browser. Sessions live in memory: after a restart one signs in again.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use super::tokens::{Role, hex, random};
use crate::Error;

/// How long a session is good for.
pub(crate) const LIFE: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// Sessions at once; the oldest goes when there are more.
const MOST: usize = 4096;

/// The digest of what a browser shows: what is kept here opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key([u8; 32]);

impl Key {
    pub(crate) fn of(shown: &str) -> Self {
        Self(Sha256::digest(shown).into())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The open sessions.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    open: Mutex<BTreeMap<Key, (Role, Instant)>>,
}

impl Sessions {
    /// Opens a session; what the browser will show for it.
    pub(crate) fn open(&self, role: Role) -> Result<String, Error> {
        let shown = hex(&random()?);
        let now = Instant::now();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (_, since)| now.duration_since(*since) < LIFE);
        if open.len() >= MOST
            && let Some(oldest) =
                open.iter().min_by_key(|(_, (_, since))| *since).map(|(key, _)| *key)
        {
            open.remove(&oldest);
        }
        open.insert(Key::of(&shown), (role, now));
        Ok(shown)
    }

    /// The role of a session that is open.
    pub(crate) fn role(&self, key: Key) -> Option<Role> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.get(&key).filter(|(_, since)| since.elapsed() < LIFE).map(|(role, _)| *role)
    }

    /// Ends a session.
    pub(crate) fn close(&self, key: Key) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_opens_until_it_is_closed() {
        let sessions = Sessions::default();
        let shown = sessions.open(Role::Editor).unwrap();
        assert_eq!(sessions.role(Key::of(&shown)), Some(Role::Editor));
        assert_eq!(sessions.role(Key::of(&shown[1..])), None);
        sessions.close(Key::of(&shown));
        assert_eq!(sessions.role(Key::of(&shown)), None);
    }

    #[test]
    fn there_are_not_more_than_so_many() {
        let sessions = Sessions::default();
        let first = sessions.open(Role::Reader).unwrap();
        for _ in 0..MOST {
            sessions.open(Role::Reader).unwrap();
        }
        assert_eq!(sessions.open.lock().unwrap().len(), MOST);
        assert_eq!(sessions.role(Key::of(&first)), None);
    }
}
