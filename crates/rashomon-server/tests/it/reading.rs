//! What is read: pages, the API, the feed.

use serde_json::Value;

use crate::support::{Answer, Served, page};

#[test]
fn every_page_and_every_answer_of_the_example() {
    let served = Served::example();
    let story = served.json("/api/v1/stories")["rows"][0]["id"].as_str().unwrap().to_owned();
    let found = served.json("/api/v1/search?q=vessel");
    assert!(found["total"].as_u64() > Some(0), "{found}");
    for path in [
        "/",
        "/?order=day&page=2",
        &format!("/stories/{story}"),
        &format!("/stories/{story}/revisions"),
        "/articles",
        "/articles/a1",
        "/articles/a1?from=5&to=20",
        "/entities",
        "/entities?kind=person&name=a",
        "/entities/e1",
        "/search",
        "/search?q=vessel",
        "/map",
        "/changes",
        "/add",
        "/sign-in",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert!(answer.text().starts_with("<!DOCTYPE html>"), "{path}");
    }
    for path in [
        "/api/v1/overview",
        &format!("/api/v1/stories/{story}"),
        &format!("/api/v1/stories/{story}/revisions"),
        &format!("/api/v1/stories/{story}/dossier"),
        &format!("/api/v1/stories/{story}/dossier?revision=1"),
        "/api/v1/changes?after=0&limit=1",
        "/api/v1/articles?offset=1&limit=2",
        "/api/v1/articles/a1",
        "/api/v1/entities?kind=geopolitical",
        "/api/v1/entities/e1",
        "/api/v1/places",
        "/api/v1/failures",
        "/api/v1/watches",
        "/api/v1/jobs/j1",
    ] {
        served.json(path);
    }
    let dossier = served.json(&format!("/api/v1/stories/{story}/dossier"));
    assert_eq!(dossier["documents"].as_array().map(Vec::len), Some(6));
    let metrics = served.get("/metrics").text();
    assert!(metrics.contains("rashomon_articles 6\n"), "{metrics}");
    assert!(metrics.contains(
        r#"rashomon_requests_total{method="GET",route="/articles/{article}",status="200"}"#
    ));
    assert!(metrics.ends_with("# EOF\n"));
}

#[test]
fn what_is_not_there_is_said_in_the_asker_s_way() {
    let served = Served::new();
    for path in [
        "/stories/s1",
        "/stories/S1",
        "/stories/s01",
        "/stories/s99999999999999999999",
        "/articles/a1",
        "/articles/a1/source",
        "/entities/e-1",
        "/stories/s1/revisions",
        "/nowhere",
        "/static/style.css",
        "/api",
        "/api/v1/stories/s1",
        "/api/v1/stories/s1/dossier",
        "/api/v1/stories/s1/revisions",
        "/api/v1/articles/1",
        "/api/v1/entities/e1",
        "/api/v1/jobs/j1",
        "/api/v1/nowhere",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
        if path.starts_with("/api") {
            is_problem(&answer);
        } else {
            assert!(answer.text().contains("<h1>"), "{path}");
        }
    }
    let answer = served.ask("PUT", "/api/v1/overview", &[], b"");
    assert_eq!(answer.status, 405);
    is_problem(&answer);
    assert_eq!(served.ask("DELETE", "/map", &[], b"").status, 405);
}

fn is_problem(answer: &Answer) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{answer:?}");
    let problem = answer.json();
    assert_eq!(problem["status"], answer.status);
    assert!(problem["title"].is_string() && problem["type"] == "about:blank", "{problem}");
    assert!(!problem["detail"].as_str().unwrap().is_empty(), "{problem}");
}

#[test]
fn what_is_asked_wrongly_is_said() {
    let served = Served::new();
    for (path, word) in [
        ("/api/v1/stories?limit=0", "limit"),
        ("/api/v1/stories?limit=501", "limit"),
        ("/api/v1/stories?limit=-1", "limit"),
        ("/api/v1/stories?limit=many", "limit"),
        ("/api/v1/stories?offset=18446744073709551615", "offset"),
        ("/api/v1/stories?offset=99999999999999999999999", "offset"),
        ("/api/v1/stories?order=best", "order"),
        ("/api/v1/stories?page=2", "page"),
        ("/api/v1/changes?after=9223372036854775808", "offset"),
        ("/api/v1/search", "q"),
        ("/api/v1/search?q=actor:", "actor"),
        ("/api/v1/stories/s1/dossier?revision=0", "revision"),
        ("/api/v1/jobs?limit=1&limit=2", ""),
    ] {
        let answer = served.get(path);
        if word.is_empty() {
            continue;
        }
        assert_eq!(answer.status, 400, "{path}: {answer:?}");
        is_problem(&answer);
        assert!(answer.text().contains(word), "{path}: {}", answer.text());
    }
    let page = served.get("/search?q=%22open");
    assert_eq!(page.status, 400);
    assert!(page.text().contains("role=\"alert\""), "{}", page.text());
    assert_eq!(served.get("/?page=many").status, 400);
    assert_eq!(served.get("/?page=4294967295").status, 200);
}

/// What a browser has it is not sent again, until the case changes.
#[test]
fn a_page_is_sent_again_when_the_case_changed() {
    let served = Served::example();
    let tag = |path: &str| served.get(path).header("etag").to_owned();
    let again = |path: &str, tag: &str| served.ask("GET", path, &[("If-None-Match", tag)], b"");
    let paths =
        ["/", "/stories/s1", "/articles", "/articles/a1", "/entities/e1", "/map", "/changes.atom"];
    let before: Vec<String> = paths.iter().map(|path| tag(path)).collect();
    for (path, tag) in paths.iter().zip(&before) {
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        let answer = again(path, &format!("\"other\", {tag}"));
        assert_eq!((answer.status, answer.body.len()), (304, 0), "{path}");
        assert_eq!(answer.header("etag"), tag);
        assert_eq!(again(path, "W/\"other\"").status, 200);
    }
    served.add("name=late.html", &page("Barge towed to the yard", ""));
    for (path, tag) in paths.iter().zip(&before) {
        assert_eq!(again(path, tag).status, 200, "{path}");
    }
    // what is not there has no tag
    assert_eq!(served.get("/stories/s999").header("etag"), "");
}

#[test]
fn assets_are_kept_for_ever_and_pages_are_packed() {
    let served = Served::example();
    let front = served.get("/").text();
    let assets: Vec<&str> = front.split('"').filter(|part| part.starts_with("/static/")).collect();
    assert!(!assets.is_empty(), "{front}");
    for asset in assets {
        let answer = served.get(asset);
        assert_eq!(answer.status, 200, "{asset}");
        assert!(answer.header("cache-control").contains("immutable"), "{asset}");
    }
    let story = served.get("/stories/s1");
    let packed = served.ask("GET", "/stories/s1", &[("Accept-Encoding", "gzip")], b"");
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(
        packed.body.len() * 3 < story.body.len(),
        "{} of {}",
        packed.body.len(),
        story.body.len()
    );
}

/// Atom as RFC 4287 has it: what must be there is, and read by our own reader of feeds.
#[test]
fn the_feed_of_changes_is_one() {
    let served = Served::example();
    let answer = served.get("/changes.atom");
    assert_eq!(answer.header("content-type"), "application/atom+xml; charset=utf-8");
    let feed = rashomon_ingest::feed(&answer.body, None).expect("a feed");
    let changes = served.json("/api/v1/changes");
    assert_eq!(feed.items.len(), changes.as_array().unwrap().len());
    let text = answer.text();
    for part in
        ["<id>", "<title>", "<updated>", "<author><name>", "rel=\"self\"", "rel=\"alternate\""]
    {
        assert!(text.contains(part), "{part}");
    }
    let title = changes[0]["title"].as_str().unwrap();
    assert!(text.contains(&title.replace('\'', "&apos;")) || text.contains(title), "{title}");
}

/// Every route of the API is described, and no other.
#[test]
fn the_api_describes_itself() {
    let served = Served::new();
    let document = served.json("/api/v1/openapi.json");
    assert_eq!(document, serde_json::from_str::<Value>(&rashomon_server::openapi()).unwrap());
    for (path, operations) in document["paths"].as_object().unwrap() {
        let asked =
            path.replace("{story}", "s1").replace("{article}", "a1").replace("{entity}", "e1");
        let asked = asked.replace("{job}", "j1");
        for method in operations.as_object().unwrap().keys() {
            let answer = served.ask(&method.to_uppercase(), &asked, &[], b"");
            assert!(answer.status != 405 && answer.status < 500, "{method} {path}: {answer:?}");
        }
    }
}
