//! What of an account decides which story it is part of.

use std::sync::OnceLock;

use rashomon_extract::{
    Account,
    account::{EntityKind, Form},
};
use rashomon_text::{Date, Span};
use rustc_hash::FxHashMap;

use super::{ENTITIES, READ, TITLE};
use crate::entities::names::Name;

/// What a term begins with that is a lemma.
pub(super) const WORD: &str = "w:";
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
        let weight_at = |span: Span| if title.contains(span) { TITLE } else { 1.0 };
        let limit = account.words.get(READ).map_or(u32::MAX, |word| word.span.start);
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
                add(format!("{PARTICIPANT}{name}"), weight * ENTITIES);
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
