//! Which words of a story's articles refer to one event, or to one participant.
//!
//! Works on [`Candidate`]s: every word that may refer to something, coded by the rules or not.

use std::collections::BTreeMap;

use rashomon_extract::{Account, candidates::Candidate};
use rashomon_text::DocId;

/// Words that refer to one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Whether it is an event, and not a participant, place or time.
    pub event: bool,
    /// Document and number of the candidate, sorted.
    pub members: Vec<(DocId, u32)>,
}

/// From which likelihood on a word is taken to refer to an event.
const EVENT: f32 = 0.45;
/// From which likelihood on a word is taken to refer to a participant.
const PARTICIPANT: f32 = 0.4;

/// The chains of all stories, by story, events first, then in the order of their first words.
pub fn resolve(
    _accounts: &[Account],
    candidates: &[Vec<Candidate>],
    stories: &[Vec<DocId>],
) -> Vec<Chain> {
    let mut chains = Vec::new();
    for story in stories {
        for event in [true, false] {
            let mut by_lemma: BTreeMap<&str, Vec<(DocId, u32)>> = BTreeMap::new();
            for &doc in story {
                for (number, candidate) in candidates[doc.index()].iter().enumerate() {
                    let refers = if event {
                        candidate.event >= EVENT && candidate.event >= candidate.participant
                    } else {
                        candidate.participant >= PARTICIPANT
                            && candidate.participant > candidate.event
                    };
                    if refers {
                        by_lemma.entry(&candidate.lemma).or_default().push((doc, number as u32));
                    }
                }
            }
            chains.extend(by_lemma.into_values().map(|members| Chain { event, members }));
        }
    }
    chains
}

#[cfg(test)]
mod tests {
    use super::*;
    use rashomon_annotate::Annotator;
    use rashomon_extract::{candidates, extract};
    use rashomon_text::Article;

    /// The chains of two mentions or more, by their words.
    fn chains(texts: &[&str], stories: &[Vec<DocId>]) -> Vec<String> {
        let annotator = Annotator::new();
        let (mut accounts, mut found) = (Vec::new(), Vec::new());
        for text in texts {
            let article = Article::plain(*text);
            let analysis = annotator.annotate(&article);
            let account = extract(article, analysis.clone());
            found.push(candidates::find(&account, &analysis));
            accounts.push(account);
        }
        let word = |&(doc, n): &(DocId, u32)| {
            accounts[doc.index()].slice(found[doc.index()][n as usize].span)
        };
        resolve(&accounts, &found, stories)
            .iter()
            .filter(|chain| chain.members.len() > 1)
            .map(|chain| chain.members.iter().map(word).collect::<Vec<_>>().join(" | "))
            .collect()
    }

    #[test]
    fn one_event_told_twice_is_one_chain_and_stories_are_kept_apart() {
        let texts = [
            "A ferry sank off Tresk on Monday.",
            "The ferry that sank was old.",
            "Another ferry sank in Manez.",
        ];
        let docs = |n: &[u32]| n.iter().map(|&n| DocId(n)).collect::<Vec<_>>();
        let told = chains(&texts, &[docs(&[0, 1]), docs(&[2])]);
        assert!(told.contains(&"sank | sank".to_owned()), "{told:?}");
    }
}
