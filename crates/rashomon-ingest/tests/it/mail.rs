//! Mail and pages saved as mail.

use rashomon_ingest::{Given, clean_mail};
use rashomon_text::{Article, Basis, Source, Span};

const FIRST: &str =
    "The ferries between Gozo and Malta stopped at noon on Wednesday, the port\u{2019}s head said.";
const SECOND: &str =
    "Two piers and a crane were damaged in the storm, and repairs will take a week or more.";

fn read(mail: &[u8]) -> Article {
    let article = clean_mail(Source::default(), mail, &Given::default()).expect("a text");
    super::laws::check(&article);
    article
}

fn stands<'a>(mail: &'a [u8], article: &Article, words: &str) -> &'a [u8] {
    let span = Span::find(&article.text, words)
        .unwrap_or_else(|| panic!("{words:?} is not in {:?}", article.text));
    &mail[article.raw.as_ref().unwrap().to_raw(span).range()]
}

/// `text` in base64, in lines of 76.
fn base64(text: &str) -> String {
    const CODES: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut codes = String::new();
    for piece in text.as_bytes().chunks(3) {
        let bits =
            piece.iter().fold(0u32, |bits, &b| bits << 8 | u32::from(b)) << (8 * (3 - piece.len()));
        for n in 0..4 {
            let code = CODES[(bits >> (18 - 6 * n)) as usize & 63];
            codes.push(if n <= piece.len() { char::from(code) } else { '=' });
        }
    }
    let mut lines = String::new();
    for line in codes.as_bytes().chunks(76) {
        lines += &String::from_utf8_lossy(line);
        lines += "
";
    }
    lines
}

#[test]
fn a_newsletter_with_both_forms() {
    let mail = format!(
        "From: =?utf-8?q?Harbour_Post?= <news@post.example>\r\nTo: you@reader.example\r\nSubject: =?utf-8?q?Ferries_stop_=E2=80=93_again?=\r\n\
        Date: Wed, 07 Sep 2022 21:25:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nRead this on the web.\r\n\
        --b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}--b--\r\n",
        base64(&format!(
            "<html><head><title>x</title></head><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"
        ))
    );
    let article = read(mail.as_bytes());
    assert_eq!(article.text, format!("Ferries stop – again\n\n{FIRST}\n\n{SECOND}"));
    assert_eq!(article.outlet.as_ref().unwrap().name, "Harbour Post");
    let published = article.published.as_ref().unwrap();
    assert_eq!(
        (published.start.to_string().as_str(), published.basis),
        ("2022-09-07", Basis::Metadata)
    );
    assert_eq!(
        stands(mail.as_bytes(), &article, "Ferries stop"),
        b"=?utf-8?q?Ferries_stop_=E2=80=93_again?="
    );
    // a word in base64 stands in whole groups of four
    let raw = stands(mail.as_bytes(), &article, "piers");
    assert!(raw.len().is_multiple_of(4) && raw.len() <= 12, "{raw:?}");
}

#[test]
fn plain_text_is_read_where_there_is_no_page() {
    let mail = b"From: Harbour Post <news@post.example>\nSubject: Ferries stop\nContent-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable\n\n\
        The ferries stopped at noon on Wednesday, the port=92s\nhead said.\n\nRepairs will take a week & more.\n";
    let article = read(mail);
    assert_eq!(
        article.text,
        "Ferries stop\n\nThe ferries stopped at noon on Wednesday, the port’s head said.\n\nRepairs will take a week & more."
    );
    assert_eq!(stands(mail, &article, "port’s head"), b"port=92s\nhead");
    assert_eq!(stands(mail, &article, "week & more"), b"week & more");
    assert_eq!(stands(mail, &article, "Ferries stop"), b"Ferries stop");
}

#[test]
fn a_page_saved_as_mhtml() {
    let mail = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/ferries\r\nSubject: Ferries stop | Harbour Post\r\n\
        Date: Fri, 09 Sep 2022 06:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"--=b\"\r\n\r\n\
        ----=b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://post.example/ferries\r\n\r\n\
        <!DOCTYPE html><html><head><meta charset=3D\"utf-8\"><title>Ferries stop | Harbour Post</title>=\r\n\
        <meta property=3D\"article:published_time\" content=3D\"2022-09-07T21:25:00Z\"></head><body><nav><a href=3D\"/\">Home</a></nav>\
        <article><h1>Ferries stop</h1><p>{}</p><p>{SECOND}</p></article></body></html>\r\n\
        ----=b\r\nContent-Type: text/css\r\nContent-Location: https://post.example/x.css\r\n\r\np {{ color: red }}\r\n----=b--\r\n",
        FIRST.replace('\u{2019}', "=E2=80=99"),
    );
    let article = read(mail.as_bytes());
    assert_eq!(article.source.url.as_deref(), Some("https://post.example/ferries"));
    assert_eq!(article.slice(article.title.unwrap()), "Ferries stop");
    assert_eq!(article.published.as_ref().unwrap().start.to_string(), "2022-09-07");
    let kept: Vec<_> = article.paragraphs.iter().map(|it| article.slice(it.span)).collect();
    assert_eq!(kept, ["Ferries stop", FIRST, SECOND]);
    assert_eq!(stands(mail.as_bytes(), &article, "port’s"), b"port=E2=80=99s");
}

#[test]
fn messages_without_a_text() {
    for mail in [
        "",
        "\r\n",
        "Subject: x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
    ] {
        assert!(
            clean_mail(Source::default(), mail.as_bytes(), &Given::default()).is_none(),
            "{mail:?}"
        );
    }
}

/// Found by fuzzing.
#[test]
fn a_subject_that_is_no_utf8_keeps_its_length() {
    let mail = b"Subject: =?utf-8?q?x_=E2=80=multipa\x8E\x8B\x9Etive\r\n\r\nA ferry sank on Tuesday, he said.\r\n";
    let article = read(mail);
    assert_eq!(stands(mail, &article, "ferry sank"), b"ferry sank");
}

#[test]
fn messages_made_to_hurt() {
    const SIZE: usize = 20_000;
    let text = "\r\n\r\nA ferry sank in the harbour on Tuesday, he said.\r\n";
    let deep: String = (0..2_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
        .fold(String::new(), |all, it| all + &it);
    let wrapped = "Content-Type: message/rfc822\r\n\r\n".repeat(2_000);
    for mail in [
        format!("{deep}{text}"),
        format!("{wrapped}Subject: x{text}"),
        format!("Subject: {}{text}", "=?utf-8?q?=E2?= ".repeat(SIZE)),
        format!("Subject: {}{text}", "(".repeat(SIZE)),
        format!("From: {}{text}", "<a@b>,\"".repeat(SIZE)),
        format!("From: {}{text}", "(".repeat(SIZE)),
        format!("Date: {}{text}", "1 ".repeat(SIZE)),
        format!("Content-Type: text/html; {}{text}", "a*0*=b; ".repeat(SIZE)),
        format!("{}{text}", "X: y\r\n".repeat(SIZE)),
        format!(
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n{}",
            format!("--b{text}").repeat(SIZE / 4)
        ),
        format!("Content-Type: multipart/mixed; boundary=-\r\n\r\n{}", "-".repeat(SIZE)),
        format!("Content-Transfer-Encoding: base64\r\n\r\n{}", "=A".repeat(SIZE)),
        format!("Content-Transfer-Encoding: quoted-printable\r\n\r\n{}", "= ".repeat(SIZE)),
        format!("Subject: Ferry \u{202E}<script>alert(1)</script> \0{text}"),
    ] {
        if let Some(article) = clean_mail(Source::default(), mail.as_bytes(), &Given::default()) {
            super::laws::check(&article);
        }
    }
}
