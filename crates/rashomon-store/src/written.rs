//! A story as it is written: dossier, page and what changed.

use rashomon_reconcile::Dossier;
use rashomon_render::{
    Base, HtmlOptions, JsonOptions, Links, json,
    revision::{Change, Revised, Way},
};

use crate::{ArticleId, EntityId, Error, StoryId, pack, told::Told};

/// A story with all that its page and rows need.
pub(crate) struct Prepared {
    pub(crate) story: StoryId,
    pub(crate) revision: i64,
    /// The dossier of the telling before.
    pub(crate) before: Option<Vec<u8>>,
    pub(crate) members: Vec<i64>,
    pub(crate) dossier: Dossier,
    pub(crate) articles: Vec<ArticleId>,
    pub(crate) entities: Vec<Option<EntityId>>,
}

/// A story as it is stored.
pub(crate) struct Written {
    pub(crate) prepared: Prepared,
    pub(crate) told: Told,
    pub(crate) json: Vec<u8>,
    pub(crate) page: Vec<u8>,
    pub(crate) lines: Vec<String>,
}

impl Prepared {
    /// Renders it, with the user's names that it was told with.
    pub(crate) fn written(self, digest: &str) -> Result<Written, Error> {
        let mut options = JsonOptions::default();
        options.generator_options.insert("text".to_owned(), true.into());
        if !digest.is_empty() {
            options.generator_options.insert("kb".to_owned(), digest.into());
        }
        let wire = json::wire(&self.dossier, &options);
        let base = self.before.as_deref().map(base).transpose()?.flatten();
        let revision = base.map(|base| rashomon_render::revision(&base, &wire));
        let lines = revision.iter().flat_map(|it| &it.stories).flat_map(lines).collect();
        let links = Links {
            documents: self.articles.iter().map(|id| format!("/articles/{id}")).collect(),
            entities: self
                .entities
                .iter()
                .map(|id| Some(format!("/entities/{}", (*id)?)))
                .collect(),
        };
        let page = rashomon_render::html_body(
            &self.dossier,
            HtmlOptions { text: false, revision: revision.as_ref(), links: Some(&links) },
        );
        let json = pack::packed(json::written(&wire).as_bytes());
        let told = Told::new(&self.dossier, &self.articles);
        Ok(Written { told, json, page: pack::packed(page.as_bytes()), lines, prepared: self })
    }
}

/// A telling before; `None` where it is of another form.
fn base(packed: &[u8]) -> Result<Option<Base>, Error> {
    let bytes = pack::unpacked(packed)?;
    let dossier = serde_json::from_slice(&bytes).ok();
    Ok(dossier.map(|dossier| Base { sha256: rashomon_ingest::digest(&bytes), dossier }))
}

/// What changed, a line each.
fn lines(revised: &Revised<'_>) -> Vec<String> {
    let line = |change: &Change<'_>| {
        let what = match (change.change, &*change.of) {
            (Way::Added, "account") => "new account",
            (Way::Dropped, "account") => "account gone",
            (Way::Changed, "account") => "account changed",
            (_, "story") => return change.text.to_string(),
            (Way::Added, of) => return format!("new {of}: {}", change.text),
            (Way::Changed, of) => return format!("{of} told otherwise: {}", change.text),
            (Way::Dropped, of) => return format!("{of} no longer told: {}", change.text),
        };
        format!("{what}: {}", change.text)
    };
    revised.changes.iter().map(line).collect()
}
