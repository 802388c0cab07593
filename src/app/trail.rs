//! The articles that were opened one after the other, to go back and forward.

use crate::domain::{ArticleId, ReadingPlace};

/// The most articles that can be gone back to.
const VISITS_MAX: usize = 100;

/// An article that was left, and the place in it; none is its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    pub id: ArticleId,
    pub place: Option<ReadingPlace>,
}

/// How an article was asked for that is not just the one under the list's cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By a link to it.
    Link,
    /// It was open before, and is to be shown where it was left.
    Again(Option<ReadingPlace>),
}

/// The way through articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    back: Vec<Visit>,
    forward: Vec<Visit>,
    /// The article that is on its way, where it was not chosen in the list.
    pub going: Option<(ArticleId, Way)>,
}

impl Trail {
    /// An article was left for another that is new on the way.
    pub fn leave(&mut self, visit: Visit) {
        self.forward.clear();
        push(&mut self.back, visit);
    }

    /// The last article, when there is one; the way forward from it leads to `here`.
    pub fn back(&mut self, here: Option<Visit>) -> Option<Visit> {
        let visit = self.back.pop()?;
        here.into_iter().for_each(|here| push(&mut self.forward, here));
        Some(visit)
    }

    /// The article that was gone back from, when there is one; the way back from it leads to `here`.
    pub fn forward(&mut self, here: Option<Visit>) -> Option<Visit> {
        let visit = self.forward.pop()?;
        here.into_iter().for_each(|here| push(&mut self.back, here));
        Some(visit)
    }
}

fn push(visits: &mut Vec<Visit>, visit: Visit) {
    if visits.len() == VISITS_MAX {
        visits.remove(0);
    }
    visits.push(visit);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(number: u64) -> Visit {
        Visit { id: ArticleId(number), place: None }
    }

    #[test]
    fn the_way_back_is_the_way_forward_until_another_is_taken() {
        let mut trail = Trail::default();
        assert_eq!(trail.back(Some(visit(1))), None);
        trail.leave(visit(1));
        trail.leave(visit(2));
        assert_eq!(trail.back(Some(visit(3))), Some(visit(2)));
        assert_eq!(trail.back(Some(visit(2))), Some(visit(1)));
        assert_eq!(trail.forward(Some(visit(1))), Some(visit(2)));
        trail.leave(visit(2));
        assert_eq!(trail.forward(Some(visit(4))), None, "from here another way was taken");
        assert_eq!(trail.back(Some(visit(4))), Some(visit(2)));
    }

    #[test]
    fn the_oldest_visits_are_forgotten() {
        let mut trail = Trail::default();
        (0..150).for_each(|number| trail.leave(visit(number)));
        let visits = std::iter::from_fn(|| trail.back(None)).collect::<Vec<_>>();
        assert_eq!((visits.len(), visits.last()), (VISITS_MAX, Some(&visit(50))));
    }
}
