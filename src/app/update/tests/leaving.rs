//! Articles leave: exported, piped, and read by the user's own commands.

use std::time::Duration;

use super::*;
use crate::app::effect::{CommandRun, Exported};
use crate::app::message::Answer;
use crate::app::result::ResultState;
use crate::domain::{CommandInput, CommandShow, ExportFormat, KeptResult, UserCommand};

fn command(name: &'static str, show: CommandShow, keep: bool) -> UserCommand {
    UserCommand {
        name: name.into(),
        run: "tr a-z A-Z".into(),
        on: CommandInput::Text,
        show,
        keep,
        timeout: Duration::from_secs(30),
    }
}

/// A reader with the second headline open, and with commands on `gt` (a pane, kept), `gl` (the status line) and `gn`
/// (nothing shown).
fn reader_with_commands() -> Model {
    let mut model = reader([3, 2, 1]);
    for (name, show, keep, key) in [
        ("translate", CommandShow::Pane, true, "gt"),
        ("length", CommandShow::Status, false, "gl"),
        ("archive", CommandShow::Nothing, false, "gn"),
    ] {
        model.keymap.add_command(command(name, show, keep), &[key.into()], &[]).unwrap();
    }
    let effects = press(&mut model, "j j");
    open_with_tags(&mut model, &effects[effects.len() - 1..], Vec::new());
    model
}

fn type_in(model: &mut Model, text: &str) -> Vec<Effect> {
    let _ = update(model, Message::Pasted(text.into()));
    press(model, "Enter")
}

fn run_of(effects: &[Effect]) -> (RequestId, CommandRun) {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::RunCommand { request, run } => Some((*request, (**run).clone())),
        _ => None,
    });
    found.expect("a command is run")
}

fn answer(model: &mut Model, request: RequestId, text: &'static str, kept: bool) {
    let document = crate::text::document(&text.into(), None);
    let kept = kept.then(|| Timestamp::from_second(7).unwrap());
    let answer = Ok(Box::new(Answer { text: text.into(), document, kept }));
    let _ = update(model, Message::CommandEnded { request, answer });
}

/// The lines of the pane.
fn pane(model: &Model) -> Vec<String> {
    match model.result.as_ref().map(|pane| &pane.state) {
        Some(ResultState::Shown(shown)) => {
            shown.lines.iter().map(|line| crate::text::line_text(line, &shown.document)).collect()
        }
        Some(ResultState::Failed(sentence)) => vec![format!("failed: {sentence}")],
        Some(ResultState::Running { .. }) => vec!["running".into()],
        None => Vec::new(),
    }
}

#[test]
fn a_command_answers_in_a_pane_is_kept_and_called_again_closes_it() {
    let mut model = reader_with_commands();
    let (request, run) = run_of(&press(&mut model, "gt"));
    assert_eq!((run.name.as_str(), run.line.as_str(), run.keep), ("translate", "tr a-z A-Z", true));
    assert_eq!((run.article.headline.id, run.source.as_str()), (ArticleId(2), "Feed 1"));
    assert_eq!(pane(&model), ["running"]);
    answer(&mut model, request, "TEXT", true);
    assert_eq!(pane(&model), ["TEXT"]);

    assert_eq!(press(&mut model, "gt"), [], "it is closed");
    assert_eq!(model.result, None);
    assert_eq!(press(&mut model, "gt"), [], "what was kept needs no run");
    assert_eq!(pane(&model), ["TEXT"]);
    let kept = KeptResult { command: "translate".into(), text: "TEXT".into(), at: Timestamp::from_second(7).unwrap() };
    assert_eq!(model.sheet().unwrap().article.kept, [kept]);

    press(&mut model, ":");
    let (request, _) = run_of(&type_in(&mut model, "translate!"));
    answer(&mut model, request, "ANEW", true);
    assert_eq!(pane(&model), ["ANEW"]);
}

#[test]
fn escape_closes_the_pane_and_ends_what_it_waits_for() {
    let mut model = reader_with_commands();
    let (request, _) = run_of(&press(&mut model, "gt"));
    assert_eq!(press(&mut model, "Esc"), [Effect::StopCommand(request)]);
    assert_eq!((&model.result, model.running.len()), (&None, 0));
    answer(&mut model, request, "LATE", false);
    assert_eq!(model.result, None, "nobody waits for it any more");
}

#[test]
fn another_article_closes_the_pane_and_ends_what_is_not_to_be_kept() {
    let mut model = reader_with_commands();
    let (kept, _) = run_of(&press(&mut model, "gt"));
    let opening = press(&mut model, "h h j");
    open_with_tags(&mut model, &opening, Vec::new());
    assert_eq!(
        (&model.result, model.running.contains_key(&kept)),
        (&None, true),
        "its answer is kept with its article"
    );
    answer(&mut model, kept, "TEXT", true);
    assert_eq!((notice(&model), &model.result), ("translate is done", &None));
    assert!(model.sheet().unwrap().article.kept.is_empty());

    press(&mut model, "|");
    let (piped, _) = run_of(&type_in(&mut model, "fold"));
    answer(&mut model, piped, "one\ntwo", false);
    assert_eq!(pane(&model), ["one", "two"]);
    let opening = press(&mut model, "h h k");
    open_with_tags(&mut model, &opening, Vec::new());
    assert_eq!(model.result, None);
}

#[test]
fn keys_move_in_the_pane_while_it_has_the_focus() {
    let mut model = reader_with_commands();
    let (request, _) = run_of(&press(&mut model, "gt"));
    answer(
        &mut model,
        request,
        "<p>a</p><p>b</p><p>c</p><p>d</p><p>e</p><p>f</p><p>g</p><p>h</p><p>i</p><p>j</p><p>k</p>",
        false,
    );
    let top = |model: &Model| model.result.as_ref().unwrap().top;
    press(&mut model, "j j");
    assert_eq!((top(&model), model.article.top), (2, 0));
    press(&mut model, "Shift-Tab j");
    assert_eq!((top(&model), model.focus), (2, Pane::Article), "now they move in the article");
    press(&mut model, "Tab G");
    assert!(top(&model) > 2);
    press(&mut model, "Tab");
    assert_eq!(model.focus, Pane::Tags);
}

#[test]
fn an_answer_goes_where_its_command_says() {
    let mut model = reader_with_commands();
    let (request, _) = run_of(&press(&mut model, "gl"));
    answer(&mut model, request, "many\n\n230 words\n", false);
    assert_eq!((notice(&model), &model.result), ("length: 230 words", &None));

    let (request, _) = run_of(&press(&mut model, "gn"));
    let failed = Err("exit status: 1: no archive".into());
    let _ = update(&mut model, Message::CommandEnded { request, answer: failed });
    assert_eq!(notice(&model), "archive: exit status: 1: no archive");

    let (request, _) = run_of(&press(&mut model, "gt"));
    let _ = update(&mut model, Message::CommandEnded { request, answer: Err("it was not done".into()) });
    assert_eq!(pane(&model), ["failed: it was not done"]);
}

#[test]
fn a_line_reads_the_article_in_the_form_that_was_chosen() {
    let mut model = reader_with_commands();
    press(&mut model, "| Ctrl-t Ctrl-t");
    assert_eq!(model.prompt.as_ref().unwrap().kind, PromptKind::Pipe(CommandInput::Markdown));
    let (request, run) = run_of(&type_in(&mut model, "sed 's/  / /' | wc -w"));
    assert_eq!((run.line.as_str(), run.input, run.keep), ("sed 's/  / /' | wc -w", CommandInput::Markdown, false));
    answer(&mut model, request, "12\n", false);
    assert_eq!((notice(&model), &model.result), ("sed 's/  / /' | wc -w: 12", &None), "one line needs no pane");

    press(&mut model, "|");
    let lent = type_in(&mut model, "!less");
    assert!(matches!(&lent[..], [Effect::LendTo(run)] if run.line == "less"), "{lent:?}");

    press(&mut model, "| Down Down");
    let (_, run) = run_of(&press(&mut model, "Enter"));
    assert_eq!(run.line, "sed 's/  / /' | wc -w", "what was typed before is offered");

    press(&mut model, "| !");
    assert_eq!(press(&mut model, "Enter"), []);
    assert!(model.prompt.as_ref().unwrap().error.is_some());
}

#[test]
fn an_article_or_the_list_is_exported_to_a_file_that_says_what_it_is() {
    let mut model = reader_with_commands();
    model.options.export_folder = "/home/ada".into();
    press(&mut model, "e");
    let _ = update(&mut model, Message::Pasted("this epub".into()));
    press(&mut model, "Enter");
    let prompt = model.prompt.as_ref().unwrap();
    assert_eq!(prompt.input.value(), "/home/ada/2023-11-14-feed-1-headline-2.epub");
    let effects = press(&mut model, "Enter");
    assert!(
        matches!(&effects[..], [Effect::Export { what: Exported::Article(ArticleId(2)), format: ExportFormat::Epub, file, .. }]
            if file == "/home/ada/2023-11-14-feed-1-headline-2.epub"),
        "{effects:?}"
    );

    press(&mut model, "e");
    let _ = update(&mut model, Message::Pasted("list markdown".into()));
    let effects = press(&mut model, "Enter Enter");
    assert!(
        matches!(&effects[..], [Effect::Export { what: Exported::List(scope), file, title, .. }]
            if scope.view == View::Unread && file == "/home/ada/2026-11-22-unread.md" && title == "Unread"),
        "{effects:?}"
    );

    press(&mut model, "Enter e");
    let _ = update(&mut model, Message::Pasted("list".into()));
    press(&mut model, "Enter");
    assert!(model.prompt.as_ref().unwrap().error.is_some(), "in the article only the article is offered");
}

#[test]
fn without_an_article_nothing_is_piped_or_exported() {
    let mut model = reader([]);
    press(&mut model, "|");
    assert_eq!((notice(&model), model.prompt.is_none()), ("no headline is selected", true));
    press(&mut model, "e");
    assert_eq!((notice(&model), model.prompt.is_none()), ("no headline is selected", true));
}
