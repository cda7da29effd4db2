//! Places: names of places found, and where they lie.
//!
//! Two sets of news articles with the places of a gazetteer marked by hand: LGL (local papers of small towns,
//! Lieberman et al. 2010) and GeoVirus (news of outbreaks, Gritta et al. 2018). Each article is a run of its own.
//!
//! - `tags`: names of places and states, by exact span, against all that are marked;
//! - `located` precision: of the marked names for which a location is given, those within 161 kilometres (100
//!   miles) of the marked one, as is usual for these sets; recall: those of all marked names that have a point. The
//!   gazetteer holds places of 15,000 inhabitants or more, and the smaller ones are left open: they cost recall.

use std::path::Path;

use rashomon::Article;
use rashomon_annotate::Annotator;
use rashomon_reconcile::dossier::{EntityKind, Form, Point};
use rashomon_text::CodePoints;

use super::Row;

/// 100 miles.
const NEAR: f32 = 161.0;

/// An article with its marked names: first and last code point, and the point where one is given.
struct Marked {
    text: String,
    names: Vec<(u32, u32, Option<Point>)>,
}

pub(crate) fn run(data: &Path) -> Vec<Row> {
    let annotator = Annotator::new();
    let mut rows = Vec::new();
    // GeoVirus counts the characters of a text from 1
    for (file, set, tag, first) in
        [("lgl.xml", "lgl", "toponym", 0), ("GeoVirus.xml", "geovirus", "location", 1)]
    {
        let Ok(xml) = std::fs::read_to_string(data.join(file)) else { continue };
        let mut counts = Counts::default();
        for article in articles(&xml, tag, first) {
            counts.add(&annotator, &article);
        }
        rows.extend(counts.rows(set));
    }
    rows
}

#[derive(Default)]
struct Counts {
    /// Marked names; names that we find; those that are both.
    gold: usize,
    found: usize,
    both: usize,
    /// Marked names with a point; those that we locate; those of them that are near.
    pointed: usize,
    located: usize,
    near: usize,
}

impl Counts {
    fn add(&mut self, annotator: &Annotator, marked: &Marked) {
        let article = Article::plain(&marked.text);
        let analysis = annotator.annotate(&article);
        let account = rashomon_extract::extract(article, analysis);
        let dossier = rashomon_reconcile::reconcile(vec![account]);
        let Some(article) = dossier.documents.first() else { return };
        let points = CodePoints::new(&article.text);
        let mut found: Vec<((u32, u32), Option<Point>)> = Vec::new();
        for entity in &dossier.entities {
            if !matches!(entity.kind, EntityKind::Place | EntityKind::Geopolitical) {
                continue;
            }
            let named = |form| matches!(form, Form::Name | Form::Acronym);
            for mention in entity.mentions.iter().filter(|it| named(it.form)) {
                let span = points.of_span(mention.cite.span);
                found.push((span, entity.location.as_ref().map(|it| it.point)));
            }
        }
        self.gold += marked.names.len();
        self.found += found.len();
        for &(start, end, point) in &marked.names {
            let ours = found.iter().find(|(span, _)| *span == (start, end));
            self.both += usize::from(ours.is_some());
            let Some(point) = point else { continue };
            self.pointed += 1;
            if let Some(ours) = ours.and_then(|(_, point)| *point) {
                self.located += 1;
                self.near += usize::from(ours.kilometres(point) <= NEAR);
            }
        }
    }

    fn rows(&self, set: &str) -> Vec<Row> {
        let share = |n: usize, of: usize| if of == 0 { 0.0 } else { n as f64 / of as f64 };
        let row = |part: &str, metric: &str, value, n: usize| {
            (format!("{set}-{part}"), metric.to_owned(), value, n as u64)
        };
        let (precision, recall) = (share(self.both, self.found), share(self.both, self.gold));
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        vec![
            row("tags", "precision", precision, self.found),
            row("tags", "recall", recall, self.gold),
            row("tags", "f1", f1, self.gold),
            row("located", "precision", share(self.near, self.located), self.located),
            row("located", "recall", share(self.near, self.pointed), self.pointed),
        ]
    }
}

/// The articles of a set, whose marked names stand in elements of the name `tag`; its texts begin with the
/// character of number `first`.
fn articles(xml: &str, tag: &str, first: u32) -> Vec<Marked> {
    let article = |rest: &str| {
        let text = plain(inner(rest, "text")?);
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let names = rest.split(&open).skip(1).filter_map(|name| {
            let name = name.split(&close).next()?;
            let number = |tag: &str| inner(name, tag)?.trim().parse::<f32>().ok();
            let place = |tag: &str| inner(name, tag)?.trim().parse::<u32>().ok();
            let point = number("lat").zip(number("lon"));
            let point = point.map(|(latitude, longitude)| Point { latitude, longitude });
            Some((place("start")?.checked_sub(first)?, place("end")?.checked_sub(first)?, point))
        });
        let names = names.collect();
        Some(Marked { text, names })
    };
    xml.split("<article").skip(2).filter_map(article).collect()
}

/// What stands between the first opening of an element and its end.
fn inner<'x>(xml: &'x str, tag: &str) -> Option<&'x str> {
    let rest = xml.split_once(&format!("<{tag}>"))?.1;
    Some(rest.split_once(&format!("</{tag}>"))?.0)
}

/// Characters of an element, with references resolved.
fn plain(text: &str) -> String {
    let whole = text.strip_prefix("<![CDATA[").and_then(|rest| rest.strip_suffix("]]>"));
    if let Some(whole) = whole {
        return whole.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_read() {
        let xml = "<articles><article docid=\"1\"><text><![CDATA[Fire in Elm & Oak]]></text><toponym><start>8</start>\
                   <end>11</end><gaztag><lat>1.5</lat><lon>-2</lon></gaztag></toponym><toponym><start>14</start>\
                   <end>17</end></toponym></article><article><text>&lt;A&gt; &amp;amp;</text></article></articles>";
        let read = articles(xml, "toponym", 0);
        assert_eq!(read[0].text, "Fire in Elm & Oak");
        let point = Point { latitude: 1.5, longitude: -2.0 };
        assert_eq!(read[0].names, [(8, 11, Some(point)), (14, 17, None)]);
        assert_eq!((read[1].text.as_str(), read[1].names.len()), ("<A> &amp;", 0));
    }
}
