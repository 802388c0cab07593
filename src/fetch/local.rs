//! Feeds of this machine: files, and what commands print. Only the user's own file names them.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::domain::{Command, FeedUrl, LocalFile, SafeText};

use super::failure::{self, FetchError};
use super::response::{Answer, Meta, Response, Validators};
use super::shell::Shell;

/// A file that was written this short a time ago may be written again without its time changing, for some systems count
/// in whole seconds.
const UNSETTLED: Duration = Duration::from_secs(2);

/// What became of reading a file.
enum Contents {
    Unchanged(String),
    /// With its validator, if it has settled.
    Whole(Vec<u8>, Option<String>),
    TooLarge,
}

/// Reads a file, unless it is as it was when these validators were given.
pub(super) async fn read(file: &LocalFile, validators: &Validators, limit: u64) -> Result<Answer, FetchError> {
    let path = file.path();
    let known = validators.etag.clone().filter(|_| validators.given_by.is_none());
    let reading = tokio::task::spawn_blocking(move || contents(&path, known.as_deref(), limit, SystemTime::now()));
    let contents = reading.await.expect("reading does not panic, and the runtime outlives the fetch");
    match contents.map_err(|error| failure::of_file(file, &error))? {
        Contents::Unchanged(etag) => Ok(Answer::NotModified(meta(Some(etag)))),
        Contents::Whole(body, etag) => Ok(Answer::Full(response(FeedUrl::File(file.clone()), body, meta(etag)))),
        Contents::TooLarge => Err(failure::local_too_large(&file.path().display().to_string(), limit)),
    }
}

/// Runs a command and takes what it prints. It finds the feed's name in `CHANCERY_FEED`.
pub(super) async fn run(
    command: &Command,
    name: &SafeText,
    folder: &Path,
    timeout: Duration,
    limit: u64,
) -> Result<Answer, FetchError> {
    let variables = [("CHANCERY_FEED", name.as_str())];
    let shell = Shell { line: command.line(), folder, variables: &variables, input: b"", max_output: limit, timeout };
    let printed = shell.output().await.map_err(|error| failure::of_command(command, &error))?;
    Ok(Answer::Full(response(FeedUrl::Exec(command.clone()), printed, Meta::default())))
}

fn contents(path: &Path, known: Option<&str>, limit: u64, now: SystemTime) -> io::Result<Contents> {
    // Opening a pipe or a device could wait for ever, or do something.
    if !path.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    let modified = metadata.modified()?;
    let since_epoch = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let etag = format!("{}-{}", since_epoch.as_nanos(), metadata.len());
    if known == Some(etag.as_str()) {
        return Ok(Contents::Unchanged(etag));
    }
    let mut body = Vec::new();
    file.take(limit + 1).read_to_end(&mut body)?;
    if body.len() as u64 > limit {
        return Ok(Contents::TooLarge);
    }
    let is_settled = now.duration_since(modified).is_ok_and(|age| age > UNSETTLED);
    Ok(Contents::Whole(body, is_settled.then_some(etag)))
}

fn meta(etag: Option<String>) -> Meta {
    Meta { validators: Validators { etag, ..Validators::default() }, ..Meta::default() }
}

fn response(asked: FeedUrl, body: Vec<u8>, meta: Meta) -> Response {
    Response { asked, body, charset: None, meta }
}

#[cfg(all(test, unix))]
mod tests {
    use std::path::PathBuf;

    use super::*;

    const LONG_AGO: Duration = Duration::from_secs(3_600);

    fn file_of(path: &Path) -> LocalFile {
        let FeedUrl::File(file) = FeedUrl::parse(&format!("file://{}", path.display())).unwrap() else {
            panic!("{path:?} is no file's address")
        };
        file
    }

    fn written(folder: &Path, text: &str, ago: Duration) -> PathBuf {
        let path = folder.join("feed.xml");
        std::fs::write(&path, text).unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(SystemTime::now() - ago).unwrap();
        path
    }

    async fn command(line: &str, timeout: Duration, limit: u64) -> Result<Vec<u8>, FetchError> {
        let FeedUrl::Exec(command) = FeedUrl::parse(&format!("exec:{line}")).unwrap() else {
            panic!("{line} is no command")
        };
        match run(&command, &"Wire".into(), Path::new("/"), timeout, limit).await? {
            Answer::Full(response) => Ok(response.body),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_file_is_read_again_when_it_was_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_of(&written(folder.path(), "<rss/>", LONG_AGO));
        let Ok(Answer::Full(first)) = read(&file, &Validators::default(), 100).await else { panic!("not read") };
        assert_eq!(first.body, b"<rss/>");
        let known = first.meta.validators;
        let unchanged = read(&file, &known, 100).await;
        assert!(matches!(&unchanged, Ok(Answer::NotModified(meta)) if meta.validators == known), "{unchanged:?}");
        written(folder.path(), "<rss></rss>", LONG_AGO);
        assert!(matches!(read(&file, &known, 100).await, Ok(Answer::Full(_))));
    }

    #[tokio::test]
    async fn a_file_that_was_just_written_is_read_again_in_any_case() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_of(&written(folder.path(), "<rss/>", Duration::ZERO));
        let Ok(Answer::Full(first)) = read(&file, &Validators::default(), 100).await else { panic!("not read") };
        assert!(first.meta.validators.is_empty());
    }

    #[tokio::test]
    async fn what_is_no_readable_file_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let large = written(folder.path(), "<rss></rss>", LONG_AGO);
        for (path, words) in [
            (folder.path().join("missing.xml"), "There is no file"),
            (PathBuf::from("/dev/zero"), "not a file that can be read"),
            (folder.path().to_owned(), "not a file that can be read"),
            (large, "larger than 10 bytes"),
        ] {
            let error = read(&file_of(&path), &Validators::default(), 10).await.unwrap_err();
            assert!(error.failure.sentence.contains(words), "{error:?}");
        }
    }

    #[tokio::test]
    async fn a_command_is_a_feed_or_says_why_not() {
        let long = Duration::from_secs(20);
        assert_eq!(command("printf '<rss>%s' \"$CHANCERY_FEED\"", long, 100).await.unwrap(), b"<rss>Wire");
        for (line, timeout, words) in [
            ("echo 'no such page.' >&2; exit 4", long, "failed and said: no such page."),
            ("exit 4", long, "did not say why (exit status: 4)"),
            ("yes", long, "larger than 100 bytes"),
            ("sleep 1000", Duration::from_millis(50), "was not done after 1 s"),
        ] {
            let error = command(line, timeout, 100).await.unwrap_err();
            assert!(error.failure.sentence.contains(words), "{error:?}");
            assert_eq!(error.stage, failure::Stage::Local);
        }
    }
}
