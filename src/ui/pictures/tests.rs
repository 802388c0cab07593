//! Pictures in cells.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::*;

const CELL: Pixels = Pixels::ORDINARY_CELL;
const PROTOCOLS: [Protocol; 5] = [
    Protocol::Kitty,
    Protocol::Iterm2,
    Protocol::Sixel,
    Protocol::HalfBlocks { true_colour: true },
    Protocol::HalfBlocks { true_colour: false },
];

/// A flag in three stripes.
fn flag() -> Vec<u8> {
    let stripes = [Rgb([200, 30, 30]), Rgb([250, 250, 250]), Rgb([30, 60, 200])];
    let mut file = Cursor::new(Vec::new());
    RgbImage::from_fn(40, 60, |_, y| stripes[(y / 20) as usize]).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

fn painting(protocol: Protocol, room: Size) -> Painting {
    Painter::new(protocol, CELL).paint(&flag(), room).unwrap()
}

/// The cells as text: what stands in them, and both of their colours.
fn cells(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in buffer.content.chunks(buffer.area.width.into()) {
        let cells = row.iter().map(|cell| format!("{}{:?}/{:?}", cell.symbol(), cell.fg, cell.bg));
        text.push_str(&(cells.collect::<Vec<_>>().join(" ") + "\n"));
    }
    text
}

fn drawn(protocol: Protocol, room: Size, skipped: u16, area: Rect) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 4));
    painting(protocol, room).drawn.draw(skipped, area, &mut buffer);
    buffer
}

#[test]
fn a_picture_in_half_blocks() {
    let area = Rect::new(0, 0, 4, 4);
    insta::assert_snapshot!("large", cells(&drawn(PROTOCOLS[3], Size::new(4, 3), 0, area)));
    insta::assert_snapshot!("small", cells(&drawn(PROTOCOLS[4], Size::new(2, 2), 0, area)));
}

#[test]
fn the_rows_above_and_below_the_area_are_left_out() {
    let room = Size::new(4, 3);
    let whole = drawn(PROTOCOLS[3], room, 0, Rect::new(0, 0, 4, 4));
    let end = drawn(PROTOCOLS[3], room, 2, Rect::new(0, 0, 4, 4));
    assert_eq!(end[(0, 0)], whole[(0, 2)]);
    assert_ne!(end[(0, 0)], whole[(0, 0)]);
    assert_eq!(end[(0, 1)].symbol(), " ", "nothing stands below the picture");
    assert_eq!(end[(0, 1)].bg, ratatui::style::Color::Reset);
    let beginning = drawn(PROTOCOLS[3], room, 0, Rect::new(0, 1, 4, 1));
    assert_eq!(beginning[(0, 1)], whole[(0, 0)]);
    assert_eq!(beginning[(0, 2)].bg, ratatui::style::Color::Reset);
}

#[test]
fn every_protocol_draws_any_part_within_its_area() {
    for protocol in PROTOCOLS {
        let painting = painting(protocol, Size::new(4, 3));
        assert_eq!(painting.pixels, Pixels { width: 40, height: 60 });
        for skipped in [0, 1, 2, 3, 9, u16::MAX] {
            for area in
                [(0, 0, 4, 4), (0, 0, 4, 1), (1, 2, 3, 2), (0, 3, 4, 1), (3, 3, 1, 1), (0, 0, 0, 0), (9, 9, 5, 5)]
            {
                let area = Rect::new(area.0, area.1, area.2, area.3);
                let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 4));
                painting.drawn.draw(skipped, area, &mut buffer);
                for position in buffer.area.positions().filter(|position| !area.contains(*position)) {
                    assert_eq!(buffer[position], Default::default(), "{protocol:?} {skipped} {area} {position}");
                }
            }
        }
    }
}

#[test]
fn a_picture_that_is_none_is_not_painted() {
    for protocol in PROTOCOLS {
        assert!(Painter::new(protocol, CELL).paint(b"GIF89a", Size::new(4, 3)).is_err());
    }
}
