//! At whose door somebody lays a deed: "blamed Ostia for the attack", "an attack blamed on Ostia".

use rashomon_annotate::{Deprel, TokenId};

use super::Scene;

/// A deed laid at somebody's door.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blame {
    /// Who does so.
    pub by: Option<TokenId>,
    /// At whose.
    pub on: TokenId,
}

/// Who is said, by a verb of blaming, to have done the deed that the noun `deed` names.
pub(super) fn find(scene: &Scene, deed: TokenId) -> Option<Blame> {
    let tree = scene.tree;
    if tree.is_predicate(deed) {
        return None;
    }
    for_it(scene, deed)
        .or_else(|| which(scene, deed))
        .or_else(|| on_somebody(scene, deed))
        .filter(|(verb, blame)| !tree.is_negated(*verb) && blame.on != deed)
        .map(|(_, blame)| blame)
}

fn lemma(scene: &Scene, verb: TokenId) -> String {
    let tree = scene.tree;
    if !tree.is_verb(verb) {
        return String::new();
    }
    scene.rules.lemma_of_verb(&tree.lemma(verb).to_lowercase(), tree.word(verb))
}

/// "blamed Ostia for the attack", "accused Ostia of the attack", whatever the parse hangs the phrase on.
fn for_it(scene: &Scene, deed: TokenId) -> Option<(TokenId, Blame)> {
    let tree = scene.tree;
    if !matches!(tree.rel(deed), Deprel::Obl | Deprel::Nmod) {
        return None;
    }
    let above = tree.head(deed)?;
    let verb = if tree.is_verb(above) { above } else { tree.head(above)? };
    let case = tree.case(deed)?;
    let fits = match lemma(scene, verb).as_str() {
        "blame" | "fault" | "indict" | "sanction" => case == "for",
        "accuse" => case == "of",
        "charge" => case == "with",
        _ => false,
    };
    let on = tree.object(verb).filter(|_| fits)?;
    (verb == above || on == above).then(|| (verb, Blame { by: tree.actor(verb), on }))
}

/// "an attack for which it blamed Ostia".
fn which(scene: &Scene, deed: TokenId) -> Option<(TokenId, Blame)> {
    let tree = scene.tree;
    let verb = tree.children(deed).iter().copied().find(|&c| {
        tree.rel(c) == Deprel::AclRelcl
            && matches!(lemma(scene, c).as_str(), "blame" | "fault")
            && tree.children(c).iter().any(|&o| {
                tree.rel(o) == Deprel::Obl && tree.case(o).as_deref() == Some("for") && o < c
            })
    })?;
    let on = tree.child(verb, &[Deprel::Obj, Deprel::NsubjPass])?;
    Some((verb, Blame { by: tree.actor(verb), on }))
}

/// "blamed the attack on Ostia", "the attack was attributed to Ostia", "an attack blamed on Ostia".
fn on_somebody(scene: &Scene, deed: TokenId) -> Option<(TokenId, Blame)> {
    let tree = scene.tree;
    let above =
        tree.head(deed).filter(|_| matches!(tree.rel(deed), Deprel::Obj | Deprel::NsubjPass));
    let below = tree
        .children(deed)
        .iter()
        .copied()
        .find(|&c| matches!(tree.rel(c), Deprel::Acl | Deprel::AclRelcl));
    let verb = above.or(below)?;
    let case = match lemma(scene, verb).as_str() {
        "blame" | "pin" => "on",
        "attribute" | "ascribe" => "to",
        _ => return None,
    };
    let on = tree.children(verb).iter().copied().find(|&c| {
        matches!(tree.rel(c), Deprel::Obl | Deprel::Nmod) && tree.case(c).as_deref() == Some(case)
    })?;
    Some((verb, Blame { by: tree.actor(verb).filter(|&by| by != deed), on }))
}
