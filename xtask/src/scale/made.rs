//! Runs of any size: articles told again with other words, names and figures.
//!
//! The first articles of a run are the ones at hand, as they are: `giveme5w1h`'s, or the example's where that is
//! not there. The rest are made of them in versions, a week apart. In each version every content word but the
//! commonest is exchanged for another one of its tag and about its frequency, the same for the same word all
//! over the version; states change places; rare words, and names that few events share or that one event is about,
//! become invented ones; numbers that are no dates get other digits. So sentences keep their grammar and stories their copies,
//! quotations and spellings, the vocabulary grows with the run, and no two versions tell of one event: a
//! larger run has more stories, not larger ones.
//!
//! A single story is made of the event with most articles: names stay, a fifth of the words that a version
//! would exchange are exchanged (half of them in the follow-ups, which the later half of the days brings), a
//! third of the articles have other figures, and a quarter of the sentences are left out.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use rashomon_annotate::{Annotator, Xpos};
use rashomon_lexicon::StateForm;
use rashomon_text::{Article, Date, Span};

use crate::eval::stories::shuffle;

/// Forms of a tag that are so frequent stay: forms of "be", "say" and the like.
const COMMONEST: usize = 60;
/// A word is exchanged for one of so many of about its frequency.
const BLOCK: usize = 50;
/// A form that stands no more often than this in all the articles is rare: an invented one takes its place.
const RARE: usize = 8;
/// Names that stand in articles of so many events are no event's own: states, offices, weekdays …
const SHARED: usize = 5;
/// … unless one event has more than this share of all their mentions: it is about them.
const ABOUT: f64 = 0.25;
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
    /// The name of a state, by number, or its adjective (1).
    State(usize, usize),
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
    /// What a form that is rare ends with; the others are exchanged for each other.
    rare: Vec<Option<&'static str>>,
    /// Numbers of forms that are not rare, by tag, the most frequent first, without the commonest.
    ranked: Vec<Vec<u32>>,
    /// The states that the articles name: name and adjective.
    states: Vec<[String; 2]>,
}

/// An article of a run.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// Its place in the run.
    pub(super) number: usize,
    pub(super) title: Option<String>,
    pub(super) text: String,
    pub(super) outlet: String,
    pub(super) host: String,
    pub(super) published: Option<Date>,
}

impl Written {
    /// The title, or the first line.
    pub(super) fn headline(&self) -> &str {
        self.title.as_deref().or_else(|| self.text.lines().next()).unwrap_or_default()
    }
}

/// Takes the articles of a run one after another.
pub(super) type Sink<'s> = dyn FnMut(&Written) -> io::Result<()> + 's;

impl Maker {
    /// Takes articles, each with the number of its event.
    pub(super) fn new(articles: &[(Article, i64)]) -> Self {
        let annotator = Annotator::new();
        let read: Vec<_> =
            articles.iter().map(|(article, _)| (article, annotator.annotate(article))).collect();
        // how often a form has each tag, and a name stands in each event
        let mut tags: BTreeMap<String, BTreeMap<usize, usize>> = BTreeMap::new();
        let mut names: BTreeMap<&str, BTreeMap<i64, usize>> = BTreeMap::new();
        let mut states: BTreeMap<&str, [Option<&str>; 2]> = BTreeMap::new();
        for ((article, analysis), (_, event)) in read.iter().zip(articles) {
            for (span, xpos) in analysis.tokens.span.iter().zip(&analysis.tokens.xpos) {
                let word = article.slice(*span);
                if let Some((country, form)) = state(word) {
                    states.entry(country).or_default()[form] = Some(word);
                } else if let Some(tag) = TAGS.iter().position(|tag| tag == xpos) {
                    *tags.entry(word.to_lowercase()).or_default().entry(tag).or_default() += 1;
                } else if is_name(*xpos) {
                    *names.entry(word).or_default().entry(*event).or_default() += 1;
                }
            }
        }
        tags.retain(|form, _| form.len() > 2 && form.bytes().all(|b| b.is_ascii_lowercase()));
        let forms: Vec<String> = tags.keys().cloned().collect();
        let mut ranked: Vec<Vec<(usize, u32)>> = vec![Vec::new(); TAGS.len()];
        let mut rare = vec![None; forms.len()];
        for (number, (form, counts)) in (0..).zip(&tags) {
            let most = counts.iter().max_by_key(|(_, n)| **n).map_or(0, |(tag, _)| *tag);
            match counts.values().sum() {
                n if n > RARE => ranked[most].push((n, number)),
                _ => rare[number as usize] = Some(ending(form)),
            }
        }
        let ranked: Vec<Vec<u32>> = ranked
            .into_iter()
            .map(|mut forms| {
                forms.sort_unstable_by_key(|&(n, form)| (std::cmp::Reverse(n), form));
                forms.into_iter().skip(COMMONEST).map(|(_, form)| form).collect()
            })
            .collect();
        let mut exchanged: Vec<bool> = rare.iter().map(Option::is_some).collect();
        ranked.iter().flatten().for_each(|&form| exchanged[form as usize] = true);
        let number = |word: &str| {
            let form = word.to_lowercase();
            let at = forms.binary_search(&form).ok().filter(|&at| exchanged[at])?;
            Some(at as u32)
        };
        let whole = |(country, [name, adjective]): (_, [Option<&str>; 2])| {
            Some((country, [name?.to_owned(), adjective?.to_owned()]))
        };
        let (countries, states): (Vec<_>, Vec<_>) = states.into_iter().filter_map(whole).unzip();
        let own = |word: &str| {
            names.get(word).is_some_and(|events| {
                let (most, all) =
                    events.values().fold((0, 0), |(most, all), n| (*n.max(&most), all + n));
                events.len() < SHARED || most as f64 > ABOUT * all as f64
            })
        };
        let mut bases = Vec::new();
        for ((article, analysis), (_, event)) in read.iter().zip(articles) {
            let in_time = |span: Span| analysis.times.iter().any(|time| time.span.overlaps(span));
            let piece = |span: Span, xpos: Xpos| {
                let word = article.slice(span);
                if in_time(span) {
                    return Piece::Kept(word.to_owned());
                }
                if let Some((country, form)) = state(word)
                    && let Ok(country) = countries.binary_search(&country)
                {
                    return Piece::State(country, form);
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
        // what one event's articles say, they say at about the same time
        bases.sort_by_key(|base| (base.event, base.published));
        Self { bases, forms, rare, ranked, states }
    }

    /// Writes a run of `size` articles: many stories.
    pub(super) fn many(&self, size: usize, out: &mut Sink<'_>) -> io::Result<()> {
        let (mut forms, mut states) = (Vec::new(), Vec::new());
        for at in 0..size {
            let (version, base) = ((at / self.bases.len()) as u64, at % self.bases.len());
            if base == 0 {
                forms = self.exchange(version);
                states = self.states(version);
            }
            let words = |form: u32| forms[form as usize].as_str();
            let names =
                |name: &str| if version == 0 { name.to_owned() } else { invented(name, version) };
            let numbers = |number: &str| digits(number, version);
            let made = Made {
                version,
                later: 7 * version,
                words: &words,
                states: &states,
                names: &names,
                numbers: &numbers,
            };
            out(&written(&self.bases[base], at, &made, &|_| true))?;
        }
        Ok(())
    }

    /// Writes a run of `size` articles: one story.
    pub(super) fn one(&self, size: usize, out: &mut Sink<'_>) -> io::Result<()> {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for base in &self.bases {
            *counts.entry(base.event).or_default() += 1;
        }
        let event = counts.iter().max_by_key(|(event, n)| (**n, **event)).map(|(event, _)| *event);
        let of: Vec<&Base> = self.bases.iter().filter(|base| Some(base.event) == event).collect();
        let mut forms = Vec::new();
        for at in 0..size {
            let (version, base) = ((at / of.len()) as u64, at % of.len());
            if base == 0 {
                forms = self.exchange(version);
            }
            // the story runs for two weeks; its second one brings the follow-ups
            let later = (14 * at / size) as u64;
            let often = if later < 7 { 5 } else { 2 };
            let words = |form: u32| {
                let anew = mixed(u64::from(form), version).is_multiple_of(often);
                let others = if anew { &forms } else { &self.forms };
                others[form as usize].as_str()
            };
            let names = |name: &str| name.to_owned();
            let numbers = |number: &str| {
                let other = mixed(7, version).is_multiple_of(3);
                digits(number, if other { version % 7 } else { 0 })
            };
            let left_in = |sentence: usize| {
                version == 0 || !mixed(sentence as u64 + 1000, version).is_multiple_of(4)
            };
            let made = Made {
                version,
                later,
                words: &words,
                states: &self.states,
                names: &names,
                numbers: &numbers,
            };
            out(&written(of[base], at, &made, &left_in))?;
        }
        Ok(())
    }

    /// For each form what stands in its place in a version; in version 0 itself.
    fn exchange(&self, version: u64) -> Vec<String> {
        let mut forms = self.forms.clone();
        if version == 0 {
            return forms;
        }
        for (form, ending) in forms.iter_mut().zip(&self.rare) {
            if let Some(ending) = ending {
                *form = invented(form, version) + ending;
            }
        }
        for block in self.ranked.iter().flat_map(|forms| forms.chunks(BLOCK)) {
            let mut others = block.to_vec();
            shuffle(&mut others, version);
            for (form, other) in block.iter().zip(others) {
                forms[*form as usize].clone_from(&self.forms[other as usize]);
            }
        }
        forms
    }

    /// The states in the order of a version: the same ones in version 0.
    fn states(&self, version: u64) -> Vec<[String; 2]> {
        let mut states = self.states.clone();
        if version > 0 {
            shuffle(&mut states, version);
        }
        states
    }
}

/// What a version writes in place of words, names and numbers, and how many days later it is.
struct Made<'m> {
    version: u64,
    later: u64,
    words: &'m dyn Fn(u32) -> &'m str,
    states: &'m [[String; 2]],
    names: &'m dyn Fn(&str) -> String,
    numbers: &'m dyn Fn(&str) -> String,
}

/// An article without the sentences that are left out.
fn written(base: &Base, at: usize, made: &Made<'_>, left_in: &dyn Fn(usize) -> bool) -> Written {
    let mut sentences = base.sentences.iter().map(|sentence| text_of(sentence, made));
    let title = if base.titled { sentences.next() } else { None };
    let text: String =
        sentences.enumerate().filter(|(n, _)| left_in(*n)).map(|(_, text)| text).collect();
    let name = invented(&format!("Outlet {}", base.outlet), 1);
    let kind = ["Post", "Herald", "News", "Times"][base.outlet as usize % 4];
    let later = Duration::from_secs(86_400 * made.later);
    Written {
        number: at,
        title: title.map(|title| title.trim().to_owned()),
        text: text.trim_start().to_owned(),
        outlet: format!("{name} {kind}"),
        host: format!("{}.example", name.to_lowercase()),
        published: base.published.and_then(|day| day.checked_add(later).ok()),
    }
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
            Piece::State(country, form) => text.push_str(&made.states[*country][*form]),
            Piece::Name(name) if made.version > 0 => text.push_str(&(made.names)(name)),
            Piece::Number(number) if made.version > 0 => text.push_str(&(made.numbers)(number)),
            Piece::Name(kept) | Piece::Number(kept) => text.push_str(kept),
        }
    }
    text
}

/// The state that a word names, and whether it is its adjective (1).
fn state(word: &str) -> Option<(&'static str, usize)> {
    let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
    let (country, form) = rashomon_lexicon::state(&word.to_lowercase()).filter(|_| capital)?;
    let form = [StateForm::Name, StateForm::Demonym].iter().position(|it| *it == form)?;
    Some((country.name(), form))
}

fn is_name(xpos: Xpos) -> bool {
    matches!(xpos, Xpos::Nnp | Xpos::Nnps)
}

/// What an inflected form ends with, by which a reader takes an unknown word for one.
fn ending(form: &str) -> &'static str {
    const ENDINGS: [&str; 9] = ["ation", "ness", "ment", "ing", "ed", "ly", "al", "er", "s"];
    ENDINGS.into_iter().find(|ending| form.ends_with(ending)).unwrap_or_default()
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
    if name.len() > 3 {
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
pub(super) fn sum(string: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325u64;
    string.bytes().fold(start, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}

/// A number for two, spread over all bits (the finalizer of SplitMix64).
pub(super) fn mixed(a: u64, b: u64) -> u64 {
    let n = a ^ b.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(make: impl Fn(&Maker, &mut Sink<'_>) -> io::Result<()>) -> Vec<String> {
        let text = "Wall gives way\nThe harbour wall of Tresk gave way on Monday, and 1,200 people left \
                    their houses. Ilse Dahl called it a disaster.";
        let articles: Vec<(Article, i64)> =
            (0..3).map(|event| (Article::plain(text.to_owned()), event / 2)).collect();
        let mut texts = Vec::new();
        make(&Maker::new(&articles), &mut |article| {
            texts.push(article.text.clone());
            Ok(())
        })
        .expect("memory");
        texts
    }

    #[test]
    fn versions_have_other_names_and_figures() {
        let texts = made(|maker, out| maker.many(7, out));
        assert_eq!(texts.len(), 7);
        assert!(texts[2].contains("Ilse Dahl") && texts[2].contains("1,200"), "{}", texts[2]);
        assert!(!texts[3].contains("Dahl") && !texts[3].contains("1,200"), "{}", texts[3]);
        assert!(texts[3].contains("Monday"), "dates stay: {}", texts[3]);
        assert_eq!(texts[3], texts[4], "one version, one wording");
        assert_ne!(texts[3], texts[6]);
    }

    #[test]
    fn one_story_keeps_its_names() {
        let texts = made(|maker, out| maker.one(40, out));
        let kept = texts.iter().filter(|text| text.contains("Dahl")).count();
        assert!(kept > 20, "{kept}: {:?}", &texts[30..]);
    }
}
