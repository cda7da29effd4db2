//! Events over documents: which reports tell of one event.
//!
//! Each account reports events in its own words; here the reports of one event come together
//! ([`telling`], [`grouping`]), its day is decided from all of them ([`when`]), and it gets a label
//! in plain words ([`label`]). Reports that could be of one event or of another are left apart.

pub(crate) mod grouping;
mod label;
mod telling;
mod when;

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account::{self, Auxiliary, EventType, Mode};
use rashomon_text::{Cite, DocId};

pub(crate) use telling::Telling;

use crate::{
    EventLinks, Scene,
    dossier::{EntityId, Event, EventId, Report},
    parties::Parties,
};

/// Reports below this confidence do not make an event of their own that pages show.
const SHOWN_FROM: f32 = 0.5;
/// In a story of more documents than this, those that do not tell an event are listed only where a tenth of all
/// tell it: the lists would else grow with the square of the documents.
const LISTED: usize = 100;

/// The story's events in the order of time, and which report became which.
///
/// Events without a day follow the dated ones, in the order of their first report.
pub fn reconcile(scene: &Scene<'_>) -> (Vec<Event>, EventLinks) {
    let parties = Parties::of(scene);
    let tellings = telling::collect(scene, &parties);
    let groups = grouping::group(&tellings, &parties, scene.documents.len());
    let mut told: Vec<(Event, Vec<usize>)> = groups
        .into_iter()
        .map(|group| (event(scene, &parties, &tellings, &group), group))
        .collect();
    told.sort_by_cached_key(|(event, _)| {
        let when = event.when.as_ref();
        (when.is_none(), when.map(|w| (w.start, w.end)), event.reports.first().map(|r| r.cite))
    });
    let mut links: Vec<Vec<Option<EventId>>> =
        scene.accounts().map(|(_, account)| vec![None; account.events.len()]).collect();
    let mut events = Vec::with_capacity(told.len());
    for (number, (event, group)) in told.into_iter().enumerate() {
        for telling in group {
            let telling = &tellings[telling];
            if let Some(position) = scene.position(telling.doc) {
                links[position][telling.id.index()] = Some(EventId(number as u32));
            }
        }
        events.push(event);
    }
    (events, EventLinks { events: links })
}

/// The event that a group of tellings tells.
fn event(scene: &Scene<'_>, parties: &Parties, tellings: &[Telling<'_>], group: &[usize]) -> Event {
    let members: Vec<&Telling<'_>> = group.iter().map(|&n| &tellings[n]).collect();
    let (kind, mode) = kind(&members);
    let mut reports: Vec<Report> = members
        .iter()
        .map(|t| Report {
            cite: Cite::new(t.doc, t.event.span),
            voice: t.event.voice,
            source: t.event.source.map(|m| scene.entity(t.doc, m)),
            certainty: t.event.certainty,
            polarity: t.event.polarity,
            presupposed: t.event.presupposed,
        })
        .collect();
    reports.sort_by_key(|r| (r.cite, r.voice, r.polarity, r.certainty, r.source));
    reports.dedup();
    let documents: BTreeSet<DocId> = members.iter().map(|t| t.doc).collect();
    let contexts: BTreeSet<_> =
        members.iter().flat_map(|t| t.event.contexts.iter().copied()).collect();
    let auxiliary = Auxiliary::ALL
        .iter()
        .copied()
        .filter(|a| {
            members.iter().filter(|t| t.event.auxiliary.contains(a)).count() * 2 > members.len()
        })
        .collect();
    let best = members.iter().map(|t| t.event.confidence).fold(0.0, f32::max);
    // independent documents that agree make it surer; what is doubted in each for what it is stays doubted
    let several = if best < SHOWN_FROM { 1 } else { documents.len().max(1) };
    let confidence = 1.0 - (1.0 - best) / several as f32;
    let in_title = members.iter().any(|t| t.title);
    let several = documents.len() >= 2 && documents.len() * 2 >= scene.documents.len();
    let actors = participants(parties, members.iter().map(|t| (t.doc, &t.actors, &t.vague_actors)));
    let recipients =
        participants(parties, members.iter().map(|t| (t.doc, &t.recipients, &t.vague_recipients)));
    let of_kind = || members.iter().filter(|t| t.event.kind == kind);
    let cameo = most(of_kind().map(|t| (t.doc, t.event.cameo))).unwrap_or("000");
    let codes = |of: fn(&account::Event) -> &Vec<String>| {
        let told = of_kind().map(|t| (t.doc, of(t.event)));
        most(told.filter(|(_, codes)| codes.iter().any(|c| c != "---"))).cloned()
    };
    let place = most(members.iter().filter_map(|t| t.place.map(|p| (t.doc, p))));
    let when = when::decide(scene, &members);
    let told = !members.iter().all(|t| t.generic)
        && (documents.len() > 1
            || in_title
            || when.is_some()
            || !actors.is_empty()
            || !recipients.is_empty()
            || place.is_some());
    // also those published before it: when a document could know of it, its day of publication says
    let listed = scene.documents.len() <= LISTED || documents.len() * 10 >= scene.documents.len();
    let silent = scene
        .accounts()
        .filter(|_| listed)
        .filter(|(doc, account)| !documents.contains(doc) && !account.article.truncated)
        .map(|(doc, _)| doc)
        .collect();
    let mut event = Event {
        label: String::new(),
        kind,
        mode,
        cameo,
        actor_codes: codes(|e| &e.actor_codes).unwrap_or_default(),
        recipient_codes: codes(|e| &e.recipient_codes).unwrap_or_default(),
        contexts: contexts.into_iter().collect(),
        auxiliary,
        when,
        place,
        actors,
        recipients,
        silent,
        core: several || (in_title && (documents.len() >= 2 || scene.documents.len() == 1)),
        confidence,
        shown: told && confidence >= SHOWN_FROM,
        reports,
    };
    event.label = label::of(scene, parties, &event, &members);
    event
}

/// The type and mode most documents' reports have; the earlier in PLOVER's order where it is a tie.
fn kind(members: &[&Telling<'_>]) -> (EventType, Option<Mode>) {
    let kind = most(members.iter().map(|t| (t.doc, t.event.kind))).unwrap_or(EventType::Other);
    let modes = members.iter().filter(|t| t.event.kind == kind);
    (kind, most(modes.filter_map(|t| t.event.mode.map(|m| (t.doc, m)))))
}

/// The value that most documents give, then most reports, then the least one.
fn most<T: Ord + Copy>(values: impl Iterator<Item = (DocId, T)>) -> Option<T> {
    let mut votes: BTreeMap<T, (BTreeSet<DocId>, usize)> = BTreeMap::new();
    for (doc, value) in values {
        let vote = votes.entry(value).or_default();
        vote.0.insert(doc);
        vote.1 += 1;
    }
    votes
        .into_iter()
        .rev()
        .max_by_key(|(_, (documents, reports))| (documents.len(), *reports))
        .map(|(value, _)| value)
}

/// Those who take part, most often named first; a participant without a name only where nobody has
/// one. Somebody named by a quarter as many documents as the first or fewer is left out.
fn participants<'t>(
    parties: &Parties,
    told: impl Iterator<Item = (DocId, &'t Vec<EntityId>, &'t Vec<EntityId>)>,
) -> Vec<EntityId> {
    let mut named: BTreeMap<EntityId, BTreeSet<DocId>> = BTreeMap::new();
    let mut vague: BTreeMap<EntityId, BTreeSet<DocId>> = BTreeMap::new();
    for (doc, some, others) in told {
        for &entity in some {
            named.entry(entity).or_default().insert(doc);
        }
        for &entity in others {
            vague.entry(entity).or_default().insert(doc);
        }
    }
    let mut votes: Vec<(EntityId, usize)> = if named.is_empty() { vague } else { named }
        .into_iter()
        .map(|(e, d)| (e, d.len()))
        .collect();
    // a state before the persons who act for it, where as many documents name it
    votes.sort_by_key(|&(entity, n)| {
        (std::cmp::Reverse(n), parties.state(entity).is_none(), entity)
    });
    let first = votes.first().map_or(0, |v| v.1);
    votes.into_iter().filter(|v| v.1 * 4 > first).map(|v| v.0).collect()
}

#[cfg(test)]
mod tests;
