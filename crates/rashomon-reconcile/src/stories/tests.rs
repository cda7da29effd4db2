use rashomon_extract::Account;

use super::*;
use crate::marked::account;

fn accounts() -> Vec<Account> {
    let text = |n: usize, title: &str, body: &str| {
        account(&format!("{n}.txt"), &format!("# {title}\n{body}"))
    };
    vec![
        text(
            0,
            "Harbour wall collapses in Tresk",
            "The [harbour wall|place w] of [Tresk|place t] collapsed on Monday and flooded the fish market, the mayor [Ilse Dahl|person d] said.",
        ),
        text(
            1,
            "Flood in Tresk after wall gives way",
            "Water flooded the fish market of [Tresk|place t] after the harbour wall collapsed. [Ilse Dahl|person d] called it a disaster.",
        ),
        text(
            2,
            "Ardovian bank cuts interest rate",
            "The central bank of [Ardovia|geopolitical a] cut its interest rate to two percent, governor [Pavel Orban|person o] told reporters.",
        ),
        text(
            3,
            "Interest rate cut surprises markets",
            "Markets rose after governor [Pavel Orban|person o] cut the interest rate; inflation in [Ardovia|geopolitical a] had slowed.",
        ),
        text(4, "", ""),
    ]
}

#[test]
fn documents_of_one_event_are_one_story() {
    let documents = |stories: Vec<Vec<DocId>>| -> Vec<Vec<u32>> {
        stories.iter().map(|s| s.iter().map(|d| d.0).collect()).collect()
    };
    assert_eq!(documents(stories(&accounts())), [vec![0, 1], vec![2, 3], vec![4]]);
    assert!(stories(&[]).is_empty());
}

#[test]
fn time_parts_what_words_join() {
    let closeness = index::Closeness::new();
    let near = closeness.of(Some(22_407), Some(22_413));
    let month = closeness.of(Some(22_407), Some(22_438));
    let years = closeness.of(Some(22_407), Some(21_680));
    assert_eq!(near, 1.0);
    assert!(near > month && month > years, "{month} {years}");
    assert!((years - 0.7).abs() < 1e-6);
    assert_eq!(closeness.of(None, Some(22_407)), 1.0);
}

/// One story told by more outlets than any of its documents is compared with, beside another story.
#[test]
fn a_crowded_story_is_one() {
    let people = ["mayor", "harbour master", "fisher", "neighbour", "diver", "baker", "teacher"];
    let told = |n: usize| {
        let (who, other) = (people[n % 7], people[n / 7 % 7]);
        account(
            &format!("{n:03}.txt"),
            &format!(
                "# Harbour wall collapses in Tresk, a {who} tells\nThe harbour wall of [Tresk|place t] \
                 collapsed and flooded the fish market, a {who} said to a {other}. House {n} stands under water.",
            ),
        )
    };
    let mut all: Vec<Account> = (0..400).map(told).collect();
    all.extend(accounts().into_iter().skip(2));
    let sizes: Vec<usize> = stories(&all).iter().map(Vec::len).collect();
    assert_eq!(sizes, [400, 2, 1]);
}
