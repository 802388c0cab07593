//! What stands above an article: whose voice it is, and the line of facts.

use jiff::{SignedDuration, Timestamp, Zoned};

use super::{seen, short, time};
use crate::app::model::Model;
use crate::app::sheet::{Sheet, Text};
use crate::domain::{FeedId, Owner, SafeText, safe};
use crate::text::{fit, width};

/// An article that came so much later than it is dated says when it was first seen.
const LATE: SignedDuration = SignedDuration::from_hours(1);
/// Fewer columns of an author's name would not be understood.
const AUTHOR_MIN: usize = 12;
/// So many columns of a source's name matter more than what kind of publisher it is.
const NAME_FIRST: usize = 32;

/// Whose voice it is: "Kyiv Independent · press · UA · independent". A long name is cut, and the kind left out, but not
/// what is known of its owner.
pub fn source_line(model: &Model, feed: FeedId, columns: usize) -> SafeText {
    let Some(feed) = model.feed(feed) else { return "a removed feed".into() };
    let source = &feed.source;
    let owner = match source.card.owner {
        Owner::State => safe!(" · ⚐ {}", source.card.owner.label()),
        Owner::Independent | Owner::Unknown => safe!(" · {}", source.card.owner.label()),
    };
    let known = match source.card.country {
        Some(country) => safe!(" · {}{}", country, owner),
        None => owner,
    };
    let room = |known: &SafeText| columns.saturating_sub(width(known));
    let with_kind = source.card.kind.noun().map(|kind| safe!(" · {}{}", kind, known));
    let known = with_kind.filter(|known| room(known) >= width(&source.name).min(NAME_FIRST)).unwrap_or(known);
    let room = room(&known);
    let name = if width(&source.name) > room { short(&source.name) } else { source.name.clone() };
    safe!("{}{}", seen(model, &name, room), known)
}

/// When it is from, how long it takes and what else is known: "22 Nov 14:02 · updated 15:40 · 4 min · 3 links". What
/// matters least is left out where it has no room.
pub fn facts(model: &Model, sheet: &Sheet, columns: usize) -> SafeText {
    let article = &sheet.article;
    let headline = &article.headline;
    let links = match sheet.document.links.len() {
        0 => None,
        1 => Some("1 link".into()),
        links => Some(safe!("{} links", links)),
    };
    let dates = Dates { published: headline.published, updated: article.updated, arrived: headline.arrived };
    // In the order they stand, each with its rank: the highest is left out first.
    let facts = [
        (0, Some(dates.date(&model.now))),
        (3, dates.updated(&model.now)),
        (6, dates.first_seen(&model.now)),
        (1, Some(safe!("{} min", sheet.minutes))),
        (3, which_text(sheet)),
        (5, links),
        (2, headline.status.starred.then(|| "★".into())),
        (2, headline.marks.noted.then(|| "✎".into())),
        (4, kept_results(sheet)),
        (4, article.edited.map(|edited| safe!("Δ edited {}", time::full(edited, &model.now)))),
        (4, Some(article.author.clone()).filter(|author| !author.is_empty())),
    ];
    let mut facts: Vec<(u8, SafeText)> = facts.into_iter().filter_map(|(rank, fact)| Some((rank, fact?))).collect();
    loop {
        let line = SafeText::join(&facts.iter().map(|(_, fact)| fact.clone()).collect::<Vec<_>>(), " · ");
        let least = facts.iter().enumerate().max_by_key(|(_, (rank, _))| *rank).map(|(place, _)| place);
        let before_author = width(&line).saturating_sub(width(&article.author));
        match least {
            // The author's name stands last: it is cut rather than left out, where enough of it has room.
            Some(place) if facts[place].1 == article.author && before_author + AUTHOR_MIN <= columns => {
                return fit(&line, columns);
            }
            Some(place) if width(&line) > columns && facts.len() > 1 => drop(facts.remove(place)),
            _ => return fit(&line, columns),
        }
    }
}

/// The commands whose results are kept with the article.
fn kept_results(sheet: &Sheet) -> Option<SafeText> {
    let kept: Vec<SafeText> = sheet.article.kept.iter().map(|kept| safe!("{} ✓", kept.command)).collect();
    (!kept.is_empty()).then(|| SafeText::join(&kept, " · "))
}

/// Whose text is shown, where there are two.
fn which_text(sheet: &Sheet) -> Option<SafeText> {
    sheet.article.full_text.as_ref()?;
    Some(match sheet.text {
        Text::Page => "full text".into(),
        Text::Feed => "feed's text".into(),
    })
}

/// The moments of an article.
#[derive(Clone, Copy)]
struct Dates {
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    arrived: Timestamp,
}

impl Dates {
    fn date(self, now: &Zoned) -> SafeText {
        match self.published {
            Some(published) => time::full(published, now),
            None => safe!("first seen {}", time::full(self.arrived, now)),
        }
    }

    fn updated(self, now: &Zoned) -> Option<SafeText> {
        let updated = self.updated?;
        let first = self.published.unwrap_or(self.arrived);
        (updated > first).then(|| safe!("updated {}", time::after(updated, first, now)))
    }

    fn first_seen(self, now: &Zoned) -> Option<SafeText> {
        let published = self.published?;
        let late = self.arrived.duration_since(published);
        (late >= LATE).then(|| safe!("first seen {}", time::after(self.arrived, published, now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_said_that_differ_from_the_date() {
        let now: Zoned = "2026-11-22T18:00[UTC]".parse().unwrap();
        let at = |time: &str| Some(format!("2026-11-{time}Z").parse::<Timestamp>().unwrap());
        for (published, updated, arrived, said) in [
            (at("22T14:02"), None, at("22T14:10"), "22 Nov 14:02"),
            (at("22T14:02"), at("22T15:40"), at("22T14:10"), "22 Nov 14:02 · updated 15:40"),
            (at("22T14:02"), at("22T14:02"), at("22T15:02"), "22 Nov 14:02 · first seen 15:02"),
            (
                at("20T14:02"),
                at("21T09:00"),
                at("22T15:02"),
                "20 Nov 14:02 · updated 21 Nov 09:00 · first seen 22 Nov 15:02",
            ),
            (None, None, at("22T15:02"), "first seen 22 Nov 15:02"),
            (None, at("22T16:02"), at("22T15:02"), "first seen 22 Nov 15:02 · updated 16:02"),
        ] {
            let dates = Dates { published, updated, arrived: arrived.unwrap() };
            let facts = [Some(dates.date(&now)), dates.updated(&now), dates.first_seen(&now)];
            assert_eq!(SafeText::join(&facts.into_iter().flatten().collect::<Vec<_>>(), " · "), said);
        }
    }
}
