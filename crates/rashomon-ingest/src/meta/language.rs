use crate::clean::words;

/// The most frequent English function words.
const ENGLISH: [&str; 24] = [
    "the", "of", "and", "to", "in", "a", "that", "was", "for", "on", "is", "with", "by", "at",
    "from", "has", "have", "an", "it", "were", "as", "his", "said", "which",
];

/// ISO 639-1 code of the language `text` is written in, `und` where it cannot be told.
///
/// English is known by the share of its function words; for anything else the trigram model of the
/// `whatlang` crate decides, where it is sure.
pub(crate) fn detect(text: &str) -> &'static str {
    let sample = head(text, 6000);
    let folded = sample.to_lowercase();
    let (mut all, mut known) = (0usize, 0usize);
    for word in words::of(&folded) {
        all += 1;
        known += usize::from(ENGLISH.contains(&word));
    }
    if all == 0 {
        return "und";
    }
    if known * 100 >= all * 18 {
        return "en";
    }
    match whatlang::detect(sample) {
        Some(info) if info.is_reliable() || all >= 30 && info.confidence() > 0.5 => {
            iso(info.lang())
        }
        // too short to tell: the tool's main language, unless the script says otherwise
        _ if all < 12 && sample.is_ascii() => "en",
        _ if known * 100 >= all * 9 => "en",
        _ => "und",
    }
}

fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// ISO 639-3 and 639-1 codes of the languages that are told apart.
const CODES: [(&str, &str); 70] = [
    ("epo", "eo"),
    ("eng", "en"),
    ("rus", "ru"),
    ("cmn", "zh"),
    ("spa", "es"),
    ("por", "pt"),
    ("ita", "it"),
    ("ben", "bn"),
    ("fra", "fr"),
    ("deu", "de"),
    ("ukr", "uk"),
    ("kat", "ka"),
    ("ara", "ar"),
    ("hin", "hi"),
    ("jpn", "ja"),
    ("heb", "he"),
    ("yid", "yi"),
    ("pol", "pl"),
    ("amh", "am"),
    ("jav", "jv"),
    ("kor", "ko"),
    ("nob", "nb"),
    ("dan", "da"),
    ("swe", "sv"),
    ("fin", "fi"),
    ("tur", "tr"),
    ("nld", "nl"),
    ("hun", "hu"),
    ("ces", "cs"),
    ("ell", "el"),
    ("bul", "bg"),
    ("bel", "be"),
    ("mar", "mr"),
    ("kan", "kn"),
    ("ron", "ro"),
    ("slv", "sl"),
    ("hrv", "hr"),
    ("srp", "sr"),
    ("mkd", "mk"),
    ("lit", "lt"),
    ("lav", "lv"),
    ("est", "et"),
    ("tam", "ta"),
    ("vie", "vi"),
    ("urd", "ur"),
    ("tha", "th"),
    ("guj", "gu"),
    ("uzb", "uz"),
    ("pan", "pa"),
    ("aze", "az"),
    ("ind", "id"),
    ("tel", "te"),
    ("pes", "fa"),
    ("mal", "ml"),
    ("ori", "or"),
    ("mya", "my"),
    ("nep", "ne"),
    ("sin", "si"),
    ("khm", "km"),
    ("tuk", "tk"),
    ("aka", "ak"),
    ("zul", "zu"),
    ("sna", "sn"),
    ("afr", "af"),
    ("lat", "la"),
    ("slk", "sk"),
    ("cat", "ca"),
    ("tgl", "tl"),
    ("hye", "hy"),
    ("cym", "cy"),
];

fn iso(lang: whatlang::Lang) -> &'static str {
    let code = lang.code();
    CODES.iter().find(|(three, _)| *three == code).map_or("und", |(_, two)| two)
}

/// The code itself, if it is one of a language that is told apart.
pub(crate) fn known(code: &str) -> Option<&'static str> {
    CODES.iter().find(|(_, two)| *two == code).map(|(_, two)| *two)
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn languages() {
        assert_eq!(detect("The harbour of Valletta was closed on Monday after a storm."), "en");
        assert_eq!(
            detect(
                "Der Hafen von Valletta wurde am Montag nach einem Sturm geschlossen, teilte die Hafenbehörde mit."
            ),
            "de"
        );
        assert_eq!(
            detect("Порт был закрыт в понедельник после сильного шторма, сообщили власти."),
            "ru"
        );
        assert_eq!(detect("Ferry sinks"), "en");
        assert_eq!(detect("12345 67"), "en");
        assert_eq!(detect("…"), "und");
    }
}
