//! Names of files as strangers give them.

/// Longest name that is kept, in bytes.
const LONGEST: usize = 160;

/// The name that a file is shown and stored under: the last part of the path that was given, without what would write
/// to a terminal or turn the direction of the text around it.
pub(crate) fn shown(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !is_odd(*c)).collect();
    let mut name = plain.trim().trim_start_matches('.').trim().to_owned();
    if name.len() > LONGEST {
        // the ending says what the file is
        let ending = ending(&name).map(|ending| format!(".{ending}")).unwrap_or_default();
        let mut end = LONGEST - ending.len();
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        name.truncate(end);
        name.push_str(&ending);
    }
    if name.is_empty() { "unnamed".to_owned() } else { name }
}

/// The name that the file has while it waits: nothing in it is the sender's but its endings, in plain letters.
pub(crate) fn kept(name: &str) -> String {
    let mut kept = "upload".to_owned();
    let lower = name.to_ascii_lowercase();
    let (rest, packed) = match lower.strip_suffix(".gz") {
        Some(rest) => (rest, ".gz"),
        None => (lower.as_str(), ""),
    };
    if let Some(ending) = ending(rest) {
        kept.push('.');
        kept.push_str(ending);
    }
    kept.push_str(packed);
    kept
}

/// What stands behind the last dot, where it is an ending of a few plain letters.
fn ending(name: &str) -> Option<&str> {
    let (_, ending) = name.rsplit_once('.')?;
    let plain =
        (1..=8).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then_some(ending)
}

/// Controls, separators of lines, marks of direction, and other characters that are not seen.
fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_anywhere() {
        for (given, expect) in [
            ("../../etc/passwd", "passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("/etc/cron.d/x.txt", "x.txt"),
            ("..", "unnamed"),
            ("...", "unnamed"),
            (".hidden.txt", "hidden.txt"),
            ("", "unnamed"),
            ("a/", "unnamed"),
            ("a\0b\r\nc\x1b[2J.txt", "abc[2J.txt"),
            ("eslaf\u{202E}txt.html", "eslaftxt.html"),
            (" report 7.html ", "report 7.html"),
            ("\u{65e5}\u{5831}.html", "\u{65e5}\u{5831}.html"),
            ("<script>alert(1)<.html", "<script>alert(1)<.html"),
        ] {
            assert_eq!(shown(given), expect, "{given:?}");
        }
        let long = shown(&format!("{}.html", "é".repeat(200)));
        assert!(long.len() <= LONGEST && long.ends_with("é.html"), "{long}");
    }

    #[test]
    fn a_kept_name_is_ours() {
        for (name, expect) in [
            ("a.html", "upload.html"),
            ("A.WARC.GZ", "upload.warc.gz"),
            ("a", "upload"),
            ("a.gz", "upload.gz"),
            ("a.h/../x", "upload"),
            ("a. ", "upload"),
            ("a.verylongending", "upload"),
            ("a.é", "upload"),
        ] {
            assert_eq!(kept(name), expect, "{name}");
        }
    }
}
