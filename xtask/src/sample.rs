//! Findings to be read: a sample of what single articles are said to say, each with its sentence.
//!
//! The reader's check of a stage that has no gold: findings are drawn from `giveme5w1h`'s articles by a seeded
//! generator, evenly over their families, and printed with the sentence they come from, to be judged by eye.
//! Events with an even number may be read while rules are written; those with an odd number are kept for the check.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use rashomon_annotate::Annotator;
use rashomon_extract::Account;
use rashomon_extract::account::MentionId;
use rashomon_text::{Granularity, Span, TimeValue, time::TimeExpr};

use crate::eval::stories;

/// Print sampled findings of single articles with their sentences, for a reader to judge
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder with the yardsticks
    #[arg(long, default_value = "../shared/bench")]
    data: PathBuf,
    /// Which family alone: event, quotation, claim, time, figure, label
    #[arg(long)]
    family: Option<String>,
    /// Findings in all
    #[arg(long, default_value_t = 60)]
    number: usize,
    /// Seed of the generator
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The half kept for the check
    #[arg(long)]
    check: bool,
}

const FAMILIES: [&str; 6] = ["event", "quotation", "claim", "time", "figure", "label"];

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let folder = arguments.data.join("giveme5w1h");
    let annotator = Annotator::new();
    let mut drawn: [Vec<String>; 6] = Default::default();
    for (article, event) in stories::articles(&folder) {
        if (event % 2 != 0) != arguments.check {
            continue;
        }
        let analysis = annotator.annotate(&article);
        findings(&rashomon_extract::extract(article, analysis), &mut drawn);
    }
    if drawn.iter().all(Vec::is_empty) {
        return Err(format!("no articles in {}", folder.display()));
    }
    let mut state = arguments.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % n
    };
    let asked = |name: &str| arguments.family.as_deref().is_none_or(|family| family == name);
    let families = FAMILIES.iter().filter(|name| asked(name)).count().max(1);
    let mut number = 0;
    let mut out = String::new();
    for (name, list) in FAMILIES.iter().zip(&mut drawn).filter(|(name, _)| asked(name)) {
        let _ = writeln!(out, "# {name}: {} in all", list.len());
        for _ in 0..arguments.number.div_ceil(families) {
            if list.is_empty() {
                break;
            }
            number += 1;
            let _ = writeln!(out, "{number}. {}", list.swap_remove(random(list.len())));
        }
    }
    let _ = std::io::stdout().lock().write_all(out.as_bytes());
    Ok(())
}

/// All findings of an account that would be shown, a list a family.
fn findings(a: &Account, out: &mut [Vec<String>; 6]) {
    let who = |m: MentionId| {
        let mention = &a.mentions[m.index()];
        let (said, name) = (a.slice(mention.span), a.name_of(mention.entity));
        if said == name { name.to_owned() } else { format!("{said} [{name}]") }
    };
    let all = |list: &[MentionId]| list.iter().map(|&m| who(m)).collect::<Vec<_>>().join(" + ");
    let from = |source: Option<MentionId>| {
        source.map(|m| format!(", source: {}", who(m))).unwrap_or_default()
    };
    let sentence = |n: u32| {
        let before =
            n.checked_sub(1).map(|b| line(a, a.sentences[b as usize].span)).unwrap_or_default();
        let before: String =
            before.chars().rev().take(110).collect::<Vec<_>>().into_iter().rev().collect();
        let day = a.article.published.as_ref().map(|p| p.start.to_string()).unwrap_or_default();
        format!("\n     ({day}) …{before} ▸ {}\n", line(a, a.sentences[n as usize].span))
    };
    for e in a.events.iter().filter(|e| e.confidence >= 0.5) {
        let mut line = format!(
            "{} ({}) {:.2} | {} → {}",
            e.act,
            e.kind.as_str(),
            e.confidence,
            all(&e.actors),
            all(&e.recipients)
        );
        let _ = write!(line, " {}>{}", e.actor_codes.join(","), e.recipient_codes.join(","));
        let _ = write!(
            line,
            " | {}, {}, {}{}",
            e.voice.as_str(),
            e.certainty.as_str(),
            e.polarity.as_str(),
            from(e.source)
        );
        for auxiliary in &e.auxiliary {
            let _ = write!(line, ", {}", auxiliary.as_str());
        }
        if let Some(time) = e.time {
            let _ = write!(line, " | when: {}", a.slice(a.times[time.index()].span));
        }
        if let Some(place) = e.place {
            let _ = write!(line, " | where: {}", who(place));
        }
        let _ = write!(line, " | trigger: {}", a.slice(e.trigger));
        out[0].push(line + &sentence(e.sentence));
    }
    for q in a.quotations.iter().filter(|q| q.confidence >= 0.5) {
        let speaker = q.speaker.map_or_else(|| "nobody".to_owned(), who);
        out[1].push(format!(
            "{} {:.2} | {speaker}: {}{}",
            q.kind.as_str(),
            q.confidence,
            line(a, q.span),
            sentence(q.sentence)
        ));
    }
    for c in a.claims.iter().filter(|c| c.confidence >= 0.5) {
        let holder = c.holder.map_or_else(|| "(outlet)".to_owned(), who);
        let against = if c.against.is_empty() {
            String::new()
        } else {
            format!(" against {}", all(&c.against))
        };
        out[2].push(format!(
            "{:.2} | {holder} {}{against}, {}, {}, {}: {}{}",
            c.confidence,
            c.stance.as_str(),
            c.voice.as_str(),
            c.certainty.as_str(),
            c.polarity.as_str(),
            line(a, c.content),
            sentence(c.sentence)
        ));
    }
    for t in &a.times {
        let n = a.sentences.partition_point(|s| s.span.end <= t.span.start);
        if n < a.sentences.len() {
            let day = a.article.published.as_ref().map(|p| p.start);
            let anchor =
                day.map(|day| TimeValue { start: day, end: day, granularity: Granularity::Day });
            let value = match (t.expr, anchor) {
                (TimeExpr::Absolute(value), _) => Some(value),
                (expr, Some(anchor)) => expr.resolve(anchor),
                _ => None,
            };
            let value =
                value.map_or_else(|| "no value".to_owned(), |v| format!("{}..{}", v.start, v.end));
            out[3].push(format!("{} = {value}{}", a.slice(t.span), sentence(n as u32)));
        }
    }
    for f in a.figures.iter().filter(|f| f.confidence >= 0.5) {
        let upper = f.upper.map(|u| format!("-{u}")).unwrap_or_default();
        out[4].push(format!(
            "{} = {} {}{upper} {} [{}]{}{}",
            a.slice(f.span),
            f.modifier,
            f.value,
            f.unit,
            f.context.join(" "),
            from(f.source),
            sentence(f.sentence)
        ));
    }
    for l in a.labels.iter().filter(|l| l.confidence >= 0.5) {
        out[5].push(format!(
            "{} called “{}”, {}{}, {}{}",
            a.name_of(l.entity),
            a.slice(l.span),
            l.voice.as_str(),
            from(l.source),
            l.tone.as_str(),
            sentence(l.sentence)
        ));
    }
}

/// Words of the text on one line.
fn line(a: &Account, span: Span) -> String {
    a.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
}
