//! Names that a user says are one: their own aliases.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::{
    Account,
    account::{EntityKind, Form},
};
use rashomon_lexicon::Country;
pub use rashomon_lexicon::country;

use super::{names::Name, nodes::Node};

/// One bearer of several names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The name it is to be shown by.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it is; `None` leaves that to the texts.
    pub kind: Option<EntityKind>,
    /// The state it is or belongs to.
    pub country: Option<Country>,
}

/// Bearers of several names, found by any of them without case, marks and forms of address.
///
/// Names that are said to be one are one wherever they stand, in every story, whatever their letters.
///
/// ```
/// use rashomon_reconcile::entities::aliases::{Aliases, Known};
///
/// let known = |name: &str, alias: &str| Known {
///     name: name.into(),
///     aliases: vec![alias.into()],
///     kind: None,
///     country: None,
/// };
/// assert!(Aliases::new(vec![known("Ada Berg", "The Heron"), known("Ivo Lund", "The Crane")]).is_ok());
/// let twice = Aliases::new(vec![known("Ada Berg", "The Heron"), known("Ivo Lund", "the heron")]);
/// assert_eq!(twice.unwrap_err(), (1, "the heron".to_owned()));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    known: Vec<Known>,
    by_key: BTreeMap<String, usize>,
}

impl Aliases {
    /// Takes bearers; fails with the number of the one, and its name, that is also a name of one before it.
    pub fn new(known: Vec<Known>) -> Result<Self, (usize, String)> {
        let mut by_key = BTreeMap::new();
        for (number, one) in known.iter().enumerate() {
            for name in std::iter::once(&one.name).chain(&one.aliases) {
                if *by_key.entry(key(name)).or_insert(number) != number {
                    return Err((number, name.clone()));
                }
            }
        }
        Ok(Self { known, by_key })
    }

    /// The name that the bearer with this number is shown by.
    pub(super) fn name(&self, number: usize) -> &str {
        &self.known[number].name
    }

    /// Marks the nodes that the user knows, and gives them the name and what else is said of them.
    pub(super) fn mark(&self, accounts: &[Account], nodes: &mut [Node]) {
        if self.known.is_empty() {
            return;
        }
        for node in nodes {
            let account = &accounts[node.doc.index()];
            let entity = &account.entities[node.local as usize];
            let find = |mention: &rashomon_extract::account::MentionId| {
                let mention = &account.mentions[mention.index()];
                let text = account.slice(mention.span);
                (mention.form != Form::Pronoun).then(|| self.by_key.get(&key(text)).copied())?
            };
            let all: BTreeSet<usize> = entity.mentions.iter().filter_map(find).collect();
            let one = (all.len() == 1).then(|| all.into_iter().next()).flatten();
            let Some(number) = find(&entity.name).or(one) else { continue };
            let known = &self.known[number];
            node.tell(number, &known.name, known.kind, known.country);
        }
    }
}

/// What two writings of one name share.
fn key(name: &str) -> String {
    Name::new(name, true).key()
}
