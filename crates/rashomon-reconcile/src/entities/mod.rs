//! Who is who over all documents.
//!
//! # What it finds
//! One person, body, group, state or place under every spelling, short form, acronym and title.
//!
//! # How
//! Every account's entity is a node. What the user says is one ([`aliases`]) is joined before all else. Where documents of a story disagree on what a name names, most of
//! them decide. Then evidence joins nodes step by step, the surest first:
//!
//! 1. states by their code, names that are the same but for case, marks and a leading state;
//! 2. acronyms that a text defines, or whose letters begin the words of just one name;
//! 3. other spellings and transcriptions of a full name;
//! 4. a part of a name ("Tolland", "Harbour Council") where the story has just one bearer of it;
//! 5. offices and descriptions tied to a state ("the Iranian president") where just one fits.
//!
//! From step 2 on only documents of one story are compared. A step that would join two given names,
//! two states or a person with a thing is refused; where two bearers fit, none is taken.
//!
//! # Limits
//! Kin of one surname in different documents that never give a first name stay one.

pub mod aliases;
mod classes;
pub mod names;
mod nodes;
pub mod spelling;
mod steps;
mod union;

use std::collections::BTreeMap;

use rashomon_extract::{
    Account,
    account::{self, EntityKind, Form},
};
use rashomon_text::{Cite, DocId};

use crate::dossier::{Entity, EntityId, Mention};
use aliases::Aliases;
use nodes::Node;
use union::Union;

/// Entities over all documents, and per document the entity behind each of the account's.
///
/// `stories` groups the documents; a document in no group is a story of its own.
pub fn reconcile(
    accounts: &[Account],
    stories: &[Vec<DocId>],
) -> (Vec<Entity>, Vec<Vec<EntityId>>) {
    reconcile_with(accounts, stories, &Aliases::default())
}

/// [`reconcile`] with names that the user says are one.
pub fn reconcile_with(
    accounts: &[Account],
    stories: &[Vec<DocId>],
    aliases: &Aliases,
) -> (Vec<Entity>, Vec<Vec<EntityId>>) {
    let mut story_of: Vec<u32> =
        (0..accounts.len()).map(|doc| (stories.len() + doc) as u32).collect();
    for (number, story) in stories.iter().enumerate() {
        for doc in story {
            story_of[doc.index()] = number as u32;
        }
    }
    let mut nodes = Vec::new();
    for (doc, account) in accounts.iter().enumerate() {
        for local in 0..account.entities.len() {
            nodes.push(Node::new(DocId(doc as u32), local as u32, story_of[doc], account));
        }
    }
    classes::agree(accounts, &mut nodes);
    aliases.mark(accounts, &mut nodes);
    let mut union = Union::new(&nodes);
    steps::join(&nodes, &mut union);
    let (mut entities, entity_of) = gather(accounts, &nodes, &mut union);
    for node in &nodes {
        if let Some(number) = node.given {
            let entity = entity_of[node.doc.index()][node.local as usize];
            aliases.name(number).clone_into(&mut entities[entity.index()].name);
        }
    }
    (entities, entity_of)
}

/// One entity for every set of joined nodes, in the order of their first node.
fn gather(
    accounts: &[Account],
    nodes: &[Node],
    union: &mut Union<'_>,
) -> (Vec<Entity>, Vec<Vec<EntityId>>) {
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut number: Vec<Option<usize>> = vec![None; nodes.len()];
    let mut entity_of: Vec<Vec<EntityId>> =
        accounts.iter().map(|a| vec![EntityId(0); a.entities.len()]).collect();
    for (at, node) in nodes.iter().enumerate() {
        let root = union.root(at);
        let entity = *number[root].get_or_insert_with(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        members[entity].push(at);
        entity_of[node.doc.index()][node.local as usize] = EntityId(entity as u32);
    }
    let entities = members.iter().map(|members| entity(accounts, nodes, members)).collect();
    (entities, entity_of)
}

fn entity(accounts: &[Account], nodes: &[Node], members: &[usize]) -> Entity {
    let mut mentions = Vec::new();
    let mut kinds: BTreeMap<EntityKind, usize> = BTreeMap::new();
    for &at in members {
        let (doc, local) = (nodes[at].doc, &locally(accounts, &nodes[at]));
        let account = &accounts[doc.index()];
        for mention in &local.mentions {
            let mention = &account.mentions[mention.index()];
            mentions.push(Mention { cite: Cite::new(doc, mention.span), form: mention.form });
            let weight = if matches!(mention.form, Form::Name | Form::Acronym) { 3 } else { 1 };
            *kinds.entry(nodes[at].kind).or_default() += weight;
        }
    }
    mentions.sort_by_key(|mention| (mention.cite, mention.form));
    mentions.dedup_by_key(|mention| mention.cite);
    let country = members.iter().find_map(|&at| nodes[at].state);
    let most = kinds.iter().rev().max_by_key(|(_, n)| **n).map(|(kind, _)| *kind);
    let kind = match country {
        Some(_) => EntityKind::Geopolitical,
        None => most.unwrap_or(EntityKind::Other),
    };
    let name = match country.map(rashomon_lexicon::Country::name) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => display_name(accounts, nodes, members),
    };
    Entity { kind, name, country, location: None, mentions }
}

fn locally<'a>(accounts: &'a [Account], node: &Node) -> &'a account::Entity {
    &accounts[node.doc.index()].entities[node.local as usize]
}

/// The fullest name most documents use: names before acronyms before descriptions, then by the
/// number of documents, then the longer one. A place keeps the name most documents use, short or
/// not.
fn display_name(accounts: &[Account], nodes: &[Node], members: &[usize]) -> String {
    let mut counts: BTreeMap<&str, (u8, usize)> = BTreeMap::new();
    for &at in members {
        let account = &accounts[nodes[at].doc.index()];
        let main = locally(accounts, &nodes[at]).name;
        let mention = &account.mentions[main.index()];
        let text = account.slice(mention.span);
        let place = nodes[at].class == nodes::Class::Place;
        let text = text.split(',').next().filter(|_| place).unwrap_or(text);
        let full = !place && text.split_whitespace().count() > 1;
        let shouted = text.chars().all(|c| !c.is_lowercase());
        let rank = match mention.form {
            Form::Name if full && !shouted => 5,
            Form::Name if full => 4,
            Form::Name => 3,
            Form::Acronym => 2,
            Form::Title | Form::Description | Form::Metonym => 1,
            Form::Pronoun => 0,
        };
        let entry = counts.entry(text).or_insert((rank, 0));
        entry.1 += 1;
    }
    let best = counts.iter().max_by_key(|(text, (rank, n))| {
        (*rank, *n, text.chars().count(), std::cmp::Reverse(**text))
    });
    let name = best.map_or("", |(text, _)| text);
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
