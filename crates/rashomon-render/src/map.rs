//! A small map of places: land, a dot for each place, and names that do not lie on one another.
//!
//! The projection is equirectangular, true to length along the middle of what is shown: shapes keep their look and any
//! place can be found by its degrees. Borders are not drawn: whose a place is, the map does not say.

mod labels;
mod land;

use std::fmt::Write;

use maud::{Markup, html};

use labels::{Room, labels};
use land::{Ring, clip, rings};

/// A place to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Place<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
    /// How much happened there: the area of its dot. A place of weight 0 is drawn hollow.
    pub weight: u64,
    /// Where its dot leads.
    pub href: Option<&'a str>,
}

/// So many degrees from north to south are shown at least: the outlines are too coarse for less.
const LEAST: f64 = 11.0;
/// The share of the window left free on each side of the places.
const MARGIN: f64 = 0.16;
/// Nothing is drawn beyond: a map of the world ends there.
const NORTH: f64 = 82.0;
const SOUTH: f64 = -58.0;

/// The places on a map so many units wide and about so many high, of which one is a pixel at full size; nothing where
/// there is no place.
///
/// The drawing is for the eye alone. What it says must stand beside it as a list, in whose order, the most important
/// first, places get their names as long as there is room.
pub fn map(places: &[Place<'_>], width: f64, height: f64) -> Markup {
    let Some(window) = Window::around(places, width, height) else { return html! {} };
    let height = window.height();
    let dots: Vec<Dot<'_>> = places.iter().map(|place| Dot::new(place, &window)).collect();
    let boxes: Vec<(Room, &str)> =
        dots.iter().map(|dot| (Room::around(dot.x, dot.y, dot.radius), dot.place.name)).collect();
    let names = labels(&boxes, width, height);
    html! {
        svg.map viewBox=(format!("0 0 {width} {height:.0}")) width=(width) height=(format!("{height:.0}")) aria-hidden="true" {
            rect.sea width=(width) height=(format!("{height:.0}")) {}
            path.land d=(outline(&window)) {}
            // small dots over large ones
            @for dot in dots.iter().rev() {
                @match dot.place.href {
                    Some(href) => a href=(href) tabindex="-1" { (dot.draw()) },
                    None => (dot.draw()),
                }
            }
            @for name in names {
                text x=(tenth(name.x)) y=(tenth(name.y)) text-anchor=(name.anchor) { (name.text) }
            }
        }
    }
}

struct Dot<'a> {
    place: &'a Place<'a>,
    x: f64,
    y: f64,
    radius: f64,
}

impl<'a> Dot<'a> {
    fn new(place: &'a Place<'a>, window: &Window) -> Self {
        let (x, y) = window.at(window.east_of_west(place.longitude), place.latitude);
        let radius = (3.0 + 1.3 * (place.weight as f64).sqrt()).min(12.0);
        Self { place, x, y, radius }
    }

    fn draw(&self) -> Markup {
        let class = if self.place.weight == 0 { "place named" } else { "place" };
        html! {
            circle class=(class) cx=(tenth(self.x)) cy=(tenth(self.y)) r=(tenth(self.radius)) {
                title { (self.place.name) }
            }
        }
    }
}

fn tenth(value: f64) -> String {
    format!("{value:.1}")
}

/// What part of the world is shown, and how large.
struct Window {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
    /// Units in a degree of longitude, and of latitude.
    scale: (f64, f64),
}

impl Window {
    /// The window that shows all places with some room around them. Where the places lie on both sides of the date
    /// line, so does the window.
    fn around(places: &[Place<'_>], width: f64, height: f64) -> Option<Self> {
        let aspect = height / width;
        let (west, east) = narrowest(places)?;
        let latitudes = places.iter().map(|place| place.latitude.clamp(SOUTH, NORTH));
        let (mut south, mut north) =
            (latitudes.clone().fold(f64::MAX, f64::min), latitudes.fold(f64::MIN, f64::max));
        // a degree of longitude is so much of one of latitude
        let shrink = f64::midpoint(south, north).to_radians().cos().max(0.3);
        let mut tall = ((north - south) / (1.0 - 2.0 * MARGIN)).max(LEAST);
        let mut wide =
            ((east - west) / (1.0 - 2.0 * MARGIN)).max(tall / aspect / shrink).min(360.0);
        tall = tall.max(wide * shrink * aspect).min(NORTH - SOUTH);
        wide = wide.max(tall / aspect / shrink).min(360.0);
        let middle = f64::midpoint(south, north).clamp(SOUTH + tall / 2.0, NORTH - tall / 2.0);
        (south, north) = (middle - tall / 2.0, middle + tall / 2.0);
        let middle = if wide < 360.0 { f64::midpoint(west, east) } else { 0.0 };
        let across = width / wide;
        Some(Self {
            west: middle - wide / 2.0,
            east: middle + wide / 2.0,
            south,
            north,
            scale: (across, across / shrink),
        })
    }

    fn height(&self) -> f64 {
        (self.north - self.south) * self.scale.1
    }

    /// A longitude as one that lies in the window, if it does.
    fn east_of_west(&self, longitude: f64) -> f64 {
        self.west + (longitude - self.west).rem_euclid(360.0)
    }

    fn at(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        (
            (longitude - self.west) * self.scale.0,
            (self.north - latitude.clamp(SOUTH, NORTH)) * self.scale.1,
        )
    }
}

/// The westernmost and easternmost place of the shortest stretch of longitudes that holds all.
fn narrowest(places: &[Place<'_>]) -> Option<(f64, f64)> {
    let mut all: Vec<f64> = places.iter().map(|place| place.longitude).collect();
    all.sort_by(f64::total_cmp);
    let (first, last) = (*all.first()?, *all.last()?);
    // the widest gap between neighbours is what the window leaves out
    let gaps = all.windows(2).map(|pair| (pair[1] - pair[0], pair[1], pair[0] + 360.0));
    let round = (first + 360.0 - last, first, last);
    let (_, west, east) =
        gaps.fold(round, |widest, gap| if gap.0 > widest.0 { gap } else { widest });
    Some((west, east))
}

/// The land in the window, as the data of a path. Seas within land are rings within rings: `fill-rule: evenodd`.
fn outline(window: &Window) -> String {
    let mut data = String::new();
    for ring in rings() {
        for turn in [-360.0, 0.0, 360.0] {
            let moved: Ring = ring.iter().map(|&(x, y)| (x + turn, y)).collect();
            let inside = clip(&moved, [window.west, window.south, window.east, window.north]);
            // a point a pixel from the last would not be seen
            let mut last: Option<(f64, f64)> = None;
            let mut kept = 0;
            for (longitude, latitude) in inside {
                let (x, y) = window.at(longitude, latitude);
                if last.is_some_and(|last| (last.0 - x).hypot(last.1 - y) < 1.0) {
                    continue;
                }
                let _ = write!(data, "{}{x:.1} {y:.1}", if last.is_none() { "M" } else { "L" });
                last = Some((x, y));
                kept += 1;
            }
            if kept > 0 {
                data.push('Z');
            }
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str, latitude: f64, longitude: f64) -> Place<'_> {
        Place { name, latitude, longitude, weight: 1, href: None }
    }

    #[test]
    fn the_window_holds_every_place() {
        let sets = [
            vec![place("one", 44.2, 28.6)],
            vec![place("a", 35.7, 51.4), place("b", 41.3, 19.8)],
            vec![place("west", 21.3, -157.9), place("east", -18.1, 178.4)],
            vec![
                place("north", 78.2, 15.6),
                place("south", -54.8, -68.3),
                place("far", -36.8, 174.8),
            ],
        ];
        for places in sets {
            let window = Window::around(&places, 480.0, 320.0).expect("a window");
            for place in &places {
                let (x, y) = window.at(window.east_of_west(place.longitude), place.latitude);
                assert!((0.0..=480.0).contains(&x), "{} at {x}", place.name);
                assert!((0.0..=window.height()).contains(&y), "{} at {y}", place.name);
            }
            assert!(outline(&window).starts_with('M'), "there is land near {}", places[0].name);
        }
        assert!(Window::around(&[], 480.0, 320.0).is_none());
    }

    #[test]
    fn the_date_line_is_no_edge() {
        let (west, east) = narrowest(&[place("w", 0.0, 170.0), place("e", 0.0, -160.0)]).unwrap();
        assert_eq!((west, east), (170.0, 200.0));
        assert_eq!(
            narrowest(&[place("w", 0.0, -20.0), place("e", 0.0, 30.0)]),
            Some((-20.0, 30.0))
        );
    }

    #[test]
    fn dots_lead_where_they_should_and_act_nowhere() {
        let places = [
            Place { href: Some("/entities/e1"), ..place("<b>Tomis</b>", 44.2, 28.6) },
            Place { weight: 0, ..place("Dobrogea", 44.5, 28.4) },
        ];
        let drawn = map(&places, 480.0, 320.0).into_string();
        assert!(drawn.contains("<a href=\"/entities/e1\" tabindex=\"-1\">"), "{drawn}");
        assert!(drawn.contains("&lt;b&gt;Tomis") && !drawn.contains("<b>"), "{drawn}");
        assert_eq!(drawn.matches("place named").count(), 1);
        assert!(map(&[], 480.0, 320.0).into_string().is_empty());
    }
}
