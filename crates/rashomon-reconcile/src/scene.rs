//! What all modules of one story see.

use rashomon_extract::{
    Account,
    account::{self, MentionId, TimeId},
};
use rashomon_text::{Cite, DocId, Published, Span, TimeValue};

use crate::dossier::{self, EntityId};

/// One story with everything decided before its events: who is who, and which day is which.
///
/// The slices that are indexed by document hold the whole run; [`Scene::documents`] says which of
/// them belong to the story.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// All accounts of the run in canonical order: `DocId(i)` is `accounts[i]`.
    pub accounts: &'a [Account],
    /// The documents of this story, sorted.
    pub documents: &'a [DocId],
    /// Per document: the entity of the dossier behind each entity of the account.
    pub entity_of: &'a [Vec<EntityId>],
    /// Entities over all documents.
    pub entities: &'a [dossier::Entity],
    /// Per document: the day of publication, with those worked out from the other documents.
    pub published: &'a [Option<Published>],
    /// Per document and [`TimeId`]: the days meant, anchored at the decided day of publication.
    pub times: &'a [Vec<Option<TimeValue>>],
}

impl<'a> Scene<'a> {
    /// The account of `doc`.
    pub fn account(&self, doc: DocId) -> &'a Account {
        &self.accounts[doc.index()]
    }

    /// The story's documents with their accounts, in canonical order.
    pub fn accounts(&self) -> impl Iterator<Item = (DocId, &'a Account)> + use<'a> {
        let (accounts, documents) = (self.accounts, self.documents);
        documents.iter().map(move |&doc| (doc, &accounts[doc.index()]))
    }

    /// Where `doc` stands among the story's documents.
    pub fn position(&self, doc: DocId) -> Option<usize> {
        self.documents.binary_search(&doc).ok()
    }

    /// The entity of the dossier that a mention of `doc` refers to.
    pub fn entity(&self, doc: DocId, mention: MentionId) -> EntityId {
        let local = self.accounts[doc.index()].entity_of(mention);
        self.entity_of[doc.index()][local.index()]
    }

    /// The days that a time expression of `doc` means, where they are known.
    pub fn time(&self, doc: DocId, time: TimeId) -> Option<TimeValue> {
        self.times[doc.index()].get(time.index()).copied().flatten()
    }

    /// The decided day of publication of `doc`, where it is one day.
    pub fn day(&self, doc: DocId) -> Option<rashomon_text::Date> {
        let published = self.published[doc.index()].as_ref()?;
        (published.start == published.end).then_some(published.start)
    }

    /// The words under a cite.
    pub fn slice(&self, cite: Cite) -> &'a str {
        self.accounts[cite.doc.index()].slice(cite.span)
    }

    /// The sentence with this number in `doc`.
    pub fn sentence(&self, doc: DocId, sentence: u32) -> Span {
        self.accounts[doc.index()].sentences[sentence as usize].span
    }
}

/// Which event of the story each document's reports became.
#[derive(Clone, Debug, Default)]
pub struct EventLinks {
    /// Per document of the story (in the order of [`Scene::documents`]) and
    /// [`account::EventId`]: the story's event, `None` where the report was set aside.
    pub events: Vec<Vec<Option<dossier::EventId>>>,
}

impl EventLinks {
    /// The story's event behind an event of one document's account.
    pub fn get(
        &self,
        scene: &Scene<'_>,
        doc: DocId,
        event: account::EventId,
    ) -> Option<dossier::EventId> {
        *self.events.get(scene.position(doc)?)?.get(event.index())?
    }
}
