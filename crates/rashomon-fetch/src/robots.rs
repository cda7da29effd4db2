//! What a site lets programs read: robots.txt (RFC 9309), and the delay it asks for.
//!
//! Written here because the crates at hand either compile every pattern to a regular expression or
//! break on lines with long non-ASCII text, and a robots.txt comes from strangers.

use std::fmt::Write as _;
use std::time::Duration;

use url::Url;

/// The name robots.txt files know this program by.
pub(crate) const NAME: &str = "rashomon";

/// More of a file is not read, in bytes (RFC 9309, 2.5).
pub(crate) const LIMIT: usize = 500 << 10;

/// The rules for this program of one site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Robots {
    rules: Vec<Rule>,
    /// How long to wait between two requests, as asked for.
    pub(crate) delay: Option<Duration>,
}

#[derive(Clone, Debug)]
struct Rule {
    allow: bool,
    pattern: String,
    /// Of the file, from 1.
    line: usize,
}

/// What one group of the file says: to whom, and what.
#[derive(Default)]
struct Group {
    names: Vec<String>,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Robots {
    /// Reads a robots.txt. Whatever is no rule is passed over.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let groups = groups(bytes);
        let named = |name: &str| groups.iter().any(|group| group.is_for(name));
        let name = if named(NAME) { NAME } else { "*" };
        // the groups of one name count as one (2.2.1)
        let mut robots = Self::default();
        for group in groups.into_iter().filter(|group| group.is_for(name)) {
            robots.rules.extend(group.rules);
            robots.delay = robots.delay.or(group.delay);
        }
        robots
    }

    /// The line that forbids reading `url`, or nothing where it may be read.
    ///
    /// The longest pattern that fits decides; of two as long, the one that allows (2.2.2).
    pub(crate) fn refusal(&self, url: &Url) -> Option<String> {
        if url.path() == "/robots.txt" {
            return None;
        }
        let path = match url.query() {
            Some(query) => normal(&format!("{}?{query}", url.path())),
            None => normal(url.path()),
        };
        let rule = self
            .rules
            .iter()
            .filter(|rule| fits(&rule.pattern, &path))
            .max_by_key(|rule| (rule.pattern.len(), rule.allow))?;
        (!rule.allow).then(|| format!("line {}: Disallow: {}", rule.line, rule.pattern))
    }
}

impl Group {
    fn is_for(&self, name: &str) -> bool {
        self.names.iter().any(|n| n == name)
    }
}

fn groups(bytes: &[u8]) -> Vec<Group> {
    let whole = bytes.len() <= LIMIT;
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LIMIT)]);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = text.trim_start_matches('\u{feff}').split('\n').collect();
    if !whole {
        lines.pop(); // it may be cut, and half a rule is another rule
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut naming = false;
    for (number, line) in (1..).zip(lines) {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else { continue };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        if key == "user-agent" {
            if !naming {
                groups.push(Group::default());
            }
            naming = true;
            groups.last_mut().expect("one was just added").names.push(token(value));
            continue;
        }
        let Some(group) = groups.last_mut() else { continue };
        match key.as_str() {
            "allow" | "disallow" => {
                naming = false;
                if !value.is_empty() {
                    let pattern = normal(value);
                    group.rules.push(Rule { allow: key == "allow", pattern, line: number });
                }
            }
            "crawl-delay" => {
                naming = false;
                let seconds = value.parse().ok().and_then(|s| Duration::try_from_secs_f64(s).ok());
                group.delay = group.delay.or(seconds);
            }
            _ => {}
        }
    }
    groups
}

/// The product token of a User-Agent line, in lower case.
fn token(value: &str) -> String {
    if value.starts_with('*') {
        return "*".to_owned();
    }
    let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '-');
    value.chars().take_while(|c| letter(*c)).map(|c| c.to_ascii_lowercase()).collect()
}

/// One spelling for paths and patterns: what needs no percent sign has none, what needs one has it
/// in capitals (2.2.2).
fn normal(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%')
            .then(|| path.get(at + 1..at + 3))
            .flatten()
            .filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let (value, escaped, width) = match escaped {
            Some(value) => (value, true, 3),
            None => (byte, false, 1),
        };
        let unreserved = value.is_ascii_alphanumeric() || b"-._~".contains(&value);
        if unreserved || (!escaped && value.is_ascii_graphic()) {
            out.push(value as char);
        } else {
            let _ = write!(out, "%{value:02X}");
        }
        at += width;
    }
    out
}

/// Whether `pattern` fits the beginning of `path`: `*` is any run, `$` at the end is the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let last = if to_end { parts.pop() } else { None };
    // the leftmost place is always the best one, so nothing has to be tried twice
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    match last {
        Some(last) => rest.ends_with(last),
        None => !to_end || rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(robots: &str, path: &str, allowed: bool) {
        let url = Url::parse("https://example.org").unwrap().join(path).unwrap();
        let refusal = Robots::parse(robots.as_bytes()).refusal(&url);
        assert_eq!(refusal.is_none(), allowed, "{robots:?} {path}: {refusal:?}");
    }

    #[test]
    fn the_longest_pattern_decides() {
        let robots = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c$\n";
        check(robots, "/", true);
        check(robots, "/a", false);
        check(robots, "/abc", false);
        check(robots, "/a/b", true);
        check(robots, "/a/b/c", false);
        check(robots, "/a/b/cd", true);
        check("User-agent: *\nDisallow: /x\nAllow: /x", "/x", true);
        check("User-agent: *\nDisallow: /", "/robots.txt", true);
        check("User-agent: *\nDisallow:", "/a", true);
        check("", "/a", true);
    }

    #[test]
    fn a_group_of_our_own_replaces_the_one_for_all() {
        let robots = "User-agent: *\nDisallow: /\n\nUser-Agent: Rashomon/2.0\nDisallow: /own\n";
        check(robots, "/a", true);
        check(robots, "/own", false);
        // groups of one name are one, and a name in two lines is for both
        let robots = "user-agent: other\nuser-agent: RASHOMON\ndisallow: /a\n\
                      user-agent: third\ndisallow: /\nuser-agent: rashomon\ndisallow: /b";
        check(robots, "/a", false);
        check(robots, "/b", false);
        check(robots, "/c", true);
        check("user-agent: rashomonbot\ndisallow: /", "/a", true);
        check("disallow: /\nuser-agent: *\ndisallow: /b", "/a", true);
    }

    #[test]
    fn wildcards() {
        let robots = "User-agent: *\nDisallow: /*.php$\nDisallow: /*/print*\nDisallow: /q?*id=";
        check(robots, "/x/y.php", false);
        check(robots, "/y.php.php", false);
        check(robots, "/y.php?a", true);
        check(robots, "/a/b/printer", false);
        check(robots, "/print", true);
        check(robots, "/q?a=1&id=2", false);
        check("User-agent: *\nDisallow: /a*$", "/abc", false);
        check("User-agent: *\nDisallow: *b", "/abc", false);
        check("User-agent: *\nDisallow: $", "/abc", true);
    }

    #[test]
    fn one_spelling_of_paths() {
        let robots = "User-agent: *\nDisallow: /%7ejoe\nDisallow: /caf\u{e9}\nDisallow: /a%2fb";
        check(robots, "/~joe/x", false);
        check(robots, "/%7Ejoe", false);
        check(robots, "/caf%c3%a9", false);
        check(robots, "/a%2Fb", false);
        check(robots, "/a/b", true);
        check("User-agent: *\nDisallow: /100%", "/100%", false);
    }

    #[test]
    fn lines_end_in_every_way_and_are_counted() {
        let url = Url::parse("https://example.org/a").unwrap();
        for end in ["\n", "\r\n", "\r"] {
            let text = ["# hi", "", "User-agent: *", "", "Disallow: /a # why"].join(end);
            let refusal = Robots::parse(text.as_bytes()).refusal(&url);
            assert_eq!(refusal.as_deref(), Some("line 5: Disallow: /a"), "{end:?}");
        }
    }

    #[test]
    fn a_delay_is_read() {
        let delay = |text: &str| Robots::parse(text.as_bytes()).delay;
        assert_eq!(delay("user-agent: *\ncrawl-delay: 2.5"), Some(Duration::from_millis(2500)));
        for odd in ["-1", "NaN", "1e300", "soon", ""] {
            assert_eq!(delay(&format!("user-agent: *\ncrawl-delay: {odd}")), None, "{odd}");
        }
    }

    #[test]
    fn a_cut_file_loses_its_last_line_only() {
        let mut text = String::from("User-agent: *\nDisallow: /a\n");
        text.push_str(&"#\n".repeat((LIMIT - text.len()) / 2 - 6));
        text.push_str("Disallow: /b/and/more/of/it\n");
        assert!(text.find("/b").unwrap() < LIMIT && text.len() > LIMIT);
        check(&text, "/a", false);
        check(&text, "/b", true);
    }

    #[test]
    fn bait_takes_no_time() {
        let pattern = "*a".repeat(100_000);
        check(&format!("User-agent: *\nDisallow: /{pattern}b"), &"/a".repeat(2000), true);
        let lines = format!("User-agent: *\nDisallow: /{}\n", "\u{fffd}".repeat(50_000));
        check(&lines, "/x", true);
    }

    proptest::proptest! {
        /// The rule of the standard, said in another way: a pattern is a regular expression of two
        /// signs, tried at every place.
        #[test]
        fn patterns_fit_as_the_standard_says(pattern in "[ab*]{0,6}\\$?", path in "[ab]{0,7}") {
            fn slow(pattern: &[u8], path: &[u8]) -> bool {
                match pattern {
                    [] => true,
                    b"$" => path.is_empty(),
                    [b'*', rest @ ..] => (0..=path.len()).any(|at| slow(rest, &path[at..])),
                    [sign, rest @ ..] => path.first() == Some(sign) && slow(rest, &path[1..]),
                }
            }
            let expect = slow(pattern.as_bytes(), path.as_bytes());
            proptest::prop_assert_eq!(fits(&pattern, &path), expect);
        }

        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, lines in "((user-agent|allow|disallow): ?[*a-z/%$\u{e9}]{0,5}\r?\n){0,9}") {
            let url = Url::parse("https://example.org/a%2fb?\u{e9}").unwrap();
            let _ = Robots::parse(&bytes).refusal(&url);
            let _ = Robots::parse(lines.as_bytes()).refusal(&url);
        }
    }
}
