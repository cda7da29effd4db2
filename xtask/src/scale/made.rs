//! Runs of any size: articles told again with other words, names and figures.
//!
//! The first articles of a run are the ones at hand, as they are: `giveme5w1h`'s, or the example's where that is
//! not there. The rest are made of them in versions, a week apart. In each version every content word but the
//! commonest is exchanged for another one of its tag and about its frequency, the same for the same word all
//! over the version; names that few events share become invented ones; numbers that are no dates get other
//! digits. So sentences keep their grammar and stories their copies, quotations and spellings, the vocabulary of
//! names grows with the run, and no two versions tell of one event.
//!
//! A single story is made of the event with most articles: names stay, a fifth of the words that a version
//! would exchange are exchanged (half of them in the follow-ups, which the later half of the days brings), a
//! third of the articles have other figures, and a quarter of the sentences are left out.

use std::collections::BTreeMap;
use std::io::Write;
use std::time::Duration;

use rashomon_annotate::{Annotator, Xpos};
use rashomon_text::{Article, Date, Span};
use serde_json::json;

use crate::eval::stories::shuffle;

/// Forms of a tag that are so frequent stay: forms of "be", "say" and the like.
const COMMONEST: usize = 60;
/// A word is exchanged for one of so many of about its frequency.
const BLOCK: usize = 50;
/// Names that stand in articles of so many events are no event's own: states, offices, weekdays.
const SHARED: usize = 5;
/// Tags whose words are exchanged.
const TAGS: [Xpos; 9] = [
    Xpos::Nn,
    Xpos::Nns,
    Xpos::Jj,
    Xpos::Vb,
    Xpos::Vbd,
    Xpos::Vbg,
    Xpos::Vbn,
    Xpos::Vbp,
    Xpos::Vbz,
];

/// A piece of a text.
#[derive(Debug)]
enum Piece {
    Kept(String),
    /// A word that may be exchanged: its form, by number, and whether it begins with a capital.
    Word(u32, bool),
    Name(String),
    Number(String),
}

/// An article to make others of, cut into sentences of pieces.
#[derive(Debug)]
struct Base {
    event: i64,
    outlet: u64,
    published: Option<Date>,
    /// Each with the white space in front of it. The headline is the first.
    sentences: Vec<Vec<Piece>>,
    titled: bool,
}

/// Makes articles of others.
#[derive(Debug)]
pub(super) struct Maker {
    bases: Vec<Base>,
    /// Lower-case forms that may be exchanged.
    forms: Vec<String>,
    /// Their numbers by tag, the most frequent first, without the commonest.
    ranked: Vec<Vec<u32>>,
}

impl Maker {
    /// Takes articles, each with the number of its event.
    pub(super) fn new(articles: &[(Article, i64)]) -> Self {
        let annotator = Annotator::new();
        let read: Vec<_> =
            articles.iter().map(|(article, _)| (article, annotator.annotate(article))).collect();
        // how often a form has each tag, and the events of each name
        let mut tags: BTreeMap<String, BTreeMap<usize, usize>> = BTreeMap::new();
        let mut names: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for ((article, analysis), (_, event)) in read.iter().zip(articles) {
            for (span, xpos) in analysis.tokens.span.iter().zip(&analysis.tokens.xpos) {
                let word = article.slice(*span);
                if let Some(tag) = TAGS.iter().position(|tag| tag == xpos) {
                    *tags.entry(word.to_lowercase()).or_default().entry(tag).or_default() += 1;
                } else if is_name(*xpos) {
                    let events = names.entry(word).or_default();
                    if !events.contains(event) {
                        events.push(*event);
                    }
                }
            }
        }
        tags.retain(|form, _| form.len() > 2 && form.bytes().all(|b| b.is_ascii_lowercase()));
        let forms: Vec<String> = tags.keys().cloned().collect();
        let mut ranked: Vec<Vec<(usize, u32)>> = vec![Vec::new(); TAGS.len()];
        for (number, counts) in (0..).zip(tags.values()) {
            let most = counts.iter().max_by_key(|(_, n)| **n).map_or(0, |(tag, _)| *tag);
            ranked[most].push((counts.values().sum(), number));
        }
        let ranked: Vec<Vec<u32>> = ranked
            .into_iter()
            .map(|mut forms| {
                forms.sort_unstable_by_key(|&(n, form)| (std::cmp::Reverse(n), form));
                forms.into_iter().skip(COMMONEST).map(|(_, form)| form).collect()
            })
            .collect();
        let mut exchanged = vec![false; forms.len()];
        ranked.iter().flatten().for_each(|&form| exchanged[form as usize] = true);
        let number = |word: &str| {
            let form = word.to_lowercase();
            let at = forms.binary_search(&form).ok().filter(|&at| exchanged[at])?;
            Some(at as u32)
        };
        let own = |word: &str| names.get(word).is_some_and(|events| events.len() < SHARED);
        let mut bases = Vec::new();
        for ((article, analysis), (_, event)) in read.iter().zip(articles) {
            let in_time = |span: Span| analysis.times.iter().any(|time| time.span.overlaps(span));
            let piece = |span: Span, xpos: Xpos| {
                let word = article.slice(span);
                if in_time(span) {
                    return Piece::Kept(word.to_owned());
                }
                let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
                match number(word) {
                    Some(form) if TAGS.contains(&xpos) => Piece::Word(form, capital),
                    _ if is_name(xpos) && own(word) => Piece::Name(word.to_owned()),
                    _ if xpos == Xpos::Cd && word.starts_with(|c: char| c.is_ascii_digit()) => {
                        Piece::Number(word.to_owned())
                    }
                    _ => Piece::Kept(word.to_owned()),
                }
            };
            let mut end = 0;
            let mut sentences = Vec::new();
            for sentence in &analysis.sentences {
                let mut pieces = Vec::new();
                for token in sentence.tokens.iter() {
                    let span = analysis.tokens.span[token.index()];
                    pieces.push(Piece::Kept(article.text[end..span.start as usize].to_owned()));
                    pieces.push(piece(span, analysis.xpos(token)));
                    end = span.end as usize;
                }
                sentences.push(pieces);
            }
            bases.push(Base {
                event: *event,
                outlet: article.outlet.as_ref().map_or(bases.len() as u64 % 60, |o| sum(&o.name)),
                published: article.published.as_ref().map(|p| p.start),
                sentences,
                titled: article.title.is_some(),
            });
        }
        Self { bases, forms, ranked }
    }

    /// Writes a run of `size` articles as JSON Lines: many stories.
    pub(super) fn many(&self, size: usize, out: &mut dyn Write) -> std::io::Result<()> {
        let mut exchange = Vec::new();
        for at in 0..size {
            let (version, base) = ((at / self.bases.len()) as u64, at % self.bases.len());
            if base == 0 {
                exchange = self.exchange(version);
            }
            let words = |form: u32| self.form(exchange[form as usize]);
            let names =
                |name: &str| if version == 0 { name.to_owned() } else { invented(name, version) };
            let numbers = |number: &str| digits(number, version);
            let made = Made {
                version,
                later: 7 * version,
                words: &words,
                names: &names,
                numbers: &numbers,
            };
            write(&self.bases[base], at, &made, &|_| true, out)?;
        }
        Ok(())
    }

    /// Writes a run of `size` articles as JSON Lines: one story.
    pub(super) fn one(&self, size: usize, out: &mut dyn Write) -> std::io::Result<()> {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for base in &self.bases {
            *counts.entry(base.event).or_default() += 1;
        }
        let event = counts.iter().max_by_key(|(event, n)| (**n, **event)).map(|(event, _)| *event);
        let of: Vec<&Base> = self.bases.iter().filter(|base| Some(base.event) == event).collect();
        let mut exchange = Vec::new();
        for at in 0..size {
            let (version, base) = ((at / of.len()) as u64, at % of.len());
            if base == 0 {
                exchange = self.exchange(version);
            }
            // the story runs for two weeks; its second one brings the follow-ups
            let later = (14 * at / size) as u64;
            let often = if later < 7 { 5 } else { 2 };
            let words = |form: u32| {
                let anew = mixed(u64::from(form), version).is_multiple_of(often);
                self.form(if anew { exchange[form as usize] } else { form })
            };
            let names = |name: &str| name.to_owned();
            let numbers = |number: &str| {
                let other = mixed(7, version).is_multiple_of(3);
                digits(number, if other { version % 7 } else { 0 })
            };
            let left_in = |sentence: usize| {
                version == 0 || !mixed(sentence as u64 + 1000, version).is_multiple_of(4)
            };
            let made = Made { version, later, words: &words, names: &names, numbers: &numbers };
            write(of[base], at, &made, &left_in, out)?;
        }
        Ok(())
    }

    fn form(&self, form: u32) -> &str {
        &self.forms[form as usize]
    }

    /// For each form the one that stands in its place in a version; in version 0 itself.
    fn exchange(&self, version: u64) -> Vec<u32> {
        let mut exchange: Vec<u32> = (0..self.forms.len() as u32).collect();
        if version == 0 {
            return exchange;
        }
        for block in self.ranked.iter().flat_map(|forms| forms.chunks(BLOCK)) {
            let mut others = block.to_vec();
            shuffle(&mut others, version);
            for (form, other) in block.iter().zip(others) {
                exchange[*form as usize] = other;
            }
        }
        exchange
    }
}

/// What a version writes in place of words, names and numbers, and how many days later it is.
struct Made<'m> {
    version: u64,
    later: u64,
    words: &'m dyn Fn(u32) -> &'m str,
    names: &'m dyn Fn(&str) -> String,
    numbers: &'m dyn Fn(&str) -> String,
}

/// Writes an article as a record, without the sentences that are left out.
fn write(
    base: &Base,
    at: usize,
    made: &Made<'_>,
    left_in: &dyn Fn(usize) -> bool,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let mut sentences = base.sentences.iter().map(|sentence| text_of(sentence, made));
    let title = if base.titled { sentences.next() } else { None };
    let text: String =
        sentences.enumerate().filter(|(n, _)| left_in(*n)).map(|(_, text)| text).collect();
    let name = invented(&base.outlet.to_string(), 1);
    let later = Duration::from_secs(86_400 * made.later);
    let mut record = json!({
        "id": format!("{at:07}"),
        "text": text.trim_start(),
        "outlet": format!("{name} {}", ["Post", "Herald", "News", "Times"][base.outlet as usize % 4]),
        "url": format!("https://{}.example/{at}", name.to_lowercase()),
    });
    if let Some(title) = title {
        record["title"] = title.trim().into();
    }
    if let Some(day) = base.published.and_then(|day| day.checked_add(later).ok()) {
        record["published"] = day.to_string().into();
    }
    writeln!(out, "{record}")
}

fn text_of(sentence: &[Piece], made: &Made<'_>) -> String {
    let mut text = String::new();
    for piece in sentence {
        match piece {
            Piece::Kept(kept) => text.push_str(kept),
            Piece::Word(form, capital) => {
                let word = (made.words)(*form);
                let (first, rest) = word.split_at(usize::from(*capital));
                text.push_str(&first.to_ascii_uppercase());
                text.push_str(rest);
            }
            Piece::Name(name) if made.version > 0 => text.push_str(&(made.names)(name)),
            Piece::Number(number) if made.version > 0 => text.push_str(&(made.numbers)(number)),
            Piece::Name(kept) | Piece::Number(kept) => text.push_str(kept),
        }
    }
    text
}

fn is_name(xpos: Xpos) -> bool {
    matches!(xpos, Xpos::Nnp | Xpos::Nnps)
}

/// A name of two or three syllables, the same for the same name and version.
fn invented(name: &str, version: u64) -> String {
    const FIRST: &[&str] = &[
        "b", "br", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "z",
    ];
    const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ei", "o"];
    const LAST: &[&str] = &["", "", "n", "r", "l", "s", "k", "m", "nd", "rt"];
    let mut number = mixed(sum(name), version);
    let mut part = |parts: &[&'static str]| {
        let part = parts[(number % parts.len() as u64) as usize];
        number /= parts.len() as u64;
        part
    };
    let mut word = String::new();
    for _ in 0..2 {
        word.push_str(part(FIRST));
        word.push_str(part(VOWELS));
    }
    if name.len() > 5 {
        word.push_str(part(FIRST));
        word.push_str(part(VOWELS));
    }
    word.push_str(part(LAST));
    if name.starts_with(|c: char| c.is_uppercase()) {
        word[..1].make_ascii_uppercase();
    }
    word
}

/// The number with other digits, as many of them; version 0 keeps it.
fn digits(number: &str, version: u64) -> String {
    if version == 0 {
        return number.to_owned();
    }
    let mut state = mixed(sum(number), version);
    let digit = |c: char| {
        if !c.is_ascii_digit() {
            return c;
        }
        let digit = state % 9;
        state = (state / 9).wrapping_add(mixed(state, 3));
        char::from(b'1' + digit as u8)
    };
    number.chars().map(digit).collect()
}

/// A number for a string (FNV-1a).
fn sum(string: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325u64;
    string.bytes().fold(start, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}

/// A number for two, spread over all bits (the finalizer of SplitMix64).
fn mixed(a: u64, b: u64) -> u64 {
    let n = a ^ b.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(make: impl Fn(&Maker, &mut Vec<u8>)) -> Vec<serde_json::Value> {
        let text = "Wall gives way\nThe harbour wall of Tresk gave way on Monday, and 1,200 people left \
                    their houses. Ilse Dahl called it a disaster.";
        let articles: Vec<(Article, i64)> =
            (0..3).map(|event| (Article::plain(text.to_owned()), event / 2)).collect();
        let mut out = Vec::new();
        make(&Maker::new(&articles), &mut out);
        let lines = String::from_utf8(out).expect("text");
        lines.lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
    }

    #[test]
    fn versions_have_other_names_and_figures() {
        let made = lines(|maker, out| maker.many(7, out).expect("memory"));
        assert_eq!(made.len(), 7);
        let texts: Vec<&str> =
            made.iter().map(|record| record["text"].as_str().unwrap_or_default()).collect();
        assert!(texts[2].contains("Ilse Dahl") && texts[2].contains("1,200"), "{}", texts[2]);
        assert!(!texts[3].contains("Dahl") && !texts[3].contains("1,200"), "{}", texts[3]);
        assert!(texts[3].contains("Monday"), "dates stay: {}", texts[3]);
        assert_eq!(texts[3], texts[4], "one version, one wording");
        assert_ne!(texts[3], texts[6]);
    }

    #[test]
    fn one_story_keeps_its_names() {
        let made = lines(|maker, out| maker.one(40, out).expect("memory"));
        let named = |record: &&serde_json::Value| {
            record["text"].as_str().is_some_and(|t| t.contains("Dahl"))
        };
        let kept = made.iter().filter(named).count();
        assert!(kept > 20, "{kept}: {:?}", &made[30..]);
    }
}
