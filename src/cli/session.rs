//! What commands share: where things lie, the settings, the store, and finding an article by its id.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;

use super::error::Error;
use super::output::say;
use super::{Global, log};
use crate::config::{ConfigError, Environment, Locations, Log, Paths, Settings, gazetteer, subscriptions};
use crate::domain::{ArticleId, CountryCode, Feed, FeedId, Source, TagKind, UserGazetteer, nearest};
use crate::store::{Notice, Store};
use crate::tagging::{SharedTagger, country_codes};

/// One run of the program.
pub(super) struct Session {
    pub paths: Paths,
    pub offline: bool,
    environment: Environment,
    log: Option<WorkerGuard>,
    opened: RefCell<Option<Store>>,
}

/// The subscriptions with their numbers.
pub(super) struct Feeds(pub Vec<Feed>);

impl Feeds {
    /// The sources by number.
    pub fn by_id(&self) -> HashMap<FeedId, &Source> {
        self.0.iter().map(|feed| (feed.id, &feed.source)).collect()
    }
}

impl Session {
    pub fn new(global: Global, environment: Environment) -> Result<Self, Error> {
        let (locations, offline) = global.into();
        let paths = Paths::find(&locations, &environment)?;
        Ok(Self { paths, offline, environment, log: None, opened: RefCell::default() })
    }

    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Reads the settings and begins to log by them.
    pub fn settings(&mut self) -> Result<Settings, Error> {
        let settings = Settings::load(&self.paths, &self.environment)?;
        self.log_by(&settings.log)?;
        Ok(settings)
    }

    /// The tagger with the user's gazetteer, which is built when it is first used.
    pub fn tagger(&self) -> Result<SharedTagger, ConfigError> {
        let user = gazetteer::load(&self.paths)?;
        check_countries(&user, &self.paths.gazetteer_file)?;
        Ok(SharedTagger::new(user))
    }

    /// Begins to log, unless it is done already.
    pub fn log_by(&mut self, log: &Log) -> Result<(), Error> {
        if self.log.is_none() {
            self.log = log::begin(log, &self.paths, &self.environment)?;
        }
        Ok(())
    }

    /// From now on everything lies in this folder, and the user's own files are left alone.
    pub fn move_to(&mut self, folder: &Path) -> Result<(), Error> {
        let locations = Locations { config: Some(folder.join("config.toml")), data_dir: Some(folder.to_owned()) };
        self.paths = Paths::find(&locations, &self.environment)?;
        Ok(())
    }

    /// Opens the store; what was found and mended is said.
    pub fn store(&self) -> Result<Store, Error> {
        let (store, notices) = self.store_with_notices()?;
        for notice in notices {
            say(&[&"chancery: ", &notice.0]);
        }
        Ok(store)
    }

    /// Opens the store, with what was found and mended. It is closed when the work ends ([`Session::wait`]).
    pub fn store_with_notices(&self) -> Result<(Store, Vec<Notice>), Error> {
        let (store, notices) = Store::open(&self.paths.data_dir)?;
        for notice in &notices {
            tracing::warn!("{}", notice.0);
        }
        self.opened.replace(Some(store.clone()));
        Ok((store, notices))
    }

    /// Waits for a command's work, and closes the store that it opened.
    pub fn wait<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::failed("the program could not start its threads.", error))?;
        let result = runtime.block_on(work);
        if let Some(store) = self.opened.take() {
            runtime.block_on(store.close());
        }
        // A name that is being looked up cannot be interrupted, and nobody waits for it.
        runtime.shutdown_background();
        result
    }

    /// Opens the store and declares the subscriptions to it.
    pub async fn store_with_feeds(&self) -> Result<(Store, Feeds), Error> {
        let sources = subscriptions::load(&self.paths)?;
        let store = self.store()?;
        let feeds = store.declare_feeds(sources).await?;
        Ok((store, Feeds(feeds)))
    }
}

/// Refuses a code that is no country's.
fn check_countries(user: &UserGazetteer, file: &Path) -> Result<(), ConfigError> {
    if user.names.iter().all(|name| name.country.is_none()) {
        return Ok(());
    }
    let known = country_codes();
    for name in &user.names {
        if let Some(code) = name.country.filter(|code| !known.contains(code)) {
            let field = if name.kind == TagKind::Country { "code" } else { "country" };
            let (key, message) = (format!("{}.{field}", name.kind.slug()), format!("{code} is no country's code"));
            let hint = nearest(code.as_str(), known.iter().map(CountryCode::as_str));
            return Err(ConfigError::at(file, name.line, &key, &message, hint));
        }
    }
    Ok(())
}

/// The article that these hexadecimal digits name: its id, or a beginning of it that no other has.
pub(super) async fn find(store: &Store, digits: &str) -> Result<ArticleId, Error> {
    let digits = digits.to_ascii_lowercase();
    if !matches!(digits.len(), 4..=16) || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        let sentence = format!("{digits:?} is no article's id; ids are 4 to 16 of the digits 0-9 and a-f.");
        return Err(Error::usage(&sentence, "`chancery list` shows the ids."));
    }
    match store.resolve(&digits).await?.as_slice() {
        [id] => Ok(*id),
        [] => Err(Error::usage(&format!("No article has the id {digits}."), "`chancery list` shows the ids.")),
        _ => {
            let sentence = format!("More than one article's id begins with {digits}.");
            Err(Error::usage(&sentence, "Give more digits; `chancery list --json` shows all 16."))
        }
    }
}
