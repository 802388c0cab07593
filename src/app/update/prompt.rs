//! The line of input: search, filter, tags, the palette.

use tui_input::{Input, InputRequest};

use super::super::effect::{ChangeId, Effect, Effects, RequestId};
use super::super::key::{Key, KeyCode, KeyModifiers};
use super::super::model::{Model, Offer, Prompt, PromptKind};
use super::{act, commands, dialog, discovery, export, feeds, find, input, lists, state};
use crate::domain::{OwnTag, Query, QueryError, SafeText, View, safe};

/// The most characters that can be typed.
pub const INPUT_MAX: usize = 1_000;
/// The most keys that are held while a query is being read.
const HELD_MAX: usize = 100;

/// A key while a prompt is open.
pub fn key(model: &mut Model, key: Key) -> Effects {
    let Some(prompt) = &mut model.prompt else { return Effects::none() };
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Esc => {
            find::cancel(model);
            model.prompt = None;
            Effects::none()
        }
        _ if prompt.waiting.is_some() || prompt.saving.is_some() => {
            if prompt.held.len() < HELD_MAX {
                prompt.held.push(key);
            }
            Effects::none()
        }
        KeyCode::Char('c' | 'g') if control => {
            find::cancel(model);
            model.prompt = None;
            Effects::none()
        }
        KeyCode::Enter => submit(model),
        KeyCode::Tab => {
            complete(model);
            Effects::none()
        }
        KeyCode::Down => choose(model, 1),
        KeyCode::Up => choose(model, -1),
        KeyCode::Char('n') if control => choose(model, 1),
        KeyCode::Char('p') if control => choose(model, -1),
        KeyCode::Char('t') if control => {
            if let PromptKind::Pipe(input) = &mut prompt.kind {
                *input = input.next();
            }
            Effects::none()
        }
        _ => {
            if let Some(request) = edit(key, prompt.input.value().chars().count()) {
                prompt.input.handle(request);
                prompt.error = None;
                prompt.chosen = 0;
                prompt.picked = false;
                find::typed(model);
            }
            Effects::none()
        }
    }
}

/// The line editor's keys, as in a shell.
fn edit(key: Key, length: usize) -> Option<InputRequest> {
    use InputRequest::*;
    if let Some(c) = key.typed() {
        return (length < INPUT_MAX).then_some(InsertChar(c));
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let word = control || key.modifiers.contains(KeyModifiers::ALT);
    match key.code {
        KeyCode::Backspace if word => Some(DeletePrevWord),
        KeyCode::Backspace => Some(DeletePrevChar),
        KeyCode::Delete if word => Some(DeleteNextWord),
        KeyCode::Delete => Some(DeleteNextChar),
        KeyCode::Left if word => Some(GoToPrevWord),
        KeyCode::Left => Some(GoToPrevChar),
        KeyCode::Right if word => Some(GoToNextWord),
        KeyCode::Right => Some(GoToNextChar),
        KeyCode::Home => Some(GoToStart),
        KeyCode::End => Some(GoToEnd),
        KeyCode::Char('a') if control => Some(GoToStart),
        KeyCode::Char('e') if control => Some(GoToEnd),
        KeyCode::Char('b') if control => Some(GoToPrevChar),
        KeyCode::Char('f') if control => Some(GoToNextChar),
        KeyCode::Char('h') if control => Some(DeletePrevChar),
        KeyCode::Char('d') if control => Some(DeleteNextChar),
        KeyCode::Char('w') if control => Some(DeletePrevWord),
        KeyCode::Char('u') if control => Some(DeleteLine),
        KeyCode::Char('k') if control => Some(DeleteTillEnd),
        _ => None,
    }
}

fn choose(model: &mut Model, rows: isize) -> Effects {
    let last = offers(model).len().saturating_sub(1);
    if let Some(prompt) = &mut model.prompt {
        // The first step goes to the first line, unless that was chosen already.
        let step = if prompt.taken().is_none() { 0 } else { rows };
        prompt.chosen = prompt.chosen.saturating_add_signed(step).min(last);
        prompt.picked = true;
    }
    Effects::none()
}

fn offers(model: &Model) -> Vec<Offer> {
    model.prompt.as_ref().map(|prompt| prompt.offers(model)).unwrap_or_default()
}

fn chosen(model: &Model) -> Option<Offer> {
    offers(model).into_iter().nth(model.prompt.as_ref()?.chosen)
}

fn complete(model: &mut Model) {
    let Some(offer) = chosen(model) else { return };
    let Some(prompt) = &mut model.prompt else { return };
    let text = match offer {
        Offer::Action(action) => action.name().to_owned(),
        Offer::Tag(tag) => tag.to_string(),
        Offer::Word(word) => with_last_part(prompt.input.value(), &prompt.kind, &word),
        Offer::Command(place) => match model.keymap.commands().get(place) {
            Some(command) => command.name.to_string(),
            None => return,
        },
        Offer::Export(what, format) => format!("{} {}", what.label(), format.label()),
    };
    prompt.input = text.into();
    prompt.chosen = 0;
    prompt.picked = false;
}

/// What is typed with its last part, or all of it where it is no list, replaced by a word.
fn with_last_part(typed: &str, kind: &PromptKind, word: &SafeText) -> String {
    match typed.rfind(',').filter(|_| kind.is_list()) {
        Some(comma) => format!("{} {word}", &typed[..=comma]),
        None => word.to_string(),
    }
}

fn submit(model: &mut Model) -> Effects {
    let takes_word = |prompt: &Prompt| {
        matches!(prompt.kind, PromptKind::Folders(_) | PromptKind::FeedField(..) | PromptKind::Pipe(_))
    };
    if model.prompt.as_ref().is_some_and(|prompt| takes_word(prompt) && prompt.taken().is_some()) {
        complete(model);
    }
    let Some(prompt) = &model.prompt else { return Effects::none() };
    let typed = SafeText::line(prompt.input.value());
    match prompt.kind.clone() {
        PromptKind::Search | PromptKind::Filter => ask_for_query(model, typed),
        PromptKind::Find { .. } => find::submit(model),
        PromptKind::Feeds => {
            model.prompt = None;
            feeds::filter(model, typed)
        }
        PromptKind::Palette => {
            let offer = chosen(model);
            model.prompt = None;
            match offer {
                Some(Offer::Action(action)) => act::act(model, action),
                Some(Offer::Command(place)) => commands::call(model, place, typed.ends_with('!')),
                _ => {
                    model.say(safe!("no action is called “{}”", typed));
                    Effects::none()
                }
            }
        }
        PromptKind::AddTag(id) => match picked_tag(model).map_or_else(|| typed.parse::<OwnTag>(), Ok) {
            Ok(tag) => {
                model.prompt = None;
                state::add_tag(model, id, tag)
            }
            Err(_) if typed.is_empty() => {
                model.prompt = None;
                Effects::none()
            }
            Err(problem) => refuse(model, SafeText::line(&problem.to_string())),
        },
        PromptKind::Pipe(input) => {
            // As it was typed: spaces in quotation marks count.
            let line = SafeText::block(prompt.input.value());
            commands::pipe(model, input, &line)
        }
        PromptKind::ExportFormat => match chosen(model) {
            Some(Offer::Export(what, format)) => export::ask_for_file(model, what, format),
            _ => refuse(model, "nothing can be exported so".into()),
        },
        PromptKind::ExportFile(what, format) => {
            let file = SafeText::block(prompt.input.value().trim());
            export::export(model, what, format, file)
        }
        PromptKind::AddFeed => discovery::look(model, typed),
        PromptKind::Folders(candidate) => discovery::subscribe(model, &candidate, &typed),
        PromptKind::FeedField(feed, field) => dialog::set_field(model, feed, field, &typed),
        PromptKind::RemoveTag(id, _) => match chosen(model) {
            Some(Offer::Tag(tag)) => {
                model.prompt = None;
                state::remove_tag(model, id, tag)
            }
            _ => refuse(model, "the article has no such tag".into()),
        },
    }
}

fn picked_tag(model: &Model) -> Option<OwnTag> {
    let prompt = model.prompt.as_ref()?;
    match prompt.offers(model).into_iter().nth(prompt.taken()?)? {
        Offer::Tag(tag) => Some(tag),
        Offer::Action(_) | Offer::Word(_) | Offer::Command(_) | Offer::Export(..) => None,
    }
}

/// Searches for a query as if it had been typed: a mistake in it is shown where it can be mended.
pub fn search(model: &mut Model, query: SafeText) -> Effects {
    let mut prompt = Prompt::new(PromptKind::Search);
    prompt.input = Input::new(query.to_string());
    model.prompt = Some(prompt);
    ask_for_query(model, query)
}

fn ask_for_query(model: &mut Model, text: SafeText) -> Effects {
    let request = model.next_request();
    if let Some(prompt) = &mut model.prompt {
        prompt.waiting = Some(request);
    }
    Effect::ParseQuery { request, text }.into()
}

/// Says why what was typed cannot be, and keeps it.
pub fn refuse(model: &mut Model, message: SafeText) -> Effects {
    if let Some(prompt) = &mut model.prompt {
        let end = prompt.input.value().len();
        prompt.error = Some(QueryError { start: 0, end, message, hint: None });
    }
    Effects::none()
}

/// The prompt stays until a change is saved.
pub fn wait_for(model: &mut Model, change: ChangeId) {
    if let Some(prompt) = &mut model.prompt {
        prompt.saving = Some(change);
    }
}

/// A change is saved: the prompt that waits for it is done with, and so is what was found for it.
pub fn saved(model: &mut Model, change: ChangeId) -> Effects {
    let Some(prompt) = model.prompt.take_if(|prompt| prompt.saving == Some(change)) else { return Effects::none() };
    if matches!(prompt.kind, PromptKind::Folders(_)) {
        model.dialog = None;
    }
    release(model, prompt.held, Effects::none())
}

/// A change was not made: that is said in the prompt that waits for it, else in the status line.
pub fn not_saved(model: &mut Model, change: ChangeId, sentence: SafeText) -> Effects {
    let Some(prompt) = model.prompt.as_mut().filter(|prompt| prompt.saving == Some(change)) else {
        model.complain(sentence);
        return Effects::none();
    };
    prompt.saving = None;
    let held = std::mem::take(&mut prompt.held);
    let effects = refuse(model, sentence);
    release(model, held, effects)
}

/// Lets the keys have their effect that were pressed meanwhile.
fn release(model: &mut Model, held: Vec<Key>, effects: Effects) -> Effects {
    held.into_iter().fold(effects, |effects, key| effects.and(input::key(model, key)))
}

/// The query was read: it is carried out, or its mistake is shown where it stands.
pub fn query_parsed(
    model: &mut Model,
    request: RequestId,
    text: SafeText,
    query: Result<Query, QueryError>,
) -> Effects {
    let Some(prompt) = model.prompt.as_mut().filter(|prompt| prompt.waiting == Some(request)) else {
        return Effects::none();
    };
    prompt.waiting = None;
    let held = std::mem::take(&mut prompt.held);
    let effects = carry_out(model, text, query);
    release(model, held, effects)
}

fn carry_out(model: &mut Model, text: SafeText, query: Result<Query, QueryError>) -> Effects {
    let Some(prompt) = &mut model.prompt else { return Effects::none() };
    match (query, &prompt.kind) {
        (Err(error), _) => {
            prompt.error = Some(error);
            Effects::none()
        }
        (Ok(query), PromptKind::Filter) => {
            model.prompt = None;
            lists::filter(model, text, query)
        }
        (Ok(Query::Everything), _) => {
            model.prompt = None;
            Effects::none()
        }
        (Ok(query), _) => {
            model.prompt = None;
            lists::open_view(model, View::Search { text, query })
        }
    }
}
