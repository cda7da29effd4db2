//! One pass over the article from left to right that ties pronouns and descriptions to participants.

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::saying;

use super::{
    describe::{Description, Tie},
    described::Described,
    draft::{DraftId, Number, Ref, Work},
    nominals::{self, Denotes, Outcome},
    phrase::{self, Role},
    pronouns,
    salience::{Item, Site, Who},
    titles::TitleNouns,
};
use crate::account::{EntityKind, Form};

/// Below this a link is not made.
const LEAST: f32 = 0.62;

/// Resolves pronouns and descriptions; adds to `descriptions` the nouns by which named participants
/// are called again.
pub(super) fn resolve(
    work: &mut Work<'_>,
    titles: &TitleNouns,
    descriptions: &mut Vec<Description>,
) {
    let a = work.a;
    let quote_of = quotes(work);
    let mut described = Described::new(work);
    let mut items: Vec<Item> = Vec::new();
    // nouns that describe somebody by apposition or predicate are used up
    let mut used = vec![false; a.len()];
    for d in descriptions.iter() {
        used[d.head.index()] |=
            matches!(d.tie, Tie::Apposition | Tie::Before | Tie::Predicate | Tie::Verdict);
    }
    let whole: rustc_hash::FxHashMap<TokenId, DraftId> = descriptions
        .iter()
        .filter(|d| d.tie == Tie::Compound && !is_of_phrase(work, d))
        .map(|d| (d.head, d.draft))
        .collect();
    let mut referring = Vec::new();
    let roles = roles(work, titles);
    let mut clock = 0;
    for (number, sentence) in a.sentences.iter().enumerate() {
        let told = |t: TokenId| quote_of[t.index()].is_none() && a.upos(t) != Upos::Punct;
        clock += usize::from(sentence.tokens.iter().any(told));
        let mut last_quote = None;
        let mut speakers = Vec::new();
        for token in sentence.tokens.iter() {
            let quote = quote_of[token.index()];
            if quote != last_quote {
                last_quote = quote;
                speakers = match quote {
                    Some(q) => speakers_of(work, &items, q, sentence.tokens),
                    None => Vec::new(),
                };
            }
            let noun = a.upos(token) != Upos::Pron;
            let role = roles
                .get(&token)
                .copied()
                .map_or_else(|| role_here(work, token), |r| r.min(role_here(work, token)));
            let site = Site { token, sentence: number, clock, role, quote, noun };
            if let Some(reference) = work.headed_by(token).copied() {
                items.push(item(work, reference.draft, site, false));
                continue;
            }
            if !work.is_free(token) || titles.contains_key(&token) {
                continue;
            }
            if let Some(pronoun) = pronouns::pronoun(work, token) {
                if let Some(draft) = pronouns::own_part(work, token) {
                    let tokens = TokenRange::new(token.0, token.0 + 1);
                    let (form, confidence) = (Form::Pronoun, 0.9);
                    work.refer(Ref { tokens, head: token, form, draft, confidence });
                    continue;
                }
                let found = pronouns::resolve(work, &items, site, pronoun, &speakers);
                if let Some(choice) = found.filter(|c| c.confidence >= LEAST)
                    && let Who::Entity(draft) = choice.who
                {
                    let tokens = TokenRange::new(token.0, token.0 + 1);
                    let confidence = choice.confidence;
                    if confidence >= 0.8 {
                        work.drafts[draft].add_gender(pronoun.gender());
                    }
                    work.refer(Ref { tokens, head: token, form: Form::Pronoun, draft, confidence });
                    items.push(item(work, draft, site, true));
                } else if let Some(choice) = found {
                    items.push(thing_like(work, choice.who, &items, site));
                }
                continue;
            }
            if !heads_phrase(work, token) {
                continue;
            }
            if let Some(&draft) = whole.get(&token) {
                refer_to_whole(work, token, draft);
                items.push(item(work, draft, site, true));
                continue;
            }
            if used[token.index()] || used[phrase::first_conjunct(a, token).index()] {
                continue;
            }
            let denoted = nominals::denotes(work, token);
            let predicate = phrase::has_copula(a, token)
                || matches!(a.deprel(token), Deprel::Appos | Deprel::Xcomp | Deprel::Vocative);
            let outcome = if denoted == Denotes::Thing || predicate {
                Outcome::Open
            } else if let Some(draft) = referred_to(work, token) {
                Outcome::Known { draft, form: Form::Description, confidence: 0.85 }
            } else {
                nominals::resolve(work, &mut described, &items, site, denoted)
            };
            match outcome {
                Outcome::Known { draft, form, confidence } if confidence >= LEAST => {
                    let tokens = phrase::short_phrase(a, token);
                    work.refer(Ref { tokens, head: token, form, draft, confidence });
                    items.push(item(work, draft, site, true));
                    if form == Form::Description {
                        referring.push(Description {
                            tokens,
                            head: token,
                            draft,
                            tie: Tie::Reference,
                            judge: None,
                        });
                    }
                }
                Outcome::New { draft, form, confidence } => {
                    let tokens = phrase::short_phrase(a, token);
                    work.refer(Ref { tokens, head: token, form, draft, confidence });
                    items.push(item(work, draft, site, false));
                }
                _ => items.push(thing(work, site, denoted)),
            }
            if a.children(token).any(|c| a.deprel(c) == Deprel::Conj && a.upos(c) != Upos::Verb) {
                items.push(pair(work, site));
            }
        }
    }
    descriptions.extend(referring);
    descriptions.sort_by_key(|d| (d.tokens.start, d.tokens.end, d.draft));
}

/// The number of the innermost quotation that holds each token.
fn quotes(work: &Work<'_>) -> Vec<Option<u32>> {
    let mut of = vec![None; work.a.len()];
    for (number, quote) in work.a.quotes.iter().enumerate() {
        // a word or two between marks is no change of voice
        if quote.tokens.len() > 3 {
            of[quote.tokens.range()].fill(Some(number as u32));
        }
    }
    of
}

/// Who may be speaking the quotation: subjects of verbs of saying in the sentences it touches, so far as
/// they stand before it or in its last sentence.
fn speakers_of(work: &Work<'_>, items: &[Item], quote: u32, sentence: TokenRange) -> Vec<DraftId> {
    let a = work.a;
    let quoted = a.quotes[quote as usize].tokens;
    let says = |head: TokenId| {
        let subject = phrase::first_conjunct(a, head);
        a.deprel(subject) == Deprel::Nsubj
            && a.head(subject).is_some_and(|v| saying(a.lemma(v)).is_some() && !quoted.holds(v))
    };
    let mut found: Vec<DraftId> = items
        .iter()
        .rev()
        .take_while(|i| sentence.start.saturating_sub(i.head.0) < 60 || i.head.0 >= sentence.start)
        .filter(|i| !quoted.holds(i.head) && says(i.head))
        .filter_map(|i| match i.who {
            Who::Entity(draft) => Some(draft),
            Who::Thing(_) => None,
        })
        .take(1)
        .collect();
    // "“…,” Reyes said": the name follows
    for t in TokenRange::new(quoted.end.min(sentence.end), sentence.end).iter() {
        if says(t)
            && let Some(reference) = work.headed_by(t)
        {
            found.push(reference.draft);
        }
    }
    found
}

/// Whether the token heads a noun phrase of its own.
fn heads_phrase(work: &Work<'_>, token: TokenId) -> bool {
    let a = work.a;
    let nominal = matches!(a.upos(token), Upos::Noun)
        || (a.upos(token) == Upos::Propn && work.is_free(token));
    nominal
        && !matches!(
            a.deprel(token),
            Deprel::Compound
                | Deprel::Flat
                | Deprel::Fixed
                | Deprel::Amod
                | Deprel::Goeswith
                | Deprel::NmodDesc
                | Deprel::Case
                | Deprel::Advmod
                | Deprel::OblUnmarked
                | Deprel::NmodUnmarked
        )
}

/// The role that a person’s title has in the clause, where the parse makes it the head: "the historian" in
/// "Ana Reyes, a historian, said".
fn roles(work: &Work<'_>, titles: &TitleNouns) -> rustc_hash::FxHashMap<TokenId, Role> {
    let mut roles = rustc_hash::FxHashMap::default();
    let mut nouns: Vec<_> = titles.iter().map(|(&noun, &at)| (noun, at)).collect();
    nouns.sort_unstable();
    for (noun, at) in nouns {
        let role = role_here(work, noun);
        let best = roles.entry(work.refs[at].head).or_insert(role);
        *best = role.min(*best);
    }
    roles
}

/// The role of the token; a demonym or other modifier weighs little.
fn role_here(work: &Work<'_>, token: TokenId) -> Role {
    match work.a.deprel(token) {
        Deprel::Amod | Deprel::Compound | Deprel::Flat => Role::Other,
        _ if said_by(work, token) => Role::Subject,
        _ => phrase::role(work.a, token),
    }
}

/// "“…,” said ministry spokeswoman Ana Reyes": the speaker, whatever the parse makes of the name.
fn said_by(work: &Work<'_>, token: TokenId) -> bool {
    let a = work.a;
    let Some(reference) = work.headed_by(token) else { return false };
    let sentence = a.sentences[a.sentence_of(token)].tokens;
    let name = reference.tokens.start;
    for left in (sentence.start..name).rev().take(9) {
        let t = TokenId(left);
        match a.upos(t) {
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Part | Upos::Det => {}
            Upos::Verb => {
                let quoted_before =
                    left > sentence.start && a.upos(TokenId(left - 1)) == Upos::Punct;
                return quoted_before
                    && saying(a.lemma(t)).is_some_and(|s| s.quote)
                    && matches!(a.xpos(t), Xpos::Vbd | Xpos::Vbz);
            }
            _ => return false,
        }
    }
    false
}

fn item(work: &Work<'_>, draft: DraftId, site: Site, anaphor: bool) -> Item {
    let d = &work.drafts[draft];
    Item {
        who: Who::Entity(draft),
        head: site.token,
        sentence: site.sentence,
        clock: site.clock,
        role: site.role,
        number: d.number,
        human: d.is_human(),
        gender: d.gender,
        quote: site.quote,
        anaphor,
    }
}

/// A noun phrase that is no participant.
fn thing(work: &Work<'_>, site: Site, denoted: Denotes) -> Item {
    let plural = phrase::is_plural(work.a, site.token);
    let human = matches!(denoted, Denotes::Person | Denotes::People);
    let number = match denoted {
        Denotes::Body => Number::Either,
        _ if plural => Number::Plural,
        _ => Number::Singular,
    };
    Item {
        who: Who::Thing(site.token.0),
        head: site.token,
        sentence: site.sentence,
        clock: site.clock,
        role: site.role,
        number,
        human,
        gender: None,
        quote: site.quote,
        anaphor: false,
    }
}

/// A pronoun that means what an earlier thing meant, or cannot be told.
fn thing_like(work: &Work<'_>, who: Who, items: &[Item], site: Site) -> Item {
    let mut new = thing(work, site, Denotes::Thing);
    if let Some(old) = items.iter().rev().find(|i| i.who == who) {
        new.number = old.number;
        new.human = old.human;
        new.gender = old.gender;
    }
    new.who = who;
    new.anaphor = true;
    new
}

/// "Reyes and Duarte" as what "they" may mean: no one participant.
fn pair(work: &Work<'_>, site: Site) -> Item {
    let mut item = thing(work, site, Denotes::People);
    item.number = Number::Plural;
    item
}

/// "dissidents of the Front": its people, which the phrase does not stand for.
fn is_of_phrase(work: &Work<'_>, d: &Description) -> bool {
    work.a.children(d.head).any(|c| {
        c > d.head
            && work.a.deprel(c) == Deprel::Nmod
            && phrase::preposition(work.a, c) == Some("of")
    })
}

/// "the Renewal group", "Renewal fighters": the phrase means the body.
fn refer_to_whole(work: &mut Work<'_>, token: TokenId, draft: DraftId) {
    let tokens = phrase::short_phrase(work.a, token);
    work.refer(Ref { tokens, head: token, form: Form::Description, draft, confidence: 0.8 });
}

/// "a “sect”, referring to the Renewal Front": the body that the text says is meant.
fn referred_to(work: &Work<'_>, token: TokenId) -> Option<DraftId> {
    let a = work.a;
    let sentence = a.sentences[a.sentence_of(token)].tokens;
    for t in TokenRange::new(token.0 + 1, sentence.end).iter() {
        let refers = (a.lemma(t) == "refer" && a.xpos(t) == Xpos::Vbg) || a.lemma(t) == "reference";
        if !refers {
            continue;
        }
        let to = TokenRange::new(t.0 + 1, sentence.end.min(t.0 + 5))
            .iter()
            .find_map(|n| work.name_at(n))?;
        let draft = &work.drafts[to.draft];
        let body = matches!(denotes_kind(work, token), Some(true));
        let fits = match draft.kind {
            EntityKind::Organization | EntityKind::Group => body,
            _ => false,
        };
        // the nearest such noun before, in quotation marks
        let quoted = a.quotes.iter().any(|q| q.tokens.holds(token));
        return (fits && quoted).then_some(to.draft);
    }
    None
}

/// Whether the noun denotes a body or several people.
fn denotes_kind(work: &Work<'_>, token: TokenId) -> Option<bool> {
    match nominals::denotes(work, token) {
        Denotes::Body | Denotes::People => Some(true),
        Denotes::Thing => None,
        _ => Some(false),
    }
}
