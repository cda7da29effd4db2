//! A text in pieces: which of it is cited, which is no part of the account, which is pointed at.

use rashomon_store::Range;

/// A stretch of a line that is one thing throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    /// Whether something is told from it.
    pub(super) cited: bool,
    /// Why it is no part of the account.
    pub(super) removed: Option<&'t str>,
    /// Whether it is pointed at.
    pub(super) here: bool,
}

/// A line in pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    pub(super) pieces: Vec<Piece<'t>>,
    /// What is told from it (`event`, `claim`, `quotation`), each once.
    pub(super) tells: Vec<&'t str>,
}

/// The lines of a text that have a word, cut where a range begins or ends. Ranges and `here` are code points; those
/// that run past the end are taken as far as the text goes.
pub(super) fn lines<'t>(
    text: &'t str,
    cited: &'t [Range],
    removed: &'t [Range],
    here: Option<(u32, u32)>,
) -> Vec<Line<'t>> {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |point: u32| bytes[(point as usize).min(bytes.len() - 1)];
    let span = |start: u32, end: u32| (byte(start), byte(end));
    let mut cuts: Vec<usize> = Vec::new();
    let mut cited: Vec<(usize, usize, &str)> = cited
        .iter()
        .map(|r| {
            let (a, b) = span(r.start, r.end);
            (a, b, r.of.as_str())
        })
        .collect();
    let removed: Vec<(usize, usize, &str)> = removed
        .iter()
        .map(|r| {
            let (a, b) = span(r.start, r.end);
            (a, b, r.of.as_str())
        })
        .collect();
    let here = here.map(|(start, end)| span(start, end));
    cuts.extend(cited.iter().chain(&removed).flat_map(|r| [r.0, r.1]));
    cuts.extend(here.into_iter().flat_map(|(start, end)| [start, end]));
    cuts.sort_unstable();
    cuts.dedup();
    cited.sort_unstable();
    let mut out = Vec::new();
    let (mut start, mut next) = (0, 0);
    // those of the cited ranges that may still reach the place at hand
    let mut open: Vec<(usize, usize, &str)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let (from, to) = (start, start + line.trim_end_matches(['\n', '\r']).len());
        start += line.len();
        if text[from..to].trim().is_empty() {
            continue;
        }
        let mut tells: Vec<&str> = Vec::new();
        let mut pieces = Vec::new();
        let first = cuts.partition_point(|&cut| cut <= from);
        let inner = cuts[first..].iter().copied().take_while(|&cut| cut < to);
        let borders: Vec<usize> = [from].into_iter().chain(inner).chain([to]).collect();
        for pair in borders.windows(2) {
            let at = pair[0];
            while let Some(&range) = cited.get(next).filter(|range| range.0 <= at) {
                open.push(range);
                next += 1;
            }
            open.retain(|range| range.1 > at);
            tells.extend(open.iter().map(|range| range.2));
            pieces.push(Piece {
                text: &text[at..pair[1]],
                cited: !open.is_empty(),
                removed: removed.iter().find(|r| r.0 <= at && at < r.1).map(|r| r.2),
                here: here.is_some_and(|(start, end)| start <= at && at < end),
            });
        }
        tells.sort_unstable();
        tells.dedup();
        out.push(Line { pieces, tells });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32, of: &str) -> Range {
        Range { start, end, of: of.to_owned() }
    }

    #[test]
    fn lines_are_cut_where_ranges_end() {
        let text = "Été, said Ana.\n\nAdvert\nHe left.";
        let cited = [range(10, 13, "claim"), range(5, 13, "quotation"), range(22, 900, "event")];
        let removed = [range(16, 22, "promo")];
        let lines = lines(text, &cited, &removed, Some((5, 9)));
        let shown: Vec<Vec<String>> = lines
            .iter()
            .map(|line| {
                line.pieces
                    .iter()
                    .map(|p| {
                        let marks = [(p.cited, "c"), (p.removed.is_some(), "r"), (p.here, "h")];
                        let marks = marks.iter().filter(|m| m.0).map(|m| m.1).collect::<String>();
                        format!("{}|{marks}", p.text)
                    })
                    .collect()
            })
            .collect();
        assert_eq!(
            shown,
            [vec!["Été, |", "said|ch", " |c", "Ana|c", ".|"], vec!["Advert|r"], vec!["He left.|c"],]
        );
        assert_eq!(lines[0].tells, ["claim", "quotation"]);
        assert_eq!(lines[2].tells, ["event"]);
    }

    #[test]
    fn all_that_is_no_empty_line_is_there() {
        let text = "one\r\ntwo \u{1F6A2} three\n \nfour";
        let all: Vec<String> = lines(text, &[range(2, 9, "event")], &[], Some((50, 60)))
            .iter()
            .map(|line| line.pieces.iter().map(|p| p.text).collect())
            .collect();
        assert_eq!(all, ["one", "two \u{1F6A2} three", "four"]);
    }
}
