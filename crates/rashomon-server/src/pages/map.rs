//! The map: where stories happen.

use maud::{Markup, html};
use rashomon_render::map::{Place, map as drawn};
use rashomon_store::PlaceRow;

use super::frame::Frame;
use super::parts::count;

/// The size of the map in pixels.
const WIDTH: f64 = 1136.0;
const HEIGHT: f64 = 560.0;
/// Places on the map; the list has all.
const DRAWN: usize = 120;
/// Stories of a place in the list.
const STORIES: usize = 3;

pub(crate) fn map(frame: &Frame, places: &[PlaceRow]) -> Markup {
    let hrefs: Vec<String> =
        places.iter().map(|place| format!("/entities/{}", place.entity)).collect();
    let dots = places.iter().zip(&hrefs).take(DRAWN).map(|(place, href)| Place {
        name: &place.name,
        latitude: place.latitude,
        longitude: place.longitude,
        weight: place.events,
        href: Some(href),
    });
    let dots: Vec<Place<'_>> = dots.collect();
    let main = html! {
        div.opening {
            h1 { "Map" }
            p.counts { (count(places.len() as u64, "place", "places")) " that the articles name, those of most articles first" }
            p.explained { "A filled dot: something is told to have happened there, the more, the larger. A hollow one: only named. Of a state the dot is its middle. Borders are not drawn." }
        }
        @if places.is_empty() { div.nothing { p { "No place is known yet." } } }
        @else {
            // on a phone the map is wider than the window
            div.world role="region" aria-label="Map" tabindex="0" { (drawn(&dots, WIDTH, HEIGHT)) }
            div.table { table {
                thead { tr { th scope="col" { "Place" } th scope="col" { "Events there" } th scope="col" { "Articles" } th scope="col" { "Stories" } } }
                tbody { @for place in places { (line(place)) } }
            } }
        }
    };
    frame.page("Map", &main)
}

fn line(place: &PlaceRow) -> Markup {
    let rest = place.stories.len().saturating_sub(STORIES);
    html! {
        tr {
            th scope="row" { a href={ "/entities/" (place.entity) } dir="auto" { (place.name) } " " span.soft { (place.kind) } }
            td { @if place.events > 0 { a href={ "/search?q=place:" (place.entity) } { (place.events) } } @else { "0" } }
            td { (place.articles) }
            td.words {
                @for (id, title) in place.stories.iter().take(STORIES) { span { a href={ "/stories/" (id) } dir="auto" { (title) } } " " }
                @if rest > 0 { span.soft { "and " (rest) " more" } }
            }
        }
    }
}
