//! Files that pages are made with, under names that change with what is in them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};

use crate::fault::Fault;
use crate::pages::ASSETS;

/// A file that pages are made with.
pub(crate) struct Asset {
    /// Its name: `style.css`.
    pub(crate) name: &'static str,
    /// Its media type.
    pub(crate) media_type: &'static str,
    /// What is in it.
    pub(crate) contents: &'static str,
}

/// Every asset by the address that it is served under.
static SERVED: LazyLock<BTreeMap<String, &'static Asset>> =
    LazyLock::new(|| ASSETS.iter().map(|asset| (named(asset), asset)).collect());

/// Addresses by the names of assets.
static HREFS: LazyLock<BTreeMap<&'static str, String>> = LazyLock::new(|| {
    ASSETS.iter().map(|asset| (asset.name, format!("/static/{}", named(asset)))).collect()
});

fn named(asset: &Asset) -> String {
    let digest = rashomon_ingest::digest(asset.contents.as_bytes());
    let (stem, ending) = asset.name.rsplit_once('.').unwrap_or((asset.name, "txt"));
    format!("{stem}.{}.{ending}", &digest[..16])
}

/// The address of an asset, by its name.
pub(crate) fn href(name: &str) -> &'static str {
    HREFS.get(name).map_or("", String::as_str)
}

/// What has to change for a page made of the same rows to change: the program and its assets.
pub(crate) fn edition() -> &'static str {
    static EDITION: LazyLock<String> = LazyLock::new(|| {
        let all: Vec<&str> = SERVED.keys().map(String::as_str).collect();
        let text = format!("{} {}", env!("CARGO_PKG_VERSION"), all.join(" "));
        rashomon_ingest::digest(text.as_bytes())[..12].to_owned()
    });
    &EDITION
}

/// An asset. It may be kept for ever: when it changes, it has another address.
pub(crate) async fn serve(Path(name): Path<String>) -> Result<Response, Fault> {
    let asset = SERVED.get(&name).ok_or_else(|| Fault::missing("file"))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((headers, asset.contents).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_served_under_its_address() {
        for asset in ASSETS {
            let served = SERVED.get(href(asset.name).strip_prefix("/static/").unwrap());
            assert_eq!(served.map(|served| served.name), Some(asset.name));
        }
        assert_eq!(href("missing.css"), "");
    }
}
