//! Addresses as people write them, and what is asked for.

use url::{ParseError, Url};

/// The longest URL that is asked for, in bytes.
const LONGEST: usize = 8 << 10;

/// Ports that no page is served from: other services listen there. ("Bad ports" of the Fetch
/// standard.)
const NO_WEB: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427,
    465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
    993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
];

/// Reads a URL of the web, against `base` where it is a link found there.
///
/// The fragment goes, as it never reaches a server; so do credentials, which are told to nobody.
/// Hosts come out in one spelling: lower case, punycode, and numbers of any notation as the address
/// they are (WHATWG URL Standard).
pub(crate) fn parse(text: &str, base: Option<&Url>) -> Result<Url, String> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(format!("the URL is {} bytes long; {LONGEST} is the limit", text.len()));
    }
    let mut url = match base {
        Some(base) => base.join(text),
        None => Url::parse(text),
    }
    .map_err(|error| match error {
        ParseError::RelativeUrlWithoutBase => {
            "no URL; one begins with https:// or http://".to_owned()
        }
        error => format!("no URL: {error}"),
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("{}: is not followed; only http and https are", url.scheme()));
    }
    if let Some(port) = url.port().filter(|port| NO_WEB.contains(port)) {
        return Err(format!("port {port} belongs to another service than the web"));
    }
    url.set_fragment(None);
    // neither fails for a URL with a host, and http has one
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Ok(url)
}

/// The host whose turn it is: all ports and both schemes of it wait for each other.
pub(crate) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        match parse(text, None) {
            Ok(url) => assert_eq!(url.as_str(), expect, "{text}"),
            Err(error) => assert!(error.contains(expect), "{text}: {error}"),
        }
    }

    #[test]
    fn one_spelling() {
        check(" HTTP://Example.ORG:80/a#b ", "http://example.org/a");
        check("https://user:secret@example.org/", "https://example.org/");
        check("http://bücher.example/", "http://xn--bcher-kva.example/");
    }

    #[test]
    fn numbers_are_addresses() {
        for spelling in
            ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "１２７.0.0.1"]
        {
            check(&format!("http://{spelling}/"), "http://127.0.0.1/");
        }
        check("http://[::FFFF:7f00:1]/", "http://[::ffff:7f00:1]/");
    }

    #[test]
    fn what_is_not_the_web_is_refused() {
        check("file:///etc/passwd", "file: is not followed");
        check("ftp://example.org/", "ftp: is not followed");
        check("gopher://example.org/", "gopher: is not followed");
        check("javascript:alert(1)", "javascript: is not followed");
        check("http://example.org:25/", "port 25");
        check("http://", "no URL");
        check("example.org", "no URL");
        check(&format!("http://example.org/{}", "a".repeat(LONGEST)), "bytes long");
    }

    #[test]
    fn links_are_read_where_they_stand() {
        let base = Url::parse("https://example.org/feed/").unwrap();
        assert_eq!(parse("../a?b", Some(&base)).unwrap().as_str(), "https://example.org/a?b");
        assert_eq!(parse("//h.example/", Some(&base)).unwrap().as_str(), "https://h.example/");
    }
}
