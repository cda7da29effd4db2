//! Which words of a story's articles refer to one event, or to one participant.
//!
//! # What it finds
//! Chains of [`Candidate`]s over the articles of a story: "sank", "went down", "the sinking"; "the ferry", "the Tresk
//! ferry", "it". Every word that may refer is taken, whether the rules code it or not, so that what
//! [`events`](crate::events) and [`entities`] leave open is there too.
//!
//! # How
//! Two words that share a lemma, a word of a name or an entity, or whose lemmas are alike, are a pair; how likely it is
//! one thing is told by a logistic regression over what speaks for it ([`pairs`]): the words and their likeness, who
//! takes part, the sentences around, how like the two documents are. Average linkage joins the likeliest first, as far
//! as the mean over all pairs of two chains is high enough. Pronouns follow what they repeat, or the entity that the
//! account ties them to.
//!
//! # Where it is used
//! By `cargo xtask eval coref`, which measures it; a dossier's events and entities are those of
//! [`events`](crate::events) and [`entities`], which join only what the rules are sure of.
//!
//! # Limits
//! Nothing is joined over stories. In a story of very many words of one lemma, each is compared with the latest ones.

pub mod pairs;
pub mod weights;

use rashomon_extract::{
    Account,
    candidates::{Candidate, Sort},
};
use rashomon_text::DocId;
use rustc_hash::FxHashMap;

use crate::{
    dossier::EntityId,
    entities,
    stories::{Near, linkage::average_link},
};
use pairs::Words;
use weights::Weights;

/// Words that refer to one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// What they refer to.
    pub layer: Layer,
    /// Document and number of the candidate, sorted.
    pub members: Vec<(DocId, u32)>,
}

/// What is told apart before all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// What happens, is done, said or holds.
    Event,
    /// Who and what takes part, where and when.
    Participant,
}

impl Layer {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Event, Self::Participant];
}

/// Which words are taken, and how far they are joined.
///
/// Chosen on topics of ECB+ with an odd number, by training on some of them and scoring others.
#[derive(Clone, Copy, Debug)]
pub struct Tuning {
    /// From which likelihood on a word is taken to refer: to an event, to a participant.
    pub refers: [f32; 2],
    /// The same for a word that nothing else in the story is joined with.
    pub alone: [f32; 2],
    /// Average likelihood from which on two chains are one.
    pub join: [f32; 2],
}

impl Default for Tuning {
    fn default() -> Self {
        Self { refers: [0.35, 0.35], alone: [0.35, 0.5], join: [0.25, 0.3] }
    }
}

impl Tuning {
    /// How likely a candidate refers to something of a layer; 0 where it is likelier to be of the other.
    fn likelihood(layer: Layer, candidate: &Candidate) -> f32 {
        let (event, participant) = (candidate.event, candidate.participant);
        match layer {
            Layer::Event if event >= participant => event,
            Layer::Participant if participant > event => participant,
            _ => 0.0,
        }
    }

    /// Whether a candidate is taken to refer to something of a layer.
    fn takes(&self, layer: Layer, candidate: &Candidate) -> bool {
        Self::likelihood(layer, candidate) >= self.refers[layer as usize]
    }
}

/// Pairs less likely than this count as nothing.
const LEAST: f32 = 0.02;

/// The chains of all stories: by story, events first, then in the order of their first words.
///
/// `candidates` are those of each account ([`rashomon_extract::candidates::find`]), `stories` group the accounts.
pub fn resolve(
    accounts: &[Account],
    candidates: &[Vec<Candidate>],
    stories: &[Vec<DocId>],
) -> Vec<Chain> {
    resolve_with(accounts, candidates, stories, Tuning::default())
}

/// [`resolve`] with another tuning.
pub fn resolve_with(
    accounts: &[Account],
    candidates: &[Vec<Candidate>],
    stories: &[Vec<DocId>],
    tuning: Tuning,
) -> Vec<Chain> {
    let (_, entity_of) = entities::reconcile(accounts, stories);
    let mut chains = Vec::new();
    for story in stories {
        let words = Words::new(accounts, candidates, &entity_of, story, tuning);
        for layer in Layer::ALL {
            chains.extend(layer_chains(&words, layer, tuning));
        }
    }
    chains
}

fn layer_chains(words: &Words<'_>, layer: Layer, tuning: Tuning) -> Vec<Chain> {
    let all: Vec<usize> =
        (0..words.len()).filter(|&n| tuning.takes(layer, words.candidate(n))).collect();
    let pronoun =
        |n: usize| layer == Layer::Participant && words.candidate(n).sort == Sort::Pronoun;
    let (pronouns, full): (Vec<usize>, Vec<usize>) = all.into_iter().partition(|&n| pronoun(n));
    let weights = Weights::embedded().of(layer);
    let likely: Vec<Near> = words
        .pairs(&full)
        .into_iter()
        .map(|(a, b)| {
            let likeness = weights.likelihood(&words.compare(full[a], full[b]));
            Near { a: a as u32, b: b as u32, likeness }
        })
        .filter(|pair| pair.likeness >= LEAST)
        .collect();
    let mut groups: Vec<Vec<usize>> = average_link(full.len(), likely, tuning.join[layer as usize])
        .into_iter()
        .map(|group| group.into_iter().map(|n| full[n as usize]).collect())
        .collect();
    attach(words, &mut groups, &pronouns);
    groups.retain(|group| {
        let least = tuning.alone[layer as usize];
        group.len() > 1 || Tuning::likelihood(layer, words.candidate(group[0])) >= least
    });
    let mut chains: Vec<Chain> = groups
        .into_iter()
        .map(|group| {
            let mut members: Vec<(DocId, u32)> =
                group.into_iter().map(|n| words.place(n)).collect();
            members.sort_unstable();
            Chain { layer, members }
        })
        .collect();
    chains.sort_by(|a, b| a.members.cmp(&b.members));
    chains
}

/// Puts each pronoun with what it repeats, or else with the nearest word of the entity its account ties it to; those
/// of an entity that has nothing but pronouns are together.
fn attach(words: &Words<'_>, groups: &mut Vec<Vec<usize>>, pronouns: &[usize]) {
    let mut group_of: FxHashMap<usize, usize> = FxHashMap::default();
    let mut named: FxHashMap<(DocId, u32), Vec<usize>> = FxHashMap::default();
    for (group, members) in groups.iter().enumerate() {
        for &n in members {
            group_of.insert(n, group);
            if let Some(entity) = words.local_entity(n) {
                named.entry((words.place(n).0, entity)).or_default().push(n);
            }
        }
    }
    let mut bare: FxHashMap<(DocId, u32), usize> = FxHashMap::default();
    for &n in pronouns {
        let (doc, number) = words.place(n);
        let repeated = words.candidate(n).repeats.and_then(|r| words.number(doc, r));
        let entity = words.local_entity(n).map(|entity| (doc, entity));
        let nearest = || {
            let known = named.get(&entity?)?.iter();
            known.copied().min_by_key(|&m| words.place(m).1.abs_diff(number))
        };
        let home = repeated
            .and_then(|r| group_of.get(&r).copied())
            .or_else(|| nearest().and_then(|m| group_of.get(&m).copied()))
            .or_else(|| bare.get(&entity?).copied());
        let home = home.unwrap_or_else(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[home].push(n);
        group_of.insert(n, home);
        if let Some(entity) = entity {
            bare.entry(entity).or_insert(home);
        }
    }
}

/// The entity of the dossier behind an entity of an account.
type EntityOf = [Vec<EntityId>];
