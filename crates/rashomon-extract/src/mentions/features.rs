//! What the ranker sees of a question and of each candidate.
//!
//! A question is a pronoun or a noun phrase; its candidates are the participants and other noun phrases
//! before it, each with all its mentions nearby. The features are those of the literature: distance, role,
//! salience, agreement, words and word vectors, quotations, and what the written rules would choose.

use rashomon_annotate::{Deprel, TokenId, Upos, Xpos};
use rashomon_lexicon::{Gender, fold, saying};

use super::{
    draft::{DraftId, Number, Work},
    nouns::{Nouns, cosine},
    phrase::{self, Role},
    ranker::Ranker,
    salience::{self, Item, Site, Who},
};
use crate::account::EntityKind;

/// What asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    He,
    She,
    It,
    They,
    Person,
    People,
    Body,
    State,
}

impl Class {
    pub(super) fn is_pronoun(self) -> bool {
        matches!(self, Self::He | Self::She | Self::It | Self::They)
    }
}

/// Features of the question itself.
const ASKING: usize = 46;
/// Features of a candidate.
const OFFERED: usize = 86;
/// Numbers given for each candidate.
pub const FEATURES: usize = ASKING + OFFERED;

/// How many noun phrases back are looked at.
const ITEMS: usize = 160;
/// How many candidates one question has at most.
const CANDIDATES: usize = 24;
/// How many mentions of a candidate are looked at.
const MENTIONS: usize = 8;

/// A question as it is asked.
pub(super) struct Asking<'q> {
    pub class: Class,
    pub site: Site,
    /// Whom the rules choose, and how surely.
    pub rule: Option<(Who, f32)>,
    /// Who may be speaking the quotation around.
    pub speakers: &'q [DraftId],
}

/// Somebody or something that may be meant.
pub(super) struct Candidate {
    pub who: Who,
    /// Its mentions nearby, the nearest first: indices of items.
    pub mentions: Vec<usize>,
}

/// The candidates, the nearest first, each with its features, and those of "none of them".
pub(super) fn candidates(
    work: &Work<'_>,
    ranker: &Ranker,
    nouns: &mut Nouns,
    items: &[Item],
    asking: &Asking<'_>,
) -> (Vec<Candidate>, Vec<Vec<f32>>, Vec<f32>) {
    let Asking { class, site, .. } = *asking;
    let window = if class.is_pronoun() { 10 } else { 40 };
    let from = items.partition_point(|i| i.sentence + window < site.sentence);
    let mut list: Vec<Candidate> = Vec::new();
    for at in (from..items.len()).rev().take(ITEMS) {
        let item = &items[at];
        if item.head == site.token {
            continue;
        }
        if let Some(known) = list.iter_mut().find(|c| c.who == item.who) {
            if known.mentions.len() < MENTIONS {
                known.mentions.push(at);
            }
        } else if list.len() < CANDIDATES {
            list.push(Candidate { who: item.who, mentions: vec![at] });
        }
    }
    // whom the rules choose is judged however far away
    if let Some((who, _)) = asking.rule
        && list.iter().all(|c| c.who != who)
    {
        let far = items.iter().enumerate().rev().filter(|(_, i)| i.who == who);
        let mentions: Vec<usize> = far.map(|(at, _)| at).take(MENTIONS).collect();
        if !mentions.is_empty() {
            list.push(Candidate { who, mentions });
        }
    }
    let compatible: Vec<bool> =
        list.iter().map(|c| is_compatible(work, class, &items[c.mentions[0]])).collect();
    let salience: Vec<f32> = list
        .iter()
        .map(|c| c.mentions.iter().map(|&m| salience::score(work, &items[m], site)).sum())
        .collect();
    let mut top = 0.0f32;
    for (&s, &c) in salience.iter().zip(&compatible) {
        if c {
            top = top.max(s);
        }
    }
    let mut most = 0;
    for (candidate, _) in list.iter().zip(&compatible).filter(|(_, c)| **c) {
        if let Who::Entity(draft) = candidate.who {
            most = most.max(work.mentions_of(draft));
        }
    }
    let fitting = compatible.iter().filter(|&&c| c).count();
    let asked = asking_features(work, ranker, nouns, items, asking, fitting);
    let mut rank = 0;
    let mut all = Vec::with_capacity(list.len());
    for (number, candidate) in list.iter().enumerate() {
        let mut row = Row(asked.clone());
        let place =
            Place { compatible: compatible[number], salience: salience[number], top, rank, most };
        offered(work, ranker, nouns, items, asking, candidate, place, &mut row);
        rank += usize::from(compatible[number]);
        debug_assert_eq!(row.0.len(), FEATURES);
        all.push(row.0);
    }
    let mut none = Row(asked);
    none.flag(true);
    none.0.resize(FEATURES, 0.0);
    (list, all, none.0)
}

/// Where a candidate stands among the others.
#[derive(Clone, Copy)]
struct Place {
    compatible: bool,
    salience: f32,
    top: f32,
    /// How many compatible ones are nearer.
    rank: usize,
    /// How many mentions the compatible participant has that has most.
    most: u32,
}

/// Features being written.
struct Row(Vec<f32>);

impl Row {
    fn number(&mut self, x: f32) {
        self.0.push(x);
    }

    fn flag(&mut self, x: bool) {
        self.0.push(f32::from(u8::from(x)));
    }

    /// One of `n`.
    fn one(&mut self, at: usize, n: usize) {
        for i in 0..n {
            self.flag(i == at);
        }
    }
}

/// Whether gender, number and kind allow it.
fn is_compatible(work: &Work<'_>, class: Class, item: &Item) -> bool {
    let kind = match item.who {
        Who::Entity(draft) => Some(work.drafts[draft].kind),
        Who::Thing(_) => None,
    };
    let gender = gender(work, item);
    let body = matches!(
        kind,
        None | Some(
            EntityKind::Organization
                | EntityKind::Group
                | EntityKind::Geopolitical
                | EntityKind::Place
        )
    );
    match class {
        Class::He | Class::She | Class::Person => {
            let clash = match class {
                Class::He => gender == Some(Gender::Female),
                Class::She => gender == Some(Gender::Male),
                _ => false,
            };
            item.number != Number::Plural
                && kind.is_none_or(|k| k == EntityKind::Person)
                && !clash
                && (item.human || kind.is_none())
        }
        Class::It => item.number != Number::Plural && !item.human,
        Class::They => {
            item.number != Number::Singular
                || matches!(kind, Some(EntityKind::Organization | EntityKind::Group))
        }
        Class::People => item.number != Number::Singular && (body || item.human),
        Class::Body => item.number != Number::Plural && body,
        Class::State => item.number != Number::Plural && kind == Some(EntityKind::Geopolitical),
    }
}

fn gender(work: &Work<'_>, item: &Item) -> Option<Gender> {
    match item.who {
        Who::Entity(draft) => work.drafts[draft].gender,
        Who::Thing(_) => item.gender,
    }
}

fn role_number(role: Role) -> usize {
    match role {
        Role::Subject => 0,
        Role::PassiveSubject => 1,
        Role::Agent => 2,
        Role::Object => 3,
        Role::Possessor => 4,
        Role::Oblique => 5,
        Role::Other => 6,
    }
}

fn determiner_number(work: &Work<'_>, token: TokenId) -> usize {
    let a = work.a;
    match phrase::determiner(a, token) {
        Some("the") => 0,
        Some("this" | "that" | "these" | "those") => 1,
        Some("a" | "an" | "some" | "any" | "another") => 2,
        Some(_) => 3,
        None if a.child(token, Deprel::NmodPoss).is_some() => 4,
        None => 5,
    }
}

/// What the question itself tells.
fn asking_features(
    work: &Work<'_>,
    ranker: &Ranker,
    nouns: &mut Nouns,
    items: &[Item],
    asking: &Asking<'_>,
    fitting: usize,
) -> Vec<f32> {
    let a = work.a;
    let Asking { class, site, rule, .. } = *asking;
    let token = site.token;
    let mut row = Row(Vec::with_capacity(FEATURES));
    row.one(class as usize, 8);
    row.one(role_number(site.role), 7);
    let word = work.word(token).to_lowercase();
    row.flag(word.ends_with("self") || word.ends_with("selves"));
    row.flag(a.xpos(token) == Xpos::PrpPoss);
    row.flag(site.quote.is_some());
    row.flag(site.sentence == 0);
    // 19
    let noun = !class.is_pronoun();
    row.flag(noun && phrase::is_plural(a, token));
    row.one(if noun { determiner_number(work, token) } else { 9 }, 6);
    let range = phrase::without_determiner(a, phrase::short_phrase(a, token));
    let before = if noun { range.len().saturating_sub(1).min(3) } else { 0 };
    row.number(before as f32 / 3.0);
    row.flag(noun && before == 0);
    let after = |relations: &[Deprel]| {
        noun && a.children(token).any(|c| c > token && relations.contains(&a.deprel(c)))
    };
    row.flag(after(&[Deprel::Nmod]));
    row.flag(after(&[Deprel::AclRelcl, Deprel::Acl]));
    row.flag(noun && a.child(token, Deprel::Nummod).is_some());
    // 31
    let known = nouns.get(ranker, work, token);
    for kind in known.kinds {
        row.number(if noun { kind } else { 0.0 });
    }
    let verb = a.head(phrase::first_conjunct(a, token));
    row.flag(verb.is_some_and(|v| saying(a.lemma(v)).is_some()));
    row.flag(verb.is_some_and(|v| a.child(v, Deprel::Cop).is_some()));
    row.flag(verb.is_some_and(|v| a.upos(v) == Upos::Adj));
    let clause = |c: TokenId| {
        matches!(
            a.deprel(c),
            Deprel::Ccomp | Deprel::Csubj | Deprel::Advcl | Deprel::AclRelcl | Deprel::Expl
        )
    };
    row.flag(verb.is_some_and(|v| a.children(v).any(|c| c > v && clause(c))));
    row.flag(matches!(a.deprel(token), Deprel::Conj));
    // 40
    row.flag(rule.is_none());
    let lemma = a.lemma(token);
    let same = |i: &&Item| a.lemma(i.head) == lemma;
    row.flag(noun && items.iter().rev().take(4 * ITEMS).find(same).is_some());
    row.number(fitting.min(8) as f32 / 8.0);
    row.flag(fitting == 0);
    row.flag(fitting == 1);
    let recent = items.iter().rev().take(40);
    row.flag(recent.clone().any(|i| i.sentence == site.sentence));
    debug_assert_eq!(row.0.len(), ASKING);
    row.0
}

/// What a candidate tells.
#[allow(clippy::too_many_arguments)]
fn offered(
    work: &Work<'_>,
    ranker: &Ranker,
    nouns: &mut Nouns,
    items: &[Item],
    asking: &Asking<'_>,
    candidate: &Candidate,
    place: Place,
    row: &mut Row,
) {
    let a = work.a;
    let Asking { class, site, rule, speakers } = *asking;
    let near = &items[candidate.mentions[0]];
    let mentions = || candidate.mentions.iter().map(|&m| &items[m]);
    let draft = match near.who {
        Who::Entity(draft) => Some(draft),
        Who::Thing(_) => None,
    };
    row.flag(false);
    row.number(rule.filter(|r| r.0 == near.who).map_or(0.0, |r| r.1));
    row.flag(rule.is_some_and(|r| r.0 != near.who));
    // 3
    let distance = salience::distance(near, site);
    row.one(
        match distance {
            0..=2 => distance,
            3..=4 => 3,
            5..=9 => 4,
            _ => 5,
        },
        6,
    );
    row.number(((site.token.0.saturating_sub(near.head.0)) as f32 / 12.0).min(4.0).sqrt());
    // 10
    row.one(role_number(near.role), 7);
    let pronoun = |i: &Item| a.upos(i.head) == Upos::Pron;
    row.flag(near.anaphor);
    row.flag(pronoun(near));
    let like = |i: &Item| pronoun(i) && same_pronoun(class, &work.word(i.head).to_lowercase());
    row.flag(mentions().any(like));
    let unlike = |i: &Item| pronoun(i) && !same_pronoun(class, &work.word(i.head).to_lowercase());
    row.flag(mentions().any(unlike));
    // 21
    let subject_at = |d: usize| {
        mentions().any(|i| {
            salience::distance(i, site) == d
                && matches!(i.role, Role::Subject | Role::PassiveSubject)
        })
    };
    row.flag(subject_at(0));
    row.flag(subject_at(1));
    row.flag(near.role == site.role);
    row.number(place.salience.min(4.0) / 2.0);
    row.number(if place.top > 0.0 { (place.salience / place.top).min(2.0) } else { 0.0 });
    row.flag(place.compatible && place.salience >= place.top);
    row.flag(place.compatible && place.rank == 0);
    row.number(place.rank.min(6) as f32 / 6.0);
    row.number(candidate.mentions.len() as f32 / MENTIONS as f32);
    row.flag(candidate.mentions.len() == 1);
    // 31
    row.one(
        match (site.quote, near.quote) {
            (None, None) => 0,
            (Some(x), Some(y)) if x == y => 1,
            (Some(_), Some(_)) => 2,
            (Some(_), None) => 3,
            (None, Some(_)) => 4,
        },
        5,
    );
    row.flag(
        mentions()
            .any(|i| i.sentence == site.sentence && salience::says_clause_of(work, i, site.token)),
    );
    row.flag(draft.is_some_and(|d| speakers.contains(&d)));
    row.flag(mentions().any(|i| salience::is_blocked(work, i, site)));
    row.flag(
        mentions()
            .any(|i| i.sentence == site.sentence && salience::commands(work, i.head, site.token)),
    );
    // 40
    let told = gender(work, near);
    let fits = match class {
        Class::He => told.map(|g| g == Gender::Male),
        Class::She => told.map(|g| g == Gender::Female),
        _ => None,
    };
    row.flag(fits == Some(true));
    row.flag(fits == Some(false));
    row.flag(matches!(told, Some(Gender::Male | Gender::Female)));
    row.one(near.number as usize, 3);
    let kind = draft.map(|d| work.drafts[d].kind);
    row.one(
        match kind {
            Some(EntityKind::Person) => 0,
            Some(EntityKind::Organization) => 1,
            Some(EntityKind::Geopolitical) => 2,
            Some(EntityKind::Place) => 3,
            Some(EntityKind::Group) => 4,
            Some(EntityKind::Other) => 5,
            None => 6,
        },
        7,
    );
    row.flag(near.human);
    row.flag(matches!(near.who, Who::Thing(n) if n & salience::PAIR != 0));
    row.flag(mentions().any(|i| a.upos(i.head) == Upos::Propn));
    row.flag(place.compatible);
    // 57
    let noun_mention = mentions().find(|i| a.upos(i.head) == Upos::Noun);
    let known = noun_mention.map(|i| nouns.get(ranker, work, i.head));
    for number in 0..4 {
        row.number(known.map_or(0.0, |k| k.kinds[number]));
    }
    row.one(determiner_number(work, near.head), 6);
    // 67
    let noun = !class.is_pronoun();
    let lemma = a.lemma(site.token);
    row.flag(noun && mentions().any(|i| a.lemma(i.head) == lemma));
    let folded = if noun { fold(lemma) } else { String::new() };
    row.flag(noun && draft.is_some_and(|d| work.drafts[d].nouns.contains(&folded)));
    let role = |d: DraftId| {
        work.drafts[d].roles.iter().any(|r| r.rsplit(' ').next() == Some(folded.as_str()))
    };
    row.flag(noun && draft.is_some_and(role));
    let own = nouns.get(ranker, work, site.token);
    let mut like = 0.0f32;
    if noun {
        for item in mentions().filter(|i| !pronoun(i)) {
            let other = nouns.get(ranker, work, item.head);
            like = like.max(cosine(&own.vector, &other.vector));
        }
    }
    row.number(like);
    // words before the noun: said before, or new
    let range = phrase::without_determiner(a, phrase::short_phrase(a, site.token));
    let (mut shared, mut fresh) = (0, 0);
    if noun {
        for word in phrase::modifiers(a, site.token, range).take(6) {
            let said = mentions().any(|i| {
                let theirs = phrase::short_phrase(a, i.head);
                theirs.iter().take(12).any(|t| a.lemma(t) == a.lemma(word))
            });
            if said { shared += 1 } else { fresh += 1 }
        }
    }
    row.flag(shared > 0);
    row.flag(fresh > 0);
    let theirs = phrase::without_determiner(a, phrase::short_phrase(a, near.head));
    row.flag(noun && theirs.len() > range.len());
    row.flag(noun && theirs.len() < range.len());
    row.flag(noun && near.number == Number::Plural && phrase::is_plural(a, site.token));
    row.flag(noun && near.number == Number::Singular && phrase::is_plural(a, site.token));
    row.number(draft.map_or(0.0, |d| (work.mentions_of(d).min(16) as f32).sqrt() / 4.0));
    row.flag(near.sentence + 1 == site.sentence && near.clock == site.clock);
    // 79: whose story it is, and who has the floor
    let paragraph = |sentence: usize| a.sentences[sentence].paragraph;
    row.flag(paragraph(near.sentence) == paragraph(site.sentence));
    row.flag(mentions().any(|i| {
        i.sentence < site.sentence && i.sentence + 2 >= site.sentence && is_topic(work, i)
    }));
    row.flag(mentions().any(|i| i.sentence == site.sentence && is_topic(work, i)));
    let speaks = mentions().any(|i| i.sentence + 2 >= site.sentence && says(work, i.head));
    row.flag(speaks);
    row.flag(speaks && says(work, site.token));
    let most = draft.is_some_and(|d| place.most > 1 && work.mentions_of(d) == place.most);
    row.flag(most);
    row.flag(most && place.compatible);
}

/// Whether the item is the subject of its sentence's main clause.
fn is_topic(work: &Work<'_>, item: &Item) -> bool {
    let a = work.a;
    let subject = phrase::first_conjunct(a, item.head);
    let main = a.head(subject).is_some_and(|verb| a.deprel(verb) == Deprel::Root);
    main && matches!(item.role, Role::Subject | Role::PassiveSubject)
}

/// Whether the word is the subject of a verb of saying.
fn says(work: &Work<'_>, token: TokenId) -> bool {
    let a = work.a;
    let subject = phrase::first_conjunct(a, token);
    a.deprel(subject) == Deprel::Nsubj
        && a.head(subject).is_some_and(|verb| saying(a.lemma(verb)).is_some())
}

fn same_pronoun(class: Class, word: &str) -> bool {
    match class {
        Class::He => matches!(word, "he" | "him" | "his" | "himself"),
        Class::She => matches!(word, "she" | "her" | "hers" | "herself"),
        Class::It => matches!(word, "it" | "its" | "itself"),
        Class::They => matches!(word, "they" | "them" | "their" | "theirs" | "themselves"),
        _ => false,
    }
}
