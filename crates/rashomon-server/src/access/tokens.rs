//! Tokens: what a client shows to come in.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::Error;

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Read everything.
    Reader,
    /// Read everything, and add.
    Editor,
}

impl Role {
    /// The word used in token files and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Editor => "editor",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Reader, Self::Editor].into_iter().find(|role| role.as_str() == text).ok_or(())
    }
}

/// The tokens of a server, as digests.
#[derive(Clone)]
pub struct Tokens {
    entries: Vec<([u8; 32], Role)>,
}

/// Why a file of tokens cannot be used: the line, and what is wrong with it. It never holds a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokensError {
    line: usize,
    what: &'static str,
}

impl fmt::Display for TokensError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(self.what),
            line => write!(f, "line {line}: {}", self.what),
        }
    }
}

impl std::error::Error for TokensError {}

impl Tokens {
    /// The role of whoever shows `token`.
    ///
    /// Digests are compared, all of them and each in the same time, so that the time says nothing.
    pub fn role(&self, token: &str) -> Option<Role> {
        let digest: [u8; 32] = Sha256::digest(token).into();
        let mut found = None;
        for (known, role) in &self.entries {
            if bool::from(known.ct_eq(&digest)) {
                found = Some(*role);
            }
        }
        found
    }
}

impl FromStr for Tokens {
    type Err = TokensError;

    /// Reads a file of tokens: a line each, `role token`; empty lines and those that begin with `#` are passed over.
    fn from_str(text: &str) -> Result<Self, TokensError> {
        let mut entries = Vec::new();
        for (n, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what| TokensError { line: n, what };
            let (role, token) = line
                .split_once(char::is_whitespace)
                .ok_or(wrong("a role and a token, as `reader 3f…`"))?;
            let role = role.parse().map_err(|()| wrong("the role is `reader` or `editor`"))?;
            let token = token.trim();
            strong(token).map_err(wrong)?;
            let digest = Sha256::digest(token).into();
            if entries.iter().any(|(known, _)| *known == digest) {
                return Err(wrong("the token stands there twice"));
            }
            entries.push((digest, role));
        }
        if entries.is_empty() {
            return Err(TokensError { line: 0, what: "no token in it" });
        }
        Ok(Self { entries })
    }
}

/// Whether a token can hold 128 random bits: by its alphabet, its length, and how many of its characters differ.
fn strong(token: &str) -> Result<(), &'static str> {
    let all = |fits: fn(u8) -> bool| token.bytes().all(fits);
    let bits = if all(|b| b.is_ascii_hexdigit()) {
        4.0
    } else if all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        || all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    {
        5.17
    } else if all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        5.95
    } else {
        return Err("a token is letters, digits, `-` and `_`");
    };
    if token.len() > 256 {
        return Err("the token is longer than 256 characters");
    }
    let mut seen = [false; 128];
    token.bytes().for_each(|b| seen[usize::from(b)] = true);
    let different = seen.iter().filter(|seen| **seen).count();
    // of 32 random hexadecimal digits fewer than 8 differ once in a hundred million
    if token.len() as f64 * bits < 128.0 || different < 8 {
        return Err(
            "the token is too weak: it needs 128 random bits; `rashomon serve --new-token` makes one",
        );
    }
    Ok(())
}

/// A token of 256 random bits of the operating system, in hexadecimal.
pub fn new_token() -> Result<String, Error> {
    Ok(hex(&random()?))
}

/// Random bytes of the operating system.
pub(crate) fn random() -> Result<[u8; 32], Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::other(format!("no random numbers to be had: {error}")))?;
    Ok(bytes)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> String {
        text.parse::<Tokens>().map(drop).unwrap_err().to_string()
    }

    #[test]
    fn a_new_token_opens_and_another_does_not() {
        let (one, two) = (new_token().unwrap(), new_token().unwrap());
        let tokens: Tokens = format!("# desk\n\nreader {one}\neditor\t{two}\n").parse().unwrap();
        assert_eq!(tokens.role(&one), Some(Role::Reader));
        assert_eq!(tokens.role(&two), Some(Role::Editor));
        for odd in ["", &one[1..], &one.to_uppercase(), &format!("{one} ")] {
            assert_eq!(tokens.role(odd), None, "{odd}");
        }
    }

    #[test]
    fn weak_tokens_are_refused() {
        for token in [
            "secret",
            "0123456789abcdef0123456789abcde",
            "passwordpasswordpasswordpassword",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "Ab3-Ab3_Ab3-Ab3_Ab3-Ab3_",
        ] {
            assert!(wrong(&format!("reader {token}")).contains("too weak"), "{token}");
        }
        assert!("reader Zk3-Qx9_Lm2Rt7Yb5Nc8Wd".parse::<Tokens>().is_ok());
    }

    #[test]
    fn a_broken_file_says_where_and_tells_no_token() {
        let token = new_token().unwrap();
        let long = token.repeat(5);
        for (text, expect) in [
            (String::new(), "no token in it".to_owned()),
            (format!("\n{token}"), "line 2: a role and a token".to_owned()),
            (format!("owner {token}"), "line 1: the role is".to_owned()),
            (
                format!("reader {token}\neditor {token}"),
                "line 2: the token stands there twice".into(),
            ),
            (format!("reader {token}é"), "line 1: a token is letters".to_owned()),
            (format!("reader {long}"), "longer than 256".to_owned()),
        ] {
            let message = wrong(&text);
            assert!(message.contains(&expect) && !message.contains(&token), "{message}");
        }
    }
}
