//! Pictures within an article: how large they are, which lines they take, and which of them are held ready.

use ratatui::layout::Size;

use super::effect::RequestId;
use crate::domain::{SafeText, WebUrl};
use crate::text::{Line, Look, PictureLine, PicturePart, Piece, Segment};

/// A width and a height in pixels: of a picture, or of a cell of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
}

impl Pixels {
    /// A cell of an ordinary font, for terminals that do not tell.
    pub const ORDINARY_CELL: Self = Self { width: 10, height: 20 };
}

/// Whether articles show pictures, as the user has set it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Images {
    /// Captions only.
    Never,
    /// Those that are in the cache; others are fetched when the user asks for them.
    #[default]
    Auto,
    /// All of an article that is opened.
    Always,
}

/// Whether this terminal, and this program, can show pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drawing {
    /// The program was built without them.
    #[default]
    NotBuilt,
    /// The user wants no colours.
    NoColour,
    /// In cells of so many pixels.
    Cells(Pixels),
}

/// Which pictures of an article are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// None; their captions stand for them.
    Captions,
    /// Those in the cache.
    Cached,
    /// All; those that are not in the cache are fetched.
    All,
}

impl From<Images> for Showing {
    fn from(images: Images) -> Self {
        match images {
            Images::Never => Self::Captions,
            Images::Auto => Self::Cached,
            Images::Always => Self::All,
        }
    }
}

/// What is known of a picture of the open article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Its size, once it was decoded.
    pub pixels: Option<Pixels>,
    /// Why it cannot be shown.
    pub trouble: Option<SafeText>,
    /// Whether it was not in the cache.
    pub is_missing: bool,
}

/// Where pictures are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canvas {
    /// The pixels of a cell.
    pub cell: Pixels,
    /// The most cells that a picture takes.
    pub room: Size,
    /// Whether what is missing can be fetched.
    pub is_online: bool,
}

/// The cells that a picture takes: at its own size or shrunk to the room, in its proportions to half a cell.
pub fn cells(picture: Pixels, cell: Pixels, room: Size) -> Size {
    let (cell_width, cell_height) = (u64::from(cell.width.max(1)), u64::from(cell.height.max(1)));
    let widest = u64::from(room.width.max(1)) * cell_width;
    let highest = u64::from(room.height.max(1)) * cell_height;
    let (width, height) = (u64::from(picture.width.max(1)), u64::from(picture.height.max(1)));
    let (width, height) = if width <= widest && height <= highest {
        (width, height)
    } else if width * highest >= height * widest {
        (widest, height * widest / width)
    } else {
        (width * highest / height, highest)
    };
    let whole = |pixels: u64, cell: u64, most: u16| {
        u16::try_from((pixels + cell / 2) / cell).unwrap_or(most).clamp(1, most.max(1))
    };
    Size { width: whole(width, cell_width, room.width), height: whole(height, cell_height, room.height) }
}

/// What stands in an article's lines for a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Placed {
    Caption,
    /// The picture in so many rows, over its caption.
    Rows(u16),
    /// The caption and why there is no more.
    Trouble(SafeText),
}

/// Gives each picture its rows among the lines, and takes away what was placed before. The line of a picture without
/// words of its own becomes the last of its rows.
pub fn place(lines: Vec<Line>, placed: &[Placed]) -> Vec<Line> {
    let mut all = Vec::with_capacity(lines.len());
    for mut line in lines {
        let Some(mark) = line.picture else {
            all.push(line);
            continue;
        };
        let row_of = |part| Line { picture: Some(PictureLine { part, ..mark }), ..Line::default() };
        match mark.part {
            PicturePart::Trouble => continue,
            PicturePart::Row(_) if line.segments.is_empty() => continue,
            PicturePart::Row(_) | PicturePart::Caption => {}
        }
        line.picture = Some(PictureLine { part: PicturePart::Caption, ..mark });
        match placed.get(mark.picture) {
            None | Some(Placed::Caption) => all.push(line),
            Some(Placed::Rows(rows)) if has_words(&line) => {
                all.extend((0..*rows).map(|row| row_of(PicturePart::Row(row))));
                all.push(line);
            }
            Some(Placed::Rows(rows)) => {
                let last = rows.saturating_sub(1);
                all.extend((0..last).map(|row| row_of(PicturePart::Row(row))));
                line.picture = Some(PictureLine { part: PicturePart::Row(last), ..mark });
                all.push(line);
            }
            Some(Placed::Trouble(why)) => {
                all.push(line);
                all.push(Line { segments: vec![note(why)], ..row_of(PicturePart::Trouble) });
            }
        }
    }
    all
}

/// Whether any of a line's text is the article's.
fn has_words(line: &Line) -> bool {
    line.segments.iter().any(|segment| matches!(segment.piece, Piece::Source(_)))
}

fn note(why: &SafeText) -> Segment {
    Segment { piece: Piece::Own(why.clone()), look: Look::Caption, emphasis: Default::default(), link: None }
}

/// A picture that the outside holds ready for the screen, or is making so.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub request: RequestId,
    pub url: WebUrl,
    pub room: Size,
    /// Whether it may come from the network.
    pub may_fetch: bool,
    /// Whether it was not in the cache, and nowhere else looked for.
    pub is_missing: bool,
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq)]
pub enum NoPicture {
    /// It is not in the cache, and was not to be fetched.
    NotCached,
    /// It could not be fetched, or is none that can be shown; the sentence says why.
    Broken(SafeText),
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: Pixels = Pixels::ORDINARY_CELL;

    #[test]
    fn a_picture_has_its_own_size_or_that_of_the_room_in_its_proportions() {
        for (picture, room, cells) in [
            // 10×20 pixels a cell.
            ((300, 200), (72, 18), (30, 10)),
            ((720, 360), (72, 18), (72, 18)),
            ((1200, 800), (72, 18), (54, 18)),
            ((1200, 300), (72, 18), (72, 9)),
            ((1200, 800), (20, 18), (20, 7)),
            ((100, 5000), (72, 18), (1, 18)),
            ((5000, 10), (72, 18), (72, 1)),
            ((1, 1), (72, 18), (1, 1)),
            ((14, 29), (72, 18), (1, 1)),
            ((15, 30), (72, 18), (2, 2)),
            ((u32::MAX, u32::MAX), (72, 18), (36, 18)),
            ((0, 0), (0, 0), (1, 1)),
        ] {
            let (picture, room) = (Pixels { width: picture.0, height: picture.1 }, Size::from(room));
            assert_eq!(super::cells(picture, CELL, room), Size::from(cells), "{picture:?} in {room}");
        }
        let (picture, no_cell) = (Pixels { width: 3, height: 4 }, Pixels { width: 0, height: 0 });
        assert_eq!(super::cells(picture, no_cell, Size::new(72, 18)), Size::new(3, 4));
    }

    /// A letter a line: a word of the text, the caption of a picture with and without words, a row of a picture.
    fn shape(lines: &[Line]) -> String {
        let letter = |line: &Line| match line.picture.map(|mark| mark.part) {
            Some(PicturePart::Row(row)) => char::from_digit(row.into(), 36).unwrap(),
            Some(PicturePart::Trouble) => '!',
            Some(PicturePart::Caption) => 'c',
            None if line.segments.is_empty() => ' ',
            None => 't',
        };
        lines.iter().map(letter).collect()
    }

    #[test]
    fn rows_stand_over_the_words_of_a_picture_and_in_place_of_a_caption_without_words() {
        let html = "<p>one<img src='https://a.example/1.png' alt='A map'><img src='https://a.example/2.png'><p>two";
        let plain = crate::text::wrap(&crate::text::document(&html.into(), None), 40);
        let caption =
            |number: usize| plain.iter().filter(move |line| line.picture.is_some_and(|it| it.picture == number));
        assert_eq!((caption(0).count(), caption(1).count()), (1, 1));

        let rows = |first, second| [Placed::Rows(first), Placed::Rows(second)];
        let shown = place(plain.clone(), &rows(3, 2));
        assert!(shape(&shown).contains("012c"), "{}", shape(&shown));
        assert!(shape(&shown).ends_with("01 t"), "{}", shape(&shown));
        assert_eq!(shown.len(), plain.len() + 3 + 1);

        let other = place(shown, &rows(1, 1));
        assert_eq!(other.len(), plain.len() + 1);
        let trouble = place(other, &[Placed::Trouble("too large".into()), Placed::Caption]);
        assert!(shape(&trouble).contains("c!"), "{}", shape(&trouble));
        assert_eq!(place(trouble, &[Placed::Caption, Placed::Caption]), plain, "nothing is left of it");
    }
}
