use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use rashomon::case::{self, Pipeline};
use rashomon::{Error, Kb, Options};
use rashomon_server::{Limits, Role, Server, Tokens, new_token};

use crate::case::File;
use crate::engine::Engine;
use crate::fetch::contact;
use crate::rules;
use crate::terminal::plain;

/// Serve a case file: pages, an API, uploads, feeds to watch
///
/// On a loopback address, for this machine alone, nobody is asked for a token. On any other address a file of tokens
/// is needed. Pages that editors name are fetched as `rashomon fetch` does it: never from inside the own network.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rashomon serve --case harbour.case
  rashomon serve --new-token editor >> tokens
  rashomon serve --case harbour.case --listen 0.0.0.0:7878 --tokens tokens --url https://case.desk.example --behind-proxy

Ends with 0 when it was stopped (Ctrl-C, SIGTERM), 1 when the address or the file cannot be had, 2 for
bad arguments.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    file: File,

    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    listen: SocketAddr,

    /// File of tokens, a line each: `reader TOKEN` or `editor TOKEN`
    #[arg(long, value_name = "FILE")]
    tokens: Option<PathBuf>,

    /// Print a new line for the file of tokens and end
    #[arg(long, value_name = "ROLE", value_parser = role)]
    new_token: Option<Role>,

    /// Where readers reach the server, as https://case.desk.example; over https, cookies keep to it
    #[arg(long, value_name = "URL", value_parser = url)]
    url: Option<String>,

    /// A proxy stands before the server and says in X-Forwarded-For who asks
    #[arg(long)]
    behind_proxy: bool,

    /// Mail address or URL that tells sites who fetches
    #[arg(long, value_name = "TEXT", value_parser = contact)]
    contact: Option<String>,

    /// Minutes between two readings of a watched feed
    #[arg(long, value_name = "MINUTES", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=10_080))]
    watch_every: u64,

    /// Allow pages of the own network to be fetched: loopback, private, link-local
    #[arg(long)]
    allow_private: bool,

    /// Proxy that pages are fetched through, as http://HOST:PORT; what it may not reach is then its to refuse
    #[arg(long, value_name = "URL")]
    proxy: Option<String>,

    /// Largest file that is taken, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=4096))]
    max_upload: u64,

    /// Requests a second of one client, at most; four times as many at once
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    rate: u32,

    /// Files and addresses that may wait to be read
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u16).range(1..))]
    queue: u16,

    /// Names that are one, as `rashomon run` reads them; the case keeps them
    #[arg(long, value_name = "FILE")]
    kb: Option<PathBuf>,

    /// Number of threads that read articles; 0: one a core. Results do not depend on it
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// Log as JSON, a line a request
    #[arg(long)]
    log_json: bool,

    /// Log nothing but what went wrong
    #[arg(long)]
    quiet: bool,

    #[command(flatten)]
    engine: Engine,

    #[command(flatten)]
    rules: rules::Choice,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    if let Some(role) = arguments.new_token {
        let token = new_token().map_err(|error| told(&error))?;
        return crate::printed(writeln!(std::io::stdout(), "{role} {token}"));
    }
    let tokens = arguments.tokens.as_deref().map(tokens).transpose()?;
    let reading = Options {
        threads: arguments.threads,
        annotator: arguments.engine.annotator()?,
        rules: arguments.rules.rules()?,
        kb: arguments.kb.as_deref().map(Kb::read).transpose()?.map(Arc::new),
        ..Options::default()
    };
    log(arguments);
    let path = arguments.file.path();
    let case = case::open(path, &reading)?;
    let served = rashomon_server::Options {
        address: arguments.listen,
        tokens,
        url: arguments.url.clone(),
        proxied: arguments.behind_proxy,
        fetch: rashomon_fetch::Options {
            contact: arguments.contact.clone(),
            allow_private: arguments.allow_private,
            proxy: arguments.proxy.clone(),
            ..rashomon_fetch::Options::default()
        },
        watch_every: Duration::from_secs(60 * arguments.watch_every),
        threads: arguments.threads,
        limits: arguments.limits(),
        ..rashomon_server::Options::new(path.to_owned(), Arc::new(Pipeline::new(&reading)))
    };
    let server = Server::open(case, served).map_err(|error| told(&error))?;
    let address = server.address().map_err(|error| told(&error))?;
    let stop = server.stop();
    let stopped = AtomicBool::new(false);
    // the second time it is not waited for
    let handler = ctrlc::set_handler(move || {
        if stopped.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
        stop.stop();
    });
    if let Err(error) = handler {
        eprintln!("note: Ctrl-C will end the server at once: {error}");
    }
    eprintln!("{}", plain(&format!("{} is served at http://{address}", path.display())));
    server.run().map_err(|error| told(&error))
}

impl Arguments {
    fn limits(&self) -> Limits {
        let limits = Limits::default();
        Limits {
            upload: self.max_upload << 20,
            waiting: limits.waiting.max(4 * (self.max_upload << 20)),
            jobs: self.queue.into(),
            rate: self.rate.try_into().unwrap_or(limits.rate),
            burst: (4 * self.rate).try_into().unwrap_or(limits.burst),
            ..limits
        }
    }
}

/// The log goes to standard error.
fn log(arguments: &Arguments) {
    use tracing_subscriber::filter::LevelFilter;
    let most = if arguments.quiet { LevelFilter::WARN } else { LevelFilter::INFO };
    let builder = tracing_subscriber::fmt()
        .with_max_level(most)
        .with_target(false)
        .with_ansi(false)
        .with_writer(std::io::stderr);
    // it fails only where a log is set up already
    let _ = if arguments.log_json {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.try_init()
    };
}

fn tokens(path: &Path) -> Result<Tokens, Error> {
    let wrong = |error: &dyn std::fmt::Display| {
        Error::bad_argument(format!("--tokens {}: {error}", path.display()))
    };
    let text = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
    text.parse().map_err(|error| wrong(&error))
}

/// An error of the server as one of the program.
fn told(error: &rashomon_server::Error) -> Error {
    let told = if error.is_bad_argument() { Error::bad_argument } else { Error::write };
    told(error.to_string())
}

fn role(text: &str) -> Result<Role, &'static str> {
    text.parse().map_err(|()| "reader or editor")
}

fn url(text: &str) -> Result<String, &'static str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    match rest.map(|rest| rest.trim_end_matches('/')) {
        Some(rest) if !rest.is_empty() && rest.chars().all(host) => {
            Ok(text.trim_end_matches('/').to_owned())
        }
        _ => Err("a URL without a path, as https://case.desk.example"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_one_of_a_server() {
        assert_eq!(url("https://case.desk.example/"), Ok("https://case.desk.example".to_owned()));
        assert_eq!(url("http://[::1]:7878"), Ok("http://[::1]:7878".to_owned()));
        for odd in ["", "https://", "case.desk.example", "ftp://a", "https://a/b", "https://a b"] {
            assert!(url(odd).is_err(), "{odd}");
        }
    }
}
