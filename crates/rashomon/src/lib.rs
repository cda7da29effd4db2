//! One event, every account.
