//! Events as rows, for those who count them.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float32Builder, Float64Builder, Int32Builder, Int64Builder,
    ListBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, SchemaRef};
use rashomon_reconcile::Dossier;
use rashomon_reconcile::dossier::{
    Entity, EntityId, Event, EventId, Polarity, Stance, Story, Voice,
};
use rashomon_text::time::day_number;

use super::tables::{field, list, schema};

/// `events`: what is said to have happened, a row an event that pages for people show.
///
/// Types, modes, contexts and auxiliary modes are PLOVER's, `cameo` the code of CAMEO. `documents` tell the event,
/// `own_voice` of them in their own voice; `denied`: somebody denies a claim about it.
pub fn events_schema() -> SchemaRef {
    use DataType::{Boolean, Date32, Float32, Float64, Int32, Int64, Utf8};
    schema([
        field("story", Int64, false),
        field("event", Utf8, false),
        field("type", Utf8, false),
        field("mode", Utf8, true),
        list("contexts", Utf8),
        list("auxiliary", Utf8),
        field("cameo", Utf8, false),
        field("label", Utf8, false),
        field("first_day", Date32, true),
        field("last_day", Date32, true),
        list("actors", Utf8),
        list("actor_codes", Utf8),
        list("recipients", Utf8),
        list("recipient_codes", Utf8),
        field("place", Utf8, true),
        field("latitude", Float64, true),
        field("longitude", Float64, true),
        field("documents", Int32, false),
        field("outlets", Int32, false),
        field("own_voice", Int32, false),
        field("denied", Boolean, false),
        field("confidence", Float32, false),
    ])
}

/// Builds a table of events.
#[derive(Debug, Default)]
pub(super) struct Events {
    story: Int64Builder,
    /// event, type, mode, cameo, label, place
    texts: [StringBuilder; 6],
    /// contexts, auxiliary, actors, actor_codes, recipients, recipient_codes
    lists: [ListBuilder<StringBuilder>; 6],
    days: [Date32Builder; 2],
    point: [Float64Builder; 2],
    counts: [Int32Builder; 3],
    denied: BooleanBuilder,
    confidence: Float32Builder,
}

impl Events {
    /// Adds the events of a story.
    pub(super) fn push(&mut self, number: i64, story: &Story, dossier: &Dossier) {
        for (n, event) in story.events.iter().enumerate().filter(|(_, event)| event.shown) {
            self.story.append_value(number);
            self.event(n, event, story, dossier);
        }
    }

    fn event(&mut self, n: usize, event: &Event, story: &Story, dossier: &Dossier) {
        let entity = |id: EntityId| -> &Entity { &dossier.entities[id.index()] };
        let names = |ids: &[EntityId]| -> Vec<String> {
            ids.iter().map(|id| entity(*id).name.clone()).collect()
        };
        let place = event.place.map(entity);
        let texts = [
            Some(format!("v{}", n + 1)),
            Some(event.kind.as_str().to_owned()),
            event.mode.map(str::to_owned),
            Some(event.cameo.to_owned()),
            Some(event.label.clone()),
            place.map(|place| place.name.clone()),
        ];
        for (column, text) in self.texts.iter_mut().zip(texts) {
            column.append_option(text);
        }
        let lists = [
            event.contexts.iter().map(|it| (*it).to_owned()).collect(),
            event.auxiliary.iter().map(|it| it.as_str().to_owned()).collect(),
            names(&event.actors),
            event.actor_codes.clone(),
            names(&event.recipients),
            event.recipient_codes.clone(),
        ];
        for (column, texts) in self.lists.iter_mut().zip(lists) {
            column.append_value(texts.into_iter().map(Some));
        }
        let when = event.when.as_ref();
        let [first, last] = &mut self.days;
        first.append_option(when.map(|when| day_number(when.start)));
        last.append_option(when.map(|when| day_number(when.end)));
        let point = place.and_then(|place| place.location.as_ref()).map(|it| it.point.degrees());
        let [latitude, longitude] = &mut self.point;
        latitude.append_option(point.map(|(latitude, _)| latitude));
        longitude.append_option(point.map(|(_, longitude)| longitude));
        let told = event.reports.iter().filter(|it| it.polarity == Polarity::Positive);
        let documents: BTreeSet<_> = told.clone().map(|it| it.cite.doc).collect();
        let own: BTreeSet<_> =
            told.filter(|it| it.voice == Voice::Own).map(|it| it.cite.doc).collect();
        let outlet = |doc: &rashomon_text::DocId| {
            Some(dossier.documents[doc.index()].outlet.as_ref()?.name.as_str())
        };
        let outlets: BTreeSet<_> = documents.iter().filter_map(outlet).collect();
        for (column, n) in self.counts.iter_mut().zip([documents.len(), outlets.len(), own.len()]) {
            column.append_value(i32::try_from(n).unwrap_or(i32::MAX));
        }
        let id = EventId(n as u32);
        let mut claims =
            story.claims.iter().filter(|claim| claim.shown && claim.about.contains(&id));
        let denies = |stance: Stance| stance == Stance::Denies;
        self.denied
            .append_value(claims.any(|claim| claim.positions.iter().any(|it| denies(it.stance))));
        self.confidence.append_value(event.confidence);
    }

    pub(super) fn finish(&mut self) -> RecordBatch {
        let [event, kind, mode, cameo, label, place] =
            self.texts.each_mut().map(|it| -> ArrayRef { Arc::new(it.finish()) });
        let [contexts, auxiliary, actors, actor_codes, recipients, recipient_codes] =
            self.lists.each_mut().map(|it| -> ArrayRef { Arc::new(it.finish()) });
        let [first, last] = self.days.each_mut().map(|it| -> ArrayRef { Arc::new(it.finish()) });
        let [latitude, longitude] =
            self.point.each_mut().map(|it| -> ArrayRef { Arc::new(it.finish()) });
        let [documents, outlets, own] =
            self.counts.each_mut().map(|it| -> ArrayRef { Arc::new(it.finish()) });
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.story.finish()),
            event,
            kind,
            mode,
            contexts,
            auxiliary,
            cameo,
            label,
            first,
            last,
            actors,
            actor_codes,
            recipients,
            recipient_codes,
            place,
            latitude,
            longitude,
            documents,
            outlets,
            own,
            Arc::new(self.denied.finish()),
            Arc::new(self.confidence.finish()),
        ];
        RecordBatch::try_new(events_schema(), columns).expect("columns as the schema has them")
    }
}
