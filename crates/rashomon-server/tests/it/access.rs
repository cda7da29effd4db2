//! Who comes in, and as what.

use rashomon_server::{Options, Server, Tokens, new_token};
use rashomon_store::Case;
use serde_json::json;

use crate::support::{Served, page, reads};

/// A server with a reader's and an editor's token.
fn guarded() -> (Served, String, String) {
    let (reader, editor) = (new_token().unwrap(), new_token().unwrap());
    let file = format!("# the desk\nreader {reader}\neditor {editor}\n");
    let tokens: Tokens = file.parse().unwrap();
    (Served::with(|options| options.tokens = Some(tokens)), reader, editor)
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

const EVERYWHERE: [&str; 17] = [
    "/",
    "/stories/s1",
    "/articles",
    "/articles/a1",
    "/articles/a1/source",
    "/entities",
    "/search?q=port",
    "/map",
    "/changes",
    "/changes.atom",
    "/events",
    "/add",
    "/metrics",
    "/api/v1/overview",
    "/api/v1/openapi.json",
    "/api/v1/jobs",
    "/nowhere",
];

#[test]
fn without_a_token_there_is_only_the_door() {
    let (served, ..) = guarded();
    for path in EVERYWHERE {
        let answer = served.get(path);
        let led = answer.status == 303 && answer.header("location") == "/sign-in";
        assert!(led || answer.status == 401, "{path}: {answer:?}");
        assert!(answer.status == 303 || answer.header("www-authenticate").starts_with("Bearer"));
    }
    for path in ["/api/v1/uploads?name=a.txt", "/api/v1/pages", "/add/files", "/sign-out"] {
        let answer = served.ask("POST", path, &[("Content-Type", "application/json")], b"{}");
        assert_eq!(answer.status, 401, "{path}: {answer:?}");
    }
    for path in ["/healthz", "/sign-in"] {
        assert_eq!(served.get(path).status, 200, "{path}");
    }
}

#[test]
fn wrong_tokens_are_refused_and_after_many_for_a_while() {
    let (served, reader, editor) = guarded();
    let asked = |value: &str| {
        served.ask("GET", "/api/v1/overview", &[("Authorization", value)], b"").status
    };
    let other = new_token().unwrap();
    let upper = reader.to_uppercase();
    for value in [
        "",
        "Bearer",
        "Bearer ",
        &format!("Basic {reader}"),
        &bearer(&other),
        &bearer(&reader[..63]),
        &bearer(&upper),
        &format!("Bearer {reader}{reader}"),
    ] {
        assert_eq!(asked(value), 401, "{value}");
    }
    let many: Vec<u16> = (0..5).map(|_| asked(&bearer(&other))).collect();
    assert!(many.ends_with(&[429, 429]), "{many:?}");
    // nobody can lock out whoever has a right one
    assert_eq!(asked(&bearer(&reader)), 200);
    assert_eq!(asked(&format!("bearer  {editor}")), 200);
}

#[test]
fn a_reader_reads_and_adds_nothing() {
    let (served, reader, editor) = guarded();
    let (reader, editor) = (bearer(&reader), bearer(&editor));
    let send = |token: &str| {
        let headers = [("Authorization", token), ("Content-Type", "application/octet-stream")];
        served
            .ask("POST", "/api/v1/uploads?name=a.html", &headers, &page("Barge aground", ""))
            .status
    };
    assert_eq!(send(&reader), 403);
    assert_eq!(send(&editor), 202);
    let read = |path: &str| served.ask("GET", path, &[("Authorization", &reader)], b"");
    assert_eq!(read("/").status, 200);
    assert!(
        !read("/add").text().contains("method=\"post\""),
        "a reader is offered nothing to send"
    );
    let gone = [("Authorization", reader.as_str())];
    assert_eq!(served.ask("DELETE", "/api/v1/watches?url=x", &gone, b"").status, 403);
}

/// The browser's way: a form, a cookie that scripts cannot read, a form again.
#[test]
fn signing_in_and_out_with_a_browser() {
    let (served, reader, _) = guarded();
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let own = format!("http://{}", served.address);
    let origin = ("Origin", own.as_str());
    let body = format!("token={reader}");
    let answer = served.ask("POST", "/sign-in", &[form, origin], body.as_bytes());
    assert_eq!((answer.status, answer.header("location")), (303, "/"), "{answer:?}");
    let set = answer.header("set-cookie");
    assert!(set.contains("; HttpOnly; SameSite=Strict") && !set.contains(&reader), "{set}");
    let cookie = set.split(';').next().unwrap().to_owned();
    let with = ("Cookie", cookie.as_str());
    assert_eq!(served.ask("GET", "/", &[with], b"").status, 200);

    let door = served.ask("GET", "/sign-in", &[with], b"").text();
    let seal = door.split("name=\"seal\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let out = |seal: &str| {
        served.ask("POST", "/sign-out", &[form, origin, with], format!("seal={seal}").as_bytes())
    };
    assert_eq!(out("0123").status, 403, "a form of another site has no seal");
    assert_eq!(out(seal).status, 303);
    assert_eq!(served.ask("GET", "/", &[with], b"").status, 303, "the session is over");

    let wrong = served.ask("POST", "/sign-in", &[form, origin], b"token=0123");
    assert_eq!(wrong.status, 401);
    assert!(wrong.text().contains("name=\"token\"") && wrong.text().contains("role=\"alert\""));
    assert!(wrong.header("set-cookie").is_empty());
    let elsewhere = ("Origin", "http://paper.example");
    assert_eq!(served.ask("POST", "/sign-in", &[form, elsewhere], body.as_bytes()).status, 403);
    assert_eq!(served.ask("POST", "/sign-in", &[form], body.as_bytes()).status, 403);
}

#[test]
fn over_tls_cookies_keep_to_it() {
    let token = new_token().unwrap();
    let served = Served::with(|options| {
        options.tokens = Some(format!("reader {token}").parse().unwrap());
        options.url = Some("https://case.desk.example".to_owned());
    });
    let headers = [
        ("Host", "case.desk.example"),
        ("Origin", "https://case.desk.example"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let answer = served.ask("POST", "/sign-in", &headers, format!("token={token}").as_bytes());
    let set = answer.header("set-cookie");
    assert!(set.starts_with("__Host-rashomon=") && set.ends_with("; Secure"), "{set}");
}

#[test]
fn an_open_address_needs_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.case");
    let mut options = Options::new(path.clone(), reads());
    options.address = "0.0.0.0:0".parse().unwrap();
    let refused = Server::open(Case::open(&path).unwrap(), options.clone()).err().unwrap();
    assert!(refused.is_bad_argument() && refused.to_string().contains("tokens"), "{refused}");
    options.tokens = Some(format!("reader {}", new_token().unwrap()).parse().unwrap());
    assert!(Server::open(Case::open(&path).unwrap(), options).is_ok());
}

/// A page elsewhere whose name points to this machine is let in nowhere.
#[test]
fn names_of_others_are_refused() {
    let served = Served::new();
    for host in ["paper.example", "localhost.paper.example", "192.0.2.1", "[::2]", ""] {
        let answer = served.ask("GET", "/api/v1/overview", &[("Host", host)], b"");
        assert!([400, 421].contains(&answer.status), "{host}: {answer:?}");
        let send = [("Host", host), ("Content-Type", "application/json")];
        let answer =
            served.ask("POST", "/api/v1/pages", &send, b"{\"urls\":[\"http://a.example\"]}");
        assert!([400, 421].contains(&answer.status), "{host}: {answer:?}");
    }
    let port = served.address.port();
    for host in ["localhost".to_owned(), format!("localhost:{port}"), format!("[::1]:{port}")] {
        assert_eq!(served.ask("GET", "/api/v1/overview", &[("Host", &host)], b"").status, 200);
    }
    let two = "GET /api/v1/overview HTTP/1.1\r\nHost: localhost\r\nHost: paper.example\r\nConnection: close\r\n\r\n";
    assert_eq!(served.say(two.as_bytes()).status, 400);
    let none = served.say(b"GET /api/v1/overview HTTP/1.0\r\n\r\n");
    assert_eq!(none.status, 400);
    assert_eq!(served.json("/api/v1/jobs"), json!([]));
}

/// Every way in which a page of another site can have a browser send something.
#[test]
fn other_sites_add_nothing() {
    let served = Served::new();
    let json = r#"{"urls":["https://paper.example/"]}"#;
    let own = format!("http://{}", served.address);
    let refused = |path: &str, headers: &[(&str, &str)], body: &str, expect: &[u16]| {
        let answer = served.ask("POST", path, headers, body.as_bytes());
        assert!(expect.contains(&answer.status), "{path} {headers:?}: {answer:?}");
    };
    let json_type = ("Content-Type", "application/json");
    for from in [
        ("Origin", "https://paper.example"),
        ("Origin", "null"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ] {
        refused("/api/v1/pages", &[json_type, from], json, &[403]);
        refused(
            "/api/v1/uploads?name=a.txt",
            &[("Content-Type", "application/octet-stream"), from],
            "Text",
            &[403],
        );
        refused(
            "/add/pages",
            &[("Content-Type", "application/x-www-form-urlencoded"), from],
            "urls=https://a.example",
            &[403],
        );
        let answer = served.ask("DELETE", "/api/v1/watches?url=x", &[from], b"");
        assert_eq!(answer.status, 403);
    }
    // what a form can send, from a browser that does not say where it is from
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
    {
        refused("/api/v1/pages", &[("Content-Type", kind)], json, &[415]);
        refused("/api/v1/uploads?name=a.txt", &[("Content-Type", kind)], "Text", &[415]);
    }
    refused("/api/v1/uploads?name=a.txt", &[], "Text", &[415]);
    refused("/api/v1/pages", &[], json, &[415]);
    // our own forms without their seal, or with another
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    for body in [
        "urls=https://a.example",
        "urls=https://a.example&seal=",
        "urls=https://a.example&seal=0123",
    ] {
        for path in ["/add/pages", "/add/watch", "/add/unwatch"] {
            refused(path, &[form, ("Origin", &own)], body, &[403, 422]);
        }
    }
    let file = "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nText\r\n--x--\r\n";
    refused(
        "/add/files",
        &[("Content-Type", "multipart/form-data; boundary=x"), ("Origin", &own)],
        file,
        &[403],
    );
    assert_eq!(served.json("/api/v1/jobs"), json!([]), "nothing was handed in");
}

#[test]
fn every_answer_tells_browsers_what_not_to_do() {
    let served = Served::new();
    for path in [
        "/",
        "/add",
        "/nowhere",
        "/static/nothing",
        "/api/v1/overview",
        "/api/v1/nowhere",
        "/healthz",
        "/metrics",
        "/changes.atom",
    ] {
        let answer = served.get(path);
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("geolocation=()"), "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
        assert!(answer.header("access-control-allow-origin").is_empty(), "{path}");
        assert!(answer.header("server").is_empty(), "{path}");
    }
}

#[test]
fn whoever_asks_too_often_waits() {
    let served = Served::with(|options| {
        options.limits.rate = 1.try_into().unwrap();
        options.limits.burst = 5.try_into().unwrap();
    });
    let all: Vec<_> = (0..40).map(|_| served.get("/healthz")).collect();
    assert!(all[..5].iter().all(|answer| answer.status == 200));
    let refused = all.iter().find(|answer| answer.status == 429).expect("a bound");
    assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds <= 2));
}
