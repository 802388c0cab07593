//! What feed-rs drops: collected in a pass of its own over the repaired text.

use std::sync::LazyLock;
use std::time::Duration;

use aho_corasick::AhoCorasick;
use jiff::Timestamp;

use crate::domain::{Pace, SafeText, Via, WebUrl};

use super::draft::with_category;
use super::fields::Fields;
use super::files::Files;
use super::markup::{one_line, resolve_addresses};
use super::outline::Outline;
use super::people;
use super::space::Space;
use super::space::Space::{Content, DublinCore, Feed, FeedBurner, Media, Podcast, Rdf, Syndication, Xhtml};
use super::xml::Element;

/// The longest time that a feed may ask to be left alone; longer ones are mistakes.
const LONGEST: Duration = Duration::from_secs(31 * 24 * 60 * 60);

/// What in a text says that the pass has something to find; in any case.
const NAMES: [&str; 51] = [
    ":date",
    ":created",
    ":issued",
    ":modified",
    ":updated",
    ":title",
    ":description",
    ":abstract",
    ":subject",
    ":language",
    ":lang",
    ":base",
    ":about",
    ":link",
    ":body",
    ":subtitle",
    ":summary",
    ":keywords",
    ":author",
    ":origlink",
    ":updateperiod",
    "<body",
    "<source",
    "<skip",
    "<date",
    "<created",
    "<modified",
    "ispermalink",
    "lastmod",
    ":creator",
    ":category",
    "<fullitem",
    "<language",
    ":content",
    "<link ",
    ":id",
    "<id",
    "<enclosure",
    "medium=",
    ":peerlink",
    "term=",
    "label=",
    "<summary",
    "<content>",
    "<content ",
    "<updated",
    "<published",
    "<issued",
    "<abstract",
    "<subtitle",
    "<tagline",
];

/// Where a title, a summary and a content may stand, the best place first.
const TITLES: [(Space, &str); 3] = [(Feed, "title"), (DublinCore, "title"), (Podcast, "title")];
const SUMMARIES: [(Space, &str); 8] = [
    (Feed, "description"),
    (Feed, "summary"),
    (Feed, "abstract"),
    (DublinCore, "description"),
    (DublinCore, "abstract"),
    (Podcast, "summary"),
    (Podcast, "description"),
    (Podcast, "subtitle"),
];
const CONTENTS: [(Space, &str); 5] =
    [(Content, "encoded"), (Xhtml, "body"), (Feed, "body"), (Feed, "content"), (Feed, "fullitem")];
/// Where a feed describes itself.
const DESCRIPTIONS: [(Space, &str); 6] = [
    (Feed, "subtitle"),
    (Feed, "description"),
    (Feed, "tagline"),
    (DublinCore, "description"),
    (Podcast, "summary"),
    (Podcast, "subtitle"),
];

static HAS_NAME: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).build(NAMES).expect("the names are few and short")
});

/// What a feed and its items say beside what feed-rs reads.
#[derive(Clone, Debug, Default)]
pub(super) struct Supplement {
    pub about: About,
    /// In the feed's order.
    pub items: Vec<Extra>,
}

/// What a feed says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    pub title: SafeText,
    pub site: Option<WebUrl>,
    pub description: SafeText,
    pub bases: Bases,
    pub language: Option<SafeText>,
    pub updated: Option<Timestamp>,
    pub authors: Vec<SafeText>,
    pub pace: Pace,
}

/// What addresses in the texts of a feed or an item are relative to, where an `xml:base` says so.
#[derive(Clone, Debug, Default)]
pub(super) struct Bases {
    pub title: Option<WebUrl>,
    /// That of a feed's description, too.
    pub summary: Option<WebUrl>,
    pub content: Option<WebUrl>,
}

/// What an item says. Dates and the original address count before what feed-rs reads; the rest fills what it leaves
/// empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Extra {
    /// Its guid, else its link, both as written: what it is known by.
    pub key: String,
    /// Atom's id, in a feed that is not Atom.
    pub id: String,
    /// What RDF calls it.
    pub about: String,
    pub is_guid_no_link: bool,
    /// The address behind a redirect that counts clicks.
    pub original: Option<WebUrl>,
    pub link: Option<WebUrl>,
    pub bases: Bases,
    pub title: SafeText,
    pub summary: SafeText,
    pub content: SafeText,
    pub authors: Vec<SafeText>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub categories: Vec<SafeText>,
    pub files: Files,
    pub via: Option<Via>,
}

impl Supplement {
    /// Collects from the repaired text of a feed from `url`.
    pub fn of(text: &str, url: Option<&WebUrl>) -> Self {
        if !HAS_NAME.is_match(text) {
            return Self::default();
        }
        let Some(outline) = Outline::of(text, url) else { return Self::default() };
        let items = outline.items.iter().map(extra).collect();
        Self { about: about(&outline), items }
    }
}

fn about(outline: &Outline<'_>) -> About {
    let fields = Fields::new(&outline.fields);
    let stated = fields.text(&[(Feed, "language"), (DublinCore, "language")]);
    let inherited = || outline.heads.iter().rev().find_map(|head| head.scope.language.as_deref());
    let language = SafeText::line(stated.as_deref().or_else(inherited).unwrap_or_default());
    About {
        title: line(&fields, &TITLES),
        site: alternate(&fields).or_else(|| outline.heads.iter().find_map(|head| attribute_address(head, "href"))),
        description: block(&fields, &DESCRIPTIONS),
        bases: Bases { title: base(&fields, &TITLES), summary: base(&fields, &DESCRIPTIONS), content: None },
        language: Some(language).filter(|language| !language.is_empty()),
        updated: fields.moment(&[
            (Feed, "updated"),
            (Feed, "lastbuilddate"),
            (Feed, "modified"),
            (DublinCore, "modified"),
            (DublinCore, "date"),
            (Feed, "pubdate"),
        ]),
        authors: authors(&fields),
        pace: pace(&fields),
    }
}

fn extra(item: &Element<'_>) -> Extra {
    let children = item.children();
    let fields = Fields::new(&children);
    let guid = fields.all(Feed, "guid").next();
    let permalink = guid.and_then(|guid| guid.attribute("isPermaLink")).unwrap_or_default().to_ascii_lowercase();
    let stated_link = guid.filter(|_| permalink == "true").and_then(|guid| guid.scope.resolve(&guid.text()));
    Extra {
        key: fields.text(&[(Feed, "guid"), (Feed, "id"), (Feed, "link")]).unwrap_or_default().into_owned(),
        id: fields.text(&[(Feed, "id")]).unwrap_or_default().into_owned(),
        about: item.attribute("rdf:about").unwrap_or_default(),
        is_guid_no_link: permalink == "false",
        original: fields.first(&[(FeedBurner, "origlink")], |link| link.scope.resolve(&link.text())),
        link: alternate(&fields)
            .or(stated_link)
            .or_else(|| attribute_address(item, "rdf:about"))
            .or_else(|| attribute_address(item, "href")),
        bases: Bases {
            title: base(&fields, &TITLES),
            summary: base(&fields, &SUMMARIES),
            content: base(&fields, &CONTENTS),
        },
        title: line(&fields, &TITLES),
        summary: block(&fields, &SUMMARIES),
        content: block(&fields, &CONTENTS),
        authors: Some(authors(&fields)).filter(|names| !names.is_empty()).unwrap_or_else(|| source_authors(&fields)),
        published: fields.moment(&[
            (Feed, "pubdate"),
            (Feed, "published"),
            (Feed, "issued"),
            (DublinCore, "issued"),
            (DublinCore, "date"),
            (DublinCore, "created"),
            (Feed, "created"),
            (Feed, "date"),
        ]),
        updated: updated(item, &fields),
        categories: categories(&fields),
        files: Files::stated(&fields),
        via: via(&fields),
    }
}

fn line(fields: &Fields<'_, '_>, places: &[(Space, &'static str)]) -> SafeText {
    fields.text(places).map(|text| one_line(&text)).unwrap_or_default()
}

fn block(fields: &Fields<'_, '_>, places: &[(Space, &'static str)]) -> SafeText {
    let text = |element: &Element<'_>| {
        let text = element.text();
        match element.scope.stated_base() {
            _ if text.is_empty() => None,
            Some(base) => Some(SafeText::block(&resolve_addresses(&text, &base))),
            None => Some(SafeText::block(&text)),
        }
    };
    fields.first(places, text).unwrap_or_default()
}

fn attribute_address(element: &Element<'_>, name: &str) -> Option<WebUrl> {
    element.scope.resolve(&element.attribute(name)?)
}

/// What addresses in the first of these texts are relative to, where that is stated.
fn base(fields: &Fields<'_, '_>, places: &[(Space, &'static str)]) -> Option<WebUrl> {
    fields.first(places, |element| {
        Some(element).filter(|it| !it.inner.trim().is_empty()).map(|it| it.scope.stated_base())
    })?
}

/// Atom's link in a feed that is not Atom.
fn alternate(fields: &Fields<'_, '_>) -> Option<WebUrl> {
    let is_alternate =
        |link: &&Element<'_>| link.attribute("rel").is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"));
    fields.all(Feed, "link").filter(is_alternate).find_map(|link| attribute_address(link, "href"))
}

fn updated(item: &Element<'_>, fields: &Fields<'_, '_>) -> Option<Timestamp> {
    let stated = fields.moment(&[
        (Feed, "updated"),
        (Feed, "modified"),
        (DublinCore, "modified"),
        (DublinCore, "date"),
        (Feed, "lastbuilddate"),
    ]);
    // CDF: https://www.w3.org/TR/NOTE-CDFsubmit.html
    stated.or_else(|| crate::fetch::dates::moment(&item.attribute("lastmod")?))
}

/// The first place that names somebody. Atom's author, in a feed that is not Atom, has parts.
fn authors(fields: &Fields<'_, '_>) -> Vec<SafeText> {
    let name = |author: &Element<'_>| {
        let parts = author.children();
        let stated = Fields::new(&parts).text(&[(Feed, "name"), (Feed, "email")]);
        people::without_address(&stated.unwrap_or_else(|| if author.has_elements { "".into() } else { author.text() }))
    };
    let places = [(DublinCore, "creator"), (DublinCore, "author"), (Podcast, "author"), (Feed, "author")];
    let lists = places.map(|(space, place)| fields.all(space, place).map(name).fold(Vec::new(), people::with));
    lists.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
}

/// Who wrote it where it is from: they count where an entry names nobody
/// ([RFC 4287 §4.2.1](https://www.rfc-editor.org/rfc/rfc4287#section-4.2.1)).
fn source_authors(fields: &Fields<'_, '_>) -> Vec<SafeText> {
    let head = fields.all(Feed, "source").next().map(Element::children).unwrap_or_default();
    authors(&Fields::new(&head))
}

fn categories(fields: &Fields<'_, '_>) -> Vec<SafeText> {
    let mut words = Vec::new();
    for category in fields.all(Feed, "category") {
        let stated = category.attribute("label").or_else(|| category.attribute("term"));
        words.push(one_line(&stated.map_or_else(|| category.text(), Into::into)));
    }
    words.extend(fields.all(DublinCore, "subject").flat_map(listed));
    for category in fields.all(Media, "category") {
        words.push(one_line(&category.attribute("label").map_or_else(|| category.text(), Into::into)));
    }
    for category in fields.all(Podcast, "category") {
        let narrower = category.children();
        let all = std::iter::once(category).chain(&narrower);
        words.extend(all.filter_map(|category| Some(one_line(&category.attribute("text")?))));
    }
    for keywords in fields.all(Podcast, "keywords").chain(fields.all(Media, "keywords")) {
        words.extend(keywords.text().split(',').map(one_line));
    }
    words.into_iter().fold(Vec::new(), with_category)
}

/// The texts of an element that may hold [a list](https://www.w3.org/TR/rdf-schema/#ch_containervocab).
fn listed(element: &Element<'_>) -> Vec<SafeText> {
    let lists = element.children();
    let items = lists.iter().flat_map(Element::children).filter(|item| item.is(Rdf, "li"));
    let words: Vec<SafeText> = items.map(|item| one_line(&item.text())).collect();
    if words.is_empty() { vec![one_line(&element.text())] } else { words }
}

/// The feed that an aggregator has it from: RSS's `source` is a text, Atom's a feed's head.
fn via(fields: &Fields<'_, '_>) -> Option<Via> {
    let source = fields.all(Feed, "source").next()?;
    let children = source.children();
    let head = Fields::new(&children);
    let url = attribute_address(source, "url").or_else(|| alternate(&head));
    let stated = line(&head, &[(Feed, "title")]);
    let name = if stated.is_empty() && !source.has_elements { one_line(&source.text()) } else { stated };
    let name = match &url {
        Some(url) if name.is_empty() => SafeText::line(url.host()),
        _ => name,
    };
    (!name.is_empty()).then_some(Via { name, url })
}

fn pace(fields: &Fields<'_, '_>) -> Pace {
    let minutes = fields.text(&[(Feed, "ttl")]).and_then(|minutes| minutes.parse::<u64>().ok());
    let ttl = minutes.map(|minutes| Duration::from_secs(minutes.saturating_mul(60)));
    let is_sane = |time: &Duration| !time.is_zero() && *time <= LONGEST;
    Pace {
        ttl: [ttl, period(fields)].into_iter().flatten().filter(is_sane).max(),
        skip_hours: skipped(fields, "skiphours", "hour", hour),
        skip_days: skipped(fields, "skipdays", "day", weekday) as u8,
    }
}

/// What a list such as [`skipHours`](https://www.rssboard.org/skip-hours-days) names, as bits.
fn skipped(fields: &Fields<'_, '_>, list: &'static str, name: &str, bit: fn(&str) -> Option<u32>) -> u32 {
    let items = fields.all(Feed, list).flat_map(Element::children).filter(|item| item.is(Feed, name));
    items.filter_map(|item| bit(&item.text())).fold(0, |bits, bit| bits | (1 << bit))
}

/// Some feeds count from 1 to 24.
fn hour(text: &str) -> Option<u32> {
    text.parse::<u32>().ok().filter(|hour| *hour <= 24).map(|hour| hour % 24)
}

fn weekday(text: &str) -> Option<u32> {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.into_iter().zip(0..).find(|(name, _)| text.eq_ignore_ascii_case(name)).map(|(_, bit)| bit)
}

fn period(fields: &Fields<'_, '_>) -> Option<Duration> {
    let hours = match &*fields.text(&[(Syndication, "updateperiod")])?.to_ascii_lowercase() {
        "hourly" => 1,
        "daily" => 24,
        "weekly" => 7 * 24,
        "monthly" => 30 * 24,
        "yearly" => 365 * 24,
        _ => return None,
    };
    let times = fields.text(&[(Syndication, "updatefrequency")]).and_then(|times| times.parse::<u32>().ok());
    Some(Duration::from_secs(hours * 60 * 60) / times.unwrap_or(1).max(1))
}
