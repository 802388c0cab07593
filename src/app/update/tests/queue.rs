//! Links that are opened without a network wait for one.

use super::*;
use crate::domain::QueuedLink;

fn url(number: usize) -> WebUrl {
    WebUrl::parse(&format!("https://feed-1.example/{number}")).unwrap()
}

fn links(numbers: impl IntoIterator<Item = usize>) -> Vec<QueuedLink> {
    let link = |number| QueuedLink { url: url(number), title: "Title".into(), at: Timestamp::UNIX_EPOCH };
    numbers.into_iter().map(link).collect()
}

fn offline(model: &mut Model) {
    let since = NOW.parse().unwrap();
    let _ = update(model, Message::Poll(PollNews::Offline { since }));
}

/// A reader with the list of three links open.
fn listing() -> Model {
    let mut model = reader([2, 1]);
    let _ = update(&mut model, Message::QueueLoaded(Ok(links([1, 2, 3]))));
    press(&mut model, "gq");
    model
}

#[test]
fn a_link_opens_with_a_network_and_waits_without() {
    let mut model = reader([2, 1]);
    press(&mut model, "j");
    assert_eq!(press(&mut model, "o"), [Effect::OpenLink(url(2))]);
    offline(&mut model);
    let title = SafeText::from("Headline 2");
    assert_eq!(press(&mut model, "o"), [Effect::QueueLink { url: url(2), title }]);
    let _ = update(&mut model, Message::LinkQueued(Ok(links([1, 2, 3]))));
    assert_eq!(notice(&model), "queued: 3 to open when back online");
}

#[test]
fn a_link_of_the_article_and_one_to_open_and_mark_wait_too() {
    let mut model = reader([2, 1]);
    model.options.offline = true;
    let effects = press(&mut model, "j");
    let (request, id) = model.article.wanted.unwrap();
    assert!(effects.contains(&Effect::LoadArticle { request, id }));
    let article = Article::new(headline(2), "".into(), "".into());
    let document = Document { links: vec![url(7)], ..Document::default() };
    let _ =
        update(&mut model, Message::ArticleLoaded { request, id, article: Ok(Some(Box::new((article, document)))) });
    let title = SafeText::line(url(7).as_str());
    assert_eq!(press(&mut model, "1"), [Effect::QueueLink { url: url(7), title }]);
    let effects = press(&mut model, "O");
    assert!(matches!(effects[..], [Effect::QueueLink { .. }, Effect::Save { .. }]), "{effects:?}");
}

#[test]
fn a_link_that_could_not_be_queued_is_complained_of() {
    let mut model = reader([1]);
    let _ = update(&mut model, Message::LinkQueued(Err("the disk is full".into())));
    assert_eq!(model.notice.unwrap().tone, Tone::Problem);
}

#[test]
fn what_waits_is_offered_at_the_start_and_when_the_network_is_back() {
    let mut model = reader([1]);
    assert_eq!(notice(&model), "");
    let _ = update(&mut model, Message::QueueLoaded(Ok(Vec::new())));
    assert_eq!(notice(&model), "");
    let _ = update(&mut model, Message::QueueLoaded(Ok(links([1]))));
    assert_eq!(notice(&model), "1 link waits: gq opens the list");
    offline(&mut model);
    let _ = update(&mut model, Message::LinkQueued(Ok(links([1, 2, 3]))));
    let _ = update(&mut model, Message::Poll(PollNews::BackOnline));
    assert_eq!(notice(&model), "3 links wait: gq opens the list");
}

#[test]
fn nothing_is_offered_where_no_network_is_wanted() {
    let mut model = reader([1]);
    model.options.offline = true;
    let _ = update(&mut model, Message::QueueLoaded(Ok(links([1, 2]))));
    assert_eq!(notice(&model), "");
    assert_eq!(press(&mut model, "gq Enter"), []);
    assert_eq!(notice(&model), "there is no network; they wait on");
}

#[test]
fn in_the_list_one_is_opened_or_dropped_or_all_are_opened() {
    let mut model = listing();
    assert_eq!(press(&mut model, "j Enter"), [Effect::OpenQueued(vec![url(2)])]);
    assert_eq!(press(&mut model, "a"), [Effect::OpenQueued(vec![url(1), url(2), url(3)])]);
    assert_eq!(press(&mut model, "j j j d"), [Effect::DropQueued(url(3))]);
    let dropped = Message::LinksUnqueued { opened: 0, left: Ok(links([1, 2])), problem: None };
    let _ = update(&mut model, dropped);
    assert_eq!(notice(&model), "dropped: 2 left");
    assert_eq!(model.overlay, Some(Overlay::Queue { cursor: 1 }));
    let opened = Message::LinksUnqueued { opened: 2, left: Ok(Vec::new()), problem: None };
    let _ = update(&mut model, opened);
    assert_eq!((notice(&model), model.overlay), ("opened 2 links", None));
}

#[test]
fn the_list_closes_and_is_not_opened_when_empty() {
    let mut model = listing();
    assert_eq!(press(&mut model, "Esc"), []);
    assert_eq!(model.overlay, None);
    let _ = update(&mut model, Message::QueueLoaded(Ok(Vec::new())));
    press(&mut model, "gq");
    assert_eq!(model.overlay, None);
    assert!(notice(&model).contains("no links wait"));
}

#[test]
fn what_did_not_open_is_told_and_waits_on() {
    let mut model = listing();
    let problem = Some("the link was not opened: no browser".into());
    let _ = update(&mut model, Message::LinksUnqueued { opened: 1, left: Ok(links([2, 3])), problem });
    assert_eq!(notice(&model), "the link was not opened: no browser");
    assert_eq!(model.queue, links([2, 3]));
}
