//! CAMEO's codes, what PLOVER's conversion table makes of them, and the codes of intents.

use std::collections::BTreeMap;

use super::name;
use crate::account::EventType;
use crate::plover::MODES;

/// `rules/cameo.tsv` and `rules/intents.tsv`.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    cameo: BTreeMap<&'static str, (EventType, Option<&'static str>)>,
    /// Code of the intent without its deed, the deed's code or its beginning, code of the intent with it.
    intents: Vec<(&'static str, &'static str, &'static str)>,
}

impl Tables {
    pub(super) fn builtin() -> Self {
        let rows = |text: &'static str| {
            text.lines()
                .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
                .map(|l| l.split('\t').collect::<Vec<_>>())
        };
        let mut tables = Self::default();
        for row in rows(include_str!("../../rules/cameo.tsv")) {
            let [code, kind, mode, _] = row[..] else { continue };
            if let Some(kind) = EventType::parse(kind) {
                let mode = MODES.iter().find(|m| **m == mode).copied();
                tables.cameo.insert(name(code), (kind, mode));
            }
        }
        for row in rows(include_str!("../../rules/intents.tsv")) {
            let [intent, deed, code] = row[..] else { continue };
            tables.intents.push((name(intent), name(deed), name(code)));
        }
        tables
    }

    /// Whether CAMEO has the code.
    #[cfg(test)]
    pub(super) fn knows(&self, code: &str) -> bool {
        self.cameo.contains_key(code)
    }

    /// Type and mode that PLOVER's conversion table gives a CAMEO code.
    pub(crate) fn plover(&self, code: &str) -> Option<(EventType, Option<&'static str>)> {
        (2..=code.len()).rev().find_map(|n| self.cameo.get(code.get(..n)?).copied())
    }

    /// The code of an intent (`030`, `100`, `130` …) whose deed has the code `deed`: the most exact known.
    pub(crate) fn intent(&self, intent: &'static str, deed: &str) -> &'static str {
        self.intents
            .iter()
            .filter(|(i, d, _)| *i == intent && deed.starts_with(d))
            .max_by_key(|(_, d, _)| d.len())
            .map_or(intent, |&(_, _, code)| code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let rows =
            |text: &str| text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).count();
        let tables = Tables::builtin();
        assert_eq!(tables.cameo.len(), rows(include_str!("../../rules/cameo.tsv")));
        assert_eq!(tables.intents.len(), rows(include_str!("../../rules/intents.tsv")));
        for (intent, _, code) in &tables.intents {
            assert!(tables.knows(intent) && tables.knows(code), "{intent} {code}");
        }
    }

    #[test]
    fn an_intent_has_the_code_of_what_is_meant() {
        let tables = Tables::builtin();
        for (intent, deed, code) in [
            ("030", "071", "0331"),
            ("130", "163", "1312"),
            ("100", "0841", "1053"),
            ("130", "051", "130"),
        ] {
            assert_eq!(tables.intent(intent, deed), code, "{intent} of {deed}");
        }
    }
}
