//! Many accounts, one dossier.
//!
//! [`reconcile`] puts the accounts into an order that does not depend on how they came in
//! ([`order`]), groups them into [`stories`], decides the days they were published and the days
//! their words mean ([`dates`]), and finds out who is who over all documents ([`entities`]) and where places
//! lie ([`locations`]). Each
//! story is then told as one: its [`events`], cyber [`incidents`], [`claims`], [`quotations`], [`figures`],
//! [`disagreements`] and [`labels`], who repeats whom ([`links`]) and what counts as one
//! independent origin ([`origins`]). Of a page that was seen in several
//! [`versions`], the last one is told, and what it changed.
//!
//! Nothing here reads a file or a clock, and nothing fails: what cannot be decided is left open.

mod alignment;
pub mod claims;
pub mod coreference;
pub mod dates;
pub mod disagreements;
pub mod dossier;
pub mod entities;
pub mod events;
pub mod figures;
mod heading;
pub mod incidents;
pub mod labels;
#[cfg(test)]
mod laws;
pub mod links;
pub mod locations;
#[cfg(test)]
mod marked;
pub mod order;
pub mod origins;
mod parties;
pub mod quotations;
mod scene;
mod sets;
pub mod stories;
#[cfg(test)]
mod testing;
pub mod versions;
mod words;

pub use dossier::Dossier;
pub use scene::{EventLinks, Scene};
pub use sets::Sets;

use dossier::{Link, Story};
use rashomon_extract::Account;

/// Reconciles all accounts of a run.
///
/// The result depends on the set of accounts only, not on their order.
pub fn reconcile(accounts: Vec<Account>) -> Dossier {
    reconcile_with(accounts, &entities::aliases::Aliases::default(), &|_| {})
}

/// [`reconcile`] with names that the user says are one. `done` is told each part that is done.
pub fn reconcile_with(
    accounts: Vec<Account>,
    aliases: &entities::aliases::Aliases,
    done: &dyn Fn(&'static str),
) -> Dossier {
    let accounts = versions::drop_seen_again(order::canonical(accounts));
    let versions = versions::find(&accounts);
    // an outlet's account is the last version of its page
    let superseded = versions::superseded(accounts.len(), &versions);
    done("versions");
    let groups = stories::stories_without(&accounts, &superseded);
    done("stories");
    told(accounts, versions, &groups, aliases, done)
}

/// [`reconcile_with`] of accounts that are known to tell one story: later versions of a page among them are told apart
/// from it, and that is all that is grouped.
pub fn reconcile_story(accounts: Vec<Account>, aliases: &entities::aliases::Aliases) -> Dossier {
    let accounts = versions::drop_seen_again(order::canonical(accounts));
    let versions = versions::find(&accounts);
    let superseded = versions::superseded(accounts.len(), &versions);
    let story = (0..).zip(&superseded).filter(|(_, superseded)| !**superseded);
    let story: Vec<rashomon_text::DocId> = story.map(|(n, _)| rashomon_text::DocId(n)).collect();
    let groups = if story.is_empty() { Vec::new() } else { vec![story] };
    told(accounts, versions, &groups, aliases, &|_| {})
}

/// The dossier of accounts in canonical order, in the stories they are grouped into.
fn told(
    accounts: Vec<Account>,
    versions: Vec<dossier::Version>,
    groups: &[Vec<rashomon_text::DocId>],
    aliases: &entities::aliases::Aliases,
    done: &dyn Fn(&'static str),
) -> Dossier {
    let published = dates::published(&accounts, groups);
    let times = dates::values(&accounts, &published, groups);
    done("dates");
    let (mut entities, entity_of) = entities::reconcile_with(&accounts, groups, aliases);
    done("entities");
    locations::locate(&accounts, &mut entities);
    done("places");
    let links = links::reconcile(&accounts, groups);
    done("links");
    let mut stories = Vec::with_capacity(groups.len());
    let mut accounts = accounts;
    for (documents, links) in groups.iter().zip(links) {
        let scene = Scene {
            accounts: &accounts,
            documents,
            entity_of: &entity_of,
            entities: &entities,
            published: &published,
            times: &times,
        };
        stories.push(tell(&scene, links));
        for doc in documents {
            forget(&mut accounts[doc.index()]);
        }
    }
    let times = dates::times(&accounts, &times);
    let documents = accounts
        .into_iter()
        .zip(published)
        .map(|(account, published)| rashomon_text::Article { published, ..account.article })
        .collect();
    done("events, claims and the rest");
    Dossier { documents, times, entities, stories, versions }
}

/// Drops what an account said, when its story is told: of an account only the article and the times are needed
/// then, and a run holds very many.
fn forget(account: &mut Account) {
    let Account {
        article: _,
        times: _,
        sentences,
        words,
        mentions,
        entities,
        events,
        quotations,
        claims,
        figures,
        labels,
        symbols,
    } = account;
    *symbols = rashomon_text::Symbols::new();
    (*sentences, *words, *mentions, *entities) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    (*events, *quotations, *claims) = (Vec::new(), Vec::new(), Vec::new());
    (*figures, *labels) = (Vec::new(), Vec::new());
}

/// One story, told from its documents.
fn tell(scene: &Scene<'_>, links: Vec<Link>) -> Story {
    let (events, reports) = events::reconcile(scene);
    let claims = claims::reconcile(scene, &reports, &events);
    let incidents = incidents::reconcile(scene, &reports, &events, &claims);
    let quotations = quotations::reconcile(scene);
    let figures = figures::reconcile(scene, &reports);
    let told = disagreements::Told {
        links: &reports,
        events: &events,
        claims: &claims,
        quotations: &quotations,
        figures: &figures,
    };
    let disagreements = disagreements::reconcile(scene, told);
    let labels = labels::reconcile(scene);
    let (origins, joins) = origins::joined(scene.documents, &links);
    let links = links::strongest(links, scene.documents, &joins);
    Story {
        title: heading::title(scene, &events),
        documents: scene.documents.to_vec(),
        span: heading::span(scene, &events),
        events,
        incidents,
        claims,
        quotations,
        figures,
        disagreements,
        labels,
        links,
        origins,
    }
}
