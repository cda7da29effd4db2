//! Source, cue and content of what somebody is told to say, think or want.
//!
//! # What it finds
//! Relations in the sense of Pareti (2012) and PolNeAR (Newell et al. 2018): the words that say it is
//! said (cue), whose word it is (source), and what is said (content, of one or more pieces), within one
//! paragraph.
//!
//! # Why it matters
//! Everything inside a content is somebody's word and not the outlet's.
//!
//! # Examples
//! | text | source | cue | content |
//! |---|---|---|---|
//! | The port, officials said, stays shut. | officials | said | The port, … stays shut |
//! | According to the mayor, nobody was hurt. | the mayor | According to | nobody was hurt |
//!
//! # Limits
//! One paragraph at a time, and one source a cue. What kind of saying it is (denial, accusation, promise)
//! is not told here: the lexicon knows that of a cue's words.

pub mod chain;
pub mod look;
pub mod net;

use pulp::Arch;

use crate::analysis::{Analysis, Attribution, TokenRange};
use chain::Chain;
use net::AttributionNet;

/// The longest stretch of text, in tokens, that is read as one.
pub const LONGEST: usize = 300;

/// Most cues of one stretch whose parts are looked for; the surest are.
const MOST_CUES: usize = 40;

/// Classes of a word in the chain of cues: outside, begin, inside, end, single.
pub const CUE_CLASSES: usize = 5;

/// Classes of a word seen from one cue: outside, source (begin, inside), content (begin, inside).
pub const PART_CLASSES: usize = 5;

/// The stretches of text that are read as one: paragraphs, cut between sentences where they are long.
pub fn stretches(analysis: &Analysis) -> Vec<TokenRange> {
    let mut out: Vec<(u32, TokenRange)> = Vec::new();
    for sentence in &analysis.sentences {
        match out.last_mut() {
            Some((paragraph, range))
                if *paragraph == sentence.paragraph
                    && range.len() + sentence.tokens.len() <= LONGEST =>
            {
                range.end = sentence.tokens.end;
            }
            _ => out.push((sentence.paragraph, sentence.tokens)),
        }
    }
    out.into_iter().map(|(_, range)| range).collect()
}

/// Fills [`Analysis::attributions`]; needs everything else of the analysis.
pub(crate) fn find(
    net: &AttributionNet,
    vectors: &crate::net::Vectors,
    text: &str,
    scratch: &mut net::Scratch,
    analysis: &mut Analysis,
) {
    if net.is_empty() {
        return;
    }
    let arch = Arch::new();
    let mut looked = look::Looked::new(text, analysis);
    let mut found = Vec::new();
    for range in stretches(analysis) {
        looked.stretch(analysis, range);
        net.encode(arch, &looked, vectors, scratch);
        let n = range.len();
        let mut cues = cues(&net.cue_chain, &scratch.cues, n);
        if cues.len() > MOST_CUES {
            cues.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            cues.truncate(MOST_CUES);
            cues.sort_by_key(|cue| cue.0);
        }
        for &(cue, cue_sure) in &cues {
            looked.from_cue(analysis, cue, &cues);
            net.parts(arch, &looked, scratch);
            let (classes, sure) = net.part_chain.decode(&scratch.parts, n);
            let (source, content) = parts(&classes, range.start);
            let confidence = cue_sure * surest(&sure, &classes);
            if source.is_none() && content.is_empty() {
                continue;
            }
            found.push(Attribution {
                cue: TokenRange::new(range.start + cue.start, range.start + cue.end),
                source,
                content,
                confidence,
            });
        }
    }
    analysis.attributions = found;
}

/// The cues among `n` words: numbers of words from the start of the stretch, and how sure.
pub fn cues(chain: &Chain, emits: &[f32], n: usize) -> Vec<(TokenRange, f32)> {
    let (classes, sure) = chain.decode(emits, n);
    let mut out = Vec::new();
    let mut open: Option<(u32, f32)> = None;
    for (i, (&class, &sure)) in classes.iter().zip(&sure).enumerate() {
        let i = i as u32;
        match class {
            1 => {
                if let Some((start, least)) = open.replace((i, sure)) {
                    out.push((TokenRange::new(start, i), least));
                }
            }
            2 => open = Some(open.map_or((i, sure), |(start, least)| (start, least.min(sure)))),
            3 | 4 => {
                let (start, least) = match open.take() {
                    Some((start, least)) if class == 3 => (start, least.min(sure)),
                    Some((start, least)) => {
                        out.push((TokenRange::new(start, i), least));
                        (i, sure)
                    }
                    None => (i, sure),
                };
                out.push((TokenRange::new(start, i + 1), least));
            }
            _ => {
                if let Some((start, least)) = open.take() {
                    out.push((TokenRange::new(start, i), least));
                }
            }
        }
    }
    if let Some((start, least)) = open {
        out.push((TokenRange::new(start, classes.len() as u32), least));
    }
    out
}

/// Source and content among classed words; `base` is the number of the first.
fn parts(classes: &[u8], base: u32) -> (Option<TokenRange>, Vec<TokenRange>) {
    let mut sources: Vec<TokenRange> = Vec::new();
    let mut content: Vec<TokenRange> = Vec::new();
    for (i, &class) in classes.iter().enumerate() {
        let at = base + i as u32;
        let list = match class {
            1 | 2 => &mut sources,
            3 | 4 => &mut content,
            _ => continue,
        };
        match list.last_mut() {
            Some(last) if last.end == at && matches!(class, 2 | 4) => last.end = at + 1,
            _ => list.push(TokenRange::new(at, at + 1)),
        }
    }
    // of several sources the longest, the first of these
    let source = sources.into_iter().rev().max_by_key(|s| s.len());
    (source, content)
}

/// How sure the classes of the words that are part of the relation are, on the whole.
fn surest(sure: &[f32], classes: &[u8]) -> f32 {
    let (mut sum, mut n) = (0.0, 0);
    for (sure, _) in sure.iter().zip(classes).filter(|(_, c)| **c > 0) {
        sum += sure;
        n += 1;
    }
    if n == 0 { 0.0 } else { sum / n as f32 }
}
