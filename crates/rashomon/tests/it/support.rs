//! Running the program and reading what it wrote.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The example's folder, from [`root`].
pub(crate) const EXAMPLE: &str = "examples/vessel-register";

/// The program, to be run in the workspace's folder.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rashomon"));
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// What a run left: exit code, standard error, and the folder given as `--out`.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stderr: String,
    pub(crate) out: PathBuf,
    _dir: TempDir,
}

/// `rashomon run ARGUMENTS --out` into a new folder.
pub(crate) fn run<S: AsRef<OsStr>>(arguments: &[S]) -> Ran {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let output =
        program().arg("run").args(arguments).arg("--out").arg(&out).output().expect("runs");
    assert!(output.stdout.is_empty(), "standard output is for results asked for");
    let stderr = String::from_utf8(output.stderr).unwrap();
    Ran { code: output.status.code(), stderr, out, _dir: dir }
}

/// One run on the example, for all tests that only read what it wrote.
pub(crate) fn example() -> &'static Ran {
    static RAN: LazyLock<Ran> = LazyLock::new(|| run(&[EXAMPLE]));
    &RAN
}

impl Ran {
    /// A file of the results.
    pub(crate) fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.out.join(name))
            .unwrap_or_else(|e| panic!("{name}: {e}\n{}", self.stderr))
    }

    /// The dossier.
    pub(crate) fn dossier(&self) -> Value {
        serde_json::from_str(&self.file("dossier.json")).expect("JSON")
    }

    /// The file names of the dossier's documents, in order.
    pub(crate) fn documents(&self) -> Vec<String> {
        list(&self.dossier(), "documents")
            .iter()
            .map(|d| {
                let path = d["source"]["path"].as_str().expect("a path");
                path.rsplit('/').next().unwrap_or(path).to_owned()
            })
            .collect()
    }

    /// Whether any result was written.
    pub(crate) fn wrote(&self) -> bool {
        ["dossier.json", "index.html", "dossier.md"].iter().any(|f| self.out.join(f).exists())
    }
}

/// The list under `key`.
pub(crate) fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is a list"))
}

/// A folder of inputs made for one test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file and gives its path.
    pub(crate) fn with(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, contents).unwrap();
        path
    }

    /// Writes an article that nothing is wrong with.
    pub(crate) fn with_article(&self, name: &str) -> PathBuf {
        self.with(name, ARTICLE)
    }
}

/// A short article that nothing is wrong with.
pub(crate) const ARTICLE: &str = "\
Harbour board of Klaipeda closes ferry berth\n\
\n\
The harbour board of Klaipeda closed its northern ferry berth on Monday after divers had found \
cracks in two of its piles.\n\
\n\
“No ship will moor there before the piles are replaced,” the board's chairwoman, Rasa Vilkute, \
said on Monday.\n";
