//! Reading on, places in articles, back and forward.

use super::*;
use crate::domain::ReadingPlace;

fn kept(effects: &[Effect]) -> Option<(u64, Option<ReadingPlace>)> {
    effects.iter().find_map(|effect| match effect {
        Effect::KeepPlace { id, place } => Some((id.0, *place)),
        _ => None,
    })
}

/// Opens the next article in the list.
fn next(model: &mut Model, keys: &str, paragraphs: usize) -> Vec<Effect> {
    let effects = press(model, keys);
    open_with_body(model, &effects, &long_body(paragraphs))
}

#[test]
fn the_place_in_a_long_article_is_kept_when_it_is_left() {
    let mut model = reader([3, 2, 1]);
    next(&mut model, "j Enter", 100);
    press(&mut model, "Space Space");
    let place = model.sheet().unwrap().place(model.article.top).unwrap();
    let effects = next(&mut model, "n", 100);
    assert_eq!(kept(&effects), Some((3, Some(place))));
    assert_eq!(model.article.top, 0);

    let effects = press(&mut model, "q k");
    open(&mut model, &effects, |id| {
        let body = SafeText::block(&long_body(100));
        Article { place: Some(place), ..Article::new(headline(id.0), "".into(), body) }
    });
    assert_eq!(model.sheet().unwrap().place(model.article.top), Some(place));
    assert!(notice(&model).starts_with("continues at "), "{}", notice(&model));
    assert!(notice(&model).ends_with("gg goes to its beginning"), "{}", notice(&model));
    let effects = next(&mut model, "j", 100);
    assert_eq!(kept(&effects), None, "nothing is written when the reader did not move in it");
}

#[test]
fn a_place_is_kept_of_what_was_left_in_the_middle() {
    let place = Some(ReadingPlace { byte: 400, of: 2_392 });
    for (paragraphs, keys, before, expected) in [
        (100, "Space G", None, None),
        (100, "Space G", place, Some(None)),
        (100, "Space gg", place, Some(None)),
        (20, "j j j", None, None),
        (100, "zz", place, None),
    ] {
        let mut model = reader([2, 1]);
        let effects = press(&mut model, "j Enter");
        open(&mut model, &effects, |id| {
            let body = SafeText::block(&long_body(paragraphs));
            Article { place: before, ..Article::new(headline(id.0), "".into(), body) }
        });
        press(&mut model, keys);
        let effects = next(&mut model, "q j", 1);
        assert_eq!(kept(&effects).map(|(_, place)| place), expected, "{paragraphs} paragraphs, {keys}, {before:?}");
    }
}

#[test]
fn the_place_is_kept_when_the_reader_quits_and_survives_a_resize() {
    let mut model = reader([2, 1]);
    next(&mut model, "j Enter", 200);
    press(&mut model, "Space Space Space");
    let before = model.sheet().unwrap().place(model.article.top).unwrap();
    let _ = update(&mut model, Message::Resized { columns: 60, rows: 20 });
    let Some((2, Some(place))) = kept(&crate::app::stop(&mut model).0) else { panic!("it is kept") };
    assert!(place.byte.abs_diff(before.byte) < 40, "{place:?} {before:?}");
}

#[test]
fn back_and_forward_go_through_what_was_opened() {
    let mut model = reader([4, 3, 2, 1]);
    next(&mut model, "j Enter", 100);
    press(&mut model, "Space Space");
    let place = model.sheet().unwrap().place(model.article.top);
    // What is only seen in passing is not on the way.
    next(&mut model, "q j", 1);
    next(&mut model, "j", 1);
    next(&mut model, "j Enter", 100);
    assert_eq!(shown(&model), 1);

    next(&mut model, "[", 100);
    assert_eq!((shown(&model), selected(&model), model.focus), (4, Some(4), Pane::Article));
    assert_eq!(model.sheet().unwrap().place(model.article.top), place, "where it was left");
    press(&mut model, "[");
    assert_eq!(notice(&model), "there is no article to go back to");
    next(&mut model, "]", 100);
    assert_eq!((shown(&model), selected(&model)), (1, Some(1)));
    press(&mut model, "]");
    assert_eq!(notice(&model), "there is no article to go forward to");
}

#[test]
fn an_article_that_the_list_lacks_is_gone_back_to() {
    let mut model = reader([2, 1]);
    next(&mut model, "j Enter", 3);
    let effects = Effects(press(&mut model, "gs"));
    let page_comes = answer_page(&mut model, &effects, page([9, 8])).0;
    open_with_body(&mut model, &page_comes, &long_body(3));
    assert_eq!(shown(&model), 9);

    next(&mut model, "[", 3);
    assert_eq!((shown(&model), selected(&model)), (2, Some(9)), "the cursor stays where it is");
    let effects = Effects(press(&mut model, "h i"));
    let effects = answer_page(&mut model, &effects, page([9, 8])).0;
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::LoadArticle { .. })), "it goes on being read");
    press(&mut model, "l s");
    assert!(model.sheet().unwrap().article.headline.status.starred, "keys act on it");
    next(&mut model, "q Enter", 3);
    assert_eq!(shown(&model), 9, "the list is opened from again");
}

#[test]
fn an_article_that_is_gone_leaves_what_is_open() {
    let mut model = reader([2, 1]);
    next(&mut model, "j Enter", 3);
    next(&mut model, "n", 3);
    let effects = press(&mut model, "[");
    let Some(Effect::LoadArticle { request, id }) = effects.last() else { panic!("{effects:?}") };
    let _ = update(&mut model, Message::ArticleLoaded { request: *request, id: *id, article: Ok(None) });
    assert_eq!((shown(&model), notice(&model)), (1, "that article is not in the cache any more"));
}

#[test]
fn space_reads_through_one_article_after_the_other_in_every_layout() {
    for (columns, rows, zen) in
        [(140, 40, "z"), (140, 40, ""), (100, 30, ""), (80, 24, ""), (50, 20, ""), (50, 20, "z")]
    {
        let mut model = reader([3, 2, 1]);
        let _ = update(&mut model, Message::Resized { columns, rows });
        next(&mut model, "j Enter", 60);
        if !zen.is_empty() {
            press(&mut model, zen);
        }
        let mut seen = vec![model.article.top];
        let effects = loop {
            let effects = press(&mut model, "Space");
            if effects.iter().any(|effect| matches!(effect, Effect::LoadArticle { .. })) {
                break effects;
            }
            seen.push(model.article.top);
            assert!(seen.len() < 100, "it comes to its end");
        };
        let rows = model.rows_of(Pane::Article);
        assert!(seen.windows(2).all(|pair| pair[1] > pair[0] && pair[1] - pair[0] <= rows - 2), "{seen:?} of {rows}");
        open_with_body(&mut model, &effects, "<p>Short.</p>");
        assert_eq!((shown(&model), model.zen, model.focus), (2, !zen.is_empty(), Pane::Article), "{columns}");
        assert!(model.list.rows[1].status.read, "it is open");
        // A very short one is passed by one key.
        next(&mut model, "Space", 1);
        assert_eq!(shown(&model), 1);
        press(&mut model, "Space");
        assert_eq!(notice(&model), "nothing more is unread in this direction");
    }
}
