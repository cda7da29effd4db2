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

    /// Whether the time is that of a verb of saying on its left, not of the clause on its right that the parse gave it to:
    /// "wrote in a letter on Wednesday they will go".
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

/// What a verb and its auxiliaries look like.
#[derive(Clone, Copy, Default)]
struct Forms {
    /// will, would, may, …; "could" and "might" also speak of what has been and are left out.
    modal: bool,
    /// said, was, has.
    past: bool,
    /// says, is.
    present: bool,
    /// to go.
    infinitive: bool,
    /// The verb itself is "gone" or "going".
    participle: Option<Xpos>,
    /// "had gone", "may have gone".
    perfect: bool,
}

impl Forms {
    /// The forms of the verb `token`, or of the copula and auxiliaries of another word; `None` where it has none.
    fn of(analysis: &Analysis, token: TokenId) -> Option<Self> {
        let mut forms = Self::default();
        let mut any = false;
        for child in analysis.children(token) {
            let helps = match analysis.deprel(child) {
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop => true,
                Deprel::Mark => analysis.xpos(child) == Xpos::To,
                _ => false,
            };
            if helps {
                any |= forms.add(analysis.xpos(child), analysis.lemma(child));
            }
        }
        if matches!(analysis.upos(token), Upos::Verb | Upos::Aux) {
            let tag = analysis.xpos(token);
            any |= forms.add(tag, analysis.lemma(token));
            forms.participle = Some(tag).filter(|tag| matches!(tag, Xpos::Vbn | Xpos::Vbg));
        }
        any.then_some(forms)
    }

    fn add(&mut self, tag: Xpos, lemma: &str) -> bool {
        let have = lemma == "have";
        match tag {
            Xpos::Md => self.modal |= !matches!(lemma, "could" | "might"),
            Xpos::Vbd => (self.past, self.perfect) = (true, self.perfect || have),
            Xpos::Vbz | Xpos::Vbp if have => self.past = true,
            Xpos::Vbz | Xpos::Vbp => self.present = true,
            Xpos::To => self.infinitive = true,
            Xpos::Vb => self.perfect |= have,
            Xpos::Vbn | Xpos::Vbg => {}
            _ => return false,
        }
        true
    }
}

/// Past or future, if the token is a verb whose form or auxiliaries tell; `None` sends the question to its head.
fn verb_tense(analysis: &Analysis, token: TokenId) -> Option<Direction> {
    let forms = Forms::of(analysis, token)?;
    let lemma = analysis.lemma(token);
    if forms.modal {
        // "must have left"
        return Some(if forms.perfect { Direction::Past } else { Direction::Future });
    }
    // "had been due" is over; "is planned", "was planned", "the meeting planned" lie ahead
    let planned = forms.participle == Some(Xpos::Vbn) && PLANNED.contains(&lemma)
        || forms.past && lemma == "plan";
    if !forms.perfect && (planned || SCHEDULES.contains(&lemma)) {
        return Some(Direction::Future);
    }
    // "the injunction issued Thursday"
    let reduced = forms.participle == Some(Xpos::Vbn) && !forms.present && !forms.infinitive;
    if forms.past || reduced {
        return Some(Direction::Past);
    }
    if forms.infinitive {
        // "is to meet", "a plan to leave"
        if forms.present {
            return Some(Direction::Future);
        }
        if analysis.deprel(token) == Deprel::Acl {
            // "a plan to leave" is ahead, "the first ship to leave was …" is not
            let noun = analysis.head(token)?;
            let ranked =
                analysis.children(noun).chain([noun]).any(|t| RANKS.contains(&analysis.lemma(t)));
            let told = |t| Forms::of(analysis, t).is_some_and(|forms| forms.past && !forms.perfect);
            let over = ranked && (told(noun) || analysis.head(noun).is_some_and(told));
            return Some(if over { Direction::Past } else { Direction::Future });
        }
        // "plans to meet", "expected to leave": ahead; else as the verb above
        let above = analysis.head(token)?;
        let over = Forms::of(analysis, above).is_some_and(|forms| forms.perfect);
        let ahead = PLANS.contains(&analysis.lemma(above)) && !over;
        return ahead.then_some(Direction::Future);
    }
    if !forms.present {
        return None;
    }
    match forms.participle {
        // "is expected on Friday" is ahead, "is believed killed" says nothing
        Some(Xpos::Vbn) => PLANS.contains(&lemma).then_some(Direction::Future),
        // "is leaving on Friday", "the vote is on Friday"
        Some(_) => Some(Direction::Future),
        None if analysis.upos(token) != Upos::Verb => Some(Direction::Future),
        // "the talks begin on Friday", but the present of headlines and captions: "crowds gather on Friday"
        None if TIMETABLE.contains(&lemma) => Some(Direction::Future),
        None => Some(Direction::Past),
    }
}

/// Words of rank, under which an infinitive tells what was done: "the first to leave".
const RANKS: &[&str] = &["first", "second", "third", "last", "latest", "only", "next"];

/// Verbs whose time lies ahead in any tense.
const SCHEDULES: &[&str] = &["schedule", "slate", "reschedule", "reconvene"];

/// Verbs whose participle says that something lies ahead.
const PLANNED: &[&str] = &["plan", "expect", "schedule", "slate"];

/// Verbs (and "going") under which an infinitive lies ahead.
#[rustfmt::skip]
const PLANS: &[&str] = &[
    "plan", "expect", "schedule", "due", "set", "want", "vow", "agree", "hope", "intend", "prepare", "ask", "urge",
    "order", "promise", "pledge", "decide", "invite", "go", "aim", "refuse", "threaten", "slate", "propose", "need",
    "start", "begin", "offer", "poise", "likely", "ready", "require",
];

/// Verbs whose present tense speaks of what is on the calendar.
#[rustfmt::skip]
const TIMETABLE: &[&str] = &[
    "begin", "start", "open", "end", "close", "expire", "meet", "resume", "vote", "leave", "arrive", "depart", "return",
    "take", "run", "go", "come", "face", "fall", "mark", "finish", "conclude", "launch", "convene", "play", "appear", "elect",
    "lapse", "retire", "mature", "continue", "kick", "travel", "plan", "expect", "hope", "intend", "want", "become",
];
