//! Where names stand beside their dots: in turn, each at the first of four sides where nothing lies yet.

/// The height of a line of names in units.
const LINE: f64 = 13.0;
/// The mean width of a letter, and of a character of scripts that are written in squares.
const LETTER: f64 = 6.6;
const SQUARE: f64 = 12.0;
/// Characters of a name past which it is cut.
const LONG: usize = 28;

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Room {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Room {
    /// The square around a dot.
    pub(super) fn around(x: f64, y: f64, radius: f64) -> Self {
        Self { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// A name with its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    pub(super) text: String,
    pub(super) x: f64,
    /// The line it stands on.
    pub(super) y: f64,
    /// What of it stands at `x`: `start`, `middle`, `end`.
    pub(super) anchor: &'static str,
}

/// Names for dots, the first of them first; a name for which no side is free is left out.
pub(super) fn labels(dots: &[(Room, &str)], width: f64, height: f64) -> Vec<Label> {
    let mut taken: Vec<Room> = dots.iter().map(|(dot, _)| *dot).collect();
    let mut placed = Vec::new();
    for (dot, name) in dots {
        let text = shortened(name);
        let long: f64 = text.chars().map(|c| if c < '\u{2E80}' { LETTER } else { SQUARE }).sum();
        let (x, y) = (f64::midpoint(dot.left, dot.right), f64::midpoint(dot.top, dot.bottom));
        let low = y + LINE / 3.0;
        let sides = [
            (dot.right + 3.0, low, "start", 0.0),
            (dot.left - 3.0, low, "end", long),
            (x, dot.top - 4.0, "middle", long / 2.0),
            (x, dot.bottom + LINE - 2.0, "middle", long / 2.0),
        ];
        for (x, y, anchor, before) in sides {
            let left = x - before;
            let room = Room { left, top: y - LINE + 3.0, right: left + long, bottom: y + 3.0 };
            let fits =
                room.left >= 0.0 && room.right <= width && room.top >= 0.0 && room.bottom <= height;
            if fits && !taken.iter().any(|other| other != dot && other.meets(&room)) {
                taken.push(room);
                placed.push(Label { text, x, y, anchor });
                break;
            }
        }
    }
    placed
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(LONG) {
        Some((at, _)) => format!("{}…", name[..at].trim_end()),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_lie_on_one_another() {
        let names: Vec<String> = (0..60).map(|n| format!("Port {n}")).collect();
        let dots: Vec<(Room, &str)> = names
            .iter()
            .enumerate()
            .map(|(n, name)| {
                let (x, y) = (20.0 + (n * 67 % 440) as f64, 20.0 + (n * 41 % 280) as f64);
                (Room::around(x, y, 4.0), name.as_str())
            })
            .collect();
        let placed = labels(&dots, 480.0, 320.0);
        assert!((15..60).contains(&placed.len()), "{} of 60", placed.len());
        let rooms: Vec<Room> = placed
            .iter()
            .map(|label| {
                let long = LETTER * label.text.chars().count() as f64;
                let left = label.x
                    - match label.anchor {
                        "start" => 0.0,
                        "middle" => long / 2.0,
                        _ => long,
                    };
                Room { left, top: label.y - LINE + 3.0, right: left + long, bottom: label.y + 3.0 }
            })
            .collect();
        for (i, room) in rooms.iter().enumerate() {
            assert!(!rooms[..i].iter().any(|other| other.meets(room)), "{}", placed[i].text);
        }
    }

    #[test]
    fn the_first_gets_the_best_side() {
        let dots = [
            (Room::around(100.0, 100.0, 4.0), "Tomis"),
            (Room::around(120.0, 100.0, 4.0), "Callatis"),
        ];
        let placed = labels(&dots, 480.0, 320.0);
        assert_eq!(placed.iter().map(|l| l.anchor).collect::<Vec<_>>(), ["end", "start"]);
        assert_eq!(
            labels(&[(Room::around(470.0, 9.0, 4.0), "Edge")], 480.0, 320.0)[0].anchor,
            "end"
        );
    }
}
