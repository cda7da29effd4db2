//! What a text says about itself: title, byline, dateline, outlet, credits, date, language.

pub(crate) mod byline;
pub(crate) mod credits;
pub(crate) mod dateline;
pub(crate) mod dates;
pub(crate) mod language;
pub(crate) mod media;
pub(crate) mod outlet;
pub(crate) mod published;
pub(crate) mod title;
