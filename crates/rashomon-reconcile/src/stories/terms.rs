//! Documents as weighted terms.

use std::borrow::Cow;
use std::sync::OnceLock;

use rashomon_extract::{
    Account,
    account::{EntityKind, Form},
};
use rashomon_text::{Date, Span};
use rustc_hash::FxHashMap;

use super::{SEARCHED, Tuning};
use crate::entities::names::Name;

/// Weighted terms of one document, of length 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Vector {
    /// Term and weight, by term.
    terms: Vec<(u32, f32)>,
    /// The [`SEARCHED`] heaviest, heaviest first.
    heaviest: Vec<(u32, f32)>,
}

impl Vector {
    fn new(mut terms: Vec<(u32, f32)>) -> Self {
        terms.sort_unstable_by_key(|(term, _)| *term);
        let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            for (_, weight) in &mut terms {
                *weight /= length;
            }
        }
        Self { heaviest: heaviest(&terms, SEARCHED), terms }
    }

    /// The [`SEARCHED`] heaviest terms, heaviest first.
    pub(super) fn heaviest(&self) -> &[(u32, f32)] {
        &self.heaviest
    }

    /// All terms, by number.
    pub(super) fn terms(&self) -> &[(u32, f32)] {
        &self.terms
    }

    /// Cosine of the two, 0 to 1.
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        product(&self.terms, &other.terms)
    }
}

/// The product of two lists of weighted terms, each by term.
pub(super) fn product(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        let ((one, x), (other, y)) = (a[i], b[j]);
        if one == other {
            sum += x * y;
        }
        i += usize::from(one <= other);
        j += usize::from(other <= one);
    }
    sum
}

/// The `n` heaviest of weighted terms, heaviest first.
pub(super) fn heaviest(terms: &[(u32, f32)], n: usize) -> Vec<(u32, f32)> {
    let mut terms = terms.to_vec();
    terms.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    terms.truncate(n);
    terms.shrink_to_fit();
    terms
}

/// The terms of all documents with their counts, before it is known how rare they are.
pub(super) struct Terms {
    /// Per document its terms, each with how much is said of it.
    counts: Vec<Vec<(u32, f32)>>,
    /// Per term the share of documents it is in elsewhere.
    background: Vec<f32>,
}

impl Terms {
    pub(super) fn new<'a>(sketches: impl Iterator<Item = Cow<'a, Sketch>>, tuning: Tuning) -> Self {
        let mut numbers = Numbers::default();
        let counts = sketches
            .map(|sketch| {
                let terms = sketch.terms.iter();
                terms.map(|(term, count)| (numbers.get(term, tuning), *count)).collect()
            })
            .collect();
        Self { counts, background: numbers.background }
    }

    /// The vectors of all documents. How rare a term is, is told by the documents it is in, each of which counts as
    /// much as its weight.
    pub(super) fn vectors(&self, tuning: Tuning, weights: &[f32]) -> Vec<Vector> {
        let mut documents = vec![0f32; self.background.len()];
        for (terms, weight) in self.counts.iter().zip(weights) {
            for (term, _) in terms {
                documents[*term as usize] += weight;
            }
        }
        let n: f32 = weights.iter().sum();
        let rarity: Vec<f32> = documents
            .iter()
            .zip(&self.background)
            .map(|(&df, &background)| {
                ((n + tuning.prior) / (df + tuning.prior * background)).ln().max(0.0)
            })
            .collect();
        let weigh = |(term, count): &(u32, f32)| (*term, count * rarity[*term as usize]);
        self.counts.iter().map(|terms| Vector::new(terms.iter().map(weigh).collect())).collect()
    }
}

/// Numbers for terms, in the order of first use, with the share of documents each is in elsewhere.
#[derive(Default)]
struct Numbers {
    words: FxHashMap<String, u32>,
    background: Vec<f32>,
}

impl Numbers {
    fn get(&mut self, term: &str, tuning: Tuning) -> u32 {
        if let Some(&number) = self.words.get(term) {
            return number;
        }
        let number = self.background.len() as u32;
        self.words.insert(term.to_owned(), number);
        let background = term.strip_prefix(WORD).and_then(background);
        self.background.push(background.unwrap_or(tuning.unknown));
        number
    }
}

/// What a term begins with that is a lemma.
const WORD: &str = "w:";
/// What a term begins with that is a participant.
const PARTICIPANT: &str = "e:";

/// All of an account that decides which story it is part of: a few hundred terms, and a day.
///
/// Whoever has many accounts need not hold them to group them; see [`super::stories_of_sketches`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    /// The day the account says it was published, or the first such day.
    pub day: Option<Date>,
    /// Lemmas (`w:…`) and participants (`e:…`) of the headline and the opening, in the order of their first use, each
    /// with how much is said of it.
    pub terms: Vec<(String, f32)>,
}

impl Sketch {
    /// The sketch of an account.
    pub fn new(account: &Account) -> Self {
        Self::with(account, Tuning::default())
    }

    /// The same by other weights, for measuring.
    pub(super) fn with(account: &Account, tuning: Tuning) -> Self {
        let mut terms: Vec<(String, f32)> = Vec::new();
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        let mut add = |term: String, weight: f32| {
            if let Some(&place) = places.get(&term) {
                terms[place].1 += weight;
            } else {
                places.insert(term.clone(), terms.len());
                terms.push((term, weight));
            }
        };
        let first = || account.sentences.first().map(|sentence| sentence.span);
        let title = account.article.title.or_else(first).unwrap_or_default();
        let weight_at = |span: Span| if title.contains(span) { tuning.title } else { 1.0 };
        let limit = account.words.get(tuning.read).map_or(u32::MAX, |word| word.span.start);
        for word in account.words.iter().filter(|word| word.content && word.span.start < limit) {
            let lemma = account.symbols.get(word.lemma);
            if lemma.chars().count() >= 2 {
                add(format!("{WORD}{lemma}"), weight_at(word.span));
            }
        }
        for (number, entity) in account.entities.iter().enumerate() {
            let main = &account.mentions[entity.name.index()];
            let name = match entity.country.filter(|_| entity.kind == EntityKind::Geopolitical) {
                Some(country) => country.iso3().to_owned(),
                None if matches!(main.form, Form::Name | Form::Acronym) => {
                    let text = account.name_of(rashomon_extract::account::EntityId(number as u32));
                    Name::new(text, entity.kind == EntityKind::Person).key()
                }
                None => continue,
            };
            let weight: f32 = entity
                .mentions
                .iter()
                .map(|mention| account.mentions[mention.index()].span)
                .filter(|span| span.start < limit)
                .map(weight_at)
                .sum();
            if weight > 0.0 && !name.is_empty() {
                add(format!("{PARTICIPANT}{name}"), weight * tuning.entities);
            }
        }
        for (_, weight) in &mut terms {
            *weight = (1.0 + *weight).ln();
        }
        Self { day: account.article.published.as_ref().map(|published| published.start), terms }
    }
}

/// The share of documents a common lemma is in; `None` for a rarer one.
pub(crate) fn background(lemma: &str) -> Option<f32> {
    static TABLE: OnceLock<FxHashMap<&'static str, f32>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        include_str!("../../data/common_words.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let (word, percent) = line.split_once('\t')?;
                Some((word, percent.trim().parse::<f32>().ok()? / 100.0))
            })
            .collect()
    });
    table.get(lemma).copied()
}
