//! Outlines of land, and what of them lies in a window.

use std::sync::LazyLock;

/// An outline: longitudes and latitudes in degrees, the last point joined to the first. One that crosses the date line
/// goes on past 180 degrees.
pub(super) type Ring = Vec<(f64, f64)>;

/// One outline a line; the head of the file says where they come from.
const FILE: &str = include_str!("../../data/land.txt");
/// Units of the file in a degree.
const UNITS: f64 = 50.0;

/// All outlines.
pub(super) fn rings() -> &'static [Ring] {
    static RINGS: LazyLock<Vec<Ring>> =
        LazyLock::new(|| FILE.lines().filter(|line| !line.starts_with('#')).map(ring).collect());
    &RINGS
}

fn ring(line: &str) -> Ring {
    let numbers: Vec<i32> = line.split(' ').filter_map(|number| number.parse().ok()).collect();
    let mut at = (0, 0);
    numbers
        .chunks_exact(2)
        .map(|step| {
            at = (at.0 + step[0], at.1 + step[1]);
            (f64::from(at.0) / UNITS, f64::from(at.1) / UNITS)
        })
        .collect()
}

/// The part of `ring` inside `[west, south, east, north]`, one edge after the other (Sutherland and Hodgman 1974).
pub(super) fn clip(ring: &[(f64, f64)], [west, south, east, north]: [f64; 4]) -> Ring {
    let outside = |at: fn(&(f64, f64)) -> f64, low: f64, high: f64| {
        ring.iter().all(|p| at(p) < low) || ring.iter().all(|p| at(p) > high)
    };
    if outside(|p| p.0, west, east) || outside(|p| p.1, south, north) {
        return Ring::new();
    }
    let ring = cut(ring, |p| p.0 - west);
    let ring = cut(&ring, |p| east - p.0);
    let ring = cut(&ring, |p| p.1 - south);
    cut(&ring, |p| north - p.1)
}

/// The part of `ring` where `inside` is not negative, which must be linear.
fn cut(ring: &[(f64, f64)], inside: impl Fn((f64, f64)) -> f64) -> Ring {
    let Some(&last) = ring.last() else { return Ring::new() };
    let mut kept = Ring::with_capacity(ring.len() + 4);
    let mut before = last;
    for &point in ring {
        let (from, to) = (inside(before), inside(point));
        if (from < 0.0) != (to < 0.0) {
            let share = from / (from - to);
            kept.push((
                before.0 + share * (point.0 - before.0),
                before.1 + share * (point.1 - before.1),
            ));
        }
        if to >= 0.0 {
            kept.push(point);
        }
        before = point;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a point lies in an odd number of outlines.
    fn on_land(x: f64, y: f64) -> bool {
        let crossings = rings().iter().flat_map(|ring| {
            let next = ring.iter().cycle().skip(1);
            ring.iter().zip(next).filter(move |(a, b)| {
                (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
            })
        });
        crossings.count() % 2 == 1
    }

    #[test]
    fn land_is_where_it_is() {
        for (what, x, y, expect) in [
            ("the Sahara", 10.0, 23.0, true),
            ("the Carpathians", 25.0, 46.0, true),
            ("the outback", 133.0, -25.0, true),
            ("the Atlantic", -35.0, 30.0, false),
            ("the Black Sea", 34.0, 43.0, false),
            ("the Caspian Sea", 51.0, 41.5, false),
            ("the Pacific", -150.0, 0.0, false),
            ("Chukotka, past the date line", 185.0, 66.5, true),
            ("Greenland", -40.0, 70.0, true),
            ("Baffin Bay", -65.0, 73.0, false),
        ] {
            assert_eq!(on_land(x, y), expect, "{what}");
        }
        assert!(FILE.len() < 40_000, "{}", FILE.len());
    }

    #[test]
    fn what_is_outside_is_cut_off() {
        let square = vec![(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];
        let mut kept = clip(&square, [1.0, -1.0, 9.0, 2.0]);
        kept.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!(kept, [(1.0, 0.0), (1.0, 2.0), (4.0, 0.0), (4.0, 2.0)]);
        assert!(clip(&square, [5.0, 5.0, 6.0, 6.0]).is_empty());
        assert_eq!(clip(&square, [-1.0, -1.0, 9.0, 9.0]), square);
    }
}
