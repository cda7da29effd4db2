//! Hand-made analyses, so that the rules of this crate are tested apart from the trained models.
//!
//! One word is written `word/XPOS/head/deprel` (with `/lemma` where the lower-cased word is not it);
//! heads count from 1 within the sentence, 0 is the root. A name is put in brackets with its kind:
//! `[per Ana/NNP/3/nsubj Reyes/NNP/1/flat ]`. A line is a sentence and a paragraph; a line that
//! starts with `+` continues the paragraph of the line before.

use rashomon_annotate::{
    Analysis, Deprel, Name, NameKind, QuoteSpan, Sentence, TokenId, TokenRange, Upos, Xpos,
};
use rashomon_text::{Article, Paragraph, ParagraphKind, Span};

/// The article and analysis that `notation` writes down.
pub(crate) fn analysis(notation: &str) -> (Article, Analysis) {
    let mut text = String::new();
    let mut a = Analysis::default();
    let mut paragraphs: Vec<Span> = Vec::new();
    for line in notation.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (goes_on, line) = match line.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        if !text.is_empty() {
            text.push(if goes_on { ' ' } else { '\n' });
        }
        let from = text.len() as u32;
        sentence(line, &mut text, &mut a);
        let span = Span::new(from, text.len() as u32);
        match paragraphs.last_mut() {
            Some(last) if goes_on => *last = last.cover(span),
            _ => paragraphs.push(span),
        }
        if let Some(last) = a.sentences.last_mut() {
            last.paragraph = paragraphs.len() as u32 - 1;
        }
    }
    a.quotes = quotes(&text, &a);
    let mut article = Article::plain(text);
    article.paragraphs =
        paragraphs.into_iter().map(|span| Paragraph { span, kind: ParagraphKind::Body }).collect();
    (article, a)
}

/// Adds one line of the notation.
fn sentence(line: &str, text: &mut String, a: &mut Analysis) {
    let first = a.len() as u32;
    let mut open: Option<(NameKind, u32)> = None;
    let mut glue = true; // nothing before: no space
    for part in line.split_whitespace() {
        if let Some(kind) = part.strip_prefix('[') {
            open = Some((name_kind(kind), a.len() as u32));
            continue;
        }
        if part == "]" {
            let (kind, start) = open.take().expect("a bracket is open");
            let tokens = TokenRange::new(start, a.len() as u32);
            a.names.push(Name { tokens, span: a.span(tokens), kind, confidence: 0.9 });
            continue;
        }
        let mut fields = part.split('/');
        let mut next = || fields.next().unwrap_or_else(|| panic!("four fields in {part}"));
        let (word, xpos, head, deprel) = (next(), next(), next(), next());
        let lemma = fields.next();
        let xpos = Xpos::parse(xpos);
        let deprel = Deprel::parse(deprel);
        let closing = [",", ".", "?", "!", ";", ":", ")", "”", "%"].contains(&word);
        if !glue && !closing && !word.starts_with(['’', '\'']) {
            text.push(' ');
        }
        let start = text.len() as u32;
        text.push_str(word);
        glue = matches!(word, "(" | "“" | "$");
        let id = a.len() as u32;
        let head: u32 = head.parse().expect("a head is a number");
        a.tokens.span.push(Span::new(start, text.len() as u32));
        a.tokens.xpos.push(xpos);
        a.tokens.upos.push(upos(xpos, deprel));
        let lemma = lemma.map_or_else(
            || if upos(xpos, deprel) == Upos::Propn { word.into() } else { word.to_lowercase() },
            str::to_owned,
        );
        let lemma = a.symbols.intern(&lemma);
        a.tokens.lemma.push(lemma);
        a.tokens.head.push(TokenId(if head == 0 { id } else { first + head - 1 }));
        a.tokens.deprel.push(deprel);
    }
    let tokens = TokenRange::new(first, a.len() as u32);
    assert!(!tokens.is_empty(), "a sentence has words");
    assert!(a.tokens.head.iter().all(|h| h.index() < a.len()), "heads lie in {line}");
    a.sentences.push(Sentence { tokens, span: a.span(tokens), paragraph: 0 });
}

fn name_kind(code: &str) -> NameKind {
    match code {
        "per" => NameKind::Person,
        "org" => NameKind::Organization,
        "loc" => NameKind::Location,
        "fac" => NameKind::Facility,
        "norp" => NameKind::Norp,
        "prod" => NameKind::Product,
        "misc" => NameKind::Misc,
        "date" => NameKind::Date,
        "money" => NameKind::Money,
        other => panic!("no kind of name is written {other}"),
    }
}

fn upos(xpos: Xpos, deprel: Deprel) -> Upos {
    match xpos {
        Xpos::Nn | Xpos::Nns => Upos::Noun,
        Xpos::Nnp | Xpos::Nnps => Upos::Propn,
        Xpos::Jj | Xpos::Jjr | Xpos::Jjs => Upos::Adj,
        Xpos::Dt | Xpos::Pdt => Upos::Det,
        Xpos::Cd => Upos::Num,
        Xpos::Cc => Upos::Cconj,
        Xpos::In if deprel == Deprel::Mark => Upos::Sconj,
        Xpos::In => Upos::Adp,
        Xpos::Prp | Xpos::PrpPoss | Xpos::Wp | Xpos::Wdt | Xpos::Ex => Upos::Pron,
        Xpos::Rb | Xpos::Wrb => Upos::Adv,
        Xpos::To | Xpos::Pos => Upos::Part,
        Xpos::Md => Upos::Aux,
        Xpos::Dollar | Xpos::Sym => Upos::Sym,
        Xpos::Vb | Xpos::Vbd | Xpos::Vbg | Xpos::Vbn | Xpos::Vbp | Xpos::Vbz => match deprel {
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop => Upos::Aux,
            _ => Upos::Verb,
        },
        Xpos::Comma | Xpos::Period | Xpos::Colon | Xpos::OpenQuote | Xpos::CloseQuote => {
            Upos::Punct
        }
        Xpos::Lrb | Xpos::Rrb | Xpos::Hyph => Upos::Punct,
        _ => Upos::X,
    }
}

/// Passages between “ and ”, not nested.
fn quotes(text: &str, a: &Analysis) -> Vec<QuoteSpan> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find('“').map(|at| from + at) {
        let Some(end) = text[start..].find('”').map(|at| start + at) else { break };
        let inner = Span::from_range(start + '“'.len_utf8()..end);
        let tokens = TokenRange::new(a.token_at(inner.start).0, a.token_at(inner.end).0);
        from = end + '”'.len_utf8();
        let outer = Span::from_range(start..from);
        found.push(QuoteSpan { outer, inner, tokens, depth: 0, closed: true });
    }
    found
}
