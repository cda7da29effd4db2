//! The wording by which page furniture is known, and how it is weighed.

use std::{ops::Range, sync::OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};
use rashomon_text::{Reason, Span};

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

/// Words from which on a line is looked at sentence by sentence: pages often run together.
const LONG: usize = 46;

/// Marks every open line whose wording gives it away; of long lines, the sentences that do.
pub(crate) fn mark(page: &mut Page) {
    for n in 0..page.lines.len() {
        if !page.is_open(n) {
            continue;
        }
        if page.lines[n].words < LONG {
            if let Some(reason) = weigh(&page.lines[n]) {
                page.remove(n, reason);
            } else if navigation::is_buttons(&page.lines[n]) {
                page.remove(n, Reason::Navigation);
            }
        } else {
            mark_long(page, n);
        }
    }
}

/// Takes long lines back where the cues would leave next to nothing: a text may be about newsletters,
/// comments or cookies.
pub(crate) fn unmark_most(page: &mut Page) {
    let by_words = |line: &Line| {
        line.words >= 25
            && matches!(line.fate, Fate::Remove(Reason::Promo | Reason::Notice | Reason::Comments))
    };
    let words = |test: &dyn Fn(&Line) -> bool| -> usize {
        page.lines.iter().filter(|line| test(line)).map(|line| line.words).sum()
    };
    let marked = words(&by_words);
    if marked > 40 && words(&|line| line.fate == Fate::Open) < marked {
        page.lines.iter_mut().filter(|line| by_words(line)).for_each(|line| line.fate = Fate::Open);
    }
}

/// Marks a long line where most of its words stand in sentences with a cue, else only those sentences
/// that are furniture by themselves.
fn mark_long(page: &mut Page, n: usize) {
    let text = page.str(n);
    let whole = weigh(&page.lines[n]);
    let (mut words, mut cued) = (0, 0);
    let mut parts = Vec::new();
    for sentence in sentences(text) {
        let line = Line::new(text, Span::from_range(sentence.clone()), 0);
        let verdict = verdict(&line);
        words += line.words;
        cued += if verdict.points > 0 { line.words } else { 0 };
        if let Some(reason) = verdict.reason.filter(|_| line.words <= 30) {
            parts.push((sentence, reason));
        }
    }
    match whole {
        Some(reason) if cued * 2 >= words => page.remove(n, reason),
        _ => {
            for (sentence, reason) in parts {
                page.remove_part(n, sentence.start, sentence.end, reason);
            }
        }
    }
}

/// Rough sentences: cut after a full stop, a question or an exclamation mark that a capital letter or a
/// digit follows.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let mut stop = false;
        let mut end = text.len();
        for (at, c) in text[start..].char_indices() {
            match c {
                '.' | '!' | '?' => stop = true,
                '"' | '\'' | '”' | '’' | ')' => {}
                _ if c.is_whitespace() => {
                    let next = text[start + at..].trim_start().chars().next();
                    if stop && next.is_some_and(|c| !c.is_lowercase()) {
                        end = start + at;
                        break;
                    }
                    stop = false;
                }
                _ => stop = false,
            }
        }
        let range = start..end;
        start = end + (text[end..].len() - text[end..].trim_start().len());
        Some(range)
    })
}

/// What the cues in a line come to.
#[derive(Clone, Copy, Debug)]
struct Verdict {
    /// Points of all cues; more than enough where one settles it alone.
    points: u32,
    /// Why the line is furniture, if it is.
    reason: Option<Reason>,
}

/// Why the line is furniture, if it is.
pub(crate) fn weigh(line: &Line) -> Option<Reason> {
    verdict(line).reason
}

fn verdict(line: &Line) -> Verdict {
    let table = table();
    let folded = line.folded.as_str();
    // what somebody says is never furniture, whatever the words
    let speech = folded.starts_with(['"', '\'']);
    let settled = |reason| Verdict { points: 9, reason: Some(reason) };
    // (place, cue, weight, reason); where cues overlap only the heaviest counts
    let mut points: Vec<(Range<usize>, usize, u32, Reason)> = Vec::new();
    for found in table.finder.find_overlapping_iter(folded) {
        let (start, end) = (found.start(), found.end());
        if !stands_alone(folded, start, end) {
            continue;
        }
        let id = found.pattern().as_usize();
        let (cue, reason) = table.cues[id];
        let weight = match cue.place {
            Place::Whole if start == 0 && is_nothing(&folded[end..]) => return settled(reason),
            Place::Start(most) if start == 0 && line.words <= most => {
                if settles(cue.words, line) {
                    return settled(reason);
                }
                2
            }
            Place::End(most) if !speech && is_nothing(&folded[end..]) && line.words <= most => {
                return settled(reason);
            }
            Place::Any(weight) => weight,
            _ => continue,
        };
        let place = start..end;
        let rival = points.iter_mut().find(|(taken, seen, ..)| {
            *seen == id || taken.start < place.end && place.start < taken.end
        });
        match rival {
            Some(rival) if rival.2 >= weight => {}
            Some(rival) => *rival = (place, id, weight, reason),
            None => points.push((place, id, weight, reason)),
        }
    }
    let sum: u32 = points.iter().map(|it| it.2).sum();
    let enough = sum >= needed(line) + u32::from(speech) * 2;
    // the heaviest cue names the reason, the first one where several weigh the same
    let heaviest = points.iter().max_by_key(|it| (it.2, usize::MAX - it.1));
    Verdict { points: sum, reason: heaviest.filter(|_| enough).map(|it| it.3) }
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
