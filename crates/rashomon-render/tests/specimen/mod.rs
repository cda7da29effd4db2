//! An invented event told by invented outlets, holding one of everything a page can show.
//!
//! Used by the tests of this folder and by `examples/specimen.rs`, which writes the pages to look at.

mod events;
mod texts;
mod wide;
mod words;

use rashomon_reconcile::dossier::{
    Article, Basis, Cite, DocId, Dossier, Event, EventType, Origin, Report, Story, Time, TimeBasis,
    TimeValue,
};
use rashomon_text::{Credit, Note, Outlet, Reason, Span};

use events::{entities, event, events, incident, own};
use texts::{article, cite, day, docs, remove, span};
pub(crate) use wide::wide;
use words::{claims, disagreements, figures, labels, links, quotations};

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
        incidents: Vec::new(),
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
        incidents: vec![incident()],
        ..Story::default()
    };
    Dossier {
        documents,
        times,
        entities: entities(),
        stories: vec![story, hostile, Story { title: String::new(), ..Story::default() }],
        versions: Vec::new(),
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
