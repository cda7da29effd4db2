//! What means harm: words that would act in a page, names that lead elsewhere, bodies without end, queries that are
//! none. Each is refused or made harmless, and nothing that was there is lost.

use std::io::Write as _;

use html5gum::{Token, Tokenizer};
use serde_json::Value;

use crate::support::{Served, case_in, page};

/// Breaks out of text, of an attribute in either quotes, of a comment, of a title.
const EVIL: &str =
    "\"'></title></textarea>--><script>alert(1)</script><img src=x onerror=alert(1)>";

/// Checks that nothing in a page acts but what is ours: by the tokens that a browser would read in it.
fn nothing_acts(path: &str, html: &str) {
    for token in Tokenizer::new(html).flatten() {
        let Token::StartTag(tag) = token else { continue };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let text = |name: &str| {
            let value = tag.attributes.get(name.as_bytes());
            value.map(|value| String::from_utf8_lossy(value).into_owned())
        };
        assert!(
            !["iframe", "object", "embed", "base", "style", "frame"].contains(&name.as_str()),
            "{path}: {name}"
        );
        if name == "script" {
            assert!(text("src").is_some_and(|src| src.starts_with("/static/")), "{path}: {tag:?}");
        }
        for attribute in tag.attributes.keys() {
            let attribute = String::from_utf8_lossy(attribute).to_ascii_lowercase();
            assert!(
                !attribute.starts_with("on") && attribute != "style" && attribute != "srcdoc",
                "{path}: {tag:?}"
            );
        }
        for attribute in ["href", "src", "action", "formaction", "xlink:href"] {
            let Some(value) = text(attribute) else { continue };
            let plain =
                ["/", "#", "?", "http://", "https://"].iter().any(|start| value.starts_with(start));
            // an icon of ours may be data, a link never is
            let icon = name == "link" && value.starts_with("data:");
            assert!(plain || icon, "{path}: {tag:?}");
            assert!(!value.starts_with("//"), "{path}: {tag:?}");
        }
    }
}

/// All pages of a case.
fn every_page(served: &Served) -> Vec<(String, String)> {
    let mut paths: Vec<String> = [
        "/",
        "/articles",
        "/entities",
        "/map",
        "/changes",
        "/add",
        "/search?q=harbour",
        "/sign-in",
    ]
    .map(str::to_owned)
    .into();
    let ids = |path: &str| -> Vec<String> {
        let rows = served.json(path)["rows"].clone();
        rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    paths.extend(
        ids("/api/v1/articles?limit=500").iter().map(|id| format!("/articles/{id}?from=0&to=9")),
    );
    paths.extend(ids("/api/v1/entities?limit=500").iter().map(|id| format!("/entities/{id}")));
    for id in ids("/api/v1/stories?limit=500") {
        paths.extend([format!("/stories/{id}"), format!("/stories/{id}/revisions")]);
    }
    let read = |path: String| {
        let answer = served.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        (path, answer.text())
    };
    paths.into_iter().map(read).collect()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn words_of_articles_act_on_no_page() {
    let served = Served::new();
    let safe =
        EVIL.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    // a page: title, byline, outlet, address, the name of a person, markup in the body
    let hostile = format!(
        "<!DOCTYPE html><html lang=en><head><title>Barge aground {safe}</title>\
         <meta property=\"og:site_name\" content=\"Lantern {safe}\"><meta name=author content=\"Ilka {safe}\">\
         <link rel=canonical href=\"javascript:alert(1)\"><meta property=\"og:url\" content=\"javascript:alert(2)\">\
         </head><body><article><h1>Barge aground {safe}</h1><p class=byline>By Ilka {safe} Dorn</p>\
         <p>Ostrava Bay closed its inner harbour on Tuesday, harbour master Ilka&lt;script&gt;alert(1)&lt;/script&gt; Dorn \
         said. \"The {safe} lights had not failed,\" said Ilka&lt;img/src=x/onerror=alert(1)&gt; Dorn.</p>{EVIL}\
         <p onclick=alert(1)>Two tugs were sent from Port Ellery in the morning.</p></article></body></html>"
    );
    let more = "Barge towed from Ostrava Bay";
    served.add(&format!("name={}", encoded(&format!("{EVIL}.html"))), hostile.as_bytes());
    served.add(&format!("name=b.html&outlet={0}&title={0}", encoded(EVIL)), &page(more, &safe));
    // a record of JSON Lines
    let line = serde_json::json!({
        "id": EVIL, "title": EVIL, "outlet": EVIL, "url": "javascript:alert(3)",
        "text": format!("Ostrava Bay closed its inner harbour on Tuesday, {EVIL} harbour master Ilka Dorn said."),
    });
    served.add("name=c.jsonl", format!("{line}\n{EVIL}\n").as_bytes());
    // a feed: every field of it
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>{safe}</title>\
         <link>javascript:alert(4)</link><item><title>{safe}</title><link>javascript:alert(5)</link><guid>{safe}</guid>\
         <dc:creator>{safe}</dc:creator><pubDate>Tue, 04 Mar 2031 10:00:00 GMT</pubDate><description><![CDATA[<p>Ostrava Bay \
         closed its inner harbour on Tuesday, harbour master Ilka Dorn said.</p>{EVIL}<p>Two tugs were sent from Port \
         Ellery in the morning, and the barge was towed to the yard in the evening.</p>]]></description></item></channel></rss>"
    );
    served.add("name=d.xml", feed.as_bytes());
    // what cannot be read is named
    served.add(&format!("name={}", encoded(&format!("{EVIL}.txt"))), b"\x89PNG\r\n\x1a\n\0\0");
    assert!(served.json("/api/v1/overview")["articles"].as_u64() >= Some(4), "they are all there");

    let pages = every_page(&served);
    for (path, html) in &pages {
        nothing_acts(path, html);
    }
    let all: String = pages.iter().map(|(_, html)| html.as_str()).collect();
    assert!(all.contains("alert(1)"), "the words are shown, as words");
    // and what is asked comes back as words too
    for path in [
        format!("/search?q={}", encoded(EVIL)),
        format!("/search?q={}", encoded(&format!("\"{EVIL}"))),
        format!("/entities?name={0}&kind={0}", encoded(EVIL)),
        format!("/stories/{}", encoded(EVIL)),
        format!("/{}", encoded(EVIL)),
        format!("/?order={}", encoded(EVIL)),
    ] {
        let answer = served.get(&path);
        assert!(answer.status < 500, "{path}: {answer:?}");
        nothing_acts(&path, &answer.text());
    }
    let atom = served.get("/changes.atom").text();
    assert!(!atom.contains("<script") && !atom.contains("javascript:"), "{atom}");
}

/// The tester itself: it finds what would act.
#[test]
fn what_acts_is_found() {
    for html in [
        "<script>alert(1)</script>",
        "<script src=https://evil.example/x.js></script>",
        "<p onclick=x>",
        "<a href=javascript:x>",
        "<a href=\"//evil.example\">",
        "<p style=x>",
        "<svg><a xlink:href=javascript:x>",
        "<iframe>",
    ] {
        assert!(std::panic::catch_unwind(|| nothing_acts("/", html)).is_err(), "{html}");
    }
    nothing_acts("/", "<a href=/stories/s1>&lt;script&gt;</a><script src=/static/a.js></script>");
}

/// The bytes of a page as they came would act: a browser keeps them and does not show them.
#[test]
fn the_bytes_of_a_page_are_not_shown() {
    let served = Served::new();
    served.add("name=a.html", &page("Barge aground", "<script>alert(1)</script>"));
    let answer = served.get("/articles/a1/source");
    assert!(answer.text().contains("<script>"), "byte for byte");
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"a1.html\"");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
}

#[test]
fn no_path_leads_out() {
    let served = Served::new();
    for path in [
        "/static/../Cargo.toml",
        "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%2f..%2fetc%2fpasswd",
        "/static//etc/passwd",
        "/static/%00",
        "//etc/passwd",
        "/../../etc/passwd",
        "/articles/..%2f..%2fetc%2fpasswd",
        "/articles/%2e%2e/source",
        "/stories/..%5c..%5cboot.ini",
        "/api/v1/articles/..%2foverview",
        "/api/v1/jobs/../overview/..%00",
    ] {
        let answer = served.get(path);
        assert!((400..500).contains(&answer.status), "{path}: {answer:?}");
        assert!(!answer.text().contains("root:") && !answer.text().contains("[package]"), "{path}");
    }
    for (n, name) in
        ["../../evil.html", "/etc/cron.d/evil.html", "..\\..\\evil.html", "a/../../evil.html"]
            .iter()
            .enumerate()
    {
        let job = served.add(&format!("name={}", encoded(name)), &page(&format!("Barge {n}"), ""));
        assert_eq!(job["name"], "evil.html", "{name}");
    }
    let mut left: Vec<String> = std::fs::read_dir(served.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.retain(|name| !name.starts_with("test.case"));
    assert!(left.is_empty(), "{left:?}");
    assert!(case_in(&served.folder).exists());
}

#[test]
fn what_is_too_large_is_refused_early() {
    let served = Served::with(|options| options.limits.upload = 1 << 20);
    let big = vec![b'a'; (1 << 20) + 1];
    assert_eq!(served.send_file("name=a.txt", &big).status, 413);
    // a length alone is enough, and one that is a lie does not help
    let head = |more: &str| {
        format!(
            "POST /api/v1/uploads?name=a.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/octet-stream\r\n{more}\r\n\r\n"
        )
    };
    assert_eq!(served.say(head("Content-Length: 99999999999").as_bytes()).status, 413);
    let mut chunked = head("Transfer-Encoding: chunked").into_bytes();
    for chunk in big.chunks(1 << 16) {
        let _ = write!(chunked, "{:x}\r\n", chunk.len());
        chunked.extend(chunk);
        chunked.extend(b"\r\n");
    }
    chunked.extend(b"0\r\n\r\n");
    assert_eq!(served.say(&chunked).status, 413);

    let seal = served.get("/add").text();
    let seal = seal.split("name=\"seal\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut form = format!("--x\r\nContent-Disposition: form-data; name=\"seal\"\r\n\r\n{seal}\r\n--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\n").into_bytes();
    form.extend(&big);
    form.extend(b"\r\n--x--\r\n");
    let kind = [("Content-Type", "multipart/form-data; boundary=x")];
    assert_eq!(served.ask("POST", "/add/files", &kind, &form).status, 413);

    let urls = serde_json::json!({ "urls": vec!["https://paper.example/".repeat(9); 2000] });
    assert_eq!(served.send_json("/api/v1/pages", &urls).status, 413);
    let urls = serde_json::json!({ "urls": vec!["https://paper.example/"; 501] });
    assert_eq!(served.send_json("/api/v1/pages", &urls).status, 400);
    let long = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "a".repeat(64 << 10));
    assert_eq!(served.say(long.as_bytes()).status, 431);
    let many: String = (0..200).map(|n| format!("X-{n}: a\r\n")).collect();
    assert_eq!(
        served.say(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{many}\r\n").as_bytes()).status,
        431
    );

    assert_eq!(served.json("/api/v1/jobs"), serde_json::json!([]));
    let fits = served.add("name=b.html", &page("Barge aground", ""));
    assert_eq!(fits["new"], 1, "the server is well: {fits}");
}

#[test]
fn queries_are_words_and_never_sql() {
    let served = Served::example();
    let before = served.json("/api/v1/overview");
    for q in [
        "'; DROP TABLE article; --",
        "\"; DROP TABLE article; --",
        "x' OR '1'='1",
        "outlet:\"x' OR '1'='1\"",
        "outlet:x'/**/UNION/**/SELECT/**/1",
        "actor:e1;DELETE",
        "vessel* AND (",
        "NEAR(vessel port, 5",
        "{title} : vessel",
        "^vessel",
        "-vessel",
        "*",
        "\"\"",
        "a\0b",
        "%",
        "_",
        "\\",
        "((((((((((((((((((((",
        "NOT NOT NOT vessel",
        "after:9999-99-99",
        "\u{202E}vessel",
    ] {
        for path in ["/api/v1/search?q=", "/search?q="] {
            let answer = served.get(&format!("{path}{}", encoded(q)));
            assert!([200, 400].contains(&answer.status), "{q}: {answer:?}");
        }
        for field in ["name", "kind"] {
            let answer = served.get(&format!("/api/v1/entities?{field}={}", encoded(q)));
            assert_eq!(answer.status, 200, "{q}: {answer:?}");
            if q.contains(" OR ") && !q.contains(':') {
                assert_eq!(answer.json()["total"], 0, "{q} is a name that nobody has");
            }
        }
    }
    let deep = "(".repeat(900) + "vessel" + &")".repeat(900);
    assert!(served.get(&format!("/api/v1/search?q={}", encoded(&deep))).status < 500);
    for id in ["s1'", "s1;--", "s1%20OR%201=1", "s1%00"] {
        assert_eq!(served.get(&format!("/api/v1/stories/{id}")).status, 404, "{id}");
    }
    assert_eq!(served.json("/api/v1/overview"), before, "nothing is lost");
    let found: Value = served.json("/api/v1/search?q=vessel");
    assert!(found["total"].as_u64() > Some(0));
}

/// What is no HTTP, or half of it, costs its connection.
#[test]
fn what_is_no_request_is_no_trouble() {
    let served = Served::new();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"POST /api/v1/pages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /api/v1/pages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"\0\0\0\0\r\n\r\n",
    ] {
        let answer = served.say(bytes);
        assert!(answer.status == 0 || (400..500).contains(&answer.status), "{bytes:?}: {answer:?}");
    }
    for json in [
        "",
        "{",
        "[]",
        "{\"urls\":1}",
        "{\"urls\":[]}",
        "{\"urls\":[\"x\"]}",
        "{\"urls\":[],\"more\":1}",
        "\u{0}",
    ] {
        let kind = [("Content-Type", "application/json")];
        let answer = served.ask("POST", "/api/v1/pages", &kind, json.as_bytes());
        assert!((400..=422).contains(&answer.status), "{json}: {answer:?}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    assert_eq!(served.get("/healthz").text(), "ok\n");
}
