//! The model with the outside around it: messages in, effects out.

use jiff::Zoned;
use ratatui::Frame;
use tokio::sync::mpsc;

use super::clipboard::Way;
use super::outside::{Outside, logged, sentence};
use super::pictures::Asked;
use super::unsaved::Unsaved;
use super::{commands, editor};
use crate::app::effect::{Effect, Effects};
use crate::app::message::{FeedOutcome, Message, PollNews};
use crate::app::model::{self, Model};
use crate::app::{start, stop, update};
use crate::domain::{FeedId, SafeText, Scope};
use crate::poll::{Outcome, PACK_BUDGET, PACK_JOBS, PackEvent, PackOrder, Packing, PollEvent, PollerHandle, Refresh};
use crate::store::{Notice, StoreError};
use crate::ui::{Gallery, Screen, Theme};

/// What only the terminal's owner can do.
#[derive(Debug)]
pub enum Request {
    /// Put a text on the clipboard by an escape sequence.
    CopyThroughTerminal {
        text: SafeText,
        what: &'static str,
    },
    Suspend,
    /// Give the terminal to a program until it ends.
    Lend(Guest),
    Redraw,
    Quit,
}

/// Runs a program that has the terminal for itself meanwhile, and says what became of it.
pub struct Guest(pub Box<dyn FnOnce() -> Message>);

impl std::fmt::Debug for Guest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Guest")
    }
}

/// The reader without a terminal: it takes messages and carries effects out. Tests drive it as the terminal does.
pub struct Reader {
    pub model: Model,
    theme: Theme,
    gallery: Gallery,
    clipboard: Way,
    outside: Outside,
    inbox: mpsc::Receiver<Message>,
    poller: Option<(PollerHandle, mpsc::Receiver<PollEvent>)>,
    /// Packing that is under way.
    packing: Option<(Packing, mpsc::Receiver<PackEvent>)>,
    /// What the store finds and mends while in use.
    notices: Option<mpsc::Receiver<Notice>>,
    /// What the user changes in feeds.toml.
    changes: Option<mpsc::Receiver<Message>>,
    /// What was not saved since the last frame: the model knows, the user has not seen it.
    unshown: Unsaved,
}

impl Reader {
    /// A reader at its beginning.
    pub fn new(setup: model::Setup, theme: Theme, outside: Outside, inbox: mpsc::Receiver<Message>) -> Self {
        let (model, unshown, notices) = (Model::new(setup), Unsaved::default(), outside.notices());
        let (gallery, clipboard) = (outside.gallery(), Way::find());
        Self {
            model,
            theme,
            gallery,
            clipboard,
            outside,
            inbox,
            poller: None,
            packing: None,
            notices,
            changes: None,
            unshown,
        }
    }

    /// Asks for what is shown first.
    pub fn start(&mut self) {
        let effects = start(&mut self.model);
        self.carry_out(effects);
    }

    /// Listens to a poller from now on.
    pub fn attach(&mut self, poller: (PollerHandle, mpsc::Receiver<PollEvent>)) {
        self.poller = Some(poller);
    }

    /// Takes up changes of the subscriptions from now on.
    pub fn attend(&mut self, changes: mpsc::Receiver<Message>) {
        self.changes = Some(changes);
    }

    /// The next message from tasks or the poller. Pends while there is none; cancel-safe.
    pub async fn next(&mut self) -> Message {
        let Self { inbox, poller, packing, outside, notices, changes, .. } = self;
        let event = received(poller.as_mut().map(|(_, events)| events));
        tokio::select! {
            biased;
            // The outside holds a sender, so the inbox never closes while the reader lives.
            Some(reply) = inbox.recv() => {
                outside.answered();
                reply
            }
            notice = received(notices.as_mut()) => match notice {
                Some(Notice(sentence)) => Message::StoreMended(sentence),
                None => {
                    self.notices = None;
                    Message::Failed("the store has ended; the log says why, and a restart opens it again".into())
                }
            },
            Some(change) = received(changes.as_mut()) => change,
            event = received(packing.as_mut().map(|(_, events)| events)) => self.of_packing(event),
            event = event => self.of_poller(event),
        }
    }

    /// A message that waits already.
    pub fn waiting(&mut self) -> Option<Message> {
        if let Ok(reply) = self.inbox.try_recv() {
            self.outside.answered();
            return Some(reply);
        }
        if let Some(change) = self.changes.as_mut().and_then(|changes| changes.try_recv().ok()) {
            return Some(change);
        }
        if let Some(event) = self.packing.as_mut().and_then(|(_, events)| events.try_recv().ok()) {
            return Some(self.of_packing(Some(event)));
        }
        let (_, events) = self.poller.as_mut()?;
        let event = events.try_recv().ok()?;
        Some(self.of_poller(Some(event)))
    }

    fn of_packing(&mut self, event: Option<PackEvent>) -> Message {
        let ended = match event {
            Some(PackEvent::Progress(progress)) => return Message::Packing(progress),
            Some(PackEvent::Ended(report)) => report,
            None => Err(StoreError::Closed),
        };
        self.packing = None;
        Message::Packed(ended.map(Box::new).map_err(sentence))
    }

    fn of_poller(&mut self, event: Option<PollEvent>) -> Message {
        match event {
            Some(event) => Message::Poll(told(event)),
            None => {
                tracing::error!("the poller ended; no feed is polled any more");
                self.poller = None;
                Message::Failed("polling stopped; the log says why, and a restart begins it again".into())
            }
        }
    }

    /// Takes a message in and carries out what follows from it, but for what only the terminal's owner can do.
    pub fn take(&mut self, message: Message) -> Vec<Request> {
        self.unshown.note(&message);
        let effects = update(&mut self.model, message);
        self.carry_out(effects)
    }

    /// Tells the model the time; once a batch of messages.
    pub fn tick(&mut self) {
        let now = Zoned::now().with_time_zone(self.model.now.time_zone().clone());
        let effects = update(&mut self.model, Message::Clock(now));
        debug_assert_eq!(effects, Effects::none());
    }

    /// Draws the model, at the frame's size: the terminal may have got another one since it last told.
    pub fn draw(&mut self, frame: &mut Frame) {
        let area = frame.area();
        if area.as_size() != self.model.size {
            self.take(Message::Resized { columns: area.width, rows: area.height });
        }
        let screen = Screen { model: &self.model, theme: &self.theme, gallery: &self.gallery };
        frame.render_widget(screen, frame.area());
        if let Some(cursor) = screen.cursor() {
            frame.set_cursor_position(cursor);
        }
        self.unshown = Unsaved::default();
    }

    fn carry_out(&mut self, effects: Effects) -> Vec<Request> {
        let mut requests = Vec::new();
        for effect in effects.0 {
            match effect {
                Effect::Suspend => requests.push(Request::Suspend),
                Effect::Redraw => requests.push(Request::Redraw),
                Effect::Quit => requests.push(Request::Quit),
                Effect::Copy { text, what } => match self.clipboard {
                    Way::Tool(tool) => self.outside.copy(tool, text, what),
                    Way::Terminal => requests.push(Request::CopyThroughTerminal { text, what }),
                },
                Effect::Refresh(feeds) => self.refresh(feeds),
                Effect::SetFeeds(feeds) => {
                    if let Some((poller, _)) = &self.poller {
                        poller.set_feeds(feeds);
                    }
                }
                Effect::StopRefresh => {
                    if let Some((poller, _)) = &self.poller {
                        poller.cancel();
                    }
                }
                Effect::StopTagging => {
                    if let Some((poller, _)) = &self.poller {
                        poller.stop_tagging();
                    }
                }
                Effect::StopFullTexts => {
                    if let Some((poller, _)) = &self.poller {
                        poller.stop_full_texts();
                    }
                }
                Effect::FetchPage { request, id } => {
                    let pages = self.poller.as_ref().map(|(poller, _)| poller.pages());
                    self.outside.fetch_page(request, id, pages);
                }
                Effect::Pack { scope, watched, pictures } => self.pack(scope, &watched, pictures),
                Effect::StopPacking => {
                    if let Some((packing, _)) = &self.packing {
                        packing.stop();
                    }
                }
                Effect::RetagRejected => {
                    if let Some((poller, _)) = &self.poller {
                        poller.retag_rejected();
                    }
                }
                Effect::WriteNote { id, before } => requests.push(Request::Lend(Guest(Box::new(move || {
                    let result = editor::write(&before).map_err(|error| logged(&error, "the note was not written"));
                    Message::NoteWritten { id, before, result }
                })))),
                Effect::RunCommand { request, run } => self.outside.run_command(request, *run),
                Effect::StopCommand(request) => self.outside.stop_command(request),
                Effect::LendTo(run) => requests.push(Request::Lend(commands::guest(*run))),
                Effect::LoadPicture { request, url, room, fetch, source } => {
                    self.outside.load_picture(Asked { request, url, room, fetch, source });
                }
                Effect::DropPictures(urls) => self.outside.drop_pictures(&urls),
                Effect::Discover { request, address } => self.outside.discover(request, address),
                Effect::StopDiscovery => self.outside.stop_discovery(),
                other => self.outside.perform(other),
            }
        }
        requests
    }

    fn pack(&mut self, scope: Scope, watched: &[SafeText], pictures: bool) {
        let Some((poller, _)) = &self.poller else {
            self.model.packing.under_way = None;
            self.model.complain("nothing is fetched in this session");
            return;
        };
        let watched = self.outside.queries(watched, &self.model.now);
        let order = PackOrder { scope, watched, budget: PACK_BUDGET, pictures, jobs: PACK_JOBS };
        self.packing = Some(poller.pack(order));
    }

    fn refresh(&mut self, feeds: Option<Vec<FeedId>>) {
        match &self.poller {
            Some((poller, _)) => poller.refresh(feeds.map_or(Refresh::All, Refresh::Feeds)),
            None => self.model.complain("nothing polls in this session"),
        }
    }

    /// Ends the poller, and waits until every change is on the disk.
    ///
    /// # Errors
    /// When a change is not, and that was never drawn.
    pub async fn stop(mut self) -> Result<(), Unsaved> {
        let effects = stop(&mut self.model);
        self.carry_out(effects);
        let Self { poller, outside, mut inbox, mut unshown, .. } = self;
        // Nobody takes replies any more, and who sends one must not wait for that.
        inbox.close();
        while let Some(message) = inbox.recv().await {
            unshown.note(&message);
        }
        if let Some((poller, events)) = poller {
            drop(events);
            poller.stop().await;
        }
        unshown.and(outside.finish().await).into_result()
    }

    /// Whether nothing is under way: every effect has been answered.
    pub fn is_quiet(&self) -> bool {
        self.outside.is_quiet()
    }
}

/// The next of a channel; for ever to come when there is none.
async fn received<T>(channel: Option<&mut mpsc::Receiver<T>>) -> Option<T> {
    match channel {
        Some(channel) => channel.recv().await,
        None => std::future::pending().await,
    }
}

fn told(event: PollEvent) -> PollNews {
    match event {
        PollEvent::RoundStarted { feeds } => PollNews::RoundStarted { feeds },
        PollEvent::FeedFinished { feed, outcome, done, of, .. } => {
            let outcome = match outcome {
                Outcome::New { ids, .. } => FeedOutcome::Fetched { new: ids.len() },
                Outcome::Unchanged => FeedOutcome::Fetched { new: 0 },
                Outcome::Failed(failure) => FeedOutcome::Failed(failure),
            };
            PollNews::FeedFinished { feed, outcome, done, of }
        }
        PollEvent::RoundEnded { new, failed } => PollNews::RoundEnded { new, failed },
        PollEvent::Offline { since } => PollNews::Offline { since: since.to_zoned(jiff::tz::TimeZone::system()) },
        PollEvent::Portal { sentence } => PollNews::Portal { sentence },
        PollEvent::Moved { feed, to } => PollNews::Moved { feed, to },
        PollEvent::BackOnline => PollNews::BackOnline,
        PollEvent::Tagging { done, of } => PollNews::Tagging { done, of },
        PollEvent::Tagged { articles } => PollNews::Tagged { articles },
        PollEvent::FullTexts { done, of } => PollNews::FullTexts { done, of },
        PollEvent::FullText { article } => PollNews::FullText { article },
        PollEvent::FullTextsEnded { articles } => PollNews::FullTextsEnded { articles },
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::app::effect::{Change, ChangeId};
    use crate::store::Store;

    /// A reader that has begun to star an article that is not there.
    fn reader_with_a_failing_save(folder: &tempfile::TempDir) -> Reader {
        let (store, _) = Store::open(folder.path()).unwrap();
        let setup = model::Setup {
            feeds: Vec::new(),
            failing: Default::default(),
            keymap: Default::default(),
            options: Default::default(),
            now: Zoned::now(),
            size: ratatui::layout::Size { width: 80, height: 24 },
        };
        let (outside, inbox) = Outside::new(store, Default::default(), None);
        let mut reader = Reader::new(setup, Theme::plain(), outside, inbox);
        let what = Change::Starred { id: crate::domain::ArticleId(7), starred: true };
        reader.carry_out(Effect::Save { change: ChangeId(7), what }.into());
        reader
    }

    #[tokio::test]
    async fn a_save_that_fails_while_quitting_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let reader = reader_with_a_failing_save(&folder);
        let unsaved = reader.stop().await.unwrap_err();
        assert!(unsaved.to_string().starts_with("There is no article"), "{unsaved}");
    }

    #[tokio::test]
    async fn a_save_whose_failure_was_taken_is_told_unless_it_was_drawn() {
        let folder = tempfile::tempdir().unwrap();
        for drawn in [false, true] {
            let mut reader = reader_with_a_failing_save(&folder);
            let message = reader.next().await;
            reader.take(message);
            if drawn {
                let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
                terminal.draw(|frame| reader.draw(frame)).unwrap();
            }
            assert_eq!(reader.stop().await.is_ok(), drawn);
        }
    }
}
