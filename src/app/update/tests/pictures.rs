//! The pictures of the open article.

use super::*;
use crate::app::pictures::{Drawing, Images, NoPicture, Pixels, Showing};
use crate::app::sheet::SheetLine;
use crate::text::PicturePart;

const CELLS: Drawing = Drawing::Cells(Pixels::ORDINARY_CELL);
const BODY: &str = "<p>One</p><img src='https://a.example/1.png' alt='A map'><p>Two</p>\
                    <img src='https://a.example/2.png' width=400 height=200><p>Three</p>";

fn set_to(options: Options) -> Setup {
    Setup { options, ..setup() }
}

/// A reader with an article of two pictures open under the cursor, and what followed.
fn reader_of(options: Options, body: &str) -> (Model, Vec<Effect>) {
    let mut model = Model::new(set_to(options));
    let effects = start(&mut model);
    let _ = answer_page(&mut model, &effects, page([2, 1]));
    let mut effects = press(&mut model, "j");
    effects.extend(answer_article(&mut model, &effects, body));
    (model, effects)
}

fn answer_article(model: &mut Model, effects: &[Effect], body: &str) -> Vec<Effect> {
    let asked = effects.iter().rev().find_map(|effect| match effect {
        Effect::LoadArticle { request, id } => Some((*request, *id)),
        _ => None,
    });
    let (request, id) = asked.expect("an article is asked for");
    let document = crate::text::document(&SafeText::block(body), None);
    let article = Article::new(headline(id.0), "".into(), SafeText::block(body));
    update(model, Message::ArticleLoaded { request, id, article: Ok(Some(Box::new((article, document)))) }).0
}

/// The pictures that are asked for: by the last of their address, and whether from the network.
fn asked(effects: &[Effect]) -> Vec<(char, bool)> {
    let name = |url: &WebUrl| url.as_str().trim_end_matches(".png").chars().last().unwrap();
    let found = effects.iter().filter_map(|effect| match effect {
        Effect::LoadPicture { url, fetch, .. } => Some((name(url), *fetch)),
        _ => None,
    });
    found.collect()
}

fn dropped(effects: &[Effect]) -> usize {
    let found = effects.iter().filter_map(|effect| match effect {
        Effect::DropPictures(urls) => Some(urls.len()),
        _ => None,
    });
    found.sum()
}

/// Answers every picture that was asked for.
fn answer_pictures(model: &mut Model, effects: &[Effect], picture: &Result<Pixels, NoPicture>) -> Vec<Effect> {
    let requests = effects.iter().filter_map(|effect| match effect {
        Effect::LoadPicture { request, .. } => Some(*request),
        _ => None,
    });
    let mut all = Vec::new();
    for request in requests {
        all.extend(update(model, Message::PictureLoaded { request, picture: picture.clone() }).0);
    }
    all
}

/// How many rows of pictures, and how many reasons why there are none, stand in the article.
fn rows(model: &Model) -> (usize, usize) {
    let sheet = model.sheet().unwrap();
    let parts = (0..sheet.len()).filter_map(|at| match sheet.line(at) {
        Some(SheetLine::Body(line)) => line.picture.map(|mark| mark.part),
        _ => None,
    });
    let parts: Vec<_> = parts.collect();
    let count = |wanted: fn(&PicturePart) -> bool| parts.iter().filter(|part| wanted(part)).count();
    (count(|part| matches!(part, PicturePart::Row(_))), count(|part| *part == PicturePart::Trouble))
}

fn options(images: Images) -> Options {
    Options { images, drawing: CELLS, ..Options::default() }
}

const PIXELS: Result<Pixels, NoPicture> = Ok(Pixels { width: 400, height: 200 });

#[test]
fn what_is_in_the_cache_shows_and_nothing_is_fetched_until_it_is_asked_for() {
    let (mut model, effects) = reader_of(options(Images::Auto), BODY);
    assert_eq!(asked(&effects), [('1', false), ('2', false)]);
    assert_eq!(rows(&model), (0, 0), "nothing is sure to come");
    let more = answer_pictures(&mut model, &effects[..effects.len() - 1], &PIXELS);
    assert_eq!(asked(&more), []);
    assert_eq!(rows(&model), (10, 0));
    answer_pictures(&mut model, &effects[effects.len() - 1..], &Err(NoPicture::NotCached));
    assert_eq!(rows(&model), (10, 0), "the caption stands for the other");

    press(&mut model, "Enter");
    let effects = press(&mut model, "i");
    assert_eq!(asked(&effects), [('2', true)]);
    assert_eq!(rows(&model), (20, 0), "the page says how large it is");
    answer_pictures(&mut model, &effects, &Err(NoPicture::Broken("it is broken".into())));
    assert_eq!(rows(&model), (10, 1));

    let effects = press(&mut model, "i");
    assert_eq!((rows(&model), dropped(&effects)), ((0, 0), 2), "all are hidden");
    let effects = press(&mut model, "i");
    assert_eq!(asked(&effects), [('1', true), ('2', true)], "what was broken is tried again");
}

#[test]
fn always_fetches_once_an_article_is_opened_and_not_when_it_is_passed() {
    let (mut model, effects) = reader_of(options(Images::Always), BODY);
    assert_eq!(asked(&effects), [('1', false), ('2', false)]);
    answer_pictures(&mut model, &effects, &Err(NoPicture::NotCached));
    assert_eq!(asked(&press(&mut model, "Enter")), [('1', true), ('2', true)]);
    assert_eq!(asked(&press(&mut model, "h l j k")), [], "they are on their way");
}

#[test]
fn nothing_is_fetched_without_a_network_and_what_is_missing_is_fetched_when_it_is_back() {
    let (mut model, effects) = reader_of(options(Images::Auto), BODY);
    answer_pictures(&mut model, &effects, &Err(NoPicture::NotCached));
    press(&mut model, "Enter");
    let since = NOW.parse().unwrap();
    let _ = update(&mut model, Message::Poll(PollNews::Offline { since }));
    let effects = press(&mut model, "i");
    assert_eq!(asked(&effects), []);
    assert_eq!(notice(&model), "offline: only pictures that are in the cache can be shown");
    assert_eq!(rows(&model).1, 2, "it says so where they would stand");
    let effects = update(&mut model, Message::Poll(PollNews::BackOnline)).0;
    assert_eq!(asked(&effects), [('1', true), ('2', true)]);
    answer_pictures(&mut model, &effects, &PIXELS);
    assert_eq!(rows(&model), (20, 0));
}

#[test]
fn where_there_are_no_pictures_the_key_says_why() {
    for (options, body, sentence) in [
        (options(Images::Never), BODY, "pictures are switched off: reading.images is \"never\""),
        (
            Options { drawing: Drawing::NoColour, ..options(Images::Auto) },
            BODY,
            "pictures need colours, and those are switched off",
        ),
        (
            Options { drawing: Drawing::NotBuilt, ..options(Images::Auto) },
            BODY,
            "this chancery was built without pictures (cargo install --features images)",
        ),
        (options(Images::Auto), "<p>Words</p>", "the article has no pictures"),
    ] {
        let (mut model, effects) = reader_of(options, body);
        press(&mut model, "Enter");
        let after = press(&mut model, "i");
        assert_eq!((asked(&effects), asked(&after)), (vec![], vec![]), "{sentence}");
        assert_eq!(notice(&model), sentence);
        assert_eq!(rows(&model), (0, 0));
    }
}

#[test]
fn the_pictures_of_another_article_take_the_place_of_these() {
    let (mut model, effects) = reader_of(options(Images::Auto), BODY);
    answer_pictures(&mut model, &effects, &PIXELS);
    let late = effects.clone();
    let effects = press(&mut model, "j");
    let other = "<img src='https://a.example/3.png' alt=x>";
    let effects = answer_article(&mut model, &effects, other);
    assert_eq!((asked(&effects), dropped(&effects)), (vec![('3', false)], 2));
    answer_pictures(&mut model, &late, &PIXELS);
    assert_eq!(rows(&model), (0, 0), "an answer that nobody waits for changes nothing");
}

#[test]
fn another_size_of_the_window_makes_them_anew_and_the_words_on_top_stay() {
    let (mut model, effects) = reader_of(options(Images::Auto), &format!("<p>{}</p>{BODY}", "word ".repeat(3_000)));
    assert_eq!(asked(&effects), [], "they are far below");
    press(&mut model, "Enter");
    let effects = press(&mut model, "G");
    assert_eq!(asked(&effects), [('1', false), ('2', false)]);
    let (sheet, top) = (model.sheet().unwrap(), model.article.top);
    let before = format!("{:?}", sheet.line(top));
    answer_pictures(&mut model, &effects, &PIXELS);
    let (sheet, top) = (model.sheet().unwrap(), model.article.top);
    assert_eq!(format!("{:?}", sheet.line(top)), before);
    let effects = update(&mut model, Message::Resized { columns: 100, rows: 30 }).0;
    assert_eq!(asked(&effects), [('1', false), ('2', false)]);
    assert_eq!(dropped(&effects), 0);
}

#[test]
fn drawing_the_screen_again_makes_the_pictures_anew() {
    let (mut model, effects) = reader_of(options(Images::Auto), BODY);
    answer_pictures(&mut model, &effects, &PIXELS);
    let effects = press(&mut model, "Ctrl-l");
    assert_eq!((dropped(&effects), asked(&effects).len()), (2, 2));
}

#[test]
fn no_more_are_held_than_a_screen_can_use() {
    let many: String = (0..200).map(|number| format!("<img src='https://a.example/{number}x' alt=x>")).collect();
    let (model, effects) = reader_of(options(Images::Auto), &many);
    assert_eq!((asked(&effects).len(), model.held_pictures.len()), (24, 24));
    assert_eq!(model.showing(), Showing::Cached);
}
