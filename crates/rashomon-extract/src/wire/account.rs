//! What the article says.

use rashomon_lexicon::Country;

use super::codec::{In, Wire, fields, numbers, words};
use crate::account::{
    Account, Auxiliary, Certainty, Claim, Cyber, Entity, EntityId, EntityKind, Event, EventId,
    EventType, Figure, Form, IncidentType, Label, Mention, MentionId, Naming, Polarity, Quotation,
    QuoteKind, ReceiverCategory, SentenceInfo, Stance, Tense, TimeId, Tone, Voice, Word,
};

impl Wire for Country {
    fn put(&self, out: &mut Vec<u8>) {
        self.iso3().to_owned().put(out);
    }

    fn get(from: &mut In<'_>) -> Option<Self> {
        rashomon_lexicon::country(&String::get(from)?)
    }
}

words! {
    EntityKind = Self::ALL;
    Form = Self::ALL;
    Voice = Self::ALL;
    Certainty = Self::ALL;
    Polarity = Self::ALL;
    Stance = Self::ALL;
    Tense = Self::ALL;
    QuoteKind = Self::ALL;
    Naming = Self::ALL;
    Tone = Self::ALL;
    EventType = Self::ALL;
    Auxiliary = Self::ALL;
    IncidentType = Self::ALL;
    ReceiverCategory = Self::ALL;
}

numbers!(MentionId EntityId EventId TimeId);

fields! {
    Account {
        article, sentences, words, mentions, entities, times, events, quotations, claims, figures, labels, symbols,
    }
    SentenceInfo { span, paragraph, words }
    Word { span, form, lemma, content }
    Mention { span, head, form, entity, sentence, confidence }
    Entity { kind, name, mentions, country, affiliation, sector, roles, aliases }
    Event {
        span, trigger, lemma, theme, act, phrase, kind, mode, cameo, other_side, contexts, auxiliary, actors,
        recipients, actor_codes, recipient_codes, time, place, voice, source, certainty, polarity, presupposed,
        cyber, depth, sentence, confidence,
    }
    Cyber { types, receivers, grounds }
    Quotation { span, kind, speaker, naming, cue, sentence, confidence }
    Claim {
        span, content, holder, stance, voice, certainty, polarity, tense, about, against, sentence, confidence,
    }
    Figure { span, value, upper, unit, modifier, context, event, source, sentence, confidence }
    Label { span, entity, voice, source, tone, sentence, confidence }
}

/// Whether all that is referred to by number is there.
pub(super) fn holds(account: &Account) -> bool {
    let mention = |id: &MentionId| id.index() < account.mentions.len();
    let mentions = |ids: &[MentionId]| ids.iter().all(mention);
    let entity = |id: EntityId| id.index() < account.entities.len();
    let event = |id: EventId| id.index() < account.events.len();
    let sentence = |n: u32| (n as usize) < account.sentences.len();
    let symbol = |id: rashomon_text::Symbol| (id.0 as usize) < account.symbols.len();
    super::article::holds(&account.article)
        && account.sentences.iter().all(|it| {
            (it.paragraph as usize) < account.article.paragraphs.len()
                && it.words.0 <= it.words.1
                && it.words.1 as usize <= account.words.len()
        })
        && account.words.iter().all(|it| symbol(it.form) && symbol(it.lemma))
        && account.mentions.iter().all(|it| entity(it.entity) && sentence(it.sentence))
        && account.entities.iter().all(|it| mention(&it.name) && mentions(&it.mentions))
        && account.events.iter().all(|it| {
            mentions(&it.actors)
                && mentions(&it.recipients)
                && it.time.is_none_or(|time| time.index() < account.times.len())
                && it.place.iter().chain(&it.source).all(mention)
                && sentence(it.sentence)
        })
        && account
            .quotations
            .iter()
            .all(|it| it.speaker.iter().all(mention) && sentence(it.sentence))
        && account.claims.iter().all(|it| {
            it.holder.iter().all(mention)
                && mentions(&it.against)
                && it.about.is_none_or(event)
                && sentence(it.sentence)
        })
        && account.figures.iter().all(|it| {
            it.event.is_none_or(event) && it.source.iter().all(mention) && sentence(it.sentence)
        })
        && account
            .labels
            .iter()
            .all(|it| entity(it.entity) && it.source.iter().all(mention) && sentence(it.sentence))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use rashomon_annotate::Annotator;
    use rashomon_text::{Article, OffsetMap, Paragraph, Removed, Source, time::Date};

    use super::*;
    use crate::wire::{read, written};

    /// An account with something of everything.
    fn account() -> Account {
        let text = "Harbour blockade\n\nOSLO, 7 March (Fjord Press) -- Norway's foreign minister Liv Berg said on \
                    Monday that Iceland had “hijacked” two tugs since last week. Reykjavik denied it. About 300 sailors \
                    went on strike, police said. The “so-called rebels” were allegedly hacked at 10:30.\n\nRead: more";
        let mut article = Article::plain(text);
        let whole = |words: &str| rashomon_text::Span::find(text, words).unwrap();
        article.source = Source {
            path: Some("a.html".into()),
            url: Some("https://a.example/1".into()),
            ..article.source
        };
        article.title = Some(whole("Harbour blockade"));
        article.removed =
            vec![Removed { span: whole("Read: more"), reason: rashomon_text::Reason::Promo }];
        article.paragraphs = vec![Paragraph {
            span: rashomon_text::Span::new(0, whole("Read").start - 2),
            kind: rashomon_text::ParagraphKind::Body,
        }];
        article.published = Some(rashomon_text::Published {
            start: Date::constant(2022, 3, 8),
            end: Date::constant(2022, 3, 8),
            basis: rashomon_text::Basis::Given,
            evidence: vec![whole("7 March")],
        });
        article.notes.push(rashomon_text::Note::new("odd", "Something odd.").at(whole("tugs")));
        let mut raw = OffsetMap::new();
        raw.copy(9, 20);
        raw.insert(2);
        raw.atom(3, 40..46);
        raw.copy(46, 100);
        article.raw = Some(raw);
        let analysis = Annotator::new().annotate(&article);
        crate::extract(article, analysis)
    }

    #[test]
    fn what_is_written_is_read() {
        let account = account();
        let bytes = written(&account);
        let again = read(&bytes).expect("an account");
        assert_eq!(written(&again), bytes);
        assert_eq!(again.article, account.article);
        assert_eq!(again.events, account.events);
        assert_eq!(again.times, account.times);
        assert_eq!(again.claims, account.claims);
        assert!(
            !account.events.is_empty() && !account.claims.is_empty() && account.times.len() > 2
        );
        let words = |a: &Account| -> Vec<String> {
            a.words.iter().map(|w| a.symbols.get(w.lemma).to_owned()).collect()
        };
        assert_eq!(words(&again), words(&account));
    }

    #[test]
    fn another_version_is_not_read() {
        let mut bytes = written(&account());
        bytes[0] += 1;
        assert!(read(&bytes).is_none());
    }

    static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| written(&account()));

    proptest! {
        #[test]
        fn damage_is_no_panic(at in 0usize..4000, value in any::<u8>(), cut in 0usize..8000) {
            let mut bytes = BYTES.clone();
            let at = at % bytes.len();
            bytes[at] = value;
            bytes.truncate(cut.max(1));
            if let Some(account) = read(&bytes) {
                // what is read can be used
                for event in &account.events {
                    let _ = account.slice(event.span);
                }
            }
        }
    }
}
