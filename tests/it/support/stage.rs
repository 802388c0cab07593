//! The reader's heart on a stage: messages go in, and its effects are answered from the newsroom at once.

use std::collections::VecDeque;

use chancery::app::effect::{Effect, FeedChange};
use chancery::app::key::parse_sequence;
use chancery::app::keymap::Keymap;
use chancery::app::message::Message;
use chancery::app::model::{Model, Options, Setup};
use chancery::app::{start, update};
use chancery::domain::{
    Article, ArticleId, Candidate, CountryCode, Counts, Document, Feed, FeedId, Headline, Names, Page, Query, SafeText,
    Scope, Term, View, WebUrl,
};
use chancery::text;
use chancery::ui::{Gallery, Screen, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::widgets::Widget;

use super::newsroom;

/// A reader whose outside is fixed data.
pub struct Stage {
    pub model: Model,
    /// What the cache holds.
    articles: Vec<Article>,
    counts: Counts,
    /// What stands at whatever address is looked at.
    candidates: Vec<Candidate>,
    is_silent: bool,
}

impl Stage {
    /// A reader of the whole newsroom that has started.
    pub fn new(columns: u16, rows: u16) -> Self {
        Self::of(setup(columns, rows), newsroom::articles(), newsroom::counts())
    }

    /// A reader of this cache that has started.
    pub fn of(setup: Setup, articles: Vec<Article>, counts: Counts) -> Self {
        let mut stage =
            Self { model: Model::new(setup), articles, counts, candidates: newsroom::candidates(), is_silent: false };
        let effects = start(&mut stage.model).0;
        stage.answer(effects);
        stage
    }

    /// Lets these feeds be found.
    pub fn finding(mut self, candidates: Vec<Candidate>) -> Self {
        self.candidates = candidates;
        self
    }

    /// Answers nothing from now on.
    pub fn silence(mut self) -> Self {
        self.is_silent = true;
        self
    }

    /// Presses keys, written as in the config file and separated by spaces.
    pub fn press(mut self, keys: &str) -> Self {
        for word in keys.split(' ') {
            for key in parse_sequence(word).unwrap() {
                self = self.tell(Message::Key(key));
            }
        }
        self
    }

    /// Types a text into a prompt.
    pub fn type_in(self, text: &str) -> Self {
        self.tell(Message::Pasted(text.to_owned()))
    }

    /// Lets something happen.
    pub fn tell(mut self, message: Message) -> Self {
        let effects = update(&mut self.model, message).0;
        self.answer(effects);
        self
    }

    /// Gives the terminal another size.
    pub fn resize(self, columns: u16, rows: u16) -> Self {
        self.tell(Message::Resized { columns, rows })
    }

    /// Puts articles into the cache that the reader does not know of yet.
    pub fn arrive(mut self, articles: Vec<Article>) -> Self {
        self.articles.splice(..0, articles);
        self
    }

    /// The screen's cells.
    pub fn draw(&self, theme: &Theme) -> Buffer {
        let Size { width, height } = self.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        Screen { model: &self.model, theme, gallery: &Gallery::default() }.render(buffer.area, &mut buffer);
        buffer
    }

    /// Where the terminal's cursor stands.
    pub fn cursor(&self, theme: &Theme) -> Option<Position> {
        Screen { model: &self.model, theme, gallery: &Gallery::default() }.cursor()
    }

    fn answer(&mut self, effects: Vec<Effect>) {
        let mut queue = VecDeque::from(effects);
        while let Some(effect) = queue.pop_front() {
            if let Some(message) = self.reply(effect).filter(|_| !self.is_silent) {
                queue.extend(update(&mut self.model, message).0);
            }
        }
    }

    fn reply(&self, effect: Effect) -> Option<Message> {
        let page = |scope: &Scope| Page { headlines: self.list(scope), ..Page::default() };
        Some(match effect {
            Effect::LoadPage { request, scope, .. } => Message::PageLoaded { request, page: Ok(page(&scope)) },
            Effect::LoadTotal { request, scope } => {
                Message::TotalLoaded { request, total: Ok(self.list(&scope).len() as u64) }
            }
            Effect::Peek { request, scope } => Message::Peeked { request, page: Ok(page(&scope)) },
            Effect::LoadArticle { request, id } => {
                Message::ArticleLoaded { request, id, article: Ok(self.article(id)) }
            }
            Effect::LoadEdits { request, id, marked } => {
                Message::EditsLoaded { request, id, edits: Ok(newsroom::edits(marked)) }
            }
            Effect::FindLinked { id, links } => Message::LinkedFound { id, found: self.linked(&links) },
            Effect::KeepPlace { .. } => Message::PlaceKept(Ok(())),
            Effect::LoadCounts { request } => Message::CountsLoaded { request, counts: self.counts.clone() },
            Effect::LoadFeeds { request, feed } => {
                let mut reports = newsroom::reports();
                reports.retain(|report| feed.is_none_or(|feed| report.feed == feed));
                Message::FeedsLoaded { request, feed, reports: Ok(reports) }
            }
            Effect::Save { change, .. } => Message::Saved { change, result: Ok(()) },
            Effect::Discover { request, .. } => Message::Discovered { request, found: Ok(self.candidates.clone()) },
            Effect::ChangeFeeds { change, what } => {
                Message::FeedsSaved { change, result: Ok(changed(&self.model.feeds, &what)) }
            }
            Effect::ParseQuery { request, text } => {
                let query = Query::parse(&text, &newsroom::now(), &Atlas);
                Message::QueryParsed { request, text, query }
            }
            _ => return None,
        })
    }

    fn list(&self, scope: &Scope) -> Vec<Headline> {
        let holds = |headline: &&Headline| {
            let in_view = match &scope.view {
                View::Starred => headline.status.starred,
                View::Tagged => !headline.own_tags.is_empty(),
                View::OwnTag(tag) => headline.own_tags.contains(tag),
                View::Feed(feed) => headline.feed == *feed,
                View::Search { query, .. } => matches(query, headline),
                _ => true,
            };
            let in_filter = scope.filter.as_ref().is_none_or(|(_, query)| matches(query, headline));
            let in_tag = scope.narrowed.as_ref().is_none_or(|tag| headline.title.contains(tag.label.as_str()));
            in_view && in_filter && in_tag
        };
        self.articles.iter().map(|article| &article.headline).filter(holds).cloned().collect()
    }

    /// The articles that links lead to.
    fn linked(&self, links: &[WebUrl]) -> Vec<(WebUrl, ArticleId)> {
        let article = |link: &WebUrl| {
            let is_linked = |headline: &&Headline| headline.link.as_ref() == Some(link);
            self.articles.iter().map(|article| &article.headline).find(is_linked)
        };
        links.iter().filter_map(|link| Some((link.clone(), article(link)?.id))).collect()
    }

    fn article(&self, id: ArticleId) -> Option<Box<(Article, Document)>> {
        let article = self.articles.iter().find(|article| article.headline.id == id)?.clone();
        let document = text::document(&article.body, article.headline.link.as_ref());
        Some(Box::new((article, document)))
    }
}

/// The feeds as they are after a change.
fn changed(feeds: &[Feed], what: &FeedChange) -> Vec<Feed> {
    let source = what.source();
    let mut feeds = feeds.to_vec();
    match what {
        FeedChange::Subscribe(_) | FeedChange::Restore(_) => {
            let id = FeedId(feeds.iter().map(|feed| feed.id.0).max().unwrap_or(0) + 1);
            feeds.push(Feed { id, source: source.clone(), moved: None });
        }
        FeedChange::Edit { before, after } => {
            for feed in feeds.iter_mut().filter(|feed| feed.source.url == before.url) {
                feed.source = (**after).clone();
            }
        }
        FeedChange::Unsubscribe(_) => feeds.retain(|feed| feed.source.url != source.url),
    }
    feeds
}

/// What the reader is started with, on a terminal of this size.
pub fn setup(columns: u16, rows: u16) -> Setup {
    Setup {
        feeds: newsroom::feeds(),
        failing: newsroom::failing(),
        keymap: Keymap::default(),
        options: Options::default(),
        now: newsroom::now(),
        size: Size { width: columns, height: rows },
    }
}

/// Enough of a search for a stage: words of the title.
fn matches(query: &Query, headline: &Headline) -> bool {
    match query {
        Query::Term(Term::Text { words, .. }) => headline.title.to_lowercase().contains(&words.to_lowercase()),
        _ => true,
    }
}

/// The countries and topics that a query on the stage may name.
struct Atlas;

impl Names for Atlas {
    fn country(&self, name: &str) -> Option<CountryCode> {
        (name == "Türkiye").then(|| "TR".parse().expect("two letters"))
    }

    fn topics(&self) -> Vec<SafeText> {
        vec!["law-of-the-sea".into(), "sanctions".into()]
    }

    fn countries(&self) -> Vec<SafeText> {
        vec!["Türkiye".into()]
    }
}
