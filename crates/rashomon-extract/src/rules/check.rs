//! Examples that stand beside the rules, and what becomes of them.

use rashomon_annotate::{Analysis, Annotator};
use rashomon_text::Article;

use super::Rules;
use crate::account::{Account, Event, EventType};
use crate::plover::{Auxiliary, MODES};

/// A sentence of a rule file with what is to be found in it.
#[derive(Clone, Debug)]
pub struct Example {
    file: String,
    line: usize,
    act: &'static str,
    own: bool,
    sentence: String,
    expected: Expected,
}

#[derive(Clone, Debug)]
enum Expected {
    /// No event of the act.
    Nothing,
    Event {
        kind: EventType,
        mode: Option<&'static str>,
        cameo: Option<String>,
        parties: Option<(String, String)>,
        auxiliary: Vec<Auxiliary>,
    },
}

/// What became of an [`Example`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// File and line: `protest.rules:12`.
    pub place: String,
    /// The sentence.
    pub sentence: String,
    /// What the file expects.
    pub expected: String,
    /// What was found, each event with type, mode, CAMEO code and parties.
    pub found: Vec<String>,
    /// Whether that is as expected.
    pub passed: bool,
}

impl Example {
    /// Reads `sentence => TYPE [mode] [cameo] [ACTOR > RECIPIENT] [negated] …`; a counter-example is a
    /// sentence alone.
    pub(super) fn parse(
        file: &str,
        line: usize,
        act: &'static str,
        kind: Option<EventType>,
        own: bool,
        counter: bool,
        value: &str,
    ) -> Result<Self, String> {
        let new = |sentence: &str, expected| Self {
            file: file.to_owned(),
            line,
            act,
            own,
            sentence: sentence.trim().to_owned(),
            expected,
        };
        if counter {
            return Ok(new(value, Expected::Nothing));
        }
        let form = "an example is written `sentence => TYPE mode CODE ACTOR > RECIPIENT`, mode, code and parties as far as they matter";
        let Some((sentence, expected)) = value.split_once("=>") else { return Err(form.into()) };
        let (expected, parties) = match expected.split_once('>') {
            None => (expected.trim(), None),
            Some((left, recipient)) => {
                let (left, actor) = left.trim().rsplit_once(' ').ok_or(form)?;
                (left, Some((actor.to_owned(), recipient.trim().to_owned())))
            }
        };
        let mut words = expected.split_whitespace();
        let name = words.next().ok_or(form)?;
        let wanted = EventType::parse(name).or(kind.filter(|_| name == "*"));
        let wanted = wanted.ok_or_else(|| format!("no PLOVER type is called {name}"))?;
        let (mut mode, mut cameo, mut auxiliary, mut actor) = (None, None, Vec::new(), None);
        for word in words {
            if let Some(known) = MODES.iter().find(|m| **m == word) {
                mode = Some(*known);
            } else if let Some(known) = Auxiliary::ALL.iter().find(|a| a.as_str() == word) {
                auxiliary.push(*known);
            } else if word.bytes().all(|b| b.is_ascii_digit()) {
                cameo = Some(word.to_owned());
            } else if word.bytes().all(|b| b.is_ascii_uppercase()) {
                actor = Some(word.to_owned());
            } else {
                return Err(format!(
                    "{word} is no mode, CAMEO code, auxiliary mode or actor's code"
                ));
            }
        }
        let parties = parties.or(actor.map(|a| (a, String::new())));
        Ok(new(sentence, Expected::Event { kind: wanted, mode, cameo, parties, auxiliary }))
    }

    fn passes(&self, account: &Account) -> bool {
        match &self.expected {
            Expected::Nothing => !account.events.iter().any(|e| e.act == self.act),
            Expected::Event { kind, mode, cameo, parties, auxiliary } => {
                account.events.iter().any(|e| {
                    e.kind == *kind
                        && (mode.is_none() || e.mode == *mode)
                        && cameo.as_ref().is_none_or(|c| e.cameo == c)
                        && parties.as_ref().is_none_or(|(actor, recipient)| {
                            codes(&e.actor_codes) == *actor
                                && (recipient.is_empty() || codes(&e.recipient_codes) == *recipient)
                        })
                        && auxiliary.iter().all(|a| e.auxiliary.contains(a))
                })
            }
        }
    }

    fn expected(&self) -> String {
        match &self.expected {
            Expected::Nothing => format!("no event “{}”", self.act),
            Expected::Event { kind, mode, cameo, parties, auxiliary } => {
                let mut line = kind.as_str().to_owned();
                for word in mode.iter().copied().chain(cameo.as_deref()) {
                    line.push(' ');
                    line.push_str(word);
                }
                if let Some((actor, recipient)) = parties {
                    line = format!("{line} {actor} > {recipient}");
                }
                for word in auxiliary {
                    line.push(' ');
                    line.push_str(word.as_str());
                }
                line
            }
        }
    }
}

impl Rules {
    /// Runs the examples of the rule files (`own`: only those of files that were loaded), in order.
    pub fn check(self: &std::sync::Arc<Self>, annotator: &Annotator, own: bool) -> Vec<Checked> {
        let extractor = crate::Extractor::new(std::sync::Arc::clone(self));
        self.examples
            .iter()
            .filter(|e| e.own || !own)
            .map(|example| {
                let article = Article::plain(example.sentence.clone());
                let analysis: Analysis = annotator.annotate(&article);
                let account = extractor.extract(article, analysis);
                Checked {
                    place: format!("{}:{}", example.file, example.line),
                    sentence: example.sentence.clone(),
                    expected: example.expected(),
                    found: account.events.iter().map(told).collect(),
                    passed: example.passes(&account),
                }
            })
            .collect()
    }
}

fn told(e: &Event) -> String {
    let mut line = e.kind.as_str().to_owned();
    if let Some(mode) = e.mode {
        line.push(' ');
        line.push_str(mode);
    }
    let (actors, recipients) = (codes(&e.actor_codes), codes(&e.recipient_codes));
    line = format!("{line} {} {actors} > {recipients}", e.cameo);
    for auxiliary in &e.auxiliary {
        line.push(' ');
        line.push_str(auxiliary.as_str());
    }
    line
}

fn codes(list: &[String]) -> String {
    if list.is_empty() { "-".to_owned() } else { list.join("+") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_examples_come_out_as_they_say() {
        let checked = Rules::builtin().check(&Annotator::new(), false);
        assert!(checked.len() > 80, "{} examples", checked.len());
        let failed: Vec<_> = checked.iter().filter(|c| !c.passed).collect();
        assert!(failed.is_empty(), "{failed:#?}");
    }
}
