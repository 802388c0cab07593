//! A newsroom's worth of fixed data: feeds, headlines in many scripts, articles with tags, counts.
//!
//! The publishers are invented; the long article tells what a treaty of 1936 says.

use std::collections::HashMap;
use std::time::Duration;

use chancery::app::edits::ShownEdit;
use chancery::domain::{
    Article, ArticleId, Candidate, Counts, Event, Failure, FailureKind, Feed, FeedId, FeedReport, Headline, Held,
    Marks, Moving, OwnTag, Owner, Plover, PollState, Region, SafeText, Source, SourceCard, SourceKind, Span, Status,
    Tag, TagKind, TagRef, Teaser, Verdict, WebUrl,
};
use chancery::text::{Wording, diff, document};
use jiff::{Timestamp, Zoned};

/// When all screens are drawn.
pub fn now() -> Zoned {
    "2026-11-22T14:05[UTC]".parse().unwrap()
}

/// The feed that does not answer.
pub const FAILING: FeedId = FeedId(4);

/// Wires, broadcasters, a state's voice, the press in several scripts, and a folder of the user's own.
pub fn feeds() -> Vec<Feed> {
    use Owner::{Independent, State, Unknown};
    let card =
        |kind, country: &str, owner| SourceCard { kind, country: country.parse().ok(), owner, ..Default::default() };
    let rows = [
        ("Meridian Wire", None, card(SourceKind::Wire, "CH", Independent)),
        ("Nordlyd", None, card(SourceKind::PublicBroadcaster, "NO", Independent)),
        ("Steppe Telegraph Agency", None, card(SourceKind::StateMedia, "KZ", State)),
        ("The Levant Gazette", None, card(SourceKind::RegionalPress, "LB", Independent)),
        ("朝潮新聞", None, card(SourceKind::RegionalPress, "JP", Independent)),
        ("صوت المتوسط", None, card(SourceKind::RegionalPress, "EG", Unknown)),
        ("Institute for Straits and Currents", None, card(SourceKind::ThinkTank, "TR", Unknown)),
        ("Harbour Master's Notices", Some("Shipping"), card(SourceKind::Official, "", Unknown)),
    ];
    let feed = |(place, (name, folder, card)): (usize, (&str, Option<&'static str>, SourceCard))| {
        let url = WebUrl::parse(&format!("https://feed-{}.example/rss", place + 1)).unwrap();
        let source = Source::unknown(SafeText::line(name), url);
        Feed {
            id: FeedId(place as i64 + 1),
            source: Source { folders: folder.map(SafeText::from).into_iter().collect(), card, ..source },
            moved: None,
        }
    };
    rows.into_iter().enumerate().map(feed).collect()
}

/// What stands at the address of a site: one feed that is read already, two that are not.
pub fn candidates() -> Vec<Candidate> {
    let candidate = |url, title, format: &'static str, newest: &[(&str, &str)]| Candidate {
        url: WebUrl::parse(url).unwrap(),
        title: SafeText::line(title),
        site: WebUrl::parse("https://asashio.example/").ok(),
        format: format.into(),
        newest: newest.iter().map(|(at, title)| Teaser { title: SafeText::line(title), at: at.parse().ok() }).collect(),
    };
    let read = [
        ("2026-11-22T13:31Z", "黒海の穀物輸送、三週間ぶりに再開 船主は慎重な姿勢を崩さず"),
        ("2026-11-22T08:01Z", "ﾊﾞﾙﾄ三国、送電網の接続試験を完了"),
    ];
    let world = [
        ("2026-11-22T12:40Z", "Ferries across the Tsugaru strait resume after two days of high seas and fog"),
        ("2026-11-20T23:10Z", "Fisheries talks in Busan end without a date for the next round"),
        ("2025-12-31T03:00Z", "The year in straits"),
    ];
    let notices = [("", "A notice without a date")];
    vec![
        candidate("https://feed-5.example/rss", "朝潮新聞", "RSS 1.0", &read),
        candidate("https://asashio.example/world/index.atom", "Asashio World", "Atom", &world),
        candidate("https://asashio.example/notices.json", "", "JSON Feed", &notices),
    ]
}

/// What the failing feed's last poll brought.
pub fn failing() -> HashMap<FeedId, Failure> {
    let failure = Failure {
        kind: FailureKind::Failed,
        sentence: "The Levant Gazette: the server has an error (503); chancery tries again later.".into(),
        detail: "503 Service Unavailable".into(),
        verdict: Verdict::Retry { after: None },
    };
    HashMap::from([(FAILING, failure)])
}

/// A feed's newest article, articles, articles a day, and size.
type Row = (Option<&'static str>, u64, Option<f64>, Option<u32>);

/// How the feeds do: one in every sort of trouble that does not come from the network.
pub fn reports() -> Vec<FeedReport> {
    let at = |text: &str| -> Option<Timestamp> { Some(text.parse().unwrap()) };
    let day = 24 * 60 * 60;
    let rows = [
        (Some("2026-11-22T14:02Z"), 1_240, Some(14.0), Some(96_000)),
        (Some("2026-11-22T13:55Z"), 802, Some(6.5), Some(34_800)),
        (Some("2026-08-02T09:20Z"), 64, Some(0.0), Some(12_100)),
        (Some("2026-11-21T21:10Z"), 310, Some(3.0), Some(58_000)),
        (Some("2026-11-22T13:31Z"), 2_961, Some(120.0), Some(1_300_000)),
        (Some("2026-11-22T13:12Z"), 97, None, Some(900)),
        (Some("2026-07-01T12:00Z"), 12, Some(0.0), Some(8_300)),
        (None, 0, None, Some(310)),
    ];
    let report = |(place, row): (usize, Row)| {
        let (newest, articles, a_day, bytes) = row;
        let poll = PollState {
            last_attempt: at("2026-11-22T13:59Z"),
            last_success: at("2026-11-22T13:59Z"),
            next_due: at("2026-11-22T14:16Z"),
            bytes,
            ..PollState::default()
        };
        let held = Held { articles, newest: newest.and_then(at), a_day, ..Held::default() };
        FeedReport { feed: FeedId(place as i64 + 1), poll, held }
    };
    let mut reports: Vec<FeedReport> = rows.into_iter().enumerate().map(report).collect();
    let moving = Moving {
        to: WebUrl::parse("https://nordlyd.example/world/feed.xml").unwrap(),
        first: at("2026-11-21T08:00Z").unwrap(),
        last: at("2026-11-22T13:59Z").unwrap(),
        sightings: 2,
    };
    reports[1].poll.moving = Some(moving);
    let failing = &mut reports[3].poll;
    failing.failure = self::failing().remove(&FAILING);
    failing.failures = 12;
    failing.last_success = at("2026-11-18T06:30Z");
    failing.next_due = at("2026-11-22T19:00Z");
    let waiting = &mut reports[5].poll;
    waiting.failure = Some(Failure {
        kind: FailureKind::RateLimited,
        sentence: "feed-6.example asks for patience (429): it is asked again in 2 h.".into(),
        detail: "429".into(),
        verdict: Verdict::Retry { after: None },
    });
    waiting.failures = 1;
    // An institute that publishes every three weeks.
    reports[6].held.pause = Some(Duration::from_secs(21 * day));
    reports
}

/// Feed, time, marks (`r` read, `s` starred, `t` tagged), title; newest first. The first is the long article.
const HEADLINES: &[(i64, &str, &str, &str)] = &[
    (1, "2026-11-22T14:02Z", "t", "Ninety years of Montreux: what a navy may bring through the Bosporus"),
    (2, "2026-11-22T13:55Z", "", "Fog closes the Dardanelles for a third day"),
    (3, "2026-11-22T13:40Z", "s", "Ministers of five Caspian states meet on the falling water level"),
    (5, "2026-11-22T13:31Z", "", "黒海の穀物輸送、三週間ぶりに再開 船主は慎重な姿勢を崩さず"),
    (6, "2026-11-22T13:12Z", "r", "استئناف الملاحة في قناة السويس بعد عاصفة رملية استمرت يومين"),
    (1, "2026-11-22T12:58Z", "", "👩‍🚀 Two agencies agree on one docking port for the station that follows the ISS"),
    (7, "2026-11-22T12:30Z", "rst", "Grain, gas and gravel: a year of Black Sea cargo in five charts"),
    (8, "2026-11-22T11:05Z", "", "Notice 14/26"),
    (2, "2026-11-22T10:47Z", "", "Việt Nam và Lào ký hiệp định về nước sông Mê Kông"),
    (3, "2026-11-22T09:20Z", "r", "Rail ferry at Aktau takes its first wagons"),
    (5, "2026-11-22T08:01Z", "", "ﾊﾞﾙﾄ三国、送電網の接続試験を完了"),
    (6, "2026-11-22T07:44Z", "", "🇪🇬🇸🇩 لجنة مياه النيل تجتمع في الخرطوم"),
    (1, "2026-11-22T06:15Z", "r", "नेपाल और भारत ने सीमा नदी पर नया समझौता किया"),
    (
        4,
        "2026-11-21T21:10Z",
        "",
        "Port of Beirut: the silos' ruins are to stay as a memorial, the council decides after a long night",
    ),
    (2, "2026-11-21T18:32Z", "r", "กรุงเทพฯ รับมือน้ำท่วม: เขื่อนระบายน้ำเพิ่ม"),
    (7, "2026-11-21T12:00Z", "", "Who pays for icebreakers? ❄️ A ledger of the northern route"),
    (1, "2026-11-20T16:45Z", "r", "Fisheries: quota talks run over"),
    (3, "2026-11-19T09:00Z", "r", "Pipeline inspection begins ahead of winter"),
    (8, "2026-11-18T05:30Z", "s", "Notice 13/26: buoy 7 adrift, light out of order"),
    (2, "2026-11-02T11:11Z", "r", "👨‍👩‍👧‍👦 Census: households shrink again"),
    (4, "2026-01-09T10:00Z", "", "A cedar falls"),
    (1, "2025-12-31T23:59Z", "r", "The year in treaties"),
    (8, "1936-11-09T00:00Z", "s", "Convention regarding the régime of the Straits enters into force"),
];

/// The articles, newest first.
pub fn articles() -> Vec<Article> {
    HEADLINES.iter().enumerate().map(|(place, row)| article(place as u64 + 1, row)).collect()
}

fn article(number: u64, &(feed, at, marks, title): &(i64, &str, &str, &str)) -> Article {
    let at: Timestamp = at.parse().unwrap();
    let headline = Headline {
        id: ArticleId(number),
        feed: FeedId(feed),
        title: SafeText::line(title),
        // The long article links to the second.
        link: match number {
            2 => WebUrl::parse("https://feed-1.example/tonnage").ok(),
            _ => WebUrl::parse(&format!("https://feed-{feed}.example/{number}")).ok(),
        },
        published: Some(at),
        arrived: at,
        status: Status { read: marks.contains('r'), starred: marks.contains('s') },
        own_tags: if marks.contains('t') { vec![own_tag("grain-deal"), own_tag("straits")] } else { Vec::new() },
        marks: Marks { complete: number == 8, edited: number == 2, noted: number == 7 },
    };
    let (author, body) = match number {
        1 => ("Leyla Deniz", LONG_BODY),
        3 => ("", "<p>Azerbaijan is to host Turkmenistan in Baku, where both will look at the tide gauges.</p>"),
        _ => ("", "<p>The text of this article is short.</p>"),
    };
    let body = SafeText::from(body);
    let whole = format!("{title}\n{}", document(&body, headline.link.as_ref()).text);
    let (tags, event) = (tags(&whole), event(&whole));
    let mut article = Article { tags, event, ..Article::new(headline, author.into(), body) };
    match number {
        2 => {
            article.edited = "2026-11-22T14:01Z".parse().ok();
            article.former_title = Some("Fog closes the Dardanelles for a second day".into());
        }
        7 => article.note = NOTE.into(),
        _ => {}
    }
    article
}

const NOTE: &str = "Ask the institute for the table behind chart 3: gravel cannot have trebled in a year.\n\n- call on Monday\n- <b> is no markup here";

/// What the source of the second article changed, twice.
pub fn edits(marked: bool) -> Vec<ShownEdit> {
    let versions = [
        ("Fog closes the Dardanelles for a second day", "<p>Twelve ships wait.</p><p>The pilots hope for wind.</p>"),
        ("Fog closes the Dardanelles for a second day", "<p>Fourteen ships wait.</p><p>The pilots hope for wind.</p>"),
        (
            "Fog closes the Dardanelles for a third day",
            "<p>Thirty ships wait off Çanakkale, the coast guard says.</p><p>The pilots hope for wind.</p>\
             <p>It is the longest fog since 1997.</p>",
        ),
    ];
    let wordings = versions.map(|(title, body)| Wording::of(&title.into(), &body.into()));
    let moments = ["2026-11-21T19:10Z", "2026-11-22T14:01Z"];
    let edit = |(versions, at): (&[Wording], &str)| ShownEdit {
        at: at.parse().unwrap(),
        diff: diff(&versions[0], &versions[1], marked),
    };
    wordings.windows(2).zip(moments).map(edit).collect()
}

/// The numbers beside the views.
pub fn counts() -> Counts {
    use Region::{Africa, EastAsia, Europe, MiddleEast, RussiaCentralAsia, SouthAsia, SoutheastAsia};
    Counts {
        total: 4210,
        unread: 348,
        starred: 12,
        tagged: 3,
        feeds: vec![(FeedId(1), 31), (FeedId(2), 120), (FeedId(3), 9), (FeedId(5), 88), (FeedId(8), 100)],
        regions: vec![
            (Europe, 120),
            (RussiaCentralAsia, 40),
            (MiddleEast, 88),
            (Africa, 7),
            (SouthAsia, 12),
            (EastAsia, 77),
            (SoutheastAsia, 4),
        ],
        own_tags: vec![(own_tag("grain-deal"), 2), (own_tag("straits"), 2), (own_tag("water"), 1)],
    }
}

fn own_tag(word: &str) -> OwnTag {
    word.parse().unwrap()
}

const LONG_BODY: &str = r##"
<p>Since <strong>9 November 1936</strong> the <a href="https://feed-1.example/montreux">Montreux Convention</a> has let
Türkiye decide how warships pass the Bosporus and the Dardanelles. Merchant ships pass <em>freely</em>; a navy has to
count its tons.</p>
<h2>What it says</h2>
<p>A state without a coast on the Black Sea gives notice, keeps its ships small and leaves in time:</p>
<table>
<tr><th>Rule</th><th>Black Sea states</th><th>Other states</th></tr>
<tr><td>Notice</td><td>8 days</td><td>15 days</td></tr>
<tr><td>Tons in the Black Sea</td><td>no limit</td><td>30,000</td></tr>
<tr><td>Stay</td><td>no limit</td><td>21 days</td></tr>
</table>
<h3>And what it leaves open</h3>
<ul>
<li>It names no <del>aircraft carrier</del> drone ship, for in 1936 there was none.</li>
<li>It counts tons by a rule of <a href="https://feed-1.example/tonnage">the League of Nations</a>, which is gone.
<ol><li>Romania counts by it still.</li><li>Bulgaria does as well.</li></ol></li>
<li>In Japanese the straits are ボスポラス海峡, in Arabic مضيق البوسفور.</li>
</ul>
<blockquote><p>A captain reads the weather first and the treaty second.</p></blockquote>
<p>The pilots' notice of this morning reads:</p>
<pre><code>NOTICE 15/26   BOSPORUS CLOSED 0600-1000
VHF 12         PILOT ON REQUEST</code></pre>
<figure><img src="https://feed-1.example/tanker.jpg" alt="A tanker under the first bridge at dawn">
<figcaption>Forty thousand ships a year.</figcaption></figure>
<p>Tevfik Rüştü Aras signed for Türkiye. The Bosporus has not been closed to trade since; <code>VHF 12</code> is open day
and night, and <a href="https://feed-1.example/kiel-and-suez?compare=kiel,suez,panama&amp;from=1936&amp;to=2026">no other
strait</a> has a rule as old.</p>
"##;

/// The tags whose words stand in an article, of every kind; the words are the evidence.
fn tags(whole: &str) -> Vec<Tag> {
    use TagKind::{Country, Organisation, Person, Place, Topic};
    let tag = |kind, key: &str, label: &str, main, score, words: &[&str]| {
        let found = words.iter().flat_map(|word| whole.match_indices(word).map(|(at, word)| (at, at + word.len())));
        let mut spans: Vec<Span> = found.map(|(start, end)| Span { start: start as u32, end: end as u32 }).collect();
        spans.sort();
        Tag { kind, key: SafeText::line(key), label: SafeText::line(label), main, score, spans }
    };
    let all = [
        tag(Country, "TR", "Türkiye", true, 0.9, &["Türkiye"]),
        tag(Country, "RO", "Romania", false, 0.2, &["Romania"]),
        tag(Country, "AZ", "Azerbaijan", true, 0.6, &["Azerbaijan"]),
        tag(Country, "TM", "Turkmenistan", true, 0.6, &["Turkmenistan"]),
        tag(Country, "BG", "Bulgaria", false, 0.2, &["Bulgaria"]),
        tag(Person, "Tevfik Rüştü Aras", "Tevfik Rüştü Aras", false, 0.3, &["Tevfik Rüştü Aras"]),
        tag(Organisation, "League of Nations", "League of Nations", false, 0.3, &["the League of Nations"]),
        tag(Place, "Bosporus", "Bosporus", true, 0.8, &["Bosporus", "BOSPORUS", "ボスポラス海峡"]),
        tag(Place, "Black Sea", "Black Sea", true, 0.6, &["Black Sea"]),
        tag(Place, "Dardanelles", "Dardanelles", false, 0.4, &["Dardanelles"]),
        tag(Topic, "law-of-the-sea", "Law of the sea & straits", true, 0.7, &["Convention", "strait"]),
        tag(Topic, "naval-forces", "Naval forces", false, 0.5, &["navy", "warships"]),
    ];
    all.into_iter().filter(|tag| !tag.spans.is_empty()).collect()
}

/// What the one article with a host and a guest says was done.
fn event(whole: &str) -> Option<Event> {
    let phrase = "is to host";
    let start = whole.find(phrase)? as u32;
    let country = |key: &str, label: &str| TagRef {
        kind: TagKind::Country,
        key: SafeText::line(key),
        label: SafeText::line(label),
    };
    Some(Event {
        verb: Plover::Consult,
        phrase: Span { start, end: start + phrase.len() as u32 },
        who: country("AZ", "Azerbaijan"),
        whom: Some(country("TM", "Turkmenistan")),
        negated: false,
        conditional: true,
        historical: false,
    })
}
