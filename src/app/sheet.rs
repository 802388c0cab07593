//! An open article laid out for a width: every line that scrolling passes.

mod places;

use std::ops::Range;

use super::find::Find;
use crate::domain::{Article, Block, BlockKind, Document, Emphasis, Enclosure, Run, SafeText, Span};
use crate::text::{Line, Piece, reading_minutes, wrap};

pub use places::Section;

/// An article with its document, wrapped for a width.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub article: Article,
    pub document: Document,
    /// Whole minutes of reading, at least 1.
    pub minutes: usize,
    /// The title as a document, so that it is wrapped as the text is.
    pub title: Document,
    title_lines: Vec<Line>,
    body_lines: Vec<Line>,
    width: u16,
    with_event: bool,
    tags_as_strip: bool,
    /// How many of the document's links stand in its text; behind them stand the article's files.
    text_links: usize,
    /// What was looked for in it.
    pub find: Option<Find>,
}

/// A line of the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SheetLine<'a> {
    /// A line of the title; its ranges are of [`Sheet::title`].
    Title(&'a Line),
    /// Date, reading time and the like.
    Meta,
    /// Who did what to whom.
    Event,
    /// What the feed says of it: whom it is from, and the feed's own words for what it is about.
    Said,
    /// The tags, where their pane has no room.
    Tags,
    Blank,
    /// A line of the text; its ranges are of [`Sheet::document`].
    Body(&'a Line),
    /// The heading of the list of links.
    LinksHeading,
    /// A link of the list, from 1.
    Link(usize),
}

impl Sheet {
    /// Lays an article out for a text width in cells.
    pub fn new(article: Article, mut document: Document, width: u16, tags_as_strip: bool) -> Self {
        let text_links = document.links.len();
        document.links.extend(article.extras.enclosures.iter().map(|file| file.url.clone()));
        let title = title_document(&article.headline.title);
        let mut sheet = Self {
            minutes: reading_minutes(&document.text),
            with_event: article.event_line().is_some(),
            title_lines: wrap(&title, width),
            body_lines: wrap(&document, width),
            article,
            document,
            title,
            width,
            tags_as_strip,
            text_links,
            find: None,
        };
        sheet.tags_as_strip &= sheet.has_tags();
        sheet
    }

    /// Lays it out again if the width, the place of the tags or what is above the text changed. Returns the line where the words stand now
    /// that stood on line `top`.
    pub fn fit(&mut self, width: u16, tags_as_strip: bool, top: usize) -> usize {
        let tags_as_strip = tags_as_strip && self.has_tags();
        let with_event = self.article.event_line().is_some();
        if (self.width, self.tags_as_strip, self.with_event) == (width, tags_as_strip, with_event) {
            return top;
        }
        let anchor = self.first_byte(top);
        self.with_event = with_event;
        self.tags_as_strip = tags_as_strip;
        if self.width != width {
            self.width = width;
            self.title_lines = wrap(&self.title, width);
            self.body_lines = wrap(&self.document, width);
        }
        anchor.map_or(top, |byte| self.line_of(byte))
    }

    /// The first byte of the text that stands on a line of the body or below it; `None` above the body.
    fn first_byte(&self, line: usize) -> Option<usize> {
        let line = line.checked_sub(self.body_start())?;
        self.body_lines.iter().skip(line).find_map(start_of)
    }

    /// The line that holds a byte of the text.
    fn line_of(&self, byte: usize) -> usize {
        let starts = self.body_lines.iter().enumerate().filter_map(|(line, words)| Some((line, start_of(words)?)));
        let line = starts.take_while(|(_, start)| *start <= byte).last().map_or(0, |(line, _)| line);
        self.body_start() + line
    }

    /// The file that a link of the list, from 1, leads to; `None` where it is a link of the text.
    pub fn file(&self, number: usize) -> Option<&Enclosure> {
        self.article.extras.enclosures.get(number.checked_sub(self.text_links + 1)?)
    }

    fn has_said(&self) -> bool {
        !self.article.extras.categories.is_empty() || self.article.extras.via.is_some()
    }

    fn has_tags(&self) -> bool {
        !self.article.tags.is_empty() || !self.article.headline.own_tags.is_empty()
    }

    /// How many lines it has.
    pub fn len(&self) -> usize {
        self.body_start() + self.body_lines.len() + self.links_len()
    }

    /// Never: a sheet has at least its title.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn body_start(&self) -> usize {
        // The title, the line of facts, what the feed says, the event, the tags, a blank line.
        let between = [self.has_said(), self.with_event, self.tags_as_strip];
        self.title_lines.len() + 1 + between.into_iter().filter(|line| *line).count() + 1
    }

    fn links_len(&self) -> usize {
        match self.document.links.len() {
            0 => 0,
            links => links + 2,
        }
    }

    /// The line at a place, from 0; `None` past the end.
    pub fn line(&self, at: usize) -> Option<SheetLine<'_>> {
        let titles = self.title_lines.len();
        if at < titles {
            return Some(SheetLine::Title(&self.title_lines[at]));
        }
        if at < self.body_start() {
            let head = [
                Some(SheetLine::Meta),
                self.has_said().then_some(SheetLine::Said),
                self.with_event.then_some(SheetLine::Event),
                self.tags_as_strip.then_some(SheetLine::Tags),
            ];
            return Some(head.into_iter().flatten().nth(at - titles).unwrap_or(SheetLine::Blank));
        }
        let at = at - self.body_start();
        if let Some(line) = self.body_lines.get(at) {
            return Some(SheetLine::Body(line));
        }
        match at - self.body_lines.len() {
            past if past >= self.links_len() => None,
            0 => Some(SheetLine::Blank),
            1 => Some(SheetLine::LinksHeading),
            link => Some(SheetLine::Link(link - 1)),
        }
    }

    /// The parts of a tag's evidence that stand in the title, as bytes of the title.
    pub fn title_evidence(&self, spans: &[Span]) -> Vec<Range<usize>> {
        let end = self.title.text.len();
        spans.iter().map(|span| span.start as usize..(span.end as usize).min(end)).filter(|r| r.start < r.end).collect()
    }

    /// The parts of a tag's evidence that stand in the text, as bytes of the document's text.
    pub fn text_evidence(&self, spans: &[Span]) -> Vec<Range<usize>> {
        let offset = self.title.text.len() + 1;
        let shift =
            |span: &Span| Some((span.start as usize).checked_sub(offset)?..(span.end as usize).checked_sub(offset)?);
        spans.iter().filter_map(shift).collect()
    }
}

/// The first byte of the text on a line, if it holds any. Where it is written from right to left, that is not its first
/// segment's.
fn start_of(line: &Line) -> Option<usize> {
    let starts = line.segments.iter().filter_map(|segment| match &segment.piece {
        Piece::Source(range) => Some(range.start),
        Piece::Own(_) => None,
    });
    starts.min()
}

fn title_document(title: &SafeText) -> Document {
    let run = Run { range: 0..title.len(), emphasis: Emphasis::default(), link: None };
    let block = Block { kind: BlockKind::Heading(1), inside: Vec::new(), runs: vec![run] };
    Document { text: title.clone(), blocks: vec![block], ..Document::default() }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{ArticleId, Event, Extras, FeedId, Headline, Marks, Plover, Status, Tag, TagKind, WebUrl};

    #[test]
    fn the_event_stands_under_the_facts_until_its_actor_is_rejected() {
        let spans = vec![Span { start: 0, end: 6 }];
        let serbia =
            Tag { kind: TagKind::Country, key: "RS".into(), label: "Serbia".into(), main: true, score: 0.9, spans };
        let event = Event {
            verb: Plover::Accuse,
            phrase: Span { start: 7, end: 14 },
            who: serbia.to_ref(),
            whom: None,
            negated: false,
            conditional: false,
            historical: false,
        };
        let headline = Headline {
            id: ArticleId(1),
            feed: FeedId(1),
            title: "Serbia accuses".into(),
            link: None,
            published: None,
            arrived: Timestamp::UNIX_EPOCH,
            status: Status::default(),
            own_tags: Vec::new(),
            marks: Marks::default(),
        };
        let (author, body) = (SafeText::default(), SafeText::from("<p>One</p><p>Two</p>"));
        let document = crate::text::document(&body, None);
        let (tags, rejected) = (vec![serbia], Vec::new());
        let article = Article { tags, rejected, event: Some(event), ..Article::new(headline, author, body) };

        let mut sheet = Sheet::new(article, document, 40, true);
        assert_eq!(sheet.file(1), None);
        let head = [SheetLine::Meta, SheetLine::Event, SheetLine::Tags, SheetLine::Blank];
        assert_eq!([1, 2, 3, 4].map(|at| sheet.line(at).unwrap()), head);
        let (len, words) = (sheet.len(), format!("{:?}", sheet.line(5)));

        sheet.article.rejected = std::mem::take(&mut sheet.article.tags);
        let top = sheet.fit(40, false, 5);
        assert_eq!(top, 3, "the words that were on top stay there");
        assert_eq!((sheet.len(), format!("{:?}", sheet.line(top))), (len - 2, words));
        assert_eq!([1, 2].map(|at| sheet.line(at).unwrap()), [SheetLine::Meta, SheetLine::Blank]);
    }

    #[test]
    fn files_are_links_behind_those_of_the_text() {
        let file = |number| Enclosure {
            url: WebUrl::parse(&format!("https://a.example/{number}.mp3")).unwrap(),
            media_type: "audio/mpeg".into(),
            bytes: None,
            title: SafeText::default(),
        };
        let extras = Extras { enclosures: vec![file(1), file(2)], categories: vec!["Talks".into()], via: None };
        let body = SafeText::from("<p><a href='https://b.example/'>One</a></p>");
        let document = crate::text::document(&body, None);
        let headline = Headline {
            id: ArticleId(1),
            feed: FeedId(1),
            title: "Talks".into(),
            link: None,
            published: None,
            arrived: Timestamp::UNIX_EPOCH,
            status: Status::default(),
            own_tags: Vec::new(),
            marks: Marks::default(),
        };
        let article = Article { extras, ..Article::new(headline, SafeText::default(), body) };
        let sheet = Sheet::new(article, document, 40, true);
        assert_eq!(sheet.document.links.len(), 3);
        assert_eq!([1, 2, 3, 4].map(|number| sheet.file(number).cloned()), [None, Some(file(1)), Some(file(2)), None]);
        assert_eq!([1, 2, 3].map(|at| sheet.line(at).unwrap()), [SheetLine::Meta, SheetLine::Said, SheetLine::Blank]);
        assert_eq!(sheet.line(sheet.len() - 1), Some(SheetLine::Link(3)));
    }
}
