//! The network, the clock, and each feed.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::report::{Area, Grade, Report};
use crate::cli::error::Error;
use crate::cli::feeds::judged;
use crate::cli::refresh::progress;
use crate::cli::session::{Feeds, Session};
use crate::config::Settings;
use crate::domain::{Access, FailureKind, Feed, FeedSort, HealthState, SafeText, WebUrl, safe};
use crate::fetch::{Client, Probe, probe, proxy_of};
use crate::poll::{PollEvent, Refresh, Setup, once};
use crate::store::Store;

/// How many servers are asked whether the network works.
const WITNESSES: usize = 3;
/// A clock that is further off than this makes certificates and dates of articles wrong.
const CLOCK_LIMIT: SignedDuration = SignedDuration::from_mins(5);

/// Asks a few feeds' servers whether they answer, and what time it is; returns that time's distance from this machine's.
pub(super) async fn network(feeds: &[Feed], settings: &Settings, report: &mut Report) -> Option<SignedDuration> {
    let witnesses = witnesses(feeds);
    let Some(first) = witnesses.first() else {
        report.good(Area::Network, "No feed is asked on the web in the ordinary way: not looked at.");
        return None;
    };
    let proxy = proxy_of(first);
    let through = proxy.map_or(String::new(), |proxy| format!(" through the proxy {proxy}"));
    let answers = futures::future::join_all(witnesses.iter().map(|url| probe(url, &settings.polling))).await;
    let now = Timestamp::now();
    let answered = witnesses.iter().zip(&answers).find_map(|(url, answer)| Some((url, answer.as_ref().ok()?)));
    if let Some((url, Probe { took, date })) = answered {
        let message = format!("{} answers in {} ms{through}.", url.host(), took.as_millis());
        report.good(Area::Network, SafeText::line(&message));
        return date.map(|date| now.duration_since(date));
    }
    if let Some(Err(error)) = answers.into_iter().next() {
        let remedy = match error.failure.kind {
            FailureKind::Portal => "Open any page in a browser and sign in to the network.",
            _ if through.is_empty() => "Look at the connection; what was fetched before can be read meanwhile.",
            _ => "Look at the proxy, which HTTPS_PROXY, HTTP_PROXY or ALL_PROXY name.",
        };
        let message = format!("No server answers{through}. {}", error.failure.sentence);
        report.bad(Area::Network, SafeText::line(&message), remedy);
    }
    None
}

/// Addresses of different servers that are asked as all are, without a proxy or a trust of their own.
fn witnesses(feeds: &[Feed]) -> Vec<WebUrl> {
    let is_ordinary = |feed: &&Feed| !feed.source.disabled && feed.source.access == Access::default();
    let addresses = feeds.iter().filter(is_ordinary).filter_map(|feed| feed.address().web().cloned());
    let mut hosts = HashSet::new();
    addresses.filter(|url| hosts.insert(url.host().to_owned())).take(WITNESSES).collect()
}

/// Compares this machine's clock with a server's; else with the last time that a feed was asked.
pub(super) fn clock(ahead: Option<SignedDuration>, last_asked: Option<Timestamp>, now: Timestamp, report: &mut Report) {
    const SET_IT: &str = "Set it, or let the system set it from the network.";
    let minutes = |time: SignedDuration| time.unsigned_abs().as_secs().div_ceil(60);
    match (ahead, last_asked) {
        (Some(ahead), _) if ahead.abs() > CLOCK_LIMIT => {
            let direction = if ahead.is_negative() { "behind" } else { "ahead of" };
            let message = format!("The clock is {} minutes {direction} a server's.", minutes(ahead));
            report.bad(Area::Clock, SafeText::line(&message), SET_IT);
        }
        (Some(_), _) => report.good(Area::Clock, "It agrees with a server's."),
        (None, Some(asked)) if asked.duration_since(now) > CLOCK_LIMIT => {
            let message = format!(
                "The last feed was asked {} minutes from now: the clock was wrong then, or is now.",
                minutes(asked.duration_since(now))
            );
            report.bad(Area::Clock, SafeText::line(&message), SET_IT);
        }
        (None, _) => report.good(Area::Clock, "No server's to compare with; it is not before what is stored."),
    }
}

/// Asks every feed once, and says how each does that is in trouble.
pub(super) async fn feeds(
    session: &Session,
    settings: &Settings,
    store: &Store,
    feeds: &Feeds,
    report: &mut Report,
) -> Result<(), Error> {
    let asked = ask(session, settings, store, feeds).await?;
    let mut judged = judged(store, feeds, Timestamp::now()).await?;
    judged.sort_by(|(a, one), (b, other)| FeedSort::Trouble.compare((&a.source, one), (&b.source, other)));
    match asked {
        Network::There => {}
        // One message tells of the network.
        Network::SignIn(_) | Network::Gone if report.is_bad_in(Area::Network) => {}
        Network::SignIn(sentence) => {
            report.bad(Area::Network, sentence, "Open any page in a browser and sign in to the network.");
        }
        Network::Gone => report.bad(
            Area::Network,
            "No feed can be reached.",
            "Look at the connection; what was fetched before can be read meanwhile.",
        ),
    }
    let mut well = 0;
    for (feed, health) in &judged {
        let grade = match health.state {
            HealthState::Fine | HealthState::New | HealthState::Disabled => {
                well += usize::from(health.state == HealthState::Fine);
                continue;
            }
            HealthState::Network => continue,
            _ if health.is_to_mend() => Grade::Bad,
            _ => Grade::Note,
        };
        let subject = SafeText::line(&format!("{} ({})", feed.source.name, health.state.label()));
        report.add(grade, Area::Feeds, Some(subject), health.sentence.clone(), health.remedy.clone());
    }
    let message = SafeText::line(&format!("{well} of {} are fine.", judged.len()));
    match report.is_bad_in(Area::Network) {
        true => report.note(Area::Feeds, safe!("{} (As they were before: now they cannot be asked.)", message), ""),
        false => report.good(Area::Feeds, message),
    }
    Ok(())
}

/// What asking every feed told of the network.
enum Network {
    There,
    SignIn(SafeText),
    Gone,
}

async fn ask(session: &Session, settings: &Settings, store: &Store, feeds: &Feeds) -> Result<Network, Error> {
    let client = Client::new(&settings.polling).map_err(|error| Error::failed("the network cannot be used.", error))?;
    let mut polling = settings.polling.clone();
    polling.per_host = polling.per_host.min(2);
    let setup = Setup {
        client: client.in_folder(session.paths.feeds_folder()),
        store: store.clone(),
        tagger: session.tagger()?,
        settings: polling,
        feeds: feeds.0.iter().filter(|feed| !feed.source.disabled).cloned().collect(),
        log_dir: Some(session.paths.log_dir.clone()),
        full_text: false,
        offline: false,
    };
    let sources = feeds.by_id();
    let mut network = Network::There;
    let mut events = once(setup, Refresh::All);
    while let Some(event) = events.recv().await {
        match event {
            PollEvent::FeedFinished { feed, outcome, done, of, .. } => {
                if let Some(source) = sources.get(&feed) {
                    progress(source, &outcome, done, of);
                }
            }
            PollEvent::Portal { sentence } => network = Network::SignIn(sentence),
            PollEvent::Offline { .. } => network = Network::Gone,
            _ => {}
        }
    }
    Ok(network)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(ahead: Option<i64>, last_asked: Option<i64>) -> (Grade, String) {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let at = |seconds| Timestamp::from_second(now.as_second() + seconds).unwrap();
        let mut report = Report::default();
        clock(ahead.map(SignedDuration::from_secs), last_asked.map(at), now, &mut report);
        let finding = report.sorted().remove(0);
        (finding.grade, finding.message.to_string())
    }

    #[test]
    fn a_clock_is_wrong_when_a_server_or_the_store_says_so() {
        assert_eq!(told(Some(3), Some(9_000)).0, Grade::Good, "the server knows better than what is stored");
        assert_eq!(told(Some(-7_200), None), (Grade::Bad, "The clock is 120 minutes behind a server's.".into()));
        assert_eq!(told(Some(601), None).1, "The clock is 11 minutes ahead of a server's.");
        assert_eq!((told(None, None).0, told(None, Some(-500_000)).0), (Grade::Good, Grade::Good));
        assert_eq!(told(None, Some(86_400)).0, Grade::Bad);
    }
}
