//! The pages: what of the case each of them shows.

use axum::extract::{FromRequestParts, Path, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::Markup;
use rashomon_store::{ArticleId, EntityId, Order, Overview, StoryId};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::access::User;
use crate::fault::Fault;
use crate::pages::{self, Frame, Part};
use crate::state::App;
use crate::{metrics as numbers, statics};

/// Rows of a list on one page.
const ROWS: u64 = 50;

/// Changes on their page.
const CHANGES: u64 = 100;

/// Places on the map.
const PLACES: u64 = 500;

/// What an address says behind its question mark; what it says wrong is a [`Fault`].
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let Query(asked) = Query::from_request_parts(parts, state).await?;
        Ok(Self(asked))
    }
}

/// Whoever asks; known wherever [`crate::access::permit`] let them in.
impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let user = parts.extensions.get::<Self>().copied();
        user.ok_or_else(|| Fault::new(StatusCode::UNAUTHORIZED, "Sign in first."))
    }
}

/// Spares a browser what it has: pages change when the case does, and with the program.
pub(crate) async fn tagged(
    State(app): State<App>,
    user: User,
    request: Request,
    next: Next,
) -> Response {
    let overview = match app.readers.read(rashomon_store::Reader::overview).await {
        Ok(overview) => overview,
        Err(fault) => return fault.into_response(),
    };
    let tag = tag(&overview, user);
    let has = request.headers().get_all(header::IF_NONE_MATCH).iter();
    let mut has = has.filter_map(|has| has.to_str().ok()).flat_map(|has| has.split(','));
    let mut response = if has.any(|has| has.trim() == tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        next.run(request).await
    };
    if (response.status() == StatusCode::OK || response.status() == StatusCode::NOT_MODIFIED)
        && let Ok(tag) = HeaderValue::from_str(&tag)
    {
        response.headers_mut().insert(header::ETAG, tag);
        response
            .headers_mut()
            .insert(header::VARY, HeaderValue::from_static("cookie, authorization"));
    }
    response
}

fn tag(overview: &Overview, user: User) -> String {
    let Overview { change, articles, waiting, failures, .. } = overview;
    format!("W/\"{}-{change}-{articles}-{waiting}-{failures}-{}\"", statics::edition(), user.role)
}

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct Listed {
    #[serde(default)]
    order: Order,
    page: Option<u32>,
    kind: Option<String>,
    name: Option<String>,
    q: Option<String>,
}

impl Listed {
    fn part(&self) -> Part {
        Part { page: self.page.unwrap_or(1).max(1), rows: ROWS, total: 0 }
    }
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn id<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, Fault> {
    text.parse().map_err(|_| Fault::missing(what))
}

pub(crate) async fn stories(
    State(app): State<App>,
    user: User,
    Asked(listed): Asked<Listed>,
) -> Result<Markup, Fault> {
    let mut part = listed.part();
    let order = listed.order;
    let (overview, (total, rows), news) = app
        .readers
        .read(move |reader| {
            let rows = reader.stories(order, part.offset(), ROWS)?;
            Ok((reader.overview()?, rows, reader.latest(CHANGES)?))
        })
        .await?;
    part.total = total;
    Ok(pages::stories(&Frame::of(&app, Some(user), "/"), &overview, order, part, &rows, &news))
}

pub(crate) async fn story(
    State(app): State<App>,
    user: User,
    Path(story): Path<String>,
) -> Result<Response, Fault> {
    let story: StoryId = id(&story, "story")?;
    let found = app
        .readers
        .read(move |reader| {
            Ok(match (reader.story(story)?, reader.page(story)?) {
                (Some(row), Some(body)) => Ok((row, body)),
                _ => Err(reader.joined(story)?),
            })
        })
        .await?;
    match found {
        Ok((row, body)) => {
            Ok(pages::story(&Frame::of(&app, Some(user), "/"), &row, &body).into_response())
        }
        // a story that was joined to another is read there
        Err(Some(story)) => Ok(Redirect::permanent(&format!("/stories/{story}")).into_response()),
        Err(None) => Err(Fault::missing("story")),
    }
}

pub(crate) async fn revisions(
    State(app): State<App>,
    user: User,
    Path(story): Path<String>,
) -> Result<Markup, Fault> {
    let story: StoryId = id(&story, "story")?;
    let (row, revisions) = app
        .readers
        .read(move |reader| Ok((reader.story(story)?, reader.revisions(story)?)))
        .await?;
    let row = row.ok_or_else(|| Fault::missing("story"))?;
    Ok(pages::revisions(&Frame::of(&app, Some(user), "/"), &row, &revisions))
}

pub(crate) async fn articles(
    State(app): State<App>,
    user: User,
    Asked(listed): Asked<Listed>,
) -> Result<Markup, Fault> {
    let mut part = listed.part();
    let (total, rows) =
        app.readers.read(move |reader| reader.articles(part.offset(), ROWS)).await?;
    part.total = total;
    Ok(pages::articles(&Frame::of(&app, Some(user), "/articles"), part, &rows))
}

/// What is pointed at in an article: code points, `?from=12&to=40`.
#[derive(Debug, Deserialize)]
pub(crate) struct Pointed {
    from: Option<u32>,
    to: Option<u32>,
}

pub(crate) async fn article(
    State(app): State<App>,
    user: User,
    Path(article): Path<String>,
    Asked(Pointed { from, to }): Asked<Pointed>,
) -> Result<Markup, Fault> {
    let article: ArticleId = id(&article, "article")?;
    let found = app
        .readers
        .read(move |reader| {
            let Some(text) = reader.article(article)? else { return Ok(None) };
            let story = text.row.story.map(|story| reader.story(story)).transpose()?.flatten();
            Ok(Some((text, story)))
        })
        .await?;
    let (text, story) = found.ok_or_else(|| Fault::missing("article"))?;
    let here = from.zip(to).filter(|(from, to)| from < to);
    Ok(pages::article(&Frame::of(&app, Some(user), "/articles"), &text, story.as_ref(), here))
}

/// The bytes of an article as they came: to be kept, never to be shown or run.
pub(crate) async fn source(
    State(app): State<App>,
    Path(article): Path<String>,
) -> Result<Response, Fault> {
    let article: ArticleId = id(&article, "article")?;
    let found = app.readers.read(move |reader| reader.source(article)).await?;
    let (bytes, media_type) = found.ok_or_else(|| Fault::missing("article"))?;
    let ending = match media_type.as_str() {
        "text/html" => "html",
        "text/plain" => "txt",
        "application/json" => "json",
        "message/rfc822" => "eml",
        _ => "xml",
    };
    let name = format!("attachment; filename=\"{article}.{ending}\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(|e| Fault::ours(&e))?),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'"),
        ),
    ];
    Ok((headers, bytes).into_response())
}

pub(crate) async fn entities(
    State(app): State<App>,
    user: User,
    Asked(listed): Asked<Listed>,
) -> Result<Markup, Fault> {
    let mut part = listed.part();
    let (kind, name) = (filled(listed.kind), filled(listed.name));
    let (of, with) = (kind.clone(), name.clone());
    let (total, rows) = app
        .readers
        .read(move |reader| reader.entities(of.as_deref(), with.as_deref(), part.offset(), ROWS))
        .await?;
    part.total = total;
    let frame = Frame::of(&app, Some(user), "/entities");
    Ok(pages::entities(&frame, part, kind.as_deref(), name.as_deref(), &rows))
}

pub(crate) async fn entity(
    State(app): State<App>,
    user: User,
    Path(entity): Path<String>,
) -> Result<Markup, Fault> {
    let entity: EntityId = id(&entity, "entity")?;
    let found = app.readers.read(move |reader| reader.entity(entity)).await?;
    let found = found.ok_or_else(|| Fault::missing("entity"))?;
    Ok(pages::entity(&Frame::of(&app, Some(user), "/entities"), &found))
}

pub(crate) async fn search(
    State(app): State<App>,
    user: User,
    Asked(listed): Asked<Listed>,
) -> Result<(StatusCode, Markup), Fault> {
    let mut part = listed.part();
    let frame = Frame::of(&app, Some(user), "/search");
    let Some(q) = filled(listed.q) else {
        return Ok((StatusCode::OK, pages::search(&frame, "", part, Ok(None))));
    };
    match q.parse::<rashomon_store::Query>() {
        Ok(query) => {
            let found =
                app.readers.read(move |reader| reader.search(&query, part.offset(), ROWS)).await?;
            part.total = found.total;
            Ok((StatusCode::OK, pages::search(&frame, &q, part, Ok(Some(&found)))))
        }
        Err(error) => Ok((StatusCode::BAD_REQUEST, pages::search(&frame, &q, part, Err(&error)))),
    }
}

pub(crate) async fn map(State(app): State<App>, user: User) -> Result<Markup, Fault> {
    let places = app.readers.read(|reader| reader.places(PLACES)).await?;
    Ok(pages::map(&Frame::of(&app, Some(user), "/map"), &places))
}

pub(crate) async fn changes(State(app): State<App>, user: User) -> Result<Markup, Fault> {
    let changes = app.readers.read(|reader| reader.latest(CHANGES)).await?;
    Ok(pages::changes(&Frame::of(&app, Some(user), "/changes"), &changes))
}

/// Whether the case can be read.
pub(crate) async fn health(State(app): State<App>) -> Result<Response, Fault> {
    app.readers.read(rashomon_store::Reader::overview).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response())
}

pub(crate) async fn metrics(State(app): State<App>) -> Result<Response, Fault> {
    let overview = app.readers.read(rashomon_store::Reader::overview).await?;
    let text = app.metrics.text(&overview, app.desk.jobs.open()).map_err(|e| Fault::ours(&e))?;
    Ok(([(header::CONTENT_TYPE, numbers::MEDIA_TYPE)], text).into_response())
}

/// The address that readers reach the server by: the one that it was told, or the one that was asked.
pub(crate) fn base(app: &App, headers: &HeaderMap) -> String {
    if let Some(url) = &app.options.url {
        return url.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    format!("http://{}", host.unwrap_or("localhost"))
}
