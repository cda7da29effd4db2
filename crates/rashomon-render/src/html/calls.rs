//! What each account calls whom.

use maud::{Markup, html};
use rashomon_reconcile::dossier::{Story, Tone, Voice};

use super::{NARROW, Page, explained, framed};
use crate::view::{Call, Called, Telling, calls as sheet};

pub(super) fn calls<'a>(page: &mut Page<'a>, story: &'a Story) -> Markup {
    let sheet = sheet(page.dossier, story);
    if sheet.main.is_empty() {
        return html! {};
    }
    let tellings: Vec<Telling> = page.accounts.of(&story.documents).cloned().collect();
    let body = html! {
        (table(page, &tellings, &sheet.main))
        @if !sheet.rest.is_empty() {
            details.more {
                summary { (sheet.rest.len()) " more people and groups" }
                (table(page, &tellings, &sheet.rest))
            }
        }
    };
    html! { (explained("Plain: the outlet's own word. In quotation marks: somebody else's word, or the outlet's own marks around it. Dotted: on the list of charged words.")) (body) }
}

fn table<'a>(page: &mut Page<'a>, tellings: &[Telling], calls: &[Call<'a>]) -> Markup {
    // a wide sheet shows only outlets that have a word for somebody
    let used = |i: &usize| {
        tellings.len() <= NARROW
            || calls
                .iter()
                .any(|c| c.by.get(*i).is_some_and(|(_, called)| called.iter().any(|w| !w.name)))
    };
    let columns: Vec<usize> = (0..tellings.len()).filter(used).collect();
    let table = html! {
            table {
                thead {
                    tr {
                        th scope="col" { "Who" }
                        @for telling in columns.iter().map(|&i| &tellings[i]) {
                            (page.column(telling))
                        }
                    }
                }
                @for call in calls {
                    tbody {
                        tr {
                            th scope="row" { span.label { (page.who(call.entity)) } }
                            @for (telling, (doc, called)) in columns.iter().filter_map(|&i| Some((&tellings[i], call.by.get(i)?))) {
                                @if called.is_empty() {
                                    td { "—" }
                                } @else {
                                    td {
                                        span.outlet { b.mark { (telling.mark) } bdi { (telling.name) } }
                                        @for c in called { (word(page, *doc, c)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
    };
    framed("Names and descriptions, a column for each account", columns.len() > NARROW, &table)
}

fn word(page: &mut Page<'_>, doc: rashomon_text::DocId, called: &Called<'_>) -> Markup {
    let marked = called.words.contains(['“', '”', '"']);
    let quoted = !marked && !matches!(called.voice, Voice::Own | Voice::Hedged);
    let source = called.source.map(|s| page.name(s));
    let content = html! {
        @if quoted { "“" }
        span class=(if called.tone == Tone::Neutral { "" } else { "charged" }) dir="auto" { (called.words) }
        @if quoted { "”" }
        @match (called.voice, source) {
            (Voice::Attributed, Some(source)) => small { " " span dir="auto" { (source) } },
            (Voice::Attributed, None) => small { " somebody quoted" },
            (Voice::ScareQuoted, _) => small { " its own marks" },
            (Voice::Hedged, _) => small { " hedged" },
            (Voice::Own, _) => {},
        }
    };
    let class = if called.name { "word name" } else { "word" };
    page.button(doc, &called.cites, class, None, &content).unwrap_or(content)
}
