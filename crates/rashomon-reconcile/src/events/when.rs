//! The day of an event, decided from all its reports.
//!
//! Of the times the reports give, the one that most documents can agree with; of those, the most
//! exact. "in July", "on July 15" and "this summer" give 15 July, told by one and allowed by three.

use std::collections::BTreeSet;

use rashomon_text::{Basis, Cite, DocId, TimeValue, time::TimeExpr};

use super::Telling;
use crate::{Scene, dossier::When};

/// The days of the event, and the words they rest on.
pub(super) fn decide(scene: &Scene<'_>, members: &[&Telling<'_>]) -> Option<When> {
    let given: Vec<(DocId, TimeValue, Cite, bool)> = members
        .iter()
        .filter_map(|t| {
            let (id, value) = (t.time_id?, t.time?);
            let mention = scene.account(t.doc).times.get(id.index())?;
            let explicit = matches!(mention.expr, TimeExpr::Absolute(_));
            Some((t.doc, value, Cite::new(t.doc, mention.span), explicit))
        })
        .collect();
    let mut values: Vec<TimeValue> = given.iter().map(|g| g.1).collect();
    values.sort_by_key(|v| (v.start, v.end));
    values.dedup_by_key(|v| (v.start, v.end));
    let documents = |fits: &dyn Fn(TimeValue) -> bool| {
        given.iter().filter(|g| fits(g.1)).map(|g| g.0).collect::<BTreeSet<_>>().len()
    };
    let value = values.into_iter().min_by_key(|&value| {
        let days = value.start.until(value.end).map_or(i32::MAX, |span| span.get_days());
        (
            std::cmp::Reverse(documents(&|v| v.meets(value))),
            days,
            std::cmp::Reverse(documents(&|v| (v.start, v.end) == (value.start, value.end))),
            value.start,
        )
    })?;
    let mut evidence: Vec<Cite> = Vec::new();
    let mut basis = Basis::Inferred;
    for (_, other, cite, explicit) in given {
        if other.meets(value) {
            evidence.push(cite);
        }
        if explicit && (other.start, other.end) == (value.start, value.end) {
            basis = Basis::Text;
        }
    }
    evidence.sort_unstable();
    evidence.dedup();
    Some(When { start: value.start, end: value.end, basis, evidence })
}
