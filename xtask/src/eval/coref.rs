//! Coreference within an article: are pronouns and descriptions tied to the right participant?
//!
//! Measured on the documents of GUM that no model was trained on (every tenth), through the whole chain:
//! raw text, language engine, mentions, links. What is counted, and when a link is right, says
//! [`rashomon_train::coref::score`]. Over documents: [`ecbplus`].

mod conll;
mod ecb;
pub(crate) mod ecbplus;

use std::path::Path;

use rashomon_annotate::Annotator;
use rashomon_extract::ranking::Ranker;
use rashomon_train::coref::{score::Tally, train::Text};
use rashomon_train::data;

use super::Row;

/// Precision and recall of pronouns, of nominals, and of both together.
pub(crate) fn run(data: &Path) -> Vec<Row> {
    let held = data::gum(data).map(|(_, held)| held).unwrap_or_default();
    let annotator = Annotator::new();
    let mut total = [Tally::default(); 3];
    for doc in &held {
        let [pronouns, nominals] = Text::new(doc, &annotator).tallies(Ranker::embedded());
        total[0].add(pronouns);
        total[1].add(nominals);
        total[2].add(pronouns);
        total[2].add(nominals);
    }
    let sets = ["gum-held-out-pronouns", "gum-held-out-nominals", "gum-held-out-both"];
    let mut rows: Vec<Row> = sets
        .iter()
        .zip(total)
        .flat_map(|(set, tally)| {
            [
                ((*set).to_owned(), "precision".to_owned(), tally.precision(), tally.linked),
                ((*set).to_owned(), "recall".to_owned(), tally.recall(), tally.gold),
            ]
        })
        .collect();
    let bench = data.canonicalize().ok().and_then(|data| Some(data.parent()?.join("ecbplus")));
    rows.extend(bench.map_or_else(Vec::new, |folder| ecbplus::run(&folder)));
    rows
}
