//! Joined nodes, and what forbids a join.

use rashomon_lexicon::Country;

use crate::Sets;

use super::{
    names::Name,
    nodes::{Class, Node},
};

/// How much a piece of evidence may overrule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strength {
    /// The same full name: where a person belongs may differ.
    Sure,
    /// Everything else: nothing known of two persons may differ.
    Likely,
}

/// Disjoint sets of nodes with what is known of each set.
pub(super) struct Union<'n> {
    nodes: &'n [Node],
    sets: Sets,
    known: Vec<Known>,
}

/// What is known of a set of nodes.
#[derive(Clone, Debug, Default)]
struct Known {
    state: Option<Country>,
    affiliation: Option<Country>,
    /// The state that a name of it begins with.
    led: Option<Country>,
    /// Full names of persons, for telling namesakes apart; at most [`MAX_NAMES`].
    names: Vec<Name>,
    /// Whether the name is that of an office which every state has.
    office: bool,
    size: usize,
}

const MAX_NAMES: usize = 8;

impl<'n> Union<'n> {
    pub(super) fn new(nodes: &'n [Node]) -> Self {
        let known = nodes
            .iter()
            .map(|node| Known {
                state: node.state,
                affiliation: node.affiliation,
                led: node.led,
                names: match node.class {
                    Class::Person => node.full_names().take(1).cloned().collect(),
                    _ => Vec::new(),
                },
                office: node.name.is_office(),
                size: 1,
            })
            .collect();
        Self { nodes, sets: Sets::new(nodes.len()), known }
    }

    /// The node that stands for the set of `at`: its first one.
    pub(super) fn root(&mut self, at: usize) -> usize {
        self.sets.root(at)
    }

    /// The state that a name in the set of `at` begins with; for an office, the one it belongs to.
    pub(super) fn named_state(&mut self, at: usize) -> Option<Country> {
        let root = self.root(at);
        let known = &self.known[root];
        known.led.or(known.affiliation.filter(|_| known.office))
    }

    /// The state the set of `at` belongs to, where known.
    pub(super) fn affiliation(&mut self, at: usize) -> Option<Country> {
        let root = self.root(at);
        self.known[root].affiliation
    }

    /// Whether nothing known of the two sets forbids that they are one.
    pub(super) fn may_join(&mut self, a: usize, b: usize, strength: Strength) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return true;
        }
        let (x, y) = (&self.known[a], &self.known[b]);
        let class = self.nodes[a].class;
        if class != self.nodes[b].class || differ(x.state, y.state) || differ(x.led, y.led) {
            return false;
        }
        // texts err on where people and bodies belong; only an office is told apart by it
        let lenient = match class {
            Class::Person => strength == Strength::Sure,
            Class::Body => !x.office && !y.office,
            Class::Place => false,
        };
        if !lenient && differ(x.affiliation, y.affiliation) {
            return false;
        }
        // a state is no other place, and no other place is a state
        if class == Class::Place
            && (x.state.is_some() != y.state.is_some())
            && strength != Strength::Sure
        {
            return false;
        }
        class != Class::Person
            || x.names.iter().all(|mine| {
                y.names.iter().all(|theirs| {
                    mine.is_transcription_of(theirs)
                        || mine.is_within(theirs)
                        || theirs.is_within(mine)
                })
            })
    }

    /// Joins the sets of `a` and `b` unless something forbids it.
    pub(super) fn join(&mut self, a: usize, b: usize, strength: Strength) -> bool {
        let may = self.may_join(a, b, strength);
        if may {
            self.unite(a, b);
        }
        may
    }

    /// Joins the sets of `a` and `b`, whatever is known of them.
    pub(super) fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (root, child) = (a.min(b), a.max(b));
        self.sets.join(root, child);
        let theirs = std::mem::take(&mut self.known[child]);
        let ours = &mut self.known[root];
        ours.state = ours.state.or(theirs.state);
        ours.led = ours.led.or(theirs.led);
        ours.affiliation = ours.affiliation.or(theirs.affiliation);
        ours.office |= theirs.office;
        ours.size += theirs.size;
        for name in theirs.names {
            if ours.names.len() < MAX_NAMES && !ours.names.contains(&name) {
                ours.names.push(name);
            }
        }
    }
}

fn differ(a: Option<Country>, b: Option<Country>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}
