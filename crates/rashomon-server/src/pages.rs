//! The pages, as functions of what they show.
//!
//! A function here reads rows of the case and writes markup; it looks nothing up. Escaping is done by `maud`, in every
//! place; only the body of a story's page, which `rashomon-render` wrote, is put in as it is.

mod add;
mod article;
mod changes;
mod door;
mod entity;
mod frame;
mod map;
mod parts;
mod passage;
mod search;
mod story;
#[cfg(test)]
mod tests;

pub(crate) use add::add;
pub(crate) use article::{article, articles};
pub(crate) use changes::changes;
pub(crate) use door::{fault, sign_in};
pub(crate) use entity::{entities, entity};
pub(crate) use frame::Frame;
pub(crate) use map::map;
pub(crate) use parts::Part;
pub(crate) use search::search;
pub(crate) use story::{revisions, stories, story};

use crate::statics::Asset;

/// The files that pages are made with. A page names them by [`crate::statics::href`].
pub(crate) const ASSETS: &[Asset] = &[
    Asset { name: "story.css", media_type: CSS, contents: rashomon_render::STYLE },
    Asset { name: "site.css", media_type: CSS, contents: include_str!("pages/site.css") },
    Asset { name: "story.js", media_type: JS, contents: rashomon_render::SCRIPT },
    Asset { name: "site.js", media_type: JS, contents: include_str!("pages/site.js") },
    Asset {
        name: "mark.svg",
        media_type: "image/svg+xml",
        contents: include_str!("pages/mark.svg"),
    },
];

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
