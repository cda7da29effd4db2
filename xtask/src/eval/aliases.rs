//! Spellings of one name: does [`Letters`] tell them from other names?
//!
//! `names-netranslit` pairs Latin forms of names with Arabic or Russian ones. Two Latin forms that share a
//! foreign form are a pair; for each, the first form with a random other form as long as the second is
//! none (with no foreign form in common). Foreign forms are parted by a hash: six parts in ten to train
//! on (`cargo xtask train spelling`), two to choose the threshold on, two to measure.
//!
//! The names were aligned by machine, and some pairs are wrong: in the parts to
//! choose on, most that are not found have not one sound in common, as when a family's name was aligned with
//! a first name. Nearly all of these are forms seen once. So the scores are given twice: for all forms,
//! and for those seen at least twice ("-seen-twice").
//! `alike` is what joins persons: the stricter test of [`names::transcribed`], which also keeps apart names
//! that could be spellings of one but are borne by two.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rashomon_reconcile::entities::{
    names,
    spelling::{Letters, SAME},
};

use super::Row;

/// The files by the script of the foreign forms.
const SCRIPTS: [(&str, &[&str]); 2] =
    [("arabic", &["wd_arabic_16", "wd_arabic_64"]), ("russian", &["wd_russian_16"])];

/// Which foreign forms are looked at: by the hash of the form modulo ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Train,
    Dev,
    Test,
}

impl Part {
    fn of(form: &str) -> Self {
        let hash = form.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        match hash % 10 {
            0..6 => Self::Train,
            6 | 7 => Self::Dev,
            _ => Self::Test,
        }
    }
}

/// Two Latin forms.
pub(crate) struct Pair {
    pub(crate) forms: (String, String),
    /// Whether they share a foreign form.
    pub(crate) same: bool,
    /// Whether both of the pair that shares one were seen twice; the random pair goes with it.
    seen_twice: bool,
}

pub(crate) fn run(data: &Path) -> Vec<Row> {
    let letters = Letters::embedded();
    let mut rows = Vec::new();
    let mut all: Vec<Pair> = Vec::new();
    for part in [Part::Dev, Part::Test] {
        let name = if part == Part::Dev { "dev" } else { "test" };
        all.clear();
        for (script, files) in SCRIPTS {
            let pairs = pairs(data, files, part);
            rows.extend(scores(&format!("names-{script}-{name}"), letters, &pairs));
            all.extend(pairs);
        }
        rows.extend(scores(&format!("names-{name}"), letters, &all));
    }
    rows
}

fn scores(set: &str, letters: &Letters, pairs: &[Pair]) -> Vec<Row> {
    let scored = |(a, b): &(String, String)| letters.score(a, b) >= SAME;
    let key = |word: &str| names::Name::new(word, false).key();
    let alike = |(a, b): &(String, String)| names::transcribed(&key(a), &key(b));
    let twice: Vec<&Pair> = pairs.iter().filter(|pair| pair.seen_twice).collect();
    let all: Vec<&Pair> = pairs.iter().collect();
    let mut rows = tally(set, &all, scored);
    rows.extend(tally(&format!("{set}-seen-twice"), &twice, scored));
    rows.extend(tally(&format!("{set}-seen-twice-alike"), &twice, alike));
    rows
}

fn tally(set: &str, pairs: &[&Pair], found: impl Fn(&(String, String)) -> bool) -> Vec<Row> {
    let (mut right, mut said, mut gold) = (0u64, 0u64, 0u64);
    for pair in pairs {
        let yes = found(&pair.forms);
        right += u64::from(yes && pair.same);
        said += u64::from(yes);
        gold += u64::from(pair.same);
    }
    let ratio = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    let row = |metric: &str, value, n| (set.to_owned(), metric.to_owned(), value, n);
    vec![
        row("precision", ratio(right, said), said),
        row("recall", ratio(right, gold), gold),
        row("f1", ratio(2 * right, said + gold), pairs.len() as u64),
    ]
}

/// Pairs of all scripts of one part, in a fixed order.
pub(crate) fn all_pairs(data: &Path, part: Part) -> Vec<Pair> {
    SCRIPTS.iter().flat_map(|(_, files)| pairs(data, files, part)).collect()
}

fn pairs(data: &Path, files: &[&str], part: Part) -> Vec<Pair> {
    let mut forms: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for file in files {
        let path = data.join(file);
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("aliases: {} cannot be read", path.display());
            return Vec::new();
        };
        for line in text.lines() {
            let mut columns = line.split('\t');
            if let (Some(latin), Some(foreign), Some(count)) =
                (columns.next(), columns.next(), columns.next())
                && Part::of(foreign) == part
            {
                let seen = forms.entry(foreign.to_owned()).or_default();
                *seen.entry(latin.to_owned()).or_default() += count.parse().unwrap_or(1);
            }
        }
    }
    let mut foreign_of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut by_length: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (foreign, latin) in &forms {
        for form in latin.keys() {
            foreign_of.entry(form).or_default().insert(foreign);
            by_length.entry(form.chars().count()).or_default().push(form);
        }
    }
    let mut random = Random(7);
    let mut pairs = Vec::new();
    for latin in forms.values() {
        for (n, (a, count_a)) in latin.iter().enumerate() {
            for (b, count_b) in latin.iter().skip(n + 1) {
                let seen_twice = *count_a.min(count_b) >= 2;
                let pair =
                    |b: &str, same| Pair { forms: (a.clone(), b.to_owned()), same, seen_twice };
                pairs.push(pair(b, true));
                let as_long = &by_length[&b.chars().count()];
                let apart = |other: &&str| foreign_of[other].is_disjoint(&foreign_of[a.as_str()]);
                let other = (0..100).map(|_| as_long[random.below(as_long.len())]).find(apart);
                pairs.extend(other.map(|other| pair(other, false)));
            }
        }
    }
    pairs
}

/// A row of numbers that is the same on every machine (`SplitMix64`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_has_a_random_one_as_long() {
        let folder = tempfile::tempdir().unwrap();
        let line = |n: u32| format!("kadir{n}\tف{n}\t3\nqadir{n}\tف{n}\t1\nqader{n}\tف{n}\t2\n");
        let lines: Vec<String> = (0..50).map(line).collect();
        std::fs::write(folder.path().join("names"), lines.concat()).unwrap();
        let parts = [Part::Train, Part::Dev, Part::Test];
        let all: Vec<Vec<Pair>> =
            parts.iter().map(|&part| pairs(folder.path(), &["names"], part)).collect();
        let same = |pairs: &[Pair]| pairs.iter().filter(|p| p.same).count();
        assert_eq!(all.iter().map(|pairs| same(pairs)).sum::<usize>(), 150);
        for pairs in all {
            assert_eq!(same(&pairs) * 2, pairs.len());
            assert_eq!(pairs.iter().filter(|p| p.same && p.seen_twice).count() * 3, same(&pairs));
            let random = pairs.chunks(2).all(|two| {
                two[0].forms.0 == two[1].forms.0
                    && two[0].forms.1.len() == two[1].forms.1.len()
                    && two[0].forms.1 != two[1].forms.1
            });
            assert!(random);
        }
    }
}
