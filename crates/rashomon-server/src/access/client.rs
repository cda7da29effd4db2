//! Who is on the other end, for limits and logs.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;

/// The address that limits count by: of IPv6 the network of a subscriber, since one has all addresses of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Client(pub(crate) IpAddr);

impl Client {
    /// The client of a connection, or the one that the proxy before us names.
    pub(crate) fn of(peer: SocketAddr, headers: &HeaderMap, proxied: bool) -> Self {
        let named = || {
            // each proxy adds to the end; what stands before is the client's own word
            let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            last.rsplit(',').next()?.trim().parse().ok()
        };
        Self::at(proxied.then(named).flatten().unwrap_or(peer.ip()))
    }

    pub(crate) fn at(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => address.into(),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(peer: &str, forwarded: &[&str], proxied: bool, expect: &str) {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let peer = SocketAddr::new(peer.parse().unwrap(), 1);
        assert_eq!(Client::of(peer, &headers, proxied).0.to_string(), expect);
    }

    #[test]
    fn only_a_proxy_is_believed_and_only_its_own_word() {
        check("192.0.2.1", &["198.51.100.7"], false, "192.0.2.1");
        check("127.0.0.1", &["10.0.0.1, 198.51.100.7"], true, "198.51.100.7");
        check("127.0.0.1", &["10.0.0.1", "198.51.100.7"], true, "198.51.100.7");
        check("127.0.0.1", &["nobody"], true, "127.0.0.1");
        check("127.0.0.1", &[], true, "127.0.0.1");
    }

    #[test]
    fn a_subscriber_is_one_client() {
        check("2001:db8:1:2:3:4:5:6", &[], false, "2001:db8:1:2::");
        check("::ffff:192.0.2.1", &[], false, "192.0.2.1");
    }
}
