//! Noun phrases as they go by: what each offers as an antecedent.

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::saying;

use super::{
    denotes::Denotes,
    draft::{DraftId, Number, Work},
    phrase::{self, Role},
    pronouns::Pronoun,
    salience::{self, Item, Site, Who},
    titles::TitleNouns,
};

pub(super) fn item(work: &Work<'_>, draft: DraftId, site: Site, anaphor: bool) -> Item {
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
pub(super) fn thing(work: &Work<'_>, site: Site, denoted: Denotes) -> Item {
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
pub(super) fn thing_like(work: &Work<'_>, who: Who, items: &[Item], site: Site) -> Item {
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

/// A pronoun of which nobody knows whom it means.
pub(super) fn unknown(work: &Work<'_>, site: Site, pronoun: Pronoun) -> Item {
    let mut new = thing(work, site, Denotes::Thing);
    new.number = match pronoun {
        Pronoun::They => Number::Plural,
        _ => Number::Singular,
    };
    new.human = matches!(pronoun, Pronoun::He | Pronoun::She);
    new.gender = pronoun.gender();
    new.anaphor = true;
    new
}

/// "Reyes and Duarte" as what "they" may mean: no one participant.
pub(super) fn pair(work: &Work<'_>, site: Site) -> Item {
    let mut item = thing(work, site, Denotes::People);
    item.who = Who::Thing(site.token.0 | salience::PAIR);
    item.number = Number::Plural;
    item
}

/// The role that a person’s title has in the clause, where the parse makes it the head: "the historian" in
/// "Ana Reyes, a historian, said".
pub(super) fn roles(work: &Work<'_>, titles: &TitleNouns) -> rustc_hash::FxHashMap<TokenId, Role> {
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
pub(super) fn role_here(work: &Work<'_>, token: TokenId) -> Role {
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

/// The number of the innermost quotation that holds each token.
pub(super) fn quotes(work: &Work<'_>) -> Vec<Option<u32>> {
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
pub(super) fn speakers_of(
    work: &Work<'_>,
    items: &[Item],
    quote: u32,
    sentence: TokenRange,
) -> Vec<DraftId> {
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
