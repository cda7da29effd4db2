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
//! The apposition is read from its commas only where no finite verb stands between them, but in a
//! relative clause.

use rashomon_annotate::{Deprel, TokenId, Upos, Xpos};

use crate::{
    account::{EntityKind, Form, MentionId},
    attribution::Attribution,
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
    let owner = source?;
    let source = possessed(tree, owner);
    if source != owner {
        // whoever that is, it is not the owner
        let span = tree.analysis.tokens.span[source.index()];
        let own = mentions.of_token(source);
        return own.filter(|m| mentions.mentions[m.index()].head.contains(span));
    }
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
        return named.or_else(|| apposed_after(tree, mentions, source)).or(own);
    }
    own
}

/// `Ana Reyes’s lawyer said`: the lawyer, where the parse hung the noun on its owner.
fn possessed(tree: &Tree, source: TokenId) -> TokenId {
    let name = tree.subtree(source);
    let case = (source.0 + 1..name.end)
        .map(TokenId)
        .find(|&t| tree.rel(t) != Deprel::Flat)
        .filter(|&t| tree.analysis.xpos(t) == Xpos::Pos);
    case.map(|case| TokenId(case.0 + 1))
        .filter(|&noun| name.holds(noun) && tree.upos(noun) == Upos::Noun)
        .unwrap_or(source)
}

/// `said the spokeswoman, Ana Reyes.`: a name after the description and a comma.
fn apposed_after(tree: &Tree, mentions: &Mentions, source: TokenId) -> Option<MentionId> {
    let appositive = tree.child(source, &[Deprel::Appos]);
    let after = TokenId(source.0 + 2);
    let comma = TokenId(source.0 + 1);
    let beside = (after.index() < tree.analysis.len() && tree.word(comma) == ",").then_some(after);
    appositive
        .into_iter()
        .chain(beside)
        .filter_map(|t| mentions.of_token(t))
        .find(|&m| is_named_person(mentions, m))
}

/// The only person told to speak in the paragraph of `cue` or the one before: for "he said" where the
/// pronoun stayed open.
pub(crate) fn last_speaker(
    tree: &Tree,
    mentions: &Mentions,
    attributions: &[Attribution],
    cue: TokenId,
) -> Option<MentionId> {
    let a = tree.analysis;
    let here = a.sentences[a.sentence_of(cue)].paragraph;
    let before = attributions.partition_point(|x| x.cue < cue);
    let mut speaker: Option<MentionId> = None;
    for x in attributions[..before].iter().rev() {
        if a.sentences[a.sentence_of(x.cue)].paragraph + 1 < here {
            break;
        }
        let person = x.source.filter(|m| {
            let entity = mentions.mentions[m.index()].entity;
            mentions.entities[entity.index()].kind == EntityKind::Person
        });
        let Some(person) = person else { continue };
        let entity = |m: MentionId| mentions.mentions[m.index()].entity;
        match speaker {
            None => speaker = Some(person),
            Some(known) if entity(known) != entity(person) => return None,
            Some(_) => {}
        }
    }
    // somebody else named since as the subject of a clause of the outlet's may be meant
    let speaker = speaker?;
    let entity = |m: MentionId| mentions.mentions[m.index()].entity;
    let first = a.sentences.partition_point(|s| s.paragraph < here);
    let start = a.sentences.get(first).map_or(cue.0, |s| s.tokens.start);
    let other = (start..cue.0).map(TokenId).any(|t| {
        matches!(tree.rel(t), Deprel::Nsubj | Deprel::NsubjPass)
            && !crate::quotations::in_any_quote(tree, t)
            && mentions
                .of_token(t)
                .is_some_and(|m| is_named_person(mentions, m) && entity(m) != entity(speaker))
    });
    (!other).then_some(speaker)
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
    let mut finite = false;
    let mut at = comma.0;
    while at > sentence.start && comma.0 - at < REACH {
        at -= 1;
        let token = TokenId(at);
        finite |= tree.upos(token) == Upos::Aux
            || matches!(tree.analysis.xpos(token), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
        if matches!(tree.word(token), "“" | "”" | "\"" | ";" | ":") {
            return None;
        }
        if tree.word(token) != "," || at == sentence.start {
            continue;
        }
        // between the commas stands a description or a relative clause, no clause of its own
        let relative = matches!(tree.word(TokenId(at + 1)), "who" | "whose" | "which" | "whom");
        if finite && !relative {
            return None;
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
