//! What the poller tells.

use super::super::effect::Effects;
use super::super::message::{FeedOutcome, PollNews};
use super::super::model::Model;
use super::{feeds, full_text, lists, load_counts, queue, reading};
use crate::domain::safe;

/// Takes the poller's news in.
pub fn news(model: &mut Model, news: PollNews) -> Effects {
    match news {
        PollNews::RoundStarted { feeds } => {
            model.poll.round = Some((0, feeds));
            Effects::none()
        }
        PollNews::FeedFinished { feed, outcome, done, of } => {
            model.poll.round = Some((done, of));
            match outcome {
                FeedOutcome::Failed(failure) => {
                    model.poll.failing.insert(feed, failure);
                    feeds::renew(model, feed)
                }
                FeedOutcome::Fetched { new } => {
                    model.poll.failing.remove(&feed);
                    let renewed = feeds::renew(model, feed);
                    if new == 0 {
                        return renewed;
                    }
                    renewed.and(load_counts(model)).and(lists::arrived(model))
                }
            }
        }
        PollNews::RoundEnded { new, failed } => {
            model.poll.round = None;
            match (new, failed) {
                (0, 0) => {}
                (0, _) => model.mention(safe!("refreshed: nothing new, {} failed", failed)),
                (_, 0) => model.mention(safe!("refreshed: {} new", new)),
                _ => model.mention(safe!("refreshed: {} new, {} failed", new, failed)),
            }
            let due = std::mem::take(&mut model.peek.due);
            if due { lists::arrived(model) } else { Effects::none() }
        }
        PollNews::Offline { since } => {
            model.poll.offline_since = Some(since);
            model.poll.round = None;
            model.say("no network: reading goes on from the cache");
            Effects::none()
        }
        PollNews::Portal { sentence } => {
            model.poll.round = None;
            model.say(sentence);
            Effects::none()
        }
        PollNews::Moved { feed, to } => {
            if let Some(known) = model.feeds.iter_mut().find(|known| known.id == feed) {
                let said =
                    safe!("{} has moved to {}; `chancery edit --undo-move` takes that back", known.source.name, to);
                known.moved = Some(to);
                model.say(said);
            }
            feeds::renew(model, feed)
        }
        PollNews::BackOnline => {
            model.poll.offline_since = None;
            model.say("back online");
            queue::offer(model);
            Effects::none()
        }
        PollNews::Tagging { done, of } => {
            model.poll.tagging = Some((done, of));
            Effects::none()
        }
        PollNews::Tagged { articles } => {
            model.poll.tagging = None;
            if articles == 0 {
                return Effects::none();
            }
            load_counts(model).and(lists::retagged(model)).and(reading::renew(model))
        }
        PollNews::FullTexts { done, of } => {
            model.poll.full_texts = Some((done, of));
            Effects::none()
        }
        PollNews::FullText { article } => {
            full_text::mark_complete(model, article);
            Effects::none()
        }
        PollNews::FullTextsEnded { articles } => {
            model.poll.full_texts = None;
            // Tags and regions are those of the whole articles now.
            if articles == 0 { Effects::none() } else { load_counts(model).and(lists::retagged(model)) }
        }
    }
}
