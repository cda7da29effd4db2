//! Reading the dictionaries of PETRARCH and TABARI: actors, agents and verbs.
//!
//! Source of the formats: PETRARCH's documentation ("PETRARCH Dictionary Formats", Open Event Data Alliance). Each file
//! is told by the end of its name: `actors.txt`, `agents.txt`, `verbs.txt`. The pattern language of PETRARCH 2, with
//! parentheses and braces, is not read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    Fault,
    actors::{Actors, Agent, Dated, LAST},
    wording::{Piece, What, Wording},
};

/// What a file holds, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Actors,
    Agents,
    Verbs,
}

/// The kind of a file with this name, if it is a dictionary.
pub(super) fn kind(file: &str) -> Option<Kind> {
    let file = file.to_ascii_lowercase();
    [("actors.txt", Kind::Actors), ("agents.txt", Kind::Agents), ("verbs.txt", Kind::Verbs)]
        .into_iter()
        .find_map(|(end, kind)| file.ends_with(end).then_some(kind))
}

/// A verb of a dictionary with one of its patterns.
#[derive(Debug)]
pub(super) struct Entry {
    /// Forms and lemmas that trigger it.
    pub keys: Vec<String>,
    pub wording: Wording,
    /// `None` where the dictionary says that the words are no event.
    pub code: Option<String>,
    /// The code of the other direction.
    pub other_side: Option<String>,
    /// How the words run: "restore diplomatic".
    pub act: String,
}

/// The lines of a dictionary that say something, with their numbers: comments out, `\t` at the start kept.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut within = false;
    text.lines().enumerate().filter_map(move |(n, line)| {
        let mut line = line;
        if within {
            let (_, rest) = line.split_once("-->")?;
            within = false;
            line = rest;
        }
        for open in ["<!--", "<! --"] {
            if let Some((before, after)) = line.split_once(open) {
                within = !after.contains("-->");
                line = before;
            }
        }
        let mut depth = 0;
        let end = line.char_indices().find(|&(_, c)| {
            depth += i32::from(c == '[') - i32::from(c == ']');
            depth == 0 && matches!(c, '#' | ';')
        });
        let line = end.map_or(line, |(at, _)| &line[..at]).trim_end();
        (!line.trim().is_empty()).then_some((n + 1, line))
    })
}

/// What stands before `[…]`, and what stands in it.
fn coded(line: &str) -> (&str, Option<&str>) {
    match line.split_once('[') {
        Some((words, code)) => {
            // "[~GOV}" stands in the dictionaries too
            (words.trim(), Some(code.split([']', '}']).next().unwrap_or_default().trim()))
        }
        None => (line.trim(), None),
    }
}

/// Whether a code says that there is nothing to code.
fn is_null(code: &str) -> bool {
    code.is_empty() || code.bytes().all(|b| matches!(b, b'-' | b'+' | b'#'))
}

fn spaced(phrase: &str) -> String {
    phrase.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A dictionary of actors.
pub(super) fn actors(file: &str, text: &str, into: &mut Actors) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut codes: Vec<Dated> = Vec::new();
    let mut add = |names: &mut Vec<String>, codes: &mut Vec<Dated>| {
        for name in names.drain(..) {
            into.add_name(&name, codes.clone());
        }
        codes.clear();
    };
    for (n, line) in lines(text) {
        if line.trim_start().starts_with('[') {
            let (_, code) = coded(line);
            match dated(code.unwrap_or_default()) {
                Some(code) => codes.push(code),
                None => faults.push(Fault {
                    file: file.to_owned(),
                    line: n,
                    message: format!("{:?} is no code with its time; write [ABCGOV 20010120-20090120], [ABC <19910101] or [ABC >19910101]", line.trim()),
                }),
            }
        } else if let Some(name) = line.strip_prefix('+') {
            names.push(spaced(coded(name).0));
        } else {
            add(&mut names, &mut codes);
            let (name, code) = coded(line);
            names.push(spaced(name));
            codes.extend(code.filter(|c| !is_null(c)).and_then(dated));
        }
    }
    add(&mut names, &mut codes);
    faults
}

/// `ABC`, `ABC <910101`, `ABC 19910101-19950101`.
fn dated(text: &str) -> Option<Dated> {
    let (code, time) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    if !code.is_ascii() {
        return None;
    }
    let time: String = time.split_whitespace().collect();
    let (from, until) = if time.is_empty() {
        (0, LAST)
    } else if let Some(until) = time.strip_prefix('<') {
        (0, day(until)?)
    } else if let Some(from) = time.strip_prefix('>') {
        (day(from)?, LAST)
    } else {
        let (from, until) = time.split_once('-')?;
        (day(from)?, day(until)?)
    };
    Some(Dated { code: code.to_ascii_uppercase(), from, until })
}

/// `YYYYMMDD` or `YYMMDD`, the years from 30 on of the last century.
fn day(text: &str) -> Option<u32> {
    let number: u32 = text.trim_end_matches('>').parse().ok()?;
    match text.trim_end_matches('>').len() {
        8 => Some(number),
        6 => Some(number + if number / 10_000 >= 30 { 19_000_000 } else { 20_000_000 }),
        _ => None,
    }
}

/// A dictionary of agents: nouns with the code they add to an actor's.
pub(super) fn agents(file: &str, text: &str, into: &mut Actors) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut markers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (n, line) in lines(text) {
        if let Some((marker, words)) = line.split_once('=').filter(|_| line.starts_with('!')) {
            let words = words.split(',').map(|w| w.trim().to_owned()).collect();
            markers.insert(marker.trim().to_owned(), words);
            continue;
        }
        let (words, code) = coded(line);
        let code = code.unwrap_or_default();
        if !code.contains('~') || !code.is_ascii() {
            let message = format!("{:?} has no code such as [~GOV] or [NGO~]", line.trim());
            faults.push(Fault { file: file.to_owned(), line: n, message });
            continue;
        }
        let before = code.ends_with('~');
        let code = code.replace('~', "").trim().to_ascii_uppercase();
        let agent = Agent { code, before };
        let (root, plural) = match words.split_once('{') {
            Some((root, plural)) => (root, Some(plural.trim_matches(['}', ' ']))),
            None => (words, None),
        };
        let marker = markers.iter().find(|(marker, _)| root.contains(marker.as_str()));
        if let Some((marker, words)) = marker {
            for word in words {
                into.add_noun(&spaced(&root.replace(marker.as_str(), word)), agent.clone());
            }
            continue;
        }
        let root = spaced(root);
        let plural = match plural {
            Some(plural) => spaced(plural),
            None if root.ends_with(['y', 'Y']) => format!("{}ies", &root[..root.len() - 1]),
            None if root.to_ascii_lowercase().ends_with("ss") => format!("{root}es"),
            None => format!("{root}s"),
        };
        if !plural.is_empty() {
            into.add_noun(&plural, agent.clone());
        }
        into.add_noun(&root, agent);
    }
    faults
}

/// A dictionary of verbs with their patterns.
pub(super) fn verbs(file: &str, text: &str) -> (Vec<Entry>, Vec<Fault>) {
    let sets = sets(text).into_iter().map(|(name, phrases)| (name, phrases.into())).collect();
    let mut reader = Verbs { file, sets, ..Verbs::default() };
    let mut in_set = false;
    for (n, line) in lines(text) {
        let line = line.trim();
        if line.starts_with("---") || line.starts_with("###") {
            in_set = false;
            reader.block(coded(line).1);
        } else if line.starts_with('&') {
            in_set = true;
        } else if let Some(pattern) = line.strip_prefix('-') {
            reader.pattern(n, pattern);
        } else if !(in_set && line.starts_with('+')) {
            in_set = false;
            reader.verb(line);
        }
    }
    reader.block(None);
    (reader.entries, reader.faults)
}

/// The sets of synonyms, each phrase as its words; those of other sets put in.
fn sets(text: &str) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut sets: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let mut open: Option<String> = None;
    for (_, line) in lines(text) {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('&') {
            let name = name.trim_end_matches('_').to_owned();
            sets.entry(name.clone()).or_default();
            open = Some(name);
        } else if let Some((phrase, name)) = line.strip_prefix('+').zip(open.as_ref()) {
            let phrases = match phrase.trim().strip_prefix('&') {
                Some(other) => sets.get(other.trim_end_matches('_')).cloned().unwrap_or_default(),
                None => vec![words(phrase)],
            };
            sets.entry(name.clone()).or_default().extend(phrases);
        } else {
            open = None;
        }
    }
    sets
}

fn words(phrase: &str) -> Vec<String> {
    phrase.split(['_', ' ', '\t']).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

#[derive(Default)]
struct Verbs<'a> {
    file: &'a str,
    sets: BTreeMap<String, Arc<[Vec<String>]>>,
    /// The verbs of the open block: keys, the other words of each, its own code.
    open: Vec<Verb>,
    /// The block's code.
    code: Option<String>,
    patterns: Vec<(Wording, String, String)>,
    entries: Vec<Entry>,
    faults: Vec<Fault>,
}

struct Verb {
    keys: Vec<String>,
    wording: Wording,
    code: Option<String>,
    name: String,
}

impl Verbs<'_> {
    /// Ends the open block and begins one with this code.
    fn block(&mut self, code: Option<&str>) {
        let patterns = std::mem::take(&mut self.patterns);
        let verbs = std::mem::take(&mut self.open);
        for verb in &verbs {
            let own = verb.code.clone().or_else(|| self.code.clone()).unwrap_or_default();
            self.add(verb.keys.clone(), verb.wording.clone(), &own, verb.name.clone());
        }
        // verbs of one word share their patterns
        let (plain, longer): (Vec<_>, Vec<_>) = verbs.iter().partition(|v| v.wording.len() == 0);
        for (pattern, code, act) in &patterns {
            if let Some(first) = plain.first() {
                let keys = plain.iter().flat_map(|v| v.keys.iter().cloned()).collect();
                self.add(keys, pattern.clone(), code, act.replace('*', &first.name));
            }
            for verb in &longer {
                let mut wording = verb.wording.clone();
                wording.before.extend(pattern.before.iter().cloned());
                wording.after.extend(pattern.after.iter().cloned());
                self.add(verb.keys.clone(), wording, code, act.replace('*', &verb.name));
            }
        }
        self.code = code.map(str::to_owned);
    }

    fn add(&mut self, keys: Vec<String>, wording: Wording, code: &str, act: String) {
        let (code, other) = code.split_once(':').unwrap_or((code, ""));
        let some = |code: &str| (!is_null(code)).then(|| code.to_owned());
        let (code, other_side) = (some(code), some(other));
        self.entries.push(Entry { keys, wording, code, other_side, act });
    }

    /// `WORD {FORM FORM} [code]`; of several words the one with `+` is the verb, or the first.
    fn verb(&mut self, line: &str) {
        let (line, code) = coded(line);
        let (phrase, forms) = line.split_once('{').unwrap_or((line, ""));
        let phrases = std::iter::once(phrase.trim())
            .chain(forms.trim_end_matches(['}', ' ']).split_whitespace());
        let mut verb: Option<Verb> = None;
        for phrase in phrases {
            let parts: Vec<&str> = phrase.split(['_', ' ']).filter(|w| !w.is_empty()).collect();
            let head = parts.iter().position(|w| w.starts_with('+')).unwrap_or_default();
            let Some(key) = parts.get(head) else { continue };
            let key = key.trim_start_matches('+').to_lowercase();
            let piece = |word: &&str| Piece {
                what: What::Words([vec![word.to_lowercase()]].into()),
                tight: true,
            };
            match &mut verb {
                Some(verb) => verb.keys.push(key),
                None => {
                    verb = Some(Verb {
                        keys: vec![key],
                        wording: Wording {
                            before: parts[..head].iter().rev().map(piece).collect(),
                            after: parts[head + 1..].iter().map(piece).collect(),
                        },
                        code: code.map(str::to_owned),
                        name: parts.join(" ").replace('+', "").to_lowercase(),
                    });
                }
            }
        }
        self.open.extend(verb);
    }

    /// `WORD_WORD * WORD &SET $ [code]`.
    fn pattern(&mut self, n: usize, line: &str) {
        let (text, code) = coded(line);
        let mut items: Vec<(&str, bool)> = Vec::new();
        for group in text.split_whitespace() {
            for (i, item) in group.split('_').filter(|i| !i.is_empty()).enumerate() {
                items.push((item, i > 0));
            }
        }
        let star = items.iter().position(|(item, _)| matches!(*item, "*" | "**"));
        let unknown =
            items.iter().find(|(item, _)| item.contains(['(', ')', '{', '}', '|'])).map(|i| i.0);
        let (Some(star), None) = (star, unknown) else {
            let message = match unknown {
                Some(item) => format!(
                    "{item:?} is not of PETRARCH's pattern language: words, &SETS, $, +, ^, % and * for the verb"
                ),
                None => "a pattern has a * where the verb stands".to_owned(),
            };
            self.faults.push(Fault { file: self.file.to_owned(), line: n, message });
            return;
        };
        let named = items.iter().filter_map(|(item, _)| item.strip_prefix('&'));
        if let Some(set) = named.into_iter().find(|&set| !self.sets.contains_key(set)) {
            let message = format!("no set is called &{set}");
            self.faults.push(Fault { file: self.file.to_owned(), line: n, message });
            return;
        }
        let piece = |item: &str, tight: bool| {
            let what = match item {
                "$" => What::Source,
                "+" => What::Target,
                "^" => What::Phrase,
                "%" => What::Several,
                _ => What::Words(match item.strip_prefix('&') {
                    Some(set) => self.sets.get(set).cloned().unwrap_or_else(|| [].into()),
                    None => [vec![item.to_lowercase()]].into(),
                }),
            };
            Piece { what, tight }
        };
        // nearest to the verb first; a piece is tight if nothing stands between it and the nearer one
        let before = (0..star).rev().map(|i| piece(items[i].0, items[i + 1].1)).collect();
        let after = (star + 1..items.len()).map(|i| piece(items[i].0, items[i].1)).collect();
        let act: Vec<&str> = items.iter().map(|(item, _)| *item).collect();
        let act = act.join(" ").replace("**", "*").to_lowercase();
        self.patterns.push((Wording { before, after }, code.unwrap_or_default().to_owned(), act));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_synonyms_and_times() {
        let text = "<!-- A dictionary -->\nABCIA [ABC] ; x\n+OLD_ABCIA\n\t[ABCGOV 19910101 - 950101]\nNOBODY [---]\nBAD\n\t[ABC x-y]\n";
        let mut into = Actors::default();
        let faults = actors("own.actors.txt", text, &mut into);
        assert_eq!(into.of_name("Old Abcia", None), Some("ABC"));
        assert_eq!(into.of_name("Abcia", Some(19_940_101)), Some("ABCGOV"));
        assert!(into.is_name("Nobody") && into.of_name("Nobody", None).is_none());
        assert!(faults.len() == 1 && faults[0].line == 7, "{faults:?}");
    }

    #[test]
    fn agents_have_plurals_and_markers() {
        let text = "!PERSON! = MAN, MEN\nPOLICE {} [~COP]\nCONGRESS!PERSON! [~LEG]\nRIGHTS_BODY [NGO~]\nDEPUTY\n";
        let mut into = Actors::default();
        let faults = agents("own.agents.txt", text, &mut into);
        let code = |noun: &str| into.of_noun(noun).map(|a| (a.code.as_str(), a.before));
        assert_eq!(code("police"), Some(("COP", false)));
        assert_eq!(code("congressmen"), Some(("LEG", false)));
        assert_eq!(code("rights bodies"), Some(("NGO", true)));
        assert!(faults.len() == 1 && faults[0].line == 5, "{faults:?}");
    }

    #[test]
    fn patterns_are_read_around_the_verb() {
        let text = "&TIE_\n+TIES\n+FULL RELATIONS\n\n--- RESTORE [060] ---\nRESTORE {RESTORED}  # x\nWIRE_+TAP [170]\n- WOULD_NOT * &TIE WITH + [112:113]\n- * (x) [1]\n- * &NONE [1]\n";
        let (entries, faults) = verbs("own.verbs.txt", text);
        assert_eq!(faults.len(), 2, "{faults:?}");
        let pattern = &entries[2];
        assert_eq!(pattern.keys, ["restore", "restored"]);
        assert_eq!(
            (pattern.code.as_deref(), pattern.other_side.as_deref()),
            (Some("112"), Some("113"))
        );
        assert_eq!(pattern.act, "would not restore &tie with +");
        let tight: Vec<bool> = pattern.wording.before.iter().map(|p| p.tight).collect();
        assert_eq!(tight, [false, true]);
        assert_eq!(
            entries.last().map(|e| (e.keys[0].as_str(), e.wording.before.len())),
            Some(("tap", 3))
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_faulted_on_a_line_of_it(text in "[-+&*$%^_#;!~=\\[\\]{}<>:0-9A-Zé \t\n]{0,200}") {
            let mut into = Actors::default();
            let mut faults = actors("actors.txt", &text, &mut into);
            faults.extend(agents("agents.txt", &text, &mut into));
            faults.extend(verbs("verbs.txt", &text).1);
            let lines = text.lines().count();
            proptest::prop_assert!(faults.iter().all(|f| (1..=lines).contains(&f.line)));
        }
    }
}
