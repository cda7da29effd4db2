//! Groups by average likeness.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap},
};

/// Two documents that are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// The earlier document.
    pub a: u32,
    /// The later document.
    pub b: u32,
    /// How much they are alike, 0 to 1.
    pub likeness: f32,
}

/// The pairs that can have a part in joining documents `0..n`: two groups are joined only where two of their
/// documents are at least as like as `join`, so that pairs between documents which no chain of such pairs
/// connects say nothing.
pub(super) fn within_reach(n: usize, mut pairs: Vec<Near>, join: f32) -> Vec<Near> {
    let mut parts = Union::new(n);
    // the margin is for what rounding adds to an average
    for pair in pairs.iter().filter(|pair| pair.likeness >= join * 0.999) {
        let (a, b) = (parts.root(pair.a), parts.root(pair.b));
        parts.put(a.max(b), a.min(b));
    }
    pairs.retain(|pair| parts.root(pair.a) == parts.root(pair.b));
    pairs.shrink_to_fit();
    pairs
}

/// Joins those groups of which most documents lie in one and the same group of `anew`, where that is larger than
/// `large`. Groups of documents `0..n` are sorted and come in the order of their first document.
pub(super) fn joined_where_large(
    n: usize,
    groups: Vec<Vec<u32>>,
    anew: &[Vec<u32>],
    large: usize,
) -> Vec<Vec<u32>> {
    let mut large_of: Vec<Option<usize>> = vec![None; n];
    for (number, group) in anew.iter().enumerate().filter(|(_, group)| group.len() > large) {
        for &document in group {
            large_of[document as usize] = Some(number);
        }
    }
    let mut joined: Vec<Vec<u32>> = Vec::new();
    let mut home: BTreeMap<usize, usize> = BTreeMap::new();
    for group in groups {
        let mut shares: BTreeMap<usize, usize> = BTreeMap::new();
        for number in group.iter().filter_map(|document| large_of[*document as usize]) {
            *shares.entry(number).or_default() += 1;
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
/// two groups is at least `join`. Pairs that are not given have likeness 0; none is given twice.
///
/// Groups are sorted and come in the order of their first document. Work and memory grow with the
/// pairs given (times their logarithm), not with n².
pub(crate) fn average_link(n: usize, pairs: &[Near], join: f32) -> Vec<Vec<u32>> {
    let mut groups =
        join_groups((0..n as u32).map(|document| vec![document]).collect(), pairs, join);
    groups.sort_unstable();
    groups
}

/// [`average_link`] from groups on: of pairs of groups, by their places, the sum of likeness over all pairs of their
/// documents is given. Groups keep their order; one joined to another stands in the first's place.
pub(super) fn join_groups(groups: Vec<Vec<u32>>, pairs: &[Near], join: f32) -> Vec<Vec<u32>> {
    let mut linkage = Linkage::new(groups, pairs, f64::from(join));
    while let Some(best) = linkage.queue.pop() {
        let (a, b) = (linkage.places.root(best.a), linkage.places.root(best.b));
        let (a, b) = (a.min(b), a.max(b));
        match linkage.likeness(a, b) {
            Some(likeness) if best == (Candidate { likeness, a, b }) => linkage.join(a, b),
            // one of the two has grown since, and with it what is divided by
            Some(likeness) if likeness <= best.likeness => linkage.offer(likeness, a, b),
            // they are one, or stand in the queue by what they share since
            _ => {}
        }
    }
    let mut members = linkage.members;
    members.retain(|group| !group.is_empty());
    for group in &mut members {
        group.sort_unstable();
    }
    members
}

/// Groups that are being joined.
///
/// A pair of groups stands in the queue by its likeness when it was put there. It is put there anew when what the two
/// share grows. When only their sizes grow, their likeness falls, and that is found when their turn comes: a group
/// that takes in many others would else put all its neighbours there each time.
struct Linkage {
    /// The documents of each group; none where it was joined to another.
    members: Vec<Vec<u32>>,
    /// The group that each was joined to.
    places: Union,
    /// For each group the list in `sums` that is its own. Of two groups that are joined the longer list is kept.
    list: Vec<u32>,
    /// The group of each list.
    group: Vec<u32>,
    /// For each list the sums of likeness with the groups of others.
    sums: Vec<BTreeMap<u32, f64>>,
    queue: BinaryHeap<Candidate>,
    join: f64,
}

impl Linkage {
    fn new(members: Vec<Vec<u32>>, pairs: &[Near], join: f64) -> Self {
        let mut sums: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); members.len()];
        for pair in pairs {
            sums[pair.a as usize].insert(pair.b, f64::from(pair.likeness));
            sums[pair.b as usize].insert(pair.a, f64::from(pair.likeness));
        }
        let numbers: Vec<u32> = (0..members.len() as u32).collect();
        let places = Union::new(members.len());
        let (list, group, queue) = (numbers.clone(), numbers, BinaryHeap::new());
        let mut linkage = Self { members, places, list, group, sums, queue, join };
        for pair in pairs {
            if let Some(likeness) = linkage.likeness(pair.a, pair.b) {
                linkage.offer(likeness, pair.a.min(pair.b), pair.a.max(pair.b));
            }
        }
        linkage
    }

    /// The average likeness of the documents of two groups; `None` where nothing is known of them.
    fn likeness(&self, a: u32, b: u32) -> Option<f64> {
        let list = |group: u32| self.list[group as usize];
        let sum = self.sums[list(a) as usize].get(&list(b))?;
        let size = |group: u32| self.members[group as usize].len();
        Some(sum / (size(a) * size(b)) as f64)
    }

    fn offer(&mut self, likeness: f64, a: u32, b: u32) {
        if likeness >= self.join {
            self.queue.push(Candidate { likeness, a, b });
        }
    }

    /// Joins group `b` to `a`.
    fn join(&mut self, a: u32, b: u32) {
        let moved = std::mem::take(&mut self.members[b as usize]);
        self.members[a as usize].extend(moved);
        self.places.put(b, a);
        let (mut kept, mut gone) = (self.list[a as usize], self.list[b as usize]);
        if self.sums[kept as usize].len() < self.sums[gone as usize].len() {
            std::mem::swap(&mut kept, &mut gone);
        }
        (self.list[a as usize], self.group[kept as usize]) = (kept, a);
        self.sums[kept as usize].remove(&gone);
        for (other, sum) in std::mem::take(&mut self.sums[gone as usize]) {
            if other == kept {
                continue;
            }
            let all = self.sums[kept as usize].entry(other).or_default();
            *all += sum;
            let sum = *all;
            self.sums[other as usize].remove(&gone);
            self.sums[other as usize].insert(kept, sum);
            let other = self.group[other as usize];
            if let Some(likeness) = self.likeness(a, other) {
                self.offer(likeness, a.min(other), a.max(other));
            }
        }
    }
}

/// Disjoint sets of numbers.
struct Union(Vec<u32>);

impl Union {
    fn new(n: usize) -> Self {
        Self((0..n as u32).collect())
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            let next = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = next;
            at = next;
        }
        at
    }

    /// Puts the set of one root under that of another.
    fn put(&mut self, root: u32, under: u32) {
        self.0[root as usize] = under;
    }
}

/// Two groups that may be joined, the first one first.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    likeness: f64,
    a: u32,
    b: u32,
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
        let pairs = near(&[(0, 1, 0.9), (1, 2, 0.5), (2, 3, 0.8), (0, 2, 0.1)]);
        assert_eq!(average_link(5, &pairs, 0.3), [vec![0, 1], vec![2, 3], vec![4]]);
        assert_eq!(average_link(5, &pairs, 0.1), [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn one_likeness_does_not_chain() {
        // 0-1 and 1-2 are alike, 0-2 are not: the average of {0,1} and 2 falls short
        let groups = average_link(3, &near(&[(0, 1, 0.6), (1, 2, 0.5)]), 0.3);
        assert_eq!(groups, [vec![0, 1], vec![2]]);
    }

    fn near(pairs: &[(u32, u32, f32)]) -> Vec<Near> {
        pairs.iter().map(|&(a, b, likeness)| Near { a, b, likeness }).collect()
    }

    /// Pairs of a dozen documents, each at most once.
    fn pairs() -> impl Strategy<Value = Vec<Near>> {
        let pairs = prop::collection::btree_map((0u32..12, 0u32..12), 0f32..1.0, 0..40);
        pairs.prop_map(|pairs| {
            let pairs = pairs.into_iter().filter(|((a, b), _)| a < b);
            pairs.map(|((a, b), likeness)| Near { a, b, likeness }).collect()
        })
    }

    /// The same by trying all pairs of groups at each step.
    fn by_all_pairs(n: u32, pairs: &[Near], join: f32) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = (0..n).map(|document| vec![document]).collect();
        loop {
            let likeness = |x: &[u32], y: &[u32]| {
                let between = pairs.iter().filter(|pair| {
                    x.contains(&pair.a) && y.contains(&pair.b)
                        || x.contains(&pair.b) && y.contains(&pair.a)
                });
                let sum: f64 = between.map(|pair| f64::from(pair.likeness)).sum();
                sum / (x.len() * y.len()) as f64
            };
            let all = (0..groups.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
            let best = all
                .map(|(a, b)| (likeness(&groups[a], &groups[b]), a, b))
                .max_by(|x, y| x.0.total_cmp(&y.0).then((y.1, y.2).cmp(&(x.1, x.2))));
            match best {
                Some((likeness, a, b)) if likeness >= f64::from(join) => {
                    let moved = groups.remove(b);
                    groups[a].extend(moved);
                    groups[a].sort_unstable();
                }
                _ => return groups,
            }
        }
    }

    proptest! {
        #[test]
        fn pairs_out_of_reach_change_nothing(pairs in pairs()) {
            let within = within_reach(12, pairs.clone(), 0.6);
            prop_assert_eq!(average_link(12, &within, 0.6), average_link(12, &pairs, 0.6));
        }

        #[test]
        fn the_queue_finds_what_trying_all_pairs_finds(pairs in pairs(), join in 0.1f32..0.6) {
            prop_assert_eq!(average_link(12, &pairs, join), by_all_pairs(12, &pairs, join));
        }
    }
}
