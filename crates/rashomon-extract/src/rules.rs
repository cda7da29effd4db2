//! The event rules, read from `rules/plover.tsv`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::account::EventType;

/// Where in a construction something must stand or is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The subject.
    Subject,
    /// The object (of a passive: its subject).
    Object,
    /// The clause's own complement: "to leave".
    Complement,
    /// A phrase with this preposition.
    Preposition(&'static str),
    /// The possessor of a noun.
    Possessor,
    /// An adjective or compound before a noun.
    Modifier,
    /// What must not stand there: `none:obj,xcomp`.
    Absent,
}

impl Slot {
    fn parse(word: &'static str) -> Self {
        match word {
            "subj" => Self::Subject,
            "obj" => Self::Object,
            "xcomp" => Self::Complement,
            "poss" => Self::Possessor,
            "mod" => Self::Modifier,
            "none" => Self::Absent,
            other => Self::Preposition(other),
        }
    }
}

/// What must stand in a slot: one of these lemmas, or anything (`*`, an empty list).
#[derive(Clone, Debug)]
pub(crate) struct Theme {
    pub slot: Slot,
    pub lemmas: Vec<&'static str>,
}

/// One line of the rule file.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub kind: EventType,
    pub mode: Option<&'static str>,
    pub contexts: Vec<&'static str>,
    pub act: &'static str,
    pub phrase: &'static str,
    pub theme: Vec<Theme>,
    pub recipient: Vec<Slot>,
}

/// All rules, by the lemma that triggers them.
pub(crate) struct Rules {
    pub rules: Vec<Rule>,
    verbs: FxHashMap<&'static str, Vec<u16>>,
    nouns: FxHashMap<&'static str, Vec<u16>>,
}

impl Rules {
    /// The rules a verb may trigger, in file order.
    pub(crate) fn of_verb(&self, lemma: &str) -> impl Iterator<Item = &Rule> {
        self.verbs.get(lemma).into_iter().flatten().map(|&i| &self.rules[usize::from(i)])
    }

    /// The rules a noun may trigger, in file order.
    pub(crate) fn of_noun(&self, lemma: &str) -> impl Iterator<Item = &Rule> {
        self.nouns.get(lemma).into_iter().flatten().map(|&i| &self.rules[usize::from(i)])
    }
}

/// The built-in rules.
pub(crate) fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| {
        let (rules, faults) = read(include_str!("../rules/plover.tsv"));
        debug_assert!(faults.is_empty(), "rules/plover.tsv: {faults:?}");
        rules
    })
}

/// Reads a rule file; a line that is no rule is left out and told.
fn read(file: &'static str) -> (Rules, Vec<String>) {
    let mut rules =
        Rules { rules: Vec::new(), verbs: FxHashMap::default(), nouns: FxHashMap::default() };
    let mut sets: FxHashMap<&str, &'static str> = FxHashMap::default();
    let mut faults = Vec::new();
    for (number, line) in file.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if let Some((name, members)) = line.strip_prefix('@').and_then(|l| l.split_once('=')) {
            sets.insert(name.trim(), members.trim());
            continue;
        }
        let cells: Vec<&'static str> = line.split('\t').map(str::trim).collect();
        let [kind, mode, contexts, act, phrase, verbs, nouns, theme, _, recipient] = cells[..]
        else {
            faults.push(format!("line {}: {} columns, not 10", number + 1, cells.len()));
            continue;
        };
        let Some(kind) = EventType::parse(kind) else {
            faults.push(format!("line {}: no PLOVER type is called {kind:?}", number + 1));
            continue;
        };
        let list = |cell: &'static str| cell.split(',').filter(|w| *w != "-");
        let expand = |cell: &'static str| -> Vec<&'static str> {
            cell.split(',')
                .filter(|w| *w != "*")
                .flat_map(|w| match w.strip_prefix('@') {
                    Some(name) => sets.get(name).copied().unwrap_or_default().split(',').collect(),
                    None => vec![w],
                })
                .collect()
        };
        let theme = list_of(theme, ';')
            .filter_map(|part| part.split_once(':'))
            .map(|(slot, lemmas)| Theme { slot: Slot::parse(slot), lemmas: expand(lemmas) })
            .collect();
        let index = rules.rules.len() as u16;
        for verb in list(verbs) {
            rules.verbs.entry(verb).or_default().push(index);
        }
        for noun in list(nouns) {
            rules.nouns.entry(noun).or_default().push(index);
        }
        rules.rules.push(Rule {
            kind,
            mode: (mode != "-").then_some(mode),
            contexts: list(contexts).collect(),
            act,
            phrase,
            theme,
            recipient: list(recipient).map(Slot::parse).collect(),
        });
    }
    (rules, faults)
}

fn list_of(cell: &'static str, separator: char) -> impl Iterator<Item = &'static str> {
    cell.split(separator).filter(|w| *w != "-" && !w.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_rule() {
        let (rules, faults) = read(include_str!("../rules/plover.tsv"));
        assert_eq!(faults, Vec::<String>::new());
        for rule in &rules.rules {
            let open = |t: &Theme| t.lemmas.is_empty() && t.slot == Slot::Object;
            let bare = rule.theme.len() == 1 && rule.theme.iter().any(open);
            assert!(!bare, "{}: any object at all is no condition", rule.act);
        }
        assert!(rules.of_verb("sever").next().is_some());
    }

    #[test]
    fn a_bad_line_is_told() {
        let (_, faults) = read("SANCTION\t-\nDANCE\t-\t-\ta\tb\tc\td\t-\t-\t-");
        assert_eq!(faults.len(), 2);
    }
}
