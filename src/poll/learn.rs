//! What an answer teaches of a feed. Pure.

use std::time::Duration;

use jiff::Timestamp;

use super::schedule::{self, Limits, later, since};
use super::{moves, rhythm};
use crate::domain::{Feed, Moving, Pace, PollState, SafeText, WebUrl};
use crate::fetch::Meta;
use crate::store::Saved;

/// An answer that was good: what the server said, and what was read.
#[derive(Clone, Debug)]
pub(super) struct Lesson {
    pub at: Timestamp,
    pub meta: Meta,
    pub body: Body,
}

/// What came with it.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// Nothing: the server says that nothing changed.
    None,
    /// The same bytes as before.
    Same,
    /// A feed.
    Feed(Box<Read>),
}

/// What is noted of a feed that was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    pub title: SafeText,
    pub site: Option<WebUrl>,
    pub language: Option<SafeText>,
    pub pace: Pace,
    /// The date of its newest article.
    pub newest: Option<Timestamp>,
    /// Its rhythm, by the dates of its articles.
    pub rhythm: Option<Duration>,
    pub bytes: u32,
    pub hash: i64,
}

/// What is known of a feed after an answer, of which this much was new.
pub(super) fn learned(before: &PollState, feed: &Feed, limits: Limits, lesson: &Lesson, saved: &Saved) -> PollState {
    let now = lesson.at;
    let mut state = PollState {
        last_attempt: Some(now),
        last_success: Some(now),
        failures: 0,
        failure: None,
        not_before: lesson.meta.fresh_for.map(|time| later(now, time)),
        moving: moving(before, feed, lesson, saved),
        ..before.clone()
    };
    validate(&mut state, lesson);
    if let Body::Feed(read) = &lesson.body {
        describe(&mut state, read);
    }
    if !saved.new.is_empty() {
        // From a clock that was ahead nothing can be learned.
        let gap = before.last_new.filter(|last| *last < now).map(|last| since(Some(last), now));
        state.last_new = Some(now);
        state.rhythm = match (gap, &lesson.body) {
            (Some(gap), _) => Some(rhythm::after_news(before.rhythm, gap, saved.new.len())),
            (None, Body::Feed(read)) => read.rhythm.or(before.rhythm),
            (None, _) => before.rhythm,
        };
    }
    state.next_due = Some(schedule::after_success(feed.id, limits, &state, now));
    state
}

/// Notes what to ask with next time. A 304 does not make validators younger: some servers answer so for ever.
fn validate(state: &mut PollState, lesson: &Lesson) {
    let validators = &lesson.meta.validators;
    let is_whole = !matches!(lesson.body, Body::None);
    if is_whole || !validators.is_empty() {
        state.etag = validators.etag.clone();
        state.last_modified = validators.last_modified.clone();
        state.validated_url = validators.given_by.clone();
    }
    if is_whole {
        state.validated_at = Some(lesson.at);
    }
}

fn describe(state: &mut PollState, read: &Read) {
    state.title = Some(read.title.clone()).filter(|title| !title.is_empty());
    state.site = read.site.clone();
    state.language = read.language.clone();
    state.pace = read.pace;
    state.newest = read.newest;
    state.bytes = Some(read.bytes);
    state.body_hash = Some(read.hash);
}

/// What is known of a move. What is led to has to hold articles of the feed; where nothing came, it must have shown
/// that before.
fn moving(before: &PollState, feed: &Feed, lesson: &Lesson, saved: &Saved) -> Option<Moving> {
    let to = lesson.meta.moved.as_ref().filter(|to| moves::may_move(feed, to))?;
    let known = before.moving.as_ref().filter(|moving| moving.to == *to);
    let shares = match lesson.body {
        Body::None => known.is_some(),
        Body::Same => true,
        Body::Feed(_) => saved.kept > 0,
    };
    if shares { Some(moves::sighted(known, to, lesson.at)) } else { known.cloned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Polling;
    use crate::domain::{ArticleId, Failure, FailureKind, FeedId, Source, Verdict};
    use crate::fetch::Validators;

    const HOUR: i64 = 3_600;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + seconds).unwrap()
    }

    fn url(text: &str) -> WebUrl {
        WebUrl::parse(text).unwrap()
    }

    fn feed() -> Feed {
        Feed { id: FeedId(1), source: Source::unknown("Wire".into(), url("https://wire.example/feed")), moved: None }
    }

    fn lesson(seconds: i64, body: Body) -> Lesson {
        Lesson { at: at(seconds), meta: Meta::default(), body }
    }

    fn read(rhythm: Option<i64>) -> Body {
        let rhythm = rhythm.map(|seconds| Duration::from_secs(seconds.unsigned_abs()));
        Body::Feed(Box::new(Read { rhythm, hash: 7, bytes: 9, newest: Some(at(-60)), ..Read::default() }))
    }

    fn saved(new: u64, kept: usize) -> Saved {
        Saved { new: (0..new).map(ArticleId).collect(), kept }
    }

    fn learn(before: &PollState, lesson: &Lesson, saved: &Saved) -> PollState {
        let feed = feed();
        learned(before, &feed, Limits::new(&Polling::default(), &feed.source), lesson, saved)
    }

    #[test]
    fn a_first_answer_is_noted_whole() {
        let failure = Failure {
            kind: FailureKind::Failed,
            sentence: "x".into(),
            detail: "x".into(),
            verdict: Verdict::Retry { after: None },
        };
        let before = PollState { failures: 3, failure: Some(failure), ..PollState::default() };
        let state = learn(&before, &lesson(0, read(Some(HOUR))), &saved(30, 0));
        assert_eq!((state.failures, &state.failure), (0, &None));
        assert_eq!((state.last_success, state.last_new, state.newest), (Some(at(0)), Some(at(0)), Some(at(-60))));
        assert_eq!((state.bytes, state.body_hash), (Some(9), Some(7)));
        assert_eq!(state.rhythm, Some(Duration::from_secs(HOUR as u64)));
        assert!(state.next_due.unwrap() > at(25 * 60), "half an hour");
    }

    #[test]
    fn the_rhythm_follows_the_news() {
        let before = learn(&PollState::default(), &lesson(0, read(Some(HOUR))), &saved(30, 0));
        let quiet = learn(&before, &lesson(HOUR, Body::None), &saved(0, 0));
        assert_eq!((quiet.rhythm, quiet.last_new), (before.rhythm, Some(at(0))));
        let news = learn(&quiet, &lesson(2 * HOUR, read(None)), &saved(8, 22));
        assert_eq!(news.rhythm, Some(Duration::from_secs(30 * 60)), "between an hour and a quarter of one");
    }

    #[test]
    fn a_clock_that_was_ahead_does_not_make_a_feed_seem_hurried() {
        let ahead = PollState {
            last_new: Some(at(3_650 * 24 * HOUR)),
            rhythm: Some(Duration::from_secs(86_400)),
            ..PollState::default()
        };
        let state = learn(&ahead, &lesson(0, read(None)), &saved(5, 25));
        assert_eq!((state.rhythm, state.last_new), (ahead.rhythm, Some(at(0))));
    }

    #[test]
    fn validators_are_as_old_as_the_last_whole_answer() {
        let etag = |etag: &str| Validators { etag: Some(etag.into()), ..Validators::default() };
        let with = |seconds, body, validators| Lesson {
            meta: Meta { validators, ..Meta::default() },
            ..lesson(seconds, body)
        };
        let first = learn(&PollState::default(), &with(0, read(None), etag("1")), &saved(1, 0));
        assert_eq!((first.etag.as_deref(), first.validated_at), (Some("1"), Some(at(0))));
        let unchanged = learn(&first, &with(10, Body::None, Validators::default()), &saved(0, 0));
        assert_eq!((unchanged.etag.as_deref(), unchanged.validated_at), (Some("1"), Some(at(0))));
        let renamed = learn(&first, &with(10, Body::None, etag("W/2")), &saved(0, 0));
        assert_eq!((renamed.etag.as_deref(), renamed.validated_at), (Some("W/2"), Some(at(0))));
        let whole = learn(&first, &with(20, Body::Same, Validators::default()), &saved(0, 0));
        assert_eq!((whole.etag, whole.validated_at), (None, Some(at(20))));
    }

    #[test]
    fn a_servers_word_on_freshness_holds_until_the_next_answer() {
        let meta = Meta { fresh_for: Some(Duration::from_secs(2 * 3_600)), ..Meta::default() };
        let state = learn(&PollState::default(), &Lesson { meta, ..lesson(0, Body::None) }, &saved(0, 0));
        assert_eq!((state.not_before, state.next_due), (Some(at(2 * HOUR)), Some(at(2 * HOUR))));
        assert_eq!(learn(&state, &lesson(2 * HOUR, Body::None), &saved(0, 0)).not_before, None);
    }

    #[test]
    fn a_move_is_sighted_only_where_articles_of_the_feed_are() {
        let moved = |seconds, body| Lesson {
            meta: Meta { moved: Some(url("https://new.example/feed")), ..Meta::default() },
            ..lesson(seconds, body)
        };
        let sightings = |state: &PollState| state.moving.as_ref().map(|moving| moving.sightings);
        let strange = learn(&PollState::default(), &moved(0, read(None)), &saved(5, 0));
        assert_eq!(sightings(&strange), None, "another feed may stand there");
        let unproven = learn(&strange, &moved(0, Body::None), &saved(0, 0));
        assert_eq!(sightings(&unproven), None);
        let first = learn(&unproven, &moved(10, read(None)), &saved(1, 4));
        let second = learn(&first, &moved(20, Body::None), &saved(0, 0));
        let third = learn(&second, &moved(30, Body::Same), &saved(0, 0));
        assert_eq!([&first, &second, &third].map(sightings), [Some(1), Some(2), Some(3)]);
        assert_eq!(learn(&third, &lesson(40, Body::None), &saved(0, 0)).moving, None, "it leads there no more");
    }
}
