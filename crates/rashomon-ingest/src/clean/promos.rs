//! Promotion: the outlet points to its own other pages, letters, accounts and tip lines.
//!
//! # What it finds
//! "Read: …", "More on this story", newsletter boxes, "follow us", "do you have a story?", contact
//! lines, app and subscription boxes.
//!
//! # Why it matters
//! The headline after "Read:" tells another story: its people and places would enter this one.
//!
//! # Examples
//! - *Read also: Ferry fares rise again*
//! - *Sign up for the Harbour Post newsletter and get the news in your inbox.*
//! - *Contact the reporter at news\@harbourpost.example*
//!
//! # Limits
//! A link line without a cue word ("Ferry fares rise again", alone between two paragraphs) is not
//! known by its words; where several stand together after the end, the teaser rules see them.

use super::cues::{
    Cue,
    Place::{Any, End, Start, Whole},
    cues,
};

pub(super) const CUES: &[Cue] = cues! {
    // a whole list of links may have run together into one line
    Start(250) => ["most read", "most popular", "most viewed", "trending", "recommended for you", "you may also like", "you might also like", "you may like", "you might like", "editor's picks", "editors' picks", "top stories", "related stories", "related articles", "related news", "more stories", "newsletter sign up", "today's headlines"],
    Start(40) => [
        "read:", "more:", "now playing", "email the author", "read also", "also read", "read next", "read more:", "read more -", "read more about",
        "read more on", "read the full", "read or share", "read our", "read this:", "must read",
        "more on this", "more from",  "related:", "related story",
        "related article",   "see also", "see more", "watch:",
        "watch live", "watch more", "watch the video", "watch now", "watch below", "video:",
        "in pictures:", "photos:", "gallery:", "listen:", "listen now", "podcast:", "live:", "live blog",
        "live updates", "follow live", "follow the latest", "follow our", "follow us", "don't miss",
             "recommended:",
            "you may be interested",
           "latest news", "click here", "click to",
        "click on the", "tap here", "sign up for", "sign up to", "sign up now", "subscribe to",
        "subscribe now", "subscribe for", "already a subscriber", "become a subscriber", "become a member",
        "join our", "join us on", "download our", "download the app", "get our", "get the latest",
        "get news", "get breaking news", "get more", "like us on", "share this", "tweet this",
        "email us at", "contact the writer", "contact the writers", "contact the reporter",
        "contact the author", "contact us", "contact our newsroom", "do you have a story", "do you have a tip",
        "do you know more", "got a story", "got a tip", "got a news tip", "got a confidential news tip",
        "have you got a story", "have a tip", "send us", "send your", "send tips", "we pay for",
        "we want to hear", "tell us", "let us know", "have your say", "if you like this story",
        "if you enjoyed", "if you have a story", "support our journalism", "support independent",
        "donate", "for more news", "for more stories", "for more on this", "for more coverage",
        "for all the latest", "for the latest", "keep up with", "stay up to date", "stay informed",
        "stay tuned", "interested in", "scroll down for", "scroll for", "read the original article",
        "this article originally appeared", "this story originally appeared", "this article first appeared",
        "content created by",   "to continue reading",
        "to read the full", "continue reading", "subscribe to read", "find out more", "learn more",
        "buy now", "next story", "previous story", "up next", "next article", "previous article",
        "next post", "previous post", "explore more", "discover more", "play video", "play now",
        "just watched", "must watch", "watch this", "like this story", "news tips", "if you witnessed",
        "were you there", "are you affected", "were you affected", "have you been affected",
        "follow her on", "follow him on", "follow them on", "add as a preferred source",
        "full coverage", "complete coverage",
    ],
    Whole => [
        "read more", "read full story", "read full article", "read also", "read next", "related",
        "related topics", "related content", "related links", "related posts", "more", "more news",
        "more coverage", "see more", "view more", "load more", "show more", "learn more", "watch",
        "listen", "subscribe", "sign up", "newsletter", "newsletters", "latest", "trending now", "trending",
        "recommended", "popular", "top news", "news alerts", "breaking news", "don't miss", "also in news",
        "most watched", "best of", "what to read next", "play", "follow", "follow us", "donate",
        "continue reading", "continue reading the main story", "more like this", "keep reading",
    ],
    End(30) => ["read more", "continue reading"],
    End(40) => ["click here", "sign up here", "read more here", "subscribe here", "subscribe now"],
    Any(3) => [
        "do you have a story for", "we pay for your stories", "we pay for videos", "join the conversation",
        "follow us on", "like us on facebook", "sign up for our", "subscribe to our", "fill in the form below",
        "can be reached at", "continue reading the main story", "read or share this story",
        "sign up for the", "add as an interest", "signing up is easy", "view all newsletters",
    ],
    Any(2) => [
        "newsletter sign up", "click here to",
        "you must select a newsletter", "thank you for subscribing", "thanks for subscribing",
        "delivered to your inbox", "delivered straight to your inbox", "to your inbox", "in your inbox",
        "invalid email", "we'd like to hear", "would like to hear from", "share your story",
        "stay updated", "in the comments below", "email us", "download the", "our newsletter",
        "our daily newsletter", "free newsletter", "whatsapp channel", "telegram channel",
        "our youtube channel", "share it with a friend", "got a story",
    ],
    Any(1) => [
        "newsletter", "sign up", "subscribe", "subscribing", "your email", "email address", "on facebook",
        "on twitter", "on instagram", "on youtube", "on telegram", "on whatsapp", "follow", "inbox", "click",
        "http://", "https://", "www", "our app", "call us", "for more", "exclusive offers", "special offers",
        "unsubscribe", "latest news", "breaking news emails", "please re-enter",
        "not a robot", "try again later", "an error has occurred",
    ],
};
