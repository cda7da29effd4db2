//! The coreference layer of GUM: who is meant by which words.

use rashomon_annotate::{Deprel, Upos};
use rashomon_lexicon::{fold, state};
use rashomon_text::Span;

use crate::data::{Doc, Sentence};

/// A document of GUM, with its chains.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Name of the document.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its mentions in the order of the text, the longer first.
    pub mentions: Vec<GoldMention>,
}

/// A noun phrase that the annotators marked.
#[derive(Clone, Debug)]
pub struct GoldMention {
    /// Bytes of the text.
    pub span: Span,
    /// Bytes of its head word in the gold tree.
    pub head: Span,
    /// The name of its chain.
    pub chain: String,
    /// What it is, in GUM's words: person, organization, place, animal, object, …
    pub kind: String,
    /// Whether an earlier mention of the chain exists.
    pub given: bool,
    /// What sort of words it is made of.
    pub class: Class,
    /// Whether it means somebody who can speak and hold a view: a person, an organization, a state.
    pub speaker: bool,
}

/// What a mention is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A pronoun of the third person.
    Pronoun,
    /// A definite noun phrase around a common noun, no predicate or apposition: "the minister".
    Nominal,
    /// Anything else: names, other noun phrases, other pronouns.
    Other,
}

impl Gold {
    /// Reads the chains off a document.
    pub fn new(doc: &Doc) -> Self {
        let mut mentions = Vec::new();
        // chain, kind, sentence and word where it opened
        let mut open: Vec<(String, String, usize, usize)> = Vec::new();
        for (number, sentence) in doc.sentences.iter().enumerate() {
            for (at, word) in sentence.words.iter().enumerate() {
                let field = word.misc.split('|').find_map(|m| m.strip_prefix("Entity="));
                let mut rest = field.unwrap_or_default();
                while !rest.is_empty() {
                    if let Some(inside) = rest.strip_prefix('(') {
                        let stop = inside.find(['(', ')']).unwrap_or(inside.len());
                        let mut parts = inside[..stop].split('-');
                        let chain = parts.next().unwrap_or_default().to_owned();
                        let kind = parts.next().unwrap_or_default().to_owned();
                        rest = &inside[stop..];
                        if let Some(after) = rest.strip_prefix(')') {
                            rest = after;
                            mentions.push(mention(&doc.text, sentence, at, at, chain, kind));
                        } else {
                            open.push((chain, kind, number, at));
                        }
                    } else {
                        let stop = rest.find(')').map_or(rest.len(), |at| at + 1);
                        let chain = rest[..stop].trim_end_matches(')');
                        if let Some(last) = open.iter().rposition(|(c, ..)| c == chain) {
                            let (chain, kind, opened, from) = open.remove(last);
                            let from = if opened == number { from } else { 0 };
                            mentions.push(mention(&doc.text, sentence, from, at, chain, kind));
                        }
                        rest = &rest[stop..];
                    }
                }
            }
        }
        mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        let mut seen = std::collections::BTreeSet::new();
        for mention in &mut mentions {
            mention.given = !seen.insert(mention.chain.clone());
        }
        let states: std::collections::BTreeSet<String> = mentions
            .iter()
            .filter(|m| m.kind == "place" && state(&fold(m.span.slice(&doc.text))).is_some())
            .map(|m| m.chain.clone())
            .collect();
        for mention in &mut mentions {
            mention.speaker = matches!(mention.kind.as_str(), "person" | "organization")
                || states.contains(&mention.chain);
        }
        Self { id: doc.id.clone(), text: doc.text.clone(), mentions }
    }
}

fn mention(
    text: &str,
    sentence: &Sentence,
    from: usize,
    to: usize,
    chain: String,
    kind: String,
) -> GoldMention {
    let words = &sentence.words;
    let outside = |at: usize| words[at].head.is_none_or(|h| h < from || h > to);
    let head = (from..=to).find(|&at| outside(at)).unwrap_or(to);
    let span = Span::new(words[from].span.start, words[to].span.end);
    let class = class(sentence, from, to, head, span.slice(text));
    GoldMention { span, head: words[head].span, chain, kind, given: false, class, speaker: false }
}

fn class(sentence: &Sentence, from: usize, to: usize, head: usize, text: &str) -> Class {
    let words = &sentence.words;
    if from == to && is_third_person(text) {
        return Class::Pronoun;
    }
    let definite = words[from].deprel == Deprel::Det
        && words[from].head == Some(head)
        && matches!(words[from].lemma.as_str(), "the" | "this" | "that");
    // as in OntoNotes, a predicate or an apposition describes and does not refer
    let describes = words[head].deprel == Deprel::Appos
        || words.iter().any(|w| w.deprel == Deprel::Cop && w.head == Some(head));
    if words[head].upos == Upos::Noun && definite && !describes {
        Class::Nominal
    } else {
        Class::Other
    }
}

/// Whether the word is a personal pronoun of the third person, of any case.
pub fn is_third_person(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "he" | "him"
            | "his"
            | "himself"
            | "she"
            | "her"
            | "hers"
            | "herself"
            | "it"
            | "its"
            | "itself"
            | "they"
            | "them"
            | "their"
            | "theirs"
            | "themselves"
            | "themself"
            | "'em"
    )
}
