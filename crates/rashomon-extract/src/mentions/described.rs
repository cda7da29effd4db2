//! Participants that have no name: "protesters", "two police officers", "the driver".
//!
//! Each is its own participant when it is first described; a later definite phrase of the same noun whose
//! modifiers were said before means it again.

use rashomon_annotate::{Deprel, TokenId, TokenRange, Upos};
use rashomon_lexicon::{Country, TitleKind, fold, group_noun, title};
use rustc_hash::FxHashMap;

use super::{
    denotes::{Denotes, inhabitants},
    draft::{Draft, DraftId, Number, Work},
    nominals::{Outcome, Phrase, gender_of_noun},
    phrase::{self, Role},
    salience::Site,
    titles,
};
use crate::account::{EntityKind, Form};

/// How many earlier participants of one noun are looked at.
const MOST: usize = 16;

/// How many sentences back somebody without a name is looked for when a name comes.
const NEAR: usize = 5;

/// Descriptions met so far that had no name: by noun, for "the protesters" after "protesters".
#[derive(Debug, Default)]
pub(super) struct Described {
    by_noun: FxHashMap<(String, bool), Vec<Earlier>>,
    /// People by the last word of each of their roles.
    pub by_role: FxHashMap<String, Vec<DraftId>>,
    /// Named bodies by each noun that the text ties to them.
    pub by_called: FxHashMap<String, Vec<DraftId>>,
}

impl Described {
    /// Knows the roles of the people named in the article.
    pub(super) fn new(work: &Work<'_>) -> Self {
        let mut new = Self::default();
        for (id, draft) in work.drafts.iter().enumerate() {
            new.add_roles(id, draft);
            if matches!(draft.kind, EntityKind::Organization | EntityKind::Group) {
                for noun in &draft.nouns {
                    new.by_called.entry(noun.clone()).or_default().push(id);
                }
            }
        }
        new
    }

    /// The one person without a name that was described nearby by this noun, and all of its modifiers.
    pub(super) fn unnamed(&self, work: &Work<'_>, site: Site, noun: &Phrase) -> Option<DraftId> {
        let list = self.by_noun.get(&(noun.lemma.clone(), false))?;
        let Words { modifiers, affiliation, .. } = words(work, site, noun);
        let mut fitting = list.iter().rev().take(MOST).filter(|e| {
            site.sentence.saturating_sub(e.sentence) <= NEAR
                && (affiliation.is_none()
                    || e.affiliation.is_none()
                    || affiliation == e.affiliation)
                && modifiers.iter().all(|m| e.modifiers.contains(m))
        });
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some(only.draft),
            _ => None,
        }
    }

    /// Notes that who was described by `noun` has got a name; found by the name from now on.
    pub(super) fn rename(&mut self, noun: &str, old: DraftId, new: DraftId) {
        if let Some(list) = self.by_noun.get_mut(&(noun.to_owned(), false)) {
            list.retain(|e| e.draft != old);
        }
        if let Some(list) = self.by_role.get_mut(noun) {
            list.retain(|&d| d != old);
            if !list.contains(&new) && list.len() < MOST {
                list.push(new);
            }
        }
    }

    fn add_roles(&mut self, id: DraftId, draft: &Draft) {
        if draft.kind != EntityKind::Person {
            return;
        }
        for role in &draft.roles {
            let last = role.rsplit(' ').next().unwrap_or(role);
            let list = self.by_role.entry(last.to_owned()).or_default();
            if !list.contains(&id) && list.len() < MOST {
                list.push(id);
            }
        }
    }
}

#[derive(Debug)]
struct Earlier {
    modifiers: Vec<String>,
    affiliation: Option<Country>,
    draft: DraftId,
    sentence: usize,
}

/// What the words of a description say.
struct Words {
    affiliation: Option<Country>,
    modifiers: Vec<String>,
    counted: bool,
    owned: bool,
    bare: bool,
    plural: bool,
    form: Form,
}

fn words(work: &Work<'_>, site: Site, noun: &Phrase) -> Words {
    let a = work.a;
    let token = site.token;
    let tokens = phrase::without_determiner(a, noun.range);
    let plural = noun.denoted == Denotes::People;
    let (country, _) = titles::belongs_to(work, token, tokens);
    let affiliation = country.or_else(|| inhabitants(work, token));
    let modifiers: Vec<String> = phrase::modifiers(a, token, tokens)
        .filter(|&m| a.upos(m) != Upos::Num)
        .map(|m| fold(work.word(m)))
        .collect();
    let counted = a.child(token, Deprel::Nummod).is_some();
    let owned = a.children(token).any(|c| a.deprel(c) == Deprel::NmodPoss);
    let bare = phrase::determiner(a, token).is_none() && !owned;
    let known_title = titles::known_title(work, TokenRange::new(tokens.start, token.0 + 1));
    let office = !plural
        && noun.definite
        && known_title.is_some_and(|t| matches!(t.kind, TitleKind::Office | TitleKind::Rank));
    let form = if office { Form::Title } else { Form::Description };
    Words { affiliation, modifiers, counted, owned, bare, plural, form }
}

/// The participant that was described by the same noun before.
pub(super) fn earlier(
    work: &Work<'_>,
    described: &mut Described,
    site: Site,
    noun: &Phrase,
) -> Option<Outcome> {
    let Words { affiliation, modifiers, counted, bare, plural, form, .. } = words(work, site, noun);
    let list = described.by_noun.get_mut(&(noun.lemma.clone(), plural))?;
    let mut fitting = (0..list.len()).rev().take(MOST).filter(|&at| {
        let e = &list[at];
        let same_state =
            affiliation.is_none() || e.affiliation.is_none() || affiliation == e.affiliation;
        let same_words = if noun.definite {
            modifiers.iter().all(|m| e.modifiers.contains(m))
        } else {
            bare && plural && !counted && modifiers == e.modifiers
        };
        same_state && same_words
    });
    let first = fitting.next()?;
    // of two, the nearer one, if it is much nearer
    let clear = fitting.next().is_none_or(|second| {
        let (first, second) = (&list[first], &list[second]);
        site.sentence.saturating_sub(first.sentence) < 2
            && first.sentence.saturating_sub(second.sentence) > 2
    });
    if !clear || (counted && !noun.definite) {
        return None;
    }
    list[first].sentence = site.sentence;
    Some(Outcome::Known { draft: list[first].draft, form, confidence: 0.75 })
}

/// A participant of its own, if the phrase says enough.
pub(super) fn own(
    work: &mut Work<'_>,
    described: &mut Described,
    site: Site,
    noun: &Phrase,
) -> Outcome {
    let Phrase { range, ref lemma, denoted, definite, .. } = *noun;
    let lemma = lemma.as_str();
    let Words { affiliation, modifiers, counted, owned, bare, plural, form } =
        words(work, site, noun);
    let a = work.a;
    let token = site.token;
    let tokens = phrase::without_determiner(a, range);
    let known_title = titles::known_title(work, TokenRange::new(tokens.start, token.0 + 1));
    let key = (lemma.to_owned(), plural);
    // a body that is only called by a common noun says too little by itself
    if denoted == Denotes::Body
        && definite
        && modifiers.is_empty()
        && !owned
        && !ACTS_ALONE.contains(&lemma)
    {
        return Outcome::Open;
    }
    let alone = bare && modifiers.is_empty() && !counted && !ACTS_ALONE.contains(&lemma);
    if denoted == Denotes::Body && (alone || (!definite && !takes_part(site.role))) {
        return Outcome::Open;
    }
    // "the Renewal camp" is a name's own word, and adds no body
    let named = phrase::modifiers(a, token, tokens).any(|m| {
        work.name_at(m).is_some_and(|r| {
            matches!(work.drafts[r.draft].kind, EntityKind::Place | EntityKind::Organization)
        })
    });
    if denoted == Denotes::Body && named {
        return Outcome::Open;
    }
    let kind = match denoted {
        Denotes::Person => EntityKind::Person,
        Denotes::People => EntityKind::Group,
        _ => EntityKind::Organization,
    };
    let mut draft = Draft::new(kind);
    draft.affiliation = affiliation;
    draft.sector = sector(work, tokens, token);
    draft.number = match denoted {
        Denotes::Person => Number::Singular,
        Denotes::People => Number::Plural,
        _ => Number::Either,
    };
    draft.gender = known_title.and_then(|t| t.gender).or_else(|| gender_of_noun(lemma));
    draft.add_noun(lemma);
    if kind == EntityKind::Person {
        draft.add_role(titles::role_text(work, tokens));
    }
    let draft = work.add(draft);
    described.add_roles(draft, &work.drafts[draft]);
    let list = described.by_noun.entry(key).or_default();
    list.push(Earlier { modifiers, affiliation, draft, sentence: site.sentence });
    Outcome::New { draft, form, confidence: if definite { 0.6 } else { 0.7 } }
}

/// Bodies that act under a bare definite noun as if it were their name.
const ACTS_ALONE: &[&str] = &[
    "police",
    "army",
    "government",
    "military",
    "parliament",
    "opposition",
    "navy",
    "senate",
    "congress",
    "cabinet",
    "court",
    "prosecution",
    "judiciary",
    "public",
    "media",
    "press",
    "air force",
    "coastguard",
];

fn takes_part(role: Role) -> bool {
    matches!(role, Role::Subject | Role::PassiveSubject | Role::Agent | Role::Object)
}

/// The actor sector that the phrase tells: "police officers", "foreign ministry official".
pub(super) fn sector(work: &Work<'_>, tokens: TokenRange, head: TokenId) -> Option<&'static str> {
    for start in tokens.start..=head.0 {
        let range = TokenRange::new(start, head.0 + 1);
        let text = fold(work.text(range));
        if let Some(sector) = group_noun(&text).and_then(|g| g.sector) {
            return Some(sector);
        }
        if let Some(sector) = title(&text).and_then(|t| t.sector) {
            return Some(sector);
        }
    }
    let lemma = fold(work.a.lemma(head));
    let own =
        group_noun(&lemma).and_then(|g| g.sector).or_else(|| title(&lemma).and_then(|t| t.sector));
    own.or_else(|| {
        phrase::modifiers(work.a, head, tokens)
            .filter_map(|m| group_noun(&fold(work.a.lemma(m))))
            .find_map(|g| g.sector)
    })
}
