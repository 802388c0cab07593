//! A scenario: what is asked, what servers answer, and what must come out, told by a file.
//!
//! In addresses, header values and commands `{news}` stands for the address of the server `news`, `{news:named}` for the
//! same by name, `{news:host}` for its host and port, `{folder}` for a folder of the scenario's own, `{now+60}` for a
//! date of HTTP, and `{version}` for chancery's.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chancery::config::Polling;
use chancery::domain::{
    Access, Credentials, FailureKind, FeedUrl, Password, Proxy, SafeText, Secret, Source, Verdict, WebUrl,
    parse_duration,
};
use chancery::fetch::{Answer, Client, FetchError, Meta, Response, Validators};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::certificates::{Certificate, authority};
use super::reply::Told;
use super::server::{Reply, Request, Server, reply};

/// The feed that is sent where a scenario gives no other body.
pub const FEED: &str = "<rss version=\"2.0\"><channel><title>World</title>\
    <item><title>Talks begin</title><guid>1</guid></item></channel></rss>";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    /// What it shows, for who reads it.
    #[serde(rename = "about")]
    _about: String,
    /// Servers over TLS by name.
    #[serde(default)]
    secure: BTreeMap<String, Certificate>,
    /// Further servers without.
    #[serde(default)]
    plain: Vec<String>,
    #[serde(default)]
    polling: Limits,
    #[serde(default)]
    access: Own,
    /// One after the other, each with the validators of the one before.
    fetch: Vec<Fetch>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    timeout: Option<String>,
    max_body: Option<u64>,
    max_download: Option<u64>,
    max_redirects: Option<usize>,
}

/// The feed's own way to be asked.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    user_agent: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// `none` or an address.
    proxy: Option<String>,
    timeout: Option<String>,
    basic: Option<(String, String)>,
    bearer: Option<String>,
    bearer_command: Option<String>,
    #[serde(default)]
    trusts_authority: bool,
    #[serde(default)]
    insecure_tls: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fetch {
    url: String,
    /// Every request that is made for it, in order.
    #[serde(default)]
    request: VecDeque<Exchange>,
    gets: Outcome,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    /// The server's name and the path.
    to: String,
    /// Headers that it must have.
    #[serde(default)]
    has: BTreeMap<String, String>,
    /// Headers that it must not have.
    #[serde(default)]
    lacks: Vec<String>,
    #[serde(default)]
    answer: Told,
}

/// What must come out. What is not said must not be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outcome {
    #[serde(default)]
    is: Sort,
    // Of an answer.
    url: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
    /// In seconds.
    fresh_for: Option<u64>,
    moved: Option<String>,
    charset: Option<String>,
    body: Option<String>,
    /// Of the body when it is read as a feed.
    title: Option<String>,
    /// The kind of failure when the body is read as a feed.
    unreadable: Option<String>,
    // Of a failure.
    kind: Option<String>,
    stage: Option<String>,
    #[serde(default)]
    unreached: bool,
    sentence: Option<String>,
    /// In seconds; a little less is right, too, where no `Date` was given.
    retry_after: Option<u64>,
    #[serde(default)]
    is_gone: bool,
}

#[derive(Default, Deserialize, PartialEq, Debug)]
#[serde(rename_all = "kebab-case")]
enum Sort {
    #[default]
    Whole,
    Unchanged,
    Failure,
}

/// The requests that are still to come, and what was wrong with those that came.
#[derive(Default)]
struct Script {
    expected: VecDeque<(Exchange, Reply)>,
    wrong: Vec<String>,
}

/// The world of one scenario.
struct Stage {
    servers: BTreeMap<String, Server>,
    folder: tempfile::TempDir,
}

/// Plays the scenario of a file; panics where it comes out otherwise.
pub async fn play(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let scenario: Scenario = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}"));
    let stage = Stage::build(&scenario).await;
    let script = Arc::new(Mutex::new(Script::default()));
    for (name, server) in &stage.servers {
        let (name, script) = (name.clone(), Arc::clone(&script));
        server.on_others(move |request| script.lock().unwrap().answer(&name, request));
    }
    let client = Client::new(&scenario.polling.over_defaults()).unwrap();
    let access = scenario.access.read(&stage);
    let mut validators = Validators::default();
    for fetch in scenario.fetch {
        let url = stage.url(&fetch.url);
        let source = Source { access: access.clone(), ..Source::unknown("News".into(), url.clone()) };
        let replies = fetch.request.iter().map(|exchange| exchange.answer.reply(&|text| stage.fill(text)));
        let expected = fetch.request.iter().map(|exchange| exchange.filled(&stage)).zip(replies);
        script.lock().unwrap().expected = expected.collect();
        let answer = client.fetch_feed(&source, &validators).await;
        {
            let script = script.lock().unwrap();
            assert!(script.wrong.is_empty(), "{url}: {}", script.wrong.join("\n"));
            let missing: Vec<_> = script.expected.iter().map(|(exchange, _)| exchange.to.as_str()).collect();
            assert!(missing.is_empty(), "{url}: not asked: {missing:?}; got {answer:?}");
        }
        match answer {
            Ok(answer) => validators = fetch.gets.check_answer(&stage, &url, answer),
            Err(error) => fetch.gets.check_failure(&url, &error),
        }
    }
}

impl Script {
    fn answer(&mut self, server: &str, request: &Request) -> Reply {
        let asked = format!("{server} {}", request.path);
        let Some((expected, reply)) = self.expected.pop_front() else {
            self.wrong.push(format!("one request too many: {asked}"));
            return self::reply(500, &[], "");
        };
        if expected.to != asked {
            self.wrong.push(format!("{asked} was asked instead of {}", expected.to));
        }
        for (name, value) in &expected.has {
            let found = request.header(name);
            if found != Some(value) {
                self.wrong.push(format!("{asked}: {name} is {found:?} instead of {value:?}"));
            }
        }
        for name in &expected.lacks {
            if let Some(found) = request.header(name) {
                self.wrong.push(format!("{asked}: has {name}: {found:?}"));
            }
        }
        reply
    }
}

impl Stage {
    async fn build(scenario: &Scenario) -> Self {
        let mut servers = BTreeMap::from([("news".to_owned(), Server::start().await)]);
        for name in &scenario.plain {
            servers.insert(name.clone(), Server::start().await);
        }
        for (name, certificate) in &scenario.secure {
            servers.insert(name.clone(), Server::start_secure(certificate.acceptor()).await);
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("authority.pem"), authority()).unwrap();
        Self { servers, folder }
    }

    fn fill(&self, text: &str) -> String {
        let mut text = text.replace("{folder}", self.folder.path().to_str().unwrap());
        text = text.replace("{version}", env!("CARGO_PKG_VERSION"));
        for (name, server) in &self.servers {
            let address = |url: WebUrl| url.as_str().trim_end_matches('/').to_owned();
            let host = address(server.url("/")).split_once("://").unwrap().1.to_owned();
            text = text.replace(&format!("{{{name}}}"), &address(server.url("/")));
            text = text.replace(&format!("{{{name}:named}}"), &address(server.named_url("/")));
            text = text.replace(&format!("{{{name}:host}}"), &host);
        }
        while let Some((before, rest)) = text.split_once("{now") {
            let (offset, after) = rest.split_once('}').expect("{now is closed");
            let offset = SignedDuration::from_secs(if offset.is_empty() { 0 } else { offset.parse().unwrap() });
            let date = (Timestamp::now() + offset).strftime("%a, %d %b %Y %H:%M:%S GMT");
            text = format!("{before}{date}{after}");
        }
        text
    }

    fn url(&self, text: &str) -> FeedUrl {
        FeedUrl::parse(&self.fill(text)).unwrap()
    }

    fn web_url(&self, text: &str) -> WebUrl {
        WebUrl::parse(&self.fill(text)).unwrap()
    }
}

impl Exchange {
    fn filled(&self, stage: &Stage) -> Self {
        let has = self.has.iter().map(|(name, value)| (name.clone(), stage.fill(value)));
        Self { to: stage.fill(&self.to), has: has.collect(), ..self.clone() }
    }
}

impl Limits {
    /// Limits that no test has to wait for.
    fn over_defaults(&self) -> Polling {
        const MIB: u64 = 1024 * 1024;
        Polling {
            timeout: duration(self.timeout.as_ref()).unwrap_or(Duration::from_secs(30)),
            max_body: self.max_body.unwrap_or(MIB),
            max_download: self.max_download.unwrap_or(MIB),
            max_redirects: self.max_redirects.unwrap_or(10),
            ..Polling::default()
        }
    }
}

fn duration(text: Option<&String>) -> Option<Duration> {
    text.map(|text| parse_duration(text).expect("a duration"))
}

impl Own {
    fn read(&self, stage: &Stage) -> Access {
        let secret = |text: &String| Secret::new(stage.fill(text));
        let basic = self.basic.as_ref().map(|(user, password)| Credentials::Basic {
            user: SafeText::line(user),
            password: Password::Given(secret(password)),
        });
        let bearer = self.bearer.as_ref().map(|token| Password::Given(secret(token)));
        let command = self.bearer_command.as_ref().map(|line| Password::Command(SafeText::line(&stage.fill(line))));
        let proxy = self.proxy.as_ref().map(|proxy| match proxy.as_str() {
            "none" => Proxy::Direct,
            address => Proxy::Http(stage.web_url(address)),
        });
        Access {
            user_agent: self.user_agent.as_ref().map(|name| SafeText::line(name)),
            headers: self.headers.iter().map(|(name, value)| (SafeText::line(name), secret(value))).collect(),
            proxy,
            timeout: duration(self.timeout.as_ref()),
            credentials: basic.or(bearer.or(command).map(Credentials::Bearer)),
            ca_file: self.trusts_authority.then(|| stage.folder.path().join("authority.pem")),
            insecure_tls: self.insecure_tls,
        }
    }
}

impl Outcome {
    /// Returns the validators for the next time.
    fn check_answer(&self, stage: &Stage, asked: &FeedUrl, answer: Answer) -> Validators {
        let (sort, meta) = match answer {
            Answer::NotModified(meta) => (Sort::Unchanged, meta),
            Answer::Full(response) => {
                assert_eq!(&response.asked, asked);
                self.check_body(&response);
                (Sort::Whole, response.meta)
            }
        };
        assert_eq!(sort, self.is, "{asked}");
        let Meta { url, validators, fresh_for, moved, bytes: _ } = meta;
        if let Some(expected) = &self.url {
            assert_eq!(url, Some(stage.web_url(expected)), "{asked}: who answered");
        }
        assert_eq!(validators.etag, self.etag, "{asked}: etag");
        assert_eq!(validators.last_modified, self.last_modified, "{asked}: last modified");
        assert_eq!(fresh_for, self.fresh_for.map(Duration::from_secs), "{asked}: fresh for");
        assert_eq!(moved, self.moved.as_ref().map(|moved| stage.web_url(moved)), "{asked}: moved");
        validators
    }

    fn check_body(&self, response: &Response) {
        let asked = &response.asked;
        assert_eq!(response.charset, self.charset, "{asked}: charset");
        let read = response.feed(Timestamp::now());
        match (&self.unreadable, &self.title) {
            (Some(kind), _) => assert_eq!(read.map_err(|failure| name(failure.kind)).err().as_ref(), Some(kind)),
            (None, Some(title)) => assert_eq!(read.unwrap().title.as_str(), title),
            (None, None) => {
                let body = self.body.as_deref().unwrap_or(FEED);
                assert_eq!(String::from_utf8_lossy(&response.body), body, "{asked}");
            }
        }
    }

    fn check_failure(&self, asked: &FeedUrl, error: &FetchError) {
        assert_eq!(self.is, Sort::Failure, "{asked}: {error:?}");
        let FetchError { failure, stage, reached, .. } = error;
        assert_eq!(name(failure.kind), self.kind.as_deref().unwrap_or("failed"), "{error:?}");
        assert_eq!(format!("{stage:?}").to_lowercase(), self.stage.as_deref().unwrap_or("answer"), "{error:?}");
        assert_eq!(*reached, !self.unreached, "{error:?}");
        let words = self.sentence.as_deref().expect("a failure has a sentence");
        assert!(failure.sentence.contains(words), "{:?} has not {words:?}", failure.sentence);
        match failure.verdict {
            Verdict::Gone => assert!(self.is_gone, "{error:?}"),
            Verdict::Retry { after } => {
                assert!(!self.is_gone, "{error:?}");
                assert_eq!(after.is_some(), self.retry_after.is_some(), "{error:?}");
                let expected = self.retry_after.unwrap_or_default();
                let found = after.unwrap_or_default().as_secs();
                assert!((expected.saturating_sub(30)..=expected).contains(&found), "{found} s, not {expected}");
            }
        }
    }
}

/// The name of a kind of failure, as in JSON.
fn name(kind: FailureKind) -> String {
    serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned()
}
