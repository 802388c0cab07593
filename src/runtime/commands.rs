//! The user's own commands on articles: what they read, within which limits they run, and what becomes of their answer.
//!
//! Nothing of the article stands in the line that the shell runs, so that no title can be a command.

use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use jiff::Timestamp;

use super::outside::{blocking, sentence};
use super::reader::Guest;
use crate::app::effect::CommandRun;
use crate::app::message::{Answer, Message};
use crate::domain::{CommandInput, SafeText, duration_text, safe};
use crate::export;
use crate::fetch::{Shell, ShellError};
use crate::store::Store;
use crate::text::document;

/// The most bytes of an answer.
const OUTPUT_MAX: u64 = 1024 * 1024;

/// Runs a command in the background and keeps its answer, if it is to be kept.
///
/// # Errors
/// A sentence, when it does not run, fails, takes too long or says too much.
pub(super) async fn answer(run: CommandRun, store: &Store) -> Result<Box<Answer>, SafeText> {
    let variables = variables(&run);
    let variables: Vec<(&str, &str)> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let input = input(&run);
    let shell = Shell {
        line: &run.line,
        folder: Path::new("."),
        variables: &variables,
        input: input.as_bytes(),
        max_output: OUTPUT_MAX,
        timeout: run.timeout,
    };
    let output = shell.output().await.map_err(|error| told(&run.name, &error))?;
    let text = SafeText::block(&String::from_utf8_lossy(&output));
    let kept = if run.keep && !text.trim().is_empty() { keep(&run, &text, store).await? } else { None };
    let base = run.article.headline.link.clone();
    blocking(move || Box::new(Answer { document: document(&text, base.as_ref()), text, kept })).await
}

async fn keep(run: &CommandRun, text: &SafeText, store: &Store) -> Result<Option<Timestamp>, SafeText> {
    let article = run.article.headline.id;
    store.keep_result(article, run.name.clone(), text.clone()).await.map_err(sentence)?;
    Ok(Some(Timestamp::now()))
}

/// A command that has the terminal for itself.
pub(super) fn guest(run: CommandRun) -> Guest {
    Guest(Box::new(move || match host(&run) {
        Ok(status) if status.success() => Message::Done(safe!("{} has ended", run.name)),
        Ok(status) => Message::Failed(safe!("{} ended with {}", run.name, SafeText::line(&status.to_string()))),
        Err(error) => {
            tracing::warn!(%error, "a command could not be run");
            Message::Failed(safe!("{} could not be run: {}", run.name, SafeText::line(&error.to_string())))
        }
    }))
}

fn host(run: &CommandRun) -> std::io::Result<ExitStatus> {
    let mut command = Command::new("sh");
    command.args(["-c", &run.line]).envs(variables(run)).stdin(Stdio::piped());
    let mut child = command.spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        let input = input(run);
        // Beside it, for a pager reads as much as it shows; what it does not read it does not want.
        std::thread::spawn(move || drop(pipe.write_all(input.as_bytes())));
    }
    child.wait()
}

/// What is known of the article, beside what the command reads.
fn variables(run: &CommandRun) -> [(&'static str, String); 4] {
    let headline = &run.article.headline;
    let link = headline.link.as_ref().map(|link| link.as_str().to_owned());
    [
        ("CHANCERY_TITLE", headline.title.to_string()),
        ("CHANCERY_LINK", link.unwrap_or_default()),
        ("CHANCERY_SOURCE", run.source.to_string()),
        ("CHANCERY_ID", headline.id.to_string()),
    ]
}

fn input(run: &CommandRun) -> String {
    let headline = &run.article.headline;
    match (run.input, run.input.format()) {
        (_, Some(format)) => export::content(format, &headline.title, &run.document),
        (CommandInput::Link, None) => {
            headline.link.as_ref().map(|link| format!("{}\n", link.as_str())).unwrap_or_default()
        }
        (_, None) => format!("{}\n", headline.title),
    }
}

/// The reader's sentence of a failure; the chain goes to the log.
fn told(name: &SafeText, error: &ShellError) -> SafeText {
    tracing::warn!(command = %name, error = error as &dyn std::error::Error, "a command failed");
    match error {
        ShellError::Failed { status, complaint } if complaint.is_empty() => SafeText::line(&status.to_string()),
        ShellError::Failed { status, complaint } => SafeText::line(&format!("{status}: {complaint}")),
        ShellError::TimedOut(time) => {
            SafeText::line(&format!("it was not done after {}, and was stopped", duration_text(*time)))
        }
        ShellError::TooMuch(_) => "it answered more than 1 MiB, and was stopped".into(),
        ShellError::Start { .. } | ShellError::Read(_) => SafeText::line(&error.to_string()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::app::effect::RequestId;
    use crate::domain::{Article, ArticleId, FeedId, Headline, Marks, Status};
    use crate::runtime::Outside;

    const HOSTILE: &str = "$(touch pwned) `touch pwned`; 'x' | \"y\" && rm -rf *";

    fn run(line: &str, input: CommandInput) -> CommandRun {
        let headline = Headline {
            id: ArticleId(7),
            feed: FeedId(1),
            title: SafeText::line(HOSTILE),
            link: None,
            published: None,
            arrived: Timestamp::UNIX_EPOCH,
            status: Status::default(),
            own_tags: Vec::new(),
            marks: Marks::default(),
        };
        let article = Article::new(headline, SafeText::default(), "<p>Envoys met.</p>".into());
        CommandRun {
            name: "test".into(),
            line: SafeText::block(line),
            input,
            keep: false,
            timeout: Duration::from_secs(20),
            document: document(&article.body, None),
            article,
            source: "Gazette".into(),
        }
    }

    fn store(folder: &tempfile::TempDir) -> Store {
        Store::open(folder.path()).unwrap().0
    }

    #[tokio::test]
    async fn a_command_reads_the_article_and_no_title_is_a_command() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let cases = [
            ("cat", CommandInput::Text, format!("{HOSTILE}\n\nEnvoys met.")),
            ("cat", CommandInput::Title, HOSTILE.to_owned()),
            ("tail -n 1", CommandInput::Html, "<p>Envoys met.</p>".to_owned()),
            ("cat; echo \"$CHANCERY_LINK|$CHANCERY_ID\"", CommandInput::Link, "|0000000000000007".to_owned()),
            ("echo \"$CHANCERY_TITLE, $CHANCERY_SOURCE\"", CommandInput::Text, format!("{HOSTILE}, Gazette")),
        ];
        for (line, input, expected) in cases {
            let answer = answer(run(line, input), &store).await.unwrap();
            assert_eq!(answer.text.trim_end(), expected, "{line}");
            assert_eq!(answer.kept, None);
        }
        assert!(!Path::new("pwned").exists());
    }

    #[tokio::test]
    async fn a_command_that_gives_no_answer_is_told_in_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let short = |line| CommandRun { timeout: Duration::from_millis(50), ..run(line, CommandInput::Text) };
        let cases = [
            (run("echo no key >&2; exit 3", CommandInput::Text), "exit status: 3: no key"),
            (run("exit 3", CommandInput::Text), "exit status: 3"),
            (run("yes", CommandInput::Text), "it answered more than 1 MiB, and was stopped"),
            (short("sleep 1000"), "it was not done after 50ms, and was stopped"),
        ];
        for (run, expected) in cases {
            assert_eq!(answer(run, &store).await.unwrap_err(), expected);
        }
    }

    #[test]
    fn a_guest_reads_the_article_and_its_end_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("read");
        let Guest(host) = guest(run(&format!("cat > '{}'", file.display()), CommandInput::Markdown));
        assert_eq!(host(), Message::Done("test has ended".into()));
        assert!(std::fs::read_to_string(file).unwrap().ends_with("\n\nEnvoys met.\n"));
        let Guest(host) = guest(run("exit 3", CommandInput::Text));
        assert_eq!(host(), Message::Failed("test ended with exit status: 3".into()));
    }

    #[tokio::test]
    async fn a_command_ends_with_all_that_it_started_when_the_reader_quits() {
        let folder = tempfile::tempdir().unwrap();
        let (mut outside, _inbox) = Outside::new(store(&folder), Default::default(), None);
        let fifo = folder.path().join("alive");
        assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        let line = format!("(printf x; sleep 1000) > '{}' & sleep 1000", fifo.display());
        outside.run_command(RequestId(1), run(&line, CommandInput::Text));
        let (alive, is_alive) = tokio::sync::oneshot::channel();
        // Its end comes when nobody can write to it any more.
        let reading = tokio::task::spawn_blocking(move || {
            let mut pipe = std::fs::File::open(fifo).unwrap();
            std::io::Read::read_exact(&mut pipe, &mut [0]).unwrap();
            alive.send(()).unwrap();
            std::io::Read::read_to_end(&mut pipe, &mut Vec::new()).unwrap();
        });
        is_alive.await.unwrap();
        outside.finish().await;
        tokio::time::timeout(Duration::from_secs(20), reading).await.expect("it was killed").unwrap();
    }
}
