//! A guest who behaves.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rashomon_fetch::Options;

use crate::support::{Server, options, page, reply, run};

#[test]
fn what_robots_txt_forbids_is_not_asked_for() {
    let server = Server::raw("127.0.0.1", |asked, stream| match asked.path.as_str() {
        "/robots.txt" => {
            reply(
                stream,
                "200 OK",
                &[],
                b"User-agent: *\nDisallow: /private\nAllow: /private/open",
            );
        }
        _ => page(stream, "Text"),
    });
    let urls = [server.url("/private/1"), server.url("/private/open"), server.url("/2")];
    let ran = run(&urls.each_ref().map(String::as_str), &options());
    assert_eq!(ran.summary().stored, 2);
    assert_eq!(ran.failure().kind, "robots");
    assert!(ran.failure().reason.contains("line 2: Disallow: /private"), "{:?}", ran.failure());
    assert_eq!(server.paths(), ["/robots.txt", "/private/open", "/2"], "asked for once a site");
    let records = ran.records();
    let told = records.iter().find(|r| r.kind() == "metadata").unwrap();
    assert!(told.url() == urls[0] && told.text().contains("failure: robots\r\n"), "{told:?}");
}

#[test]
fn a_site_without_robots_txt_allows_and_one_in_trouble_forbids() {
    for (status, stored) in [
        ("404 Not Found", 1),
        ("403 Forbidden", 1),
        ("503 Service Unavailable", 0),
        ("500 Internal Server Error", 0),
        ("429 Too Many Requests", 0),
    ] {
        let server = Server::raw("127.0.0.1", move |asked, stream| match asked.path.as_str() {
            "/robots.txt" => reply(stream, status, &[], b""),
            _ => page(stream, "Text"),
        });
        let ran = run(&[&server.url("/a")], &options());
        assert_eq!(ran.summary().stored, stored, "{status}");
        if stored == 0 {
            assert!(ran.failure().reason.starts_with("robots.txt: "), "{:?}", ran.failure());
            assert_eq!(server.paths(), ["/robots.txt", "/robots.txt"], "tried again: {status}");
        }
    }
}

#[test]
fn robots_txt_is_followed_to_where_it_is() {
    let server = Server::raw("127.0.0.1", |asked, stream| match asked.path.as_str() {
        "/robots.txt" => reply(stream, "301 Moved", &["Location: /rules"], b""),
        "/rules" => reply(stream, "200 OK", &[], b"User-agent: rashomon\nDisallow: /"),
        _ => page(stream, "Text"),
    });
    let ran = run(&[&server.url("/a")], &options());
    assert_eq!(ran.failure().kind, "robots");
}

#[test]
fn a_host_the_redirect_leads_to_is_asked_for_its_own_rules() {
    let other = Server::raw("127.0.0.1", |asked, stream| match asked.path.as_str() {
        "/robots.txt" => reply(stream, "200 OK", &[], b"User-agent: *\nDisallow: /"),
        _ => page(stream, "Text"),
    });
    let to = format!("Location: {}", other.url("/b"));
    let server = Server::new(move |_, stream| reply(stream, "302 Found", &[&to], b""));
    let ran = run(&[&server.url("/a")], &options());
    assert_eq!(ran.failure().kind, "robots");
    assert_eq!(ran.failure().url, server.url("/a"));
    assert_eq!(other.paths(), ["/robots.txt"]);
    assert_eq!(ran.responses().len(), 1, "the redirect itself is kept");
}

#[test]
fn a_busy_server_is_asked_again_later() {
    let times = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&times);
    let server = Server::new(move |_, stream| match count.fetch_add(1, Ordering::SeqCst) {
        0 => reply(stream, "429 Too Many Requests", &["Retry-After: 0"], b""),
        1 => reply(stream, "503 Service Unavailable", &[], b""),
        _ => page(stream, "Text"),
    });
    let ran = run(&[&server.url("/a")], &Options { attempts: 3, ..options() });
    assert_eq!((ran.summary().stored, times.load(Ordering::SeqCst)), (1, 3));
    assert_eq!(ran.responses().len(), 1, "only the last answer is kept");
}

#[test]
fn a_wait_that_is_too_long_is_no_reason_to_ask_sooner() {
    let server = Server::new(|_, stream| {
        reply(stream, "429 Too Many Requests", &["Retry-After: 3600"], b"");
    });
    let ran = run(&[&server.url("/a")], &Options { attempts: 5, ..options() });
    assert_eq!(server.paths(), ["/robots.txt", "/a"]);
    assert_eq!(ran.failure().status, Some(429));
    assert!(ran.failure().reason.contains("3600 seconds"), "{:?}", ran.failure());
}

#[test]
fn one_connection_a_host_and_a_pause_between_two() {
    let (busy, most, times) =
        (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (peak, log) = (Arc::clone(&most), Arc::clone(&times));
    let server = Server::raw("127.0.0.1", move |asked, stream| {
        log.lock().unwrap().push(Instant::now());
        peak.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let robots = asked.path == "/robots.txt";
        std::thread::sleep(Duration::from_millis(5));
        busy.fetch_sub(1, Ordering::SeqCst);
        if robots {
            reply(stream, "200 OK", &[], b"User-agent: *\nCrawl-delay: 0.04");
        } else {
            page(stream, "Text");
        }
    });
    let urls: Vec<String> = (0..5).map(|n| server.url(&format!("/{n}"))).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let ran = run(&urls, &options());
    assert_eq!((ran.summary().stored, most.load(Ordering::SeqCst)), (5, 1));
    // a pause can only come out longer than asked for
    let times = times.lock().unwrap();
    for pair in times[1..].windows(2) {
        assert!(pair[1] - pair[0] >= Duration::from_millis(40), "{:?}", pair[1] - pair[0]);
    }
}

#[test]
fn hosts_do_not_wait_for_each_other() {
    // each answers only once the other has been asked
    let barrier = Arc::new(std::sync::Barrier::new(2));
    let server = |address| {
        let barrier = Arc::clone(&barrier);
        Server::raw(address, move |asked, stream| {
            if asked.path == "/robots.txt" {
                return reply(stream, "404 Not Found", &[], b"");
            }
            barrier.wait();
            page(stream, "Text");
        })
    };
    let (one, two) = (server("127.0.0.1"), server("127.0.0.2"));
    let ran = run(&[&one.url("/"), &two.url("/")], &options());
    assert_eq!(ran.summary().stored, 2);
}

#[test]
fn it_says_who_asks() {
    let server = Server::new(|_, stream| page(stream, "Text"));
    let contact = Some("desk@paper.example".to_owned());
    run(&[&server.url("/")], &Options { contact, ..options() });
    for asked in server.asked() {
        let agent = asked.header("user-agent").unwrap();
        assert!(
            agent.starts_with("rashomon/") && agent.ends_with(" (+desk@paper.example)"),
            "{agent}"
        );
        assert_eq!(asked.header("cookie"), None);
    }
}
