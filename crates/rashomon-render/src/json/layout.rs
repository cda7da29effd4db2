//! Line breaks for JSON: what fits on a line stays on it, everything else is opened.
//!
//! A cite then takes one line, so a change of one cite is a change of one line in a diff, and the
//! file stays near the size of its content.

use std::io::{self, Write};

use serde::Serialize;

/// Columns up to which an array or object stays on one line.
const WIDTH: usize = 120;

/// Breaks compact JSON (as `serde_json::to_string` writes it) into lines, indented by two spaces.
///
/// Linear in the input: to know whether a container fits, at most [`WIDTH`] bytes are read ahead.
pub(super) fn layout(compact: &str) -> String {
    let mut out = Vec::with_capacity(compact.len() + compact.len() / 4);
    lay(compact.as_bytes(), 0, &mut out);
    out.push(b'\n');
    String::from_utf8(out).unwrap_or_default()
}

/// An object of which no more than a piece is in memory, laid out as [`layout`] does.
///
/// The object must be too long for one line.
pub(super) struct Pieces<'w> {
    to: &'w mut dyn Write,
    out: Vec<u8>,
    compact: Vec<u8>,
    fields: usize,
}

/// So many bytes are written at a time.
const AT_ONCE: usize = 1 << 18;

impl<'w> Pieces<'w> {
    /// Begins the object.
    pub(super) fn new(to: &'w mut dyn Write) -> Self {
        Self { to, out: vec![b'{'], compact: Vec::new(), fields: 0 }
    }

    fn name(&mut self, name: &str) {
        if self.fields > 0 {
            self.out.push(b',');
        }
        self.fields += 1;
        newline(&mut self.out, 1);
        self.out.extend_from_slice(format!("\"{name}\": ").as_bytes());
    }

    /// Writes a field of the object.
    pub(super) fn field(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.name(name);
        self.compact(value)?;
        lay(&self.compact, 1, &mut self.out);
        self.write()
    }

    /// Writes a field that is a list, item by item.
    pub(super) fn list<T: Serialize>(
        &mut self,
        name: &str,
        items: impl Iterator<Item = T>,
    ) -> io::Result<()> {
        self.name(name);
        // a list that fits on a line stays on it
        let mut line = vec![b'['];
        let mut opened = false;
        let mut held: Vec<Vec<u8>> = Vec::new();
        for item in items {
            self.compact(&item)?;
            if opened {
                self.out.push(b',');
            } else {
                let comma = usize::from(!held.is_empty());
                if line.len() + comma + self.compact.len() < WIDTH - 2 {
                    line.extend_from_slice(&b","[..comma]);
                    line.extend_from_slice(&self.compact);
                    held.push(std::mem::take(&mut self.compact));
                    continue;
                }
                opened = true;
                self.out.push(b'[');
                for item in &held {
                    newline(&mut self.out, 2);
                    lay(item, 2, &mut self.out);
                    self.out.push(b',');
                }
            }
            newline(&mut self.out, 2);
            lay(&self.compact, 2, &mut self.out);
            if self.out.len() > AT_ONCE {
                self.write()?;
            }
        }
        if opened {
            newline(&mut self.out, 1);
            self.out.push(b']');
        } else {
            line.push(b']');
            spaced(&line, &mut self.out);
        }
        self.write()
    }

    /// Ends the object and its last line.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.out.extend_from_slice(b"\n}\n");
        self.write()
    }

    fn compact(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.compact.clear();
        Ok(serde_json::to_writer(&mut self.compact, value)?)
    }

    fn write(&mut self) -> io::Result<()> {
        self.to.write_all(&self.out)?;
        self.out.clear();
        Ok(())
    }
}

/// Lays a value out that stands in this depth.
fn lay(bytes: &[u8], mut depth: usize, out: &mut Vec<u8>) {
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => {
                if let Some(end) = fits(bytes, at, WIDTH.saturating_sub(2 * depth)) {
                    spaced(&bytes[at..end], out);
                    at = end;
                    continue;
                }
                out.push(bytes[at]);
                depth += 1;
                newline(out, depth);
            }
            close @ (b'}' | b']') => {
                depth -= 1;
                newline(out, depth);
                out.push(close);
            }
            b',' => {
                out.push(b',');
                newline(out, depth);
            }
            b':' => out.extend_from_slice(b": "),
            b'"' => {
                let end = string_end(bytes, at);
                out.extend_from_slice(&bytes[at..end]);
                at = end;
                continue;
            }
            other => out.push(other),
        }
        at += 1;
    }
}

/// Where the container opened at `at` ends, if it is at most `width` bytes long.
fn fits(bytes: &[u8], at: usize, width: usize) -> Option<usize> {
    let mut open = 0_u32;
    let mut i = at;
    while i < bytes.len() && i - at < width {
        match bytes[i] {
            b'{' | b'[' => open += 1,
            b'}' | b']' => {
                open -= 1;
                if open == 0 {
                    return Some(i + 1);
                }
            }
            b'"' => {
                let end = bytes[i + 1..].len().min(width) + i + 1;
                i = string_end(&bytes[..end], i) - 1;
            }
            _ => {}
        }
        i += 1;
    }
    // an empty container is never broken
    (bytes.get(at + 1).is_some_and(|b| matches!(b, b'}' | b']'))).then_some(at + 2)
}

/// One past the quote that closes the string opened at `at`, or the end.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut i = at + 1;
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => i += 1,
            b'"' => return i + 1,
            _ => {}
        }
        i += 1;
    }
    bytes.len()
}

/// Writes a container on one line, with a space after each comma and colon.
fn spaced(bytes: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let end = string_end(bytes, at);
                out.extend_from_slice(&bytes[at..end]);
                at = end;
                continue;
            }
            mark @ (b',' | b':') => out.extend_from_slice(&[mark, b' ']),
            other => out.push(other),
        }
        at += 1;
    }
}

fn newline(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    out.resize(out.len() + 2 * depth, b' ');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn short_containers_stay_on_a_line() {
        let long = "x".repeat(WIDTH);
        let value = json!({"a": [1, 2, {"b": ",:[]{}\"\\"}], "c": long, "d": {}, "e": []});
        let expect = format!(
            "{{\n  \"a\": [1, 2, {{\"b\": \",:[]{{}}\\\"\\\\\"}}],\n  \"c\": \"{long}\",\n  \
             \"d\": {{}},\n  \"e\": []\n}}\n"
        );
        assert_eq!(layout(&value.to_string()), expect);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "\\PC{0,60}".prop_map(Value::from),
            Just(Value::Null),
        ];
        leaf.prop_recursive(5, 64, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::vec(("[\\PC]{0,8}", inner), 0..6)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn pieces_are_laid_out_as_the_whole(
            lists in prop::collection::vec(prop::collection::vec(any_json(), 0..5), 0..5),
        ) {
            let long = "x".repeat(WIDTH);
            let mut whole = serde_json::Map::new();
            let mut pieces = Vec::new();
            let mut out = Pieces::new(&mut pieces);
            whole.insert("long".to_owned(), json!(long));
            out.field("long", &long).unwrap();
            for (number, list) in lists.iter().enumerate() {
                let name = format!("list{number}");
                out.list(&name, list.iter()).unwrap();
                whole.insert(name, json!(list));
            }
            whole.insert("last".to_owned(), json!(lists));
            out.field("last", &lists).unwrap();
            out.end().unwrap();
            prop_assert_eq!(String::from_utf8(pieces).unwrap(), layout(&Value::Object(whole).to_string()));
        }

        #[test]
        fn the_value_is_unchanged(value in any_json()) {
            let text = layout(&value.to_string());
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
