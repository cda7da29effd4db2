//! `dossier.json`: everything a run found, for programs.
//!
//! The file's form is versioned by [`SCHEMA`]: fields may be added under one number, none renamed
//! or dropped. Every cite carries the characters it cites and their place in **Unicode code
//! points**, so that a reader in any language can check it against the document with nothing but
//! its own string slicing. Items that pages leave out are kept here with `"shown": false`.
//!
//! The bytes depend on the dossier and the options alone: keys stand in a fixed order, shares are
//! rounded to three decimals, and no clock, path of the machine or thread count is written.

mod layout;
pub mod wire;

use std::{collections::BTreeMap, io};

use rashomon_reconcile::dossier::{
    Article, Basis, Cite, Cited, Date, Dossier, EntityId, EventId, Incident, Story, TimeBasis,
    Version, When,
};
use rashomon_text::{CodePoints, Span};
use serde_json::Value;

use crate::cites::clamp;
use crate::revision::Revision;
use wire::{Id, Number};

/// The name and number of the file's form.
pub const SCHEMA: &str = "rashomon.dossier/1";

/// What to write.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonOptions {
    /// Whether the documents' texts are written. Cites carry their words in any case.
    pub text: bool,
    /// The options of the run, for `generator.options`: those that change results, no others.
    pub generator_options: BTreeMap<String, Value>,
    /// What changed since an earlier run.
    pub revision: Option<Revision<'static>>,
}

impl Default for JsonOptions {
    fn default() -> Self {
        Self { text: true, generator_options: BTreeMap::new(), revision: None }
    }
}

/// The dossier as `dossier.json`: one short object a line, ending in a line break.
pub fn json(dossier: &Dossier, options: &JsonOptions) -> String {
    written(&wire(dossier, options))
}

/// Writes the dossier as `dossier.json`, piece by piece: the same bytes as [`json`], of which no more than a story
/// is in memory.
///
/// Fails where `out` does.
pub fn write(dossier: &Dossier, options: &JsonOptions, out: &mut dyn io::Write) -> io::Result<()> {
    let writer = Writer::new(dossier);
    let mut firsts = Firsts::default();
    let mut pieces = layout::Pieces::new(out);
    pieces.field("schema", &SCHEMA)?;
    pieces.field("generator", &generator(options))?;
    pieces.list("documents", writer.documents(options))?;
    pieces.list("times", writer.times(dossier))?;
    pieces.list("entities", writer.entities(dossier))?;
    pieces.list("stories", writer.stories(dossier, &mut firsts))?;
    if let Some(revision) = &options.revision {
        pieces.field("revision", revision)?;
    }
    pieces.end()
}

/// The objects of `dossier.json` as the file.
pub fn written(wire: &wire::Dossier<'_>) -> String {
    layout::layout(&serde_json::to_string(wire).expect("the wire types always serialise"))
}

/// The dossier as the objects of `dossier.json`.
///
/// To read a file back, deserialise [`wire::Dossier`] with `serde_json`.
pub fn wire<'a>(dossier: &'a Dossier, options: &'a JsonOptions) -> wire::Dossier<'a> {
    let writer = Writer::new(dossier);
    let mut firsts = Firsts::default();
    wire::Dossier {
        schema: SCHEMA.into(),
        generator: generator(options),
        documents: writer.documents(options).collect(),
        times: writer.times(dossier).collect(),
        entities: writer.entities(dossier).collect(),
        stories: writer.stories(dossier, &mut firsts).collect(),
        revision: options.revision.clone(),
    }
}

fn generator(options: &JsonOptions) -> wire::Generator<'_> {
    wire::Generator {
        name: "rashomon".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        options: options
            .generator_options
            .iter()
            .map(|(name, value)| (name.as_str().into(), value.clone()))
            .collect(),
    }
}

/// How many events, claims, … the stories before this one hold: ids run over the whole dossier.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Firsts {
    pub(crate) event: usize,
    pub(crate) incident: usize,
    pub(crate) claim: usize,
    pub(crate) quotation: usize,
    pub(crate) figure: usize,
    pub(crate) disagreement: usize,
}

impl Firsts {
    /// Moves past `story`.
    pub(crate) fn pass(&mut self, story: &Story) {
        self.event += story.events.len();
        self.incident += story.incidents.len();
        self.claim += story.claims.len();
        self.quotation += story.quotations.len();
        self.figure += story.figures.len();
        self.disagreement += story.disagreements.len();
    }
}

struct Writer<'a> {
    articles: &'a [Article],
    versions: &'a [Version],
    points: Vec<CodePoints<'a>>,
}

fn day(date: Date) -> wire::Text<'static> {
    date.to_string().into()
}

fn entity(id: EntityId) -> Id {
    Id::new('e', id.index())
}

fn document(id: rashomon_text::DocId) -> Id {
    Id::new('d', id.index())
}

fn documents(ids: &[rashomon_text::DocId]) -> Vec<Id> {
    ids.iter().map(|&d| document(d)).collect()
}

impl<'a> Writer<'a> {
    fn new(dossier: &'a Dossier) -> Self {
        Self {
            articles: &dossier.documents,
            versions: &dossier.versions,
            points: dossier.documents.iter().map(|d| CodePoints::new(&d.text)).collect(),
        }
    }

    fn documents(&self, options: &JsonOptions) -> impl Iterator<Item = wire::Document<'a>> {
        (0..self.articles.len()).map(|i| self.document(i, options.text))
    }

    fn times(&self, dossier: &'a Dossier) -> impl Iterator<Item = wire::Time<'a>> {
        dossier.times.iter().filter_map(|t| self.time(t))
    }

    fn entities(&self, dossier: &'a Dossier) -> impl Iterator<Item = wire::Entity<'a>> {
        let described = dossier.entities.iter().enumerate().filter(|(_, it)| it.is_described());
        described.map(|(i, entity)| wire::Entity {
            id: Id::new('e', i),
            r#type: entity.kind.as_str().into(),
            name: entity.name.as_str().into(),
            kb: entity.country.map(|c| wire::Kb { iso3166: c.iso3().to_owned().into() }),
            location: entity.location.as_ref().map(|it| wire::Location {
                kind: it.kind.as_str().into(),
                country: it.country.iso3().to_owned().into(),
                division: it.division.as_deref().map(Into::into),
                latitude: Number::share(it.point.latitude),
                longitude: Number::share(it.point.longitude),
                geonames: it.geonames,
                basis: it.basis.as_str().into(),
            }),
            mentions: entity
                .mentions
                .iter()
                .filter_map(|m| {
                    let form = m.form.as_str().into();
                    Some(wire::Mention { cite: self.cite(m.cite)?, form })
                })
                .collect(),
        })
    }

    fn stories(
        &self,
        dossier: &'a Dossier,
        firsts: &mut Firsts,
    ) -> impl Iterator<Item = wire::Story<'a>> {
        dossier.stories.iter().enumerate().map(|(i, story)| {
            let wire = self.story(i, story, firsts);
            firsts.pass(story);
            wire
        })
    }

    fn at(&self, doc: usize, span: Span) -> wire::Cite<'a> {
        let Article { text, raw, .. } = &self.articles[doc];
        let span = clamp(text, span);
        let (start, end) = self.points[doc].of_span(span);
        let raw = raw.as_ref().map(|map| {
            let Span { start, end } = map.to_raw(span);
            wire::Raw { start, end }
        });
        wire::Cite { doc: Id::new('d', doc), start, end, text: span.slice(text).into(), raw }
    }

    /// `None` for a cite of a document that is not there.
    fn cite(&self, cite: Cite) -> Option<wire::Cite<'a>> {
        let doc = cite.doc.index();
        (doc < self.articles.len()).then(|| self.at(doc, cite.span))
    }

    fn cites(&self, cites: &[Cite]) -> Vec<wire::Cite<'a>> {
        cites.iter().filter_map(|&c| self.cite(c)).collect()
    }

    fn when(&self, start: Date, end: Date, basis: Basis, evidence: &[Cite]) -> wire::When<'a> {
        wire::When {
            start: day(start),
            end: day(end),
            basis: basis.as_str().into(),
            evidence: self.cites(evidence),
            at: None,
        }
    }

    /// The version that a document is. They are sorted by document.
    fn version(&self, doc: usize) -> Option<&'a Version> {
        let at = self.versions.binary_search_by_key(&doc, |it| it.doc.index()).ok()?;
        self.versions.get(at)
    }

    fn document(&self, doc: usize, text: bool) -> wire::Document<'a> {
        let article = &self.articles[doc];
        let here = |spans: &[Span]| spans.iter().map(|&s| self.at(doc, s)).collect::<Vec<_>>();
        let source = &article.source;
        wire::Document {
            id: Id::new('d', doc),
            source: wire::Source {
                path: source.path.as_deref().map(Into::into),
                url: source.url.as_deref().map(Into::into),
                record: source.record.as_deref().map(Into::into),
                sha256: source.sha256.as_str().into(),
                media_type: source.media_type.into(),
            },
            outlet: article.outlet.as_ref().map(|outlet| wire::Outlet {
                name: outlet.name.as_str().into(),
                basis: outlet.basis.as_str().into(),
                evidence: here(&outlet.evidence),
            }),
            title: article.title.map(|s| self.at(doc, s)),
            byline: article.byline.map(|s| self.at(doc, s)),
            dateline: article.dateline.map(|s| self.at(doc, s)),
            published: article.published.as_ref().map(|p| wire::When {
                start: day(p.start),
                end: day(p.end),
                basis: p.basis.as_str().into(),
                evidence: here(&p.evidence),
                at: article.published_at.as_deref().map(Into::into),
            }),
            modified: article.modified.as_ref().map(|m| wire::When {
                start: day(m.day),
                end: day(m.day),
                basis: m.basis.as_str().into(),
                evidence: here(&m.evidence),
                at: m.at.as_deref().map(Into::into),
            }),
            version: self.version(doc).map(|version| {
                let changes = version.changes.iter().map(|change| wire::Change {
                    removed: change.removed.and_then(|cite| self.cite(cite)),
                    added: change.added.and_then(|cite| self.cite(cite)),
                });
                wire::Version { of: document(version.of), changes: changes.collect() }
            }),
            language: article.language.into(),
            truncated: article.truncated,
            text: text.then(|| article.text.as_str().into()),
            removed: article
                .removed
                .iter()
                .map(|r| {
                    let (start, end) = self.points[doc].of_span(clamp(&article.text, r.span));
                    wire::Removed { start, end, reason: r.reason.as_str().into() }
                })
                .collect(),
            credits: article
                .credits
                .iter()
                .map(|c| wire::Credit { name: c.name.as_str().into(), cite: self.at(doc, c.span) })
                .collect(),
            notes: article
                .notes
                .iter()
                .map(|n| wire::Note {
                    code: n.code.into(),
                    message: n.message.as_ref().into(),
                    at: n.span.map(|s| self.at(doc, s)),
                })
                .collect(),
        }
    }

    fn time(&self, time: &rashomon_reconcile::dossier::Time) -> Option<wire::Time<'a>> {
        Some(wire::Time {
            cite: self.cite(time.cite)?,
            value: time.value.map(|v| wire::TimeValue {
                start: day(v.start),
                end: day(v.end),
                granularity: v.granularity.as_str().into(),
            }),
            basis: match time.basis {
                TimeBasis::Explicit => "explicit",
                TimeBasis::Relative => "relative",
            }
            .into(),
        })
    }

    fn incident(
        &self,
        index: usize,
        incident: &'a Incident,
        firsts: &Firsts,
    ) -> wire::Incident<'a> {
        let event = |id: EventId| Id::new('v', firsts.event + id.index());
        let kinds = |list: &'a [Cited<&'static str>]| -> Vec<wire::Kind<'a>> {
            let kind = |c: &'a Cited<&'static str>| wire::Kind {
                value: c.value.into(),
                evidence: self.cites(&c.evidence),
            };
            list.iter().map(kind).collect()
        };
        let party = |c: &Cited<EntityId>, category: Option<&'static str>| wire::Party {
            entity: entity(c.value),
            category: category.map(Into::into),
            evidence: self.cites(&c.evidence),
        };
        wire::Incident {
            id: Id::new('i', index),
            label: incident.label.as_str().into(),
            events: incident.events.iter().map(|&e| event(e)).collect(),
            types: kinds(&incident.types),
            receivers: incident.receivers.iter().map(|c| party(c, None)).collect(),
            receiver_categories: kinds(&incident.receiver_categories),
            initiators: incident
                .initiators
                .iter()
                .zip(&incident.initiator_categories)
                .map(|(c, &category)| party(c, Some(category)))
                .collect(),
            attribution: incident.status.as_str().into(),
            attributions: incident
                .attributions
                .iter()
                .map(|a| wire::Attribution {
                    by: a.by.map(entity),
                    to: entity(a.to),
                    basis: a.basis.into(),
                    certainty: a.certainty.as_str().into(),
                    grounds: self.cites(&a.grounds),
                    evidence: self.cites(&a.evidence),
                })
                .collect(),
            denials: incident
                .denials
                .iter()
                .map(|d| wire::Denial {
                    by: entity(d.by),
                    stance: d.stance.as_str().into(),
                    evidence: self.cites(&d.evidence),
                })
                .collect(),
            responses: incident
                .responses
                .iter()
                .map(|r| wire::Response {
                    event: event(r.event),
                    by: r.by.iter().map(|&e| entity(e)).collect(),
                    kind: r.kind.into(),
                    measure: r.measure.as_str().into(),
                    evidence: self.cites(&r.evidence),
                })
                .collect(),
            confidence: Number::share(incident.confidence),
        }
    }

    fn story(&self, index: usize, story: &'a Story, firsts: &Firsts) -> wire::Story<'a> {
        let event = |id: EventId| Id::new('v', firsts.event + id.index());
        wire::Story {
            id: Id::new('s', index),
            title: story.title.as_str().into(),
            documents: documents(&story.documents),
            span: story.span.map(|(start, end)| wire::Days { start: day(start), end: day(end) }),
            events: story
                .events
                .iter()
                .enumerate()
                .map(|(i, e)| wire::Event {
                    id: Id::new('v', firsts.event + i),
                    label: e.label.as_str().into(),
                    r#type: e.kind.as_str().into(),
                    mode: e.mode.map(Into::into),
                    cameo: e.cameo.into(),
                    actor_codes: e.actor_codes.iter().map(|c| c.as_str().into()).collect(),
                    recipient_codes: e.recipient_codes.iter().map(|c| c.as_str().into()).collect(),
                    contexts: e.contexts.iter().map(|&c| c.into()).collect(),
                    auxiliary: e.auxiliary.iter().map(|a| a.as_str().into()).collect(),
                    when: e.when.as_ref().map(|When { start, end, basis, evidence }| {
                        self.when(*start, *end, *basis, evidence)
                    }),
                    r#where: e.place.map(entity),
                    actors: e.actors.iter().map(|&a| entity(a)).collect(),
                    recipients: e.recipients.iter().map(|&a| entity(a)).collect(),
                    reports: e
                        .reports
                        .iter()
                        .filter_map(|r| {
                            Some(wire::Report {
                                cite: self.cite(r.cite)?,
                                voice: r.voice.as_str().into(),
                                source: r.source.map(entity),
                                certainty: r.certainty.as_str().into(),
                                polarity: r.polarity.as_str().into(),
                                presupposed: r.presupposed,
                            })
                        })
                        .collect(),
                    silent: documents(&e.silent),
                    core: e.core,
                    confidence: Number::share(e.confidence),
                    shown: e.shown,
                })
                .collect(),
            incidents: story
                .incidents
                .iter()
                .enumerate()
                .map(|(i, incident)| self.incident(firsts.incident + i, incident, firsts))
                .collect(),
            claims: story
                .claims
                .iter()
                .enumerate()
                .map(|(i, c)| wire::Claim {
                    id: Id::new('c', firsts.claim + i),
                    label: c.label.as_str().into(),
                    about: c.about.iter().map(|&v| event(v)).collect(),
                    positions: c
                        .positions
                        .iter()
                        .map(|p| wire::Position {
                            holder: p.holder.map(entity),
                            stance: p.stance.as_str().into(),
                            voice: p.voice.as_str().into(),
                            tense: p.tense.map(|t| t.as_str().into()),
                            presupposed: p.presupposed,
                            evidence: self.cites(&p.evidence),
                        })
                        .collect(),
                    confidence: Number::share(c.confidence),
                    shown: c.shown,
                })
                .collect(),
            quotations: story
                .quotations
                .iter()
                .enumerate()
                .map(|(i, q)| wire::Quotation {
                    id: Id::new('q', firsts.quotation + i),
                    speaker: q.speaker.map(entity),
                    kind: q.kind.as_str().into(),
                    variants: q
                        .variants
                        .iter()
                        .filter_map(|v| {
                            let cue = v.cue.and_then(|c| self.cite(c));
                            let naming = Some(v.naming.as_str().into());
                            Some(wire::Variant { cite: self.cite(v.cite)?, cue, naming })
                        })
                        .collect(),
                    differs: q.differs,
                    confidence: Number::share(q.confidence),
                    shown: q.shown,
                })
                .collect(),
            figures: story
                .figures
                .iter()
                .enumerate()
                .map(|(i, f)| wire::Figure {
                    id: Id::new('n', firsts.figure + i),
                    label: f.label.as_str().into(),
                    value: Number(f.value),
                    unit: f.unit.as_str().into(),
                    reports: self.cites(&f.reports),
                    shown: f.shown,
                })
                .collect(),
            disagreements: story
                .disagreements
                .iter()
                .enumerate()
                .map(|(i, x)| wire::Disagreement {
                    id: Id::new('x', firsts.disagreement + i),
                    kind: x.kind.as_str().into(),
                    about: x.about.map(event),
                    label: x.label.as_str().into(),
                    explanation: x.explanation.as_str().into(),
                    values: x
                        .values
                        .iter()
                        .map(|v| wire::Reading {
                            value: v.value.as_str().into(),
                            documents: documents(&v.documents),
                            evidence: self.cites(&v.evidence),
                        })
                        .collect(),
                    confidence: Number::share(x.confidence),
                    shown: x.shown,
                })
                .collect(),
            labels: story
                .labels
                .iter()
                .filter_map(|l| {
                    Some(wire::Label {
                        cite: self.cite(l.cite)?,
                        entity: entity(l.entity),
                        voice: l.voice.as_str().into(),
                        source: l.source.map(entity),
                        tone: l.tone.as_str().into(),
                    })
                })
                .collect(),
            links: story
                .links
                .iter()
                .map(|l| wire::Link {
                    kind: l.kind.as_str().into(),
                    documents: documents(&l.documents),
                    score: Number::share(l.score),
                    containment: l.kind.is_copy().then(|| Number::share(l.containment)),
                    words: l.kind.is_copy().then_some(l.words),
                    evidence: self.cites(&l.evidence),
                    name: l.name.as_deref().map(Into::into),
                })
                .collect(),
            origins: story
                .origins
                .iter()
                .map(|o| wire::Origin {
                    documents: documents(&o.documents),
                    why: o.why.as_str().into(),
                })
                .collect(),
        }
    }
}
