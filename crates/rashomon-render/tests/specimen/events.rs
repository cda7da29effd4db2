//! Who takes part, and what happened.

use rashomon_reconcile::dossier::{
    Attribution, AttributionStatus, Auxiliary, Basis, Certainty, Cited, Date, Denial, Entity,
    EntityId, EntityKind, Event, EventId, EventType, Form, Incident, Location, LocationBasis,
    LocationKind, Mention, Point, Polarity, Report, Response, Stance, Voice, When,
};

use super::texts::{cite, day, docs};

// entities, by number
pub(super) const DRAVOMIR: EntityId = EntityId(0);
pub(super) const PONTICA: EntityId = EntityId(1);
pub(super) const LEAGUE: EntityId = EntityId(2);
pub(super) const STRUNGAR: EntityId = EntityId(3);
pub(super) const MINISTRY: EntityId = EntityId(4);
pub(super) const VELICESCU: EntityId = EntityId(5);
pub(super) const TERMINAL: EntityId = EntityId(6);
pub(super) const INVESTIGATORS: EntityId = EntityId(7);
pub(super) const RESIDENTS: EntityId = EntityId(8);
pub(super) const AMBULANCE: EntityId = EntityId(9);

pub(super) fn entity(kind: EntityKind, name: &str, mentions: &[(usize, &str, Form)]) -> Entity {
    Entity {
        kind,
        name: name.to_owned(),
        country: None,
        location: None,
        mentions: mentions
            .iter()
            .map(|&(doc, words, form)| Mention { cite: cite(doc, words), form })
            .collect(),
    }
}

/// A place that lies somewhere.
pub(super) fn place(
    name: &str,
    kind: LocationKind,
    latitude: f32,
    longitude: f32,
    mentions: &[(usize, &str, Form)],
) -> Entity {
    Entity {
        location: Some(Location {
            kind,
            country: rashomon_lexicon::country("ROU").expect("a state"),
            division: None,
            point: Point { latitude, longitude },
            geonames: None,
            basis: LocationBasis::Only,
        }),
        ..entity(EntityKind::Place, name, mentions)
    }
}

pub(super) fn entities() -> Vec<Entity> {
    use EntityKind::{Group, Organization, Person};
    use Form::{Description, Name};
    vec![
        entity(
            Person,
            "Ilinca Dravomir",
            &[(1, "Ilinca Dravomir", Name), (2, "Ilinca Dravomir", Name), (4, "Ms Dravomir", Name)],
        ),
        entity(
            Organization,
            "Pontica Grain",
            &[(1, "Pontica Grain", Name), (3, "Pontica Grain", Name), (4, "Pontica Grain", Name)],
        ),
        entity(
            Organization,
            "Dockers' League",
            &[
                (1, "Dockers' League", Name),
                (1, "a union of port workers", Description),
                (2, "The League", Name),
                (5, "Dockers' League", Name),
                (6, "the League", Name),
                (6, "The dockers' group", Description),
            ],
        ),
        entity(
            Person,
            "Matei Strungar",
            &[(1, "Matei Strungar", Name), (2, "Matei Strungar", Name), (4, "Mr Strungar", Name)],
        ),
        entity(
            Organization,
            "transport ministry",
            &[
                (1, "The transport ministry", Name),
                (2, "the ministry", Description),
                (4, "The transport ministry", Name),
            ],
        ),
        entity(Person, "Oana Velicescu", &[(1, "Oana Velicescu", Name), (5, "Ms Velicescu", Name)]),
        place(
            "Pontica terminal",
            LocationKind::City,
            44.1,
            28.65,
            &[(5, "the Pontica terminal", Name)],
        ),
        entity(Group, "investigators", &[(4, "Investigators", Description)]),
        entity(Group, "residents", &[(6, "Residents", Description)]),
        entity(Organization, "ambulance service", &[(3, "the ambulance service", Description)]),
        place(
            "Constanța",
            LocationKind::City,
            44.17,
            28.63,
            &[(1, "Constanța", Name), (2, "Constanța", Name), (4, "Constanța", Name)],
        ),
    ]
}

/// A report in the outlet's own voice.
pub(super) fn own(doc: usize, words: &str) -> Report {
    Report {
        cite: cite(doc, words),
        voice: Voice::Own,
        source: None,
        certainty: Certainty::Certain,
        polarity: Polarity::Positive,
        presupposed: false,
    }
}

pub(super) fn said(doc: usize, words: &str, voice: Voice, source: Option<EntityId>) -> Report {
    Report { voice, source, certainty: Certainty::Probable, ..own(doc, words) }
}

pub(super) fn event(
    label: &str,
    kind: EventType,
    when: Option<(Date, Date)>,
    reports: Vec<Report>,
) -> Event {
    Event {
        label: label.to_owned(),
        kind,
        mode: None,
        cameo: "000",
        actor_codes: vec!["NORGOV".to_owned()],
        recipient_codes: Vec::new(),
        contexts: Vec::new(),
        auxiliary: Vec::new(),
        when: when.map(|(start, end)| When { start, end, basis: Basis::Text, evidence: vec![] }),
        place: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        reports,
        silent: Vec::new(),
        core: false,
        confidence: 0.875_4,
        shown: true,
    }
}

pub(super) fn events() -> Vec<Event> {
    let friday = (day(14), day(14));
    let saturday = (day(15), day(15));
    let storm = (Date::constant(2019, 1, 1), Date::constant(2019, 12, 31));
    let fire = Event {
        core: true,
        mode: Some("fire"),
        place: Some(TERMINAL),
        ..event(
            "Fire at the Pontica grain terminal",
            EventType::Other,
            Some(friday),
            vec![
                own(
                    1,
                    "A fire tore through the Pontica grain terminal in Constanța on Friday night",
                ),
                own(
                    2,
                    "A fire tore through the Pontica grain terminal in Constanța on Friday night",
                ),
                own(3, "fire broke out late on Friday at a grain terminal in Constanța"),
                own(4, "The grain terminal at Constanța burned on 14 March"),
                own(5, "set fire to the Pontica terminal in Constanța on Friday"),
                own(6, "A fire on Thursday closed the northern basin at Constanța"),
            ],
        )
    };
    let basin = Event {
        core: true,
        silent: docs(&[4, 5]),
        ..event(
            "The port's northern basin is closed",
            EventType::Other,
            Some((day(14), day(15))),
            vec![
                own(1, "closing the port's northern basin"),
                own(2, "closing the port's northern basin"),
                own(3, "The northern basin was closed to ships"),
                own(6, "closed the northern basin at Constanța"),
            ],
        )
    };
    let arson = Event {
        core: true,
        actors: vec![LEAGUE],
        recipients: vec![PONTICA],
        silent: docs(&[3]),
        ..event(
            "Dockers' League sets fire to the terminal",
            EventType::Assault,
            Some(friday),
            vec![
                said(
                    1,
                    "members of the Dockers' League had set the blaze",
                    Voice::Attributed,
                    Some(DRAVOMIR),
                ),
                said(2, "an act of sabotage, planned for weeks", Voice::Attributed, Some(DRAVOMIR)),
                said(4, "Ms Dravomir spoke of “sabotage”", Voice::ScareQuoted, None),
                own(5, "Members of the militant Dockers' League set fire to the Pontica terminal"),
                said(6, "Alleged arson at the port", Voice::Hedged, None),
                said(
                    6,
                    "what the operator calls an arson attack by the League",
                    Voice::Attributed,
                    Some(PONTICA),
                ),
            ],
        )
    };
    let licence = Event {
        core: true,
        actors: vec![MINISTRY],
        recipients: vec![PONTICA],
        silent: docs(&[3, 5, 6]),
        ..event(
            "Transport ministry suspends Pontica's licence",
            EventType::Sanction,
            Some(saturday),
            vec![
                own(1, "The transport ministry suspended Pontica's licence on Saturday"),
                own(2, "On Saturday the ministry suspended the operator's licence"),
                own(4, "The transport ministry withdrew the licence of Pontica Grain on 15 March"),
            ],
        )
    };
    let strike = Event {
        silent: docs(&[1, 2, 3, 6]),
        ..event(
            "Dockers on strike at the terminal over pay",
            EventType::Protest,
            Some((Date::constant(2031, 2, 1), day(14))),
            vec![own(4, "Dockers at the terminal had been on strike over pay since February")],
        )
    };
    let closed = Event {
        auxiliary: vec![Auxiliary::Historical],
        silent: docs(&[2, 3, 4, 5, 6]),
        ..event(
            "Terminal closed after a storm",
            EventType::Other,
            Some(storm),
            vec![own(1, "The terminal was last closed in 2019, after a storm")],
        )
    };
    let meeting = Event {
        auxiliary: vec![Auxiliary::Future],
        actors: vec![VELICESCU],
        recipients: vec![PONTICA],
        silent: docs(&[1, 2, 3, 4, 6]),
        ..event(
            "Velicescu to meet the operator",
            EventType::Consult,
            Some((day(17), day(17))),
            vec![own(5, "She will meet the operator on Monday")],
        )
    };
    let months = Event {
        silent: docs(&[1, 2, 3, 4, 6]),
        ..event(
            "The union fights the operator",
            EventType::Other,
            None,
            vec![own(5, "has fought the operator for months")],
        )
    };
    let unsure = Event { shown: false, confidence: 0.2, ..months.clone() };
    vec![closed, strike, fire, basin, arson, licence, meeting, months, unsure]
}

/// A cyber incident with one of everything.
pub(super) fn incident() -> Incident {
    let here = vec![cite(7, "said the so-called [mayor](javascript:alert(2))")];
    Incident {
        label: "<img src=x onerror=alert('incident')>".to_owned(),
        events: vec![EventId(0)],
        types: vec![Cited { value: "data_theft", evidence: here.clone() }],
        receivers: vec![Cited { value: TERMINAL, evidence: here.clone() }],
        receiver_categories: vec![Cited { value: "corporate_targets", evidence: here.clone() }],
        initiators: vec![Cited { value: LEAGUE, evidence: here.clone() }],
        initiator_categories: vec!["non_state_group"],
        attributions: vec![
            Attribution {
                by: None,
                to: LEAGUE,
                basis: "media",
                certainty: Certainty::Certain,
                grounds: Vec::new(),
                evidence: here.clone(),
            },
            Attribution {
                by: Some(MINISTRY),
                to: LEAGUE,
                basis: "receiver_government",
                certainty: Certainty::Possible,
                grounds: here.clone(),
                evidence: here.clone(),
            },
        ],
        status: AttributionStatus::Contested,
        denials: vec![Denial { by: LEAGUE, stance: Stance::Denies, evidence: here.clone() }],
        responses: vec![Response {
            event: EventId(0),
            by: vec![MINISTRY],
            kind: "restrictive",
            measure: "sever_ties".to_owned(),
            evidence: here,
        }],
        confidence: 0.8,
    }
}
