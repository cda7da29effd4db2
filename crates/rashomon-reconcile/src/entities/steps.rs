//! The steps by which nodes are joined, surest evidence first.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    names::{Name, alike, is_generic},
    nodes::{Class, Node},
    union::{Strength, Union},
};

/// Joins all nodes that are one.
pub(super) fn join(nodes: &[Node], union: &mut Union<'_>) {
    by_user(nodes, union);
    by_state(nodes, union);
    by_name(nodes, union);
    let mut stories: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        stories.entry(node.story).or_default().push(at);
    }
    for members in stories.values() {
        by_acronym(nodes, members, union);
        by_spelling(nodes, members, union);
        by_part(nodes, members, union);
        by_description(nodes, members, union);
    }
}

/// What the user says is one; of kinds the user leaves open, only those of like kind.
fn by_user(nodes: &[Node], union: &mut Union<'_>) {
    let mut first = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        if let Some(number) = node.given {
            union.unite(*first.entry((number, node.class)).or_insert(at), at);
        }
    }
}

/// States by their code.
fn by_state(nodes: &[Node], union: &mut Union<'_>) {
    let mut first = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        if let Some(state) = node.state {
            union.join(*first.entry(state).or_insert(at), at, Strength::Sure);
        }
    }
}

/// Names that are the same. A person needs a full name; a body that is named by its office and its
/// state ("Iranian foreign ministry") needs the same state.
fn by_name(nodes: &[Node], union: &mut Union<'_>) {
    let mut first = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        if node.name.words.is_empty() || node.state.is_some() {
            continue;
        }
        let short = !node.name.is_full();
        if short && node.class == Class::Person {
            continue;
        }
        let body = node.class == Class::Body;
        let office = body && node.name.is_office();
        let state = node.led.or(node.affiliation.filter(|_| office)).filter(|_| body);
        // one word after a state ("German consulate"), an office of no known state: in one story
        let scoped = short && state.is_some() || office && state.is_none();
        let story = scoped.then_some(node.story);
        let key = (node.class, node.name.key(), state, story);
        union.join(*first.entry(key).or_insert(at), at, Strength::Sure);
    }
}

/// Acronyms: those that texts of the story give to a name, then those whose letters begin the words
/// of just one name.
fn by_acronym(nodes: &[Node], members: &[usize], union: &mut Union<'_>) {
    let mut bearers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut initials: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in members.iter().filter(|&&at| nodes[at].class != Class::Person) {
        for acronym in &nodes[at].acronyms {
            bearers.entry(acronym).or_default().push(at);
        }
        for letters in &nodes[at].initials {
            initials.entry(letters).or_default().push(at);
        }
    }
    for same in bearers.values() {
        for &at in &same[1..] {
            union.join(same[0], at, Strength::Likely);
        }
    }
    for (acronym, same) in &bearers {
        let Some(named) = initials.get(acronym) else { continue };
        let bearer = same[0];
        let fitting = distinct(union, named, |union, at| {
            nodes[at].name.is_full() && union.may_join(bearer, at, Strength::Likely)
        });
        if let [one] = fitting[..] {
            union.join(bearer, one, Strength::Likely);
        }
    }
    by_other_name(nodes, members, union);
}

/// Full names a text gives beside the main one ("X, also known as Y").
fn by_other_name(nodes: &[Node], members: &[usize], union: &mut Union<'_>) {
    let mut named: BTreeMap<(Class, String), Vec<usize>> = BTreeMap::new();
    for &at in members {
        for name in nodes[at].full_names() {
            named.entry((nodes[at].class, name.key())).or_default().push(at);
        }
    }
    for same in named.values() {
        for (n, &at) in same.iter().enumerate().skip(1) {
            for &other in same[..n].iter().take(MAX_BLOCK) {
                if same_state(union, other, at) && union.join(other, at, Strength::Likely) {
                    break;
                }
            }
        }
    }
}

/// Whether the names of two bodies have the same state or neither has one. A "foreign ministry" of no
/// known state may be that of any, and so may a "Red Cross".
fn same_state(union: &mut Union<'_>, a: usize, b: usize) -> bool {
    union.named_state(a) == union.named_state(b)
}

/// Other spellings of full names, and of long single words that name bodies and places.
fn by_spelling(nodes: &[Node], members: &[usize], union: &mut Union<'_>) {
    for_likely_pairs(nodes, members, |(all_x, x), (all_y, y)| {
        let class = nodes[all_x[0]].class;
        if class != nodes[all_y[0]].class {
            return;
        }
        let long = |name: &Name| name.is_full() || class != Class::Person && name.last().len() >= 6;
        let same = long(x) && long(y) && x.is_spelling_of(y) && !are_two_cities(class, x, y);
        let same = same || class == Class::Body && same_body(x, y);
        let same = same || class == Class::Person && x.is_transcription_of(y);
        if !same {
            return;
        }
        for (a, b) in bearers_of_both(all_x, all_y) {
            let states = nodes[a].state.is_some() || nodes[b].state.is_some();
            if !states && (class != Class::Body || same_state(union, a, b)) {
                union.join(a, b, Strength::Likely);
            }
        }
    });
}

/// Whether two names are those of two cities of the gazetteer: "Auckland" is no spelling of "Oakland".
fn are_two_cities(class: Class, x: &Name, y: &Name) -> bool {
    let known = |name: &Name| {
        let folded = name.words.join(" ");
        rashomon_lexicon::city(&folded).is_some() || rashomon_lexicon::region(&folded).is_some()
    };
    class == Class::Place && x != y && known(x) && known(y)
}

/// Whether two names of bodies are one but for words that say what sort of body it is.
fn same_body(x: &Name, y: &Name) -> bool {
    let (short_x, short_y) = (x.without_generic(), y.without_generic());
    short_x.is_full() && short_y.is_full() && short_x.is_spelling_of(&short_y)
}

/// Parts of names, where the story has one bearer.
fn by_part(nodes: &[Node], members: &[usize], union: &mut Union<'_>) {
    let mut wholes: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for_likely_pairs(nodes, members, |x, y| {
        let class = nodes[x.0[0]].class;
        if class != nodes[y.0[0]].class {
            return;
        }
        for (of_part, of_whole) in [(x, y), (y, x)] {
            let ((parts, short), (all, long)) = (of_part, of_whole);
            // all bearers of a name here have one class and belong to one state
            let part_of = match class {
                Class::Person => is_part_of_person(short, long),
                Class::Body => is_part_of_body(&nodes[parts[0]], short, long),
                Class::Place => is_front(short, long),
            };
            let same =
                class == Class::Body && (short.is_spelling_of(long) || same_body(short, long));
            if !part_of && !same {
                continue;
            }
            for (part, whole) in bearers_of_both(parts, all) {
                let fits = *short == nodes[part].name
                    && match class {
                        Class::Body => {
                            part_of && (nodes[part].led.is_none() || same_state(union, part, whole))
                                || same && is_stateless(union, part, whole)
                        }
                        Class::Person | Class::Place => true,
                    };
                if fits && union.may_join(part, whole, Strength::Likely) {
                    wholes.entry(part).or_default().insert(whole);
                }
            }
        }
    });
    let mut single: BTreeMap<(Class, &str), Vec<usize>> = BTreeMap::new();
    for &at in members {
        let node = &nodes[at];
        if node.class == Class::Person && node.name.words.len() == 1 && !wholes.contains_key(&at) {
            single.entry((node.class, node.name.last())).or_default().push(at);
        }
    }
    for (part, wholes) in wholes {
        let wholes: Vec<usize> = wholes.into_iter().collect();
        if let [one] = distinct(union, &wholes, |_, _| true)[..] {
            union.join(part, one, Strength::Likely);
        }
    }
    // a surname alone in several documents, and no full name to fit it
    for same in single.values() {
        for &at in &same[1..] {
            union.join(same[0], at, Strength::Likely);
        }
    }
}

/// Whether the name of `part` has no state and that of `whole` has one.
fn is_stateless(union: &mut Union<'_>, part: usize, whole: usize) -> bool {
    union.named_state(part).is_none() && union.named_state(whole).is_some()
}

/// A surname, a first name in front of a longer name, or a name without its middle.
fn is_part_of_person(short: &Name, long: &Name) -> bool {
    let edge = alike(short.last(), long.last()) || short.words[0] == long.words[0];
    short.words.len() < long.words.len() && edge && short.is_within(long)
}

/// The head of a longer name ("Harbour Council" of "City Harbour Council") or all of it but words
/// that say what sort of body it is ("Yelland" of "Yelland News Agency").
fn is_part_of_body(part: &Node, short: &Name, long: &Name) -> bool {
    if short.words.len() >= long.words.len() {
        return false;
    }
    let head = short.is_full() || part.affiliation.is_some();
    let as_head = head && short.is_head_of(long);
    as_head && !is_generic(short.last()) || is_front(short, long)
}

/// Whether `long` is `short` with words that say what sort of thing it is, or where: "Tresk" of
/// "Tresk Province", "People's Guard" of "People's Guard of Ardovia".
fn is_front(short: &Name, long: &Name) -> bool {
    if short.words.len() >= long.words.len() || short.last().len() < 4 {
        return false;
    }
    let (front, tail) = long.words.split_at(short.words.len());
    front.iter().zip(&short.words).all(|(a, b)| alike(a, b))
        && tail.iter().any(|word| is_generic(word))
        && tail.iter().all(|word| is_generic(word) || rashomon_lexicon::state(word).is_some())
}

/// Offices and descriptions with a state: "the Iranian president", "Iranian diplomats".
fn by_description(nodes: &[Node], members: &[usize], union: &mut Union<'_>) {
    let mut first = BTreeMap::new();
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in members.iter().filter(|&&at| nodes[at].class == Class::Person) {
        for role in &nodes[at].roles {
            holders.entry(role).or_default().push(at);
        }
    }
    for &at in members {
        let node = &nodes[at];
        let Some(affiliation) = union.affiliation(at) else { continue };
        if node.description.is_empty() {
            continue;
        }
        if node.class == Class::Person {
            let named = holders.get(node.description.as_str()).map_or(&[][..], Vec::as_slice);
            let fitting = distinct(union, named, |union, holder| {
                !nodes[holder].name.words.is_empty()
                    && union.affiliation(holder) == Some(affiliation)
            });
            if let [one] = fitting[..] {
                union.join(at, one, Strength::Likely);
            }
        } else {
            let key = (node.class, node.description.as_str(), affiliation);
            union.join(*first.entry(key).or_insert(at), at, Strength::Likely);
        }
    }
}

/// The distinct sets among `candidates` that pass `fits`, by their roots, sorted.
fn distinct(
    union: &mut Union<'_>,
    candidates: &[usize],
    mut fits: impl FnMut(&mut Union<'_>, usize) -> bool,
) -> Vec<usize> {
    let mut roots = BTreeSet::new();
    for &at in candidates {
        if fits(union, at) {
            roots.insert(union.root(at));
        }
    }
    roots.into_iter().collect()
}

/// More names than this behind one key are too many to compare with each other.
const MAX_BLOCK: usize = 120;

/// Nodes of one class that have this name and belong to one state.
type Bearers<'b> = (&'b [usize], &'b Name);

/// Pairs of a node of the one name and one of the other: the first of each stands for all, so that their
/// number grows with the nodes; no more than [`MAX_BLOCK`] of each.
fn bearers_of_both<'b>(
    x: &'b [usize],
    y: &'b [usize],
) -> impl Iterator<Item = (usize, usize)> + 'b {
    let first = x.iter().take(MAX_BLOCK).map(|&a| (a, y[0]));
    first.chain(y.iter().skip(1).take(MAX_BLOCK).map(|&b| (x[0], b)))
}

/// Calls `visit` for pairs of names that share a word with like consonants, once for each, so that the work
/// grows with the number of different names. Names behind a key that too many share are compared by their
/// other words only.
fn for_likely_pairs(
    nodes: &[Node],
    members: &[usize],
    mut visit: impl FnMut(Bearers<'_>, Bearers<'_>),
) {
    type Bearer<'n> = (Class, Option<&'n str>, &'n Name);
    let mut bearers: BTreeMap<Bearer<'_>, Vec<usize>> = BTreeMap::new();
    for &at in members {
        let affiliation = nodes[at].affiliation.as_ref().map(rashomon_lexicon::Country::iso3);
        for name in std::iter::once(&nodes[at].name).chain(&nodes[at].others) {
            if !name.words.is_empty() {
                let all = bearers.entry((nodes[at].class, affiliation, name)).or_default();
                all.push(at);
            }
        }
    }
    let entries: Vec<Bearers<'_>> =
        bearers.iter().map(|((.., name), all)| (all.as_slice(), *name)).collect();
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, (_, name)) in entries.iter().enumerate() {
        let mut keys: Vec<String> = name.words.iter().map(|word| skeleton(word)).collect();
        keys.push(skeleton(&name.key()));
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            blocks.entry(key).or_default().push(number);
        }
    }
    let mut seen = BTreeSet::new();
    for block in blocks.values().filter(|block| block.len() <= MAX_BLOCK) {
        for (n, &i) in block.iter().enumerate() {
            for &j in &block[n + 1..] {
                if seen.insert((i, j)) {
                    visit(entries[i], entries[j]);
                }
            }
        }
    }
}

/// The first two consonants of a folded word by the group of sounds they belong to.
fn skeleton(word: &str) -> String {
    let mut out = String::new();
    for (at, letter) in word.chars().enumerate() {
        let sign = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' if at == 0 => 'a',
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' => continue,
            'k' | 'q' | 'c' | 'x' | 'g' => 'k',
            's' | 'z' | 't' | 'd' | 'j' => 's',
            'b' | 'v' | 'f' | 'p' => 'b',
            other => other,
        };
        if !out.ends_with(sign) {
            out.push(sign);
        }
        if out.len() >= 3 {
            break;
        }
    }
    out
}
