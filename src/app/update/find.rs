//! Finding words in the open article: marked as they are typed, then gone through.

use super::super::effect::Effects;
use super::super::find::Find;
use super::super::model::{Model, Prompt, PromptKind};
use super::super::panes::Pane;
use super::super::sheet::Sheet;
use super::reading;
use crate::domain::{SafeText, safe};

/// Asks for the words.
pub fn ask(model: &mut Model) -> Effects {
    if model.sheet().is_none() {
        model.say("there is no article to find words in");
        return Effects::none();
    }
    model.prompt = Some(Prompt::new(PromptKind::Find { from: model.article.top }));
    Effects::none()
}

/// What is typed has changed: its matches are marked, and the first from where the reader was is shown.
pub fn typed(model: &mut Model) {
    let Some((from, words)) = asked(model) else { return };
    model.article.top = from;
    let Some(sheet) = model.sheet_mut() else { return };
    find(sheet, words, from);
    if sheet.find.as_ref().is_some_and(|find| !find.is_empty()) {
        reveal(model);
    }
}

/// Keeps the matches, and says so when there is none.
pub fn submit(model: &mut Model) -> Effects {
    let Some((from, words)) = asked(model) else { return Effects::none() };
    model.prompt = None;
    let found = model.sheet().and_then(|sheet| sheet.find.as_ref()).is_some_and(|find| !find.is_empty());
    if !found {
        forget(model);
        model.article.top = from;
        if !words.is_empty() {
            model.say(safe!("“{}” is not in this article", words));
        }
    }
    Effects::none()
}

/// Drops the matches and goes back to where the reader was.
pub fn cancel(model: &mut Model) {
    if let Some((from, _)) = asked(model) {
        forget(model);
        model.article.top = from;
    }
}

/// Takes the marks away.
pub fn forget(model: &mut Model) {
    if let Some(sheet) = model.sheet_mut() {
        sheet.find = None;
    }
}

/// Goes to the next match, or the one before; behind the last to the first.
pub fn step(model: &mut Model, forward: bool) -> Effects {
    let Some(find) = model.sheet_mut().and_then(|sheet| sheet.find.as_mut()) else { return Effects::none() };
    let wrapped = find.step(forward);
    reveal(model);
    if wrapped {
        model.say(if forward { "on from the beginning" } else { "on from the end" });
    }
    Effects::none()
}

/// Marks in a new sheet what was marked in the old one.
pub fn carry_over(old: Option<&Sheet>, new: &mut Sheet) {
    if let Some(Find { words, current, .. }) = old.and_then(|old| old.find.as_ref()) {
        let mut find = Find::new(words.clone(), &new.title.text, &new.document.text);
        find.current = (*current).min(find.len().saturating_sub(1));
        new.find = (!find.is_empty()).then_some(find);
    }
}

/// Another text is shown while words are typed: they are looked for in it.
pub fn text_changed(model: &mut Model) {
    let top = model.article.top;
    if let Some(Prompt { kind: PromptKind::Find { from }, .. }) = &mut model.prompt {
        *from = top;
        typed(model);
    }
}

/// The line where finding began and the words that are typed.
fn asked(model: &Model) -> Option<(usize, SafeText)> {
    let prompt = model.prompt.as_ref()?;
    match prompt.kind {
        PromptKind::Find { from } => Some((from, SafeText::line(prompt.input.value()))),
        _ => None,
    }
}

fn find(sheet: &mut Sheet, words: SafeText, from: usize) {
    let mut find = Find::new(words, &sheet.title.text, &sheet.document.text);
    let is_below = |number: &usize| find.spot(*number).is_some_and(|spot| sheet.line_of_spot(spot) >= from);
    // The matches stand in order: those above are not looked at one by one.
    let (mut low, mut high) = (0, find.len());
    while low < high {
        let middle = (low + high) / 2;
        if is_below(&middle) { high = middle } else { low = middle + 1 }
    }
    find.current = if low < find.len() { low } else { 0 };
    sheet.find = Some(find);
}

/// Scrolls to the match that the reader is at, unless it is on the screen.
fn reveal(model: &mut Model) {
    let rows = model.rows_of(Pane::Article);
    let spot = |sheet: &Sheet| sheet.find.as_ref().and_then(|find| find.spot(find.current));
    let Some(line) = model.sheet().and_then(|sheet| Some(sheet.line_of_spot(spot(sheet)?))) else { return };
    let top = model.article.top;
    if !(top..top + rows).contains(&line) {
        reading::go_to_line(model, line.saturating_sub(rows / 3));
    }
}
