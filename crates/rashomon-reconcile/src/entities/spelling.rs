//! Whether two words are spellings of one name, with weights learnt from names in many spellings.
//!
//! # How
//! The letters of the two words are aligned so that the sum of weights is greatest: one weight for
//! every pair of letters that may stand for each other and one for every letter left out, the same
//! both ways round. The sum is the log-odds that the two are one name, not two by chance: what is
//! exchanged or dropped in transcription (vowels, h, doubled letters, k and q) costs little, a kept
//! letter speaks for one name, and more so the rarer it is. This is an edit distance with learnt costs
//! (Ristad and Yianilos 1998) whose weights are fitted as those of a classifier on the alignment they
//! give themselves (Bilenko and Mooney 2003; McCallum, Bellare and Pereira 2005).
//!
//! # Limits
//! It compares letters. Two people may have names that are also spellings of one name ("Marten" and
//! "Morton"): what else must speak for one bearer is for [`super::names`] to ask.

use std::fmt::Write as _;
use std::sync::LazyLock;

use rashomon_lexicon::fold;

/// The sign for "no letter": behind the 26 letters.
const NONE: usize = 26;
/// More letters than this of a word are not looked at, so that a long word costs no more than a long name.
const MAX_LETTERS: usize = 48;

/// Score from which two words are more likely spellings of one name than two names met by chance.
///
/// Chosen on the development part of the names (`cargo xtask eval aliases`).
pub const SAME: f32 = 0.3;
/// Score from which two words of five letters or more are taken for spellings of one name with nothing
/// else to speak for it: names that two may bear ("Hassan" and "Hussein", "Marten" and "Morton") stay under
/// it, and so do all pairs met by chance.
pub const SURE: f32 = 5.0;

/// What letters weigh when two words are aligned.
#[derive(Clone, Debug, PartialEq)]
pub struct Letters {
    /// By two letters or a letter and [`NONE`]; symmetric.
    weights: [[f32; 27]; 27],
    /// What speaks for one name before any letter is seen.
    bias: f32,
}

impl Letters {
    /// Weights to begin training with: what is the same speaks for one name, what differs against,
    /// vowels less.
    pub fn untrained() -> Self {
        let vowel = |letter: usize| letter < NONE && b"aeiouy".contains(&(b'a' + letter as u8));
        let mut weights = [[0.0; 27]; 27];
        for (a, row) in weights.iter_mut().enumerate() {
            for (b, weight) in row.iter_mut().enumerate() {
                *weight = match (a, b) {
                    _ if a == b => 0.6,
                    (letter, NONE) | (NONE, letter) if vowel(letter) || letter == 7 => -0.4,
                    (_, NONE) | (NONE, _) => -0.9,
                    _ if vowel(a) == vowel(b) => -0.4,
                    _ => -1.2,
                };
            }
        }
        Self { weights, bias: 0.0 }
    }

    /// The trained weights that this crate carries.
    pub fn embedded() -> &'static Self {
        static LETTERS: LazyLock<Letters> = LazyLock::new(|| {
            Letters::read(include_str!("letters.tsv")).unwrap_or_else(Letters::untrained)
        });
        &LETTERS
    }

    /// Reads what [`Letters::write`] writes; `None` where a line is no weight.
    pub fn read(table: &str) -> Option<Self> {
        let mut letters = Self { weights: [[0.0; 27]; 27], bias: 0.0 };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (name, weight) = line.split_once('\t')?;
            let weight: f32 = weight.parse().ok()?;
            let place = |c: &u8| c.is_ascii_lowercase().then(|| usize::from(c - b'a'));
            match name.as_bytes() {
                b"bias" => letters.bias = weight,
                [a] => letters.set(place(a)?, NONE, weight),
                [a, b] => letters.set(place(a)?, place(b)?, weight),
                _ => return None,
            }
        }
        Some(letters)
    }

    /// A table of weights to two decimals: `bias`, single letters (left out) and pairs of letters.
    pub fn write(&self) -> String {
        let letter = |n: usize| char::from(b'a' + n as u8);
        let mut table = format!("bias\t{:.2}\n", self.bias);
        for a in 0..NONE {
            let _ = writeln!(table, "{}\t{:.2}", letter(a), self.weights[a][NONE]);
        }
        for a in 0..NONE {
            for b in a..NONE {
                let _ = writeln!(table, "{}{}\t{:.2}", letter(a), letter(b), self.weights[a][b]);
            }
        }
        table
    }

    fn set(&mut self, a: usize, b: usize, weight: f32) {
        self.weights[a][b] = weight;
        self.weights[b][a] = weight;
    }

    /// Adds to the weight of a step of [`Letters::align`], or to what is there before any letter.
    pub fn add(&mut self, step: Option<(usize, usize)>, more: f32) {
        match step {
            Some((a, b)) => self.set(a, b, self.weights[a][b] + more),
            None => self.bias += more,
        }
    }

    /// Log-odds that two words are spellings of one name; 0 where one of them has no Latin letter.
    ///
    /// Letters count without case and marks. Quadratic in the lengths.
    ///
    /// ```
    /// use rashomon_reconcile::entities::spelling::{Letters, SAME};
    ///
    /// let letters = Letters::embedded();
    /// assert!(letters.score("Djalil", "Jaleel") > SAME);
    /// assert!(letters.score("Djalil", "Robert") < SAME);
    /// ```
    pub fn score(&self, a: &str, b: &str) -> f32 {
        self.align(&numbers(a), &numbers(b)).0
    }

    /// The best alignment of two words: its score, and its steps from the end. Words are given as
    /// [`numbers`].
    pub fn align(&self, a: &[usize], b: &[usize]) -> (f32, Vec<(usize, usize)>) {
        if a.is_empty() || b.is_empty() {
            return (0.0, Vec::new());
        }
        let width = b.len() + 1;
        let mut best = vec![0.0f32; (a.len() + 1) * width];
        let mut steps = vec![(NONE, NONE); best.len()];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                if i + j == 0 {
                    continue;
                }
                let mut most = f32::NEG_INFINITY;
                let mut offer = |from: usize, step: (usize, usize)| {
                    let score = best[from] + self.weights[step.0][step.1];
                    if score > most {
                        (most, steps[i * width + j]) = (score, step);
                    }
                };
                if i > 0 && j > 0 {
                    offer((i - 1) * width + j - 1, (a[i - 1], b[j - 1]));
                }
                if i > 0 {
                    offer((i - 1) * width + j, (a[i - 1], NONE));
                }
                if j > 0 {
                    offer(i * width + j - 1, (NONE, b[j - 1]));
                }
                best[i * width + j] = most;
            }
        }
        let (mut i, mut j, mut way) = (a.len(), b.len(), Vec::new());
        while i + j > 0 {
            let step = steps[i * width + j];
            i -= usize::from(step.0 != NONE);
            j -= usize::from(step.1 != NONE);
            way.push(step);
        }
        (best[best.len() - 1] + self.bias, way)
    }
}

/// The Latin letters of a word as numbers from 0, without case and marks.
pub fn numbers(word: &str) -> Vec<usize> {
    let letters = fold(word).into_bytes().into_iter().filter(u8::is_ascii_lowercase);
    letters.map(|letter| usize::from(letter - b'a')).take(MAX_LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_reads_back() {
        let table = include_str!("letters.tsv");
        let read = Letters::read(table).expect("a line is no weight");
        let weights: Vec<&str> = table.lines().filter(|l| !l.starts_with('#')).collect();
        assert_eq!(read.write().lines().collect::<Vec<_>>(), weights);
        assert_eq!(*Letters::embedded(), read);
        for bad in ["a\tmuch", "abc\t1", "A\t1", "no tab"] {
            assert_eq!(Letters::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn spellings_score_higher_than_other_names() {
        let score = |a, b| Letters::embedded().score(a, b);
        for (a, b) in [
            ("Hicham", "Hisham"),
            ("Yacoubi", "Ya‘qubi"),
            ("Alekseyev", "Alexeyeff"),
            ("Czesław", "Czeslaw"),
            ("Boutros", "Butrus"),
        ] {
            assert!(score(a, b) > SAME, "{a} {b} {}", score(a, b));
        }
        for (a, b) in [("Karim", "Tobias"), ("Ivanov", "Petrov"), ("Lindgren", "Marchand")] {
            assert!(score(a, b) < SAME, "{a} {b} {}", score(a, b));
        }
    }

    #[test]
    fn words_without_letters() {
        assert_eq!(Letters::embedded().score("", "a"), 0.0);
        assert_eq!(Letters::embedded().score("明", "明"), 0.0);
    }

    proptest::proptest! {
        #[test]
        fn the_score_is_symmetric(a in "\\PC{0,60}", b in "[a-z]{0,12}") {
            let (forth, back) =
                (Letters::embedded().score(&a, &b), Letters::embedded().score(&b, &a));
            proptest::prop_assert!((forth - back).abs() < 1e-3);
        }
    }
}
