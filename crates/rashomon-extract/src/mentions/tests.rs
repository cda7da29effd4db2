//! Entities with their mentions, over hand-made parses.

use super::find;
use crate::testing::analysis;

/// Each expected line is an entity in the order of first mention: its kind, then its mentions.
fn check(notation: &str, expected: &[&str]) {
    let (article, a) = analysis(notation);
    let found = find(&article, &a);
    let lines: Vec<String> = found
        .entities
        .iter()
        .map(|e| {
            let words: Vec<&str> =
                e.mentions.iter().map(|m| article.slice(found.mentions[m.index()].span)).collect();
            format!("{}: {}", e.kind.as_str(), words.join(" | "))
        })
        .collect();
    assert_eq!(lines, expected, "{}", article.text);
}

#[test]
fn surnames_follow_full_names() {
    check(
        "[per Ana/NNP/3/nsubj Reyes/NNP/1/flat ] resigned/VBD/0/root/resign ././3/punct
         [per Reyes/NNP/2/nsubj ] left/VBD/0/root/leave ././2/punct",
        &["person: Ana Reyes | Reyes"],
    );
}

#[test]
fn a_surname_of_two_people_stays_apart() {
    check(
        "[per Ana/NNP/6/nsubj Reyes/NNP/1/flat ] and/CC/4/cc [per Luis/NNP/1/conj Reyes/NNP/4/flat ] met/VBD/0/root/meet
         [per Reyes/NNP/2/nsubj ] left/VBD/0/root/leave",
        &["person: Ana Reyes", "person: Luis Reyes", "person: Reyes"],
    );
    // unless the form of address decides
    check(
        "[per Ana/NNP/6/nsubj Reyes/NNP/1/flat ] and/CC/4/cc [per Luis/NNP/1/conj Reyes/NNP/4/flat ] met/VBD/0/root/meet
         Mr/NNP/2/nmod:desc [per Reyes/NNP/3/nsubj ] left/VBD/0/root/leave",
        &["person: Ana Reyes", "person: Luis Reyes | Reyes"],
    );
}

#[test]
fn offices_stand_for_their_holders() {
    check(
        "Portuguese/JJ/3/amod Prime/NNP/3/compound Minister/NNP/4/nmod:desc [per Ana/NNP/6/nsubj Reyes/NNP/4/flat ] spoke/VBD/0/root/speak ././6/punct
         The/DT/3/det prime/JJ/3/amod minister/NN/4/nsubj left/VBD/0/root/leave ././4/punct",
        &["geopolitical: Portuguese", "person: Ana Reyes | The prime minister"],
    );
}

#[test]
fn capitals_that_act_are_states() {
    check(
        "[loc Lisbon/NNP/2/nsubj ] accused/VBD/0/root/accuse [loc Tokyo/NNP/2/obj ] ././2/punct
         [loc Japan/NNP/2/nsubj ] denied/VBD/0/root/deny it/PRP/2/obj ././2/punct",
        &["geopolitical: Lisbon", "geopolitical: Tokyo | Japan"],
    );
}

#[test]
fn capitals_that_hold_events_are_places() {
    check(
        "Thousands/NNS/2/nsubj/thousand marched/VBD/0/root/march in/IN/4/case [loc Lisbon/NNP/2/obl ] ././2/punct
         [loc Portugal/NNP/2/nsubj ] watched/VBD/0/root/watch ././2/punct",
        &["place: Lisbon", "geopolitical: Portugal"],
    );
}

#[test]
fn governments_are_their_states_and_ministries_are_not() {
    check(
        "The/DT/3/det [norp Portuguese/JJ/3/amod ] government/NN/4/nsubj resigned/VBD/0/root/resign ././4/punct
         The/DT/4/det [norp Portuguese/JJ/4/amod ] [org Foreign/NNP/4/amod Ministry/NNP/5/nsubj ] stayed/VBD/0/root/stay ././5/punct",
        &[
            "geopolitical: Portuguese | Portuguese government | Portuguese",
            "organization: Portuguese Foreign Ministry",
        ],
    );
}

#[test]
fn definitions_tie_acronyms_to_names() {
    check(
        "The/DT/3/det [org Renewal/NNP/3/compound Front/NNP/7/nsubj ] (/-LRB-/5/punct RNV/NNP/3/appos )/-RRB-/5/punct has/VBZ/7/aux/have met/VBN/0/root/meet ././7/punct
         RNV/NNP/2/nsubj won/VBD/0/root/win ././2/punct",
        &["organization: Renewal Front | RNV | RNV"],
    );
}

#[test]
fn undefined_acronyms_fit_initials() {
    check(
        "[org National/NNP/3/amod Renewal/NNP/3/compound Front/NNP/4/nsubj ] met/VBD/0/root/meet ././4/punct
         [org NRF/NNP/2/nsubj ] won/VBD/0/root/win ././2/punct",
        &["organization: National Renewal Front | NRF"],
    );
}

#[test]
fn short_names_of_bodies() {
    check(
        "[org Coastal/NNP/4/compound Safety/NNP/4/compound Review/NNP/4/compound Board/NNP/5/nsubj ] met/VBD/0/root/meet ././5/punct
         The/DT/3/det [org Review/NNP/3/compound Board/NNP/4/nsubj ] won/VBD/0/root/win ././4/punct",
        &["organization: Coastal Safety Review Board | Review Board"],
    );
}

#[test]
fn she_is_the_woman_before() {
    check(
        "[per Maria/NNP/3/nsubj Reyes/NNP/1/flat ] met/VBD/0/root/meet [per Ivan/NNP/3/obj Duarte/NNP/4/flat ] ././3/punct
         She/PRP/2/nsubj/she left/VBD/0/root/leave ././2/punct
         He/PRP/2/nsubj/he stayed/VBD/0/root/stay ././2/punct",
        &["person: Maria Reyes | She", "person: Ivan Duarte | He"],
    );
}

#[test]
fn a_pronoun_that_may_mean_two_means_nobody() {
    check(
        "[per Reyes/NNP/4/nsubj ] and/CC/3/cc [per Duarte/NNP/1/conj ] met/VBD/0/root/meet ././4/punct
         He/PRP/2/nsubj/he left/VBD/0/root/leave ././2/punct",
        &["person: Reyes", "person: Duarte"],
    );
}

#[test]
fn empty_it_means_nothing() {
    check(
        "[org Renova/NNP/2/nsubj ] won/VBD/0/root/win ././2/punct
         It/PRP/3/nsubj/it is/VBZ/3/cop/be clear/JJ/0/root that/IN/6/mark votes/NNS/6/nsubj/vote count/VBP/3/ccomp ././3/punct",
        &["organization: Renova"],
    );
}

#[test]
fn the_group_is_the_body_before() {
    check(
        "[org Renova/NNP/2/nsubj ] accused/VBD/0/root/accuse [loc Portugal/NNP/2/obj ] ././2/punct
         The/DT/2/det group/NN/3/nsubj left/VBD/0/root/leave ././3/punct",
        &["organization: Renova | The group", "geopolitical: Portugal"],
    );
}

#[test]
fn the_country_is_not_its_own_clauses_subject() {
    check(
        "[loc Portugal/NNP/2/nsubj ] warned/VBD/0/root/warn [loc Japan/NNP/2/obj ] ././2/punct
         [loc Portugal/NNP/2/nsubj ] accuses/VBZ/0/root/accuse the/DT/4/det country/NN/2/obj of/IN/6/mark spying/VBG/2/advcl/spy ././2/punct",
        &["geopolitical: Portugal | Portugal", "geopolitical: Japan | the country"],
    );
}

#[test]
fn descriptions_are_people_of_their_own() {
    check(
        "Two/CD/3/nummod police/NN/3/compound officers/NNS/4/nsubj/officer arrested/VBD/0/root/arrest [norp Japanese/JJ/6/amod ] diplomats/NNS/4/obj/diplomat ././4/punct
         The/DT/2/det officers/NNS/3/nsubj/officer left/VBD/0/root/leave ././3/punct",
        &[
            "group: Two police officers | The officers",
            "geopolitical: Japanese",
            "group: Japanese diplomats",
        ],
    );
}

#[test]
fn a_noun_phrase_only_contains_its_possessor() {
    let (article, a) = analysis(
        "[loc Portugal/NNP/3/nmod:poss ] ’s/POS/1/case move/NN/4/nsubj angered/VBD/0/root/anger officials/NNS/4/obj/official",
    );
    let found = find(&article, &a);
    let of = |t: u32| {
        found
            .of_noun_phrase(&a, rashomon_annotate::TokenId(t))
            .map(|m| article.slice(found.mentions[m.index()].span))
    };
    assert_eq!((of(0), of(2), of(4)), (Some("Portugal"), None, Some("officials")));
}

#[test]
fn titles_lead_to_the_name() {
    let (article, a) = analysis(
        "Ministry/NN/2/compound spokeswoman/NN/5/nsubj [per Ana/NNP/2/flat Reyes/NNP/2/flat ] left/VBD/0/root/leave",
    );
    let found = find(&article, &a);
    let mention = found.of_noun_phrase(&a, rashomon_annotate::TokenId(1)).unwrap();
    let entity = found.entity(mention);
    assert_eq!(article.slice(found.mentions[mention.index()].span), "Ana Reyes");
    assert_eq!(entity.roles, ["ministry spokeswoman"]);
}

#[test]
fn a_title_that_the_parse_makes_the_subject_leads_to_the_name() {
    let (article, a) = analysis(
        "[per Ana/NNP/6/appos Reyes/NNP/1/flat ] ,/,/6/punct a/DT/6/det Chilean/JJ/6/amod historian/NN/7/nsubj said/VBD/0/root/say",
    );
    let found = find(&article, &a);
    let mention = found.of_noun_phrase(&a, rashomon_annotate::TokenId(5)).unwrap();
    assert_eq!(article.slice(found.mentions[mention.index()].span), "Ana Reyes");
}

#[test]
fn quoted_sentences_do_not_push_their_speaker_away() {
    check(
        "[per Reyes/NNP/2/nsubj ] spoke/VBD/0/root/speak ././2/punct
         “/``/4/punct Ports/NNS/4/nsubj/port will/MD/4/aux shut/VB/0/root ././4/punct
         Ships/NNS/3/nsubj/ship will/MD/3/aux wait/VB/0/root ././3/punct
         Crews/NNS/3/nsubj/crew will/MD/3/aux rest/VB/0/root ,/,/3/punct ”/''/3/punct he/PRP/7/nsubj/he said/VBD/3/parataxis/say ././3/punct",
        &["person: Reyes | he", "group: Crews"],
    );
}

#[test]
fn bodies_that_the_recogniser_missed() {
    check(
        "the/DT/4/det Coastal/NNP/4/compound Review/NNP/4/compound Branch/NNP/5/nsubj met/VBD/0/root/meet at/IN/10/case St/NNP/8/nmod:desc Brigid/NNP/10/nmod:poss ’s/POS/8/case Hospital/NNP/5/obl ././5/punct",
        &["organization: Coastal Review Branch", "organization: St Brigid’s Hospital"],
    );
}

#[test]
fn bare_plurals_mean_the_one_body_called_so() {
    check(
        "[org Renova/NNP/6/nsubj ] ,/,/5/punct a/DT/5/det rebel/NN/5/compound group/NN/1/appos met/VBD/0/root/meet ././6/punct
         Rebels/NNS/2/nsubj/rebel left/VBD/0/root/leave ././2/punct",
        &["organization: Renova | Rebels"],
    );
}

mod laws {
    use super::*;
    use proptest::prelude::*;
    use rashomon_annotate::{
        Analysis, Deprel, Name, NameKind, Sentence, TokenId, TokenRange, Upos, Xpos,
    };
    use rashomon_text::{Article, Span};

    const WORDS: &[&str] = &[
        "Japan", "the", "group", "(", ")", "NRF", "she", "Reyes", "Ana", "minister", "of", "-",
        "’s", "7", "people", "Lisbon", "regime", "“", "”", "their", "called",
    ];

    prop_compose! {
        /// Any tags, heads and names over a few telling words.
        fn any_analysis()(
            rows in prop::collection::vec(
                (0..WORDS.len(), 0..Upos::COUNT, 0..Xpos::COUNT, 0..Deprel::COUNT, any::<u32>()), 1..40),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
            name in (any::<prop::sample::Index>(), 1..4u32),
        ) -> (Article, Analysis) {
            let mut text = String::new();
            let mut a = Analysis::default();
            let mut ends: Vec<usize> = cuts.iter().map(|c| c.index(rows.len()) + 1).collect();
            ends.push(rows.len());
            ends.sort_unstable();
            ends.dedup();
            for &(word, upos, xpos, deprel, _) in &rows {
                let start = text.len();
                text.push_str(WORDS[word]);
                a.tokens.span.push(Span::from_range(start..text.len()));
                text.push(' ');
                a.tokens.upos.push(Upos::ALL[upos]);
                a.tokens.xpos.push(Xpos::ALL[xpos]);
                a.tokens.deprel.push(Deprel::ALL[deprel]);
                let lemma = a.symbols.intern(WORDS[word]);
                a.tokens.lemma.push(lemma);
            }
            let mut start = 0u32;
            for &end in &ends {
                let tokens = TokenRange::new(start, end as u32);
                for t in tokens.iter() {
                    // earlier tokens only: a forest without cycles
                    let back = rows[t.index()].4 % (t.0 - start + 1);
                    a.tokens.head.push(TokenId(t.0 - back));
                }
                a.sentences.push(Sentence { tokens, span: a.span(tokens), paragraph: 0 });
                start = end as u32;
            }
            let from = name.0.index(rows.len()) as u32;
            let sentence = a.sentences[a.sentence_of(TokenId(from))].tokens;
            let tokens = TokenRange::new(from, (from + name.1).min(sentence.end));
            a.names.push(Name { tokens, span: a.span(tokens), kind: NameKind::Person, confidence: 0.5 });
            (Article::plain(text), a)
        }
    }

    proptest! {
        #[test]
        fn odd_parses_give_sorted_mentions((article, a) in any_analysis()) {
            let found = find(&article, &a);
            let spans: Vec<_> = found.mentions.iter().map(|m| m.span).collect();
            prop_assert!(spans.is_sorted());
            for (at, entity) in found.entities.iter().enumerate() {
                prop_assert!(!entity.mentions.is_empty());
                for m in &entity.mentions {
                    prop_assert_eq!(found.mentions[m.index()].entity.index(), at);
                }
            }
            for m in &found.mentions {
                prop_assert!(m.span.contains(m.head) || m.span.overlaps(m.head));
                prop_assert!(!article.slice(m.span).is_empty());
            }
            let figures = crate::figures::find(&article, &a, &found);
            for f in figures {
                prop_assert!(article.slice(f.span).chars().count() <= 60);
            }
            let _ = crate::labels::find(&article, &a, &found, &|_| None);
        }
    }
}

#[test]
fn who_had_no_name_gets_one() {
    check(
        "A/DT/2/det spokesman/NN/3/nsubj spoke/VBD/0/root/speak ././3/punct
         The/DT/2/det spokesman/NN/6/nsubj ,/,/2/punct [per Luis/NNP/2/appos Reyes/NNP/4/flat ] left/VBD/0/root/leave ././6/punct",
        &["person: A spokesman | Luis Reyes"],
    );
    // two of them: nobody knows which
    check(
        "A/DT/2/det spokesman/NN/3/nsubj spoke/VBD/0/root/speak ././3/punct
         Another/DT/2/det spokesman/NN/3/nsubj spoke/VBD/0/root/speak ././3/punct
         The/DT/2/det spokesman/NN/6/nsubj ,/,/2/punct [per Luis/NNP/2/appos Reyes/NNP/4/flat ] left/VBD/0/root/leave ././6/punct",
        &["person: A spokesman", "person: Another spokesman", "person: Luis Reyes"],
    );
}

#[test]
fn the_spokesman_after_a_spokesman() {
    check(
        "A/DT/2/det spokesman/NN/3/nsubj spoke/VBD/0/root/speak ././3/punct
         The/DT/2/det spokesman/NN/3/nsubj left/VBD/0/root/leave ././3/punct",
        &["person: A spokesman | The spokesman"],
    );
}

#[test]
fn people_that_no_list_holds() {
    // the noun is on no list; "she" tells that it is somebody
    check(
        "A/DT/2/det gymnast/NN/3/nsubj spoke/VBD/0/root/speak ././3/punct
         She/PRP/2/nsubj/she left/VBD/0/root/leave ././2/punct",
        &["person: A gymnast | She"],
    );
    check(
        "A/DT/2/det kettle/NN/3/nsubj fell/VBD/0/root/fall ././3/punct
         They/PRP/2/nsubj/they left/VBD/0/root/leave ././2/punct",
        &[],
    );
}
