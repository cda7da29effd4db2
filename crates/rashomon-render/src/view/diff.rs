//! Where two renderings of one utterance differ in their words.

/// How many words of a rendering are compared; longer ones are shown unmarked past them.
const LIMIT: usize = 300;

/// A stretch of one rendering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'t> {
    /// The words, with the space after them.
    pub(crate) text: &'t str,
    /// Whether another rendering has other words here.
    pub(crate) differs: bool,
}

/// Marks in each rendering the words that differ from the fullest one, and in the fullest one
/// those that any other replaces.
///
/// Words are compared without case, punctuation and the shape of apostrophes. A rendering that
/// quotes only a part differs within that part only: quoting less is not wording otherwise.
pub(crate) fn differences<'t>(renderings: &[&'t str]) -> Vec<Vec<Piece<'t>>> {
    let words: Vec<Vec<(&str, String)>> = renderings.iter().map(|r| words(r)).collect();
    let fullest = (0..words.len()).max_by_key(|&i| (words[i].len(), usize::MAX - i)).unwrap_or(0);
    let mut marked: Vec<Vec<bool>> = words.iter().map(|w| vec![false; w.len()]).collect();
    for other in (0..words.len()).filter(|&i| i != fullest) {
        let base = &words[fullest][..words[fullest].len().min(LIMIT)];
        let this = &words[other][..words[other].len().min(LIMIT)];
        let pairs = common(base, this);
        // renderings with little in common are told apart without marks
        if pairs.len() * 3 < this.len() {
            continue;
        }
        let (mut from, mut at) = (None, 0);
        for &(a, b) in pairs.iter().chain(&[(base.len(), this.len())]) {
            let replaced = b - at;
            marked[other][at..b].fill(true);
            // words only the fullest has, with none in their place, are quoted less, not otherwise
            let gap = match from {
                Some(from) if a < base.len() => from..a,
                Some(from) => from..(from + replaced).min(a),
                None => a.saturating_sub(replaced)..a,
            };
            if replaced > 0 {
                marked[fullest][gap].fill(true);
            }
            (from, at) = (Some(a + 1), b + 1);
        }
    }
    words.iter().zip(&marked).zip(renderings).map(|((w, m), r)| pieces(r, w, m)).collect()
}

/// The words of a text with what is compared of each: letters and digits, lower-case. Words of
/// neither are left out; an ellipsis or a dash parts words.
fn words(text: &str) -> Vec<(&str, String)> {
    text.split_whitespace()
        .flat_map(|word| word.split(['…', '—', '–']))
        .flat_map(|word| word.split("..."))
        .map(|word| (word, fold(word)))
        .filter(|(_, folded)| !folded.is_empty())
        .collect()
}

fn fold(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A longest common subsequence of words, as pairs of places.
fn common(a: &[(&str, String)], b: &[(&str, String)]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i].1 == b[j].1 {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if a[i].1 == b[j].1 {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Joins neighbouring words of one kind; every character of `text` is in one piece.
fn pieces<'t>(text: &'t str, words: &[(&'t str, String)], marked: &[bool]) -> Vec<Piece<'t>> {
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let mut out: Vec<Piece<'t>> = Vec::new();
    let mut from = 0;
    for (i, &differs) in marked.iter().enumerate() {
        if i > 0 && differs != marked[i - 1] {
            // the space between belongs to what is not marked
            let border = if differs {
                place(words[i].0)
            } else {
                place(words[i - 1].0) + words[i - 1].0.len()
            };
            out.push(Piece { text: &text[from..border], differs: marked[i - 1] });
            from = border;
        }
    }
    if from < text.len() {
        out.push(Piece { text: &text[from..], differs: marked.last().copied().unwrap_or(false) });
    }
    out.retain(|p| !p.text.is_empty());
    out
}

/// What is compared of a text, with a space around each word: a part of a text is a part of this.
pub(crate) fn folded(text: &str) -> String {
    words(text).into_iter().fold(" ".to_owned(), |all, (_, word)| all + &word + " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(pieces: &[Piece<'_>]) -> String {
        pieces
            .iter()
            .map(|p| if p.differs { format!("[{}]", p.text) } else { p.text.to_owned() })
            .collect()
    }

    #[test]
    fn differing_words_are_marked() {
        let check = |renderings: &[&str], expect: &[&str]| {
            let found: Vec<String> = differences(renderings).iter().map(|p| show(p)).collect();
            assert_eq!(found, expect);
        };
        check(
            &["We do not burn it", "We do not burn it."],
            &["We do not burn it", "We do not burn it."],
        );
        check(
            &["prepared for weeks", "planned for weeks"],
            &["[prepared] for weeks", "[planned] for weeks"],
        );
        check(
            &["It was an act of sabotage, long in the making", "an act of “Sabotage”"],
            &["It was an act of sabotage, long in the making", "an act of “Sabotage”"],
        );
        check(
            &["the four groups we found today", "groups we saw"],
            &["the four groups we [found] today", "groups we [saw]"],
        );
        check(&["We left", "Nobody came"], &["We left", "Nobody came"]);
        check(
            &["We met in Linz, late, and then left at noon", "We met and then went at noon"],
            &["We met in Linz, late, and then [left] at noon", "We met and then [went] at noon"],
        );
        check(
            &["It grew… and grew", "It grew...and grew"],
            &["It grew… and grew", "It grew...and grew"],
        );
        check(&["", "…"], &["", "…"]);
    }

    proptest! {
        #[test]
        fn no_character_is_lost(a in "[ab “.é]{0,40}", b in "[abc “.é]{0,40}", c in "\\PC{0,30}") {
            for (text, pieces) in [&a, &b, &c].iter().zip(differences(&[&a, &b, &c])) {
                let joined: String = pieces.iter().map(|p| p.text).collect();
                prop_assert_eq!(&joined, *text);
            }
        }
    }
}
