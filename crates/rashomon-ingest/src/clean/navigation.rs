//! Navigation: menus, share bars, player and gallery controls.
//!
//! # What it finds
//! The words of buttons and controls that a page's text carries along: "Share on Facebook", "Skip to
//! content", "Media playback is unsupported on your device", "Back to top".
//!
//! # Why it matters
//! They break paragraphs in two and begin sentences that are none.
//!
//! # Examples
//! - *Share Tweet Print*
//! - *2 min read*
//!
//! # Limits
//! Menus of section names ("World Business Sport") are seen only in HTML, where they stand in lists of
//! links.

use super::cues::{
    Cue,
    Place::{Any, Start, Whole},
    cues,
};
use super::{page::Line, words};

pub(super) const CUES: &[Cue] = cues! {
    Whole => [
        "share", "tweet", "print", "email", "e-mail", "save", "copy link", "copy", "link copied", "facebook",
        "twitter", "whatsapp", "linkedin", "telegram", "pinterest", "reddit", "instagram", "youtube",
        "close", "next", "previous", "prev", "back", "menu", "search", "home", "log in", "login", "sign in",
        "register", "top", "back to top", "loading", "loading...", "skip", "skip to content",
        "skip to main content", "skip advertisement", "hide", "show", "show all", "expand", "toggle",
        "share this article", "share this story", "share this", "share article", "share with",
        "share tweet", "share tweet print", "print this", "enlarge", "enlarge this image", "enlarge image",
        "view gallery", "gallery", "slideshow", "embed", "transcript", "download", "play video", "mute",
        "live", "photo", "photos", "video", "videos", "audio", "image", "picture", "getty", "___", "text size",
        "size", "a a a", "font size", "zoom", "close dialog", "open in app", "go to", "sections", "topics",
        "tags", "more options", "share options", "gift this article", "listen to this article",
        "view this post on instagram", "explainer", "opinion", "analysis", "news", "world", "politics",
        "business", "sport", "sports", "exclusive", "breaking", "premium", "subscriber only",
        "google news", "apple news", "x", "print version", "pdf", "rss",
    ],
    Start(25) => [
        "skip to", "share on", "share via", "share this with", "click to share", "tweet on",
        "these are external links", "media playback is unsupported on your device", "scroll down",
        "scroll below",
        "media playback is not supported",
        "slideshow (", "show all", "# show all", "show # more", "view # comments", "# shares",
        "jump to", "you are here", "home >", "home /", "image # of #", "photo # of #",
        "# of #", "hide caption", "enlarge this image", "view image", "view in", "listen to article",
        "close gallery", "open gallery", "view comments", "reading time", "# min read", "# minute read",
        "# minutes read", "estimated reading time", "time to read", "text to speech",
        "audio by", "this is an embedded", "an embedded", "view original tweet", "twitter ads info",
        "embed code", "autoplay", "replay more videos", "font size", "change font", "switch to",
    ],
    Any(3) => [
        "share on facebook", "share on twitter", "share on whatsapp", "media playback is unsupported",
        "skip to content", "skip to main content",
    ],
};

/// What buttons say, and the services they lead to.
const BUTTONS: [&str; 34] = [
    "facebook",
    "twitter",
    "x",
    "whatsapp",
    "linkedin",
    "pinterest",
    "reddit",
    "telegram",
    "instagram",
    "youtube",
    "email",
    "e",
    "mail",
    "print",
    "share",
    "tweet",
    "save",
    "copy",
    "link",
    "comment",
    "comments",
    "messenger",
    "tumblr",
    "flipboard",
    "pocket",
    "sms",
    "viber",
    "rss",
    "follow",
    "like",
    "more",
    "bluesky",
    "threads",
    "google",
];

/// Whether the line is a row of buttons: "Share Tweet Print".
pub(super) fn is_buttons(line: &Line) -> bool {
    line.words <= 16
        && !line.terminal
        && words::of(&line.folded).all(|word| BUTTONS.contains(&word))
}
