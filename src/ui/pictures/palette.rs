//! Colours for terminals that know 256 of them: a cube of six steps a side, and a row of greys.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

/// The first of the cube's colours.
const CUBE: u8 = 16;
/// The first of the greys.
const GREYS: u8 = 232;
/// How bright the steps of the cube are.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Replaces all other colours in an area by the nearest of the palette.
pub fn reduce(area: Rect, buffer: &mut Buffer) {
    for position in area.intersection(buffer.area).positions() {
        let cell = &mut buffer[position];
        cell.fg = nearest(cell.fg);
        cell.bg = nearest(cell.bg);
    }
}

fn nearest(colour: Color) -> Color {
    let Color::Rgb(red, green, blue) = colour else { return colour };
    let step = |part: u8| (0..STEPS.len()).min_by_key(|step| STEPS[*step].abs_diff(part)).unwrap_or(0);
    let cube = [step(red), step(green), step(blue)];
    let level = ((u16::from(red) + u16::from(green) + u16::from(blue)) / 3).saturating_sub(3) / 10;
    let grey = level.min(23) as u8;
    let distance = |other: [u8; 3]| -> u32 {
        let parts = [red, green, blue].into_iter().zip(other);
        parts.map(|(part, other)| u32::from(part.abs_diff(other)).pow(2)).sum()
    };
    if distance([8 + 10 * grey; 3]) < distance(cube.map(|step| STEPS[step])) {
        Color::Indexed(GREYS + grey)
    } else {
        Color::Indexed(CUBE + (36 * cube[0] + 6 * cube[1] + cube[2]) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_has_one_near_to_it_in_the_palette() {
        for ((red, green, blue), index) in [
            ((0, 0, 0), 16),
            ((255, 255, 255), 231),
            ((255, 0, 0), 196),
            ((0, 255, 0), 46),
            ((0, 0, 255), 21),
            ((95, 135, 175), 67),
            ((128, 128, 128), 244),
            ((238, 238, 238), 255),
            ((10, 8, 7), 232),
        ] {
            assert_eq!(nearest(Color::Rgb(red, green, blue)), Color::Indexed(index), "{red} {green} {blue}");
        }
        assert_eq!(nearest(Color::Reset), Color::Reset);
    }
}
