//! Steps 5 to 10, which need the structure of a feed: one walk over its tags, from the root's start to its end.
//!
//! Every element is closed where it must be: by its own end tag, by its parent's, by an element that cannot stand in
//! it, or by the end of the input. What stands behind the root's end goes.

use std::borrow::Cow;

use super::doctype::Entities;
use super::edits::Edits;
use super::elements::{Holds, atom_name, ends_text, holds, rss_name};
use super::markup::Inside;
use super::namespaces::{self, Scope, Space};
use super::references::{escaped, sound_text};
use super::start::Format;
use super::tag::Tag;
use super::tokens::{Kind, Token, Tokens};
use super::types::{Writing, base64_text, state, writing};

/// The deepest nesting that is kept; deeper elements lose their tags. Feeds have ten levels, as markup in texts is
/// no nesting any more.
const MAX_DEPTH: usize = 64;

/// A feed from its root on, well-formed and in the words of today.
pub(super) fn mended<'a>(text: &'a str, format: Format, entities: Entities) -> Cow<'a, str> {
    let walk = Walk {
        text,
        format,
        tokens: Tokens::new(text),
        edits: Edits::new(text),
        scope: Scope::default(),
        entities,
        open: Vec::new(),
        outer: 0,
        declarations_at: 0,
        keeps_divs: false,
        has_published: false,
    };
    walk.run()
}

pub(super) struct Walk<'a> {
    pub text: &'a str,
    format: Format,
    pub tokens: Tokens<'a>,
    pub edits: Edits<'a>,
    scope: Scope<'a>,
    pub entities: Entities,
    open: Vec<Open<'a>>,
    /// How many elements were put around the root.
    outer: usize,
    /// Where in the result declarations of namespaces can be inserted into the root's tag.
    declarations_at: usize,
    /// Atom 0.3 knows no `div` around its XHTML, so that one is the publisher's own.
    keeps_divs: bool,
    /// Whether the entry has said when it was published.
    has_published: bool,
}

/// An element that was begun and not ended.
struct Open<'a> {
    /// Its name as the feed writes it; empty for one that the feed does not have.
    raw: &'a str,
    /// Its name in the result; none for one that is left out.
    name: Option<Cow<'a, str>>,
    holds: Holds,
}

/// What follows a start tag.
#[derive(Default)]
struct Ahead {
    /// Whether the next tag begins another element.
    is_start: bool,
    /// That tag, if its element can stand in this one.
    child: Option<Token>,
    /// The first text before it that is not blank.
    text: Option<Token>,
}

impl<'a> Walk<'a> {
    fn run(mut self) -> Cow<'a, str> {
        if matches!(self.format, Format::Channel | Format::Rss11) {
            self.edits.insert(0, "<rss version=\"2.0\">");
            self.open.push(Open { raw: "", name: Some("rss".into()), holds: Holds::Elements });
            self.outer = 1;
        }
        let mut end = self.text.len();
        let mut has_root = false;
        while let Some(token) = self.tokens.next() {
            match token.kind {
                Kind::Text => self.text(&token),
                Kind::CData => self.data(&token),
                Kind::Comment => {}
                Kind::Other => self.edits.remove(token.start, token.end),
                Kind::End => self.end(&token),
                Kind::Start => {
                    self.start(&token, !has_root);
                    has_root = true;
                }
            }
            if self.open.len() <= self.outer {
                end = token.end;
                break;
            }
        }
        self.close(0, end);
        let missing = self.scope.missing();
        self.edits.finish(end, self.declarations_at, &missing)
    }

    pub fn text(&mut self, token: &Token) {
        if let Cow::Owned(sound) = sound_text(token.source(self.text), &mut self.entities) {
            self.edits.replace(token.start, token.end, &sound);
        }
    }

    pub fn data(&mut self, token: &Token) {
        if token.is_cut(self.text) {
            let kept = token.source(self.text).trim_end_matches(']').len();
            self.edits.replace(token.start + kept, token.end, "]]>");
        }
    }

    fn start(&mut self, token: &Token, is_root: bool) {
        if self.open.len() >= MAX_DEPTH {
            self.edits.remove(token.start, token.end);
            return;
        }
        let raw = token.name(self.text);
        self.close_what_ends_before(raw, token.start);
        let depth = self.open.len() + 1;
        let mut tag = Tag::read(self.text, token, &mut self.entities);
        if is_root {
            self.declarations_at = if self.outer > 0 { "<rss".len() } else { self.edits.place_of(token.start) };
            self.mend_root(&mut tag);
        }
        if self.is_rss() && matches!(raw, "rss" | "channel" | "item") {
            tag.remove("xmlns");
        }
        self.scope.enter(&mut tag, depth);
        let (space, local) = self.scope.resolve(raw);
        let space = if space == Space::None { self.format.space() } else { space };
        if is_root && self.outer == 0 {
            self.declarations_at += 1 + tag.name.len();
        }
        let local = self.rename(&mut tag, space, local);
        let is_second_channel = local == "channel" && self.is_rss() && self.position("channel").is_some();
        if is_second_channel || (self.format == Format::Rss11 && local == "items") {
            self.edits.remove(token.start, token.end);
            return self.push(raw, None, Holds::Elements, tag.empty);
        }
        if matches!(local, "item" | "entry") {
            self.has_published = false;
        }
        self.element(token, tag, space, local);
    }

    /// Writes an element's start, and what it holds where that is text.
    fn element(&mut self, token: &Token, mut tag: Tag<'a>, space: Space, local: &str) {
        if self.is_page(space, local) {
            tag.rename(format!("{}:encoded", self.scope.prefix_for(Space::Content)));
            tag.remove("xmlns");
            return self.text_element(token, tag, "", Inside::Xhtml { keeps_div: true });
        }
        if local == "link" {
            match self.link(token, tag, space) {
                Some(same) => tag = same,
                None => return,
            }
        }
        if self.format == Format::Channel && matches!(local, "item" | "channel") {
            return self.channel_element(token, tag);
        }
        let held = holds(space, local);
        if tag.empty || held == Holds::Elements {
            let is_person = space == Space::Atom && matches!(local, "author" | "contributor");
            let is_bare = is_person && !tag.empty && self.ahead(token).is_text();
            self.begin(token, tag, held);
            if is_bare {
                self.put_inside(token, "name");
            }
            return;
        }
        let ahead = self.ahead(token);
        if space == Space::Atom && held == Holds::Markup {
            return self.construct(token, tag, &ahead);
        }
        match (&ahead.child, held) {
            (None, _) => self.begin(token, tag, held),
            (Some(_), Holds::Markup) => self.text_element(token, tag, "", Inside::Html),
            (Some(_), _) => self.text_element(token, tag, "", Inside::Plain),
        }
    }

    /// The text of an item as a page: an old way to send what `content:encoded` holds today.
    fn is_page(&self, space: Space, local: &str) -> bool {
        let is_in_item = self.open.last().is_some_and(|parent| matches!(parent.raw, "item" | "entry"));
        space == Space::Xhtml && matches!(local, "body" | "div") && is_in_item
    }

    /// A text of Atom, whose type says how it is written.
    fn construct(&mut self, token: &Token, mut tag: Tag<'a>, ahead: &Ahead) {
        let has_elements = ahead.child.is_some();
        let stated = writing(&tag);
        if tag.value("src").is_some() || stated == Writing::Foreign {
            return self.begin(token, tag, Holds::Elements);
        }
        if stated == Writing::Base64 && !has_elements {
            let encoded = ahead.text.map_or("", |text| words(self.text, &text));
            if let Some(decoded) = base64_text(encoded) {
                state(&mut tag, true);
                return self.text_element(token, tag, &escaped(&decoded), Inside::Nothing);
            }
        }
        state(&mut tag, has_elements || matches!(stated, Writing::Html | Writing::Xhtml));
        match (has_elements, stated) {
            (false, _) => self.begin(token, tag, Holds::Markup),
            (true, Writing::Html) => self.text_element(token, tag, "", Inside::Html),
            (true, _) => {
                let keeps_div = self.keeps_divs;
                self.text_element(token, tag, "", Inside::Xhtml { keeps_div });
            }
        }
    }

    /// Links as they are written by those who know only the other format: with an attribute in RSS, with text in
    /// Atom. Gives back the tag of an element that is not dealt with.
    fn link(&mut self, token: &Token, mut tag: Tag<'a>, space: Space) -> Option<Tag<'a>> {
        let ahead = if tag.empty { Ahead::default() } else { self.ahead(token) };
        let href = tag.value("href").map(str::to_owned);
        match (space, href) {
            (Space::Atom, None) if ahead.is_text() => {
                let text = ahead.text.map_or("", |text| words(self.text, &text)).trim();
                let href = sound_text(text, &mut self.entities).replace('"', "&quot;");
                tag.set("href", &href);
                self.text_element(token, tag, "", Inside::Nothing);
                None
            }
            (Space::None | Space::Rss, Some(href)) if ahead.text.is_none() => {
                let is_page = tag.value("rel").is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"));
                if !is_page {
                    tag.rename(format!("{}:link", self.scope.prefix_for(Space::Atom)));
                    return Some(tag);
                }
                tag.attributes.clear();
                let name = tag.name.clone();
                let was_empty = self.begin_open(token, tag, Holds::Plain);
                self.edits.insert(token.end, &href);
                if was_empty {
                    self.edits.insert(token.end, &format!("</{name}>"));
                    self.pop();
                }
                None
            }
            _ => Some(tag),
        }
    }

    /// [CDF](https://www.w3.org/TR/NOTE-CDFsubmit.html) has the address and the date of a channel and its items in
    /// attributes.
    fn channel_element(&mut self, token: &Token, mut tag: Tag<'a>) {
        let mut inside = String::new();
        for (attribute, element) in [("href", "link"), ("lastmod", "pubDate")] {
            if let Some(value) = tag.value(attribute) {
                inside += &format!("<{element}>{value}</{element}>");
            }
        }
        if inside.is_empty() {
            return self.begin(token, tag, Holds::Elements);
        }
        tag.attributes.retain(|known| !matches!(&*known.name.to_ascii_lowercase(), "href" | "lastmod"));
        let name = tag.name.clone();
        let was_empty = self.begin_open(token, tag, Holds::Elements);
        self.edits.insert(token.end, &inside);
        if was_empty {
            self.edits.insert(token.end, &format!("</{name}>"));
            self.pop();
        }
    }

    fn mend_root(&mut self, tag: &mut Tag<'a>) {
        let stated = tag.value("xmlns").map(|uri| (namespaces::space_of(uri), uri.contains("purl.org/atom")));
        match self.format {
            Format::Rss => {
                tag.remove("xmlns");
                tag.name_as("rss");
                // Of the versions that were ever written, parsers know three; the others differ in nothing.
                if !matches!(tag.value("version"), Some("2.0" | "0.91" | "0.92")) {
                    tag.set("version", "2.0");
                }
            }
            Format::Rdf => {
                tag.name_as("RDF");
                if stated.is_some_and(|(space, _)| !matches!(space, Space::Rss | Space::Rdf)) {
                    tag.set("xmlns", namespaces::RSS);
                }
            }
            Format::Atom => {
                if !tag.name.ends_with("entry") {
                    tag.name_as("feed");
                }
                let is_old = tag.value("version").is_some_and(|version| version.starts_with("0."));
                self.keeps_divs = is_old || stated.is_some_and(|(_, is_old)| is_old);
                if stated.is_some_and(|(space, _)| space != Space::Atom) && !tag.name.contains(':') {
                    tag.set("xmlns", namespaces::ATOM);
                }
            }
            Format::Rss11 | Format::Channel => {
                tag.remove("xmlns");
                tag.name_as("channel");
            }
        }
    }

    /// Gives an element the name by which it goes today; returns its local part.
    fn rename(&mut self, tag: &mut Tag<'a>, space: Space, local: &'a str) -> &'a str {
        let parent = self.open.last().map_or("", |open| local_of(open.raw));
        let right = match space {
            Space::Atom if local == "created" && self.has_published => None,
            Space::Atom => atom_name(local, parent),
            Space::None | Space::Rss if self.format == Format::Channel && local.eq_ignore_ascii_case("abstract") => {
                Some("description")
            }
            Space::None | Space::Rss if self.is_rss() => rss_name(local),
            _ => None,
        };
        if let Some(right) = right {
            tag.name_as(right);
        }
        let local = right.unwrap_or(local);
        self.has_published |= space == Space::Atom && local == "published";
        local
    }

    fn is_rss(&self) -> bool {
        self.format != Format::Atom && self.format != Format::Rdf
    }

    /// Ends what cannot hold the element that begins here, as its end tag was forgotten.
    fn close_what_ends_before(&mut self, raw: &str, at: usize) {
        if matches!(local_of(raw), "item" | "entry") {
            if let Some(same) = self.position(raw) {
                return self.close(same, at);
            }
        }
        if self.open.last().is_some_and(|open| open.holds != Holds::Elements) {
            self.close(self.open.len() - 1, at);
        }
    }

    fn end(&mut self, token: &Token) {
        let name = token.name(self.text);
        let Some(position) = self.position(name) else {
            return self.edits.remove(token.start, token.end);
        };
        // Some feeds end the channel before its items.
        if self.format == Format::Rss && local_of(name).eq_ignore_ascii_case("channel") && self.ahead(token).is_start {
            return self.edits.remove(token.start, token.end);
        }
        self.close(position + 1, token.start);
        let Some(open) = self.pop() else { return };
        match open.name {
            None => self.edits.remove(token.start, token.end),
            Some(right) if *right == *name && token.source(self.text).ends_with('>') => {}
            Some(right) => self.edits.replace(token.start, token.end, &format!("</{right}>")),
        }
    }

    /// Where the innermost open element of a name stands; case does not matter, as old feeds mix it.
    fn position(&self, raw: &str) -> Option<usize> {
        self.open.iter().rposition(|open| open.raw.eq_ignore_ascii_case(raw)).filter(|_| !raw.is_empty())
    }

    /// Whether an end tag belongs to an element around the text that is being read.
    pub fn ends_outer(&self, end: &Token) -> bool {
        self.position(end.name(self.text)).is_some_and(|position| position + 1 < self.open.len())
    }

    /// Whether an element cannot stand in the text element `text`, whose own end was forgotten.
    pub fn ends_text(&self, start: &Token, text: &str) -> bool {
        let name = start.name(self.text);
        matches!(name, "item" | "entry") || (name != text && self.is_rss() && ends_text(name, text))
    }

    /// Ends all open elements but the outermost `keep`.
    fn close(&mut self, keep: usize, at: usize) {
        let mut ends = String::new();
        while self.open.len() > keep {
            if let Some(name) = self.pop().and_then(|open| open.name) {
                ends += &format!("</{name}>");
            }
        }
        if !ends.is_empty() {
            self.edits.insert(at, &ends);
        }
    }

    fn pop(&mut self) -> Option<Open<'a>> {
        self.scope.leave(self.open.len());
        self.open.pop()
    }

    /// Writes a start tag and opens its element.
    fn begin(&mut self, token: &Token, tag: Tag<'a>, holds: Holds) {
        if tag.changed {
            self.edits.replace(token.start, token.end, &tag.written());
        }
        self.push(token.name(self.text), Some(tag.name), holds, tag.empty);
    }

    /// The same for an element that gets something in it; returns whether its tag ended it, too.
    fn begin_open(&mut self, token: &Token, mut tag: Tag<'a>, holds: Holds) -> bool {
        let was_empty = std::mem::replace(&mut tag.empty, false);
        tag.changed = true;
        self.begin(token, tag, holds);
        was_empty
    }

    fn push(&mut self, raw: &'a str, name: Option<Cow<'a, str>>, holds: Holds, is_empty: bool) {
        self.open.push(Open { raw, name, holds });
        if is_empty {
            self.pop();
        }
    }

    /// Opens an element of ours in the one just begun; it ends with that.
    fn put_inside(&mut self, token: &Token, local: &str) {
        let prefix = token.name(self.text).split_once(':').map(|(prefix, _)| prefix);
        let name = prefix.map_or_else(|| local.to_owned(), |prefix| format!("{prefix}:{local}"));
        self.edits.insert(token.end, &format!("<{name}>"));
        self.push("", Some(name.into()), Holds::Plain, false);
    }

    /// An element whose text is read to its end here: `before`, and then what `inside` makes of it.
    fn text_element(&mut self, token: &Token, tag: Tag<'a>, before: &str, inside: Inside) {
        let is_empty = tag.empty;
        self.begin(token, tag, Holds::Markup);
        if !before.is_empty() {
            self.edits.insert(token.end, before);
        }
        if !is_empty {
            self.inside(token.name(self.text), inside);
        }
    }

    /// What follows the start tag `token`.
    fn ahead(&self, token: &Token) -> Ahead {
        let name = token.name(self.text);
        let mut ahead = Ahead::default();
        for token in self.tokens.clone() {
            match token.kind {
                Kind::Start => {
                    ahead.is_start = true;
                    ahead.child = (!self.ends_text(&token, name)).then_some(token);
                    return ahead;
                }
                Kind::End => return ahead,
                Kind::Text | Kind::CData if ahead.text.is_none() && !words(self.text, &token).trim().is_empty() => {
                    ahead.text = Some(token);
                }
                _ => {}
            }
        }
        ahead
    }
}

impl Ahead {
    fn is_text(&self) -> bool {
        self.child.is_none() && self.text.is_some()
    }
}

/// The text of a token of text or data, as written.
pub(super) fn words<'a>(text: &'a str, token: &Token) -> &'a str {
    if token.kind == Kind::CData { token.data(text) } else { token.source(text) }
}

pub(super) fn local_of(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}
