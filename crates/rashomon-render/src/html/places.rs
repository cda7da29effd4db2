//! Where it happened, on a map and as a list.

use maud::{Markup, html};
use rashomon_reconcile::dossier::Story;

use super::{Page, count, explained, listed};
use crate::{
    map::{Place, map},
    view::{Spot, places as spots},
};

/// The size of the map in pixels.
const WIDTH: f64 = 520.0;
const HEIGHT: f64 = 344.0;
/// Places of the list before it folds.
const SHOWN: usize = 6;
/// Events of one place before they fold.
const EVENTS: usize = 3;

pub(super) fn places<'a>(page: &mut Page<'a>, story: &'a Story) -> Markup {
    let spots = spots(page.dossier, story);
    if spots.main.is_empty() {
        return html! {};
    }
    let drawn: Vec<Place<'_>> = spots
        .main
        .iter()
        .map(|spot| Place {
            name: page.name(spot.entity),
            latitude: spot.point.latitude.into(),
            longitude: spot.point.longitude.into(),
            weight: spot.events.len() as u64,
            href: page.links.and_then(|links| links.entities.get(spot.entity.index())?.as_deref()),
        })
        .collect();
    let drawing = map(&drawn, WIDTH, HEIGHT);
    let main: Vec<Markup> = spots.main.iter().map(|spot| line(page, story, spot)).collect();
    let rest: Vec<Markup> = spots.rest.iter().map(|spot| line(page, story, spot)).collect();
    html! {
        (explained("A filled dot: something is told to have happened there, the more, the larger. A hollow one: only named. Of a state the dot is its middle."))
        div.where {
            (drawing)
            div {
                ul.tally { (listed(main, SHOWN, "places")) }
                @if !rest.is_empty() {
                    details.more {
                        summary { (count(rest.len(), "place", "places")) " named in passing, not on the map" }
                        ul.tally { @for line in rest { (line) } }
                    }
                }
            }
        }
    }
}

fn line<'a>(page: &mut Page<'a>, story: &'a Story, spot: &Spot) -> Markup {
    let events: Vec<Markup> = spot
        .events
        .iter()
        .map(|&event| {
            let label = &story.events[event].label;
            html! { li { a href=(page.row(event)) dir="auto" { (label) } } }
        })
        .collect();
    html! {
        li {
            p { b { (page.who(spot.entity)) } " " span.soft { "in " (spot.named.len()) " of " (story.documents.len()) } " "
                (page.brief(&spot.named))
            }
            @if !events.is_empty() { ul.here { (listed(events, EVENTS, "events")) } }
        }
    }
}
