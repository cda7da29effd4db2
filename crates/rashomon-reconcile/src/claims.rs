//! Claims over documents: one proposition with everyone's stance on it.
//!
//! A claim that an event happened stands in that event's row, whoever makes it and in whatever words;
//! an accusation and the denials of it stand in one row. Other claims come together when their words
//! do. Besides the claims the accounts name, a row takes what they say in passing: a report of the
//! event with a source, a hedged one, and "X accused Y of …", which is X's claim that it happened.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::account::{self, EventType, Polarity, Stance, Tense, Voice};
use rashomon_lexicon::{Denied, denied};
use rashomon_text::{Cite, DocId, Span};
use rustc_hash::FxHashMap;

use crate::{
    EventLinks, Scene,
    dossier::{Claim, EntityId, Event, EventId, Position},
    parties::{Parties, Side},
    words::{Vocabulary, shared, shortened, words_in},
};

/// Share of the smaller claim's content words that two claims of one proposition have in common.
const ALIKE: f32 = 0.6;
/// How many rows that share a word are looked at: the latest.
const LOOKED_AT: usize = 48;
/// Evidence longer than this many bytes gives way to a shorter passage.
const PASSAGE: u32 = 300;
/// At most this many passages of one document are cited for one position.
const PASSAGES: usize = 24;
/// A label that quotes the text is not longer than this many characters.
const LONGEST: usize = 140;

/// One document's statement of somebody's stance.
#[derive(Clone, Debug)]
struct Statement {
    cite: Cite,
    content: Cite,
    holder: Option<EntityId>,
    stance: Stance,
    voice: Voice,
    tense: Option<Tense>,
    presupposed: bool,
    confidence: f32,
}

/// A proposition being put together.
#[derive(Clone, Debug, Default)]
struct Row {
    about: Option<EventId>,
    statements: Vec<Statement>,
    words: Vec<u32>,
}

/// What somebody is said to have done.
struct Accusation {
    row: usize,
    /// Who says so, and in which documents.
    holders: BTreeMap<EntityId, BTreeSet<DocId>>,
}

/// The story's claims: disputed ones first, then those of most documents.
pub fn reconcile(scene: &Scene<'_>, links: &EventLinks, events: &[Event]) -> Vec<Claim> {
    let parties = Parties::of(scene);
    let mut rows = Rows::new(scene, links, events, &parties);
    for (doc, account) in scene.accounts() {
        for claim in &account.claims {
            rows.add(doc, account, claim);
        }
        rows.add_accusations(doc, account);
    }
    rows.add_denials();
    rows.add_reports();
    let mut claims: Vec<(bool, usize, Claim)> =
        rows.rows.iter().filter_map(|row| claim(scene, events, row)).collect();
    claims.sort_by_key(|(disputed, documents, claim)| {
        let first = claim.positions.iter().filter_map(|p| p.evidence.first()).min().copied();
        (!disputed, std::cmp::Reverse(*documents), first)
    });
    claims.into_iter().map(|(_, _, claim)| claim).collect()
}

/// The rows found so far and what they are found by.
struct Rows<'s, 'a> {
    scene: &'s Scene<'a>,
    links: &'s EventLinks,
    events: &'s [Event],
    parties: &'s Parties,
    vocabulary: Vocabulary<'a>,
    rows: Vec<Row>,
    by_event: BTreeMap<EventId, usize>,
    by_word: FxHashMap<u32, Vec<usize>>,
    by_few: FxHashMap<(Option<EntityId>, Vec<u32>), usize>,
    /// Denials and doubts that name no event, for when all accusations are known.
    denials: Vec<(DocId, account::Claim)>,
}

impl<'s, 'a> Rows<'s, 'a> {
    fn new(
        scene: &'s Scene<'a>,
        links: &'s EventLinks,
        events: &'s [Event],
        parties: &'s Parties,
    ) -> Self {
        Self {
            scene,
            links,
            events,
            parties,
            vocabulary: Vocabulary::default(),
            rows: Vec::new(),
            by_event: BTreeMap::new(),
            by_word: FxHashMap::default(),
            by_few: FxHashMap::default(),
            denials: Vec::new(),
        }
    }

    /// Puts one claim of an account into its row.
    fn add(&mut self, doc: DocId, account: &'a account::Account, claim: &account::Claim) {
        let statement = self.statement(doc, claim);
        let about = claim.about.and_then(|e| self.links.get(self.scene, doc, e));
        // a claim about an event says that it happened when its words name the event
        let names_event = claim.about.is_some_and(|e| {
            let event = &account.events[e.index()];
            claim.content.overlaps(event.trigger)
        });
        let contests = matches!(claim.stance, Stance::Denies | Stance::Doubts);
        match about {
            Some(event) if names_event || contests => self.put_into_event(event, statement),
            _ if contests && speaks_of_a_charge(account, claim.content) => {
                self.denials.push((doc, claim.clone()));
            }
            _ => self.put_into_words(account, claim.content, about, statement),
        }
    }

    fn statement(&self, doc: DocId, claim: &account::Claim) -> Statement {
        Statement {
            cite: Cite::new(doc, claim.span),
            content: Cite::new(doc, claim.content),
            holder: claim.holder.map(|m| self.scene.entity(doc, m)),
            stance: turned(
                claim.stance,
                claim
                    .about
                    .filter(|&e| claim.holder.is_some() && self.is_told(doc, e))
                    .map(|e| self.scene.account(doc).events[e.index()].polarity),
            ),
            voice: claim.voice,
            tense: claim.tense,
            presupposed: false,
            confidence: claim.confidence,
        }
    }

    /// Whether any report of the story has it that a document's event happened. Where none has, "it did not happen"
    /// denies nothing.
    fn is_told(&self, doc: DocId, event: account::EventId) -> bool {
        self.links.get(self.scene, doc, event).is_none_or(|e| happened(&self.events[e.index()]))
    }

    fn put_into_event(&mut self, event: EventId, statement: Statement) {
        let next = self.rows.len();
        let row = *self.by_event.entry(event).or_insert(next);
        if row == next {
            self.rows.push(Row { about: Some(event), ..Row::default() });
        }
        self.rows[row].statements.push(statement);
    }

    /// Puts a statement into the row whose words are most like its own.
    fn put_into_words(
        &mut self,
        account: &'a account::Account,
        content: Span,
        about: Option<EventId>,
        statement: Statement,
    ) {
        let words = self.vocabulary.content(account, content);
        // "claimed responsibility": too few words to be alike, but the same ones of the same holder
        if words.len() < 3 && statement.holder.is_some() {
            let next = self.rows.len();
            let row = *self.by_few.entry((statement.holder, words.clone())).or_insert(next);
            if row == next {
                self.rows.push(Row { about, words, ..Row::default() });
            }
            self.rows[row].statements.push(statement);
            return;
        }
        let mut candidates: BTreeSet<usize> = BTreeSet::new();
        for word in &words {
            if let Some(rows) = self.by_word.get(word) {
                candidates.extend(rows.iter().rev().take(LOOKED_AT));
            }
        }
        let best = candidates
            .into_iter()
            .filter_map(|row| Some((likeness(&words, &self.rows[row].words)?, row)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, row)| row);
        let row = best.unwrap_or_else(|| {
            self.rows.push(Row { about, words: words.clone(), ..Row::default() });
            self.rows.len() - 1
        });
        if best.is_none() {
            for &word in &words {
                self.by_word.entry(word).or_default().push(row);
            }
        }
        self.rows[row].statements.push(statement);
    }

    /// "X accused Y of the attack" is X's claim that the attack, told in the same sentence, happened.
    fn add_accusations(&mut self, doc: DocId, account: &'a account::Account) {
        for accusation in &account.events {
            let blames = accusation.kind == EventType::Accuse
                && matches!(accusation.mode, Some("allege" | "disapprove"));
            let Some(&by) = accusation.actors.first() else { continue };
            if !blames || accusation.polarity == Polarity::Negative {
                continue;
            }
            let accused: Vec<EntityId> =
                accusation.recipients.iter().map(|&m| self.scene.entity(doc, m)).collect();
            let holder = self.scene.entity(doc, by);
            for (number, deed) in account.events.iter().enumerate() {
                if deed.sentence != accusation.sentence
                    || deed.trigger.start <= accusation.trigger.start
                    || deed.kind == EventType::Accuse
                {
                    continue;
                }
                let id = account::EventId(number as u32);
                let Some(event) = self.links.get(self.scene, doc, id) else { continue };
                let doers: Vec<EntityId> =
                    deed.actors.iter().map(|&m| self.scene.entity(doc, m)).collect();
                let common =
                    doers.iter().any(|&a| accused.iter().any(|&b| self.parties.same(a, b)));
                // who accuses names a deed; who condemns may speak of anything beside it
                let open =
                    accusation.mode == Some("allege") && (doers.is_empty() || accused.is_empty());
                let fits = deed.polarity == Polarity::Positive && (common || open);
                if fits && !doers.contains(&holder) {
                    self.put_into_event(
                        event,
                        Statement {
                            cite: Cite::new(doc, accusation.span.cover(deed.span)),
                            content: Cite::new(doc, deed.span),
                            holder: Some(holder),
                            stance: Stance::Asserts,
                            voice: Voice::Attributed,
                            tense: None,
                            presupposed: false,
                            confidence: accusation.confidence.min(deed.confidence),
                        },
                    );
                }
            }
        }
    }

    /// What those who deny something stand accused of, by the side accused.
    fn accusations(&self, denials: &[(DocId, account::Claim)]) -> BTreeMap<Side, Vec<Accusation>> {
        let mut accusations: BTreeMap<Side, Vec<Accusation>> = denials
            .iter()
            .filter_map(|(doc, claim)| Some(self.scene.entity(*doc, claim.holder?)))
            .map(|holder| (self.parties.side(holder), Vec::new()))
            .collect();
        for (&event, &row) in &self.by_event {
            let doers = self.events[event.index()].actors.iter();
            let sides: BTreeSet<Side> = doers.map(|&doer| self.parties.side(doer)).collect();
            for side in sides {
                let Some(here) = accusations.get_mut(&side) else { continue };
                let mut holders: BTreeMap<EntityId, BTreeSet<DocId>> = BTreeMap::new();
                for s in self.rows[row].statements.iter().filter(|s| s.stance == Stance::Asserts) {
                    if let Some(holder) = s.holder {
                        holders.entry(holder).or_default().insert(s.cite.doc);
                    }
                }
                here.push(Accusation { row, holders });
            }
        }
        accusations
    }

    /// A denial that names no event answers what its holder stands accused of: in its own document
    /// first, else in the story, if there is one such accusation only.
    fn add_denials(&mut self) {
        let denials = std::mem::take(&mut self.denials);
        let accusations = self.accusations(&denials);
        for (doc, claim) in denials {
            let statement = self.statement(doc, &claim);
            let accusers: BTreeSet<Side> = claim
                .against
                .iter()
                .map(|&m| self.parties.side(self.scene.entity(doc, m)))
                .collect();
            let mut answered: Vec<(usize, bool)> = Vec::new();
            let accused =
                statement.holder.and_then(|holder| accusations.get(&self.parties.side(holder)));
            for accusation in accused.into_iter().flatten() {
                let mut others = accusation
                    .holders
                    .iter()
                    .filter(|(holder, _)| Some(**holder) != statement.holder);
                let asked = accusers.is_empty()
                    || others.clone().any(|(&h, _)| accusers.contains(&self.parties.side(h)));
                if asked && others.clone().next().is_some() {
                    answered.push((accusation.row, others.any(|(_, docs)| docs.contains(&doc))));
                }
            }
            let here: Vec<usize> = answered.iter().filter(|a| a.1).map(|a| a.0).collect();
            let anywhere: Vec<usize> = answered.iter().map(|a| a.0).collect();
            let row = match (&here[..], &anywhere[..]) {
                ([row], _) | ([], [row]) => Some(*row),
                _ => None,
            };
            if let Some(row) = row {
                self.rows[row].statements.push(statement);
            } else {
                let account = self.scene.account(doc);
                self.put_into_words(account, claim.content, None, statement);
            }
        }
    }

    /// Where each document states something of an event, who does and how.
    fn told(&self, event: EventId) -> FxHashMap<DocId, Vec<(Span, Option<EntityId>, Stance)>> {
        let mut told: FxHashMap<DocId, Vec<_>> = FxHashMap::default();
        let row = self.by_event.get(&event).map(|&row| &self.rows[row]);
        for s in row.into_iter().flat_map(|row| &row.statements) {
            told.entry(s.cite.doc).or_default().push((s.cite.span, s.holder, s.stance));
        }
        told
    }

    /// What the documents say in passing of the events that somebody makes a claim about.
    fn add_reports(&mut self) {
        for (number, event) in self.events.iter().enumerate() {
            let id = EventId(number as u32);
            let claimed = self.by_event.contains_key(&id);
            let mut told = self.told(id);
            for report in &event.reports {
                let sourced = report.voice == Voice::Attributed && report.source.is_some();
                if !(sourced || claimed) {
                    continue;
                }
                let here = told.entry(report.cite.doc).or_default();
                let known = here.iter().any(|(span, ..)| span.overlaps(report.cite.span));
                // who denies it in a text does not say so by speaking of it there: "rejected the report of three intrusions"
                let denies = sourced
                    && here.iter().any(|&(_, holder, stance)| {
                        holder == report.source && stance == Stance::Denies
                    });
                // "she no longer blames him": who does not say a thing does not deny it
                let unsaid = report.polarity == Polarity::Negative
                    && event.kind.is_statement()
                    && report.source.is_some_and(|s| event.actors.contains(&s));
                // what an outlet says was not done, prevented or forbidden is told with the event
                let not_done = report.polarity == Polarity::Negative && !sourced;
                if known
                    || denies
                    || unsaid
                    || not_done
                    || (report.voice == Voice::Attributed && report.source.is_none())
                {
                    continue;
                }
                let stance = match report.polarity {
                    Polarity::Positive => Stance::Asserts,
                    Polarity::Negative if happened(event) => Stance::Denies,
                    Polarity::Negative => Stance::Asserts,
                };
                let statement = Statement {
                    cite: report.cite,
                    content: report.cite,
                    holder: report.source.filter(|_| sourced),
                    stance,
                    voice: report.voice,
                    tense: None,
                    presupposed: report.presupposed,
                    confidence: event.confidence,
                };
                here.push((statement.cite.span, statement.holder, statement.stance));
                self.put_into_event(id, statement);
            }
        }
    }
}

/// Whether what is denied is a charge, whatever it is: "the allegations", "any part in it"; not "the freeze".
fn speaks_of_a_charge(account: &account::Account, content: Span) -> bool {
    // "reports that the prisoners were exchanged" says itself what is denied
    if words_in(account, content).iter().skip(1).any(|w| account.symbols.get(w.form) == "that") {
        return false;
    }
    words_in(account, content)
        .iter()
        .any(|w| denied(account.symbols.get(w.lemma)) == Some(Denied::Charge))
}

/// Whether any report has it that an event happened.
fn happened(event: &Event) -> bool {
    event.reports.iter().any(|r| r.polarity == Polarity::Positive)
}

/// The stance on the event itself: who asserts that it did not happen denies it.
fn turned(stance: Stance, event: Option<Polarity>) -> Stance {
    match (stance, event) {
        (Stance::Asserts, Some(Polarity::Negative)) => Stance::Denies,
        _ => stance,
    }
}

/// How alike two claims are in their words; `None` under the threshold.
fn likeness(a: &[u32], b: &[u32]) -> Option<f32> {
    let common = shared(a, b);
    let (least, most) = (a.len().min(b.len()), a.len().max(b.len()));
    let contained = common as f32 / least.max(1) as f32;
    (common >= 3 && contained >= ALIKE && common * 3 >= most)
        .then(|| contained + common as f32 / most as f32)
}

/// The claim of a row, with whether it is disputed and how many documents tell it.
fn claim(scene: &Scene<'_>, events: &[Event], row: &Row) -> Option<(bool, usize, Claim)> {
    let mut positions: BTreeMap<(Option<EntityId>, Stance, Voice), Vec<&Statement>> =
        BTreeMap::new();
    for statement in &row.statements {
        positions
            .entry((statement.holder, statement.stance, statement.voice))
            .or_default()
            .push(statement);
    }
    let positions: Vec<Position> = positions
        .into_iter()
        .map(|((holder, stance, voice), statements)| {
            let mut evidence: Vec<Cite> = statements.iter().map(|s| s.cite).collect();
            without_overlap(&mut evidence);
            Position {
                holder,
                stance,
                voice,
                tense: commonest_tense(&statements),
                presupposed: statements.iter().all(|s| s.presupposed),
                evidence,
            }
        })
        .collect();
    // what the outlets alone say is an event, not a claim
    if positions.iter().all(|p| p.holder.is_none() && p.voice == Voice::Own) {
        return None;
    }
    let documents: BTreeSet<DocId> = row.statements.iter().map(|s| s.cite.doc).collect();
    let holds = |stances: &[Stance]| positions.iter().any(|p| stances.contains(&p.stance));
    let disputed = holds(&[Stance::Asserts]) && holds(&[Stance::Denies, Stance::Doubts]);
    let best = row.statements.iter().map(|s| s.confidence).fold(0.0, f32::max);
    let confidence = 1.0 - (1.0 - best) / documents.len().max(1) as f32;
    let label = match row.about {
        Some(event) if row.words.is_empty() && happened(&events[event.index()]) => {
            events[event.index()].label.clone()
        }
        _ => own_words(scene, row),
    };
    let trivial = row.about.is_none() && row.words.len() < 3;
    let claim = Claim {
        label,
        about: row.about.into_iter().collect(),
        positions,
        confidence,
        shown: confidence >= 0.5 && !trivial,
    };
    Some((disputed, documents.len(), claim))
}

/// The tense that most of the statements have, the earlier one where two are as frequent.
fn commonest_tense(statements: &[&Statement]) -> Option<Tense> {
    let count = |tense: Tense| statements.iter().filter(|s| s.tense == Some(tense)).count();
    let most = Tense::ALL.iter().copied().max_by_key(|&t| (count(t), std::cmp::Reverse(t)))?;
    (count(most) > 0).then_some(most)
}

/// Sorts cites and keeps, of those that overlap, the longest one that is not over a sentence or two.
fn without_overlap(cites: &mut Vec<Cite>) {
    cites.sort_by_key(|c| {
        let long = c.span.len() > PASSAGE;
        (c.doc, long, std::cmp::Reverse(if long { 0 } else { c.span.len() }), c.span)
    });
    let mut kept: Vec<Cite> = Vec::new();
    let mut first = 0;
    for &cite in cites.iter() {
        if kept.last().is_some_and(|k| k.doc != cite.doc) {
            first = kept.len();
        }
        if kept.len() - first < PASSAGES
            && !kept[first..].iter().any(|k| k.span.overlaps(cite.span))
        {
            kept.push(cite);
        }
    }
    kept.sort_unstable();
    *cites = kept;
}

/// The shortest of the row's propositions of four words or more, cut at a word where it is long.
fn own_words(scene: &Scene<'_>, row: &Row) -> String {
    let mut contents: Vec<(&str, Cite)> =
        row.statements.iter().map(|s| (scene.slice(s.content), s.content)).collect();
    // a proposition before a passage that is told with who says it
    let told = |cite: Cite| row.statements.iter().any(|s| s.content == cite && s.cite == cite);
    contents.sort_by_key(|&(words, cite)| {
        (told(cite), words.split_whitespace().count() < 4, words.len(), cite)
    });
    contents.first().map_or(String::new(), |&(words, _)| {
        let left =
            ["that ", "of ", "for ", "to say ", "to comment on ", "to confirm ", "to discuss "];
        let words = left.iter().find_map(|it| words.strip_prefix(it)).unwrap_or(words);
        let line = shortened(words.trim_matches([' ', ',', ';', ':', '.']), LONGEST);
        let mut chars = line.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Doc, World};

    const HACK: (&str, &str) = ("cyberattack", "carries out a cyberattack on");
    const ACCUSE: (&str, &str) = ("accuse", "accuses");

    /// Renders each claim as its label and `holder stance (voice) documents` lines.
    fn check(docs: impl IntoIterator<Item = Doc>, expect: &[&str]) {
        let world = World::new(docs);
        let (events, links) = crate::events::reconcile(&world.scene());
        let mut found = Vec::new();
        for claim in reconcile(&world.scene(), &links, &events) {
            found.push(claim.label.clone());
            for p in &claim.positions {
                let docs: Vec<String> = p.evidence.iter().map(|c| c.doc.0.to_string()).collect();
                let holder = p.holder.map_or("outlet", |h| world.name(h));
                found.push(format!(
                    "  {holder} {} ({}) {}",
                    p.stance.as_str(),
                    p.voice.as_str(),
                    docs.join(",")
                ));
            }
        }
        assert_eq!(found, expect);
    }

    fn accused() -> Doc {
        Doc::new("Norland accused Sudria of a hack against its banks.")
            .state("Norland")
            .state("Sudria")
            .event("accused", ACCUSE, (EventType::Accuse, Some("allege")), ("Norland", "Sudria"))
            .event("hack", HACK, (EventType::Coerce, Some("cyber")), ("Sudria", "Norland"))
    }

    #[test]
    fn accusation_and_denial_are_one_row() {
        let denied = Doc::new("Sudria denied any hack against Norland.")
            .state("Sudria")
            .state("Norland")
            .event("hack", HACK, (EventType::Coerce, Some("cyber")), ("Sudria", "Norland"))
            .with(|e| e.polarity = Polarity::Negative)
            .claim("any hack", "Sudria", Stance::Denies, Some(0));
        check(
            [accused(), denied],
            &[
                "Sudria carries out a cyberattack on Norland",
                "  Norland asserts (attributed) 0",
                "  Sudria denies (attributed) 1",
            ],
        );
    }

    #[test]
    fn a_denial_without_an_event_answers_the_one_accusation() {
        let dismissed = Doc::new("Sudria dismissed the charges as baseless.")
            .state("Sudria")
            .claim("the charges", "Sudria", Stance::Denies, None);
        check(
            [accused(), dismissed],
            &[
                "Sudria carries out a cyberattack on Norland",
                "  Norland asserts (attributed) 0",
                "  Sudria denies (attributed) 1",
            ],
        );
    }

    #[test]
    fn claims_in_like_words_are_one_row() {
        let said = |text: &str, content: &str, holder: &str| {
            Doc::new(text).person(holder).claim(content, holder, Stance::Asserts, None)
        };
        check(
            [
                said(
                    "Berg said the tram sped down the hill.",
                    "the tram sped down the hill",
                    "Berg",
                ),
                said("Lind said a tram sped down that hill.", "a tram sped down that hill", "Lind"),
                said("Lind said the mayor slept at home.", "the mayor slept at home", "Lind"),
            ],
            &[
                "A tram sped down that hill",
                "  Berg asserts (attributed) 0",
                "  Lind asserts (attributed) 1",
                "The mayor slept at home",
                "  Lind asserts (attributed) 2",
            ],
        );
    }

    #[test]
    fn outlets_own_words_join_a_row_but_make_none() {
        let plain = Doc::new("The hack by Sudria on Norland was large.")
            .state("Sudria")
            .state("Norland")
            .event("hack", HACK, (EventType::Coerce, Some("cyber")), ("Sudria", "Norland"));
        check([plain], &[]);
        let plain = Doc::new("The hack by Sudria on Norland was large.")
            .state("Sudria")
            .state("Norland")
            .event("hack", HACK, (EventType::Coerce, Some("cyber")), ("Sudria", "Norland"));
        check(
            [accused(), plain],
            &[
                "Sudria carries out a cyberattack on Norland",
                "  outlet asserts (own) 1",
                "  Norland asserts (attributed) 0",
            ],
        );
    }
}
