use crate::Span;

/// Code-point positions of one text, for the border to formats that count characters.
///
/// Keeps one count every 256 bytes, so a look-up reads at most 256 bytes: a 64th of the text's size,
/// where a table of every character would take four times its size.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    before: Vec<u32>,
}

const STEP: usize = 256;

impl<'t> CodePoints<'t> {
    /// Counts the code points of `text` once, in linear time.
    pub fn new(text: &'t str) -> Self {
        let mut count = 0;
        let before = text
            .as_bytes()
            .chunks(STEP)
            .map(|chunk| {
                let here = count;
                count += starts(chunk);
                here
            })
            .collect();
        Self { text, before }
    }

    /// The number of code points before byte `at`, which must be a character border.
    pub fn at(&self, at: u32) -> u32 {
        let at = at as usize;
        debug_assert!(self.text.is_char_boundary(at));
        let block = at / STEP;
        let base = self.before.get(block).copied();
        let Some(base) = base else {
            return self.before.last().map_or(0, |last| {
                last + starts(&self.text.as_bytes()[(self.before.len() - 1) * STEP..at])
            });
        };
        base + starts(&self.text.as_bytes()[block * STEP..at])
    }

    /// Start and end of `span` in code points.
    pub fn of_span(&self, span: Span) -> (u32, u32) {
        (self.at(span.start), self.at(span.end))
    }
}

/// How many characters start in these bytes of UTF-8.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| (b & 0xC0) != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_counting(text in "\\PC{0,900}") {
            let points = CodePoints::new(&text);
            for (n, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(at as u32), n as u32);
            }
            prop_assert_eq!(points.at(text.len() as u32), text.chars().count() as u32);
        }
    }
}
