//! The article: title, line of facts, who did what to whom, tags where they have no pane, text, links.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::iter;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};

use super::article_head::{facts, source_line};
use super::marked::{Light, Marked, labelled};
use super::theme::Theme;
use super::{Frame, Gallery, Piece, empty_state, hint, key_of, put, seen};
use crate::app::action::Action;
use crate::app::model::{Model, Shown};
use crate::app::panes::Pane;
use crate::app::sheet::{Sheet, SheetLine};
use crate::app::tags::{TagRow, selectable};
use crate::domain::{Enclosure, Event, SafeText, Span, TagKind, TagRef, safe};
use crate::text::{Line, PictureLine, PicturePart, fit, width};

pub fn draw(model: &Model, theme: &Theme, gallery: &Gallery, area: Rect, buffer: &mut Buffer) {
    let focused = model.focus == Pane::Article && model.result.as_ref().is_none_or(|result| !result.focused);
    let feed = match &model.article.shown {
        Shown::Open(sheet) => Some(sheet.article.headline.feed),
        Shown::Missing(headline) => Some(headline.feed),
        _ => None,
    };
    let title = feed.map_or_else(SafeText::default, |feed| source_line(model, feed, Frame::title_room(area.width)));
    // The progress stands below, so that the name of the source has the whole line.
    let below = model.percent_read().map_or_else(SafeText::default, |percent| safe!("{} %", percent));
    let inside = Frame { focused, title, below, ..Frame::default() }.draw(theme, area, buffer);
    match &model.article.shown {
        Shown::Open(sheet) => draw_sheet(model, sheet, theme, gallery, inside, buffer),
        Shown::Nothing => draw_welcome(model, theme, inside, buffer),
        Shown::Failed(sentence) => empty_state(theme, std::slice::from_ref(sentence), inside, buffer),
        Shown::Missing(headline) => {
            let sentences = [
                headline.title.clone(),
                SafeText::default(),
                "Its text is not in the cache any more; it comes back when its feed still holds it.".into(),
            ];
            empty_state(theme, &sentences, inside, buffer);
        }
    }
}

/// The keys to begin with.
fn draw_welcome(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = [
        (Action::MoveDown, "choose a headline"),
        (Action::Open, "open it"),
        (Action::ReadOn, "read on, then the next unread"),
        (Action::ToggleStar, "star it"),
        (Action::Search, "search everything"),
        (Action::Help, "all keys"),
        (Action::Quit, "quit"),
    ];
    let inner = area.inner(Margin { horizontal: 2, vertical: 1 });
    if inner.is_empty() {
        return;
    }
    put(vec![("chancery".into(), theme.heading)], inner, 0, buffer);
    for (place, (action, what)) in (2..inner.height).zip(rows) {
        let pieces = vec![(safe!("{:>6}", key_of(model, action)), theme.key), (safe!("  {}", what), theme.dim)];
        put(pieces, inner, place, buffer);
    }
}

fn draw_sheet(model: &Model, sheet: &Sheet, theme: &Theme, gallery: &Gallery, area: Rect, buffer: &mut Buffer) {
    let text_width = model.text_width().min(area.width);
    let column = model.text_area();
    let title = Marked { text: &sheet.title.text, lights: lights_of_title(model, sheet, theme), hints: HashMap::new() };
    let text = Marked { text: &sheet.document.text, lights: lights_of_text(model, sheet, theme), hints: hints(model) };
    let note = Marked { text: &sheet.note.text, lights: Vec::new(), hints: HashMap::new() };
    for place in 0..area.height {
        let Some(line) = sheet.line(model.article.top + usize::from(place)) else { break };
        let pieces = match line {
            SheetLine::Title(line) => title.styled(line, theme),
            SheetLine::FormerTitle => {
                let former = sheet.article.former_title.clone().unwrap_or_default();
                vec![(seen(model, &safe!("was: {}", former), text_width.into()), theme.dim)]
            }
            SheetLine::Meta => vec![(facts(model, sheet, text_width.into()), theme.dim)],
            SheetLine::Page => page_line(model, sheet, text_width.into(), theme),
            SheetLine::Said => vec![(seen(model, &sheet.article.extras.line(), text_width.into()), theme.dim)],
            SheetLine::Event => vec![(event_line(sheet, text_width.into()), theme.dim)],
            SheetLine::Tags => strip(sheet, text_width.into(), theme),
            SheetLine::Blank => continue,
            SheetLine::Body(Line { picture: Some(PictureLine { picture, part: PicturePart::Row(row) }), .. }) => {
                // The whole of it, where the first of its rows stands that is in view.
                if place == 0 || *row == 0 {
                    let column = Rect { y: column.y + place, height: column.height - place, ..column };
                    draw_picture(model, sheet, (*picture, *row), theme, gallery, column, buffer);
                }
                continue;
            }
            SheetLine::Body(line) => text.styled(line, theme),
            SheetLine::NoteHeading => vec![("✎ Your note".into(), theme.heading)],
            SheetLine::Note(line) => note.styled(line, theme),
            SheetLine::Repeated => vec![(fit(&repeated_line(model, sheet), text_width.into()), theme.dim)],
            SheetLine::LinksHeading => vec![("Links".into(), theme.heading)],
            SheetLine::Link(number) => {
                link_line(model, sheet, number, text.hints.get(&number), text_width.into(), theme)
            }
        };
        put(pieces, column, place, buffer);
    }
}

/// A picture without the rows above `row`, or a sign that it is on its way.
fn draw_picture(
    model: &Model,
    sheet: &Sheet,
    (picture, row): (usize, u16),
    theme: &Theme,
    gallery: &Gallery,
    area: Rect,
    buffer: &mut Buffer,
) {
    let url = &sheet.document.pictures[picture].url;
    let is_covered = model.overlay.is_some()
        || model.dialog.is_some()
        || model.areas().is_some_and(|areas| areas.floating.is_some());
    let height = sheet.rows_of_picture(picture).saturating_sub(row).min(area.height);
    let area = Rect { width: model.text_width().min(area.width), height, ..area };
    if !gallery.draw(url, row, is_covered, area, buffer) {
        put(vec![("…".into(), theme.dim)], area, 0, buffer);
    }
}

/// What becomes of the whole article.
fn page_line(model: &Model, sheet: &Sheet, columns: usize, theme: &Theme) -> Vec<Piece> {
    match &sheet.article.page_failure {
        _ if sheet.is_fetching => vec![(fit(&"fetching the whole article …".into(), columns), theme.dim)],
        Some(failure) => {
            let line = failure.line();
            let line = match failure.what() {
                // What can be done is worth more than a sentence that is cut before it.
                Some(what) if width(&line) > columns => {
                    safe!("{}: {}", what, hint(model, Action::OpenInBrowser, "opens it in the browser"))
                }
                _ => line,
            };
            vec![(fit(&line, columns), theme.problem)]
        }
        None => Vec::new(),
    }
}

/// How many paragraphs are folded away that the source repeats, and the key that shows them.
fn repeated_line(model: &Model, sheet: &Sheet) -> SafeText {
    let count = sheet.repeated.blocks.len();
    let noun = if count == 1 { "paragraph" } else { "paragraphs" };
    let (arrow, does) = if sheet.repeated.is_folded { ("▸", "shows") } else { ("▾", "folds") };
    safe!("{} {} repeated {} ({} {} them)", arrow, count, noun, key_of(model, Action::FoldRepeated), does)
}

/// Who did what to whom; with the words that say so, where they have room.
fn event_line(sheet: &Sheet, columns: usize) -> SafeText {
    let Some(event) = sheet.article.event_line() else { return SafeText::default() };
    let quoted = sheet.quote(event.phrase).map(|phrase| safe!("{}: “{}”", event.line(), phrase));
    quoted.filter(|quoted| width(quoted) <= columns).unwrap_or_else(|| fit_event(event, columns))
}

/// The event's line in so many columns: with the codes of countries for their names where they have no room, then with
/// other names cut.
fn fit_event(event: &Event, columns: usize) -> SafeText {
    let mut event = event.clone();
    shorten(&mut event, columns, |actor, _| match actor.kind {
        TagKind::Country => actor.key.clone(),
        _ => actor.label.clone(),
    });
    shorten(&mut event, columns, |actor, over| {
        fit(&actor.label, width(&actor.label).saturating_sub(over).max(NAME_MIN))
    });
    fit(&event.line(), columns)
}

/// Gives the actors shorter names until the line fits, the longer one first; `shorter` learns how many columns are too
/// many.
fn shorten(event: &mut Event, columns: usize, shorter: impl Fn(&TagRef, usize) -> SafeText) {
    let mut over = width(&event.line()).saturating_sub(columns);
    let mut actors: Vec<&mut TagRef> = iter::once(&mut event.who).chain(&mut event.whom).collect();
    actors.sort_by_key(|actor| Reverse(width(&actor.label)));
    for actor in actors {
        if over > 0 {
            let label = shorter(actor, over);
            over = over.saturating_sub(width(&actor.label).saturating_sub(width(&label)));
            actor.label = label;
        }
    }
}

/// Fewer columns of an actor's name would not be understood.
const NAME_MIN: usize = 8;

/// The tags on one line: what the article is about, the user's own, what it mentions; then how many have no room.
fn strip(sheet: &Sheet, columns: usize, theme: &Theme) -> Vec<Piece> {
    let mut tags = selectable(&sheet.article);
    tags.sort_by_key(|row| match row {
        TagRow::Extracted(tag) if tag.main => 0,
        TagRow::Own(_) => 1,
        _ => 2,
    });
    let words: Vec<Piece> = tags.into_iter().filter_map(|row| strip_word(&row, theme)).collect();
    let mut pieces = Vec::new();
    let mut used = 0;
    for (place, (word, style)) in words.iter().enumerate() {
        let left = words.len() - place - 1;
        let more = if left > 0 { width(&more_tags(left)) + GAP.len() } else { 0 };
        let room = columns.saturating_sub(used + more);
        if width(word) > room && room < CUT_MIN {
            pieces.push((more_tags(left + 1), theme.dim));
            break;
        }
        let word = fit(word, room);
        used += width(&word) + GAP.len();
        pieces.push((safe!("{}{}", word, GAP), *style));
    }
    pieces
}

/// Fewer columns of a tag that is cut would not be understood.
const CUT_MIN: usize = 12;
/// What stands between the tags of the strip.
const GAP: &str = "  ";

fn more_tags(count: usize) -> SafeText {
    safe!("+{}", count)
}

fn strip_word(row: &TagRow, theme: &Theme) -> Option<Piece> {
    match row {
        TagRow::Extracted(tag) if tag.main => Some((safe!("◆ {}", tag.label), theme.main_tag)),
        TagRow::Extracted(tag) => Some((tag.label.clone(), theme.dim)),
        TagRow::Own(tag) => Some((safe!("#{}", tag), theme.own_tag)),
        TagRow::Rejected(_) | TagRow::Heading(_) => None,
    }
}

fn link_line(
    model: &Model,
    sheet: &Sheet,
    number: usize,
    hint: Option<&SafeText>,
    columns: usize,
    theme: &Theme,
) -> Vec<Piece> {
    let Some(link) = sheet.document.links.get(number - 1) else { return Vec::new() };
    let mark = safe!("[{}]", number);
    let gap = match model.article.linked.contains_key(link) {
        true => ("↵".into(), theme.main_tag),
        false => (" ".into(), theme.text),
    };
    let facts = sheet.file(number).map(Enclosure::facts).filter(|facts| !facts.is_empty());
    let facts = facts.map(|facts| safe!("  {}", facts)).unwrap_or_default();
    let room = columns.saturating_sub(width(&mark) + 1 + width(&facts));
    let address = fit(&SafeText::line(link.as_str()), room);
    let mark = labelled(mark, hint, theme).unwrap_or((safe!("[{}]", number), theme.key));
    vec![mark, gap, (address, theme.link), (facts, theme.dim)]
}

/// The words of the tag under the cursor, if the focus is on the tags.
fn tag_spans<'a>(model: &Model, sheet: &'a Sheet) -> &'a [Span] {
    match selectable(&sheet.article).get(model.tags_cursor) {
        Some(TagRow::Extracted(tag) | TagRow::Rejected(tag)) if model.focus == Pane::Tags => tag.spans.as_slice(),
        _ => &[],
    }
}

fn lights_of_title(model: &Model, sheet: &Sheet, theme: &Theme) -> Vec<Light> {
    match (tag_spans(model, sheet), &sheet.find) {
        ([], Some(find)) => found(&find.title, find.current_in_title(), 0..sheet.title.text.len(), theme),
        (spans, _) => sheet.title_evidence(spans).into_iter().map(|range| (range, theme.highlight)).collect(),
    }
}

fn lights_of_text(model: &Model, sheet: &Sheet, theme: &Theme) -> Vec<Light> {
    match (tag_spans(model, sheet), &sheet.find) {
        ([], Some(find)) => {
            let top = model.article.top;
            let shown = sheet.text_on(top..top + model.rows_of(Pane::Article));
            found(&find.text, find.current_in_text(), shown, theme)
        }
        (spans, _) => sheet.text_evidence(spans).into_iter().map(|range| (range, theme.highlight)).collect(),
    }
}

/// The matches in the part of a text that is shown.
fn found(matches: &[Range<usize>], current: Option<&Range<usize>>, shown: Range<usize>, theme: &Theme) -> Vec<Light> {
    let style = |range: &Range<usize>| if Some(range) == current { theme.current_match } else { theme.highlight };
    let first = matches.partition_point(|range| range.end <= shown.start);
    let on_screen = matches[first..].iter().take_while(|range| range.start < shown.end);
    on_screen.map(|range| (range.clone(), style(range))).collect()
}

/// The letters over the links on the screen, as far as they are still to be typed.
fn hints(model: &Model) -> HashMap<usize, SafeText> {
    let Some(hints) = &model.hints else { return HashMap::new() };
    let left = |(link, label): (usize, String)| Some((link, SafeText::line(label.strip_prefix(&hints.typed)?)));
    model.hinted_links().into_iter().filter_map(left).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Plover, Span};

    #[test]
    fn an_event_fits_every_width() {
        let actor =
            |kind, key: &'static str, label: &'static str| TagRef { kind, key: key.into(), label: label.into() };
        let event = Event {
            verb: Plover::Accuse,
            phrase: Span { start: 0, end: 7 },
            who: actor(TagKind::Country, "BA", "Bosnia and Herzegovina"),
            whom: Some(actor(TagKind::Country, "XK", "Kosovo")),
            negated: true,
            conditional: false,
            historical: false,
        };
        let court = actor(TagKind::Organisation, "ECHR", "European Court of Human Rights");
        let with_court = Event { whom: Some(court), ..event.clone() };
        for (event, columns, line) in [
            (&event, 63, "Bosnia and Herzegovina → ACCUSE (negated) → Kosovo · by pattern"),
            (&event, 62, "BA → ACCUSE (negated) → Kosovo · by pattern"),
            (&event, 40, "BA → ACCUSE (negated) → XK · by pattern"),
            (&event, 30, "BA → ACCUSE (negated) → XK ·…"),
            (&with_court, 80, "BA → ACCUSE (negated) → European Court of Human Rights · by pattern"),
            (&with_court, 60, "BA → ACCUSE (negated) → European Court of Huma… · by pattern"),
            (&with_court, 40, "BA → ACCUSE (negated) → Europea… · by p…"),
        ] {
            assert_eq!(fit_event(event, columns), line, "{columns}");
        }
        for columns in 0..=80 {
            assert!(width(&fit_event(&with_court, columns)) <= columns, "{columns}");
        }
    }
}
