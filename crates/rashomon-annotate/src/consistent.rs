//! One name, one kind: what an article calls a person once, it does not call a town elsewhere.
//!
//! The recogniser sees one sentence at a time. Here the whole article is looked at: doubtful names
//! take the kind that the same words have elsewhere, a surname follows the full name, and words that
//! are surely a name elsewhere are one where they were overlooked.

use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, Name, NameKind, TokenRange};
use crate::hash::{mix, string};
use crate::tags::Upos;

/// Longest name looked for where it was overlooked, in words.
const LONGEST: usize = 6;

/// A kind held at least this sure is not changed.
const SURE: f32 = 0.85;

#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    /// Confidence summed by kind.
    kinds: [f32; 7],
    times: u32,
}

impl Votes {
    fn best(&self) -> (usize, f32) {
        let mut at = 0;
        for (kind, &sum) in self.kinds.iter().enumerate() {
            if sum > self.kinds[at] {
                at = kind;
            }
        }
        (at, self.kinds[at])
    }
}

/// The place of a kind among those that are settled; dates and sums of money are not.
fn number(kind: NameKind) -> Option<usize> {
    NameKind::PROPER.iter().position(|&k| k == kind)
}

/// Makes the names of an article agree with each other. Linear in its length.
pub(crate) fn settle(text: &str, analysis: &mut Analysis) {
    let hashes: Vec<u64> =
        analysis.tokens.span.iter().map(|span| string(span.slice(text))).collect();
    let key = |range: TokenRange| {
        hashes[range.range()].iter().fold(range.len() as u64, |sum, &hash| mix(sum, hash))
    };
    let mut votes: FxHashMap<u64, Votes> = FxHashMap::default();
    let mut surnames: FxHashMap<u64, f32> = FxHashMap::default();
    for name in &analysis.names {
        let Some(kind) = number(name.kind) else { continue };
        let entry = votes.entry(key(name.tokens)).or_default();
        entry.kinds[kind] += name.confidence;
        entry.times += 1;
        if name.kind == NameKind::Person && name.tokens.len() > 1 {
            let last = TokenRange::new(name.tokens.end - 1, name.tokens.end);
            let sum = surnames.entry(key(last)).or_default();
            *sum = sum.max(name.confidence);
        }
    }
    for name in &mut analysis.names {
        let Some(own) = number(name.kind) else { continue };
        if name.confidence >= SURE {
            continue;
        }
        let all = votes.get(&key(name.tokens)).copied().unwrap_or_default();
        let (best, sum) = all.best();
        let surname = if name.tokens.len() == 1 {
            surnames.get(&key(name.tokens)).copied().unwrap_or_default()
        } else {
            0.0
        };
        if best != own && sum > 1.5 * all.kinds[own] {
            name.kind = NameKind::PROPER[best];
        } else if surname > sum && surname > name.confidence {
            name.kind = NameKind::Person;
        }
    }
    overlooked(text, analysis, &hashes, &votes, &surnames);
}

/// Adds names that stand elsewhere in the article as sure names.
fn overlooked(
    text: &str,
    analysis: &mut Analysis,
    hashes: &[u64],
    votes: &FxHashMap<u64, Votes>,
    surnames: &FxHashMap<u64, f32>,
) {
    let mut starts: FxHashMap<u64, usize> = FxHashMap::default();
    for name in &analysis.names {
        if number(name.kind).is_some() && name.tokens.len() <= LONGEST {
            let longest = starts.entry(hashes[name.tokens.start as usize]).or_default();
            *longest = name.tokens.len().max(*longest);
            let last = hashes[name.tokens.end as usize - 1];
            starts.entry(last).or_insert(1);
        }
    }
    let mut new = Vec::new();
    let mut next = 0;
    for sentence in &analysis.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            while next < analysis.names.len() && analysis.names[next].tokens.end <= at {
                next += 1;
            }
            let name = analysis.names.get(next).map(|name| name.tokens);
            if let Some(tokens) = name
                && tokens.start <= at
            {
                at = tokens.end;
                continue;
            }
            let free =
                name.map_or(sentence.tokens.end, |tokens| tokens.start.min(sentence.tokens.end));
            let longest = starts.get(&hashes[at as usize]).copied().unwrap_or_default();
            let upper = |t: u32| {
                analysis.tokens.upos[t as usize] == Upos::Propn
                    && analysis.tokens.span[t as usize].slice(text).starts_with(char::is_uppercase)
            };
            let mut found = None;
            for length in (1..=longest.min((free - at) as usize)).rev() {
                let range = TokenRange::new(at, at + length as u32);
                let neighbour =
                    |t: u32| sentence.tokens.start <= t && t < sentence.tokens.end && upper(t);
                if !upper(at) || neighbour(range.end) || at > 0 && neighbour(at - 1) {
                    break;
                }
                let key = hashes[range.range()].iter().fold(length as u64, |sum, &h| mix(sum, h));
                if let Some(votes) = votes.get(&key) {
                    let (kind, sum) = votes.best();
                    if sum >= 0.9 && sum > 0.6 * votes.kinds.iter().sum::<f32>() {
                        found = Some((
                            range,
                            NameKind::PROPER[kind],
                            0.5 + 0.1 * votes.times.min(4) as f32,
                        ));
                        break;
                    }
                }
                if length == 1 && surnames.get(&key).is_some_and(|&sure| sure >= 0.9) {
                    found = Some((range, NameKind::Person, 0.6));
                }
            }
            match found {
                Some((tokens, kind, confidence)) => {
                    new.push(Name { tokens, span: analysis.span(tokens), kind, confidence });
                    at = tokens.end;
                }
                None => at += 1,
            }
        }
    }
    analysis.names.extend(new);
    analysis.names.sort_by_key(|name| name.span);
}
