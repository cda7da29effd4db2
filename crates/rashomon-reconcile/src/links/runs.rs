//! Runs of the same words in two documents.

use rustc_hash::FxHashMap;

/// Words that must be the same in a row for a run to be seen at all.
pub(super) const SEED: usize = 5;
/// An n-gram is remembered for so many documents: what more share it is found through these.
pub(super) const POSTINGS: usize = 32;
/// Places of one n-gram within one document that are remembered.
const PLACES: usize = 4;

/// The same words in two documents, as long as they go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    /// The earlier document (index into the list given).
    pub a: u32,
    /// The later document.
    pub b: u32,
    /// First word in `a`.
    pub at_a: u32,
    /// First word in `b`.
    pub at_b: u32,
    /// Number of words.
    pub len: u32,
}

impl Run {
    /// The number that stays the same along a run, forward and back.
    fn diagonal(a: u32, b: u32) -> i64 {
        i64::from(a) - i64::from(b)
    }
}

/// A document as words that can be compared with those of others.
pub(super) trait Words {
    /// Its runs of [`SEED`] words: a number, the same for the same words, and the place of the first word;
    /// sorted.
    fn grams(&self) -> &[(u64, u32)];

    /// The word at a place.
    fn word(&self, at: usize) -> Option<&str>;
}

/// All runs of [`SEED`] words or more that two of the documents share, by document pair and place.
///
/// The work grows with the words and with the runs found: each n-gram is remembered for a bounded number
/// of documents.
pub(super) fn shared_runs<W: Words>(documents: &[W]) -> Vec<Run> {
    let mut places: Vec<(u64, u32, u32)> = Vec::new();
    for (document, number) in documents.iter().zip(0..) {
        places.extend(document.grams().iter().map(|&(gram, at)| (gram, number, at)));
    }
    places.sort_unstable();
    // for each place of a shared n-gram the places in earlier documents: a range of `remembered`
    let mut remembered: Vec<(u32, u32)> = Vec::new();
    let mut meetings: Vec<(u32, u32, u32, u32)> = Vec::new();
    for group in places.chunk_by(|x, y| x.0 == y.0) {
        if group[0].1 == group[group.len() - 1].1 {
            continue;
        }
        let start = remembered.len();
        for document in group.chunk_by(|x, y| x.1 == y.1) {
            let end = remembered.len();
            let met = |&(_, b, at): &(u64, u32, u32)| (b, at, start as u32, end as u32);
            if end > start {
                meetings.extend(document.iter().map(met));
            }
            let room = (start + POSTINGS - end).min(PLACES);
            remembered.extend(document.iter().take(room).map(|&(_, b, at)| (b, at)));
        }
    }
    drop(places);
    meetings.sort_unstable();
    let mut runs = Vec::new();
    let mut followed = Followed::default();
    for meetings in meetings.chunk_by(|x, y| x.0 == y.0) {
        followed.clear();
        for &(b, at_b, start, end) in meetings {
            for &(a, at_a) in &remembered[start as usize..end as usize] {
                let texts = (&documents[a as usize], &documents[b as usize]);
                runs.extend(follow(&mut followed, texts, (a, at_a), (b, at_b)));
            }
        }
    }
    runs.sort_unstable();
    runs
}

/// [`shared_runs`] of two documents, the earlier one first. Linear in their words.
pub(super) fn runs_of_two<W: Words>(a: &W, b: &W) -> Vec<Run> {
    let (mine, theirs) = (a.grams(), b.grams());
    let mut meetings: Vec<(u32, u32)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < mine.len() && j < theirs.len() {
        let gram = mine[i].0.max(theirs[j].0);
        let length = |from: &[(u64, u32)], wanted: fn(u64, u64) -> bool| {
            from.iter().take_while(|(other, _)| wanted(*other, gram)).count()
        };
        i += length(&mine[i..], |other, gram| other < gram);
        j += length(&theirs[j..], |other, gram| other < gram);
        let same = |other, gram| other == gram;
        let (here, there) = (length(&mine[i..], same), length(&theirs[j..], same));
        for (_, at_b) in &theirs[j..j + there] {
            meetings.extend(mine[i..i + here].iter().take(PLACES).map(|(_, at_a)| (*at_b, *at_a)));
        }
        (i, j) = (i + here, j + there);
    }
    meetings.sort_unstable();
    let mut followed = Followed::default();
    let mut runs: Vec<Run> = meetings
        .into_iter()
        .filter_map(|(at_b, at_a)| follow(&mut followed, (a, b), (0, at_a), (1, at_b)))
        .collect();
    runs.sort_unstable();
    runs
}

/// How far a run along (earlier document, diagonal) has been followed in the present document.
type Followed = FxHashMap<(u32, i64), usize>;

/// The run that holds these two places, unless it was followed before.
fn follow<W: Words>(
    followed: &mut Followed,
    (one, other): (&W, &W),
    (a, at_a): (u32, u32),
    (b, at_b): (u32, u32),
) -> Option<Run> {
    let key = (a, Run::diagonal(at_a, at_b));
    let done = followed.get(&key).copied().unwrap_or(0);
    let (x, y) = (at_a as usize, at_b as usize);
    if y < done {
        return None;
    }
    let same = |x: usize, y: usize| one.word(x).is_some_and(|word| other.word(y) == Some(word));
    let back = (1..=x.min(y - done)).take_while(|n| same(x - n, y - n)).count();
    let mut ahead = 0;
    while same(x + ahead, y + ahead) {
        ahead += 1;
    }
    // two n-grams of one number are the same but for a chance in billions
    if back + ahead < SEED {
        return None;
    }
    followed.insert(key, y + ahead);
    Some(Run { a, b, at_a: (x - back) as u32, at_b: (y - back) as u32, len: (back + ahead) as u32 })
}

/// Of the runs of one pair of documents those that do not overlap in either, longest first kept,
/// in the order of the first document.
pub(super) fn without_overlap(runs: &[Run]) -> Vec<Run> {
    let mut order: Vec<Run> = runs.to_vec();
    order.sort_unstable_by_key(|run| (std::cmp::Reverse(run.len), run.at_a, run.at_b));
    let mut taken_a = Taken::default();
    let mut taken_b = Taken::default();
    let mut kept = Vec::new();
    for run in order {
        let (a, b) = ((run.at_a, run.at_a + run.len), (run.at_b, run.at_b + run.len));
        if taken_a.is_free(a) && taken_b.is_free(b) {
            taken_a.take(a);
            taken_b.take(b);
            kept.push(run);
        }
    }
    kept.sort_unstable();
    kept
}

/// Ranges that do not overlap, by start.
#[derive(Default)]
struct Taken(std::collections::BTreeMap<u32, u32>);

impl Taken {
    fn is_free(&self, (start, end): (u32, u32)) -> bool {
        self.0.range(..end).next_back().is_none_or(|(_, &taken)| taken <= start)
    }

    fn take(&mut self, (start, end): (u32, u32)) {
        self.0.insert(start, end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug)]
    struct Document {
        words: Vec<String>,
        grams: Vec<(u64, u32)>,
    }

    impl Document {
        fn new(text: &str) -> Self {
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            let number = |gram: &[String]| {
                let bytes = gram.iter().flat_map(|word| word.bytes().chain([b' ']));
                bytes.fold(7u64, |n, b| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ u64::from(b))
            };
            let mut grams: Vec<_> = words.windows(SEED).map(number).zip(0..).collect();
            grams.sort_unstable();
            Self { words, grams }
        }

        fn of(letters: &[u8]) -> Self {
            let words: Vec<String> =
                letters.iter().map(|n| char::from(b'a' + n).to_string()).collect();
            Self::new(&words.join(" "))
        }
    }

    impl Words for Document {
        fn grams(&self) -> &[(u64, u32)] {
            &self.grams
        }

        fn word(&self, at: usize) -> Option<&str> {
            self.words.get(at).map(String::as_str)
        }
    }

    /// Every longest run of the same words in two documents, by comparing all places with all.
    fn by_all_places(a: &Document, b: &Document) -> Vec<Run> {
        let same = |x: usize, y: usize| a.word(x).is_some() && a.word(x) == b.word(y);
        let mut runs = Vec::new();
        for x in 0..a.words.len() {
            for y in 0..b.words.len() {
                let most = a.words.len();
                let len = (0..most).take_while(|n| same(x + n, y + n)).count();
                let begins = x == 0 || y == 0 || !same(x - 1, y - 1);
                if begins && len >= SEED {
                    let (at_a, at_b) = (x as u32, y as u32);
                    runs.push(Run { a: 0, b: 1, at_a, at_b, len: len as u32 });
                }
            }
        }
        runs
    }

    #[track_caller]
    fn check(a: &str, b: &str, expect: &[&str]) {
        let (x, y) = (Document::new(a), Document::new(b));
        let found: Vec<String> = without_overlap(&runs_of_two(&x, &y))
            .iter()
            .map(|run| {
                let (from, to) = (run.at_a as usize, (run.at_a + run.len) as usize);
                let there = run.at_b as usize..(run.at_b + run.len) as usize;
                assert_eq!(x.words[from..to], y.words[there]);
                x.words[from..to].join(" ")
            })
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn runs_go_as_far_as_the_words_are_the_same() {
        check("a b c d e f g", "x b c d e f y", &["b c d e f"]);
        check("a b c d", "a b c d", &[]);
        check("a b c d e x f g h i j", "a b c d e y f g h i j", &["a b c d e", "f g h i j"]);
    }

    #[test]
    fn a_repeated_passage_is_matched_once() {
        check("a b c d e f", "a b c d e z a b c d e f", &["a b c d e f"]);
    }

    fn letters(kinds: u8, most: usize) -> impl Strategy<Value = Document> {
        prop::collection::vec(0..kinds, 0..most).prop_map(|letters| Document::of(&letters))
    }

    proptest! {
        #[test]
        fn every_run_is_the_same_words_and_as_long_as_it_goes(a in letters(3, 60), b in letters(3, 60)) {
            for run in runs_of_two(&a, &b) {
                let (x, y, n) = (run.at_a as usize, run.at_b as usize, run.len as usize);
                prop_assert!(n >= SEED);
                prop_assert_eq!(&a.words[x..x + n], &b.words[y..y + n]);
                let next = (a.words.get(x + n), b.words.get(y + n));
                prop_assert!(next.0.is_none() || next.1.is_none() || next.0 != next.1);
            }
        }

        #[test]
        fn two_alone_are_as_two_among_themselves(a in letters(3, 60), b in letters(3, 60)) {
            let alone = runs_of_two(&a, &b);
            prop_assert_eq!(alone, shared_runs(&[a, b]));
        }

        /// Of few documents, in which no n-gram is often repeated, the index loses none.
        #[test]
        fn the_index_finds_what_comparing_all_places_finds(
            documents in prop::collection::vec(letters(12, 50), 2..6),
        ) {
            let repeated = |d: &Document| {
                d.grams.chunk_by(|x, y| x.0 == y.0).any(|places| places.len() > PLACES)
            };
            prop_assume!(!documents.iter().any(repeated));
            let found = shared_runs(&documents);
            for b in 1..documents.len() {
                for a in 0..b {
                    let pair = (a as u32, b as u32);
                    let here: Vec<Run> = found
                        .iter()
                        .filter(|run| (run.a, run.b) == pair)
                        .map(|run| Run { a: 0, b: 1, ..*run })
                        .collect();
                    prop_assert_eq!(here, by_all_places(&documents[a], &documents[b]));
                }
            }
        }
    }
}
