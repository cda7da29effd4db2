//! Names of agencies and outlets in running text.

use std::{ops::Range, sync::OnceLock};

use aho_corasick::{AhoCorasick, MatchKind};

/// What kind of medium a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Sells reports to others.
    Agency,
    /// Publishes.
    Outlet,
    /// Sells pictures.
    Photo,
}

/// A name found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The name to show.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Bytes of the text searched, an article before the name included where it belongs to it.
    pub(crate) range: Range<usize>,
}

struct Row {
    name: &'static str,
    kind: Kind,
    domains: Vec<&'static str>,
}

struct Table {
    rows: Vec<Row>,
    finder: AhoCorasick,
    /// The row of each pattern of the finder.
    owners: Vec<usize>,
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (mut rows, mut aliases, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        let lines = include_str!("../../data/media.tsv").lines();
        for line in lines.filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let mut cell = || cells.next().unwrap_or_default();
            let (name, kind, names, domains) = (cell(), cell(), cell(), cell());
            let kind = match kind {
                "agency" => Kind::Agency,
                "photo" => Kind::Photo,
                _ => Kind::Outlet,
            };
            for alias in names.split('|') {
                aliases.push(alias.to_owned());
                owners.push(rows.len());
                if let Some(rest) = alias.strip_prefix("The ") {
                    aliases.push(format!("the {rest}"));
                    owners.push(rows.len());
                }
            }
            let domains = domains.split('|').filter(|domain| domain.contains('.')).collect();
            rows.push(Row { name, kind, domains });
        }
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&aliases)
            .expect("the table of media is small");
        Table { rows, finder, owners }
    })
}

/// Every known name in `text`, in order.
pub(crate) fn find_all(text: &str) -> impl Iterator<Item = Found> + '_ {
    let table = table();
    table.finder.find_iter(text).filter_map(move |found| {
        let range = found.start()..found.end();
        let letter = |c: char| c.is_alphanumeric() || c == '_' || c == '@';
        let before = text[..range.start].chars().next_back();
        let after = text[range.end..].chars().next();
        if before.is_some_and(letter) || after.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            return None;
        }
        // part of an address, or of a longer name joined by a hyphen or an ampersand
        if after == Some('.') && text[range.end + 1..].starts_with(char::is_alphanumeric) {
            return None;
        }
        let row = &table.rows[table.owners[found.pattern().as_usize()]];
        Some(Found { name: row.name, kind: row.kind, range })
    })
}

/// The first known name in `text`.
pub(crate) fn find(text: &str) -> Option<Found> {
    find_all(text).next()
}

/// The name of the outlet whose site is at `host`.
pub(crate) fn of_host(host: &str) -> Option<&'static str> {
    let host = host.to_ascii_lowercase();
    let rows = &table().rows;
    rows.iter()
        .filter(|row| row.kind != Kind::Photo)
        .flat_map(|row| row.domains.iter().map(move |domain| (row.name, *domain)))
        .filter(|(_, domain)| {
            host.strip_suffix(domain).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
        })
        .max_by_key(|(_, domain)| domain.len())
        .map(|(name, _)| name)
}

/// The host of a text that is a bare address and nothing else: `harbourpost.example`.
pub(crate) fn domain(text: &str) -> Option<&str> {
    let text = text.trim();
    let host =
        text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let (name, top) = host.rsplit_once('.')?;
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let files = ["txt", "html", "htm", "pdf", "jpg", "png", "php", "doc"];
    (name.split('.').all(label)
        && name.contains(|c: char| c.is_ascii_alphabetic())
        && (2..=12).contains(&top.len())
        && top.chars().all(|c| c.is_ascii_lowercase())
        && !files.contains(&top))
    .then_some(host)
}

/// The host of an address: `https://www.example.org/a/b` → `www.example.org`.
pub(crate) fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    host.contains('.').then_some(host)
}

/// Words that end the names of outlets.
const NOUNS: [&str; 47] = [
    "News",
    "Times",
    "Post",
    "Herald",
    "Gazette",
    "Tribune",
    "Guardian",
    "Telegraph",
    "Chronicle",
    "Daily",
    "Observer",
    "Courier",
    "Journal",
    "Press",
    "Agency",
    "Radio",
    "TV",
    "Television",
    "Broadcasting",
    "Mail",
    "Star",
    "Mirror",
    "Standard",
    "Globe",
    "Independent",
    "Review",
    "Wire",
    "Monitor",
    "Bulletin",
    "Dispatch",
    "Examiner",
    "Inquirer",
    "Register",
    "Sentinel",
    "Weekly",
    "Advertiser",
    "Echo",
    "Argus",
    "Digital",
    "Online",
    "Magazine",
    "Newspaper",
    "Ledger",
    "Messenger",
    "Reporter",
    "Today",
    "Newswire",
];

/// How many bytes at the start of `text` are a name of an outlet that the table may not know: an
/// article, then two to five capitalised words of which the last is such as outlets bear.
pub(crate) fn unknown_name(text: &str) -> Option<usize> {
    let (mut end, mut names, mut noun) = (0, 0, false);
    let mut at = 0;
    for (n, word) in text.split(' ').enumerate() {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let article = n == 0 && matches!(bare, "the" | "The");
        if !article {
            if !bare.starts_with(char::is_uppercase) || names == 5 {
                break;
            }
            names += 1;
            noun = NOUNS.contains(&bare);
            end = at + bare.len();
        }
        if bare.len() < word.len() {
            break;
        }
        at += word.len() + 1;
    }
    (noun && names >= 2).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        find_all(text).map(|found| &text[found.range]).collect()
    }

    #[test]
    fn names_in_text() {
        assert_eq!(
            names("told the BBC and Agence France-Presse (AFP)."),
            ["BBC", "Agence France-Presse", "AFP",]
        );
        assert_eq!(names("The sun set; the times changed; a Reutersson"), [""; 0]);
        assert_eq!(names("on the AP's site, at ap.org, @AP"), ["AP"]);
    }

    #[test]
    fn addresses() {
        assert_eq!(domain("harbourpost.example"), Some("harbourpost.example"));
        assert_eq!(domain("U.S."), None);
        assert_eq!(domain("No. 7"), None);
        assert_eq!(host("https://user@www.example.org:80/a?b"), Some("www.example.org"));
        assert_eq!(of_host("edition.cnn.com"), Some("CNN"));
        assert_eq!(of_host("notcnn.com"), None);
    }

    #[test]
    fn unknown_names() {
        let check = |text: &str, name: Option<&str>| {
            assert_eq!(unknown_name(text).map(|end| &text[..end]), name, "{text}");
        };
        check("the Harbour Post that", Some("the Harbour Post"));
        check("Gozo Channel News, adding", Some("Gozo Channel News"));
        check("Parliament on Monday", None);
        check("Post on", None);
        check("Press Union the", None);
    }

    #[test]
    fn the_table_is_well_formed() {
        for line in include_str!("../../data/media.tsv").lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<_> = line.split('\t').collect();
            assert_eq!(cells.len(), 4, "{line}");
            assert!(["agency", "outlet", "photo"].contains(&cells[1]), "{line}");
            assert!(cells[2].split('|').all(|alias| alias.len() >= 2), "{line}");
        }
    }
}
