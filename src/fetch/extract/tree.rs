//! A page becomes a tree, within bounds: whatever the page, building and reading the tree takes a bounded time and
//! no stack overflows.
//!
//! Each token passes through here before html5ever's tree builder sees it:
//!
//! - What is nested deeper than [`DEPTH_MAX`] is taken as its text, as browsers do: html5ever's time grows with the
//!   depth at every tag. Formatting elements that are to be opened again count too, because each paragraph opens all
//!   of them anew ([HTML, §13.2.4.3](https://html.spec.whatwg.org/multipage/parsing.html#the-list-of-active-formatting-elements)).
//! - A page with too many elements, or with too much in too many levels, is refused. Readability looks at an element
//!   once for each that it stands in, so that the sum of all depths is what it costs.

use std::cell::{Cell, RefCell};

use dom_query::{Document, NodeData, NodeId, NodeRef};
use html5ever::interface::Tracer;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{LocalName, TokenizerResult, local_name};

use crate::text::cap_attributes;

/// The most levels of open elements, formatting elements that will be opened again among them.
const DEPTH_MAX: usize = 512;
/// The most nodes of a tree. An ordinary page has some thousands.
const NODES_MAX: usize = 150_000;
/// The most that the depths of all tags may add up to.
const TAG_DEPTHS_MAX: usize = 4_000_000;
/// The most that the depths of all bytes of text may add up to.
const TEXT_DEPTHS_MAX: usize = 150_000_000;

/// The most that the lengths of texts, each times the characters to escape in it, may add up to.
const ESCAPES_MAX: usize = 10_000_000_000;

/// The page has more than is worth reading: elements, or levels.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMuch;

/// The tree of a page, as a browser without scripts builds it.
pub(super) fn parse(html: &str) -> Result<Document, TooMuch> {
    let opts = TreeBuilderOpts { scripting_enabled: false, ..Default::default() };
    let bounded = Bounded { builder: TreeBuilder::new(Document::default(), opts), state: RefCell::default() };
    let tokenizer = Tokenizer::new(bounded, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&cap_attributes(html)));
    // A script or a charset in the page stops the tokenizer, which goes on when it is asked again.
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    let Bounded { builder, state } = tokenizer.sink;
    let document = builder.sink.finish();
    let is_refused = state.into_inner().is_refused || clean(&document) > ESCAPES_MAX;
    if is_refused { Err(TooMuch) } else { Ok(document) }
}

/// Takes out what a browser never shows, and returns what writing the tree as HTML will cost: html5ever looks through
/// the rest of a text at each character in it that it escapes.
fn clean(document: &Document) -> usize {
    let cost = |text: &str| text.len().saturating_mul(text.bytes().filter(|b| matches!(b, b'&' | 0xC2)).count());
    let mut templates = Vec::new();
    let root = document.root();
    let costs = root.descendants_it().map(|node| {
        node.query_or(0, |inner| match &inner.data {
            NodeData::Text { contents } => cost(contents),
            NodeData::Element(element) => {
                if element.name.local == local_name!("template") {
                    templates.push(node);
                }
                element.attrs.iter().map(|attribute| cost(&attribute.value)).fold(0, usize::saturating_add)
            }
            _ => 0,
        })
    });
    let costs = costs.fold(0, usize::saturating_add);
    templates.iter().for_each(NodeRef::remove_from_parent);
    costs
}

/// The tree builder behind the bounds.
struct Bounded {
    builder: TreeBuilder<NodeId, Document>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// The elements open beyond [`DEPTH_MAX`].
    too_deep: usize,
    /// The element without tags, opened too deep, whose text is dropped.
    dropped: Option<LocalName>,
    tag_depths: usize,
    text_depths: usize,
    is_refused: bool,
}

impl TokenSink for Bounded {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match &token {
            Token::TagToken(tag) => match self.admit(tag) {
                Admission::Pass => {}
                Admission::Drop => return TokenSinkResult::Continue,
                Admission::DropText => return TokenSinkResult::RawData(RawKind::Rawtext),
            },
            Token::CharacterTokens(text) if !self.admits_text(text.len()) => return TokenSinkResult::Continue,
            Token::ParseError(_) => return TokenSinkResult::Continue,
            _ => {}
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl State {
    /// Drops a start tag that is too deep, and what belongs to it alone.
    fn drop(&mut self, tag: &Tag) -> Admission {
        if tag.self_closing {
            return Admission::Drop;
        }
        if is_raw(&tag.name) {
            self.dropped = Some(tag.name.clone());
            return Admission::DropText;
        }
        self.too_deep += usize::from(!is_void(&tag.name));
        Admission::Drop
    }
}

/// What becomes of a tag.
enum Admission {
    Pass,
    Drop,
    /// Dropped with the text without tags that follows it.
    DropText,
}

impl Bounded {
    fn admit(&self, tag: &Tag) -> Admission {
        let mut state = self.state.borrow_mut();
        if let Some(name) = &state.dropped {
            if *name == tag.name && tag.kind == TagKind::EndTag {
                state.dropped = None;
            }
            return Admission::Drop;
        }
        if state.is_refused {
            return Admission::Drop;
        }
        if tag.kind == TagKind::EndTag {
            if state.too_deep == 0 {
                return Admission::Pass;
            }
            state.too_deep -= 1;
            return Admission::Drop;
        }
        if state.too_deep > 0 && !stands_alone(&tag.name) {
            return state.drop(tag);
        }
        let depth = self.depth();
        state.tag_depths += depth;
        if state.tag_depths > TAG_DEPTHS_MAX || self.builder.sink.tree.len() > NODES_MAX {
            state.is_refused = true;
            return Admission::Drop;
        }
        if depth < DEPTH_MAX || stands_alone(&tag.name) { Admission::Pass } else { state.drop(tag) }
    }

    fn admits_text(&self, bytes: usize) -> bool {
        let mut state = self.state.borrow_mut();
        state.text_depths = state.text_depths.saturating_add(bytes.saturating_mul(self.depth()));
        state.is_refused |= state.text_depths > TEXT_DEPTHS_MAX || self.builder.sink.tree.len() > NODES_MAX;
        !state.is_refused && state.dropped.is_none()
    }

    /// How many elements are open, or will be opened again.
    fn depth(&self) -> usize {
        let count = Count::default();
        self.builder.trace_handles(&count);
        count.0.get()
    }
}

#[derive(Default)]
struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.update(|count| count + 1);
    }
}

/// Elements in which no tags stand.
fn is_raw(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("script")
            | local_name!("style")
            | local_name!("title")
            | local_name!("textarea")
            | local_name!("iframe")
            | local_name!("xmp")
            | local_name!("noembed")
            | local_name!("noframes")
    )
}

/// Elements without an end that make nothing deeper, wherever they stand.
fn stands_alone(name: &LocalName) -> bool {
    matches!(*name, local_name!("br") | local_name!("hr") | local_name!("img"))
}

/// The other elements without an end; in a drawing they are elements like any other.
fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}
