//! Bytes that read as an account, whoever wrote them, are one that can be told.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_extract::wire;
use rashomon_reconcile::{entities::aliases::Aliases, reconcile_story};

fuzz_target!(|bytes: &[u8]| {
    if let Some(account) = wire::read(bytes) {
        assert_eq!(wire::read(&wire::written(&account)).map(|it| it.article), Some(account.article.clone()));
        reconcile_story(vec![account], &Aliases::default());
    }
});
