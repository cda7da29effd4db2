//! How somebody or something is spelt.
//!
//! # What it finds
//! One participant, place or thing whose name the outlets write in different letters.
//!
//! # Why it matters
//! A reader who searches for one spelling misses the reports with the other. The spellings also show
//! which outlets share a source.
//!
//! # Examples
//! A town written with *-i-* by one outlet and with *-e-* by another; a ship's name in one word and in
//! three.
//!
//! # Limits
//! Different spellings are never a conflict: they are given as two renderings of one name. Aliases,
//! acronyms and short forms of a name are no spellings of it.

use std::collections::BTreeMap;

use rashomon_extract::account::{EntityKind, Form};
use rashomon_lexicon::{fold, group_noun};
use rashomon_text::Cite;

use super::value;
use crate::{
    Scene,
    dossier::{Disagreement, DisagreementKind, EntityId, Explanation},
};

/// A difference of more than one letter in this many is another name.
const LETTERS_PER_EDIT: usize = 5;

/// Names in more than one spelling.
pub(super) fn find(scene: &Scene<'_>) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (id, cites) in named(scene) {
        let entity = &scene.entities[id.index()];
        if entity.country.is_some() || entity.kind == EntityKind::Group {
            continue;
        }
        // per spelling without case and marks: how it is written, and where
        let mut spellings: BTreeMap<String, Vec<Cite>> = BTreeMap::new();
        for cite in cites {
            // "@AdaBerg" is an address, "#tarvik" a keyword
            let before = &scene.account(cite.doc).article.text[..cite.span.start as usize];
            let words = scene.slice(cite);
            if before.ends_with(['@', '#']) || words.contains(['@', '#']) {
                continue;
            }
            let name = fold(words).replace("'s ", " ");
            let name = name.strip_suffix("'s").unwrap_or(&name).to_owned();
            spellings.entry(name).or_default().push(cite);
        }
        // "the defence ministry" may be that of any state
        let common = |name: &String| {
            name.split(' ').count() <= 2
                && name.split(' ').next_back().is_some_and(|last| group_noun(last).is_some())
        };
        spellings.retain(|name, _| !common(name));
        if spellings.len() < 2 || spellings.len() > 64 {
            continue;
        }
        // the surname alone differs as the full name does: the longest names are shown
        let groups = alike(&spellings.keys().map(String::as_str).collect::<Vec<_>>());
        let longest = groups.into_iter().max_by_key(|group| group.iter().map(|n| n.len()).max());
        if let Some(group) = longest {
            let mut values: Vec<_> = group
                .iter()
                .filter_map(|&name| spellings.get(name))
                .map(|cites| value(scene.slice(cites[0]), cites.clone()))
                .collect();
            values.sort_by(|a, b| a.evidence.cmp(&b.evidence));
            // one outlet's own inconsistency is not a disagreement between outlets
            let apart = values.iter().any(|v| v.documents != values[0].documents);
            if values.len() >= 2 && apart {
                found.push(Disagreement {
                    kind: DisagreementKind::Name,
                    about: None,
                    label: format!("How the name {} is written", values[0].value),
                    explanation: Explanation::Translation,
                    values,
                    confidence: 0.8,
                    shown: true,
                });
            }
        }
    }
    found
}

/// Where the story's documents name each of its entities, sorted.
fn named(scene: &Scene<'_>) -> BTreeMap<EntityId, Vec<Cite>> {
    let mut named: BTreeMap<EntityId, Vec<Cite>> = BTreeMap::new();
    for (doc, account) in scene.accounts() {
        for (local, &entity) in account.entities.iter().zip(&scene.entity_of[doc.index()]) {
            let mentions = local.mentions.iter().map(|m| &account.mentions[m.index()]);
            let names = mentions.filter(|mention| mention.form == Form::Name);
            let cites = names.map(|mention| Cite::new(doc, mention.span));
            named.entry(entity).or_default().extend(cites);
        }
    }
    for cites in named.values_mut() {
        cites.sort_unstable();
        cites.dedup();
    }
    named
}

/// Groups of names that are spellings of one: equal but for an edit in five letters, spaces and
/// marks left out.
fn alike<'n>(names: &[&'n str]) -> Vec<Vec<&'n str>> {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for &name in names {
        let home =
            groups.iter().position(|group| group.iter().any(|other| is_spelling(other, name)));
        match home {
            Some(home) => groups[home].push(name),
            None => groups.push(vec![name]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

fn is_spelling(a: &str, b: &str) -> bool {
    let letters =
        |name: &str| -> Vec<char> { name.chars().filter(|c| c.is_alphabetic()).collect() };
    let (in_a, in_b) = (letters(a), letters(b));
    let (shortest, longest) = (in_a.len().min(in_b.len()), in_a.len().max(in_b.len()));
    let edits = longest / LETTERS_PER_EDIT;
    if !(6..=60).contains(&longest) || longest - shortest > edits {
        return false;
    }
    // the same letters in another number of words; a hyphen alone is no other spelling
    let words = |name: &str| name.split([' ', '-']).filter(|w| !letters(w).is_empty()).count();
    if in_a == in_b || words(a) != words(b) {
        return in_a == in_b && words(a) != words(b);
    }
    // a plural is no spelling, nor is the name of who lives there: "Norlander"
    const ENDINGS: [&str; 6] = ["s", "n", "an", "ian", "r", "er"];
    let ended = |long: &[char], short: &[char]| {
        let rest: Option<String> = long.strip_prefix(short).map(|rest| rest.iter().collect());
        rest.is_some_and(|rest| ENDINGS.contains(&rest.as_str()))
    };
    let plural = ended(&in_a, &in_b) || ended(&in_b, &in_a);
    // "Tarviks Fair", "Tarvik Fair"
    let one_word = |a: &str, b: &str| {
        let bare = |w: &str| {
            w.trim_end_matches('s').trim_end_matches('\'').trim_end_matches('s').to_owned()
        };
        bare(a) == bare(b)
    };
    let of_it = a.split(' ').count() == b.split(' ').count()
        && a.split(' ').zip(b.split(' ')).all(|(a, b)| one_word(a, b));
    !plural && !of_it && distance(&in_a, &in_b) <= edits
}

/// Levenshtein's distance: insertions, deletions and replacements of letters.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = before + usize::from(x != y);
            before = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use rashomon_extract::account::EntityKind;

    use super::*;
    use crate::{disagreements::tests::check, testing::Doc};

    #[test]
    fn spellings_and_other_names() {
        for (a, b, expect) in [
            ("mazan-i-shar", "mazan-e-shar", true),
            ("songgang", "song gang 1", true),
            ("lake-side", "lake side", false),
            ("fjord front", "fjord fronts", false),
            ("norlandia", "norlandian", false),
            ("tarviks summer fair", "tarvik summer fair", false),
            ("ada berg", "ada lind", false),
            ("berg", "borg", false),
        ] {
            assert_eq!(is_spelling(a, b), expect, "{a} {b}");
        }
    }

    #[test]
    fn two_spellings_of_one_place() {
        let doc = |name: &str| {
            Doc::new(&format!("Fire in {name} and again in Tarvik-e-Sand, they call it."))
                .entity(EntityKind::Place, &["Tarvik-e-Sand"])
        };
        // the second document's entity is joined by name with the first one's
        let mut other = Doc::new("Fire in Tarvik-e-Sand. Smoke over Tarvik-i-Sand.")
            .entity(EntityKind::Place, &["Tarvik-e-Sand", "Tarvik-i-Sand"]);
        other.account.mentions[1].form = Form::Name;
        check([doc("town"), other], &["name translation: Tarvik-e-Sand (0,1) / Tarvik-i-Sand (1)"]);
    }
}
