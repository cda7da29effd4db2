//! Intents: what is promised, wanted, refused or threatened decides the code; the outermost says the type.

use rashomon_annotate::{Deprel, TokenId, Xpos};
use rashomon_lexicon::{Modal, modal};

use super::{
    Scene,
    matching::{self, Match},
};
use crate::{
    account::EventType,
    rules::{Deed, Reading, Rule},
    tree::Tree,
};

/// What an event is coded as: its rule's answer, or what follows from intent and deed together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coding {
    pub kind: EventType,
    pub mode: Option<&'static str>,
    pub cameo: &'static str,
    pub act: &'static str,
    pub phrase: &'static str,
    /// A deed told in the future that is coded as the intent: it is no event of the future then.
    pub announced: bool,
    /// A refusal ("will not help"): coded as what it is, and not as a negated deed.
    pub refused: bool,
}

impl Coding {
    /// What the rule says, whatever deed it is about.
    pub(super) fn of(rule: &Rule) -> Self {
        Self {
            kind: rule.kind,
            mode: rule.mode,
            cameo: rule.cameo,
            act: rule.act,
            phrase: rule.phrase,
            announced: false,
            refused: false,
        }
    }
}

/// The coding of a match with its deed; `None` where the rule asks for a deed and there is none.
pub(super) fn code(scene: &Scene, found: &Match, deed: Option<&Match>) -> Option<Coding> {
    let rule = found.rule;
    let tables = &scene.rules.tables;
    let mut coding = Coding::of(rule);
    if rule.is_intent() {
        // "said it would not join" is the refusal, and not a negated one
        coding.refused = rule.kind == EventType::Reject
            && outlook(scene.tree, found.trigger) == Outlook::WillNot;
        coding.announced = coding.refused;
        if deed.is_none() && rule.deed == Deed::Needed {
            return None;
        }
        if let Some(deed) = deed {
            if rule.deed != Deed::Any && is_hostile(deed.rule) {
                threat(&mut coding);
            }
            coding.cameo = tables.intent(coding.cameo, deed.rule.cameo);
            if let Some((kind, mode)) = tables.plover(coding.cameo)
                && kind == coding.kind
            {
                coding.mode = mode.or(coding.mode);
            }
        }
        return Some(coding);
    }
    let tree = scene.tree;
    match outlook(tree, found.trigger) {
        Outlook::Now => {}
        Outlook::Will => announce(scene, rule, found.trigger, &mut coding),
        Outlook::Might => {
            if is_hostile(rule)
                && conditional(tree, found.trigger)
                && tree.actor(found.trigger).is_some()
            {
                threat(&mut coding);
                coding.cameo = tables.intent(coding.cameo, rule.cameo);
                coding.mode = tables.plover(coding.cameo).and_then(|(_, mode)| mode);
                coding.announced = true;
            }
        }
        Outlook::WillNot => {
            let yields = matches!(
                rule.kind,
                EventType::Aid
                    | EventType::Cooperate
                    | EventType::Support
                    | EventType::Consult
                    | EventType::Concede
                    | EventType::Retreat
            );
            if yields {
                coding.kind = EventType::Reject;
                coding.cameo = tables.intent("120", rule.cameo);
                coding.mode = tables.plover(coding.cameo).and_then(|(_, mode)| mode);
                (coding.act, coding.phrase) = ("reject", "rejects");
                (coding.announced, coding.refused) = (true, true);
            }
        }
    }
    Some(coding)
}

fn threat(coding: &mut Coding) {
    coding.kind = EventType::Threaten;
    coding.cameo = "130";
    coding.mode = None;
    (coding.act, coding.phrase) = ("threaten", "threatens");
}

/// A deed that its doer says he will do.
fn announce(scene: &Scene, rule: &Rule, trigger: TokenId, coding: &mut Coding) {
    let tables = &scene.rules.tables;
    let kind = match (rule.kind, scene.rules.reading()) {
        (EventType::Aid | EventType::Cooperate | EventType::Support | EventType::Consult, _)
        | (EventType::Concede | EventType::Retreat, Reading::Conversion) => EventType::Agree,
        (EventType::Retreat, Reading::Manual) if rule.mode != Some("resign") => {
            coding.kind = EventType::Concede;
            coding.mode = None;
            return;
        }
        _ if is_hostile(rule) && announces(scene, trigger) => EventType::Threaten,
        _ => return,
    };
    coding.announced = true;
    if kind == EventType::Threaten {
        threat(coding);
    } else {
        (coding.act, coding.phrase) = ("agree", "agrees with");
        coding.kind = kind;
        coding.cameo = "030";
    }
    coding.cameo = tables.intent(coding.cameo, rule.cameo);
    coding.mode = match tables.plover(coding.cameo) {
        Some((found, mode)) if found == kind => mode,
        _ => None,
    };
}

/// Whether the one who will do it says so himself, or sets a condition.
fn announces(scene: &Scene, trigger: TokenId) -> bool {
    scene.tree.actor(trigger).is_some()
        && (conditional(scene.tree, trigger) || says_so_himself(scene, trigger))
}

/// Whether the subject of what is reported is the speaker.
fn says_so_himself(scene: &Scene, trigger: TokenId) -> bool {
    let tree = scene.tree;
    let entity = |t: TokenId| {
        let mention = scene.mentions.of_noun_phrase(tree.analysis, t)?;
        Some(scene.mentions.mentions[mention.index()].entity)
    };
    let subject = tree.actor(trigger).and_then(entity);
    let speaker = scene.attributions.of(trigger).and_then(|a| a.source);
    speaker.is_some_and(|s| subject == Some(scene.mentions.mentions[s.index()].entity))
}

/// Whether a condition is set: "unless the port is opened".
fn conditional(tree: &Tree, trigger: TokenId) -> bool {
    tree.children(trigger).iter().any(|&c| {
        tree.rel(c) == Deprel::Advcl
            && tree
                .child(c, &[Deprel::Mark])
                .is_some_and(|m| matches!(tree.lemma(m), "if" | "unless" | "until"))
    })
}

/// Deeds that are threats as long as they are only meant.
pub(super) fn is_hostile(rule: &Rule) -> bool {
    matches!(
        rule.kind,
        EventType::Sanction | EventType::Coerce | EventType::Assault | EventType::Protest
    )
}

/// How a clause looks at its deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outlook {
    Now,
    /// "may", "could", "would".
    Might,
    Will,
    WillNot,
}

fn outlook(tree: &Tree, trigger: TokenId) -> Outlook {
    let verb = if tree.is_verb(trigger) { trigger } else { lender(tree, trigger) };
    let modality = tree
        .children(verb)
        .iter()
        .filter(|&&c| tree.rel(c) == Deprel::Aux)
        .find_map(|&c| modal(&tree.lemma(c).to_lowercase()));
    let going = tree.rel(verb) == Deprel::Xcomp
        && tree.head(verb).is_some_and(|h| tree.word(h).eq_ignore_ascii_case("going"));
    let perfect =
        tree.children(verb).iter().any(|&c| tree.rel(c) == Deprel::Aux && tree.lemma(c) == "have");
    let reported = !perfect
        && tree.rel(verb) == Deprel::Ccomp
        && tree
            .children(verb)
            .iter()
            .any(|&c| tree.rel(c) == Deprel::Aux && tree.lemma(c) == "would")
        && tree.head(verb).is_some_and(|h| matches!(tree.analysis.xpos(h), Xpos::Vbd | Xpos::Vbn));
    let future = modality == Some(Modal::Future) || going || reported;
    let might = matches!(modality, Some(Modal::Conditional | Modal::Possible));
    match (future, tree.is_negated(verb)) {
        (true, false) => Outlook::Will,
        (true, true) => Outlook::WillNot,
        (false, false) if might => Outlook::Might,
        (false, _) => Outlook::Now,
    }
}

/// For a noun the verb it is object of; itself where there is none.
fn lender(tree: &Tree, noun: TokenId) -> TokenId {
    match tree.head(noun) {
        Some(head) if matches!(tree.rel(noun), Deprel::Obj | Deprel::NsubjPass) => head,
        _ => noun,
    }
}

/// The deed in an intent's complement or object: the nearest word there that is a rule's trigger.
pub(super) fn deed<'r>(scene: &Scene<'r>, found: &Match) -> Option<Match<'r>> {
    let tree = scene.tree;
    let trigger = found.trigger;
    let mut layer: Vec<TokenId> = matching::complements(tree, trigger);
    layer.extend(tree.children(trigger).iter().copied().filter(|&c| {
        c > trigger
            && match tree.rel(c) {
                Deprel::Obj | Deprel::Iobj | Deprel::Acl => true,
                Deprel::Obl | Deprel::Nmod => {
                    matches!(tree.case(c).as_deref(), Some("for" | "to" | "on" | "of" | "with"))
                }
                Deprel::Advcl => tree
                    .child(c, &[Deprel::Mark, Deprel::Case])
                    .is_some_and(|m| matches!(tree.lemma(m), "to" | "for" | "of" | "on")),
                _ => false,
            }
    }));
    layer.extend(found.governed);
    for _ in 0..4 {
        layer.sort_unstable();
        layer.dedup();
        for &token in &layer {
            if let Some(deed) = matching::find(scene, token)
                && deed.rule.kind != EventType::Other
            {
                return Some(deed);
            }
        }
        layer = layer
            .iter()
            .flat_map(|&t| tree.children(t).iter().copied())
            .filter(|&c| {
                matches!(
                    tree.rel(c),
                    Deprel::Obj
                        | Deprel::Xcomp
                        | Deprel::Ccomp
                        | Deprel::Conj
                        | Deprel::Nmod
                        | Deprel::Acl
                        | Deprel::NsubjPass
                        | Deprel::Nsubj
                ) && c > trigger
            })
            .collect();
        if layer.is_empty() {
            break;
        }
    }
    None
}

/// What somebody says he will not do himself: "said it would not join". The verb of saying.
pub(super) fn refusal(scene: &Scene, verb: TokenId) -> Option<TokenId> {
    let tree = scene.tree;
    let says = tree.head(verb).filter(|&h| tree.rel(verb) == Deprel::Ccomp && tree.is_verb(h))?;
    let comments = ["comment", "say", "elaborate", "speculate", "be", "have", "know", "happen"];
    (outlook(tree, verb) == Outlook::WillNot
        && says_so_himself(scene, verb)
        && !comments.contains(&tree.lemma(verb)))
    .then_some(says)
}

/// Who is told what to do: "said that Norway must leave". The verb under the obligation, its subject and
/// the verb of saying.
pub(super) fn obligation(tree: &Tree, verb: TokenId) -> Option<(TokenId, TokenId)> {
    if tree.rel(verb) != Deprel::Ccomp {
        return None;
    }
    let must = tree.children(verb).iter().any(|&c| {
        tree.rel(c) == Deprel::Aux
            && matches!(tree.lemma(c).to_lowercase().as_str(), "must" | "should" | "ought")
    });
    // what somebody thinks ought to be is no demand
    let speech = [
        "say",
        "declare",
        "announce",
        "insist",
        "stress",
        "state",
        "conclude",
        "reiterate",
        "argue",
        "demand",
        "warn",
        "tell",
        "add",
        "emphasize",
        "emphasise",
        "maintain",
        "decree",
        "rule",
        "repeat",
        "underline",
        "order",
    ];
    let says = tree.head(verb).filter(|&h| tree.is_verb(h) && speech.contains(&tree.lemma(h)))?;
    let subject = tree.child(verb, &[Deprel::Nsubj, Deprel::NsubjPass])?;
    must.then_some((says, subject))
}
