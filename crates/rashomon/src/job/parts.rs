//! A large story in parts.

use rashomon_reconcile::{Sets, stories::Near};
use rashomon_text::Date;

use super::group::Member;

/// Accounts that are told as one story: what a task can hold.
const MOST: usize = 1000;

/// Likeness of accounts that may be copies of one text, and of those that are it more and more surely. Whether they are
/// is told when their texts are compared.
const COPIES: [f32; 3] = [0.3, 0.5, 0.7];

/// Accounts that are to be told together, as sets of their numbers: copies of one text, by each of [`COPIES`], and
/// versions of one page.
#[derive(Debug)]
pub(super) struct Together([Sets; COPIES.len()]);

impl Together {
    /// Of so many accounts, the versions of each of `pages`.
    pub(super) fn new(accounts: usize, pages: &[Vec<usize>]) -> Self {
        let mut sets = Sets::new(accounts);
        for pair in pages.iter().flat_map(|versions| versions.windows(2)) {
            sets.join(pair[0], pair[1]);
        }
        Self(COPIES.map(|_| sets.clone()))
    }

    /// Adds those that are alike.
    pub(super) fn add(&mut self, near: &[Near]) {
        for (sets, likeness) in self.0.iter_mut().zip(COPIES) {
            for pair in near.iter().filter(|pair| pair.likeness >= likeness) {
                sets.join(pair.a as usize, pair.b as usize);
            }
        }
    }

    /// `documents` in sets of at most so many: of a larger set, what is more surely together.
    fn sets(&mut self, documents: Vec<usize>, most: usize) -> Vec<Vec<usize>> {
        let mut sets = vec![documents];
        for level in &mut self.0 {
            let apart = |set: Vec<usize>| if set.len() > most { level.of(set) } else { vec![set] };
            sets = sets.into_iter().flat_map(apart).collect();
        }
        sets.iter().flat_map(|set| set.chunks(most).map(<[usize]>::to_vec)).collect()
    }
}

/// The accounts of a story; of a large one in parts of at most [`MOST`], in the order of the days of publication, undated
/// ones last. What is to be told together stands in one part, that of the earliest, unless it is larger than a part.
pub(super) fn in_parts(
    documents: &[usize],
    members: &[Member],
    together: &mut Together,
) -> Vec<Vec<usize>> {
    if documents.len() <= MOST {
        return vec![documents.to_vec()];
    }
    let when = |n: &usize| -> (bool, Option<Date>, usize) {
        let published = members[*n].published;
        (published.is_none(), published, *n)
    };
    let mut documents = documents.to_vec();
    documents.sort_by_key(when);
    let enough = documents.len().div_ceil(documents.len().div_ceil(MOST));
    let mut sets = together.sets(documents, enough);
    sets.sort_by_key(|set| when(&set[0]));
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for mut set in sets {
        match parts.last_mut() {
            Some(part) if part.len() < enough && part.len() + set.len() <= MOST => {
                part.append(&mut set);
            }
            _ => parts.push(set),
        }
    }
    for part in &mut parts {
        part.sort_by_key(when);
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn members(days: impl IntoIterator<Item = Option<i8>>) -> Vec<Member> {
        let date = |day| Date::constant(2031, 5, day);
        let member = |(n, day): (usize, Option<i8>)| Member {
            doc: n as i64,
            published: day.map(date),
            row: n as u32,
        };
        days.into_iter().enumerate().map(member).collect()
    }

    fn near(a: usize, b: usize, likeness: f32) -> Near {
        Near { a: a as u32, b: b as u32, likeness }
    }

    #[test]
    fn copies_and_versions_of_a_page_stand_with_the_earliest() {
        let members = members((0..1500).map(|n| Some(1 + (n / 100) as i8)));
        let mut together = Together::new(1500, &[vec![3, 1490]]);
        together.add(&[near(5, 1480, 0.9), near(1470, 1480, 0.8), near(6, 1460, 0.2)]);
        let documents: Vec<usize> = (0..1500).collect();
        let parts = in_parts(&documents, &members, &mut together);
        let part = |n: usize| parts.iter().position(|part| part.contains(&n));
        for first in [3, 1490, 5, 1470, 1480] {
            assert_eq!(part(first), Some(0), "{first}");
        }
        assert_eq!(part(1460), Some(1));
        assert!(parts.iter().all(|part| part.is_sorted()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_account_is_in_one_part(
            days in prop::collection::vec(prop::option::of(1i8..28), 900..2600),
            copies in prop::collection::vec((0usize..900, 0usize..900), 0..900),
        ) {
            let members = members(days);
            let documents: Vec<usize> = (0..members.len()).collect();
            let mut together = Together::new(members.len(), &[]);
            let copies: Vec<Near> = copies.into_iter().map(|(a, b)| near(a, b, 0.7)).collect();
            together.add(&copies);
            let parts = in_parts(&documents, &members, &mut together);
            prop_assert!(parts.iter().all(|part| !part.is_empty() && part.len() <= MOST));
            // two neighbours together are more than a part
            prop_assert!(parts.len() <= 2 * documents.len().div_ceil(MOST));
            let mut all = parts.concat();
            all.sort_unstable();
            prop_assert_eq!(all, documents);
        }
    }
}
