//! One kind for one name in one story.
//!
//! The recogniser now and then takes a person for a body or a place in one document of several. Where
//! the documents of a story disagree on what a name names, the one that most of them say holds for
//! all. Between bodies and places more documents than say otherwise are enough; to make a person of a
//! thing or a thing of a person takes twice as many, and two at least.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::{
    Account,
    account::{EntityKind, Form},
};
use rashomon_text::DocId;
use rustc_hash::FxHashMap;

use super::{
    names::Name,
    nodes::{Class, Node},
};

type Votes = BTreeMap<Class, BTreeSet<DocId>>;

/// Gives outvoted nodes the kind that the story's other documents agree on.
pub(super) fn agree(accounts: &[Account], nodes: &mut [Node]) {
    let mut votes: BTreeMap<(u32, String), Votes> = BTreeMap::new();
    let mut kinds: BTreeMap<(u32, String, Class), BTreeMap<EntityKind, usize>> = BTreeMap::new();
    for node in nodes.iter().filter(|node| node.state.is_none()) {
        let account = &accounts[node.doc.index()];
        let entity = &account.entities[node.local as usize];
        let mut keys: BTreeSet<String> = entity
            .mentions
            .iter()
            .map(|mention| &account.mentions[mention.index()])
            .filter(|mention| mention.form == Form::Name)
            .map(|mention| Name::new(account.slice(mention.span), true).key())
            .collect();
        keys.insert(node.name.key());
        for key in keys.into_iter().filter(|key| !key.is_empty()) {
            let key = (node.story, key);
            *kinds
                .entry((key.0, key.1.clone(), node.class))
                .or_default()
                .entry(node.kind)
                .or_default() += 1;
            votes.entry(key).or_default().entry(node.class).or_default().insert(node.doc);
        }
    }
    let votes = Tally { votes, kinds };
    let mut decided: FxHashMap<(u32, Name), Option<(Class, EntityKind)>> = FxHashMap::default();
    for node in nodes.iter_mut().filter(|node| node.state.is_none()) {
        let name = (node.story, node.name.clone());
        let most = decided.entry(name).or_insert_with_key(|(story, name)| votes.most(*story, name));
        if let Some((class, kind)) = most
            && *class != node.class
        {
            node.kind = *kind;
            node.class = *class;
        }
    }
}

/// What the documents of each story say of each name.
struct Tally {
    votes: BTreeMap<(u32, String), Votes>,
    kinds: BTreeMap<(u32, String, Class), BTreeMap<EntityKind, usize>>,
}

impl Tally {
    /// What most documents of a story take a name for, where they disagree and it is clear.
    fn most(&self, story: u32, name: &Name) -> Option<(Class, EntityKind)> {
        let key = name.key();
        let votes = self.votes.get(&(story, key.clone())).filter(|votes| votes.len() > 1)?;
        let mut tally = votes.clone();
        // a person is also known by the parts of the name
        if name.is_full() && tally.contains_key(&Class::Person) {
            for word in [&name.words[0], name.words.last().unwrap_or(&key)] {
                let votes = self.votes.get(&(story, word.clone()));
                let persons = votes.and_then(|votes| votes.get(&Class::Person));
                tally.entry(Class::Person).or_default().extend(persons.into_iter().flatten());
            }
        }
        let (&class, docs) =
            tally.iter().max_by_key(|(class, docs)| (docs.len(), std::cmp::Reverse(**class)))?;
        let clear = tally.iter().all(|(other, against)| {
            let factor = if [*other, class].contains(&Class::Person) { 2 } else { 1 };
            *other == class
                || docs.len() >= 2
                    && docs.len() >= factor * against.len()
                    && docs.len() > against.len()
        });
        if !clear {
            return None;
        }
        let kinds = self.kinds.get(&(story, key, class))?;
        let common = kinds.iter().max_by_key(|(kind, n)| (**n, std::cmp::Reverse(**kind)))?;
        Some((class, *common.0))
    }
}
