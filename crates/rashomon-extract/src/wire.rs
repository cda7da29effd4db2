//! Accounts as bytes: what a case file keeps and what goes from one machine to another.
//!
//! # The form
//! [`VERSION`], then every field in the order of its definition. Whole numbers are LEB128, signed ones zigzag;
//! `f32` is four bytes, little-endian; strings and lists begin with their length, options with a byte. What is one of a
//! list of words is the number of the word. The article's text comes first, so that every span can be checked against
//! it when it is read.
//!
//! # What is checked
//! [`read`] gives `None` for bytes of another version and for damaged ones: spans outside the text or inside a character,
//! numbers of things that are not there, anything left over. It never panics and holds no more memory than a few times
//! the bytes it is given.
//!
//! ```
//! use rashomon_annotate::Annotator;
//! use rashomon_extract::{extract, wire};
//! use rashomon_text::Article;
//!
//! let article = Article::plain("France cut diplomatic ties with Japan on Monday.");
//! let analysis = Annotator::new().annotate(&article);
//! let bytes = wire::written(&extract(article, analysis));
//! let account = wire::read(&bytes).expect("what was just written");
//! assert_eq!(account.events[0].act, "sever ties");
//! assert_eq!(wire::written(&account), bytes);
//! ```

mod account;
mod article;
mod codec;
mod time;

use crate::Account;
use codec::{In, Wire as _};

/// The version of the form, the first number of the bytes. It changes with every change of [`Account`] and all it holds.
pub const VERSION: u32 = 1;

/// An account as bytes.
pub fn written(account: &Account) -> Vec<u8> {
    let mut out = Vec::with_capacity(account.article.text.len() * 4);
    VERSION.put(&mut out);
    account.article.text.put(&mut out);
    account.put(&mut out);
    out
}

/// The account of bytes that [`written`] gave; `None` for anything else.
pub fn read(bytes: &[u8]) -> Option<Account> {
    let mut bytes = In::new(bytes);
    if u32::get(&mut bytes)? != VERSION {
        return None;
    }
    let text = String::get(&mut bytes)?;
    bytes.text = &text;
    let mut account = Account::get(&mut bytes)?;
    if !bytes.is_empty() || !account::holds(&account) {
        return None;
    }
    account.article.text = text;
    Some(account)
}
