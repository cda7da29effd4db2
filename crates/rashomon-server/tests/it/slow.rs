//! Clients that take their time keep nobody waiting, and are let go.

use std::io::{Read as _, Write as _};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Answer, Served, page};

fn impatient() -> Served {
    Served::with(|options| {
        options.limits.silence = Duration::from_secs(1);
        options.limits.request = Duration::from_secs(3);
    })
}

/// What is heard until the server hangs up, and how long that took.
fn heard(served: &Served, say: &[u8], drip: &[u8]) -> (Answer, Duration) {
    let mut stream = served.connect();
    stream.write_all(say).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let (start, mut heard, mut drip) = (Instant::now(), Vec::new(), drip.iter());
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => heard.extend_from_slice(&buffer[..n]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                if let Some(byte) = drip.next()
                    && stream.write_all(&[*byte]).is_err()
                {
                    break;
                }
            }
            Err(_) => break,
        }
        assert!(start.elapsed() < Duration::from_secs(20), "it is never let go");
    }
    (Answer::parse(&heard), start.elapsed())
}

#[test]
fn who_says_half_a_request_is_let_go() {
    let served = impatient();
    let post = "POST /api/v1/uploads?name=a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: 9999\r\n\r\n";
    let long = [b'a'; 1000];
    for (say, drip) in [
        (&b""[..], &b""[..]),
        (b"GET / HT", b""),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", &long),
        (post.as_bytes(), b""),
        (post.as_bytes(), &long),
        // a connection that is kept and not used
        (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", b""),
    ] {
        let (answer, time) = heard(&served, say, drip);
        assert!([0, 200, 400, 408].contains(&answer.status), "{say:?}: {answer:?}");
        assert!(time < Duration::from_secs(8), "{say:?}: {time:?}");
    }
    assert_eq!(served.json("/api/v1/jobs"), serde_json::json!([]), "half a file is none");
}

/// Who asks for much and takes nothing fills no memory, and is let go.
#[test]
fn who_does_not_listen_is_let_go() {
    let served = impatient();
    served.add_example();
    let mut deaf = served.connect();
    let ask = b"GET /api/v1/stories/s1/dossier HTTP/1.1\r\nHost: localhost\r\n\r\n";
    // far more than the buffers of two sockets
    for _ in 0..400 {
        if deaf.write_all(ask).is_err() {
            break;
        }
    }
    let connections = || {
        let metrics = served.get("/metrics").text();
        let line = metrics.lines().find(|line| line.starts_with("rashomon_connections ")).unwrap();
        line.split(' ').nth(1).unwrap().parse::<u32>().unwrap()
    };
    let start = Instant::now();
    while connections() > 1 {
        assert!(start.elapsed() < Duration::from_secs(20), "it is never let go");
        thread::sleep(Duration::from_millis(100));
    }
    drop(deaf);
}

#[test]
fn the_slow_do_not_keep_the_quick_waiting() {
    let served = Served::with(|options| options.limits.connections_of_one = 50);
    let slow: Vec<_> = (0..40)
        .map(|_| {
            let mut stream = served.connect();
            stream.write_all(b"POST /api/v1/uploads?name=a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nContent-Length: 99\r\n\r\na").unwrap();
            stream
        })
        .collect();
    let start = Instant::now();
    assert_eq!(served.add("name=a.html", &page("Barge aground", ""))["new"], 1);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    // there is a bound on how many one may have, and it is one's own
    let more: Vec<_> = (0..20).map(|_| served.connect()).collect();
    thread::sleep(Duration::from_millis(200));
    let shut = more.iter().filter(|stream| {
        stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        matches!((&**stream).read(&mut [0; 1]), Ok(0))
    });
    assert!(shut.count() >= 10, "of 60 connections 50 are held");
    drop((slow, more));
}
