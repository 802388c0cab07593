//! Who asks: names, passwords and tokens, and the commands that know them.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use reqwest::RequestBuilder;
use tokio::sync::Mutex;

use crate::domain::{Credentials, Password, SafeText, Secret};

use super::shell::{Shell, ShellError};

/// How long a command may take, the ones before it included.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(10);
/// The most that a command may print; its first line counts.
const MAX_OUTPUT: u64 = 64 * 1024;

/// Why a password could not be had.
#[derive(Debug, thiserror::Error)]
pub(super) enum CredentialsError {
    #[error(transparent)]
    Command(#[from] ShellError),
    #[error("its first line is empty")]
    Empty,
    #[error("its first line is not text that can be sent")]
    Unsendable,
}

/// What commands gave as passwords, for as long as the program runs.
///
/// One command runs at a time: several may want to ask the user for the same key.
#[derive(Debug, Default)]
pub(super) struct Secrets(Mutex<HashMap<SafeText, Secret>>);

/// What to prove oneself with.
#[derive(Debug, PartialEq)]
pub(super) struct Login {
    user: Option<SafeText>,
    secret: Secret,
    /// Whether a command gave it for an earlier request, and might give another now.
    pub is_remembered: bool,
}

impl Secrets {
    /// The login of these credentials; a command is run in `folder` if it was not yet.
    pub async fn login(&self, credentials: &Credentials, folder: &Path) -> Result<Login, CredentialsError> {
        let (user, password) = parts(credentials);
        let (secret, is_remembered) = match password {
            Password::Given(secret) => (secret.clone(), false),
            Password::Command(line) => match tokio::time::timeout(COMMAND_TIMEOUT, self.ask(line, folder)).await {
                Ok(answer) => answer?,
                Err(_) => return Err(ShellError::TimedOut(COMMAND_TIMEOUT).into()),
            },
        };
        // A token is sent as it is, a password in base 64.
        let is_sendable = |c: char| if user.is_some() { !c.is_control() } else { c.is_ascii_graphic() };
        let can_be_sent = secret.reveal().chars().all(is_sendable);
        let login = Login { user, secret, is_remembered };
        if can_be_sent {
            return Ok(login);
        }
        self.forget(credentials, &login).await;
        Err(CredentialsError::Unsendable)
    }

    /// Forgets what a command gave, if it is still this: the server did not take it.
    pub async fn forget(&self, credentials: &Credentials, refused: &Login) {
        if let (_, Password::Command(line)) = parts(credentials) {
            let mut known = self.0.lock().await;
            if known.get(line) == Some(&refused.secret) {
                known.remove(line);
            }
        }
    }

    /// What a command gives, and whether it gave it earlier.
    async fn ask(&self, line: &SafeText, folder: &Path) -> Result<(Secret, bool), CredentialsError> {
        let mut known = self.0.lock().await;
        if let Some(secret) = known.get(line) {
            return Ok((secret.clone(), true));
        }
        let shell = Shell {
            line: line.as_str(),
            folder,
            variables: &[],
            input: b"",
            max_output: MAX_OUTPUT,
            timeout: COMMAND_TIMEOUT,
        };
        let printed = shell.output().await?;
        let first = printed.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let first = std::str::from_utf8(first).map_err(|_| CredentialsError::Unsendable)?.trim_end_matches('\r');
        if first.is_empty() {
            return Err(CredentialsError::Empty);
        }
        let secret = Secret::new(first);
        known.insert(line.clone(), secret.clone());
        Ok((secret, false))
    }
}

fn parts(credentials: &Credentials) -> (Option<SafeText>, &Password) {
    match credentials {
        Credentials::Basic { user, password } => (Some(user.clone()), password),
        Credentials::Bearer(token) => (None, token),
    }
}

impl Login {
    /// Adds the login to a request.
    pub fn apply(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.user {
            Some(user) => request.basic_auth(user, Some(self.secret.reveal())),
            None => request.bearer_auth(self.secret.reveal()),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn bearer(command: &str) -> Credentials {
        Credentials::Bearer(Password::Command(SafeText::line(command)))
    }

    async fn secret(secrets: &Secrets, credentials: &Credentials) -> Result<(String, bool), String> {
        let login = secrets.login(credentials, Path::new("/")).await;
        login.map(|login| (login.secret.reveal().to_owned(), login.is_remembered)).map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn a_command_is_run_once_until_what_it_gave_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let credentials = bearer(&format!("cd '{}'; echo x >> runs; wc -l < runs; echo more", folder.path().display()));
        let secrets = Secrets::default();
        assert_eq!(secret(&secrets, &credentials).await, Ok(("1".to_owned(), false)));
        assert_eq!(secret(&secrets, &credentials).await, Ok(("1".to_owned(), true)));
        let first = secrets.login(&credentials, Path::new("/")).await.unwrap();
        secrets.forget(&credentials, &first).await;
        assert_eq!(secret(&secrets, &credentials).await, Ok(("2".to_owned(), false)));
        // Another feed that was refused with the first knows nothing of the second.
        secrets.forget(&credentials, &first).await;
        assert_eq!(secret(&secrets, &credentials).await, Ok(("2".to_owned(), true)));
    }

    #[tokio::test]
    async fn a_command_without_a_password_is_a_failure_and_is_asked_again() {
        let secrets = Secrets::default();
        for (line, words) in [
            ("true", "empty"),
            ("echo; echo second", "empty"),
            ("printf 'a\\tb\\n'", "not text that can be sent"),
            ("printf '\\377\\n'", "not text that can be sent"),
            ("echo 'locked' >&2; exit 2", "locked"),
        ] {
            let error = secret(&secrets, &bearer(line)).await.expect_err(line);
            assert!(error.contains(words), "{line}: {error}");
        }
        assert!(secrets.0.lock().await.is_empty());
    }

    #[tokio::test]
    async fn a_password_may_hold_what_a_token_may_not() {
        let secrets = Secrets::default();
        let given = || Password::Given(Secret::new("søsame open"));
        let basic = Credentials::Basic { user: "ada".into(), password: given() };
        assert!(secret(&secrets, &basic).await.is_ok());
        assert!(secret(&secrets, &Credentials::Bearer(given())).await.is_err());
    }
}
