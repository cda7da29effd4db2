//! Cyber incidents, a line for each thing that is told of them.

use rashomon_reconcile::{
    Dossier,
    dossier::{AttributionStatus, Certainty, Cite, EntityId, Incident, Stance, Story},
};

/// One thing that is told of an incident.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// What it is: "Type", "Said to be behind it".
    pub what: &'static str,
    /// The value, in plain words.
    pub words: String,
    /// Where.
    pub evidence: Vec<Cite>,
}

/// The lines of one incident: what happened, to whom, who says whose work it was, who denies it, what followed.
pub(crate) fn incident_lines(dossier: &Dossier, story: &Story, incident: &Incident) -> Vec<Line> {
    let name = |e: EntityId| {
        dossier.entities.get(e.index()).map_or_else(|| "someone".to_owned(), |e| e.name.clone())
    };
    let line =
        |what, words: String, evidence: &[Cite]| Line { what, words, evidence: evidence.to_vec() };
    let mut lines = Vec::new();
    for kind in &incident.types {
        lines.push(line("Type", plain(kind.value), &kind.evidence));
    }
    for receiver in &incident.receivers {
        lines.push(line("Hit", name(receiver.value), &receiver.evidence));
    }
    for kind in &incident.receiver_categories {
        lines.push(line("Kind of target", plain(kind.value), &kind.evidence));
    }
    for attribution in &incident.attributions {
        let says = attribution.by.map_or_else(
            || "in the accounts’ own voice".to_owned(),
            |by| format!("says {}", name(by)),
        );
        let surely = match attribution.certainty {
            Certainty::Certain => "",
            Certainty::Probable => ", as probable",
            Certainty::Possible => ", as an allegation",
        };
        let basis = match attribution.basis {
            "media" | "other" => String::new(),
            basis => format!(" ({})", plain(basis)),
        };
        let words = format!("{}, {says}{basis}{surely}", name(attribution.to));
        lines.push(line("Attributed to", words, &attribution.evidence));
    }
    let grounds: Vec<Cite> =
        incident.attributions.iter().flat_map(|a| a.grounds.iter().copied()).collect();
    if !grounds.is_empty() {
        lines.push(line("Grounds named", "in the passages".to_owned(), &grounds));
    }
    for denial in &incident.denials {
        let what = if denial.stance == Stance::Doubts { "Doubted by" } else { "Denied by" };
        lines.push(line(what, name(denial.by), &denial.evidence));
    }
    if incident.status == AttributionStatus::None {
        lines.push(line("Attributed to", "nobody, in these texts".to_owned(), &[]));
    }
    for response in &incident.responses {
        let label = story.events.get(response.event.index()).map_or("", |e| e.label.as_str());
        let words = format!("{label} ({})", plain(response.kind));
        lines.push(line("Response", words, &response.evidence));
    }
    lines
}

/// A word of the file in plain words.
fn plain(word: &str) -> String {
    word.replace('_', " ")
}
