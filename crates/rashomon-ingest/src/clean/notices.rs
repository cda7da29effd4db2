//! Notices: cookies, privacy, copyright, terms.
//!
//! # What it finds
//! Lines in which the site speaks to the reader about rights, data and its own workings.
//!
//! # Why it matters
//! "By accessing this page, you agree" is a sentence with an actor, a verb and an object; left in, it
//! becomes an event.
//!
//! # Examples
//! - *We use cookies to improve your experience. Accept*
//! - *© 2021 Harbour Post. All rights reserved.*
//! - *The views expressed in this article are the author's own.*
//!
//! # Limits
//! A report about a privacy policy is kept because its lines are long and name the policy once.

use super::cues::{
    Cue,
    Place::{Any, Start, Whole},
    cues,
};

pub(super) const CUES: &[Cue] = cues! {
    Start(60) => [
        "copyright #", "copyright ©", "© #", "©", "(c) #", "copyright (c)", "all rights reserved",
        "by accessing this page", "by using this site", "by continuing to use", "by clicking",
        "by signing up", "by submitting your", "this site is protected by",
        "we use cookies", "this website uses cookies", "this site uses cookies",
        "our website uses cookies", "the views expressed in this", "the opinions expressed in this",
        "views expressed here", "opinions expressed here", "disclaimer:", "reprinted with permission",
        "republished with permission", "this is a breaking news story", "this is a developing story",
        "this story is developing", "this breaking news story", "more to follow", "more follows",
        "this content is not available", "this video is not available", "this content is provided by",
        "to view this content", "to enable this content", "please enable javascript",
        "javascript is disabled", "your browser does not support", "you need to have javascript",
        "this page requires", "this article is for subscribers", "this article was automatically",
        "registration number:", "licence number", "license number", "license for publishing",
    ],
    Whole => [
        "privacy policy", "privacy policy and terms and conditions", "privacy notice",
        "terms and conditions", "terms of use", "terms of service", "terms & conditions",
        "cookie policy", "cookies policy", "cookie settings", "cookie preferences", "manage cookies",
        "accept", "accept all", "accept cookies", "accept all cookies", "reject all", "i agree",
        "i accept", "got it", "legal notice", "imprint", "impressum", "do not sell my personal information",
        "your privacy choices", "accessibility statement", "editorial guidelines", "code of ethics",
        "our standards: the thomson reuters trust principles",
    ],
    Any(3) => [
        "all rights reserved", "this website uses cookies", "we use cookies", "this site uses cookies",
        "may not be published, broadcast, rewritten", "may not be reproduced without",
        "without written authorization", "without prior written", "reproduced without permission",
        "for licensing opportunities", "transcripts are created on a rush deadline",
        "this text may not be in its final form",
    ],
    Any(2) => [
        "cookie policy", "use of cookies", "uses cookies", "accept cookies", "terms of use",
        "terms of service", "you agree to", "you agree to our", "privacy and cookie", "opt-out if you wish",
        "this copy is for your personal", "non-commercial use only", "trademark of", "please enable",
        "personal data processing", "google privacy policy", "protected by recaptcha",
    ],
    Any(1) => [
        "privacy policy", "terms and conditions", "cookies", "your experience", "opt out", "opt-out",
        "copyright", "registered in england", "company number", "consent", "your browser",
        "permissions pages", "special offers", "accept",
    ],
};
