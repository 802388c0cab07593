//! Finding in the article.

use super::*;

fn reader_of(html: &str) -> Model {
    let mut model = reader([2, 1]);
    let effects = press(&mut model, "j Enter");
    open_with_body(&mut model, &effects, html);
    model
}

/// Types a text letter by letter.
fn type_in(model: &mut Model, text: &str) {
    for c in text.chars() {
        press(model, if c == ' ' { "Space".to_owned() } else { c.to_string() }.as_str());
    }
}

fn position(model: &Model) -> Option<String> {
    model.sheet().unwrap().find.as_ref().map(|find| find.position().to_string())
}

#[test]
fn matches_are_shown_while_words_are_typed_and_gone_through() {
    let mut model = reader_of(&long_body(100));
    press(&mut model, "/");
    assert!(matches!(model.prompt.as_ref().unwrap().kind, PromptKind::Find { from: 0 }));
    type_in(&mut model, "paragraph 7");
    assert_eq!(position(&model).unwrap(), "1/11", "7 and 70 to 79");
    assert_eq!(model.article.top, 0, "the first is on the screen already");
    type_in(&mut model, "5");
    assert_eq!(position(&model).unwrap(), "1/1");
    assert!(model.article.top > 0);
    press(&mut model, "Backspace Enter");
    assert_eq!((position(&model).unwrap().as_str(), model.prompt.is_none()), ("1/11", true));
    assert_eq!(model.article.top, 0);

    press(&mut model, "n n");
    assert_eq!(position(&model).unwrap(), "3/11");
    assert_eq!(selected(&model), Some(2), "no other article is gone to");
    press(&mut model, "N N N");
    assert_eq!((position(&model).unwrap().as_str(), notice(&model)), ("11/11", "on from the end"));
    press(&mut model, "n");
    assert_eq!((position(&model).unwrap().as_str(), notice(&model)), ("1/11", "on from the beginning"));

    press(&mut model, "q");
    assert_eq!((position(&model), model.focus), (None, Pane::Article), "the marks go first");
    press(&mut model, "n");
    assert_eq!(selected(&model), Some(1), "without marks it goes to the next unread");
}

#[test]
fn finding_begins_where_the_reader_is_and_escape_returns_there() {
    let mut model = reader_of(&long_body(100));
    press(&mut model, "Ctrl-d Ctrl-d");
    let top = model.article.top;
    press(&mut model, "/");
    type_in(&mut model, "paragraph 9");
    let before = position(&model).unwrap();
    assert_eq!(before, "2/11", "paragraph 9 is above, 90 is the next");
    assert!(model.article.top > top);
    press(&mut model, "Esc");
    assert_eq!((model.article.top, position(&model), model.prompt.is_none()), (top, None, true));
}

#[test]
fn words_that_do_not_occur_are_told_and_leave_everything() {
    let mut model = reader_of(&long_body(100));
    press(&mut model, "Ctrl-d");
    let top = model.article.top;
    press(&mut model, "/");
    type_in(&mut model, "zebra");
    assert_eq!(position(&model).unwrap(), "no match");
    press(&mut model, "Enter");
    assert_eq!((notice(&model), position(&model)), ("“zebra” is not in this article", None));
    assert_eq!(model.article.top, top);
    press(&mut model, "/ Enter");
    assert_eq!((notice(&model), position(&model)), ("", None));
}

#[test]
fn words_are_found_over_emphasis_line_ends_and_in_the_title() {
    let mut model = reader_of("<p>The <b>Black</b> <i>Sea</i>, the Black<br>Sea, the black\u{ad}sea</p>");
    press(&mut model, "/");
    type_in(&mut model, "black sea");
    assert_eq!(position(&model).unwrap(), "1/2");
    press(&mut model, "Ctrl-u");
    type_in(&mut model, "headline 2");
    assert_eq!(model.sheet().unwrap().find.as_ref().unwrap().current_in_title(), Some(&(0..10)));
}

#[test]
fn marks_stay_when_tags_come_and_go_with_the_article() {
    let mut model = reader_of(&long_body(3));
    press(&mut model, "/ m a n y Enter n");
    let effects = update(&mut model, Message::Poll(PollNews::Tagged { articles: 1 })).0;
    open_with_body(&mut model, &effects, "<p>many, many</p>");
    assert_eq!(position(&model).unwrap(), "2/2");
    press(&mut model, "Esc Esc");
    let effects = press(&mut model, "j");
    open_with_body(&mut model, &effects, &long_body(3));
    assert_eq!(position(&model), None);
}

#[test]
fn elsewhere_the_key_searches_everything() {
    let mut model = reader_of(&long_body(3));
    press(&mut model, "q /");
    assert_eq!(model.prompt.as_ref().unwrap().kind, PromptKind::Search);
    press(&mut model, "Esc l l");
    let mut model = reader([1]);
    press(&mut model, "j l /");
    assert!(model.prompt.is_none());
    assert_eq!(notice(&model), "there is no article to find words in");
}

#[test]
fn what_is_typed_is_looked_for_in_the_article_that_comes_meanwhile() {
    let mut model = reader_of("<p>The first article.</p>");
    press(&mut model, "q");
    let effects = press(&mut model, "j");
    press(&mut model, "l /");
    type_in(&mut model, "second");
    assert_eq!(position(&model).unwrap(), "no match");
    open_with_body(&mut model, &effects, "<p>The second article, the second.</p>");
    assert_eq!(position(&model).unwrap(), "1/2");
    press(&mut model, "Enter n");
    assert_eq!((position(&model).unwrap().as_str(), notice(&model)), ("2/2", ""));
}

#[test]
fn in_zen_a_key_of_zen_goes_through_matches_while_they_stand() {
    let mut model = reader_of(&long_body(5));
    press(&mut model, "z / m a n y Enter");
    assert_eq!(press(&mut model, "N"), []);
    assert_eq!(position(&model).unwrap(), "5/5");
    press(&mut model, "Esc");
    assert!(model.zen, "the marks go first");
    assert!(matches!(press(&mut model, "N")[..], [Effect::WriteNote { .. }]));
}

#[test]
fn chinese_and_japanese_words_are_found_whatever_may_part_them() {
    for (body, words, count) in [
        ("<p>中美贸易谈判在北京举行。北<wbr>京方面表示</p>", "北京", 2),
        ("<p>日\u{200b}本と中国</p><p>日本の首相</p>", "日本", 2),
        ("<p>외교부<br>대변인, 외교&shy;부</p>", "외교부", 2),
    ] {
        let mut model = reader_of(body);
        press(&mut model, "/");
        type_in(&mut model, words);
        assert_eq!(position(&model).unwrap(), format!("1/{count}"), "{words}");
    }
}

#[test]
fn folding_says_so_where_nothing_is_repeated() {
    let mut model = reader_of(&long_body(3));
    press(&mut model, ".");
    assert_eq!(notice(&model), "its source repeats none of these paragraphs");
}
