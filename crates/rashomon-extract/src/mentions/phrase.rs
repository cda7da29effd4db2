//! Reading noun phrases off the parse.

use rashomon_annotate::{Analysis, Deprel, TokenId, TokenRange, Upos, Xpos};

/// What a noun phrase does in its clause, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Subject of an active verb, of an adjective or of a noun.
    Subject,
    /// Subject of a passive verb.
    PassiveSubject,
    /// "by …" of a passive verb.
    Agent,
    /// Object.
    Object,
    /// Possessor.
    Possessor,
    /// Under a preposition.
    Oblique,
    /// Modifier, apposition, anything else.
    Other,
}

/// The token whose relation to its head says what `token` does: itself, or the first conjunct.
pub(super) fn first_conjunct(a: &Analysis, token: TokenId) -> TokenId {
    let mut at = token;
    for _ in 0..64 {
        match a.head(at) {
            Some(head) if a.deprel(at) == Deprel::Conj => at = head,
            _ => break,
        }
    }
    at
}

/// The role of the phrase headed by `token`.
pub(super) fn role(a: &Analysis, token: TokenId) -> Role {
    let token = first_conjunct(a, token);
    match a.deprel(token) {
        Deprel::Nsubj | Deprel::NsubjOuter | Deprel::Csubj => Role::Subject,
        Deprel::NsubjPass => Role::PassiveSubject,
        Deprel::OblAgent => Role::Agent,
        Deprel::Obj | Deprel::Iobj => Role::Object,
        Deprel::NmodPoss => Role::Possessor,
        Deprel::Obl if is_passive_agent(a, token) => Role::Agent,
        Deprel::Obl | Deprel::Nmod => Role::Oblique,
        // a bare noun phrase for a sentence is a headline's subject
        Deprel::Root if !has_copula(a, token) => Role::Subject,
        _ => Role::Other,
    }
}

/// "by …" under a passive verb, for parsers that do not tell agents apart.
fn is_passive_agent(a: &Analysis, token: TokenId) -> bool {
    case(a, token).is_some_and(|by| a.lemma(by) == "by")
        && a.head(token).is_some_and(|verb| {
            a.xpos(verb) == Xpos::Vbn
                && a.children(verb)
                    .any(|c| matches!(a.deprel(c), Deprel::AuxPass | Deprel::NsubjPass))
        })
}

/// Whether `token` is a predicate with a form of "be".
pub(super) fn has_copula(a: &Analysis, token: TokenId) -> bool {
    a.child(token, Deprel::Cop).is_some()
}

/// The preposition (or possessive ending) of the phrase headed by `token`.
pub(super) fn case(a: &Analysis, token: TokenId) -> Option<TokenId> {
    a.children(token).find(|&c| a.deprel(c) == Deprel::Case && a.xpos(c) != Xpos::Pos)
}

/// The lemma of the preposition before the phrase, looking at the first conjunct for a later one.
pub(super) fn preposition(a: &Analysis, token: TokenId) -> Option<&str> {
    case(a, token).or_else(|| case(a, first_conjunct(a, token))).map(|c| a.lemma(c))
}

/// The determiner of the phrase headed by `token`.
pub(super) fn determiner(a: &Analysis, token: TokenId) -> Option<&str> {
    a.child(token, Deprel::Det).map(|d| a.lemma(d))
}

/// Whether the phrase is marked as known: "the", "this", "these", "that", "those", "both".
pub(super) fn is_definite(a: &Analysis, token: TokenId) -> bool {
    matches!(determiner(a, token), Some("the" | "this" | "these" | "that" | "those" | "both"))
}

/// Whether `token` is a common or proper noun in the plural.
pub(super) fn is_plural(a: &Analysis, token: TokenId) -> bool {
    matches!(a.xpos(token), Xpos::Nns | Xpos::Nnps)
}

/// The noun phrase headed by `head` without relative clauses, appositions, prepositional phrases
/// and the preposition before it: determiner, modifiers, head.
pub(super) fn short_phrase(a: &Analysis, head: TokenId) -> TokenRange {
    let sentence = a.sentences[a.sentence_of(head)].tokens;
    let mut start = head.0;
    while start > sentence.start {
        let left = TokenId(start - 1);
        // a finite verb, or what stands before a participle, is no modifier, whatever the parse says
        let finite =
            matches!(a.xpos(left), Xpos::Vb | Xpos::Vbd | Xpos::Vbp | Xpos::Vbz | Xpos::Md);
        let after_participle = start < head.0
            && a.xpos(TokenId(start)) == Xpos::Vbg
            && matches!(a.upos(left), Upos::Noun | Upos::Propn | Upos::Pron);
        if finite || after_participle || !is_left_part(a, left, head) {
            break;
        }
        start -= 1;
    }
    // nor does it hold half a pair of quotation marks
    if let Some(mark) = (start..head.0).rev().find(|&t| is_quote_mark(a, TokenId(t))) {
        start = mark + 1;
    }
    // nor a question word
    while start < head.0 && matches!(a.xpos(TokenId(start)), Xpos::Wrb | Xpos::Wp | Xpos::Wdt) {
        start += 1;
    }
    // a phrase does not start on punctuation or a possessive ending
    while start < head.0 {
        let first = TokenId(start);
        if a.upos(first) == Upos::Punct || a.xpos(first) == Xpos::Pos {
            start += 1;
        } else {
            break;
        }
    }
    let mut end = head.0 + 1;
    while end < sentence.end {
        let right = TokenId(end);
        let of_name = matches!(a.deprel(right), Deprel::Flat | Deprel::Goeswith)
            && a.head(right) == Some(head);
        if !of_name {
            break;
        }
        end += 1;
    }
    TokenRange::new(start, end)
}

fn is_quote_mark(a: &Analysis, token: TokenId) -> bool {
    matches!(a.xpos(token), Xpos::OpenQuote | Xpos::CloseQuote)
}

/// Whether `left` belongs to the modifiers before `head`: the path up to it has only such links.
fn is_left_part(a: &Analysis, left: TokenId, head: TokenId) -> bool {
    let mut at = left;
    for _ in 0..32 {
        if at == head {
            return true;
        }
        let inside = match a.deprel(at) {
            Deprel::Det
            | Deprel::DetPredet
            | Deprel::Amod
            | Deprel::Compound
            | Deprel::Nummod
            | Deprel::NmodPoss
            | Deprel::NmodDesc
            | Deprel::Flat
            | Deprel::Goeswith
            | Deprel::Fixed => true,
            // "about" of "about 3,000 members", not "not" of "not the members"
            Deprel::Advmod => a.head(at) != Some(head),
            Deprel::Case => a.xpos(at) == Xpos::Pos,
            Deprel::Conj | Deprel::Cc | Deprel::NmodUnmarked => a.head(at) != Some(head),
            // hyphens and quotation marks inside the phrase
            Deprel::Punct => a.xpos(at) != Xpos::Comma,
            Deprel::Obl | Deprel::OblUnmarked | Deprel::Nmod => {
                // "cash-starved", "Kremlin-backed": the first half hangs on the second
                a.head(at).is_some_and(|h| a.deprel(h) == Deprel::Amod && at < h)
            }
            _ => false,
        };
        let Some(next) = a.head(at) else { return false };
        if !inside {
            return false;
        }
        at = next;
    }
    false
}

/// The modifiers before `head` as far as `range` reaches, without determiners and punctuation.
pub(super) fn modifiers(
    a: &Analysis,
    head: TokenId,
    range: TokenRange,
) -> impl Iterator<Item = TokenId> + '_ {
    TokenRange::new(range.start, head.0)
        .iter()
        .filter(move |&t| !matches!(a.upos(t), Upos::Det | Upos::Punct | Upos::Part))
}

/// The range without its leading determiner.
pub(super) fn without_determiner(a: &Analysis, mut range: TokenRange) -> TokenRange {
    while range.len() > 1 && a.upos(TokenId(range.start)) == Upos::Det {
        range.start += 1;
    }
    range
}

/// The syntactic head of a run of tokens: the one whose head lies outside it.
pub(super) fn head_of(a: &Analysis, range: TokenRange) -> TokenId {
    let mut top = None;
    for t in range.iter() {
        match a.head(t) {
            Some(head) if range.holds(head) => {}
            _ => {
                // of several, the last noun: "Foreign Ministry" split by a bad parse
                let noun = matches!(a.upos(t), Upos::Noun | Upos::Propn);
                if top.is_none() || noun {
                    top = Some(t);
                }
            }
        }
    }
    top.unwrap_or(TokenId(range.end - 1))
}
