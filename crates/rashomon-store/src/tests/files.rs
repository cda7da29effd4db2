//! The file itself.
#![allow(clippy::disallowed_methods)] // tests of files use files

use rusqlite::Connection;

use super::{Desk, Desktop, items};
use crate::{Case, Reader};

#[test]
fn another_file_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("notes.txt");
    std::fs::write(
        &text,
        "Not a database, but long enough to look like one to somebody in a hurry.",
    )
    .unwrap();
    let other = dir.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE ship (name)").unwrap();
    for path in [&text, &other] {
        let before = std::fs::read(path).unwrap();
        let error = Case::open(path).err().expect("no case").to_string();
        assert!(error.contains(&path.display().to_string()), "{error}");
        assert!(error.contains("give another name"), "{error}");
        assert!(Reader::open(path).is_err());
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
}

#[test]
fn a_later_version_is_refused() {
    let desktop = Desktop::new();
    desktop.case.connection.pragma_update(None, "user_version", 999).unwrap();
    let path = desktop.dir.path().join("x.case");
    let error = Reader::open(&path).err().expect("too new").to_string();
    assert!(error.contains("version 999") && error.contains("later rashomon"), "{error}");
}

#[test]
fn a_reader_makes_no_file_and_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("none.case");
    assert!(Reader::open(&path).err().unwrap().to_string().contains("no such file"));
    assert!(!path.exists());
    let desktop = Desktop::of(&items()[..2]);
    let reader = desktop.reader();
    assert!(reader.connection.execute("DELETE FROM article", []).is_err());
    assert_eq!(reader.overview().unwrap().articles, 2);
}

#[test]
fn readers_read_while_a_writer_writes() {
    let mut desktop = Desktop::of(&items()[..2]);
    let reader = desktop.reader();
    let transaction = crate::case::begin(&mut desktop.case.connection).unwrap();
    transaction.execute("UPDATE article SET title = 'half done'", []).unwrap();
    let (_, articles) = reader.articles(0, 10).unwrap();
    assert!(articles.iter().all(|article| article.title != "half done"));
    drop(transaction);
}

#[test]
fn accounts_of_another_version_are_read_again() {
    let mut desktop = Desktop::of(&items());
    let before = desktop.dossiers();
    desktop.case.connection.execute("UPDATE article SET form = 0, account = x'00'", []).unwrap();
    assert_eq!(desktop.case.outdated().unwrap(), 6);
    assert_eq!(desktop.case.read_again(&Desk).unwrap(), 6);
    assert_eq!(desktop.case.tell(&|_, _| {}).unwrap().len(), 3);
    assert_eq!(desktop.case.outdated().unwrap(), 0);
    assert_eq!(desktop.dossiers(), before);
}

#[test]
fn sources_keep_their_bytes() {
    let items = items();
    let desktop = Desktop::of(&items);
    let reader = desktop.reader();
    let (total, articles) = reader.articles(0, 100).unwrap();
    assert_eq!(total, 6);
    for article in articles {
        let (bytes, kind) = reader.source(article.id).unwrap().expect("bytes");
        assert_eq!(kind, "text/plain");
        assert_eq!(rashomon_ingest::digest(&bytes), article.sha256);
        let path = article.path.as_deref();
        let item = items.iter().find(|it| Some(it.record.path.as_str()) == path).unwrap();
        assert_eq!(bytes, item.record.bytes);
        assert_eq!(article.bytes, bytes.len() as u64);
    }
}

#[test]
fn every_version_of_the_schema_becomes_this_one() {
    let schema = |connection: &Connection| -> Vec<String> {
        let mut rows = connection
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
            .unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let fresh = schema(&Desktop::new().case.connection);
    for version in 0..=crate::schema::versions() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("old.case");
        crate::schema::make(&mut Connection::open(&path).unwrap(), version).unwrap();
        assert_eq!(schema(&Case::open(&path).unwrap().connection), fresh, "from version {version}");
    }
}
