//! Comments: the invitation to leave one, and what counts them.
//!
//! # What it finds
//! "Leave a comment", "12 comments", "Log in to comment", and every line after such an invitation that
//! stands at the end.
//!
//! # Why it matters
//! What readers write is no part of an outlet's account.
//!
//! # Examples
//! - *Leave a Reply*
//! - *Be the first to comment.*
//!
//! # Limits
//! Readers' comments that no heading announces cannot be told from the text.

use rashomon_text::Reason;

use super::{
    cues::{
        Cue,
        Place::{Any, Start, Whole},
        cues,
    },
    page::Page,
};

pub(super) const CUES: &[Cue] = cues! {
    Whole => ["comments", "comment", "# comments", "# comment", "no comments", "add comment", "comments (#)",
        "discussion", "reader comments", "your comments", "reply", "post comment", "view comments"],
    Start(25) => [
        "leave a comment", "leave a reply", "leave your comment", "leave comment", "post a comment",
        "add a comment", "write a comment", "be the first to comment", "log in to comment",
        "login to comment", "sign in to comment", "comments are closed", "comments are moderated",
        "comments are subject", "view all comments", "show comments", "read comments", "join the discussion",
        "join the conversation", "your email address will not be published", "what do you think?",
        "what's your view", "share your thoughts", "send comment", "comment on this", "have your say",
    ],
    Any(3) => ["comments are moderated", "your email address will not be published", "leave a comment below"],
    Any(2) => ["in the comments", "required fields are marked", "comment section"],
};

/// Headings after which, at the end of a page, only readers speak.
const OPENERS: [&str; 8] = [
    "leave a comment",
    "leave a reply",
    "post a comment",
    "reader comments",
    "comments",
    "# comments",
    "comments (#)",
    "add a comment",
];

/// Marks what follows the invitation to comment, where that stands in the last half of the text.
pub(super) fn mark(page: &mut Page) {
    let half = page.lines.len() / 2;
    let opener = page
        .lines
        .iter()
        .enumerate()
        .skip(half)
        .find(|(_, line)| OPENERS.contains(&line.folded.trim_end_matches(':')));
    if let Some((n, _)) = opener {
        for after in n..page.lines.len() {
            page.remove(after, Reason::Comments);
        }
    }
}
