//! The whole article: asked for, shown, and changed for the feed's own text.

use super::*;
use crate::app::sheet::{SheetLine, Text};
use crate::domain::{FullText, NoArticle, PageFailure};
use crate::text::document;

const FEEDS: &str = "<p>First.</p><p>Second paragraph of the feed.</p>";
const PAGE: &str = "<p>By a correspondent.</p><p>First.</p><p>Second paragraph of the feed.</p><p>Third.</p>";

fn article(id: ArticleId, with_page: bool) -> Article {
    let full_text = FullText {
        url: WebUrl::parse("https://feed-1.example/page").unwrap(),
        title: "Title".into(),
        byline: SafeText::default(),
        body: PAGE.into(),
        fetched: Timestamp::UNIX_EPOCH,
    };
    let article = Article::new(headline(id.0), "".into(), FEEDS.into());
    Article { full_text: with_page.then_some(full_text), tags: vec![ukraine()], ..article }
}

/// Answers what is asked for of an article, with this text where it is asked for.
fn answer(model: &mut Model, effects: &[Effect], with_page: bool) {
    for effect in effects {
        let message = match *effect {
            Effect::LoadArticle { request, id } => {
                let document = document(&if with_page { PAGE } else { FEEDS }.into(), None);
                let article = Ok(Some(Box::new((article(id, with_page), document))));
                Message::ArticleLoaded { request, id, article }
            }
            Effect::LoadText { request, id, text } => {
                let document = document(&if text == Text::Page { PAGE } else { FEEDS }.into(), None);
                let article = Ok(Some(Box::new((article(id, with_page), document))));
                Message::TextLoaded { request, id, text, article }
            }
            _ => continue,
        };
        let _ = update(model, message);
    }
}

/// A reader with its newest article open, of which there is a page or not.
fn reader_of(with_page: bool) -> Model {
    let mut model = reader([3, 2, 1]);
    let effects = press(&mut model, "j Enter");
    answer(&mut model, &effects, with_page);
    model
}

fn fetch_request(effects: &[Effect]) -> (RequestId, ArticleId) {
    match effects {
        [Effect::FetchPage { request, id }] => (*request, *id),
        other => panic!("{other:?}"),
    }
}

fn shown(model: &Model) -> &str {
    model.sheet().unwrap().document.text.as_str()
}

fn head(model: &Model) -> Option<SheetLine<'_>> {
    model.sheet().unwrap().line(2)
}

#[test]
fn the_whole_article_is_fetched_and_shown_when_it_comes() {
    let mut model = reader_of(false);
    let effects = press(&mut model, "x");
    let (request, id) = fetch_request(&effects);
    assert_eq!(id, ArticleId(3));
    assert_eq!(head(&model), Some(SheetLine::Page), "the sheet says that it is on its way");
    assert_eq!(press(&mut model, "x"), [], "it is asked for once");

    let effects = update(&mut model, Message::PageFetched { request, id, result: Ok(()) }).0;
    assert!(model.list.rows[0].marks.complete);
    answer(&mut model, &effects, true);
    assert!(shown(&model).contains("Third."));
    assert_eq!(model.sheet().unwrap().text, Text::Page);
    assert_ne!(head(&model), Some(SheetLine::Page));
}

#[test]
fn the_texts_change_places_and_only_the_tagged_one_lights_words() {
    let mut model = reader_of(true);
    assert!(shown(&model).contains("Third."), "the whole article comes first");
    let in_text = [Span { start: 11, end: 16 }, Span { start: 0, end: 4 }];
    assert_eq!(model.sheet().unwrap().text_evidence(&in_text).len(), 1);

    let effects = press(&mut model, "x");
    answer(&mut model, &effects, true);
    assert_eq!((shown(&model).contains("Third."), model.sheet().unwrap().text), (false, Text::Feed));
    let sheet = model.sheet().unwrap();
    assert_eq!((sheet.text_evidence(&in_text).len(), sheet.title_evidence(&in_text).len()), (0, 1));
    assert!(sheet.tagged_text().contains("Third."));
    assert_eq!(sheet.quote(in_text[0]), None);

    // New tags do not change the text under the reader.
    let effects = update(&mut model, Message::Poll(PollNews::Tagged { articles: 1 })).0;
    answer(&mut model, &effects, true);
    assert_eq!(model.sheet().unwrap().text, Text::Feed);

    let effects = press(&mut model, "x");
    answer(&mut model, &effects, true);
    assert_eq!(model.sheet().unwrap().text, Text::Page);
}

#[test]
fn the_words_that_are_read_stay_in_their_place() {
    let mut model = reader_of(true);
    model.size = Size { width: 60, height: 10 };
    press(&mut model, "j j j j j");
    let words = |model: &Model| format!("{:?}", model.sheet().unwrap().line(model.article.top));
    let (before, top) = (words(&model), model.article.top);
    assert!(top > 0, "{before}");
    let effects = press(&mut model, "x");
    answer(&mut model, &effects, true);
    let sheet = model.sheet().unwrap();
    assert!(model.article.top <= top, "the feed's text begins later: {}", model.article.top);
    assert_eq!(sheet.text, Text::Feed);
}

#[test]
fn what_comes_when_the_reader_has_gone_on_is_only_marked() {
    let mut model = reader_of(false);
    let (request, id) = fetch_request(&press(&mut model, "x"));
    let effects = press(&mut model, "h j Enter");
    answer(&mut model, &effects, false);
    assert_eq!(update(&mut model, Message::PageFetched { request, id, result: Ok(()) }).0, []);
    assert!(model.list.rows[0].marks.complete);
    assert_eq!(model.sheet().unwrap().article.headline.id, ArticleId(2));

    // A failure that nobody waits for any more is not told.
    let (stale, id) = fetch_request(&press(&mut model, "x"));
    let effects = press(&mut model, "h j Enter");
    answer(&mut model, &effects, false);
    fetch_request(&press(&mut model, "x"));
    let failure = PageFailure { why: NoArticle::Failed, sentence: "No.".into(), at: Timestamp::UNIX_EPOCH };
    let _ = update(&mut model, Message::PageFetched { request: stale, id, result: Err(failure) });
    assert_eq!(notice(&model), "");
    assert!(model.article.fetching.is_some(), "the other is still on its way");
}

#[test]
fn what_is_fetched_is_still_on_its_way_when_the_reader_comes_back() {
    let mut model = reader_of(false);
    let (request, id) = fetch_request(&press(&mut model, "x"));
    let effects = press(&mut model, "h j Enter");
    answer(&mut model, &effects, false);
    assert!(!model.sheet().unwrap().is_fetching);
    let effects = press(&mut model, "h k Enter");
    answer(&mut model, &effects, false);
    assert!(model.sheet().unwrap().is_fetching);
    assert_eq!(press(&mut model, "x"), [], "it is not asked for twice");
    let effects = update(&mut model, Message::PageFetched { request, id, result: Ok(()) }).0;
    answer(&mut model, &effects, true);
    assert!(shown(&model).contains("Third."));
}

#[test]
fn a_text_that_comes_for_another_article_is_not_shown() {
    let mut model = reader_of(true);
    let switching = press(&mut model, "x");
    let effects = press(&mut model, "h j Enter");
    answer(&mut model, &effects, true);
    answer(&mut model, &switching, true);
    let sheet = model.sheet().unwrap();
    assert_eq!((sheet.article.headline.id, sheet.text), (ArticleId(2), Text::Page));
}

#[test]
fn words_that_are_looked_for_are_marked_in_the_other_text() {
    let mut model = reader_of(true);
    press(&mut model, "/ p a r a g r a p h Enter");
    let effects = press(&mut model, "x");
    answer(&mut model, &effects, true);
    assert_eq!(model.sheet().unwrap().find.as_ref().unwrap().position(), "1/1");

    press(&mut model, "/ t h i r d");
    let effects = vec![Effect::LoadText { request: RequestId(0), id: ArticleId(3), text: Text::Page }];
    answer(&mut model, &effects, true);
    assert_eq!(model.sheet().unwrap().text, Text::Feed, "it was not asked for");
    press(&mut model, "Esc");
    let effects = press(&mut model, "x");
    press(&mut model, "/ t h i r d");
    assert_eq!(model.sheet().unwrap().find.as_ref().unwrap().position(), "no match");
    answer(&mut model, &effects, true);
    assert_eq!(model.sheet().unwrap().find.as_ref().unwrap().position(), "1/1", "it stands in the page");
}

#[test]
fn why_there_is_no_article_stands_in_the_sheet_and_it_can_be_tried_again() {
    let mut model = reader_of(false);
    let (request, id) = fetch_request(&press(&mut model, "x"));
    let failure = PageFailure { why: NoArticle::Paywall, sentence: "Pay.".into(), at: Timestamp::UNIX_EPOCH };
    let _ = update(&mut model, Message::PageFetched { request, id, result: Err(failure) });
    assert_eq!(notice(&model), "paywall: Pay.");
    assert_eq!(head(&model), Some(SheetLine::Page));
    assert!(shown(&model).contains("of the feed"), "the feed's text stands");
    fetch_request(&press(&mut model, "x"));
}

#[test]
fn nothing_is_fetched_where_it_cannot_be() {
    let mut offline = reader_of(false);
    offline.options.offline = true;
    assert_eq!(press(&mut offline, "x"), []);
    assert_eq!(notice(&offline), "started with --offline: the page is not fetched");

    let mut lost = reader_of(false);
    let _ = update(&mut lost, Message::Poll(PollNews::Offline { since: NOW.parse().unwrap() }));
    assert_eq!(press(&mut lost, "x"), []);
    assert_eq!(notice(&lost), "no network: the page cannot be fetched now");

    let mut without_link = reader_of(false);
    without_link.sheet_mut().unwrap().article.headline.link = None;
    assert_eq!(press(&mut without_link, "x"), []);
    assert_eq!(notice(&without_link), "the feed gives no link to the article's page");

    let mut nothing = reader([]);
    assert_eq!(press(&mut nothing, "x"), []);
}

#[test]
fn what_is_fetched_unasked_shows_its_progress_and_can_be_stopped() {
    let mut model = reader([2, 1]);
    let _ = update(&mut model, Message::Poll(PollNews::FullTexts { done: 1, of: 9 }));
    assert_eq!(model.poll.full_texts, Some((1, 9)));
    let _ = update(&mut model, Message::Poll(PollNews::FullText { article: ArticleId(1) }));
    assert_eq!(model.list.rows.iter().map(|row| row.marks.complete).collect::<Vec<_>>(), [false, true]);
    assert_eq!(press(&mut model, "Esc"), [Effect::StopFullTexts]);
    let effects = update(&mut model, Message::Poll(PollNews::FullTextsEnded { articles: 1 })).0;
    assert!(matches!(effects.as_slice(), [Effect::LoadCounts { .. }]), "{effects:?}");
    assert_eq!(model.poll.full_texts, None);
}
