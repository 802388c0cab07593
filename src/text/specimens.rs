//! How a set of documents is laid out: each element, and each script that news come in, at four widths.

use super::width::width;
use super::wrap::columns_of;
use super::{Layout, Setting, document, line_text, wrap};
use crate::domain::{SafeText, WebUrl};

const WIDTHS: [u16; 4] = [20, 40, 72, 120];

/// The lines at every width. The bars show that none is wider, and where text stands at the right.
fn laid_out(html: &str, reorder: bool) -> String {
    let base = WebUrl::parse("https://news.example/congress").expect("a literal address");
    let document = document(&SafeText::block(html), Some(&base));
    let mut shown = String::new();
    for columns in WIDTHS {
        let layout = Layout { width: columns, setting: Setting { reorder, ..Setting::default() } };
        shown.push_str(&format!("{}\n", "─".repeat(columns.into())));
        for line in wrap(&document, layout) {
            let used = columns_of(&line.segments, &document);
            assert!(used <= columns.into(), "{used} columns at {columns}");
            let text = line_text(&line, &document);
            assert_eq!(used, width(&text), "pieces are as wide as their line: {text:?}");
            shown.push_str(&format!("{}\n", text.trim_end()));
        }
    }
    shown
}

macro_rules! specimens {
    ($($name:ident $reorder:literal)*) => {
        $(
            #[test]
            fn $name() {
                let html = include_str!(concat!("specimens/", stringify!($name), ".html"));
                insta::assert_snapshot!(stringify!($name), laid_out(html, $reorder));
            }
        )*
    };
}

specimens! {
    inline false
    lists false
    quotes false
    tables false
    figures false
    footnotes false
    breaks false
    latin false
    cyrillic false
    greek false
    arabic true
    persian true
    hebrew true
    devanagari false
    thai false
    chinese false
    japanese false
    korean false
    emoji false
}

#[test]
fn text_from_right_to_left_stays_as_it_is_read_where_the_terminal_turns_it() {
    insta::assert_snapshot!("arabic_unturned", laid_out(include_str!("specimens/arabic.html"), false));
}
