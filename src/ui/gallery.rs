//! The pictures that are ready to be drawn. The model knows which they are; what they look like in this terminal is
//! kept here, because it is made off the interface's thread and of no interest to anybody but the screen.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use crate::app::effect::RequestId;
use crate::app::pictures::Pixels;
use crate::domain::{SafeText, WebUrl};

/// Makes of a picture what this terminal can show.
pub trait Paint: Send + Sync {
    /// The pixels of a cell.
    fn cell(&self) -> Pixels;

    /// Decodes a picture and shrinks it to the room. Blocks for as long as that takes.
    ///
    /// # Errors
    /// A few words that say why it cannot be shown.
    fn paint(&self, bytes: &[u8], room: Size) -> Result<Painting, SafeText>;
}

/// A picture as this terminal shows it.
pub struct Painting {
    /// Its size before it was shrunk.
    pub pixels: Pixels,
    pub drawn: Box<dyn Draw>,
}

/// What can be put on the screen.
pub trait Draw: Send + Sync {
    /// Whether it consists of characters: then others can stand over it.
    fn is_text(&self) -> bool;

    /// Draws it without its first rows.
    fn draw(&self, skipped: u16, area: Rect, buffer: &mut Buffer);
}

/// The pictures that are ready, or on their way; cheap to clone.
#[derive(Clone, Default)]
pub struct Gallery(Arc<Mutex<HashMap<WebUrl, Place>>>);

struct Place {
    request: RequestId,
    drawn: Option<Box<dyn Draw>>,
}

impl Gallery {
    /// Makes a place for a picture that is on its way. What it showed before goes.
    pub fn expect(&self, url: WebUrl, request: RequestId) {
        self.places().insert(url, Place { request, drawn: None });
    }

    /// Whether a picture is still waited for.
    pub fn expects(&self, url: &WebUrl, request: RequestId) -> bool {
        self.places().get(url).is_some_and(|place| place.request == request)
    }

    /// Puts a picture in its place, if that is still kept for it.
    pub fn hang(&self, url: &WebUrl, request: RequestId, drawn: Box<dyn Draw>) {
        if let Some(place) = self.places().get_mut(url).filter(|place| place.request == request) {
            place.drawn = Some(drawn);
        }
    }

    /// Takes pictures away.
    pub fn remove(&self, urls: &[WebUrl]) {
        let mut places = self.places();
        for url in urls {
            places.remove(url);
        }
    }

    /// Draws a picture without its first rows, and says whether it was. One that is no text is not, where something else
    /// may stand over it.
    pub(super) fn draw(&self, url: &WebUrl, skipped: u16, is_covered: bool, area: Rect, buffer: &mut Buffer) -> bool {
        let places = self.places();
        let drawn = places.get(url).and_then(|place| place.drawn.as_ref());
        match drawn.filter(|drawn| drawn.is_text() || !is_covered) {
            Some(drawn) => {
                drawn.draw(skipped, area, buffer);
                true
            }
            None => false,
        }
    }

    fn places(&self) -> MutexGuard<'_, HashMap<WebUrl, Place>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Gallery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gallery").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Letter(&'static str);

    impl Draw for Letter {
        fn is_text(&self) -> bool {
            self.0 == "t"
        }

        fn draw(&self, _skipped: u16, area: Rect, buffer: &mut Buffer) {
            buffer[(area.x, area.y)].set_symbol(self.0);
        }
    }

    fn url() -> WebUrl {
        WebUrl::parse("https://a.example/1.png").unwrap()
    }

    fn shown(gallery: &Gallery, is_covered: bool) -> Option<String> {
        let area = Rect::new(0, 0, 1, 1);
        let mut buffer = Buffer::empty(area);
        gallery.draw(&url(), 0, is_covered, area, &mut buffer).then(|| buffer[(0, 0)].symbol().to_owned())
    }

    #[test]
    fn only_what_was_asked_for_last_is_hung() {
        let gallery = Gallery::default();
        let (first, second) = (RequestId(1), RequestId(2));
        gallery.hang(&url(), first, Box::new(Letter("t")));
        assert_eq!(shown(&gallery, false), None, "nobody asked");
        gallery.expect(url(), first);
        gallery.expect(url(), second);
        assert!(!gallery.expects(&url(), first) && gallery.expects(&url(), second));
        gallery.hang(&url(), first, Box::new(Letter("1")));
        assert_eq!(shown(&gallery, false), None);
        gallery.hang(&url(), second, Box::new(Letter("t")));
        assert_eq!(shown(&gallery, false).as_deref(), Some("t"));
        gallery.remove(&[url()]);
        assert_eq!(shown(&gallery, false), None);
    }

    #[test]
    fn only_characters_are_drawn_where_something_stands_over_them() {
        let gallery = Gallery::default();
        for (letter, covered) in [("t", Some("t")), ("x", None)] {
            gallery.expect(url(), RequestId(1));
            gallery.hang(&url(), RequestId(1), Box::new(Letter(letter)));
            assert_eq!(shown(&gallery, false).as_deref(), Some(letter));
            assert_eq!(shown(&gallery, true).as_deref(), covered);
        }
    }
}
