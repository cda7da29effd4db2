//! Models made here, run by ONNX Runtime where there is one on this machine (`ORT_DYLIB_PATH`, or
//! Python's package `onnxruntime`); elsewhere the tests that need it say that they were skipped.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // models are files

use std::path::{Path, PathBuf};
use std::process::Command;

use rashomon_annotate::{Analysis, Annotator, TokenId, Upos, onnx};
use rashomon_text::Article;
use serde_json::json;
use tempfile::TempDir;

/// What the tokenizer knows, with the class that the model gives to it.
const NAMES: &[(&str, &str)] = &[
    ("[UNK]", "O"),
    ("[CLS]", "B-PER"),
    ("[SEP]", "B-PER"),
    ("Mar", "B-PER"),
    ("##ta", "B-ORG"),
    ("Kelmend", "I-PER"),
    ("Harbour", "B-ORG"),
    ("Union", "I-ORG"),
    ("Skopje", "B-PER"),
    ("Maltese", "B-MISC"),
    ("Podgorica", "B-LOC"),
];

const TAGS: &[(&str, &str)] =
    &[("[UNK]", "_"), ("[CLS]", "X"), ("[SEP]", "X"), ("left", "NOUN"), ("Skopje", "PROPN")];

const TEXT: &str = "Marta Kelmend of the Harbour Union left Skopje on Friday with four Maltese \
                    engineers. She said little. Reporters waited in Ljubljana for Marta.";

/// The library, loaded; `None` where there is none.
fn runtime() -> Option<()> {
    let given = std::env::var("ORT_DYLIB_PATH").ok().filter(|path| !path.is_empty());
    let library = given.map(PathBuf::from).or_else(from_python);
    if library.is_none() {
        println!("skipped: no ONNX Runtime; set ORT_DYLIB_PATH to its library");
    }
    onnx::load(&library?).expect("the library that was named");
    Some(())
}

fn from_python() -> Option<PathBuf> {
    let script = "import importlib.util as u\n\
                  print(u.find_spec('onnxruntime').submodule_search_locations[0])";
    let output = Command::new("python3").args(["-c", script]).output().ok()?;
    let folder = Path::new(std::str::from_utf8(&output.stdout).ok()?.trim()).join("capi");
    let files = std::fs::read_dir(folder).ok()?.map_while(Result::ok).map(|file| file.path());
    let library = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        ["libonnxruntime.so", "libonnxruntime.dylib", "onnxruntime.dll"]
            .iter()
            .any(|start| name.starts_with(start))
    };
    files.into_iter().find(library)
}

/// A folder with a model that gives each word of `known` its class.
fn model(known: &[(&str, &str)], positions: usize) -> TempDir {
    let mut classes: Vec<&str> = known.iter().map(|&(_, class)| class).collect();
    classes.sort_unstable();
    classes.dedup();
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    let id2label: serde_json::Map<_, _> =
        classes.iter().enumerate().map(|(i, &class)| (i.to_string(), json!(class))).collect();
    let config = json!({ "max_position_embeddings": positions, "id2label": id2label });
    write("config.json", config.to_string().as_bytes());
    let vocabulary: serde_json::Map<_, _> =
        known.iter().enumerate().map(|(i, &(word, _))| (word.to_owned(), json!(i))).collect();
    let tokenizer = json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [],
        "normalizer": null,
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "post_processor": { "type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1] },
        "decoder": null,
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
    });
    write("tokenizer.json", tokenizer.to_string().as_bytes());
    let mut table = Vec::new();
    for (_, own) in known {
        table.extend(classes.iter().map(|class| if class == own { 8.0 } else { 0.0 }));
    }
    write("model.onnx", &graph(&table, known.len(), classes.len()));
    dir
}

/// `logits = table[input_ids] * attention_mask`, as the bytes of an ONNX file: a protocol buffer with
/// the field numbers of `onnx.proto`.
fn graph(table: &[f32], rows: usize, columns: usize) -> Vec<u8> {
    const FLOAT: u64 = 1;
    const INT64: u64 = 7;
    let node = |operator: &str, inputs: &[&str], output: &str, attribute: &[u8]| {
        let mut node = Vec::new();
        for input in inputs {
            field(&mut node, 1, input.as_bytes());
        }
        field(&mut node, 2, output.as_bytes());
        field(&mut node, 4, operator.as_bytes());
        if !attribute.is_empty() {
            field(&mut node, 5, attribute);
        }
        node
    };
    let tensor = |name: &str, kind: u64, shape: &[usize], raw: &[u8]| {
        let mut tensor = Vec::new();
        for &size in shape {
            number(&mut tensor, 1, size as u64);
        }
        number(&mut tensor, 2, kind);
        field(&mut tensor, 8, name.as_bytes());
        field(&mut tensor, 9, raw);
        tensor
    };
    let value = |name: &str, kind: u64, last: Option<usize>| {
        let mut shape = Vec::new();
        for symbol in ["batch", "sequence"] {
            let mut size = Vec::new();
            field(&mut size, 2, symbol.as_bytes());
            field(&mut shape, 1, &size);
        }
        if let Some(last) = last {
            let mut size = Vec::new();
            number(&mut size, 1, last as u64);
            field(&mut shape, 1, &size);
        }
        let (mut tensor, mut of_type, mut value) = (Vec::new(), Vec::new(), Vec::new());
        number(&mut tensor, 1, kind);
        field(&mut tensor, 2, &shape);
        field(&mut of_type, 1, &tensor);
        field(&mut value, 1, name.as_bytes());
        field(&mut value, 2, &of_type);
        value
    };
    let mut to_float = Vec::new();
    field(&mut to_float, 1, b"to");
    number(&mut to_float, 3, FLOAT);
    number(&mut to_float, 20, 2); // the attribute is an integer
    let raw: Vec<u8> = table.iter().flat_map(|score| score.to_le_bytes()).collect();

    let mut graph = Vec::new();
    field(&mut graph, 1, &node("Gather", &["table", "input_ids"], "scores", &[]));
    field(&mut graph, 1, &node("Cast", &["attention_mask"], "mask", &to_float));
    field(&mut graph, 1, &node("Unsqueeze", &["mask", "axes"], "column", &[]));
    field(&mut graph, 1, &node("Mul", &["scores", "column"], "logits", &[]));
    field(&mut graph, 2, b"table of classes");
    field(&mut graph, 5, &tensor("table", FLOAT, &[rows, columns], &raw));
    field(&mut graph, 5, &tensor("axes", INT64, &[1], &2i64.to_le_bytes()));
    field(&mut graph, 11, &value("input_ids", INT64, None));
    field(&mut graph, 11, &value("attention_mask", INT64, None));
    field(&mut graph, 12, &value("logits", FLOAT, Some(columns)));
    let mut operators = Vec::new();
    field(&mut operators, 1, b"");
    number(&mut operators, 2, 13);
    let mut model = Vec::new();
    number(&mut model, 1, 8);
    field(&mut model, 7, &graph);
    field(&mut model, 8, &operators);
    model
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value > 127 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

fn number(out: &mut Vec<u8>, number: u64, value: u64) {
    varint(out, number << 3);
    varint(out, value);
}

fn field(out: &mut Vec<u8>, number: u64, bytes: &[u8]) {
    varint(out, number << 3 | 2);
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn annotate(known: &[(&str, &str)], positions: usize) -> Analysis {
    let dir = model(known, positions);
    let model = onnx::Model::open(dir.path()).unwrap();
    Annotator::new().with_backend(Box::new(model)).annotate(&Article::plain(TEXT))
}

fn names(analysis: &Analysis) -> Vec<String> {
    assert!(analysis.notes.is_empty(), "{:?}", analysis.notes);
    let name = |name: &rashomon_annotate::Name| {
        format!("{} {}", name.span.slice(TEXT), name.kind.as_str())
    };
    analysis.names.iter().map(name).collect()
}

/// The model's names; Friday and whose engineers they are by the built-in engine, as the model has no
/// such kinds; no Ljubljana, as the model knows places and
/// has not named that one.
const WANT: [&str; 6] = [
    "Marta Kelmend person",
    "Harbour Union organization",
    "Skopje person",
    "Friday date",
    "Maltese norp",
    "Marta person",
];

#[test]
fn names_of_the_model_replace_the_built_in_ones() {
    let Some(()) = runtime() else { return };
    let analysis = annotate(NAMES, 512);
    assert_eq!(names(&analysis), WANT);
    let sure = analysis.names[0].confidence;
    // e⁸ against the other classes' e⁰
    let want = 8f32.exp() / (8f32.exp() + 6.0);
    assert!((sure - want).abs() < 1e-4, "{sure} {want}");
}

#[test]
fn sentences_too_long_for_the_model_are_cut() {
    let Some(()) = runtime() else { return };
    assert_eq!(names(&annotate(NAMES, 8)), WANT);
}

#[test]
fn tags_of_the_model_replace_the_built_in_ones() {
    let Some(()) = runtime() else { return };
    let (analysis, built_in) =
        (annotate(TAGS, 512), Annotator::new().annotate(&Article::plain(TEXT)));
    assert_eq!(analysis.word(TEXT, TokenId(6)), "left");
    assert_eq!((built_in.upos(TokenId(6)), analysis.upos(TokenId(6))), (Upos::Verb, Upos::Noun));
    assert_eq!(analysis.upos(TokenId(7)), Upos::Propn);
    assert_eq!(analysis.tokens.xpos, built_in.tokens.xpos);
    assert_eq!(analysis.tokens.head, built_in.tokens.head);
}

#[test]
fn threads_change_nothing() {
    let Some(()) = runtime() else { return };
    let dir = model(NAMES, 512);
    let model = onnx::Model::open(dir.path()).unwrap();
    let annotator = Annotator::new().with_backend(Box::new(model));
    let article = Article::plain(TEXT);
    std::thread::scope(|scope| {
        let run = || scope.spawn(|| names(&annotator.annotate(&article)));
        let threads: Vec<_> = (0..4).map(|_| run()).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), WANT);
        }
    });
}

/// What is said of a folder whose file was changed by `spoil`.
fn error(spoil: impl Fn(&Path)) -> String {
    let dir = model(NAMES, 512);
    spoil(dir.path());
    onnx::Model::open(dir.path()).expect_err("a spoilt model").to_string()
}

#[test]
fn errors_name_the_file_and_the_way_out() {
    let remove = |name: &'static str| {
        move |dir: &Path| std::fs::remove_file(dir.join(name)).expect("it is there")
    };
    for name in ["config.json", "tokenizer.json", "model.onnx"] {
        let error = error(remove(name));
        assert!(error.contains(name) && error.contains("give the folder"), "{error}");
    }
    for name in ["config.json", "tokenizer.json"] {
        let error = error(|dir| std::fs::write(dir.join(name), "{").unwrap());
        assert!(error.contains(name) && error.contains("again"), "{error}");
    }
    let error = error(|dir| std::fs::write(dir.join("config.json"), "{}").unwrap());
    assert!(error.contains("no id2label"), "{error}");
}

#[test]
fn graphs_that_do_not_fit_are_refused() {
    let Some(()) = runtime() else { return };
    let error_ = error(|dir| std::fs::write(dir.join("model.onnx"), "no graph").unwrap());
    assert!(error_.contains("model.onnx") && error_.contains("export"), "{error_}");
    let error_ = error(|dir| {
        std::fs::write(dir.join("model.onnx"), graph(&[0.0; 20], 10, 2)).unwrap();
    });
    assert!(error_.contains("2 scores a word, but config.json names 7 classes"), "{error_}");
}
