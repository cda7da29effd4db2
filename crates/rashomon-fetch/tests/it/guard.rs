//! Nobody is led into the own network.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rashomon_fetch::{Lookup, Options};

use crate::support::{Server, options, page, reply, run};

fn guarded() -> Options {
    Options { allow_private: false, ..options() }
}

/// As in the world outside, with 127.0.0.1 in the part of the public internet.
fn outside(find: impl Fn(&str) -> &'static str + Send + Sync + 'static, port: u16) -> Options {
    let lookup = Lookup::new(move |host, _| {
        let address: IpAddr = find(host).parse().map_err(io::Error::other)?;
        Ok(vec![SocketAddr::new(address, port)])
    });
    let lookup = lookup.judged_by(|address| {
        let public = address == IpAddr::from([127, 0, 0, 1]);
        (!public).then_some("private")
    });
    Options { lookup, ..guarded() }
}

#[test]
fn addresses_of_the_own_network_are_refused_in_every_spelling() {
    let server = Server::new(|_, stream| page(stream, "secret"));
    let port = server.address.port();
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "0.0.0.0",
        "user:secret@127.0.0.1",
    ] {
        let ran = run(&[&format!("http://{host}:{port}/")], &guarded());
        assert_eq!(ran.failure().kind, "refused", "{host}: {:?}", ran.failure());
        assert!(ran.failure().reason.contains("--allow-private"), "{:?}", ran.failure());
    }
    assert!(server.asked().is_empty(), "nothing was asked");
}

#[test]
fn a_name_that_is_a_private_address_is_refused() {
    let server = Server::new(|_, stream| page(stream, "secret"));
    let lookup = Lookup::new({
        let address = server.address;
        move |_, _| Ok(vec![address])
    });
    let ran = run(&["http://paper.example/"], &Options { lookup, ..guarded() });
    assert_eq!(ran.failure().kind, "refused");
    assert!(server.asked().is_empty());
}

#[test]
fn a_redirect_into_the_own_network_is_refused() {
    let inside = Server::raw("127.0.0.2", |_, stream| page(stream, "secret"));
    let to = format!("Location: {}", inside.url("/admin"));
    let server = Server::new(move |_, stream| reply(stream, "302 Found", &[&to], b""));
    let options = outside(|_| "127.0.0.1", server.address.port());
    let ran = run(&["http://paper.example/a"], &options);
    assert_eq!(ran.failure().kind, "refused", "{:?}", ran.failure());
    assert_eq!(ran.failure().url, "http://paper.example/a");
    assert!(inside.asked().is_empty());
    assert_eq!(ran.responses().len(), 1, "the redirect is evidence");
}

#[test]
fn a_redirect_of_robots_txt_into_the_own_network_is_refused() {
    let inside = Server::raw("127.0.0.2", |_, stream| page(stream, "secret"));
    let to = format!("Location: {}", inside.url("/robots.txt"));
    let server = Server::raw("127.0.0.1", move |_, stream| reply(stream, "302 Found", &[&to], b""));
    let ran = run(&["http://paper.example/a"], &outside(|_| "127.0.0.1", server.address.port()));
    assert_eq!(ran.failure().kind, "refused");
    assert!(inside.asked().is_empty());
}

/// The name is public when it is looked at first, and private a moment later.
#[test]
fn the_checked_address_is_the_connected_address() {
    let inside = Server::raw("127.0.0.2", |_, stream| page(stream, "secret"));
    let server = Server::new(|_, stream| page(stream, "Text"));
    let port = server.address.port();
    let times = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&times);
    // robots.txt, /a and then /b: one lookup each, and what it gave is where the socket went
    let options = outside(
        move |_| match count.fetch_add(1, Ordering::SeqCst) {
            0 | 1 => "127.0.0.1",
            _ => "127.0.0.2",
        },
        port,
    );
    let ran = run(&["http://paper.example/a", "http://paper.example/b"], &options);
    assert_eq!(times.load(Ordering::SeqCst), 3, "no second lookup behind the check");
    assert_eq!(server.paths(), ["/robots.txt", "/a"]);
    assert_eq!(ran.failure().kind, "refused");
    assert_eq!(ran.failure().url, "http://paper.example/b");
    assert_eq!(ran.responses()[0].field("WARC-IP-Address"), "127.0.0.1");
    assert!(inside.asked().is_empty());
}

#[test]
fn of_several_addresses_only_public_ones_are_tried() {
    let inside = Server::raw("127.0.0.2", |_, stream| page(stream, "secret"));
    let server = Server::new(|_, stream| page(stream, "Text"));
    let (private, public) = (inside.address, server.address);
    let lookup = Lookup::new(move |_, _| Ok(vec![private, public]));
    let judge = |address: IpAddr| (address == IpAddr::from([127, 0, 0, 2])).then_some("private");
    let lookup = lookup.judged_by(judge);
    let ran = run(&["http://paper.example/"], &Options { lookup, ..guarded() });
    assert_eq!(ran.summary().stored, 1, "{:?}", ran.summary());
    assert!(inside.asked().is_empty());
}

#[test]
fn only_the_web_is_followed() {
    for to in [
        "file:///etc/passwd",
        "ftp://paper.example/",
        "gopher://paper.example/",
        "http://a.example:22/",
    ] {
        let location = format!("Location: {to}");
        let server = Server::new(move |_, stream| reply(stream, "302 Found", &[&location], b""));
        let ran = run(&[&server.url("/")], &options());
        assert_eq!(ran.failure().kind, "redirect", "{to}");
        assert!(ran.failure().reason.contains(to), "{:?}", ran.failure());
    }
}

#[test]
fn credentials_are_told_to_nobody() {
    let server = Server::new(|asked, stream| match asked.path.as_str() {
        "/a" => reply(stream, "302 Found", &["Location: //u:p@localhost.example/b"], b""),
        _ => page(stream, "Text"),
    });
    let address = server.address;
    let lookup = Lookup::new(move |_, _| Ok(vec![address]));
    let url = format!("http://user:secret@{address}/a");
    let ran = run(&[&url], &Options { lookup, ..options() });
    assert_eq!(ran.summary().stored, 1, "{:?}", ran.summary());
    assert!(server.asked().iter().all(|asked| asked.header("authorization").is_none()));
    for record in ran.records() {
        let all = format!("{record:?}{}", String::from_utf8_lossy(&record.block));
        assert!(!all.contains("secret") && !record.url().contains('@'), "{all}");
    }
}

/// A proxy is told the name, and its own words are not kept.
#[test]
fn a_proxy_is_a_way_and_no_source() {
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;

    let server = Server::new(|_, stream| page(stream, "Text"));
    let to = server.address;
    let proxy = Server::wild(move |mut client| {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).is_ok_and(|n| n == 1) {
            head.push(byte[0]);
        }
        if !head.starts_with(b"CONNECT paper.example:80 HTTP/1.1\r\n") {
            return;
        }
        let mut server = TcpStream::connect(to).unwrap();
        client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").unwrap();
        let (mut from, mut back) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        std::thread::spawn(move || io::copy(&mut from, &mut back));
        let _ = io::copy(&mut server, &mut client);
        let _ = client.shutdown(std::net::Shutdown::Both);
    });
    let lookup = Lookup::new(|host, _| Err(io::Error::other(format!("asked for {host}"))));
    let options = Options { proxy: Some(proxy.url("")), lookup, ..guarded() };
    let ran = run(&["http://paper.example/a"], &options);
    assert_eq!(ran.summary().stored, 1, "{:?}", ran.summary());
    let response = &ran.responses()[0];
    assert!(response.block.starts_with(b"HTTP/1.1 200 OK\r\n"), "{response:?}");
    assert_eq!(response.field("WARC-IP-Address"), "", "that is not known");
    let request = ran.records().into_iter().find(|r| r.kind() == "request").unwrap();
    assert!(request.text().starts_with("GET /a HTTP/1.1\r\n"), "{request:?}");
    // what is said in numbers is still refused
    for url in ["http://127.0.0.1:8080/", "http://[fc00::1]/"] {
        let ran = run(&[url], &options);
        assert_eq!(ran.failure().kind, "refused", "{url}: {:?}", ran.failure());
    }
}
