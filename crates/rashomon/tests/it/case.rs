//! Case files, by the command line.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use rashomon::case::{ArticleId, Reader};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{EXAMPLE, example, program};

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn case(&self) -> PathBuf {
        self.path("x.case")
    }

    /// A command on the case.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.args(arguments).env("RASHOMON_CASE", self.case());
        command
    }

    fn ran(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("runs")
    }

    /// Standard output of a command that must end well.
    #[track_caller]
    fn said(&self, arguments: &[&str]) -> String {
        let output = self.ran(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Code and message of a command that must fail.
    #[track_caller]
    fn refused(&self, arguments: &[&str], code: i32, part: &str) {
        let output = self.ran(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(part), "{said}");
    }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// A case of the example.
fn harbour() -> Folder {
    let folder = Folder::new();
    let case = folder.case();
    folder.said(&["run", EXAMPLE, "--case", case.to_str().unwrap()]);
    folder
}

#[test]
fn a_case_tells_what_a_run_tells() {
    let folder = harbour();
    let out = folder.path("out");
    let out = out.to_str().unwrap();
    for (format, ending, name) in [
        ("json", "json", "dossier.json"),
        ("html", "html", "index.html"),
        ("md", "md", "dossier.md"),
    ] {
        folder.said(&["export", "s1", "--format", format, "--out", out]);
        let exported =
            std::fs::read_to_string(folder.path("out").join(format!("s1.{ending}"))).unwrap();
        assert!(exported == example().file(name), "{name} is not what a run writes");
    }
}

#[test]
fn adding_says_what_changed() {
    let folder = Folder::new();
    let case = folder.case();
    let first = format!("{EXAMPLE}/[a-g]*");
    folder.said(&["run", &first, "--case", case.to_str().unwrap()]);
    let said = lines(&folder.said(&["add", EXAMPLE, "--json"]));
    let stored = |new: bool| said.iter().filter(|it| it["new"] == new).count();
    assert_eq!((stored(true), stored(false)), (4, 2));
    let change = said.last().unwrap();
    assert_eq!((change["story"].as_str(), change["revision"].as_u64()), (Some("s1"), Some(2)));
    assert!(change["lines"][0].as_str().unwrap().starts_with("new account: "), "{change}");
    let again = lines(&folder.said(&["add", EXAMPLE, "--json"]));
    assert!(again.iter().all(|it| it["new"] == false), "{again:?}");
}

#[test]
fn lists_and_searches() {
    let folder = harbour();
    assert_eq!(lines(&folder.said(&["list", "--json"])).len(), 1);
    assert_eq!(lines(&folder.said(&["list", "articles", "--json"])).len(), 6);
    assert!(folder.said(&["list", "entities"]).contains("Katla Hrafnsdottir"));
    assert!(folder.said(&["list", "changes"]).contains("new"));
    let hits =
        lines(&folder.said(&["search", "party:malta stance:denies", "--json", "--limit", "50"]));
    assert!(hits.len() > 3, "{hits:?}");
    for hit in &hits {
        let denies = |it: &Value| it["stance"] == "denies";
        assert!(hit["statements"].as_array().unwrap().iter().all(denies), "{hit}");
    }
    assert_eq!(folder.said(&["search", "nobody said this"]), "");
}

#[test]
fn the_user_s_names_stay_with_the_case() {
    let folder = Folder::new();
    let (case, kb) = (folder.case(), folder.path("names.tsv"));
    std::fs::write(&kb, "Free Waters Movement\tFree Waters\torganization\n").unwrap();
    let (case, kb) = (case.to_str().unwrap(), kb.to_str().unwrap());
    folder.said(&["run", EXAMPLE, "--case", case, "--kb", kb]);
    // without --kb nothing changes: they are kept
    let said = lines(&folder.said(&["add", EXAMPLE, "--json"]));
    assert!(said.iter().all(|it| it["stored"].is_string()), "{said:?}");
    // other names tell every story anew
    std::fs::write(kb, "Free Waters Movement\tMFW\torganization\n").unwrap();
    let said = lines(&folder.said(&["add", EXAMPLE, "--json", "--kb", kb]));
    assert_eq!(said.last().unwrap()["revision"], 2);
}

#[test]
fn tables_hold_every_statement_with_its_place() {
    let folder = harbour();
    let out = folder.path("tables");
    folder.said(&["export", "--format", "csv", "--out", out.to_str().unwrap()]);
    let read = |name: &str| {
        let mut reader = csv::Reader::from_path(out.join(name)).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        (reader.headers().unwrap().clone(), rows)
    };
    assert_eq!(read("articles.csv").1.len(), 6);
    let (header, rows) = read("statements.csv");
    let column = |name: &str| header.iter().position(|it| it == name).unwrap();
    let reader = Reader::open(&folder.case()).unwrap();
    for row in &rows {
        let article: ArticleId = row[column("article")].parse().unwrap();
        let text: Vec<char> = reader.article(article).unwrap().unwrap().text.chars().collect();
        let at = |name: &str| row[column(name)].parse::<usize>().unwrap();
        assert!(at("start") < at("stop") && at("stop") <= text.len());
    }
    assert!(rows.len() > 50);
}

#[test]
fn what_cannot_be_done_is_told() {
    let folder = Folder::new();
    folder.refused(&["list"], 2, "no such file");
    folder.refused(&["add", EXAMPLE], 2, "make a case with");
    assert!(!folder.case().exists());
    let folder = harbour();
    folder.refused(&["search", "type:nonsense"], 2, "PLOVER");
    folder.refused(&["search", "(ferry"], 2, "not closed");
    folder.refused(
        &["export", "s99", "--format", "md", "--out", folder.path("o").to_str().unwrap()],
        2,
        "no story s99",
    );
    folder.refused(&["export", "../s1", "--format", "md", "--out", "o"], 2, "an id like s3");
    folder.refused(&["add", "no/such/folder"], 1, "nothing was stored");
    let text = folder.path("text.txt");
    std::fs::write(&text, "no database").unwrap();
    folder.refused(&["list", "--case", text.to_str().unwrap()], 2, "text.txt");
}

/// Articles of a made-up sea, each of its own words.
fn articles(path: &Path, number: usize) {
    const SHIPS: [&str; 8] =
        ["Heron", "Crane", "Gannet", "Petrel", "Curlew", "Plover", "Bittern", "Shearwater"];
    const HARBOURS: [&str; 7] =
        ["Bergen", "Funchal", "Valletta", "Reykjavik", "Gdansk", "Porto", "Cork"];
    let mut file = std::fs::File::create(path).unwrap();
    for n in 0..number {
        let (ship, harbour) = (SHIPS[n % 8], HARBOURS[n % 7]);
        let text = format!(
            "The ferry {ship} sank off {harbour} on Monday, the coast guard said. The coast guard rescued {} \
             passengers. The owner of the {ship} denied that its engine number {n} had failed.",
            n + 2
        );
        let title = format!("Ferry {ship} sinks off {harbour}");
        let line = serde_json::json!({ "id": format!("r{n}"), "title": title, "outlet": format!("Gazette {n}"), "published": "2023-03-08", "text": text });
        writeln!(file, "{line}").unwrap();
    }
}

/// Whatever was said to be stored is there after the program was killed, and the file is whole.
#[test]
fn kill_at_any_moment() {
    const KILLS: usize = 100;
    const ARTICLES: usize = 40;
    let folder = Folder::new();
    let input = folder.path("in.jsonl");
    articles(&input, ARTICLES);
    // a case with the first of them, to begin from
    let (one, begun) = (folder.path("one.jsonl"), folder.path("begun.case"));
    articles(&one, 1);
    folder.said(&["run", one.to_str().unwrap(), "--case", begun.to_str().unwrap()]);
    let begin = |name: &str| {
        let case = folder.path(name);
        std::fs::copy(&begun, &case).unwrap();
        case
    };
    let add = |case: &Path| {
        let mut command = program();
        command.args(["add", "--json", "--threads", "1"]).arg(&input).arg("--case").arg(case);
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("runs")
    };
    // how long all takes, and that it ends
    let whole = begin("whole.case");
    let start = Instant::now();
    assert!(add(&whole).wait_with_output().unwrap().status.success());
    let all = start.elapsed();
    let expect = Reader::open(&whole).unwrap().overview().unwrap();

    // xorshift: other moments each time, the same in every test
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut case = begin("0.case");
    let (mut reported, mut ended, mut partly) = (0, 0, 0);
    for kill in 1..=KILLS {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let mut child = add(&case);
        let output = child.stdout.take().unwrap();
        let listener = std::thread::spawn(move || -> Vec<ArticleId> {
            let said = BufReader::new(output).lines().map_while(Result::ok);
            // the last line may be cut off
            let lines = said.filter_map(|line| serde_json::from_str::<Value>(&line).ok());
            lines.filter_map(|line| line["stored"].as_str()?.parse().ok()).collect()
        });
        let moment = random % 1100;
        std::thread::sleep(all.mul_f64(moment as f64 / 1000.0));
        if moment >= 1000 {
            // this one is to come to its end, however slow the machine has become
            child.wait().unwrap();
        }
        let done = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        let stored = listener.join().unwrap();
        reported += stored.len();
        let reader = Reader::open(&case).unwrap();
        for id in stored {
            let article = reader.article(id).unwrap();
            let article = article.unwrap_or_else(|| panic!("kill {kill}: {id} is lost"));
            let (bytes, _) = reader.source(id).unwrap().expect("its bytes");
            assert_eq!(rashomon_ingest::digest(&bytes), article.row.sha256, "kill {kill}: {id}");
        }
        let overview = reader.overview().unwrap();
        partly += usize::from(overview.articles > 1 && overview.waiting > 0);
        let connection = rusqlite::Connection::open(&case).unwrap();
        let whole: String =
            connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(whole, "ok", "kill {kill}");
        if done {
            ended += 1;
            assert_eq!((overview.articles, overview.waiting), (expect.articles, 0), "kill {kill}");
            assert_eq!(overview.stories, expect.stories, "kill {kill}");
            case = begin(&format!("{kill}.case"));
        }
    }
    assert!(reported > 0 && ended > 3 && partly > 3, "{reported} {ended} {partly}");
}
