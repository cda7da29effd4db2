//! Line breaks for JSON: what fits on a line stays on it, everything else is opened.
//!
//! A cite then takes one line, so a change of one cite is a change of one line in a diff, and the
//! file stays near the size of its content.

/// Columns up to which an array or object stays on one line.
const WIDTH: usize = 120;

/// Breaks compact JSON (as `serde_json::to_string` writes it) into lines, indented by two spaces.
///
/// Linear in the input: to know whether a container fits, at most [`WIDTH`] bytes are read ahead.
pub(super) fn layout(compact: &str) -> String {
    let bytes = compact.as_bytes();
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 4);
    let mut depth = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => {
                if let Some(end) = fits(bytes, at, WIDTH.saturating_sub(2 * depth)) {
                    spaced(&bytes[at..end], &mut out);
                    at = end;
                    continue;
                }
                out.push(bytes[at]);
                depth += 1;
                newline(&mut out, depth);
            }
            close @ (b'}' | b']') => {
                depth -= 1;
                newline(&mut out, depth);
                out.push(close);
            }
            b',' => {
                out.push(b',');
                newline(&mut out, depth);
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
    out.push(b'\n');
    String::from_utf8(out).unwrap_or_default()
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
        fn the_value_is_unchanged(value in any_json()) {
            let text = layout(&value.to_string());
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
