//! JSON-LD: what a page's structured data say of the article.

use serde_json::Value;

/// What is read of an article object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Linked {
    pub(crate) headline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) author: Option<String>,
    pub(crate) publisher: Option<String>,
    /// Whether the page says that all of it can be read for nothing.
    pub(crate) free: Option<bool>,
}

/// Reads the first article object of the page's scripts; other objects fill what it leaves open.
pub(super) fn read(scripts: &[String]) -> Linked {
    let mut out = Linked::default();
    for script in scripts {
        let text = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
        let text =
            text.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim_end_matches(';');
        // control characters inside strings are common and make JSON invalid
        let cleaned: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if let Ok(value) = serde_json::from_str::<Value>(&cleaned) {
            walk(&value, 0, &mut out);
        }
    }
    out
}

fn walk(value: &Value, depth: usize, out: &mut Linked) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().take(200).for_each(|item| walk(item, depth + 1, out)),
        Value::Object(fields) => {
            let article = kinds(value).any(|kind| {
                kind.ends_with("Article")
                    || kind.ends_with("Posting")
                    || kind == "Report"
                    || kind == "WebPage"
                    || kind == "CreativeWork"
                    || kind == "LiveBlogPosting"
            });
            if article {
                fill(&mut out.headline, text(value, "headline"));
                fill(&mut out.published, text(value, "datePublished"));
                fill(&mut out.created, text(value, "dateCreated"));
                fill(&mut out.modified, text(value, "dateModified"));
                fill(&mut out.author, names(value.get("author")));
                fill(&mut out.publisher, names(value.get("publisher")));
                let free = value.get("isAccessibleForFree").and_then(truth);
                out.free = out.free.or(free);
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"] {
                if let Some(inner) = fields.get(key) {
                    walk(inner, depth + 1, out);
                }
            }
        }
        _ => {}
    }
}

fn kinds(value: &Value) -> impl Iterator<Item = &str> {
    let kind = value.get("@type");
    let one = kind.and_then(Value::as_str).into_iter();
    one.chain(kind.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str))
}

fn fill(slot: &mut Option<String>, value: Option<String>) {
    if slot.is_none() {
        *slot = value;
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    let text = value.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A truth value, also where it is written as a word.
fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(word) => Some(word.to_ascii_lowercase().ends_with("true")),
        _ => None,
    }
}

/// The names of a person, an organisation, or several.
fn names(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(name) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
        Value::Object(_) => match value?.get("name")? {
            Value::String(name) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
            other => names(Some(other)),
        },
        Value::Array(items) => {
            let all: Vec<String> =
                items.iter().take(12).filter_map(|item| names(Some(item))).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}
