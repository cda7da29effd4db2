//! Which rule's construction a word stands in.

use rashomon_annotate::{Deprel, TokenId, Upos, Xpos};

use super::{Scene, wording};
use crate::{
    account::EntityKind,
    rules::{Rule, Slot, Theme},
    tree::Tree,
};

/// A rule with the word that triggers it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match<'r> {
    pub rule: &'r Rule,
    pub trigger: TokenId,
    /// The phrase whose preposition is part of the verb: "the system" in "hacked into the system".
    pub governed: Option<TokenId>,
}

/// The first rule that `token` triggers and whose construction it stands in.
pub(super) fn find<'r>(scene: &Scene<'r>, token: TokenId) -> Option<Match<'r>> {
    let tree = scene.tree;
    if let Some(found) = wording::find(scene, token) {
        return Some(found);
    }
    match tree.upos(token) {
        Upos::Verb => predicate(scene, token).or_else(|| verb(scene, token)),
        Upos::Adj => predicate(scene, token),
        Upos::Noun | Upos::Propn => noun(scene, token),
        _ => None,
    }
}

/// "is ready to", "is committed to": an adjective or participle that says how somebody is minded.
fn predicate<'r>(scene: &Scene<'r>, token: TokenId) -> Option<Match<'r>> {
    let (rules, tree) = (scene.rules, scene.tree);
    let stands = tree.child(token, &[Deprel::Cop]).is_some()
        || tree.upos(token) == Upos::Verb && tree.analysis.xpos(token) == Xpos::Vbn && {
            tree.child(token, &[Deprel::AuxPass]).is_some()
        }
        || tree.upos(token) == Upos::Adj
            && matches!(tree.rel(token), Deprel::Xcomp | Deprel::Conj | Deprel::Acl | Deprel::Root);
    if !stands {
        return None;
    }
    let form = tree.word(token).to_lowercase();
    rules
        .of_adjective(&form)
        .find(|rule| fits(scene, rule, token, None, verb_theme))
        .map(|rule| Match { rule, trigger: token, governed: None })
}

fn verb<'r>(scene: &Scene<'r>, verb: TokenId) -> Option<Match<'r>> {
    let (rules, tree) = (scene.rules, scene.tree);
    // "the president-elect": the second half of a word
    if verb.0 > 0 && {
        let (before, own) = (TokenId(verb.0 - 1), tree.analysis.tokens.span[verb.index()]);
        tree.word(before) == "-" && tree.analysis.tokens.span[before.index()].end == own.start
    } {
        return None;
    }
    // "the occupied town", "banned groups": a state of things
    if tree.rel(verb) == Deprel::Amod && tree.surface_subject(verb, 0).is_none() {
        return None;
    }
    // "an attack targeting the port": the noun tells the deed, the participle whom it hit
    if matches!(tree.rel(verb), Deprel::Acl | Deprel::AclRelcl)
        && tree.head(verb).is_some_and(|n| {
            !tree.is_predicate(n) && noun(scene, n).is_some_and(|m| !m.rule.is_intent())
        })
    {
        return None;
    }
    let particle = tree.child(verb, &[Deprel::CompoundPrt]).map(|p| tree.lemma(p).to_lowercase());
    let plain = rules.lemma_of_verb(&tree.lemma(verb).to_lowercase(), tree.word(verb));
    let with_particle = particle.map_or_else(|| plain.clone(), |p| format!("{plain}_{p}"));
    let mut keys: Vec<(String, Option<TokenId>)> = Vec::new();
    for &c in tree.children(verb) {
        if matches!(tree.rel(c), Deprel::Obl | Deprel::Nmod)
            && let Some(case) = tree.case(c)
        {
            if let Some((first, _)) = case.split_once('_') {
                keys.push((format!("{with_particle}_{first}"), Some(c)));
            }
            keys.push((format!("{with_particle}_{case}"), Some(c)));
        }
    }
    keys.push((with_particle.clone(), None));
    // "fired off an e-mail" fires at nobody: after such a particle the verb is another one
    let other = ["_off", "_over", "_in", "_into"].iter().any(|p| with_particle.ends_with(p));
    if with_particle != plain && !other {
        keys.push((plain, None));
    }
    // the most exact rule; of those the one with the longest key
    let mut best: Option<Match<'r>> = None;
    for (key, governed) in &keys {
        let found = rules
            .of_verb(key)
            .find(|rule| fits(scene, rule, verb, *governed, verb_theme))
            .map(|rule| Match { rule, trigger: verb, governed: *governed });
        if let Some(found) = found
            && best.is_none_or(|b| b.rule.needs.len() < found.rule.needs.len())
        {
            best = Some(found);
        }
    }
    best
}

fn noun<'r>(scene: &Scene<'r>, noun: TokenId) -> Option<Match<'r>> {
    let (rules, tree) = (scene.rules, scene.tree);
    // a name is no event, and the first noun of a compound ("attack helicopter") is not its head
    if matches!(tree.rel(noun), Deprel::Compound | Deprel::Flat) {
        return None;
    }
    // "in March" is no march
    let span = tree.analysis.tokens.span[noun.index()];
    let times = &tree.analysis.times;
    let at = times.partition_point(|t| t.span.end <= span.start);
    if tree.upos(noun) == Upos::Propn && times.get(at).is_some_and(|t| t.span.contains(span)) {
        return None;
    }
    let lemma = rules.lemma_of_noun(&tree.lemma(noun).to_lowercase());
    rules.of_noun(&lemma).find(|rule| fits(scene, rule, noun, None, noun_theme)).map(|rule| Match {
        rule,
        trigger: noun,
        governed: None,
    })
}

type Test = fn(&Scene<'_>, TokenId, Option<TokenId>, &Theme) -> bool;

fn fits(
    scene: &Scene<'_>,
    rule: &Rule,
    token: TokenId,
    governed: Option<TokenId>,
    test: Test,
) -> bool {
    let tree = scene.tree;
    rule.article.is_none_or(|a| scene.article[usize::from(a)])
        && rule.needs.iter().all(|theme| test(scene, token, governed, theme))
        && !rule.unless.iter().any(|theme| test(scene, token, governed, theme))
        && rule.without.iter().all(|slot| match slot {
            Slot::Object => tree.child(token, &[Deprel::Obj]).is_none(),
            Slot::Complement => tree.child(token, &[Deprel::Xcomp, Deprel::Ccomp]).is_none(),
            other => {
                let any = Theme { slot: other.clone(), lemmas: Vec::new() };
                !test(scene, token, governed, &any)
            }
        })
}

/// Whether a phrase is one of the theme's words, in the singular or the plural, or of its kind (`=person`,
/// `=state`, `=group`, `=place`).
fn holds(scene: &Scene<'_>, theme: &Theme, token: TokenId) -> bool {
    let tree = scene.tree;
    let of_kind = |word: &str, t: TokenId| {
        let Some(mention) = scene.mentions.of_noun_phrase(tree.analysis, t) else { return false };
        match scene.mentions.entity(mention).kind {
            EntityKind::Person => word == "=person",
            EntityKind::Geopolitical => matches!(word, "=state" | "=place"),
            EntityKind::Organization | EntityKind::Group => word == "=group",
            EntityKind::Place => word == "=place",
            EntityKind::Other => false,
        }
    };
    let named = |t: TokenId| {
        let lemma = tree.lemma(t).to_lowercase();
        let singular = lemma.strip_suffix('s').unwrap_or(&lemma);
        theme
            .lemmas
            .iter()
            .any(|l| *l == lemma || l == singular || l.starts_with('=') && of_kind(l, t))
    };
    theme.lemmas.is_empty()
        || tree.with_conjuncts(token).into_iter().any(|t| {
            named(t)
                // "a raft of sanctions", "members of the embassy staff"
                || tree.children(t).iter().any(|&c| {
                    tree.rel(c) == Deprel::Nmod
                        && tree.case(c).as_deref() == Some("of")
                        && named(c)
                })
        })
}

/// The words that head a verb's complement: clauses without a subject of their own or with "that", and
/// infinitives that hang on its object ("ordered the envoys and staff to leave").
pub(super) fn complements(tree: &Tree, verb: TokenId) -> Vec<TokenId> {
    let to = |c: TokenId| {
        tree.child(c, &[Deprel::Mark]).is_some_and(|m| tree.lemma(m).eq_ignore_ascii_case("to"))
    };
    let mut found = Vec::new();
    for &c in tree.children(verb) {
        match tree.rel(c) {
            // "…, where many live" is no complement
            Deprel::Ccomp
                if tree
                    .children(c)
                    .iter()
                    .any(|&w| tree.analysis.xpos(w) == Xpos::Wrb && w < c) => {}
            Deprel::Xcomp | Deprel::Ccomp => found.push(c),
            Deprel::Advcl | Deprel::Acl if to(c) => found.push(c),
            Deprel::Obj | Deprel::Iobj | Deprel::NsubjPass => {
                for n in tree.with_conjuncts(c) {
                    found.extend(
                        tree.children(n).iter().copied().filter(|&g| {
                            matches!(tree.rel(g), Deprel::Acl | Deprel::Xcomp) && to(g)
                        }),
                    );
                }
            }
            _ => {}
        }
    }
    found
}

fn verb_theme(scene: &Scene<'_>, verb: TokenId, governed: Option<TokenId>, theme: &Theme) -> bool {
    let tree = scene.tree;
    match &theme.slot {
        Slot::Subject => tree.surface_subject(verb, 0).is_some_and(|t| holds(scene, theme, t)),
        Slot::Object => tree.object(verb).or(governed).is_some_and(|t| holds(scene, theme, t)),
        Slot::Complement => {
            complements(tree, verb).into_iter().any(|c| holds(scene, theme, c))
                // "found guilty", "taken hostage": a bare predicate of the object
                || tree.children(verb).iter().any(|&c| {
                    matches!(tree.rel(c), Deprel::Xcomp | Deprel::Advmod | Deprel::Obj)
                        && !theme.lemmas.is_empty()
                        && tree.rel(c) != Deprel::Obj
                        && holds(scene, theme, c)
                })
        }
        Slot::Infinitive => complements(tree, verb).into_iter().any(|c| {
            tree.child(c, &[Deprel::Mark]).is_some_and(|m| tree.lemma(m).eq_ignore_ascii_case("to"))
                && holds(scene, theme, c)
        }),
        // its own phrase or its object's: "took measures against the guild"
        Slot::Preposition(case) => {
            let object = tree.object(verb).filter(|&o| tree.rel(o) == Deprel::Obj);
            let below = object.map_or(&[][..], |o| tree.children(o));
            // "put two firms and some of their ships on a list": the phrase hangs on the last noun
            let last = object.and_then(|o| last_noun(tree, o));
            let below_last = last.map_or(&[][..], |l| tree.children(l));
            let all = tree.children(verb).iter().chain(below).chain(below_last);
            all.filter(|&&c| !tree.is_date(c)).any(|&c| {
                let cased =
                    || tree.case(c).is_some_and(|k| k == *case || k.ends_with(&format!("_{case}")));
                match tree.rel(c) {
                    Deprel::Obl | Deprel::OblAgent | Deprel::Nmod => {
                        cased() && holds(scene, theme, c)
                    }
                    // "called for X to resign": the preposition marks the clause
                    Deprel::Advcl | Deprel::Xcomp | Deprel::Ccomp => {
                        let marked = tree.child(c, &[Deprel::Mark, Deprel::Case]);
                        marked.is_some_and(|m| tree.lemma(m).eq_ignore_ascii_case(case))
                            && holds(scene, theme, c)
                    }
                    _ => false,
                }
            })
        }
        Slot::Nobody | Slot::Governor => false,
        Slot::Negation => tree.is_negated(verb),
        Slot::Possessor | Slot::Modifier => tree.object(verb).or(governed).is_some_and(|o| {
            tree.children(o).iter().any(|&c| holds(scene, theme, c) && is_modifier(tree, c))
        }),
    }
}

/// The last noun of a phrase of several: joined ones and those after "of".
fn last_noun(tree: &Tree, phrase: TokenId) -> Option<TokenId> {
    let mut at = phrase;
    for _ in 0..6 {
        let next = tree.children(at).iter().copied().rfind(|&c| {
            c > at
                && (tree.rel(c) == Deprel::Conj
                    || tree.rel(c) == Deprel::Nmod && tree.case(c).as_deref() == Some("of"))
        });
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    (at != phrase).then_some(at)
}

fn is_modifier(tree: &Tree, token: TokenId) -> bool {
    matches!(
        tree.rel(token),
        Deprel::Amod | Deprel::Compound | Deprel::Nmod | Deprel::NmodDesc | Deprel::NmodUnmarked
    )
}

fn noun_theme(scene: &Scene<'_>, noun: TokenId, _: Option<TokenId>, theme: &Theme) -> bool {
    let tree = scene.tree;
    let children = tree.children(noun);
    match &theme.slot {
        // the object of a deed told as a noun: "the severance of ties", "a prisoner release"
        Slot::Object => children.iter().any(|&c| match tree.rel(c) {
            Deprel::Nmod => {
                matches!(tree.case(c).as_deref(), Some("of" | "in" | "to" | "from" | "on"))
                    && holds(scene, theme, c)
            }
            Deprel::Compound | Deprel::NmodPoss => holds(scene, theme, c),
            _ => false,
        }),
        Slot::Modifier => children.iter().any(|&c| is_modifier(tree, c) && holds(scene, theme, c)),
        Slot::Preposition(case) => children.iter().any(|&c| {
            tree.rel(c) == Deprel::Nmod
                && tree.case(c).as_deref() == Some(case.as_str())
                && holds(scene, theme, c)
        }),
        Slot::Possessor => tree.owner(noun).is_some_and(|t| holds(scene, theme, t)),
        Slot::Complement | Slot::Infinitive => children.iter().any(|&c| {
            tree.rel(c) == Deprel::Acl
                && tree.child(c, &[Deprel::Mark]).is_some_and(|m| tree.lemma(m) == "to")
                && holds(scene, theme, c)
        }),
        Slot::Nobody => false,
        Slot::Negation => tree.is_negated(noun),
        Slot::Governor => {
            let hangs = matches!(
                tree.rel(noun),
                Deprel::Obj | Deprel::Obl | Deprel::NsubjPass | Deprel::Nmod
            );
            hangs
                && (tree.case(noun).is_some_and(|case| theme.lemmas.contains(&case))
                    || tree.head(noun).is_some_and(|head| holds(scene, theme, head)))
        }
        // who is said to have it: "had a blast"
        Slot::Subject => {
            tree.rel(noun) == Deprel::Obj
                && tree.head(noun).is_some_and(|v| matches!(tree.lemma(v), "have" | "get"))
                && theme.lemmas.is_empty()
        }
    }
}
