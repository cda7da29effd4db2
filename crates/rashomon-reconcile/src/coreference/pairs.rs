//! What speaks for two words referring to one thing, and what against it.

use std::collections::BTreeSet;

use rashomon_extract::{
    Account,
    account::EntityKind,
    candidates::{Candidate, Role, Sort},
};
use rashomon_lexicon::saying;
use rashomon_text::{DocId, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{EntityOf, Layer, Tuning};
use crate::{dossier::EntityId, stories::sketch::background, words::words_in};

/// What is seen of two words: names and values, those that are 0 left out.
pub type Features = Vec<(&'static str, f32)>;

/// Likeness from which on two lemmas are compared.
const ALIKE: f32 = 0.5;
/// How many words of one key a word is compared with: the latest.
const LOOKED_AT: usize = 300;
/// How many lemmas of a story are compared with each other: the most frequent.
const LEMMAS: usize = 3000;
/// Share of documents a word outside the table of common words is taken to be in.
const UNKNOWN: f32 = 0.004;

/// The words of a story that may refer to something.
#[derive(Debug)]
pub struct Words<'a> {
    words: Vec<Word<'a>>,
    number: FxHashMap<(DocId, u32), usize>,
    /// By document: its content, as weighted terms of length 1.
    documents: FxHashMap<DocId, Terms>,
    /// By document and sentence: the same.
    sentences: FxHashMap<(DocId, u32), Terms>,
    /// Which entities a common noun is tied to in the story, and how often.
    tied: FxHashMap<&'a str, Vec<(EntityId, u32)>>,
    /// Numbers of lemmas, and the likeness of those that are alike.
    lemmas: FxHashMap<&'a str, u32>,
    likeness: FxHashMap<(u32, u32), f32>,
    /// The same pairs in a fixed order.
    alike: Vec<(u32, u32)>,
}

/// One of them.
#[derive(Debug)]
struct Word<'a> {
    doc: DocId,
    number: u32,
    candidate: &'a Candidate,
    lemma: u32,
    /// The entity of the account, and over all documents.
    entity: Option<(u32, EntityId)>,
    kind: Option<EntityKind>,
    /// What hangs on it.
    arguments: Vec<(Role, Key<'a>)>,
}

impl<'a> Word<'a> {
    /// The arguments of one role, or all.
    fn keys(&self, role: Option<Role>) -> BTreeSet<Key<'a>> {
        let wanted = self.arguments.iter().filter(|a| role.is_none_or(|role| a.0 == role));
        wanted.map(|a| a.1).collect()
    }
}

/// What two arguments are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key<'a> {
    Entity(EntityId),
    Word(&'a str),
}

/// Weighted terms, by term, of length 1.
type Terms = Vec<(u64, f32)>;

impl<'a> Words<'a> {
    /// All words of `story` that `tuning` takes.
    pub fn new(
        accounts: &'a [Account],
        candidates: &'a [Vec<Candidate>],
        entity_of: &'a EntityOf,
        story: &[DocId],
        tuning: Tuning,
    ) -> Self {
        let mut words = Self {
            words: Vec::new(),
            number: FxHashMap::default(),
            documents: FxHashMap::default(),
            sentences: FxHashMap::default(),
            tied: FxHashMap::default(),
            lemmas: FxHashMap::default(),
            likeness: FxHashMap::default(),
            alike: Vec::new(),
        };
        for &doc in story {
            let account = &accounts[doc.index()];
            let all = Span::new(0, account.article.text.len() as u32);
            words.documents.insert(doc, terms(account, all));
            for (number, candidate) in candidates[doc.index()].iter().enumerate() {
                if Layer::ALL.iter().any(|&layer| tuning.takes(layer, candidate)) {
                    words.add(account, &entity_of[doc.index()], doc, number as u32, candidate);
                }
            }
        }
        words.compare_lemmas();
        words
    }

    fn add(
        &mut self,
        account: &'a Account,
        entity_of: &[EntityId],
        doc: DocId,
        number: u32,
        candidate: &'a Candidate,
    ) {
        let entity = |mention| {
            let local = account.entity_of(mention);
            (local.0, entity_of[local.index()])
        };
        let own = candidate.mention.map(entity);
        let arguments = candidate.arguments.iter().map(|argument| {
            let known = argument.mention.map(|m| Key::Entity(entity(m).1));
            (argument.role, known.unwrap_or(Key::Word(&argument.lemma)))
        });
        let next = self.lemmas.len() as u32;
        let lemma = *self.lemmas.entry(&candidate.lemma).or_insert(next);
        if candidate.sort == Sort::Noun
            && let Some((_, entity)) = own
        {
            let tied = self.tied.entry(&candidate.lemma).or_default();
            match tied.iter_mut().find(|(e, _)| *e == entity) {
                Some((_, n)) => *n += 1,
                None => tied.push((entity, 1)),
            }
        }
        let sentence = candidate.sentence;
        self.sentences
            .entry((doc, sentence))
            .or_insert_with(|| terms(account, account.sentences[sentence as usize].span));
        self.number.insert((doc, number), self.words.len());
        self.words.push(Word {
            doc,
            number,
            candidate,
            lemma,
            entity: own,
            kind: own.map(|(local, _)| account.entities[local as usize].kind),
            arguments: arguments.collect(),
        });
    }

    /// Finds the lemmas that are alike.
    fn compare_lemmas(&mut self) {
        let mut known: Vec<(u32, u32, &Candidate)> = Vec::new();
        let mut counts = vec![0u32; self.lemmas.len()];
        for word in &self.words {
            counts[word.lemma as usize] += 1;
            if counts[word.lemma as usize] == 1 {
                known.push((word.lemma, 0, word.candidate));
            }
        }
        for lemma in &mut known {
            lemma.1 = counts[lemma.0 as usize];
        }
        known.sort_by_key(|&(lemma, n, _)| (std::cmp::Reverse(n), lemma));
        known.truncate(LEMMAS);
        for (at, (a, _, first)) in known.iter().enumerate() {
            for (b, _, second) in &known[..at] {
                let likeness: f32 =
                    first.vector.iter().zip(&second.vector).map(|(x, y)| x * y).sum();
                if likeness >= ALIKE {
                    let pair = ((*a).min(*b), (*a).max(*b));
                    self.likeness.insert(pair, likeness);
                    self.alike.push(pair);
                }
            }
        }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The candidate that word `n` is.
    pub fn candidate(&self, n: usize) -> &'a Candidate {
        self.words[n].candidate
    }

    /// Document and number of the candidate that word `n` is.
    pub fn place(&self, n: usize) -> (DocId, u32) {
        (self.words[n].doc, self.words[n].number)
    }

    /// The word that a candidate is.
    pub fn number(&self, doc: DocId, candidate: u32) -> Option<usize> {
        self.number.get(&(doc, candidate)).copied()
    }

    /// The entity of its account that word `n` is tied to.
    pub(super) fn local_entity(&self, n: usize) -> Option<u32> {
        self.words[n].entity.map(|(local, _)| local)
    }

    /// Pairs worth comparing among some words, by their place in `among`, each once and in order.
    pub fn pairs(&self, among: &[usize]) -> Vec<(usize, usize)> {
        let mut alike: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for &(a, b) in &self.alike {
            alike.entry(a).or_default().push(b);
            alike.entry(b).or_default().push(a);
        }
        let mut index: FxHashMap<Search<'_>, Vec<usize>> = FxHashMap::default();
        let mut pairs = Vec::new();
        let mut found: FxHashSet<usize> = FxHashSet::default();
        for (at, &n) in among.iter().enumerate() {
            let word = &self.words[n];
            let mut keys = vec![Search::Lemma(word.lemma)];
            keys.extend(word.candidate.name.iter().map(|part| Search::Name(part)));
            keys.extend(word.entity.map(|(_, entity)| Search::Entity(entity)));
            // a name may be repeated by what it is called: "Dahl", "the mayor"
            let tied = self.tied.get(word.candidate.lemma.as_str()).into_iter().flatten();
            let tied = tied.map(|(entity, _)| Search::Entity(*entity));
            let near = alike.get(&word.lemma).into_iter().flatten().map(|l| Search::Lemma(*l));
            found.clear();
            for key in keys.iter().copied().chain(tied).chain(near) {
                if let Some(others) = index.get(&key) {
                    found.extend(&others[others.len().saturating_sub(LOOKED_AT)..]);
                }
            }
            let mut others: Vec<usize> = found.iter().copied().collect();
            others.sort_unstable();
            pairs.extend(others.into_iter().map(|other| (other, at)));
            for key in keys {
                index.entry(key).or_default().push(at);
            }
        }
        pairs
    }

    /// What is seen of the words `a` and `b`.
    pub fn compare(&self, a: usize, b: usize) -> Features {
        let (x, y) = (&self.words[a], &self.words[b]);
        let (p, q) = (x.candidate, y.candidate);
        let mut features = Features::with_capacity(24);
        let mut say = |name: &'static str, value: f32| {
            if value != 0.0 {
                features.push((name, value));
            }
        };
        let yes = |b: bool| f32::from(u8::from(b));
        say("bias", 1.0);
        let same = p.lemma == q.lemma;
        let here = x.doc == y.doc;
        let one_sentence = here && p.sentence == q.sentence;
        say("same lemma", yes(same));
        say("one document", yes(here));
        say("one document, same lemma", yes(here && same));
        say("one sentence", yes(one_sentence));
        say("one sentence, same lemma", yes(one_sentence && same));
        let documents =
            if here { 1.0 } else { dot(&self.documents[&x.doc], &self.documents[&y.doc]) };
        say("documents alike", documents);
        say("documents alike, same lemma", documents * yes(same));
        let context = if one_sentence {
            0.0
        } else {
            dot(&self.sentences[&(x.doc, p.sentence)], &self.sentences[&(y.doc, q.sentence)])
        };
        say("sentences alike", context);
        say("sentences alike, same lemma", context * yes(same));
        let key = (x.lemma.min(y.lemma), x.lemma.max(y.lemma));
        let alike = if same { 1.0 } else { self.likeness.get(&key).copied().unwrap_or(0.0) };
        say("lemmas alike", alike);
        say("lemmas very alike", (alike - 0.7).max(0.0));
        say("sentences and lemmas alike", context * alike);
        let common = p.lemma.bytes().zip(q.lemma.bytes()).take_while(|(s, t)| s == t).count();
        say("same beginning", yes(!same && common >= 4));
        let speech = same && saying(&p.lemma).is_some();
        say("same verb of saying", yes(speech));
        say("same verb of saying, one document", yes(speech && here));

        let verbs = [p, q].iter().filter(|c| c.sort == Sort::Verb).count();
        let names = [p, q].iter().filter(|c| c.sort == Sort::Name).count();
        say("two verbs", yes(verbs == 2));
        say("one verb", yes(verbs == 1));
        say("two names", yes(names == 2));
        say("one name", yes(names == 1));
        say("two names, same lemma", yes(names == 2 && same));
        say("one name, same lemma", yes(names == 1 && same));
        say("one name, lemmas alike", alike * yes(names == 1));

        arguments(x, y, same, &mut say);
        entities(x, y, same, names, documents, &mut say);
        names_of(p, q, &mut say);
        self.ties(x, y, &mut say);

        let modifiers = overlap(&p.modifiers, &q.modifiers);
        say("same modifier, same lemma", yes(same && modifiers == Some(true)));
        say("other modifiers, same lemma", yes(same && modifiers == Some(false)));
        say("other modifiers", yes(modifiers == Some(false)));
        let bare = p.modifiers.is_empty() != q.modifiers.is_empty();
        say("one modified, same lemma", yes(same && bare));
        say("same governor", yes(!p.governor.is_empty() && p.governor == q.governor));
        let hung = p.governor == q.governor && p.relation == q.relation;
        say("same governor and relation", yes(!p.governor.is_empty() && hung));
        say("one plural", yes(p.plural != q.plural));
        say("one plural, same lemma", yes(p.plural != q.plural && same));
        say("indefinite, same lemma", yes(same && (p.indefinite || q.indefinite)));
        say("one time", yes(p.time != q.time));
        say("two times", yes(p.time && q.time));
        say("two times, same lemma", yes(p.time && q.time && same));
        let repeated = here && (p.repeats == Some(y.number) || q.repeats == Some(x.number));
        say("repeated", yes(repeated));
        features
    }

    /// A common noun and a name that the story ties to each other.
    fn ties(&self, x: &Word<'_>, y: &Word<'_>, say: &mut impl FnMut(&'static str, f32)) {
        let (name, noun) = match (x.candidate.sort, y.candidate.sort) {
            (Sort::Name, Sort::Noun) => (x, y),
            (Sort::Noun, Sort::Name) => (y, x),
            _ => return,
        };
        let Some((_, entity)) = name.entity else { return };
        let Some(tied) = self.tied.get(noun.candidate.lemma.as_str()) else { return };
        let all: u32 = tied.iter().map(|(_, n)| n).sum();
        let own = tied.iter().find(|(e, _)| *e == entity).map_or(0, |(_, n)| *n);
        say("called so", f32::from(u8::from(own > 0)));
        say("mostly called so", own as f32 / all.max(1) as f32);
    }
}

/// What words are searched by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Search<'a> {
    Lemma(u32),
    Name(&'a str),
    Entity(EntityId),
}

fn arguments(x: &Word<'_>, y: &Word<'_>, same: bool, say: &mut impl FnMut(&'static str, f32)) {
    const NAMES: [(Role, [&str; 3]); 3] = [
        (Role::Actor, ["same actor", "other actor", "other actor, same lemma"]),
        (Role::Object, ["same object", "other object", "other object, same lemma"]),
        (Role::Setting, ["same setting", "other setting", "other setting, same lemma"]),
    ];
    let yes = |b: bool| f32::from(u8::from(b));
    for (role, [one, other, despite]) in NAMES {
        let (a, b) = (x.keys(Some(role)), y.keys(Some(role)));
        if !a.is_empty() && !b.is_empty() {
            let shared = a.intersection(&b).next().is_some();
            say(if shared { one } else { other }, 1.0);
            say(despite, yes(!shared && same));
        }
    }
    let (a, b) = (x.keys(None), y.keys(None));
    let shared = a.intersection(&b).count();
    say("arguments shared", shared.min(3) as f32);
    say("an argument shared, same lemma", yes(shared > 0 && same));
}

fn entities(
    x: &Word<'_>,
    y: &Word<'_>,
    same: bool,
    names: usize,
    documents: f32,
    say: &mut impl FnMut(&'static str, f32),
) {
    let yes = |b: bool| f32::from(u8::from(b));
    let (Some((_, a)), Some((_, b))) = (x.entity, y.entity) else { return };
    let here = x.doc == y.doc;
    if a == b {
        say("one entity", 1.0);
        say("one entity, one document", yes(here));
        say("one entity, one name", yes(names == 1));
        say("one entity, no name", yes(names == 0));
        say("one entity, documents alike", documents);
    } else {
        say("two entities", 1.0);
        say("two entities, one document", yes(here));
        say("two entities, same lemma", yes(same));
        say("two entities, two names", yes(names == 2));
    }
    say("two kinds", yes(x.kind != y.kind));
}

/// The names of two words.
fn names_of(p: &Candidate, q: &Candidate, say: &mut impl FnMut(&'static str, f32)) {
    let yes = |b: bool| f32::from(u8::from(b));
    let within = |a: &[String], b: &[String]| a.iter().all(|part| b.contains(part));
    let (a, b) = (&p.name, &q.name);
    if !a.is_empty() && !b.is_empty() {
        let shared = a.iter().any(|part| b.contains(part));
        let one = within(a, b) && within(b, a);
        say("same name", yes(one));
        say("one name within the other", yes(!one && (within(a, b) || within(b, a))));
        say("names share a word", yes(shared));
        say("other names", yes(!shared));
        let initials = |long: &[String]| -> String {
            long.iter().filter_map(|part| part.chars().next()).collect()
        };
        let short = |s: &[String], l: &[String]| s.len() == 1 && l.len() > 1 && s[0] == initials(l);
        say("initials", yes(short(a, b) || short(b, a)));
    } else if !a.is_empty() || !b.is_empty() {
        let (name, other) = if a.is_empty() { (b, p) } else { (a, q) };
        say("name in modifiers", yes(name.iter().any(|part| other.modifiers.contains(part))));
    }
    let all = |c: &Candidate| -> BTreeSet<String> {
        let parts = c.name.iter().chain(&c.modifiers).chain([&c.lemma]);
        parts.cloned().collect()
    };
    let (a, b) = (all(p), all(q));
    say("words shared", a.intersection(&b).count() as f32 / a.len().min(b.len()).max(1) as f32);
}

/// Whether two sorted lists share something; `None` where one is empty.
fn overlap(a: &[String], b: &[String]) -> Option<bool> {
    let known = !a.is_empty() && !b.is_empty();
    known.then(|| a.iter().any(|word| b.binary_search(word).is_ok()))
}

/// The content words of a span, rare ones counting more, of length 1.
fn terms(account: &Account, span: Span) -> Terms {
    use std::hash::{Hash, Hasher};
    let mut counts: FxHashMap<u64, (f32, f32)> = FxHashMap::default();
    for word in words_in(account, span).iter().filter(|word| word.content) {
        let lemma = account.symbols.get(word.lemma);
        let mut hasher = rustc_hash::FxHasher::default();
        lemma.hash(&mut hasher);
        let rarity = || -background(lemma).unwrap_or(UNKNOWN).ln();
        counts.entry(hasher.finish()).or_insert_with(|| (0.0, rarity())).0 += 1.0;
    }
    let mut terms: Terms =
        counts.into_iter().map(|(term, (n, rarity))| (term, (1.0 + n.ln()) * rarity)).collect();
    terms.sort_unstable_by_key(|(term, _)| *term);
    let length = terms.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    for (_, weight) in &mut terms {
        *weight /= length.max(1e-6);
    }
    terms
}

fn dot(a: &Terms, b: &Terms) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        if x.0 == y.0 {
            sum += x.1 * y.1;
        }
        i += usize::from(x.0 <= y.0);
        j += usize::from(y.0 <= x.0);
    }
    sum
}
