//! What pages for people show of a dossier, before it is put into any markup.
//!
//! HTML and Markdown are two printings of this one reading of the dossier: which facts are agreed,
//! which claims are disputed, what stands in which cell, what is folded away. It holds the words a
//! reader sees and none of the markup.

mod accounts;
mod board;
mod calls;
pub(crate) mod dates;
mod diff;
mod facts;
mod incidents;
mod notes;
mod passage;
mod places;
mod sayings;

pub use accounts::name as teller;
pub(crate) use accounts::{Accounts, Telling};
pub(crate) use board::{Agreed, Board, Dispute, Reading, explanation};
pub(crate) use calls::{Call, Called, calls};
pub(crate) use diff::Piece;
pub(crate) use facts::{Absent, Answer, Cell, Facts, Manner, Row};
pub(crate) use incidents::incident_lines;
pub(crate) use notes::{Note, Notes, Place, by_document};
pub(crate) use passage::{passages, segments};
pub(crate) use places::{Spot, places};
pub(crate) use sayings::{Saying, speakers};
