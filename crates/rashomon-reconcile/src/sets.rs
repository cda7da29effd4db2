//! Disjoint sets.

/// Disjoint sets of the numbers from 0 on (union–find with path halving; Tarjan and van Leeuwen 1984). The least number
/// of a set stands for it, so that the result does not depend on the order of joins.
///
/// ```
/// use rashomon_reconcile::Sets;
///
/// let mut sets = Sets::new(4);
/// assert!(sets.join(3, 1));
/// assert!(!sets.join(1, 3));
/// let roots: Vec<usize> = (0..4).map(|n| sets.root(n)).collect();
/// assert_eq!(roots, [0, 1, 2, 1]);
/// ```
#[derive(Clone, Debug)]
pub struct Sets(Vec<u32>);

impl Sets {
    /// So many numbers, each a set of its own.
    pub fn new(numbers: usize) -> Self {
        Self((0..numbers as u32).collect())
    }

    /// The least number of the set that `number` is in.
    pub fn root(&mut self, number: usize) -> usize {
        let mut at = number as u32;
        while self.0[at as usize] != at {
            let next = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = next;
            at = next;
        }
        at as usize
    }

    /// Makes the sets of two numbers one; whether they were two.
    pub fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b) as u32;
        a != b
    }

    /// The sets of `numbers`, each in the order of these; the sets by their first.
    pub fn of(&mut self, numbers: impl IntoIterator<Item = usize>) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = Vec::new();
        let mut place = rustc_hash::FxHashMap::default();
        for number in numbers {
            let at = *place.entry(self.root(number)).or_insert(sets.len());
            if at == sets.len() {
                sets.push(Vec::new());
            }
            sets[at].push(number);
        }
        sets
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sets_are_what_is_connected(joins in prop::collection::vec((0usize..12, 0usize..12), 0..20)) {
            let mut sets = Sets::new(12);
            for &(a, b) in &joins {
                sets.join(a, b);
            }
            // labels that spread until nothing changes
            let mut least: Vec<usize> = (0..12).collect();
            for _ in 0..12 {
                for &(a, b) in &joins {
                    let both = least[a].min(least[b]);
                    (least[a], least[b]) = (both, both);
                }
            }
            let roots: Vec<usize> = (0..12).map(|n| sets.root(n)).collect();
            prop_assert_eq!(&roots, &least);
            let mut all = sets.of((0..12).rev()).concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..12).collect::<Vec<_>>());
        }
    }
}
