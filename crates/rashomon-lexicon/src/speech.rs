//! Words of saying, hedging, allowing and judging.

use crate::table::look_up;

/// What a speaker does in saying something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeechAct {
    /// Says that it is so: say, state, claim, insist, note.
    Assert,
    /// Says that it is so after others did: confirm, acknowledge, admit.
    Confirm,
    /// Says that it is not so: deny, reject, refute, dismiss.
    Deny,
    /// Calls it into question: doubt, question.
    Doubt,
    /// Will not say: decline, refuse.
    Decline,
    /// Asks or asks for: ask, urge, call for, demand.
    Ask,
    /// Lays it at somebody's door: accuse, blame, charge.
    Accuse,
    /// Tells somebody to do it: order, instruct.
    Order,
    /// Says that it will be done: promise, vow, threaten, pledge.
    Promise,
    /// Says that it may come: warn, predict, forecast.
    Warn,
    /// Gives something a name: call, describe, label, brand, dub.
    Label,
    /// Thinks or judges: believe, think, expect.
    Believe,
    /// Approves: praise, welcome, hail, thank.
    Praise,
    /// Disapproves: condemn, criticise, denounce.
    Condemn,
}

/// What a noun is to a denial of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Denied {
    /// Words or guilt, which are called untrue: "denied the allegation", "denied any role".
    Charge,
    /// Something that is refused: "denied them entry".
    Refused,
}

/// What `lemma` is to a denial of it; `None` for other nouns.
///
/// ```
/// use rashomon_lexicon::{Denied, denied};
///
/// assert_eq!(denied("allegation"), Some(Denied::Charge));
/// assert_eq!(denied("visa"), Some(Denied::Refused));
/// ```
pub fn denied(lemma: &str) -> Option<Denied> {
    let read = |row: crate::table::Row| match row.cell(1) {
        "refused" => Denied::Refused,
        _ => Denied::Charge,
    };
    look_up!("denied.tsv", Denied, read, lemma)
}

/// How sure something is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Said as fact.
    Certain,
    /// Likely, believed, expected.
    Probable,
    /// May be so; alleged.
    Possible,
}

impl Certainty {
    fn parse(cell: &str) -> Self {
        match cell {
            "probable" => Self::Probable,
            "possible" => Self::Possible,
            _ => Self::Certain,
        }
    }
}

/// What a verb or noun of saying tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saying {
    /// What the speaker does.
    pub stance: SpeechAct,
    /// How sure the writer makes the content look: "say" leaves it certain, "claim" and "allege" do not.
    pub certainty: Certainty,
    /// Whether a that-clause or infinitive can give the content.
    pub clause: bool,
    /// Whether it introduces words between quotation marks.
    pub quote: bool,
    /// Whether the writer takes the content to be so: "reveal", "acknowledge", "point out".
    pub factive: bool,
}

impl SpeechAct {
    fn parse(cell: &str) -> Self {
        match cell {
            "confirm" => Self::Confirm,
            "deny" => Self::Deny,
            "doubt" => Self::Doubt,
            "decline" => Self::Decline,
            "ask" => Self::Ask,
            "accuse" => Self::Accuse,
            "order" => Self::Order,
            "promise" => Self::Promise,
            "warn" => Self::Warn,
            "label" => Self::Label,
            "believe" => Self::Believe,
            "praise" => Self::Praise,
            "condemn" => Self::Condemn,
            _ => Self::Assert,
        }
    }
}

fn read_saying(row: crate::table::Row) -> Saying {
    let flags = row.cell(3);
    Saying {
        stance: SpeechAct::parse(row.cell(1)),
        certainty: Certainty::parse(row.cell(2)),
        clause: flags.contains('c'),
        quote: flags.contains('q'),
        factive: flags.contains('f'),
    }
}

/// What a verb's lemma (or verb with particle: "point out") tells as a verb of saying.
///
/// ```
/// use rashomon_lexicon::{SpeechAct, saying};
///
/// assert_eq!(saying("deny").unwrap().stance, SpeechAct::Deny);
/// assert!(saying("reveal").unwrap().factive);
/// assert!(saying("run").is_none());
/// ```
///
/// A verb that a tagger has not learnt may come without its last letter: `blam` of "blamed".
pub fn saying(lemma: &str) -> Option<Saying> {
    let known = |lemma: &str| look_up!("saying_verbs.tsv", Saying, read_saying, lemma);
    known(lemma).or_else(|| known(&format!("{lemma}e")))
}

/// What a noun's lemma tells as a noun of saying: "statement", "allegation", "denial".
pub fn saying_noun(lemma: &str) -> Option<Saying> {
    look_up!("saying_nouns.tsv", Saying, read_saying, lemma)
}

/// A word by which a writer keeps a distance from what is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hedge {
    /// How sure it leaves the matter.
    pub certainty: Certainty,
}

/// The hedge that a folded word or phrase is: "alleged", "reportedly", "so-called", "likely".
pub fn hedge(folded: &str) -> Option<Hedge> {
    look_up!("hedges.tsv", Hedge, |row| Hedge { certainty: Certainty::parse(row.cell(1)) }, folded)
}

/// What a modal verb says of its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modal {
    /// It is possible: may, might, could, can.
    Possible,
    /// It will be: will, shall.
    Future,
    /// It would be, under a condition or in reported speech: would.
    Conditional,
    /// It ought to be: should, must, need.
    Obligation,
}

/// What the modal verb with this lemma or contracted form says: "may", "will", "'ll", "wo".
pub fn modal(lemma: &str) -> Option<Modal> {
    Some(match lemma {
        "may" | "might" | "could" | "can" | "ca" => Modal::Possible,
        "will" | "shall" | "'ll" | "’ll" | "wo" | "sha" => Modal::Future,
        "would" | "'d" | "’d" => Modal::Conditional,
        "should" | "must" | "ought" | "need" => Modal::Obligation,
        _ => return None,
    })
}

/// What calling somebody so says of the caller's view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// "terrorist", "regime", "cult".
    Negative,
    /// "dissident", "official".
    Neutral,
    /// "hero", "freedom fighter".
    Positive,
}

/// The tone of an evaluative noun or adjective (lemma or folded phrase); `None` where the lists do not know it.
pub fn tone(lemma: &str) -> Option<Tone> {
    look_up!(
        "tone.tsv",
        Tone,
        |row| match row.cell(1) {
            "-" => Tone::Negative,
            "+" => Tone::Positive,
            _ => Tone::Neutral,
        },
        lemma
    )
}

/// Whether a noun names a source without saying who: "officials", "experts", "witnesses" (by lemma).
pub fn vague_source(lemma: &str) -> bool {
    look_up!("vague_sources.tsv", (), |_| (), lemma).is_some()
}

/// What an abbreviation's stop leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// A name or a word follows it in the same sentence: "vs.", "St."
    BeforeName,
    /// It is an abbreviation before a number only: "No. 4", but "the answer was no."
    BeforeNumber,
    /// A time of day: "a.m."
    Time,
    /// It may end a sentence: "Inc."
    Any,
}

/// The abbreviation that a word in lower case with its stop is, titles among them.
///
/// ```
/// use rashomon_lexicon::{Abbreviation, abbreviation};
///
/// assert_eq!(abbreviation("p.m."), Some(Abbreviation::Time));
/// assert_eq!(abbreviation("gen."), Some(Abbreviation::BeforeName));
/// assert_eq!(abbreviation("board."), None);
/// ```
pub fn abbreviation(lower: &str) -> Option<Abbreviation> {
    let kind = |row: crate::table::Row| match row.cell(1) {
        "name" => Abbreviation::BeforeName,
        "number" => Abbreviation::BeforeNumber,
        "time" => Abbreviation::Time,
        _ => Abbreviation::Any,
    };
    if !lower.ends_with('.') {
        return None;
    }
    look_up!("abbreviations.tsv", Abbreviation, kind, lower)
        .or_else(|| crate::title(lower).map(|_| Abbreviation::BeforeName))
}
