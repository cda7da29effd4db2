//! Folding: the form under which every list keeps its words.

/// Lower-case `text` with diacritics, typographic marks and odd spaces folded to ASCII where there is a plain equivalent.
///
/// The key of every look-up in this crate. Possessive endings are kept (`"Iran’s"` gives `"iran's"`),
/// runs of white space become one space, letters of other scripts stay as they are.
///
/// ```
/// use rashomon_lexicon::fold;
///
/// assert_eq!(fold("São Tomé"), "sao tome");
/// assert_eq!(fold("Côte d’Ivoire"), "cote d'ivoire");
/// assert_eq!(fold("Łódź"), "lodz");
/// assert_eq!(fold("‘New  York’"), "'new york'");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{200b}' {
            space = !folded.is_empty();
            continue;
        }
        if is_combining(c)
            || matches!(c, '\u{ad}' | '\u{feff}' | '\u{2060}' | '\u{200c}'..='\u{200f}')
        {
            continue;
        }
        if space {
            folded.push(' ');
            space = false;
        }
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else if let Some(plain) = plain(c) {
            folded.push_str(plain);
        } else {
            folded.extend(c.to_lowercase());
        }
    }
    folded
}

/// Combining marks: a decomposed accent is dropped.
const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// The ASCII spelling of a Latin letter with a diacritic, of a ligature, or of a typographic mark.
#[rustfmt::skip]
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | 'ʼ' | 'ʻ' | 'ʽ' | 'ʾ' | 'ʿ' | '＇' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '＂' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => "-",
        '…' => "...",
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ā' | 'Ă' | 'Ą' | 'Ǎ' | 'Ạ' | 'Ả' | 'Ấ' | 'Ầ' | 'Ẩ' | 'Ẫ' | 'Ậ' | 'Ắ' | 'Ằ' | 'Ẳ' | 'Ẵ' | 'Ặ' | 'Ȧ' | 'Ḁ'
        | 'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ẩ' | 'ẫ' | 'ậ' | 'ắ' | 'ằ' | 'ẳ' | 'ẵ' | 'ặ' | 'ȧ' | 'ḁ' => "a",
        'Æ' | 'æ' => "ae",
        'Ḃ' | 'ḃ' => "b",
        'Ç' | 'Ć' | 'Ĉ' | 'Ċ' | 'Č' | 'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'Ď' | 'Đ' | 'Ð' | 'Ḍ' | 'Ḑ' | 'ď' | 'đ' | 'ð' | 'ḍ' | 'ḑ' => "d",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' | 'Ẹ' | 'Ẻ' | 'Ẽ' | 'Ế' | 'Ề' | 'Ể' | 'Ễ' | 'Ệ' | 'Ə' | 'Ǝ'
        | 'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' | 'ə' | 'ǝ' => "e",
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' | 'Ǧ' | 'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' => "g",
        'Ĥ' | 'Ħ' | 'Ḥ' | 'Ḩ' | 'Ḫ' | 'ĥ' | 'ħ' | 'ḥ' | 'ḩ' | 'ḫ' | 'ẖ' => "h",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' | 'Ǐ' | 'Ỉ' | 'Ị'
        | 'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ỉ' | 'ị' => "i",
        'Ĵ' | 'ĵ' => "j",
        'Ķ' | 'Ḳ' | 'ķ' | 'ḳ' => "k",
        'Ĺ' | 'Ļ' | 'Ľ' | 'Ł' | 'Ḷ' | 'ĺ' | 'ļ' | 'ľ' | 'ł' | 'ḷ' => "l",
        'Ṁ' | 'Ṃ' | 'ṁ' | 'ṃ' => "m",
        'Ñ' | 'Ń' | 'Ņ' | 'Ň' | 'Ṇ' | 'Ṅ' | 'Ŋ' | 'ñ' | 'ń' | 'ņ' | 'ň' | 'ṇ' | 'ṅ' | 'ŋ' => "n",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'Ō' | 'Ŏ' | 'Ő' | 'Ơ' | 'Ǒ' | 'Ọ' | 'Ỏ' | 'Ố' | 'Ồ' | 'Ổ' | 'Ỗ' | 'Ộ' | 'Ớ' | 'Ờ' | 'Ở' | 'Ỡ' | 'Ợ'
        | 'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ǒ' | 'ọ' | 'ỏ' | 'ố' | 'ồ' | 'ổ' | 'ỗ' | 'ộ' | 'ớ' | 'ờ' | 'ở' | 'ỡ' | 'ợ' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ' | 'Ř' | 'Ŗ' | 'Ṛ' | 'ŕ' | 'ř' | 'ŗ' | 'ṛ' => "r",
        'Ś' | 'Ŝ' | 'Ş' | 'Š' | 'Ș' | 'Ṣ' | 'Ṡ' | 'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṣ' | 'ṡ' | 'ſ' => "s",
        'ß' | 'ẞ' => "ss",
        'Ţ' | 'Ť' | 'Ț' | 'Ṭ' | 'Ŧ' | 'ţ' | 'ť' | 'ț' | 'ṭ' | 'ŧ' | 'ẗ' => "t",
        'Þ' | 'þ' => "th",
        'Ù' | 'Ú' | 'Û' | 'Ü' | 'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' | 'Ư' | 'Ǔ' | 'Ụ' | 'Ủ' | 'Ứ' | 'Ừ' | 'Ử' | 'Ữ' | 'Ự'
        | 'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | 'ụ' | 'ủ' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' => "u",
        'Ŵ' | 'ŵ' | 'Ẁ' | 'ẁ' | 'Ẃ' | 'ẃ' | 'Ẅ' | 'ẅ' => "w",
        'Ý' | 'Ÿ' | 'Ŷ' | 'Ȳ' | 'Ỳ' | 'Ỵ' | 'Ỷ' | 'Ỹ' | 'ý' | 'ÿ' | 'ŷ' | 'ȳ' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => "y",
        'Ź' | 'Ż' | 'Ž' | 'Ẓ' | 'ź' | 'ż' | 'ž' | 'ẓ' => "z",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬀ' => "ff",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_twice_changes_nothing() {
        for text in [
            "Ürümqi",
            "“No” — he said…",
            "  Δοκιμή  İstanbul ",
            "e\u{301}te\u{301}",
            "a\u{a0}b",
            "\u{ad}\u{200b}x",
        ] {
            let once = fold(text);
            assert_eq!(fold(&once), once, "{text:?}");
        }
    }

    #[test]
    fn composed_and_decomposed_letters_fold_alike() {
        assert_eq!(fold("e\u{301}te\u{301}"), fold("été"));
        assert_eq!(fold("a\u{a0}\t b\n"), "a b");
    }
}
