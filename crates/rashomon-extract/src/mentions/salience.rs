//! How present each participant is to the reader at a given word.
//!
//! Follows the weighing of grammatical roles and recency of Lappin and Leass (1994), over sentences
//! close by, with every noun phrase as a rival: where something that is no participant is as present,
//! nothing is chosen.

use rashomon_annotate::{Deprel, TokenId};
use rashomon_lexicon::{Gender, saying};

use super::{
    draft::{DraftId, Number, Work},
    phrase::{self, Role},
};

/// Somebody or something that a pronoun or description may refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// A participant.
    Entity(DraftId),
    /// Any other noun phrase, by the number of its head token; with [`PAIR`], it and its conjuncts.
    Thing(u32),
}

/// The bit that tells "Reyes and Duarte" from "Reyes".
pub(super) const PAIR: u32 = 1 << 31;

/// One noun phrase, as a possible antecedent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub who: Who,
    pub head: TokenId,
    pub sentence: usize,
    /// Sentences so far that are not wholly quoted.
    pub clock: usize,
    pub role: Role,
    pub number: Number,
    /// Whether it denotes people.
    pub human: bool,
    pub gender: Option<Gender>,
    /// The quotation it stands in.
    pub quote: Option<u32>,
    /// Whether it is itself a pronoun or a short description.
    pub anaphor: bool,
}

/// Where the referring word stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    pub token: TokenId,
    pub sentence: usize,
    /// Sentences so far that are not wholly quoted.
    pub clock: usize,
    pub role: Role,
    pub quote: Option<u32>,
    /// Whether the word is a noun: a noun does not mean the subject of a clause it stands in.
    pub noun: bool,
}

/// The weights, all in one place.
mod weight {
    use super::Role;

    /// What a role is worth, and what each sentence of distance leaves of it.
    pub(super) const fn role(role: Role) -> f32 {
        match role {
            Role::Subject => 1.0,
            Role::PassiveSubject => 0.95,
            Role::Agent => 0.75,
            Role::Object => 0.7,
            Role::Possessor => 0.65,
            Role::Oblique => 0.5,
            Role::Other => 0.3,
        }
    }
    pub(super) const DECAY: f32 = 0.62;
    /// Being mentioned again and again.
    pub(super) const REPEATED: f32 = 0.12;
    /// The same role as the referring word.
    pub(super) const PARALLEL: f32 = 0.12;
    /// Being who says the clause that the word stands in: "Reyes said she …".
    pub(super) const SPEAKER: f32 = 0.35;
    /// Standing on the other side of a quotation mark.
    pub(super) const OTHER_VOICE: f32 = 0.6;
    /// The same paragraph's first subject: its topic.
    pub(super) const CHAIN: f32 = 0.1;
}

/// A chosen antecedent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Choice {
    pub who: Who,
    /// 0 to 1: how far it leads.
    pub confidence: f32,
}

/// How clearly the best must lead.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar {
    /// Least score.
    pub score: f32,
    /// Largest share of the best score that the second may have.
    pub rival: f32,
}

/// The most present of those that `fits` lets through (with the factor it gives), if it leads clearly.
///
/// `items` are the noun phrases before the site, in text order, of the sentences looked at.
pub(super) fn choose(
    work: &Work<'_>,
    items: &[Item],
    site: Site,
    bar: Bar,
    fits: impl Fn(&Item) -> Option<f32>,
) -> Option<Choice> {
    let mut scored: Vec<(Who, f32)> = Vec::new();
    // whom the noun’s own clause has for subject, it does not mean, wherever else they are mentioned
    let subjects: Vec<Who> = items
        .iter()
        .rev()
        .take_while(|item| item.sentence == site.sentence)
        .filter(|item| site.noun && commands(work, item.head, site.token))
        .map(|item| item.who)
        .collect();
    for item in items.iter().rev() {
        let Some(factor) = fits(item) else { continue };
        if subjects.contains(&item.who) {
            continue;
        }
        if is_blocked(work, item, site) {
            continue;
        }
        let score = factor * score(work, item, site);
        match scored.iter_mut().find(|(who, _)| *who == item.who) {
            Some((_, best)) => {
                *best = best.max(score) + weight::REPEATED * best.min(score);
            }
            None => scored.push((item.who, score)),
        }
    }
    let mut best: Option<(Who, f32)> = None;
    let mut second = 0.0f32;
    for &(who, score) in &scored {
        match best {
            Some((_, top)) if score <= top => second = second.max(score),
            _ => {
                second = best.map_or(second, |(_, top)| second.max(top));
                best = Some((who, score));
            }
        }
    }
    let (who, score) = best?;
    if score < bar.score || second > bar.rival * score {
        return None;
    }
    let lead = 1.0 - second / score;
    Some(Choice { who, confidence: (0.6 + 0.35 * lead * score.min(1.0)).min(0.95) })
}

/// How many sentences lie between; outside quotations, what is wholly quoted does not count: the
/// speaker of three quoted sentences is still there when the text goes on with "he said".
pub(super) fn distance(item: &Item, site: Site) -> usize {
    if site.quote.is_none() && item.quote.is_none() {
        site.clock.saturating_sub(item.clock)
    } else {
        site.sentence.saturating_sub(item.sentence)
    }
}

pub(super) fn score(work: &Work<'_>, item: &Item, site: Site) -> f32 {
    let distance = distance(item, site);
    let mut score = weight::role(item.role) * weight::DECAY.powi(distance as i32);
    if item.role == site.role {
        score += weight::PARALLEL * weight::DECAY.powi(distance as i32);
    }
    if item.anaphor {
        score += weight::CHAIN * weight::DECAY.powi(distance as i32);
    }
    if distance == 0 && says_clause_of(work, item, site.token) {
        score += weight::SPEAKER;
    }
    if item.quote != site.quote {
        score *= weight::OTHER_VOICE;
    }
    score
}

/// "Reyes said she would stay": the item is the subject of a verb of saying above the word.
pub(super) fn says_clause_of(work: &Work<'_>, item: &Item, token: TokenId) -> bool {
    let a = work.a;
    let subject = phrase::first_conjunct(a, item.head);
    if !matches!(a.deprel(subject), Deprel::Nsubj) {
        return false;
    }
    let Some(verb) = a.head(subject) else { return false };
    saying(a.lemma(verb)).is_some() && a.is_under(token, verb)
}

/// Whether the item is the subject of a clause that holds the word.
pub(super) fn commands(work: &Work<'_>, head: TokenId, token: TokenId) -> bool {
    let a = work.a;
    let subject = phrase::first_conjunct(a, head);
    let Some(verb) = a.head(subject) else { return false };
    if token == verb || !a.is_under(token, verb) {
        return false;
    }
    // what one says may well speak of oneself: "Chile said the country …"
    if saying(a.lemma(verb)).is_some_and(|s| s.clause)
        && matches!(step_below(work, token, verb), Some(Deprel::Ccomp | Deprel::Parataxis))
    {
        return false;
    }
    match a.deprel(subject) {
        Deprel::Nsubj | Deprel::NsubjPass => !crosses_subject(work, token, verb),
        // an object does so only within its own clause
        Deprel::Obj => !crosses_clause(work, token, verb),
        _ => false,
    }
}

/// The relation by which the branch that holds `token` hangs on `verb`.
fn step_below(work: &Work<'_>, token: TokenId, verb: TokenId) -> Option<Deprel> {
    let a = work.a;
    let mut at = token;
    for _ in 0..64 {
        let head = a.head(at)?;
        if head == verb {
            return Some(a.deprel(at));
        }
        at = head;
    }
    None
}

/// Whether a clause with a subject of its own begins on the way from `token` up to `verb`: "… after the
/// country was hit", "ordered them to leave the country".
fn crosses_subject(work: &Work<'_>, token: TokenId, verb: TokenId) -> bool {
    let a = work.a;
    let mut at = token;
    for _ in 0..64 {
        if at == verb {
            return false;
        }
        let Some(head) = a.head(at) else { return false };
        let own = a
            .children(at)
            .any(|c| matches!(a.deprel(c), Deprel::Nsubj | Deprel::NsubjPass) && c != token);
        let crosses = match a.deprel(at) {
            Deprel::Advcl | Deprel::Ccomp | Deprel::AclRelcl => own,
            Deprel::Xcomp => {
                a.children(head).any(|c| matches!(a.deprel(c), Deprel::Obj | Deprel::Iobj))
            }
            _ => false,
        };
        if crosses {
            return true;
        }
        at = head;
    }
    false
}

/// Whether a clause begins on the way from `token` up to `verb`.
fn crosses_clause(work: &Work<'_>, token: TokenId, verb: TokenId) -> bool {
    let a = work.a;
    let mut at = token;
    for _ in 0..64 {
        if at == verb {
            return false;
        }
        if matches!(
            a.deprel(at),
            Deprel::Advcl | Deprel::Ccomp | Deprel::Acl | Deprel::AclRelcl | Deprel::Parataxis
        ) {
            return true;
        }
        match a.head(at) {
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

/// Whether grammar forbids that the item is meant.
pub(super) fn is_blocked(work: &Work<'_>, item: &Item, site: Site) -> bool {
    let a = work.a;
    if item.sentence != site.sentence {
        return false;
    }
    if item.head == site.token {
        return true;
    }
    // the item inside the word's own phrase: "the Islamist movement"
    if a.is_under(item.head, site.token) {
        return true;
    }
    // the word inside the item's own phrase: only a relative clause may point back
    if a.is_under(site.token, item.head) {
        let mut at = site.token;
        for _ in 0..64 {
            if at == item.head {
                return true;
            }
            if matches!(a.deprel(at), Deprel::AclRelcl | Deprel::Acl) {
                return false;
            }
            match a.head(at) {
                Some(head) => at = head,
                None => return true,
            }
        }
        return true;
    }

    // two arguments of one verb are two participants; a possessor is free
    let (x, y) = (phrase::first_conjunct(a, item.head), phrase::first_conjunct(a, site.token));
    if site.role != Role::Possessor && x == y {
        return true;
    }
    let argument = |t: TokenId| {
        matches!(
            a.deprel(t),
            Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Obj
                | Deprel::Iobj
                | Deprel::Obl
                | Deprel::OblAgent
        )
    };
    argument(x) && argument(y) && a.head(x) == a.head(y)
}
