//! Who takes part in an event: actors, recipients, place.

use rashomon_annotate::{Deprel, TokenId, Upos, Xpos};

use rashomon_lexicon::SpeechAct;

use super::{
    Scene,
    matching::{self, Match},
};
use crate::{
    account::{EntityKind, EventType, Form, MentionId},
    attribution::ContentKind,
    quotations::{Fate, quote_at},
    rules::{Rules, Slot},
    tree::Tree,
};

/// The participants of one event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments {
    /// The word that names the act.
    pub trigger: Option<TokenId>,
    pub actors: Vec<MentionId>,
    pub recipients: Vec<MentionId>,
    pub place: Option<MentionId>,
    /// The verb that lends its subject to a noun: "launched" in "launched an attack".
    pub support: Option<TokenId>,
    /// Heads of the participants' phrases, for the cited passage.
    pub tokens: Vec<TokenId>,
    /// What it is done to, whether or not that names a participant: "websites" in "attacked the ministry's websites".
    pub target: Option<TokenId>,
    /// Whether people act whom no mention names: "farmers", "hundreds of people".
    pub anonymous: bool,
    /// Whether the subject is a thing that cannot act: "snow", "the bill".
    pub inanimate: bool,
    /// Whether the recipients are those of what is meant, asked or refused.
    pub indirect: bool,
    /// Whether the actor stands in the construction itself, not inherited from a clause above.
    pub direct: bool,
}

/// The participants of the event that `found` names; `deed` is what an intent is about.
pub(crate) fn find(scene: &Scene, matched: &Match, deed: Option<&Match>) -> Arguments {
    let tree = scene.tree;
    let (rule, trigger) = (matched.rule, matched.trigger);
    let mut found = Arguments { trigger: Some(trigger), ..Arguments::default() };
    let is_verb = tree.is_predicate(trigger);
    // sponsor + attack: the verb rule's noun brings the recipients
    let object = if is_verb { tree.object(trigger).or(matched.governed) } else { None };
    found.support = if is_verb { None } else { support(scene, trigger) };

    let minded = tree.upos(trigger) == Upos::Adj || is_minded(scene.rules, tree, trigger);
    let actor = if minded {
        tree.surface_subject(trigger, 0)
    } else if is_verb {
        tree.actor(trigger)
    } else {
        noun_actor(scene, trigger, found.support, rule.kind == EventType::Assault)
    };
    // "issued a declaration demanding": who issued it demands
    let actor = actor.map(|a| author(scene, trigger, a).unwrap_or(a));
    if let Some(actor) = actor.filter(|&a| a != trigger) {
        found.anonymous = are_people(tree, actor);
        // "have 24 hours to leave": the rule takes the subject for the recipient
        if !rule.recipient.contains(&Slot::Subject) {
            found.tokens.push(actor);
            found.actors = participants(scene, actor, false);
            // "a Norwegian missile was about to fly": things neither speak nor intend
            let own = scene.mentions.of_noun_phrase(tree.analysis, actor).is_some();
            if !own && rule.is_intent() && is_thing(tree, actor) {
                found.actors.clear();
            }
            found.inanimate = found.actors.is_empty()
                && !found.anonymous
                && tree.upos(actor) == Upos::Noun
                && !acts_for_people(tree.lemma(actor));
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
    if rule.contexts.contains(&"disasters") && (!is_verb || rule.act != "casualties") {
        found.actors.clear();
    }
    if is_verb && undergone(scene, matched, object) {
        // "Guard shot in port", "Two held": headlines leave out the auxiliary
        found.recipients = std::mem::take(&mut found.actors);
        found.anonymous = false;
    } else {
        found.take_recipients(scene, matched, object, actor);
    }
    let open = rule.kind != EventType::Other && rule.recipient.last() != Some(&Slot::Nobody);
    if found.recipients.is_empty() && open {
        if let Some(deed) = deed {
            found.recipients_of_deed(scene, matched, deed);
        }
        if found.recipients.is_empty() {
            found.recipients_below(scene, matched);
        }
        found.indirect |= rule.is_intent() && !found.recipients.is_empty();
    }
    found.place = place(scene, trigger, &found);
    found
}

impl Arguments {
    /// What fills the first of the rule's slots that is filled by a participant other than the actors.
    fn take_recipients(
        &mut self,
        scene: &Scene,
        matched: &Match,
        object: Option<TokenId>,
        actor: Option<TokenId>,
    ) {
        let (tree, trigger) = (scene.tree, matched.trigger);
        for slot in &matched.rule.recipient {
            // "A bird was shot at the zoo": it was done to the bird, named or not
            if matches!(slot, Slot::Preposition(_))
                && tree.is_verb(trigger)
                && matched.rule.recipient.contains(&Slot::Object)
                && tree.child(trigger, &[Deprel::NsubjPass]).is_some()
            {
                break;
            }
            let token = filler(scene, matched.trigger, object, slot, self.support);
            let Some(token) = token.filter(|&t| Some(t) != actor || *slot == Slot::Subject) else {
                continue;
            };
            self.target = self.target.or(Some(token));
            if participants(scene, token, true).is_empty() {
                // "condemned an attack by the guild": those who did it
                let deed = matching::find(scene, token)
                    .filter(|d| matched.rule.kind == EventType::Accuse && !d.rule.is_intent());
                if let Some(doer) = deed.and_then(|d| {
                    let violent = d.rule.kind == EventType::Assault;
                    noun_actor(scene, d.trigger, support(scene, d.trigger), violent)
                        .or_else(|| tree.agent(d.trigger))
                }) && self.add_recipients(scene, doer)
                {
                    break;
                }
                // "rejected the demands of the guild", "the treaty with the guild"
                let inner = self.nearest(scene, token, matched.rule.kind);
                let inner = inner.filter(|&inner| inner != token);
                if inner.is_some_and(|inner| self.add_recipients(scene, inner)) {
                    self.indirect = matched.rule.is_intent();
                    break;
                }
            } else if self.add_recipients(scene, token) {
                break;
            }
        }
    }

    /// Makes the participants at `token` the recipients, but for those who act; whether there are any.
    fn add_recipients(&mut self, scene: &Scene, token: TokenId) -> bool {
        let entity = |m: MentionId| scene.mentions.mentions[m.index()].entity;
        let mut mentions = participants(scene, token, true);
        mentions.retain(|&m| !self.actors.iter().any(|&a| entity(a) == entity(m)));
        if mentions.is_empty() {
            return false;
        }
        self.tokens.push(token);
        self.recipients = mentions;
        true
    }

    /// An intent goes to those whom its deed is done to: "threatened to break ties with Norway"; a demand to
    /// those who are to do it: "demanded that Norway leave", "demanded the withdrawal of Norway's troops".
    fn recipients_of_deed(&mut self, scene: &Scene, matched: &Match, deed: &Match) {
        let own = find(scene, deed, None);
        let entity = |m: &MentionId| scene.mentions.mentions[m.index()].entity;
        let actors: Vec<_> = self.actors.iter().map(entity).collect();
        let others = |list: Vec<MentionId>| -> Vec<MentionId> {
            list.into_iter().filter(|m| !actors.contains(&entity(m))).collect()
        };
        let (doers, done_to) = (others(own.actors), others(own.recipients));
        let asked = matched.rule.kind == EventType::Request;
        let order = if asked { [doers, done_to] } else { [done_to, doers] };
        if let Some(recipients) = order.into_iter().find(|list| !list.is_empty()) {
            self.recipients = recipients;
            self.tokens.push(deed.trigger);
        }
    }

    /// The nearest public participant in what the trigger governs: its object's phrase, then complement and
    /// purpose ("rallied to demand that Norway leave").
    fn recipients_below(&mut self, scene: &Scene, matched: &Match) {
        let tree = scene.tree;
        let trigger = matched.trigger;
        let mut tops: Vec<TokenId> = Vec::new();
        if tree.is_predicate(trigger) {
            tops.extend(tree.object(trigger).filter(|&o| !tree.is_passive(trigger) && o > trigger));
            tops.extend(matched.governed);
        } else {
            tops.extend(tree.children(trigger).iter().copied().filter(|&c| {
                // "an attack from the north": where from is not whom
                let case = tree.case(c);
                tree.rel(c) == Deprel::Nmod
                    && !matches!(
                        case.as_deref(),
                        None | Some("by" | "from" | "during" | "after" | "since" | "like")
                    )
                    && !is_where(tree, c)
            }));
        }
        let intent = matched.rule.is_intent() || matched.rule.kind == EventType::Protest;
        let verb = self.support.unwrap_or(trigger);
        if intent {
            tops.extend(matching::complements(tree, verb));
            tops.extend(tree.children(verb).iter().copied().filter(|&c| {
                c > verb
                    && matches!(tree.rel(c), Deprel::Advcl | Deprel::Ccomp | Deprel::Acl)
                    && !is_aside(tree, c)
            }));
            let about = ["for", "against", "over", "at", "on", "about", "of", "to", "from"];
            tops.extend(tree.children(verb).iter().copied().filter(|&c| {
                c > verb
                    && matches!(tree.rel(c), Deprel::Obl | Deprel::Nmod)
                    && tree.case(c).is_some_and(|case| about.contains(&case.as_str()))
            }));
        }
        for top in tops {
            if let Some(token) = self.nearest(scene, top, matched.rule.kind)
                && self.add_recipients(scene, token)
            {
                return;
            }
        }
    }

    /// The participant nearest below `top` that is no actor: breadth first, in text order.
    fn nearest(&self, scene: &Scene, top: TokenId, kind: EventType) -> Option<TokenId> {
        let strict = matches!(kind, EventType::Accuse | EventType::Support);
        let violent = matches!(kind, EventType::Assault | EventType::Coerce | EventType::Other);
        let tree = scene.tree;
        let entity = |m: MentionId| scene.mentions.mentions[m.index()].entity;
        let mut layer = vec![top];
        for _ in 0..5 {
            for &token in &layer {
                let Some(mention) = scene.mentions.of_noun_phrase(tree.analysis, token) else {
                    continue;
                };
                let form = scene.mentions.mentions[mention.index()].form;
                let kind = scene.mentions.entity(mention).kind;
                let end = scene.mentions.mentions[mention.index()].span.end;
                let fits = !matches!(form, Form::Pronoun)
                    && !is_hyphened(tree, end)
                    && !matches!(kind, EntityKind::Other)
                    && !self.actors.iter().any(|&a| entity(a) == entity(mention));
                if fits {
                    return Some(token);
                }
            }
            layer = layer
                .iter()
                .flat_map(|&t| tree.children(t).iter().copied())
                .filter(|&c| {
                    !matches!(tree.rel(c), Deprel::AclRelcl | Deprel::Parataxis | Deprel::Conj)
                })
                .filter(|&c| !is_aside(tree, c))
                // what stands below the act itself is no part of the phrase
                .filter(|&c| Some(c) != self.trigger)
                // "a Chile-flagged ship" is not Chile
                .filter(|&c| tree.rel(c) != Deprel::Amod || !tree.is_verb(c))
                // "a sailor killed in Norway": not Norway
                .filter(|&c| !(violent && is_where(tree, c)))
                // "blamed letters to the guild": not the guild
                .filter(|&c| {
                    !strict
                        || tree.rel(c) != Deprel::Nmod
                        || !matches!(tree.case(c).as_deref(), Some("to" | "by" | "about" | "like"))
                            && (kind == EventType::Support
                                || tree.case(c).as_deref() != Some("with"))
                })
                .collect();
        }
        None
    }

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

    /// Somebody blames those at `on` for it: they did it, and it was not done to them.
    pub(super) fn blamed(&mut self, scene: &Scene, on: TokenId) {
        let entity = |m: &MentionId| scene.mentions.mentions[m.index()].entity;
        let actors = participants(scene, on, false);
        if actors.is_empty() {
            return;
        }
        self.recipients.retain(|r| !actors.iter().any(|a| entity(a) == entity(r)));
        self.actors = actors;
        self.tokens.push(on);
        self.direct = true;
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

/// A clause of time or reason: "after crowds stormed its embassy".
pub(super) fn is_aside(tree: &Tree, token: TokenId) -> bool {
    matches!(tree.rel(token), Deprel::Advcl | Deprel::Obl | Deprel::Nmod)
        && tree.child(token, &[Deprel::Mark, Deprel::Case]).is_some_and(|m| {
            matches!(
                tree.lemma(m).to_lowercase().as_str(),
                "after"
                    | "before"
                    | "since"
                    | "while"
                    | "when"
                    | "as"
                    | "because"
                    | "until"
                    | "despite"
                    | "during"
                    | "if"
                    | "unless"
                    | "although"
                    | "though"
            )
        })
}

/// A phrase that says where: "at the harbour".
fn is_where(tree: &Tree, token: TokenId) -> bool {
    matches!(tree.rel(token), Deprel::Obl | Deprel::Nmod)
        && tree.case(token).is_some_and(|case| {
            matches!(
                case.as_str(),
                "in" | "at"
                    | "near"
                    | "outside"
                    | "inside"
                    | "off"
                    | "around"
                    | "across"
                    | "throughout"
            )
        })
}

/// What fills a slot of the trigger's construction.
fn filler(
    scene: &Scene,
    trigger: TokenId,
    object: Option<TokenId>,
    slot: &Slot,
    support: Option<TokenId>,
) -> Option<TokenId> {
    let tree = scene.tree;
    let is_verb = tree.is_predicate(trigger);
    match slot {
        Slot::Subject => tree.surface_subject(trigger, 0),
        // "gave the guild a loan": whom it goes to
        Slot::Object if is_verb => tree.child(trigger, &[Deprel::Iobj]).or(object),
        // "an attack targeting the port", "the strike that hit the port"
        Slot::Object => tree
            .children(trigger)
            .iter()
            .copied()
            .filter(|&c| {
                matches!(tree.rel(c), Deprel::Acl | Deprel::AclRelcl) && !tree.is_passive(c)
            })
            .filter(|&c| !scene.rules.is_light(&tree.verb_lemma(c)))
            .find_map(|c| tree.child(c, &[Deprel::Obj])),
        Slot::Complement | Slot::Infinitive => tree.child(trigger, &[Deprel::Xcomp, Deprel::Ccomp]),
        Slot::Possessor => tree.owner(trigger),
        Slot::Modifier => tree.child(trigger, &[Deprel::Amod, Deprel::Compound]),
        Slot::Nobody | Slot::Governor | Slot::Negation => None,
        Slot::Preposition(case) => {
            let marked = |top: TokenId| {
                tree.children(top).iter().copied().find(|&c| {
                    matches!(tree.rel(c), Deprel::Obl | Deprel::Nmod | Deprel::OblAgent)
                        && !tree.is_date(c)
                        && tree.case(c).as_deref() == Some(case.as_str())
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
                .or_else(|| support.filter(|_| case != "of").and_then(marked))
        }
    }
}

/// The verb a noun trigger is the object or passive subject of, if it only lends its subject.
fn support(scene: &Scene, noun: TokenId) -> Option<TokenId> {
    let tree = scene.tree;
    let head = tree.head(noun)?;
    let lends = |verb: TokenId| {
        tree.is_verb(verb)
            && (scene.rules.is_light(&tree.verb_lemma(verb))
                || scene.rules.is_light(tree.lemma(verb)))
    };
    if matches!(tree.rel(noun), Deprel::Obj | Deprel::NsubjPass) && lends(head) {
        return Some(head);
    }
    // "over an attack carried out by Ostia", where the parse makes the attack a phrase of the participle
    if tree.rel(noun) == Deprel::Obl
        && head.0 == noun.0 + 1
        && matches!(tree.analysis.xpos(head), Xpos::Vbn | Xpos::Vbd)
        && tree.child(head, &[Deprel::Nsubj]).is_none()
        && tree.agent(head).is_some()
        && lends(head)
    {
        return Some(head);
    }
    // "an attack carried out by", "the sanctions imposed by", "the attack that X launched"
    tree.children(noun)
        .iter()
        .copied()
        .find(|&c| matches!(tree.rel(c), Deprel::Acl | Deprel::AclRelcl) && lends(c))
}

/// For a participle on a noun that somebody is said to give out, who does.
fn author(scene: &Scene, trigger: TokenId, noun: TokenId) -> Option<TokenId> {
    let tree = scene.tree;
    let on_noun = tree.rel(trigger) == Deprel::Acl
        && tree.head(trigger) == Some(noun)
        && tree.rel(noun) == Deprel::Obj
        && !tree.is_passive(trigger)
        && scene.mentions.of_noun_phrase(tree.analysis, noun).is_none();
    let verb = tree.head(noun).filter(|_| on_noun)?;
    let gives = scene.rules.is_light(tree.lemma(verb))
        || matches!(tree.lemma(verb), "release" | "publish" | "sign");
    if gives { tree.actor(verb) } else { None }
}

/// Whether a phrase without name speaks of people who act in public: soldiers, farmers, a council.
fn are_people(tree: &Tree, noun: TokenId) -> bool {
    let public = |t: TokenId| {
        let lemma = tree.lemma(t).to_lowercase();
        rashomon_lexicon::group_noun(&lemma).is_some_and(|g| g.sector.is_some())
            || rashomon_lexicon::title(&lemma).is_some_and(|t| t.sector.is_some())
            || matches!(
                lemma.as_str(),
                "people" | "crowd" | "mob" | "farmer" | "worker" | "thief" | "hacker"
            )
    };
    matches!(tree.upos(noun), Upos::Noun)
        && (public(noun)
            || tree.children(noun).iter().any(|&c| {
                tree.rel(c) == Deprel::Nmod && tree.case(c).as_deref() == Some("of") && public(c)
            })
            || matches!(
                tree.lemma(noun),
                "thousand" | "hundred" | "dozen" | "ten" | "score" | "million"
            ))
}

/// Whether a noun names a thing that moves or is made, and nobody.
fn is_thing(tree: &Tree, noun: TokenId) -> bool {
    tree.upos(noun) == Upos::Noun
        && matches!(
            tree.lemma(noun).to_lowercase().as_str(),
            "missile"
                | "rocket"
                | "bomb"
                | "plane"
                | "jet"
                | "aircraft"
                | "helicopter"
                | "ship"
                | "vessel"
                | "tanker"
                | "boat"
                | "tank"
                | "truck"
                | "car"
                | "drone"
                | "satellite"
                | "weapon"
                | "law"
                | "product"
                | "price"
                | "currency"
                | "economy"
                | "market"
                | "website"
                | "system"
                | "software"
                | "drug"
                | "book"
                | "film"
        )
}

/// Messages and programs, which do what people mean by them: "the email pretends", "the malware encrypted".
fn acts_for_people(lemma: &str) -> bool {
    matches!(
        lemma,
        "email"
            | "e-mail"
            | "message"
            | "text"
            | "attachment"
            | "link"
            | "page"
            | "site"
            | "website"
            | "scam"
            | "campaign"
            | "phish"
            | "app"
            | "program"
            | "software"
            | "malware"
            | "virus"
            | "trojan"
            | "worm"
            | "ransomware"
            | "botnet"
            | "breach"
            | "leak"
            | "hack"
            | "attack"
    )
}

/// Whether a past form without object is a passive whose auxiliary is left out.
fn undergone(scene: &Scene, matched: &Match, object: Option<TokenId>) -> bool {
    let tree = scene.tree;
    let verb = matched.trigger;
    let other = |slot: &Slot| {
        matches!(slot, Slot::Preposition(_)) && filler(scene, verb, object, slot, None).is_some()
    };
    object.is_none()
        && matched.governed.is_none()
        && matched.rule.needs.is_empty()
        && matches!(matched.rule.kind, EventType::Assault | EventType::Coerce | EventType::Sanction)
        && matches!(tree.analysis.xpos(verb), Xpos::Vbd | Xpos::Vbn)
        && !tree.is_passive(verb)
        && tree.child(verb, &[Deprel::Nsubj]).is_some()
        && tree.child(verb, &[Deprel::Aux, Deprel::CompoundPrt]).is_none()
        && matched.rule.recipient.first() == Some(&Slot::Object)
        && !matched.rule.recipient.iter().any(other)
}

/// "is committed to", "is prepared to": a participle that says how its subject is minded.
fn is_minded(rules: &Rules, tree: &Tree, trigger: TokenId) -> bool {
    tree.analysis.xpos(trigger) == Xpos::Vbn
        && tree.child(trigger, &[Deprel::OblAgent]).is_none()
        && rules.of_adjective(&tree.word(trigger).to_lowercase()).next().is_some()
}

fn noun_actor(
    scene: &Scene,
    noun: TokenId,
    support: Option<TokenId>,
    violent: bool,
) -> Option<TokenId> {
    let tree = scene.tree;
    if let Some(owner) = tree.owner(noun) {
        // "the country conducted its test": who "its" is, the subject tells better
        let subject =
            support.filter(|_| tree.upos(owner) == Upos::Pron).and_then(|v| tree.actor(v));
        let subject =
            subject.filter(|&s| scene.mentions.of_noun_phrase(tree.analysis, s).is_some());
        return Some(subject.unwrap_or(owner));
    }
    // "the Japanese cyberattack", "Rebel Front attack"
    let modifier = tree.children(noun).iter().copied().find(|&c| {
        matches!(tree.rel(c), Deprel::Amod | Deprel::Compound | Deprel::NmodDesc)
            && scene.mentions.of_token(c).is_some_and(|m| {
                let mention = &scene.mentions.mentions[m.index()];
                let kind = scene.mentions.entities[mention.entity.index()].kind;
                mention.form != Form::Description
                    && match kind {
                        EntityKind::Group | EntityKind::Organization => true,
                        // "the Lisbon attack" is one in Lisbon, "the Portuguese attack", "US attack" one by a state
                        EntityKind::Geopolitical => {
                            !violent
                                || tree.upos(c) == Upos::Adj
                                || tree.word(c).chars().all(|c| c.is_uppercase() || c == '.')
                        }
                        _ => false,
                    }
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
        Deprel::Advcl if tree.rel(noun) == Deprel::Obl => tree.agent(verb),
        _ => tree.actor(verb),
    }
}

fn is_relative(tree: &Tree, token: TokenId) -> bool {
    matches!(tree.lemma(token).to_lowercase().as_str(), "that" | "which" | "who")
}

/// Sectors of those who act for a state.
const STATE: [&str; 6] = ["GOV", "MIL", "COP", "SPY", "LEG", "JUD"];

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
            // "two Peruvian youths" are themselves alone, "two Peruvian diplomats" stand for their state
            let private = |m: MentionId| {
                let entity = scene.mentions.entity(m);
                matches!(entity.kind, EntityKind::Person | EntityKind::Group)
                    && !entity.sector.is_some_and(|s| STATE.contains(&s))
            };
            list.extend(state_of(scene, token).filter(|_| !own.is_some_and(private)));
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
        .filter(|&m| !is_hyphened(tree, scene.mentions.mentions[m.index()].span.end))
        .find(|&m| {
            let mention = &scene.mentions.mentions[m.index()];
            let kind = scene.mentions.entities[mention.entity.index()].kind;
            !matches!(kind, EntityKind::Other)
                && !matches!(mention.form, Form::Pronoun | Form::Description)
        })
}

/// Whether what ends at byte `end` is the first half of a word: "Chile-flagged".
fn is_hyphened(tree: &Tree, end: u32) -> bool {
    let rest = tree.text.get(end as usize..).unwrap_or_default();
    rest.strip_prefix('-').is_some_and(|r| r.starts_with(char::is_alphabetic))
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
