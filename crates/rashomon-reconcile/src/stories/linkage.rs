//! Groups by average likeness.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap},
};

use crate::Sets;

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
pub(crate) fn average_link(n: usize, pairs: Vec<Near>, join: f32) -> Vec<Vec<u32>> {
    let mut groups =
        join_groups((0..n as u32).map(|document| vec![document]).collect(), pairs, join);
    groups.sort_unstable();
    groups
}

/// [`average_link`] from groups on: of pairs of groups, by their places, the sum of likeness over all pairs of their
/// documents is given. Groups keep their order; one joined to another stands in the first's place.
///
/// They are joined in rounds. In each only what is at least so much alike is joined, first very much, in the last
/// round `join`, which changes nothing but the work: parts of a round between which nothing is so much alike have
/// nothing to do with one another, and each of them, being small, is joined by itself.
pub(super) fn join_groups(groups: Vec<Vec<u32>>, pairs: Vec<Near>, join: f32) -> Vec<Vec<u32>> {
    let mut members = groups;
    let mut sums: Vec<Sum> = pairs.iter().map(Sum::of).collect();
    drop(pairs);
    for round in ROUNDS.into_iter().filter(|round| *round > join).chain([join]) {
        members = join_round(members, &mut sums, f64::from(round));
    }
    for group in &mut members {
        group.sort_unstable();
    }
    members
}

/// Likeness down to which groups are joined in rounds, before they are joined down to the one asked for.
const ROUNDS: [f32; 4] = [0.5, 0.35, 0.25, 0.18];

/// What two groups, the first one first, have of likeness, summed over all pairs of their documents.
///
/// In f64 sums of so many f32 are exact, in any order.
#[derive(Clone, Copy, Debug)]
struct Sum {
    a: u32,
    b: u32,
    sum: f64,
}

impl Sum {
    fn of(pair: &Near) -> Self {
        let (a, b) = (pair.a.min(pair.b), pair.a.max(pair.b));
        Self { a, b, sum: f64::from(pair.likeness) }
    }
}

/// Joins groups that are at least so much alike. `sums` become those of what they are joined to.
fn join_round(mut members: Vec<Vec<u32>>, sums: &mut Vec<Sum>, join: f64) -> Vec<Vec<u32>> {
    let mut parts = Sets::new(members.len());
    for sum in sums.iter() {
        let size = members[sum.a as usize].len() * members[sum.b as usize].len();
        // the margin is for what rounding adds to an average
        if sum.sum / size as f64 >= join * 0.999 {
            parts.join(sum.a as usize, sum.b as usize);
        }
    }
    let part: Vec<usize> = (0..members.len()).map(|number| parts.root(number)).collect();
    let parts = |sum: &Sum| (part[sum.a as usize], part[sum.b as usize]);
    sums.sort_unstable_by_key(|sum| (parts(sum), sum.a, sum.b));
    let mut home = Sets::new(members.len());
    for sums in sums.chunk_by(|x, y| parts(x) == parts(y)) {
        let (one, other) = parts(&sums[0]);
        if one == other {
            Linkage::new(&members, sums, join).run(&mut home);
        }
    }
    // each joined to another goes to its place
    let mut place: Vec<u32> = Vec::with_capacity(members.len());
    let mut joined: Vec<Vec<u32>> = Vec::new();
    for (number, group) in members.iter_mut().enumerate() {
        let root = home.root(number);
        if root == number {
            place.push(joined.len() as u32);
            joined.push(std::mem::take(group));
        } else {
            place.push(place[root]);
            joined[place[root] as usize].append(group);
        }
    }
    for sum in sums.iter_mut() {
        let (a, b) = (place[sum.a as usize], place[sum.b as usize]);
        (sum.a, sum.b) = (a.min(b), a.max(b));
    }
    sums.retain(|sum| sum.a != sum.b);
    sums.sort_unstable_by_key(|sum| (sum.a, sum.b));
    sums.dedup_by(|next, sum| {
        let same = (next.a, next.b) == (sum.a, sum.b);
        if same {
            sum.sum += next.sum;
        }
        same
    });
    joined
}

/// Groups that are being joined.
///
/// A pair of groups stands in the queue by its likeness when it was put there. It is put there anew when what the two
/// share grows. When only their sizes grow, their likeness falls, and that is found when their turn comes: a group
/// that takes in many others would else put all its neighbours there each time.
struct Linkage {
    /// The number of each group outside, ascending.
    numbers: Vec<u32>,
    /// Documents of each group.
    sizes: Vec<usize>,
    /// The group that each was joined to.
    places: Sets,
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
    /// The groups of these pairs, of all groups.
    fn new(members: &[Vec<u32>], pairs: &[Sum], join: f64) -> Self {
        let mut numbers: Vec<u32> = pairs.iter().flat_map(|sum| [sum.a, sum.b]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let place = |number: u32| numbers.binary_search(&number).unwrap_or_default();
        let mut sums: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); numbers.len()];
        let sizes: Vec<usize> = numbers.iter().map(|n| members[*n as usize].len()).collect();
        let mut queue = Vec::new();
        for &Sum { a, b, sum } in pairs {
            let (a, b) = (place(a), place(b));
            sums[a].insert(b as u32, sum);
            sums[b].insert(a as u32, sum);
            let likeness = sum / (sizes[a] * sizes[b]) as f64;
            if likeness >= join {
                queue.push(Candidate { likeness, a: a as u32, b: b as u32 });
            }
        }
        let list: Vec<u32> = (0..numbers.len() as u32).collect();
        let (group, queue) = (list.clone(), queue.into());
        Self { places: Sets::new(numbers.len()), numbers, sizes, list, group, sums, queue, join }
    }

    /// Joins all that are alike, and their numbers in `home`.
    fn run(mut self, home: &mut Sets) {
        while let Some(best) = self.queue.pop() {
            let mut root = |number: u32| self.places.root(number as usize) as u32;
            let (a, b) = (root(best.a), root(best.b));
            let (a, b) = (a.min(b), a.max(b));
            match self.likeness(a, b) {
                Some(likeness) if best == (Candidate { likeness, a, b }) => {
                    self.join(a, b);
                    home.join(self.numbers[a as usize] as usize, self.numbers[b as usize] as usize);
                }
                // one of the two has grown since, and with it what is divided by
                Some(likeness) if likeness <= best.likeness => self.offer(likeness, a, b),
                // they are one, or stand in the queue by what they share since
                _ => {}
            }
        }
    }

    /// The average likeness of the documents of two groups; `None` where nothing is known of them.
    fn likeness(&self, a: u32, b: u32) -> Option<f64> {
        let list = |group: u32| self.list[group as usize];
        let sum = self.sums[list(a) as usize].get(&list(b))?;
        Some(sum / (self.sizes[a as usize] * self.sizes[b as usize]) as f64)
    }

    fn offer(&mut self, likeness: f64, a: u32, b: u32) {
        if likeness >= self.join {
            self.queue.push(Candidate { likeness, a, b });
        }
    }

    /// Joins group `b` to `a`.
    fn join(&mut self, a: u32, b: u32) {
        self.sizes[a as usize] += self.sizes[b as usize];
        self.places.join(a as usize, b as usize);
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
            let likeness = sum / (self.sizes[a as usize] * self.sizes[other as usize]) as f64;
            self.offer(likeness, a.min(other), a.max(other));
        }
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
        assert_eq!(average_link(5, pairs.clone(), 0.3), [vec![0, 1], vec![2, 3], vec![4]]);
        assert_eq!(average_link(5, pairs, 0.1), [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn one_likeness_does_not_chain() {
        // 0-1 and 1-2 are alike, 0-2 are not: the average of {0,1} and 2 falls short
        let groups = average_link(3, near(&[(0, 1, 0.6), (1, 2, 0.5)]), 0.3);
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
        fn rounds_and_a_queue_find_what_trying_all_pairs_finds(pairs in pairs(), join in 0.1f32..0.6) {
            let expect = by_all_pairs(12, &pairs, join);
            prop_assert_eq!(average_link(12, pairs, join), expect);
        }
    }
}
