//! The grid of facts × outlets: what each account does with each fact.

use std::{cmp::Reverse, collections::BTreeMap};

use rashomon_reconcile::dossier::{
    Auxiliary, Cite, Claim, Dossier, EntityId, Event, Polarity, Stance, Story, Voice,
};
use rashomon_text::DocId;

use super::{Accounts, dates};

/// What an account does with a statement, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Manner {
    /// Says it in its own voice.
    Says,
    /// Has somebody say it.
    Attributes,
    /// Says it with a hedge.
    Hedges,
    /// Puts the word between quotation marks of its own.
    Scare,
    /// Says, or has somebody say, that it is not so.
    Denies,
    /// Doubts it, or has somebody doubt it.
    Doubts,
    /// Has somebody decline to say.
    Declines,
}

impl Manner {
    /// Every manner, with the words of the legend.
    pub(crate) const LEGEND: [(Self, &'static str); 7] = [
        (Self::Says, "says it in its own voice"),
        (Self::Attributes, "has somebody else say it"),
        (Self::Hedges, "says it with a hedge: alleged, reportedly, so-called"),
        (Self::Scare, "puts the word itself in quotation marks"),
        (Self::Denies, "says, or quotes somebody, that it is not so"),
        (Self::Doubts, "calls it into question, or quotes a doubt"),
        (Self::Declines, "reports that somebody would not say"),
    ];

    /// The word of a cell.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Says => "says",
            Self::Attributes => "attributes",
            Self::Hedges => "hedges",
            Self::Scare => "in “marks”",
            Self::Denies => "denies",
            Self::Doubts => "doubts",
            Self::Declines => "no comment",
        }
    }

    /// The name used in style sheets.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Says => "says",
            Self::Attributes => "attributes",
            Self::Hedges => "hedges",
            Self::Scare => "scare",
            Self::Denies => "denies",
            Self::Doubts => "doubts",
            Self::Declines => "declines",
        }
    }

    /// The word of a cell that puts it down to somebody: *denial* by X.
    pub(crate) const fn reported(self) -> &'static str {
        match self {
            Self::Denies => "denial",
            Self::Doubts => "doubt",
            _ => self.word(),
        }
    }

    /// The word before a speaker: attributes *to* X.
    pub(crate) const fn link(self) -> &'static str {
        match self {
            Self::Attributes => "to",
            Self::Denies | Self::Doubts | Self::Declines => "by",
            Self::Says | Self::Hedges | Self::Scare => "citing",
        }
    }

    fn of_voice(voice: Voice) -> Self {
        match voice {
            Voice::Own => Self::Says,
            Voice::Attributed => Self::Attributes,
            Voice::Hedged => Self::Hedges,
            Voice::ScareQuoted => Self::Scare,
        }
    }

    /// What an answer to a claim is called.
    pub(crate) const fn answer(self) -> &'static str {
        match self {
            Self::Denies => "denied by",
            Self::Doubts => "doubted by",
            Self::Declines => "not commented on by",
            _ => "said by",
        }
    }
}

/// Why a cell has nothing to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// Not in the text we have.
    NotThere,
    /// The text was published before the fact.
    Earlier,
}

/// One account's treatment of one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Whose.
    pub(crate) doc: DocId,
    /// Each manner met, strongest first, with those it is put down to.
    pub(crate) manners: BTreeMap<Manner, Vec<EntityId>>,
    /// The passages.
    pub(crate) cites: Vec<Cite>,
    /// Why there is none.
    pub(crate) absent: Absent,
}

/// What somebody answers to a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// [`Manner::Denies`], [`Manner::Doubts`] or [`Manner::Declines`].
    pub(crate) manner: Manner,
    /// Who; `None`: outlets in their own voice.
    pub(crate) holder: Option<EntityId>,
    /// One per account of the story.
    pub(crate) cells: Vec<Cell>,
}

/// One fact or claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row<'a> {
    /// The event or claim in plain words.
    pub(crate) label: &'a str,
    /// Its place among the story's events.
    pub(crate) event: Option<usize>,
    /// When it happened.
    pub(crate) when: Option<String>,
    /// Words on its reality: "planned", "background".
    pub(crate) tags: Vec<&'static str>,
    /// One per account of the story.
    pub(crate) cells: Vec<Cell>,
    /// What is said against it.
    pub(crate) answers: Vec<Answer>,
    /// Whether it is one of the story's main events.
    pub(crate) core: bool,
}

impl Row<'_> {
    /// How many accounts tell it.
    pub(crate) fn told(&self) -> usize {
        self.cells.iter().filter(|c| !c.cites.is_empty()).count()
    }

    /// How many accounts say it in their own voice.
    pub(crate) fn said(&self) -> usize {
        self.cells.iter().filter(|c| c.manners.contains_key(&Manner::Says)).count()
    }
}

/// The grid of one story.
pub(crate) struct Facts<'a> {
    /// What most of the story is about, in the order of time.
    pub(crate) main: Vec<Row<'a>>,
    /// The other events.
    pub(crate) rest: Vec<Row<'a>>,
    /// Claims about no event, that nobody disputes.
    pub(crate) claims: Vec<Row<'a>>,
}

/// Days before the story's first day past which an event is its background.
const BACKGROUND: i32 = 60;

/// How many rows the grid shows before it folds.
const MAIN: usize = 12;

/// Of a story of more documents than this the grid holds the events and claims that most passages tell: rows for
/// all would grow with the square of the documents.
const LARGE: usize = 100;
/// So many events.
const EVENTS: usize = 100;
/// So many claims about no event.
const CLAIMS: usize = 50;

impl<'a> Facts<'a> {
    /// Reads the story's events and claims into rows.
    pub(crate) fn new(dossier: &'a Dossier, story: &'a Story, accounts: &Accounts) -> Self {
        let grid = Grid::new(dossier, story, accounts);
        // a claim belongs to the first event it is about that the pages show
        let mut about: Vec<Vec<&'a Claim>> = vec![Vec::new(); story.events.len()];
        let mut free: Vec<&'a Claim> = Vec::new();
        for claim in story.claims.iter().filter(|c| c.shown) {
            match claim.about.iter().find(|v| is_shown(story, v.index())) {
                Some(event) => about[event.index()].push(claim),
                None => free.push(claim),
            }
        }
        let mut events: Vec<usize> =
            (0..story.events.len()).filter(|&i| is_shown(story, i)).collect();
        if story.documents.len() > LARGE {
            events.sort_by_key(|&i| Reverse((story.events[i].core, story.events[i].reports.len())));
            events.truncate(EVENTS);
            events.sort_unstable();
            let told =
                |claim: &Claim| claim.positions.iter().map(|p| p.evidence.len()).sum::<usize>();
            free.sort_by_key(|claim| Reverse(told(claim)));
            free.truncate(CLAIMS);
        }
        let mut rows: Vec<Row<'a>> = events
            .into_iter()
            .map(|i| (i, &story.events[i]))
            .map(|(i, event)| grid.event_row(i, event, &about[i]))
            .collect();
        rows.extend(free.into_iter().map(|claim| grid.claim_row(claim)));
        let weight = |row: &Row<'_>| {
            (row.core, !row.answers.is_empty() && row.told() > 1, row.told(), row.said())
        };
        let mut ranked: Vec<usize> = (0..rows.len()).collect();
        ranked.sort_by(|&a, &b| weight(&rows[b]).cmp(&weight(&rows[a])).then(a.cmp(&b)));
        // a fact told once and no main event belongs in the fold, unless there is nothing else;
        // so does a claim that nobody answers: it stands among what was said
        let worth = |i: &usize| match rows[*i].event {
            Some(_) => rows[*i].core || rows[*i].told() > 1,
            None => !rows[*i].answers.is_empty(),
        };
        let some = ranked.iter().any(worth);
        let main: Vec<usize> =
            ranked.iter().copied().filter(|i| !some || worth(i)).take(MAIN).collect();
        let mut is_main = vec![false; rows.len()];
        for i in main {
            is_main[i] = true;
        }
        let mut facts = Self { main: Vec::new(), rest: Vec::new(), claims: Vec::new() };
        for (row, is_main) in rows.into_iter().zip(is_main) {
            match row.event {
                _ if is_main => facts.main.push(row),
                Some(_) => facts.rest.push(row),
                None => facts.claims.push(row),
            }
        }
        // what lies long before the story is its background, and comes after it
        let day = |row: &Row<'_>| story.events.get(row.event?)?.when.as_ref().map(|w| w.end);
        let first = story.span.map(|(start, _)| start);
        let background = |row: &Row<'_>| {
            first.zip(day(row)).is_some_and(|(first, day)| (first - day).get_days() > BACKGROUND)
        };
        facts.main.sort_by_key(background);
        facts.rest.sort_by_key(background);
        facts
    }

    /// Whether a story is so large that the grid leaves events and claims out.
    pub(crate) fn are_the_most_told(story: &Story) -> bool {
        story.documents.len() > LARGE
    }

    /// All rows, the main ones first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Row<'a>> {
        self.main.iter().chain(&self.rest).chain(&self.claims)
    }
}

/// Whether the event exists and is shown.
pub(crate) fn is_shown(story: &Story, event: usize) -> bool {
    story.events.get(event).is_some_and(|e| e.shown && !e.reports.is_empty())
}

/// Whether a position speaks against the claim.
pub(crate) fn manner_of(stance: Stance) -> Option<Manner> {
    match stance {
        Stance::Asserts => None,
        Stance::Denies => Some(Manner::Denies),
        Stance::Doubts => Some(Manner::Doubts),
        Stance::Declines => Some(Manner::Declines),
    }
}

struct Grid<'a, 'p> {
    dossier: &'a Dossier,
    story: &'a Story,
    accounts: &'p Accounts,
    /// The cell of each document.
    columns: BTreeMap<DocId, usize>,
}

impl<'a, 'p> Grid<'a, 'p> {
    fn new(dossier: &'a Dossier, story: &'a Story, accounts: &'p Accounts) -> Self {
        let known = story.documents.iter().filter(|d| d.index() < dossier.documents.len());
        let columns = known.enumerate().map(|(i, &doc)| (doc, i)).collect();
        Self { dossier, story, accounts, columns }
    }

    fn empty(&self) -> Vec<Cell> {
        self.story
            .documents
            .iter()
            .filter(|d| d.index() < self.dossier.documents.len())
            .map(|&doc| Cell {
                doc,
                manners: BTreeMap::new(),
                cites: Vec::new(),
                absent: Absent::NotThere,
            })
            .collect()
    }

    fn tell(&self, cells: &mut [Cell], cite: Cite, manner: Manner, who: Option<EntityId>) {
        let Some(cell) = self.columns.get(&cite.doc).and_then(|&i| cells.get_mut(i)) else {
            return;
        };
        cell.cites.push(cite);
        let holders = cell.manners.entry(manner).or_default();
        if let Some(who) = who.filter(|w| !holders.contains(w)) {
            holders.push(who);
        }
    }

    fn event_row(&self, index: usize, event: &'a Event, claims: &[&'a Claim]) -> Row<'a> {
        let mut cells = self.empty();
        for report in &event.reports {
            let manner = match report.polarity {
                Polarity::Negative => Manner::Denies,
                Polarity::Positive => Manner::of_voice(report.voice),
            };
            self.tell(&mut cells, report.cite, manner, report.source);
        }
        if let Some(when) = &event.when {
            for cell in cells.iter_mut().filter(|c| c.cites.is_empty()) {
                let published = self.accounts.get(cell.doc).and_then(|t| t.published);
                if published.is_some_and(|(_, last)| last < when.start) {
                    cell.absent = Absent::Earlier;
                }
            }
        }
        Row {
            label: label(&event.label),
            event: Some(index),
            when: event.when.as_ref().map(|w| dates::days(w.start, w.end)),
            tags: event.auxiliary.iter().map(|&a| tag(a)).collect(),
            cells,
            answers: self.answers(claims),
            core: event.core,
        }
    }

    fn claim_row(&self, claim: &'a Claim) -> Row<'a> {
        let mut cells = self.empty();
        for position in claim.positions.iter().filter(|p| p.stance == Stance::Asserts) {
            for &cite in &position.evidence {
                self.tell(&mut cells, cite, Manner::of_voice(position.voice), position.holder);
            }
        }
        Row {
            label: label(&claim.label),
            event: None,
            when: None,
            tags: vec!["claim"],
            cells,
            answers: self.answers(&[claim]),
            core: false,
        }
    }

    /// The positions against the claims, one answer per stance and holder.
    fn answers(&self, claims: &[&'a Claim]) -> Vec<Answer> {
        let mut answers: Vec<Answer> = Vec::new();
        for position in claims.iter().flat_map(|c| &c.positions) {
            let Some(manner) = manner_of(position.stance) else { continue };
            let known =
                answers.iter().position(|a| a.manner == manner && a.holder == position.holder);
            let place = known.unwrap_or_else(|| {
                let holder = position.holder;
                answers.push(Answer { manner, holder, cells: self.empty() });
                answers.len() - 1
            });
            for &cite in &position.evidence {
                self.tell(&mut answers[place].cells, cite, manner, None);
            }
        }
        answers.sort_by_key(|a| a.manner);
        answers
    }
}

/// The label without punctuation that the words around it have left at its ends.
pub(crate) fn label(label: &str) -> &str {
    let outer = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—');
    label.trim_matches(outer)
}

fn tag(auxiliary: Auxiliary) -> &'static str {
    match auxiliary {
        Auxiliary::Negated => "said not to have happened",
        Auxiliary::Future => "ahead",
        Auxiliary::Hypothetical => "only possible",
        Auxiliary::Historical => "background",
    }
}
