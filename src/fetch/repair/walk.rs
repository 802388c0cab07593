//! Steps 5 to 10, which need the structure of a feed: one walk over its tags, from the root's start to its end.
//!
//! Every element is closed where it must be: by its own end tag, by its parent's, by an element that cannot stand in
//! it, or by the end of the input. What stands behind the root's end goes.

use std::borrow::Cow;

use super::doctype::Entities;
use super::edits::Edits;
use super::elements::{Holds, ends_text, holds};
use super::markup::Inside;
use super::namespaces::{Scope, Space};
use super::references::sound_text;
use super::start::Format;
use super::tag::Tag;
use super::texts::{drop_broken_base, drop_broken_times};
use super::tokens::{Kind, Token, Tokens};

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
        item: Item::default(),
        has_channel: false,
    };
    walk.run()
}

pub(super) struct Walk<'a> {
    pub text: &'a str,
    pub format: Format,
    pub tokens: Tokens<'a>,
    pub edits: Edits<'a>,
    pub scope: Scope<'a>,
    pub entities: Entities,
    pub open: Vec<Open<'a>>,
    /// How many elements were put around the root.
    outer: usize,
    /// Where in the result declarations of namespaces can be inserted into the root's tag.
    declarations_at: usize,
    /// Atom 0.3 knows no `div` around its XHTML, so that one is the publisher's own.
    pub keeps_divs: bool,
    pub item: Item,
    /// Whether RSS has its channel.
    pub has_channel: bool,
}

/// What is known of the item or entry that is being read.
#[derive(Default)]
pub(super) struct Item {
    /// Its address as the subject of RDF's statements.
    pub about: Option<String>,
    pub has_link: bool,
    pub has_published: bool,
}

/// An element that was begun and not ended.
pub(super) struct Open<'a> {
    /// Its name as the feed writes it; empty for one that the feed does not have.
    pub raw: &'a str,
    /// Its name in the result; none for one that is left out.
    pub name: Option<Cow<'a, str>>,
    pub holds: Holds,
}

/// What follows a start tag.
#[derive(Default)]
pub(super) struct Ahead {
    /// Whether the next tag begins another element.
    pub is_start: bool,
    /// That tag, if its element can stand in this one.
    pub child: Option<Token>,
    /// The first text before it that is not blank.
    pub text: Option<Token>,
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
        self.ensure_channel(raw, token.start);
        let depth = self.open.len() + 1;
        let mut tag = Tag::read(self.text, token, &mut self.entities);
        if is_root {
            self.declarations_at = if self.outer > 0 { "<rss".len() } else { self.edits.place_of(token.start) };
            self.mend_root(&mut tag);
        }
        if self.is_rss() && matches!(raw, "rss" | "channel" | "item") {
            tag.remove("xmlns");
        }
        drop_broken_base(&mut tag);
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
        self.has_channel |= local == "channel";
        if matches!(local, "item" | "entry") {
            self.item = Item::of(&tag);
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
        drop_broken_times(&mut tag, space);
        let held = holds(space, local);
        let ahead = if tag.empty { Ahead::default() } else { self.ahead(token) };
        match (space, held) {
            (Space::Atom, Holds::Elements) if matches!(local, "author" | "contributor") => {
                self.person(token, tag, &ahead);
            }
            (_, Holds::Elements) => self.begin(token, tag, held),
            (Space::Atom, Holds::Markup) => self.construct(token, tag, &ahead),
            (Space::Itunes, Holds::Plain) if local == "duration" => self.duration(token, tag, &ahead),
            (Space::Media | Space::Itunes, Holds::Markup) => self.described(token, tag, space, &ahead),
            _ if ahead.child.is_none() => self.begin(token, tag, held),
            (_, Holds::Markup) => self.text_element(token, tag, "", Inside::Html),
            (_, Holds::Plain) => self.text_element(token, tag, "", Inside::Plain),
        }
    }

    pub fn is_rss(&self) -> bool {
        self.format != Format::Atom && self.format != Format::Rdf
    }

    /// Ends what cannot hold the element that begins here, as its end tag was forgotten.
    fn close_what_ends_before(&mut self, raw: &str, at: usize) {
        if matches!(local_of(raw), "item" | "entry")
            && let Some(same) = self.position(raw)
        {
            return self.close(same, at);
        }
        // RSS 1.0 has its items beside the channel.
        let is_in_channel = self.open.last().is_some_and(|open| local_of(open.raw) == "channel");
        if self.format == Format::Rdf && local_of(raw) == "item" && is_in_channel {
            return self.close(self.open.len() - 1, at);
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
        let lacking = self.lacking(&open);
        if !lacking.is_empty() {
            self.edits.insert(token.start, &lacking);
        }
        match open.name {
            None => self.edits.remove(token.start, token.end),
            Some(right) if *right == *name && token.source(self.text).ends_with('>') => {}
            Some(right) => self.edits.replace(token.start, token.end, &format!("</{right}>")),
        }
    }

    /// Where the innermost open element of a name stands; case does not matter, as old feeds mix it.
    pub fn position(&self, raw: &str) -> Option<usize> {
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
            let Some(open) = self.pop() else { return };
            ends += &self.lacking(&open);
            if let Some(name) = open.name {
                ends += &format!("</{name}>");
            }
        }
        if !ends.is_empty() {
            self.edits.insert(at, &ends);
        }
    }

    pub fn pop(&mut self) -> Option<Open<'a>> {
        self.scope.leave(self.open.len());
        self.open.pop()
    }

    /// Writes a start tag and opens its element.
    pub fn begin(&mut self, token: &Token, tag: Tag<'a>, holds: Holds) {
        if tag.changed {
            self.edits.replace(token.start, token.end, &tag.written());
        }
        self.push(token.name(self.text), Some(tag.name), holds, tag.empty);
    }

    /// The same for an element that gets something in it; returns whether its tag ended it, too.
    pub fn begin_open(&mut self, token: &Token, mut tag: Tag<'a>, holds: Holds) -> bool {
        let was_empty = std::mem::replace(&mut tag.empty, false);
        tag.changed = true;
        self.begin(token, tag, holds);
        was_empty
    }

    /// Opens an element that is written already; `is_empty` says that it is closed, too.
    pub fn push(&mut self, raw: &'a str, name: Option<Cow<'a, str>>, holds: Holds, is_empty: bool) {
        self.open.push(Open { raw, name, holds });
        if is_empty {
            self.pop();
        }
    }

    /// An element whose text is read to its end here: `before`, and then what `inside` makes of it.
    pub fn text_element(&mut self, token: &Token, tag: Tag<'a>, before: &str, inside: Inside) {
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
    pub fn ahead(&self, token: &Token) -> Ahead {
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

impl Item {
    fn of(tag: &Tag) -> Self {
        let about = tag.attributes.iter().find(|attribute| local_of(&attribute.name) == "about");
        Self { about: about.map(|about| about.value.clone().into_owned()), ..Self::default() }
    }
}

impl Ahead {
    pub fn is_text(&self) -> bool {
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
