//! What is added: files, pages of the web, feeds; what became of it, and what could not be read.

use maud::{Markup, html};
use rashomon_store::{FailureRow, Watch};

use super::frame::Frame;
use super::parts::{count, time, web};
use crate::work::{Job, JobState};

/// What is to be added: forms, where [`Frame::may_add`]; jobs; watched addresses; the last of what could not be read.
pub(crate) fn add(
    frame: &Frame,
    jobs: &[Job],
    watches: &[Watch],
    failed: u64,
    failures: &[FailureRow],
    largest: u64,
) -> Markup {
    let main = html! {
        div.opening {
            h1 { "Add" }
            @if !frame.may_add() { p.explained { "You may read this case. To add to it, sign in with an editor’s token." } }
        }
        @if frame.may_add() { (forms(frame, largest)) }
        section id="jobs" {
            h2 { "What became of it" }
            @if jobs.is_empty() { p.soft { "Nothing was added since the server started." } }
            ul.rows { @for it in jobs { (job(it)) } }
        }
        section {
            h2 { "Watched" }
            @if watches.is_empty() { p.soft { "No feed is watched." } }
            ul.rows { @for it in watches { (watch(frame, it)) } }
        }
        @if failed > 0 {
            section id="failures" {
                h2 { "Could not be read" }
                p.explained { (count(failed, "record", "records")) @if failed > failures.len() as u64 { ", the last of them" } }
                ul.rows {
                    @for failure in failures {
                        li { bdi { (failure.input) } ": " (failure.reason) " " span.soft { (time(&failure.at)) } }
                    }
                }
            }
        }
    };
    frame.page("Add", &main)
}

fn forms(frame: &Frame, largest: u64) -> Markup {
    html! {
        div.forms {
            form method="post" action="/add/files" enctype="multipart/form-data" {
                h2 { "Files" }
                // the seal stands first, so that it is read before any file
                (frame.sealed())
                label { "Articles, pages, mail, feeds, WARC or JSON Lines, each up to " (largest >> 20) " MiB"
                    input type="file" name="files" multiple required; }
                button { "Add files" }
            }
            form method="post" action="/add/pages" {
                h2 { "Pages of the web" }
                (frame.sealed())
                label { "Addresses, one a line" textarea name="urls" rows="4" required placeholder="https://paper.example/article" {} }
                button { "Read pages" }
            }
            form method="post" action="/add/watch" {
                h2 { "A feed to watch" }
                (frame.sealed())
                label { "Address of an RSS or Atom feed, an OPML file or a sitemap"
                    input type="url" name="urls" required placeholder="https://paper.example/feed.xml"; }
                button { "Watch" }
            }
        }
    }
}

fn job(job: &Job) -> Markup {
    let told = [
        (job.new, "new"),
        (job.known, "known already"),
        (job.failed, "not readable"),
        (job.passed_over, "no article"),
    ];
    html! {
        li id=(job.id) {
            b { bdi { (job.name) } } " "
            span class={ "state" @if job.state == JobState::Failed { " denies" } } { (state(job.state)) }
            " " span.soft {
                @for (i, (n, what)) in told.iter().filter(|it| it.0 > 0).enumerate() {
                    @if i > 0 { ", " } (n) " " (what)
                }
                " · " (time(&job.added))
            }
            @if let Some(message) = &job.message { p.denies { (message) } }
            @if !job.failures.is_empty() {
                details.more { summary { (job.failures.len()) " reasons" } ul { @for reason in &job.failures { li { (reason) } } } }
            }
        }
    }
}

const fn state(state: JobState) -> &'static str {
    match state {
        JobState::Waiting => "waits",
        JobState::Fetching => "is being fetched",
        JobState::Reading => "is being read",
        JobState::Telling => "stories are told anew",
        JobState::Done => "done",
        JobState::Failed => "failed",
    }
}

fn watch(frame: &Frame, watch: &Watch) -> Markup {
    html! {
        li {
            @match web(&watch.url) {
                Some(url) => a href=(url) rel="noreferrer nofollow" { (url) },
                None => span { (watch.url) },
            }
            " " span.soft {
                @match &watch.read { Some(read) => { "last read " (time(read)) } None => "not read yet" }
            }
            @if let Some(error) = &watch.error { p.denies { (error) } }
            @if frame.may_add() {
                form.inline method="post" action="/add/unwatch" {
                    (frame.sealed())
                    input type="hidden" name="urls" value=(watch.url);
                    button { "Watch no longer" }
                }
            }
        }
    }
}
