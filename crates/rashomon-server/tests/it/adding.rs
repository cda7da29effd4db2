//! What is added: files, forms, many at once, and what a stop leaves.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use serde_json::json;

use crate::support::{Served, case_in, example, page};

#[test]
fn a_file_becomes_a_story_and_says_so() {
    let served = Served::new();
    let job = served.add("name=barge.html", &page("Barge aground in Ostrava Bay", ""));
    assert_eq!((&job["state"], &job["new"], &job["known"]), (&json!("done"), &json!(1), &json!(0)));
    assert_eq!(job["name"], "barge.html");
    assert!(job["change"].is_null() || job["change"].as_u64() > Some(0), "{job}");
    let article = served.json("/api/v1/articles")["rows"][0].clone();
    assert_eq!(article["path"], "barge.html");
    assert_eq!(article["title"], "Barge aground in Ostrava Bay");
    assert_eq!(article["outlet"], "Lantern Courier");

    let again = served.add("name=barge.html", &page("Barge aground in Ostrava Bay", ""));
    assert_eq!(
        (&again["new"], &again["known"]),
        (&json!(0), &json!(1)),
        "the same bytes of the same name"
    );
    assert_eq!(served.json("/api/v1/overview")["articles"], 1);
    let source = served.get("/articles/a1/source");
    assert_eq!(source.body, page("Barge aground in Ostrava Bay", ""), "byte for byte");
}

#[test]
fn what_the_sender_says_of_a_file_goes_before_what_it_says() {
    let served = Served::new();
    let query = "name=notes.txt&outlet=The%20Quay&published=2031-03-05&title=At%20the%20quay&url=https%3A%2F%2Fquay.example%2F1";
    served.add(
        query,
        b"The barge of Ostrava Bay was towed to the yard on Wednesday, Ilka Dorn said.\n",
    );
    let article = served.json("/api/v1/articles/a1");
    assert_eq!(article["outlet"], "The Quay");
    assert_eq!(article["published"], "2031-03-05");
    assert_eq!(article["title"], "At the quay");
    assert_eq!(article["url"], "https://quay.example/1");
}

#[test]
fn files_of_every_kind_and_what_cannot_be_read() {
    let served = Served::new();
    let lines = "{\"id\":\"1\",\"text\":\"Ilka Dorn closed the harbour on Tuesday.\"}\nno json\n";
    let job = served.add("name=two.jsonl", lines.as_bytes());
    assert_eq!((&job["new"], &job["failed"]), (&json!(1), &json!(1)), "{job}");
    let job = served.add("name=picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    assert_eq!((&job["new"], &job["failed"]), (&json!(0), &json!(1)), "{job}");
    let reasons = served.json("/api/v1/failures");
    assert_eq!(reasons["total"], 2);
    for row in reasons["rows"].as_array().unwrap() {
        let text = row.to_string();
        assert!(text.contains("picture.txt") || text.contains("two.jsonl"), "{text}");
        assert!(
            !text.contains("upload") && !text.contains("/tmp"),
            "no path of this machine: {text}"
        );
    }
    assert_eq!(served.send_file("name=empty.txt", b"").status, 400);
}

/// As a browser sends it: the seal of the page, then several files.
#[test]
fn the_form_takes_files() {
    let served = Served::new();
    let add = served.get("/add").text();
    let seal = add.split("name=\"seal\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut body =
        format!("--x\r\nContent-Disposition: form-data; name=\"seal\"\r\n\r\n{seal}\r\n")
            .into_bytes();
    for file in &example()[..2] {
        let name = file.file_name().unwrap().to_str().unwrap();
        body.extend(
            format!("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"C:\\\\desk\\\\{name}\"\r\n\r\n").bytes(),
        );
        body.extend(std::fs::read(file).unwrap());
        body.extend(b"\r\n");
    }
    body.extend(b"--x--\r\n");
    let own = format!("http://{}", served.address);
    let headers = [
        ("Content-Type", "multipart/form-data; boundary=x"),
        ("Origin", own.as_str()),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    let answer = served.ask("POST", "/add/files", &headers, &body);
    assert_eq!((answer.status, answer.header("location")), (303, "/add#j2"), "{answer:?}");
    for job in ["j1", "j2"] {
        assert_eq!(served.done(job)["state"], "done");
    }
    let articles = served.json("/api/v1/articles");
    let paths: Vec<&str> = articles["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["path"].as_str().unwrap())
        .collect();
    assert!(paths.contains(&"atlantic-ledger.jsonl"), "{paths:?}");
    assert!(served.get("/add").text().contains("atlantic-ledger.jsonl"));
}

/// Readers read while articles come in, and every answer is whole.
#[test]
fn readers_are_not_in_the_way() {
    let served = Served::example();
    let (over, read) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for n in 0..8 {
            let (served, over, read) = (&served, &over, &read);
            scope.spawn(move || {
                let paths = [
                    "/",
                    "/stories/s1",
                    "/search?q=harbour",
                    "/api/v1/stories/s1/dossier",
                    "/entities/e1",
                ];
                while !over.load(Ordering::Relaxed) {
                    let path = paths[(n + read.load(Ordering::Relaxed)) % paths.len()];
                    let answer = served.get(path);
                    assert_eq!(answer.status, 200, "{path}: {answer:?}");
                    read.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let jobs: Vec<String> = (0..40)
            .map(|n| {
                let answer = served.send_file(
                    &format!("name=n{n}.html"),
                    &page(&format!("Barge {n} aground"), ""),
                );
                assert_eq!(answer.status, 202, "{answer:?}");
                answer.json()["id"].as_str().unwrap().to_owned()
            })
            .collect();
        for job in jobs {
            assert_eq!(served.done(&job)["state"], "done");
        }
        over.store(true, Ordering::Relaxed);
    });
    assert!(read.into_inner() > 40);
    assert_eq!(served.json("/api/v1/overview")["articles"], 46);
}

/// What a job has told as stored is there after a stop in the middle, and is told by the next server.
#[test]
fn a_stop_loses_nothing_that_was_stored() {
    let served = Served::new();
    let lines: String = (0..400)
        .map(|n| format!("{{\"id\":\"{n}\",\"text\":\"Pilot {n} of Ostrava Bay left Port Ellery on Tuesday, Ilka Dorn said.\"}}\n"))
        .collect();
    let answer = served.send_file("name=many.jsonl", lines.as_bytes());
    let job = answer.json()["id"].as_str().unwrap().to_owned();
    let stored = loop {
        let stored = served.json(&format!("/api/v1/jobs/{job}"))["new"].as_u64().unwrap();
        if stored > 0 {
            break stored;
        }
        thread::yield_now();
    };
    let folder = served.end();
    assert!(case_in(&folder).exists());
    let served = Served::on(folder, |_| {});
    let articles = || served.json("/api/v1/overview")["articles"].as_u64().unwrap();
    assert!(articles() >= stored, "{} of {stored}", articles());
    let sure = articles();
    // it is told without anybody's asking
    while served.json("/api/v1/overview")["waiting"] != 0 {
        thread::yield_now();
    }
    assert_eq!(articles(), sure);
    // and the rest comes in when it is handed in again
    let job = served.add("name=many.jsonl", lines.as_bytes());
    assert_eq!(job["known"], sure);
    assert_eq!(articles(), 400);
}

/// When as much waits as may, whoever comes is asked to come again, and nothing is half there.
#[test]
fn a_queue_has_an_end() {
    let served = Served::with(|options| options.limits.jobs = 3);
    let answers: Vec<_> = (0..20)
        .map(|n| served.send_file(&format!("name=n{n}.html"), &page(&format!("Barge {n}"), "")))
        .collect();
    let taken = answers.iter().filter(|answer| answer.status == 202).count();
    let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 503).collect();
    assert_eq!(taken + refused.len(), 20);
    for answer in refused {
        assert!(answer.header("retry-after").parse::<u64>().is_ok());
    }
    for answer in answers.iter().filter(|answer| answer.status == 202) {
        let job = served.done(answer.json()["id"].as_str().unwrap());
        assert_eq!(job["new"], 1, "{job}");
    }
    assert_eq!(served.json("/api/v1/overview")["articles"], taken);
}

/// Files take room until they are read, and no more than there is.
#[test]
fn files_that_wait_have_so_much_room() {
    let served = Served::with(|options| options.limits.waiting = 1500);
    for n in 0..5 {
        let job = served.add(&format!("name=n{n}.html"), &page(&format!("Barge {n}"), ""));
        assert_eq!(job["new"], 1, "what was read takes no room: {job}");
    }
    let large = page("Barge", &"<p>Two tugs came.</p>".repeat(100));
    let answer = served.send_file("name=large.html", &large);
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.header("retry-after").parse::<u64>().is_ok());
    assert_eq!(served.add("name=last.html", &page("Barge last", ""))["new"], 1);
}
