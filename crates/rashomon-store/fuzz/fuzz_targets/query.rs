//! Any text is a query or a fault that says where.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon_store::Query;

fuzz_target!(|text: &str| {
    match text.parse::<Query>() {
        Ok(query) => assert_eq!(query.to_string().parse(), Ok(query)),
        Err(fault) => assert!(fault.at <= text.chars().count()),
    }
});
