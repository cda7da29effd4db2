//! Checking a dossier against the documents it was made of, without anything that made it.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use rashomon_ingest::{Kind, Record, Served};
use rashomon_render::json::{SCHEMA, wire::Id};
use rashomon_text::Span;
use serde_json::Value;

use crate::Error;

/// What [`verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Documents of the dossier.
    pub documents: usize,
    /// Documents whose source is there, byte for byte.
    pub sources: usize,
    /// Cites of the dossier.
    pub cites: usize,
    /// Cites that were found in the bytes of their source, too.
    pub in_sources: usize,
    /// What does not hold, in the order of the dossier.
    pub faults: Vec<Fault>,
}

/// Something in a dossier that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where in the file: `documents[1].source`, `stories[0].events[3].reports[1]`.
    pub place: String,
    /// The document it is about.
    pub doc: String,
    /// What is wrong, and what to do where something can be done.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.place, self.doc, self.reason)
    }
}

/// Checks every cite of the dossier in `json` (the contents of `dossier.json`).
///
/// A cite holds where its words stand at its place in the document's text, and where its bytes, looked
/// up in the source, read as these words. A source is looked up by its path, under `sources` where that
/// is given, and is taken only where its SHA-256 is the one that the dossier names. Nothing is fetched.
///
/// Fails only where `json` is no dossier.
pub fn verify(json: &str, sources: Option<&Path>) -> Result<Verified, Error> {
    let dossier: Value = serde_json::from_str(json)
        .map_err(|error| Error::bad_argument(format!("it is not JSON: {error}")))?;
    let schema = dossier["schema"].as_str().unwrap_or_default();
    if schema != SCHEMA {
        return Err(Error::bad_argument(format!(
            "it is no dossier of the form {SCHEMA}, but of the form {schema:?}"
        )));
    }
    let documents = dossier["documents"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut out = Verified { documents: documents.len(), ..Verified::default() };
    let found = look_up(documents, sources, &mut out);
    let texts: Vec<Option<Text>> =
        documents.iter().map(|it| it["text"].as_str().map(Text::new)).collect();
    let known = Known { documents, texts: &texts, found: &found };
    walk(&dossier, &mut String::new(), &mut |place, cite| {
        out.cites += 1;
        match known.check(cite) {
            Ok(in_source) => out.in_sources += usize::from(in_source),
            Err((doc, reason)) => out.faults.push(Fault { place: place.to_owned(), doc, reason }),
        }
    });
    Ok(out)
}

/// What is known of each document: its text by the dossier, and its source.
struct Known<'a> {
    documents: &'a [Value],
    texts: &'a [Option<Text>],
    found: &'a [Option<Found>],
}

/// A source that is there: its bytes decoded, and the text that is read of them anew.
struct Found {
    served: Served,
    text: Option<Text>,
}

/// A text to be sliced by code points.
struct Text {
    text: String,
    /// The byte at which each code point starts, and the end.
    starts: Vec<usize>,
}

impl Text {
    fn new(text: &str) -> Self {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { text: text.to_owned(), starts }
    }

    fn slice(&self, start: u64, end: u64) -> Option<&str> {
        let byte = |at: u64| self.starts.get(usize::try_from(at).ok()?).copied();
        self.text.get(byte(start)?..byte(end)?)
    }
}

impl Known<'_> {
    /// Whether the cite was found in its source, too; else its document and what is wrong.
    fn check(&self, cite: &Value) -> Result<bool, (String, String)> {
        let doc = cite["doc"].as_str().unwrap_or_default();
        let wrong = |reason: String| Err((doc.to_owned(), reason));
        let number = doc.parse::<Id>().ok().filter(|id| id.kind == 'd').map(Id::index);
        let Some(n) = number.filter(|&n| n < self.documents.len()) else {
            return wrong("there is no such document".to_owned());
        };
        let words = cite["text"].as_str().unwrap_or_default();
        let (start, end) = (cite["start"].as_u64(), cite["end"].as_u64());
        let (Some(start), Some(end)) = (start, end) else {
            return wrong("start and end are no numbers".to_owned());
        };
        if let Some(text) = &self.texts[n] {
            match text.slice(start, end) {
                Some(stands) if stands == words => {}
                Some(stands) => {
                    return wrong(format!(
                        "the document has {:?} at {start}..{end}, the cite {:?}",
                        short(stands),
                        short(words)
                    ));
                }
                None => return wrong(format!("{start}..{end} is not in the document")),
            }
        }
        let Some(found) = &self.found[n] else { return Ok(false) };
        let raw = &cite["raw"];
        if raw.is_null() {
            // text that is its own source, or was put together from fields of a record
            let Some(text) = &found.text else {
                return wrong("it names no bytes of the page".to_owned());
            };
            let stands = text.slice(start, end).unwrap_or_default();
            if stands == words {
                return Ok(true);
            }
            return wrong(format!(
                "the source has {:?} at {start}..{end}, the cite {:?}",
                short(stands),
                short(words)
            ));
        }
        let byte = |key: &str| raw[key].as_u64().and_then(|it| u32::try_from(it).ok());
        let (Some(from), Some(to)) = (byte("start"), byte("end")) else {
            return wrong("raw holds no bytes".to_owned());
        };
        if from > to {
            return wrong(format!("bytes {from}..{to} are none"));
        }
        let raw = Span::new(from, to);
        if found.served.says(raw, words) {
            return Ok(true);
        }
        match found.served.reading(raw) {
            Some(stands) => wrong(format!(
                "bytes {from}..{to} of the source read {:?}, the cite {:?}",
                short(&stands),
                short(words)
            )),
            None => wrong(format!("bytes {from}..{to} are no whole characters of the source")),
        }
    }
}

/// A text for a message: its first words.
fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Calls `each` with the place and the object of every cite.
fn walk(value: &Value, place: &mut String, each: &mut dyn FnMut(&str, &Value)) {
    let length = place.len();
    match value {
        Value::Object(fields) => {
            if ["doc", "start", "end", "text"].iter().all(|key| fields.contains_key(*key)) {
                each(place, value);
            }
            for (key, inner) in fields {
                if !place.is_empty() {
                    place.push('.');
                }
                place.push_str(key);
                walk(inner, place, each);
                place.truncate(length);
            }
        }
        Value::Array(items) => {
            for (n, inner) in items.iter().enumerate() {
                let _ = write!(place, "[{n}]");
                walk(inner, place, each);
                place.truncate(length);
            }
        }
        _ => {}
    }
}

/// The sources of the documents, each file read once; what is missing or other becomes a fault.
fn look_up(documents: &[Value], sources: Option<&Path>, out: &mut Verified) -> Vec<Option<Found>> {
    let mut found: Vec<Option<Found>> = documents.iter().map(|_| None).collect();
    let mut seen = vec![None; documents.len()];
    let mut by_path: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, document) in documents.iter().enumerate() {
        if let Some(path) = document["source"]["path"].as_str() {
            by_path.entry(path).or_default().push(n);
        }
    }
    let options = rashomon_ingest::Options::default();
    for (path, here) in by_path {
        let place = place(path, sources);
        if !place.is_file() {
            for n in here {
                seen[n] = Some(format!("{}: no such file", place.display()));
            }
            continue;
        }
        let inputs = rashomon_ingest::inputs(&[&place], &options).unwrap_or_default();
        for record in inputs.iter().flat_map(|input| rashomon_ingest::records(input, &options)) {
            let record = match record {
                Ok(record) => record,
                Err(failure) => {
                    for &n in here.iter().filter(|_| failure.record.is_none()) {
                        seen[n].get_or_insert_with(|| failure.message.clone());
                    }
                    continue;
                }
            };
            let id = id(&record);
            for &n in &here {
                let source = &documents[n]["source"];
                if source["record"].as_str() == id.as_deref() && found[n].is_none() {
                    match take(&record, source) {
                        Ok(taken) => found[n] = Some(taken),
                        Err(reason) => seen[n] = Some(format!("{}: {reason}", place.display())),
                    }
                }
            }
        }
        for n in here {
            let source = &documents[n]["source"];
            if found[n].is_none() && seen[n].is_none() {
                let record = source["record"].as_str().unwrap_or("(the file)");
                seen[n] = Some(format!("{}: there is no record {record} in it", place.display()));
            }
        }
    }
    for (n, (found, seen)) in found.iter().zip(seen).enumerate() {
        let doc = documents[n]["id"].as_str().unwrap_or_default().to_owned();
        if let Some(found) = found {
            out.sources += 1;
            let text = documents[n]["text"].as_str();
            if found.text.as_ref().is_some_and(|it| text.is_some_and(|text| it.text != text)) {
                let reason = "the document's text is not that of its source".to_owned();
                out.faults.push(Fault { place: format!("documents[{n}].text"), doc, reason });
            }
            continue;
        }
        let reason = seen.unwrap_or_else(|| "the dossier names no file".to_owned());
        let reason = format!("the source cannot be checked: {reason}");
        out.faults.push(Fault { place: format!("documents[{n}].source"), doc, reason });
    }
    found
}

/// The name of a record; a line of JSON has it inside.
fn id(record: &Record) -> Option<String> {
    match record.kind {
        Kind::Json => record.clean().ok()?.source.record,
        _ => record.id.clone(),
    }
}

/// A record as the source of a document, if its bytes are the same.
fn take(record: &Record, source: &Value) -> Result<Found, String> {
    let (is, was) = (record.sha256(), source["sha256"].as_str().unwrap_or_default());
    if is != was {
        return Err(format!(
            "its bytes are not those that were read: sha256 {is}, in the dossier {was}"
        ));
    }
    let page = record.kind == Kind::Page;
    // of a page, the bytes are looked up; of anything else, the text is read again
    let text = if page { None } else { record.clean().ok().map(|it| Text::new(&it.text)) };
    Ok(Found { served: record.served(), text })
}

/// Where a source lies: at its path, or at that path under `sources`, or there by its name alone.
fn place(path: &str, sources: Option<&Path>) -> PathBuf {
    let Some(folder) = sources else { return PathBuf::from(path) };
    // nothing outside the folder, whatever the dossier says
    let parts = Path::new(path).components().filter(|part| matches!(part, Component::Normal(_)));
    let under = folder.join(parts.collect::<PathBuf>());
    match Path::new(path).file_name() {
        Some(name) if !under.exists() => folder.join(name),
        _ => under,
    }
}
