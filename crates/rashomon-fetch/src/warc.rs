//! WARC/1.1 (ISO 28500): the file that holds what came over the wire.

mod append;
mod record;
mod scan;

pub(crate) use append::Warc;
pub(crate) use record::{Kind, Record, date, sha256};
pub(crate) use scan::{Scan, Seen, scan};
