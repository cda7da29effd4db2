//! How far a text says whose word it gives.
//!
//! # What it finds
//! Of each quotation, on a scale of five steps ([`Naming`]), whether its source has a name, an office of a body, only a
//! description, or not even that.
//!
//! # Why it matters
//! What an agency's spokeswoman says can be asked for again; what "a source close to the talks" says cannot.
//!
//! # Examples
//! | source | step |
//! |---|---|
//! | Ana Reyes; the harbour board of Bergen; she, where it is known who | named |
//! | a police spokesman; the mayor; the ministry | role |
//! | officials; two Norwegian diplomats; witnesses; an expert; a report | described |
//! | a source close to the talks; people familiar with them; someone | unnamed |
//! | "reportedly"; "it is said"; words between marks that nobody is told to have said | none |
//!
//! # Limits
//! It goes by the nouns alone: whether there is but one mayor, it does not know.

use rashomon_annotate::{Deprel, TokenId, Upos, Xpos};
use rashomon_lexicon::vague_source;

use crate::{
    account::{EntityKind, Form, MentionId, Naming},
    mentions::Mentions,
    tree::Tree,
};

/// How the source of a quotation is named: a mention where there is one, else the head of a noun phrase.
pub(crate) fn find(
    tree: &Tree,
    mentions: &Mentions,
    speaker: Option<MentionId>,
    source: Option<TokenId>,
) -> Naming {
    let Some(speaker) = speaker else {
        return match source.filter(|&head| is_told(tree, head)) {
            Some(head) if is_anybody(&tree.lemma(head).to_lowercase()) => Naming::Unnamed,
            Some(_) => Naming::Described,
            None => Naming::None,
        };
    };
    let entity = mentions.entity(speaker);
    let name = |m: &MentionId| {
        matches!(mentions.mentions[m.index()].form, Form::Name | Form::Acronym | Form::Metonym)
    };
    if entity.country.is_some() || entity.mentions.iter().any(name) {
        return Naming::Named;
    }
    // a pronoun stands for what it was called by first
    let own = mentions.mentions[speaker.index()].form != Form::Pronoun;
    let called = if own { speaker } else { entity.name };
    let head = tree.analysis.token_at(mentions.mentions[called.index()].head.start);
    by_noun(tree, head, entity.kind)
}

/// Whether a source that is no participant of the text tells anything at all: a noun, or "someone", not "it".
pub(crate) fn is_told(tree: &Tree, head: TokenId) -> bool {
    matches!(tree.upos(head), Upos::Noun | Upos::Propn)
        || is_anybody(&tree.lemma(head).to_lowercase())
}

fn by_noun(tree: &Tree, head: TokenId, kind: EntityKind) -> Naming {
    let lemma = tree.lemma(head).to_lowercase();
    if is_anybody(&lemma) {
        return Naming::Unnamed;
    }
    if tree.upos(head) == Upos::Pron {
        return Naming::None;
    }
    if kind == EntityKind::Group {
        return Naming::Described;
    }
    let body = matches!(kind, EntityKind::Organization | EntityKind::Geopolitical);
    let many = matches!(tree.analysis.xpos(head), Xpos::Nns | Xpos::Nnps);
    let definite = tree.child(head, &[Deprel::Det]).is_some_and(|d| tree.lemma(d) == "the")
        || tree.child(head, &[Deprel::NmodPoss]).is_some();
    if body && definite {
        return Naming::Role;
    }
    if many {
        return Naming::Described;
    }
    // "police spokesman", "spokesman for the board", "Norwegian diplomat" tells only where from
    let of_body = tree.children(head).iter().any(|&c| match tree.rel(c) {
        Deprel::Compound | Deprel::NmodPoss => true,
        Deprel::Nmod => matches!(tree.case(c).as_deref(), Some("for" | "of" | "at" | "with")),
        _ => false,
    });
    let office = !vague_source(&lemma) || lemma == "spokesperson";
    if office && (of_body || definite) || of_body && lemma == "official" {
        Naming::Role
    } else {
        Naming::Described
    }
}

/// Nouns and pronouns that tell no more than that there is somebody.
fn is_anybody(lemma: &str) -> bool {
    matches!(
        lemma,
        "source"
            | "insider"
            | "person"
            | "people"
            | "someone"
            | "somebody"
            | "some"
            | "other"
            | "others"
            | "many"
            | "several"
            | "man"
            | "woman"
            | "figure"
            | "informant"
            | "contact"
            | "circle"
            | "quarter"
            | "rumor"
            | "rumour"
    )
}
