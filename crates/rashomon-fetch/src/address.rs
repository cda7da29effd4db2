//! Which addresses may be connected to.
//!
//! A page must not be able to make this machine knock at doors of its own network: by a link, a
//! redirect, or a name that turns out to be a private address. What is no address of the public
//! internet in the registries of IANA for special purposes
//! (RFC 6890 and its updates) is refused; IPv6 addresses that carry an IPv4 address are judged by it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why `address` is none of the public internet, or nothing where it is.
pub(crate) fn refusal(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => refusal_v4(address),
        IpAddr::V6(address) => refusal_v6(address),
    }
}

/// Network, length of its prefix in bits, and what it is for.
type Network<A> = (A, u32, &'static str);

const V4: &[Network<Ipv4Addr>] = &[
    (Ipv4Addr::UNSPECIFIED, 8, "this network"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, "private"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, "shared by a carrier"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, "loopback"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, "link-local"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, "private"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, "for protocols"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, "for documentation"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, "a 6to4 relay"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, "private"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, "for benchmarks"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, "for documentation"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, "for documentation"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, "multicast"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, "reserved"),
];

/// Inside 2000::/3; everything outside of it is no public address either.
const V6: &[Network<Ipv6Addr>] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, "for protocols"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, "for documentation"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, "for documentation"),
];

/// Named for the message; all lie outside 2000::/3.
const V6_NAMED: &[Network<Ipv6Addr>] = &[
    (Ipv6Addr::LOCALHOST, 128, "loopback"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, "private"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, "link-local"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, "multicast"),
];

/// Prefixes in front of an IPv4 address, and where in the address it begins, in bits from the left.
const CARRIES_V4: &[(Ipv6Addr, u32, u32)] = &[
    (Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96, 96), // IPv4-mapped (RFC 4291)
    (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96, 96), // NAT64 (RFC 6052)
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, 16), // 6to4 (RFC 3056)
];

fn refusal_v4(address: Ipv4Addr) -> Option<&'static str> {
    let of = |&&(network, bits, _): &&Network<Ipv4Addr>| {
        (address.to_bits() ^ network.to_bits()).leading_zeros() >= bits
    };
    V4.iter().find(of).map(|&(_, _, what)| what)
}

fn refusal_v6(address: Ipv6Addr) -> Option<&'static str> {
    let within =
        |network: Ipv6Addr, bits| (address.to_bits() ^ network.to_bits()).leading_zeros() >= bits;
    if let Some(&(_, _, at)) = CARRIES_V4.iter().find(|(network, bits, _)| within(*network, *bits))
    {
        return refusal_v4(Ipv4Addr::from_bits((address.to_bits() >> (96 - at)) as u32));
    }
    let named = V6.iter().chain(V6_NAMED).find(|(network, bits, _)| within(*network, *bits));
    match named {
        Some(&(_, _, what)) => Some(what),
        None if within(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3) => None,
        None => Some("no public address"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expect: Option<&str>) {
        assert_eq!(refusal(address.parse().unwrap()), expect, "{address}");
    }

    #[test]
    fn public_addresses_pass() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2001:200::1",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::1",
        ] {
            check(address, None);
        }
    }

    #[test]
    fn addresses_of_the_own_network_are_refused() {
        for (address, what) in [
            ("0.0.0.0", "this network"),
            ("0.1.2.3", "this network"),
            ("10.1.2.3", "private"),
            ("100.64.0.1", "shared by a carrier"),
            ("100.127.255.255", "shared by a carrier"),
            ("127.0.0.1", "loopback"),
            ("127.255.255.254", "loopback"),
            ("169.254.169.254", "link-local"),
            ("172.16.0.1", "private"),
            ("172.31.255.255", "private"),
            ("192.168.0.1", "private"),
            ("198.19.0.1", "for benchmarks"),
            ("203.0.113.9", "for documentation"),
            ("239.255.255.255", "multicast"),
            ("255.255.255.255", "reserved"),
            ("::", "no public address"),
            ("::1", "loopback"),
            ("::127.0.0.1", "no public address"),
            ("fc00::1", "private"),
            ("fdff::1", "private"),
            ("fe80::1", "link-local"),
            ("fec0::1", "no public address"),
            ("ff02::1", "multicast"),
            ("2001::1", "for protocols"),
            ("2001:db8::1", "for documentation"),
            ("3fff:fff::1", "for documentation"),
            ("5f00::1", "no public address"),
            ("64:ff9b:1::1", "no public address"),
        ] {
            check(address, Some(what));
        }
    }

    #[test]
    fn an_address_inside_an_address_is_judged() {
        check("::ffff:127.0.0.1", Some("loopback"));
        check("::ffff:169.254.169.254", Some("link-local"));
        check("64:ff9b::10.0.0.1", Some("private"));
        check("2002:c0a8:1::", Some("private")); // 192.168.0.1
        check("2002:7f00:1::5", Some("loopback"));
    }
}
