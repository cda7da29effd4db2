//! Which entities of different stories are one.
//!
//! # How
//! By a key. States, divisions and cities have their codes; persons the full name, which two words or more make full;
//! bodies and groups their name. Where two editors could argue, the key is that of the story and the entity stays in
//! it: a person of one name, a short acronym (three letters or fewer), somebody only described, and namesakes that one
//! story keeps apart.

use std::collections::BTreeMap;

use rashomon_reconcile::{
    Dossier,
    dossier::{Entity, EntityId, EntityKind, Form, LocationKind, Story},
};

/// Letters of an acronym that many bear.
const SHORT: usize = 3;

/// The key of each entity of a story's dossier; `None` for one that nothing but pronouns refers to, or that is only
/// described and takes no part in what is told.
pub(crate) fn keys(dossier: &Dossier, story: i64) -> Vec<Option<String>> {
    let mut takes_part = vec![false; dossier.entities.len()];
    for id in dossier.stories.iter().flat_map(participants) {
        if let Some(takes_part) = takes_part.get_mut(id.index()) {
            *takes_part = true;
        }
    }
    let mut keys: Vec<Option<String>> = dossier
        .entities
        .iter()
        .zip(takes_part)
        .map(|(entity, takes_part)| {
            let told = entity.is_described() && (takes_part || is_named(entity));
            told.then(|| key(entity).unwrap_or_else(|| own(entity, story)))
        })
        .collect();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for key in keys.iter().flatten() {
        *times.entry(key.clone()).or_default() += 1;
    }
    let mut number: BTreeMap<String, usize> = BTreeMap::new();
    for (entity, slot) in dossier.entities.iter().zip(&mut keys) {
        let Some(key) = slot.as_ref().filter(|key| times[*key] > 1) else { continue };
        let n = number.entry(key.clone()).or_default();
        *n += 1;
        *slot = Some(format!("{}#{n}", own(entity, story)));
    }
    keys
}

/// Whether a key is that of one story.
pub(crate) const OWN: &str = "story:";

fn own(entity: &Entity, story: i64) -> String {
    format!("{OWN}{story}:{}:{}", entity.kind.as_str(), folded(&entity.name))
}

/// The key over all stories; `None` where it is not sure.
fn key(entity: &Entity) -> Option<String> {
    if let Some(country) = entity.country {
        return Some(format!("state:{}", country.iso3()));
    }
    if let Some(location) = &entity.location {
        match (location.geonames, &location.division, location.kind) {
            (Some(number), _, _) => return Some(format!("city:{number}")),
            (None, Some(division), LocationKind::Division) => {
                return Some(format!("division:{}:{division}", location.country.iso3()));
            }
            _ => {}
        }
    }
    if !is_named(entity) {
        return None;
    }
    let name = folded(&entity.name);
    match entity.kind {
        EntityKind::Person => name.contains(' ').then(|| format!("person:{name}")),
        EntityKind::Organization | EntityKind::Group => {
            let letters = entity.name.chars().filter(|c| c.is_alphanumeric());
            let acronym = entity.name.chars().all(|c| !c.is_lowercase());
            (!acronym || letters.count() > SHORT).then(|| format!("body:{name}"))
        }
        EntityKind::Other => name.contains(' ').then(|| format!("other:{name}")),
        // what is not in the gazetteer may be anywhere
        EntityKind::Geopolitical | EntityKind::Place => None,
    }
}

fn is_named(entity: &Entity) -> bool {
    entity.country.is_some()
        || entity.mentions.iter().any(|it| matches!(it.form, Form::Name | Form::Acronym))
}

/// The name for comparing: letters and digits, folded, without "the".
pub(crate) fn folded(name: &str) -> String {
    let folded = rashomon_lexicon::fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        ["the", rest @ ..] if !rest.is_empty() => rest.join(" "),
        words => words.join(" "),
    }
}

fn participants(story: &Story) -> Vec<EntityId> {
    let mut all = Vec::new();
    for event in story.events.iter().filter(|event| event.shown) {
        all.extend(event.actors.iter().chain(&event.recipients).chain(&event.place));
        all.extend(event.reports.iter().filter_map(|report| report.source));
    }
    for claim in story.claims.iter().filter(|claim| claim.shown) {
        all.extend(claim.positions.iter().filter_map(|position| position.holder));
    }
    all.extend(story.quotations.iter().filter(|it| it.shown).filter_map(|it| it.speaker));
    all.extend(
        story.labels.iter().flat_map(|label| label.source.into_iter().chain([label.entity])),
    );
    all
}

#[cfg(test)]
mod tests {
    use rashomon_reconcile::dossier::{Cite, DocId, Mention};
    use rashomon_text::Span;

    use super::*;

    #[track_caller]
    fn check(kind: EntityKind, name: &str, form: Form, expect: Option<&str>) {
        let cite = Cite::new(DocId(0), Span::new(0, 1));
        let mentions = vec![Mention { cite, form }];
        let entity =
            Entity { kind, name: name.to_owned(), country: None, location: None, mentions };
        assert_eq!(key(&entity).as_deref(), expect, "{name}");
    }

    #[test]
    fn who_is_one_over_stories() {
        check(EntityKind::Person, "Márta Oláh", Form::Name, Some("person:marta olah"));
        check(EntityKind::Person, "Oláh", Form::Name, None);
        check(
            EntityKind::Organization,
            "The Harbour Board",
            Form::Name,
            Some("body:harbour board"),
        );
        check(EntityKind::Group, "NRF", Form::Acronym, None);
        check(EntityKind::Organization, "UNICEF", Form::Acronym, Some("body:unicef"));
        check(EntityKind::Group, "the dockers", Form::Description, None);
        check(EntityKind::Place, "Mill Lane", Form::Name, None);
    }
}
