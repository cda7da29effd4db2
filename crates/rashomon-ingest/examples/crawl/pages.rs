//! Pages as news sites serve them, made up from a number: the same number gives the same page.

use std::fmt::Write as _;

const WORDS: &[&str] = &[
    "harbour",
    "ferry",
    "board",
    "port",
    "pier",
    "storm",
    "divers",
    "cracks",
    "berth",
    "minister",
    "council",
    "closed",
    "opened",
    "repaired",
    "warned",
    "said",
    "denied",
    "agreed",
    "refused",
    "promised",
    "the",
    "the",
    "the",
    "of",
    "of",
    "and",
    "and",
    "to",
    "in",
    "in",
    "on",
    "for",
    "with",
    "after",
    "before",
    "under",
    "its",
    "their",
    "northern",
    "southern",
    "new",
    "old",
    "large",
    "small",
    "first",
    "second",
    "week",
    "month",
    "year",
    "Valletta",
    "Klaipeda",
    "Gdynia",
    "Liepaja",
    "Monday",
    "Tuesday",
    "Friday",
    "million",
    "euros",
    "talks",
    "report",
    "inquiry",
    "union",
    "workers",
    "captain",
    "crew",
    "cargo",
    "vessel",
    "register",
    "company",
    "court",
    "appeal",
    "ruling",
    "law",
    "fine",
    "damage",
    "insurance",
    "passengers",
    "rescue",
    "coastguard",
    "engine",
];

/// Numbers that look like chance: the upper bits of a linear congruential generator (Knuth's constants).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) % n as u64) as usize
    }

    fn sentence(&mut self, out: &mut String) {
        let length = 9 + self.below(16);
        for n in 0..length {
            let word = WORDS[self.below(WORDS.len())];
            if n == 0 {
                out.extend(word.chars().next().map(|c| c.to_ascii_uppercase()));
                out.push_str(&word[1..]);
            } else {
                out.push(' ');
                out.push_str(word);
            }
            // a number now and then, as in any report
            if self.below(14) == 0 {
                let _ = write!(out, " {}", self.below(90_000));
            }
        }
        out.push_str(". ");
    }

    fn sentences(&mut self, n: usize) -> String {
        let mut out = String::new();
        (0..n).for_each(|_| self.sentence(&mut out));
        out
    }
}

/// Page number `n`: about 70 kB, of which a tenth is the article.
pub(crate) fn page(n: u64) -> String {
    let mut chance = Chance(n.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66);
    let title = chance.sentences(1);
    let title = title.trim_end_matches(". ");
    let mut out = String::with_capacity(80_000);
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} | Harbour Post</title>\n\
         <meta property=\"og:site_name\" content=\"Harbour Post\"><meta property=\"article:published_time\" \
         content=\"2021-09-{:02}T10:00:00Z\"><link rel=\"stylesheet\" href=\"/static/site.{:x}.css\">\n",
        1 + n % 28,
        chance.below(1 << 30),
    );
    for script in 0..6 {
        let _ = write!(out, "<script>window.config{script}={{");
        for key in 0..120 {
            let _ = write!(out, "\"k{key}\":\"{:016x}\",", chance.below(usize::MAX));
        }
        out.push_str("\"end\":1};</script>\n");
    }
    out.push_str("</head><body><header><nav><ul>\n");
    for item in 0..40 {
        let word = WORDS[chance.below(WORDS.len())];
        let _ = writeln!(
            out,
            "<li class=\"menu-item menu-item-{item}\"><a href=\"/section/{word}\">{word}</a></li>"
        );
    }
    let _ = write!(
        out,
        "</ul></nav></header><main><article class=\"story\"><h1>{title}</h1>\n<p class=\"byline\">By Anna Borg</p>\n"
    );
    for _ in 0..18 {
        let sentences = 2 + chance.below(3);
        let _ = writeln!(out, "<p>{}</p>", chance.sentences(sentences).trim_end());
    }
    out.push_str("</article></main><aside class=\"related\"><h2>More stories</h2>\n");
    for _ in 0..60 {
        let (teaser, id) = (chance.sentences(1), chance.below(usize::MAX));
        let _ = writeln!(
            out,
            "<div class=\"card card--teaser\" data-id=\"{id:x}\"><a href=\"/story/{id:x}\"><img src=\"/img/{id:x}.jpg\" \
             alt=\"\" width=\"320\" height=\"180\" loading=\"lazy\"><span class=\"card__title\">{}</span></a></div>",
            teaser.trim_end()
        );
    }
    out.push_str("</aside><footer><p>© 2021 Harbour Post</p></footer></body></html>\n");
    out
}

/// WARC records of page `n` as crawls hold them: the request, and the answer.
pub(crate) fn records(n: u64) -> [Vec<u8>; 2] {
    let url = format!("https://harbourpost.example/story/{n}");
    let page = page(n);
    let http = format!(
        "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        page.len()
    );
    let record = |kind: &str, id: u64, content: &[&[u8]]| {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{id:012x}>\r\n\
             WARC-Date: 2021-10-01T00:00:00Z\r\nWARC-Target-URI: {url}\r\n\
             Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
            content.iter().map(|part| part.len()).sum::<usize>()
        );
        [&[head.as_bytes()], content, &[&b"\r\n\r\n"[..]]].concat().concat()
    };
    let request = format!(
        "GET /story/{n} HTTP/1.1\r\nHost: harbourpost.example\r\nAccept: text/html\r\n\r\n"
    );
    [
        record("request", 2 * n, &[request.as_bytes()]),
        record("response", 2 * n + 1, &[http.as_bytes(), page.as_bytes()]),
    ]
}
