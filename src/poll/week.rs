//! A week of five hundred feeds, by a clock that the test turns: `cargo test --lib poll::week -- --nocapture` shows it.
//!
//! The schedule, the hosts' rules, what answers teach and the network's patience are the poller's own; the servers,
//! and the loop that the poller makes of rounds, are played here. The machine sleeps for eight hours each night, its
//! clock is ten years ahead for an hour, and on one afternoon there is no network.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::hosts::{Hosts, Next};
use super::learn::{Body, Lesson, Read, learned};
use super::network::{Cause, Network};
use super::rhythm;
use super::schedule::{self, Limits};
use crate::config::Polling;
use crate::domain::{
    ArticleId, Failure, FailureKind, Feed, FeedId, Pace, PollState, SafeText, Source, Verdict, WebUrl,
};
use crate::fetch::Meta;
use crate::store::Saved;

const FEEDS: usize = 500;
const HOSTS: usize = 40;
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// How long each request takes.
const ANSWER: u64 = 1_000;

/// Milliseconds since Monday morning, by a clock that nobody sets.
type Millis = u64;

fn at(seconds: u64) -> Millis {
    seconds * 1_000
}

/// Where a day stands: its number, and the second of it.
fn day_of(now: Millis) -> (u64, u64) {
    (now / at(DAY), now / 1_000 % DAY)
}

/// From eleven at night to seven.
fn is_asleep(now: Millis) -> bool {
    !(7 * HOUR..23 * HOUR).contains(&day_of(now).1)
}

fn is_offline(now: Millis) -> bool {
    let (day, second) = day_of(now);
    day == 5 && (13 * HOUR..17 * HOUR).contains(&second)
}

fn clock_is_ahead(now: Millis) -> bool {
    let (day, second) = day_of(now);
    day == 3 && (12 * HOUR..13 * HOUR).contains(&second)
}

/// How a feed behaves.
struct Publisher {
    /// The time between two articles.
    gap: Option<u64>,
    host: usize,
    pace: Pace,
    fresh_for: Option<Duration>,
}

impl Publisher {
    fn new(number: usize) -> Self {
        let gap = match number % 20 {
            0 => Some(5 * MINUTE),
            1..=3 => Some(HOUR),
            4..=9 => Some(6 * HOUR),
            10..=15 => Some(DAY),
            16..=17 => Some(7 * DAY),
            _ => None,
        };
        // The first host has a fifth of all feeds, the last one or two.
        let host = (HOSTS as f64).powf((number * 7 % FEEDS) as f64 / FEEDS as f64) as usize - 1;
        let (ttl, skip_hours) = match number % 25 {
            7 => (Some(Duration::from_secs(2 * HOUR)), 0),
            8 => (None, 0b1111),
            _ => (None, 0),
        };
        let fresh_for = (number % 10 == 3).then_some(Duration::from_secs(10 * MINUTE));
        Self { gap, host, pace: Pace { ttl, skip_hours, skip_days: 0 }, fresh_for }
    }

    /// When it published last, and how often until then, by the seconds.
    fn published(&self, number: usize, now: Millis) -> (Option<Millis>, u64) {
        let Some(gap) = self.gap.map(at) else { return (None, 0) };
        let phase = number as u64 * 977_000 % gap;
        let count = (now + gap - phase) / gap;
        (count.checked_sub(1).map(|last| last * gap + phase), count)
    }
}

/// What came of a request.
enum Answer {
    Silence,
    Busy,
    Error,
    Ok,
}

fn answer(publisher: &Publisher, now: Millis) -> Answer {
    let (day, second) = day_of(now);
    match publisher.host {
        _ if is_offline(now) => Answer::Silence,
        2 if day == 1 => Answer::Error,
        4 if day == 2 && (10 * HOUR..14 * HOUR).contains(&second) => Answer::Busy,
        _ => Answer::Ok,
    }
}

/// A request that was made.
#[derive(Clone, Copy)]
struct Request {
    at: Millis,
    host: usize,
}

struct Week {
    publishers: Vec<Publisher>,
    feeds: Vec<Feed>,
    states: Vec<PollState>,
    limits: Vec<Limits>,
    /// How many articles of each were read.
    read: Vec<u64>,
    hosts: Hosts,
    network: Network,
    settings: Polling,
    now: Millis,
    /// How long the machine was awake, by which it measures pauses.
    awake: Millis,
    began: Instant,
    ending: VecDeque<(Millis, usize)>,
    requests: Vec<Request>,
    asked: Vec<Vec<Millis>>,
    /// How late the first unread article of a fast feed was read, in seconds.
    late: Vec<u64>,
}

impl Week {
    fn new() -> Self {
        let settings = Polling::default();
        let publishers: Vec<_> = (0..FEEDS).map(Publisher::new).collect();
        let feed = |(number, publisher): (usize, &Publisher)| {
            let url = WebUrl::parse(&format!("https://host{}.example/{number}", publisher.host)).unwrap();
            Feed { id: FeedId(number as i64), source: Source::unknown("Feed".into(), url), moved: None }
        };
        let feeds: Vec<_> = publishers.iter().enumerate().map(feed).collect();
        Self {
            limits: feeds.iter().map(|feed| Limits::new(&settings, &feed.source)).collect(),
            hosts: Hosts::new(&settings),
            states: vec![PollState::default(); FEEDS],
            read: vec![0; FEEDS],
            asked: vec![Vec::new(); FEEDS],
            publishers,
            feeds,
            network: Network::default(),
            settings,
            now: at(7 * HOUR),
            awake: 0,
            began: Instant::now(),
            ending: VecDeque::new(),
            requests: Vec::new(),
            late: Vec::new(),
        }
    }

    /// The clock on the wall.
    fn wall(&self, now: Millis) -> Timestamp {
        let years = if clock_is_ahead(now) { 10 * 365 * DAY } else { 0 };
        Timestamp::from_second(1_790_000_000).unwrap() + Duration::from_millis(now) + Duration::from_secs(years)
    }

    fn steady(&self) -> Instant {
        self.began + Duration::from_millis(self.awake)
    }

    /// Lets time pass; a night is over before the machine knows.
    fn pass(&mut self, time: Millis) {
        self.now += time;
        self.awake += time;
        if is_asleep(self.now) {
            let (day, second) = day_of(self.now);
            let morning = if second >= 23 * HOUR { day + 1 } else { day };
            self.now = morning * at(DAY) + at(7 * HOUR);
        }
    }

    fn run(&mut self) {
        while self.now < at(7 * DAY) {
            let wall = self.wall(self.now);
            if let Some(patience) = self.network.patience() {
                self.pass(patience.as_millis() as u64);
                let number = self.requests.len() % FEEDS;
                self.request(number);
                continue;
            }
            let due = self.due(schedule::later(wall, Duration::from_secs(20)));
            if due.is_empty() {
                self.pass(self.rest(wall));
            } else {
                self.round(due);
            }
        }
    }

    fn rest(&self, wall: Timestamp) -> Millis {
        let soonest = self.states.iter().filter_map(|state| state.next_due).min().unwrap_or(wall);
        soonest.duration_since(wall).as_millis().clamp(1_000, 60_000) as Millis
    }

    fn due(&self, wall: Timestamp) -> VecDeque<usize> {
        let is_due = |at: &usize| schedule::is_due(&self.states[*at], self.limits[*at], wall);
        let mut due: Vec<_> = (0..FEEDS).filter(is_due).collect();
        due.sort_by_key(|at| self.states[*at].next_due);
        due.into()
    }

    fn round(&mut self, mut queue: VecDeque<usize>) {
        loop {
            while self.ending.front().is_some_and(|(end, _)| *end <= self.awake) {
                let (_, number) = self.ending.pop_front().expect("it was looked at");
                self.hosts.end(self.feeds[number].source.url.host(), self.steady());
                self.settle(number);
            }
            let hosts = queue.iter().map(|at| self.feeds[*at].source.url.host());
            match self.hosts.next(hosts, true, self.steady()) {
                Next::Start(_) if self.network.patience().is_some() => queue.clear(),
                Next::Start(place) => {
                    let number = queue.remove(place).expect("it is a place of the queue");
                    self.hosts.start(self.feeds[number].source.url.host(), self.steady());
                    self.note(number);
                    self.ending.push_back((self.awake + ANSWER, number));
                }
                _ if queue.is_empty() && self.ending.is_empty() => return,
                _ => self.pass(100),
            }
        }
    }

    /// A request by itself: a probe.
    fn request(&mut self, number: usize) {
        self.note(number);
        self.pass(ANSWER);
        self.settle(number);
    }

    fn note(&mut self, number: usize) {
        self.requests.push(Request { at: self.now, host: self.publishers[number].host });
        self.asked[number].push(self.now);
    }

    fn settle(&mut self, number: usize) {
        let (now, wall) = (self.now, self.wall(self.now));
        match answer(&self.publishers[number], now) {
            Answer::Silence => {
                let url = self.feeds[number].source.url.host().to_owned();
                self.network.note_unreached(FeedId(number as i64), &url);
                if self.network.is_gone(HOSTS) {
                    self.network.leave(Cause::Lost, false, self.settings.interval, wall);
                }
            }
            Answer::Busy => self.fail(number, Some(Duration::from_secs(2 * HOUR))),
            Answer::Error => self.fail(number, None),
            Answer::Ok => {
                self.network.come_back(true);
                self.succeed(number);
            }
        }
    }

    fn fail(&mut self, number: usize, after: Option<Duration>) {
        self.network.come_back(false);
        let (wall, verdict) = (self.wall(self.now), Verdict::Retry { after });
        let state = &mut self.states[number];
        state.failures += 1;
        let due = schedule::after_failure(FeedId(number as i64), self.limits[number], state.failures, verdict, wall);
        state.next_due = Some(due);
        let text = SafeText::from("x");
        state.failure = Some(Failure { kind: FailureKind::Failed, sentence: text.clone(), detail: text, verdict });
    }

    fn succeed(&mut self, number: usize) {
        let (publisher, wall) = (&self.publishers[number], self.wall(self.now));
        let (newest, count) = publisher.published(number, self.now);
        let is_first = self.states[number].last_success.is_none();
        let new = if is_first { 10 } else { count - self.read[number] };
        if !is_first && new > 0 && number.is_multiple_of(20) {
            let (newest, gap) = (newest.expect("something is new"), publisher.gap.expect("it publishes"));
            self.late.push((self.now - newest) / 1_000 + (new - 1) * gap);
        }
        self.read[number] = count;
        let gap = publisher.gap.unwrap_or(3_650 * DAY);
        let dates = (1..=10).map(|n| wall - Duration::from_secs(gap * n));
        let read = Read { rhythm: rhythm::at_first_sight(dates, wall), pace: publisher.pace, ..Read::default() };
        let lesson = Lesson {
            at: wall,
            meta: Meta { fresh_for: publisher.fresh_for, ..Meta::default() },
            body: if new > 0 { Body::Feed(Box::new(read)) } else { Body::None },
        };
        let saved = Saved { new: (0..new).map(ArticleId).collect(), kept: 0 };
        let (state, limits) = (&self.states[number], self.limits[number]);
        self.states[number] = learned(state, &self.feeds[number], limits, &lesson, &saved);
    }

    /// The most requests in any minute of those that are counted.
    fn busiest_minute(&self, counts: impl Fn(&Request) -> bool) -> usize {
        let times: Vec<_> = self.requests.iter().filter(|request| counts(request)).map(|request| request.at).collect();
        let within = |from: usize| times[from..].partition_point(|time| *time < times[from] + at(MINUTE));
        (0..times.len()).map(within).max().unwrap_or(0)
    }

    fn requests_on(&self, day: u64) -> impl Iterator<Item = &Request> {
        self.requests.iter().filter(move |request| day_of(request.at).0 == day)
    }

    fn by_host(&self) -> BTreeMap<usize, usize> {
        let mut hosts = BTreeMap::new();
        for request in &self.requests {
            *hosts.entry(request.host).or_default() += 1;
        }
        hosts
    }

    #[expect(clippy::print_stdout, reason = "seen with --nocapture")]
    fn show(&self) {
        println!("day  requests  busiest minute");
        for day in 0..7 {
            let busiest = self.busiest_minute(|request| day_of(request.at).0 == day);
            println!("{day:3}  {:8}  {busiest:14}", self.requests_on(day).count());
        }
        println!("host  feeds  requests  a day  busiest minute");
        for (host, count) in self.by_host() {
            let feeds = self.publishers.iter().filter(|publisher| publisher.host == host).count();
            let busiest = self.busiest_minute(|request| request.host == host);
            println!("{host:4}  {feeds:5}  {count:8}  {:5}  {busiest:14}", count / 7);
        }
        println!("gap of a feed  requests a day and feed");
        for number in [0, 1, 4, 10, 16, 18] {
            let of_kind = (0..FEEDS).filter(|other| self.publishers[*other].gap == self.publishers[number].gap);
            let counts: Vec<_> = of_kind.map(|other| self.asked[other].len()).collect();
            let each = counts.iter().sum::<usize>() as f64 / counts.len() as f64 / 7.0;
            println!("{:13?}  {each:5.1}", self.publishers[number].gap);
        }
        let mut late = self.late.clone();
        late.sort_unstable();
        let [half, most, all] = [late.len() / 2, late.len() * 19 / 20, late.len() - 1].map(|place| late[place]);
        println!("fast feeds: half read within {half} s, 19 of 20 within {most} s, all within {all} s");
    }
}

#[test]
fn a_week_of_five_hundred_feeds_is_calm_and_none_is_starved() {
    let mut week = Week::new();
    week.run();
    week.show();

    // Calm: at the first start, in the mornings, after the jumps of the clock and after the lost afternoon too.
    assert!(week.busiest_minute(|_| true) <= 136, "a burst of 16, then two a second");
    for host in 0..HOSTS {
        assert!(week.busiest_minute(|request| request.host == host) <= 60, "host {host}");
    }
    for host in 0..HOSTS {
        let times: Vec<_> = week.requests.iter().filter(|request| request.host == host).map(|r| r.at).collect();
        let paused = times.windows(2).all(|two| two[1] - two[0] >= 1_000);
        assert!(paused, "host {host} had no pause");
    }
    // A fixed quarter of an hour would be 32,000 requests a day.
    for day in 0..7 {
        let requests = week.requests_on(day).count();
        assert!(requests < 10_000, "day {day}: {requests}");
    }
    let lost = week.requests.iter().filter(|request| is_offline(request.at)).count();
    assert!((400..550).contains(&lost), "a probe each half minute: {lost}");

    // Nobody is starved: as often as the longest interval, by the time that the machine was awake and online.
    for number in 0..FEEDS {
        let healthy = ![2, 4].contains(&week.publishers[number].host);
        for two in week.asked[number].windows(2).filter(|two| healthy && two[1] - two[0] > at(7 * HOUR)) {
            let quarters = (two[0]..two[1]).step_by(15 * 60_000);
            let hours = quarters.filter(|time| !is_asleep(*time) && !is_offline(*time)).count() / 4;
            let rest = if week.publishers[number].pace.skip_hours == 0 { 0 } else { 4 };
            assert!(hours <= 7 + rest, "feed {number} waited for {hours} hours");
        }
        assert!(week.asked[number].len() >= 14, "feed {number} was asked {} times", week.asked[number].len());
    }
    // A server that asked for two hours had them.
    for number in (0..FEEDS).filter(|number| week.publishers[*number].host == 4) {
        let busy = |time: &&Millis| day_of(**time).0 == 2 && (10 * HOUR..14 * HOUR).contains(&day_of(**time).1);
        assert!(week.asked[number].iter().filter(busy).count() <= 2, "feed {number}");
    }
    // What is published every five minutes is read soon, and what is not is not asked for.
    let mut late = week.late.clone();
    late.sort_unstable();
    let (half, most) = (late[late.len() / 2], late[late.len() - late.len() / 20]);
    assert!(half < 15 * MINUTE && most < 20 * MINUTE, "{half} s, {most} s");
    for number in (0..FEEDS).filter(|number| week.publishers[*number].gap.is_none()) {
        assert!(week.asked[number].len() <= 7 * 6, "dead feed {number}: {}", week.asked[number].len());
    }
}
