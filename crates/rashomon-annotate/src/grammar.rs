//! What no grammatical tree of English holds, set right.
//!
//! Tags, arcs and relations are each chosen for themselves. Where two of them cannot both be right, and what
//! must be meant is plain, the tree is mended: these are errors of news sentences that treebanks of the web
//! and of books show too seldom to be learnt.

use std::ops::Range;

use rashomon_text::Span;

use crate::analysis::{TokenId, Tokens};
use crate::tags::{Deprel, Upos, Xpos};

/// Mends the tree of one sentence.
pub(crate) fn settle(text: &str, tokens: &mut Tokens, sentence: Range<usize>) {
    for at in sentence.clone() {
        match tokens.deprel[at] {
            Deprel::Amod => finite_verb(tokens, at, sentence.clone()),
            Deprel::Obj | Deprel::Obl | Deprel::Mark if is_that(text, tokens.span[at]) => {
                complementizer(tokens, at, sentence.clone());
            }
            _ => {}
        }
    }
}

/// "Norway severed ties" taken for a noun phrase: a verb in the past or present tense that has a subject is no
/// adjective, so the noun after it is its object.
fn finite_verb(tokens: &mut Tokens, verb: usize, sentence: Range<usize>) {
    let noun = tokens.head[verb].index();
    let finite = matches!(tokens.xpos[verb], Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    let child = |c: usize, of: usize| c != of && tokens.head[c].index() == of;
    let subject =
        (sentence.start..verb).any(|c| child(c, verb) && tokens.deprel[c] == Deprel::Nsubj);
    if !finite || noun < verb || tokens.upos[noun] != Upos::Noun || !subject {
        return;
    }
    let is_root = tokens.head[noun].index() == noun;
    tokens.head[verb] = if is_root { TokenId(verb as u32) } else { tokens.head[noun] };
    tokens.deprel[verb] = tokens.deprel[noun];
    tokens.head[noun] = TokenId(verb as u32);
    tokens.deprel[noun] = Deprel::Obj;
    for c in sentence {
        let of_clause = c < verb
            || matches!(
                tokens.deprel[c],
                Deprel::Punct
                    | Deprel::Obl
                    | Deprel::OblUnmarked
                    | Deprel::Advmod
                    | Deprel::Advcl
                    | Deprel::Parataxis
            );
        if c != verb && c != noun && tokens.head[c].index() == noun && of_clause {
            tokens.head[c] = TokenId(verb as u32);
        }
    }
}

/// "said on Friday that Norway left": the first word of a content clause that has a subject of its own is a
/// conjunction, not a pronoun.
fn complementizer(tokens: &mut Tokens, that: usize, sentence: Range<usize>) {
    let verb = tokens.head[that].index();
    let children = || {
        let tokens = &*tokens;
        sentence.clone().filter(move |&c| c != verb && tokens.head[c].index() == verb)
    };
    let is_subject =
        |c: &usize| matches!(tokens.deprel[*c], Deprel::Nsubj | Deprel::NsubjPass | Deprel::Csubj);
    let first = children().all(|c| c >= that || tokens.deprel[c] == Deprel::Punct);
    let clause = tokens.deprel[verb] == Deprel::Ccomp
        && that < verb
        && first
        && children().filter(is_subject).any(|c| that < c && c < verb);
    if clause || tokens.deprel[that] == Deprel::Mark {
        tokens.upos[that] = Upos::Sconj;
        tokens.xpos[that] = Xpos::In;
        tokens.deprel[that] = Deprel::Mark;
    }
}

fn is_that(text: &str, span: Span) -> bool {
    span.slice(text).eq_ignore_ascii_case("that")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words as `word xpos head relation`, heads counted from 1, 0 for the root; what changes, likewise.
    fn check(before: &[&str], after: &[&str]) {
        let mut text = String::new();
        let mut tokens = Tokens::default();
        for (at, line) in before.iter().enumerate() {
            let parts: Vec<&str> = line.split(' ').collect();
            let start = text.len();
            text.push_str(parts[0]);
            tokens.span.push(Span::from_range(start..text.len()));
            text.push(' ');
            let xpos = *Xpos::ALL.iter().find(|x| x.as_str() == parts[1]).unwrap();
            tokens.xpos.push(xpos);
            tokens.upos.push(match parts[1] {
                "NN" | "NNS" => Upos::Noun,
                "NNP" => Upos::Propn,
                "WDT" => Upos::Pron,
                "IN" => Upos::Adp,
                _ => Upos::Verb,
            });
            let head: u32 = parts[2].parse().unwrap();
            tokens.head.push(TokenId(if head == 0 { at as u32 } else { head - 1 }));
            let deprel = *Deprel::ALL.iter().find(|d| d.as_str() == parts[3]).unwrap();
            tokens.deprel.push(deprel);
        }
        settle(&text, &mut tokens, 0..before.len());
        let told: Vec<String> = (0..before.len())
            .map(|at| {
                let head = tokens.head[at].index();
                let head = if head == at { 0 } else { head + 1 };
                let (xpos, deprel) = (tokens.xpos[at].as_str(), tokens.deprel[at].as_str());
                format!("{} {xpos} {head} {deprel}", tokens.span[at].slice(&text))
            })
            .collect();
        assert_eq!(told, after);
    }

    #[test]
    fn a_verb_with_a_subject_is_no_adjective() {
        check(
            &[
                "Norway NNP 2 nsubj",
                "severed VBD 3 amod",
                "ties NNS 0 root",
                "in IN 5 case",
                "May NNP 3 obl",
            ],
            &[
                "Norway NNP 2 nsubj",
                "severed VBD 0 root",
                "ties NNS 2 obj",
                "in IN 5 case",
                "May NNP 2 obl",
            ],
        );
        let adjective = &["Broken VBN 2 amod", "ties NNS 0 root"];
        check(adjective, adjective);
    }

    #[test]
    fn that_before_a_clause_with_a_subject_is_a_conjunction() {
        check(
            &["said VBD 0 root", "that WDT 4 obj", "Norway NNP 4 nsubj", "left VBD 1 ccomp"],
            &["said VBD 0 root", "that IN 4 mark", "Norway NNP 4 nsubj", "left VBD 1 ccomp"],
        );
        let relative =
            &["ships NNS 0 root", "that WDT 4 obj", "Norway NNP 4 nsubj", "sold VBD 1 acl:relcl"];
        check(relative, relative);
    }
}
