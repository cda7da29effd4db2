//! What changed in one story, in plain words.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rashomon_reconcile::dossier::Date;

use super::{
    Change, Sides, Way,
    pairs::{Item, pairs},
    teller,
};
use crate::json::wire::{
    Cite, Claim, Disagreement, Dossier, Event, Figure, Id, Quotation, Story, When,
};
use crate::view::dates;

/// Everything that changed.
pub(super) fn changes(sides: &Sides<'_>) -> Vec<Change<'static>> {
    let mut out = Changes { sides, list: Vec::new() };
    out.accounts();
    out.story();
    // a new story is told by itself, not as a list of all that is new in it
    if !sides.before.is_empty() {
        // what a reader looks for first: disputes, then who did what
        out.disagreements();
        out.claims();
        out.events();
        out.quotations();
        out.figures();
    }
    out.list
}

struct Changes<'s, 'd> {
    sides: &'s Sides<'d>,
    list: Vec<Change<'static>>,
}

impl<'d> Changes<'_, 'd> {
    fn add(
        &mut self,
        change: Way,
        of: &'static str,
        ids: (Option<Id>, Option<Id>),
        text: String,
        evidence: Vec<&Cite<'_>>,
    ) {
        let (base, id) = ids;
        let evidence = evidence.into_iter().map(owned).collect();
        self.list.push(Change { change, of: of.into(), id, base, text: text.into(), evidence });
    }

    fn accounts(&mut self) {
        let Sides { base, all, same, now, .. } = *self.sides;
        let mut replaced = BTreeSet::new();
        for &id in now.documents.iter().filter(|&&id| same.before(id).is_none()) {
            let Some(document) = all.documents.iter().find(|it| it.id == id) else { continue };
            let earlier = base.documents.iter().find(|it| {
                let stands = same.now(it.id);
                let replaced = it.source.url.is_some() && it.source.url == document.source.url;
                stands.is_none() && replaced
                    || stands.is_some_and(|now| now != id) && same.told(it.id) == Some(id)
            });
            let title = document.title.as_ref();
            let mut text = teller(all, id).to_owned();
            if let Some(title) = title {
                let _ = write!(text, ", “{}”", title.text.trim());
            }
            let way = if let Some(earlier) = earlier {
                replaced.insert(earlier.id);
                text.push_str(": another text at the same address");
                Way::Changed
            } else {
                Way::Added
            };
            self.add(
                way,
                "account",
                (earlier.map(|it| it.id), Some(id)),
                text,
                title.into_iter().collect(),
            );
        }
        for story in &self.sides.before {
            let gone = |id: &&Id| same.now(**id).is_none() && !replaced.contains(*id);
            if self.sides.went_here(story) {
                for &id in story.documents.iter().filter(gone) {
                    let text = teller(base, id).to_owned();
                    self.add(Way::Dropped, "account", (Some(id), None), text, Vec::new());
                }
            }
        }
    }

    fn story(&mut self) {
        let Sides { ref before, now, .. } = *self.sides;
        let ids = (before.first().map(|it| it.id), Some(now.id));
        match before.as_slice() {
            [] => self.add(Way::Added, "story", ids, now.title.to_string(), Vec::new()),
            [before, rest @ ..] => {
                for other in rest {
                    let text = format!("“{}” is now told as a part of it", other.title);
                    self.add(
                        Way::Changed,
                        "story",
                        (Some(other.id), Some(now.id)),
                        text,
                        Vec::new(),
                    );
                }
                if before.title != now.title {
                    let text = format!("now titled “{}”, before “{}”", now.title, before.title);
                    self.add(Way::Changed, "story", ids, text, Vec::new());
                }
                if counted(before) != counted(now) {
                    let text = format!("{}, before {}", counted(now), counted(before));
                    self.add(Way::Changed, "story", ids, text, Vec::new());
                }
            }
        }
    }

    fn events(&mut self) {
        let items = |story: &'d Story<'d>| {
            story.events.iter().filter(|it| it.shown).map(|event| Item {
                id: event.id,
                sort: &event.r#type,
                label: &event.label,
                cites: event.reports.iter().map(|it| &it.cite).collect(),
                thing: event,
            })
        };
        self.compare("event", items, |out, before, now| {
            let ids = (Some(before.id), Some(now.id));
            out.tellers(
                "event",
                ids,
                now.label,
                &before.cites,
                &now.cites,
                ["also told by", "no longer told by"],
            );
            let (old, new): (&Event<'_>, &Event<'_>) = (before.thing, now.thing);
            if days(old.when.as_ref()) != days(new.when.as_ref()) {
                let (is, was) = (days(new.when.as_ref()), days(old.when.as_ref()));
                let text = format!("{}: now {is}, before {was}", now.label);
                let words = new.when.iter().flat_map(|when| &when.evidence).collect();
                out.add(Way::Changed, "event", ids, text, words);
            }
            if old.label != new.label || old.r#type != new.r#type {
                let mut text = format!("{}: before “{}”", now.label, old.label);
                if old.label == new.label {
                    text = format!("{}: coded {}, before {}", now.label, new.r#type, old.r#type);
                }
                out.add(Way::Changed, "event", ids, text, now.cites.clone());
            }
        });
    }

    fn claims(&mut self) {
        let items = |story: &'d Story<'d>| {
            story.claims.iter().filter(|it| it.shown).map(|claim| Item {
                id: claim.id,
                sort: "",
                label: &claim.label,
                cites: claim.positions.iter().flat_map(|it| &it.evidence).collect(),
                thing: claim,
            })
        };
        self.compare("claim", items, |out, before, now| {
            let ids = (Some(before.id), Some(now.id));
            if before.label != now.label {
                let text = format!("{}: before “{}”", now.label, before.label);
                out.add(Way::Changed, "claim", ids, text, now.cites.clone());
            }
            let Sides { base, all, .. } = *out.sides;
            let (old, new) = (stances(base, before.thing), stances(all, now.thing));
            for (stance, cites) in &new {
                if !old.contains_key(stance) {
                    let text = format!("{}: now {}", now.label, stance.words());
                    out.add(Way::Changed, "claim", ids, text, cites.clone());
                }
            }
            for stance in old.keys().filter(|stance| !new.contains_key(stance)) {
                let text = format!("{}: no longer {}", now.label, stance.words());
                out.add(Way::Changed, "claim", ids, text, Vec::new());
            }
            // who takes the same stance in one more account
            let both = |cites: &[&'d Cite<'d>],
                        of: &BTreeMap<Stance, Vec<&Cite<'_>>>,
                        other: &BTreeMap<Stance, Vec<&Cite<'_>>>| {
                let kept: BTreeSet<_> = of
                    .iter()
                    .filter(|(stance, _)| other.contains_key(stance))
                    .flat_map(|(_, cites)| cites.iter().map(|c| (c.doc, c.start, c.end)))
                    .collect();
                cites
                    .iter()
                    .copied()
                    .filter(|c| kept.contains(&(c.doc, c.start, c.end)))
                    .collect::<Vec<_>>()
            };
            // told with the event where it says no more than the event
            if out.sides.now.events.iter().any(|event| event.shown && *event.label == *now.label) {
                return;
            }
            let (was, is) = (both(&before.cites, &old, &new), both(&now.cites, &new, &old));
            out.tellers("claim", ids, now.label, &was, &is, ["also in", "no longer in"]);
        });
    }

    fn quotations(&mut self) {
        let items = |story: &'d Story<'d>| {
            story.quotations.iter().filter(|it| it.shown && !it.variants.is_empty()).map(
                |quotation| Item {
                    id: quotation.id,
                    sort: "",
                    label: &quotation.variants[0].cite.text,
                    cites: quotation.variants.iter().map(|it| &it.cite).collect(),
                    thing: quotation,
                },
            )
        };
        self.compare("quotation", items, |out, before, now| {
            let ids = (Some(before.id), Some(now.id));
            let Sides { base, all, .. } = *out.sides;
            let label = quoted(now.label);
            out.tellers(
                "quotation",
                ids,
                &label,
                &before.cites,
                &now.cites,
                ["also in", "no longer in"],
            );
            let (old, new): (&Quotation<'_>, &Quotation<'_>) = (before.thing, now.thing);
            if new.differs && !old.differs {
                let text = format!("{label}: its words now differ between accounts");
                out.add(Way::Changed, "quotation", ids, text, now.cites.clone());
            }
            let (was, is) = (name(base, old.speaker), name(all, new.speaker));
            if was != is {
                let text = format!("{label}: said by {is}, before {was}");
                out.add(Way::Changed, "quotation", ids, text, now.cites.clone());
            }
        });
    }

    fn figures(&mut self) {
        let items = |story: &'d Story<'d>| {
            story.figures.iter().filter(|it| it.shown).map(|figure: &'d Figure<'d>| Item {
                id: figure.id,
                sort: &figure.unit,
                label: &figure.label,
                cites: figure.reports.iter().collect(),
                thing: figure,
            })
        };
        self.compare("figure", items, |out, before, now| {
            let ids = (Some(before.id), Some(now.id));
            out.tellers(
                "figure",
                ids,
                now.label,
                &before.cites,
                &now.cites,
                ["also in", "no longer in"],
            );
        });
    }

    fn disagreements(&mut self) {
        let items = |story: &'d Story<'d>| {
            story.disagreements.iter().filter(|it| it.shown).map(|over| Item {
                id: over.id,
                sort: &over.kind,
                label: &over.label,
                cites: over.values.iter().flat_map(|it| &it.evidence).collect(),
                thing: over,
            })
        };
        self.compare("disagreement", items, |out, before, now| {
            let ids = (Some(before.id), Some(now.id));
            let (old, new): (&Disagreement<'_>, &Disagreement<'_>) = (before.thing, now.thing);
            for value in &new.values {
                if !old.values.iter().any(|it| it.value == value.value) {
                    let text = format!("{}: a further value, {}", now.label, value.value);
                    out.add(
                        Way::Changed,
                        "disagreement",
                        ids,
                        text,
                        value.evidence.iter().collect(),
                    );
                }
            }
            for value in &old.values {
                if !new.values.iter().any(|it| it.value == value.value) {
                    let text = format!("{}: {} is no longer given", now.label, value.value);
                    out.add(Way::Changed, "disagreement", ids, text, Vec::new());
                }
            }
            if old.explanation != new.explanation {
                let text =
                    format!("{}: now {}, before {}", now.label, new.explanation, old.explanation);
                out.add(Way::Changed, "disagreement", ids, text, now.cites.clone());
            }
            if old.values.len() == new.values.len() {
                out.tellers(
                    "disagreement",
                    ids,
                    now.label,
                    &before.cites,
                    &now.cites,
                    ["also in", "no longer in"],
                );
            }
        });
    }

    /// Pairs the things of one kind; tells those without a pair, and by `differ` what changed in a pair.
    fn compare<T: 'd, I: Iterator<Item = Item<'d, T>>>(
        &mut self,
        of: &'static str,
        items: impl Fn(&'d Story<'d>) -> I,
        differ: impl Fn(&mut Self, &Item<'d, T>, &Item<'d, T>),
    ) {
        let sides = self.sides;
        let now: Vec<Item<'d, T>> = items(sides.now).collect();
        let before: Vec<Item<'d, T>> = sides
            .before
            .iter()
            .flat_map(|story| {
                items(story).filter(|it| sides.was_here(story, it.cites.iter().copied()))
            })
            .collect();
        let pairs = pairs(&before, &now, |id| sides.same.now(id));
        let mut paired = vec![None; now.len()];
        let mut kept = vec![false; before.len()];
        for (b, n) in pairs {
            (paired[n], kept[b]) = (Some(b), true);
        }
        let said = |label: &str| if of == "quotation" { quoted(label) } else { label.to_owned() };
        for (item, paired) in now.iter().zip(paired) {
            match paired {
                Some(b) => differ(self, &before[b], item),
                None => self.add(
                    Way::Added,
                    of,
                    (None, Some(item.id)),
                    said(item.label),
                    item.cites.clone(),
                ),
            }
        }
        for (item, _) in before.iter().zip(kept).filter(|(_, kept)| !kept) {
            self.add(Way::Dropped, of, (Some(item.id), None), said(item.label), Vec::new());
        }
    }

    /// Which accounts tell a thing that did not before, and which do not any more. An account that is gone
    /// as a whole is told once, not with everything it told.
    fn tellers(
        &mut self,
        of: &'static str,
        ids: (Option<Id>, Option<Id>),
        label: &str,
        before: &[&Cite<'_>],
        now: &[&Cite<'_>],
        [more, fewer]: [&str; 2],
    ) {
        let Sides { all, same, .. } = *self.sides;
        let was: BTreeSet<Id> = before.iter().filter_map(|cite| same.now(cite.doc)).collect();
        let is: BTreeSet<Id> = now.iter().map(|cite| cite.doc).collect();
        for (docs, words) in [(&is - &was, more), (&was - &is, fewer)] {
            if docs.is_empty() {
                continue;
            }
            let names: Vec<&str> = docs.iter().map(|&id| teller(all, id)).collect();
            let text = format!("{label}: {words} {}", list(&names));
            let cites = now.iter().copied().filter(|cite| docs.contains(&cite.doc)).collect();
            self.add(Way::Changed, of, ids, text, cites);
        }
    }
}

/// What somebody does with a claim.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Stance {
    holder: String,
    stance: String,
}

impl Stance {
    fn words(&self) -> String {
        let holder = &self.holder;
        match self.stance.as_str() {
            "denies" => format!("denied by {holder}"),
            "doubts" => format!("doubted by {holder}"),
            "declines" => format!("left without comment by {holder}"),
            _ => format!("said by {holder}"),
        }
    }
}

fn stances<'d>(dossier: &Dossier<'_>, claim: &'d Claim<'d>) -> BTreeMap<Stance, Vec<&'d Cite<'d>>> {
    let mut out: BTreeMap<Stance, Vec<&Cite<'_>>> = BTreeMap::new();
    for position in &claim.positions {
        let holder = match position.holder {
            None => "the outlets themselves".to_owned(),
            holder => name(dossier, holder),
        };
        let stance = Stance { holder, stance: position.stance.to_string() };
        out.entry(stance).or_default().extend(&position.evidence);
    }
    out
}

/// The name of an entity.
fn name(dossier: &Dossier<'_>, id: Option<Id>) -> String {
    let entity = id.and_then(|id| dossier.entities.iter().find(|entity| entity.id == id));
    entity.map_or_else(|| "somebody unnamed".to_owned(), |entity| entity.name.to_string())
}

/// "5 accounts of 2 independent origins".
fn counted(story: &Story<'_>) -> String {
    use crate::html::count;
    let accounts = count(story.documents.len(), "account", "accounts");
    let origins = count(story.origins.len(), "independent origin", "independent origins");
    format!("{accounts} of {origins}")
}

/// The days for people: "dated 14 Mar 2031", "undated".
fn days(when: Option<&When<'_>>) -> String {
    let days = when.and_then(|when| {
        let (start, end) = (when.start.parse::<Date>().ok()?, when.end.parse::<Date>().ok()?);
        Some(format!("dated {}", dates::days(start, end)))
    });
    days.unwrap_or_else(|| "undated".to_owned())
}

/// The first words of an utterance between quotation marks.
fn quoted(words: &str) -> String {
    const LONGEST: usize = 12;
    let words = words.trim_matches(|c: char| c.is_whitespace() || "“”\"„«»‘’'".contains(c));
    let mut parts = words.split_whitespace();
    let first: Vec<&str> = parts.by_ref().take(LONGEST).collect();
    let more = if parts.next().is_some() { " …" } else { "" };
    format!("“{}{more}”", first.join(" "))
}

fn owned(cite: &Cite<'_>) -> Cite<'static> {
    Cite { text: cite.text.to_string().into(), ..*cite }
}

/// "A", "A and B", "A, B and 3 more".
fn list(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let (first, rest) = names.split_at(if names.len() > SHOWN + 1 { SHOWN } else { names.len() });
    let mut parts: Vec<String> = first.iter().map(|&name| name.to_owned()).collect();
    if !rest.is_empty() {
        parts.push(format!("{} more", rest.len()));
    }
    match parts.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
