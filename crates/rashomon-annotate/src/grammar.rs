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
    for at in sentence.clone().skip(1) {
        if is_that(text, tokens.span[at]) {
            relative(tokens, at, sentence.clone());
        }
    }
    for at in sentence.clone() {
        if matches!(tokens.xpos[at], Xpos::Vbd | Xpos::Vbz | Xpos::Vbp) {
            conjunction(text, tokens, at, sentence.clone());
            second_subject(tokens, at, sentence.clone());
            active(tokens, at, sentence.clone());
        }
    }
    for at in sentence.clone().skip(4) {
        if matches!(tokens.xpos[at], Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Vbn)
            && tokens.span[at - 1].slice(text) == ","
        {
            interposed(text, tokens, at, sentence.clone());
        }
    }
}

/// Whether `word` is a subject of `verb`.
fn is_subject(tokens: &Tokens, word: usize, verb: usize) -> bool {
    word != verb
        && tokens.head[word].index() == verb
        && matches!(
            tokens.deprel[word],
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Csubj | Deprel::Expl
        )
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

/// "a ship that in May carried oil": "that" right after a noun, before a verb without another subject, is its subject.
fn relative(tokens: &mut Tokens, that: usize, sentence: Range<usize>) {
    let noun = that - 1;
    let verb = tokens.head[that].index();
    let another = |c: usize| c != that && is_subject(tokens, c, verb);
    if verb < that
        || !matches!(tokens.upos[noun], Upos::Noun | Upos::Propn)
        || tokens.head[noun].index() == that
        || !matches!(tokens.xpos[verb], Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
        || !matches!(tokens.deprel[verb], Deprel::Conj | Deprel::Advcl | Deprel::Parataxis)
        || tokens.deprel[that] == Deprel::Mark
        || sentence.clone().any(another)
    {
        return;
    }
    // never make a loop: the noun must not hang below the verb
    let mut at = noun;
    for _ in sentence {
        if at == verb {
            return;
        }
        at = tokens.head[at].index();
    }
    tokens.deprel[that] = Deprel::Nsubj;
    tokens.upos[that] = Upos::Pron;
    tokens.xpos[that] = Xpos::Wdt;
    tokens.head[verb] = TokenId(noun as u32);
    tokens.deprel[verb] = Deprel::AclRelcl;
}

/// "after the guard accused them": a noun right before a finite verb without subject, and no phrase of time, is the subject,
/// and what stands before it a conjunction.
fn conjunction(text: &str, tokens: &mut Tokens, verb: usize, sentence: Range<usize>) {
    let Some(noun) = verb.checked_sub(1).filter(|n| *n >= sentence.start) else { return };
    let head = |c: usize| tokens.head[c].index();
    if head(noun) != verb
        || tokens.deprel[noun] != Deprel::Obl
        || !matches!(tokens.upos[noun], Upos::Noun | Upos::Propn | Upos::Pron)
        || sentence.clone().any(|c| is_subject(tokens, c, verb))
    {
        return;
    }
    let case = (sentence.start..noun).find(|&c| {
        head(c) == noun
            && tokens.deprel[c] == Deprel::Case
            && matches!(
                tokens.span[c].slice(text).to_lowercase().as_str(),
                "after" | "before" | "since" | "until" | "as" | "because" | "while"
            )
    });
    let Some(case) = case else { return };
    tokens.deprel[noun] = Deprel::Nsubj;
    tokens.head[case] = TokenId(verb as u32);
    tokens.deprel[case] = Deprel::Mark;
    tokens.upos[case] = Upos::Sconj;
}

/// "Norway claims Chile selling oil": a second subject, after its verb and right before a participle, is the participle's.
fn second_subject(tokens: &mut Tokens, verb: usize, sentence: Range<usize>) {
    let is_subject =
        |c: usize| c != verb && tokens.head[c].index() == verb && tokens.deprel[c] == Deprel::Nsubj;
    let before = (sentence.start..verb).any(is_subject);
    let Some(second) = (verb + 1..sentence.end).find(|&c| is_subject(c)).filter(|_| before) else {
        return;
    };
    let participle = second + 1;
    if participle < sentence.end
        && tokens.xpos[participle] == Xpos::Vbg
        && tokens.head[participle].index() == verb
        && matches!(tokens.deprel[participle], Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl)
    {
        tokens.head[second] = TokenId(participle as u32);
        tokens.deprel[participle] = Deprel::Ccomp;
    }
}

/// "The court sentenced the minister": a past tense without auxiliary and with an object after it is active.
fn active(tokens: &mut Tokens, verb: usize, sentence: Range<usize>) {
    let first = |deprels: &[Deprel], mut range: Range<usize>| {
        range.find(|&c| {
            c != verb && tokens.head[c].index() == verb && deprels.contains(&tokens.deprel[c])
        })
    };
    let Some(subject) = first(&[Deprel::NsubjPass], sentence.start..verb) else { return };
    let second = first(&[Deprel::NsubjPass], verb + 1..sentence.end);
    let object = || first(&[Deprel::Obj], verb + 1..sentence.end);
    if first(&[Deprel::AuxPass, Deprel::Aux], sentence.clone()).is_some()
        || second.or_else(object).is_none()
    {
        return;
    }
    tokens.deprel[subject] = Deprel::Nsubj;
    if let Some(second) = second {
        tokens.deprel[second] = Deprel::Obj;
    }
}

/// "after a ferry, believed to be old, sank", "The envoy, accused of fraud, resigned": a finite verb without subject,
/// right after a participle between commas, has for its subject the noun before them.
fn interposed(text: &str, tokens: &mut Tokens, verb: usize, sentence: Range<usize>) {
    let is_comma = |t: usize| tokens.span[t].slice(text) == ",";
    let Some(comma) = (sentence.start + 1..verb - 1).rev().find(|&t| is_comma(t)) else { return };
    let (participle, last) = (comma + 1, comma - 1);
    // "a ferry, believed to be", though tagged as a past tense
    let bound = || {
        matches!(
            tokens.span[participle + 1].slice(text),
            "to" | "by" | "of" | "as" | "in" | "from" | "for" | "with" | "on"
        )
    };
    let participial = match tokens.xpos[participle] {
        Xpos::Vbn | Xpos::Vbg => true,
        Xpos::Vbd => bound(),
        _ => false,
    };
    if !participial
        || !matches!(tokens.upos[last], Upos::Noun | Upos::Propn)
        || sentence.clone().any(|c| is_subject(tokens, c, verb))
    {
        return;
    }
    // the head of the phrase that ends before the comma, and where it begins
    let mut noun = last;
    while tokens.head[noun].index() < comma
        && tokens.head[noun].index() != noun
        && matches!(tokens.deprel[noun], Deprel::Flat | Deprel::Compound | Deprel::NmodDesc)
    {
        noun = tokens.head[noun].index();
    }
    let under = |mut t: usize| {
        for _ in 0..8 {
            if t == noun {
                return true;
            }
            let head = tokens.head[t].index();
            if head == t || head >= comma {
                return false;
            }
            t = head;
        }
        false
    };
    let start = (sentence.start..=noun).rev().take_while(|&t| under(t)).last().unwrap_or(noun);
    let conjunction = matches!(
        tokens.span[start].slice(text).to_lowercase().as_str(),
        "after"
            | "before"
            | "since"
            | "until"
            | "as"
            | "while"
            | "when"
            | "because"
            | "where"
            | "if"
    );
    let finite = tokens.xpos[verb] != Xpos::Vbn;
    if !conjunction && (start != sentence.start || !finite) {
        return;
    }
    // what all of it hangs on
    let mut outer = tokens.head[noun].index();
    for _ in 0..16 {
        if !(start..=verb).contains(&outer) || tokens.head[outer].index() == outer {
            break;
        }
        outer = tokens.head[outer].index();
    }
    let inside = (start..=verb).contains(&outer);
    let mut above = outer;
    for _ in 0..sentence.len() {
        // the verb stands above already: no tree would come of it
        if above == verb && !inside {
            return;
        }
        above = tokens.head[above].index();
    }
    if conjunction == inside {
        return;
    }
    for c in sentence {
        let head = tokens.head[c].index();
        if c > verb && head == participle {
            tokens.head[c] = TokenId(verb as u32);
        } else if c > participle && c < verb && head == verb {
            tokens.head[c] = TokenId(participle as u32);
        }
    }
    if conjunction {
        tokens.upos[start] = Upos::Sconj;
        tokens.xpos[start] = Xpos::In;
        tokens.head[start] = TokenId(verb as u32);
        tokens.deprel[start] = Deprel::Mark;
    }
    if !finite {
        tokens.xpos[verb] = Xpos::Vbd;
    }
    tokens.head[verb] = TokenId(if inside { verb } else { outer } as u32);
    tokens.deprel[verb] = if inside { Deprel::Root } else { Deprel::Advcl };
    tokens.head[noun] = TokenId(verb as u32);
    tokens.deprel[noun] = Deprel::Nsubj;
    if tokens.xpos[participle] == Xpos::Vbd {
        tokens.xpos[participle] = Xpos::Vbn;
    }
    tokens.head[participle] = TokenId(noun as u32);
    tokens.deprel[participle] = Deprel::Acl;
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
    fn a_noun_between_conjunction_and_verb_is_the_subject() {
        check(
            &["fled VBD 0 root", "after IN 3 case", "guards NNS 4 obl", "fired VBD 1 advcl"],
            &["fled VBD 0 root", "after IN 4 mark", "guards NNS 4 nsubj", "fired VBD 1 advcl"],
        );
    }

    #[test]
    fn a_second_subject_is_that_of_the_participle_after_it() {
        check(
            &[
                "Norway NNP 2 nsubj",
                "claims VBZ 0 root",
                "Chile NNP 2 nsubj",
                "selling VBG 2 xcomp",
            ],
            &[
                "Norway NNP 2 nsubj",
                "claims VBZ 0 root",
                "Chile NNP 4 nsubj",
                "selling VBG 2 ccomp",
            ],
        );
    }

    #[test]
    fn that_after_a_noun_is_the_subject() {
        check(
            &[
                "seized VBD 0 root",
                "ship NN 1 obj",
                "that WDT 4 obj",
                "carried VBD 1 conj",
                "oil NN 4 obj",
            ],
            &[
                "seized VBD 0 root",
                "ship NN 1 obj",
                "that WDT 4 nsubj",
                "carried VBD 2 acl:relcl",
                "oil NN 4 obj",
            ],
        );
    }

    #[test]
    fn a_past_tense_with_an_object_is_active() {
        check(
            &["Court NN 2 nsubj:pass", "sentenced VBD 0 root", "Reyes NNP 2 nsubj:pass"],
            &["Court NN 2 nsubj", "sentenced VBD 0 root", "Reyes NNP 2 obj"],
        );
    }

    #[test]
    fn a_participle_between_commas_parts_subject_and_verb() {
        check(
            &[
                "fled VBD 0 root",
                "after IN 3 case",
                "ferry NN 5 obl",
                ", , 5 punct",
                "believed VBN 1 conj",
                "old NN 5 xcomp",
                ", , 8 punct",
                "sank VBD 5 xcomp",
                "today NN 5 obl",
            ],
            &[
                "fled VBD 0 root",
                "after IN 8 mark",
                "ferry NN 8 nsubj",
                ", , 5 punct",
                "believed VBN 3 acl",
                "old NN 5 xcomp",
                ", , 5 punct",
                "sank VBD 1 advcl",
                "today NN 8 obl",
            ],
        );
        let root = [
            "Envoy NNP 3 nsubj",
            ", , 3 punct",
            "accused VBN 0 root",
            ", , 5 punct",
            "left VBD 3 xcomp",
        ];
        let mended = [
            "Envoy NNP 5 nsubj",
            ", , 3 punct",
            "accused VBN 1 acl",
            ", , 3 punct",
            "left VBD 0 root",
        ];
        check(&root, &mended);
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
