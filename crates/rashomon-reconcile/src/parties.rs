//! For whom a participant acts: the state behind its government, ministers and spokesmen.
//!
//! One outlet writes "Tehran condemned", another "the foreign ministry's spokesman condemned": the
//! same act of the same state. Opposition groups, firms and private persons of a state do not act
//! for it.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account::{EntityKind, Form};
use rashomon_lexicon::{Country, fold};

use crate::{Scene, dossier::EntityId};

/// Sectors that act for their state (CAMEO and PLOVER actor codes: government, armed forces,
/// police, intelligence, legislature, courts).
const STATE_SECTORS: &[&str] = &["GOV", "MIL", "COP", "SPY", "LEG", "JUD"];

/// Words of an office that speaks or acts for a state.
const OFFICES: &[&str] = &[
    "president",
    "premier",
    "prime minister",
    "minister",
    "ministry",
    "government",
    "ambassador",
    "chancellor",
    "secretary of state",
    "spokesman for the government",
    "army",
    "national security council",
    "treasury",
    "parliament",
];

/// Words that make a body one of the state or union it is named after.
const BODIES: &[&str] = &[
    "ministry",
    "department",
    "council",
    "treasury",
    "office",
    "agency",
    "army",
    "police",
    "navy",
    "parliament",
    "court",
    "government",
    "force",
    "forces",
    "commission",
    "assembly",
    "embassy",
    "command",
    "guard",
    "senate",
    "congress",
    "bureau",
    "authority",
    "secretariat",
];

/// Bodies named after the state they are of: "Norland Defence Ministry", "Norlandic army".
fn add_bodies(
    scene: &Scene<'_>,
    here: &BTreeSet<EntityId>,
    states: &mut BTreeMap<EntityId, Country>,
) {
    let mut by_name: BTreeMap<String, Country> = BTreeMap::new();
    for entity in here.iter().map(|e| &scene.entities[e.index()]) {
        let Some(state) = entity.country else { continue };
        let names: BTreeSet<&str> =
            entity.mentions.iter().take(200).map(|mention| scene.slice(mention.cite)).collect();
        for name in names {
            by_name.entry(fold(name)).or_insert(state);
        }
    }
    for &id in here {
        let entity = &scene.entities[id.index()];
        if entity.kind != EntityKind::Organization {
            continue;
        }
        let name = fold(&entity.name);
        let words: Vec<&str> = name.split_whitespace().collect();
        if !words.iter().any(|w| BODIES.contains(w)) {
            continue;
        }
        let state = (1..words.len()).rev().find_map(|n| by_name.get(&words[..n].join(" ")));
        if let Some(&state) = state {
            states.entry(id).or_insert(state);
        }
    }
}

/// A state with all who act for it, or a participant who acts for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    State(Country),
    Participant(EntityId),
}

/// Who acts for whom in one story.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parties {
    states: BTreeMap<EntityId, Country>,
    named: BTreeSet<EntityId>,
}

impl Parties {
    /// The parties of the story's participants.
    pub(crate) fn of(scene: &Scene<'_>) -> Self {
        // the run may hold very many others
        let here: BTreeSet<EntityId> = scene
            .accounts()
            .flat_map(|(doc, _)| scene.entity_of[doc.index()].iter().copied())
            .collect();
        let mut votes: BTreeMap<(EntityId, Country), u32> = BTreeMap::new();
        let mut seen: BTreeMap<EntityId, u32> = BTreeMap::new();
        for (doc, account) in scene.accounts() {
            for (entity, &known) in account.entities.iter().zip(&scene.entity_of[doc.index()]) {
                let state = match entity.kind {
                    EntityKind::Geopolitical => entity.country,
                    EntityKind::Person | EntityKind::Organization => {
                        let office = entity.sector.map_or_else(
                            || {
                                entity
                                    .roles
                                    .iter()
                                    .any(|role| OFFICES.iter().any(|office| role.contains(office)))
                            },
                            |sector| STATE_SECTORS.iter().any(|code| sector.contains(code)),
                        );
                        entity.affiliation.or(entity.country).filter(|_| office)
                    }
                    _ => None,
                };
                *seen.entry(known).or_default() += 1;
                if let Some(state) = state {
                    *votes.entry((known, state)).or_default() += 1;
                }
            }
        }
        let mut states = BTreeMap::new();
        for &id in &here {
            if let Some(state) = scene.entities[id.index()].country {
                states.insert(id, state);
            }
        }
        let mut best: BTreeMap<EntityId, u32> = BTreeMap::new();
        for ((entity, state), n) in votes {
            let most = best.entry(entity).or_default();
            if n > *most {
                *most = n;
                // one text in many that takes rebels for a body of the state is wrong
                let few = n * 2 < seen.get(&entity).copied().unwrap_or(0)
                    && scene.entities[entity.index()].kind != EntityKind::Person;
                if few {
                    continue;
                }
                if scene.entities[entity.index()].country.is_none() {
                    states.insert(entity, state);
                }
            }
        }
        add_bodies(scene, &here, &mut states);
        let has_name = |id: &EntityId| {
            let mut mentions = scene.entities[id.index()].mentions.iter();
            mentions.any(|m| matches!(m.form, Form::Name | Form::Acronym | Form::Metonym))
        };
        let named = here.into_iter().filter(has_name).collect();
        Self { states, named }
    }

    /// The state this participant is or acts for.
    pub(crate) fn state(&self, entity: EntityId) -> Option<Country> {
        self.states.get(&entity).copied()
    }

    /// Whether it has a name; "a man" and "the group" alone tell no two participants apart.
    pub(crate) fn is_named(&self, entity: EntityId) -> bool {
        self.named.contains(&entity)
    }

    /// The side a participant is on.
    pub(crate) fn side(&self, entity: EntityId) -> Side {
        self.state(entity).map_or(Side::Participant(entity), Side::State)
    }

    /// Whether both are one participant, or act for one state.
    pub(crate) fn same(&self, a: EntityId, b: EntityId) -> bool {
        a == b || self.side(a) == self.side(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Doc, World};

    #[test]
    fn offices_act_for_their_state_and_rebels_do_not() {
        let country = rashomon_lexicon::country("NOR");
        let mut doc = Doc::new("Norway met Ada Berg and the Fjord Front.")
            .state("Norway")
            .person("Ada Berg")
            .entity(EntityKind::Group, &["Fjord Front"]);
        doc.account.entities[0].country = country;
        for n in 1..3 {
            doc.account.entities[n].affiliation = country;
            doc.account.entities[n].roles = vec!["prime minister".to_owned()];
        }
        let world = World::new([doc]);
        let parties = Parties::of(&world.scene());
        assert!(parties.same(EntityId(0), EntityId(1)), "a prime minister acts for the state");
        assert!(!parties.same(EntityId(0), EntityId(2)), "a group does not");
        assert!(parties.is_named(EntityId(2)));
    }
}
