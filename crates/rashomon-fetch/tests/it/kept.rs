//! What is kept, is kept as it came.

use std::io::Write as _;

use crate::support::{Server, options, page, reply, run, run_in};

#[test]
fn an_answer_is_kept_to_the_byte() {
    const ANSWER: &[u8] =
        b"HTTP/1.1 200 Fine\r\ncontent-TYPE:  text/html\r\nX-Odd: \xe9\r\nContent-Length: 5\r\n\r\n<p>\xff\n";
    let server = Server::new(|_, stream| {
        // a server that goes on talking is not listened to
        stream.write_all(&[ANSWER, b"HTTP/1.1 200 OK\r\n\r\nmore"].concat()).unwrap();
    });
    let url = server.url("/page?x=1");
    let ran = run(&[&url], &options());
    let records = ran.records();
    let kinds: Vec<&str> = records.iter().map(crate::warc::Record::kind).collect();
    assert_eq!(kinds, ["warcinfo", "request", "response"]);
    assert_eq!(records[2].block, ANSWER);
    assert_eq!(records[2].url(), url);
    assert_eq!(records[2].field("WARC-IP-Address"), "127.0.0.1");
    assert_eq!(records[1].field("WARC-Concurrent-To"), records[2].field("WARC-Record-ID"));
    let request = records[1].text();
    assert!(request.starts_with("GET /page?x=1 HTTP/1.1\r\n"), "{request}");
    assert!(
        request.contains("user-agent: rashomon/") && request.ends_with("\r\n\r\n"),
        "{request}"
    );
    assert!(records[0].text().contains("format: WARC File Format 1.1\r\n"));
    assert_eq!(ran.summary().stored, 1);
}

#[test]
fn nothing_is_decoded() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(b"<p>Text</p>").unwrap();
    let body = gzip.finish().unwrap();
    let chunked = [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n<p>Te\r\n",
        &b"2\r\nxt\r\n0\r\n\r\n"[..],
    ]
    .concat();
    let (sent, sent_chunked) = (body.clone(), chunked.clone());
    let server = Server::new(move |asked, stream| match asked.path.as_str() {
        "/gzip" => reply(stream, "200 OK", &["Content-Encoding: gzip"], &sent),
        _ => stream.write_all(&sent_chunked).unwrap(),
    });
    let ran = run(&[&server.url("/gzip"), &server.url("/chunked")], &options());
    let responses = ran.responses();
    assert_eq!(responses[0].body(), body);
    assert_eq!(responses[1].block, chunked);
    assert_eq!(ran.summary().truncated, 0);
}

#[test]
fn interim_answers_are_part_of_what_came() {
    let server = Server::new(|_, stream| {
        stream.write_all(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n").unwrap();
        page(stream, "Text");
    });
    let ran = run(&[&server.url("/")], &options());
    assert_eq!(ran.summary().stored, 1, "{:?}", ran.summary());
}

#[test]
fn an_unchanged_page_is_noted_and_not_sent_again() {
    let server = Server::new(|asked, stream| match asked.path.as_str() {
        "/tagged" if asked.header("if-none-match") == Some("\"v1\"") => {
            reply(stream, "304 Not Modified", &["ETag: \"v1\""], b"");
        }
        "/tagged" => reply(stream, "200 OK", &["ETag: \"v1\""], b"<p>One"),
        "/dated" if asked.header("if-modified-since").is_some() => {
            stream.write_all(b"HTTP/1.1 304 Not Modified\r\n\r\n").unwrap();
        }
        "/dated" => {
            let date = "Last-Modified: Wed, 07 Sep 2022 08:00:00 GMT";
            reply(stream, "200 OK", &[date], b"<p>Two");
        }
        "/same" => reply(stream, "200 OK", &[], b"<p>Three"),
        _ => {
            let known = asked.header("if-none-match").is_some();
            reply(stream, "200 OK", &["ETag: \"x\""], if known { b"<p>new" } else { b"<p>old" });
        }
    });
    let urls: Vec<String> =
        ["/tagged", "/dated", "/same", "/other"].iter().map(|path| server.url(path)).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let first = run(&urls, &options());
    assert_eq!(first.summary().stored, 4);
    let again = |path: &std::path::Path| {
        let options = rashomon_fetch::Options { again: vec![path.to_path_buf()], ..options() };
        run(&urls, &options)
    };
    let second = again(&first.path);
    assert_eq!((second.summary().stored, second.summary().unchanged), (1, 3));
    let records = second.records();
    let revisits: Vec<_> = records.iter().filter(|r| r.kind() == "revisit").collect();
    for (revisit, profile) in revisits.iter().zip([
        "server-not-modified",
        "server-not-modified",
        "identical-payload-digest",
    ]) {
        let original = first.responses().into_iter().find(|r| r.url() == revisit.url()).unwrap();
        assert!(revisit.field("WARC-Profile").ends_with(profile), "{revisit:?}");
        assert_eq!(revisit.field("WARC-Refers-To"), original.field("WARC-Record-ID"));
        assert_eq!(revisit.field("WARC-Refers-To-Date"), original.field("WARC-Date"));
        assert_eq!(revisit.field("WARC-Refers-To-Target-URI"), original.url());
        assert_eq!(revisit.field("WARC-Payload-Digest"), original.field("WARC-Payload-Digest"));
        assert!(revisit.body().is_empty());
    }
    // a file of revisits is as good a start, and points to the pages, not to itself
    let third = again(&second.path);
    assert_eq!(third.summary().unchanged, 4, "{:?}", third.summary());
    let records = third.records();
    let revisit = records.iter().find(|r| r.kind() == "revisit").unwrap();
    assert_eq!(revisit.field("WARC-Refers-To"), first.responses()[0].field("WARC-Record-ID"));
}

#[test]
fn what_fails_is_told_in_the_table() {
    let server = Server::new(|asked, stream| match asked.path.as_str() {
        "/gone" => reply(stream, "410 Gone", &[], b"<p>Gone"),
        _ => page(stream, "Text"),
    });
    let ran = run(&[&server.url("/gone"), &server.url("/there"), "not a url"], &options());
    assert_eq!((ran.summary().stored, ran.summary().failures.len()), (1, 2));
    let table = std::fs::read_to_string(rashomon_fetch::failures_file(&ran.path)).unwrap();
    let rows: Vec<serde_json::Value> =
        table.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows[0]["url"], "not a url");
    assert_eq!(rows[0]["kind"], "url");
    assert_eq!((&rows[1]["status"], &rows[1]["via"]), (&410.into(), &"list".into()));
    // the answer is evidence all the same
    assert!(ran.responses().iter().any(|r| r.url() == server.url("/gone")));
    // a run without failures leaves no table, and none of the run before
    let options = rashomon_fetch::Options { resume: true, ..options() };
    let ran = run_in(ran.dir, &[&server.url("/there")], &options);
    assert_eq!(ran.summary().before, 1);
    assert!(!rashomon_fetch::failures_file(&ran.path).exists());
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let server = Server::new(|_, stream| page(stream, "Text"));
    let ran = run(&[&server.url("/")], &options());
    let bytes = std::fs::read(&ran.path).unwrap();
    let ran = run_in(ran.dir, &[&server.url("/")], &options());
    let error = ran.result.as_ref().unwrap_err();
    assert!(error.is_bad_argument() && error.to_string().contains("--resume"), "{error}");
    assert_eq!(std::fs::read(&ran.path).unwrap(), bytes);
    std::fs::write(&ran.path, "a text of mine").unwrap();
    let resume = rashomon_fetch::Options { resume: true, ..options() };
    let ran = run_in(ran.dir, &[&server.url("/")], &resume);
    assert!(ran.result.unwrap_err().to_string().contains("is no WARC file"));
    assert_eq!(std::fs::read(&ran.path).unwrap(), b"a text of mine");
}
