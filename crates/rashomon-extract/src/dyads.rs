//! Event records as the field's files have them: source, target, code.

use crate::account::{Event, EventType};

/// One record of an event: who, to whom, what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dyad {
    /// Actor code of the source: state and sector, "---" where it has none.
    pub source: String,
    /// Actor code of the target.
    pub target: String,
    /// CAMEO code.
    pub cameo: &'static str,
}

/// CAMEO's code for receiving a visit, the other side of [`VISIT`].
const HOST: &str = "043";
/// CAMEO's code for making one.
const VISIT: &str = "042";

/// The code that an event of this type and code has from its recipient to its actor, if it is also one.
pub(crate) fn other_side(kind: EventType, cameo: &'static str) -> Option<&'static str> {
    (kind == EventType::Consult).then_some(if cameo == VISIT { HOST } else { cameo })
}

impl Event {
    /// The dyads of this event, sorted: each source with each target. What CAMEO has both sides do stands in both
    /// directions: meetings and talks with the same code, visits with the code for receiving one. An act that several
    /// do together with nobody else ("Norway and Peru renewed ties") is done by each to each.
    pub fn dyads(&self) -> Vec<Dyad> {
        let together = matches!(
            self.kind,
            EventType::Consult | EventType::Cooperate | EventType::Support | EventType::Agree
        ) || self.mode == Some("meet")
            || self.other_side.is_some();
        let alone = self.recipient_codes.is_empty() && self.actor_codes.len() > 1 && together;
        let targets = if alone { &self.actor_codes } else { &self.recipient_codes };
        let mut dyads = Vec::new();
        for source in &self.actor_codes {
            for target in targets.iter().filter(|t| !alone || *t != source) {
                let dyad = |source: &String, target: &String, cameo| Dyad {
                    source: source.clone(),
                    target: target.clone(),
                    cameo,
                };
                dyads.push(dyad(source, target, self.cameo));
                dyads.extend(self.other_side.map(|other| dyad(target, source, other)));
            }
        }
        dyads.sort();
        dyads.dedup();
        dyads
    }
}

#[cfg(test)]
mod tests {
    use rashomon_annotate::Annotator;
    use rashomon_text::Article;

    fn check(text: &str, expect: &[&str]) {
        let article = Article::plain(text);
        let analysis = Annotator::new().annotate(&article);
        let account = crate::extract(article, analysis);
        let dyads = account.events.iter().flat_map(super::Event::dyads);
        let got: Vec<String> =
            dyads.map(|d| format!("{} {} {}", d.source, d.target, d.cameo)).collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn both_sides_of_a_visit() {
        check("The president of Norway visited Peru.", &["NORGOV PER 042", "PER NORGOV 043"]);
    }

    #[test]
    fn each_with_each() {
        check("Norway and Peru restored diplomatic ties.", &["NOR PER 050", "PER NOR 050"]);
    }

    #[test]
    fn one_direction() {
        check("Norway expelled two diplomats of Peru.", &["NOR PERGOV 166"]);
    }
}
