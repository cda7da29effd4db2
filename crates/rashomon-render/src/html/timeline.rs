//! When it happened: each dated event with its uncertainty drawn as a bar.

use maud::{Markup, html};
use rashomon_reconcile::dossier::{Basis, Date, Event, Story};

use super::{Page, explained};
use crate::view::{Facts, dates};

/// Share of the days left free on either side, so that marks and names of days at the edge fit.
const MARGIN: f64 = 0.06;

/// Days from the story within which a main event is still drawn.
const NEAR: f64 = 92.0;

/// The days drawn, from the first to the last.
struct Window {
    start: Date,
    days: f64,
}

impl Window {
    /// The story's days, with those of main events and publication near them. `None` where nothing
    /// is dated.
    fn new(page: &Page<'_>, story: &Story, main: &[&Event]) -> Option<Self> {
        let when = || main.iter().filter_map(|e| e.when.as_ref());
        let (mut start, mut end) = story
            .span
            .or_else(|| Some((when().map(|w| w.start).min()?, when().map(|w| w.end).max()?)))?;
        let span = (start, end);
        for w in when() {
            if between(w.start, span.0) <= NEAR && between(span.1, w.end) <= NEAR {
                start = start.min(w.start);
                end = end.max(w.end);
            }
        }
        for (first, last) in page.accounts.of(&story.documents).filter_map(|t| t.published) {
            // a date of publication far off would squeeze the events into a corner
            if between(start, last) >= 0.0 && between(end, last) <= NEAR {
                end = end.max(last);
            }
            if (0.0..5.0).contains(&between(first, start)) {
                start = start.min(first);
            }
        }
        Some(Self { start, days: between(start, end) + 1.0 })
    }

    /// Where a day begins, in percent of the width.
    fn x(&self, date: Date) -> f64 {
        let share = between(self.start, date) / self.days;
        (100.0 * (MARGIN + share * (1.0 - 2.0 * MARGIN))).clamp(0.0, 100.0)
    }

    /// The width of a day in percent.
    fn day(&self) -> f64 {
        100.0 * (1.0 - 2.0 * MARGIN) / self.days
    }

    fn holds(&self, start: Date, end: Date) -> bool {
        between(self.start, end) >= 0.0 && between(self.start, start) < self.days
    }
}

/// Days from `a` to `b`.
fn between(a: Date, b: Date) -> f64 {
    f64::from((b - a).get_days())
}

pub(super) fn timeline<'a>(page: &mut Page<'a>, story: &'a Story, facts: &Facts<'a>) -> Markup {
    let main: Vec<&Event> =
        facts.main.iter().filter_map(|row| row.event.and_then(|i| story.events.get(i))).collect();
    let Some(window) = Window::new(page, story, &main) else { return html! {} };
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for i in facts.all().filter_map(|row| row.event) {
        let Some(event) = story.events.get(i) else { continue };
        let Some(when) = &event.when else { continue };
        let list = if window.holds(when.start, when.end) { &mut inside } else { &mut outside };
        list.push((i, event));
    }
    if inside.is_empty() && outside.is_empty() {
        return html! {};
    }
    let order = |(_, e): &(usize, &Event)| e.when.as_ref().map(|w| (w.start, w.end));
    inside.sort_by_key(order);
    outside.sort_by_key(order);
    let is_main = |(_, e): &&(usize, &Event)| main.iter().any(|m| std::ptr::eq(*m, *e));
    let (shown, folded): (Vec<_>, Vec<_>) = inside.iter().partition(is_main);
    let body = html! {
        ol.time {
            (scale(&window))
            @for (i, event) in shown { (bar(page, &window, i, event)) }
            (published(page, story, &window))
        }
        @if !folded.is_empty() {
            details.more {
                summary { (folded.len()) " more in these days" }
                ol.time { @for (i, event) in folded { (bar(page, &window, i, event)) } }
            }
        }
        @if !outside.is_empty() {
            details.more {
                summary { (outside.len()) " before or after: background and plans" }
                ul.dated {
                    @for (i, event) in &outside {
                        @if let Some(when) = &event.when {
                            li { span.when { (dates::days(when.start, when.end)) } " " a href=(page.row(*i)) dir="auto" { (event.label) } }
                        }
                    }
                }
            }
        }
    };
    html! { (explained("A bar is as long as the texts leave the day open. Filled: the texts name the day. Hollow: worked out.")) (body) }
}

/// Names of days above the bars.
fn scale(window: &Window) -> Markup {
    let days = window.days as i32;
    let step = ((days + 7) / 8).max(1);
    let mut ticks: Vec<Date> = Vec::new();
    for n in (0..days).step_by(step as usize) {
        if let Ok(date) = window.start.checked_add(jiff::Span::new().days(n)) {
            ticks.push(date);
        }
    }
    html! {
        li.scale aria-hidden="true" {
            span {} span {}
            svg width="100%" height="18" {
                @for date in ticks {
                    @let x = percent(window.x(date) + window.day() / 2.0);
                    text x=(x) y="13" text-anchor="middle" {
                        // over many months the year matters more than the day
                        @if days > 300 { (dates::month_of_year(date)) } @else { (dates::short(date)) }
                    }
                }
            }
        }
    }
}

/// An event on its day, its words leading to its row in the grid.
fn bar(page: &Page<'_>, window: &Window, i: usize, event: &Event) -> Markup {
    let Some(when) = &event.when else { return html! {} };
    let (from, to) = (window.x(when.start), (window.x(when.end) + window.day()).min(100.0));
    let sure = when.start == when.end;
    let classes = [(event.core, "core"), (when.basis == Basis::Inferred, "inferred")];
    let classes = classes.iter().filter(|it| it.0).map(|it| it.1).collect::<Vec<_>>().join(" ");
    html! {
        li class=(classes) {
            span.when { (dates::days(when.start, when.end)) }
            a.label href=(page.row(i)) dir="auto" { (event.label) }
            svg width="100%" height="18" role="img" aria-label=(dates::days(when.start, when.end)) {
                line x1="0" x2="100%" y1="9" y2="9" class="rule" {}
                @if sure {
                    circle cx=(percent(f64::midpoint(from, to))) cy="9" r="5" {}
                } @else {
                    rect x=(percent(from)) width=(percent(to - from)) y="5" height="8" rx="4" {}
                }
            }
        }
    }
}

/// When the texts were published, on the same scale.
fn published(page: &Page<'_>, story: &Story, window: &Window) -> Markup {
    let mut days: Vec<((Date, Date), Vec<u32>, String)> = Vec::new();
    for telling in page.accounts.of(&story.documents) {
        let Some(published) = telling.published else { continue };
        match days.iter_mut().find(|d| d.0 == published) {
            Some(day) => day.1.push(telling.mark),
            None => days.push((published, vec![telling.mark], telling.dated.clone())),
        }
    }
    days.sort_unstable();
    html! {
        @for ((start, end), marks, dated) in &days {
            li.published {
                span.when { (dated) }
                span.label { "published: " @for mark in marks { b.mark { (mark) } } }
                svg width="100%" height="18" aria-hidden="true" {
                    line x1="0" x2="100%" y1="9" y2="9" class="rule" {}
                    @if window.holds(*start, *end) {
                        @let (from, to) = (window.x(*start), (window.x(*end) + window.day()).min(100.0));
                        @let middle = if start == end { f64::midpoint(from, to) } else { from };
                        line x1=(percent(middle)) x2=(percent(middle)) y1="2" y2="16" class="tick" {}
                        @if start != end {
                            line x1=(percent(from)) x2=(percent(to)) y1="9" y2="9" class="tick" {}
                            line x1=(percent(to)) x2=(percent(to)) y1="2" y2="16" class="tick" {}
                        }
                    }
                }
            }
        }
    }
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}
