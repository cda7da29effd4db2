//! What stands around the stories: the document, the index, the head of each story.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use rashomon_reconcile::dossier::Story;

use super::{Page, count, span};
use crate::view::{Board, Telling};

/// The style sheet of story pages.
pub const STYLE: &str = include_str!("page.css");
/// The script of story pages: comfort only, they read the same without it.
pub const SCRIPT: &str = include_str!("page.js");
/// SHA-256 of [`SCRIPT`] in Base64: the one script the page may run.
const SCRIPT_HASH: &str = "8ghm1c2ln09rEW1m6AH9piE2tr3lcq8ihotpIPs+RzI=";

pub(super) fn document(title: &str, body: &Markup) -> Markup {
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
         script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'"
    );
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="referrer" content="no-referrer";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(concat!("rashomon ", env!("CARGO_PKG_VERSION")));
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (body)
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// What the window is called.
pub(super) fn title(stories: &[&Story]) -> String {
    match stories {
        [] => "No story".to_owned(),
        [story] => heading(story).to_owned(),
        [story, rest @ ..] => {
            format!("{} and {}", heading(story), count(rest.len(), "other story", "other stories"))
        }
    }
}

/// The story's title, or words in its place.
pub(crate) fn heading(story: &Story) -> &str {
    match story.title.trim() {
        "" => "A story without a main event",
        title => title,
    }
}

/// The list of stories, where there is more than one.
pub(super) fn index(page: &Page<'_>, stories: &[&Story]) -> Markup {
    html! {
        @if stories.len() > 1 {
            nav.index aria-label="Stories" {
                p.kicker { (count(page.dossier.stories.len(), "story", "stories")) " in " (count(page.dossier.documents.len(), "text", "texts")) }
                @if stories.len() < page.dossier.stories.len() {
                    p.explained { "The " (stories.len()) " of them that most accounts tell; the others stand in dossier.json." }
                }
                ol {
                    @for (i, story) in stories.iter().enumerate() {
                        li {
                            a href=(format!("#s{}", i + 1)) dir="auto" { (heading(story)) }
                            " " span.soft {
                                @if let Some(days) = span(story) { (days) " · " }
                                (count(story.documents.len(), "account", "accounts"))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is said where there is no story at all.
pub(super) fn nothing(page: &Page<'_>) -> Markup {
    html! {
        article.story {
            h1 { "No story" }
            p.lead {
                @if page.dossier.documents.is_empty() {
                    "There was no text to read."
                } @else {
                    "No event was found in " (count(page.dossier.documents.len(), "text", "texts"))
                    ". What was read, and anything odd met on the way, stands below."
                }
            }
        }
    }
}

/// The stories of the earlier run that are told no more.
pub(super) fn gone(page: &Page<'_>) -> Markup {
    let gone = page.revision.map(|revision| revision.gone.as_slice()).unwrap_or_default();
    html! {
        @if !gone.is_empty() {
            aside.gone {
                p.explained { "Told in the earlier run, and in no text of this one:" }
                ul { @for story in gone { li dir="auto" { (story.title) } } }
            }
        }
    }
}

/// The head of a story: title, days and counts. Nothing in it leads anywhere: it may be what a fold is opened by.
pub(super) fn head(story: &Story, board: &Board<'_, '_>, only: bool) -> Markup {
    let accounts = story.documents.len();
    let mut counts = vec![count(accounts, "account", "accounts")];
    if !story.origins.is_empty() && accounts > 1 {
        counts.push(count(story.origins.len(), "independent origin", "independent origins"));
    }
    counts.push(count(board.events, "event", "events"));
    counts.push(format!("{} disputed", board.disputed.len()));
    let conflicts = board
        .conflicts
        .iter()
        .filter(|r| r.over.explanation == rashomon_reconcile::dossier::Explanation::Conflict)
        .count();
    counts.push(count(conflicts, "conflict", "conflicts"));
    html! {
        div.head {
            p.kicker { "One event, every account" @if let Some(days) = span(story) { " · " b { (days) } } }
            @if only { h1 dir="auto" { (heading(story)) } } @else { h1.title dir="auto" { (heading(story)) } }
            p.counts { @for (i, c) in counts.iter().enumerate() { @if i > 0 { " · " } span { (c) } } }
        }
    }
}

/// Who tells the story, with the mark each has on the page.
pub(super) fn tellers(page: &Page<'_>, story: &Story) -> Markup {
    const SHOWN: usize = 16;
    let tellings: Vec<_> = page.accounts.of(&story.documents).collect();
    let (first, rest) = tellings.split_at(tellings.len().min(SHOWN));
    let list = |tellings: &[&Telling]| {
        html! {
            ol.accounts {
                @for telling in tellings {
                    li {
                        (page.reference(telling)) " "
                        span.soft {
                            (telling.dated)
                            @if telling.truncated { " · text breaks off" }
                        }
                    }
                }
            }
        }
    };
    html! {
        (list(first))
        @if !rest.is_empty() {
            details.more { summary { (rest.len()) " more accounts" } (list(rest)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// Base64 of some bytes, as a content security policy writes a digest.
    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        bytes
            .chunks(3)
            .flat_map(|chunk| {
                let bits =
                    (0..3).fold(0_u32, |b, i| b << 8 | u32::from(*chunk.get(i).unwrap_or(&0)));
                (0..4).map(move |i| {
                    if i > chunk.len() {
                        '='
                    } else {
                        LETTERS[(bits >> (18 - 6 * i) & 63) as usize] as char
                    }
                })
            })
            .collect()
    }

    #[test]
    fn the_policy_allows_the_script() {
        assert_eq!(base64(&Sha256::digest(SCRIPT)), SCRIPT_HASH, "write this into SCRIPT_HASH");
    }

    #[test]
    fn nothing_is_loaded() {
        for asset in [STYLE, SCRIPT] {
            for word in ["url(", "@import", "http:", "https:", "fetch", "</style", "</script"] {
                assert!(!asset.contains(word), "{word}");
            }
        }
    }
}
