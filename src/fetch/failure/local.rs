//! What failed on this machine: a file, a command, or a setting of the feed that cannot be used.

use std::io;

use crate::domain::{Command, LocalFile, WebUrl};

use super::super::credentials::CredentialsError;
use super::super::headers::HeaderError;
use super::super::shell::ShellError;
use super::super::transport::RouteError;
use super::{FetchError, chain, failed, in_words, larger_than_a_feed, one_line, too_large};

/// A file that could not be read.
pub(in crate::fetch) fn of_file(file: &LocalFile, error: &io::Error) -> FetchError {
    let path = file.path().display().to_string();
    let sentence = match error.kind() {
        io::ErrorKind::NotFound => format!("There is no file {path}: whatever writes it may not have run yet."),
        io::ErrorKind::PermissionDenied => format!("The file {path} may not be read."),
        io::ErrorKind::InvalidInput => format!("{path} is not a file that can be read as a feed."),
        _ => format!("The file {path} could not be read."),
    };
    FetchError::local(failed(&sentence, &format!("{path}: {error}")))
}

/// A file or an output that is too large; `what` names it.
pub(in crate::fetch) fn local_too_large(what: &str, limit: u64) -> FetchError {
    FetchError::local(too_large(&larger_than_a_feed(limit), &format!("{what}: more than {limit} bytes")))
}

/// A feed's command that gave no feed.
pub(in crate::fetch) fn of_command(command: &Command, error: &ShellError) -> FetchError {
    if let ShellError::TooMuch(limit) = error {
        return local_too_large(command.line(), *limit);
    }
    let sentence = format!("The command of this feed {}.", of_shell(error));
    FetchError::local(failed(&sentence, &format!("{}: {}", command.line(), one_line(&chain(error)))))
}

/// A command that should have given a password, or what it gave.
pub(in crate::fetch) fn no_login(url: &WebUrl, error: &CredentialsError) -> FetchError {
    let sentence = match error {
        CredentialsError::Command(error) => format!("The command for the password of this feed {}.", of_shell(error)),
        CredentialsError::Empty => {
            "The command for the password of this feed printed none: its first line counts.".to_owned()
        }
        CredentialsError::Unsendable => {
            "The password or token of this feed holds characters that cannot be sent.".to_owned()
        }
    };
    FetchError::local(failed(&sentence, &format!("{url}: no password: {}", one_line(&chain(error)))))
}

/// What became of a command, as the end of a sentence.
fn of_shell(error: &ShellError) -> String {
    match error {
        ShellError::Start { folder, .. } => format!("could not be run in {folder}"),
        ShellError::Read(_) => "could not be heard to its end".to_owned(),
        ShellError::TooMuch(_) => "printed too much".to_owned(),
        ShellError::TimedOut(limit) => format!("was not done after {} and was ended", in_words(*limit)),
        ShellError::Failed { complaint, .. } if !complaint.is_empty() => {
            format!("failed and said: {}", complaint.trim_end_matches('.'))
        }
        ShellError::Failed { status, .. } => format!("failed and did not say why ({status})"),
    }
}

/// A header of the feed's that cannot be sent.
pub(in crate::fetch) fn bad_header(url: &WebUrl, error: &HeaderError) -> FetchError {
    let sentence = format!("A header of this feed cannot be sent: {error}. It can be changed in feeds.toml.");
    FetchError::local(failed(&sentence, &format!("{url}: {error}")))
}

/// A proxy or a file of certificates that cannot be used.
pub(in crate::fetch) fn no_route(url: &WebUrl, error: &RouteError) -> FetchError {
    let sentence = match error {
        RouteError::Certificates { file, .. } => {
            format!("The certificates that this feed names cannot be read from {file}.")
        }
        RouteError::Tls(_) | RouteError::Http(_) => {
            "The connection that this feed wants cannot be set up: look at its proxy in feeds.toml.".to_owned()
        }
    };
    FetchError::local(failed(&sentence, &format!("{url}: {}", one_line(&chain(error)))))
}
