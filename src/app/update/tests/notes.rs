//! The user's notes: written in an editor, shown at once, saved behind.

use std::path::PathBuf;

use super::*;

/// A reader with an article open in zen.
fn in_zen() -> Model {
    let mut model = reader([2, 1]);
    let effects = press(&mut model, "j");
    open_with_tags(&mut model, &effects, Vec::new());
    press(&mut model, "z");
    model
}

fn draft() -> PathBuf {
    PathBuf::from("/tmp/note.md")
}

fn written(model: &mut Model, before: &'static str, after: &'static str) -> Vec<Effect> {
    let result = Ok(Some((after.into(), draft())));
    update(model, Message::NoteWritten { id: ArticleId(2), before: before.into(), result }).0
}

fn note(model: &Model) -> (&str, bool) {
    (&model.sheet().unwrap().article.note, model.list.rows[0].marks.noted)
}

#[test]
fn a_note_is_written_shown_saved_and_undone() {
    let mut model = in_zen();
    assert_eq!(press(&mut model, "N"), [Effect::WriteNote { id: ArticleId(2), before: "".into() }]);
    let effects = written(&mut model, "", "ask");
    let change = Change::Noted { id: ArticleId(2), before: "".into(), after: "ask".into(), draft: Some(draft()) };
    assert_eq!(saved_change(&effects).1, change);
    assert_eq!((note(&model), notice(&model)), (("ask", true), "noted · Ctrl-z undoes"));
    assert_eq!(press(&mut model, "N"), [Effect::WriteNote { id: ArticleId(2), before: "ask".into() }]);

    let effects = press(&mut model, "Ctrl-z");
    let undone = Change::Noted { id: ArticleId(2), before: "ask".into(), after: "".into(), draft: None };
    assert_eq!((saved_change(&effects).1, note(&model)), (undone, ("", false)));
}

#[test]
fn a_note_that_is_not_saved_is_taken_back_and_the_sentence_shown() {
    let mut model = in_zen();
    let (change, _) = saved_change(&written(&mut model, "", "ask"));
    let sentence = "The disk is full. What you wrote is in /tmp/note.md.";
    let _ = update(&mut model, Message::Saved { change, result: Err(sentence.into()) });
    assert_eq!((note(&model), notice(&model)), (("", false), sentence));
}

#[test]
fn elsewhere_the_key_means_what_it_does_and_the_palette_knows_the_action() {
    let mut model = reader([2, 1]);
    let effects = press(&mut model, "j");
    open_with_tags(&mut model, &effects, Vec::new());
    assert!(!press(&mut model, "Enter N").iter().any(|effect| matches!(effect, Effect::WriteNote { .. })));
    press(&mut model, "q j k");
    assert!(matches!(press(&mut model, ": n o t e Enter")[..], [Effect::WriteNote { id: ArticleId(2), .. }]));
}

#[test]
fn a_note_left_as_it_was_changes_nothing() {
    let mut model = in_zen();
    for (result, says) in
        [(Ok(None), "the note stays as it was"), (Err("there is no editor".into()), "there is no editor")]
    {
        let effects = update(&mut model, Message::NoteWritten { id: ArticleId(2), before: "".into(), result });
        assert_eq!((effects, notice(&model)), (Effects::none(), says));
    }
    let mut model = reader([]);
    press(&mut model, "z N");
    assert_eq!(notice(&model), "no headline is selected");
}
