//! What entities are called beyond their names.

use rashomon_annotate::Analysis;
use rashomon_text::{Article, Span};

use crate::{
    account::{Label, MentionId, Voice},
    mentions::Mentions,
};

/// Who is made responsible for the words at a span: the source, if one is mentioned, and the voice.
pub(crate) type SourceAt<'a> = dyn Fn(Span) -> Option<(Option<MentionId>, Voice)> + 'a;

/// The labels of the article in text order.
pub(crate) fn find(
    article: &Article,
    analysis: &Analysis,
    mentions: &Mentions,
    source_at: &SourceAt<'_>,
) -> Vec<Label> {
    let _ = (article, analysis, mentions, source_at);
    Vec::new()
}
