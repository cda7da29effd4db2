//! What is no plain assertion: denials, doubts and silence, told apart from refusals, wishes and what only looks like them.

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::{Denied, SpeechAct, denied};

use super::content_head;
use crate::{
    account::{EntityKind, EventType},
    attribution::Attribution,
    events::Found,
    mentions::Mentions,
    tree::Tree,
};

/// The content up to ", explaining that …", which says why.
pub(super) fn until_participle(tree: &Tree, content: TokenRange) -> TokenRange {
    let aside = content
        .iter()
        .skip(2)
        .find(|&t| tree.analysis.xpos(t) == Xpos::Vbg && tree.word(TokenId(t.0 - 1)) == ",");
    aside.map_or(content, |t| TokenRange::new(content.start, t.0 - 1))
}

/// "The ministry rejected claims that it had paid": whoever denies words of nobody's denies what they say.
pub(super) fn is_denied_by_its_source(tree: &Tree, a: &Attribution) -> bool {
    let Some(verb) = tree.head(a.cue) else { return false };
    let denies = rashomon_lexicon::saying(&tree.lemma(verb).to_lowercase())
        .is_some_and(|it| it.stance == SpeechAct::Deny);
    let own = || a.source_token == tree.child(verb, &[Deprel::Nsubj]);
    // a demand that is rejected is refused, not said to be untrue
    let says = matches!(
        a.saying.stance,
        SpeechAct::Assert | SpeechAct::Accuse | SpeechAct::Believe | SpeechAct::Warn
    );
    says && tree.upos(a.cue) == Upos::Noun
        && tree.rel(a.cue) == Deprel::Obj
        && denies
        && !tree.is_negated(verb)
        && (a.inherited || own())
}

/// ", stating, …": words that go on from a denial, and are not what is denied.
pub(super) fn goes_on(tree: &Tree, a: &Attribution) -> bool {
    let word = |t: &TokenId| tree.upos(*t) != Upos::Punct;
    a.content.iter().find(word).is_some_and(|first| {
        tree.rel(first) == Deprel::Advcl
            && tree.word(first).ends_with("ing")
            && rashomon_lexicon::saying(&tree.lemma(first).to_lowercase()).is_some()
    })
}

/// Whether a verb of denying says of anything that it is untrue; others say so of words only.
pub(crate) fn says_untrue(tree: &Tree, cue: TokenId) -> bool {
    const VERBS: &[&str] = &[
        "deny",
        "refute",
        "rebut",
        "disclaim",
        "disavow",
        "contradict",
        "gainsay",
        "debunk",
        "negate",
        "disprove",
        "discount",
        "rule",
    ];
    VERBS.contains(&tree.lemma(cue).to_lowercase().as_str())
}

/// Whether words name a statement or make one: "the allegations", "that it was hacked", "it"; not "Seoul's offer to talk".
pub(super) fn is_statement(tree: &Tree, content: TokenRange) -> bool {
    let charge = |t: TokenId| denied(&tree.lemma(t).to_lowercase()) == Some(Denied::Charge);
    let alone = content.len() <= 2 && content.iter().any(charge);
    let noun = |t: TokenId| matches!(tree.upos(t), Upos::Noun | Upos::Propn) && charge(t);
    let clause = content_head(tree, content).is_some_and(|head| {
        tree.is_verb(head) && tree.child(head, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some()
    });
    alone || clause || content.iter().any(noun)
}

pub(super) fn confirms(tree: &Tree, cue: TokenId) -> bool {
    matches!(tree.lemma(cue), "confirm" | "acknowledge" | "admit" | "concede" | "verify")
}

/// Whether a doubt is about something said or done: not "wondered why it was late", nor "questioned the passengers".
pub(super) fn is_doubt(tree: &Tree, mentions: &Mentions, a: &Attribution) -> bool {
    let asked = a
        .content
        .iter()
        .next()
        .is_some_and(|t| matches!(tree.analysis.xpos(t), Xpos::Wp | Xpos::Wrb | Xpos::Wdt));
    let people = content_head(tree, a.content).is_some_and(|t| {
        rashomon_lexicon::person_noun(&tree.lemma(t).to_lowercase())
            || tree.lemma(t) == "people"
            || mentions.of_noun_phrase(tree.analysis, t).is_some_and(|m| {
                matches!(mentions.entity(m).kind, EntityKind::Person | EntityKind::Group)
            })
    });
    !asked && !people
}

/// Whether what somebody declines to do is to say something: "declined to comment", not "refused to pay".
pub(super) fn keeps_silent(tree: &Tree, a: &Attribution) -> bool {
    const SPEAKS: &[&str] = &[
        "comment",
        "answer",
        "respond",
        "reply",
        "discuss",
        "elaborate",
        "speculate",
        "disclose",
        "identify",
        "name",
        "detail",
        "specify",
        "speak",
        "talk",
        "confirm",
        "reveal",
        "explain",
        "rule",
        "engage",
    ];
    /// Verbs that speak with a noun for words: "give details", "return calls", but not "give money".
    const LIGHT: &[&str] = &["give", "provide", "go", "return", "make", "take", "share", "offer"];
    const WORDS: &[&str] = &[
        "comment",
        "detail",
        "information",
        "statement",
        "question",
        "name",
        "reason",
        "interview",
        "call",
        "figure",
        "number",
        "message",
        "response",
        "explanation",
    ];
    let Some(head) = content_head(tree, a.content) else { return false };
    let lemma = tree.lemma(head).to_lowercase();
    if WORDS.contains(&lemma.as_str()) {
        return true;
    }
    if !tree.is_verb(head) {
        return false;
    }
    if LIGHT.contains(&lemma.as_str()) {
        return a.content.iter().any(|t| WORDS.contains(&tree.lemma(t)));
    }
    SPEAKS.contains(&lemma.as_str())
        || rashomon_lexicon::saying(&lemma).is_some_and(|it| it.stance != SpeechAct::Decline)
}

/// Whether who says these words denies something with them: "the report is false".
pub(super) fn denies(tree: &Tree, events: &[Found], content: TokenRange) -> bool {
    let from = events.partition_point(|f| f.trigger.0 < content.start);
    let head = content_head(tree, content);
    events[from..]
        .iter()
        .take_while(|f| f.trigger.0 < content.end)
        .any(|f| f.spoken && f.event.kind == EventType::Reject && Some(f.trigger) == head)
}

pub(super) fn names_a_saying(tree: &Tree, content: TokenRange) -> bool {
    content.iter().any(|t| {
        matches!(
            tree.lemma(t),
            "responsibility" | "involvement" | "role" | "credit" | "part" | "hand" | "link"
        )
    })
}
