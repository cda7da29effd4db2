use std::fmt::Write;

use super::*;
use crate::marked::account;

/// Lists the entities over the documents of one story as `name = mention | mention`, those with
/// one mention left out.
#[track_caller]
fn check(texts: &[&str], expect: &str) {
    let accounts: Vec<_> =
        texts.iter().enumerate().map(|(n, text)| account(&format!("{n}.txt"), text)).collect();
    let story: Vec<DocId> = (0..accounts.len() as u32).map(DocId).collect();
    let (entities, entity_of) = reconcile(&accounts, &[story]);
    assert_eq!(entity_of.len(), accounts.len());
    let mut lines = String::new();
    for entity in entities.iter().filter(|entity| entity.mentions.len() > 1) {
        let words = |m: &Mention| accounts[m.cite.doc.index()].slice(m.cite.span).to_owned();
        let words: Vec<_> = entity.mentions.iter().map(words).collect();
        writeln!(lines, "{} {} = {}", entity.kind.as_str(), entity.name, words.join(" | "))
            .unwrap();
    }
    let trimmed: Vec<&str> = expect.trim().lines().map(str::trim).collect();
    assert_eq!(lines.trim().lines().collect::<Vec<_>>(), trimmed);
}

#[test]
fn a_person_under_several_spellings_and_a_surname() {
    check(
        &[
            "[Nasir Barzani|person b] spoke. [Barzani|person b] left.",
            "[Nassir Barzaani|person b] spoke.",
            "Mr [Barzani|person b] spoke.",
        ],
        "person Nassir Barzaani = Nasir Barzani | Barzani | Nassir Barzaani | Barzani",
    );
}

#[test]
fn a_person_in_the_transcriptions_of_two_languages() {
    check(
        &[
            "[Pavel Chebrishchev|person c] spoke.",
            "[Pawel Tschebrischtschew|person c] spoke.",
            "[Olga Chebrishcheva|person o] spoke.",
        ],
        "person Pawel Tschebrischtschew = Pavel Chebrishchev | Pawel Tschebrischtschew",
    );
}

#[test]
fn what_the_user_says_is_one_is_one() {
    let known = aliases::Known {
        name: "Ada Berg".to_owned(),
        aliases: vec!["Nora Lind".to_owned(), "The Heron".to_owned()],
        kind: Some(EntityKind::Person),
        country: rashomon_lexicon::country("NOR"),
    };
    let aliases = aliases::Aliases::new(vec![known]).expect("no name is given twice");
    let texts = [
        "[Ada Berg|person a] spoke. [Ivo Lund|person i] left.",
        "[Nora Lind|person n affiliation=ALB] spoke. [Lind|person n] left.",
        "[The Heron|other h] was seen.",
    ];
    let accounts: Vec<_> = texts.iter().map(|text| account("x", text)).collect();
    let story: Vec<DocId> = (0..3).map(DocId).collect();
    let (entities, entity_of) = reconcile_with(&accounts, std::slice::from_ref(&story), &aliases);
    let one = &entities[entity_of[0][0].index()];
    assert_eq!(
        (one.name.as_str(), one.kind, one.mentions.len()),
        ("Ada Berg", EntityKind::Person, 4)
    );
    assert_eq!(entities.len(), 2, "{entities:?}");
    let (apart, _) = reconcile(&accounts, &[story]);
    assert_eq!(apart.len(), 4, "without it each name is one");
}

#[test]
fn a_surname_that_two_bear_is_left_alone() {
    check(
        &[
            "[Anna Holm|person a] met [Peter Holm|person p].",
            "[Anna Holm|person a] spoke.",
            "[Holm|person h] spoke.",
        ],
        "person Anna Holm = Anna Holm | Anna Holm",
    );
}

#[test]
fn a_person_and_what_is_named_after_them() {
    check(
        &[
            "[Victor Dahl|person d] died.",
            "[Victor Dahl Bridge|place b] fell. [Dahl|place b] fell.",
        ],
        "place Victor Dahl Bridge = Victor Dahl Bridge | Dahl",
    );
}

#[test]
fn an_acronym_joins_the_names_it_stands_for() {
    check(
        &[
            "The [Haraka Kalam Organization|organization h] ([HKO|organization h acronym]) struck.",
            "[HKO|organization x acronym] denied it.",
            "The [Harakah-e-Kalam|group h] group struck.",
            "A spokesman for [HEK|group x acronym] spoke.",
        ],
        "organization Haraka Kalam Organization = Haraka Kalam Organization | HKO | HKO | Harakah-e-Kalam | HEK",
    );
}

#[test]
fn an_acronym_that_two_names_fit_is_left_alone() {
    check(
        &[
            "The [National Harbour Council|organization a] and the [New Highway Company|organization b] met.",
            "[NHC|organization x acronym] spoke.",
        ],
        "",
    );
}

#[test]
fn ministries_of_two_states() {
    check(
        &[
            "The [Albanian foreign ministry|organization a affiliation=ALB] spoke.",
            "[Iran’s Foreign Ministry|organization i affiliation=IRN] spoke.",
            "The [Iranian Foreign Ministry|organization i affiliation=IRN] spoke.",
            "The [foreign ministry|organization f] spoke.",
        ],
        "organization Iranian Foreign Ministry = Iran’s Foreign Ministry | Iranian Foreign Ministry",
    );
}

#[test]
fn a_state_is_not_its_ministry() {
    check(
        &[
            "[Albania|geopolitical a country=ALB] spoke; the [Albanian navy|organization n affiliation=ALB] sailed.",
            "[Tirana|geopolitical a metonym country=ALB] spoke.",
        ],
        "geopolitical Albania = Albania | Tirana",
    );
}

#[test]
fn a_body_by_the_head_of_its_name() {
    check(
        &[
            "The [Eastern Harbour Council|organization h] met.",
            "The [Harbour Council|organization h] met.",
            "[Yelland News Agency|organization y] said so.",
            "[Yelland|organization y] said so.",
        ],
        "organization Eastern Harbour Council = Eastern Harbour Council | Harbour Council
         organization Yelland News Agency = Yelland News Agency | Yelland",
    );
}

#[test]
fn a_town_is_not_its_hospital() {
    check(
        &[
            "[Redford|place r] flooded.",
            "[Redford University Hospital|organization h] flooded.",
            "[Redford University hospital|place h] closed.",
        ],
        "organization Redford University Hospital = Redford University Hospital | Redford University hospital",
    );
}

#[test]
fn an_office_with_one_holder() {
    check(
        &[
            "[Anna Holm|person a affiliation=ALB] spoke.",
            "The [Albanian delegates|group d description affiliation=ALB] left.",
            "[Albanian delegates|group d description affiliation=ALB] returned.",
        ],
        "group Albanian delegates = Albanian delegates | Albanian delegates",
    );
}

#[test]
fn most_documents_decide_what_a_name_names() {
    check(
        &[
            "[Ilse Dahl|person d] spoke.",
            "[Ilse Dahl|organization d] spoke.",
            "[Ilse Dahl|person d] left.",
        ],
        "person Ilse Dahl = Ilse Dahl | Ilse Dahl | Ilse Dahl",
    );
    check(&["[Ilse Dahl|person d] spoke.", "The [Ilse Dahl|other d] sank."], "");
}

#[test]
fn the_state_in_a_name_tells_bodies_apart() {
    check(
        &[
            "The [German Relief League|organization r] helped. [Auckland|place a] flooded.",
            "The [Albanian Relief League|organization r] helped. [Oakland|place a] flooded.",
            "The [Relief League|organization r] helped. The [German bank|organization b] closed.",
            "[Harbour Bank|organization h] closed.",
        ],
        "",
    );
    check(
        &[
            "The [German Relief League|organization r] helped.",
            "The [Relief League|organization r] helped.",
        ],
        "organization German Relief League = German Relief League | Relief League",
    );
}

#[test]
fn a_group_that_texts_place_in_two_states() {
    check(
        &[
            "The [Haraka Kalam Organization|organization h affiliation=IRN] met.",
            "The [Harakah-e-Kalam|organization h affiliation=ALB] met.",
            "The [German consulate general|organization c affiliation=DEU] closed. The [German consulate|organization c] was hit.",
            "The [German consulate|organization c affiliation=DEU] was hit.",
        ],
        "organization Haraka Kalam Organization = Haraka Kalam Organization | Harakah-e-Kalam
         organization German consulate general = German consulate general | German consulate | German consulate",
    );
}

#[test]
fn a_town_with_what_it_is_or_where() {
    check(
        &[
            "[Tresk, southern Ardovia|place t] flooded.",
            "[Tresk|place t] flooded.",
            "[Tresk Province|place t] flooded.",
        ],
        "place Tresk = Tresk, southern Ardovia | Tresk | Tresk Province",
    );
}

#[test]
fn surnames_of_two_stories_are_not_compared() {
    let texts = ["[Anna Holm|person a] spoke.", "[Holm|person h] spoke."];
    let accounts: Vec<_> = texts.iter().map(|text| account("x", text)).collect();
    let (entities, _) = reconcile(&accounts, &[vec![DocId(0)], vec![DocId(1)]]);
    assert_eq!(entities.len(), 2);
}
