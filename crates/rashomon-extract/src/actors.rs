//! Actor codes of the field: state and sector, and a user's own names and codes.

use rashomon_annotate::{Analysis, Deprel, Name, NameKind, TokenId, TokenRange, Upos};
use rashomon_text::{Article, Span};

use crate::{
    account::{Form, MentionId},
    mentions::Mentions,
    rules::Rules,
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
            words.starts_with(char::is_uppercase) && rules.actors.of_name(words).is_some()
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
    tree: &Tree,
    mentions: &Mentions,
    parties: &[MentionId],
) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for &party in parties {
        let code = code(rules, tree, mentions, party);
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let all = codes.clone();
    codes.retain(|c| {
        !all.iter().any(|other| other.len() > c.len() && other.starts_with(c.as_str()))
            && (c != NONE || all.len() == 1)
    });
    codes
}

fn code(rules: &Rules, tree: &Tree, mentions: &Mentions, party: MentionId) -> String {
    let text = tree.text;
    let mention = &mentions.mentions[party.index()];
    let entity = mentions.entity(party);
    let words = mention.span.slice(text);
    let sector = || {
        let head = mention.head.slice(text);
        let own = rules.actors.of_noun(words).or_else(|| rules.actors.of_noun(head));
        own.or(entity.sector).or_else(|| {
            let roles = entity.roles.iter();
            roles.filter_map(|r| rashomon_lexicon::title(r)).find_map(|t| t.sector)
        })
    };
    let named = rules.actors.of_name(words).or_else(|| {
        entity.mentions.iter().find_map(|m| {
            let other = &mentions.mentions[m.index()];
            let name = matches!(other.form, Form::Name | Form::Acronym | Form::Metonym);
            if name { rules.actors.of_name(other.span.slice(text)) } else { None }
        })
    });
    // a state's government is a part of it
    let governs = words.split(' ').any(|w| w == "government" || w == "cabinet");
    if let Some(code) = named {
        return if governs && code.len() == 3 { format!("{code}GOV") } else { code.to_owned() };
    }
    let state = entity
        .country
        .or(entity.affiliation)
        .map(|c| c.iso3().to_owned())
        .or_else(|| owner(rules, tree, mentions, mention.head));
    let whole = entity.country.is_some() && mention.form != Form::Description;
    let sector = sector()
        .filter(|_| !whole || rules.actors.of_noun(words).is_some())
        .or_else(|| governs.then_some("GOV"));
    match (state, sector) {
        (None, None) => NONE.to_owned(),
        (None, Some(sector)) => format!("{NONE}{sector}"),
        (Some(state), None) => state,
        (Some(state), Some(sector)) => format!("{state}{sector}"),
    }
}

/// The code of a user's name that the phrase with this head says it belongs to: "Gondor's minister", "soldiers from
/// Gondor". Of states that the lexicon knows, the mentions know it themselves.
fn owner(rules: &Rules, tree: &Tree, mentions: &Mentions, head: Span) -> Option<String> {
    if rules.actors.is_empty() {
        return None;
    }
    let mut layer = vec![tree.analysis.token_at(head.start)];
    for _ in 0..2 {
        let below: Vec<TokenId> = layer
            .iter()
            .filter(|t| t.index() < tree.analysis.len())
            .flat_map(|&t| tree.children(t).iter().copied())
            .filter(|&c| {
                matches!(
                    tree.rel(c),
                    Deprel::NmodPoss | Deprel::Compound | Deprel::Amod | Deprel::NmodDesc
                ) || tree.rel(c) == Deprel::Nmod
                    && matches!(tree.case(c).as_deref(), Some("of" | "from" | "in"))
            })
            .collect();
        let code = below.iter().find_map(|&c| {
            let mention = &mentions.mentions[mentions.of_token(c)?.index()];
            rules.actors.of_name(mention.span.slice(tree.text))
        });
        if let Some(code) = code {
            return Some(code.to_owned());
        }
        layer = below;
    }
    None
}
