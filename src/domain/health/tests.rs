use super::*;
use crate::domain::Moving;

fn at(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-22")
}

fn source() -> Source {
    Source::unknown("Gazette".into(), WebUrl::parse("http://me:secret@feeds.gazette.example:8080/rss").unwrap())
}

/// A feed that was asked today, without trouble, and whose newest article is of this day.
fn answering(newest: &str) -> FeedReport {
    FeedReport {
        feed: FeedId(1),
        poll: PollState { last_attempt: Some(now()), last_success: Some(now()), ..PollState::default() },
        held: Held { articles: 20, newest: Some(at(newest)), ..Held::default() },
    }
}

fn failing(kind: FailureKind, verdict: Verdict, failures: u32) -> FeedReport {
    let failure = Failure { kind, sentence: "No.".into(), detail: "no".into(), verdict };
    let mut report = answering("2026-11-20");
    report.poll.failure = Some(failure);
    report.poll.failures = failures;
    report.poll.last_success = Some(at("2026-11-01"));
    report
}

fn feed_of(source: Source) -> Feed {
    Feed { id: FeedId(1), source, moved: None }
}

fn judge(report: FeedReport) -> Health {
    Health::of(&feed_of(source()), report, now())
}

fn paused(newest: &str, pause_days: u64) -> FeedReport {
    let mut report = answering(newest);
    report.held.pause = Some(Duration::from_secs(pause_days * DAY.as_secs()));
    report
}

#[test]
fn a_feed_is_stale_when_it_is_silent_for_ten_of_its_own_pauses() {
    for (newest, pause_days, state) in [
        ("2026-11-22", 0, HealthState::Fine),
        ("2026-10-24", 0, HealthState::Fine),
        ("2026-10-22", 0, HealthState::Stale),
        ("2026-10-22", 4, HealthState::Fine),
        ("2026-01-22", 40, HealthState::Fine),
        ("2016-05-03", 0, HealthState::Stale),
        ("2016-05-03", 4_000, HealthState::Stale),
        ("2025-01-03", 4_000, HealthState::Fine),
    ] {
        assert_eq!(judge(paused(newest, pause_days)).state, state, "{newest}, every {pause_days} days");
    }
    let stale = judge(answering("2016-05-03"));
    assert_eq!(stale.sentence, "It answers, but its newest article is of 3 May 2016.");
    assert_eq!(stale.since, Some(at("2016-05-03")));
    assert!(stale.remedy.contains("`chancery add http://feeds.gazette.example:8080/`"), "{}", stale.remedy);
}

#[test]
fn a_feed_that_goes_on_bringing_articles_is_fine_whatever_dates_they_bear() {
    let mut report = answering("2016-05-03");
    report.held.last_arrival = Some(at("2026-11-21"));
    assert_eq!(judge(report).state, HealthState::Fine);

    let mut ahead = answering("2016-05-03");
    ahead.poll.newest = Some(at("2036-05-03"));
    assert_eq!(judge(ahead).state, HealthState::Stale, "a date of the future is no sign of life");
}

#[test]
fn every_failure_has_its_state() {
    let retry = Verdict::Retry { after: None };
    for (kind, verdict, state) in [
        (FailureKind::Failed, retry, HealthState::Failing),
        (FailureKind::TooLarge, retry, HealthState::Failing),
        (FailureKind::NotAFeed, retry, HealthState::NotAFeed),
        (FailureKind::Failed, Verdict::Gone, HealthState::Gone),
        (FailureKind::RateLimited, retry, HealthState::Patience),
        (FailureKind::Portal, retry, HealthState::Network),
        (FailureKind::Offline, retry, HealthState::Network),
    ] {
        let health = judge(failing(kind, verdict, 7));
        assert_eq!((health.state, health.sentence.as_str()), (state, "No."), "{kind:?}");
        assert!(health.state.is_trouble() && !health.remedy.is_empty(), "{kind:?}");
        assert_eq!(health.since.is_some(), state.is_failing(), "{kind:?}");
    }
    assert!(judge(failing(FailureKind::Portal, retry, 1)).remedy.contains("sign in"));
}

#[test]
fn one_failure_is_waited_out_but_not_many_and_not_of_a_feed_that_never_answered() {
    let failing = |failures| failing(FailureKind::Failed, Verdict::Retry { after: None }, failures);
    let once = judge(failing(1));
    assert!(!once.is_to_mend() && once.remedy.starts_with("Nothing yet"), "{}", once.remedy);
    let often = judge(failing(5));
    assert!(often.is_to_mend() && often.remedy.starts_with("Open the site"), "{}", often.remedy);
    let mut never = failing(1);
    never.poll.last_success = None;
    let never = judge(never);
    assert!(never.is_to_mend() && never.remedy.starts_with("It has never been read"), "{}", never.remedy);
    assert!(!judge(answering("2016-05-03")).is_to_mend());
}

#[test]
fn a_feed_without_trouble_says_what_it_is_all_the_same() {
    let new = FeedReport { feed: FeedId(1), poll: PollState::default(), held: Held::default() };
    assert_eq!(judge(new.clone()).state, HealthState::New);

    let mut empty = answering("2026-11-22");
    empty.held = Held::default();
    assert_eq!(judge(empty).state, HealthState::Empty);

    let to = WebUrl::parse("https://gazette.example/feed").unwrap();
    let mut moving = answering("2026-11-22");
    moving.poll.moving = Some(Moving { to, first: at("2026-11-21"), last: now(), sightings: 2 });
    let moving = judge(moving);
    assert_eq!((moving.state, moving.state.is_trouble()), (HealthState::Moving, false));
    assert!(moving.sentence.contains("https://gazette.example/feed"), "{}", moving.sentence);

    let off = Source { disabled: true, ..source() };
    let off = Health::of(&feed_of(off), failing(FailureKind::Failed, Verdict::Gone, 9), now());
    assert_eq!((off.state, off.sentence.as_str()), (HealthState::Disabled, "It is switched off, and not asked."));
}

#[test]
fn the_site_is_what_is_declared_else_what_the_feed_says_else_the_front_page() {
    let url = |text: &str| WebUrl::parse(text).unwrap();
    let (declared, said) = (url("https://declared.example/"), url("https://said.example/"));
    let mut report = answering("2026-11-22");
    assert_eq!(judge(report.clone()).site, Some(url("http://feeds.gazette.example:8080/")));
    report.poll.site = Some(said.clone());
    assert_eq!(judge(report.clone()).site, Some(said));
    let source = Source { site: Some(declared.clone()), ..source() };
    assert_eq!(Health::of(&feed_of(source), report, now()).site, Some(declared));
}

#[test]
fn feeds_are_ordered_by_trouble_name_age_or_volume() {
    let named = |name: &'static str| Source { name: name.into(), ..source() };
    let with_volume = |newest: &str, a_day: f64| {
        let mut report = answering(newest);
        report.held.a_day = Some(a_day);
        report
    };
    let retry = Verdict::Retry { after: None };
    let feeds = [
        ("beta", with_volume("2026-11-22", 9.0)),
        ("Alpha", with_volume("2026-11-21", 30.0)),
        ("delta", failing(FailureKind::Failed, retry, 2)),
        ("Gamma", failing(FailureKind::Failed, retry, 40)),
        ("epsilon", answering("2016-05-03")),
    ];
    let mut judged = feeds.map(|(name, report)| (named(name), judge(report)));
    for (sort, names) in [
        (FeedSort::Trouble, ["Gamma", "delta", "epsilon", "Alpha", "beta"]),
        (FeedSort::Name, ["Alpha", "beta", "delta", "epsilon", "Gamma"]),
        (FeedSort::Newest, ["beta", "Alpha", "delta", "Gamma", "epsilon"]),
        (FeedSort::Volume, ["Alpha", "beta", "delta", "epsilon", "Gamma"]),
    ] {
        judged.sort_by(|(a, one), (b, other)| sort.compare((a, one), (b, other)));
        assert_eq!(judged.each_ref().map(|(source, _)| source.name.as_str()), names, "{}", sort.label());
    }
}

#[test]
fn every_state_has_a_word_and_a_sign_of_its_own() {
    let words: std::collections::HashSet<_> = HealthState::ALL.iter().map(|state| state.label()).collect();
    let signs: std::collections::HashSet<_> = HealthState::ALL.iter().map(|state| state.sign()).collect();
    assert_eq!((words.len(), signs.len()), (HealthState::ALL.len(), HealthState::ALL.len()));
    assert!(HealthState::ALL.is_sorted());
    assert!(signs.iter().all(|sign| sign.chars().count() == 1));
}
