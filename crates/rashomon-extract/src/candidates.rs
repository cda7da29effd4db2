//! Words that may refer to an event or to a participant, whatever the event and whoever the participant.
//!
//! # What it finds
//! Every word that may head a mention: of an event in the wide sense of coreference (whatever happens, is done, said or
//! holds: "sank", "collision", "on strike") or of a participant, place or time ("the ferry", "who", "on Monday"), each
//! with how likely it is either, what it hangs on and what hangs on it.
//!
//! # Why it matters
//! The events and entities of an [`Account`] are those the rules and the lexicon know by kind. Whether
//! two texts speak of one happening shows in the rest of their words, too.
//!
//! # How
//! A multinomial logistic regression over tags, relations, names and times around the word, what the account has
//! there, and its word vector; trained by `cargo xtask train candidates` on one half of the topics of ECB+.
//!
//! # Limits
//! One word is one candidate: "checked into" and "put out" are found by their verb.

mod features;
pub mod weights;

use rashomon_annotate::{Analysis, Deprel, TokenId, Upos, engine::VECTOR};
use rashomon_text::Span;

use crate::account::{Account, Form, MentionId};
use features::Reader;
use weights::Weights;

/// A word vector of length 1; all zeros for a word without one.
pub type Vector = [f32; VECTOR];

/// A word that may head a mention.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Bytes of the words that refer: the name, pronoun or time, the verb with its particle; of other nouns the
    /// noun alone.
    pub span: Span,
    /// Bytes of the head word.
    pub head: Span,
    /// How likely it is that it refers to an event.
    pub event: f32,
    /// How likely it is that it refers to a participant, place or time.
    pub participant: f32,
    /// What sort of word it is.
    pub sort: Sort,
    /// Lower-case lemma of the head word; of a name its last word.
    pub lemma: String,
    /// The words of the name it heads, lower-case.
    pub name: Vec<String>,
    /// The mention of the account that it heads.
    pub mention: Option<MentionId>,
    /// For a relative pronoun or an apposition: the candidate that it repeats.
    pub repeats: Option<u32>,
    /// Lemmas of the adjectives, nouns and numbers before or beside it, sorted.
    pub modifiers: Vec<String>,
    /// What hangs on it, and how, in text order.
    pub arguments: Vec<Argument>,
    /// Lemma of the word that it hangs on; empty for the root.
    pub governor: String,
    /// How it hangs there.
    pub relation: Deprel,
    /// Whether it is the head of a time expression.
    pub time: bool,
    /// Whether it is plural.
    pub plural: bool,
    /// Whether an indefinite article stands before it.
    pub indefinite: bool,
    /// Index into [`Account::sentences`].
    pub sentence: u32,
    /// Its vector.
    pub vector: Vector,
}

/// Sorts of words that refer in ways of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// A verb.
    Verb,
    /// A common noun.
    Noun,
    /// A proper noun.
    Name,
    /// A pronoun or determiner that stands for something.
    Pronoun,
    /// Adjectives, adverbs, numbers and others.
    Other,
}

impl Sort {
    fn of(upos: Upos) -> Self {
        match upos {
            Upos::Verb | Upos::Aux => Self::Verb,
            Upos::Noun => Self::Noun,
            Upos::Propn => Self::Name,
            Upos::Pron | Upos::Det => Self::Pronoun,
            _ => Self::Other,
        }
    }
}

/// How a word hangs on an event's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Who does it: subject, agent, owner of a noun.
    Actor,
    /// To whom or what it is done.
    Object,
    /// Where, when, with what: all else.
    Setting,
}

/// A word that hangs on another.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// How it hangs there.
    pub role: Role,
    /// Its lemma, lower-case; of a name its last word.
    pub lemma: String,
    /// The mention of the account that it heads.
    pub mention: Option<MentionId>,
}

/// Words less likely than this to refer to anything are left out.
const FLOOR: f32 = 0.15;

/// The candidates of an article in text order, from the analysis its account was made of.
///
/// ```
/// use rashomon_annotate::Annotator;
/// use rashomon_extract::{candidates, extract};
/// use rashomon_text::Article;
///
/// let article = Article::plain("The ferry hit a pier in Tresk on Monday. The collision injured two crew members.");
/// let analysis = Annotator::new().annotate(&article);
/// let account = extract(article, analysis.clone());
/// let found = candidates::find(&account, &analysis);
/// let events: Vec<&str> =
///     found.iter().filter(|c| c.event > 0.5).map(|c| account.slice(c.head)).collect();
/// assert_eq!(events, ["hit", "collision", "injured"]);
/// ```
pub fn find(account: &Account, analysis: &Analysis) -> Vec<Candidate> {
    find_with(account, analysis, Weights::embedded())
}

/// [`find`] with other weights.
pub fn find_with(account: &Account, analysis: &Analysis, weights: &Weights) -> Vec<Candidate> {
    let reader = Reader::new(account, analysis);
    let mut found = Vec::new();
    let mut number = vec![None; analysis.len()];
    for token in reader.tokens() {
        let [_, event, participant] = weights.likelihoods(&reader, token);
        if event.max(participant) >= FLOOR {
            number[token.index()] = Some(found.len() as u32);
            found.push(candidate(&reader, token, [event, participant]));
        }
    }
    for token in reader.tokens() {
        let repeated = repeats(analysis, token).and_then(|t| number[t.index()]);
        if let (Some(at), Some(other)) = (number[token.index()], repeated) {
            found[at as usize].repeats = Some(other);
        }
    }
    found
}

fn candidate(reader: &Reader<'_>, token: TokenId, [event, participant]: [f32; 2]) -> Candidate {
    let (account, a) = (reader.account, reader.analysis);
    let mention = reader.mention(token);
    let word = a.tokens.span[token.index()];
    let name = reader.name(token);
    let time = reader.time(token);
    let particle = a
        .children(token)
        .find(|&c| a.deprel(c) == Deprel::CompoundPrt && c.0 == token.0 + 1)
        .map(|c| a.tokens.span[c.index()]);
    let span = match (name, time, mention) {
        (Some(name), ..) => name,
        (_, Some(time), _) => time,
        (.., Some(m)) if account.mentions[m.index()].form != Form::Description => {
            account.mentions[m.index()].span
        }
        _ => particle.map_or(word, |particle| word.cover(particle)),
    };
    let lower = |span: Span| account.slice(span).to_lowercase();
    let words: Vec<String> = name.map_or_else(Vec::new, |span| {
        let words = lower(span);
        let words = words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        words.map(str::to_owned).collect()
    });
    let mut modifiers: Vec<String> = a
        .children(token)
        .filter(|&c| {
            use Deprel::{Amod, Appos, Compound, Flat, NmodPoss, Nummod};
            matches!(a.deprel(c), Amod | Compound | Nummod | NmodPoss | Appos | Flat)
        })
        .map(|c| reader.lemma(c))
        .collect();
    modifiers.sort_unstable();
    modifiers.dedup();
    let arguments = a.children(token).filter_map(|c| argument(reader, c)).collect();
    let governor = a.head(token);
    Candidate {
        span,
        head: word,
        event,
        participant,
        sort: Sort::of(a.upos(token)),
        lemma: reader.lemma(token),
        name: words,
        mention,
        repeats: None,
        modifiers,
        arguments,
        governor: governor.map(|g| reader.lemma(g)).unwrap_or_default(),
        relation: a.deprel(token),
        time: time.is_some(),
        plural: matches!(a.xpos(token).as_str(), "NNS" | "NNPS"),
        indefinite: a.children(token).any(|c| {
            a.deprel(c) == Deprel::Det && matches!(a.lemma(c).to_lowercase().as_str(), "a" | "an")
        }),
        sentence: a.sentence_of(token) as u32,
        vector: reader.vector(token).copied().unwrap_or([0.0; VECTOR]),
    }
}

fn argument(reader: &Reader<'_>, token: TokenId) -> Option<Argument> {
    let a = reader.analysis;
    if !matches!(a.upos(token), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj) {
        return None;
    }
    let role = match a.deprel(token) {
        Deprel::Nsubj | Deprel::OblAgent | Deprel::NmodPoss => Role::Actor,
        Deprel::Obj | Deprel::Iobj | Deprel::NsubjPass => Role::Object,
        _ => Role::Setting,
    };
    Some(Argument { role, lemma: reader.lemma(token), mention: reader.mention(token) })
}

/// The lemma of a head word in lower case; of a name of several words, that of its last word.
pub fn head_lemma(analysis: &Analysis, head: TokenId) -> String {
    let parts = analysis.children(head).filter(|&c| analysis.deprel(c) == Deprel::Flat);
    analysis.lemma(parts.last().unwrap_or(head)).to_lowercase()
}

/// What a relative pronoun ("the man who fled") or an apposition ("Dahl, the mayor") repeats.
fn repeats(a: &Analysis, token: TokenId) -> Option<TokenId> {
    if a.deprel(token) == Deprel::Appos {
        return a.head(token);
    }
    if !matches!(a.xpos(token).as_str(), "WDT" | "WP" | "WP$" | "WRB") {
        return None;
    }
    // up to the clause that the noun has
    let mut at = token;
    for _ in 0..4 {
        let above = a.head(at)?;
        if a.deprel(at) == Deprel::AclRelcl {
            return Some(above);
        }
        at = above;
    }
    None
}
