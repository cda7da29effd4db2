//! Certificates.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use rashomon_fetch::{Lookup, Options};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::support::{Server, options, run};

/// A server with a certificate for `paper.example`, which is also given back.
fn server(answer: &'static [u8]) -> (Server, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(["paper.example".to_owned()]).unwrap();
    let der = made.cert.der().clone();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config =
        ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![der.clone()], key)
            .unwrap();
    let config = Arc::new(config);
    let serve = move |stream: TcpStream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut tls = StreamOwned::new(connection, stream);
        let mut request = [0; 4096];
        // a client that does not believe us hangs up
        if let Ok(read) = tls.read(&mut request) {
            let robots = request[..read].starts_with(b"GET /robots.txt ");
            let _ = tls.write_all(if robots { NO_ROBOTS } else { answer });
            tls.conn.send_close_notify();
            let _ = tls.flush();
        }
    };
    let pem = format!("-----BEGIN CERTIFICATE-----\n{}-----END CERTIFICATE-----\n", base64(&der));
    (Server::wild(serve), pem.into_bytes())
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (n, three) in bytes.chunks(3).enumerate() {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize] as char;
            text.push(if place > three.len() { '=' } else { digit });
        }
        if n % 16 == 15 {
            text.push('\n');
        }
    }
    text.push('\n');
    text
}

fn at(server: &Server, certificates: Option<Vec<u8>>) -> Options {
    let address = server.address;
    let lookup = Lookup::new(move |_, _| Ok(vec![address]));
    Options { lookup, certificates, ..options() }
}

const NO_ROBOTS: &[u8] = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n<p>Text";

#[test]
fn a_certificate_nobody_vouches_for_is_refused() {
    let (server, _) = server(ANSWER);
    let ran = run(&["https://paper.example/"], &at(&server, None));
    assert_eq!((ran.failure().kind, ran.failure().attempts), ("tls", 1), "{:?}", ran.failure());
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    let (server, pem) = server(ANSWER);
    let ran = run(&["https://other.example/"], &at(&server, Some(pem)));
    assert_eq!(ran.failure().kind, "tls", "{:?}", ran.failure());
}

#[test]
fn what_is_kept_is_what_was_said_inside() {
    let (server, pem) = server(ANSWER);
    let ran = run(&["https://paper.example/"], &at(&server, Some(pem)));
    assert_eq!(ran.summary().stored, 1, "{:?}", ran.summary());
    assert_eq!(ran.responses()[0].block, ANSWER);
}

#[test]
fn a_server_without_tls_is_no_safe_connection() {
    let server = Server::wild(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let ran = run(&["https://paper.example/"], &at(&server, None));
    assert_eq!(ran.failure().kind, "tls", "{:?}", ran.failure());
}

#[test]
fn a_way_that_leaves_https_is_told() {
    let (server, pem) =
        server(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:8/\r\nContent-Length: 0\r\n\r\n");
    let ran = run(&["https://paper.example/"], &Options { attempts: 1, ..at(&server, Some(pem)) });
    assert!(ran.notes.iter().any(|note| note.contains("from https to http")), "{:?}", ran.notes);
}
