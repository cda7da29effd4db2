//! Data feeds: who supplies quotes and news to a page, and how late.
//!
//! # What it finds
//! The standing lines under pages of syndication networks: suppliers of stock quotes and market data,
//! "quotes delayed", fund data providers.
//!
//! # Why it matters
//! They name companies and contain numbers.
//!
//! # Examples
//! - *Market data provided by Example Data*
//! - *Quotes delayed at least 15 minutes.*
//!
//! # Limits
//! Only the usual wordings are known.

use super::cues::{
    Cue,
    Place::{Any, Start},
    cues,
};

pub(super) const CUES: &[Cue] = cues! {
    Start(40) => [
        "data & news supplied by", "data and news supplied by", "news supplied by", "data supplied by",
        "stock quotes supplied by", "quotes supplied by", "quotes delayed", "quotes are delayed",
        "quotes displayed in real-time", "real-time quotes", "real time quotes", "market data provided by",
        "market data by", "stock data provided by", "fundamental company data", "powered and implemented by",
        "data provided by", "data delayed", "data is delayed", "prices delayed", "mutual fund and etf data",
        "nasdaq quotes", "stock market data", "historical and current end-of-day data",
    ],
    Any(3) => ["delayed at least # minutes", "stock quotes supplied", "market data provided"],
};
