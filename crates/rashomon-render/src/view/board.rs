//! The first screen: what is agreed, what is disputed and by whom, where accounts conflict.

use std::collections::BTreeMap;

use rashomon_reconcile::dossier::{
    Auxiliary, Cite, Disagreement, DisagreementKind, Dossier, EntityId, EventId, Explanation,
    Stance, Story,
};

use super::{
    Facts, Row, dates,
    facts::{Manner, is_shown, label},
    notes::{Places, by_document},
};

/// A fact that at least two accounts state in their own voice and none denies.
pub(crate) struct Agreed<'f, 'a> {
    /// Its row in the grid.
    pub(crate) row: &'f Row<'a>,
    /// How many accounts say it in their own voice.
    pub(crate) said: usize,
    /// What of it they do not agree on: `date`, `number`, ….
    pub(crate) but: Vec<&'static str>,
}

/// Who holds a position, the outlets themselves (`None`) last.
type Holder = (bool, Option<EntityId>);

/// Those who take one stance on a claim.
pub(crate) struct Side {
    /// Which.
    pub(crate) stance: Stance,
    /// Who, and where: holder (`None`: the outlets themselves) with the documents and their cites.
    pub(crate) holders: Vec<(Option<EntityId>, Places)>,
}

/// A claim that somebody denies or doubts.
pub(crate) struct Dispute<'a> {
    /// The proposition.
    pub(crate) label: &'a str,
    /// When what it is about happened.
    pub(crate) when: Option<String>,
    /// By stance: those who say so first.
    pub(crate) sides: Vec<Side>,
    /// How many documents take part.
    pub(crate) documents: usize,
}

/// Two or more values for one thing.
pub(crate) struct Reading<'a> {
    /// The disagreement.
    pub(crate) over: &'a Disagreement,
    /// Each value with the documents that give it and their cites.
    pub(crate) values: Vec<(&'a str, Places)>,
}

/// The first screen of a story.
pub(crate) struct Board<'f, 'a> {
    /// Most told first.
    pub(crate) agreed: Vec<Agreed<'f, 'a>>,
    /// Numbers told alike: label, and the documents with their cites. Most told first.
    pub(crate) figures: Vec<(&'a str, Places)>,
    /// Most widely told first.
    pub(crate) disputed: Vec<Dispute<'a>>,
    /// What cannot both be right, then what cannot be told from the texts.
    pub(crate) conflicts: Vec<Reading<'a>>,
    /// Differences that are explained: update, scope.
    pub(crate) explained: Vec<Reading<'a>>,
    /// Differences in spelling, translation and wording, whatever explains them.
    pub(crate) words: Vec<Reading<'a>>,
    /// How many facts the pages show.
    pub(crate) events: usize,
}

impl<'f, 'a> Board<'f, 'a> {
    /// Reads the first screen from the story and its grid.
    pub(crate) fn new(dossier: &'a Dossier, story: &'a Story, facts: &'f Facts<'a>) -> Self {
        let known = |cites: &[Cite]| {
            let cites: Vec<Cite> =
                cites.iter().copied().filter(|c| c.doc.index() < dossier.documents.len()).collect();
            by_document(&cites)
        };
        let mut agreed: Vec<Agreed<'f, 'a>> = facts
            .all()
            .filter(|row| row.event.is_some() && row.said() >= story.documents.len().min(2))
            .filter(|row| !is_contested(row) && !is_possible(story, row))
            .filter_map(|row| Some(Agreed { row, said: row.said(), but: open_points(story, row)? }))
            .collect();
        // stable: the order of time among equals
        agreed.sort_by_key(|a| (std::cmp::Reverse(a.said), !a.row.core));
        let reading = |over: &'a Disagreement| Reading {
            over,
            values: over.values.iter().map(|v| (v.value.as_str(), known(&v.evidence))).collect(),
        };
        let (mut conflicts, mut explained, mut words) = (Vec::new(), Vec::new(), Vec::new());
        for over in story.disagreements.iter().filter(|d| d.shown) {
            let list = match (over.explanation, over.kind) {
                (Explanation::Conflict, _) => &mut conflicts,
                (Explanation::Translation, _)
                | (_, DisagreementKind::Wording | DisagreementKind::Name) => &mut words,
                (Explanation::Unclear, _) => &mut conflicts,
                (Explanation::Update | Explanation::Scope, _) => &mut explained,
            };
            list.push(reading(over));
        }
        conflicts.sort_by_key(|r| r.over.explanation);
        explained.sort_by_key(|r| r.over.explanation);
        let contested: Vec<Cite> = story
            .disagreements
            .iter()
            .flat_map(|d| d.values.iter().flat_map(|v| v.evidence.iter().copied()))
            .collect();
        let mut figures: Vec<(&'a str, Places)> = story
            .figures
            .iter()
            // a bare number says nothing here
            .filter(|f| f.shown && f.label.contains(char::is_alphabetic))
            .filter(|f| {
                !f.reports
                    .iter()
                    .any(|r| contested.iter().any(|c| c.doc == r.doc && c.span.overlaps(r.span)))
            })
            .map(|f| (f.label.as_str(), known(&f.reports)))
            .filter(|(_, docs)| docs.len() > 1)
            .collect();
        figures.sort_by_key(|(_, docs)| std::cmp::Reverse(docs.len()));
        Self {
            agreed,
            figures,
            disputed: disputes(story, &known),
            conflicts,
            explained,
            words,
            events: facts.all().filter(|r| r.event.is_some()).count(),
        }
    }
}

/// Whether somebody says the fact is not so.
fn is_contested(row: &Row<'_>) -> bool {
    row.answers.iter().any(|a| matches!(a.manner, Manner::Denies | Manner::Doubts))
        || row.cells.iter().any(|c| c.manners.contains_key(&Manner::Denies))
}

/// Whether the event is told as no more than possible: there is no fact to agree on.
fn is_possible(story: &Story, row: &Row<'_>) -> bool {
    let event = row.event.and_then(|i| story.events.get(i));
    event.is_some_and(|e| e.auxiliary.contains(&Auxiliary::Hypothetical))
}

/// What the accounts of an agreed fact differ in; `None` where they differ in whether it happened
/// or who did it.
fn open_points(story: &Story, row: &Row<'_>) -> Option<Vec<&'static str>> {
    let mut but = Vec::new();
    for over in story.disagreements.iter().filter(|d| d.shown) {
        if over.about.map(EventId::index) != row.event
            || !matches!(over.explanation, Explanation::Conflict | Explanation::Unclear)
        {
            continue;
        }
        match over.kind {
            DisagreementKind::Occurrence | DisagreementKind::Attribution => return None,
            DisagreementKind::Date | DisagreementKind::Number | DisagreementKind::Place => {
                but.push(over.kind.as_str());
            }
            DisagreementKind::Name | DisagreementKind::Wording => {}
        }
    }
    but.sort_unstable();
    but.dedup();
    Some(but)
}

fn disputes<'a>(story: &'a Story, known: &dyn Fn(&[Cite]) -> Places) -> Vec<Dispute<'a>> {
    let against = |s: Stance| matches!(s, Stance::Denies | Stance::Doubts);
    let mut disputed: Vec<(bool, Dispute<'a>)> = story
        .claims
        .iter()
        .filter(|c| c.shown && c.positions.iter().any(|p| against(p.stance)))
        .map(|claim| {
            let mut sides: BTreeMap<Stance, BTreeMap<Holder, Vec<Cite>>> = BTreeMap::new();
            for p in &claim.positions {
                // named holders first, the outlets' own voice last
                let holders = sides.entry(p.stance).or_default();
                holders.entry((p.holder.is_none(), p.holder)).or_default().extend(&p.evidence);
            }
            let two_sided = sides.contains_key(&Stance::Asserts);
            let about = claim.about.iter().find(|v| is_shown(story, v.index()));
            let when = about.and_then(|v| story.events[v.index()].when.as_ref());
            let all: Vec<Cite> = claim.positions.iter().flat_map(|p| p.evidence.clone()).collect();
            let sides = sides
                .into_iter()
                .map(|(stance, holders)| {
                    let mut holders: Vec<_> =
                        holders.into_iter().map(|((_, h), cites)| (h, known(&cites))).collect();
                    holders.sort_by_key(|(h, docs)| (h.is_none(), std::cmp::Reverse(docs.len())));
                    Side { stance, holders }
                })
                .collect();
            let dispute = Dispute {
                label: label(&claim.label),
                when: when.map(|w| dates::days(w.start, w.end)),
                sides,
                documents: known(&all).len(),
            };
            (two_sided, dispute)
        })
        .collect();
    disputed.sort_by_key(|(two_sided, d)| std::cmp::Reverse((*two_sided, d.documents)));
    disputed.into_iter().map(|(_, d)| d).collect()
}

/// What an explanation means for a reader.
pub(crate) const fn explanation(explanation: Explanation) -> (&'static str, &'static str) {
    match explanation {
        Explanation::Conflict => ("conflict", "they cannot both be right"),
        Explanation::Update => ("later report", "a later report replaces an earlier one"),
        Explanation::Scope => ("other scope", "they count or name different things"),
        Explanation::Translation => ("translation", "the same words, translated or edited twice"),
        Explanation::Unclear => ("unclear", "the texts do not tell why they differ"),
    }
}
