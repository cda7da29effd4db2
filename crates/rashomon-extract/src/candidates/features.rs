//! What is seen of a word: the names of its features.

use rashomon_annotate::{Analysis, Deprel, NameKind, TokenId, Upos, engine};
use rashomon_text::Span;
use rustc_hash::FxHashMap;

use super::Vector;
use crate::account::{Account, MentionId};

/// What is seen of a word.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The names of its features, each once.
    pub features: Vec<String>,
    /// The vector of its lemma.
    pub vector: Option<Vector>,
}

/// An account beside its analysis, looked up by token.
pub struct Reader<'a> {
    pub(super) account: &'a Account,
    pub(super) analysis: &'a Analysis,
    /// The mention headed by a token.
    mentions: FxHashMap<u32, MentionId>,
    /// Tokens within a mention that are not its head.
    within: Vec<bool>,
    /// Per token: the number of the name it is in.
    names: Vec<Option<u32>>,
    /// Per token: the number of the time it is in.
    times: Vec<Option<u32>>,
    /// Tokens of triggers.
    triggers: Vec<bool>,
    /// Vectors by lemma.
    vectors: FxHashMap<&'a str, Option<Vector>>,
}

impl<'a> Reader<'a> {
    /// Reads an account and the analysis it was made of.
    pub fn new(account: &'a Account, analysis: &'a Analysis) -> Self {
        let n = analysis.len();
        let mut reader = Self {
            account,
            analysis,
            mentions: FxHashMap::default(),
            within: vec![false; n],
            names: vec![None; n],
            times: vec![None; n],
            triggers: vec![false; n],
            vectors: FxHashMap::default(),
        };
        for (id, mention) in account.mentions.iter().enumerate() {
            let head = analysis.token_at(mention.head.start);
            reader.mentions.entry(head.0).or_insert(MentionId(id as u32));
            for token in tokens_in(analysis, mention.span).filter(|t| *t != head) {
                reader.within[token.index()] = true;
            }
        }
        for (number, name) in analysis.names.iter().enumerate() {
            for token in name.tokens.iter() {
                reader.names[token.index()] = Some(number as u32);
            }
        }
        for (number, time) in account.times.iter().enumerate() {
            for token in time.tokens.iter() {
                reader.times[token.index()] = Some(number as u32);
            }
        }
        for event in &account.events {
            for token in tokens_in(analysis, event.trigger) {
                reader.triggers[token.index()] = true;
            }
        }
        for token in reader.tokens() {
            let lemma = analysis.lemma(token);
            reader.vectors.entry(lemma).or_insert_with(|| {
                let mut vector = engine::word_vector(&lemma.to_lowercase())?;
                let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
                for x in &mut vector {
                    *x /= length.max(1e-6);
                }
                Some(vector)
            });
        }
        reader
    }

    /// The tokens that may refer to something, in order.
    pub fn tokens(&self) -> impl Iterator<Item = TokenId> + use<'a> {
        let analysis = self.analysis;
        (0..analysis.len() as u32).map(TokenId).filter(move |&t| {
            !matches!(analysis.upos(t), Upos::Punct | Upos::Part | Upos::Sconj | Upos::Cconj)
        })
    }

    /// The mention that a token heads.
    pub(super) fn mention(&self, token: TokenId) -> Option<MentionId> {
        self.mentions.get(&token.0).copied()
    }

    /// The words of the name that a token is the head of.
    pub(super) fn name(&self, token: TokenId) -> Option<Span> {
        let name = &self.analysis.names[self.names[token.index()]? as usize];
        NameKind::PROPER.contains(&name.kind).then_some(name.span)
    }

    /// The words of the time expression that a token is the head of.
    pub(super) fn time(&self, token: TokenId) -> Option<Span> {
        let time = &self.account.times[self.times[token.index()]? as usize];
        let inner = self.analysis.head(token).is_some_and(|head| time.tokens.holds(head));
        (!inner).then_some(time.span)
    }

    /// The vector of a token's lemma.
    pub(super) fn vector(&self, token: TokenId) -> Option<&Vector> {
        self.vectors.get(self.analysis.lemma(token))?.as_ref()
    }

    /// The lemma of a token in lower case; of a name of several words, that of its last word.
    pub(super) fn lemma(&self, token: TokenId) -> String {
        super::head_lemma(self.analysis, token)
    }

    /// What is seen of `token`.
    pub fn seen(&self, token: TokenId) -> Seen {
        Seen { features: self.features(token), vector: self.vector(token).copied() }
    }

    /// The names of the features of `token`, each once.
    fn features(&self, token: TokenId) -> Vec<String> {
        let a = self.analysis;
        let mut features: Vec<String> = Vec::with_capacity(24);
        let mut say = |parts: std::fmt::Arguments<'_>| {
            let name = parts.to_string();
            if !features.contains(&name) {
                features.push(name);
            }
        };
        let (upos, rel) = (a.upos(token).as_str(), a.deprel(token).as_str());
        say(format_args!("bias"));
        say(format_args!("word {upos}"));
        say(format_args!("tag {}", a.xpos(token).as_str()));
        say(format_args!("relation {rel}"));
        say(format_args!("word {upos} {rel}"));
        let head = a.head(token);
        let above = head.map_or("-", |h| a.upos(h).as_str());
        say(format_args!("above {above}"));
        say(format_args!("above {rel} {above}"));
        say(format_args!("word {upos} {rel} {above}"));
        let form = |mention: Option<MentionId>| {
            mention.map_or("-", |m| self.account.mentions[m.index()].form.as_str())
        };
        let mention = self.mention(token);
        say(format_args!("mention {} {upos}", form(mention)));
        if let Some(mention) = mention {
            let entity = self.account.entity_of(mention);
            let kind = self.account.entities[entity.index()].kind.as_str();
            say(format_args!("kind {kind}"));
            say(format_args!("kind {kind} {rel}"));
        }
        if self.within[token.index()] {
            say(format_args!("within a mention {upos}"));
        }
        if let Some(number) = self.names[token.index()] {
            let known = &a.names[number as usize];
            let last = if known.tokens.end == token.0 + 1 { "last" } else { "not last" };
            say(format_args!("name {}", known.kind.as_str()));
            say(format_args!("name {last} {rel}"));
            let outside = head.is_some_and(|h| !known.tokens.holds(h));
            if outside {
                say(format_args!("name {} {rel} {above}", known.kind.as_str()));
            }
        }
        if self.times[token.index()].is_some() {
            let place = if self.time(token).is_some() { "head" } else { "inside" };
            say(format_args!("time {place} {upos}"));
        }
        if self.triggers[token.index()] {
            say(format_args!("trigger {upos}"));
        }
        if head.is_some_and(|h| self.triggers[h.index()]) {
            say(format_args!("below a trigger {rel}"));
        }
        if matches!(a.upos(token), Upos::Pron | Upos::Det | Upos::Adv | Upos::Aux | Upos::Num) {
            say(format_args!("lemma {}", a.lemma(token).to_lowercase()));
        }
        for child in a.children(token) {
            match a.deprel(child) {
                Deprel::Case | Deprel::Det => {
                    let lemma = a.lemma(child).to_lowercase();
                    say(format_args!("with {upos} {lemma}"));
                }
                other => say(format_args!("with {upos} {}", other.as_str())),
            }
        }
        if self.vector(token).is_none() {
            say(format_args!("no vector {upos}"));
        }
        features
    }
}

/// The tokens that begin in `span`.
fn tokens_in(analysis: &Analysis, span: Span) -> impl Iterator<Item = TokenId> + '_ {
    let first = analysis.token_at(span.start).0;
    (first..analysis.len() as u32)
        .map(TokenId)
        .take_while(move |t| analysis.tokens.span[t.index()].start < span.end)
}
