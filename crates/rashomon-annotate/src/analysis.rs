//! The columns of an annotated article.

use std::ops::Range;

use rashomon_text::{Note, Span, Symbol, Symbols, time::TimeExpr};

use crate::tags::{Deprel, Upos, Xpos};

/// The number of a token within its article, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub u32);

impl TokenId {
    /// The number as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A run of tokens, `start..end`, within one sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    /// First token.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl TokenRange {
    /// From `start` to `end` (exclusive).
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Whether `token` is in the run.
    pub const fn holds(self, token: TokenId) -> bool {
        self.start <= token.0 && token.0 < self.end
    }

    /// The tokens in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator + use<> {
        (self.start..self.end).map(TokenId)
    }

    /// Number of tokens.
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The run as a `usize` range.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One column per property; row `i` is token `i`.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// Bytes of the article's text.
    pub span: Vec<Span>,
    /// Universal part of speech.
    pub upos: Vec<Upos>,
    /// Penn Treebank tag.
    pub xpos: Vec<Xpos>,
    /// Lemma, lower-case but for proper nouns.
    pub lemma: Vec<Symbol>,
    /// Head in the same sentence; a root is its own head.
    pub head: Vec<TokenId>,
    /// Universal Dependencies relation to the head.
    pub deprel: Vec<Deprel>,
}

/// A sentence: its tokens and the paragraph it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens.
    pub tokens: TokenRange,
    /// From its first token to its last, in bytes.
    pub span: Span,
    /// Index into [`rashomon_text::Article::paragraphs`].
    pub paragraph: u32,
}

/// What a name names (the OntoNotes kinds that news needs).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A human being.
    Person,
    /// Company, ministry, party, agency, team, outlet, armed group.
    Organization,
    /// Country, state, city, region, natural place: a `Location` of `ner-worldwide`.
    Location,
    /// Building, airport, camp, road.
    Facility,
    /// Nationality, religion, political or ethnic group: "Iranian", "Shia", "Republicans".
    Norp,
    /// Product, vehicle, weapon.
    Product,
    /// Event, law, work, language and other names.
    Misc,
    /// Date or time expression.
    Date,
    /// Sum of money.
    Money,
}

impl NameKind {
    /// Every kind, in the order of the recogniser's classes.
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Organization,
        Self::Location,
        Self::Facility,
        Self::Norp,
        Self::Product,
        Self::Misc,
        Self::Date,
        Self::Money,
    ];

    /// The kinds that name somebody or something: all but dates and sums of money.
    pub const PROPER: [Self; 7] = {
        let [proper @ .., _, _] = Self::ALL;
        proper
    };

    /// The word used in outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Location => "location",
            Self::Facility => "facility",
            Self::Norp => "norp",
            Self::Product => "product",
            Self::Misc => "misc",
            Self::Date => "date",
            Self::Money => "money",
        }
    }
}

/// A name in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name {
    /// Its tokens.
    pub tokens: TokenRange,
    /// From its first token to its last, in bytes.
    pub span: Span,
    /// What it names.
    pub kind: NameKind,
    /// How sure the recogniser is, 0 to 1.
    pub confidence: f32,
}

/// A time expression in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeMention {
    /// Bytes of the expression, without a leading preposition.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// What it says, before it is anchored.
    pub expr: TimeExpr,
}

/// A passage between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteSpan {
    /// Marks included.
    pub outer: Span,
    /// Marks left out.
    pub inner: Span,
    /// Tokens between the marks; they may run over several sentences.
    pub tokens: TokenRange,
    /// 0 for a quote in running text, 1 for a quote inside a quote, and so on.
    pub depth: u8,
    /// Whether a closing mark was found (a quote that runs over paragraphs closes only the last one).
    pub closed: bool,
}

/// What somebody is told to say, think or want: whose word, by which words told, and what.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The words that tell it: "said", "according to", "has called for".
    pub cue: TokenRange,
    /// Whose word it is; `None` where the text does not say: "is expected to".
    pub source: Option<TokenRange>,
    /// What is said, in one or more pieces, in order.
    pub content: Vec<TokenRange>,
    /// How sure the recogniser is, 0 to 1.
    pub confidence: f32,
}

/// Everything the language engine found in one article.
///
/// Dense columns for tokens, sparse layers sorted by start for the rest.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// The token columns.
    pub tokens: Tokens,
    /// Sentences in order; together they hold every token.
    pub sentences: Vec<Sentence>,
    /// Names, sorted, not overlapping.
    pub names: Vec<Name>,
    /// Time expressions, sorted, not overlapping.
    pub times: Vec<TimeMention>,
    /// Quoted passages, sorted by start; an inner quote follows the one that holds it.
    pub quotes: Vec<QuoteSpan>,
    /// Attributions, sorted by cue; their contents may lie within one another.
    pub attributions: Vec<Attribution>,
    /// Strings behind the symbols.
    pub symbols: Symbols,
    /// Anything odd: a sentence cut at the cap, a quote that never closes.
    pub notes: Vec<Note>,
}

impl Analysis {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.span.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.tokens.span.is_empty()
    }

    /// The lemma of `token`.
    pub fn lemma(&self, token: TokenId) -> &str {
        self.symbols.get(self.tokens.lemma[token.index()])
    }

    /// The characters of `token` in `text`.
    pub fn word<'t>(&self, text: &'t str, token: TokenId) -> &'t str {
        self.tokens.span[token.index()].slice(text)
    }

    /// The universal part of speech of `token`.
    pub fn upos(&self, token: TokenId) -> Upos {
        self.tokens.upos[token.index()]
    }

    /// The Penn tag of `token`.
    pub fn xpos(&self, token: TokenId) -> Xpos {
        self.tokens.xpos[token.index()]
    }

    /// The relation of `token` to its head.
    pub fn deprel(&self, token: TokenId) -> Deprel {
        self.tokens.deprel[token.index()]
    }

    /// The head of `token`, `None` for a root.
    pub fn head(&self, token: TokenId) -> Option<TokenId> {
        let head = self.tokens.head[token.index()];
        (head != token).then_some(head)
    }

    /// The number of the sentence that holds `token`.
    pub fn sentence_of(&self, token: TokenId) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token.0)
    }

    /// The direct dependents of `token`, in text order.
    pub fn children(&self, token: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        let sentence = self.sentences[self.sentence_of(token)].tokens;
        sentence.iter().filter(move |&t| t != token && self.tokens.head[t.index()] == token)
    }

    /// The first dependent of `token` with this relation.
    pub fn child(&self, token: TokenId, deprel: Deprel) -> Option<TokenId> {
        self.children(token).find(|&t| self.deprel(t) == deprel)
    }

    /// Whether `token` is `top` or hangs below it.
    pub fn is_under(&self, token: TokenId, top: TokenId) -> bool {
        let mut at = token;
        let mut steps = 0;
        loop {
            if at == top {
                return true;
            }
            match self.head(at) {
                Some(head) if steps < 512 => at = head,
                _ => return false,
            }
            steps += 1;
        }
    }

    /// The tokens from the leftmost to the rightmost one under `token`, itself included.
    pub fn subtree(&self, token: TokenId) -> TokenRange {
        let sentence = self.sentences[self.sentence_of(token)].tokens;
        let mut range = TokenRange::new(token.0, token.0 + 1);
        for t in sentence.iter() {
            if self.is_under(t, token) {
                range.start = range.start.min(t.0);
                range.end = range.end.max(t.0 + 1);
            }
        }
        range
    }

    /// The bytes from the first to the last token of `range`.
    pub fn span(&self, range: TokenRange) -> Span {
        debug_assert!(!range.is_empty());
        let first = self.tokens.span[range.start as usize];
        first.cover(self.tokens.span[range.end as usize - 1])
    }

    /// The token that holds byte `at`, or the first one after it.
    pub fn token_at(&self, at: u32) -> TokenId {
        TokenId(self.tokens.span.partition_point(|s| s.end <= at) as u32)
    }
}
