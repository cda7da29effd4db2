//! The engine: models and the walk from an article to its analysis.

use std::io::Read;
use std::sync::{Arc, OnceLock};

use rashomon_text::{Article, Note, ParagraphKind, Span};

use crate::analysis::{Analysis, Name, NameKind, Sentence, TokenId, TokenRange};
use crate::greedy::{self, Form, State};
use crate::lemma::Lemmas;
use crate::linear::Linear;
use crate::pack::{Reader, Writer};
use crate::quotes;
use crate::sentences::{self, SENTENCE_CAP};
use crate::tags::{Deprel, Upos, Xpos};
use crate::tokens::{self, Tokenizer};

/// The trained models, as the trainer writes them.
static EMBEDDED: &[u8] = include_bytes!("../models/engine.bin.zst");

/// Every trained part.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// Where tokens end.
    pub tokenizer: Tokenizer,
    /// Where sentences end.
    pub sentences: Linear,
    /// Word and tag to lemma.
    pub lemmas: Lemmas,
    /// Pairs of tags the tagger chooses from.
    pub pairs: Vec<(Upos, Xpos)>,
    /// Parts of speech.
    pub tagger: Linear,
    /// Shift, left with each relation, right with each relation.
    pub parser: Linear,
    /// Outside, begin and inside of each kind of name.
    pub names: Linear,
}

/// The kinds of name in the order of the recogniser's classes.
pub const KINDS: [NameKind; 9] = [
    NameKind::Person,
    NameKind::Organization,
    NameKind::Location,
    NameKind::Facility,
    NameKind::Norp,
    NameKind::Product,
    NameKind::Misc,
    NameKind::Date,
    NameKind::Money,
];

impl Models {
    /// Writes all parts into one container.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        self.tokenizer.write(&mut writer);
        self.sentences.write(&mut writer, "sentences");
        self.lemmas.write(&mut writer);
        writer.bytes("pairs", self.pairs.iter().flat_map(|&(u, x)| [u as u8, x as u8]).collect());
        self.tagger.write(&mut writer, "tagger");
        self.parser.write(&mut writer, "parser");
        self.names.write(&mut writer, "names");
        writer.finish()
    }

    /// Reads what [`Self::write`] wrote; `None` if the bytes are no such container.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let reader = Reader::new(bytes)?;
        let pairs = reader.bytes("pairs").as_chunks::<2>().0.iter();
        Some(Self {
            tokenizer: Tokenizer::read(&reader),
            sentences: Linear::read(&reader, "sentences"),
            lemmas: Lemmas::read(&reader),
            pairs: pairs
                .map(|&[u, x]| {
                    (Upos::ALL[u as usize % Upos::COUNT], Xpos::ALL[x as usize % Xpos::COUNT])
                })
                .collect(),
            tagger: Linear::read(&reader, "tagger"),
            parser: Linear::read(&reader, "parser"),
            names: Linear::read(&reader, "names"),
        })
    }

    /// Reads the compressed file of the trainer.
    ///
    /// # Errors
    /// If the bytes are not such a file.
    pub fn unpack(packed: &[u8]) -> std::io::Result<Self> {
        let mut bytes = Vec::new();
        let decoder = ruzstd::decoding::StreamingDecoder::new(packed);
        decoder.map_err(std::io::Error::other)?.read_to_end(&mut bytes)?;
        Self::read(&bytes).ok_or_else(|| std::io::Error::other("not a file of models"))
    }

    fn embedded() -> Arc<Self> {
        static MODELS: OnceLock<Arc<Models>> = OnceLock::new();
        let load = || Arc::new(Self::unpack(EMBEDDED).expect("the embedded models are sound"));
        MODELS.get_or_init(load).clone()
    }
}

/// The language engine. Cheap to clone; may be shared between threads.
///
/// ```
/// use rashomon_annotate::{Annotator, Upos};
/// use rashomon_text::Article;
///
/// let article = Article::plain("The minister spoke in Tirana on Friday.");
/// let analysis = Annotator::new().annotate(&article);
/// assert_eq!(analysis.sentences.len(), 1);
/// assert_eq!(analysis.tokens.upos[1], Upos::Noun);
/// ```
#[derive(Clone, Debug)]
pub struct Annotator {
    models: Arc<Models>,
}

impl Default for Annotator {
    fn default() -> Self {
        Self::new()
    }
}

impl Annotator {
    /// An engine with the models in the binary, which are decoded once in a process.
    pub fn new() -> Self {
        Self { models: Models::embedded() }
    }

    /// An engine with other models.
    pub fn with_models(models: Models) -> Self {
        Self { models: Arc::new(models) }
    }

    /// Finds everything in the article's kept paragraphs, in their order.
    pub fn annotate(&self, article: &Article) -> Analysis {
        let mut analysis = Analysis::default();
        let mut words = Vec::new();
        for (number, paragraph) in article.paragraphs.iter().enumerate() {
            words.clear();
            self.tokenize(article, paragraph.span, &mut words);
            let marked = !matches!(paragraph.kind, ParagraphKind::Body | ParagraphKind::Caption);
            for sentence in self.split(&article.text, &words, marked, &mut analysis.notes) {
                self.sentence(&article.text, &words[sentence], number as u32, &mut analysis);
            }
        }
        quotes::find(article, &mut analysis);
        analysis
    }

    /// Tags, parses and names of words and sentences found by other means.
    pub fn annotate_tokens(&self, text: &str, sentences: &[Vec<Span>]) -> Analysis {
        let mut analysis = Analysis::default();
        for words in sentences.iter().filter(|words| !words.is_empty()) {
            self.sentence(text, words, 0, &mut analysis);
        }
        analysis
    }

    /// The tokens of a stretch of the text, without what cleaning removed.
    fn tokenize(&self, article: &Article, span: Span, out: &mut Vec<Span>) {
        let first = article.removed.partition_point(|removed| removed.span.end <= span.start);
        let mut at = span.start;
        for removed in &article.removed[first..] {
            if removed.span.start >= span.end {
                break;
            }
            self.tokenize_kept(&article.text, Span::new(at, removed.span.start.max(at)), out);
            at = removed.span.end.max(at);
        }
        self.tokenize_kept(&article.text, Span::new(at.min(span.end), span.end), out);
    }

    /// The tokens of a stretch of kept text.
    pub fn tokenize_kept(&self, text: &str, span: Span, out: &mut Vec<Span>) {
        let pieces = tokens::pieces(text, span);
        for (i, piece) in pieces.iter().enumerate() {
            let next = pieces.get(i + 1).and_then(|next| next.slice(text).chars().next());
            self.models.tokenizer.cut(piece.slice(text), piece.start as usize, next, out);
        }
    }

    /// Sentences of one paragraph's tokens, as runs of their numbers.
    pub fn split(
        &self,
        text: &str,
        words: &[Span],
        marked: bool,
        notes: &mut Vec<Note>,
    ) -> Vec<std::ops::Range<usize>> {
        let mut seen = Vec::with_capacity(words.len());
        for (i, word) in words.iter().enumerate() {
            let space = i == 0 || words[i - 1].end < word.start;
            seen.push(sentences::see(word.slice(text), space));
        }
        let mut out = Vec::new();
        let mut start = 0;
        for (i, ends) in
            sentences::ends(&self.models.sentences, &seen, marked).into_iter().enumerate()
        {
            if ends || i + 1 - start == SENTENCE_CAP {
                if !ends {
                    notes.push(
                        Note::new(
                            "sentence-cut",
                            "a sentence of more than 400 words was cut in parts",
                        )
                        .at(words[start].cover(words[i])),
                    );
                }
                out.push(start..i + 1);
                start = i + 1;
            }
        }
        out
    }

    fn sentence(&self, text: &str, words: &[Span], paragraph: u32, analysis: &mut Analysis) {
        let base = analysis.tokens.span.len() as u32;
        let forms: Vec<Form> = words.iter().map(|word| greedy::form(word.slice(text))).collect();
        let pairs = self.tag(&forms);
        let tags: Vec<u8> = pairs.iter().map(|pair| pair.1 as u8).collect();
        let (heads, labels) = self.parse(&forms, &tags);
        for (i, (&word, &(upos, xpos))) in words.iter().zip(&pairs).enumerate() {
            let lemma = self.models.lemmas.lemma(word.slice(text), upos, xpos);
            let tokens = &mut analysis.tokens;
            tokens.span.push(word);
            tokens.upos.push(upos);
            tokens.xpos.push(xpos);
            tokens.lemma.push(analysis.symbols.intern(&lemma));
            tokens.head.push(TokenId(base + heads[i].map_or(i, |head| head) as u32));
            tokens.deprel.push(labels[i]);
        }
        for (start, end, kind, confidence) in self.names(&forms, &tags) {
            analysis.names.push(Name {
                tokens: TokenRange::new(base + start as u32, base + end as u32),
                span: words[start].cover(words[end - 1]),
                kind,
                confidence,
            });
        }
        analysis.sentences.push(Sentence {
            tokens: TokenRange::new(base, base + words.len() as u32),
            span: words[0].cover(words[words.len() - 1]),
            paragraph,
        });
    }

    /// Parts of speech of one sentence.
    pub fn tag(&self, forms: &[Form]) -> Vec<(Upos, Xpos)> {
        let mut scores = vec![0.0; self.models.tagger.classes()];
        let (mut features, mut classes) = (Vec::with_capacity(32), Vec::with_capacity(forms.len()));
        for i in 0..forms.len() {
            greedy::tag_features(forms, i, &classes, &mut features);
            self.models.tagger.score(&features, &mut scores);
            classes.push(best(&scores) as u16);
        }
        classes.iter().map(|&class| self.models.pairs[class as usize]).collect()
    }

    /// Heads (none: root) and relations of one sentence, given its Penn tags.
    pub fn parse(&self, forms: &[Form], tags: &[u8]) -> (Vec<Option<usize>>, Vec<Deprel>) {
        let mut state = State::new(forms.len());
        let mut scores = vec![0.0; self.models.parser.classes()];
        let mut features = Vec::with_capacity(48);
        while !state.done() {
            state.features(forms, tags, &mut features);
            self.models.parser.score(&features, &mut scores);
            let allowed = state.allowed();
            let (mut top, mut at) = (f32::NEG_INFINITY, 0);
            for (class, &score) in scores.iter().enumerate() {
                let kind = class.div_ceil(Deprel::COUNT);
                if allowed[kind] && score > top {
                    (top, at) = (score, class);
                }
            }
            if at == 0 {
                state.go(0, 0);
            } else {
                let label = (at - 1) % Deprel::COUNT;
                state.go(at.div_ceil(Deprel::COUNT), label as u8);
            }
        }
        tree(&state)
    }

    fn names(&self, forms: &[Form], tags: &[u8]) -> Vec<(usize, usize, NameKind, f32)> {
        let mut scores = vec![0.0; self.models.names.classes()];
        let (mut features, mut classes) = (Vec::with_capacity(32), Vec::with_capacity(forms.len()));
        let mut out: Vec<(usize, usize, NameKind, f32)> = Vec::new();
        for i in 0..forms.len() {
            greedy::name_features(forms, tags, i, &classes, &mut features);
            self.models.names.score(&features, &mut scores);
            let class = best(&scores);
            classes.push(class as u16);
            if class == 0 {
                continue;
            }
            let kind = KINDS[(class - 1) / 2];
            match out.last_mut() {
                Some(last) if class.is_multiple_of(2) && last.1 == i && last.2 == kind => {
                    last.1 = i + 1
                }
                _ => out.push((i, i + 1, kind, 0.8)),
            }
        }
        out
    }
}

/// One root: words that hang from the root beside the first hang from it instead.
fn tree(state: &State) -> (Vec<Option<usize>>, Vec<Deprel>) {
    let root = (0..state.size).find(|&i| state.heads[i] >= state.size).unwrap_or(0);
    let heads = (0..state.size).map(|i| {
        if i == root {
            None
        } else if state.heads[i] >= state.size {
            Some(root)
        } else {
            Some(state.heads[i])
        }
    });
    let labels = (0..state.size).map(|i| match Deprel::ALL[state.labels[i] as usize] {
        _ if i == root => Deprel::Root,
        Deprel::Root => Deprel::Parataxis,
        label => label,
    });
    (heads.collect(), labels.collect())
}

fn best(scores: &[f32]) -> usize {
    let mut at = 0;
    for (class, &score) in scores.iter().enumerate() {
        if score > scores[at] {
            at = class;
        }
    }
    at
}
