//! Reading rule files. The form is told in `rules/README.md`.

use rustc_hash::FxHashMap;

use super::{
    Actors, Deed, Example, FILES, Fault, Reading, Rule, Rules, Slot, Tables, Theme, name, petrarch,
};
use crate::account::{EventType, IncidentType};
use crate::plover::{CONTEXTS, MODES};

/// What a user's files ask for as a whole.
#[derive(Debug)]
pub(super) struct Settings {
    pub builtin: bool,
    pub reading: Option<Reading>,
}

/// The settings in `files`: lines `builtin: yes|no` and `reading: manual|conversion` before any act.
pub(super) fn settings(files: &[(String, String)]) -> Result<Settings, Vec<Fault>> {
    let verbs = files.iter().any(|(file, _)| petrarch::kind(file) == Some(petrarch::Kind::Verbs));
    let mut settings = Settings { builtin: !verbs, reading: None };
    let mut faults = Vec::new();
    for (file, text) in files.iter().filter(|(file, _)| holds_rules(file)) {
        for (n, line) in text.lines().enumerate() {
            let Some((key, value)) = line.split_once(':') else { continue };
            let fault = |message: &str| Fault {
                file: file.clone(),
                line: n + 1,
                message: message.to_owned(),
            };
            match (key, value.trim()) {
                ("builtin", "yes") => settings.builtin = true,
                ("builtin", "no") => settings.builtin = false,
                ("builtin", _) => faults.push(fault("builtin is yes or no")),
                ("reading", word) => match Reading::parse(word) {
                    Some(reading) => settings.reading = Some(reading),
                    None => faults.push(fault("reading is manual or conversion")),
                },
                _ => {}
            }
        }
    }
    if faults.is_empty() { Ok(settings) } else { Err(faults) }
}

/// Reads `files`, and after them the built-in ones.
pub(super) fn read(
    files: &[(String, String)],
    reading: Reading,
    builtin: bool,
) -> (Rules, Vec<Fault>) {
    let own = files.iter().map(|(name, text)| (name.as_str(), text.as_str(), true));
    let sets_only = |name: &str| builtin || name == "sets.rules";
    let ours = FILES.iter().filter(|(name, _)| sets_only(name)).map(|&(n, t)| (n, t, false));
    let all: Vec<(&str, &str, bool)> = own.chain(ours).collect();
    let mut reader = Reader {
        rules: Rules { reading, tables: Tables::builtin(), ..Rules::default() },
        sets: FxHashMap::default(),
        faults: Vec::new(),
    };
    reader.rules.digest = all.iter().flat_map(|(file, text, _)| [*file, *text]).fold(
        0xcbf2_9ce4_8422_2325,
        |hash, part| {
            part.bytes()
                .chain([0])
                .fold(hash, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
        },
    );
    for &(file, text, _) in all.iter().filter(|(file, ..)| holds_rules(file)) {
        reader.collect_sets(file, text);
    }
    for &(file, text, own) in &all {
        if holds_rules(file) {
            reader.read(file, text, own);
        } else if let Some(kind) = petrarch::kind(file) {
            reader.dictionary(kind, file, text);
        } else {
            reader.faults.extend(Actors::read(file, text, &mut reader.rules.actors));
        }
    }
    reader.finish()
}

struct Reader {
    rules: Rules,
    sets: FxHashMap<String, Vec<String>>,
    faults: Vec<Fault>,
}

/// What an act's lines before its first construction say.
#[derive(Clone)]
struct Head {
    act: &'static str,
    line: usize,
    kind: Option<EventType>,
    mode: Option<&'static str>,
    cameo: Option<&'static str>,
    contexts: Vec<&'static str>,
    phrase: Option<&'static str>,
    article: Option<u8>,
}

/// The lines of one construction.
#[derive(Default)]
struct Construction {
    line: usize,
    verbs: Vec<String>,
    nouns: Vec<String>,
    adjectives: Vec<String>,
    needs: Vec<Theme>,
    without: Vec<Slot>,
    unless: Vec<Theme>,
    recipient: Vec<Slot>,
    spoken: bool,
    deed: Deed,
    incident: Vec<IncidentType>,
}

impl Construction {
    fn is_open(&self) -> bool {
        self.verbs.len() + self.nouns.len() + self.adjectives.len() > 0
    }
}

/// A logical line: its number, key and value.
type Line<'a> = (usize, &'a str, String);

impl Reader {
    fn fault(&mut self, file: &str, line: usize, message: impl Into<String>) {
        self.faults.push(Fault { file: file.to_owned(), line, message: message.into() });
    }

    /// `key: value` lines; a line that begins with a space goes on with the value before it.
    fn lines<'a>(&mut self, file: &str, text: &'a str) -> Vec<Line<'a>> {
        let mut lines: Vec<Line<'_>> = Vec::new();
        for (n, line) in text.lines().enumerate() {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            if line.starts_with([' ', '\t']) {
                match lines.last_mut() {
                    Some((_, _, value)) => {
                        value.push(' ');
                        value.push_str(trimmed);
                    }
                    None => self.fault(file, n + 1, "a line that begins with a space goes on with the line before it, and there is none"),
                }
            } else if trimmed.starts_with('[') {
                lines.push((n + 1, "[", trimmed.trim_matches(['[', ']']).trim().to_owned()));
            } else if trimmed.starts_with('@') {
                match trimmed.split_once('=') {
                    Some((set, members)) => {
                        lines.push((n + 1, set.trim(), members.trim().to_owned()));
                    }
                    None => self.fault(file, n + 1, "a set is written @name = word, word"),
                }
            } else {
                match trimmed.split_once(':') {
                    Some((key, value)) => lines.push((n + 1, key.trim(), value.trim().to_owned())),
                    None => self.fault(
                        file,
                        n + 1,
                        "a line is `[act]`, `key: value`, `@set = words` or begins with `#`",
                    ),
                }
            }
        }
        lines
    }

    fn collect_sets(&mut self, file: &str, text: &str) {
        // lines that are no lines are told when the rules are read
        let before = self.faults.len();
        let lines = self.lines(file, text);
        self.faults.truncate(before);
        for (line, set, members) in lines {
            let Some(set) = set.strip_prefix('@') else { continue };
            let mut words = Vec::new();
            for member in split(&members) {
                match member.strip_prefix('@') {
                    Some(other) => match self.sets.get(other) {
                        Some(known) => words.extend(known.iter().cloned()),
                        None => self.fault(
                            file,
                            line,
                            format!("no set is called @{other} up to here; define it above"),
                        ),
                    },
                    None => words.push(member.replace(' ', "_")),
                }
            }
            self.sets.entry(set.to_owned()).or_insert(words);
        }
    }

    /// The words of a list, sets put in.
    fn words(&mut self, file: &str, line: usize, value: &str) -> Vec<String> {
        let mut words = Vec::new();
        for word in split(value) {
            match word.strip_prefix('@') {
                Some(set) => match self.sets.get(set) {
                    Some(known) => words.extend(known.iter().cloned()),
                    None => self.fault(
                        file,
                        line,
                        format!(
                            "no set is called @{set}; define it with a line `@{set} = word, word`"
                        ),
                    ),
                },
                None => words.push(word.replace(' ', "_")),
            }
        }
        words
    }

    fn read(&mut self, file: &str, text: &str, own: bool) {
        let mut head: Option<Head> = None;
        let mut open = Construction::default();
        for (line, key, value) in self.lines(file, text) {
            if key == "[" {
                self.close(file, head.as_ref(), &mut open);
                head = Some(Head {
                    act: name(&value),
                    line,
                    kind: None,
                    mode: None,
                    cameo: None,
                    contexts: Vec::new(),
                    phrase: None,
                    article: None,
                });
                continue;
            }
            if key.starts_with('@') || matches!(key, "builtin" | "reading") && head.is_none() {
                continue;
            }
            let Some(act) = head.as_mut() else {
                self.fault(
                    file,
                    line,
                    "this line stands before any [act]; begin with a line such as [sever ties]",
                );
                continue;
            };
            match key {
                "plover" => self.plover(file, line, act, &value),
                "cameo" => {
                    let code = (2..=4).contains(&value.len())
                        && value.bytes().all(|b| b.is_ascii_digit());
                    if code {
                        act.cameo = Some(name(&value));
                    } else {
                        self.fault(file, line, "a CAMEO code has two to four digits: 161");
                    }
                }
                "contexts" => {
                    act.contexts.clear();
                    for word in split(&value) {
                        match CONTEXTS.iter().find(|c| **c == word) {
                            Some(context) => act.contexts.push(context),
                            None => self.fault(file, line, format!("no PLOVER context is called {word}; the contexts are {}", CONTEXTS.join(", "))),
                        }
                    }
                }
                "phrase" => act.phrase = Some(name(&value)),
                "article" => {
                    let words = self.words(file, line, &value).into_iter().collect();
                    let known = self.rules.articles.iter().position(|set| *set == words);
                    let index = known.unwrap_or(self.rules.articles.len());
                    if known.is_none() {
                        self.rules.articles.push(words);
                    }
                    act.article = u8::try_from(index).ok();
                    if act.article.is_none() {
                        self.fault(file, line, "rules ask for more than 256 sets of words of an article");
                    }
                }
                "verbs" | "nouns" | "adjectives" => {
                    let full = match key {
                        "verbs" => !open.verbs.is_empty(),
                        "nouns" => !open.nouns.is_empty(),
                        _ => !open.adjectives.is_empty(),
                    };
                    let closed = !(open.needs.is_empty()
                        && open.without.is_empty()
                        && open.unless.is_empty()
                        && open.recipient.is_empty()
                        && !open.spoken
                        && open.incident.is_empty());
                    if full || closed {
                        let head = act.clone();
                        self.close(file, Some(&head), &mut open);
                    }
                    let words = self.words(file, line, &value);
                    if !open.is_open() {
                        open.line = line;
                    }
                    match key {
                        "verbs" => open.verbs = words,
                        "nouns" => open.nouns = words,
                        _ => open.adjectives = words,
                    }
                }
                "needs" | "unless" => {
                    for part in value.split(';').map(str::trim).filter(|p| !p.is_empty()) {
                        let Some((slot, lemmas)) = part.split_once('=') else {
                            self.fault(file, line, "needs is written `slot = word, word; slot = *`");
                            continue;
                        };
                        let any = lemmas.trim() == "*";
                        let lemmas =
                            if any { Vec::new() } else { self.words(file, line, lemmas) };
                        let theme = Theme { slot: Slot::parse(slot.trim()), lemmas };
                        if key == "needs" {
                            open.needs.push(theme);
                        } else {
                            open.unless.push(theme);
                        }
                    }
                }
                "without" => open.without = split(&value).map(Slot::parse).collect(),
                "recipient" => open.recipient = split(&value).map(Slot::parse).collect(),
                "actor" if value == "speaker" => open.spoken = true,
                "actor" => self.fault(file, line, "actor is speaker, or is left out: the subject"),
                "incident" => {
                    for word in split(&value) {
                        let Some(kind) = IncidentType::parse(word) else {
                            let all: Vec<&str> =
                                IncidentType::ALL.iter().map(|t| t.as_str()).collect();
                            let all = all.join(", ");
                            self.fault(file, line, format!("no type of incident is called {word}; the types are {all}"));
                            continue;
                        };
                        open.incident.push(kind);
                    }
                }
                "deed" => match value.as_str() {
                    "any" => open.deed = Deed::Any,
                    "turns" => open.deed = Deed::Turns,
                    "needed" => open.deed = Deed::Needed,
                    _ => self.fault(file, line, "deed is any, turns or needed"),
                },
                "example" | "counter" => {
                    let kind = act.kind;
                    match Example::parse(file, line, act.act, kind, own, key == "counter", &value) {
                        Ok(example) => self.rules.examples.push(example),
                        Err(message) => self.fault(file, line, message),
                    }
                }
                other => self.fault(file, line, format!("no key is called {other}; the keys are plover, cameo, contexts, phrase, article, verbs, nouns, adjectives, needs, without, unless, recipient, actor, deed, incident, example, counter")),
            }
        }
        self.close(file, head.as_ref(), &mut open);
    }

    fn plover(&mut self, file: &str, line: usize, head: &mut Head, value: &str) {
        let mut words = value.split_whitespace();
        let kind = words.next().unwrap_or_default();
        head.kind = EventType::parse(kind);
        if head.kind.is_none() {
            let all: Vec<&str> = EventType::ALL.iter().map(|t| t.as_str()).collect();
            self.fault(
                file,
                line,
                format!("no PLOVER type is called {kind}; the types are {}", all.join(", ")),
            );
        }
        if let Some(mode) = words.next() {
            head.mode = MODES.iter().find(|m| **m == mode).copied();
            if head.mode.is_none() {
                self.fault(
                    file,
                    line,
                    format!("no PLOVER mode is called {mode}; the modes are {}", MODES.join(", ")),
                );
            }
        }
    }

    /// Ends a construction.
    fn close(&mut self, file: &str, head: Option<&Head>, open: &mut Construction) {
        let done = std::mem::take(open);
        let Some(head) = head else { return };
        if !done.is_open() {
            return;
        }
        let (Some(kind), Some(cameo)) = (head.kind, head.cameo) else {
            let missing = if head.kind.is_none() { "plover: TYPE" } else { "cameo: CODE" };
            let known = self.faults.iter().any(|f| f.file == file && f.line >= head.line);
            if !known {
                let message = format!("[{}] lacks a line `{missing}` before its words", head.act);
                self.fault(file, head.line, message);
            }
            return;
        };
        let (kind, mode) = match self.rules.reading {
            Reading::Manual => (kind, head.mode),
            Reading::Conversion => match self.rules.tables.plover(cameo) {
                Some((converted, mode)) if kind != EventType::Other => {
                    (converted, mode.or(head.mode.filter(|_| converted == kind)))
                }
                _ => (kind, head.mode),
            },
        };
        let index = self.rules.rules.len() as u32;
        let tables = [
            (&done.verbs, &mut self.rules.verbs),
            (&done.nouns, &mut self.rules.nouns),
            (&done.adjectives, &mut self.rules.adjectives),
        ];
        for (words, table) in tables {
            for word in words {
                table.entry(word.clone()).or_default().push(index);
            }
        }
        self.rules.rules.push(Rule {
            kind,
            mode,
            cameo,
            contexts: head.contexts.clone(),
            act: head.act,
            phrase: head.phrase.unwrap_or(head.act),
            deed: done.deed,
            article: head.article,
            needs: done.needs,
            without: done.without,
            unless: done.unless,
            recipient: done.recipient,
            spoken: done.spoken,
            incident: done.incident,
            wording: None,
            other_side: None,
        });
    }

    /// Reads a dictionary in PETRARCH's form.
    fn dictionary(&mut self, kind: petrarch::Kind, file: &str, text: &str) {
        let actors = &mut self.rules.actors;
        let entries = match kind {
            petrarch::Kind::Actors => {
                return self.faults.extend(petrarch::actors(file, text, actors));
            }
            petrarch::Kind::Agents => {
                return self.faults.extend(petrarch::agents(file, text, actors));
            }
            petrarch::Kind::Verbs => {
                let (entries, faults) = petrarch::verbs(file, text);
                self.faults.extend(faults);
                entries
            }
        };
        for entry in entries {
            let index = self.rules.rules.len() as u32;
            for key in entry.keys {
                self.rules.worded.entry(key).or_default().push(index);
            }
            let code = entry.code.as_deref();
            let plover = code.and_then(|code| self.rules.tables.plover(code));
            let (kind, mode) = plover.unwrap_or((EventType::Other, None));
            let act = name(&entry.act);
            self.rules.rules.push(Rule {
                kind,
                mode,
                cameo: code.map_or("", name),
                contexts: Vec::new(),
                act,
                phrase: act,
                deed: Deed::Any,
                article: None,
                needs: Vec::new(),
                without: Vec::new(),
                unless: Vec::new(),
                recipient: Vec::new(),
                spoken: false,
                incident: Vec::new(),
                wording: Some(entry.wording),
                other_side: entry.other_side.as_deref().map(name),
            });
        }
    }

    /// Puts the more exact rules of each word first.
    fn finish(mut self) -> (Rules, Vec<Fault>) {
        let rules = &self.rules.rules;
        let tables = [&mut self.rules.verbs, &mut self.rules.nouns, &mut self.rules.adjectives];
        for table in tables {
            #[allow(clippy::iter_over_hash_type)] // each list is sorted by itself
            for list in table.values_mut() {
                list.sort_by_key(|&i| {
                    let rule = &rules[i as usize];
                    (
                        usize::MAX
                            - rule.needs.len()
                            - rule.without.len()
                            - usize::from(rule.article.is_some()),
                        i,
                    )
                });
                list.dedup();
            }
        }
        #[allow(clippy::iter_over_hash_type)] // each list is sorted by itself
        for list in self.rules.worded.values_mut() {
            let pieces = |i: u32| rules[i as usize].wording.as_ref().map_or(0, super::Wording::len);
            list.sort_by_key(|&i| (usize::MAX - pieces(i), i));
            list.dedup();
        }
        self.rules.light = self.sets.remove("light").unwrap_or_default().into_iter().collect();
        (self.rules, self.faults)
    }
}

/// Whether a file holds rules and not actors, by its name.
pub(super) fn holds_rules(file: &str) -> bool {
    has_ending(file, "rules")
}

pub(super) fn has_ending(file: &str, end: &str) -> bool {
    std::path::Path::new(file).extension().is_some_and(|e| e.eq_ignore_ascii_case(end))
}

fn split(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|w| !w.is_empty() && *w != "-")
}
