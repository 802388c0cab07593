//! `chancery` without a subcommand: the reader.

use std::collections::HashMap;
use std::io::{self, IsTerminal};
use std::sync::Arc;

use jiff::Zoned;

use super::error::Error;
use super::session::Session;
use crate::app::action::Action;
use crate::app::keymap::{Keymap, KeymapError, Preset};
use crate::app::model::{self, Options};
use crate::app::pictures::{Drawing, Images};
use crate::config::subscriptions::{self, Loaded};
use crate::config::{ConfigError, Polling, Settings, export_folder, reorders};
use crate::domain::{Failure, Feed, FeedId, SafeText, nearest};
use crate::fetch::Client;
use crate::poll::{self, Poller};
use crate::runtime;
use crate::store::Store;
use crate::tagging::SharedTagger;
use crate::ui::Theme;

pub(super) fn run(session: &mut Session) -> Result<(), Error> {
    let settings = session.settings()?;
    let loaded = subscriptions::load_all(&session.paths)?;
    session.wait(read(session, settings, loaded))
}

/// Opens the store and runs the reader over these subscriptions until the user quits.
pub(super) async fn read(session: &Session, settings: Settings, loaded: Loaded) -> Result<(), Error> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Err(Error::usage("The reader needs a terminal.", "`chancery list` prints headlines anywhere."));
    }
    let Loaded { sources, views: saved } = loaded;
    let keymap = keymap(&settings, session)?;
    let tagger = session.tagger()?;
    let (store, notices) = session.store_with_notices()?;
    let feeds = store.declare_feeds(sources).await?;
    let setup = runtime::Setup {
        model: model::Setup {
            failing: failing(&store, &feeds).await?,
            feeds: feeds.clone(),
            keymap,
            options: Options {
                measure: settings.reading.measure,
                mark_read_on_open: settings.reading.mark_read_on_open,
                offline: session.offline,
                plain: is_plain(&settings, session),
                reorder: reorders(&settings.reading.bidi, session.environment(), true),
                export_folder: export_folder(&settings.reading.export_folder, session.environment())
                    .map(|folder| SafeText::line(&folder.to_string_lossy()))
                    .unwrap_or_default(),
                images: images(&settings),
                drawing: if is_plain(&settings, session) { Drawing::NoColour } else { Drawing::default() },
            },
            now: Zoned::now(),
            size: Default::default(),
        },
        theme: theme(&settings, session),
        image_protocol: (settings.reading.images != "never" && !is_plain(&settings, session))
            .then(|| settings.reading.image_protocol.clone()),
        subscriptions: Some(subscriptions_of(session, settings.polling.clone())),
        mouse: settings.ui.mouse,
        notice: notices.into_iter().map(|notice| notice.0).reduce(|all, next| SafeText::line(&format!("{all} {next}"))),
        start_poller: Some(start_poller(session, store.clone(), tagger.clone(), &settings, feeds)),
        store,
        tagger,
        saved,
        paths: Some(session.paths.clone()),
    };
    runtime::run(setup).await.map_err(|error| {
        let unsaved = error.is::<runtime::Unsaved>();
        Error::failed(if unsaved { "The last changes are not all saved." } else { "The reader had to stop." }, error)
    })
}

fn subscriptions_of(session: &Session, polling: Polling) -> runtime::Subscriptions {
    runtime::Subscriptions::new(session.paths.clone(), Arc::new(move || Ok(Client::new(&polling)?)))
}

fn start_poller(
    session: &Session,
    store: Store,
    tagger: SharedTagger,
    settings: &Settings,
    feeds: Vec<Feed>,
) -> runtime::StartPoller {
    let (paths, offline) = (&session.paths, session.offline);
    let (settings, full_text) = (settings.polling.clone(), settings.reading.full_text);
    let (folder, log_dir) = (paths.feeds_folder().to_owned(), Some(paths.log_dir.clone()));
    Box::new(move || {
        let client = Client::new(&settings)?.in_folder(&folder);
        Ok(Poller::spawn(poll::Setup { client, store, tagger, settings, feeds, log_dir, full_text, offline }))
    })
}

async fn failing(store: &Store, feeds: &[Feed]) -> Result<HashMap<FeedId, Failure>, Error> {
    let states = store.poll_states().await?;
    let is_read = |id: &FeedId| feeds.iter().any(|feed| feed.id == *id && !feed.source.disabled);
    Ok(states.into_iter().filter(|(id, _)| is_read(id)).filter_map(|(id, state)| Some((id, state.failure?))).collect())
}

fn theme(settings: &Settings, session: &Session) -> Theme {
    if is_plain(settings, session) { Theme::plain() } else { Theme::colour() }
}

fn is_plain(settings: &Settings, session: &Session) -> bool {
    session.environment().has("NO_COLOR") || settings.ui.theme == "plain"
}

fn images(settings: &Settings) -> Images {
    match settings.reading.images.as_str() {
        "never" => Images::Never,
        "always" => Images::Always,
        _ => Images::Auto,
    }
}

/// The preset with the user's bindings and commands; a mistake names its line in the config file.
pub(super) fn keymap(settings: &Settings, session: &Session) -> Result<Keymap, ConfigError> {
    let (keys, file) = (&settings.keys, &session.paths.config_file);
    let preset = if keys.preset == "newsboat" { Preset::Newsboat } else { Preset::Default };
    let mut keymap = Keymap::preset(preset);
    let mut bound = Vec::new();
    for binding in &keys.bindings {
        match keymap.bind(&binding.action, &binding.keys, &bound) {
            Ok(action) => bound.push(action),
            Err(error) => {
                let names = Action::ALL.iter().map(|action| action.name());
                let hint = match &error {
                    KeymapError::UnknownAction(name) => nearest(name, names),
                    _ => None,
                };
                let key = format!("keys.{}", binding.action);
                return Err(ConfigError::at(file, binding.line, &key, &error.to_string(), hint));
            }
        }
    }
    for entry in &settings.commands {
        let key = format!("commands.{}", entry.command.name);
        keymap
            .add_command(entry.command.clone(), &entry.keys, &bound)
            .map_err(|error| ConfigError::at(file, entry.line, &key, &error.to_string(), None))?;
    }
    Ok(keymap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_that_the_example_shows_can_be_bound() {
        let example = include_str!("../../config.example.toml");
        let (_, keys) = example.split_once("[keys]").unwrap();
        let shown: Vec<&str> =
            keys.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(" = [")).map(|(name, _)| name).collect();
        assert!(!shown.is_empty());
        for name in shown {
            assert!(Action::named(name).is_some(), "{name}");
        }
    }
}
