//! Tags, tree or names of another engine in place of the built-in ones.

use std::fmt::Debug;

use rashomon_text::{Note, Span};

use crate::analysis::{Analysis, Name, NameKind, Sentence, TokenId, TokenRange};
use crate::tags::{Deprel, Upos, Xpos};

/// Another tagger, parser or name recogniser, such as a transformer.
///
/// It sees the sentences and tokens of a whole article, which are always the built-in ones, and gives
/// a column for all of them: `Ok(None)` where it has none to offer, `Err` with the reason where it
/// failed. What it does not give, or gives in a shape that cannot be, stays built in; the latter two
/// are told as a note of the analysis.
///
/// The same words must give the same answer, on any thread.
///
/// ```
/// use rashomon_annotate::{Annotator, Backend, Name, NameKind, TokenRange, Words};
/// use rashomon_text::Article;
///
/// /// Knows one ship.
/// #[derive(Debug)]
/// struct Ships;
///
/// impl Backend for Ships {
///     fn name(&self) -> &str {
///         "ships"
///     }
///
///     fn kinds(&self) -> Vec<NameKind> {
///         vec![NameKind::Product]
///     }
///
///     fn names(&self, words: &Words<'_>) -> Result<Option<Vec<Name>>, String> {
///         let all = words.tokens().filter(|&token| words.word(token) == "Skyline");
///         let name = |token| words.name(TokenRange::new(token, token + 1), NameKind::Product, 1.0);
///         Ok(Some(all.map(|token| name(token.0)).collect()))
///     }
/// }
///
/// let article = Article::plain("The Skyline left Tirana on Friday.");
/// let analysis = Annotator::new().with_backend(Box::new(Ships)).annotate(&article);
/// assert_eq!(analysis.names[0].kind, NameKind::Product);
/// assert_eq!(analysis.names[1].kind, NameKind::Location);
/// ```
pub trait Backend: Debug + Send + Sync {
    /// What to call it in notes and results.
    fn name(&self) -> &str;

    /// The kinds of name it tells apart. Built-in names of other kinds stay where they overlap none
    /// of its own; where they are the very words that it calls [`NameKind::Misc`], they say what kind
    /// of name that is.
    fn kinds(&self) -> Vec<NameKind> {
        NameKind::ALL.to_vec()
    }

    /// A tag for each token; `None` leaves the built-in one.
    fn tags(&self, words: &Words<'_>) -> Result<Option<Vec<Option<Tag>>>, String> {
        let _ = words;
        Ok(None)
    }

    /// For each token its head and the relation to it: one tree a sentence, its root its own head.
    fn parse(&self, words: &Words<'_>) -> Result<Option<Vec<(TokenId, Deprel)>>, String> {
        let _ = words;
        Ok(None)
    }

    /// Names in the order of the text, each within one sentence, none overlapping
    /// (see [`Words::name`]).
    fn names(&self, words: &Words<'_>) -> Result<Option<Vec<Name>>, String> {
        let _ = words;
        Ok(None)
    }
}

/// A tag by a [`Backend`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag; `None` leaves the built-in one.
    pub xpos: Option<Xpos>,
}

/// The words and sentences of one article, as a [`Backend`] sees them.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    text: &'a str,
    spans: &'a [Span],
    sentences: &'a [Sentence],
}

impl<'a> Words<'a> {
    /// The words of `analysis`, which is one of `text`.
    pub fn new(text: &'a str, analysis: &'a Analysis) -> Self {
        Self { text, spans: &analysis.tokens.span, sentences: &analysis.sentences }
    }

    /// The sentences in order; together they hold every token.
    pub fn sentences(&self) -> &'a [Sentence] {
        self.sentences
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The tokens in order.
    pub fn tokens(&self) -> impl ExactSizeIterator<Item = TokenId> + use<> {
        (0..self.spans.len() as u32).map(TokenId)
    }

    /// The characters of `token`.
    pub fn word(&self, token: TokenId) -> &'a str {
        self.spans[token.index()].slice(self.text)
    }

    /// The tokens in `range` as one line, and the bytes of each in it. Between words that stand apart
    /// there is one space, whatever the text has there (a line's end, a part that cleaning took out).
    pub fn line(&self, range: TokenRange) -> (String, Vec<Span>) {
        let mut line = String::new();
        let mut spans = Vec::with_capacity(range.len());
        for (i, span) in self.spans[range.range()].iter().enumerate() {
            if i > 0 && self.spans[range.start as usize + i - 1].end < span.start {
                line.push(' ');
            }
            let start = line.len();
            line.push_str(span.slice(self.text));
            spans.push(Span::from_range(start..line.len()));
        }
        (line, spans)
    }

    /// A name made of these tokens, of which there must be one at least.
    pub fn name(&self, tokens: TokenRange, kind: NameKind, confidence: f32) -> Name {
        let last = self.spans[tokens.end as usize - 1];
        let span = self.spans[tokens.start as usize].cover(last);
        Name { tokens, span, kind, confidence }
    }
}

/// Puts what `backend` gives into the columns. `lemma` gives the lemma of a word with other tags.
pub(crate) fn apply(
    backend: &dyn Backend,
    text: &str,
    lemma: &dyn Fn(&str, Upos, Xpos) -> String,
    analysis: &mut Analysis,
) {
    let mut notes = Vec::new();
    let words = Words::new(text, analysis);
    let checked = |what: &str, problem: String| {
        let message =
            format!("{} gave no {what} ({problem}); the built-in ones stand", backend.name());
        Note::new("backend-failed", message)
    };
    let tags = backend.tags(&words).and_then(|tags| same_length(tags, &words));
    let tags = tags.map_err(|problem| notes.push(checked("tags", problem)));
    let parse = backend.parse(&words).and_then(|parse| same_length(parse, &words));
    let parse = parse.and_then(|parse| match parse {
        Some(parse) => trees(&parse, words.sentences).map(|()| Some(parse)),
        None => Ok(None),
    });
    let parse = parse.map_err(|problem| notes.push(checked("trees", problem)));
    let names = backend.names(&words).and_then(|names| match names {
        Some(names) => sound(names, &words).map(Some),
        None => Ok(None),
    });
    let names = names.map_err(|problem| notes.push(checked("names", problem)));
    analysis.notes.extend(notes);

    for (i, tag) in tags.ok().flatten().into_iter().flatten().enumerate() {
        let Some(Tag { upos, xpos }) = tag else { continue };
        let xpos = xpos.unwrap_or(analysis.tokens.xpos[i]);
        if (upos, xpos) == (analysis.tokens.upos[i], analysis.tokens.xpos[i]) {
            continue;
        }
        let lemma = lemma(analysis.tokens.span[i].slice(text), upos, xpos);
        analysis.tokens.upos[i] = upos;
        analysis.tokens.xpos[i] = xpos;
        analysis.tokens.lemma[i] = analysis.symbols.intern(&lemma);
    }
    for (i, (head, deprel)) in parse.ok().flatten().into_iter().flatten().enumerate() {
        analysis.tokens.head[i] = head;
        analysis.tokens.deprel[i] = deprel;
    }
    if let Ok(Some(names)) = names {
        let stay = std::mem::take(&mut analysis.names);
        analysis.names = merge(names, stay, &backend.kinds());
    }
}

fn same_length<T>(column: Option<Vec<T>>, words: &Words<'_>) -> Result<Option<Vec<T>>, String> {
    match column {
        Some(column) if column.len() != words.len() => {
            Err(format!("{} for {} words", column.len(), words.len()))
        }
        column => Ok(column),
    }
}

/// Whether every sentence is one tree.
fn trees(parse: &[(TokenId, Deprel)], sentences: &[Sentence]) -> Result<(), String> {
    // 0 for a token not seen, else one more than the token from which it was first reached
    let mut seen = vec![0; parse.len()];
    for (number, sentence) in sentences.iter().enumerate() {
        let mut roots = 0;
        for start in sentence.tokens.iter() {
            let mut at = start;
            while seen[at.index()] == 0 {
                seen[at.index()] = start.0 + 1;
                let head = parse[at.index()].0;
                if !sentence.tokens.holds(head) {
                    return Err(format!("a head outside of sentence {number}"));
                }
                if head == at {
                    roots += 1;
                } else if seen[head.index()] == start.0 + 1 {
                    return Err(format!("a circle in sentence {number}"));
                }
                at = head;
            }
        }
        if roots != 1 {
            return Err(format!("{roots} roots in sentence {number}"));
        }
    }
    Ok(())
}

/// The names with their spans, if each lies in one sentence and after the one before.
fn sound(names: Vec<Name>, words: &Words<'_>) -> Result<Vec<Name>, String> {
    let mut free = 0;
    let mut sentence = 0;
    let mut out = Vec::with_capacity(names.len());
    for Name { tokens, kind, confidence, .. } in names {
        if tokens.start < free || tokens.end <= tokens.start || tokens.end as usize > words.len() {
            return Err(format!("tokens {}..{} out of order", tokens.start, tokens.end));
        }
        free = tokens.end;
        while words.sentences[sentence].tokens.end <= tokens.start {
            sentence += 1;
        }
        if words.sentences[sentence].tokens.end < tokens.end {
            return Err(format!("a name runs over the end of sentence {sentence}"));
        }
        if !(0.0..=1.0).contains(&confidence) {
            return Err(format!("a confidence of {confidence}"));
        }
        out.push(words.name(tokens, kind, confidence));
    }
    Ok(out)
}

/// The backend's names with those built-in ones whose kind it does not know.
fn merge(names: Vec<Name>, built_in: Vec<Name>, kinds: &[NameKind]) -> Vec<Name> {
    let mut out = names;
    let mut stay = Vec::new();
    let mut next = 0;
    for name in built_in.into_iter().filter(|name| !kinds.contains(&name.kind)) {
        while next < out.len() && out[next].tokens.end <= name.tokens.start {
            next += 1;
        }
        match out.get_mut(next) {
            Some(own) if own.tokens.start < name.tokens.end => {
                if own.kind == NameKind::Misc && own.tokens == name.tokens {
                    own.kind = name.kind;
                }
            }
            _ => stay.push(name),
        }
    }
    out.extend(stay);
    out.sort_by_key(|name| name.tokens);
    out
}

#[cfg(test)]
mod tests {
    use rashomon_text::Article;

    use super::*;
    use crate::Annotator;

    /// Gives what the test tells it to.
    #[derive(Debug, Default)]
    struct Told {
        kinds: Vec<NameKind>,
        tags: Option<Vec<Option<Tag>>>,
        parse: Option<Vec<(TokenId, Deprel)>>,
        names: Option<Vec<(u32, u32, NameKind)>>,
    }

    impl Backend for Told {
        fn name(&self) -> &'static str {
            "told"
        }

        fn kinds(&self) -> Vec<NameKind> {
            self.kinds.clone()
        }

        fn tags(&self, _: &Words<'_>) -> Result<Option<Vec<Option<Tag>>>, String> {
            Ok(self.tags.clone())
        }

        fn parse(&self, _: &Words<'_>) -> Result<Option<Vec<(TokenId, Deprel)>>, String> {
            Ok(self.parse.clone())
        }

        fn names(&self, _: &Words<'_>) -> Result<Option<Vec<Name>>, String> {
            let span = Span::default();
            let name = |&(start, end, kind)| {
                let tokens = TokenRange::new(start, end);
                Name { tokens, span, kind, confidence: 0.99 }
            };
            Ok(self.names.as_ref().map(|names| names.iter().map(name).collect()))
        }
    }

    const TEXT: &str = "Albanian divers left Tirana in May 2021.";

    fn annotate(told: Told) -> Analysis {
        Annotator::new().with_backend(Box::new(told)).annotate(&Article::plain(TEXT))
    }

    fn names(analysis: &Analysis) -> Vec<String> {
        let name = |name: &Name| format!("{} {}", name.span.slice(TEXT), name.kind.as_str());
        analysis.names.iter().map(name).collect()
    }

    /// What a backend gave is not taken, with the reason, and the built-in columns stand.
    fn refused(told: Told, reason: &str) {
        let (built_in, analysis) = (annotate(Told::default()), annotate(told));
        let notes: Vec<&str> = analysis.notes.iter().map(|note| &*note.message).collect();
        assert!(notes.len() == 1 && notes[0].contains(reason), "{notes:?}");
        assert_eq!(analysis.tokens.upos, built_in.tokens.upos);
        assert_eq!(analysis.tokens.head, built_in.tokens.head);
        assert_eq!(analysis.names, built_in.names);
    }

    #[test]
    fn nothing_offered_changes_nothing() {
        let analysis = annotate(Told::default());
        assert_eq!(names(&analysis), ["Albanian norp", "Tirana location", "May 2021 date"]);
        assert!(analysis.notes.is_empty());
    }

    #[test]
    fn names_replace_those_of_their_kinds() {
        use NameKind::{Location, Misc, Person};
        let kinds = vec![Person, Location, Misc];
        // a date is no kind of its own and stays; Tirana is taken back
        let told = Told { kinds: kinds.clone(), names: Some(vec![]), ..Told::default() };
        assert_eq!(names(&annotate(told)), ["Albanian norp", "May 2021 date"]);
        // the same words as something else: the built-in kind; other words: the backend's
        let found = vec![(0, 1, Misc), (3, 4, Person), (4, 6, Misc)];
        let told = Told { kinds, names: Some(found), ..Told::default() };
        assert_eq!(names(&annotate(told)), ["Albanian norp", "Tirana person", "in May misc"]);
    }

    #[test]
    fn tags_bring_their_lemmas() {
        let mut tags = vec![None; 8];
        tags[1] = Some(Tag { upos: Upos::Propn, xpos: Some(Xpos::Nnps) });
        let analysis = annotate(Told { tags: Some(tags), ..Told::default() });
        assert_eq!(
            (analysis.upos(TokenId(1)), analysis.xpos(TokenId(1))),
            (Upos::Propn, Xpos::Nnps)
        );
        assert_eq!(analysis.upos(TokenId(2)), Upos::Verb);
        assert_eq!(
            analysis.lemma(TokenId(1)),
            Annotator::new().lemma("divers", Upos::Propn, Xpos::Nnps)
        );
    }

    #[test]
    fn trees_replace_trees() {
        let parse: Vec<_> =
            (0..8u32).map(|t| (TokenId(t.saturating_sub(1)), Deprel::Dep)).collect();
        let analysis = annotate(Told { parse: Some(parse), ..Told::default() });
        assert_eq!(analysis.head(TokenId(0)), None);
        assert_eq!(analysis.head(TokenId(7)), Some(TokenId(6)));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let tree = |heads: [u32; 8]| {
            let parse = heads.map(|head| (TokenId(head), Deprel::Dep)).to_vec();
            Told { parse: Some(parse), ..Told::default() }
        };
        let names = |names: &[(u32, u32, NameKind)]| Told {
            kinds: NameKind::ALL.to_vec(),
            names: Some(names.to_vec()),
            ..Told::default()
        };
        refused(Told { tags: Some(vec![None; 7]), ..Told::default() }, "7 for 8 words");
        refused(tree([0, 0, 0, 0, 0, 0, 0, 8]), "outside of sentence 0");
        refused(tree([0, 0, 0, 0, 0, 6, 7, 5]), "circle in sentence 0");
        refused(tree([0, 1, 0, 0, 0, 0, 0, 0]), "2 roots");
        refused(names(&[(3, 4, NameKind::Misc), (0, 1, NameKind::Misc)]), "out of order");
        refused(names(&[(3, 9, NameKind::Misc)]), "out of order");
        refused(names(&[(3, 3, NameKind::Misc)]), "out of order");
    }

    #[test]
    fn lines_have_one_space_where_words_stand_apart() {
        let text = "He left\n  \"Tirana\".";
        let analysis = Annotator::new().annotate(&Article::plain(text));
        let words = Words::new(text, &analysis);
        let (line, spans) = words.line(TokenRange::new(0, words.len() as u32));
        assert_eq!(line, "He left \"Tirana\".");
        let again: Vec<&str> = spans.iter().map(|span| span.slice(&line)).collect();
        assert_eq!(again, words.tokens().map(|token| words.word(token)).collect::<Vec<_>>());
    }
}
