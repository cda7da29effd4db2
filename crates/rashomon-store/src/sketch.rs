//! Sketches as bytes: a day, and terms with their weights, a line each.

use rashomon_reconcile::stories::Sketch;

/// A sketch as bytes.
pub(crate) fn written(sketch: &Sketch) -> Vec<u8> {
    use std::fmt::Write as _;
    let mut out = sketch.day.map(|day| day.to_string()).unwrap_or_default();
    for (term, weight) in &sketch.terms {
        // the bits: what is read is what was written
        let _ = write!(out, "\n{:08x}{}", weight.to_bits(), term.replace('\n', " "));
    }
    out.into_bytes()
}

/// The sketch of bytes that [`written`] gave; what does not read so is left out.
pub(crate) fn read(bytes: &[u8]) -> Sketch {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let mut lines = text.split('\n');
    let day = lines.next().and_then(|day| day.parse().ok());
    let terms = lines.filter_map(|line| {
        let (bits, term) = line.split_at_checked(8)?;
        Some((term.to_owned(), f32::from_bits(u32::from_str_radix(bits, 16).ok()?)))
    });
    Sketch { day, terms: terms.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let terms = vec![("w:sink".to_owned(), 1.098_612_3), ("e:ostia ferry".to_owned(), 0.1)];
        let sketch = Sketch { day: "2022-09-07".parse().ok(), terms };
        assert_eq!(read(&written(&sketch)), sketch);
        assert_eq!(read(&written(&Sketch::default())), Sketch::default());
    }
}
