//! What is coded, sentence by sentence, apart from the trained models.

use super::*;
use crate::{attribution, quotations, testing};

/// The events of a sentence in the test notation, each as `act: actors -> recipients, voice, auxiliary`.
fn check(notation: &str, expect: &[&str]) {
    let (article, analysis) = testing::analysis(notation);
    let mentions = crate::mentions::find(&article, &analysis);
    let tree = Tree::new(&article.text, &analysis);
    let attributions = attribution::find(&tree, &mentions);
    let quotations = quotations::find(&tree, &mentions, &attributions);
    let rules = crate::rules::Rules::builtin();
    let told = rules.of_article(&std::iter::empty());
    let scene = Scene {
        tree: &tree,
        mentions: &mentions,
        attributions: &attributions,
        fates: &quotations.fates,
        rules: &rules,
        day: None,
        article: &told,
    };
    let name = |m: &MentionId| {
        let mention = &mentions.mentions[m.index()];
        mention.span.slice(&article.text).to_owned()
    };
    let names = |list: &[MentionId]| list.iter().map(name).collect::<Vec<_>>().join(" & ");
    let got: Vec<String> = find(&scene)
        .iter()
        .map(|f| {
            let e = &f.event;
            let mut line = format!("{}: {} -> {}", e.act, names(&e.actors), names(&e.recipients));
            line.push_str(", ");
            line.push_str(e.voice.as_str());
            for auxiliary in &e.auxiliary {
                line.push_str(", ");
                line.push_str(auxiliary.as_str());
            }
            line.replace(":  ->", ": - ->").replace("-> ,", "-> -,")
        })
        .collect();
    assert_eq!(got, expect, "in {:?}", article.text);
}

#[test]
fn who_does_what_to_whom() {
    check(
        "[loc Portugal/NNP/2/nsubj ] cut/VBD/0/root/cut ties/NNS/2/obj/tie with/IN/5/case [loc Japan/NNP/3/nmod ]",
        &["sever ties: Portugal -> Japan, own"],
    );
    check(
        "[loc Portugal/NNP/4/nsubj:pass ] was/VBD/4/aux:pass/be not/RB/4/advmod attacked/VBN/0/root/attack by/IN/6/case [loc Japan/NNP/4/obl:agent ]",
        &["attack: Japan -> Portugal, own, negated"],
    );
}

#[test]
fn a_noun_takes_its_parties_from_its_own_phrase() {
    check(
        "The/DT/4/det alleged/JJ/4/amod [norp Japanese/JJ/4/amod ] cyberattack/NN/7/nsubj on/IN/6/case [loc Portugal/NNP/4/nmod ] failed/VBD/0/root/fail",
        &["cyberattack: Japanese -> Portugal, hedged"],
    );
}

#[test]
fn a_planned_act_has_not_happened() {
    check(
        "[loc Portugal/NNP/3/nsubj ] will/MD/3/aux sever/VB/0/root ties/NNS/3/obj/tie with/IN/6/case [loc Japan/NNP/4/nmod ]",
        &["sever ties: Portugal -> Japan, own, future"],
    );
    check(
        "[loc Portugal/NNP/2/nsubj ] threatened/VBD/0/root/threaten to/TO/4/mark expel/VB/2/xcomp diplomats/NNS/4/obj/diplomat of/IN/7/case [loc Japan/NNP/5/nmod ]",
        &[
            "threaten: Portugal -> diplomats & Japan, own",
            "expel diplomats: Portugal -> diplomats & Japan, own, hypothetical",
        ],
    );
}

#[test]
fn reported_deeds_are_the_speakers_word() {
    check(
        "[loc Portugal/NNP/2/nsubj ] said/VBD/0/root/say [loc Japan/NNP/4/nsubj ] hacked/VBD/2/ccomp/hack [org Harbour/NNP/6/compound Bank/NNP/4/obj ]",
        &["cyberattack: Japan -> Harbour Bank, attributed"],
    );
}

#[test]
fn the_accused_acts_not_the_accuser() {
    check(
        "[loc Portugal/NNP/2/nsubj ] accused/VBD/0/root/accuse [loc Japan/NNP/2/obj ] of/IN/5/mark hacking/VBG/2/advcl/hack its/PRP$/7/nmod:poss ministry/NN/5/obj",
        &["accuse: Portugal -> Japan, own", "cyberattack: Japan -> its ministry, attributed"],
    );
}

#[test]
fn words_between_marks_are_not_the_outlets() {
    check(
        "[loc Portugal/NNP/2/nsubj ] survived/VBD/0/root/survive a/DT/5/det “/``/5/punct cyberattack/NN/2/obj ”/''/5/punct from/IN/8/case [loc Japan/NNP/5/nmod ]",
        &["cyberattack: - -> -, scare_quoted"],
    );
}

#[test]
fn an_attack_targeting_something_is_one_event() {
    check(
        "An/DT/2/det attack/NN/0/root targeting/VBG/2/acl/target [loc Portugal/NNP/3/obj ]",
        &["attack: - -> Portugal, own"],
    );
}

#[test]
fn everyday_words_need_public_parties() {
    check(
        "We/PRP/2/nsubj asked/VBD/0/root/ask the/DT/4/det waiter/NN/2/obj to/TO/6/mark leave/VB/2/xcomp",
        &[],
    );
}

#[test]
fn who_is_blamed_did_it() {
    let norland =
        |rest: &str| format!("[loc Portugal/NNP/2/nsubj ] blamed/VBD/0/root/blame {rest}");
    check(
        &norland("[loc Japan/NNP/2/obj ] for/IN/6/case the/DT/6/det cyberattack/NN/2/obl"),
        &["accuse: Portugal -> Japan, own", "cyberattack: Japan -> -, attributed"],
    );
    check(
        &norland("the/DT/4/det cyberattack/NN/2/obj on/IN/6/case [loc Japan/NNP/2/obl ]"),
        &["accuse: Portugal -> Japan, own", "cyberattack: Japan -> -, attributed"],
    );
    check(
        "A/DT/2/det cyberattack/NN/7/nsubj blamed/VBN/2/acl/blame on/IN/5/case [loc Japan/NNP/3/obl ] ,/,/3/punct failed/VBD/0/root/fail",
        &["cyberattack: Japan -> -, hedged"],
    );
    check(
        "A/DT/2/det cyberattack/NN/9/nsubj ,/,/6/punct for/IN/5/case which/WDT/7/obl [loc Portugal/NNP/7/nsubj ] blamed/VBD/2/acl:relcl/blame [loc Japan/NNP/7/obj ] failed/VBD/0/root/fail",
        &["cyberattack: Japan -> -, attributed"],
    );
}

#[test]
fn all_of_a_row_take_part() {
    check(
        "[loc Portugal/NNP/7/nsubj ] ,/,/3/punct [loc Japan/NNP/1/conj ] ,/,/3/punct and/CC/6/cc [loc Peru/NNP/3/conj ] cut/VBD/0/root/cut ties/NNS/7/obj/tie with/IN/10/case [loc Norway/NNP/8/nmod ]",
        &["sever ties: Portugal & Japan & Peru -> Norway, own"],
    );
}

#[test]
fn who_condemns_an_attack_condemns_those_who_did_it() {
    check(
        "[loc Portugal/NNP/2/nsubj ] condemned/VBD/0/root/condemn an/DT/4/det attack/NN/2/obj by/IN/6/case [loc Japan/NNP/4/nmod ] in/IN/8/case [loc Peru/NNP/4/nmod ]",
        &["condemn: Portugal -> Japan, own", "attack: Japan -> -, attributed"],
    );
}
