//! The rows that pictures take among an article's lines.

use std::ops::Range;

use super::super::pictures::{Canvas, Known, Pixels, Placed, Showing, cells, place};
use super::{Sheet, SheetLine, start_of};
use crate::text::Line;

impl Sheet {
    /// Gives the pictures that are shown their rows on a canvas. Returns the line where what stood on line `top` stands
    /// now.
    pub fn place_pictures(&mut self, showing: Showing, canvas: Option<Canvas>, top: usize) -> usize {
        let placed: Vec<Placed> =
            (0..self.pictures.len()).map(|picture| self.placing(picture, showing, canvas)).collect();
        if placed == self.placed {
            return top;
        }
        // Within the rows of a picture the words below it are the next that are sure to be there still.
        let anchor = (top..self.len()).zip(0..).find_map(|(line, below)| Some((self.byte_on(line)?, below)));
        self.body_lines = place(std::mem::take(&mut self.body_lines), &placed);
        self.placed = placed;
        match anchor {
            Some((byte, below)) if top >= self.body_start() => self.line_of(byte).saturating_sub(below),
            _ => top,
        }
    }

    fn placing(&self, picture: usize, showing: Showing, canvas: Option<Canvas>) -> Placed {
        let (Some(canvas), true) = (canvas, showing != Showing::Captions) else { return Placed::Caption };
        let rows = |pixels| Placed::Rows(cells(pixels, canvas.cell, canvas.room).height);
        let Known { pixels, trouble, is_missing } = &self.pictures[picture];
        match (trouble, *pixels) {
            (Some(why), _) => Placed::Trouble(why.clone()),
            (None, Some(pixels)) => rows(pixels),
            (None, None) if showing == Showing::All && *is_missing && !canvas.is_online => {
                Placed::Trouble("The picture is not in the cache.".into())
            }
            // What the page says of it holds its place until it comes, if it is sure to.
            (None, None) if showing == Showing::All => match self.stated_pixels(picture) {
                Some(pixels) => rows(pixels),
                None => Placed::Caption,
            },
            (None, None) => Placed::Caption,
        }
    }

    /// How many rows a picture takes.
    pub fn rows_of_picture(&self, picture: usize) -> u16 {
        match self.placed.get(picture) {
            Some(Placed::Rows(rows)) => *rows,
            _ => 0,
        }
    }

    fn stated_pixels(&self, picture: usize) -> Option<Pixels> {
        let picture = &self.document.pictures[picture];
        Some(Pixels { width: picture.width?, height: picture.height? })
    }

    /// The pictures whose lines are among these, in their order.
    pub fn pictures_on(&self, lines: Range<usize>) -> Vec<usize> {
        let mut found = Vec::new();
        for line in lines.map_while(|at| self.line(at)) {
            if let SheetLine::Body(Line { picture: Some(mark), .. }) = line
                && !found.contains(&mark.picture)
            {
                found.push(mark.picture);
            }
        }
        found
    }

    /// Takes over what another sheet of the same article knows of its pictures.
    pub fn inherit_pictures(&mut self, old: &Self) {
        self.showing = old.showing;
        if self.document.pictures == old.document.pictures {
            self.pictures.clone_from(&old.pictures);
        }
    }

    /// The first byte of the text on a line.
    fn byte_on(&self, line: usize) -> Option<usize> {
        start_of(self.body_lines.get(line.checked_sub(self.body_start())?)?)
    }
}
