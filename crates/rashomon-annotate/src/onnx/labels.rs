//! What the classes of a model mean, read off their names.

use serde_json::Value;

use crate::analysis::{NameKind, TokenRange};
use crate::tags::Upos;

/// The classes of a model, in the order of its scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Labels {
    /// Of a name recogniser: the part of a name, `None` for no name or one of no kind of ours.
    Names(Vec<Option<(Part, NameKind)>>),
    /// Of a tagger: the tag, `None` for a class that stands for none.
    Tags(Vec<Option<Upos>>),
}

/// Where in a name a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// First word of the name.
    Begin,
    /// A later word, or the first one where no name of the kind is open.
    Inside,
    /// Last word.
    End,
    /// The only word.
    Single,
}

/// Classes that are neither a tag nor a name.
const NEITHER: [&str; 6] = ["O", "_", "<pad>", "[PAD]", "<unk>", "[UNK]"];

impl Labels {
    /// Reads `id2label` of a `config.json`; otherwise says what is wrong with it.
    pub(super) fn read(config: &Value) -> Result<Self, String> {
        let labels = config["id2label"].as_object().ok_or("it has no id2label")?;
        let mut strings = vec![None; labels.len()];
        for (id, label) in labels {
            let slot = id.parse().ok().and_then(|id: usize| strings.get_mut(id));
            *slot
                .ok_or_else(|| format!("the number {id:?} in id2label is not one of 0, 1, 2…"))? =
                label.as_str();
        }
        let strings: Option<Vec<&str>> = strings.into_iter().collect();
        let strings = strings.ok_or("a number or a name is missing in id2label")?;
        let real = || strings.iter().filter(|label| !NEITHER.contains(label));
        if real().next().is_some() && real().all(|label| tag(label).is_some()) {
            return Ok(Self::Tags(strings.iter().map(|label| tag(label)).collect()));
        }
        let names: Vec<_> = strings.iter().map(|label| name(label)).collect();
        if names.iter().all(Option::is_none) {
            return Err(format!(
                "id2label has neither universal parts of speech (NOUN, VERB) nor kinds of name \
                 (B-PER, I-ORG), but {}",
                strings.iter().take(5).copied().collect::<Vec<_>>().join(", ")
            ));
        }
        Ok(Self::Names(names))
    }

    /// Number of classes.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Names(labels) => labels.len(),
            Self::Tags(labels) => labels.len(),
        }
    }
}

fn tag(label: &str) -> Option<Upos> {
    Upos::ALL.iter().copied().find(|tag| tag.as_str() == label)
}

/// Reads BIO, BIOES and BILOU labels, and bare kinds.
fn name(label: &str) -> Option<(Part, NameKind)> {
    let (part, kind) = match label.as_bytes() {
        [b'B', b'-' | b'_', ..] => (Part::Begin, &label[2..]),
        [b'I' | b'M', b'-' | b'_', ..] => (Part::Inside, &label[2..]),
        [b'E' | b'L', b'-' | b'_', ..] => (Part::End, &label[2..]),
        [b'S' | b'U', b'-' | b'_', ..] => (Part::Single, &label[2..]),
        _ => (Part::Inside, label),
    };
    let kind = match kind.to_ascii_uppercase().as_str() {
        "PER" | "PERS" | "PERSON" => NameKind::Person,
        "ORG" | "ORGANIZATION" | "ORGANISATION" => NameKind::Organization,
        "LOC" | "LOCATION" | "GPE" => NameKind::Location,
        "FAC" | "FACILITY" => NameKind::Facility,
        "NORP" => NameKind::Norp,
        "PROD" | "PRODUCT" => NameKind::Product,
        "MISC" | "EVENT" | "LAW" | "LANGUAGE" | "WORK_OF_ART" => NameKind::Misc,
        "DATE" | "TIME" => NameKind::Date,
        "MONEY" => NameKind::Money,
        _ => return None,
    };
    Some((part, kind))
}

/// Names from the parts of each word of one sentence and how sure each is; `first` is the number of
/// its first word. A name is as sure as its least sure word.
pub(super) fn decode(
    first: u32,
    parts: &[(Option<(Part, NameKind)>, f32)],
    mut found: impl FnMut(TokenRange, NameKind, f32),
) {
    let mut open: Option<(u32, NameKind, f32)> = None;
    for (t, &(part, sure)) in (first..).zip(parts) {
        let goes_on = matches!((open, part), (Some((_, kind, _)), Some((Part::Inside | Part::End, same))) if kind == same);
        if !goes_on && let Some((start, kind, sure)) = open.take() {
            found(TokenRange::new(start, t), kind, sure);
        }
        let Some((part, kind)) = part else { continue };
        let (start, _, least) = open.unwrap_or((t, kind, 1.0));
        open = Some((start, kind, least.min(sure)));
        if matches!(part, Part::End | Part::Single)
            && let Some((start, kind, sure)) = open.take()
        {
            found(TokenRange::new(start, t + 1), kind, sure);
        }
    }
    if let Some((start, kind, sure)) = open {
        found(TokenRange::new(start, first + parts.len() as u32), kind, sure);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(labels: &[&str]) -> Result<Labels, String> {
        let labels: serde_json::Map<String, Value> =
            labels.iter().enumerate().map(|(i, &label)| (i.to_string(), label.into())).collect();
        Labels::read(&serde_json::json!({ "id2label": labels }))
    }

    /// Labels of the words of a sentence, and the names they make: first word, one past the last,
    /// kind, least confidence.
    fn check(labels: &str, want: &[(u32, u32, &str, f32)]) {
        let parts: Vec<_> =
            labels.split(' ').enumerate().map(|(i, l)| (name(l), 0.9 - 0.1 * i as f32)).collect();
        let mut got = Vec::new();
        decode(10, &parts, |tokens, kind, sure| {
            got.push((tokens.start - 10, tokens.end - 10, kind.as_str(), (sure * 10.0).round()));
        });
        let want: Vec<_> =
            want.iter().map(|&(a, b, kind, sure)| (a, b, kind, (sure * 10.0).round())).collect();
        assert_eq!(got, want, "{labels}");
    }

    #[test]
    fn names_are_read_in_every_scheme() {
        check("O O", &[]);
        check("B-PER I-PER O B-LOC", &[(0, 2, "person", 0.8), (3, 4, "location", 0.6)]);
        check("B-ORG B-ORG I-ORG", &[(0, 1, "organization", 0.9), (1, 3, "organization", 0.7)]);
        // the first word of a name marked as a later one
        check("I-GPE I-GPE I-NORP", &[(0, 2, "location", 0.8), (2, 3, "norp", 0.7)]);
        check("B-FAC I-FAC E-FAC S-PER", &[(0, 3, "facility", 0.7), (3, 4, "person", 0.6)]);
        check(
            "U-MISC L-MISC I-MISC",
            &[(0, 1, "misc", 0.9), (1, 2, "misc", 0.8), (2, 3, "misc", 0.7)],
        );
        check("DATE DATE O MONEY", &[(0, 2, "date", 0.8), (3, 4, "money", 0.6)]);
        // a kind of no name of ours ends a name
        check("B-PER B-ORDINAL I-PER", &[(0, 1, "person", 0.9), (2, 3, "person", 0.7)]);
    }

    #[test]
    fn labels_tell_what_a_model_is() {
        let tags = vec![None, Some(Upos::Noun), Some(Upos::X)];
        assert_eq!(read(&["O", "NOUN", "X"]), Ok(Labels::Tags(tags)));
        let names = vec![None, Some((Part::Begin, NameKind::Misc)), None];
        assert_eq!(read(&["O", "B-EVENT", "B-CARDINAL"]), Ok(Labels::Names(names)));
        let error = read(&["LABEL_0", "LABEL_1"]).unwrap_err();
        assert!(error.contains("LABEL_0, LABEL_1"), "{error}");
        assert!(read(&["O"]).is_err() && Labels::read(&Value::Null).is_err());
        let gap = serde_json::json!({ "id2label": { "0": "O", "2": "B-PER" } });
        assert!(Labels::read(&gap).unwrap_err().contains("\"2\""));
    }
}
