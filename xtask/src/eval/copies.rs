//! Copies: who took over whose text, whole or in part.
//!
//! The gold is computed here, over `giveme5w1h`'s clustered articles, from the texts alone. A text is its
//! words: letters and figures between other signs, lower-case. Of two texts of one event, one holds the
//! other where more than half of the runs of five words of the one that has fewer stand in the other
//! (containment). Judged are the links of the product's own stories:
//!
//! - `pairs`: pairs of one event that a link joins with a containment above one half, against the gold's;
//! - `cites`: places that a link shows, which must hold the same words in both documents;
//! - `halves`: articles made of the first half of one event's article and the second half of another's, one
//!   of each event, added to the run: halves that a link leads back to the article they came from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rashomon::Article;
use rashomon_annotate::Annotator;
use rashomon_extract::Account;
use rashomon_reconcile::{
    dossier::{Link, LinkKind},
    links, order, stories,
};
use rashomon_text::DocId;

use super::Row;
use super::stories::{articles, shuffle};

const RUN: usize = 5;
/// The runs of one text.
type Runs = BTreeSet<Vec<String>>;
/// Of the halves.
const SEED: u64 = 7;

pub(crate) fn run(data: &Path) -> Vec<Row> {
    let annotator = Annotator::new();
    let account = |article: Article| {
        let analysis = annotator.annotate(&article);
        rashomon_extract::extract(article, analysis)
    };
    let mut events: BTreeMap<String, i64> = BTreeMap::new();
    let mut accounts: Vec<Account> = Vec::new();
    for (article, event) in articles(data) {
        events.extend(article.source.path.clone().map(|path| (path, event)));
        accounts.push(account(article));
    }
    if accounts.is_empty() {
        return Vec::new();
    }
    let row = |set: &str, metric: &str, (right, of): (usize, usize)| {
        let share = if of == 0 { 0.0 } else { right as f64 / of as f64 };
        (format!("giveme5w1h-{set}"), metric.to_owned(), share, of as u64)
    };
    let run = Run::of(accounts.clone());
    let (gold, found) = (run.gold(&events), run.found(&events));
    let right = gold.intersection(&found).count();
    let (same, cites) = run.cites();
    let (halves, whole) = halves(&accounts, &events, &account);
    vec![
        row("pairs", "precision", (right, found.len())),
        row("pairs", "recall", (right, gold.len())),
        row("cites", "accuracy", (same, cites)),
        row("halves", "recall", (halves, whole)),
    ]
}

/// The links of one run.
struct Run {
    accounts: Vec<Account>,
    links: Vec<Link>,
}

impl Run {
    fn of(accounts: Vec<Account>) -> Self {
        let accounts = order::canonical(accounts);
        let links = links::reconcile(&accounts, &stories::stories(&accounts)).concat();
        let copies =
            |link: &Link| matches!(link.kind, LinkKind::NearDuplicate | LinkKind::SharedPassage);
        let links = links.into_iter().filter(copies).collect();
        Self { accounts, links }
    }

    fn path(&self, doc: DocId) -> &str {
        self.accounts[doc.index()].article.source.path.as_deref().unwrap_or_default()
    }

    /// The paths of a link's two documents, sorted.
    fn pair(&self, link: &Link) -> (String, String) {
        let mut paths: Vec<String> =
            link.documents.iter().map(|doc| self.path(*doc).to_owned()).collect();
        paths.sort();
        (paths[0].clone(), paths[paths.len() - 1].clone())
    }

    /// Pairs of one event of which one holds more than half of the other.
    fn gold(&self, events: &BTreeMap<String, i64>) -> BTreeSet<(String, String)> {
        let texts = self.accounts.iter().map(|account| &account.article);
        let mut of_event: BTreeMap<i64, Vec<(String, Runs)>> = BTreeMap::new();
        for article in texts {
            let path = article.source.path.clone().unwrap_or_default();
            let words = words(&article.text);
            let runs = words.windows(RUN).map(<[String]>::to_vec).collect();
            of_event.entry(events[&path]).or_default().push((path, runs));
        }
        let mut pairs = BTreeSet::new();
        for texts in of_event.values() {
            for (n, (a, mine)) in texts.iter().enumerate() {
                for (b, theirs) in &texts[n + 1..] {
                    let same = mine.intersection(theirs).count();
                    if 2 * same > mine.len().min(theirs.len()) {
                        let (first, last) = if a < b { (a, b) } else { (b, a) };
                        pairs.insert((first.clone(), last.clone()));
                    }
                }
            }
        }
        pairs
    }

    /// Pairs of one event that a link says are copied by more than half.
    fn found(&self, events: &BTreeMap<String, i64>) -> BTreeSet<(String, String)> {
        let linked =
            self.links.iter().filter(|link| link.containment > 0.5).map(|link| self.pair(link));
        linked.filter(|(a, b)| events[a] == events[b]).collect()
    }

    /// Of the places that links show, those that hold the same words in both documents; and all.
    fn cites(&self) -> (usize, usize) {
        let text =
            |cite: &rashomon_text::Cite| words(self.accounts[cite.doc.index()].slice(cite.span));
        let pairs = self.links.iter().flat_map(|link| {
            link.evidence.chunks(2).map(|cites| {
                let documents: Vec<DocId> = cites.iter().map(|cite| cite.doc).collect();
                documents == link.documents && text(&cites[0]) == text(&cites[1])
            })
        });
        let (same, other): (Vec<bool>, Vec<bool>) = pairs.partition(|same| *same);
        (same.len(), same.len() + other.len())
    }
}

/// How many halves of articles made of two lead back to where they came from; and how many there are.
fn halves(
    accounts: &[Account],
    events: &BTreeMap<String, i64>,
    account: &dyn Fn(Article) -> Account,
) -> (usize, usize) {
    let mut shuffled: Vec<&Article> = accounts.iter().map(|account| &account.article).collect();
    shuffle(&mut shuffled, SEED);
    let mut seen = BTreeSet::new();
    shuffled.retain(|article| {
        seen.insert(article.source.path.as_ref().and_then(|path| events.get(path)))
    });
    let mut run = accounts.to_vec();
    let mut made = Vec::new();
    for (number, first) in shuffled.iter().enumerate() {
        let second = shuffled[(number + 1) % shuffled.len()];
        let text = format!("{}\n{}", half(&first.text).0, half(&second.text).1);
        let mut article = Article::plain(text);
        article.published.clone_from(&first.published);
        article.source.path = Some(format!("made-{number:04}"));
        run.push(account(article));
        let path = |article: &Article| article.source.path.clone().unwrap_or_default();
        made.push((format!("made-{number:04}"), [path(first), path(second)]));
    }
    let run = Run::of(run);
    let linked: BTreeSet<(String, String)> = run.links.iter().map(|link| run.pair(link)).collect();
    let found = made.iter().flat_map(|(path, sources)| {
        // "made-…" comes after the numbers that are the articles' paths
        sources.iter().filter(|source| linked.contains(&((*source).clone(), path.clone())))
    });
    (found.count(), 2 * made.len())
}

/// A text cut at the space nearest before its middle.
fn half(text: &str) -> (&str, &str) {
    let half = text.len() / 2;
    let before = text.char_indices().take_while(|(at, _)| *at <= half);
    text.split_at(before.filter(|(_, c)| c.is_whitespace()).last().map_or(0, |(at, _)| at))
}

/// The words of a text: letters and figures, lower-case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_words() {
        assert_eq!(half("one two three"), ("one", " two three"));
        assert_eq!(half("größer"), ("", "größer"));
    }

    #[test]
    fn words_are_letters_and_figures() {
        assert_eq!(words("The U.S.\u{2019}s 12-year"), ["the", "u", "s", "s", "12", "year"]);
    }
}
