//! Packing for a journey from within the reader.

use std::time::Duration;

use super::*;
use crate::domain::{Lack, Lacking, NoArticle, PackProgress, PackReport, Scope};

fn command(model: &mut Model, name: &str) -> Vec<Effect> {
    press(model, ":");
    let _ = update(model, Message::Pasted(name.to_owned()));
    press(model, "Enter")
}

/// One article can be read, and these cannot.
fn report(lacking: impl IntoIterator<Item = u64>) -> Result<Box<PackReport>, SafeText> {
    let lacking = lacking.into_iter().map(|id| Lacking {
        id: ArticleId(id),
        title: "T".into(),
        why: Lack::Page(NoArticle::Paywall),
        sentence: "It asks for money.".into(),
    });
    Ok(Box::new(PackReport { readable: 1, minutes: 5, lacking: lacking.collect(), ..PackReport::default() }))
}

#[test]
fn the_view_is_packed_and_of_everything_what_is_unread_or_starred() {
    let mut model = reader([2, 1]);
    let scope = Scope::of(View::Unread);
    let order = |pictures| Effect::Pack { scope: scope.clone(), watched: Vec::new(), pictures };
    assert_eq!(command(&mut model, "pack"), [order(false)]);
    assert_eq!(command(&mut model, "pack"), [], "it is under way");
    assert_eq!(command(&mut reader([2, 1]), "pack-with-pictures"), [order(true)]);

    let mut model = reader([2, 1]);
    press(&mut model, "ga");
    let effects = command(&mut model, "pack");
    let [Effect::Pack { scope: Scope { view: View::Search { query, .. }, .. }, .. }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*query, Query::Or(vec![Query::Term(Term::Read(false)), Query::Term(Term::Starred)]));
}

#[test]
fn nothing_is_packed_where_no_network_is_wanted() {
    let mut model = reader([1]);
    model.options.offline = true;
    assert_eq!(command(&mut model, "pack"), []);
    assert!(notice(&model).contains("--offline"));
}

#[test]
fn esc_stops_it_and_what_is_there_is_told() {
    let mut model = reader([2, 1]);
    command(&mut model, "pack");
    let progress = PackProgress { done: 1, of: 2, bytes: 7, left: Some(Duration::from_secs(61)) };
    let _ = update(&mut model, Message::Packing(progress));
    assert_eq!(model.packing.under_way, Some(progress));
    assert_eq!(press(&mut model, "Esc"), [Effect::StopPacking]);
    let effects = update(&mut model, Message::Packed(report([2]))).0;
    assert!(effects.iter().any(|effect| matches!(effect, Effect::LoadPage { .. })), "the marks are shown: {effects:?}");
    assert_eq!(model.packing.under_way, None);
    assert_eq!(notice(&model), "packed 1 of 2 · 5 min of reading · 1 not: 1 paywalled · :pack-report");

    let _ = update(&mut model, Message::Resized { columns: 60, rows: 20 });
    command(&mut model, "pack");
    let _ = update(&mut model, Message::Packed(report([2])));
    assert_eq!(notice(&model), "packed 1 of 2 · :pack-report lists the others", "the hint is not what is cut");
}

#[test]
fn packing_that_ended_early_says_that_it_can_go_on() {
    let mut model = reader([2, 1]);
    command(&mut model, "pack");
    let mut ended = report([2]).unwrap();
    ended.lacking[0].why = Lack::Network;
    let _ = update(&mut model, Message::Packed(Ok(ended)));
    let sentence = "packed 1 of 2 · 5 min of reading · 1 not: 1 without a network · :pack goes on · :pack-report";
    assert_eq!(notice(&model), sentence);
}

#[test]
fn what_is_left_out_is_listed_and_gone_to() {
    let mut model = reader([3, 2, 1]);
    command(&mut model, "pack-report");
    assert!(model.overlay.is_none() && notice(&model).contains(":pack"));
    command(&mut model, "pack");
    let effects = update(&mut model, Message::Packed(report([9, 2])));
    let _ = answer_page(&mut model, &effects, page([3, 2, 1]));
    command(&mut model, "pack-report");
    assert_eq!(model.overlay, Some(Overlay::Packed { cursor: 0 }));
    press(&mut model, "Enter");
    assert_eq!(notice(&model), "this list does not show it");
    press(&mut model, "j j Enter");
    assert_eq!((model.overlay, selected(&model)), (None, Some(2)));
}

#[test]
fn packing_that_breaks_is_complained_of() {
    let mut model = reader([1]);
    command(&mut model, "pack");
    let _ = update(&mut model, Message::Packed(Err("the disk is full".into())));
    assert_eq!((notice(&model), model.packing.under_way), ("the disk is full", None));
}
