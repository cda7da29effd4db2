//! The pages that take something: what is to be added, and who signs in.

use axum::extract::{Form, FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::Markup;
use rashomon_ingest::Given;
use serde::Deserialize;

use crate::access::client::Client;
use crate::access::permit::{cookie_name, try_token};
use crate::access::sessions::{Key, LIFE};
use crate::access::tokens::Role;
use crate::access::{User, permit};
use crate::fault::Fault;
use crate::pages::{self, Frame};
use crate::state::App;
use crate::work::{Job, Upload, shown};
use crate::{api, work};

/// What could not be read, on the page of what is to be added.
const FAILURES: u64 = 50;

pub(crate) async fn add(State(app): State<App>, user: User) -> Result<Response, Fault> {
    let (watches, (failed, failures)) =
        app.readers.read(|reader| Ok((reader.watches()?, reader.failures(0, FAILURES)?))).await?;
    let page = pages::add(
        &Frame::of(&app, Some(user), "/add"),
        &app.desk.jobs.all(),
        &watches,
        failed,
        &failures,
        app.options.limits.upload,
    );
    Ok(kept_nowhere(page))
}

/// A form of one address or several, and its seal.
#[derive(Deserialize)]
pub(crate) struct Addresses {
    seal: String,
    /// One a line.
    urls: String,
}

pub(crate) async fn pages(
    State(app): State<App>,
    user: User,
    form: SealedForm<Addresses>,
) -> Result<Redirect, Fault> {
    let Addresses { seal, urls } = form.0;
    sealed(&app, user, &seal)?;
    let urls = urls.lines().map(str::trim).filter(|url| !url.is_empty());
    let urls: Vec<String> = urls.map(str::to_owned).collect();
    Ok(listed(&app.desk.fetch(api::addresses(&urls)?)?))
}

pub(crate) async fn watch(
    State(app): State<App>,
    user: User,
    form: SealedForm<Addresses>,
) -> Result<Redirect, Fault> {
    sealed(&app, user, &form.0.seal)?;
    Ok(listed(&app.desk.watch(api::address(&form.0.urls)?)?))
}

pub(crate) async fn unwatch(
    State(app): State<App>,
    user: User,
    form: SealedForm<Addresses>,
) -> Result<Redirect, Fault> {
    sealed(&app, user, &form.0.seal)?;
    Ok(listed(&app.desk.unwatch(form.0.urls.trim().to_owned())?))
}

/// Files of a form: its seal first, then each file. What came in before something went wrong is read all the same.
pub(crate) async fn files(
    State(app): State<App>,
    user: User,
    multipart: SealedFiles,
) -> Result<Redirect, Fault> {
    let mut multipart = multipart.0;
    let broken = |error: axum::extract::multipart::MultipartError| {
        Fault::new(error.status(), error.body_text())
    };
    let seal = multipart.next_field().await.map_err(broken)?;
    let seal = seal.filter(|field| field.name() == Some("seal"));
    let seal = match seal {
        Some(field) => field.text().await.map_err(broken)?,
        None => String::new(),
    };
    sealed(&app, user, &seal)?;
    let mut last = None;
    while let Some(mut field) = multipart.next_field().await.map_err(broken)? {
        // an input that nothing was chosen in
        let Some(name) = field.file_name().filter(|name| !name.is_empty()).map(shown) else {
            continue;
        };
        let mut file = work::Incoming::new(&app.desk, name, app.options.limits.upload).await?;
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            file.write(&chunk).await?;
        }
        let upload: Upload = file.end(Given::default()).await?;
        last = Some(app.desk.read(upload)?);
    }
    last.as_ref().map(listed).ok_or_else(|| Fault::bad("No file was chosen."))
}

fn listed(job: &Job) -> Redirect {
    Redirect::to(&format!("/add#{}", job.id))
}

fn sealed(app: &App, user: User, seal: &str) -> Result<(), Fault> {
    if app.seals.fits(user, seal) {
        return Ok(());
    }
    Err(Fault::forbidden(
        "This form is not from this run of the server; load its page again and send it once more.",
    ))
}

/// A form; what is wrong with it is a [`Fault`].
pub(crate) struct SealedForm<T>(T);

impl<T: serde::de::DeserializeOwned, S: Send + Sync> FromRequest<S> for SealedForm<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let form = Form::from_request(request, state).await;
        let Form(form) =
            form.map_err(|rejection| Fault::new(rejection.status(), rejection.body_text()))?;
        Ok(Self(form))
    }
}

/// A form with files; what is wrong with it is a [`Fault`].
pub(crate) struct SealedFiles(Multipart);

impl<S: Send + Sync> FromRequest<S> for SealedFiles {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let form = Multipart::from_request(request, state).await;
        form.map(Self).map_err(|rejection| Fault::new(rejection.status(), rejection.body_text()))
    }
}

/// The page where one signs in, and out.
pub(crate) async fn door(State(app): State<App>, user: Option<axum::Extension<User>>) -> Response {
    let user = user.map(|user| user.0);
    kept_nowhere(pages::sign_in(&Frame::of(&app, user, "/sign-in"), None))
}

/// A token, as a person pastes it.
#[derive(Deserialize)]
pub(crate) struct Shown {
    token: String,
}

pub(crate) async fn sign_in(
    State(app): State<App>,
    axum::Extension(client): axum::Extension<Client>,
    headers: HeaderMap,
    form: SealedForm<Shown>,
) -> Result<Response, Fault> {
    // a form of another site must not sign anybody in under its own token; browsers say where a form is from
    if !headers.contains_key(header::ORIGIN) && !headers.contains_key("sec-fetch-site") {
        return Err(Fault::forbidden(
            "Sign in with a browser; a program sends Authorization: Bearer …",
        ));
    }
    let Some(tokens) = &app.options.tokens else { return Ok(Redirect::to("/").into_response()) };
    match try_token(&app, client, tokens.role(form.0.token.trim())) {
        Ok(role) => Ok(signed_in(&app, role)?),
        Err(fault) => {
            let page = pages::sign_in(&Frame::of(&app, None, "/sign-in"), Some(&fault.detail));
            Ok((fault.status, kept_nowhere(page)).into_response())
        }
    }
}

fn signed_in(app: &App, role: Role) -> Result<Response, Fault> {
    let shown = app.sessions.open(role)?;
    let cookie = cookie(app, &shown, LIFE.as_secs())?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

fn cookie(app: &App, value: &str, seconds: u64) -> Result<HeaderValue, Fault> {
    let tls = app.is_tls();
    let (name, secure) = (cookie_name(tls), if tls { "; Secure" } else { "" });
    let text =
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&text).map_err(|error| Fault::ours(&error))
}

/// A form that is nothing but its seal.
#[derive(Deserialize)]
pub(crate) struct Seal {
    seal: String,
}

pub(crate) async fn sign_out(
    State(app): State<App>,
    user: User,
    headers: HeaderMap,
    form: SealedForm<Seal>,
) -> Result<Response, Fault> {
    sealed(&app, user, &form.0.seal)?;
    if let Some(shown) = permit::cookie(&headers, cookie_name(app.is_tls())) {
        app.sessions.close(Key::of(shown));
    }
    let gone = cookie(&app, "", 0)?;
    Ok(([(header::SET_COOKIE, gone)], Redirect::to("/sign-in")).into_response())
}

/// A page with a seal in it.
fn kept_nowhere(page: Markup) -> Response {
    let mut response = (StatusCode::OK, page).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
