//! A command of the user's, run within limits: a feed of their own making, a password from `pass show …`, or what
//! reads an article.

use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::process::{Child, Command};

/// How much of what a command complains is kept: its end, in bytes.
const COMPLAINT_BYTES: usize = 4 * 1024;

/// A command for `sh -c`. It is killed with all that it started when it takes too long or is not waited for any more.
pub struct Shell<'a> {
    pub line: &'a str,
    /// Where it runs.
    pub folder: &'a Path,
    /// Variables beside those that this program has.
    pub variables: &'a [(&'a str, &'a str)],
    /// What it reads.
    pub input: &'a [u8],
    pub max_output: u64,
    pub timeout: Duration,
}

/// Why a command gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    #[error("`sh` could not be run in {folder}")]
    Start { folder: String, source: io::Error },
    #[error("its output could not be read")]
    Read(#[from] io::Error),
    #[error("it printed more than {0} bytes")]
    TooMuch(u64),
    #[error("it was not done after {0:?}")]
    TimedOut(Duration),
    /// With the last line that it complained.
    #[error("{status}: {complaint:?}")]
    Failed { status: ExitStatus, complaint: String },
}

/// A running command.
struct Running(Child);

impl Shell<'_> {
    /// Runs the command and returns what it printed.
    pub async fn output(&self) -> Result<Vec<u8>, ShellError> {
        let mut running = self.start()?;
        match tokio::time::timeout(self.timeout, running.output(self.input, self.max_output)).await {
            Ok(output) => output,
            Err(_) => Err(ShellError::TimedOut(self.timeout)),
        }
    }

    fn start(&self) -> Result<Running, ShellError> {
        let mut command = Command::new("sh");
        command
            .args(["-c", self.line])
            .current_dir(self.folder)
            .envs(self.variables.iter().copied())
            .stdin(if self.input.is_empty() { Stdio::null() } else { Stdio::piped() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        // In a group of its own, so that what it starts can be killed with it, and the terminal's keys do not reach it.
        #[cfg(unix)]
        command.process_group(0);
        let started = command.spawn();
        started.map(Running).map_err(|source| ShellError::Start { folder: self.folder.display().to_string(), source })
    }
}

impl Running {
    async fn output(&mut self, input: &[u8], limit: u64) -> Result<Vec<u8>, ShellError> {
        let (read, printed, complained) = (self.0.stdin.take(), self.0.stdout.take(), self.0.stderr.take());
        let ((), printed, complaint) =
            tokio::try_join!(give(input, read), at_most(limit, printed), last_line(complained))?;
        let status = self.0.wait().await?;
        if status.success() { Ok(printed) } else { Err(ShellError::Failed { status, complaint }) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        #[cfg(unix)]
        // The number belongs to the command until it was waited for, and then there is none.
        if let Some(id) = self.0.id().and_then(|id| rustix::process::Pid::from_raw(i32::try_from(id).ok()?)) {
            // It may just have ended by itself.
            let _ = rustix::process::kill_process_group(id, rustix::process::Signal::KILL);
        }
    }
}

/// A command need not read to the end.
async fn give(input: &[u8], pipe: Option<impl AsyncWrite + Unpin>) -> Result<(), ShellError> {
    let Some(mut pipe) = pipe else { return Ok(()) };
    match pipe.write_all(input).await {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

async fn at_most(limit: u64, pipe: Option<impl AsyncRead + Unpin>) -> Result<Vec<u8>, ShellError> {
    let mut printed = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(limit + 1).read_to_end(&mut printed).await?;
    }
    if printed.len() as u64 > limit { Err(ShellError::TooMuch(limit)) } else { Ok(printed) }
}

/// Reads to the end, for a command that cannot get rid of its complaints would wait for ever.
async fn last_line(pipe: Option<impl AsyncRead + Unpin>) -> Result<String, ShellError> {
    let mut end = Vec::new();
    if let Some(mut pipe) = pipe {
        while pipe.read_buf(&mut end).await? > 0 {
            end.drain(..end.len().saturating_sub(COMPLAINT_BYTES));
        }
    }
    let text = String::from_utf8_lossy(&end);
    Ok(text.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    async fn output(line: &str, timeout: Duration) -> Result<String, ShellError> {
        let variables = [("CHANCERY_FEED", "Wire")];
        let shell =
            Shell { line, folder: Path::new("/"), variables: &variables, input: b"", max_output: 1_000, timeout };
        shell.output().await.map(|output| String::from_utf8(output).unwrap())
    }

    const LONG: Duration = Duration::from_secs(20);

    #[tokio::test]
    async fn a_command_has_its_folder_its_variables_and_no_input() {
        let printed = output("pwd; printf '%s\\n' \"$CHANCERY_FEED\"; cat; echo noise >&2", LONG).await;
        assert_eq!(printed.unwrap(), "/\nWire\n");
    }

    #[tokio::test]
    async fn a_command_reads_as_much_as_it_wants() {
        let input = b"one two\n".repeat(100_000);
        for (line, expected) in [("wc -c | tr -d ' '", "800000\n"), ("head -n 1", "one two\n"), ("true", "")] {
            let shell =
                Shell { line, folder: Path::new("/"), variables: &[], input: &input, max_output: 1_000, timeout: LONG };
            assert_eq!(String::from_utf8(shell.output().await.unwrap()).unwrap(), expected, "{line}");
        }
    }

    #[tokio::test]
    async fn a_command_that_fails_is_quoted_with_its_last_word() {
        let failed = output("echo one >&2; echo 'no such feed' >&2; echo >&2; exit 3", LONG).await.unwrap_err();
        let ShellError::Failed { status, complaint } = failed else { panic!("{failed:?}") };
        assert_eq!((status.code(), complaint.as_str()), (Some(3), "no such feed"));
        let long = output("yes complaint | head -n 20000 >&2; exit 1", LONG).await.unwrap_err();
        assert!(matches!(long, ShellError::Failed { complaint, .. } if complaint == "complaint"));
    }

    #[tokio::test]
    async fn a_command_that_prints_without_end_is_ended() {
        assert!(matches!(output("yes", LONG).await, Err(ShellError::TooMuch(1_000))));
    }

    #[tokio::test]
    async fn a_command_that_takes_too_long_is_ended() {
        let timed_out = output("sleep 1000", Duration::from_millis(50)).await.unwrap_err();
        assert!(matches!(timed_out, ShellError::TimedOut(_)), "{timed_out:?}");
    }

    #[tokio::test]
    async fn what_a_command_started_is_killed_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("alive");
        output(&format!("mkfifo '{}'", fifo.display()), LONG).await.unwrap();
        let (alive, is_alive) = tokio::sync::oneshot::channel();
        // Its end comes when nobody can write to it any more.
        let reading = tokio::task::spawn_blocking({
            let fifo = fifo.clone();
            move || {
                let mut pipe = std::fs::File::open(fifo).unwrap();
                std::io::Read::read_exact(&mut pipe, &mut [0]).unwrap();
                alive.send(()).unwrap();
                std::io::Read::read_to_end(&mut pipe, &mut Vec::new()).unwrap();
            }
        });
        let line = format!("(printf x; sleep 1000) > '{}' & sleep 1000", fifo.display());
        tokio::select! {
            output = output(&line, LONG) => panic!("{output:?}"),
            alive = is_alive => alive.unwrap(),
        }
        tokio::time::timeout(LONG, reading).await.expect("it was killed").unwrap();
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_is_named() {
        let shell = Shell {
            line: "true",
            folder: Path::new("/nowhere at all"),
            variables: &[],
            input: b"",
            max_output: 1,
            timeout: LONG,
        };
        assert!(shell.output().await.unwrap_err().to_string().contains("/nowhere at all"));
    }
}
