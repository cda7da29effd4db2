//! `--model`: there with the feature `onnx` only.

use std::process::Output;

use crate::support::{Folder, program};

fn annotate(folder: &Folder, library: &str) -> Output {
    let article = folder.with_article("one.txt");
    let mut command = program();
    command.arg("annotate").arg(article).arg("--model").arg(folder.path());
    command.env("ORT_DYLIB_PATH", library).output().expect("runs")
}

#[cfg(not(feature = "onnx"))]
#[test]
fn without_the_feature_there_is_no_such_option() {
    let output = annotate(&Folder::new(), "");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("unexpected argument '--model'"));
}

#[cfg(feature = "onnx")]
#[test]
fn a_model_that_cannot_be_opened_is_told_with_the_way_out() {
    let folder = Folder::new();
    let error = |output: Output| {
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    let missing = error(annotate(&folder, ""));
    assert!(missing.contains("config.json") && missing.contains("give the folder"), "{missing}");

    folder.with("config.json", r#"{ "id2label": { "0": "O", "1": "B-PER" } }"#);
    let tokenizer = r#"{
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
        "normalizer": null, "pre_tokenizer": null, "post_processor": null, "decoder": null,
        "model": { "type": "WordLevel", "vocab": { "[UNK]": 0 }, "unk_token": "[UNK]" }
    }"#;
    folder.with("tokenizer.json", tokenizer);
    folder.with("model.onnx", "");
    let library = folder.path().join("no-such-library.so");
    let missing = error(annotate(&folder, library.to_str().unwrap()));
    assert!(missing.contains("no-such-library.so"), "{missing}");
    assert!(missing.contains("set ORT_DYLIB_PATH"), "{missing}");
}
