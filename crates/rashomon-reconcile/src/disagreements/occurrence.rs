//! Whether it happened.
//!
//! # What it finds
//! An event that one document tells as having happened and another says did not; a claim that one
//! document states as fact and another only as denied; and "X has not reacted" beside another
//! document's report of X's reaction.
//!
//! # Why it matters
//! A reader of one outlet alone would believe the opposite of the other's reader.
//!
//! # Examples
//! "Sudria has not yet commented" / "Sudria called the move a mistake": an update, if told later.
//! "ships sold oil thirty times" / "the sale never took place, a spokesman said".
//!
//! # Limits
//! Denials that both documents report are a disputed claim, not a disagreement of the documents. It
//! is never called a conflict: a reaction may have come between two reports, and a denial is not the
//! denying outlet's own word.

use std::collections::{BTreeMap, BTreeSet};

use rashomon_extract::{
    Account,
    account::{Auxiliary, EventType, Polarity, Stance, Voice},
};
use rashomon_text::{Cite, DocId, Span};

use super::{Told, is_later, value};
use crate::{
    Scene,
    dossier::{Disagreement, DisagreementKind, EntityId, EventId, Explanation, Value},
    parties::{Parties, Side},
};

/// Verbs of answering, of which "has not …" is news.
const ANSWERS: &[&str] = &["react", "respond", "comment", "reply", "answer"];
/// Auxiliaries between the subject and "not" or "yet to".
///
/// "did not respond" is said of an outlet's own question, which others did not ask.
const AUXILIARIES: &[&str] = &["has", "have", "had"];
/// At most this many passages of one document show that somebody did react.
const SHOWN_REACTIONS: usize = 3;

/// Events, claims and reactions that one document has and another says there were not.
pub(super) fn find(scene: &Scene<'_>, told: Told<'_>, parties: &Parties) -> Vec<Disagreement> {
    let mut found = in_events(scene, told);
    let known: BTreeSet<EventId> = found.iter().filter_map(|it| it.about).collect();
    let claims = in_claims(scene, told).into_iter();
    found.extend(claims.filter(|it| it.about.is_none_or(|event| !known.contains(&event))));
    found.extend(reactions(scene, parties));
    found
}

/// Events told as having happened and as not having happened, each in an outlet's own words.
fn in_events(scene: &Scene<'_>, told: Told<'_>) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (number, event) in told.events.iter().enumerate() {
        // "so that it will not blow up" does not say that nothing did
        let only_thought = [Auxiliary::Future, Auxiliary::Hypothetical];
        // and the same people say, vow and demand many things
        let thought = event.auxiliary.iter().any(|it| only_thought.contains(it));
        if thought || event.kind.is_statement() {
            continue;
        }
        let own = |polarity| -> Vec<Cite> {
            let reports = event.reports.iter();
            reports
                .filter(|r| r.voice == Voice::Own && r.polarity == polarity)
                .map(|r| r.cite)
                .collect()
        };
        let (yes, no) = (own(Polarity::Positive), own(Polarity::Negative));
        let values = [value("happened", yes), value("did not happen", no)];
        found.extend(disagreement(scene, Some(EventId(number as u32)), &event.label, values));
    }
    found
}

/// Claims that one document states as fact and another only as denied.
fn in_claims(scene: &Scene<'_>, told: Told<'_>) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for claim in told.claims {
        let said = |e: &EventId| told.events[e.index()].kind.is_statement();
        if claim.about.first().is_some_and(said) {
            continue;
        }
        let cites = |fits: &dyn Fn(&crate::dossier::Position) -> bool| -> Vec<Cite> {
            let positions = claim.positions.iter().filter(|p| fits(p));
            positions.flat_map(|p| p.evidence.iter().copied()).collect()
        };
        let fact =
            cites(&|p| p.holder.is_none() && p.voice == Voice::Own && p.stance == Stance::Asserts);
        let told_by: BTreeSet<DocId> = fact.iter().map(|c| c.doc).collect();
        let mut denied = cites(&|p| matches!(p.stance, Stance::Denies));
        denied.retain(|c| !told_by.contains(&c.doc));
        let values = [value("stated as fact", fact), value("only denied", denied)];
        found.extend(disagreement(scene, claim.about.first().copied(), &claim.label, values));
    }
    found
}

/// The disagreement of two values, if different documents have both.
fn disagreement(
    scene: &Scene<'_>,
    about: Option<EventId>,
    label: &str,
    [yes, no]: [Value; 2],
) -> Option<Disagreement> {
    if yes.documents.is_empty() || no.documents.iter().all(|d| yes.documents.contains(d)) {
        return None;
    }
    let explanation =
        if is_later(scene, &no, &yes) { Explanation::Update } else { Explanation::Unclear };
    Some(Disagreement {
        kind: DisagreementKind::Occurrence,
        about,
        label: format!("Whether it happened: {label}"),
        explanation,
        values: vec![yes, no],
        confidence: 0.6,
        shown: true,
    })
}

/// "X has not reacted" beside reports of what X said.
fn reactions(scene: &Scene<'_>, parties: &Parties) -> Vec<Disagreement> {
    let mut silent: BTreeMap<EntityId, Vec<Cite>> = BTreeMap::new();
    for (doc, account) in scene.accounts() {
        for (who, cite) in silences(scene, doc, account) {
            if parties.is_named(who) {
                silent.entry(who).or_default().push(cite);
            }
        }
    }
    let told_of = told_of(scene, parties, &silent);
    let mut found = Vec::new();
    for (who, cites) in silent {
        let quiet: BTreeSet<DocId> = cites.iter().map(|c| c.doc).collect();
        let spoke: Vec<Cite> = told_of[&parties.side(who)]
            .difference(&quiet)
            .flat_map(|&doc| statements(scene, parties, doc, scene.account(doc), who))
            .collect();
        let name = &scene.entities[who.index()].name;
        let values = [value("reacted", spoke), value("has not reacted", cites)];
        if values[0].documents.is_empty() {
            continue;
        }
        let later = is_later(scene, &values[1], &values[0]);
        found.push(Disagreement {
            kind: DisagreementKind::Occurrence,
            about: None,
            label: format!("Whether {name} has reacted"),
            explanation: if later { Explanation::Update } else { Explanation::Unclear },
            values: values.into(),
            confidence: 0.7,
            shown: true,
        });
    }
    found
}

/// For each side that is said not to have reacted the documents that name it, or somebody who acts for it.
fn told_of(
    scene: &Scene<'_>,
    parties: &Parties,
    silent: &BTreeMap<EntityId, Vec<Cite>>,
) -> BTreeMap<Side, BTreeSet<DocId>> {
    let mut told_of: BTreeMap<Side, BTreeSet<DocId>> =
        silent.keys().map(|&who| (parties.side(who), BTreeSet::new())).collect();
    if told_of.is_empty() {
        return told_of;
    }
    for (doc, _) in scene.accounts() {
        for &entity in &scene.entity_of[doc.index()] {
            if let Some(documents) = told_of.get_mut(&parties.side(entity)) {
                documents.insert(doc);
            }
        }
    }
    told_of
}

/// Who is said not to have reacted, with the clause that says so.
fn silences(scene: &Scene<'_>, doc: DocId, account: &Account) -> Vec<(EntityId, Cite)> {
    let mut found = Vec::new();
    let form = |n: usize| account.symbols.get(account.words[n].form);
    for sentence in &account.sentences {
        let (from, to) = (sentence.words.0 as usize, sentence.words.1 as usize);
        for n in from..to {
            let negated =
                form(n) == "not" || (form(n) == "yet" && n + 1 < to && form(n + 1) == "to");
            if !negated || n == from || !AUXILIARIES.contains(&form(n - 1)) {
                continue;
            }
            let verb = (n + 1..to.min(n + 5))
                .find(|&v| ANSWERS.contains(&account.symbols.get(account.words[v].lemma)));
            let Some(verb) = verb else { continue };
            let auxiliary = account.words[n - 1].span.start;
            // the subject ends right before the auxiliary
            let subject = account
                .mentions
                .iter()
                .rev()
                .find(|m| m.span.end <= auxiliary && m.span.start >= sentence.span.start);
            if let Some(subject) = subject
                && auxiliary - subject.span.end <= 2
            {
                let span = Span::new(subject.span.start, account.words[verb].span.end);
                let entity = scene.entity_of[doc.index()][subject.entity.index()];
                found.push((entity, Cite::new(doc, span)));
            }
        }
    }
    found
}

/// Where a document tells what `who`, or somebody who acts for it, said.
fn statements(
    scene: &Scene<'_>,
    parties: &Parties,
    doc: DocId,
    account: &Account,
    who: EntityId,
) -> Vec<Cite> {
    use EventType::{Accuse, Reject, Request, Threaten};
    let is_who = |m: rashomon_extract::account::MentionId| parties.same(scene.entity(doc, m), who);
    let events = account
        .events
        .iter()
        .filter(|e| matches!(e.kind, Accuse | Reject | Request | Threaten))
        .filter(|e| e.polarity == Polarity::Positive && e.auxiliary.is_empty())
        .filter(|e| e.actors.iter().any(|&m| is_who(m)))
        .map(|e| e.span);
    let claims = account
        .claims
        .iter()
        .filter(|c| c.stance != Stance::Declines && c.holder.is_some_and(is_who))
        .map(|c| c.span);
    let quotations =
        account.quotations.iter().filter(|q| q.speaker.is_some_and(is_who)).map(|q| q.span);
    // an event tells it best, a quotation least: what overlaps a better passage is left out
    let mut spans: Vec<Span> = Vec::new();
    for span in events.chain(claims).chain(quotations) {
        if spans.len() < SHOWN_REACTIONS && !spans.iter().any(|s| s.overlaps(span)) {
            spans.push(span);
        }
    }
    spans.into_iter().map(|span| Cite::new(doc, span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        disagreements::tests::check,
        testing::{Doc, day},
    };

    fn silent() -> Doc {
        Doc::new("Sudria has not yet reacted to the move.").state("Sudria")
    }

    fn spoke() -> Doc {
        Doc::new("Sudria called the move a grave and needless mistake.")
            .state("Sudria")
            .quote("a grave and needless mistake", "Sudria")
    }

    #[test]
    fn a_reaction_that_another_outlet_has() {
        check([silent(), spoke()], &["occurrence unclear: reacted (1) / has not reacted (0)"]);
        check(
            [silent().on(day(3, 1)), spoke().on(day(3, 2))],
            &["occurrence update: reacted (1) / has not reacted (0)"],
        );
        check([silent()], &[]);
    }

    #[test]
    fn an_event_told_and_untold() {
        let doc = |text: &str, polarity| {
            Doc::new(text)
                .state("Norland")
                .state("Sudria")
                .event(
                    "closed",
                    ("close the embassy", "closes its embassy in"),
                    (EventType::Sanction, Some("withdraw")),
                    ("Norland", "Sudria"),
                )
                .with(|e| e.polarity = polarity)
        };
        check(
            [
                doc("Norland closed its house in Sudria.", Polarity::Positive),
                doc("Norland never closed its house in Sudria.", Polarity::Negative),
            ],
            &["occurrence unclear: happened (0) / did not happen (1)"],
        );
    }
}
