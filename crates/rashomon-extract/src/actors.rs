//! Actor codes of the field: state and sector, and a user's own names and codes.

use rashomon_annotate::{Analysis, Deprel, Name, NameKind, TokenId, TokenRange, Upos};
use rashomon_text::{Article, Span};

use crate::{
    account::{Form, MentionId},
    mentions::Mentions,
    rules::{Agent, Rules},
    tree::Tree,
};

/// What stands for a party without code, as in the field's files.
const NONE: &str = "---";

/// Whether a code is that of a party without public office: companies, the press, workers, civilians, and who has none.
pub(crate) fn is_private(code: &str) -> bool {
    let sector = code.get(3..).unwrap_or_default();
    match sector {
        "" => code == NONE,
        _ => matches!(
            sector,
            "BUS" | "MNC" | "JRN" | "CVL" | "LAB" | "MED" | "EDU" | "AGR" | "HLH" | "ELI"
        ),
    }
}

/// Marks the names of a user's actors in `analysis`, in place of what overlaps them.
pub(crate) fn add_names(rules: &Rules, article: &Article, analysis: &mut Analysis) {
    if rules.actors.is_empty() {
        return;
    }
    let mut at = 0;
    while at < analysis.len() as u32 {
        let longest = (rules.actors.longest() as u32 + 2).min(analysis.len() as u32 - at);
        let found = (1..=longest).rev().map(|n| TokenRange::new(at, at + n)).find(|&tokens| {
            let words = analysis.span(tokens).slice(&article.text);
            words.contains(char::is_uppercase) && rules.actors.is_name(words)
        });
        let Some(tokens) = found else {
            at += 1;
            continue;
        };
        at = tokens.end;
        let span = analysis.span(tokens);
        let before = analysis.names.len();
        let same = |n: &Name| n.span == span && n.kind != NameKind::Misc;
        if analysis.names.iter().any(same) {
            continue;
        }
        analysis.names.retain(|n| n.span.end <= span.start || n.span.start >= span.end);
        let kept = analysis.names.len();
        let place = analysis.names.partition_point(|n| n.span.start < span.start);
        let adjective = analysis.upos(rashomon_annotate::TokenId(tokens.end - 1)) == Upos::Adj;
        let kind = if adjective { NameKind::Norp } else { NameKind::Organization };
        analysis.names.insert(place, Name { tokens, span, kind, confidence: 1.0 });
        debug_assert!(before >= kept, "names only go away");
    }
}

/// The codes of participants, each once, in order; a state is left out beside a part of it.
pub(crate) fn codes(
    rules: &Rules,
    day: Option<u32>,
    tree: &Tree,
    mentions: &Mentions,
    parties: &[MentionId],
) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for &party in parties {
        // one name may stand for several parties: "FRA/DEU"
        for code in code(rules, day, tree, mentions, party).split('/') {
            if !codes.iter().any(|c| c == code) {
                codes.push(code.to_owned());
            }
        }
    }
    let all = codes.clone();
    codes.retain(|c| {
        !all.iter().any(|other| other.len() > c.len() && other.starts_with(c.as_str()))
            && (c != NONE || all.len() == 1)
    });
    codes
}

fn code(
    rules: &Rules,
    day: Option<u32>,
    tree: &Tree,
    mentions: &Mentions,
    party: MentionId,
) -> String {
    let text = tree.text;
    let mention = &mentions.mentions[party.index()];
    let entity = mentions.entity(party);
    let words = mention.span.slice(text);
    let own = Own::find(rules, day, tree, mention.head);
    let sector = || {
        let sectors = own.agents();
        (!sectors.is_empty()).then_some(sectors).or_else(|| {
            let roles = || entity.roles.iter().filter_map(|r| rashomon_lexicon::title(r));
            entity.sector.or_else(|| roles().find_map(|t| t.sector)).map(str::to_owned)
        })
    };
    let named = own.name.or_else(|| rules.actors.of_name(words, day)).or_else(|| {
        entity.mentions.iter().find_map(|m| {
            let other = &mentions.mentions[m.index()];
            let name = matches!(other.form, Form::Name | Form::Acronym | Form::Metonym);
            if name { rules.actors.of_name(other.span.slice(text), day) } else { None }
        })
    });
    // a state's government is a part of it
    let governs = words.split(' ').any(|w| w == "government" || w == "cabinet");
    if let Some(name) = named {
        let code = own.with(name);
        return if governs && code.len() == 3 { format!("{code}GOV") } else { code };
    }
    let state = entity.country.or(entity.affiliation).map(|c| c.iso3().to_owned());
    let whole = entity.country.is_some() && mention.form != Form::Description;
    let sector = sector()
        .filter(|_| !whole || rules.actors.of_noun(words).is_some())
        .or_else(|| governs.then(|| "GOV".to_owned()));
    match (state, sector) {
        (None, None) => NONE.to_owned(),
        (None, Some(sector)) => format!("{NONE}{sector}"),
        (Some(state), None) => state,
        (Some(state), Some(sector)) => format!("{state}{sector}"),
    }
}

/// What a user's actors and nouns say of a phrase: "Gondor's minister", "soldiers from Gondor".
struct Own<'r> {
    name: Option<&'r str>,
    nouns: Vec<&'r Agent>,
}

impl<'r> Own<'r> {
    fn find(rules: &'r Rules, day: Option<u32>, tree: &Tree, head: Span) -> Self {
        let mut own = Self { name: None, nouns: Vec::new() };
        let token = tree.analysis.token_at(head.start);
        if rules.actors.is_empty() || token.index() >= tree.analysis.len() {
            return own;
        }
        let tokens = phrase(tree, token);
        let mut at = 0;
        let mut open = vec![true; tokens.len()];
        // names first, so that no noun is taken out of one
        for names in [true, false] {
            while at < tokens.len() {
                let longest = (tokens.len() - at).min(rules.actors.longest() + 2);
                let found = (1..=longest).rev().find(|&n| {
                    let part = &tokens[at..at + n];
                    let joined = part.windows(2).all(|w| w[1].0 == w[0].0 + 1);
                    let words = || {
                        let range = TokenRange::new(part[0].0, part[n - 1].0 + 1);
                        tree.analysis.span(range).slice(tree.text)
                    };
                    joined
                        && open[at..at + n].iter().all(|&o| o)
                        && if names {
                            rules.actors.is_name(words())
                        } else {
                            rules.actors.of_noun(words()).map(|noun| own.nouns.push(noun)).is_some()
                        }
                });
                if let Some(n) = found.filter(|_| names) {
                    let range = TokenRange::new(tokens[at].0, tokens[at + n - 1].0 + 1);
                    let words = tree.analysis.span(range).slice(tree.text);
                    own.name = own.name.or_else(|| rules.actors.of_name(words, day));
                    open[at..at + n].fill(false);
                }
                at += found.unwrap_or(1);
            }
            at = 0;
        }
        own
    }

    /// A name's code with those of the nouns, no part of three letters twice.
    fn with(&self, name: &str) -> String {
        let mut code = name.to_owned();
        for noun in &self.nouns {
            for part in noun.code.as_bytes().chunks(3) {
                let known = code.as_bytes().chunks(3).any(|c| c == part);
                let part = std::str::from_utf8(part).unwrap_or_default();
                match (known, noun.before) {
                    (true, _) => {}
                    (false, true) => code.insert_str(0, part),
                    (false, false) => code.push_str(part),
                }
            }
        }
        code
    }

    fn agents(&self) -> String {
        self.with("")
    }
}

/// Whether a word belongs to the phrase of the noun above it.
fn within(tree: &Tree, token: TokenId) -> bool {
    matches!(
        tree.rel(token),
        Deprel::NmodPoss | Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::Flat
    ) || tree.rel(token) == Deprel::Nmod
        && matches!(tree.case(token).as_deref(), Some("of" | "from" | "in"))
}

/// The head of the whole phrase that `token` is in: "minister" of "Gondor" in "the minister of Gondor".
pub(crate) fn phrase_head(tree: &Tree, token: TokenId) -> TokenId {
    let mut top = token;
    for _ in 0..6 {
        match tree.head(top) {
            Some(head) if within(tree, top) && !tree.is_verb(head) => top = head,
            _ => break,
        }
    }
    top
}

/// The words of the whole phrase that `token` is in, in text order.
fn phrase(tree: &Tree, token: TokenId) -> Vec<TokenId> {
    let within = |c: TokenId| within(tree, c);
    let top = phrase_head(tree, token);
    let mut tokens = vec![top];
    let mut at = 0;
    while at < tokens.len() && at < 64 {
        let below = tree.children(tokens[at]).iter().copied();
        // "Ministry of Works": what stands between the words of a name or noun
        let small = |c: TokenId| matches!(tree.rel(c), Deprel::Det | Deprel::Case);
        tokens.extend(below.filter(|&c| within(c) || small(c)));
        at += 1;
    }
    // "the Danish media and government": what stands before the first belongs to both
    let bare = !tree.children(top).iter().any(|&c| within(c) || tree.rel(c) == Deprel::Det);
    if let Some(first) = tree.head(top).filter(|_| bare && tree.rel(top) == Deprel::Conj) {
        for &c in tree.children(first).iter().filter(|&&c| c < first && within(c)) {
            tokens.extend((tree.subtree(c).start..tree.subtree(c).end).map(TokenId));
        }
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}
