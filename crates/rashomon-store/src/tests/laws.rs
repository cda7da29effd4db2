//! What holds for every way of adding.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::{Desktop, items};
use crate::Item;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// However articles come in, the same stories are told of them in the same bytes.
    #[test]
    fn the_order_of_adding_does_not_matter(
        order in Just((0..6usize).collect::<Vec<_>>()).prop_shuffle(),
        cut in 0..6usize,
    ) {
        static TOLD: LazyLock<Vec<(Vec<String>, String)>> =
            LazyLock::new(|| Desktop::of(&items()).dossiers());
        let mut all: Vec<Option<Item>> = items().into_iter().map(Some).collect();
        let mut shuffled: Vec<Item> = order.iter().filter_map(|n| all[*n].take()).collect();
        let rest = shuffled.split_off(cut);
        let mut desktop = Desktop::of(&shuffled);
        desktop.add(&rest);
        prop_assert_eq!(desktop.dossiers(), TOLD.clone());
    }
}
