//! Which thing of the earlier run is which of this one.

use std::collections::BTreeMap;

use crate::json::wire::{Cite, Id};

/// Something with words it rests on.
pub(super) struct Item<'d, T> {
    /// Its id in its own dossier.
    pub(super) id: Id,
    /// Things of two sorts are paired only where their labels are the same.
    pub(super) sort: &'d str,
    /// In plain words.
    pub(super) label: &'d str,
    /// The words.
    pub(super) cites: Vec<&'d Cite<'d>>,
    /// The thing.
    pub(super) thing: &'d T,
}

/// Pairs of places in `before` and `now`, in the order of `now`; each thing is in one pair at most.
///
/// Two things may be a pair where sort and label are the same, or one of the two and half the cites of the
/// thing that has fewer. The
/// pairs that share most are made first; of equals those that come first.
pub(super) fn pairs<T>(
    before: &[Item<'_, T>],
    now: &[Item<'_, T>],
    now_of: impl Fn(Id) -> Option<Id>,
) -> Vec<(usize, usize)> {
    let mut by_cite: BTreeMap<(Id, u32, u32), Vec<usize>> = BTreeMap::new();
    let mut by_name: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (n, item) in now.iter().enumerate() {
        for cite in &item.cites {
            by_cite.entry((cite.doc, cite.start, cite.end)).or_default().push(n);
        }
        by_name.entry((item.sort, item.label)).or_default().push(n);
    }
    let mut scored = Vec::new();
    for (b, old) in before.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for cite in &old.cites {
            let place = now_of(cite.doc).and_then(|doc| by_cite.get(&(doc, cite.start, cite.end)));
            for &n in place.into_iter().flatten() {
                *shared.entry(n).or_default() += 1;
            }
        }
        for &n in by_name.get(&(old.sort, old.label)).into_iter().flatten() {
            shared.entry(n).or_default();
        }
        for (n, shared) in shared {
            let new = &now[n];
            let alike = usize::from(old.sort == new.sort) + usize::from(old.label == new.label);
            let most = shared * 2 >= old.cites.len().min(new.cites.len()) && shared > 0;
            if alike == 2 || alike == 1 && most {
                scored.push((alike, shared, b, n));
            }
        }
    }
    // what is alike in full before what shares more words: several events stand in one sentence
    scored.sort_by_key(|&(alike, shared, b, n)| (std::cmp::Reverse((alike, shared)), b, n));
    let (mut of_before, mut of_now) = (vec![false; before.len()], vec![false; now.len()]);
    let mut out = Vec::new();
    for (_, _, b, n) in scored {
        if !of_before[b] && !of_now[n] {
            (of_before[b], of_now[n]) = (true, true);
            out.push((b, n));
        }
    }
    out.sort_by_key(|&(_, n)| n);
    out
}
