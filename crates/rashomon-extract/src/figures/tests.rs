//! Figures over hand-made parses.

use super::{find, number::digits};
use crate::mentions::Mentions;
use crate::testing::analysis;

/// Each expected line: value (and upper end), unit, modifier in brackets, and the words cited.
fn check(notation: &str, expected: &[&str]) {
    let (article, a) = analysis(notation);
    let lines: Vec<String> = find(&article, &a, &Mentions::default())
        .iter()
        .map(|f| {
            let upper = f.upper.map_or(String::new(), |u| format!("–{u}"));
            let words = article.slice(f.span);
            format!("{}{upper} {} [{}] {words}", f.value, f.unit, f.modifier)
        })
        .collect();
    assert_eq!(lines, expected, "{}", article.text);
}

#[test]
fn digits_and_words() {
    check(
        "About/IN/3/advmod 3,000/CD/3/nummod members/NNS/4/nsubj/member left/VBD/0/root/leave",
        &["3000 member [about] About 3,000 members"],
    );
    check(
        "Four/CD/2/nummod groups/NNS/3/nsubj/group left/VBD/0/root/leave in/IN/6/case 24/CD/6/nummod hours/NNS/3/obl/hour",
        &["4 group [] Four groups", "24 hour [] 24 hours"],
    );
}

#[test]
fn money_and_scales() {
    check(
        "It/PRP/2/nsubj costs/VBZ/0/root/cost $/$/2/obj 275/CD/5/compound billion/CD/3/nummod",
        &["275000000000 dollar [] $275 billion"],
    );
    check(
        "It/PRP/2/nsubj costs/VBZ/0/root/cost $/$/2/obj 2.07/CD/5/compound billion/CD/3/nummod",
        &["2070000000 dollar [] $2.07 billion"],
    );
    check(
        "between/IN/2/case 2/CD/5/nummod and/CC/4/cc 3/CD/2/conj million/CD/6/compound barrels/NNS/0/root/barrel",
        &["2000000–3000000 barrel [] 2 and 3 million barrels"],
    );
}

#[test]
fn measures_in_brackets_are_figures_of_their_own() {
    check(
        "30/CD/2/nummod kilometers/NNS/0/root/kilometer (/-LRB-/5/punct 19/CD/5/nummod miles/NNS/2/appos/mile )/-RRB-/5/punct",
        &["30 kilometer [] 30 kilometers", "19 mile [] 19 miles"],
    );
}

#[test]
fn bare_numbers_count_people_where_the_verb_says_so() {
    check(
        "At/IN/2/case least/JJS/3/advmod five/CD/5/nsubj are/VBP/5/cop/be dead/JJ/0/root",
        &["5 person [at least] At least five are dead"],
    );
    check(
        "A/DT/2/det bomb/NN/3/nsubj killed/VBD/0/root/kill seven/CD/3/obj",
        &["7 person [] seven"],
    );
    check("Seven/CD/2/nsubj agreed/VBD/0/root/agree", &[]);
}

#[test]
fn what_hangs_on_a_hyphen_is_counted() {
    check(
        "a/DT/5/det two/CD/4/nummod -/HYPH/4/punct car/NN/5/compound tram/NN/6/nsubj left/VBD/0/root/leave",
        &["2 car [] two - car"],
    );
}

#[test]
fn what_has_a_capital_is_counted_in_headlines_alone() {
    check("hurt/VBD/0/root/hurt 40/CD/3/nummod Steve/NNP/1/obj in/IN/5/case town/NN/1/obl", &[]);
    check(
        "Storm/NN/2/nsubj Kills/VBZ/0/root/kill 40/CD/4/nummod Sailors/NNS/2/obj/sailor",
        &["40 sailor [] 40 Sailors"],
    );
}

#[test]
fn ages_are_apart() {
    check(
        "The/DT/2/det driver/NN/6/nsubj ,/,/4/punct 42/CD/2/appos ,/,/4/punct left/VBD/0/root/leave",
        &["42 age [] 42"],
    );
    check("A/DT/3/det 19-year-old/JJ/3/amod man/NN/4/nsubj left/VBD/0/root/leave", &[]);
    check(
        "A/DT/7/det 19/CD/4/nummod -/HYPH/4/punct year/NN/6/compound -/HYPH/6/punct old/JJ/7/amod man/NN/0/root",
        &["19 age [] 19 - year - old"],
    );
}

#[test]
fn dates_names_and_labels_are_no_figures() {
    check("It/PRP/2/nsubj fell/VBD/0/root/fall in/IN/4/case 1979/CD/2/obl", &[]);
    check("Resolution/NN/0/root 1701/CD/1/nummod passed/VBN/1/acl/pass", &[]);
    check("at/IN/2/case 6/CD/3/nummod p.m./NN/0/root", &[]);
    check("the/DT/3/det 1980-88/CD/3/nummod war/NN/0/root", &[]);
}

#[test]
fn context_says_what_is_counted() {
    let (article, a) = analysis(
        "Ships/NNS/2/nsubj/ship sold/VBD/0/root/sell 600/CD/4/nummod tons/NNS/2/obj/ton of/IN/6/case oil/NN/4/nmod",
    );
    let found = find(&article, &a, &Mentions::default());
    assert_eq!(found[0].context, ["oil", "sell", "ship"]);
}

#[test]
fn numbers_are_read() {
    assert_eq!(digits("3,000"), Some((3000.0, "")));
    assert_eq!(digits("1.5bn"), Some((1.5, "bn")));
    assert_eq!(digits("06:00"), None);
    assert_eq!(digits("1,00,000"), None);
}
