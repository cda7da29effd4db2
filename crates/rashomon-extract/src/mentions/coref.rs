//! One pass over the article from left to right that ties pronouns and descriptions to participants.
//!
//! Written rules say whom a word may mean ([`pronouns`], [`nominals`]); the trained ranker, which sees what
//! they say beside much else, says how sure that is ([`super::ranker`]). Where it is not sure enough, the
//! word stays alone.

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos, Xpos};
use rashomon_lexicon::Gender;
use rustc_hash::FxHashMap;

use super::{
    denotes::{self, Denotes},
    describe::{Description, Tie},
    described::{self, Described},
    draft::{Draft, DraftId, Number, Ref, Work},
    features::{self, Asking, Class},
    items,
    nominals::{self, Outcome},
    nouns::Nouns,
    phrase,
    pronouns::{self, Pronoun},
    ranker::Ranker,
    salience::{self, Item, Site, Who},
    titles::TitleNouns,
};
use crate::account::{EntityKind, Form};

/// Below this a link of the rules is not made.
const LEAST: f32 = 0.62;

/// Features of a candidate, and its mentions: head, and whether it stands for several joined ones.
pub(crate) type Candidate = (Vec<f32>, Vec<(TokenId, bool)>);

/// A question the ranker was asked, for training it: see [`crate::ranking`].
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub token: TokenId,
    pub pronoun: bool,
    /// Features of each candidate, and head and kind (several joined or not) of its mentions, the
    /// nearest first.
    pub candidates: Vec<Candidate>,
    pub none: Vec<f32>,
}

/// Resolves pronouns and descriptions; adds to `descriptions` the nouns by which named participants
/// are called again. Questions put to the ranker go to `asked`, if there is such a list.
pub(super) fn resolve(
    work: &mut Work<'_>,
    titles: &TitleNouns,
    descriptions: &mut Vec<Description>,
    ranker: &Ranker,
    asked: Option<&mut Vec<Asked>>,
) {
    let a = work.a;
    let quote_of = items::quotes(work);
    let described = Described::new(work);
    // nouns that describe somebody by apposition or predicate are used up
    let mut used = vec![false; a.len()];
    for d in descriptions.iter() {
        used[d.head.index()] |=
            matches!(d.tie, Tie::Apposition | Tie::Before | Tie::Predicate | Tie::Verdict);
    }
    let whole: FxHashMap<TokenId, DraftId> = descriptions
        .iter()
        .filter(|d| d.tie == Tie::Compound && !is_of_phrase(work, d))
        .map(|d| (d.head, d.draft))
        .collect();
    let roles = items::roles(work, titles);
    let mut pass = Pass {
        work,
        ranker,
        asked,
        titles,
        described,
        used,
        whole,
        nouns: Nouns::default(),
        items: Vec::new(),
        referring: Vec::new(),
        speakers: Vec::new(),
    };
    let mut clock = 0;
    for (number, sentence) in a.sentences.iter().enumerate() {
        let told = |t: TokenId| quote_of[t.index()].is_none() && a.upos(t) != Upos::Punct;
        clock += usize::from(sentence.tokens.iter().any(told));
        let mut last_quote = None;
        pass.speakers.clear();
        for token in sentence.tokens.iter() {
            let quote = quote_of[token.index()];
            if quote != last_quote {
                last_quote = quote;
                pass.speakers = match quote {
                    Some(q) => items::speakers_of(pass.work, &pass.items, q, sentence.tokens),
                    None => Vec::new(),
                };
            }
            let noun = a.upos(token) != Upos::Pron;
            let here = items::role_here(pass.work, token);
            let role = roles.get(&token).map_or(here, |&r| r.min(here));
            pass.step(Site { token, sentence: number, clock, role, quote, noun });
        }
    }
    let referring = pass.referring;
    descriptions.extend(referring);
    descriptions.sort_by_key(|d| (d.tokens.start, d.tokens.end, d.draft));
}

/// Everything at hand while the pass goes on.
struct Pass<'p, 'a> {
    work: &'p mut Work<'a>,
    ranker: &'p Ranker,
    asked: Option<&'p mut Vec<Asked>>,
    titles: &'p TitleNouns,
    described: Described,
    used: Vec<bool>,
    /// Nouns that stand for the body named before them: "the Renewal group".
    whole: FxHashMap<TokenId, DraftId>,
    nouns: Nouns,
    /// Noun phrases so far.
    items: Vec<Item>,
    /// Nouns by which named participants are called again.
    referring: Vec<Description>,
    /// Who may be speaking the quotation around.
    speakers: Vec<DraftId>,
}

/// What the ranker makes of a question.
#[derive(Clone, Copy, Debug)]
enum Verdict {
    /// It knows nothing: it is not trained, or nothing stands before.
    Silent,
    /// The best candidate and its share.
    Best(Who, f32),
}

impl Pass<'_, '_> {
    /// Takes one word.
    fn step(&mut self, site: Site) {
        let a = self.work.a;
        let token = site.token;
        if let Some(reference) = self.work.headed_by(token).copied() {
            self.items.push(items::item(self.work, reference.draft, site, false));
            self.join(site);
            return;
        }
        if let Some(&name) = self.titles.get(&token) {
            self.named(site, name);
            return;
        }
        if !self.work.is_free(token) {
            return;
        }
        if let Some(pronoun) = pronouns::pronoun(self.work, token) {
            self.pronoun(site, pronoun);
            return;
        }
        if !heads_phrase(self.work, token) {
            return;
        }
        if let Some(&draft) = self.whole.get(&token) {
            refer_to_whole(self.work, token, draft);
            self.items.push(items::item(self.work, draft, site, true));
            return;
        }
        if self.used[token.index()] || self.used[phrase::first_conjunct(a, token).index()] {
            return;
        }
        self.noun(site);
        self.join(site);
    }

    /// "Reyes and Duarte" after "Reyes".
    fn join(&mut self, site: Site) {
        let a = self.work.a;
        let joins = |c: TokenId| a.deprel(c) == Deprel::Conj && a.upos(c) != Upos::Verb;
        if a.children(site.token).any(joins) {
            self.items.push(items::pair(self.work, site));
        }
    }

    /// "A spokesman … the spokesman, Ana Reyes": who had no name has one now.
    fn named(&mut self, site: Site, name: usize) {
        let a = self.work.a;
        let new = self.work.refs[name].draft;
        let predicate = phrase::has_copula(a, site.token);
        if predicate || !phrase::is_definite(a, site.token) || phrase::is_plural(a, site.token) {
            return;
        }
        let noun = nominals::phrase_at(self.work, site, Denotes::Person);
        let Some(old) = self.described.unnamed(self.work, site, &noun) else { return };
        let told = self.work.drafts[old].gender;
        if old == new || told.is_some_and(|gender| !self.work.drafts[new].may_be(gender)) {
            return;
        }
        self.work.merge(old, new);
        self.described.rename(&noun.lemma, old, new);
        self.becomes(Who::Entity(old), new);
    }

    fn pronoun(&mut self, site: Site, pronoun: Pronoun) {
        let token = site.token;
        if let Some(draft) = pronouns::own_part(self.work, token) {
            self.refer_pronoun(site, draft, 0.9);
            return;
        }
        let rule = pronouns::resolve(self.work, &self.items, site, pronoun, &self.speakers);
        let class = match pronoun {
            Pronoun::He => Class::He,
            Pronoun::She => Class::She,
            Pronoun::It => Class::It,
            Pronoun::They => Class::They,
        };
        let rule = rule.map(|c| (c.who, c.confidence));
        let (who, share) = match self.ask(class, site, rule) {
            // where rule and ranker agree, each vouches for the other
            Verdict::Best(who, share) => match rule {
                Some((same, confidence)) if same == who => {
                    (who, share.max(f32::midpoint(share, confidence)))
                }
                _ => (who, share),
            },
            Verdict::Silent => match rule {
                Some((who, confidence)) if confidence >= LEAST => {
                    (who, confidence.max(self.ranker.least[0]))
                }
                _ => return,
            },
        };
        if share < self.ranker.least[0] {
            let new = if share < 0.4 {
                items::unknown(self.work, site, pronoun)
            } else {
                items::thing_like(self.work, who, &self.items, site)
            };
            self.items.push(new);
            return;
        }
        match self.participant(who, class) {
            Some(draft) => {
                if share >= 0.8 {
                    self.work.drafts[draft].add_gender(pronoun.gender());
                }
                self.refer_pronoun(site, draft, share);
                self.items.push(items::item(self.work, draft, site, true));
            }
            None => self.items.push(items::thing_like(self.work, who, &self.items, site)),
        }
    }

    fn refer_pronoun(&mut self, site: Site, draft: DraftId, confidence: f32) {
        let tokens = TokenRange::new(site.token.0, site.token.0 + 1);
        self.work.refer(Ref { tokens, head: site.token, form: Form::Pronoun, draft, confidence });
    }

    /// The participant that is meant; people or a body described by a noun that no list holds become one by
    /// being referred to again, and so does somebody of whom there are only pronouns.
    fn participant(&mut self, who: Who, class: Class) -> Option<DraftId> {
        let number = match who {
            Who::Entity(draft) => return Some(draft),
            Who::Thing(number) if number & salience::PAIR == 0 => number,
            Who::Thing(_) => return None,
        };
        let head = TokenId(number);
        let a = self.work.a;
        if !self.work.is_free(head) {
            return None;
        }
        if a.upos(head) == Upos::Pron {
            return self.somebody(head, class);
        }
        if a.upos(head) != Upos::Noun {
            return None;
        }
        let [people, bodies, ..] = self.nouns.get(self.ranker, self.work, head).kinds;
        let plural = phrase::is_plural(a, head);
        let (kind, number) = match class {
            Class::He | Class::She if !plural && people > 0.2 => {
                (EntityKind::Person, Number::Singular)
            }
            Class::Person if !plural && people > 0.5 => (EntityKind::Person, Number::Singular),
            Class::They | Class::People if plural && people > 0.5 => {
                (EntityKind::Group, Number::Plural)
            }
            Class::They | Class::It | Class::Body if !plural && bodies > 0.5 => {
                (EntityKind::Organization, Number::Either)
            }
            _ => return None,
        };
        let mut draft = Draft::new(kind);
        draft.number = number;
        draft.add_gender(match class {
            Class::He => Some(Gender::Male),
            Class::She => Some(Gender::Female),
            _ => None,
        });
        draft.add_noun(a.lemma(head));
        let draft = self.work.add(draft);
        let tokens = phrase::short_phrase(a, head);
        self.work.refer(Ref { tokens, head, form: Form::Description, draft, confidence: 0.6 });
        self.becomes(who, draft);
        Some(draft)
    }

    /// Somebody of whom the text has only pronouns so far.
    fn somebody(&mut self, head: TokenId, class: Class) -> Option<DraftId> {
        let first = pronouns::pronoun(self.work, head)?;
        let (kind, number) = match (first, class) {
            (Pronoun::He, Class::He) | (Pronoun::She, Class::She) => {
                (EntityKind::Person, Number::Singular)
            }
            (Pronoun::They, Class::They) => (EntityKind::Group, Number::Plural),
            _ => return None,
        };
        let mut draft = Draft::new(kind);
        draft.number = number;
        draft.add_gender(first.gender());
        let draft = self.work.add(draft);
        let tokens = TokenRange::new(head.0, head.0 + 1);
        self.work.refer(Ref { tokens, head, form: Form::Pronoun, draft, confidence: 0.5 });
        self.becomes(Who::Thing(head.0), draft);
        Some(draft)
    }

    /// What was no participant so far is this one, wherever it stands.
    fn becomes(&mut self, who: Who, draft: DraftId) {
        for item in self.items.iter_mut().filter(|i| i.who == who) {
            item.who = Who::Entity(draft);
        }
    }

    fn noun(&mut self, site: Site) {
        let a = self.work.a;
        let token = site.token;
        let denoted = denotes::denotes(self.work, token);
        let predicate = phrase::has_copula(a, token)
            || matches!(a.deprel(token), Deprel::Appos | Deprel::Xcomp | Deprel::Vocative);
        let outcome = if denoted == Denotes::Thing || predicate {
            Outcome::Open
        } else if let Some(draft) = referred_to(self.work, token) {
            Outcome::Known { draft, form: Form::Description, confidence: 0.85 }
        } else {
            self.described(site, denoted)
        };
        match outcome {
            Outcome::Known { draft, form, confidence } => {
                let tokens = phrase::short_phrase(a, token);
                self.work.refer(Ref { tokens, head: token, form, draft, confidence });
                self.items.push(items::item(self.work, draft, site, true));
                if form == Form::Description {
                    let (tie, judge) = (Tie::Reference, None);
                    self.referring.push(Description { tokens, head: token, draft, tie, judge });
                }
            }
            Outcome::New { draft, form, confidence } => {
                let tokens = phrase::short_phrase(a, token);
                self.work.refer(Ref { tokens, head: token, form, draft, confidence });
                self.items.push(items::item(self.work, draft, site, false));
            }
            Outcome::Open => self.items.push(items::thing(self.work, site, denoted)),
        }
    }

    /// Whom a noun phrase for people or a body means.
    fn described(&mut self, site: Site, denoted: Denotes) -> Outcome {
        let noun = nominals::phrase_at(self.work, site, denoted);
        let told = nominals::resolve(self.work, &self.described, &self.items, site, &noun);
        let rule = match told {
            Some(told) => Some(told),
            None => described::earlier(self.work, &mut self.described, site, &noun),
        };
        let class = match denoted {
            Denotes::Person => Class::Person,
            Denotes::People => Class::People,
            Denotes::Body => Class::Body,
            Denotes::State | Denotes::Thing => Class::State,
        };
        let choice = match rule {
            Some(Outcome::Known { draft, confidence, .. }) => {
                Some((Who::Entity(draft), confidence))
            }
            _ => None,
        };
        let form = nominals::form(self.work, site, &noun);
        let verdict = if class != Class::State && (noun.definite || choice.is_some()) {
            self.ask(class, site, choice)
        } else {
            Verdict::Silent
        };
        if let Verdict::Best(who, share) = verdict
            && share >= self.ranker.least[1]
            && let Some(draft) = self.participant(who, class)
        {
            self.work.drafts[draft].add_noun(&noun.lemma);
            return Outcome::Known { draft, form, confidence: share };
        }
        // what a role or a list of words tells holds unless the ranker is sure of something else; the
        // same noun said before is the ranker's to judge
        if let Some(outcome @ Outcome::Known { draft, confidence, .. }) = rule
            && (told.is_some() || matches!(verdict, Verdict::Silent))
            && confidence >= LEAST
        {
            self.work.drafts[draft].add_noun(&noun.lemma);
            return outcome;
        }
        if matches!(told, Some(Outcome::Open)) {
            return Outcome::Open;
        }
        described::own(self.work, &mut self.described, site, &noun)
    }

    /// What the ranker says to a question.
    fn ask(&mut self, class: Class, site: Site, rule: Option<(Who, f32)>) -> Verdict {
        let asking = Asking { class, site, rule, speakers: &self.speakers };
        let (candidates, rows, none) =
            features::candidates(self.work, self.ranker, &mut self.nouns, &self.items, &asking);
        let seen = rule.is_none_or(|(who, _)| candidates.iter().any(|c| c.who == who));
        let shares = self.ranker.shares(&rows, &none);
        let mut best = Verdict::Silent;
        if seen && !self.ranker.networks.is_empty() {
            let (mut who, mut top, mut rival) = (Who::Thing(site.token.0), 0.0, 0.0f32);
            for (candidate, &share) in candidates.iter().zip(&shares) {
                if share > top {
                    (who, top, rival) = (candidate.who, share, top);
                } else {
                    rival = rival.max(share);
                }
            }
            // less than even odds count for what they are only where no other candidate comes near
            let torn = top < 0.5 && 2.0 * rival > top;
            best = Verdict::Best(who, if torn { top - rival } else { top });
        }
        if let Some(asked) = self.asked.as_deref_mut() {
            let heads = |c: &features::Candidate| {
                let pair = matches!(c.who, Who::Thing(n) if n & salience::PAIR != 0);
                c.mentions.iter().map(|&m| (self.items[m].head, pair)).collect()
            };
            let candidates =
                rows.into_iter().zip(&candidates).map(|(r, c)| (r, heads(c))).collect();
            let pronoun = class.is_pronoun();
            asked.push(Asked { token: site.token, pronoun, candidates, none });
        }
        best
    }
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
    match denotes::denotes(work, token) {
        Denotes::Body | Denotes::People => Some(true),
        Denotes::Thing => None,
        _ => Some(false),
    }
}
