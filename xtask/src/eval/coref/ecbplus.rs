//! Events and participants over documents: ECB+, through the whole chain from raw text.
//!
//! # The setup
//! All documents are read in one run and nothing is told of the set's topics: which articles are one story, the
//! program decides. Scores are those of CoNLL over the documents of each topic, added up over the topics, as the
//! reference scorer does with several documents; only sentences that were annotated count. Topics with an odd number
//! were trained and tuned on; those with an even number are seen as scores alone.
//!
//! # Predicted mentions
//! A predicted mention is matched with a gold one by its head word, the minimal span of Moosavi et al. (2019), found by
//! the program's own parse: ECB+ has most events as one word and participants now as the noun, now as the phrase with
//! its preposition ("aide", "in Harbour Street"). `exact` rows ask for the same span. Mentions that are alone in their
//! chain count, as they do in most work on the set; `linked` rows leave them out of key and response (Cattan et al.
//! 2021, "Realistic Evaluation Principles for Cross-document Coreference Resolution").
//!
//! # Beside it
//! `same-lemma`: one chain a topic for all mentions whose heads have one lemma, over the same predicted mentions, and
//! over the gold mentions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rashomon_annotate::{Analysis, Annotator, TokenId, Upos};
use rashomon_extract::Account;
use rashomon_extract::candidates::weights::{Reader, Seen};
use rashomon_extract::candidates::{self, Candidate};
use rashomon_ingest::{Given, clean_text};
use rashomon_reconcile::coreference::{self, Layer};
use rashomon_reconcile::stories;
use rashomon_text::{Source, Span};

use super::super::Row;
use super::conll::Score;
use super::ecb::{self, Document};

/// A document read by the program.
pub(crate) struct Text {
    document: Document,
    account: Account,
    analysis: Analysis,
}

impl Text {
    /// Reads the documents of the set below `folder`.
    pub(crate) fn read(folder: &Path) -> Result<Vec<Self>, String> {
        let annotator = Annotator::new();
        let documents = ecb::read(folder)?;
        let half = documents.len().div_ceil(2).max(1);
        let read = |document: &Document| {
            let path = Some(format!("{}.txt", document.name));
            let source = Source { path, ..Source::default() };
            let article = clean_text(source, document.text.clone(), &Given::default());
            let analysis = annotator.annotate(&article);
            let account = rashomon_extract::extract(article, analysis.clone());
            Self { document: document.clone(), account, analysis }
        };
        Ok(std::thread::scope(|scope| {
            let parts: Vec<_> = documents
                .chunks(half)
                .map(|part| scope.spawn(move || part.iter().map(read).collect::<Vec<_>>()))
                .collect();
            parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
        }))
    }

    /// Whether its topic has an odd number.
    pub(crate) fn is_odd(&self) -> bool {
        self.document.topic % 2 == 1
    }

    /// Whether a word stands in an annotated sentence.
    fn annotated(&self, word: Span) -> bool {
        self.document.sentences.iter().any(|sentence| sentence.contains(word))
    }

    /// The words of annotated sentences: what is seen of each, and whether it heads a mention of nothing (0), an
    /// event (1) or a participant (2).
    pub(crate) fn words(&self) -> Vec<(Seen, usize)> {
        let mut classes: BTreeMap<u32, usize> = BTreeMap::new();
        for mention in &self.document.mentions {
            let head = self.head(&mention.tokens);
            classes.entry(head.0).or_insert(if mention.event { 1 } else { 2 });
        }
        let reader = Reader::new(&self.account, &self.analysis);
        reader
            .tokens()
            .filter(|t| self.annotated(self.analysis.tokens.span[t.index()]))
            .map(|t| (reader.seen(t), classes.get(&t.0).copied().unwrap_or(0)))
            .collect()
    }

    /// The head word of a gold mention: the one nearest the root whose own head is outside.
    fn head(&self, tokens: &[Span]) -> TokenId {
        let a = &self.analysis;
        let mut own: Vec<TokenId> = tokens.iter().map(|span| a.token_at(span.start)).collect();
        own.retain(|t| t.index() < a.len());
        own.dedup();
        let depth = |token: TokenId| {
            let up = |t: &TokenId| a.head(*t);
            std::iter::successors(Some(token), up).take(200).count()
        };
        let bare = |t: &TokenId| matches!(a.upos(*t), Upos::Punct | Upos::Adp | Upos::Det);
        let outer = |t: &TokenId| a.head(*t).is_none_or(|head| !own.contains(&head));
        let rank = |t: &TokenId| (bare(t), !outer(t), depth(*t), *t);
        own.iter().copied().min_by_key(rank).unwrap_or_default()
    }
}

/// A mention of one layer, gold or predicted.
#[derive(Clone, Debug)]
struct Mention {
    /// Index of its text.
    text: usize,
    head: u32,
    span: Span,
    /// Its chain, by any number.
    chain: u64,
}

/// The two layers of the set.
const LAYERS: [(&str, Layer); 2] = [("events", Layer::Event), ("entities", Layer::Participant)];

/// Which topics a row is over.
const HALVES: [&str; 3] = ["odd", "even", "all"];

pub(super) fn run(folder: &Path) -> Vec<Row> {
    match Text::read(folder) {
        Ok(texts) if !texts.is_empty() => measure(&texts),
        Ok(_) => {
            eprintln!("coref: no annotated document below {}", folder.display());
            Vec::new()
        }
        Err(message) => {
            eprintln!("coref: {message}");
            Vec::new()
        }
    }
}

fn measure(texts: &[Text]) -> Vec<Row> {
    let found = candidates_of(texts);
    let accounts = accounts_of(texts);
    let stories = stories::stories(&accounts);
    let chains = coreference::resolve(&accounts, &found, &stories);
    let mut rows = Vec::new();
    for (layer, which) in LAYERS {
        let gold = gold(texts, which);
        let mut ours = Vec::new();
        for (number, chain) in chains.iter().enumerate().filter(|(_, c)| c.layer == which) {
            for &(doc, candidate) in &chain.members {
                let candidate = &found[doc.index()][candidate as usize];
                ours.push(texts[doc.index()].mention(
                    doc.index(),
                    candidate.head,
                    candidate.span,
                    number as u64,
                ));
            }
        }
        ours.retain(|m| texts[m.text].annotated(m.span));
        let lemmas = |mentions: &[Mention]| same_lemma(texts, mentions);
        for (half, name) in HALVES.iter().enumerate() {
            let of = |m: &&Mention| half == 2 || texts[m.text].is_odd() == (half == 0);
            let part =
                |all: &[Mention]| -> Vec<Mention> { all.iter().filter(of).cloned().collect() };
            let (gold, ours) = (part(&gold), part(&ours));
            let mut row = |set: &str, key: &[Mention], response: &[Mention], how: How| {
                let score = score(texts, key, response, how);
                let n = key.len() as u64;
                let name = format!("ecbplus-{name}-{layer}{set}");
                rows.push((name.clone(), "conll_f1".to_owned(), score.conll(), n));
                let parts = [
                    ("mentions", score.mentions),
                    ("muc", score.muc),
                    ("b3", score.b3),
                    ("ceafe", score.ceafe),
                ];
                for (part, metric) in parts.into_iter().filter(|_| set.is_empty()) {
                    rows.push((format!("{name}/{part}"), "f1".to_owned(), metric.f1(), n));
                }
            };
            row("", &gold, &ours, How::default());
            row("-linked", &gold, &ours, How { linked: true, ..How::default() });
            row("/exact", &gold, &ours, How { exact: true, ..How::default() });
            let baseline = lemmas(&ours);
            row("/same-lemma", &gold, &baseline, How::default());
            row("-linked/same-lemma", &gold, &baseline, How { linked: true, ..How::default() });
            row("/gold-mentions-same-lemma", &gold, &lemmas(&gold), How::default());
        }
    }
    rows
}

/// The candidates of each text.
pub(crate) fn candidates_of(texts: &[Text]) -> Vec<Vec<Candidate>> {
    texts.iter().map(|text| candidates::find(&text.account, &text.analysis)).collect()
}

/// The accounts of all texts.
pub(crate) fn accounts_of(texts: &[Text]) -> Vec<Account> {
    texts.iter().map(|text| text.account.clone()).collect()
}

/// The chain of each gold mention of a layer, by its text and head word.
pub(crate) fn gold_heads(texts: &[Text], layer: Layer) -> BTreeMap<(usize, Span), u64> {
    let head = |m: &Mention| texts[m.text].analysis.tokens.span[m.head as usize];
    gold(texts, layer).iter().map(|m| ((m.text, head(m)), m.chain)).collect()
}

impl Text {
    fn mention(&self, text: usize, head: Span, span: Span, chain: u64) -> Mention {
        Mention { text, head: self.analysis.token_at(head.start).0, span, chain }
    }
}

/// The gold mentions of one layer.
fn gold(texts: &[Text], layer: Layer) -> Vec<Mention> {
    let event = layer == Layer::Event;
    let mut chains: BTreeMap<&str, u64> = BTreeMap::new();
    let mut mentions = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        for mention in text.document.mentions.iter().filter(|m| m.event == event) {
            let next = chains.len() as u64;
            let chain = *chains.entry(&mention.chain).or_insert(next);
            let head = text.head(&mention.tokens).0;
            mentions.push(Mention { text: number, head, span: mention.span, chain });
        }
    }
    mentions
}

/// The same mentions in chains of one head lemma a topic.
fn same_lemma(texts: &[Text], mentions: &[Mention]) -> Vec<Mention> {
    let mut chains: BTreeMap<(u32, String), u64> = BTreeMap::new();
    let lemma = |m: &Mention| {
        let text = &texts[m.text];
        let lemma = candidates::head_lemma(&text.analysis, TokenId(m.head));
        (text.document.topic, lemma)
    };
    let chain = |m: &Mention| {
        let next = chains.len() as u64;
        Mention { chain: *chains.entry(lemma(m)).or_insert(next), ..m.clone() }
    };
    mentions.iter().map(chain).collect()
}

/// What a score asks for.
#[derive(Clone, Copy, Debug, Default)]
struct How {
    /// The same span, not only the same head.
    exact: bool,
    /// Chains of one mention are left out.
    linked: bool,
}

/// The sums over all topics.
fn score(texts: &[Text], key: &[Mention], response: &[Mention], how: How) -> Score {
    let mut topics: BTreeMap<u32, [Vec<&Mention>; 2]> = BTreeMap::new();
    for (side, mentions) in [key, response].into_iter().enumerate() {
        for mention in mentions {
            topics.entry(texts[mention.text].document.topic).or_default()[side].push(mention);
        }
    }
    let mut total = Score::default();
    for sides in topics.into_values() {
        let mut numbers: BTreeMap<(usize, u32, u32), u32> = BTreeMap::new();
        let [key, response] = sides.map(|mentions| {
            let mut chains: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
            let mut taken = BTreeSet::new();
            for m in mentions {
                let mut place = if how.exact {
                    (m.text, m.span.start, m.span.end)
                } else {
                    (m.text, m.head, 0)
                };
                // a second mention of the same word or span is matched by none
                while !taken.insert(place) {
                    place.2 += 1 << 24;
                }
                let next = numbers.len() as u32;
                chains.entry(m.chain).or_default().push(*numbers.entry(place).or_insert(next));
            }
            let mut chains: Vec<Vec<u32>> = chains.into_values().collect();
            chains.retain(|chain| !how.linked || chain.len() > 1);
            chains
        });
        total.join(Score::of(&key, &response));
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(topic: u32) -> Text {
        let article = rashomon::Article::plain("Ferries sank. They sank twice.");
        let analysis = Annotator::new().annotate(&article);
        let account = rashomon_extract::extract(article, analysis.clone());
        let document = Document { topic, ..Document::default() };
        Text { document, account, analysis }
    }

    fn mention(text: usize, head: u32, chain: u64) -> Mention {
        Mention { text, head, span: Span::new(head, head + 1), chain }
    }

    #[test]
    fn topics_are_scored_apart_and_single_mentions_may_be_left_out() {
        let texts = [text(1), text(2)];
        let key = [
            mention(0, 1, 1),
            mention(0, 4, 1),
            mention(0, 0, 2),
            mention(1, 1, 3),
            mention(1, 4, 3),
        ];
        // over topics nothing can be joined: one chain for all is two
        let lumped: Vec<Mention> = key.iter().map(|m| Mention { chain: 9, ..m.clone() }).collect();
        let how = How::default();
        assert!(score(&texts, &key, &key, how).conll() > 0.999);
        assert!((score(&texts, &key, &lumped, how).muc.f1() - 0.8).abs() < 1e-6);
        let linked = How { linked: true, ..how };
        let without: Vec<Mention> = key.iter().filter(|m| m.chain != 2).cloned().collect();
        assert!(score(&texts, &key, &without, how).conll() < 0.999);
        assert!(score(&texts, &key, &without, linked).conll() > 0.999);
    }

    #[test]
    fn exact_spans_are_asked_for_only_there() {
        let texts = [text(1)];
        let key = [mention(0, 1, 1), mention(0, 4, 1)];
        let wider: Vec<Mention> =
            key.iter().map(|m| Mention { span: Span::new(0, 9), ..m.clone() }).collect();
        assert!(score(&texts, &key, &wider, How::default()).conll() > 0.999);
        assert!(score(&texts, &key, &wider, How { exact: true, linked: false }).conll() < 0.001);
    }

    #[test]
    fn one_lemma_is_one_chain_a_topic() {
        let texts = [text(1), text(2)];
        let sank = [mention(0, 1, 1), mention(0, 4, 2), mention(1, 1, 3)];
        let chains: Vec<u64> = same_lemma(&texts, &sank).iter().map(|m| m.chain).collect();
        assert_eq!(chains, [0, 0, 1]);
    }
}
