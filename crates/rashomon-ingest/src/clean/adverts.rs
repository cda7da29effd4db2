//! Advertisements: the word itself, sponsored boxes, betting and dealing links.
//!
//! # What it finds
//! "Advertisement" lines, "sponsored content" marks, and short lines at the end that name betting,
//! casinos, loans or coupons in a text that is not about them.
//!
//! # Why it matters
//! A bookmaker's name at the foot of a report would be an organisation of the event.
//!
//! # Examples
//! - *Advertisement Continue reading*
//! - *The best betting sites May 2021*
//!
//! # Limits
//! An advertisement written as running text cannot be told by its words.

use rashomon_text::Reason;

use super::{
    cues::{
        Cue,
        Place::{Any, Start, Whole},
        cues,
    },
    page::Page,
    words,
};

pub(super) const CUES: &[Cue] = cues! {
    Whole => ["ad", "ads", "advert", "adverts", "advertisement", "advertisements", "advertising", "sponsored",
        "sponsored content", "promoted", "promoted content", "paid content", "paid post", "partner content",
        "remove ads", "close ad", "anzeige", "publicidad", "publicité"],
    Start(14) => ["advertisement", "advert", "sponsored by", "sponsored:", "promoted by", "paid for by",
        "story continues below", "story continues after", "article continues below", "article continues after",
        "content continues below", "this article contains affiliate", "ads by", "advertise with us",
        "skip ad", "scroll to continue", "brought to you by", "in association with"],
    Any(3) => ["story continues below advertisement", "article continues after ad", "affiliate links",
        "we may earn a commission", "we may receive a commission"],
    Any(2) => ["sponsored content", "promo code", "free bets", "gamble responsibly", "begambleaware"],
};

/// Words of trades that buy lines at the foot of other people's pages.
const TRADES: [&str; 30] = [
    "betting",
    "bookmaker",
    "bookmakers",
    "bookies",
    "casino",
    "casinos",
    "sportsbook",
    "sportsbooks",
    "odds",
    "slots",
    "jackpot",
    "poker",
    "roulette",
    "bingo",
    "betmgm",
    "coupon",
    "coupons",
    "voucher",
    "vouchers",
    "discount",
    "loans",
    "payday",
    "mortgage",
    "forex",
    "crypto",
    "cashback",
    "giveaway",
    "promo",
    "deals",
    "wager",
];

/// Marks short lines after the last running line that name such a trade, where the text does not.
pub(super) fn mark(page: &mut Page) {
    let Some(last) =
        (0..page.lines.len()).rev().find(|&n| page.is_open(n) && page.lines[n].is_running())
    else {
        return;
    };
    let mut known = [false; TRADES.len()];
    for n in (0..=last).filter(|&n| page.is_open(n)) {
        for word in words::of(&page.lines[n].folded) {
            if let Some(trade) = TRADES.iter().position(|it| *it == word) {
                known[trade] = true;
            }
        }
    }
    for n in last + 1..page.lines.len() {
        let line = &page.lines[n];
        if !page.is_open(n) || line.words > 14 || line.terminal {
            continue;
        }
        let foreign = words::of(&line.folded)
            .find_map(|word| TRADES.iter().position(|it| *it == word))
            .is_some_and(|trade| !known[trade]);
        if foreign {
            page.remove(n, Reason::Advertisement);
        }
    }
}
