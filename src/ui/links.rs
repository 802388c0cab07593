//! The list of the open article's links: their words, where they lead, and which lead to articles in the cache. Behind
//! them stand those within the text, such as footnotes, with the words that they lead to.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::{Frame, centred, clear, hint, put, seen};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::app::sheet::Sheet;
use crate::domain::{Enclosure, Jump, SafeText, WebUrl, safe};
use crate::text::{fit, pad, width};

/// Stands behind a link that opens here, because the article that it leads to is in the cache.
const CACHED: &str = "↵";
/// A list of fewer columns has not room for all keys.
const NARROW: u16 = 60;
/// The columns of that mark and of the space before it.
const CACHED_WIDTH: usize = 2;

pub fn draw(model: &Model, theme: &Theme, cursor: usize, area: Rect, buffer: &mut Buffer) {
    let Some(sheet) = model.sheet() else { return };
    let links = &sheet.document.links;
    let count = sheet.link_count();
    let place = centred(area, 100, count + 4);
    clear(theme, place, buffer);
    let keys = [
        hint(model, Action::Open, "opens"),
        hint(model, Action::OpenInBrowser, "browser"),
        hint(model, Action::CopyLink, "copies"),
        hint(model, Action::Back, "closes"),
    ];
    // What Enter does is known.
    let keys = SafeText::join(if place.width < NARROW { &keys[1..] } else { &keys }, " · ");
    let position = safe!("{}/{}", cursor + 1, count);
    let inside =
        Frame { focused: true, title: "Links".into(), right: position, below: keys }.draw(theme, place, buffer);
    // The last rows say where the link under the cursor leads.
    let height = usize::from(inside.height.saturating_sub(2)).max(1);
    let columns = usize::from(inside.width);
    let words = sheet.link_words();
    let top = (cursor + 1).saturating_sub(height);
    for (row, index) in (top..count).take(height).enumerate() {
        let number = index + 1;
        let is_cached = links.get(index).is_some_and(|link| model.article.linked.contains_key(link));
        let (number, words, host) = match (links.get(index), sheet.jump(number)) {
            (Some(link), _) => {
                let file = sheet.file(number).map(Enclosure::facts);
                let words = words.get(&number).or(file.as_ref()).filter(|words| !words.is_empty());
                let words = words.map(|words| seen(model, words, columns));
                cells(number, words.as_ref(), link, columns)
            }
            (None, Some(jump)) => jump_cells(sheet, jump, columns),
            (None, None) => break,
        };
        let mark = if is_cached { safe!(" {}", CACHED) } else { SafeText::repeat(" ", CACHED_WIDTH) };
        let styles = match index == cursor {
            true => [theme.selected; 4],
            false => [theme.key, theme.link, theme.dim, theme.main_tag],
        };
        put([number, words, host, mark].into_iter().zip(styles).collect(), inside, row as u16, buffer);
    }
    let leads_to = match (links.get(cursor), sheet.jump(cursor + 1)) {
        (Some(link), _) => Some((model.article.linked.contains_key(link), SafeText::line(&link.to_string()))),
        (None, Some(jump)) => Some((false, sheet.words_at_jump(jump))),
        (None, None) => None,
    };
    if let Some((is_cached, target)) = leads_to.filter(|_| inside.height > 2) {
        let leads = if is_cached { safe!(" {} in the cache: ", CACHED) } else { " ".into() };
        let target = fit(&target, columns.saturating_sub(width(&leads) + 1));
        put(vec![(leads, theme.dim), (target, theme.dim)], inside, inside.height - 1, buffer);
    }
}

/// The arrow, the words of a link within the text and those that it leads to, as wide as there is room but for the mark.
fn jump_cells(sheet: &Sheet, jump: &Jump, columns: usize) -> (SafeText, SafeText, SafeText) {
    let arrow = safe!(" {:>2}  ", if jump.to < jump.from.start { "↑" } else { "↓" });
    let room = columns.saturating_sub(width(&arrow) + CACHED_WIDTH);
    let words = fit(&SafeText::line(&sheet.document.text[jump.from.clone()]), room / 2);
    let room = room.saturating_sub(width(&words));
    let target = safe!("  {}", sheet.words_at_jump(jump));
    (arrow, words, pad(&fit(&target, room), room))
}

/// The number, the words and the host of a link, as wide as there is room but for the mark.
fn cells(number: usize, words: Option<&SafeText>, link: &WebUrl, columns: usize) -> (SafeText, SafeText, SafeText) {
    let number = safe!(" {:>2}  ", number);
    let room = columns.saturating_sub(width(&number) + CACHED_WIDTH);
    let Some(words) = words else {
        // An address says its host itself.
        return (number, pad(&fit(&SafeText::line(&link.to_string()), room), room), SafeText::default());
    };
    let host = fit(&SafeText::line(link.host().strip_prefix("www.").unwrap_or(link.host())), room / 2);
    let host = safe!("  {}", host);
    let room = room.saturating_sub(width(&host));
    (number, pad(&fit(words, room), room), host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_as_wide_as_the_list() {
        let link = WebUrl::parse("https://www.news.example/a/very/long/address/of/an/article").unwrap();
        for words in [None, Some("talks".into()), Some("和平会谈".into()), Some(SafeText::repeat("word ", 40))] {
            for columns in 12..100 {
                let (number, words, host) = cells(7, words.as_ref(), &link, columns);
                let used = width(&number) + width(&words) + width(&host) + CACHED_WIDTH;
                assert_eq!(used, columns, "{number}{words}{host}");
            }
        }
    }
}
