//! Text that was UTF-8 and was taken for windows-1252 on its way: "donâ€™t".
//!
//! Each character of such a text became two or three. It is put right only where that is certain: in a
//! stretch in which *everything* beyond ASCII, written in windows-1252, is UTF-8, and in which there is
//! enough of it. In a text that is as it should be, the first lone "é" or "“" ends such a stretch.

use std::ops::Range;

use rashomon_text::{Note, OffsetMap};

use crate::decode::Decoded;

/// What a stretch must hold: two for each character that became three or more, one for each that became
/// two.
const ENOUGH: usize = 4;

/// How often a text can have gone wrong.
const ROUNDS: usize = 3;

/// Puts `decoded` right where it is certainly wrong, and says so.
pub(crate) fn repair(decoded: &mut Decoded) {
    let (mut repaired, mut left) = (0, 0);
    for _ in 0..ROUNDS {
        let found = find(&decoded.text);
        left = found.left;
        if found.pieces.is_empty() {
            break;
        }
        repaired += found.pieces.len();
        let (text, map) = replace(&decoded.text, &found.pieces);
        decoded.map = Some(match &decoded.map {
            Some(below) => map.then(below),
            None => map,
        });
        decoded.text = text;
    }
    if repaired > 0 {
        decoded.notes.push(Note::new(
            "mojibake-repaired",
            format!("UTF-8 that had been taken for windows-1252 was put right, {repaired} characters; cites of the raw bytes show them as they were"),
        ));
    }
    if left > 0 {
        decoded.notes.push(Note::new(
            "mojibake-suspected",
            format!("{left} places look like UTF-8 taken for windows-1252; too few to be sure, so they stay as they are"),
        ));
    }
}

#[derive(Default)]
struct Found {
    /// Bytes of the text, and the character that belongs there.
    pieces: Vec<(Range<usize>, char)>,
    /// Places that look wrong and are not sure enough.
    left: usize,
}

fn find(text: &str) -> Found {
    let mut found = Found::default();
    // what opens such a sequence is U+00C2 to U+00F4; each of them begins with this byte
    if !text.as_bytes().contains(&0xC3) {
        return found;
    }
    let mut stretch = Vec::new();
    let mut weight = 0;
    let mut at = 0;
    let mut bytes = Vec::new();
    while let Some(start) = text.as_bytes()[at..].iter().position(|b| !b.is_ascii()) {
        let start = at + start;
        let end = text.as_bytes()[start..]
            .iter()
            .position(u8::is_ascii)
            .map_or(text.len(), |end| start + end);
        match read(&text[start..end], start, &mut bytes, &mut stretch) {
            Some(more) => weight += more,
            None => close(&mut stretch, &mut weight, &mut found),
        }
        at = end;
    }
    close(&mut stretch, &mut weight, &mut found);
    found
}

fn close(stretch: &mut Vec<(Range<usize>, char)>, weight: &mut usize, found: &mut Found) {
    if *weight >= ENOUGH {
        found.pieces.append(stretch);
    } else {
        // two letters side by side are ordinary, three marks are not
        found.left += stretch.iter().filter(|(_, c)| c.len_utf8() > 2).count();
    }
    stretch.clear();
    *weight = 0;
}

/// Reads a run beyond ASCII as bytes of windows-1252 that are UTF-8. Adds the characters to `stretch` and
/// gives their weight; `None` where the run is nothing of the kind.
fn read(
    run: &str,
    start: usize,
    bytes: &mut Vec<u8>,
    stretch: &mut Vec<(Range<usize>, char)>,
) -> Option<usize> {
    bytes.clear();
    for c in run.chars() {
        bytes.push(byte(c)?);
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // a closing quotation mark has a last byte that windows-1252 does not know and many drop
        Err(error) if error.error_len().is_none() && bytes.ends_with(b"\xE2\x80") => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    if !text.chars().all(is_ordinary) {
        return None;
    }
    // "é »" with a space that does not break: three bytes that would be one Chinese character
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next())
        && matches!(c, '\u{0900}'..='\u{10FF}' | '\u{3000}'..='\u{FFEF}')
    {
        return None;
    }
    let mut weight = 0;
    let mut places = run.char_indices().map(|(at, _)| start + at).chain([start + run.len()]);
    let mut from = places.next()?;
    for c in text.chars() {
        let to = places.nth(c.len_utf8() - 1)?;
        stretch.push((from..to, c));
        weight += c.len_utf8().saturating_sub(1).min(2);
        from = to;
    }
    Some(weight)
}

/// Whether `c` is of a script or kind that texts are written in; what comes about by chance is often none.
fn is_ordinary(c: char) -> bool {
    matches!(u32::from(c),
        // on the way from being wrong twice to being wrong once
        0x81 | 0x8D | 0x8F | 0x90 | 0x9D
        // Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic
        | 0xA0..=0x06FF
        // the scripts of India, Thai
        | 0x0900..=0x0DFF | 0x0E00..=0x0E7F
        // Georgian, Latin with several marks
        | 0x10A0..=0x10FF | 0x1E00..=0x1EFF
        // punctuation, currency, arrows, mathematics
        | 0x2010..=0x22FF
        // Chinese, Japanese, Korean
        | 0x3000..=0x9FFF | 0xAC00..=0xD7AF | 0xFF00..=0xFFEF
        | 0xFEFF
        | 0x1F000..=0x1FAFF)
}

/// The byte that windows-1252 writes for a character beyond ASCII; also that of ISO 8859-1, where
/// windows-1252 has another character.
fn byte(c: char) -> Option<u8> {
    /// Bytes 0x80 to 0x9F, after the index of the Encoding Standard.
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    if ('\u{80}'..='\u{FF}').contains(&c) {
        return u8::try_from(u32::from(c)).ok();
    }
    HIGH.iter().position(|&high| high == c).map(|at| 0x80 + at as u8)
}

fn replace(text: &str, pieces: &[(Range<usize>, char)]) -> (String, OffsetMap) {
    let (mut out, mut map) = (String::with_capacity(text.len()), OffsetMap::new());
    let mut at = 0;
    for (range, c) in pieces {
        out.push_str(&text[at..range.start]);
        map.copy(at as u32, (range.start - at) as u32);
        out.push(*c);
        map.atom(c.len_utf8() as u32, range.start as u32..range.end as u32);
        at = range.end;
    }
    out.push_str(&text[at..]);
    map.copy(at as u32, (text.len() - at) as u32);
    (out, map)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode;
    use proptest::prelude::*;
    use rashomon_text::Span;

    /// `text` as it becomes when its UTF-8 is taken for windows-1252.
    fn spoil(text: &str) -> String {
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    fn check(bytes: &[u8], text: &str, codes: &[&str]) {
        let decoded = decode(bytes, None);
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.notes.iter().map(|note| note.code).collect::<Vec<_>>(), codes);
    }

    #[test]
    fn what_is_certain_is_repaired() {
        let right = "The port’s head – Anna Borg – said: “It isn’t over.”";
        check(spoil(right).as_bytes(), right, &["mojibake-repaired"]);
        check(spoil(&spoil(right)).as_bytes(), right, &["mojibake-repaired"]);
        let russian = "Посольство закрыто";
        check(spoil(russian).as_bytes(), russian, &["mojibake-repaired"]);
        let french = "Le préfet a été appelé à Orléans";
        check(spoil(french).as_bytes(), french, &["mojibake-repaired"]);
    }

    #[test]
    fn what_is_not_stays() {
        for right in [
            "„Der Spaß“ „Spaß“ „Spaß“ „Spaß“ „Spaß“",
            "NÃO, MAÇÃ, CORAÇÕES",
            "Vlorë à “Malmö”",
            "¿Qué? ¡Sí!",
            "»Ä“«",
            "naïveté\u{A0}» beauté\u{A0}» cité\u{A0}»",
        ] {
            check(right.as_bytes(), right, &[]);
        }
        check("He said donâ€™t.".as_bytes(), "He said donâ€™t.", &["mojibake-suspected"]);
    }

    #[test]
    fn only_the_stretch_is_repaired() {
        let text = format!("Malmö, “{}” Malmö", spoil("a’b ’ c “d"));
        check(text.as_bytes(), "Malmö, “a’b ’ c “d” Malmö", &["mojibake-repaired"]);
        // the last byte of a closing mark is lost on the way
        check(
            "â€œHe isnâ€™t.â€ â€œNo.â€".as_bytes(),
            "“He isn’t.â€ “No.â€",
            &["mojibake-repaired"],
        );
    }

    #[test]
    fn places_are_those_of_the_bytes() {
        let bytes = "aâ€™bâ€™cÃ©".as_bytes();
        let decoded = decode(bytes, None);
        assert_eq!(decoded.text, "a’b’cé");
        let raw = decoded.map.unwrap().to_raw(Span::find(&decoded.text, "’b").unwrap());
        assert_eq!(&bytes[raw.range()], "â€™b".as_bytes());
        // the same bytes in windows-1252, which is where they were spoiled
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode("öö, ö ö ö ö ö: aâ€™bâ€™cÃ© ö");
        assert!(std::str::from_utf8(&bytes).is_err());
        let decoded = decode(&bytes, Some("windows-1252"));
        assert_eq!(decoded.text, "öö, ö ö ö ö ö: a’b’cé ö");
        let raw = decoded.map.unwrap().to_raw(Span::find(&decoded.text, "é ").unwrap());
        assert_eq!(&bytes[raw.range()], b"\xC3\xA9 ");
    }

    proptest! {
        #[test]
        fn spoiled_text_is_put_right(words in prop::collection::vec("[“‘]?[a-zà-öø-ÿ]{1,8}[’”–]?|[а-яё]{1,9}", 8..20)) {
            let right = words.join(" ");
            let weight: usize = right.chars().map(|c| c.len_utf8().saturating_sub(1).min(2)).sum();
            let decoded = decode(spoil(&right).as_bytes(), None);
            if weight >= ENOUGH {
                prop_assert_eq!(&decoded.text, &right);
            }
            if let Some(map) = decoded.map {
                prop_assert_eq!(map.clean_len() as usize, decoded.text.len());
            }
        }
    }
}
