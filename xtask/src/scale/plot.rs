//! The picture of measured runs: time and memory over the number of articles, both axes by decades.
//!
//! A line that is no steeper than the dashed one grows as `n·log n` (time) or as `n` (memory) does.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Width and height of what a panel draws.
const WIDE: f64 = 330.0;
const HIGH: f64 = 300.0;
/// Room around the panels and between them.
const LEFT: f64 = 70.0;
const TOP: f64 = 64.0;
const BETWEEN: f64 = 100.0;
const BELOW: f64 = 60.0;

const STYLE: &str = "\
svg{color-scheme:light dark;font:13px system-ui,sans-serif}\
.ground{fill:#fff}text{fill:#333}.axis,.grid{stroke:#ddd;stroke-width:1}.axis{stroke:#999}\
.run{stroke:#1f5fa8;fill:#1f5fa8}.story{stroke:#b4501e;fill:#b4501e}.line{stroke-width:2}\
.accounts{stroke:#2f7d5b;fill:#2f7d5b}.guide{stroke:#999;stroke-width:1.5;stroke-dasharray:5 4;fill:none}.head{font-weight:600}.note{fill:#767676}\
.value{font-size:11px}polyline{fill:none!important}text.run,text.story,text.accounts{stroke:none}\
@media(prefers-color-scheme:dark){.ground{fill:#16181c}text{fill:#ddd}.grid{stroke:#2c3036}.axis{stroke:#666}\
.run{stroke:#7db4f0;fill:#7db4f0}.story{stroke:#eb9a68;fill:#eb9a68}.accounts{stroke:#74c7a0;fill:#74c7a0}.note{fill:#9aa0a8}}";

/// One kind of runs: articles, and seconds or MB.
type Series = BTreeMap<u64, f64>;

/// Draws the lines of `cargo xtask scale`, of two runs of one size the later.
pub(super) fn picture(rows: &str) -> Result<String, String> {
    let (mut time, mut memory) = (BTreeMap::new(), BTreeMap::new());
    for (number, row) in rows.lines().enumerate().filter(|(_, row)| !row.is_empty()) {
        let fields: Vec<&str> = row.split('\t').collect();
        let read = || {
            let [kind, articles, step, seconds, mb] = fields[..] else { return None };
            Some((kind, articles.parse().ok()?, step, seconds.parse().ok()?, mb.parse().ok()?))
        };
        let (kind, articles, step, seconds, mb): (&str, u64, &str, f64, f64) = read()
            .ok_or_else(|| format!("line {}: no row of a measured run: {row}", number + 1))?;
        if step == "all" && articles > 0 && seconds > 0.0 && mb > 0.0 {
            time.entry(kind).or_insert_with(Series::new).insert(articles, seconds);
            memory.entry(kind).or_insert_with(Series::new).insert(articles, mb);
        }
    }
    if time.is_empty() {
        return Err("no measured run to draw; give sizes".to_owned());
    }
    let (width, height) = (LEFT + 2.0 * WIDE + BETWEEN + 56.0, TOP + HIGH + BELOW);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"Time and memory of whole runs over the number of articles\">\n<style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"{width}\" height=\"{height}\"/>\n"
    );
    if time.keys().all(|kind| *kind == "job") {
        panel(&mut svg, LEFT, ("Processor time", "∝ n"), &time, &|n| n, &duration);
    } else {
        let order = |n: f64| n * n.ln();
        panel(&mut svg, LEFT, ("Time of a whole run", "∝ n·log n"), &time, &order, &duration);
    }
    panel(&mut svg, LEFT + WIDE + BETWEEN, ("Peak memory", "∝ n"), &memory, &|n| n, &size);
    svg.push_str("</svg>\n");
    Ok(svg)
}

fn panel(
    svg: &mut String,
    left: f64,
    (head, law): (&str, &str),
    kinds: &BTreeMap<&str, Series>,
    order: &dyn Fn(f64) -> f64,
    told: &dyn Fn(f64) -> String,
) {
    let all = || kinds.values().flatten();
    let decades = |values: &mut dyn Iterator<Item = f64>| {
        let (least, most) =
            values.fold((f64::MAX, 0.0), |(a, b), n| (f64::min(a, n), f64::max(b, n)));
        (least.log10().floor(), (most.log10() - 1e-9).ceil())
    };
    let (x_from, x_to) = decades(&mut all().map(|(n, _)| *n as f64));
    let (y_from, y_to) = decades(&mut all().map(|(_, value)| *value));
    let x = |n: f64| left + WIDE * (n.log10() - x_from) / (x_to - x_from).max(1.0);
    let y = |value: f64| TOP + HIGH * (1.0 - (value.log10() - y_from) / (y_to - y_from).max(1.0));
    let bottom = TOP + HIGH;
    let _ = writeln!(svg, "<text class=\"head\" x=\"{left}\" y=\"24\">{head}</text>");
    for decade in x_from as i32..=x_to as i32 {
        let (n, at) = (10f64.powi(decade), x(10f64.powi(decade)));
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{at:.1} {TOP}V{bottom}\"/>\
             <text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            bottom + 18.0,
            count(n)
        );
    }
    for decade in y_from as i32..=y_to as i32 {
        let at = y(10f64.powi(decade));
        let _ = writeln!(
            svg,
            "<path class=\"grid\" d=\"M{left} {at:.1}h{WIDE}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            left - 8.0,
            at + 4.0,
            told(10f64.powi(decade))
        );
    }
    let _ = writeln!(
        svg,
        "<path class=\"axis\" fill=\"none\" d=\"M{left} {TOP}V{bottom}h{WIDE}\"/>\
         <text class=\"note\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">articles</text>",
        left + WIDE / 2.0,
        bottom + 40.0
    );
    // the law, through the largest run
    let furthest = kinds.values().max_by_key(|series| series.last_key_value().map(|(n, _)| *n));
    if let Some((n, value)) = furthest.and_then(|series| series.last_key_value()) {
        let least = all().map(|(n, _)| *n as f64).fold(f64::MAX, f64::min);
        let law_at = |at: f64| value * order(at) / order(*n as f64);
        let (most, steps) = (*n as f64, 48);
        let points =
            (0..=steps).map(|step| most * (least / most).powf(f64::from(step) / f64::from(steps)));
        let points: Vec<String> = points
            .map(|at| (x(at), y(law_at(at))))
            .take_while(|(_, y)| *y <= bottom)
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let _ = writeln!(svg, "<polyline class=\"guide\" points=\"{}\"/>", points.join(" "));
    }
    let mut key = left;
    for (kind, series) in kinds {
        let (class, name, room) = match *kind {
            "story" => ("story", "one story", 90.0),
            "accounts" => ("accounts", "from accounts on", 134.0),
            "job" => ("run", "jobs", 60.0),
            _ => ("run", "whole runs", 96.0),
        };
        let points: Vec<String> = series
            .iter()
            .map(|(n, value)| format!("{:.1},{:.1}", x(*n as f64), y(*value)))
            .collect();
        let _ = writeln!(svg, "<polyline class=\"line {class}\" points=\"{}\"/>", points.join(" "));
        for point in &points {
            let (at_x, at_y) = point.split_once(',').unwrap_or_default();
            let _ =
                writeln!(svg, "<circle class=\"{class}\" cx=\"{at_x}\" cy=\"{at_y}\" r=\"3.5\"/>");
        }
        if let Some((n, value)) = series.last_key_value() {
            let (aside, above, anchor) = match class {
                "story" => (-6.0, -7.0, "end"),
                _ => (7.0, 4.0, "start"),
            };
            let _ = writeln!(
                svg,
                "<text class=\"value {class}\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                x(*n as f64) + aside,
                y(*value) + above,
                told(*value)
            );
        }
        let _ = writeln!(
            svg,
            "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"42\" r=\"3.5\"/>\
             <text x=\"{:.1}\" y=\"46\">{name}</text>",
            key + 4.0,
            key + 13.0
        );
        key += room;
    }
    let end = left + WIDE;
    let _ = writeln!(
        svg,
        "<path class=\"guide\" d=\"M{:.1} 20h22\"/><text x=\"{end:.1}\" y=\"24\" text-anchor=\"end\">{law}</text>",
        end - 92.0,
    );
}

/// "500", "10k".
fn count(n: f64) -> String {
    if n >= 1000.0 { format!("{:.0}k", n / 1000.0) } else { format!("{n:.0}") }
}

/// "1 s", "17 min".
fn duration(seconds: f64) -> String {
    match seconds {
        s if s >= 600.0 && s % 1000.0 != 0.0 => format!("{:.0} min", s / 60.0),
        s if s >= 10.0 => format!("{s:.0} s"),
        s => format!("{} s", (s * 10.0).round() / 10.0),
    }
}

/// "100 MB", "3.2 GB".
fn size(mb: f64) -> String {
    match mb {
        mb if mb >= 1000.0 => format!("{} GB", (mb / 100.0).round() / 10.0),
        mb => format!("{mb:.0} MB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_become_points() {
        let rows = "run\t1000\tstories\t1.00\t90\nrun\t1000\tall\t8.00\t100\nrun\t10000\tall\t90.00\t1000\n\
                    story\t500\tall\t4.00\t80\n";
        let svg = picture(rows).expect("a picture");
        assert_eq!(svg.matches("<circle").count(), 2 * (3 + 2), "points and keys of two panels");
        assert!(svg.contains(">90 s<") && svg.contains(">1 GB<"), "{svg}");
    }

    #[test]
    fn jobs_are_drawn_beside_a_line_of_their_own() {
        let svg =
            picture("job\t1000\tall\t16.0\t200\njob\t10000\tall\t160.0\t300\n").expect("a picture");
        assert!(svg.contains("Processor time") && svg.contains(">jobs<") && !svg.contains("log n"));
    }

    #[test]
    fn what_is_no_row_is_told() {
        let fault = picture("run\t1000\tall\n").expect_err("too few fields");
        assert!(fault.starts_with("line 1"), "{fault}");
        assert!(picture("").is_err());
    }
}
