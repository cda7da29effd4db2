//! Who takes part in an event: actors, recipients, place.

use rashomon_annotate::{Deprel, TokenId, Xpos};

use rashomon_lexicon::SpeechAct;

use super::{LIGHT, Scene};
use crate::{
    account::{EntityKind, Form, MentionId},
    attribution::ContentKind,
    quotations::{Fate, quote_at},
    rules::{Rule, Slot},
    tree::Tree,
};

/// The participants of one event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments {
    pub actors: Vec<MentionId>,
    pub recipients: Vec<MentionId>,
    pub place: Option<MentionId>,
    /// The verb that lends its subject to a noun: "launched" in "launched an attack".
    pub support: Option<TokenId>,
    /// Heads of the participants' phrases, for the cited passage.
    pub tokens: Vec<TokenId>,
    /// Whether the actor stands in the construction itself, not inherited from a clause above.
    pub direct: bool,
}

pub(crate) fn find(scene: &Scene, rule: &Rule, trigger: TokenId) -> Arguments {
    let tree = scene.tree;
    let mut found = Arguments::default();
    let is_verb = tree.is_verb(trigger);
    // sponsor + attack: the verb rule's noun brings the recipients
    let object = if is_verb { tree.object(trigger) } else { None };
    found.support = if is_verb { None } else { support(tree, trigger) };

    let actor =
        if is_verb { tree.actor(trigger) } else { noun_actor(scene, trigger, found.support) };
    if let Some(actor) = actor.filter(|&a| a != trigger) {
        // "have 24 hours to leave": the rule takes the subject for the recipient
        if !rule.recipient.contains(&Slot::Subject) {
            found.tokens.push(actor);
            found.actors = participants(scene, actor, false);
            let top = found.support.unwrap_or(trigger);
            found.direct = [trigger, top].iter().any(|&t| tree.head(actor) == Some(t));
        }
    }
    // an attack by ‘pirates’: a word the outlet keeps its distance from names nobody
    found.actors.retain(|m| {
        let head = tree.analysis.token_at(scene.mentions.mentions[m.index()].head.start);
        quote_at(tree, head).is_none_or(|q| scene.fates[q] != Fate::Scare)
            || quote_at(tree, trigger) == quote_at(tree, head)
    });
    // "a truck ran into the bank killing two": the bank killed nobody
    if is_verb && tree.rel(trigger) == Deprel::Acl && tree.analysis.xpos(trigger) == Xpos::Vbg {
        found.actors.retain(|m| {
            let entity = scene.mentions.mentions[m.index()].entity;
            matches!(
                scene.mentions.entities[entity.index()].kind,
                EntityKind::Person | EntityKind::Group
            )
        });
    }
    // nobody does an accident or an earthquake
    if rule.contexts.contains(&"disasters") && !is_verb {
        found.actors.clear();
    }
    for slot in &rule.recipient {
        let token = filler(tree, trigger, object, slot, found.support);
        let Some(token) = token.filter(|&t| Some(t) != actor || *slot == Slot::Subject) else {
            continue;
        };
        let mentions = participants(scene, token, true);
        if !mentions.is_empty() {
            found.tokens.push(token);
            found.recipients = mentions;
            break;
        }
    }
    let entity = |m: MentionId| scene.mentions.mentions[m.index()].entity;
    let actors: Vec<_> = found.actors.iter().map(|&m| entity(m)).collect();
    found.recipients.retain(|&m| !actors.contains(&entity(m)));
    found.place = place(scene, trigger, &found);
    found
}

impl Arguments {
    /// "X accused Y of doing": Y did it, whatever the parse makes the subject of "doing".
    pub(super) fn accused(&mut self, scene: &Scene, trigger: TokenId) {
        if self.direct {
            return;
        }
        let charge = scene
            .attributions
            .of(trigger)
            .filter(|a| a.saying.stance == SpeechAct::Accuse && a.kind == ContentKind::Clause);
        let Some(charge) = charge else { return };
        let accused = scene.tree.object(charge.cue).filter(|o| !charge.content.holds(*o));
        if let Some(accused) = accused {
            self.actors = participants(scene, accused, false);
            self.tokens.push(accused);
        }
    }

    /// Drops an inherited actor that would make an accuser the culprit of its own accusation, or a state
    /// the author of a deed against itself: there the parse is more likely wrong than the world so odd.
    pub(super) fn doubt(&mut self, scene: &Scene, trigger: TokenId, source: Option<MentionId>) {
        if self.direct || self.actors.is_empty() {
            return;
        }
        // in a report, whoever acts is named in the report; a subject from outside is the reporter's clause's
        if let Some(report) = scene.attributions.of(trigger) {
            let spans = &scene.tree.analysis.tokens.span;
            let content = scene.tree.analysis.span(report.content);
            let accused = scene.tree.object(report.cue).map(|o| spans[o.index()]);
            self.actors.retain(|m| {
                let mention = &scene.mentions.mentions[m.index()];
                content.contains(mention.head) || accused.is_some_and(|o| mention.span.overlaps(o))
            });
        }
        let entity = |m: &MentionId| scene.mentions.mentions[m.index()].entity;
        let state = |m: &MentionId| {
            let e = &scene.mentions.entities[entity(m).index()];
            e.country.or(e.affiliation)
        };
        let of_source = source.is_some_and(|s| {
            self.actors
                .iter()
                .any(|a| entity(a) == entity(&s) || (state(a).is_some() && state(a) == state(&s)))
        });
        let of_recipient = self
            .actors
            .iter()
            .any(|a| self.recipients.iter().any(|r| state(a).is_some() && state(a) == state(r)));
        if of_source || of_recipient {
            self.actors.clear();
        }
    }
}

/// What fills a slot of the trigger's construction.
fn filler(
    tree: &Tree,
    trigger: TokenId,
    object: Option<TokenId>,
    slot: &Slot,
    support: Option<TokenId>,
) -> Option<TokenId> {
    let is_verb = tree.is_verb(trigger);
    match slot {
        Slot::Subject => tree.surface_subject(trigger, 0),
        Slot::Object if is_verb => object,
        // "an attack targeting the port", "the strike that hit the port"
        Slot::Object => tree
            .children(trigger)
            .iter()
            .copied()
            .filter(|&c| {
                matches!(tree.rel(c), Deprel::Acl | Deprel::AclRelcl) && !tree.is_passive(c)
            })
            .filter(|&c| !LIGHT.contains(&tree.verb_lemma(c).as_str()))
            .find_map(|c| tree.child(c, &[Deprel::Obj])),
        Slot::Complement => tree.child(trigger, &[Deprel::Xcomp, Deprel::Ccomp]),
        Slot::Possessor => tree.owner(trigger),
        Slot::Modifier => tree.child(trigger, &[Deprel::Amod, Deprel::Compound]),
        Slot::Absent => None,
        Slot::Preposition(case) => {
            let marked = |top: TokenId| {
                tree.children(top).iter().copied().find(|&c| {
                    matches!(tree.rel(c), Deprel::Obl | Deprel::Nmod | Deprel::OblAgent)
                        && tree.case(c).as_deref() == Some(*case)
                })
            };
            // its own phrase, its object's ("ties with"), that of a participle or of the verb that supports it
            marked(trigger)
                .or_else(|| object.and_then(marked))
                .or_else(|| {
                    tree.children(trigger)
                        .iter()
                        .copied()
                        .filter(|&c| matches!(tree.rel(c), Deprel::Acl | Deprel::AclRelcl))
                        .find_map(marked)
                })
                .or_else(|| support.filter(|_| *case != "of").and_then(marked))
        }
    }
}

/// The verb a noun trigger is the object or passive subject of, if it only lends its subject.
fn support(tree: &Tree, noun: TokenId) -> Option<TokenId> {
    let head = tree.head(noun)?;
    let lends = |verb: TokenId| {
        tree.is_verb(verb)
            && (LIGHT.contains(&tree.verb_lemma(verb).as_str())
                || LIGHT.contains(&tree.lemma(verb)))
    };
    if matches!(tree.rel(noun), Deprel::Obj | Deprel::NsubjPass) && lends(head) {
        return Some(head);
    }
    // "an attack carried out by", "the sanctions imposed by", "the attack that X launched"
    tree.children(noun)
        .iter()
        .copied()
        .find(|&c| matches!(tree.rel(c), Deprel::Acl | Deprel::AclRelcl) && lends(c))
}

fn noun_actor(scene: &Scene, noun: TokenId, support: Option<TokenId>) -> Option<TokenId> {
    let tree = scene.tree;
    if let Some(owner) = tree.owner(noun) {
        return Some(owner);
    }
    // "the Japanese cyberattack", "Rebel Front attack"
    let modifier = tree.children(noun).iter().copied().find(|&c| {
        matches!(tree.rel(c), Deprel::Amod | Deprel::Compound | Deprel::NmodDesc)
            && scene.mentions.of_token(c).is_some_and(|m| {
                let mention = &scene.mentions.mentions[m.index()];
                let kind = scene.mentions.entities[mention.entity.index()].kind;
                mention.form != Form::Description
                    && matches!(
                        kind,
                        EntityKind::Geopolitical | EntityKind::Group | EntityKind::Organization
                    )
            })
    });
    if modifier.is_some() {
        return modifier;
    }
    let verb = support?;
    match tree.rel(verb) {
        Deprel::Acl | Deprel::AclRelcl if tree.head(verb) == Some(noun) => {
            if tree.is_passive(verb) {
                tree.agent(verb)
            } else {
                tree.child(verb, &[Deprel::Nsubj]).filter(|&s| !is_relative(tree, s))
            }
        }
        _ => tree.actor(verb),
    }
}

fn is_relative(tree: &Tree, token: TokenId) -> bool {
    matches!(tree.lemma(token).to_lowercase().as_str(), "that" | "which" | "who")
}

/// The mentions that a participant's phrase stands for: its own and its conjuncts', those in apposition,
/// and for a phrase that is only described the state it belongs to ("Japanese diplomats").
pub(super) fn participants(scene: &Scene, head: TokenId, recipient: bool) -> Vec<MentionId> {
    let tree = scene.tree;
    let mut list = Vec::new();
    for token in tree.with_conjuncts(head) {
        let own = scene.mentions.of_noun_phrase(tree.analysis, token);
        if let Some(own) = own {
            list.push(own);
        }
        let described = own.is_none_or(|m| {
            matches!(scene.mentions.mentions[m.index()].form, Form::Description | Form::Title)
        });
        if described && (recipient || own.is_none()) {
            list.extend(state_of(scene, token));
        }
        for &c in tree.children(token) {
            if tree.rel(c) == Deprel::Appos {
                list.extend(scene.mentions.of_noun_phrase(tree.analysis, c));
            }
        }
    }
    list.dedup();
    list
}

/// The state, group or body that a described thing belongs to: "Portuguese websites", "the ministry's plans".
fn state_of(scene: &Scene, noun: TokenId) -> Option<MentionId> {
    let tree = scene.tree;
    tree.children(noun)
        .iter()
        .copied()
        .filter(|&c| {
            matches!(
                tree.rel(c),
                Deprel::Amod | Deprel::NmodPoss | Deprel::Compound | Deprel::NmodDesc
            ) || (tree.rel(c) == Deprel::Nmod && tree.case(c).as_deref() == Some("of"))
        })
        .filter_map(|c| scene.mentions.of_token(c))
        .find(|&m| {
            let mention = &scene.mentions.mentions[m.index()];
            let kind = scene.mentions.entities[mention.entity.index()].kind;
            !matches!(kind, EntityKind::Other)
                && !matches!(mention.form, Form::Pronoun | Form::Description)
        })
}

/// A place the event is said to be in.
fn place(scene: &Scene, trigger: TokenId, found: &Arguments) -> Option<MentionId> {
    let tree = scene.tree;
    let clause = tree.clause(trigger);
    [trigger, clause]
        .into_iter()
        .flat_map(|top| tree.children(top).iter().copied())
        .filter(|&c| matches!(tree.rel(c), Deprel::Obl | Deprel::Nmod))
        .filter(|&c| {
            matches!(
                tree.case(c).as_deref(),
                Some("in" | "at" | "near" | "outside" | "off" | "around")
            )
        })
        .filter_map(|c| scene.mentions.of_noun_phrase(tree.analysis, c))
        .find(|m| {
            let entity = scene.mentions.mentions[m.index()].entity;
            let kind = scene.mentions.entities[entity.index()].kind;
            matches!(kind, EntityKind::Place | EntityKind::Geopolitical)
                && !found.recipients.contains(m)
                && !found.actors.contains(m)
        })
}
