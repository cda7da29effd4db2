use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::{Error, Given, Options, format::Format, table::Table};

/// One file to read, or a path that cannot be read and why.
///
/// Trouble with one path does not stop the others: it is told by [`read`](crate::read).
#[derive(Debug)]
pub struct Input {
    pub(crate) path: PathBuf,
    /// The path as the user gave it, with `/` between folders.
    pub(crate) shown: String,
    pub(crate) state: Result<(), Error>,
    pub(crate) given: Given,
    bytes: u64,
}

impl Input {
    /// The path as the user gave it, with `/` between folders.
    pub fn path(&self) -> &str {
        &self.shown
    }

    /// Size of the file in bytes, as it was when the inputs were found; 0 where there is none.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// Finds the files to read: every path is a file, a folder (read with its subfolders), or a pattern
/// (`reports/*.txt`, `**/*.html`).
///
/// A file named outright is read whatever its extension says, unless its content is no text; folders
/// and patterns give texts, pages, JSONL, WARC, feeds and mail by their extensions and leave others, and hidden
/// ones, alone. The result is sorted by path and holds each file once, so the order of `paths` does not
/// matter. Links are followed, loops of links are cut.
///
/// The error is about `options.metadata` only. A path that does not exist, or a folder with nothing
/// to read, becomes an [`Input`] that fails when read.
pub fn inputs<P: AsRef<Path>>(paths: &[P], options: &Options) -> Result<Vec<Input>, Error> {
    let table = options.metadata.as_deref().map(Table::read).transpose()?.unwrap_or_default();
    let mut found = Vec::new();
    for path in paths {
        find(path.as_ref(), &mut found);
    }
    found.sort_by(|a, b| a.shown.cmp(&b.shown));
    let mut seen = BTreeSet::new();
    found.retain(|input| {
        let real = fs::canonicalize(&input.path).unwrap_or_else(|_| input.path.clone());
        seen.insert(real)
    });
    for input in &mut found {
        if let Some(given) = table.find(&input.shown) {
            input.given = given.clone();
        }
    }
    Ok(found)
}

/// Inputs whose bytes lie elsewhere than where they are said to come from: each as the file that holds the bytes and the
/// path that failures and articles name. They come back in the order given.
///
/// The error is about `options.metadata` only.
pub fn inputs_at(files: &[(PathBuf, String)], options: &Options) -> Result<Vec<Input>, Error> {
    let table = options.metadata.as_deref().map(Table::read).transpose()?.unwrap_or_default();
    let at = |(file, shown): &(PathBuf, String)| {
        let state = fs::metadata(file).map(drop).map_err(|error| Error::io(file, &error));
        let given = table.find(shown).cloned().unwrap_or_default();
        Input { shown: shown.clone(), given, ..input(file, state) }
    };
    Ok(files.iter().map(at).collect())
}

fn find(path: &Path, found: &mut Vec<Input>) {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => {
            let before = found.len();
            let mut folders = BTreeSet::new();
            walk(path, &mut folders, found);
            if found.len() == before {
                let error = Error::empty(
                    path,
                    "no file in this folder that is read (.txt, .html, .jsonl, .warc, .xml, .rss, .atom, .eml, .mht); name the files to read, or another folder",
                );
                found.push(input(path, Err(error)));
            }
        }
        Ok(_) => found.push(input(path, Ok(()))),
        Err(error) => {
            if !pattern(path, found) {
                found.push(input(path, Err(Error::io(path, &error))));
            }
        }
    }
}

/// Takes `path` as a pattern; false where it is none or nothing fits.
fn pattern(path: &Path, found: &mut Vec<Input>) -> bool {
    let Some(text) = path.to_str().filter(|text| text.contains(['*', '?', '['])) else {
        return false;
    };
    let hidden_apart =
        glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    let Ok(matches) = glob::glob_with(text, hidden_apart) else { return false };
    let before = found.len();
    for path in matches.flatten() {
        if path.is_dir() {
            walk(&path, &mut BTreeSet::new(), found);
        } else if Format::of(&path).is_some() {
            found.push(input(&path, Ok(())));
        }
    }
    found.len() > before
}

/// Adds the readable files under `folder`, going into each real folder once.
fn walk(folder: &Path, folders: &mut BTreeSet<PathBuf>, found: &mut Vec<Input>) {
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(real) = fs::canonicalize(&folder) else { continue };
        if !folders.insert(real) {
            continue;
        }
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                found.push(input(&folder, Err(Error::io(&folder, &error))));
                continue;
            }
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            // follows links; one that leads nowhere, or to itself, is left out
            let Ok(meta) = fs::metadata(&path) else { continue };
            if meta.is_dir() {
                open.push(path);
            } else if meta.is_file() && Format::of(&path).is_some() {
                found.push(input(&path, Ok(())));
            }
        }
    }
}

fn input(path: &Path, state: Result<(), Error>) -> Input {
    let shown = path.to_string_lossy().replace('\\', "/");
    let shown = shown.strip_prefix("./").unwrap_or(&shown).to_owned();
    let bytes = fs::metadata(path).map_or(0, |meta| if meta.is_file() { meta.len() } else { 0 });
    Input { path: path.to_path_buf(), shown, state, given: Given::default(), bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paths: &[&Path], expect: &[&str]) {
        let found = inputs(paths, &Options::default()).unwrap();
        let names: Vec<_> = found
            .iter()
            .map(|input| input.path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, expect);
    }

    #[test]
    fn folders_patterns_and_files_are_read_once_and_sorted() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("sub")).unwrap();
        for name in ["b.txt", "a.html", "c.png", ".hidden.txt", "sub/a.jsonl"] {
            fs::write(root.join(name), "x").unwrap();
        }
        check(&[root], &["a.html", "b.txt", "a.jsonl"]);
        check(&[&root.join("*.txt"), &root.join("b.txt")], &["b.txt"]);
        check(&[&root.join("sub"), root], &["a.html", "b.txt", "a.jsonl"]);
    }

    #[cfg(unix)]
    #[test]
    fn loops_of_links_are_cut() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(root, root.join("again")).unwrap();
        std::os::unix::fs::symlink(root.join("self"), root.join("self")).unwrap();
        check(&[root], &["a.txt"]);
    }

    #[test]
    fn trouble_is_kept_for_reading() {
        let folder = tempfile::tempdir().unwrap();
        let found =
            inputs(&[folder.path().to_path_buf(), "no/such.txt".into()], &Options::default())
                .unwrap();
        let errors: Vec<_> = found.iter().map(|input| input.state.as_ref().unwrap_err()).collect();
        assert!(errors[0].is_empty() && errors[1].is_missing(), "{errors:?}");
    }
}
