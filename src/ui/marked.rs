//! Lines of a text with what is lit up in them.

use std::collections::HashMap;
use std::ops::Range;

use ratatui::style::{Modifier, Style};

use super::Piece;
use super::theme::Theme;
use crate::domain::SafeText;
use crate::text::{self, Line, Look, Segment, pad, width};

/// A stretch of a text that is lit up, and how.
pub(super) type Light = (Range<usize>, Style);

/// A line of a text in which nothing is lit up.
pub(super) fn styled(line: &Line, text: &SafeText, theme: &Theme) -> Vec<Piece> {
    Marked { text, lights: Vec::new(), hints: HashMap::new() }.styled(line, theme)
}

/// A text with what is to be lit up in it (ascending) and the letters over its links.
pub(super) struct Marked<'a> {
    pub text: &'a SafeText,
    pub lights: Vec<Light>,
    pub hints: HashMap<usize, SafeText>,
}

/// The letters of a link in place of its mark, and as wide.
pub(super) fn labelled(mark: SafeText, letters: Option<&SafeText>, theme: &Theme) -> Option<Piece> {
    letters.map(|letters| (pad(letters, width(&mark)), theme.hint))
}

impl Marked<'_> {
    pub fn styled(&self, line: &Line, theme: &Theme) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for segment in &line.segments {
            let style = style_of(segment, theme);
            match &segment.piece {
                text::Piece::Own(own) => {
                    let letters = segment.link.filter(|_| segment.look == Look::LinkMark);
                    let letters = letters.and_then(|link| self.hints.get(&link));
                    pieces.push(labelled(own.clone(), letters, theme).unwrap_or((own.clone(), style)));
                }
                text::Piece::Source(range) => {
                    for (part, light) in split_by(range.clone(), &self.lights) {
                        pieces.push((self.text.slice(part), light.unwrap_or(style)));
                    }
                }
            }
        }
        pieces
    }
}

/// Cuts a range where lit ranges (ascending and apart) begin and end.
fn split_by(range: Range<usize>, lights: &[Light]) -> Vec<(Range<usize>, Option<Style>)> {
    let mut parts = Vec::new();
    let mut at = range.start;
    let first = lights.partition_point(|(light, _)| light.end <= range.start);
    for (light, style) in lights[first..].iter().take_while(|(light, _)| light.start < range.end) {
        let (start, end) = (light.start.max(at), light.end.min(range.end));
        if start > at {
            parts.push((at..start, None));
        }
        if end > start {
            parts.push((start..end, Some(*style)));
            at = end;
        }
    }
    if at < range.end {
        parts.push((at..range.end, None));
    }
    parts
}

pub(super) fn style_of(segment: &Segment, theme: &Theme) -> Style {
    let mut style = match segment.look {
        Look::Heading(_) | Look::TableHead => theme.heading,
        // The bar is dim, the quoted words are not: they are there to be read.
        Look::Quote if matches!(segment.piece, text::Piece::Own(_)) => theme.dim,
        Look::Quote => theme.quote,
        Look::Marker | Look::LinkMark => theme.key,
        Look::Code => theme.code,
        Look::Caption | Look::Image | Look::Rule => theme.dim,
        _ => theme.text,
    };
    if segment.link.is_some() && segment.look == Look::Body {
        style = style.patch(theme.link);
    }
    for (is_on, modifier) in [
        (segment.emphasis.strong, Modifier::BOLD),
        (segment.emphasis.italic, Modifier::ITALIC),
        (segment.emphasis.strike, Modifier::CROSSED_OUT),
        (segment.emphasis.underline, Modifier::UNDERLINED),
    ] {
        if is_on {
            style = style.add_modifier(modifier);
        }
    }
    if segment.emphasis.code { style.patch(theme.code) } else { style }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_where_the_light_begins_and_ends() {
        let light = Style::new().add_modifier(Modifier::BOLD);
        let lights = [0..5, 8..12, 15..18, 28..40].map(|range| (range, light));
        let (lit, dark) = (Some(light), None);
        let expected = [(10..12, lit), (12..15, dark), (15..18, lit), (18..28, dark), (28..30, lit)];
        assert_eq!(split_by(10..30, &lights), expected);
        assert_eq!(split_by(0..3, &[]), [(0..3, dark)]);
        assert_eq!(split_by(50..60, &lights), [(50..60, dark)]);
    }
}
