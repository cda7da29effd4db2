use std::path::Path;

use url::Url;

use crate::{Error, Options, links, target};

/// How many lists may follow one from another: an index of sitemaps, a sitemap; an OPML file, a feed.
pub(crate) const LISTS: u8 = 3;

/// Where to begin.
#[derive(Clone, Debug)]
pub struct Seed {
    pub(crate) given: String,
    /// The URL, or why it cannot be asked for.
    pub(crate) url: Result<Url, String>,
    pub(crate) lists: u8,
    pub(crate) via: Option<String>,
}

/// Reads inputs: URLs, and files that are a feed, an OPML file, a sitemap or a list of URLs.
///
/// # Errors
///
/// An input that is neither. Links inside of files are not held to this: those that cannot be followed
/// become failures of the run.
pub fn seeds<S: AsRef<str>>(inputs: &[S], options: &Options) -> Result<Vec<Seed>, Error> {
    let mut seeds = Vec::new();
    for input in inputs.iter().map(AsRef::as_ref) {
        let path = Path::new(input);
        if input.contains("://") || !path.exists() {
            seeds.push(url(input)?);
        } else {
            seeds.extend(file(path, options)?);
        }
    }
    Ok(seeds)
}

impl Seed {
    /// The URLs of a text, one a line; empty lines and those that begin with `#` are passed over.
    /// `name` says where they stand.
    pub fn lines<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Self> + 'a {
        text.lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(move |line| Self::new(line, LISTS, Some(name.to_owned())))
    }

    fn new(given: &str, lists: u8, via: Option<String>) -> Self {
        Self { given: given.to_owned(), url: target::parse(given, None), lists, via }
    }
}

fn url(input: &str) -> Result<Seed, Error> {
    let seed = Seed::new(input, LISTS, None);
    match &seed.url {
        Ok(_) => Ok(seed),
        Err(reason) if input.contains("://") => Err(Error::argument(format!("{input}: {reason}"))),
        Err(_) => Err(Error::argument(format!(
            "{input}: neither a URL nor a file; a URL begins with https:// or http://"
        ))),
    }
}

fn file(path: &Path, options: &Options) -> Result<Vec<Seed>, Error> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path)
        .map_err(|error| Error::argument(format!("{shown}: cannot be read: {error}")))?;
    let (links, _) = links::of(&bytes, None, options).ok_or_else(|| {
        Error::argument(format!("{shown}: no feed, OPML file, sitemap or list of URLs, one a line"))
    })?;
    let seed = |link: links::Link| {
        Seed::new(&link.url, if link.list { LISTS - 1 } else { 0 }, Some(shown.clone()))
    };
    Ok(links.into_iter().map(seed).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_urls() {
        let text = "# pages\n\nhttps://a.example/1\n  http://b.example \nnot one\n";
        let seeds: Vec<Seed> = Seed::lines(text, "list").collect();
        let urls: Vec<_> = seeds.iter().map(|seed| seed.url.as_ref().map(Url::as_str)).collect();
        assert_eq!(urls[..2], [Ok("https://a.example/1"), Ok("http://b.example/")]);
        assert!(urls[2].is_err() && seeds[2].given == "not one");
    }

    #[test]
    fn what_is_no_input_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let page = dir.path().join("page.html");
        std::fs::write(&page, "<p>Text").unwrap();
        for (input, message) in [
            ("paper.example", "neither a URL nor a file"),
            ("ftp://paper.example/", "ftp: is not followed"),
            (page.to_str().unwrap(), "no feed, OPML file, sitemap or list"),
        ] {
            let error = seeds(&[input], &Options::default()).unwrap_err();
            assert!(error.is_bad_argument() && error.to_string().contains(message), "{error}");
        }
    }
}
