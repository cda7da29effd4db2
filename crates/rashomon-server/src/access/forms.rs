//! Seals: what a form of ours carries and a form of another site cannot.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::User;
use super::tokens::{hex, random};
use crate::Error;

/// Makes seals and knows them again, until the server is started anew.
pub(crate) struct Seals {
    secret: [u8; 32],
}

impl Seals {
    pub(crate) fn new() -> Result<Self, Error> {
        Ok(Self { secret: random()? })
    }

    /// The seal of a user's forms: another for every session.
    pub(crate) fn of(&self, user: User) -> String {
        let mut digest = Sha256::new();
        digest.update(b"form of rashomon\0");
        digest.update(self.secret);
        // both parts are of one length, so that no two inputs read the same
        digest.update(user.session.as_ref().map_or(&[0; 32][..], |key| key.bytes()));
        hex(&digest.finalize())
    }

    /// Whether `seal` is that of the user's forms.
    pub(crate) fn fits(&self, user: User, seal: &str) -> bool {
        self.of(user).as_bytes().ct_eq(seal.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::sessions::Key;
    use crate::access::tokens::Role;

    #[test]
    fn a_seal_fits_its_session_alone() {
        let seals = Seals::new().unwrap();
        let user = |session| User { role: Role::Editor, session };
        let one = user(Some(Key::of("one")));
        let seal = seals.of(one);
        assert!(seals.fits(one, &seal));
        assert!(!seals.fits(user(Some(Key::of("two"))), &seal));
        assert!(!seals.fits(user(None), &seal));
        assert!(!seals.fits(one, "") && !seals.fits(one, &seal[1..]));
        assert!(!Seals::new().unwrap().fits(one, &seal));
    }
}
