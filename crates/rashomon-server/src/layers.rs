//! What every request goes through on its way in, and every answer on its way out.

use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::access::User;
use crate::access::client::Client;
use crate::connections::Peer;
use crate::fault::Fault;
use crate::pages;
use crate::state::App;

/// Notes who asks, and afterwards what came of it: in the log and in the metrics.
///
/// Of an address only the path is logged: what is searched for is nobody's business.
pub(crate) async fn observe(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let start = Instant::now();
    let peer = request.extensions().get::<ConnectInfo<Peer>>().map(|peer| peer.0.0);
    let client = peer.map(|peer| Client::of(peer, request.headers(), app.options.proxied));
    if let Some(client) = client {
        request.extensions_mut().insert(client);
    }
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let status = response.status();
    let seconds = start.elapsed().as_secs_f64();
    let route = response.extensions().get::<Route>().map_or("none", |route| route.0.as_str());
    app.metrics.answered(&method, route, status, seconds);
    tracing::info!(
        client = client.map(|client| tracing::field::display(client.0)),
        %method,
        path,
        status = status.as_u16(),
        ms = seconds * 1e3,
        "request"
    );
    response
}

/// The route that answered.
#[derive(Clone)]
struct Route(String);

/// Takes the route out of the router, for [`observe`].
pub(crate) async fn route(path: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(path) = path {
        response.extensions_mut().insert(Route(path.as_str().to_owned()));
    }
    response
}

/// What browsers must not do with an answer of ours, whatever stands in it.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // none leaves the site; with no referrer at all, browsers would not say either which site a form is from
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds [`HEADERS`], and says that nothing is kept by caches that others share.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

/// Writes what went wrong: as a page for people, as problem details for programs.
pub(crate) async fn tell(State(app): State<App>, request: Request, next: Next) -> Response {
    let program = is_program(request.uri().path());
    let mut response = next.run(request).await;
    let user = response.extensions_mut().remove::<User>();
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == HTML);
    let fault = match response.extensions_mut().remove::<Fault>() {
        Some(fault) => fault,
        // a page that says itself what went wrong
        None if page => return response,
        // of the router or of a layer
        None => Fault::new(status, plain(status)),
    };
    let told = if program {
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        (kind, serde_json::to_string(&fault.problem()).unwrap_or_default()).into_response()
    } else {
        pages::fault(&pages::Frame::of(&app, user, ""), status, &fault.detail).into_response()
    };
    let (mut head, _) = response.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.insert(
        header::CONTENT_TYPE,
        told.headers()
            .get(header::CONTENT_TYPE)
            .cloned()
            .unwrap_or(HeaderValue::from_static("text/plain")),
    );
    head.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(head, told.into_body())
}

/// The media type of pages.
const HTML: &str = "text/html; charset=utf-8";

fn plain(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "There is nothing under this address.",
        StatusCode::METHOD_NOT_ALLOWED => "This address does not take requests of this method.",
        StatusCode::PAYLOAD_TOO_LARGE => "The body is larger than is taken.",
        StatusCode::REQUEST_TIMEOUT => "The request took too long.",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "The body is of another type than is taken.",
        _ => "The request was not done.",
    }
}

/// Whether a program reads what stands under a path.
fn is_program(path: &str) -> bool {
    path.starts_with("/api/")
        || matches!(path, "/api" | "/events" | "/metrics" | "/healthz" | "/changes.atom")
}
