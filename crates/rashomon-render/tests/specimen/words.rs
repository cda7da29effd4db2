//! What is claimed, quoted, counted, called and copied.

use rashomon_reconcile::dossier::{
    Cite, Claim, Disagreement, DisagreementKind, DocId, EntityId, EventId, Explanation, Figure,
    Label, Link, LinkKind, Naming, Position, Quotation, QuoteKind, Stance, Tone, Value, Variant,
    Voice,
};

use super::{
    events::{AMBULANCE, DRAVOMIR, INVESTIGATORS, LEAGUE, RESIDENTS, STRUNGAR, VELICESCU},
    texts::{cite, docs},
};

pub(super) fn position(
    holder: Option<EntityId>,
    stance: Stance,
    voice: Voice,
    evidence: &[(usize, &str)],
) -> Position {
    Position {
        holder,
        stance,
        voice,
        tense: None,
        presupposed: false,
        evidence: evidence.iter().map(|&(d, w)| cite(d, w)).collect(),
    }
}

pub(super) fn claims() -> Vec<Claim> {
    use Stance::{Asserts, Declines, Denies, Doubts};
    use Voice::{Attributed, Own};
    let claim = |label: &str, about: &[u32], positions| Claim {
        label: label.to_owned(),
        about: about.iter().map(|&v| EventId(v)).collect(),
        positions,
        confidence: 0.8,
        shown: true,
    };
    vec![
        claim(
            "members of the Dockers' League set the terminal on fire",
            &[4],
            vec![
                position(
                    None,
                    Asserts,
                    Own,
                    &[(
                        5,
                        "Members of the militant Dockers' League set fire to the Pontica terminal in Constanța on Friday.",
                    )],
                ),
                position(
                    Some(DRAVOMIR),
                    Asserts,
                    Attributed,
                    &[
                        (
                            1,
                            "Ilinca Dravomir, director of the operator, Pontica Grain, said members of the Dockers' League had set the blaze.",
                        ),
                        (
                            2,
                            "called it “an act of sabotage, planned for weeks and carried out by people who know our silos”",
                        ),
                        (4, "Ms Dravomir spoke of “sabotage”"),
                        (6, "what the operator calls an arson attack by the League"),
                    ],
                ),
                position(
                    Some(LEAGUE),
                    Denies,
                    Attributed,
                    &[
                        (1, "The League, a union of port workers, denied any part in it."),
                        (6, "The dockers' group says it is being made a scapegoat."),
                    ],
                ),
                position(
                    Some(STRUNGAR),
                    Denies,
                    Attributed,
                    &[
                        (
                            1,
                            "“We do not burn the place that feeds us,” its chairman, Matei Strungar, told reporters.",
                        ),
                        (2, "The League's chairman, Matei Strungar, rejected the charge"),
                        (
                            4,
                            "Mr Strungar told this paper: “We don't set fire to the place that feeds us.”",
                        ),
                    ],
                ),
                position(
                    Some(INVESTIGATORS),
                    Declines,
                    Attributed,
                    &[(4, "Investigators declined to comment.")],
                ),
            ],
        ),
        claim(
            "the strike was behind the fire",
            &[1, 2],
            vec![position(
                Some(VELICESCU),
                Doubts,
                Attributed,
                &[(5, "Ms Velicescu doubted that a strike was behind it.")],
            )],
        ),
        claim(
            "the sprinklers had been switched off",
            &[2],
            vec![position(
                Some(RESIDENTS),
                Asserts,
                Attributed,
                &[(6, "Residents alleged that the sprinklers had been switched off")],
            )],
        ),
    ]
}

pub(super) fn quotations() -> Vec<Quotation> {
    let quotation = |speaker, kind, variants: &[(usize, &str)], differs| Quotation {
        speaker,
        kind,
        variants: variants
            .iter()
            .map(|&(d, w)| {
                let naming = if speaker.is_some() { Naming::Named } else { Naming::None };
                Variant { cite: cite(d, w), cue: None, naming }
            })
            .collect(),
        differs,
        confidence: 0.9,
        shown: true,
    };
    vec![
        quotation(
            Some(DRAVOMIR),
            QuoteKind::Direct,
            &[
                (
                    1,
                    "This was an act of sabotage, prepared for weeks and carried out by people who know our silos",
                ),
                (
                    2,
                    "an act of sabotage, planned for weeks and carried out by people who know our silos",
                ),
                (4, "sabotage"),
            ],
            true,
        ),
        quotation(
            Some(STRUNGAR),
            QuoteKind::Direct,
            &[
                (1, "We do not burn the place that feeds us"),
                (2, "We do not burn the place that feeds us"),
                (4, "We don't set fire to the place that feeds us"),
            ],
            true,
        ),
        quotation(
            Some(VELICESCU),
            QuoteKind::Indirect,
            &[(1, "about 12,000 tonnes of wheat were lost")],
            false,
        ),
        quotation(None, QuoteKind::Direct, &[(5, "لم نر شيئا")], false),
        quotation(Some(AMBULANCE), QuoteKind::Indirect, &[(3, "Five people were hurt")], false),
    ]
}

pub(super) fn disagreements() -> Vec<Disagreement> {
    let value = |value: &str, evidence: &[(usize, &str)]| {
        let evidence: Vec<Cite> = evidence.iter().map(|&(d, w)| cite(d, w)).collect();
        let mut documents: Vec<DocId> = evidence.iter().map(|c| c.doc).collect();
        documents.dedup();
        Value { value: value.to_owned(), documents, evidence }
    };
    let over = |kind, about, label: &str, explanation, values| Disagreement {
        kind,
        about: Some(EventId(about)),
        label: label.to_owned(),
        explanation,
        values,
        confidence: 0.7,
        shown: true,
    };
    vec![
        over(
            DisagreementKind::Date,
            2,
            "Day of the fire",
            Explanation::Conflict,
            vec![
                value(
                    "Friday 14 March",
                    &[
                        (1, "on Friday night"),
                        (2, "on Friday night"),
                        (3, "late on Friday"),
                        (4, "on 14 March"),
                        (5, "on Friday"),
                    ],
                ),
                value("Thursday 13 March", &[(6, "on Thursday")]),
            ],
        ),
        over(
            DisagreementKind::Name,
            3,
            "Suspended or withdrawn",
            Explanation::Unclear,
            vec![
                value(
                    "licence suspended",
                    &[(1, "suspended Pontica's licence"), (2, "suspended the operator's licence")],
                ),
                value("licence withdrawn", &[(4, "withdrew the licence")]),
            ],
        ),
        over(
            DisagreementKind::Number,
            2,
            "People hurt",
            Explanation::Update,
            vec![
                value("5", &[(3, "Five people")]),
                value(
                    "7",
                    &[
                        (1, "seven workers"),
                        (2, "seven workers"),
                        (4, "Seven workers"),
                        (5, "Seven workers"),
                    ],
                ),
            ],
        ),
        over(
            DisagreementKind::Number,
            2,
            "Tonnes of grain",
            Explanation::Scope,
            vec![
                value("12,000 tonnes lost", &[(1, "about 12,000 tonnes"), (4, "12,000 tonnes")]),
                value("40,000 tonnes held", &[(4, "40,000 tonnes")]),
            ],
        ),
        over(
            DisagreementKind::Wording,
            4,
            "Strungar's denial",
            Explanation::Translation,
            vec![
                value("do not burn", &[(1, "do not burn"), (2, "do not burn")]),
                value("don't set fire to", &[(4, "don't set fire to")]),
            ],
        ),
    ]
}

pub(super) fn labels() -> Vec<Label> {
    let label = |doc, words, entity, voice, source, tone| Label {
        cite: cite(doc, words),
        entity,
        voice,
        source,
        tone,
    };
    vec![
        label(1, "director of the operator", DRAVOMIR, Voice::Own, None, Tone::Neutral),
        label(1, "a union of port workers", LEAGUE, Voice::Own, None, Tone::Neutral),
        label(
            1,
            "people who know our silos",
            LEAGUE,
            Voice::Attributed,
            Some(DRAVOMIR),
            Tone::Neutral,
        ),
        label(
            2,
            "people who know our silos",
            LEAGUE,
            Voice::Attributed,
            Some(DRAVOMIR),
            Tone::Neutral,
        ),
        label(5, "Militants", LEAGUE, Voice::Own, None, Tone::Negative),
        label(5, "militant Dockers' League", LEAGUE, Voice::Own, None, Tone::Negative),
        label(5, "The so-called union", LEAGUE, Voice::Hedged, None, Tone::Negative),
        label(6, "The dockers' group", LEAGUE, Voice::Own, None, Tone::Neutral),
        label(6, "scapegoat", LEAGUE, Voice::Attributed, Some(LEAGUE), Tone::Neutral),
        label(1, "its chairman", STRUNGAR, Voice::Own, None, Tone::Neutral),
        label(2, "The League's chairman", STRUNGAR, Voice::Own, None, Tone::Neutral),
    ]
}

pub(super) fn links() -> Vec<Link> {
    let copied = "A fire tore through the Pontica grain terminal in Constanța on Friday night, injuring seven workers and closing the port's northern basin.";
    let quoted = "act of sabotage";
    vec![
        Link {
            kind: LinkKind::SharedPassage,
            documents: docs(&[1, 2]),
            score: 0.41,
            containment: 0.4,
            words: 23,
            evidence: vec![cite(1, copied), cite(2, copied)],
            name: None,
        },
        Link {
            kind: LinkKind::SharedQuotation,
            documents: docs(&[1, 2]),
            score: 0.2,
            containment: 0.0,
            words: 0,
            evidence: vec![cite(1, quoted), cite(2, quoted)],
            name: None,
        },
        Link {
            kind: LinkKind::Credits,
            documents: docs(&[2]),
            score: 1.0,
            containment: 0.0,
            words: 0,
            evidence: vec![cite(2, "Euxine Wire contributed to this report.")],
            name: Some("Euxine Wire".to_owned()),
        },
    ]
}

pub(super) fn figures() -> Vec<Figure> {
    let figure = |label: &str, value, unit: &str, reports: &[(usize, &str)]| Figure {
        label: label.to_owned(),
        value,
        unit: unit.to_owned(),
        reports: reports.iter().map(|&(d, w)| cite(d, w)).collect(),
        shown: true,
    };
    vec![
        figure(
            "7 workers hurt",
            7.0,
            "worker",
            &[
                (1, "seven workers"),
                (2, "seven workers"),
                (4, "Seven workers"),
                (5, "Seven workers"),
            ],
        ),
        figure(
            "12,000 tonnes of wheat lost",
            12_000.0,
            "tonne",
            &[(1, "about 12,000 tonnes"), (4, "12,000 tonnes of wheat")],
        ),
    ]
}
