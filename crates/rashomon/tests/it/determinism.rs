//! Same input, same bytes out.

use std::path::PathBuf;

use crate::support::{EXAMPLE, root, run};

fn inputs() -> Vec<PathBuf> {
    let folder = root().join(EXAMPLE);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| PathBuf::from(EXAMPLE).join(e.unwrap().file_name()))
        .collect();
    files.sort();
    files
}

#[test]
fn order_and_threads_change_nothing() {
    let mut inputs = inputs();
    assert_eq!(inputs.len(), 6);
    let results = |arguments: &[PathBuf], threads: &str| {
        let mut all = arguments.to_vec();
        all.extend(["--threads", threads].map(PathBuf::from));
        let ran = run(&all);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ["dossier.json", "index.html", "dossier.md"].map(|name| ran.file(name))
    };
    let expected = results(&inputs, "1");
    assert!(expected == results(&inputs, "2"), "two threads give other bytes than one");
    assert!(expected == results(&[PathBuf::from(EXAMPLE)], "0"), "a folder gives other bytes");
    for turn in 0..2 {
        inputs.rotate_left(2);
        inputs.swap(0, turn + 1);
        assert!(expected == results(&inputs, "2"), "the order {inputs:?} gives other bytes");
    }
}
