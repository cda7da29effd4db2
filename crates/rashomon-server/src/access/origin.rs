//! Under which name the server is asked, and from which site.

use std::net::IpAddr;

use axum::http::{HeaderMap, Method, Uri, header};

/// The authority that a request is for, `name:port`, in lower case.
pub(crate) fn authority<'r>(uri: &'r Uri, headers: &'r HeaderMap) -> Option<String> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    // two of them, or another one in the request line, are read differently by different programs
    if hosts.next().is_some() || uri.authority().is_some_and(|other| other.as_str() != host) {
        return None;
    }
    Some(host.to_ascii_lowercase())
}

/// Whether an authority is a name of this machine for itself.
///
/// A page elsewhere can have its own name point to this machine (DNS rebinding); its requests then come in here,
/// under that name.
pub(crate) fn is_loopback(authority: &str) -> bool {
    let name = match authority.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => authority,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    match bare.unwrap_or(name).parse::<IpAddr>() {
        Ok(IpAddr::V6(_)) if bare.is_none() => false,
        Ok(address) => address.is_loopback(),
        Err(_) => name == "localhost",
    }
}

/// Whether a request that changes something may come from where it comes from: a page of ours, or a program.
///
/// Browsers say which site a request is from, and a page cannot change what they say. A program says nothing, which
/// is why a form needs a seal, and the API a content type that no form can send.
pub(crate) fn is_own(method: &Method, authority: &str, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    let all_fit = |name: &str, fits: &dyn Fn(&str) -> bool| {
        headers.get_all(name).iter().all(|value| value.to_str().is_ok_and(fits))
    };
    let own_site = |site: &str| matches!(site, "same-origin" | "none");
    let own_origin = |origin: &str| {
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        host.is_some_and(|host| host.eq_ignore_ascii_case(authority))
    };
    all_fit("sec-fetch-site", &own_site) && all_fit("origin", &own_origin)
}

/// Whether a form of any site could send a body of this content type without asking first
/// (the safelist of the Fetch standard; a body without a type is one of these too).
pub(crate) fn a_form_can_send(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else {
        return true;
    };
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.is_empty()
        || matches!(
            essence.as_str(),
            "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain"
        )
        // what no browser can read it takes as it likes
        || !essence.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        for name in ["localhost", "localhost:7878", "127.0.0.1", "127.1.2.3:80", "[::1]", "[::1]:9"]
        {
            assert!(is_loopback(name), "{name}");
        }
        for name in [
            "",
            ":80",
            "paper.example",
            "paper.example:7878",
            "localhost.paper.example",
            "127.0.0.1.paper.example",
            "0.0.0.0",
            "192.0.2.1",
            "::1",
            "[::2]",
            "[::1",
            "127.0.0.1:80:80",
            "localhost@paper.example",
        ] {
            assert!(!is_loopback(name), "{name}");
        }
    }

    fn own(headers: &[(&'static str, &str)]) -> bool {
        let headers =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        is_own(&Method::POST, "case.example:7878", &headers.collect())
    }

    #[test]
    fn other_sites_change_nothing() {
        assert!(own(&[]));
        assert!(own(&[("origin", "http://case.example:7878"), ("sec-fetch-site", "same-origin")]));
        assert!(own(&[("origin", "https://CASE.example:7878")]));
        for site in ["cross-site", "same-site", "other"] {
            assert!(!own(&[("sec-fetch-site", site)]), "{site}");
        }
        for origin in [
            "null",
            "",
            "http://case.example",
            "http://case.example:78789",
            "http://paper.example",
            "http://case.example:7878.paper.example",
            "file://case.example:7878",
        ] {
            assert!(!own(&[("origin", origin), ("sec-fetch-site", "same-origin")]), "{origin}");
        }
    }

    #[test]
    fn one_host_and_one_only() {
        let headers = |hosts: &[&str]| {
            let mut headers = HeaderMap::new();
            for host in hosts {
                headers.append("host", host.parse().unwrap());
            }
            headers
        };
        let of = |uri: &str, hosts: &[&str]| authority(&uri.parse().unwrap(), &headers(hosts));
        assert_eq!(of("/", &["LOCALHOST:1"]).as_deref(), Some("localhost:1"));
        assert_eq!(of("http://a.example/", &["a.example"]).as_deref(), Some("a.example"));
        assert_eq!(of("/", &[]), None);
        assert_eq!(of("/", &["localhost", "paper.example"]), None);
        assert_eq!(of("http://paper.example/", &["localhost"]), None);
    }

    #[test]
    fn content_types_of_forms() {
        let headers = |kind: &str| {
            [(header::CONTENT_TYPE, kind.parse().unwrap())].into_iter().collect::<HeaderMap>()
        };
        for kind in
            ["text/plain", "TEXT/plain;charset=utf-8", "multipart/form-data; boundary=x", "", "x"]
        {
            assert!(a_form_can_send(&headers(kind)), "{kind}");
        }
        assert!(a_form_can_send(&HeaderMap::new()));
        for kind in ["application/octet-stream", "application/json", "text/html"] {
            assert!(!a_form_can_send(&headers(kind)), "{kind}");
        }
    }
}
