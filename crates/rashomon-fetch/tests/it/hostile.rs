//! Servers that want to be waited for, or to be believed.

use std::io::Write as _;
use std::net::Shutdown;
use std::thread::sleep;
use std::time::Duration;

use rashomon_fetch::Options;

use crate::support::{Server, options, page, reply, run};

#[test]
fn a_slow_drip_ends_with_the_time() {
    let server = Server::new(|_, stream| {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";
        stream.write_all(head).unwrap();
        // ends when the fetcher goes
        while stream.write_all(b"x").is_ok() {
            sleep(Duration::from_millis(10));
        }
    });
    let ran =
        run(&[&server.url("/")], &Options { timeout: Duration::from_millis(500), ..options() });
    let [answer] = &ran.responses()[..] else { panic!("{:?}", ran.summary()) };
    assert_eq!(answer.field("WARC-Truncated"), "time");
    assert!(answer.body().starts_with(b"xx"));
    assert_eq!((ran.summary().stored, ran.summary().truncated), (1, 1));
}

#[test]
fn a_head_that_drips_is_no_answer() {
    let server = Server::new(|_, stream| {
        while stream.write_all(b"HTTP/1.1 200 OK\r\nA: ").is_ok() {
            sleep(Duration::from_millis(10));
        }
    });
    let options = Options { timeout: Duration::from_millis(300), attempts: 1, ..options() };
    let ran = run(&[&server.url("/")], &options);
    assert!(["time", "http"].contains(&ran.failure().kind), "{:?}", ran.failure());
}

#[test]
fn an_endless_body_is_cut_at_the_limit() {
    let chunk = [b"1000\r\n".as_slice(), &[b'x'; 0x1000], b"\r\n"].concat();
    let server = Server::new(move |_, stream| {
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        stream.write_all(head).unwrap();
        while stream.write_all(&chunk).is_ok() {}
    });
    let ran = run(&[&server.url("/")], &Options { max_bytes: 50_000, ..options() });
    let [answer] = &ran.responses()[..] else { panic!("{:?}", ran.summary()) };
    assert_eq!(answer.field("WARC-Truncated"), "length");
    assert!((50_000..60_000).contains(&answer.body().len()), "{}", answer.body().len());
    assert!(ran.notes[0].contains("stored up to byte 50000"), "{:?}", ran.notes);
}

#[test]
fn chunks_that_are_mostly_wrapping_are_cut_too() {
    let chunk = format!("1;{}\r\nx\r\n", "y".repeat(4000));
    let server = Server::new(move |_, stream| {
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        stream.write_all(head).unwrap();
        while stream.write_all(chunk.as_bytes()).is_ok() {}
    });
    let ran = run(&[&server.url("/")], &Options { max_bytes: 50_000, attempts: 1, ..options() });
    // whatever it is taken for, it is short
    let kept: usize = ran.responses().iter().map(|r| r.block.len()).sum();
    assert!(kept < 250_000, "{kept}");
    assert_eq!(ran.summary().stored + ran.summary().failures.len(), 1);
}

#[test]
fn endless_interim_answers_end() {
    let server =
        Server::new(
            |_, stream| {
                while stream.write_all(b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n").is_ok() {}
            },
        );
    let options =
        Options { max_bytes: 10_000, timeout: Duration::from_secs(5), attempts: 1, ..options() };
    let ran = run(&[&server.url("/")], &options);
    assert_eq!(ran.summary().failures.len(), 1);
}

#[test]
fn a_head_of_a_hundred_thousand_bytes_is_refused() {
    for head in [format!("X: {}\r\n", "y".repeat(100_000)), "X: y\r\n".repeat(20_000)] {
        let server = Server::new(move |_, stream| {
            let answer = format!("HTTP/1.1 200 OK\r\n{head}Content-Length: 0\r\n\r\n");
            let _ = stream.write_all(answer.as_bytes());
        });
        let ran = run(&[&server.url("/")], &options());
        assert!(["head", "http"].contains(&ran.failure().kind), "{:?}", ran.failure());
    }
}

#[test]
fn redirects_end() {
    let server = Server::new(|asked, stream| {
        let to = match asked.path.as_str() {
            "/self" => "/self".to_owned(),
            "/there" => "/back".to_owned(),
            "/back" => "/there".to_owned(),
            path => format!("{path}0"),
        };
        reply(stream, "301 Moved", &[&format!("Location: {to}")], b"");
    });
    for (path, reason, asked) in
        [("/self", "circle", 1), ("/there", "circle", 2), ("/n", "more than 5 times", 6)]
    {
        let ran = run(&[&server.url(path)], &options());
        assert_eq!(ran.failure().kind, "redirect");
        assert!(ran.failure().reason.contains(reason), "{path}: {:?}", ran.failure());
        assert_eq!(ran.responses().len(), asked, "{path}");
    }
}

#[test]
fn a_redirect_that_leads_nowhere_is_a_failure() {
    let server = Server::new(|asked, stream| match asked.path.as_str() {
        "/without" => reply(stream, "302 Found", &[], b"<p>moved"),
        _ => reply(stream, "302 Found", &["Location: http://["], b""),
    });
    let ran = run(&[&server.url("/without"), &server.url("/broken")], &options());
    let kinds: Vec<_> = ran.summary().failures.iter().map(|f| f.kind).collect();
    assert_eq!(kinds, ["redirect", "status"]);
}

#[test]
fn a_length_that_lies_is_seen() {
    let server = Server::new(|asked, stream| {
        let body = b"<p>Some text";
        let length = match asked.path.as_str() {
            "/long" => "1000",
            "/short" => "5",
            "/huge" => "99999999999999999999999999",
            _ => "-5",
        };
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        let _ = stream.shutdown(Shutdown::Both);
    });
    let urls = ["/long", "/short", "/huge", "/less"].map(|path| server.url(path));
    let ran = run(&urls.each_ref().map(String::as_str), &options());
    let responses = ran.responses();
    let of = |url: &str| responses.iter().find(|r| r.url() == url).unwrap();
    assert_eq!(of(&urls[0]).field("WARC-Truncated"), "disconnect");
    assert_eq!(of(&urls[0]).body(), b"<p>Some text");
    assert_eq!(of(&urls[1]).body(), b"<p>So");
    assert_eq!(server.paths().iter().filter(|path| *path == "/long").count(), 2, "tried again");
    assert_eq!(ran.summary().stored + ran.summary().failures.len(), 4);
}

#[test]
fn a_broken_body_is_tried_again_and_then_kept_as_far_as_it_came() {
    let server = Server::new(|_, stream| {
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>Te\r\n";
        stream.write_all(head).unwrap();
    });
    let ran = run(&[&server.url("/")], &options());
    assert_eq!(server.paths(), ["/robots.txt", "/", "/"]);
    let [answer] = &ran.responses()[..] else { panic!("{:?}", ran.summary()) };
    assert_eq!(answer.field("WARC-Truncated"), "disconnect");
    assert!(answer.body().ends_with(b"<p>Te\r\n"));
}

#[test]
fn a_connection_that_is_reset_costs_its_page() {
    let server = Server::new(|asked, stream| match asked.path.as_str() {
        "/bad" => {
            // closing with bytes unread sends a reset
            let _ = stream.shutdown(Shutdown::Write);
        }
        _ => page(stream, "Text"),
    });
    let ran = run(&[&server.url("/bad"), &server.url("/good")], &options());
    assert_eq!(ran.summary().stored, 1);
    assert_eq!((ran.failure().kind, ran.failure().attempts), ("connection", 2));
}

#[test]
fn a_port_nobody_listens_at_is_a_failure_of_the_site() {
    let address = Server::new(|_, _| {}).address; // ended at once
    let urls = [format!("http://{address}/a"), format!("http://{address}/b")];
    let ran = run(&urls.each_ref().map(String::as_str), &options());
    assert_eq!(ran.summary().failures.len(), 2);
    assert!(ran.summary().failures.iter().all(|f| f.kind == "connection"), "{:?}", ran.summary());
}

#[test]
fn what_is_not_http_is_no_answer() {
    for bytes in
        [&b"SSH-2.0-OpenSSH\r\n"[..], b"\0\0\0\0\r\n\r\n", b"HTTP/9.9 999 x\r\n\r\n", b"\r\n\r\n"]
    {
        let server = Server::new(move |_, stream| stream.write_all(bytes).unwrap());
        let ran = run(&[&server.url("/")], &options());
        assert_eq!(ran.summary().failures.len(), 1, "{bytes:?}");
    }
}

#[test]
fn no_answer_at_all_ends_with_the_time() {
    let server = Server::new(|_, _| sleep(Duration::from_secs(2)));
    let options = Options { timeout: Duration::from_millis(200), attempts: 1, ..options() };
    let ran = run(&[&server.url("/")], &options);
    assert_eq!(ran.failure().kind, "time");
}

#[test]
fn a_lookup_that_does_not_come_back_ends_with_the_time() {
    let lookup = rashomon_fetch::Lookup::new(|_, _| {
        sleep(Duration::from_secs(5));
        Ok(Vec::new())
    });
    let options = Options { timeout: Duration::from_millis(200), attempts: 1, lookup, ..options() };
    let ran = run(&["http://paper.example/"], &options);
    assert_eq!(ran.failure().kind, "time");
}
