//! The log: a file a day in the data folder, never standard output or standard error.

use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

use super::output::say;
use crate::config::{ConfigError, Environment, Log, Paths};
use crate::domain::SafeText;

/// Begins to log; what waits to be written is written when the guard is dropped. Without a log the program
/// goes on, with a word on standard error.
///
/// # Errors
/// When `CHANCERY_LOG` is no filter.
pub(super) fn begin(log: &Log, paths: &Paths, environment: &Environment) -> Result<Option<WorkerGuard>, ConfigError> {
    let filter = match environment.text("CHANCERY_LOG")? {
        Some(filter) => EnvFilter::try_new(filter)
            .map_err(|error| ConfigError::variable("CHANCERY_LOG", &format!("it is no filter: {error}"), None))?,
        None => EnvFilter::new(format!("off,chancery={}", log.level)),
    };
    // Without its folder it complains on standard error.
    let _ = std::fs::create_dir_all(&paths.log_dir);
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("chancery")
        .filename_suffix("log")
        // It counts the file that it is about to begin (tokio-rs/tracing#3496).
        .max_log_files(log.days + 1)
        .build(&paths.log_dir);
    match file {
        Ok(file) => {
            let (writer, guard) = NonBlocking::new(file);
            // A second call in one process (as in tests) keeps the first log.
            let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false).try_init();
            Ok(Some(guard))
        }
        Err(error) => {
            let reason = SafeText::line(&error.to_string());
            say(&[&"chancery: nothing is logged, because the log cannot be opened: ", &reason]);
            Ok(None)
        }
    }
}
