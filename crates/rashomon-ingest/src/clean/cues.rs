//! The wording by which page furniture is known, and how it is weighed.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rashomon_text::Reason;

use super::{
    adverts, comments, feeds, headers, navigation, notices,
    page::{Fate, Line, Page},
    promos,
};

/// A wording, as [`fold`](super::page::fold) leaves it, and what it says of the line it stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cue {
    pub(crate) words: &'static str,
    pub(crate) place: Place,
}

/// Where a cue must stand.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// It is the whole line, a colon or arrow after it left aside.
    Whole,
    /// It begins a line of at most so many words.
    Start(usize),
    /// It ends a line of at most so many words.
    End(usize),
    /// Anywhere; counts so many points.
    Any(u32),
}

/// `Cue`s from wordings in one place.
macro_rules! cues {
    ($($place:expr => [$($words:literal),* $(,)?]),* $(,)?) => {
        &[$($($crate::clean::cues::Cue { words: $words, place: $place }),*),*]
    };
}
pub(crate) use cues;

type Family = (Reason, &'static [Cue]);

const FAMILIES: [Family; 7] = [
    (Reason::Notice, notices::CUES),
    (Reason::Promo, promos::CUES),
    (Reason::Navigation, navigation::CUES),
    (Reason::Comments, comments::CUES),
    (Reason::Metadata, headers::CUES),
    (Reason::Advertisement, adverts::CUES),
    (Reason::Feed, feeds::CUES),
];

struct Table {
    finder: AhoCorasick,
    cues: Vec<(Cue, Reason)>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let cues: Vec<_> = FAMILIES
            .iter()
            .flat_map(|&(reason, cues)| cues.iter().map(move |&cue| (cue, reason)))
            .collect();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(cues.iter().map(|(cue, _)| cue.words))
            .expect("the cue tables are small");
        Table { finder, cues }
    })
}

/// How many points a line needs: the longer it is, the more, for running text may speak of
/// newsletters too.
fn needed(line: &Line) -> u32 {
    match line.words {
        13..=45 if line.terminal => 3,
        0..=20 => 2,
        21..=45 => 3,
        46..=80 => 4,
        _ => 6,
    }
}

/// Whether a cue at the start settles it: in a short line, in one that is no sentence, or where the
/// cue itself is no way to begin one.
fn settles(cue: &str, line: &Line) -> bool {
    line.words <= 12
        || !line.terminal
        || cue.ends_with(':')
        || cue.starts_with(['©', '#', '('])
        || cue.starts_with("copyright")
}

/// Marks every open line whose wording gives it away.
pub(crate) fn mark(page: &mut Page) {
    for n in 0..page.lines.len() {
        if page.is_open(n)
            && let Some(reason) = weigh(&page.lines[n])
        {
            page.lines[n].fate = Fate::Remove(reason);
        }
    }
}

/// Why the line is furniture, if it is.
pub(crate) fn weigh(line: &Line) -> Option<Reason> {
    let table = table();
    let folded = line.folded.as_str();
    // what somebody says is never furniture, whatever the words
    let speech = folded.starts_with(['"', '\'']);
    let mut points: Vec<(usize, u32, Reason)> = Vec::new();
    for found in table.finder.find_overlapping_iter(folded) {
        let (start, end) = (found.start(), found.end());
        if !stands_alone(folded, start, end) {
            continue;
        }
        let (cue, reason) = table.cues[found.pattern().as_usize()];
        match cue.place {
            Place::Whole if start == 0 && is_nothing(&folded[end..]) => return Some(reason),
            Place::Start(most) if start == 0 && line.words <= most => {
                if settles(cue.words, line) {
                    return Some(reason);
                }
                points.push((found.pattern().as_usize(), 2, reason));
            }
            Place::End(most) if !speech && is_nothing(&folded[end..]) && line.words <= most => {
                return Some(reason);
            }
            Place::Any(weight) => {
                let id = found.pattern().as_usize();
                if points.iter().all(|&(seen, ..)| seen != id) {
                    points.push((id, weight, reason));
                }
            }
            _ => {}
        }
    }
    let sum: u32 = points.iter().map(|&(_, weight, _)| weight).sum();
    if sum < needed(line) + u32::from(speech) * 2 {
        return None;
    }
    // the heaviest cue names the reason, the first one where several weigh the same
    points.iter().max_by_key(|&&(id, weight, _)| (weight, usize::MAX - id)).map(|it| it.2)
}

/// Whether no word goes on at either end.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '#';
    let bare = |at: Option<char>| !at.is_some_and(word);
    let inner = &text[start..end];
    (!inner.starts_with(word) || bare(text[..start].chars().next_back()))
        && (!inner.ends_with(word) || bare(text[end..].chars().next()))
}

/// Whether only marks are left.
fn is_nothing(rest: &str) -> bool {
    rest.chars().all(|c| !c.is_alphanumeric() && c != '#')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::page::fold;
    use rashomon_text::Span;

    #[test]
    fn cues_are_folded_already() {
        for (reason, cues) in FAMILIES {
            for cue in cues {
                assert_eq!(fold(cue.words), cue.words, "{reason:?}");
            }
        }
    }

    fn check(text: &str, expect: Option<Reason>) {
        let line = Line::new(text, Span::from_range(0..text.len()), 0);
        assert_eq!(weigh(&line), expect, "{text}");
    }

    #[test]
    fn furniture_is_known_by_its_words() {
        check("Read more: Ferry fares rise again", Some(Reason::Promo));
        check("READ MORE", Some(Reason::Promo));
        check("© 2021 Harbour Post. All rights reserved.", Some(Reason::Notice));
        check("We use cookies to give you the best experience. Accept", Some(Reason::Notice));
        check("Leave a Comment", Some(Reason::Comments));
        check("Advertisement", Some(Reason::Advertisement));
        check("Quotes delayed at least 15 minutes.", Some(Reason::Feed));
        check("Article ID: 4711", Some(Reason::Metadata));
        check("Share on Facebook", Some(Reason::Navigation));
    }

    #[test]
    fn running_text_about_the_same_things_is_kept() {
        check(
            "The minister said she would read more reports before she decides on the ferry.",
            None,
        );
        check("“Read my lips,” the mayor of Valletta said.", None);
        check("The newsletter was sent to the members of the port union on Monday.", None);
        check(
            "Its privacy policy had allowed the firm to sell the data, the regulator said.",
            None,
        );
        check("The court published its ruling on Tuesday after a delay of two months.", None);
        check("Comments by the president drew protests in three cities.", None);
    }
}
