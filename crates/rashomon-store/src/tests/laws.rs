//! What holds for every way of adding.

use std::sync::LazyLock;

use proptest::prelude::*;

use rashomon_extract::wire;
use rashomon_reconcile::{entities::aliases::Aliases, reconcile_story};

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Bytes that read as an account, whoever wrote them, are one that can be told.
    #[test]
    fn a_damaged_account_is_refused_or_told(at in 0usize..1 << 20, value in any::<u8>()) {
        static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| wire::written(&items()[0].account));
        let mut bytes = BYTES.clone();
        let at = at % bytes.len();
        bytes[at] = value;
        if let Some(account) = wire::read(&bytes) {
            reconcile_story(vec![account], &Aliases::default());
        }
    }
}
