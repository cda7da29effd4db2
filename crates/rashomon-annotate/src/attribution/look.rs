//! What the attribution network sees of a word: numbers of rows in its tables.

use rashomon_lexicon::{Saying, saying, saying_noun};

use crate::analysis::{Analysis, TokenId, TokenRange};
use crate::form::form;
use crate::hash::{feature, string};
use crate::tags::{Deprel, Upos};

/// Rows of the table of words summed for one word.
pub const FEATURES: usize = 14;

/// Sizes of the parts of that table, as powers of two; the first two rows share one part.
const BITS: [u32; FEATURES] = [12, 12, 11, 9, 8, 7, 11, 9, 6, 7, 9, 7, 8, 9];

/// Rows of the table of words.
pub const TABLE_ROWS: usize = sum(&BITS);

/// Rows of the table of a word's place summed for one word and cue.
pub const PLACES: usize = 4;

/// Sizes of the parts of that table.
const PLACE_BITS: [u32; PLACES + 1] = [0, 7, 10, 8, 11];

/// Rows of the table of places.
pub const PLACE_ROWS: usize = sum(&PLACE_BITS);

const fn sum(bits: &[u32]) -> usize {
    // the first part is shared with the second
    let (mut sum, mut i) = (0, 1);
    while i < bits.len() {
        sum += 1 << bits[i];
        i += 1;
    }
    sum
}

/// Features of the words of one stretch of an article.
#[derive(Debug)]
pub struct Looked {
    /// For each token of the article what it is by itself.
    words: Vec<Word>,
    /// Number of the outermost quotation that holds a token, plus one; 0 outside.
    quotes: Vec<u32>,
    names: Vec<u8>,
    range: TokenRange,
    /// Rows of the table of words, of each word of the stretch.
    pub rows: Vec<[u32; FEATURES]>,
    /// Hash of each word of the stretch in lower case.
    pub lowers: Vec<u64>,
    /// Rows of the table of places, of each word of the stretch, from the cue last looked from.
    pub places: Vec<[u32; PLACES]>,
    ways: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    lower: u64,
    shape: u64,
    end: u64,
    lemma: u64,
    saying: u64,
    mark: bool,
}

impl Looked {
    /// Looks at every token of the article.
    pub fn new(text: &str, analysis: &Analysis) -> Self {
        let mut sayings: Vec<Option<u64>> = Vec::new();
        let mut words = Vec::with_capacity(analysis.len());
        for t in 0..analysis.len() {
            let token = TokenId(t as u32);
            let word = analysis.word(text, token);
            let form = form(word);
            let lemma = analysis.lemma(token);
            let upos = analysis.upos(token);
            let number = analysis.tokens.lemma[t].0 as usize;
            if sayings.len() <= number {
                sayings.resize(number + 1, None);
            }
            let both = *sayings[number].get_or_insert_with(|| {
                let lower = lemma.to_lowercase();
                kind(saying(&lower)) << 8 | kind(saying_noun(&lower))
            });
            let said = match upos {
                Upos::Verb | Upos::Aux => both >> 8,
                Upos::Noun => 64 + (both & 255),
                _ => 0,
            };
            words.push(Word {
                lower: form.lower,
                shape: form.shape,
                end: form.ends[2],
                lemma: string(lemma),
                saying: said,
                mark: matches!(word, "\"" | "“" | "”" | "''" | "``" | "‘" | "’" | "'" | "«" | "»"),
            });
        }
        let mut quotes = vec![0; analysis.len()];
        for (i, quote) in analysis.quotes.iter().enumerate().filter(|(_, q)| q.depth == 0) {
            for t in quote.tokens.iter() {
                if let Some(slot) = quotes.get_mut(t.index()) {
                    *slot = i as u32 + 1;
                }
            }
        }
        let mut names = vec![0; analysis.len()];
        for name in &analysis.names {
            for t in name.tokens.iter() {
                names[t.index()] = 2 + 2 * name.kind as u8 + u8::from(t.0 > name.tokens.start);
            }
        }
        Self {
            words,
            quotes,
            names,
            range: TokenRange::default(),
            rows: Vec::new(),
            lowers: Vec::new(),
            places: Vec::new(),
            ways: Vec::new(),
        }
    }

    /// Sets rows for the words of a stretch.
    pub fn stretch(&mut self, analysis: &Analysis, range: TokenRange) {
        self.range = range;
        self.rows.clear();
        self.lowers.clear();
        // which dependents a word has
        let mut below = vec![0u64; range.len()];
        for t in range.iter() {
            if let Some(head) = analysis.head(t) {
                let bit = match analysis.deprel(t) {
                    Deprel::Nsubj | Deprel::NsubjPass => 0,
                    Deprel::Obj => 1,
                    Deprel::Ccomp => 2,
                    Deprel::Xcomp => 3,
                    Deprel::Parataxis => 4,
                    Deprel::Aux | Deprel::AuxPass => 5,
                    Deprel::Mark => 6,
                    Deprel::NmodPoss | Deprel::Acl | Deprel::AclRelcl => 7,
                    Deprel::Obl | Deprel::OblAgent => 8,
                    _ => continue,
                };
                below[(head.0 - range.start) as usize] |= 1 << bit;
            }
        }
        for t in range.iter() {
            let word = self.words[t.index()];
            let xpos = analysis.xpos(t) as u64;
            let deprel = analysis.deprel(t) as u64;
            let head = analysis.head(t);
            let side = head.map_or(2, |h| u64::from(h < t));
            let gap = head.map_or(0, |h| u64::from(h.0.abs_diff(t.0)).min(20).ilog2().into());
            let of_head = head.map_or(1, |h| self.words[h.index()].lemma);
            let head_upos = head.map_or(99, |h| analysis.upos(h) as u64);
            let head_saying = head.map_or(199, |h| self.words[h.index()].saying);
            let sentence = analysis.sentences[analysis.sentence_of(t)].tokens;
            let values = [
                feature(51, &[word.lemma]),
                feature(52, &[word.lemma]),
                feature(53, &[word.lower]),
                feature(54, &[word.end]),
                feature(55, &[xpos, word.shape]),
                feature(56, &[deprel, side]),
                feature(57, &[of_head]),
                feature(58, &[head_upos, deprel, gap, side]),
                feature(59, &[u64::from(self.names[t.index()])]),
                feature(60, &[word.saying]),
                feature(61, &[head_saying, deprel]),
                feature(62, &[self.quote_state(t), u64::from(word.mark)]),
                feature(63, &[below[(t.0 - range.start) as usize]]),
                feature(
                    64,
                    &[
                        u64::from(t.0 == sentence.start),
                        u64::from(t.0 + 1 == sentence.end),
                        u64::from(t.0 == range.start),
                        self.quote_state(t),
                        word.saying,
                    ],
                ),
            ];
            self.rows.push(numbers(&values, &BITS));
            self.lowers.push(word.lower);
        }
    }

    /// Within, at the beginning, at the end of a quotation, right before, right after one, or away from any.
    fn quote_state(&self, t: TokenId) -> u64 {
        let at = |i: usize| self.quotes.get(i).copied().unwrap_or(0);
        let (before, here, after) =
            (t.index().checked_sub(1).map_or(0, at), at(t.index()), at(t.index() + 1));
        match (before, here, after) {
            (_, 0, 0) if before > 0 => 1,
            (0, 0, a) if a > 0 => 2,
            (_, 0, _) if before > 0 => 3,
            (_, 0, _) => 0,
            (b, h, a) if b != h && a != h => 4,
            (b, h, _) if b != h => 5,
            (_, h, a) if a != h => 6,
            _ => 7,
        }
    }

    /// Sets the rows of places for the words of the stretch, seen from one of its cues.
    pub fn from_cue(&mut self, analysis: &Analysis, cue: TokenRange, cues: &[(TokenRange, f32)]) {
        let base = self.range.start;
        // the head of the cue: its token that hangs outside it, a word of saying before others
        let inside = |t: TokenId| cue.holds(TokenId(t.0.wrapping_sub(base)));
        let tokens = || (cue.start + base..cue.end + base).map(TokenId);
        let top = tokens()
            .find(|&t| !self.words[t.index()].saying.is_multiple_of(64))
            .or_else(|| tokens().find(|&t| analysis.head(t).is_none_or(|h| !inside(h))))
            .unwrap_or(TokenId(base + cue.start));
        let said = self.words[top.index()].saying;
        let sentence = analysis.sentences[analysis.sentence_of(top)].tokens;
        self.tree_ways(analysis, top, sentence);
        let other = |t: u32| cues.iter().any(|(c, _)| *c != cue && c.holds(TokenId(t)));
        let quote_before =
            (sentence.start..top.0).rev().map(|t| self.quotes[t as usize]).find(|&q| q > 0);
        let quote_after = (top.0..self.range.end).map(|t| self.quotes[t as usize]).find(|&q| q > 0);
        let own_quote = self.quotes[top.index()];
        self.places.clear();
        let mut between = vec![0u64; self.range.len()];
        let mut count = 0;
        for t in cue.end..self.range.len() as u32 {
            between[t as usize] = count;
            count = if other(t) { (count + 1).min(4) } else { count };
        }
        count = 0;
        for t in (0..cue.start).rev() {
            between[t as usize] = count;
            count = if other(t) { (count + 1).min(4) } else { count };
        }
        for t in self.range.iter() {
            let at = t.0 - base;
            let gap = if at < cue.start {
                let gap = cue.start - at;
                16 + gap.min(200).ilog2().min(7) + u32::from(gap < 4) * gap
            } else if at >= cue.end {
                let gap = at + 1 - cue.end;
                32 + gap.min(200).ilog2().min(7) + u32::from(gap < 4) * gap
            } else {
                1
            };
            let same = u64::from(sentence.holds(t)) + 2 * u64::from(t.0 >= sentence.end);
            let way = self.ways.get((t.0.wrapping_sub(sentence.start)) as usize).copied();
            let way = if sentence.holds(t) { way.unwrap_or(1) } else { same };
            let quote = self.quotes[t.index()];
            let quoted = match quote {
                0 => 0,
                q if q == own_quote => 1,
                q if Some(q) == quote_before => 2,
                q if Some(q) == quote_after => 3,
                _ => 4,
            } + 5 * match own_quote {
                0 => u64::from(quote_before.is_some()) + 2 * u64::from(quote_after.is_some()),
                _ => 4,
            };
            let values = [
                feature(71, &[u64::from(gap), same]),
                feature(72, &[way]),
                feature(73, &[quoted, between[at as usize], u64::from(other(at))]),
                feature(74, &[way, said]),
            ];
            let mut out = [0; PLACES];
            let mut from = 0;
            for i in 0..PLACES {
                let bits = PLACE_BITS[i + 1];
                out[i] = from + (values[i] >> (64 - bits)) as u32;
                from += 1 << bits;
            }
            self.places.push(out);
        }
    }

    /// How each word of the cue's sentence hangs together with the cue in the tree.
    fn tree_ways(&mut self, analysis: &Analysis, top: TokenId, sentence: TokenRange) {
        let n = sentence.len();
        self.ways.clear();
        self.ways.resize(n, 0);
        // the cue and what is above it: the relation of the branch by which the cue hangs below
        let mut above = vec![0u64; n];
        let mut at = top;
        let mut last = 1000;
        for step in 0..n as u64 {
            above[(at.0 - sentence.start) as usize] = 1 + last + 100 * step.min(3);
            last = analysis.deprel(at) as u64;
            match analysis.head(at) {
                Some(head) => at = head,
                None => break,
            }
        }
        for t in sentence.iter() {
            let slot = (t.0 - sentence.start) as usize;
            if t == top {
                self.ways[slot] = feature(81, &[]);
                continue;
            }
            if above[slot] > 0 {
                self.ways[slot] = feature(82, &[above[slot]]);
                continue;
            }
            // climb to the cue or to something above it
            let (mut at, mut depth, mut branch) = (t, 0u64, 0u64);
            let mut side = 0;
            for _ in 0..n {
                if above[(at.0 - sentence.start) as usize] > 0 {
                    break;
                }
                branch = analysis.deprel(at) as u64;
                depth += 1;
                match analysis.head(at) {
                    Some(head) => {
                        side = u64::from(head < at);
                        at = head;
                    }
                    None => break,
                }
            }
            let meet = above[(at.0 - sentence.start) as usize];
            self.ways[slot] = if at == top {
                feature(83, &[branch, depth.min(3), side])
            } else {
                feature(84, &[branch, meet, side])
            };
        }
    }
}

fn kind(saying: Option<Saying>) -> u64 {
    saying.map_or(0, |s| {
        1 + s.stance as u64 + 16 * u64::from(s.clause) + 32 * u64::from(s.quote && s.clause)
    })
}

fn numbers(values: &[u64; FEATURES], bits: &[u32; FEATURES]) -> [u32; FEATURES] {
    let mut out = [0; FEATURES];
    let mut base = 0;
    for (i, (out, value)) in out.iter_mut().zip(values).enumerate() {
        *out = base + (value >> (64 - bits[i])) as u32;
        if i > 0 {
            base += 1 << bits[i];
        }
    }
    out
}
