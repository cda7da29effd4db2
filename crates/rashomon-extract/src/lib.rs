//! What one article says: entities, events, quotations, claims, figures and labels.
//!
//! [`extract`] reads the [`Analysis`] of an [`Article`] and gives an [`Account`]: everything the article
//! says, with the voice it is said in and the exact characters it rests on.
//!
//! ```
//! use rashomon_annotate::Annotator;
//! use rashomon_text::Article;
//!
//! let article = Article::plain("France cut diplomatic ties with Japan on Monday.");
//! let analysis = Annotator::new().annotate(&article);
//! let account = rashomon_extract::extract(article, analysis);
//! assert_eq!(account.events[0].act, "sever ties");
//! ```

pub mod account;
mod actors;
mod attribution;
mod calibration;
pub mod candidates;
mod claims;
pub mod cyber;
pub mod dyads;
mod events;
mod figures;
mod labels;
mod mentions;
mod naming;
pub mod plover;
mod quotations;
pub mod ranking;
pub mod rules;
mod speaker;
#[cfg(test)]
mod testing;
mod tree;
pub mod wire;
mod words;

use std::sync::Arc;

use rashomon_annotate::Analysis;
use rashomon_text::{Article, Span};

pub use account::Account;
use account::{EventId, MentionId, Voice};
use events::Found;
use quotations::Fate;
use ranking::Ranker;
pub use rules::{Reading, Rules};
use tree::Tree;

/// Extracts what `article` says from its `analysis`, by the built-in rules. Never fails: what is not understood
/// is left out.
pub fn extract(article: Article, analysis: Analysis) -> Account {
    Extractor::default().extract(article, analysis)
}

/// Extraction by given rules.
///
/// ```
/// use rashomon_annotate::Annotator;
/// use rashomon_extract::{Extractor, Rules};
/// use rashomon_text::Article;
///
/// let own = "[wave flags]\nplover: SUPPORT\ncameo: 051\nverbs: wave\nneeds: object = flag\n";
/// let rules = Rules::load(&[("own.rules".into(), own.into())], None).expect("rules without fault");
/// let extractor = Extractor::new(rules.into());
/// let article = Article::plain("France waved flags.");
/// let analysis = Annotator::new().annotate(&article);
/// assert_eq!(extractor.extract(article, analysis).events[0].act, "wave flags");
/// ```
#[derive(Clone, Debug)]
pub struct Extractor {
    rules: Arc<Rules>,
    ranker: Arc<Ranker>,
}

impl Default for Extractor {
    fn default() -> Self {
        Self::new(Rules::builtin())
    }
}

impl Extractor {
    /// An extractor that codes events by `rules`.
    pub fn new(rules: Arc<Rules>) -> Self {
        Self { rules, ranker: Ranker::embedded() }
    }

    /// The same with another ranker for pronouns and descriptions.
    #[must_use]
    pub fn with_ranker(self, ranker: Arc<Ranker>) -> Self {
        Self { ranker, ..self }
    }

    /// Extracts what `article` says from its `analysis`. Never fails: what is not understood is left out.
    pub fn extract(&self, article: Article, analysis: Analysis) -> Account {
        extract_by(&self.rules, &self.ranker, article, analysis)
    }
}

fn extract_by(
    rules: &Rules,
    ranker: &Ranker,
    mut article: Article,
    mut analysis: Analysis,
) -> Account {
    actors::add_names(rules, &article, &mut analysis);
    let (sentences, words, symbols) = words::build(&article, &analysis);
    let mentions = mentions::find_with(&article, &analysis, ranker, None);
    let tree = Tree::new(&article.text, &analysis);
    let attributions = attribution::find(&tree, &mentions);
    let quotations = quotations::find(&tree, &mentions, &attributions);
    let lemmas = (0..analysis.len() as u32).map(|t| analysis.lemma(rashomon_annotate::TokenId(t)));
    let told = rules.of_article(&lemmas);
    let scene = events::Scene {
        tree: &tree,
        mentions: &mentions,
        attributions: &attributions,
        fates: &quotations.fates,
        rules,
        day: article.published.as_ref().map(|p| number(p.end)),
        article: &told,
    };
    let events = events::find(&scene);
    let claims = claims::find(&tree, &mentions, &attributions, &events, &quotations.list);
    let source_at = |span: Span| source_at(&scene, span);
    let labels = labels::find(&article, &analysis, &mentions, &source_at);
    let mut figures = figures::find(&article, &analysis, &mentions);
    for figure in &mut figures {
        figure.event = event_around(&events, figure.span, figure.sentence);
        figure.source = source_at(figure.span).and_then(|(source, _)| source);
    }
    article.notes.extend(analysis.notes);
    let mut events: Vec<_> = events.into_iter().map(|f| f.event).collect();
    let (mut quotations, mut claims) = (quotations.list, claims);
    calibration::calibrate(&mut events, &mut quotations, &mut claims);
    let mut account = Account {
        article,
        sentences,
        words,
        mentions: mentions.mentions,
        entities: mentions.entities,
        times: analysis.times,
        events,
        quotations,
        claims,
        figures,
        labels,
        symbols,
    };
    account.shrink_to_fit();
    account
}

/// A day as a number whose order is that of days: 20260131.
fn number(day: rashomon_text::time::Date) -> u32 {
    let part = |n: i64| u32::try_from(n).unwrap_or_default();
    part(day.year().into()) * 10_000 + part(day.month().into()) * 100 + part(day.day().into())
}

/// Whose word stands at `span`, where it is not the outlet's own.
fn source_at(scene: &events::Scene, span: Span) -> Option<(Option<MentionId>, Voice)> {
    let token = scene.tree.analysis.token_at(span.start);
    if token.index() >= scene.tree.analysis.len() {
        return None;
    }
    if let Some(quote) = quotations::quote_at(scene.tree, token) {
        return Some(match scene.fates[quote] {
            Fate::Quoted { speaker, .. } => (speaker, Voice::Attributed),
            Fate::Scare => (None, Voice::ScareQuoted),
        });
    }
    scene.attributions.of(token).map(|a| (a.source, Voice::Attributed))
}

/// The event of the same sentence whose passage holds a figure, the one with the nearest trigger.
fn event_around(events: &[Found], span: Span, sentence: u32) -> Option<EventId> {
    let from = events.partition_point(|f| f.event.sentence < sentence);
    let near = |f: &Found| f.event.trigger.start.abs_diff(span.start);
    events[from..]
        .iter()
        .enumerate()
        .take_while(|(_, f)| f.event.sentence == sentence)
        .filter(|(_, f)| f.event.span.contains(span) || near(f) < 60)
        .min_by_key(|(i, f)| (near(f), *i))
        .map(|(i, _)| EventId((from + i) as u32))
}
