//! When an event is said to have happened: the time expression that its clause carries.

use super::Scene;
use crate::{account::TimeId, tree::Tree};
use rashomon_annotate::{Deprel, TokenId};

/// The time of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct When {
    pub time: TimeId,
}

pub(crate) fn find(scene: &Scene, trigger: TokenId, support: Option<TokenId>) -> Option<When> {
    let tree = scene.tree;
    let a = tree.analysis;
    let sentence = a.sentences[a.sentence_of(trigger)].tokens;
    let from = a.times.partition_point(|t| t.tokens.end <= sentence.start);
    let dates: Vec<(usize, TokenId)> = a.times[from..]
        .iter()
        .enumerate()
        .take_while(|(_, t)| t.tokens.start < sentence.end)
        .filter(|(_, t)| t.expr.is_dated())
        .map(|(i, t)| (from + i, top(tree, t.tokens.iter())))
        .collect();
    if dates.is_empty() {
        return None;
    }
    // "the first since 1959": a border is not the day
    let border =
        |date: TokenId| matches!(tree.case(date).as_deref(), Some("since" | "until" | "till"));
    let carriers = carriers(tree, trigger, support);
    let mut best: Option<(usize, u32, usize)> = None;
    for &(i, date) in &dates {
        if belongs_to_complement(tree, trigger, date) || border(date) {
            continue;
        }
        // climb from the date to the first word that can carry it
        let mut at = date;
        for step in 0..6 {
            if let Some(rank) = carriers.iter().position(|&c| c == at) {
                let gap = date.0.abs_diff(trigger.0);
                let candidate = (rank * 4 + step, gap, i);
                if best.is_none_or(|b| candidate < b) {
                    best = Some(candidate);
                }
                break;
            }
            // another clause, or another noun with an event of its own, keeps its time
            if at != date && (tree.is_verb(at) || names_event(scene, at)) {
                break;
            }
            match tree.head(at) {
                Some(head) => at = head,
                None => break,
            }
        }
    }
    best.map(|(_, _, i)| When { time: TimeId(i as u32) })
}

/// Whether a noun names an event, so that a date on it is that event's date: "the July attack".
fn names_event(scene: &Scene, noun: TokenId) -> bool {
    let lemma = scene.tree.lemma(noun).to_lowercase();
    scene.rules.of_noun(&lemma).next().is_some()
}

/// "accused the guild of raiding the port on 3 May": what follows a verb's complement is the
/// complement's date.
fn belongs_to_complement(tree: &Tree, trigger: TokenId, date: TokenId) -> bool {
    tree.head(date) == Some(trigger)
        && tree.children(trigger).iter().any(|&c| {
            matches!(tree.rel(c), Deprel::Advcl | Deprel::Xcomp | Deprel::Ccomp)
                && tree.child(c, &[Deprel::Mark]).is_some_and(|m| m > trigger)
                && c > trigger
                && c < date
        })
}

/// The token of a time expression that hangs outside it.
fn top(tree: &Tree, tokens: impl Iterator<Item = TokenId>) -> TokenId {
    let all: Vec<TokenId> = tokens.collect();
    all.iter().copied().find(|&t| tree.head(t).is_none_or(|h| !all.contains(&h))).unwrap_or(all[0])
}

/// The words whose time is the event's time, nearest first: the trigger, its participle, the verb that
/// supports it, and the verbs that share their time with it.
fn carriers(tree: &Tree, trigger: TokenId, support: Option<TokenId>) -> Vec<TokenId> {
    let mut list = vec![trigger];
    if !tree.is_verb(trigger) {
        for &c in tree.children(trigger) {
            if matches!(tree.rel(c), Deprel::Acl | Deprel::AclRelcl) {
                list.push(c);
            }
        }
    }
    list.extend(support);
    let mut at = support.unwrap_or(trigger);
    if !tree.is_verb(at) {
        // a noun as object or subject of a verb that is no report of it: "announced sanctions on Friday"
        match tree.head(at) {
            Some(head)
                if tree.is_verb(head)
                    && matches!(tree.rel(at), Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass) =>
            {
                list.push(head);
                at = head;
            }
            _ => return list,
        }
    }
    for _ in 0..4 {
        let shares = match tree.rel(at) {
            Deprel::Xcomp => true,
            Deprel::Advcl
                if tree.child(at, &[Deprel::Mark]).is_some_and(|m| tree.lemma(m) == "of") =>
            {
                true
            }
            Deprel::Conj => true,
            // a participle clause happens with its verb: "…, ordering the envoys to leave"
            Deprel::Advcl => tree.child(at, &[Deprel::Mark, Deprel::Nsubj]).is_none(),
            _ => false,
        };
        match tree.head(at) {
            Some(head) if shares && tree.is_verb(head) => {
                list.push(head);
                at = head;
            }
            _ => break,
        }
    }
    // "the decision to sever ties was taken on Wednesday", "decided on Wednesday to sever"
    if tree.rel(at) == Deprel::Acl
        && let Some(noun) = tree.head(at)
        && let Some(verb) = tree.head(noun).filter(|&v| tree.is_verb(v))
        && matches!(tree.rel(noun), Deprel::Obj | Deprel::NsubjPass | Deprel::Nsubj)
    {
        list.push(verb);
    }
    list
}
