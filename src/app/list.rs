//! The headline list: a window of a view, with a cursor that stays on its article.

use jiff::Timestamp;

use super::effect::RequestId;
use crate::domain::{ArticleId, Edge, Headline, Page, SafeText, Scope, View, Window};

/// How many headlines are loaded at once.
pub const PAGE_SIZE: usize = 200;
/// The most headlines held; what lies further from the cursor is let go and loaded again when needed.
const HELD_MAX: usize = 1_000;
/// How near the cursor may come to the end of what is loaded before more is asked for.
const MARGIN: usize = 60;

/// The list and where the reader stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadlineList {
    pub scope: Scope,
    pub rows: Vec<Headline>,
    /// The row the cursor is on. `None` until the reader has chosen one: until then the list is live, and what
    /// arrives comes in by itself.
    pub cursor: Option<usize>,
    /// The first row on the screen.
    pub top: usize,
    /// How many headlines of the list precede the first row, when known.
    pub before: Option<u64>,
    /// How many the list has in all, when known.
    pub total: Option<u64>,
    /// How many have arrived since it was loaded.
    pub new: usize,
    /// How many articles a search could not look into yet.
    pub unindexed: u64,
    /// Why the list could not be loaded.
    pub failure: Option<SafeText>,
    /// What it waits for.
    pub pending: Option<(RequestId, Load)>,
    /// The count of the whole list that is on its way.
    pub counting: Option<RequestId>,
    /// When it was asked for; what arrived later is new.
    pub loaded_at: Timestamp,
    more_before: bool,
    more_after: bool,
}

/// What a page is loaded for.
#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    /// It replaces the rows.
    Fresh { window: Window, select: Select },
    /// It goes on below them.
    Older,
    /// It goes before them.
    Newer,
}

/// Where the cursor goes in fresh rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    Nothing,
    First,
    Last,
    /// This article; if it is not in the list, what stands in its place.
    Near(Edge),
    /// The article that the cursor is on when the rows come. It keeps its row even when the list would no longer
    /// hold it: what is being read does not vanish because it is read now.
    Same,
}

impl HeadlineList {
    /// A list of which nothing is loaded yet.
    pub fn new(view: View) -> Self {
        Self {
            scope: Scope::of(view),
            rows: Vec::new(),
            cursor: None,
            top: 0,
            before: Some(0),
            total: None,
            new: 0,
            unindexed: 0,
            failure: None,
            pending: None,
            counting: None,
            loaded_at: Timestamp::UNIX_EPOCH,
            more_before: false,
            more_after: false,
        }
    }

    /// Whether its first rows are still on their way.
    pub fn is_loading(&self) -> bool {
        matches!(self.pending, Some((_, Load::Fresh { .. })))
    }

    /// The headline under the cursor.
    pub fn selected(&self) -> Option<&Headline> {
        self.rows.get(self.cursor?)
    }

    /// The row of an article, if it is loaded.
    pub fn row_of(&self, id: ArticleId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// The cursor's place in the whole list, from 1.
    pub fn position(&self) -> Option<u64> {
        Some(self.before? + self.cursor? as u64 + 1)
    }

    /// Whether rows precede the first loaded one.
    pub fn is_at_top(&self) -> bool {
        !self.more_before
    }

    /// Whether rows follow the last loaded one.
    pub fn is_at_end(&self) -> bool {
        !self.more_after
    }

    /// The list failed to load: nothing of another scope is left on the screen.
    pub fn fail(&mut self, load: &Load, sentence: SafeText) {
        self.failure = Some(sentence);
        if matches!(load, Load::Fresh { .. }) {
            self.rows.clear();
            self.cursor = None;
        }
    }

    /// The reader moved: what is on its way must not move the cursor elsewhere.
    pub fn was_moved(&mut self) {
        if let Some((_, Load::Fresh { select, .. })) = &mut self.pending
            && !self.rows.is_empty()
        {
            *select = Select::Same;
        }
    }

    /// Puts the cursor on a row, as near as there is one.
    pub fn select(&mut self, row: usize) {
        self.cursor = self.rows.len().checked_sub(1).map(|last| row.min(last));
    }

    /// Moves the cursor by so many rows. From nothing, down goes to the first row and up as well.
    pub fn move_by(&mut self, rows: isize) {
        match self.cursor {
            None => self.select(0),
            Some(at) => self.select(at.saturating_add_signed(rows)),
        }
    }

    /// Scrolls as little as shows the cursor in a pane of this many rows.
    pub fn reveal(&mut self, height: usize) {
        let last_top = self.rows.len().saturating_sub(height);
        self.top = self.top.min(last_top);
        if let Some(cursor) = self.cursor {
            self.top = self.top.clamp((cursor + 1).saturating_sub(height), cursor);
        }
    }

    /// Scrolls without moving the cursor's article; the cursor follows only when it would leave the screen.
    pub fn scroll_by(&mut self, rows: isize, height: usize) {
        let last_top = self.rows.len().saturating_sub(height);
        self.top = self.top.saturating_add_signed(rows).min(last_top);
        if let Some(cursor) = self.cursor {
            self.cursor = Some(cursor.clamp(self.top, (self.top + height).saturating_sub(1)));
        }
    }

    /// The page to ask for next, when the cursor or the screen comes near an end of what is loaded.
    pub fn wants(&self, height: usize) -> Option<(Load, Window)> {
        // What failed is not asked again without the reader's doing.
        if self.pending.is_some() || self.failure.is_some() {
            return None;
        }
        let nearest = self.cursor.unwrap_or(self.top);
        if self.more_after && nearest.max(self.top + height) + MARGIN >= self.rows.len() {
            return Some((Load::Older, Window::After(Edge::from(self.rows.last()?))));
        }
        if self.more_before && nearest.min(self.top) < MARGIN {
            return Some((Load::Newer, Window::Before(Edge::from(self.rows.first()?))));
        }
        None
    }

    /// Takes in the page that was asked for.
    pub fn take(&mut self, load: Load, page: Page) {
        self.unindexed = page.unindexed;
        match load {
            Load::Fresh { window, select } => self.replace(window, select, page),
            Load::Older => self.append(page),
            Load::Newer => self.prepend(page),
        }
    }

    fn replace(&mut self, window: Window, select: Select, page: Page) {
        let chosen = self.selected().cloned();
        let above = self.cursor.map_or(0, |cursor| cursor.saturating_sub(self.top));
        self.rows = page.headlines;
        self.more_before = page.more_before;
        self.more_after = page.more_after;
        self.before = (!page.more_before).then_some(0);
        if window == Window::Bottom && !page.more_after {
            self.before = self.total.map(|total| total.saturating_sub(self.rows.len() as u64));
        }
        self.new = 0;
        self.top = 0;
        self.cursor = None;
        match select {
            // One that the reader chose while the rows were on their way stays chosen.
            Select::Nothing | Select::Same => {
                if let Some(headline) = chosen {
                    self.keep(headline);
                }
            }
            Select::First => self.select(0),
            Select::Last => self.select(usize::MAX),
            Select::Near(edge) => self.select_near(edge),
        }
        if let (Window::Around(_), Select::Same, Some(cursor)) = (window, select, self.cursor) {
            // What is loaded around an article leaves it where it stands on the screen.
            self.top = cursor.saturating_sub(above);
        }
    }

    /// Puts the cursor on a headline, which keeps its place among the rows even when the list lacks it.
    fn keep(&mut self, headline: Headline) {
        let edge = Edge::from(&headline);
        let place =
            self.rows.iter().position(|row| row.at() <= edge.at).or((!self.more_after).then_some(self.rows.len()));
        if let (None, Some(place)) = (self.row_of(edge.id), place) {
            self.rows.insert(place, headline);
        }
        self.select_near(edge);
    }

    fn select_near(&mut self, edge: Edge) {
        let place = self.row_of(edge.id).or_else(|| self.rows.iter().position(|row| row.at() <= edge.at));
        self.select(place.unwrap_or(usize::MAX));
    }

    fn append(&mut self, page: Page) {
        self.rows.extend(page.headlines);
        self.more_after = page.more_after;
        let surplus = self.rows.len().saturating_sub(HELD_MAX).min(self.top.saturating_sub(MARGIN));
        let surplus = surplus.min(self.cursor.map_or(surplus, |cursor| cursor.saturating_sub(MARGIN)));
        if surplus > 0 {
            self.rows.drain(..surplus);
            self.more_before = true;
            self.before = self.before.map(|before| before + surplus as u64);
            self.top -= surplus;
            self.cursor = self.cursor.map(|cursor| cursor - surplus);
        }
    }

    fn prepend(&mut self, page: Page) {
        let added = page.headlines.len();
        self.rows.splice(..0, page.headlines);
        self.more_before = page.more_before;
        self.before = match self.more_before {
            false => Some(0),
            true => self.before.map(|before| before.saturating_sub(added as u64)),
        };
        self.top += added;
        self.cursor = self.cursor.map(|cursor| cursor + added);
        let keep = self.top.max(self.cursor.unwrap_or(0)) + MARGIN * 2;
        if self.rows.len() > HELD_MAX && keep < self.rows.len() {
            self.rows.truncate(keep.max(HELD_MAX));
            self.more_after = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FeedId, Marks, Status};

    /// Headlines with the ids and (descending) times of a range of places in a long list.
    fn rows(places: std::ops::Range<u64>) -> Vec<Headline> {
        let headline = |place: u64| Headline {
            id: ArticleId(place),
            feed: FeedId(1),
            title: SafeText::line(&format!("headline {place}")),
            link: None,
            published: None,
            arrived: Timestamp::from_second(1_000_000 - place as i64).unwrap(),
            status: Status::default(),
            own_tags: Vec::new(),
            marks: Marks::default(),
        };
        places.map(headline).collect()
    }

    fn page(places: std::ops::Range<u64>, of: u64) -> Page {
        Page { more_before: places.start > 0, more_after: places.end < of, headlines: rows(places), unindexed: 0 }
    }

    fn loaded(places: std::ops::Range<u64>, of: u64) -> HeadlineList {
        let mut list = HeadlineList::new(View::All);
        list.take(Load::Fresh { window: Window::Top, select: Select::First }, page(places, of));
        list
    }

    #[test]
    fn a_row_chosen_while_fresh_rows_are_on_their_way_stays_chosen() {
        let mut list = HeadlineList::new(View::All);
        let fresh = || Load::Fresh { window: Window::Top, select: Select::Nothing };
        list.take(fresh(), page(10..30, 30));
        assert_eq!(list.selected(), None);
        list.select(3);
        let article = list.selected().unwrap().id;
        list.take(fresh(), page(0..30, 30));
        assert_eq!((list.cursor, list.selected().unwrap().id), (Some(13), article));
    }

    #[test]
    fn a_page_further_keeps_the_cursor_on_its_article() {
        let mut list = loaded(200..400, 900);
        list.select(10);
        let article = list.selected().unwrap().id;
        list.take(Load::Newer, page(0..200, 900));
        assert_eq!(list.selected().unwrap().id, article);
        assert_eq!(list.position(), Some(211));
        list.take(Load::Older, page(400..600, 900));
        assert_eq!(list.selected().unwrap().id, article);
    }

    #[test]
    fn what_is_far_above_is_let_go_and_the_position_stays_right() {
        let mut list = loaded(0..200, 10_000);
        for start in (200..1_600).step_by(200) {
            list.select(usize::MAX);
            list.reveal(30);
            let article = list.selected().unwrap().id;
            list.take(Load::Older, page(start..start + 200, 10_000));
            assert_eq!(list.selected().unwrap().id, article);
            assert_eq!(list.position(), Some(article.0 + 1));
        }
        assert!(list.rows.len() <= HELD_MAX);
        assert!(!list.is_at_top());
    }

    #[test]
    fn more_is_wanted_near_the_ends_only() {
        let mut list = loaded(0..200, 900);
        assert_eq!(list.wants(30), None);
        list.select(150);
        list.reveal(30);
        let (load, window) = list.wants(30).unwrap();
        assert_eq!(load, Load::Older);
        assert_eq!(window, Window::After(Edge::from(&rows(199..200)[0])));
    }

    #[test]
    fn the_first_move_chooses_the_first_row() {
        let mut list = loaded(0..5, 5);
        list.cursor = None;
        list.move_by(1);
        assert_eq!(list.cursor, Some(0));
        list.move_by(100);
        assert_eq!(list.cursor, Some(4));
        list.move_by(-100);
        assert_eq!(list.cursor, Some(0));
    }

    #[test]
    fn scrolling_shows_the_cursor() {
        let mut list = loaded(0..100, 100);
        list.select(50);
        list.reveal(10);
        assert_eq!(list.top, 41);
        list.scroll_by(-20, 10);
        assert_eq!((list.top, list.cursor), (21, Some(30)));
    }
}
