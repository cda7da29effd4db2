//! The engine: models and the walk from an article to its analysis.

use std::io::Read;
use std::sync::{Arc, Mutex, OnceLock};

use rashomon_text::{Article, Note, ParagraphKind, Span, Symbol};
use rustc_hash::FxHashMap;

use crate::analyse::{Found, Scratch, analyse};
use crate::analysis::{Analysis, Name, NameKind, Sentence, TokenId, TokenRange};
use crate::attribution::{self, net::AttributionNet};
use crate::backend::{self, Backend};
use crate::form::form;
use crate::hash::{feature, string};
use crate::lemma::Lemmas;
use crate::linear::Linear;
use crate::net::{Net, Vectors};
use crate::pack::{Reader, Writer};
use crate::sentences::{self, SENTENCE_CAP};
use crate::tags::{Deprel, Upos, Xpos};
use crate::tokens::{self, Tokenizer};
use crate::{consistent, grammar, quotes, times};

/// The trained models, as the trainer writes them.
static ENGINE: &[u8] = include_bytes!("../models/engine.bin.zst");

/// Word vectors distilled from a sentence encoder; an input of the trainer.
static VECTORS: &[u8] = include_bytes!("../models/vectors.bin.zst");

/// The network of attributions.
static ATTRIBUTION: &[u8] = include_bytes!("../models/attribution.bin.zst");

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
    /// Tags, tree and names.
    pub net: Net,
    /// Distilled vectors, in a file of their own.
    pub vectors: Vectors,
    /// Sources, cues and contents, in a file of their own; none are found if it is empty.
    pub attribution: AttributionNet,
}

impl Models {
    /// Writes all parts into one container.
    pub fn write(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        self.tokenizer.write(&mut writer);
        self.sentences.write(&mut writer, "sentences");
        self.lemmas.write(&mut writer);
        writer.bytes("pairs", self.pairs.iter().flat_map(|&(u, x)| [u as u8, x as u8]).collect());
        self.net.write(&mut writer);
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
            net: Net::read(&reader)?,
            vectors: Vectors::default(),
            attribution: AttributionNet::default(),
        })
    }

    /// Reads the compressed file of the trainer, and the embedded vectors and network of attributions.
    ///
    /// # Errors
    /// If the bytes are not such a file.
    pub fn unpack(packed: &[u8]) -> std::io::Result<Self> {
        let bad = || std::io::Error::other("not a file of models");
        let mut models = Self::read(&inflate(packed)?).ok_or_else(bad)?;
        models.vectors = Self::vectors()?;
        models.attribution = Self::attribution(ATTRIBUTION)?;
        Ok(models)
    }

    /// The network of attributions in a compressed file of the trainer.
    ///
    /// # Errors
    /// If the bytes are not such a file.
    pub fn attribution(packed: &[u8]) -> std::io::Result<AttributionNet> {
        let bad = || std::io::Error::other("not a file of attributions");
        AttributionNet::read(&inflate(packed)?).ok_or_else(bad)
    }

    /// The embedded vectors.
    ///
    /// # Errors
    /// If they do not decode.
    pub fn vectors() -> std::io::Result<Vectors> {
        let bytes = inflate(VECTORS)?;
        let bad = || std::io::Error::other("not a file of vectors");
        Ok(Vectors::read(&Reader::new(&bytes).ok_or_else(bad)?))
    }

    /// The models in the binary.
    pub fn embedded_copy() -> Self {
        Self::clone(&Self::embedded())
    }

    fn embedded() -> Arc<Self> {
        static MODELS: OnceLock<Arc<Models>> = OnceLock::new();
        let load = || Arc::new(Self::unpack(ENGINE).expect("the embedded models are sound"));
        MODELS.get_or_init(load).clone()
    }
}

/// Numbers in a distilled word vector.
pub const VECTOR: usize = 96;

/// The distilled vector of a word, if it has one: what [`Models::vectors`] holds, of the embedded models.
///
/// ```
/// use rashomon_annotate::engine::word_vector;
///
/// let [mayor, governor, kettle] = ["mayor", "governor", "kettle"].map(|w| word_vector(w).unwrap());
/// let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
/// assert!(dot(&mayor, &governor) > dot(&mayor, &kettle));
/// ```
pub fn word_vector(word: &str) -> Option<[f32; VECTOR]> {
    let models = Models::embedded();
    if models.vectors.dim != VECTOR {
        return None;
    }
    let mut vector = [0.0; VECTOR];
    models.vectors.get(form(word).lower, &mut vector).then_some(vector)
}

fn inflate(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let decoder = ruzstd::decoding::StreamingDecoder::new(packed);
    decoder.map_err(std::io::Error::other)?.read_to_end(&mut bytes)?;
    Ok(bytes)
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
    /// Memory to work in, handed from one article to the next.
    pool: Arc<Mutex<Vec<Scratch>>>,
    /// What stands in for built-in parts.
    backend: Option<Arc<dyn Backend>>,
}

impl Default for Annotator {
    fn default() -> Self {
        Self::new()
    }
}

impl Annotator {
    /// An engine with the models in the binary, which are decoded once in a process.
    pub fn new() -> Self {
        Self { models: Models::embedded(), pool: Arc::default(), backend: None }
    }

    /// An engine with other models.
    pub fn with_models(models: Models) -> Self {
        Self { models: Arc::new(models), pool: Arc::default(), backend: None }
    }

    /// The same engine with another tagger, parser or name recogniser: what `backend` gives replaces
    /// the built-in column, what it does not give stays built in.
    pub fn with_backend(mut self, backend: Box<dyn Backend>) -> Self {
        self.backend = Some(Arc::from(backend));
        self
    }

    /// The name of the backend, if there is one.
    pub fn backend(&self) -> Option<&str> {
        self.backend.as_deref().map(Backend::name)
    }

    /// The lemma of a word with these tags.
    pub fn lemma(&self, word: &str, upos: Upos, xpos: Xpos) -> String {
        self.models.lemmas.lemma(word, upos, xpos)
    }

    /// Finds everything in the article's kept paragraphs, in their order.
    pub fn annotate(&self, article: &Article) -> Analysis {
        let mut analysis = Analysis::default();
        let mut words = Vec::new();
        let mut scratch = self.borrow();
        let mut found = Found::default();
        let mut lemmas = FxHashMap::default();
        for (number, paragraph) in article.paragraphs.iter().enumerate() {
            words.clear();
            self.tokenize(article, paragraph.span, &mut words, &mut analysis.notes);
            let marked = !matches!(paragraph.kind, ParagraphKind::Body | ParagraphKind::Caption);
            for sentence in self.split(&article.text, &words, marked, &mut analysis.notes) {
                let words = &words[sentence];
                self.analyse(&article.text, words, &mut scratch, &mut found);
                self.sentence(
                    &article.text,
                    words,
                    number as u32,
                    &found,
                    &mut lemmas,
                    &mut analysis,
                );
            }
        }
        self.replace(&article.text, &mut analysis);
        consistent::settle(&article.text, &mut analysis);
        times::find(article, &mut analysis);
        quotes::find(article, &mut analysis);
        let Models { attribution, vectors, .. } = &*self.models;
        let room = &mut scratch.attribution;
        attribution::find(attribution, vectors, &article.text, room, &mut analysis);
        self.give_back(scratch);
        analysis
    }

    /// Tags, parses and names of words and sentences found by other means.
    pub fn annotate_tokens(&self, text: &str, sentences: &[Vec<Span>]) -> Analysis {
        let mut analysis = Analysis::default();
        let mut scratch = self.borrow();
        let mut found = Found::default();
        let mut lemmas = FxHashMap::default();
        for words in sentences.iter().filter(|words| !words.is_empty()) {
            self.analyse(text, words, &mut scratch, &mut found);
            self.sentence(text, words, 0, &found, &mut lemmas, &mut analysis);
        }
        self.give_back(scratch);
        self.replace(text, &mut analysis);
        analysis
    }

    /// Puts what the backend gives into the columns.
    fn replace(&self, text: &str, analysis: &mut Analysis) {
        if let Some(backend) = &self.backend {
            let lemma = |word: &str, upos, xpos| self.lemma(word, upos, xpos);
            backend::apply(&**backend, text, &lemma, analysis);
        }
    }

    fn borrow(&self) -> Scratch {
        self.pool.lock().ok().and_then(|mut pool| pool.pop()).unwrap_or_default()
    }

    fn give_back(&self, scratch: Scratch) {
        if let Ok(mut pool) = self.pool.lock()
            && pool.len() < 64
        {
            pool.push(scratch);
        }
    }

    fn analyse(&self, text: &str, words: &[Span], scratch: &mut Scratch, found: &mut Found) {
        let Models { net, vectors, pairs, .. } = &*self.models;
        let words: Vec<&str> = words.iter().map(|w| w.slice(text)).collect();
        analyse(net, vectors, &words, pairs.len(), scratch, found);
    }

    /// The tokens of a stretch of the text, without what cleaning removed.
    fn tokenize(&self, article: &Article, span: Span, out: &mut Vec<Span>, notes: &mut Vec<Note>) {
        let text = article.text.as_str();
        let mut long = None;
        let first = article.removed.partition_point(|removed| removed.span.end <= span.start);
        let mut at = span.start;
        for removed in &article.removed[first..] {
            if removed.span.start >= span.end {
                break;
            }
            let kept = Span::new(at, removed.span.start.max(at));
            long = long.or(self.tokenize_kept(text, kept, out));
            at = removed.span.end.max(at);
        }
        let kept = Span::new(at.min(span.end), span.end);
        long = long.or(self.tokenize_kept(text, kept, out));
        if let Some(long) = long {
            let message = "a run of more than 256 bytes without white space was cut in parts";
            notes.push(Note::new("long-token", message).at(long));
        }
    }

    /// The tokens of a stretch of kept text; the first piece that had to be cut for its length.
    pub fn tokenize_kept(&self, text: &str, span: Span, out: &mut Vec<Span>) -> Option<Span> {
        let pieces = tokens::pieces(text, span);
        let long = pieces.windows(2).find(|pair| pair[0].end == pair[1].start).map(|pair| pair[0]);
        for (i, piece) in pieces.iter().enumerate() {
            let next = pieces.get(i + 1).and_then(|next| next.slice(text).chars().next());
            self.models.tokenizer.cut(piece.slice(text), piece.start as usize, next, out);
        }
        long
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
        let (mut start, mut noted) = (0, false);
        let ends = sentences::ends(&self.models.sentences, &seen, marked);
        for (i, ends) in ends.into_iter().enumerate() {
            if !ends && i + 1 - start < SENTENCE_CAP {
                continue;
            }
            if !ends && !noted {
                noted = true;
                let message = "a sentence of more than 400 words was cut in parts";
                let span = words[start].cover(words[i]);
                notes.push(Note::new("sentence-cut", message).at(span));
            }
            out.push(start..i + 1);
            start = i + 1;
        }
        out
    }

    /// Adds what was found in one sentence to the columns.
    fn sentence(
        &self,
        text: &str,
        words: &[Span],
        paragraph: u32,
        found: &Found,
        lemmas: &mut FxHashMap<u64, Symbol>,
        analysis: &mut Analysis,
    ) {
        let base = analysis.tokens.span.len() as u32;
        for (i, &span) in words.iter().enumerate() {
            let (upos, xpos) = self.models.pairs[found.tags[i] as usize];
            let word = words[i].slice(text);
            let key = feature(string(word), &[upos as u64, xpos as u64]);
            let lemma = *lemmas.entry(key).or_insert_with(|| {
                analysis.symbols.intern(&self.models.lemmas.lemma(word, upos, xpos))
            });
            let tokens = &mut analysis.tokens;
            tokens.span.push(span);
            tokens.upos.push(upos);
            tokens.xpos.push(xpos);
            tokens.lemma.push(lemma);
            tokens.head.push(TokenId(base + found.heads[i]));
            tokens.deprel.push(Deprel::ALL[found.labels[i] as usize]);
        }
        grammar::settle(text, &mut analysis.tokens, base as usize..base as usize + words.len());
        for &(start, end, kind, confidence) in &found.names {
            analysis.names.push(Name {
                tokens: TokenRange::new(base + start, base + end),
                span: words[start as usize].cover(words[end as usize - 1]),
                kind: NameKind::ALL[kind as usize],
                confidence,
            });
        }
        analysis.sentences.push(Sentence {
            tokens: TokenRange::new(base, base + words.len() as u32),
            span: words[0].cover(words[words.len() - 1]),
            paragraph,
        });
    }
}
