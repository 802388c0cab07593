//! What a source changed, shown over the article.

use super::*;
use crate::app::edits::ShownEdit;
use crate::domain::Document;
use crate::text::plain_document;

/// A reader on an edited article, and the request for its edits.
fn asking() -> (Model, RequestId) {
    let mut model = reader([2, 1]);
    model.list.rows[0].marks.edited = true;
    let effects = press(&mut model, "j gD");
    let request = effects.iter().find_map(|effect| match effect {
        Effect::LoadEdits { request, id: ArticleId(2), marked: false } => Some(*request),
        _ => None,
    });
    (model, request.expect("the edits are asked for"))
}

fn edit(words: &str) -> ShownEdit {
    ShownEdit { at: Timestamp::UNIX_EPOCH, diff: plain_document(words) }
}

fn come(model: &mut Model, request: RequestId, edits: Result<Vec<ShownEdit>, SafeText>) {
    let _ = update(model, Message::EditsLoaded { request, id: ArticleId(2), edits });
}

fn shown(model: &Model) -> Option<&Document> {
    model.edits.as_ref().map(|edits| &edits.shown().diff)
}

#[test]
fn edits_are_shown_stepped_through_and_closed() {
    let (mut model, request) = asking();
    come(&mut model, request, Ok(vec![edit("first"), edit("second")]));
    assert_eq!((model.overlay, model.focus), (Some(Overlay::Edits), Pane::Article));
    assert_eq!(shown(&model).unwrap().text, "second");
    press(&mut model, "<");
    assert_eq!(shown(&model).unwrap().text, "first");
    press(&mut model, "<");
    assert_eq!(notice(&model), "this is the first edit that is kept");
    press(&mut model, "> >");
    assert_eq!((shown(&model).unwrap().text.as_str(), notice(&model)), ("second", "this is the last edit"));
    for close in ["gD", "q", "Esc"] {
        press(&mut model, close);
        assert_eq!((model.overlay, shown(&model)), (None, None), "{close}");
        model.overlay = Some(Overlay::Edits);
    }
}

#[test]
fn edits_scroll_no_further_than_their_last_line() {
    let (mut model, request) = asking();
    come(&mut model, request, Ok(vec![edit(&"word\n\n".repeat(100))]));
    press(&mut model, "G");
    let edits = model.edits.as_ref().unwrap();
    assert_eq!(edits.top, edits.lines().len() - model.rows_of(Pane::Article));
    press(&mut model, "gg");
    assert_eq!(model.edits.as_ref().unwrap().top, 0);
}

#[test]
fn edits_that_come_late_are_laid_over_nothing_else() {
    for keys in ["j", "?"] {
        let (mut model, request) = asking();
        press(&mut model, keys);
        come(&mut model, request, Ok(vec![edit("late")]));
        assert_ne!(model.overlay, Some(Overlay::Edits), "{keys}");
    }
}

#[test]
fn without_edits_a_sentence_says_so() {
    let mut model = reader([1]);
    assert!(press(&mut model, "j gD").iter().all(|effect| !matches!(effect, Effect::LoadEdits { .. })));
    assert_eq!(notice(&model), "its source has not changed this article");
    let (mut model, request) = asking();
    come(&mut model, request, Ok(vec![]));
    assert_eq!((notice(&model), model.overlay), ("what it said before is not kept any more", None));
}

#[test]
fn edits_stay_over_their_own_article_only() {
    for (id, stay) in [(ArticleId(2), true), (ArticleId(1), false)] {
        let (mut model, request) = asking();
        come(&mut model, request, Ok(vec![edit("words")]));
        assert_eq!(model.overlay, Some(Overlay::Edits));
        let request = model.next_request();
        model.article.wanted = Some((request, id));
        open_with_body(&mut model, &[Effect::LoadArticle { request, id }], "<p>Words.</p>");
        assert_eq!(model.overlay.is_some(), stay, "{id}");
    }
}
