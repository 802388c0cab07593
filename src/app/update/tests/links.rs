//! Links, letters over them, headings.

use super::*;

const BODY: &str = "<h2>First</h2><p>See <a href='https://a.example/1'>the first talks</a> and
    <a href='https://b.example/2'>others</a>.</p>";

/// A reader with an article open whose second link leads to the article 7.
fn reader_of_links() -> Model {
    let mut model = reader([2, 1]);
    let effects = press(&mut model, "j Enter");
    let effects = open_with_body(&mut model, &effects, BODY);
    let Some(Effect::FindLinked { id, links }) = effects.last() else { panic!("{effects:?}") };
    assert_eq!((id.0, links.len()), (2, 2));
    let found = vec![(links[1].clone(), ArticleId(7)), (links[0].clone(), ArticleId(2))];
    let _ = update(&mut model, Message::LinkedFound { id: *id, found });
    model
}

/// A reader with a long article open that has a link, and a footnote at its end that leads back to its mark.
fn reader_of_footnotes() -> Model {
    let mut model = reader([2, 1]);
    let effects = press(&mut model, "j Enter");
    let body = format!(
        "<p><a href='https://a.example/1'>Talks</a> go on<a id=mark href='#note'><sup>7</sup></a>.</p>{}
        <p id=note>Since spring. <a href='#mark'>Back</a></p>{}",
        long_body(60),
        long_body(60)
    );
    open_with_body(&mut model, &effects, &body);
    model
}

/// The words on top of the screen.
fn on_top(model: &Model) -> String {
    let sheet = model.sheet().unwrap();
    match sheet.line(model.article.top) {
        Some(crate::app::sheet::SheetLine::Body(line)) => crate::text::line_text(line, &sheet.document),
        _ => String::new(),
    }
}

fn url(address: &str) -> WebUrl {
    WebUrl::parse(address).unwrap()
}

fn asked(effects: &[Effect]) -> Option<u64> {
    effects.iter().find_map(|effect| match effect {
        Effect::LoadArticle { id, .. } => Some(id.0),
        _ => None,
    })
}

#[test]
fn a_link_to_an_article_in_the_cache_opens_here_and_others_in_the_browser() {
    for keys in ["2", "u j Enter", "; s"] {
        let mut model = reader_of_links();
        let effects = press(&mut model, keys);
        assert_eq!(asked(&effects), Some(7), "{keys}");
        assert!(model.overlay.is_none());
        let effects = open_with_body(&mut model, &effects, &long_body(3));
        assert_eq!((shown(&model), selected(&model)), (7, Some(2)));
        assert!(model.sheet().unwrap().article.headline.status.read, "it is open");
        assert_eq!(saved_change(&effects).1, Change::Read { ids: vec![ArticleId(7)], read: true });
        assert_eq!(asked(&press(&mut model, "[")), Some(2));
    }
    for keys in ["1", "u Enter", "; a"] {
        let mut model = reader_of_links();
        let effects = press(&mut model, keys);
        assert_eq!(effects, [Effect::OpenLink(url("https://a.example/1"))], "{keys}: not in a circle");
    }
}

#[test]
fn the_list_of_links_copies_and_goes_to_the_browser() {
    let mut model = reader_of_links();
    assert_eq!(press(&mut model, "u j o"), [Effect::OpenLink(url("https://b.example/2"))]);
    let copied = Effect::Copy { text: "https://b.example/2".into(), what: "the link" };
    assert_eq!(press(&mut model, "y"), [copied]);
    assert_eq!(model.overlay, Some(Overlay::Links { cursor: 1 }));
    assert_eq!(press(&mut model, "q 9"), []);
    assert_eq!(notice(&model), "the article has no link 9");
}

#[test]
fn letters_over_links_are_typed_or_left() {
    let mut model = reader_of_links();
    press(&mut model, ";");
    assert_eq!(model.hinted_links(), [(1, "a".to_owned()), (2, "s".to_owned())]);
    assert_eq!(press(&mut model, "Esc"), []);
    assert_eq!((model.hints.as_ref(), model.focus), (None, Pane::Article));
    assert_eq!(press(&mut model, "; q"), []);
    assert_eq!((model.hints.as_ref(), notice(&model)), (None, "no link has these letters"));

    let many: String = (0..12).map(|number| format!("<a href='https://a.example/{number}'>{number}</a> ")).collect();
    let mut model = reader([1]);
    let effects = press(&mut model, "j Enter");
    open_with_body(&mut model, &effects, &many);
    assert_eq!(press(&mut model, "; s"), []);
    assert_eq!(press(&mut model, "Backspace a"), []);
    assert_eq!(press(&mut model, "s"), [Effect::OpenLink(url("https://a.example/1"))]);

    let mut model = reader([1]);
    let effects = press(&mut model, "j Enter");
    open_with_body(&mut model, &effects, "<p>None.</p>");
    press(&mut model, ";");
    assert_eq!((model.hints.as_ref(), notice(&model)), (None, "no link is on the screen"));
}

#[test]
fn a_click_on_words_of_a_link_opens_it() {
    let mut model = reader_of_links();
    let area = model.text_area();
    let line = (0..model.sheet().unwrap().len())
        .find(|at| match model.sheet().unwrap().line(*at) {
            Some(crate::app::sheet::SheetLine::Body(line)) => line.segments.iter().any(|part| part.link.is_some()),
            _ => false,
        })
        .unwrap() as u16;
    let mut click = |column: u16| {
        let mouse = Mouse { column: area.x + column, row: area.y + line, what: MouseWhat::Click };
        update(&mut model, Message::Mouse(mouse)).0
    };
    let first = [Effect::OpenLink(url("https://a.example/1"))];
    // See the first talks[1] and others[2].
    assert_eq!(click(3), []);
    assert_eq!(click(4), first);
    assert_eq!(click(21), first);
    assert_eq!(click(22), []);
    assert_eq!(asked(&click(27)), Some(7));
    assert_eq!(click(60), []);
}

#[test]
fn headings_are_listed_and_gone_to() {
    let section = |number: u64| format!("<h2>Part {number}</h2>{}<h3>Details {number}</h3>", long_body(30));
    let body: String = (1..=3).map(section).collect();
    let mut model = reader([1]);
    let effects = press(&mut model, "j Enter");
    open_with_body(&mut model, &effects, &body);
    press(&mut model, "gO");
    assert_eq!(model.overlay, Some(Overlay::Outline { cursor: 0 }));
    press(&mut model, "j j Enter");
    let outline = model.sheet().unwrap().outline();
    let titles: Vec<_> = outline.iter().map(|section| (section.level, section.title.as_str())).collect();
    assert_eq!(titles[..3], [(2, "Part 1"), (3, "Details 1"), (2, "Part 2")]);
    assert_eq!((model.overlay, model.article.top), (None, outline[2].line));
    press(&mut model, "gO");
    assert_eq!(model.overlay, Some(Overlay::Outline { cursor: 2 }), "it begins where the reader is");
    press(&mut model, "q [");
    assert_eq!(model.article.top, 0, "the way back leads to where was jumped from");
    press(&mut model, "]");
    assert_eq!(model.article.top, outline[2].line);

    let mut model = reader_of_links();
    press(&mut model, "gO gO");
    assert_eq!(model.overlay, None);
    let mut model = reader([1]);
    let effects = press(&mut model, "j Enter");
    open_with_body(&mut model, &effects, &long_body(2));
    press(&mut model, "gO");
    assert_eq!((model.overlay, notice(&model)), (None, "the article has no headings"));
}

#[test]
fn a_footnote_is_gone_to_and_come_back_from() {
    for keys in ["u j Enter", "; s"] {
        let mut model = reader_of_footnotes();
        assert_eq!(press(&mut model, keys), [], "{keys}: nothing leaves the reader");
        assert_eq!((on_top(&model).as_str(), model.overlay), ("Since spring. Back↑", None), "{keys}");
        let there = model.article.top;
        press(&mut model, "[");
        assert_eq!((model.article.top, shown(&model)), (0, 2));
        press(&mut model, "]");
        assert_eq!(model.article.top, there);
        press(&mut model, "; a");
        assert_eq!(on_top(&model), "Talks[1] go on⁷↓.");
        press(&mut model, "[");
        assert_eq!(model.article.top, there);
    }
}

#[test]
fn a_click_on_a_footnotes_mark_goes_to_it() {
    let mut model = reader_of_footnotes();
    let (area, column) = (model.text_area(), "Talks[1] go on⁷".chars().count() as u16);
    let first =
        (0..10).find(|at| matches!(model.sheet().unwrap().line(*at), Some(crate::app::sheet::SheetLine::Body(_))));
    let row = area.y + first.unwrap() as u16;
    let click = |model: &mut Model, column: u16| {
        let _ = update(model, Message::Mouse(Mouse { column: area.x + column, row, what: MouseWhat::Click }));
    };
    click(&mut model, column + 1);
    assert_eq!(model.article.top, 0, "the full stop leads nowhere");
    click(&mut model, column);
    assert_eq!(on_top(&model), "Since spring. Back↑");
}

#[test]
fn a_place_in_the_text_has_no_number_and_no_address() {
    let mut model = reader_of_footnotes();
    assert_eq!(press(&mut model, "2"), []);
    assert_eq!((notice(&model), model.article.top), ("the article has no link 2", 0));
    for key in ["o", "y"] {
        assert_eq!(press(&mut model, &format!("u j {key}")), []);
        assert_eq!(notice(&model), "it leads to a place in this article, which has no address", "{key}");
        press(&mut model, "q");
    }
}

#[test]
fn lists_of_an_article_close_when_another_comes() {
    for keys in ["u", "gO"] {
        let mut model = reader_of_links();
        let effects = press(&mut model, "q j");
        press(&mut model, &format!("l {keys}"));
        assert!(model.overlay.is_some(), "{keys}");
        open_with_body(&mut model, &effects, BODY);
        assert_eq!((shown(&model), model.overlay), (1, None), "{keys}");
    }
}
