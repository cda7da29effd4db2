//! Who speaks: from the word before a cue to the mention that names the speaker.
//!
//! # What it finds
//! The mention behind a source's noun phrase, preferring a name to a description of the same person:
//! "ministry spokeswoman Ana Reyes", "Ana Reyes, a local shopkeeper, said".
//!
//! # Why it matters
//! Long appositions between a name and its verb are where greedy parses break, and where news puts its
//! speakers.
//!
//! # Limits
//! The apposition is read from its commas only where no other verb of its own stands between them.

use rashomon_annotate::{Deprel, TokenId, Upos};

use crate::{
    account::{EntityKind, Form, MentionId},
    mentions::Mentions,
    tree::Tree,
};

/// The speaker of `cue`, whose source the parse takes to be headed by `source`.
pub(crate) fn find(
    tree: &Tree,
    mentions: &Mentions,
    cue: TokenId,
    source: Option<TokenId>,
) -> Option<MentionId> {
    if let Some(person) = apposed(tree, mentions, cue) {
        return Some(person);
    }
    let source = source?;
    let own = mentions.of_noun_phrase(tree.analysis, source);
    let described = own.is_none_or(|m| {
        matches!(mentions.mentions[m.index()].form, Form::Description | Form::Title)
    });
    if described {
        // "spokesman Ana Reyes", parsed as two subjects or with the name left of the verb
        let named = tree
            .children(cue)
            .iter()
            .copied()
            .filter(|&c| matches!(tree.rel(c), Deprel::Nsubj | Deprel::NsubjPass))
            .chain([TokenId(source.0 + 1)].into_iter().filter(|t| t.index() < tree.analysis.len()))
            .filter(|&t| t != source)
            .filter_map(|t| mentions.of_token(t))
            .find(|&m| is_named_person(mentions, m));
        return named.or(own);
    }
    own
}

pub(crate) fn is_named_person(mentions: &Mentions, m: MentionId) -> bool {
    let mention = &mentions.mentions[m.index()];
    mention.form == Form::Name
        && mentions.entities[mention.entity.index()].kind == EntityKind::Person
}

/// `Ana Reyes, a shopkeeper in the old town, said`: a person's name, a comma, no finite verb, a comma, the cue.
fn apposed(tree: &Tree, mentions: &Mentions, cue: TokenId) -> Option<MentionId> {
    const REACH: u32 = 30;
    let sentence = tree.analysis.sentences[tree.analysis.sentence_of(cue)].tokens;
    let comma = cue.0.checked_sub(1).map(TokenId)?;
    if comma.0 < sentence.start || tree.word(comma) != "," {
        return None;
    }
    let mut at = comma.0;
    while at > sentence.start && comma.0 - at < REACH {
        at -= 1;
        let token = TokenId(at);
        let finite = tree.upos(token) == Upos::Aux
            || tree.upos(token) == Upos::Verb
                && tree.child(token, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some_and(|s| s.0 > at);
        if finite || matches!(tree.word(token), "“" | "”" | "\"" | ";" | ":") {
            return None;
        }
        if tree.word(token) != "," || at == sentence.start {
            continue;
        }
        let m = mentions.of_token(TokenId(at - 1)).filter(|&m| is_named_person(mentions, m));
        if let Some(m) = m {
            let span = mentions.mentions[m.index()].span;
            let first = tree.analysis.token_at(span.start);
            let last = tree.analysis.tokens.span[at as usize - 1];
            // the name ends right before the comma and begins the clause
            let begins = first.0 == sentence.start
                || tree.upos(TokenId(first.0 - 1)) == Upos::Punct
                || matches!(tree.upos(TokenId(first.0 - 1)), Upos::Cconj | Upos::Sconj | Upos::Adv);
            return (span.end == last.end && begins).then_some(m);
        }
    }
    None
}
