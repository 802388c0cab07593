//! Packing for a journey from within the reader.

use super::super::effect::{Effect, Effects};
use super::super::model::{Model, Overlay};
use super::{lists, load_counts, reading};
use crate::domain::{PackProgress, PackReport, Query, SafeText, Scope, Term, View, safe};
use crate::text::width;

/// Packs what the list shows, with its pictures or without; where that is everything, what is unread or starred.
pub fn start(model: &mut Model, pictures: bool) -> Effects {
    if model.options.offline {
        model.say("started with --offline: the network is left alone");
        return Effects::none();
    }
    if model.packing.under_way.is_some() {
        model.say("packing is under way");
        return Effects::none();
    }
    let mut scope = model.list.scope.clone();
    if scope == Scope::of(View::All) {
        let query = Query::Or(vec![Query::Term(Term::Read(false)), Query::Term(Term::Starred)]);
        scope = Scope::of(View::Search { text: "is:unread OR is:starred".into(), query });
    }
    model.packing.under_way = Some(PackProgress::default());
    model.say("packing for reading without a network");
    let watched = model.saved.iter().map(|view| view.query.clone()).collect();
    Effect::Pack { scope, watched, pictures }.into()
}

/// Stops packing; it tells then what is there.
pub fn stop(model: &mut Model) -> Effects {
    model.say("stopping the packing; what is there stays");
    Effect::StopPacking.into()
}

/// It is so far.
pub fn progress(model: &mut Model, progress: PackProgress) -> Effects {
    model.packing.under_way = Some(progress);
    Effects::none()
}

/// It is over: the list shows which articles are whole now.
pub fn ended(model: &mut Model, report: Result<Box<PackReport>, SafeText>) -> Effects {
    model.packing.under_way = None;
    let report = match report {
        Ok(report) => report,
        Err(sentence) => {
            model.complain(sentence);
            return Effects::none();
        }
    };
    let said = safe!("packed {}", report.sentence());
    let next = match (report.lacking.is_empty(), report.can_go_on()) {
        (true, _) => "",
        (false, false) => " · :pack-report",
        (false, true) => " · :pack goes on · :pack-report",
    };
    let whole = safe!("{}{}", said, next);
    // The status line is no longer than the screen is wide, with a space at either end.
    let fits = width(&whole) + 2 <= model.size.width.into();
    let short = || safe!("packed {} of {} · :pack-report lists the others", report.readable, report.asked());
    model.say(if fits || next.is_empty() { whole } else { short() });
    model.packing.report = Some(*report);
    let reloaded = if model.list.is_loading() { Effects::none() } else { lists::reload_in_place(model) };
    load_counts(model).and(reloaded).and(reading::renew(model))
}

/// Goes to an article that was left out, where the list has it.
pub fn show(model: &mut Model, cursor: usize) -> Effects {
    let report = model.packing.report.as_ref();
    let row = report.and_then(|report| report.lacking.get(cursor)).and_then(|lacking| model.list.row_of(lacking.id));
    match row {
        Some(row) => {
            model.overlay = None;
            lists::put_cursor(model, row)
        }
        None => {
            model.say("this list does not show it");
            Effects::none()
        }
    }
}

/// Lists what the last packing left out, and why.
pub fn list(model: &mut Model) -> Effects {
    match &model.packing.report {
        None => model.say("nothing was packed yet; :pack packs this view"),
        Some(report) if report.lacking.is_empty() => {
            let said = report.sentence();
            model.say(said);
        }
        Some(_) => model.overlay = Some(Overlay::Packed { cursor: 0 }),
    }
    Effects::none()
}
