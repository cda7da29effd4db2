//! Which way a time without a year or week lies: told by the words before it and the tense of its verb.

use rashomon_lexicon as lexicon;
use rashomon_text::time::Direction;

use super::context::Context;
use crate::analysis::{Analysis, TokenId};
use crate::tags::{Deprel, Upos, Xpos};

impl Context<'_> {
    /// Which way the time lies: by a preposition that says it, else by the tense of the verb it hangs under.
    pub(super) fn direction(&self) -> Direction {
        if self.before_is(&["since", "last", "past"]) || self.inside("last") || self.inside("past")
        {
            return Direction::Past;
        }
        if self.inside("next") || self.inside("coming") || self.inside("upcoming") {
            return Direction::Future;
        }
        // "Friday's attack" has been
        let owner = self.after_is(&["'"])
            && self.words.get(self.end + 1).is_some_and(|word| word.text == "s");
        if owner {
            return Direction::Past;
        }
        if self.before_is(&["effective", "payable", "due", "upcoming", "forthcoming"])
            || (self.before_is(&["as"])
                && self.start > 1
                && matches!(self.words[self.start - 2].text.as_str(), "soon" | "early"))
        {
            return Direction::Future;
        }
        let tense = self.tense();
        if self.before_is(&["until", "till", "by", "through", "to", "for"])
            && (tense != Some(Direction::Past) || self.is_moved())
        {
            return Direction::Future;
        }
        tense.unwrap_or_default()
    }

    /// Whether the verb moves something to the time: "postponed until", "set for".
    fn is_moved(&self) -> bool {
        const MOVES: &[&str] = &[
            "extend",
            "postpone",
            "delay",
            "defer",
            "adjourn",
            "set",
            "plan",
            "move",
            "reschedule",
        ];
        let mut at = Some(self.head());
        for _ in 0..24 {
            match at {
                Some(token) if matches!(self.analysis.upos(token), Upos::Verb) => {
                    return MOVES.contains(&self.analysis.lemma(token));
                }
                Some(token) => at = self.analysis.head(token),
                None => break,
            }
        }
        false
    }

    fn tense(&self) -> Option<Direction> {
        let analysis = self.analysis;
        // "said Friday": whatever the parse says
        let beside = self
            .start
            .checked_sub(1)
            .map(|at| if self.words[at].text == "on" { at.saturating_sub(1) } else { at });
        if let Some(beside) = beside.map(|at| self.words[at].token) {
            match analysis.xpos(beside) {
                Xpos::Vbd => return Some(Direction::Past),
                Xpos::Vbn | Xpos::Vbz | Xpos::Vbp | Xpos::Vb => {
                    if let Some(direction) = verb_tense(analysis, beside) {
                        return Some(direction);
                    }
                }
                _ => {}
            }
        }
        let mut at = self.head();
        for _ in 0..24 {
            if let Some(direction) = verb_tense(analysis, at) {
                let said = direction == Direction::Future && self.is_said_before(at);
                return Some(if said { Direction::Past } else { direction });
            }
            at = analysis.head(at)?;
        }
        None
    }
}

impl Context<'_> {
    /// Whether the time is that of a verb of saying on its left, not of the clause on its right that the parse gave it to:
    /// "said in a statement on Wednesday they will go".
    fn is_said_before(&self, verb: TokenId) -> bool {
        let last = self.words[self.end - 1].last;
        let clause = verb > last
            && self.analysis.children(verb).any(|child| {
                child > last
                    && matches!(
                        self.analysis.deprel(child),
                        Deprel::Nsubj | Deprel::NsubjPass | Deprel::Expl
                    )
            });
        clause
            && self.words[..self.start].iter().rev().take_while(|word| word.text != ",").any(
                |word| {
                    self.analysis.xpos(word.token) == Xpos::Vbd
                        && lexicon::saying(self.analysis.lemma(word.token)).is_some()
                },
            )
    }
}

/// Past or future, if the token is a verb whose form or auxiliaries tell; `None` sends the question to its head.
fn verb_tense(analysis: &Analysis, token: TokenId) -> Option<Direction> {
    let mut infinitive = false;
    let mut past = false;
    let mut present = false;
    let mut participle = false;
    let mut any = false;
    let mut note = |tag: Xpos, lemma: &str| -> Option<Direction> {
        match tag {
            // "could" and "might" also speak of what has been
            Xpos::Md if matches!(lemma, "could" | "might") => {}
            Xpos::Md => return Some(Direction::Future),
            Xpos::Vbd => past = true,
            Xpos::Vbz | Xpos::Vbp if lemma == "have" => past = true,
            Xpos::Vbz | Xpos::Vbp => present = true,
            Xpos::To => infinitive = true,
            Xpos::Vbn | Xpos::Vbg => participle = true,
            Xpos::Vb => {}
            _ => return None,
        }
        any = true;
        None
    };
    for child in analysis.children(token) {
        let rel = analysis.deprel(child);
        let helps = matches!(rel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
            || (rel == Deprel::Mark && analysis.xpos(child) == Xpos::To);
        if helps && let Some(direction) = note(analysis.xpos(child), analysis.lemma(child)) {
            return Some(direction);
        }
    }
    let verb = matches!(analysis.upos(token), Upos::Verb | Upos::Aux);
    if verb && let Some(direction) = note(analysis.xpos(token), analysis.lemma(token)) {
        return Some(direction);
    }
    if !any {
        return None;
    }
    // "had been due" is over; "is planned", "was planned", "the meeting planned" lie ahead
    let perfect = analysis
        .children(token)
        .any(|child| analysis.lemma(child) == "have" && analysis.xpos(child) == Xpos::Vbd);
    let lemma = analysis.lemma(token);
    let planned = analysis.xpos(token) == Xpos::Vbn && PLANNED.contains(&lemma);
    if !perfect && (planned || SCHEDULES.contains(&lemma)) {
        return Some(Direction::Future);
    }
    // "the injunction issued Thursday"
    let reduced = participle && !past && !present && !infinitive;
    if past || (reduced && analysis.xpos(token) == Xpos::Vbn) {
        return Some(Direction::Past);
    }
    if infinitive && present {
        // "is to meet"
        return Some(Direction::Future);
    }
    if infinitive && analysis.deprel(token) == Deprel::Acl {
        // "a plan to leave"
        return Some(Direction::Future);
    }
    if infinitive {
        // "plans to meet", "expected to leave": ahead; else as the verb above
        let above = analysis.head(token)?;
        let perfect = analysis
            .children(above)
            .any(|child| analysis.lemma(child) == "have" && analysis.xpos(child) == Xpos::Vbd);
        let ahead = PLANS.contains(&analysis.lemma(above)) && !perfect;
        return ahead.then_some(Direction::Future);
    }
    if present && verb && lexicon::saying(analysis.lemma(token)).is_some() {
        return Some(Direction::Past);
    }
    if present && participle && analysis.xpos(token) == Xpos::Vbn {
        // "is expected on Friday" is ahead, "is believed killed" says nothing
        return PLANS.contains(&analysis.lemma(token)).then_some(Direction::Future);
    }
    present.then_some(Direction::Future)
}

/// Verbs whose time lies ahead in any tense.
const SCHEDULES: &[&str] = &["schedule", "slate", "reschedule", "reconvene"];

/// Verbs whose participle says that something lies ahead.
const PLANNED: &[&str] = &["plan", "expect", "schedule", "slate"];

/// Verbs (and "going") under which an infinitive lies ahead.
const PLANS: &[&str] = &[
    "plan", "expect", "schedule", "due", "set", "want", "vow", "agree", "hope", "intend",
    "prepare", "ask", "urge", "order", "promise", "pledge", "decide", "invite", "go", "aim",
    "refuse", "threaten", "slate", "propose", "need", "start", "begin", "offer", "poise", "likely",
    "ready", "require",
];
