//! The scores of the CoNLL-2011/2012 shared tasks: MUC, B³, CEAF with entity similarity, and their mean.
//!
//! As the reference scorer has them for predicted mentions (Pradhan et al. 2014, "Scoring Coreference
//! Partitions of Predicted Mentions"): a mention that only one side has counts in that side's sums and is
//! matched by nothing. Several groups of documents are scored as the reference scorer scores several
//! documents: numerators and denominators are added up.

use std::collections::BTreeMap;

/// Two sums whose quotient is a recall or a precision.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Share {
    part: f64,
    whole: f64,
}

impl Share {
    fn value(self) -> f64 {
        if self.whole > 0.0 { self.part / self.whole } else { 0.0 }
    }

    fn add(&mut self, part: f64, whole: f64) {
        self.part += part;
        self.whole += whole;
    }

    fn join(&mut self, other: Self) {
        self.add(other.part, other.whole);
    }
}

/// Recall and precision of one metric.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Metric {
    recall: Share,
    precision: Share,
}

impl Metric {
    /// The harmonic mean of recall and precision.
    pub(super) fn f1(self) -> f64 {
        let (recall, precision) = (self.recall.value(), self.precision.value());
        if recall + precision > 0.0 { 2.0 * recall * precision / (recall + precision) } else { 0.0 }
    }

    fn join(&mut self, other: Self) {
        self.recall.join(other.recall);
        self.precision.join(other.precision);
    }
}

/// All metrics of one response.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Score {
    /// Mentions that both sides have.
    pub(super) mentions: Metric,
    /// Links.
    pub(super) muc: Metric,
    /// Every mention's chain.
    pub(super) b3: Metric,
    /// Chains matched one to one.
    pub(super) ceafe: Metric,
}

impl Score {
    /// Scores the chains of a response against those of the key. A mention is a number that is the same on both
    /// sides; it is in one chain of a side at most.
    pub(super) fn of(key: &[Vec<u32>], response: &[Vec<u32>]) -> Self {
        let chain_of = |chains: &[Vec<u32>]| -> BTreeMap<u32, usize> {
            let numbered = chains.iter().enumerate();
            numbered.flat_map(|(n, chain)| chain.iter().map(move |&m| (m, n))).collect()
        };
        let (in_key, in_response) = (chain_of(key), chain_of(response));
        let both = in_key.keys().filter(|m| in_response.contains_key(m)).count() as f64;
        let mut score = Self::default();
        score.mentions.recall.add(both, in_key.len() as f64);
        score.mentions.precision.add(both, in_response.len() as f64);
        for (chains, others, one) in [(key, &in_response, true), (response, &in_key, false)] {
            for chain in chains {
                // how the other side parts this chain
                let mut parts: BTreeMap<usize, f64> = BTreeMap::new();
                let mut lone = 0.0;
                for mention in chain {
                    match others.get(mention) {
                        Some(&other) => *parts.entry(other).or_default() += 1.0,
                        None => lone += 1.0,
                    }
                }
                let size = chain.len() as f64;
                let links = (size - lone - parts.len() as f64, size - 1.0);
                let same = parts.values().map(|n| n * n).sum::<f64>() / size.max(1.0);
                let (muc, b3) = (&mut score.muc, &mut score.b3);
                let (muc, b3) = if one {
                    (&mut muc.recall, &mut b3.recall)
                } else {
                    (&mut muc.precision, &mut b3.precision)
                };
                muc.add(links.0, links.1);
                b3.add(same, size);
            }
        }
        let matched = likeness(key, response, &in_response);
        score.ceafe.recall.add(matched, key.len() as f64);
        score.ceafe.precision.add(matched, response.len() as f64);
        score
    }

    /// Adds the sums of another group of documents.
    pub(super) fn join(&mut self, other: Self) {
        self.mentions.join(other.mentions);
        self.muc.join(other.muc);
        self.b3.join(other.b3);
        self.ceafe.join(other.ceafe);
    }

    /// The mean of the three F1.
    pub(super) fn conll(self) -> f64 {
        (self.muc.f1() + self.b3.f1() + self.ceafe.f1()) / 3.0
    }
}

/// The likeness of the best one-to-one matching of chains, φ₄ of Luo (2005): twice the shared mentions over both sizes.
fn likeness(key: &[Vec<u32>], response: &[Vec<u32>], in_response: &BTreeMap<u32, usize>) -> f64 {
    let mut weights: Vec<BTreeMap<usize, f64>> = Vec::new();
    for chain in key {
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for other in chain.iter().filter_map(|m| in_response.get(m)) {
            *shared.entry(*other).or_default() += 1.0;
        }
        for (other, n) in &mut shared {
            *n = 2.0 * *n / (chain.len() + response[*other].len()) as f64;
        }
        weights.push(shared);
    }
    // chains that share nothing, directly or over others, do not compete: each component by itself
    let mut seen = vec![false; key.len()];
    let mut by_response: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, shared) in weights.iter().enumerate() {
        for column in shared.keys() {
            by_response.entry(*column).or_default().push(row);
        }
    }
    let mut total = 0.0;
    for start in 0..key.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let (mut rows, mut columns) = (vec![start], Vec::new());
        let mut at = 0;
        while at < rows.len() {
            for &column in weights[rows[at]].keys() {
                if columns.contains(&column) {
                    continue;
                }
                columns.push(column);
                for &row in &by_response[&column] {
                    if !std::mem::replace(&mut seen[row], true) {
                        rows.push(row);
                    }
                }
            }
            at += 1;
        }
        let table: Vec<Vec<f64>> = rows
            .iter()
            .map(|&row| {
                let weight = |c: &usize| weights[row].get(c).copied().unwrap_or_default();
                columns.iter().map(weight).collect()
            })
            .collect();
        total += heaviest_matching(&table);
    }
    total
}

/// The weight of the heaviest matching of rows and columns (Kuhn–Munkres with potentials, cubic).
fn heaviest_matching(table: &[Vec<f64>]) -> f64 {
    let n = table.len().max(table.first().map_or(0, Vec::len));
    let cost = |row: usize, column: usize| {
        -table.get(row).and_then(|r| r.get(column)).copied().unwrap_or_default()
    };
    // potentials, and the row matched to each column; number 0 stands for none
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let mut row_of = vec![0usize; n + 1];
    for row in 1..=n {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; n + 1];
        let mut before = vec![0usize; n + 1];
        let mut used = vec![false; n + 1];
        loop {
            used[column] = true;
            let from = row_of[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for other in (1..=n).filter(|&c| !used[c]) {
                let reduced = cost(from - 1, other - 1) - u[from] - v[other];
                if reduced < least[other] {
                    least[other] = reduced;
                    before[other] = column;
                }
                if least[other] < delta {
                    delta = least[other];
                    next = other;
                }
            }
            for other in 0..=n {
                if used[other] {
                    u[row_of[other]] += delta;
                    v[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            let from = before[column];
            row_of[column] = row_of[from];
            column = from;
        }
    }
    (1..=n).map(|column| -cost(row_of[column] - 1, column - 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(metric: Metric, recall: f64, precision: f64) {
        let (r, p) = (metric.recall.value(), metric.precision.value());
        assert!((r - recall).abs() < 1e-9 && (p - precision).abs() < 1e-9, "{r} {p}");
    }

    /// The example of Pradhan et al. (2014): {a b c} {d e f g} against {a b} {c d} {f g h i}.
    #[test]
    fn the_example_of_the_reference_scorers_paper() {
        let key = [vec![1, 2, 3], vec![4, 5, 6, 7]];
        let response = [vec![1, 2], vec![3, 4], vec![6, 7, 8, 9]];
        let score = Score::of(&key, &response);
        near(score.mentions, 6.0 / 7.0, 6.0 / 8.0);
        near(score.muc, 2.0 / 5.0, 2.0 / 5.0);
        near(score.b3, (5.0 / 3.0 + 5.0 / 4.0) / 7.0, 4.0 / 8.0);
        near(score.ceafe, 1.3 / 2.0, 1.3 / 3.0);
        assert!((score.b3.f1() - 0.4545).abs() < 1e-4 && (score.ceafe.f1() - 0.52).abs() < 1e-4);
    }

    #[test]
    fn the_key_itself_scores_one_and_nothing_scores_zero() {
        let key = [vec![1, 2, 3], vec![4], vec![5, 6]];
        let score = Score::of(&key, &key);
        assert!((score.conll() - 1.0).abs() < 1e-9, "{score:?}");
        let nothing = Score::of(&key, &[]);
        assert_eq!((nothing.conll(), nothing.mentions.f1()), (0.0, 0.0));
        assert_eq!(Score::of(&[], &[]).conll(), 0.0);
    }

    /// Bagga and Baldwin (1998): of the key {1…5} {6 7} {8…C}, joining the last two chains costs more than joining
    /// the first two, in B³ and not in MUC.
    #[test]
    fn b_cubed_sees_the_size_of_what_is_joined() {
        let key = [(1..=5).collect(), vec![6, 7], (8..=12).collect::<Vec<u32>>()];
        let small = [(1..=5).collect(), (6..=12).collect::<Vec<u32>>()];
        let large = [(1..=5).chain(8..=12).collect::<Vec<u32>>(), vec![6, 7]];
        let (small, large) = (Score::of(&key, &small), Score::of(&key, &large));
        near(small.muc, 1.0, 0.9);
        near(large.muc, 1.0, 0.9);
        near(small.b3, 1.0, (5.0 + (4.0 + 25.0) / 7.0) / 12.0);
        near(large.b3, 1.0, (50.0 / 10.0 + 2.0) / 12.0);
    }

    #[test]
    fn chains_are_matched_to_the_best_advantage_of_all() {
        // taking the heaviest pair first would give 0.9 + 0.1
        let table = [vec![0.9, 0.8], vec![0.7, 0.1]];
        assert!((heaviest_matching(&table) - 1.5).abs() < 1e-9);
        assert!((heaviest_matching(&[vec![0.2], vec![0.5], vec![0.4]]) - 0.5).abs() < 1e-9);
        assert_eq!(heaviest_matching(&[]), 0.0);
    }

    #[test]
    fn groups_of_documents_add_up() {
        let one = Score::of(&[vec![1, 2]], &[vec![1, 2]]);
        let other = Score::of(&[vec![1, 2], vec![3, 4]], &[vec![1, 2, 3, 4]]);
        let mut both = one;
        both.join(other);
        near(both.muc, 1.0, 3.0 / 4.0);
        near(both.b3, 1.0, (2.0 + 2.0) / 6.0);
    }
}
