use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::StreamExt as _;
use rashomon_ingest::Given;
use serde::Deserialize;
use url::Url;
use utoipa::{IntoParams, ToSchema};

use super::Refused;
use crate::access::origin::a_form_can_send;
use crate::fault::Fault;
use crate::state::App;
use crate::views::Asked;
use crate::work::{Incoming, Job, shown};

/// Addresses that are taken at once.
const ADDRESSES: usize = 500;

/// Longest address, in bytes.
const LONGEST: usize = 2000;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UploadAsked {
    /// The file's name; its ending says what it is
    #[param(max_length = 1000)]
    name: String,
    /// The headline of a text that does not say it
    #[param(max_length = 1000)]
    title: Option<String>,
    /// Who published it
    #[param(max_length = 1000)]
    outlet: Option<String>,
    /// Its address
    #[param(max_length = 2000, pattern = "^https?://")]
    url: Option<String>,
    /// The day it was published, `2022-09-07`
    #[param(format = Date, value_type = Option<String>)]
    published: Option<String>,
}

/// Hands in a file: a text, a page, JSON Lines, WARC, a feed, mail
///
/// The body is the file as it is. A content type that a form of a web page can send is refused.
#[utoipa::path(
    post,
    path = "/api/v1/uploads",
    tag = "add",
    params(UploadAsked),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 202, body = Job, headers(("location" = String, description = "The job"))), Refused)
)]
pub(super) async fn upload(
    State(app): State<App>,
    Asked(asked): Asked<UploadAsked>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    if a_form_can_send(&headers) {
        return Err(Fault::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send the file as it is, with Content-Type: application/octet-stream.",
        ));
    }
    let published = asked.published.map(|day| day.parse()).transpose();
    let given = Given {
        title: asked.title,
        outlet: asked.outlet,
        url: asked.url.map(|url| address(&url)).transpose()?,
        published: published.map_err(|_| Fault::bad("published: a day, as 2022-09-07"))?,
    };
    for text in
        [Some(&asked.name), given.title.as_ref(), given.outlet.as_ref()].into_iter().flatten()
    {
        if text.chars().count() > 1000 {
            return Err(Fault::bad("name, title and outlet: at most 1000 characters"));
        }
    }
    let most = app.options.limits.upload;
    let told =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if told.is_some_and(|bytes: u64| bytes > most) {
        return Err(Fault::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("At most {} MiB are taken at once; split the file.", most >> 20),
        ));
    }
    let mut file = Incoming::new(&app.desk, shown(&asked.name), most).await?;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| Fault::bad(format!("The body broke off: {error}")))?;
        file.write(&chunk).await?;
    }
    let upload = file.end(given).await?;
    if upload.space.bytes() == 0 {
        return Err(Fault::bad("The body is empty; send the file as it is."));
    }
    Ok(accepted(&app.desk.read(upload)?))
}

/// Addresses to read
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PagesAsked {
    /// Pages; or feeds, outlines and sitemaps, which lead to pages.
    #[schema(min_items = 1, max_items = 500, value_type = Vec<Address>)]
    urls: Vec<String>,
}

/// Hands in addresses of pages to be fetched and read
#[utoipa::path(
    post,
    path = "/api/v1/pages",
    tag = "add",
    request_body = PagesAsked,
    responses((status = 202, body = Job, headers(("location" = String, description = "The job"))), Refused)
)]
pub(super) async fn pages(
    State(app): State<App>,
    asked: Result<Json<PagesAsked>, JsonRejection>,
) -> Result<Response, Fault> {
    let Json(PagesAsked { urls }) = asked?;
    Ok(accepted(&app.desk.fetch(addresses(&urls)?)?))
}

/// An address to watch
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WatchAsked {
    /// A feed, an outline or a sitemap.
    #[schema(value_type = Address)]
    url: String,
}

/// An address of the web
#[derive(ToSchema)]
#[schema(value_type = String, max_length = 2000, pattern = "^https?://", example = "https://paper.example/feed.xml")]
#[allow(dead_code)] // it is a schema and nothing else
pub(super) struct Address(String);

/// Has a feed, an outline or a sitemap watched: what is new in it is read from now on
#[utoipa::path(
    post,
    path = "/api/v1/watches",
    tag = "add",
    request_body = WatchAsked,
    responses((status = 202, body = Job, headers(("location" = String, description = "The job"))), Refused)
)]
pub(super) async fn watch(
    State(app): State<App>,
    asked: Result<Json<WatchAsked>, JsonRejection>,
) -> Result<Response, Fault> {
    let Json(WatchAsked { url }) = asked?;
    Ok(accepted(&app.desk.watch(address(&url)?)?))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UnwatchAsked {
    /// The address, as it is listed
    #[param(max_length = 2000)]
    url: String,
}

/// Has an address watched no longer; what was read stays
#[utoipa::path(
    delete,
    path = "/api/v1/watches",
    tag = "add",
    params(UnwatchAsked),
    responses((status = 202, body = Job, headers(("location" = String, description = "The job"))), Refused)
)]
pub(super) async fn unwatch(
    State(app): State<App>,
    Asked(asked): Asked<UnwatchAsked>,
) -> Result<Response, Fault> {
    if asked.url.len() > LONGEST {
        return Err(Fault::bad(format!("url: at most {LONGEST} bytes")));
    }
    Ok(accepted(&app.desk.unwatch(asked.url)?))
}

fn accepted(job: &Job) -> Response {
    let place = [(header::LOCATION, format!("/api/v1/jobs/{}", job.id))];
    (StatusCode::ACCEPTED, place, Json(job)).into_response()
}

/// An address of the web in its usual spelling. Where it leads is judged when it is asked for, not here.
pub(crate) fn address(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let wrong = |what: &str| {
        let shown: String = text.chars().take(100).collect();
        Fault::bad(format!("{shown}: {what}"))
    };
    if text.len() > LONGEST {
        return Err(wrong(&format!("the address is longer than {LONGEST} bytes")));
    }
    let mut url =
        Url::parse(text).map_err(|_| wrong("no address; one begins with https:// or http://"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("only http and https are read"));
    }
    // what would be told to strangers, and stand in the case
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    Ok(url.into())
}

/// [`address`] of each, some and not too many.
pub(crate) fn addresses(texts: &[String]) -> Result<Vec<String>, Fault> {
    if texts.is_empty() || texts.len() > ADDRESSES {
        return Err(Fault::bad(format!("from 1 to {ADDRESSES} addresses at once")));
    }
    texts.iter().map(|text| address(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web() {
        assert_eq!(
            address(" HTTPS://User:pw@Paper.EXAMPLE/a#b ").unwrap(),
            "https://paper.example/a"
        );
        for odd in [
            "",
            "/etc/passwd",
            "etc/passwd",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://paper.example/",
            "http://",
            "paper.example",
            &format!("https://paper.example/{}", "a".repeat(LONGEST)),
        ] {
            assert!(address(odd).is_err(), "{odd}");
        }
    }
}
