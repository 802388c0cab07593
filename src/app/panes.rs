//! Which panes a terminal of a size shows, and where.
//!
//! ```text
//! from 140 columns        from 100               from 72              narrower
//! ┌views┬list┬article┬tags┐ ┌list┬article┬tags┐  ┌ list            ┐  ┌ the     ┐
//! │     │    │       │    │ │    │       │    │  ├─────────────────┤  │ focused │
//! │     │    │       │    │ │    │       │    │  │ article         │  │ pane    │
//! └─────┴────┴───────┴────┘ └────┴───────┴────┘  └─────────────────┘  └─────────┘
//! ```
//!
//! A pane that a width has no room for floats over the others while it has the focus.

use ratatui::layout::{Rect, Size};

/// The panes of the desk, in the order of the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    Views,
    #[default]
    Headlines,
    Article,
    Tags,
}

impl Pane {
    const ALL: [Self; 4] = [Self::Views, Self::Headlines, Self::Article, Self::Tags];

    /// The pane to the right, if there is one.
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|pane| *pane == self)?;
        Self::ALL.get(at + 1).copied()
    }

    /// The pane to the left, if there is one.
    pub fn previous(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|pane| *pane == self)?;
        at.checked_sub(1).map(|left| Self::ALL[left])
    }
}

/// The smallest terminal the desk is drawn in.
pub const MIN_SIZE: Size = Size { width: 40, height: 10 };
const FOUR_PANES: u16 = 140;
const THREE_PANES: u16 = 100;
const TWO_PANES: u16 = 72;
const VIEWS_WIDTH: u16 = 24;
const TAGS_WIDTH: u16 = 22;
/// From so many columns of the article's pane a command's answer stands beside it.
const RESULT_BESIDE: u16 = 120;
/// From so many rows it stands under it.
const RESULT_BELOW: u16 = 8;

/// Where everything stands. Rectangles include the borders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    pub header: Rect,
    pub status: Rect,
    pub views: Option<Rect>,
    pub headlines: Option<Rect>,
    pub article: Option<Rect>,
    pub tags: Option<Rect>,
    /// What a command made of the article, beside it or under it.
    pub result: Option<Rect>,
    /// The pane that floats over the others; drawn last, clicked first.
    pub floating: Option<Pane>,
}

impl Areas {
    /// The places for a terminal of this size; `None` when it is smaller than [`MIN_SIZE`].
    pub fn of(size: Size, focus: Pane, zen: bool) -> Option<Self> {
        if size.width < MIN_SIZE.width || size.height < MIN_SIZE.height {
            return None;
        }
        let Size { width, height } = size;
        let header = Rect::new(0, 0, width, 1);
        let status = Rect::new(0, height - 1, width, 1);
        let body = Rect::new(0, 1, width, height - 2);
        let mut areas = Self { header, status, ..Self::default() };
        if zen {
            areas.article = Some(body);
        } else if width >= FOUR_PANES {
            let [views, rest] = split(body, VIEWS_WIDTH);
            let [rest, tags] = split(rest, rest.width - TAGS_WIDTH);
            let [headlines, article] = split(rest, rest.width * 8 / 15);
            areas.views = Some(views);
            areas.headlines = Some(headlines);
            areas.article = Some(article);
            areas.tags = Some(tags);
        } else if width >= THREE_PANES {
            let [rest, tags] = split(body, width - TAGS_WIDTH);
            let [headlines, article] = split(rest, rest.width * 9 / 20);
            areas.headlines = Some(headlines);
            areas.article = Some(article);
            areas.tags = Some(tags);
        } else if width >= TWO_PANES {
            let list_height = (body.height * 2 / 5).max(4);
            areas.headlines = Some(Rect { height: list_height, ..body });
            areas.article = Some(Rect { y: body.y + list_height, height: body.height - list_height, ..body });
        } else {
            *areas.place_mut(focus) = Some(body);
        }
        areas.float(focus, body);
        Some(areas)
    }

    /// Gives the focused pane a place over the others when it has none of its own.
    fn float(&mut self, focus: Pane, body: Rect) {
        if self.place(focus).is_some() {
            return;
        }
        // Not over the next pane's left border, where the pane beneath is narrow.
        let beneath = self.headlines.map_or(body.width, |headlines| headlines.width);
        let width = (body.width / 2).clamp(VIEWS_WIDTH, 36).min(beneath);
        let x = if focus == Pane::Views { body.x } else { body.right() - width };
        *self.place_mut(focus) = Some(Rect { x, width, ..body });
        self.floating = Some(focus);
    }

    /// Parts the article's place with what a command made of it. Where it is too low for two, the one that has the
    /// focus has it.
    #[must_use]
    pub fn with_result(mut self, focused: bool) -> Self {
        let Some(article) = self.article else { return self };
        if article.width >= RESULT_BESIDE {
            let [article, result] = split(article, article.width / 2);
            (self.article, self.result) = (Some(article), Some(result));
        } else if article.height >= RESULT_BELOW {
            let above = article.height / 2;
            self.article = Some(Rect { height: above, ..article });
            self.result = Some(Rect { y: article.y + above, height: article.height - above, ..article });
        } else if focused {
            (self.article, self.result) = (None, Some(article));
        }
        self
    }

    /// The place of a pane, if it has one.
    pub fn place(&self, pane: Pane) -> Option<Rect> {
        match pane {
            Pane::Views => self.views,
            Pane::Headlines => self.headlines,
            Pane::Article => self.article,
            Pane::Tags => self.tags,
        }
    }

    fn place_mut(&mut self, pane: Pane) -> &mut Option<Rect> {
        match pane {
            Pane::Views => &mut self.views,
            Pane::Headlines => &mut self.headlines,
            Pane::Article => &mut self.article,
            Pane::Tags => &mut self.tags,
        }
    }

    /// The pane at a cell; the floating one first.
    pub fn pane_at(&self, column: u16, row: u16) -> Option<Pane> {
        let order = self.floating.into_iter().chain(Pane::ALL);
        let holds = |pane: &Pane| self.place(*pane).is_some_and(|area| area.contains((column, row).into()));
        order.into_iter().find(holds)
    }

    /// Whether tags are shown as a strip under the article's title, because their pane has no place.
    pub fn tags_as_strip(&self) -> bool {
        self.tags.is_none() || self.floating == Some(Pane::Tags)
    }
}

/// The places of the feeds screen: the list, and the card of the feed under the cursor, beside or below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedsAreas {
    pub list: Rect,
    pub card: Rect,
}

/// From so many columns the card stands beside the list.
const CARD_BESIDE: u16 = 120;

impl FeedsAreas {
    /// The places for a terminal of this size, which is not smaller than [`MIN_SIZE`].
    pub fn of(size: Size) -> Self {
        let body = Rect::new(0, 1, size.width, size.height.saturating_sub(2));
        if size.width >= CARD_BESIDE {
            let [list, card] = split(body, size.width - (size.width / 3).min(60));
            return Self { list, card };
        }
        let below = (body.height * 2 / 5).clamp(4, 12).min(body.height);
        let list = Rect { height: body.height - below, ..body };
        Self { list, card: Rect { y: list.bottom(), height: below, ..body } }
    }
}

/// What a bordered pane leaves for its content.
pub fn inside(area: Rect) -> Rect {
    area.inner(ratatui::layout::Margin { horizontal: 1, vertical: 1 })
}

fn split(area: Rect, left: u16) -> [Rect; 2] {
    [Rect { width: left, ..area }, Rect { x: area.x + left, width: area.width - left, ..area }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(width: u16, height: u16, focus: Pane) -> Vec<Pane> {
        let areas = Areas::of(Size { width, height }, focus, false).unwrap();
        Pane::ALL.into_iter().filter(|pane| areas.place(*pane).is_some()).collect()
    }

    #[test]
    fn each_width_has_its_panes() {
        use Pane::*;
        assert_eq!(shown(140, 40, Headlines), [Views, Headlines, Article, Tags]);
        assert_eq!(shown(100, 30, Headlines), [Headlines, Article, Tags]);
        assert_eq!(shown(100, 30, Views), [Views, Headlines, Article, Tags]);
        assert_eq!(shown(80, 24, Article), [Headlines, Article]);
        assert_eq!(shown(50, 20, Article), [Article]);
        assert_eq!(shown(50, 20, Tags), [Tags]);
        assert_eq!(Areas::of(Size { width: 39, height: 20 }, Article, false), None);
        assert_eq!(Areas::of(Size { width: 80, height: 9 }, Article, false), None);
    }

    #[test]
    fn panes_tile_the_screen_without_overlap() {
        for width in 40..200 {
            for height in 10..60 {
                let areas = Areas::of(Size { width, height }, Pane::Headlines, false).unwrap();
                let cells: u32 = Pane::ALL.iter().filter_map(|pane| areas.place(*pane)).map(Rect::area).sum();
                assert_eq!(cells, u32::from(width) * u32::from(height - 2), "{width}x{height}");
            }
        }
    }

    #[test]
    fn a_floating_pane_is_hit_first() {
        let areas = Areas::of(Size { width: 100, height: 30 }, Pane::Views, false).unwrap();
        assert_eq!(areas.floating, Some(Pane::Views));
        assert_eq!(areas.pane_at(2, 5), Some(Pane::Views));
        assert_eq!(areas.pane_at(60, 5), Some(Pane::Article));
    }

    #[test]
    fn an_answer_stands_beside_a_wide_article_under_a_narrow_one_and_in_the_place_of_a_low_one() {
        let of = |width, height, zen, focused| {
            let areas = Areas::of(Size { width, height }, Pane::Article, zen).unwrap().with_result(focused);
            (areas.article, areas.result)
        };
        assert_eq!(of(140, 40, true, true), (Some(Rect::new(0, 1, 70, 38)), Some(Rect::new(70, 1, 70, 38))));
        assert_eq!(of(80, 24, true, true), (Some(Rect::new(0, 1, 80, 11)), Some(Rect::new(0, 12, 80, 11))));
        assert_eq!(of(80, 12, false, true), (None, Some(Rect::new(0, 5, 80, 6))));
        assert_eq!(of(80, 12, false, false), (Some(Rect::new(0, 5, 80, 6)), None));
    }

    #[test]
    fn zen_gives_the_article_everything_below_the_header() {
        let areas = Areas::of(Size { width: 140, height: 40 }, Pane::Article, true).unwrap();
        assert_eq!(areas.article, Some(Rect::new(0, 1, 140, 38)));
        assert_eq!(areas.headlines, None);
        assert_eq!(areas.floating, None);
    }
}
