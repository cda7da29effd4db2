//! The event rules: which words, in which construction, are which act.
//!
//! Rules are data: the files of `rules/` in this crate, one a PLOVER type, or a user's own ([`Rules::load`]).
//! How they are written stands in `rules/README.md`. Each carries examples, which [`Rules::check`] runs.

mod actors;
mod check;
mod parse;
mod petrarch;
mod tables;
mod wording;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rashomon_lexicon::fold;
use rustc_hash::FxHashMap;

use crate::account::{EventType, IncidentType};

pub(crate) use actors::{Actors, Agent};
pub use check::{Checked, Example};
pub(crate) use tables::Tables;
pub(crate) use wording::{Piece, What, Wording};

/// Which of PLOVER's two answers is given where its manual and its conversion table from CAMEO disagree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// The manual's (0.8): sanctions are SANCTION, a promised retreat is CONCEDE.
    #[default]
    Manual,
    /// The conversion table's: an event has the type of its CAMEO code, sanctions (163) are COERCE, a promised
    /// retreat (0353, 0356) is AGREE.
    Conversion,
}

impl Reading {
    /// `manual` or `conversion`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "manual" => Some(Self::Manual),
            "conversion" => Some(Self::Conversion),
            _ => None,
        }
    }

    /// The word [`Reading::parse`] takes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Conversion => "conversion",
        }
    }
}

/// A fault of a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file's name, as given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub message: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Where in a construction something must stand or is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The subject.
    Subject,
    /// The object (of a passive: its subject).
    Object,
    /// The clause's own complement: "to leave".
    Complement,
    /// A complement with "to".
    Infinitive,
    /// A phrase with this preposition.
    Preposition(String),
    /// The possessor of a noun.
    Possessor,
    /// An adjective or compound before a noun.
    Modifier,
    /// The verb, noun or preposition a noun hangs on: "open" in "opened fire", "despite" in "despite sanctions".
    Governor,
    /// Whether the word is negated.
    Negation,
    /// Ends the list of recipients: nobody else is one.
    Nobody,
}

impl Slot {
    fn parse(word: &str) -> Self {
        match word {
            "subject" => Self::Subject,
            "object" => Self::Object,
            "complement" => Self::Complement,
            "infinitive" => Self::Infinitive,
            "possessor" => Self::Possessor,
            "modifier" => Self::Modifier,
            "governor" => Self::Governor,
            "negation" => Self::Negation,
            "nobody" => Self::Nobody,
            other => Self::Preposition(other.replace(' ', "_")),
        }
    }
}

/// What must stand in a slot: one of these lemmas, or anything (an empty list).
#[derive(Clone, Debug)]
pub(crate) struct Theme {
    pub slot: Slot,
    pub lemmas: Vec<String>,
}

/// What a deed that stands in a rule's complement does to the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Deed {
    /// The rule's words are the event, whatever is in the complement.
    #[default]
    Any,
    /// "vow to": with a hostile deed it is THREATEN.
    Turns,
    /// "plan to": as `Turns`, and without a deed no event at all.
    Needed,
}

/// One construction of one act.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub kind: EventType,
    pub mode: Option<&'static str>,
    pub cameo: &'static str,
    pub contexts: Vec<&'static str>,
    pub act: &'static str,
    pub phrase: &'static str,
    pub deed: Deed,
    /// Index into [`Rules::articles`]: of what the article has to tell.
    pub article: Option<u8>,
    pub needs: Vec<Theme>,
    pub without: Vec<Slot>,
    pub unless: Vec<Theme>,
    pub recipient: Vec<Slot>,
    /// Whether who says it does it: "it is false" denies.
    pub spoken: bool,
    /// What the words say of a cyber incident.
    pub incident: Vec<IncidentType>,
    /// For a rule of a dictionary of verbs: the words around the verb. Its code is final.
    pub wording: Option<Wording>,
    /// The code of the event from the recipient to the actor, where a dictionary gives one.
    pub other_side: Option<&'static str>,
}

impl Rule {
    /// Whether the rule's words tell what somebody means to do, or wants done, and not a deed.
    pub(crate) fn is_intent(&self) -> bool {
        self.wording.is_none()
            && matches!(
                self.kind,
                EventType::Agree | EventType::Request | EventType::Reject | EventType::Threaten
            )
    }
}

/// All rules, by the lemma that triggers them, with the tables and actors that belong to them.
#[derive(Debug, Default)]
pub struct Rules {
    pub(crate) rules: Vec<Rule>,
    pub(crate) tables: Tables,
    pub(crate) actors: Actors,
    pub(crate) reading: Reading,
    articles: Vec<BTreeSet<String>>,
    light: BTreeSet<String>,
    verbs: FxHashMap<String, Vec<u32>>,
    nouns: FxHashMap<String, Vec<u32>>,
    adjectives: FxHashMap<String, Vec<u32>>,
    /// Verbs of dictionaries, by form and lemma.
    worded: FxHashMap<String, Vec<u32>>,
    examples: Vec<Example>,
    digest: u64,
}

/// The built-in files, in the order their rules are tried.
const FILES: [(&str, &str); 18] = [
    ("sets.rules", include_str!("../../rules/sets.rules")),
    ("sanction.rules", include_str!("../../rules/sanction.rules")),
    ("coerce.rules", include_str!("../../rules/coerce.rules")),
    ("assault.rules", include_str!("../../rules/assault.rules")),
    ("mobilize.rules", include_str!("../../rules/mobilize.rules")),
    ("protest.rules", include_str!("../../rules/protest.rules")),
    ("threaten.rules", include_str!("../../rules/threaten.rules")),
    ("request.rules", include_str!("../../rules/request.rules")),
    ("reject.rules", include_str!("../../rules/reject.rules")),
    ("accuse.rules", include_str!("../../rules/accuse.rules")),
    ("consult.rules", include_str!("../../rules/consult.rules")),
    ("support.rules", include_str!("../../rules/support.rules")),
    ("concede.rules", include_str!("../../rules/concede.rules")),
    ("cooperate.rules", include_str!("../../rules/cooperate.rules")),
    ("aid.rules", include_str!("../../rules/aid.rules")),
    ("retreat.rules", include_str!("../../rules/retreat.rules")),
    ("agree.rules", include_str!("../../rules/agree.rules")),
    ("other.rules", include_str!("../../rules/other.rules")),
];

impl Rules {
    /// The built-in rules in PLOVER's manual's reading.
    pub fn builtin() -> Arc<Self> {
        Arc::clone(builtin())
    }

    /// Rules from files, each with its name and text. A file whose name ends in `.rules` holds rules, one
    /// that ends in `.tsv` actors; one whose name ends in `actors.txt`, `agents.txt` or `verbs.txt` is a dictionary in
    /// PETRARCH's form. Without a line `builtin: no` in one of them and without a dictionary of verbs the built-in
    /// rules follow after them; `reading` stands above a line `reading: …`.
    ///
    /// # Errors
    /// All faults found, in order; none of the files is used then.
    pub fn load(files: &[(String, String)], reading: Option<Reading>) -> Result<Self, Vec<Fault>> {
        let settings = parse::settings(files)?;
        let reading = reading.or(settings.reading).unwrap_or_default();
        let (rules, faults) = parse::read(files, reading, settings.builtin);
        if faults.is_empty() { Ok(rules) } else { Err(faults) }
    }

    /// Whether a file with this name is one that [`Rules::load`] reads.
    ///
    /// ```
    /// use rashomon_extract::Rules;
    /// assert!(Rules::reads("own.rules") && Rules::reads("Region.actors.txt") && !Rules::reads("readme.txt"));
    /// ```
    pub fn reads(file: &str) -> bool {
        parse::holds_rules(file) || parse::has_ending(file, "tsv") || petrarch::kind(file).is_some()
    }

    /// How many constructions there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// What tells one set of rules from another: a hash (FNV-1a, 64 bits) of names and texts of the files, in hex.
    pub fn digest(&self) -> String {
        format!("{:016x}", self.digest)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Which reading of PLOVER's own contradictions the rules follow.
    pub fn reading(&self) -> Reading {
        self.reading
    }

    /// One line an act: type, mode, CAMEO code, name, and the words that trigger it.
    pub fn list(&self) -> Vec<String> {
        let mut words: Vec<Vec<&str>> = vec![Vec::new(); self.rules.len()];
        for table in [&self.verbs, &self.nouns, &self.adjectives, &self.worded] {
            let mut all: Vec<_> = table.iter().collect();
            all.sort();
            for (word, rules) in all {
                for &rule in rules {
                    words[rule as usize].push(word);
                }
            }
        }
        let line = |(rule, words): (&Rule, Vec<&str>)| {
            let mode = rule.mode.unwrap_or("-");
            let words = words.join(", ").replace('_', " ");
            format!("{}\t{mode}\t{}\t{}\t{words}", rule.kind.as_str(), rule.cameo, rule.act)
        };
        self.rules.iter().zip(words).map(line).collect()
    }

    /// The rules a verb may trigger, the more exact first.
    pub(crate) fn of_verb(&self, lemma: &str) -> impl Iterator<Item = &Rule> {
        self.of(&self.verbs, lemma)
    }

    /// The lemma a verb's rules stand under: its own, or where the lexicon of lemmas does not know the verb
    /// ("boycot" for "boycotted"), the one that its form is regularly made from.
    pub(crate) fn lemma_of_verb(&self, lemma: &str, word: &str) -> String {
        known(&self.verbs, lemma, word)
    }

    /// The lemma a noun's rules stand under: its own, or for a plural taken for one word the singular.
    pub(crate) fn lemma_of_noun(&self, lemma: &str) -> String {
        let singular = lemma.strip_suffix('s').filter(|s| s.len() > 2);
        match singular {
            Some(singular)
                if !self.nouns.contains_key(lemma) && self.nouns.contains_key(singular) =>
            {
                singular.to_owned()
            }
            _ => lemma.to_owned(),
        }
    }

    /// The rules a noun may trigger, the more exact first.
    pub(crate) fn of_noun(&self, lemma: &str) -> impl Iterator<Item = &Rule> {
        self.of(&self.nouns, lemma)
    }

    /// The rules an adjective in a predicate may trigger ("is ready to"), by its form.
    pub(crate) fn of_adjective(&self, form: &str) -> impl Iterator<Item = &Rule> {
        self.of(&self.adjectives, form)
    }

    /// The rules of dictionaries for a verb, by its form, or where there is none by its lemma; the longest pattern first.
    pub(crate) fn of_worded(&self, lemma: &str, word: &str) -> impl Iterator<Item = &Rule> {
        let form = word.to_lowercase();
        let key =
            if self.worded.contains_key(&form) { form } else { known(&self.worded, lemma, word) };
        let rules = self.worded.get(&key).map(Vec::as_slice).unwrap_or_default();
        rules.iter().map(|&i| &self.rules[i as usize])
    }

    /// Whether there are rules of dictionaries.
    pub(crate) fn has_worded(&self) -> bool {
        !self.worded.is_empty()
    }

    /// For each set of words that rules ask an article for, whether it has three of them among `lemmas`.
    pub(crate) fn of_article<'a>(
        &self,
        lemmas: &(impl Iterator<Item = &'a str> + Clone),
    ) -> Vec<bool> {
        let told =
            |set: &BTreeSet<String>| lemmas.clone().filter(|l| set.contains(*l)).nth(2).is_some();
        self.articles.iter().map(told).collect()
    }

    /// The first rule of an act.
    pub(crate) fn act(&self, act: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.act == act)
    }

    /// Whether a verb carries no act of its own but lends subject, time and negation to the noun it
    /// governs: "launch" in "launched an attack".
    pub(crate) fn is_light(&self, lemma: &str) -> bool {
        self.light.contains(lemma)
    }

    fn of(&self, table: &FxHashMap<String, Vec<u32>>, word: &str) -> impl Iterator<Item = &Rule> {
        let rules = table.get(word).map(Vec::as_slice).unwrap_or_default();
        rules.iter().map(|&i| &self.rules[i as usize])
    }
}

/// A verb's lemma, or the one of `table` that its form is regularly made from.
fn known(table: &FxHashMap<String, Vec<u32>>, lemma: &str, word: &str) -> String {
    if table.contains_key(lemma) {
        return lemma.to_owned();
    }
    let word = word.to_lowercase();
    let stem = ["ed", "ing", "es", "s", "d"].iter().find_map(|end| {
        let stem = word.strip_suffix(end).filter(|s| s.len() > 2)?;
        let single = stem.get(..stem.len() - 1).unwrap_or(stem);
        let longer = [stem.to_owned(), format!("{stem}e"), single.to_owned()];
        longer.into_iter().find(|s| table.contains_key(s.as_str()))
    });
    stem.unwrap_or_else(|| lemma.to_owned())
}

fn builtin() -> &'static Arc<Rules> {
    static RULES: OnceLock<Arc<Rules>> = OnceLock::new();
    RULES.get_or_init(|| {
        let (rules, faults) = parse::read(&[], Reading::Manual, true);
        debug_assert!(faults.is_empty(), "{}", list(&faults));
        Arc::new(rules)
    })
}

/// The built-in rules, for what the language has and no rule file changes: which verbs tell deeds.
pub(crate) fn rules() -> &'static Rules {
    builtin()
}

/// Keeps a name of a rule file for the life of the process, each once: acts are compared and carried
/// everywhere, and there are as many as the rule files name.
fn name(word: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(word) {
        return known;
    }
    let kept: &'static str = Box::leak(word.to_owned().into_boxed_str());
    names.insert(kept);
    kept
}

fn list(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
}

/// A name as it is looked up: folded.
fn key(name: &str) -> String {
    fold(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(file: &str) -> Vec<String> {
        let files = [("own.rules".to_owned(), file.to_owned())];
        match Rules::load(&files, None) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().map(Fault::to_string).collect(),
        }
    }

    #[test]
    fn the_built_in_files_are_without_fault() {
        let (rules, faults) = parse::read(&[], Reading::Manual, true);
        assert_eq!(list(&faults), "");
        assert!(rules.of_verb("sever").next().is_some());
        for rule in &rules.rules {
            assert!(rules.tables.knows(rule.cameo), "{}: no CAMEO code {:?}", rule.act, rule.cameo);
        }
    }

    #[test]
    fn faults_are_told_with_file_and_line() {
        assert_eq!(
            faults("[dance]\nplover: DANCE\n")[0],
            "own.rules:2: no PLOVER type is called DANCE; the types are AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT, OTHER"
        );
        assert_eq!(
            faults("verbs: dance\n")[0],
            "own.rules:1: this line stands before any [act]; begin with a line such as [sever ties]"
        );
        assert!(
            faults("[a]\nplover: AID\ncameo: 070\nverbs: @nobody\n")[0]
                .starts_with("own.rules:4: no set is called @nobody")
        );
        assert!(faults("[a]\nplover: AID\nverbs: give\n")[0].contains("cameo:"));
        assert!(faults("[a]\nplover: AID\ncameo: 070\nverb: give\n")[0].contains("no key"));
        assert!(faults("[a]\nplover: COERCE tickle\n")[0].contains("no PLOVER mode"));
    }

    #[test]
    fn own_rules_come_first_and_may_stand_alone() {
        let own = "[wave flags]\nplover: SUPPORT\ncameo: 051\nverbs: wave\nneeds: object = flag\n";
        let load = |text: &str| {
            Rules::load(&[("own.rules".to_owned(), text.to_owned())], None)
                .unwrap_or_else(|f| panic!("{}", list(&f)))
        };
        let both = load(own);
        assert!(both.of_verb("wave").next().is_some() && both.of_verb("sever").next().is_some());
        let alone = load(&format!("builtin: no\n{own}"));
        assert_eq!(alone.len(), 1);
    }

    #[test]
    fn the_conversion_table_may_be_followed() {
        let sanctions = |reading| {
            let rules = Rules::load(&[], Some(reading)).unwrap_or_else(|f| panic!("{}", list(&f)));
            let rule = rules.rules.iter().find(|r| r.cameo == "163").expect("a rule for sanctions");
            rule.kind
        };
        assert_eq!(sanctions(Reading::Manual), EventType::Sanction);
        assert_eq!(sanctions(Reading::Conversion), EventType::Coerce);
    }
}
