//! `/api/v1`: the case for programs. [`openapi`] describes all of it.

mod adds;
mod reads;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{OpenApi as Document, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, Modify, OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::fault::{Fault, Problem};
use crate::state::App;
pub(crate) use adds::{address, addresses};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rashomon",
        description = "A case file: what many outlets wrote about the same events, and one reconciled account of each, \
                       in which every statement cites the characters it came from.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(Problem)),
    modifiers(&Bearer),
    security((), ("token" = [])),
    tags(
        (name = "read", description = "What the case holds. A reader may."),
        (name = "add", description = "What is to be added. An editor may.")
    )
)]
struct Api;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        components
            .add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}

/// The answers that say why something was not done.
struct Refused;

impl IntoResponses for Refused {
    fn responses() -> std::collections::BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let response = |what: &str| {
            let content = utoipa::openapi::ContentBuilder::new()
                .schema(Some(utoipa::openapi::Ref::from_schema_name(Problem::name())))
                .build();
            let response = ResponseBuilder::new()
                .description(what)
                .content("application/problem+json", content);
            RefOr::T(response.build())
        };
        [
            ("4XX", "It was asked wrongly, or by somebody who may not."),
            ("5XX", "It could not be done now."),
        ]
        .map(|(status, what)| (status.to_owned(), response(what)))
        .into()
    }
}

/// The document that describes the API (OpenAPI 3.1), as JSON.
pub fn openapi() -> String {
    let mut document = reading().into_openapi();
    document.merge(adding().into_openapi());
    // the same text for the same program
    document.to_pretty_json().unwrap_or_default()
}

/// What takes small bodies, or none.
pub(crate) fn router() -> Router<App> {
    let (router, _) = reading().split_for_parts();
    router.route("/api/v1/openapi.json", get(described))
}

/// What takes files.
pub(crate) fn uploads() -> Router<App> {
    OpenApiRouter::new().routes(routes!(adds::upload)).split_for_parts().0
}

fn reading() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Api::openapi())
        .routes(routes!(reads::overview))
        .routes(routes!(reads::stories))
        .routes(routes!(reads::story))
        .routes(routes!(reads::dossier))
        .routes(routes!(reads::revisions))
        .routes(routes!(reads::changes))
        .routes(routes!(reads::articles))
        .routes(routes!(reads::article))
        .routes(routes!(reads::search))
        .routes(routes!(reads::entities))
        .routes(routes!(reads::entity))
        .routes(routes!(reads::places))
        .routes(routes!(reads::failures))
        .routes(routes!(reads::jobs))
        .routes(routes!(reads::job))
        .routes(routes!(adds::pages))
        .routes(routes!(reads::watches, adds::watch, adds::unwatch))
}

fn adding() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(adds::upload))
}

async fn described() -> Result<Response, Fault> {
    let text = openapi();
    if text.is_empty() {
        return Err(Fault::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The document cannot be written.",
        ));
    }
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_every_path_once_and_is_the_same_again() {
        let text = openapi();
        assert_eq!(text, openapi());
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
        assert!(
            paths.len() >= 17 && paths.iter().all(|path| path.starts_with("/api/v1/")),
            "{paths:?}"
        );
    }
}
