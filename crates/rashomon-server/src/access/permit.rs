//! The one door: every request goes through it, and what it does not know it refuses.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use governor::clock::{Clock as _, DefaultClock};

use super::client::Client;
use super::sessions::Key;
use super::tokens::Role;
use super::{User, origin};
use crate::fault::Fault;
use crate::state::{App, Shared};

/// The name of the cookie of a session; over TLS it carries the prefix by which browsers hold it to one host.
pub(crate) const fn cookie_name(tls: bool) -> &'static str {
    if tls { "__Host-rashomon" } else { "rashomon" }
}

/// Lets a request in, with its [`User`] where one is known, or answers it.
pub(crate) async fn permit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let client = request.extensions().get::<Client>().copied();
    let permitted = client
        .ok_or_else(|| Fault::ours(&"a request without a client"))
        .and_then(|client| judge(&app, client, &request));
    match permitted {
        Ok(user) => {
            let Some(user) = user else { return next.run(request).await };
            request.extensions_mut().insert(user);
            let mut response = next.run(request).await;
            // for whoever writes the page that says what went wrong
            response.extensions_mut().insert(user);
            response
        }
        // a person is led to the door
        Err(fault) if fault.status == StatusCode::UNAUTHORIZED && is_page(&request) => {
            Redirect::to("/sign-in").into_response()
        }
        Err(fault) => fault.into_response(),
    }
}

fn judge(app: &Shared, client: Client, request: &Request) -> Result<Option<User>, Fault> {
    if let Err(wait) = app.rate.check_key(&client) {
        let seconds = wait.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
        return Err(Fault::too_many("Too many requests; wait a moment.", seconds));
    }
    let authority = origin::authority(request.uri(), request.headers())
        .ok_or_else(|| Fault::bad("The request does not say which host it is for."))?;
    if app.is_open() && !origin::is_loopback(&authority) {
        return Err(Fault::new(
            StatusCode::MISDIRECTED_REQUEST,
            "This server is reached as localhost or by its address; a token file opens it to other names.",
        ));
    }
    if !origin::is_own(request.method(), &authority, request.headers()) {
        return Err(Fault::forbidden("This request comes from another site and was not done."));
    }
    let user = user(app, client, request.headers())?;
    let needed = needed(request.method(), request.uri().path());
    match (needed, user) {
        (None, user) => Ok(user),
        (Some(needed), Some(user)) if user.role >= needed => Ok(Some(user)),
        (Some(_), Some(_)) => {
            Err(Fault::forbidden("A reader's token adds nothing; an editor's does."))
        }
        (Some(_), None) => {
            Err(Fault::new(StatusCode::UNAUTHORIZED, "A token is needed: Authorization: Bearer …"))
        }
    }
}

/// The role that a request needs; none for what everybody may ask. What is not named here needs one.
fn needed(method: &Method, path: &str) -> Option<Role> {
    if path == "/healthz" || path == "/sign-in" || path.starts_with("/static/") {
        None
    } else if method.is_safe() || path == "/sign-out" {
        Some(Role::Reader)
    } else {
        Some(Role::Editor)
    }
}

/// Who asks: by a token, or by the cookie of a session. A wrong token is refused, and counts.
fn user(app: &Shared, client: Client, headers: &HeaderMap) -> Result<Option<User>, Fault> {
    let Some(tokens) = &app.options.tokens else {
        return Ok(Some(User { role: Role::Editor, session: None }));
    };
    if let Some(given) = headers.get(header::AUTHORIZATION) {
        let given = given.to_str().unwrap_or_default();
        let token = given
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map_or("", |(_, token)| token.trim());
        let role = try_token(app, client, tokens.role(token))?;
        return Ok(Some(User { role, session: None }));
    }
    let key = cookie(headers, cookie_name(app.is_tls())).map(Key::of);
    let session = key.and_then(|key| Some((key, app.sessions.role(key)?)));
    Ok(session.map(|(key, role)| User { role, session: Some(key) }))
}

/// The role that a token gives. A wrong one counts; after too many the answer is to wait.
///
/// A right one always opens, or a stranger behind the same address could lock somebody out; there are too many possible
/// tokens for a right one to be guessed at any rate.
pub(crate) fn try_token(app: &Shared, client: Client, role: Option<Role>) -> Result<Role, Fault> {
    role.ok_or_else(|| match app.wrong_tokens.check_key(&client) {
        Ok(()) => Fault::new(StatusCode::UNAUTHORIZED, "This token is not known here."),
        Err(_) => Fault::too_many("Too many wrong tokens; wait a minute.", 60),
    })
}

/// The value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| known.trim() == name).map(|(_, value)| value.trim())
}

/// Whether a person in front of a browser waits for the answer.
fn is_page(request: &Request) -> bool {
    let path = request.uri().path();
    let program = ["/api/", "/events", "/metrics", "/changes.atom"];
    *request.method() == Method::GET
        && !program.iter().any(|prefix| path.starts_with(prefix))
        && !request.headers().contains_key(header::AUTHORIZATION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_needs_a_role() {
        let get = |path| needed(&Method::GET, path);
        for path in ["/healthz", "/sign-in", "/static/style.0123.css"] {
            assert_eq!(get(path), None, "{path}");
        }
        for path in
            ["/", "/metrics", "/static", "/healthz/", "/sign-in/x", "//static/x", "/anything"]
        {
            assert_eq!(get(path), Some(Role::Reader), "{path}");
        }
        assert_eq!(needed(&Method::POST, "/sign-out"), Some(Role::Reader));
        for path in ["/", "/add/files", "/api/v1/uploads", "/anything"] {
            assert_eq!(needed(&Method::POST, path), Some(Role::Editor), "{path}");
            assert_eq!(needed(&Method::DELETE, path), Some(Role::Editor), "{path}");
        }
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let headers: HeaderMap =
            [(header::COOKIE, "a=1; xrashomon=2; rashomon=3=4".parse().unwrap())]
                .into_iter()
                .collect();
        assert_eq!(cookie(&headers, "rashomon"), Some("3=4"));
        assert_eq!(cookie(&headers, "b"), None);
    }
}
