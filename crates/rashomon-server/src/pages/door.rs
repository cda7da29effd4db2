//! The door, and what went wrong.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::frame::Frame;

/// The door: a form with a field `token`; for whoever is in, one to leave.
pub(crate) fn sign_in(frame: &Frame, wrong: Option<&str>) -> Markup {
    let inside = frame.user.is_some();
    let title = if inside { "Sign out" } else { "Sign in" };
    let main = html! {
        div.door {
            h1 { (title) }
            @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
            @if let Some(user) = frame.user {
                p { "You are signed in as " (user.role) "." }
                form method="post" action="/sign-out" { (frame.sealed()) button { "Sign out" } }
            } @else {
                form method="post" action="/sign-in" {
                    // nothing that is sent: what a password manager keeps the token under
                    input type="text" value="rashomon" autocomplete="username" hidden readonly;
                    label { "Token" input type="password" name="token" required autocomplete="current-password" autofocus; }
                    button { "Sign in" }
                }
                p.soft { "Whoever runs this server gives out tokens." }
            }
        }
    };
    frame.page(title, &main)
}

/// What went wrong.
pub(crate) fn fault(frame: &Frame, status: StatusCode, detail: &str) -> Markup {
    let title = status.canonical_reason().unwrap_or("Error");
    let main = html! {
        div.door {
            p.kicker { (status.as_u16()) }
            h1 { (title) }
            p { (detail) }
            @if frame.user.is_some() { p { a href="/" { "To the stories" } } }
            @else { p { a href="/sign-in" { "Sign in" } } }
        }
    };
    frame.page(title, &main)
}
