//! PLOVER's auxiliary modes: negated, future, hypothetical, historical.

use rashomon_annotate::{Deprel, TokenId, Upos, Xpos};
use rashomon_lexicon::{Modal, modal};
use rashomon_text::{Granularity, time::TimeExpr};

use super::{Scene, matching, when::When};
use crate::{
    account::{Auxiliary, EventType},
    tree::Tree,
};

pub(crate) fn find(
    scene: &Scene,
    trigger: TokenId,
    support: Option<TokenId>,
    when: Option<When>,
    denied: bool,
) -> Vec<Auxiliary> {
    let tree = scene.tree;
    let mut list = Vec::new();
    let verb = if tree.is_verb(trigger) { Some(trigger) } else { support };
    // "has never ordered or tolerated an attack"
    let governing = tree.head(trigger).filter(|&h| {
        verb.is_none()
            && tree.is_verb(h)
            && matches!(tree.rel(trigger), Deprel::Obj | Deprel::NsubjPass)
    });
    let negated = denied
        || tree.case(trigger).as_deref() == Some("without")
        // "did not try to seize"
        || verb.is_some_and(|v| {
            tree.rel(v) == Deprel::Xcomp && tree.head(v).is_some_and(|h| tree.is_negated(h))
        })
        || tree.is_negated(trigger)
        || governing.is_some_and(|v| negated_with_its_conjuncts(tree, v))
        || verb.is_some_and(|v| tree.is_negated(v))
        || verb
            .is_some_and(|v| above_says(tree, v, &["refuse", "fail", "decline", "avoid", "stop"]))
        || verb.is_some_and(|v| kept_from(tree, v));
    if negated {
        list.push(Auxiliary::Negated);
    }
    if let Some(verb) = verb {
        let modality = tree.children(verb).iter().copied().find_map(|c| {
            (tree.rel(c) == Deprel::Aux).then(|| modal(&tree.lemma(c).to_lowercase())).flatten()
        });
        let marked = tree.child(verb, &[Deprel::Mark]).map(|m| tree.lemma(m).to_lowercase());
        // "the demand that Norway leave": the subjunctive
        let subjunctive = tree.analysis.xpos(verb) == Xpos::Vb
            && modality.is_none()
            && tree.child(verb, &[Deprel::Aux]).is_none()
            && tree.child(verb, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some()
            && matches!(tree.rel(verb), Deprel::Ccomp | Deprel::Acl | Deprel::AclRelcl);
        let infinitive = tree.analysis.xpos(verb) == Xpos::Vb && marked.as_deref() == Some("to");
        if modality == Some(Modal::Future)
            || above_says(
                tree,
                verb,
                &[
                    "plan", "intend", "vow", "pledge", "promise", "prepare", "be", "go", "set",
                    "agree", "expect",
                ],
            ) && infinitive
        {
            list.push(Auxiliary::Future);
        }
        if matches!(modality, Some(Modal::Conditional | Modal::Obligation | Modal::Possible))
            || subjunctive
            || wanted(scene, verb)
            || infinitive && is_matter_of_a_text(tree, verb)
            || matches!(marked.as_deref(), Some("if" | "unless" | "whether"))
            || open_above(tree, verb)
            || infinitive
                && above_says(
                    tree,
                    verb,
                    &[
                        "want", "seek", "try", "attempt", "threaten", "hope", "wish", "urge",
                        "call", "ask", "demand", "consider", "offer", "propose", "need", "allow",
                        "help", "require",
                    ],
                )
        {
            let perfect = tree
                .children(verb)
                .iter()
                .any(|&c| tree.rel(c) == Deprel::Aux && tree.lemma(c) == "have");
            // "may have attacked" doubts what is past, it does not suppose what may come
            if !(perfect && modality == Some(Modal::Possible)) {
                list.push(Auxiliary::Hypothetical);
            }
        }
    }
    if !list.contains(&Auxiliary::Hypothetical)
        && verb.is_none_or(|v| v != trigger)
        && feared(tree, trigger)
    {
        list.push(Auxiliary::Hypothetical);
    }
    if let Some(when) = when {
        let past = match tree.analysis.times[when.time.index()].expr {
            TimeExpr::Absolute(value) => value.granularity >= Granularity::Year,
            TimeExpr::Offset(n, unit) => n < 0 && unit >= Granularity::Year,
            _ => false,
        };
        if past && !list.contains(&Auxiliary::Future) {
            list.push(Auxiliary::Historical);
        }
    }
    list
}

/// Whether the clause stands in one that is left open, or that is wanted: "debated whether he was weak by not
/// striking back", "to ensure that it does not burn".
fn open_above(tree: &Tree, verb: TokenId) -> bool {
    let mut at = verb;
    for _ in 0..4 {
        if !matches!(tree.rel(at), Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp | Deprel::Conj) {
            return false;
        }
        let Some(head) = tree.head(at) else { return false };
        let wanted = tree.rel(at) == Deprel::Ccomp
            && matches!(tree.lemma(head), "ensure" | "prevent" | "guarantee");
        let open = tree.child(head, &[Deprel::Mark]).is_some_and(|m| tree.lemma(m) == "whether");
        if wanted || open {
            return true;
        }
        at = head;
    }
    false
}

/// Whether a verb or one it is joined to is negated: "never ordered, paid for or tolerated".
fn negated_with_its_conjuncts(tree: &Tree, verb: TokenId) -> bool {
    let mut at = verb;
    for _ in 0..8 {
        if tree.is_negated(at) {
            return true;
        }
        match tree.head(at) {
            Some(head) if tree.rel(at) == Deprel::Conj => at = head,
            _ => return false,
        }
    }
    false
}

/// "without retaliating", "was barred from trading": what is left undone or not let happen.
fn kept_from(tree: &Tree, verb: TokenId) -> bool {
    let marks = tree.children(verb).iter().filter(|&&c| {
        matches!(tree.rel(c), Deprel::Mark | Deprel::Case) && tree.analysis.xpos(verb) == Xpos::Vbg
    });
    marks.into_iter().any(|&m| match tree.lemma(m).to_lowercase().as_str() {
        "without" => true,
        "from" => tree.head(verb).is_some_and(|h| {
            matches!(
                tree.lemma(h).to_lowercase().as_str(),
                "bar"
                    | "ban"
                    | "prevent"
                    | "keep"
                    | "stop"
                    | "deter"
                    | "discourage"
                    | "block"
                    | "prohibit"
                    | "dissuade"
                    | "refrain"
                    | "abstain"
                    | "restrain"
                    | "forbid"
                    | "save"
                    | "hold_back"
            )
        }),
        _ => false,
    })
}

/// Whether the verb or noun that governs an infinitive or gerund is one of these.
fn above_says(tree: &Tree, verb: TokenId, lemmas: &[&str]) -> bool {
    matches!(tree.rel(verb), Deprel::Xcomp | Deprel::Acl | Deprel::Advcl | Deprel::Ccomp)
        && tree.head(verb).is_some_and(|h| lemmas.contains(&tree.lemma(h).to_lowercase().as_str()))
}

/// Whether a noun names a deed that may come: "a possible attack", "prepared for a strike", "the risk of war".
fn feared(tree: &Tree, noun: TokenId) -> bool {
    let possible = tree.children(noun).iter().any(|&c| {
        tree.rel(c) == Deprel::Amod
            && matches!(
                tree.lemma(c),
                "possible"
                    | "potential"
                    | "imminent"
                    | "future"
                    | "likely"
                    | "planned"
                    | "looming"
                    | "further"
                    | "coming"
                    | "next"
            )
    });
    let heads = [
        "prepare",
        "prevent",
        "avoid",
        "avert",
        "risk",
        "fear",
        "threat",
        "danger",
        "possibility",
        "prospect",
        "deter",
        "thwart",
        "threaten",
        "contemplate",
        "consider",
        "plan",
        "likelihood",
        "chance",
        "warn",
    ];
    possible
        || matches!(tree.rel(noun), Deprel::Obj | Deprel::Obl | Deprel::Nmod)
            && tree.head(noun).is_some_and(|h| heads.contains(&tree.lemma(h)))
}

/// Whether an infinitive says what a text or a plan is for: "a resolution to annex the valley".
fn is_matter_of_a_text(tree: &Tree, verb: TokenId) -> bool {
    const NOUNS: &[&str] = &[
        "amendment",
        "bill",
        "draft",
        "intention",
        "motion",
        "petition",
        "plan",
        "proposal",
        "resolution",
        "scheme",
    ];
    tree.rel(verb) == Deprel::Acl
        && tree.head(verb).is_some_and(|noun| {
            tree.upos(noun) == Upos::Noun
                && NOUNS.contains(&tree.lemma(noun).to_lowercase().as_str())
        })
}

/// Whether what a clause says is only demanded or threatened: "urged the guild to leave", "the call to leave".
fn wanted(scene: &Scene, verb: TokenId) -> bool {
    let tree = scene.tree;
    matches!(tree.rel(verb), Deprel::Xcomp | Deprel::Ccomp | Deprel::Acl | Deprel::Advcl)
        && tree.child(verb, &[Deprel::Mark]).is_some_and(|m| matches!(tree.lemma(m), "to" | "that"))
        && tree.head(verb).is_some_and(|head| {
            matching::find(scene, head)
                .is_some_and(|m| matches!(m.rule.kind, EventType::Request | EventType::Threaten))
        })
}
