//! JSON Lines: one article a line.

use rashomon_text::{Note, Source};
use serde_json::{Map, Value};

use crate::{
    Error, Failure, Given, Input, Read, clean,
    decode::{self, Decoded},
    meta::dates,
    read::digest,
};

/// Reads every line of a JSONL file. A line that cannot be used costs that line only.
///
/// Fields: `text` (needed), `id`, `title`, `outlet`, `published`, `url`. A title that the text does
/// not begin with is put before it, with a blank line between, so that it can be cited.
pub(crate) fn read(input: &Input, bytes: &[u8], read: &mut Read) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    for (n, line) in bytes.split(|&b| b == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        if let Err((record, what)) = record(input, n + 1, line).map(|it| read.articles.push(it)) {
            let message = Error::malformed(&input.path, &what).to_string();
            read.failures.push(Failure {
                path: input.shown.clone(),
                record: Some(record),
                message,
            });
        }
    }
    if read.articles.is_empty() && read.failures.is_empty() {
        let message = Error::empty(&input.path, "holds no record").to_string();
        read.failures.push(Failure { path: input.shown.clone(), record: None, message });
    }
}

fn record(
    input: &Input,
    line: usize,
    bytes: &[u8],
) -> Result<rashomon_text::Article, (String, String)> {
    let place = || format!("line {line}");
    let decoded = decode::decode(bytes, None);
    let value: Value = serde_json::from_str(decoded.text.trim()).map_err(|error| {
        (place(), format!("line {line} is not JSON ({error}); each line must be one JSON object"))
    })?;
    let Value::Object(fields) = value else {
        return Err((place(), format!("line {line} is not a JSON object")));
    };
    let id = string(&fields, "id").unwrap_or_else(place);
    let Some(text) = string(&fields, "text").filter(|text| !text.trim().is_empty()) else {
        return Err((id, format!("line {line} has no `text`; give the article's text in it")));
    };
    let mut notes = decoded.notes;
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
    .or(&input.given);
    let source = Source {
        path: Some(input.shown.clone()),
        url: given.url.clone(),
        record: Some(id),
        sha256: digest(bytes),
        media_type: "application/json",
    };
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
