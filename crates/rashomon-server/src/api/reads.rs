use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use rashomon_store::{
    ArticleId, ArticleRow, ArticleText, ChangeRow, Entity, EntityId, EntityRow, FailureRow, Found,
    Order, Overview, PlaceRow, Query, RevisionRow, StoryId, StoryRow, Watch,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Refused;
use crate::fault::Fault;
use crate::state::App;
use crate::views::Asked;
use crate::work::{Job, JobId};

/// Rows of an answer where nobody says how many.
const ROWS: u64 = 50;

/// The most that may be asked for.
const MOST: u64 = 500;

/// The furthest into a list.
const FURTHEST: u64 = 1_000_000_000;

/// Some rows of a list, and how many there are.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Rows<T> {
    /// How many there are.
    total: u64,
    /// Those asked for.
    rows: Vec<T>,
}

impl<T> Rows<T> {
    fn of((total, rows): (u64, Vec<T>)) -> Json<Self> {
        Json(Self { total, rows })
    }
}

/// Which rows of a list are wanted.
fn window(offset: Option<u64>, limit: Option<u64>) -> Result<(u64, u64), Fault> {
    let (offset, limit) = (offset.unwrap_or(0), limit.unwrap_or(ROWS));
    if offset > FURTHEST {
        return Err(Fault::bad(format!("offset: at most {FURTHEST}")));
    }
    if !(1..=MOST).contains(&limit) {
        return Err(Fault::bad(format!("limit: from 1 to {MOST}")));
    }
    Ok((offset, limit))
}

fn id<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, Fault> {
    text.parse().map_err(|_| Fault::missing(what))
}

/// What the case holds, in numbers
#[utoipa::path(get, path = "/api/v1/overview", tag = "read", responses((status = 200, body = Overview), Refused))]
pub(super) async fn overview(State(app): State<App>) -> Result<Json<Overview>, Fault> {
    app.readers.read(rashomon_store::Reader::overview).await.map(Json)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct StoriesAsked {
    /// Last changed first (`changed`), latest day first (`day`), most outlets or disagreements first
    #[param(inline)]
    order: Option<Order>,
    /// Rows to pass over
    #[param(maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// Rows to give
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u64>,
}

/// The stories
#[utoipa::path(get, path = "/api/v1/stories", tag = "read", params(StoriesAsked), responses((status = 200, body = Rows<StoryRow>), Refused))]
pub(super) async fn stories(
    State(app): State<App>,
    Asked(asked): Asked<StoriesAsked>,
) -> Result<Json<Rows<StoryRow>>, Fault> {
    let (offset, limit) = window(asked.offset, asked.limit)?;
    let order = asked.order.unwrap_or_default();
    app.readers.read(move |reader| reader.stories(order, offset, limit)).await.map(Rows::of)
}

/// A story, and the articles that tell it
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StoryTold {
    #[serde(flatten)]
    story: StoryRow,
    /// In the order of its page.
    told_by: Vec<ArticleRow>,
}

/// A story; one that was joined to another answers as that one
#[utoipa::path(get, path = "/api/v1/stories/{story}", tag = "read", params(("story" = StoryId, Path, description = "Its id")), responses((status = 200, body = StoryTold), Refused))]
pub(super) async fn story(
    State(app): State<App>,
    Path(story): Path<String>,
) -> Result<Json<StoryTold>, Fault> {
    let story: StoryId = id(&story, "story")?;
    let found = app
        .readers
        .read(move |reader| {
            let story = match reader.story(story)? {
                Some(row) => Some(row),
                None => {
                    reader.joined(story)?.map(|other| reader.story(other)).transpose()?.flatten()
                }
            };
            let Some(story) = story else { return Ok(None) };
            let told_by = reader.articles_of(story.id)?;
            Ok(Some(StoryTold { story, told_by }))
        })
        .await?;
    found.map(Json).ok_or_else(|| Fault::missing("story"))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DossierAsked {
    /// An earlier telling; the last one without it
    #[param(minimum = 1, maximum = 1_000_000_000)]
    revision: Option<u64>,
}

/// The dossier of a story: everything that is told of it, every statement with its passages
#[utoipa::path(get, path = "/api/v1/stories/{story}/dossier", tag = "read", params(("story" = StoryId, Path, description = "Its id"), DossierAsked), responses((status = 200, body = serde_json::Value, description = "As `dossier.json` of a run"), Refused))]
pub(super) async fn dossier(
    State(app): State<App>,
    Path(story): Path<String>,
    Asked(asked): Asked<DossierAsked>,
) -> Result<Response, Fault> {
    let story: StoryId = id(&story, "story")?;
    let revision = asked.revision;
    if revision.is_some_and(|revision| !(1..=FURTHEST).contains(&revision)) {
        return Err(Fault::bad(format!("revision: from 1 to {FURTHEST}")));
    }
    let found = app.readers.read(move |reader| reader.dossier(story, revision)).await?;
    let json = found.ok_or_else(|| Fault::missing("story or revision"))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
}

/// How often a story was told, the last time first
#[utoipa::path(get, path = "/api/v1/stories/{story}/revisions", tag = "read", params(("story" = StoryId, Path, description = "Its id")), responses((status = 200, body = Vec<RevisionRow>), Refused))]
pub(super) async fn revisions(
    State(app): State<App>,
    Path(story): Path<String>,
) -> Result<Json<Vec<RevisionRow>>, Fault> {
    let story: StoryId = id(&story, "story")?;
    let found = app
        .readers
        .read(move |reader| reader.story(story)?.map(|_| reader.revisions(story)).transpose())
        .await?;
    found.map(Json).ok_or_else(|| Fault::missing("story"))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ChangesAsked {
    /// The number of the last change that is known already
    #[param(maximum = 1_000_000_000)]
    after: Option<u64>,
    /// Rows to give
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u64>,
}

/// Changes of the case in their order: stories told for the first time, told anew, or joined to others
#[utoipa::path(get, path = "/api/v1/changes", tag = "read", params(ChangesAsked), responses((status = 200, body = Vec<ChangeRow>), Refused))]
pub(super) async fn changes(
    State(app): State<App>,
    Asked(asked): Asked<ChangesAsked>,
) -> Result<Json<Vec<ChangeRow>>, Fault> {
    let (after, limit) = window(asked.after, asked.limit)?;
    app.readers.read(move |reader| reader.changes(after, limit)).await.map(Json)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListAsked {
    /// Rows to pass over
    #[param(maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// Rows to give
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u64>,
}

/// The articles, the last stored first
#[utoipa::path(get, path = "/api/v1/articles", tag = "read", params(ListAsked), responses((status = 200, body = Rows<ArticleRow>), Refused))]
pub(super) async fn articles(
    State(app): State<App>,
    Asked(asked): Asked<ListAsked>,
) -> Result<Json<Rows<ArticleRow>>, Fault> {
    let (offset, limit) = window(asked.offset, asked.limit)?;
    app.readers.read(move |reader| reader.articles(offset, limit)).await.map(Rows::of)
}

/// An article with its text
#[utoipa::path(get, path = "/api/v1/articles/{article}", tag = "read", params(("article" = ArticleId, Path, description = "Its id")), responses((status = 200, body = ArticleText), Refused))]
pub(super) async fn article(
    State(app): State<App>,
    Path(article): Path<String>,
) -> Result<Json<ArticleText>, Fault> {
    let article: ArticleId = id(&article, "article")?;
    let found = app.readers.read(move |reader| reader.article(article)).await?;
    found.map(Json).ok_or_else(|| Fault::missing("article"))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchAsked {
    /// What is searched for: `vessels AND actor:malta after:2024-04-01`
    #[param(max_length = 1000)]
    q: String,
    /// Sentences to pass over
    #[param(maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// Sentences to give
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u64>,
}

/// Sentences that fit a query
#[utoipa::path(get, path = "/api/v1/search", tag = "read", params(SearchAsked), responses((status = 200, body = Found), Refused))]
pub(super) async fn search(
    State(app): State<App>,
    Asked(asked): Asked<SearchAsked>,
) -> Result<Json<Found>, Fault> {
    let (offset, limit) = window(asked.offset, asked.limit)?;
    let query: Query = asked.q.parse().map_err(|error| Fault::bad(format!("q: {error}")))?;
    app.readers.read(move |reader| reader.search(&query, offset, limit)).await.map(Json)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EntitiesAsked {
    /// `person`, `organization`, `geopolitical`, `place`, `group`, `other`
    kind: Option<String>,
    /// A word of one of its names
    name: Option<String>,
    /// Rows to pass over
    #[param(maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// Rows to give
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u64>,
}

/// Persons, bodies, states, groups and places, those of most articles first
#[utoipa::path(get, path = "/api/v1/entities", tag = "read", params(EntitiesAsked), responses((status = 200, body = Rows<EntityRow>), Refused))]
pub(super) async fn entities(
    State(app): State<App>,
    Asked(asked): Asked<EntitiesAsked>,
) -> Result<Json<Rows<EntityRow>>, Fault> {
    let (offset, limit) = window(asked.offset, asked.limit)?;
    let EntitiesAsked { kind, name, .. } = asked;
    let read = app
        .readers
        .read(move |reader| reader.entities(kind.as_deref(), name.as_deref(), offset, limit));
    read.await.map(Rows::of)
}

/// An entity over all stories
#[utoipa::path(get, path = "/api/v1/entities/{entity}", tag = "read", params(("entity" = EntityId, Path, description = "Its id")), responses((status = 200, body = Entity), Refused))]
pub(super) async fn entity(
    State(app): State<App>,
    Path(entity): Path<String>,
) -> Result<Json<Entity>, Fault> {
    let entity: EntityId = id(&entity, "entity")?;
    let found = app.readers.read(move |reader| reader.entity(entity)).await?;
    found.map(Json).ok_or_else(|| Fault::missing("entity"))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlacesAsked {
    /// Places to give
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u64>,
}

/// Places, those of most articles first
#[utoipa::path(get, path = "/api/v1/places", tag = "read", params(PlacesAsked), responses((status = 200, body = Vec<PlaceRow>), Refused))]
pub(super) async fn places(
    State(app): State<App>,
    Asked(asked): Asked<PlacesAsked>,
) -> Result<Json<Vec<PlaceRow>>, Fault> {
    let (_, limit) = window(None, asked.limit)?;
    app.readers.read(move |reader| reader.places(limit)).await.map(Json)
}

/// What could not be read, the last first
#[utoipa::path(get, path = "/api/v1/failures", tag = "read", params(ListAsked), responses((status = 200, body = Rows<FailureRow>), Refused))]
pub(super) async fn failures(
    State(app): State<App>,
    Asked(asked): Asked<ListAsked>,
) -> Result<Json<Rows<FailureRow>>, Fault> {
    let (offset, limit) = window(asked.offset, asked.limit)?;
    app.readers.read(move |reader| reader.failures(offset, limit)).await.map(Rows::of)
}

/// Addresses that are watched
#[utoipa::path(get, path = "/api/v1/watches", tag = "read", responses((status = 200, body = Vec<Watch>), Refused))]
pub(super) async fn watches(State(app): State<App>) -> Result<Json<Vec<Watch>>, Fault> {
    app.readers.read(rashomon_store::Reader::watches).await.map(Json)
}

/// What was handed in since the server started, the last first
#[utoipa::path(get, path = "/api/v1/jobs", tag = "read", responses((status = 200, body = Vec<Job>), Refused))]
pub(super) async fn jobs(State(app): State<App>) -> Json<Vec<Job>> {
    Json(app.desk.jobs.all())
}

/// What became of one thing that was handed in
#[utoipa::path(get, path = "/api/v1/jobs/{job}", tag = "read", params(("job" = JobId, Path, description = "Its id")), responses((status = 200, body = Job), Refused))]
pub(super) async fn job(
    State(app): State<App>,
    Path(job): Path<String>,
) -> Result<Json<Job>, Fault> {
    let job: JobId = id(&job, "job")?;
    app.desk.jobs.get(job).map(Json).ok_or_else(|| Fault::missing("job"))
}
