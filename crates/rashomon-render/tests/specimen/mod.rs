//! An invented event told by invented outlets, holding one of everything a page can show.
//!
//! Used by the tests of this folder and by `examples/specimen.rs`, which writes the pages to look at.

use rashomon_reconcile::dossier::{
    Article, Auxiliary, Basis, Certainty, Cite, Claim, Date, Disagreement, DisagreementKind, DocId,
    Dossier, Entity, EntityId, EntityKind, Event, EventId, EventType, Explanation, Figure, Form,
    Label, Link, LinkKind, Mention, Origin, Polarity, Position, Quotation, QuoteKind, Report,
    Stance, Story, Time, TimeBasis, TimeValue, Tone, Value, Variant, Voice, When,
};
use rashomon_text::{
    Credit, Note, Outlet, ParagraphKind, Published, Reason, Removed, Source, Span,
};

const LEDGER: &str = "\
Fire shuts Constanța grain terminal; operator blames dockers
By Tudor Almaș

A fire tore through the Pontica grain terminal in Constanța on Friday night, injuring seven workers and closing the port's northern basin.
Ilinca Dravomir, director of the operator, Pontica Grain, said members of the Dockers' League had set the blaze. “This was an act of sabotage, prepared for weeks and carried out by people who know our silos,” she said.
The League, a union of port workers, denied any part in it. “We do not burn the place that feeds us,” its chairman, Matei Strungar, told reporters.
Read: Ten ports to watch this year
The transport ministry suspended Pontica's licence on Saturday. Minister Oana Velicescu said about 12,000 tonnes of wheat were lost.
The terminal was last closed in 2019, after a storm.
";

const COURIER: &str = "\
Seven hurt as Constanța silos burn

CONSTANȚA (Euxine Wire) — A fire tore through the Pontica grain terminal in Constanța on Friday night, injuring seven workers and closing the port's northern basin.
Pontica's director, Ilinca Dravomir, called it “an act of sabotage, planned for weeks and carried out by people who know our silos”. The League's chairman, Matei Strungar, rejected the charge: “We do not burn the place that feeds us.”
On Saturday the ministry suspended the operator's licence.
Euxine Wire contributed to this report.
";

const STANDARD: &str = "\
Blaze at port of Constanța

Five people were hurt when fire broke out late on Friday at a grain terminal in Constanța, the ambulance service said. The northern basin was closed to ships.
The cause is not known. The operator, Pontica Grain, did not answer calls.
";

const BULLETIN: &str = "\
Terminal out of service until May: Pontica fire

The grain terminal at Constanța burned on 14 March. Seven workers were treated in hospital.
The terminal, which holds 40,000 tonnes, lost 12,000 tonnes of wheat. The transport ministry withdrew the licence of Pontica Grain on 15 March.
Dockers at the terminal had been on strike over pay since February. Mr Strungar told this paper: “We don't set fire to the place that feeds us.”
Ms Dravomir spoke of “sabotage”. Investigators declined to comment.
";

const COAST: &str = "\
Militants torch Black Sea granary

Members of the militant Dockers' League set fire to the Pontica terminal in Constanța on Friday. Seven workers were burned.
The so-called union, whose members are known to the courts, has fought the operator for months. قال أحد العمال: «لم نر شيئا».
Ms Velicescu doubted that a strike was behind it. She will meet the operator on Monday.
";

const COASTWATCH: &str = "\
Alleged arson at the port

A fire on Thursday closed the northern basin at Constanța after what the operator calls an arson attack by the League.
The dockers' group says it is being made a scapegoat. Residents alleged that the sprinklers had been switched off to save mon
";

const HOSTILE: &str = "\
<script>alert('title')</script> & \"quotes\" `ticks` \u{202E}reversed

</title><img src=x onerror=alert(1)> said the so-called [mayor](javascript:alert(2)) | of Nowhere-on-Sea.
";

const TEXTS: [&str; 7] = [LEDGER, COURIER, STANDARD, BULLETIN, COAST, COASTWATCH, HOSTILE];

fn day(day: i8) -> Date {
    Date::new(2031, 3, day).expect("a day of March")
}

fn span(doc: usize, words: &str) -> Span {
    Span::find(TEXTS[doc - 1], words).unwrap_or_else(|| panic!("text {doc} lacks {words:?}"))
}

/// The place in text `doc` (from 1) where `words` first stand.
fn cite(doc: usize, words: &str) -> Cite {
    Cite::new(DocId(doc as u32 - 1), span(doc, words))
}

fn docs(numbers: &[u32]) -> Vec<DocId> {
    numbers.iter().map(|n| DocId(n - 1)).collect()
}

fn article(
    doc: usize,
    outlet: Option<&str>,
    published: Option<(Date, Date, Basis)>,
    url: &str,
) -> Article {
    let text = TEXTS[doc - 1];
    let mut article = Article::plain(text);
    let title = Span::from_range(0..text.find('\n').unwrap_or(text.len()));
    article.paragraphs[0].kind = ParagraphKind::Title;
    article.title = Some(title);
    article.source = Source {
        path: Some(format!("accounts/{doc:02}.txt")),
        url: (!url.is_empty()).then(|| url.to_owned()),
        record: None,
        sha256: format!("{doc:064x}"),
        media_type: "text/plain",
    };
    article.outlet = outlet.map(|name| Outlet {
        name: name.to_owned(),
        basis: Basis::Given,
        evidence: Vec::new(),
    });
    article.published =
        published.map(|(start, end, basis)| Published { start, end, basis, evidence: Vec::new() });
    article
}

/// Removes a line of the article's text.
fn remove(article: &mut Article, doc: usize, words: &str, reason: Reason) {
    let gone = span(doc, words);
    article.paragraphs.retain(|p| !gone.contains(p.span));
    article.removed.push(Removed { span: gone, reason });
}

// entities, by number
const DRAVOMIR: EntityId = EntityId(0);
const PONTICA: EntityId = EntityId(1);
const LEAGUE: EntityId = EntityId(2);
const STRUNGAR: EntityId = EntityId(3);
const MINISTRY: EntityId = EntityId(4);
const VELICESCU: EntityId = EntityId(5);
const TERMINAL: EntityId = EntityId(6);
const INVESTIGATORS: EntityId = EntityId(7);
const RESIDENTS: EntityId = EntityId(8);
const AMBULANCE: EntityId = EntityId(9);

fn entity(kind: EntityKind, name: &str, mentions: &[(usize, &str, Form)]) -> Entity {
    Entity {
        kind,
        name: name.to_owned(),
        country: None,
        mentions: mentions
            .iter()
            .map(|&(doc, words, form)| Mention { cite: cite(doc, words), form })
            .collect(),
    }
}

fn entities() -> Vec<Entity> {
    use EntityKind::{Group, Organization, Person, Place};
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
        entity(Place, "Pontica terminal", &[(5, "the Pontica terminal", Name)]),
        entity(Group, "investigators", &[(4, "Investigators", Description)]),
        entity(Group, "residents", &[(6, "Residents", Description)]),
        entity(Organization, "ambulance service", &[(3, "the ambulance service", Description)]),
    ]
}

/// A report in the outlet's own voice.
fn own(doc: usize, words: &str) -> Report {
    Report {
        cite: cite(doc, words),
        voice: Voice::Own,
        source: None,
        certainty: Certainty::Certain,
        polarity: Polarity::Positive,
    }
}

fn said(doc: usize, words: &str, voice: Voice, source: Option<EntityId>) -> Report {
    Report { voice, source, certainty: Certainty::Probable, ..own(doc, words) }
}

fn event(label: &str, kind: EventType, when: Option<(Date, Date)>, reports: Vec<Report>) -> Event {
    Event {
        label: label.to_owned(),
        kind,
        mode: None,
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

fn events() -> Vec<Event> {
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

fn position(
    holder: Option<EntityId>,
    stance: Stance,
    voice: Voice,
    evidence: &[(usize, &str)],
) -> Position {
    Position {
        holder,
        stance,
        voice,
        evidence: evidence.iter().map(|&(d, w)| cite(d, w)).collect(),
    }
}

fn claims() -> Vec<Claim> {
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

fn quotations() -> Vec<Quotation> {
    let quotation = |speaker, kind, variants: &[(usize, &str)], differs| Quotation {
        speaker,
        kind,
        variants: variants.iter().map(|&(d, w)| Variant { cite: cite(d, w), cue: None }).collect(),
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

fn disagreements() -> Vec<Disagreement> {
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

fn labels() -> Vec<Label> {
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

fn links() -> Vec<Link> {
    let copied = "A fire tore through the Pontica grain terminal in Constanța on Friday night, injuring seven workers and closing the port's northern basin.";
    let quoted = "act of sabotage";
    vec![
        Link {
            kind: LinkKind::SharedPassage,
            documents: docs(&[1, 2]),
            score: 0.41,
            evidence: vec![cite(1, copied), cite(2, copied)],
            name: None,
        },
        Link {
            kind: LinkKind::SharedQuotation,
            documents: docs(&[1, 2]),
            score: 0.2,
            evidence: vec![cite(1, quoted), cite(2, quoted)],
            name: None,
        },
        Link {
            kind: LinkKind::Credits,
            documents: docs(&[2]),
            score: 1.0,
            evidence: vec![cite(2, "Euxine Wire contributed to this report.")],
            name: Some("Euxine Wire".to_owned()),
        },
    ]
}

fn figures() -> Vec<Figure> {
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

/// Two stories, the second of them hostile to whoever prints it, and a third that is empty.
pub(crate) fn dossier() -> Dossier {
    let on = |d: i8| Some((day(d), day(d), Basis::Metadata));
    let mut documents = vec![
        article(1, Some("The Harbour Ledger"), on(15), "https://ledger.example/port/fire?id=1&p=2"),
        article(2, Some("Tomis Evening Courier"), on(15), ""),
        article(3, Some("Danube Standard"), on(14), ""),
        article(
            4,
            Some("Port & Rail Bulletin of the Lower Danube and Western Black Sea"),
            on(21),
            "",
        ),
        article(5, Some("صوت الساحل"), Some((day(14), day(16), Basis::Inferred)), ""),
        article(6, None, None, "https://www.coastwatch.example/2031/03/port-fire"),
        article(7, Some("<b>Bold & \"Brash\"</b>"), None, "javascript:alert('url')"),
    ];
    remove(&mut documents[0], 1, "Read: Ten ports to watch this year", Reason::Promo);
    remove(&mut documents[1], 2, "Euxine Wire contributed to this report.", Reason::Notice);
    documents[0].byline = Some(span(1, "By Tudor Almaș"));
    documents[1].credits = vec![Credit {
        name: "Euxine Wire".to_owned(),
        span: span(2, "Euxine Wire contributed to this report."),
    }];
    documents[5].truncated = true;
    documents[5].notes =
        vec![Note::new("truncated", "The text breaks off inside a word.").at(span(6, "save mon"))];
    let story = Story {
        title: "Fire at the Pontica grain terminal in Constanța".to_owned(),
        documents: docs(&[1, 2, 3, 4, 5, 6]),
        span: Some((day(14), day(15))),
        events: events(),
        claims: claims(),
        quotations: quotations(),
        figures: figures(),
        disagreements: disagreements(),
        labels: labels(),
        links: links(),
        origins: vec![
            Origin {
                documents: docs(&[1, 2]),
                why: "one passage in the same words; Euxine Wire is credited".to_owned(),
            },
            Origin { documents: docs(&[3]), why: String::new() },
            Origin { documents: docs(&[4]), why: String::new() },
            Origin { documents: docs(&[5]), why: String::new() },
            Origin { documents: docs(&[6]), why: String::new() },
        ],
    };
    let times = vec![Time {
        cite: cite(4, "14 March"),
        value: Some(TimeValue::day(day(14))),
        basis: TimeBasis::Explicit,
    }];
    let hostile = Story {
        title: "<script>alert('story')</script> \u{2067}& ](javascript:alert(3)) `code` *stars*"
            .to_owned(),
        documents: docs(&[7]),
        events: vec![Event {
            core: true,
            ..event(
                "\"><script>alert('event')</script>",
                EventType::Other,
                None,
                vec![own(7, "said the so-called [mayor](javascript:alert(2))")],
            )
        }],
        ..Story::default()
    };
    Dossier {
        documents,
        times,
        entities: entities(),
        stories: vec![story, hostile, Story { title: String::new(), ..Story::default() }],
    }
}

/// One fact told by `outlets` outlets with long names, the last of them silent.
pub(crate) fn crowd(outlets: u32) -> Dossier {
    let text = "Heavy snow closed the Brenner pass on Tuesday, officials said.";
    let cited = |d| Cite::new(DocId(d), Span::find(text, "snow closed the Brenner pass").unwrap());
    let event = Event {
        core: true,
        silent: vec![DocId(outlets - 1)],
        reports: (0..outlets - 1).map(|d| Report { cite: cited(d), ..own(1, "A fire") }).collect(),
        ..event("Snow closes the Brenner pass", EventType::Other, Some((day(4), day(4))), vec![])
    };
    Dossier {
        documents: (0..outlets)
            .map(|d| {
                let mut article = Article::plain(text);
                article.outlet = Some(Outlet {
                    name: format!("Observer of the Upper Valleys no. {}", d + 1),
                    basis: Basis::Given,
                    evidence: Vec::new(),
                });
                article
            })
            .collect(),
        stories: vec![Story {
            title: "Snow closes the Brenner pass".to_owned(),
            documents: (0..outlets).map(DocId).collect(),
            events: vec![event],
            ..Story::default()
        }],
        ..Dossier::default()
    }
}

/// The first story with its texts alone.
pub(crate) fn first_story() -> Dossier {
    let mut dossier = dossier();
    dossier.stories.truncate(1);
    dossier.documents.truncate(6);
    dossier
}

/// The first story with `words` in the place of every name, label, title and text.
pub(crate) fn filled(words: &str) -> Dossier {
    let mut dossier = first_story();
    let text = format!("{words}\n{words}");
    let all = Span::from_range(0..text.len());
    for article in &mut dossier.documents {
        *article = Article { source: article.source.clone(), ..Article::plain(text.clone()) };
        article.source.url = Some(words.to_owned());
        article.source.path = Some(words.to_owned());
        article.title = Some(all);
        article.byline = Some(all);
        article.outlet =
            Some(Outlet { name: format!("x{words}"), basis: Basis::Given, evidence: vec![] });
        article.notes = vec![Note::new("odd", words.to_owned())];
    }
    let doc = |cite: &mut Cite| cite.span = all;
    for entity in &mut dossier.entities {
        words.clone_into(&mut entity.name);
    }
    for story in &mut dossier.stories {
        words.clone_into(&mut story.title);
        for event in &mut story.events {
            words.clone_into(&mut event.label);
            event.reports.iter_mut().for_each(|r| doc(&mut r.cite));
        }
        for claim in &mut story.claims {
            words.clone_into(&mut claim.label);
            claim.positions.iter_mut().flat_map(|p| &mut p.evidence).for_each(doc);
        }
        for over in &mut story.disagreements {
            words.clone_into(&mut over.label);
            for value in &mut over.values {
                words.clone_into(&mut value.value);
            }
        }
        for link in &mut story.links {
            link.name = Some(words.to_owned());
        }
        story.quotations.iter_mut().flat_map(|q| &mut q.variants).for_each(|v| doc(&mut v.cite));
        story.labels.iter_mut().for_each(|l| doc(&mut l.cite));
        story.origins.iter_mut().for_each(|o| words.clone_into(&mut o.why));
    }
    dossier
}
