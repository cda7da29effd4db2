//! Cyber incidents: who hit whom, who says so and who denies it, and what followed.
//!
//! # What it finds
//! The story's cyber events put together to incidents, with the fields of the European Repository of Cyber Incidents
//! (EuRepoC): types, receivers and their categories, initiators and their categories, attributions with their basis,
//! whether they are settled or contested, and the political responses. Everything comes from events and claims that
//! the story has, and cites them.
//!
//! # Why it matters
//! Attribution is the whole of the matter in cyber conflict, and the field codes it from the press by hand: who says
//! whose work it was, on what grounds, and who denies it, stand in different accounts.
//!
//! # Examples
//! Norland accuses Sudria of a hack on its banks and expels its envoys; Sudria denies it: one incident, receiver
//! Norland, initiator Sudria, attributed by the receiver's government, contested; a restrictive response.
//!
//! # Limits
//! An event is a response only where one sentence tells it together with the incident, or where it follows another
//! response between the same two. What EuRepoC calls preventive or legislative is rarely an event that is coded
//! here; measures between states that it files under sanctions and retorsion stand as `restrictive`, arrests, charges
//! and convictions as `law_enforcement`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account::{
    self, Auxiliary, EntityKind, EventType, Form, IncidentType, Polarity, Voice,
};
use rashomon_lexicon::{Country, fold};
use rashomon_text::{Cite, DocId};

use crate::{
    EventLinks, Scene,
    dossier::{
        Attribution, AttributionStatus, Certainty, Cited, Claim, Denial, EntityId, Event, EventId,
        Incident, Response, Stance,
    },
    parties::Parties,
};

/// Of the places where the run names somebody, so many are looked at for a state.
const NAMED: usize = 200;

/// The incidents of a story, most reported first.
pub fn reconcile(
    scene: &Scene<'_>,
    links: &EventLinks,
    events: &[Event],
    claims: &[Claim],
) -> Vec<Incident> {
    let told = Told::new(scene, links, events, claims);
    let mut incidents: Vec<Incident> =
        told.groups().iter().map(|group| told.incident(group)).collect();
    let reports =
        |i: &Incident| -> usize { i.events.iter().map(|e| events[e.index()].reports.len()).sum() };
    incidents.sort_by_key(|i| (Reverse(reports(i)), i.events[0]));
    incidents
}

/// What incidents are put together from.
struct Told<'a> {
    scene: &'a Scene<'a>,
    events: &'a [Event],
    claims: &'a [Claim],
    parties: Parties,
    /// The sector that most accounts give an entity, the first where it is a tie.
    sectors: BTreeMap<EntityId, &'static str>,
    /// For each event of the story its reports in the accounts.
    reports: Vec<Vec<(DocId, &'a account::Event)>>,
}

impl<'a> Told<'a> {
    fn new(
        scene: &'a Scene<'a>,
        links: &EventLinks,
        events: &'a [Event],
        claims: &'a [Claim],
    ) -> Self {
        let mut reports = vec![Vec::new(); events.len()];
        let mut sectors: BTreeMap<EntityId, Vec<&'static str>> = BTreeMap::new();
        for (doc, account) in scene.accounts() {
            for (local, &known) in account.entities.iter().zip(&scene.entity_of[doc.index()]) {
                if let Some(sector) = local.sector {
                    sectors.entry(known).or_default().push(sector);
                }
            }
            for (number, event) in account.events.iter().enumerate() {
                if let Some(id) = links.get(scene, doc, account::EventId(number as u32)) {
                    reports[id.index()].push((doc, event));
                }
            }
        }
        let sectors = sectors.into_iter();
        let sectors = sectors.filter_map(|(e, told)| Some((e, commonest(told.into_iter())?)));
        let (parties, sectors) = (Parties::of(scene), sectors.collect());
        Self { scene, events, claims, parties, sectors, reports }
    }

    /// The cyber events that are one incident: the same receiver or initiator at no other time. Those that name
    /// nobody belong to the only incident of their days.
    fn groups(&self) -> Vec<Vec<EventId>> {
        let mut cyber: Vec<EventId> = (0..self.events.len() as u32)
            .map(EventId)
            .filter(|id| {
                let event = &self.events[id.index()];
                event.contexts.contains(&"cyber")
                    && event.kind == EventType::Coerce
                    && event.shown
                    && event.auxiliary.is_empty()
            })
            .collect();
        // those told most fully first
        cyber.sort_by_key(|id| {
            let event = &self.events[id.index()];
            let parties =
                usize::from(event.actors.is_empty()) + usize::from(event.recipients.is_empty()) * 2;
            (parties, Reverse(event.reports.len()), *id)
        });
        let mut groups: Vec<Vec<EventId>> = Vec::new();
        for id in cyber {
            let event = &self.events[id.index()];
            let nobody = event.actors.is_empty() && event.recipients.is_empty();
            let mut homes = groups.iter().enumerate().filter(|(_, group)| {
                group.iter().any(|other| {
                    let other = &self.events[other.index()];
                    let dated = event.when.is_some() && other.when.is_some();
                    self.is_one(event, other) || nobody && dated && meet(event, other)
                })
            });
            match (homes.next().map(|(n, _)| n), homes.next()) {
                (Some(home), None) => groups[home].push(id),
                (Some(home), Some(_)) if !nobody => groups[home].push(id),
                _ if nobody => {}
                _ => groups.push(vec![id]),
            }
        }
        groups
    }

    /// Whether two events with parties are of one incident.
    fn is_one(&self, a: &Event, b: &Event) -> bool {
        let same = |x: &[EntityId], y: &[EntityId]| {
            x.iter().any(|&x| y.iter().any(|&y| self.are_one_side(x, y)))
        };
        let open = |x: &[EntityId], y: &[EntityId]| x.is_empty() || y.is_empty() || same(x, y);
        let receivers = same(&a.recipients, &b.recipients) && open(&a.actors, &b.actors);
        // told in passing with another receiver: "an attack on our ally"
        let passing = !a.core && b.core && same(&a.actors, &b.actors);
        meet(a, b) && (receivers || passing)
    }

    fn incident(&self, group: &[EventId]) -> Incident {
        let mut group = group.to_vec();
        group.sort_by_key(|id| (Reverse(self.events[id.index()].reports.len()), *id));
        let main = &self.events[group[0].index()];
        let reports: Vec<(DocId, &account::Event)> =
            group.iter().flat_map(|id| self.reports[id.index()].iter().copied()).collect();
        let receivers = self.receivers(&reports);
        let denials = self.denials(&group);
        let attributions = self.attributions(&reports, &receivers, &denials);
        let mut initiators: BTreeMap<EntityId, Vec<Cite>> = BTreeMap::new();
        for attribution in &attributions {
            initiators.entry(attribution.to).or_default().extend(&attribution.evidence);
        }
        let status = match (attributions.is_empty(), denials.is_empty()) {
            (true, _) => AttributionStatus::None,
            (false, true) => AttributionStatus::Settled,
            (false, false) => AttributionStatus::Contested,
        };
        let responses = self.responses(&group, &reports, &receivers, &attributions, &denials);
        Incident {
            label: main.label.clone(),
            types: types(&reports),
            receiver_categories: receiver_categories(&reports),
            initiator_categories: initiators.keys().map(|&e| self.initiator_category(e)).collect(),
            initiators: cited(initiators),
            receivers,
            attributions,
            status,
            denials,
            responses,
            confidence: group
                .iter()
                .map(|id| self.events[id.index()].confidence)
                .fold(0.0, f32::max),
            events: group,
        }
    }

    /// Whether both are of one state: a state, its ministry, "the Norlandic Harbour Register".
    fn are_one_side(&self, a: EntityId, b: EntityId) -> bool {
        self.parties.same(a, b) || self.home(a).is_some_and(|home| self.home(b) == Some(home))
    }

    /// The state that an entity acts for, or that its name says it is of.
    fn home(&self, entity: EntityId) -> Option<Country> {
        let of_name = || {
            let known = &self.scene.entities[entity.index()];
            if known.kind == EntityKind::Person {
                return None;
            }
            // a run may name it very often
            let named = known.mentions.iter().filter(|m| m.form == Form::Name).take(NAMED);
            let words = named.flat_map(|m| self.scene.slice(m.cite).split_whitespace());
            words.filter_map(|w| rashomon_lexicon::state(&fold(w))).map(|(state, _)| state).next()
        };
        self.parties.state(entity).or_else(of_name)
    }

    fn receivers(&self, reports: &[(DocId, &account::Event)]) -> Vec<Cited<EntityId>> {
        let mut found: BTreeMap<EntityId, Vec<Cite>> = BTreeMap::new();
        for (doc, event) in reports {
            for &mention in &event.recipients {
                let entity = self.scene.entity(*doc, mention);
                if self.parties.is_named(entity) {
                    found.entry(entity).or_default().push(Cite::new(*doc, event.span));
                }
            }
        }
        cited(found)
    }

    /// Those who say that it was not so, or not they, in the claims about the incident.
    fn denials(&self, group: &[EventId]) -> Vec<Denial> {
        let mut found: BTreeMap<EntityId, BTreeMap<Stance, Vec<Cite>>> = BTreeMap::new();
        for claim in self.claims.iter().filter(|c| c.about.iter().any(|e| group.contains(e))) {
            for position in &claim.positions {
                if let Some(holder) = position.holder
                    && matches!(position.stance, Stance::Denies | Stance::Doubts)
                {
                    let stances = found.entry(holder).or_default();
                    stances.entry(position.stance).or_default().extend(&position.evidence);
                }
            }
        }
        // who denies it need not be told to doubt it
        let strongest = |(by, stances): (EntityId, BTreeMap<Stance, Vec<Cite>>)| {
            let (stance, evidence) = stances.into_iter().next()?;
            Some(Denial { by, stance, evidence: sorted(evidence) })
        };
        found.into_iter().filter_map(strongest).collect()
    }

    /// Whose word it is that somebody did it: of the reports that name who did it.
    fn attributions(
        &self,
        reports: &[(DocId, &account::Event)],
        receivers: &[Cited<EntityId>],
        denials: &[Denial],
    ) -> Vec<Attribution> {
        let mut found: BTreeMap<(Option<EntityId>, EntityId), Attribution> = BTreeMap::new();
        for &(doc, event) in reports {
            let real = event.polarity == Polarity::Positive && event.auxiliary.is_empty();
            let by = match (event.voice, event.source) {
                (Voice::Own, _) => None,
                (Voice::Attributed | Voice::Hedged, Some(source)) => {
                    Some(self.scene.entity(doc, source))
                }
                // said by nobody knows whom
                _ => continue,
            };
            if !real || by.is_some_and(|by| !self.parties.is_named(by)) {
                continue;
            }
            for &mention in &event.actors {
                let to = self.scene.entity(doc, mention);
                let hit = receivers.iter().any(|r| self.are_one_side(r.value, to));
                let owns = by.is_some_and(|by| self.parties.same(by, to));
                // who denies a deed elsewhere has not owned up to it here
                let denies = denials.iter().any(|d| self.parties.same(d.by, to));
                if !self.parties.is_named(to) || hit || owns && denies {
                    continue;
                }
                let entry = found.entry((by, to)).or_insert_with(|| Attribution {
                    by,
                    to,
                    basis: self.basis(by, to, receivers),
                    certainty: Certainty::Possible,
                    grounds: Vec::new(),
                    evidence: Vec::new(),
                });
                entry.certainty = entry.certainty.min(event.certainty);
                entry.evidence.push(Cite::new(doc, event.span));
                let grounds = event.cyber.iter().flat_map(|c| &c.grounds);
                entry.grounds.extend(grounds.map(|&span| Cite::new(doc, span)));
            }
        }
        let mut attributions: Vec<Attribution> = found.into_values().collect();
        for attribution in &mut attributions {
            attribution.evidence = sorted(std::mem::take(&mut attribution.evidence));
            attribution.grounds = sorted(std::mem::take(&mut attribution.grounds));
        }
        attributions
    }

    /// In what capacity somebody attributes.
    fn basis(
        &self,
        by: Option<EntityId>,
        to: EntityId,
        receivers: &[Cited<EntityId>],
    ) -> &'static str {
        let Some(by) = by else { return "media" };
        let hit = receivers.iter().any(|r| self.are_one_side(r.value, by));
        if self.parties.same(by, to) {
            "attacker_confirms"
        } else if self.parties.state(by).is_some() {
            if hit { "receiver_government" } else { "third_party_state" }
        } else if self.is_intergovernmental(by) {
            "international_organization"
        } else if hit {
            "receiver"
        } else {
            "other"
        }
    }

    fn initiator_category(&self, entity: EntityId) -> &'static str {
        let kind = self.scene.entities[entity.index()].kind;
        match kind {
            _ if self.parties.state(entity).is_some() => "state",
            EntityKind::Group | EntityKind::Organization => "non_state_group",
            EntityKind::Person => "individual",
            _ => "unknown",
        }
    }

    fn is_intergovernmental(&self, entity: EntityId) -> bool {
        self.sectors.get(&entity) == Some(&"IGO")
    }

    fn responses(
        &self,
        group: &[EventId],
        reports: &[(DocId, &account::Event)],
        receivers: &[Cited<EntityId>],
        attributions: &[Attribution],
        denials: &[Denial],
    ) -> Vec<Response> {
        let sentences: BTreeSet<(DocId, u32)> =
            reports.iter().map(|&(doc, e)| (doc, e.sentence)).collect();
        let accused: Vec<EntityId> = attributions.iter().map(|a| a.to).collect();
        let began = group
            .iter()
            .filter_map(|id| self.events[id.index()].when.as_ref())
            .map(|w| w.start)
            .min();
        let same = |x: &[EntityId], y: &[EntityId]| {
            x.iter().any(|&x| y.iter().any(|&y| self.parties.same(x, y)))
        };
        let hit: Vec<EntityId> = receivers.iter().map(|r| r.value).collect();
        let deniers: Vec<EntityId> = denials.iter().map(|d| d.by).collect();
        let mut found: Vec<Response> = Vec::new();
        let mut others: Vec<Response> = Vec::new();
        for (number, event) in self.events.iter().enumerate() {
            let id = EventId(number as u32);
            let later = match (&event.when, began) {
                (Some(when), Some(began)) => when.end >= began,
                _ => true,
            };
            let public =
                |&a: &EntityId| self.parties.state(a).is_some() || self.is_intergovernmental(a);
            let by: Vec<EntityId> = event.actors.iter().copied().filter(public).collect();
            let Some(kind) = kind(event).filter(|_| {
                event.shown && event.auxiliary.is_empty() && later && !group.contains(&id)
            }) else {
                continue;
            };
            if by.is_empty() || same(&by, &accused) || same(&by, &deniers) {
                continue;
            }
            // at whom it is aimed: at the accused, and support at who was hit; a condemnation may name nobody
            let aimed = match event.kind {
                EventType::Support => same(&event.recipients, &hit),
                EventType::Accuse | EventType::Coerce | EventType::Mobilize => {
                    event.recipients.is_empty() || same(&event.recipients, &accused)
                }
                _ => same(&event.recipients, &accused),
            };
            if !aimed {
                continue;
            }
            let all = &self.reports[number];
            let beside = |(doc, e): &&(DocId, &account::Event)| {
                sentences.contains(&(*doc, e.sentence)) && e.auxiliary.is_empty()
            };
            let cite = |(doc, e): &(DocId, &account::Event)| Cite::new(*doc, e.span);
            let together: Vec<Cite> = all.iter().filter(beside).map(cite).collect();
            let linked = !together.is_empty();
            let response = Response {
                event: id,
                measure: self.measure(id, &by),
                by,
                kind,
                evidence: sorted(if linked { together } else { all.iter().map(cite).collect() }),
            };
            if linked { &mut found } else { &mut others }.push(response);
        }
        // what follows a response between the same two
        let first = |r: &Response| self.events[r.event.index()].when.as_ref().map(|w| w.start);
        for other in others {
            let follows = found.iter().any(|r| {
                let (a, b) = (&self.events[r.event.index()], &self.events[other.event.index()]);
                let dated = first(r).zip(first(&other)).is_some_and(|(a, b)| a <= b);
                dated && same(&a.actors, &b.actors) && same(&a.recipients, &b.recipients)
            });
            if follows {
                found.push(other);
            }
        }
        found.sort_by_key(|r| r.event);
        found
    }

    /// The measure in particular: for a statement by whom, else the act.
    fn measure(&self, event: EventId, by: &[EntityId]) -> String {
        let kind = kind(&self.events[event.index()]);
        if kind == Some("stabilizing") && self.act(event) != "summon the ambassador" {
            return format!("statement_by_{}", self.office(by));
        }
        self.act(event).replace(' ', "_")
    }

    /// The act that most reports of an event have, the first where it is a tie.
    fn act(&self, event: EventId) -> &'static str {
        commonest(self.reports[event.index()].iter().map(|(_, e)| e.act)).unwrap_or("measure")
    }

    /// The highest office among those who speak.
    fn office(&self, by: &[EntityId]) -> &'static str {
        let mut roles: BTreeSet<&str> = BTreeSet::new();
        for (doc, account) in self.scene.accounts() {
            for (local, known) in account.entities.iter().zip(&self.scene.entity_of[doc.index()]) {
                if by.contains(known) {
                    roles.extend(local.roles.iter().map(String::as_str));
                }
            }
        }
        let holds = |words: &[&str]| {
            roles.iter().any(|role| {
                words.iter().any(|w| role.contains(w))
                    && !["spokes", "adviser", "advisor", "deputy", "vice"]
                        .iter()
                        .any(|other| role.contains(other))
            })
        };
        if holds(&["prime minister", "president", "chancellor", "premier", "king", "queen"]) {
            "head_of_state_or_government"
        } else if holds(&["foreign minister", "secretary of state", "foreign secretary"]) {
            "foreign_minister"
        } else if holds(&["defence minister", "defense minister", "secretary of defense"]) {
            "defence_minister"
        } else if roles.is_empty() {
            "government"
        } else {
            "other_official"
        }
    }
}

/// The value that stands most often, the first where it is a tie.
fn commonest<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut votes: BTreeMap<T, u32> = BTreeMap::new();
    for value in values {
        *votes.entry(value).or_default() += 1;
    }
    votes.into_iter().max_by_key(|&(value, n)| (n, Reverse(value))).map(|(value, _)| value)
}

/// EuRepoC's kind of response that an event is, if it is one.
fn kind(event: &Event) -> Option<&'static str> {
    Some(match (event.kind, event.mode) {
        (EventType::Accuse, Some("investigate")) => "law_enforcement",
        (EventType::Accuse, Some("disapprove")) | (EventType::Support, _) => "stabilizing",
        (EventType::Sanction, Some("convict")) | (EventType::Coerce, Some("arrest")) => {
            "law_enforcement"
        }
        (EventType::Sanction, _) | (EventType::Coerce, Some("seize" | "deport" | "restrict")) => {
            "restrictive"
        }
        (EventType::Mobilize, _) => "executive",
        (EventType::Cooperate | EventType::Consult, _) => "cooperative",
        _ => return None,
    })
}

/// Whether a report tells of something that has been done.
fn real(event: &account::Event) -> bool {
    event.polarity == Polarity::Positive
        && !event.auxiliary.iter().any(|a| {
            matches!(a, Auxiliary::Hypothetical | Auxiliary::Historical | Auxiliary::Negated)
        })
}

/// Types of incident that reports in any voice tell; systems that were entered were misused where more is told.
fn types(reports: &[(DocId, &account::Event)]) -> Vec<Cited<&'static str>> {
    let mut found: BTreeMap<IncidentType, Vec<Cite>> = BTreeMap::new();
    for (doc, event) in reports.iter().filter(|(_, e)| real(e)) {
        for &kind in event.cyber.iter().flat_map(|c| &c.types) {
            found.entry(kind).or_default().push(Cite::new(*doc, event.trigger));
        }
    }
    let misused = found.keys().any(|&kind| kind != IncidentType::Hijacking);
    let word = |kind| match kind {
        IncidentType::Hijacking if misused => "hijacking_with_misuse",
        IncidentType::Hijacking => "hijacking_without_misuse",
        other => other.as_str(),
    };
    let types = found.into_iter();
    types.map(|(kind, cites)| Cited { value: word(kind), evidence: sorted(cites) }).collect()
}

fn receiver_categories(reports: &[(DocId, &account::Event)]) -> Vec<Cited<&'static str>> {
    let mut found: BTreeMap<&'static str, Vec<Cite>> = BTreeMap::new();
    for (doc, event) in reports.iter().filter(|(_, e)| real(e)) {
        for (category, span) in event.cyber.iter().flat_map(|c| &c.receivers) {
            found.entry(category.as_str()).or_default().push(Cite::new(*doc, *span));
        }
    }
    cited(found)
}

/// Whether two events can be of one time.
fn meet(a: &Event, b: &Event) -> bool {
    match (&a.when, &b.when) {
        (Some(a), Some(b)) => a.start <= b.end && b.start <= a.end,
        _ => true,
    }
}

fn cited<T>(found: BTreeMap<T, Vec<Cite>>) -> Vec<Cited<T>> {
    found.into_iter().map(|(value, cites)| Cited { value, evidence: sorted(cites) }).collect()
}

fn sorted(mut cites: Vec<Cite>) -> Vec<Cite> {
    cites.sort_unstable();
    cites.dedup();
    cites
}

#[cfg(test)]
mod tests;
