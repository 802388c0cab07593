//! Pictures in the terminal's own way, by `ratatui-image`: kitty's, iTerm2's, sixel, or half-blocks in two colours.

mod decode;
mod palette;

use std::sync::OnceLock;

use image::DynamicImage;
use image::imageops::FilterType;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;
use ratatui_image::Image;
use ratatui_image::picker::{Picker, ProtocolType};
use ratatui_image::sliced::{SignedPosition, SlicedImage, SlicedProtocol};

use super::gallery::{Draw, Paint, Painting};
use crate::app::pictures::{Pixels, cells};
use crate::domain::SafeText;

/// How a terminal shows pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// <https://sw.kovidgoyal.net/kitty/graphics-protocol/#unicode-placeholders>
    Kitty,
    /// <https://iterm2.com/documentation-images.html>
    Iterm2,
    /// <https://vt100.net/docs/vt3xx-gp/chapter14.html>
    Sixel,
    /// Cells of an upper and a lower half; every terminal has them.
    HalfBlocks {
        /// Whether all colours can be said, or only the palette's 256.
        true_colour: bool,
    },
}

/// Makes pictures for a terminal.
pub struct Painter {
    protocol: Protocol,
    cell: Pixels,
    /// Made when it is first needed, because within tmux that runs a program.
    picker: OnceLock<Picker>,
}

impl Painter {
    /// A painter for a terminal whose cells have so many pixels.
    pub fn new(protocol: Protocol, cell: Pixels) -> Self {
        Self { protocol, cell, picker: OnceLock::new() }
    }

    fn picker(&self) -> &Picker {
        self.picker.get_or_init(|| {
            let pixels = |pixels: u32| u16::try_from(pixels).unwrap_or(u16::MAX).max(1);
            // The other ways ask the terminal, and would take the keys that are pressed meanwhile.
            #[expect(deprecated, reason = "the only way to name the size of a cell that is known already")]
            let mut picker = Picker::from_fontsize((pixels(self.cell.width), pixels(self.cell.height)).into());
            picker.set_protocol_type(match self.protocol {
                Protocol::Kitty => ProtocolType::Kitty,
                Protocol::Iterm2 => ProtocolType::Iterm2,
                Protocol::Sixel => ProtocolType::Sixel,
                Protocol::HalfBlocks { .. } => ProtocolType::Halfblocks,
            });
            picker
        })
    }
}

impl Paint for Painter {
    fn cell(&self) -> Pixels {
        self.cell
    }

    fn paint(&self, bytes: &[u8], room: Size) -> Result<Painting, SafeText> {
        let picture = decode::decode(bytes)?;
        let pixels = Pixels { width: picture.width(), height: picture.height() };
        let cells = cells(pixels, self.cell, room);
        let shrunk = fill(picture, cells, self.cell);
        let sliced = SlicedProtocol::new(self.picker(), shrunk, Some(cells)).map_err(|error| {
            tracing::warn!(%error, "a picture could not be written for the terminal");
            SafeText::from("the terminal's form of it could not be made")
        })?;
        let has_palette = matches!(self.protocol, Protocol::HalfBlocks { true_colour: false });
        Ok(Painting { pixels, drawn: Box::new(Drawn { sliced, has_palette }) })
    }
}

/// A picture in exactly the pixels of its cells.
fn fill(picture: DynamicImage, cells: Size, cell: Pixels) -> DynamicImage {
    let (width, height) = (u32::from(cells.width) * cell.width.max(1), u32::from(cells.height) * cell.height.max(1));
    if picture.width() >= width && picture.height() >= height {
        picture.thumbnail_exact(width, height)
    } else {
        picture.resize_exact(width, height, FilterType::Triangle)
    }
}

struct Drawn {
    sliced: SlicedProtocol,
    /// Whether the terminal knows the palette's colours only.
    has_palette: bool,
}

impl Draw for Drawn {
    fn is_text(&self) -> bool {
        matches!(self.sliced, SlicedProtocol::Halfblocks(_))
    }

    fn draw(&self, skipped: u16, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let size = self.sliced.size();
        if area.is_empty() || skipped >= size.height || size.width > area.width {
            return;
        }
        // With rows left out above and below, the crate draws as many too many as are left out above.
        let is_cut_twice = skipped > 0 && size.height - skipped > area.height;
        match &self.sliced {
            SlicedProtocol::Sliced(rows) => {
                for (row, y) in rows.iter().skip(skipped.into()).zip(area.top()..area.bottom()) {
                    Image::new(row).render(Rect { y, height: 1, ..area }, buffer);
                }
            }
            SlicedProtocol::Sixel(_) if is_cut_twice => {}
            whole => {
                let above = i16::try_from(skipped).unwrap_or(i16::MAX);
                SlicedImage::new(whole, SignedPosition { x: 0, y: -above }).render(area, buffer);
            }
        }
        if self.has_palette {
            palette::reduce(Rect { width: size.width, ..area }, buffer);
        }
    }
}

#[cfg(test)]
mod tests;
