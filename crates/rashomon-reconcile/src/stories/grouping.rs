//! Groups by average likeness.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap},
};

/// The pairs that can have a part in joining documents `0..n`: two groups are joined only where two of their
/// documents are at least as like as `join`, so that pairs between documents which no chain of such pairs
/// connects say nothing.
pub(super) fn within_reach(
    n: usize,
    mut pairs: Vec<(usize, usize, f32)>,
    join: f32,
) -> Vec<(usize, usize, f32)> {
    let mut parent: Vec<usize> = (0..n).collect();
    let root = |parent: &mut Vec<usize>, mut at: usize| {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    };
    for &(a, b, likeness) in &pairs {
        // the margin is for what rounding adds to an average
        if likeness >= join * 0.999 {
            let (a, b) = (root(&mut parent, a), root(&mut parent, b));
            parent[a.max(b)] = a.min(b);
        }
    }
    pairs.retain(|&(a, b, _)| root(&mut parent, a) == root(&mut parent, b));
    pairs.shrink_to_fit();
    pairs
}

/// Joins those groups of which most documents lie in one and the same group of `anew`, where that is larger than
/// `large`. Groups are sorted and come in the order of their first document.
pub(super) fn joined_where_large(
    groups: Vec<Vec<usize>>,
    anew: &[Vec<usize>],
    large: usize,
) -> Vec<Vec<usize>> {
    let mut large_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, group) in anew.iter().enumerate().filter(|(_, group)| group.len() > large) {
        large_of.extend(group.iter().map(|&doc| (doc, number)));
    }
    let mut joined: Vec<Vec<usize>> = Vec::new();
    let mut home: BTreeMap<usize, usize> = BTreeMap::new();
    for group in groups {
        let mut shares: BTreeMap<usize, usize> = BTreeMap::new();
        for number in group.iter().filter_map(|doc| large_of.get(doc)) {
            *shares.entry(*number).or_default() += 1;
        }
        let most = shares.into_iter().find(|(_, share)| share * 2 > group.len());
        match most.map(|(number, _)| *home.entry(number).or_insert(joined.len())) {
            Some(at) if at < joined.len() => joined[at].extend(group),
            _ => joined.push(group),
        }
    }
    for group in &mut joined {
        group.sort_unstable();
    }
    joined.sort_unstable();
    joined
}

/// Joins documents `0..n` into groups, the most alike first, as long as the average likeness between
/// two groups is at least `join`. Pairs that are not given have likeness 0.
///
/// Groups are sorted and come in the order of their first document. Work and memory grow with the
/// pairs given (times their logarithm), not with n².
pub(crate) fn average_link(n: usize, pairs: &[(usize, usize, f32)], join: f32) -> Vec<Vec<usize>> {
    let mut groups = join_groups((0..n).map(|doc| vec![doc]).collect(), pairs, join);
    groups.sort_unstable();
    groups
}

/// [`average_link`] from groups on: of each pair of groups, the later one second, the sum of likeness over all
/// pairs of their documents is given. Groups keep their order; one joined to another stands in the first's place.
pub(super) fn join_groups(
    groups: Vec<Vec<usize>>,
    pairs: &[(usize, usize, f32)],
    join: f32,
) -> Vec<Vec<usize>> {
    let mut members = groups;
    // sums of likeness between groups, kept at both ends
    let mut sums: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); members.len()];
    for &(a, b, likeness) in pairs {
        *sums[a].entry(b).or_default() += f64::from(likeness);
        *sums[b].entry(a).or_default() += f64::from(likeness);
    }
    let mut version = vec![0u32; members.len()];
    let mut queue = BinaryHeap::new();
    for (a, others) in sums.iter().enumerate() {
        for (&b, &sum) in others.range(a + 1..) {
            let size = (members[a].len() * members[b].len()) as f64;
            queue.push(Candidate { likeness: sum / size, a, b, versions: (0, 0) });
        }
    }
    while let Some(best) = queue.pop() {
        if best.likeness < f64::from(join) {
            break;
        }
        if best.versions != (version[best.a], version[best.b]) {
            continue; // one of the two has grown since
        }
        // the group with more neighbours takes in the other's, under the smaller number
        let (keep, gone) = (best.a, best.b);
        let mut theirs = std::mem::take(&mut sums[gone]);
        if theirs.len() > sums[keep].len() {
            std::mem::swap(&mut theirs, &mut sums[keep]);
        }
        for (other, sum) in theirs {
            *sums[keep].entry(other).or_default() += sum;
        }
        sums[keep].remove(&keep);
        sums[keep].remove(&gone);
        let moved = std::mem::take(&mut members[gone]);
        members[keep].extend(moved);
        version[keep] += 1;
        version[gone] += 1;
        let neighbours: Vec<(usize, f64)> =
            sums[keep].iter().map(|(other, sum)| (*other, *sum)).collect();
        for (other, sum) in neighbours {
            sums[other].remove(&gone);
            sums[other].insert(keep, sum);
            let size = (members[keep].len() * members[other].len()) as f64;
            let (a, b) = (keep.min(other), keep.max(other));
            let versions = (version[a], version[b]);
            queue.push(Candidate { likeness: sum / size, a, b, versions });
        }
    }
    members.retain(|group| !group.is_empty());
    for group in &mut members {
        group.sort_unstable();
    }
    members
}

/// Two groups that may be joined.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    likeness: f64,
    a: usize,
    b: usize,
    versions: (u32, u32),
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_likeness = self.likeness.total_cmp(&other.likeness);
        by_likeness.then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_most_alike_are_joined_first() {
        let pairs = [(0, 1, 0.9), (1, 2, 0.5), (2, 3, 0.8), (0, 2, 0.1)];
        assert_eq!(average_link(5, &pairs, 0.3), [vec![0, 1], vec![2, 3], vec![4]]);
        assert_eq!(average_link(5, &pairs, 0.1), [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn one_likeness_does_not_chain() {
        // 0-1 and 1-2 are alike, 0-2 are not: the average of {0,1} and 2 falls short
        let groups = average_link(3, &[(0, 1, 0.6), (1, 2, 0.5)], 0.3);
        assert_eq!(groups, [vec![0, 1], vec![2]]);
    }

    proptest! {
        #[test]
        fn pairs_out_of_reach_change_nothing(
            edges in prop::collection::vec((0usize..12, 0usize..12, 0f32..1.0), 0..40),
        ) {
            let mut seen = std::collections::BTreeSet::new();
            let pairs: Vec<_> = edges
                .into_iter()
                .filter(|(a, b, _)| a < b && seen.insert((*a, *b)))
                .collect();
            let within = within_reach(12, pairs.clone(), 0.6);
            prop_assert_eq!(average_link(12, &within, 0.6), average_link(12, &pairs, 0.6));
        }

        #[test]
        fn every_document_is_in_one_group(
            edges in prop::collection::vec((0usize..12, 0usize..12, 0f32..1.0), 0..40),
        ) {
            let mut seen = std::collections::BTreeSet::new();
            let pairs: Vec<_> = edges
                .into_iter()
                .filter(|(a, b, _)| a < b && seen.insert((*a, *b)))
                .collect();
            let mut all: Vec<usize> = average_link(12, &pairs, 0.4).concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..12).collect::<Vec<_>>());
        }
    }
}
