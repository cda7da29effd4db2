//! Which address leads where, and through what.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use crate::access::permit::permit;
use crate::state::{App, Shared};
use crate::{api, events, feed, forms, layers, statics, views};

/// Largest body of a form or of JSON, in bytes.
const BODY: usize = 256 << 10;

/// The whole of it.
pub(crate) fn router(app: &Arc<Shared>) -> Router {
    let app = Arc::clone(app);
    let limits = app.options.limits;
    let told = Router::new()
        .route("/", get(views::stories))
        .route("/stories/{story}", get(views::story))
        .route("/stories/{story}/revisions", get(views::revisions))
        .route("/articles", get(views::articles))
        .route("/articles/{article}", get(views::article))
        .route("/entities", get(views::entities))
        .route("/entities/{entity}", get(views::entity))
        .route("/search", get(views::search))
        .route("/map", get(views::map))
        .route("/changes", get(views::changes))
        .route("/changes.atom", get(feed::changes))
        .route_layer(from_fn_with_state(Arc::clone(&app), views::tagged));
    let small = Router::new()
        .route("/add", get(forms::add))
        .route("/add/pages", post(forms::pages))
        .route("/add/watch", post(forms::watch))
        .route("/add/unwatch", post(forms::unwatch))
        .route("/sign-in", get(forms::door).post(forms::sign_in))
        .route("/sign-out", post(forms::sign_out))
        .route("/articles/{article}/source", get(views::source))
        .route("/events", get(events::listen))
        .route("/static/{name}", get(statics::serve))
        .route("/healthz", get(views::health))
        .route("/metrics", get(views::metrics))
        .merge(told)
        .merge(api::router())
        .layer(DefaultBodyLimit::max(BODY));
    // these count for themselves, and write to a file what comes in
    let large = Router::new()
        .route("/add/files", post(forms::files))
        .merge(api::uploads())
        .layer(DefaultBodyLimit::disable());
    let compressed = CompressionLayer::new().compress_when(
        DefaultPredicate::new().and(NotForContentType::const_new("text/event-stream")),
    );
    small
        .merge(large)
        .route_layer(from_fn(layers::route))
        .layer(RequestBodyTimeoutLayer::new(limits.silence))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, limits.request))
        .layer(from_fn_with_state(Arc::clone(&app), permit))
        .layer(from_fn_with_state(Arc::clone(&app), layers::tell))
        .layer(compressed)
        .layer(from_fn(layers::headers))
        .layer(from_fn_with_state(Arc::clone(&app), layers::observe))
        .with_state(app as App)
}
