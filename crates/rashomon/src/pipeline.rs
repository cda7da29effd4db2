use rashomon_annotate::Annotator;
use rashomon_extract::{Account, Extractor};
use rashomon_ingest::{Failure, Record};
use rashomon_text::Article;

use crate::read::{bug, clean};
use crate::{Options, guard};

/// What makes an account of one record: cleaning, annotation and extraction, as a run does it.
///
/// A bug in Rashomon that an article meets costs that article: it is its [`Failure`].
#[derive(Clone, Debug)]
pub struct Pipeline {
    annotator: Annotator,
    extractor: Extractor,
}

impl Pipeline {
    /// By the language engine and the rules of `options`.
    pub fn new(options: &Options) -> Self {
        Self {
            annotator: options.annotator.clone().unwrap_or_default(),
            extractor: options.rules.clone().map(Extractor::new).unwrap_or_default(),
        }
    }

    /// The account of a record ([`Record::clean`], then [`Pipeline::account`]).
    pub fn read(&self, record: &Record) -> Result<Account, Failure> {
        self.account(clean(record)?)
    }

    /// The account of an article ([`Annotator::annotate`], then [`Extractor::extract`]).
    pub fn account(&self, article: Article) -> Result<Account, Failure> {
        account(&self.annotator, &self.extractor, article)
    }
}

/// Annotates and extracts, behind a wall.
pub(crate) fn account(
    annotator: &Annotator,
    extractor: &Extractor,
    article: Article,
) -> Result<Account, Failure> {
    let source = article.source.clone();
    guard::caught(|| {
        let analysis = annotator.annotate(&article);
        extractor.extract(article, analysis)
    })
    .map_err(|panic| {
        let path = source.path.unwrap_or_else(|| "(no file)".to_owned());
        bug(path, source.record, 0, &source.sha256, &panic)
    })
}
