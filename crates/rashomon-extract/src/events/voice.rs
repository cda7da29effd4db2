//! Whose word an event is, and how surely it is told.

use rashomon_annotate::{Deprel, TokenId, Upos};
use rashomon_lexicon::{self as lexicon, SpeechAct};

use super::Scene;
use crate::{
    account::{Certainty, MentionId, Voice},
    attribution::ContentKind,
    quotations::{Fate, quote_at},
    tree::Tree,
};

/// The perspective an event is told in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Perspective {
    pub voice: Voice,
    pub source: Option<MentionId>,
    pub certainty: Certainty,
    /// Its source says that it is not so.
    pub denied: bool,
}

pub(crate) fn find(scene: &Scene, trigger: TokenId, support: Option<TokenId>) -> Perspective {
    let tree = scene.tree;
    let quoted = quote_at(tree, trigger);
    let hedge = hedged(tree, trigger).or_else(|| support.and_then(|s| hedged(tree, s)));
    let mut certainty = hedge.unwrap_or(Certainty::Certain);
    // words between marks: somebody's, or the outlet's distance from them
    if let Some(q) = quoted {
        match scene.fates[q] {
            Fate::Scare => {
                return Perspective {
                    voice: Voice::ScareQuoted,
                    source: None,
                    certainty: certainty.max(Certainty::Possible),
                    denied: false,
                };
            }
            Fate::Quoted { speaker, .. } => {
                return Perspective {
                    voice: Voice::Attributed,
                    source: speaker,
                    certainty,
                    denied: false,
                };
            }
        }
    }
    let report = scene.attributions.of(trigger).filter(|a| {
        // "denied the attack" denies it; "denied a part in the attack" leaves the attack the outlet's word
        let itself = tree.object(a.cue) == Some(trigger)
            && a.saying.stance == SpeechAct::Deny
            && crate::claims::says_untrue(tree, a.cue);
        !(a.kind == ContentKind::Phrase
            && !itself
            && matches!(
                a.saying.stance,
                SpeechAct::Deny | SpeechAct::Doubt | SpeechAct::Decline | SpeechAct::Praise
            ))
    });
    if let Some(a) = report {
        let denied = a.saying.stance == SpeechAct::Deny && !a.negated;
        certainty = certainty.max(match a.saying.certainty {
            lexicon::Certainty::Certain => Certainty::Certain,
            lexicon::Certainty::Probable => Certainty::Probable,
            lexicon::Certainty::Possible => Certainty::Possible,
        });
        // a hedge right at the event is the stronger signal of how it is told
        let near = hedge_in_phrase(tree, trigger);
        // "is believed to have": nobody is named who believes
        // "the launch was considered bold": that there was one is not in doubt
        let taken = tree.rel(trigger) == Deprel::NsubjPass && tree.head(trigger) == Some(a.cue);
        let nobody = a.source.is_none()
            && tree.is_passive(a.cue)
            && certainty != Certainty::Certain
            && !taken;
        let voice = if near.is_some() || nobody { Voice::Hedged } else { Voice::Attributed };
        return Perspective { voice, source: a.source, certainty, denied };
    }
    let voice = if hedge.is_some() { Voice::Hedged } else { Voice::Own };
    Perspective { voice, source: None, certainty, denied: false }
}

fn certainty_of(word: &str) -> Option<Certainty> {
    lexicon::hedge(&lexicon::fold(word)).map(|h| match h.certainty {
        lexicon::Certainty::Certain => Certainty::Certain,
        lexicon::Certainty::Probable => Certainty::Probable,
        lexicon::Certainty::Possible => Certainty::Possible,
    })
}

/// A hedge among the words that modify the noun or verb itself: "an alleged attack".
pub(crate) fn hedge_in_phrase(tree: &Tree, token: TokenId) -> Option<Certainty> {
    tree.children(token)
        .iter()
        .copied()
        .filter(|&c| {
            matches!(
                tree.rel(c),
                Deprel::Amod | Deprel::Advmod | Deprel::Compound | Deprel::Det | Deprel::Acl
            )
        })
        .find_map(|c| certainty_of(tree.word(c)).or_else(|| certainty_of(tree.lemma(c))))
}

/// A hedge on the event or on the clause that tells it: "allegedly", "may have", "appear to",
/// "is suspected of", "believed to".
pub(crate) fn hedged(tree: &Tree, token: TokenId) -> Option<Certainty> {
    if let Some(certainty) = hedge_in_phrase(tree, token) {
        return Some(certainty);
    }
    let clause = if tree.upos(token) == Upos::Verb { Some(token) } else { None };
    let verb = clause?;
    let modal = tree.children(verb).iter().copied().find_map(|c| {
        (tree.rel(c) == Deprel::Aux)
            .then(|| lexicon::modal(&tree.lemma(c).to_lowercase()))
            .flatten()
    });
    let perfect =
        tree.children(verb).iter().any(|&c| tree.rel(c) == Deprel::Aux && tree.lemma(c) == "have");
    let may = tree.children(verb).iter().any(|&c| matches!(tree.lemma(c), "may" | "might"));
    // "could block" is ability as often as doubt
    if modal == Some(lexicon::Modal::Possible) && (perfect || may) {
        return Some(Certainty::Possible);
    }
    // the verb above that only says how sure it is: "appears to have", "is believed to have"
    let above = tree.head(verb)?;
    let hangs = matches!(
        tree.rel(verb),
        Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Obl | Deprel::Csubj
    );
    if hangs {
        let lemma = tree.lemma(above).to_lowercase();
        let passive = tree.is_passive(above);
        return match lemma.as_str() {
            "appear" | "seem" | "tend"
                if matches!(tree.rel(verb), Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj) =>
            {
                Some(Certainty::Probable)
            }
            "believe" | "think" | "understand" | "presume" | "expect" | "know" if passive => {
                Some(if lemma == "know" { Certainty::Certain } else { Certainty::Probable })
            }
            "suspect" | "say" | "report" | "rumor" | "rumour" | "allege" | "accuse" | "claim"
                if passive && tree.agent(above).is_none() =>
            {
                Some(Certainty::Possible)
            }
            "likely" | "unlikely" | "possible" => Some(Certainty::Possible),
            _ => None,
        };
    }
    None
}
