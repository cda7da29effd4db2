//! Which stories are told anew.
//!
//! All articles are grouped each time, but only groups with an article that was not told before are taken over: one more
//! article makes every word a little more common, and stories far from it would change by that alone. What a group takes
//! from stories told before is missing there; these are told anew, too.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A story to be told: its articles, sorted, and the story of the file that it goes on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) articles: Vec<i64>,
    pub(crate) story: Option<i64>,
}

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Stories to be told.
    pub(crate) tell: Vec<Group>,
    /// Stories all of whose articles are told elsewhere.
    pub(crate) gone: Vec<i64>,
}

/// What there is before a telling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Before {
    /// The stories told, each with its articles, sorted.
    pub(crate) stories: BTreeMap<i64, Vec<i64>>,
    /// Articles that are not told.
    pub(crate) waiting: BTreeSet<i64>,
}

/// Plans a telling of `groups`. With `anew` stories that have not changed are told again, too.
pub(crate) fn plan(groups: Vec<Vec<i64>>, before: &Before, anew: bool) -> Plan {
    let Before { stories, waiting } = before;
    let mut tell: Vec<Group> = groups
        .into_iter()
        .filter(|articles| articles.iter().any(|id| waiting.contains(id)))
        .map(|mut articles| {
            articles.sort_unstable();
            Group { articles, story: None }
        })
        .collect();
    let taken: BTreeSet<i64> = tell.iter().flat_map(|group| &group.articles).copied().collect();
    let mut story_of: BTreeMap<i64, i64> = BTreeMap::new();
    let mut touched: Vec<i64> = Vec::new();
    for (&story, articles) in stories {
        let rest: Vec<i64> = articles.iter().copied().filter(|id| !taken.contains(id)).collect();
        if rest.len() == articles.len() {
            if anew {
                tell.push(Group { articles: rest, story: Some(story) });
            }
            continue;
        }
        touched.push(story);
        story_of.extend(articles.iter().map(|id| (*id, story)));
        if !rest.is_empty() {
            tell.push(Group { articles: rest, story: None });
        }
    }
    // a story goes on in the group that has most of its articles
    let mut shares: Vec<(Reverse<usize>, i64, usize)> = Vec::new();
    for (number, group) in tell.iter().enumerate() {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for story in group.articles.iter().filter_map(|id| story_of.get(id)) {
            *counts.entry(*story).or_default() += 1;
        }
        shares.extend(counts.into_iter().map(|(story, count)| (Reverse(count), story, number)));
    }
    shares.sort_unstable();
    let mut on: BTreeSet<i64> = BTreeSet::new();
    for (_, story, number) in shares {
        if tell[number].story.is_none() && on.insert(story) {
            tell[number].story = Some(story);
        }
    }
    let gone = touched.into_iter().filter(|story| !on.contains(story)).collect();
    Plan { tell, gone }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `groups` and stories as lists of articles, those that were not told behind `+`; what is told as `story: articles`.
    #[track_caller]
    fn check(groups: &[&[i64]], before: &[(i64, &[i64])], waiting: &[i64], expect: &[&str]) {
        let groups = groups.iter().map(|it| it.to_vec()).collect();
        let stories = before.iter().map(|(story, articles)| (*story, articles.to_vec())).collect();
        let before = Before { stories, waiting: waiting.iter().copied().collect() };
        let plan = plan(groups, &before, false);
        let mut found: Vec<String> = plan
            .tell
            .iter()
            .map(|group| {
                let story = group.story.map_or("new".to_owned(), |story| format!("s{story}"));
                format!("{story}: {:?}", group.articles)
            })
            .collect();
        found.extend(plan.gone.iter().map(|story| format!("s{story} gone")));
        assert_eq!(found, expect);
    }

    #[test]
    fn what_is_told() {
        check(&[&[1, 2]], &[], &[1, 2], &["new: [1, 2]"]);
        check(&[&[1, 2], &[3]], &[(1, &[1, 2])], &[3], &["new: [3]"]);
        check(&[&[3, 1, 2]], &[(1, &[1, 2])], &[3], &["s1: [1, 2, 3]"]);
        // two become one, with the larger one's id
        check(&[&[1, 2, 3, 4]], &[(1, &[1]), (2, &[2, 3])], &[4], &["s2: [1, 2, 3, 4]", "s1 gone"]);
        // a part of a story goes with the new article, and the story stays where most of it is
        check(&[&[1, 2], &[3, 4]], &[(1, &[1, 2, 3])], &[4], &["new: [3, 4]", "s1: [1, 2]"]);
        // what is grouped otherwise far from the new article stays as it was told
        check(&[&[1], &[2], &[3]], &[(1, &[1, 2])], &[3], &["new: [3]"]);
    }

    proptest! {
        /// Every article is in one story afterwards, and an id goes to one of them.
        #[test]
        fn nothing_is_lost_or_told_twice(
            old in prop::collection::vec(0i64..4, 1..12),
            new in prop::collection::vec(0usize..4, 12),
            waiting in prop::collection::vec(any::<bool>(), 12),
        ) {
            let mut before = Before::default();
            let mut groups: Vec<Vec<i64>> = vec![Vec::new(); 4];
            for (id, story) in (0i64..).zip(&old) {
                groups[new[id as usize]].push(id);
                if waiting[id as usize] {
                    before.waiting.insert(id);
                } else {
                    before.stories.entry(*story).or_default().push(id);
                }
            }
            groups.retain(|group| !group.is_empty());
            let plan = plan(groups, &before, false);
            let mut after = before.stories.clone();
            let told: Vec<i64> = plan.tell.iter().filter_map(|group| group.story).collect();
            for story in plan.gone.iter().chain(&told) {
                prop_assert!(after.remove(story).is_some(), "s{} twice", story);
            }
            let kept = after.into_values().flatten();
            let mut all: Vec<i64> = kept.chain(plan.tell.into_iter().flat_map(|it| it.articles)).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..old.len() as i64).collect::<Vec<_>>());
        }
    }
}
