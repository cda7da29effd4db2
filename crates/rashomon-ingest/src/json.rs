//! A line of JSON Lines to an article.

use rashomon_text::{Article, Note};
use serde_json::{Map, Value};

use crate::{
    Failure, Given, Record, clean,
    decode::{self, Decoded},
    meta::dates,
    wire,
};

/// Reads one JSON object.
///
/// Fields: `text` (needed), `id`, `title`, `outlet`, `published`, `url`. A title that the text does
/// not begin with is put before it, with a blank line between, so that it can be cited. A line that
/// [`to_json`](crate::to_json) wrote is read back as it was.
pub(crate) fn article(record: &Record) -> Result<Article, Failure> {
    let mut source = record.source(&record.bytes);
    let mut decoded = decode::decode(&record.bytes, None);
    // until the record says its own, its name is its place: `line 7`
    let place = record.id.clone().unwrap_or_else(|| "the file".to_owned());
    let value: Value = serde_json::from_str(decoded.text.trim()).map_err(|error| {
        record.failure(&format!("{place} is not JSON ({error}); each line must be one JSON object"))
    })?;
    let Value::Object(fields) = value else {
        return Err(record.failure(&format!("{place} is not a JSON object")));
    };
    if wire::is_ours(&fields) {
        return wire::from_json(&decoded.text).map_err(|what| {
            record.failure(&format!("{place} is no article as `rashomon read` writes it ({what})"))
        });
    }
    let id = string(&fields, "id").or_else(|| record.id.clone());
    let Some(text) = string(&fields, "text").filter(|text| !text.trim().is_empty()) else {
        let failure =
            record.failure(&format!("{place} has no `text`; give the article's text in it"));
        return Err(Failure { record: id, ..failure });
    };
    let mut notes = record.notes.clone();
    notes.append(&mut decoded.notes);
    let published = string(&fields, "published").and_then(|text| {
        let day = dates::day(&text);
        if day.is_none() {
            notes.push(Note::new("bad-date", format!("`published` is not a day: “{text}”")));
        }
        day
    });
    let given = Given {
        title: string(&fields, "title"),
        outlet: string(&fields, "outlet"),
        url: string(&fields, "url"),
        published,
    }
    .or(&record.given);
    source.url.clone_from(&given.url);
    source.record = id;
    Ok(clean::finish_text(source, Decoded { text, map: None, notes }, &given))
}

/// A field as text: a string, or a number written out.
fn string(fields: &Map<String, Value>, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
