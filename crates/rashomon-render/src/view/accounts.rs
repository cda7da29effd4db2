//! Who tells: each document's name, mark and date, the same everywhere on the page.

use rashomon_reconcile::dossier::{Article, Basis, Date, Dossier};
use rashomon_text::DocId;

use super::dates;

/// One document as the page speaks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Telling {
    /// The document.
    pub(crate) doc: DocId,
    /// Its number on the page, from 1: the number in its id.
    pub(crate) mark: u32,
    /// The outlet's name, or the best there is in its place.
    pub(crate) name: String,
    /// First and last possible day of publication.
    pub(crate) published: Option<(Date, Date)>,
    /// That day for people, with a word on how it is known where it was worked out.
    pub(crate) dated: String,
    /// Whether the text is known to break off.
    pub(crate) truncated: bool,
}

/// All documents of a dossier.
pub(crate) struct Accounts {
    all: Vec<Telling>,
}

impl Accounts {
    /// Names every document of `dossier`.
    pub(crate) fn new(dossier: &Dossier) -> Self {
        let all = dossier.documents.iter().enumerate().map(|(i, a)| telling(i, a)).collect();
        Self { all }
    }

    /// The document's telling; `None` for a document that is not there.
    pub(crate) fn get(&self, doc: DocId) -> Option<&Telling> {
        self.all.get(doc.index())
    }

    /// In the order of the dossier.
    pub(crate) fn all(&self) -> &[Telling] {
        &self.all
    }

    /// Those of `docs` that exist, in their order.
    pub(crate) fn of<'s>(&'s self, docs: &'s [DocId]) -> impl Iterator<Item = &'s Telling> {
        docs.iter().filter_map(|&d| self.get(d))
    }
}

fn telling(index: usize, article: &Article) -> Telling {
    let published = article.published.as_ref();
    Telling {
        doc: DocId(index as u32),
        mark: index as u32 + 1,
        name: name(index, article),
        published: published.map(|p| (p.start, p.end)),
        dated: published.map_or_else(
            || "undated".to_owned(),
            |p| {
                let days = dates::days(p.start, p.end);
                if p.basis == Basis::Inferred { format!("about {days}") } else { days }
            },
        ),
        truncated: article.truncated,
    }
}

/// The name that a document is shown by: its outlet's; without one the host of its address, the record's id or the
/// file's name without numbers, or the number of the text (`index`, from 0).
pub fn name(index: usize, article: &Article) -> String {
    let given = article.outlet.as_ref().map(|o| o.name.trim().to_owned());
    let source = &article.source;
    given
        .or_else(|| source.url.as_deref().and_then(host).map(str::to_owned))
        .or_else(|| source.record.as_deref().map(|r| r.trim().to_owned()))
        .or_else(|| source.path.as_deref().map(|p| speaking(stem(p))))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| format!("text {}", index + 1))
}

/// The host of an address, without user, port and a leading `www.`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

/// The last part of a path, without its extension.
fn stem(path: &str) -> &str {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    }
}

/// The parts of a file's name that a person would read: no running numbers, no digests.
fn speaking(stem: &str) -> String {
    let parts = || stem.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
    let machine = |p: &&str| {
        let digits = p.chars().filter(char::is_ascii_digit).count();
        digits == p.len()
            || (digits > 0 && p.len() >= 8 && p.chars().all(|c| c.is_ascii_hexdigit()))
    };
    let read: Vec<&str> = parts().filter(|p| !machine(p)).collect();
    match parts().next() {
        Some(first) if read.is_empty() => format!("file {first}"),
        _ => read.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_always_found() {
        let check = |path: Option<&str>, url: Option<&str>, expect| {
            let mut article = Article::plain("");
            article.source.path = path.map(str::to_owned);
            article.source.url = url.map(str::to_owned);
            assert_eq!(name(4, &article), expect);
        };
        check(None, None, "text 5");
        check(Some("in/07_late-report.txt"), None, "late report");
        check(Some("003_5d19f86604e78e11.txt"), None, "file 003");
        check(Some("facade.txt"), None, "facade");
        check(Some("___.txt"), None, "text 5");
        check(Some("a.txt"), Some("https://me@www.paper.example:80/x"), "paper.example");
        check(Some("a.txt"), Some("javascript:alert(1)"), "a");
        check(Some(""), Some("https://"), "text 5");
    }
}
