//! From working entities and references to the account's columns.

use rashomon_lexicon::fold;

use rashomon_annotate::TokenId;

use super::{
    Described, Mentions, NONE,
    describe::Description,
    draft::{Ref, Work},
    titles::TitleNouns,
};
use crate::account::{Entity, EntityId, EntityKind, Form, Mention, MentionId};

/// Sorts mentions by place, numbers entities by first mention, chooses names.
pub(super) fn finish(
    work: &Work<'_>,
    descriptions: &[Description],
    titles: &TitleNouns,
) -> Mentions {
    let a = work.a;
    let mut order: Vec<usize> = (0..work.refs.len()).collect();
    let rank = |r: &Ref| (work.span(r), r.form, r.draft);
    order.sort_by_key(|&at| rank(&work.refs[at]));

    let mut entity_of = vec![NONE; work.drafts.len()];
    let mut entities: Vec<Entity> = Vec::new();
    let mut drafts = Vec::new();
    let mut mentions: Vec<Mention> = Vec::with_capacity(order.len());
    let mut cover = vec![NONE; a.len()];
    let mut heads = vec![NONE; a.len()];
    let mut mention_of = vec![NONE; work.refs.len()];
    // of whom there are only pronouns, the rest of the reading knows nothing
    let mut told = vec![false; work.drafts.len()];
    for reference in &work.refs {
        told[reference.draft] |= reference.form != Form::Pronoun;
    }
    for &at in &order {
        let reference = &work.refs[at];
        // two references of the same words: the first stands for both
        if let Some(last) = mentions.last()
            && last.span == work.span(reference)
        {
            mention_of[at] = mentions.len() as u32 - 1;
            continue;
        }
        let id = mentions.len() as u32;
        mention_of[at] = id;
        let slot = &mut entity_of[reference.draft];
        if *slot == NONE {
            *slot = entities.len() as u32;
            entities.push(entity(work, reference.draft));
            drafts.push(reference.draft);
        }
        let entity = EntityId(*slot);
        entities[entity.index()].mentions.push(MentionId(id));
        for t in reference.tokens.iter().filter(|_| told[reference.draft]) {
            let slot = &mut cover[t.index()];
            let smaller =
                *slot == NONE || mentions[*slot as usize].span.len() > work.span(reference).len();
            if smaller {
                *slot = id;
            }
        }
        let slot = &mut heads[reference.head.index()];
        // "Japanese government": the phrase, not a shorter mention with the same head
        let longer =
            *slot == NONE || mentions[*slot as usize].span.len() < work.span(reference).len();
        if longer && told[reference.draft] {
            *slot = id;
        }
        mentions.push(Mention {
            span: work.span(reference),
            head: a.tokens.span[reference.head.index()],
            form: reference.form,
            entity,
            sentence: a.sentence_of(reference.head) as u32,
            confidence: reference.confidence,
        });
    }
    for entity in &mut entities {
        entity.name = best_name(work, &mentions, entity);
        add_aliases(work, &mentions, entity);
    }
    let described = descriptions
        .iter()
        .filter(|d| entity_of[d.draft] != NONE)
        .map(|d| Described {
            tokens: d.tokens,
            head: d.head,
            entity: EntityId(entity_of[d.draft]),
            tie: d.tie,
            judge: d.judge.and_then(|t| {
                [heads[t.index()], cover[t.index()]].into_iter().find(|&m| m != NONE).map(MentionId)
            }),
            judged: d.judge.is_some(),
        })
        .collect();
    let mut titles: Vec<(TokenId, MentionId)> =
        titles.iter().map(|(&noun, &at)| (noun, MentionId(mention_of[at]))).collect();
    titles.sort_unstable();
    Mentions { mentions, entities, descriptions: described, cover, heads, titles }
}

fn entity(work: &Work<'_>, draft: usize) -> Entity {
    let draft = &work.drafts[draft];
    Entity {
        kind: draft.kind,
        name: MentionId(0),
        mentions: Vec::new(),
        country: draft.country,
        affiliation: draft.affiliation,
        sector: draft.sector,
        roles: draft.roles.clone(),
        aliases: draft.aliases.clone(),
    }
}

/// The mention that names the entity best: a name before an acronym before a title before the rest;
/// of several the longest, of those the first.
fn best_name(work: &Work<'_>, mentions: &[Mention], entity: &Entity) -> MentionId {
    let rank = |id: &MentionId| {
        let mention = &mentions[id.index()];
        let form = match mention.form {
            Form::Name => 0,
            Form::Acronym => 1,
            Form::Title => 2,
            Form::Metonym => 3,
            Form::Description => 4,
            Form::Pronoun => 5,
        };
        let length = mention.span.slice(&work.article.text).chars().count();
        // a state is named by its usual name: the shortest
        let length = match entity.kind {
            EntityKind::Geopolitical => length as i64,
            _ => -(length as i64),
        };
        (form, length, id.0)
    };
    entity.mentions.iter().copied().min_by_key(rank).unwrap_or_default()
}

/// Other names of the entity, folded.
fn add_aliases(work: &Work<'_>, mentions: &[Mention], entity: &mut Entity) {
    let name = fold(mentions[entity.name.index()].span.slice(&work.article.text));
    for id in &entity.mentions {
        let mention = &mentions[id.index()];
        if matches!(mention.form, Form::Name | Form::Acronym) {
            let alias = fold(mention.span.slice(&work.article.text));
            if alias != name && !entity.aliases.contains(&alias) {
                entity.aliases.push(alias);
            }
        }
    }
    entity.aliases.retain(|alias| *alias != name);
}
