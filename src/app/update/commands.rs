//! The user's own commands, and lines of the shell that an article is piped to.
//!
//! Called once, a command shows what it makes of the open article: what was kept of it, else what it answers now. Called
//! again, it closes its pane. What was kept is made anew by the command's name and a `!` in the palette.

use std::time::Duration;

use super::super::effect::{CommandRun, Effect, Effects, RequestId};
use super::super::message::Answer;
use super::super::model::{Model, Prompt, PromptKind, Tone};
use super::super::panes::Pane;
use super::super::result::{ResultPane, ResultState, Running, Show, Shown};
use super::prompt;
use crate::domain::{ArticleId, CommandInput, CommandShow, KeptResult, SafeText, UserCommand, safe};
use crate::text::document;

/// The most lines that are remembered.
const PIPED_MAX: usize = 20;
/// How long a line that was typed may take.
const PIPE_TIMEOUT: Duration = Duration::from_secs(30);

/// Asks for a line of the shell.
pub fn ask(model: &mut Model) -> Effects {
    if is_article_there(model) {
        model.prompt = Some(Prompt::new(PromptKind::Pipe(CommandInput::default())));
    }
    Effects::none()
}

/// Pipes the article to the line; with a `!` before it, the line has the terminal.
pub fn pipe(model: &mut Model, input: CommandInput, typed: &SafeText) -> Effects {
    let typed = SafeText::block(typed.trim());
    let (line, show) = match typed.strip_prefix('!') {
        Some(line) => (SafeText::block(line.trim()), CommandShow::Terminal),
        None => (typed.clone(), CommandShow::Pane),
    };
    if line.is_empty() {
        return prompt::refuse(model, "a line for the shell is needed here, such as `wc -w`".into());
    }
    model.prompt = None;
    model.piped.retain(|other| *other != typed);
    model.piped.insert(0, typed);
    model.piped.truncate(PIPED_MAX);
    let command = UserCommand { name: line.clone(), run: line, on: input, show, keep: false, timeout: PIPE_TIMEOUT };
    run(model, &command, Show::Fitting)
}

/// A command of the user's own is called, or called `anew`.
pub fn call(model: &mut Model, place: usize, anew: bool) -> Effects {
    let Some(command) = model.keymap.commands().get(place).cloned() else { return Effects::none() };
    if !is_article_there(model) {
        return Effects::none();
    }
    if !anew && model.result.as_ref().is_some_and(|result| result.name == command.name) {
        return close(model).unwrap_or_default();
    }
    let kept = kept_of(model, &command).filter(|_| !anew);
    let show = match command.show {
        CommandShow::Pane => Show::Pane,
        CommandShow::Status => Show::Status,
        CommandShow::Nothing | CommandShow::Terminal => Show::Nothing,
    };
    match kept {
        Some(kept) => {
            let answer = Answer { document: document(&kept.text, None), text: kept.text, kept: Some(kept.at) };
            let article = open_article(model).unwrap_or(ArticleId(0));
            show_answer(model, Running { article, name: command.name, show }, answer);
            Effects::none()
        }
        None => run(model, &command, show),
    }
}

fn kept_of(model: &Model, command: &UserCommand) -> Option<KeptResult> {
    let kept = &model.sheet()?.article.kept;
    kept.iter().find(|kept| kept.command == command.name && command.keep).cloned()
}

fn open_article(model: &Model) -> Option<ArticleId> {
    model.sheet().map(|sheet| sheet.article.headline.id)
}

/// Whether an article is open whose text a command can read; says why not.
fn is_article_there(model: &mut Model) -> bool {
    if model.article.wanted.is_some() {
        model.say("the article is still being loaded");
        return false;
    }
    if model.sheet().is_none() {
        model.say_nothing_is_selected();
        return false;
    }
    true
}

fn run(model: &mut Model, command: &UserCommand, show: Show) -> Effects {
    let Some(sheet) = model.sheet() else { return Effects::none() };
    let article = sheet.article.headline.id;
    let source = model.feed(sheet.article.headline.feed).map(|feed| feed.source.name.clone()).unwrap_or_default();
    let run = Box::new(CommandRun {
        name: command.name.clone(),
        line: command.run.clone(),
        input: command.on,
        keep: command.keep,
        timeout: command.timeout,
        article: sheet.article.clone(),
        document: sheet.document.clone(),
        source,
    });
    if command.show == CommandShow::Terminal {
        return Effect::LendTo(run).into();
    }
    let closed = if show == Show::Pane { close(model).unwrap_or_default() } else { Effects::none() };
    let request = model.next_request();
    let name = command.name.clone();
    model.running.insert(request, Running { article, name: name.clone(), show });
    if show == Show::Pane {
        let state = ResultState::Running { request, since: model.now.clone() };
        open_pane(model, article, name, state);
    } else {
        model.say(safe!("{} …", name));
    }
    closed.and(Effect::RunCommand { request, run }.into())
}

fn open_pane(model: &mut Model, article: ArticleId, name: SafeText, state: ResultState) {
    model.result = Some(ResultPane { article, name, state, focused: true, top: 0 });
    model.focus = Pane::Article;
}

/// A command has answered. One that nobody waits for is dropped; what it was to keep is kept all the same.
pub fn ended(model: &mut Model, request: RequestId, answer: Result<Box<Answer>, SafeText>) -> Effects {
    let Some(running) = model.running.remove(&request) else { return Effects::none() };
    match answer {
        Ok(answer) => {
            note_kept(model, &running, &answer);
            show_answer(model, running, *answer);
        }
        Err(sentence) => match model.result.as_mut().filter(|pane| is_of(pane, request)) {
            Some(pane) => pane.state = ResultState::Failed(sentence),
            None => model.complain(safe!("{}: {}", running.name, sentence)),
        },
    }
    Effects::none()
}

fn is_of(pane: &ResultPane, request: RequestId) -> bool {
    matches!(pane.state, ResultState::Running { request: awaited, .. } if awaited == request)
}

/// The open article knows what is kept of it without being loaded again.
fn note_kept(model: &mut Model, running: &Running, answer: &Answer) {
    let Some(at) = answer.kept else { return };
    let Some(sheet) = model.sheet_mut().filter(|sheet| sheet.article.headline.id == running.article) else { return };
    let kept = &mut sheet.article.kept;
    kept.retain(|other| other.command != running.name);
    kept.push(KeptResult { command: running.name.clone(), text: answer.text.clone(), at });
    kept.sort_by(|one, other| one.command.cmp(&other.command));
}

fn show_answer(model: &mut Model, running: Running, answer: Answer) {
    let Running { article, name, show } = running;
    let mut lines = answer.text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (last, is_long) = (lines.next_back().map(SafeText::line), lines.next().is_some());
    let is_open = open_article(model) == Some(article);
    let to_pane = show == Show::Pane || show == Show::Fitting && is_long;
    match last {
        _ if show == Show::Nothing => {}
        _ if to_pane && is_open => {
            // It said that the command runs.
            model.notice.take_if(|notice| notice.tone == Tone::Info);
            let focused = model.result.as_ref().is_none_or(|pane| pane.focused);
            open_pane(model, article, name, ResultState::Shown(Shown::new(answer.document, answer.kept)));
            if let Some(pane) = &mut model.result {
                pane.focused = focused;
            }
        }
        _ if to_pane => model.say(safe!("{} is done", name)),
        Some(line) => model.say(safe!("{}: {}", name, line)),
        None => model.say(safe!("{} is done", name)),
    }
}

/// Closes the pane, if there is one, and ends a command that it waits for.
pub fn close(model: &mut Model) -> Option<Effects> {
    let pane = model.result.take()?;
    match pane.state {
        ResultState::Running { request, .. } => {
            model.running.remove(&request);
            Some(Effect::StopCommand(request).into())
        }
        ResultState::Shown(_) | ResultState::Failed(_) => Some(Effects::none()),
    }
}

/// Ends the command that was begun last, if one runs.
pub fn stop_last(model: &mut Model) -> Option<Effects> {
    let (request, running) = model.running.pop_last()?;
    model.say(safe!("{} was stopped", running.name));
    Some(Effect::StopCommand(request).into())
}

/// The pane is about one article, and closes when another is opened. A command whose answer is to be kept goes on.
pub fn leave_other_articles(model: &mut Model) -> Effects {
    let Some(pane) = model.result.as_ref().filter(|pane| Some(pane.article) != open_article(model)) else {
        return Effects::none();
    };
    let keeps = model.keymap.commands().iter().any(|command| command.name == pane.name && command.keep);
    if keeps {
        model.result = None;
        return Effects::none();
    }
    close(model).unwrap_or_default()
}

/// Whether keys move in the pane.
pub fn has_focus(model: &Model) -> bool {
    model.focus == Pane::Article && model.result.as_ref().is_some_and(|pane| pane.focused)
}

/// Whether the pane is to the right of what has the focus.
pub fn is_next(model: &Model) -> bool {
    model.focus == Pane::Article && model.result.as_ref().is_some_and(|pane| !pane.focused)
}

/// Gives the pane the focus.
pub fn focus(model: &mut Model) -> Effects {
    model.focus = Pane::Article;
    if let Some(pane) = &mut model.result {
        pane.focused = true;
    }
    Effects::none()
}

/// Scrolls the pane.
pub fn scroll(model: &mut Model, lines: isize) -> Effects {
    let height = usize::from(model.result_size().height);
    if let Some(pane) = &mut model.result {
        let last_top = pane.len().saturating_sub(height);
        pane.top = pane.top.saturating_add_signed(lines).min(last_top);
    }
    Effects::none()
}

/// Brings the answer's lines in line with its place.
pub fn settle(model: &mut Model) {
    let size = model.result_size();
    let Some(pane) = &mut model.result else { return };
    if let ResultState::Shown(shown) = &mut pane.state {
        shown.fit(size.width);
    }
    pane.top = pane.top.min(pane.len().saturating_sub(size.height.into()));
}
