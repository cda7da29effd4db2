//! Entities and references while they are being worked out.

use rashomon_annotate::{Analysis, TokenId, TokenRange};
use rashomon_lexicon::{Country, Gender};
use rashomon_text::{Article, Span};

use crate::account::{EntityKind, Form};

/// How many references back a merge looks.
const MERGED: usize = 1000;

/// The number of an entity that is being worked out.
pub(super) type DraftId = usize;

/// Whether a noun phrase speaks of one or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Number {
    /// "the minister", "it".
    Singular,
    /// "protesters", "they".
    Plural,
    /// A body that takes both: "the police", "the company".
    #[default]
    Either,
}

/// What is known of one participant so far.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// What it is.
    pub kind: EntityKind,
    /// The state it is.
    pub country: Option<Country>,
    /// The state it belongs to.
    pub affiliation: Option<Country>,
    /// Actor sector.
    pub sector: Option<&'static str>,
    /// Offices and descriptions, lower-case.
    pub roles: Vec<String>,
    /// Other names, folded.
    pub aliases: Vec<String>,
    /// Lemmas of the common nouns the text uses for it: "group", "ministry".
    pub nouns: Vec<String>,
    /// Gender, where a name, title or noun tells it.
    pub gender: Option<Gender>,
    /// One or several.
    pub number: Number,
}

impl Draft {
    /// An entity of which only the kind is known.
    pub(super) fn new(kind: EntityKind) -> Self {
        Self {
            kind,
            country: None,
            affiliation: None,
            sector: None,
            roles: Vec::new(),
            aliases: Vec::new(),
            nouns: Vec::new(),
            gender: None,
            number: Number::Either,
        }
    }

    /// Notes an office or description, once.
    pub(super) fn add_role(&mut self, role: String) {
        add(&mut self.roles, role);
    }

    /// Notes another name, once.
    pub(super) fn add_alias(&mut self, alias: String) {
        add(&mut self.aliases, alias);
    }

    /// Notes a common noun used for it, once.
    pub(super) fn add_noun(&mut self, noun: &str) {
        if !self.nouns.iter().any(|n| n == noun) {
            self.nouns.push(noun.to_owned());
        }
    }

    /// Notes a gender that the text tells; a second, different one leaves it open.
    pub(super) fn add_gender(&mut self, gender: Option<Gender>) {
        match (self.gender, gender) {
            (None | Some(Gender::Either), Some(new)) => self.gender = Some(new),
            (Some(Gender::Female), Some(Gender::Male))
            | (Some(Gender::Male), Some(Gender::Female)) => self.gender = Some(Gender::Either),
            _ => {}
        }
    }

    /// Whether it may be called "he" (`Male`) or "she" (`Female`).
    pub(super) fn may_be(&self, gender: Gender) -> bool {
        match self.gender {
            None | Some(Gender::Either) => true,
            Some(own) => own == gender,
        }
    }

    /// Whether it is a person or several people, not a body.
    pub(super) fn is_human(&self) -> bool {
        matches!(self.kind, EntityKind::Person | EntityKind::Group)
    }
}

fn add(list: &mut Vec<String>, item: String) {
    if !item.is_empty() && !list.contains(&item) {
        list.push(item);
    }
}

/// One reference to an entity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ref {
    /// Its words.
    pub tokens: TokenRange,
    /// Its head word.
    pub head: TokenId,
    /// How it refers.
    pub form: Form,
    /// To what.
    pub draft: DraftId,
    /// How sure the link is, 0 to 1.
    pub confidence: f32,
}

/// Everything at hand while mentions are being found.
pub(super) struct Work<'a> {
    pub article: &'a Article,
    pub a: &'a Analysis,
    pub drafts: Vec<Draft>,
    pub refs: Vec<Ref>,
    /// For each token the reference of a name, state or title that holds it; `u32::MAX` where none does.
    name_at: Vec<u32>,
    /// For each token the reference whose head it is; `u32::MAX` where none.
    head_at: Vec<u32>,
    /// How many references each draft has.
    counts: Vec<u32>,
}

impl<'a> Work<'a> {
    /// Nothing found yet.
    pub(super) fn new(article: &'a Article, a: &'a Analysis) -> Self {
        Self {
            article,
            a,
            drafts: Vec::new(),
            refs: Vec::new(),
            name_at: vec![u32::MAX; a.len()],
            head_at: vec![u32::MAX; a.len()],
            counts: Vec::new(),
        }
    }

    /// Adds an entity.
    pub(super) fn add(&mut self, draft: Draft) -> DraftId {
        self.drafts.push(draft);
        self.counts.push(0);
        self.drafts.len() - 1
    }

    /// Adds a reference. Names take their tokens; a smaller one inside a larger one keeps its own.
    pub(super) fn refer(&mut self, reference: Ref) {
        let id = self.refs.len() as u32;
        if !matches!(reference.form, Form::Description | Form::Pronoun) {
            for t in reference.tokens.iter() {
                let slot = &mut self.name_at[t.index()];
                let smaller = *slot == u32::MAX
                    || self.refs[*slot as usize].tokens.len() > reference.tokens.len();
                if smaller {
                    *slot = id;
                }
            }
        }
        let slot = &mut self.head_at[reference.head.index()];
        if *slot == u32::MAX {
            *slot = id;
        }
        self.counts[reference.draft] += 1;
        self.refs.push(reference);
    }

    /// Makes the latest references to `old`, which has no name, references to `new`.
    pub(super) fn merge(&mut self, old: DraftId, new: DraftId) {
        for reference in self.refs.iter_mut().rev().take(MERGED).filter(|r| r.draft == old) {
            reference.draft = new;
            self.counts[old] -= 1;
            self.counts[new] += 1;
        }
    }

    /// How many references to the entity there are so far.
    pub(super) fn mentions_of(&self, draft: DraftId) -> u32 {
        self.counts[draft]
    }

    /// The reference of a name (or title, or state) that holds `token`: the smallest.
    pub(super) fn name_at(&self, token: TokenId) -> Option<&Ref> {
        self.refs.get(self.name_at[token.index()] as usize)
    }

    /// The reference whose head is `token`.
    pub(super) fn headed_by(&self, token: TokenId) -> Option<&Ref> {
        self.refs.get(self.head_at[token.index()] as usize)
    }

    /// Whether no name holds `token`.
    pub(super) fn is_free(&self, token: TokenId) -> bool {
        self.name_at[token.index()] == u32::MAX
    }

    /// The characters of a run of tokens.
    pub(super) fn text(&self, range: TokenRange) -> &'a str {
        self.a.span(range).slice(&self.article.text)
    }

    /// The characters of a token.
    pub(super) fn word(&self, token: TokenId) -> &'a str {
        self.a.word(&self.article.text, token)
    }

    /// The bytes of a reference.
    pub(super) fn span(&self, reference: &Ref) -> Span {
        self.a.span(reference.tokens)
    }
}
