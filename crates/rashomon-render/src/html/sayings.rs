//! Who said what, and in which words each account has it.

use maud::{Markup, html};
use rashomon_reconcile::dossier::Story;

use super::{Page, explained, folded};
use crate::view::{Piece, Saying, by_document, speakers};

/// Speakers before the section folds.
const SPEAKERS: usize = 6;
/// Utterances of one speaker before they fold.
const SAYINGS: usize = 3;
/// Characters of an utterance past which it scrolls.
const LONG: usize = 700;

pub(super) fn sayings<'a>(page: &mut Page<'a>, story: &'a Story) -> Markup {
    let speakers = speakers(page.dossier, story);
    if speakers.is_empty() {
        return html! {};
    }
    let mut blocks: Vec<Markup> = Vec::new();
    for speaker in &speakers {
        let sayings: Vec<Markup> = speaker.sayings.iter().map(|s| saying(page, s)).collect();
        blocks.push(html! {
            div.speaker {
                h3 { @match speaker.who { Some(who) => (page.who(who)), None => "Speaker not known" } }
                div { (folded(sayings, SAYINGS, "by the same speaker")) }
            }
        });
    }
    html! { (explained("Words that differ between accounts are underlined. Without quotation marks: reported speech.")) (folded(blocks, SPEAKERS, "speakers")) }
}

fn saying(page: &mut Page<'_>, saying: &Saying<'_>) -> Markup {
    html! {
        div class=(if saying.wordings.len() > 1 { "saying differs" } else { "saying" }) {
            @for wording in &saying.wordings {
                div.wording {
                    (words(&wording.pieces, wording.quoted))
                    div {
                        (page.chips(&by_document(&wording.cites)))
                        @if !wording.parts.is_empty() {
                            p.parts { "in part " (page.marks(&by_document(&wording.parts))) }
                        }
                    }
                }
            }
        }
    }
}

fn words(pieces: &[Piece<'_>], quoted: bool) -> Markup {
    let long = pieces.iter().map(|p| p.text.chars().count()).sum::<usize>() > LONG;
    let text = html! {
        q class=(if quoted { "direct" } else { "indirect" }) dir="auto" {
            @for piece in pieces {
                @if piece.differs { ins { (piece.text) } } @else { (piece.text) }
            }
        }
    };
    html! { @if long { div.long tabindex="0" { (text) } } @else { p { (text) } } }
}
