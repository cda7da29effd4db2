use std::collections::BTreeMap;
use std::fmt;

use rashomon_ingest::Failure;
use serde::{Deserialize, Serialize};

/// Where records went: `records = accounts + failed + passed_over`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Records found.
    pub records: u64,
    /// Articles, or accounts of them, that they gave.
    pub accounts: u64,
    /// Records that could not be read or coded.
    pub failed: u64,
    /// Records that are no documents, or none worth reading, by the word for the reason
    /// ([`Skip::as_str`](rashomon_ingest::Skip::as_str)).
    pub passed_over: BTreeMap<String, u64>,
}

impl Counts {
    /// Counts a record: the failure it came to, or `None` where it gave an article.
    pub fn count(&mut self, failure: Option<&Failure>) {
        self.records += 1;
        match failure {
            None => self.accounts += 1,
            Some(Failure { skipped: None, .. }) => self.failed += 1,
            Some(Failure { skipped: Some(why), .. }) => {
                *self.passed_over.entry(why.as_str().to_owned()).or_default() += 1;
            }
        }
    }

    /// Whether every record is accounted for.
    pub fn balance(&self) -> bool {
        self.records == self.accounts + self.failed + self.passed_over.values().sum::<u64>()
    }

    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.accounts += other.accounts;
        self.failed += other.failed;
        for (why, n) in &other.passed_over {
            *self.passed_over.entry(why.clone()).or_default() += n;
        }
    }
}

/// A line for people: `44 records = 40 articles + 1 that failed + 3 passed over (administrative 2, status 1)`.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { records, accounts, failed, passed_over } = self;
        let plural = |n: u64| if n == 1 { "" } else { "s" };
        let skipped: u64 = passed_over.values().sum();
        write!(
            f,
            "{records} record{} = {accounts} article{} + {failed} that failed + {skipped} passed over",
            plural(*records),
            plural(*accounts)
        )?;
        let mut open = " (";
        for (why, n) in passed_over {
            write!(f, "{open}{why} {n}")?;
            open = ", ";
        }
        if skipped > 0 { f.write_str(")") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use rashomon_ingest::Skip;

    use super::*;

    #[test]
    fn records_are_counted_once_and_told() {
        let failure = |skipped| Failure {
            path: "a.warc".to_owned(),
            record: None,
            offset: 0,
            skipped,
            message: String::new(),
        };
        let mut counts = Counts::default();
        assert_eq!(counts.to_string(), "0 records = 0 articles + 0 that failed + 0 passed over");
        counts.count(None);
        counts.count(Some(&failure(None)));
        for why in [Skip::Status, Skip::Administrative, Skip::Status] {
            counts.count(Some(&failure(Some(why))));
        }
        let mut twice = counts.clone();
        twice.add(&counts);
        assert!(counts.balance() && twice.balance() && twice.records == 10);
        assert_eq!(
            counts.to_string(),
            "5 records = 1 article + 1 that failed + 3 passed over (administrative 1, status 2)"
        );
    }
}
