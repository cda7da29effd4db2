//! What data a score was measured on.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// SHA-256 over all files below `folder`: names in order, each with its length and contents.
pub(crate) fn digest(folder: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    walk(folder, &mut files)?;
    let mut names: Vec<(String, PathBuf)> = files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            (name.to_string_lossy().replace('\\', "/"), path)
        })
        .collect();
    names.sort();
    let mut hasher = Sha256::new();
    for (name, path) in names {
        let contents = std::fs::read(path)?;
        hasher.update(name.as_bytes());
        hasher.update((contents.len() as u64).to_le_bytes());
        hasher.update(&contents);
    }
    Ok(crate::hex(&hasher.finalize()))
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_contents_count() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("a", "one");
        let first = digest(folder.path()).unwrap();
        assert_eq!(first.len(), 64);
        write("a", "two");
        let second = digest(folder.path()).unwrap();
        write("b", "");
        let third = digest(folder.path()).unwrap();
        assert!(first != second && second != third);
        write("a", "one");
        std::fs::remove_file(folder.path().join("b")).unwrap();
        assert_eq!(digest(folder.path()).unwrap(), first);
    }
}
