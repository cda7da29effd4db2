//! Files that are there whole or not at all.
#![allow(clippy::disallowed_methods)] // results are written to the disk

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// What the name of a file ends with that is not whole yet.
pub(crate) const PART: &str = ".part";

/// Writes files of these names into the folder `dir`, each with what `write` writes for it.
///
/// All contents go to temporary files in `dir` and from memory to the disk (fsync) before the first
/// of them takes its name, so that a run broken off at any moment leaves, under each name, either
/// the old file or the whole new one.
pub fn all(
    dir: &Path,
    names: &[&str],
    write: &dyn Fn(&str, &mut dyn io::Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut staged = Vec::with_capacity(names.len());
    for &name in names {
        let mut file = tempfile::Builder::new().prefix(".").suffix(PART).tempfile_in(dir)?;
        write(name, &mut file)?;
        readable(file.as_file())?;
        file.as_file().sync_all()?;
        staged.push((name, file));
    }
    for (name, file) in staged {
        file.persist(dir.join(name)).map_err(|e| e.error)?;
    }
    sync(dir)
}

/// Temporary files are the owner's alone; results are as readable as any file people make.
#[cfg(unix)]
fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> io::Result<()> {
    Ok(())
}

/// Makes the new names last through a loss of power.
#[cfg(unix)]
fn sync(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes the folder `dir` and sees that files can be written there.
pub fn prepare(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    tempfile::Builder::new().prefix(".").suffix(PART).tempfile_in(dir).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same words for every file.
    fn with(words: &str) -> impl Fn(&str, &mut dyn io::Write) -> io::Result<()> {
        move |_, out| out.write_all(words.as_bytes())
    }

    #[test]
    fn replaces_all_and_leaves_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        all(dir.path(), &["a", "b"], &with("old")).unwrap();
        all(dir.path(), &["a", "b"], &with("newer")).unwrap();
        let mut names: Vec<_> =
            fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(fs::read_to_string(dir.path().join("b")).unwrap(), "newer");
    }

    #[test]
    fn a_failure_leaves_the_old_files() {
        let dir = tempfile::tempdir().unwrap();
        all(dir.path(), &["a"], &with("old")).unwrap();
        // the second name is a folder with something in it, which no file can replace
        fs::create_dir_all(dir.path().join("b/inner")).unwrap();
        assert!(all(dir.path(), &["b", "a"], &with("new")).is_err());
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "old");
        let parts = fs::read_dir(dir.path()).unwrap().filter(|e| {
            e.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "part")
        });
        assert_eq!(parts.count(), 0, "temporary files are taken away");
    }
}
