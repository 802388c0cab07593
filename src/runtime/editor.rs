//! The user's editor: writes a note in a file of its own, with the terminal for itself.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};

use crate::domain::SafeText;

/// The longest note.
pub const NOTE_MAX_BYTES: usize = 64 * 1024;

/// Lets the user write in `$VISUAL`, else `$EDITOR`, else vi. Returns the text and the draft that it stands in, which is
/// to be [discarded](discard) once the text is safe; `None` when it stays as it was.
///
/// # Errors
/// When there is no editor, or it fails, or what it leaves is no note. What was written then stays in a file that the
/// sentence names.
pub fn write(before: &SafeText) -> anyhow::Result<Option<(SafeText, PathBuf)>> {
    let editor =
        ["VISUAL", "EDITOR"].into_iter().find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    write_with(&editor.unwrap_or_else(|| "vi".to_owned()), before)
}

fn write_with(editor: &str, before: &SafeText) -> anyhow::Result<Option<(SafeText, PathBuf)>> {
    // Nobody else may look into the folder, nor at the swap file that the editor may put beside the draft.
    let folder =
        tempfile::Builder::new().prefix("chancery-note-").tempdir().context("there is no place for a draft")?;
    let draft = folder.path().join("note.md");
    let given = if before.is_empty() { String::new() } else { format!("{before}\n") };
    create(&draft, &given).context("the draft of the note could not be written")?;
    let outcome = run(editor, &draft).and_then(|()| read(&draft));
    let is_unchanged = fs::read(&draft).is_ok_and(|bytes| bytes == given.as_bytes());
    match outcome {
        Ok(text) if text == *before => Ok(None),
        Ok(text) => {
            let _ = folder.keep();
            Ok(Some((text, draft)))
        }
        Err(error) if is_unchanged || !draft.exists() => Err(error),
        Err(error) => {
            let _ = folder.keep();
            bail!("{error}; what you wrote is in {}", draft.display());
        }
    }
}

fn create(draft: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(draft)?.write_all(text.as_bytes())
}

/// Runs the editor as git does: the user's command by a shell, which splits its arguments, and the file as a parameter,
/// which no shell reads.
fn run(editor: &str, draft: &Path) -> anyhow::Result<()> {
    let command = format!("{editor} \"$@\"");
    let status = Command::new("sh").arg("-c").arg(command).arg(editor).arg(draft).status();
    let status = status.context("the editor could not be started")?;
    match status.code() {
        Some(0) => Ok(()),
        // https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02
        Some(127) => bail!("there is no program {editor} here; set VISUAL or EDITOR to your editor"),
        Some(126) => bail!("{editor} cannot be run; set VISUAL or EDITOR to your editor"),
        Some(code) => bail!("the editor {editor} ended with {code}, and the note stays as it was"),
        None => bail!("the editor {editor} was stopped, and the note stays as it was"),
    }
}

fn read(draft: &Path) -> anyhow::Result<SafeText> {
    let length = fs::metadata(draft).context("the editor left no note")?.len();
    ensure!(length <= NOTE_MAX_BYTES as u64, "a note has at most {} KiB", NOTE_MAX_BYTES / 1024);
    let text = fs::read_to_string(draft).context("the editor left no text")?;
    Ok(SafeText::block(text.trim()))
}

/// Removes a draft whose text is safe. One that stays harms nobody.
pub fn discard(draft: &Path) {
    if let Some(folder) = draft.parent() {
        let _ = fs::remove_dir_all(folder);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_the_editor_leaves_is_the_note() {
        for (editor, before, after) in [
            ("printf 'ask\\nthe embassy\\n' >", "", Some("ask\nthe embassy")),
            ("printf 'more' >>", "one", Some("one\nmore")),
            (": >", "one", Some("")),
            ("true", "one", None),
            ("touch", "", None),
            ("printf 'a\\033[2Jb' >", "", Some("a[2Jb")),
        ] {
            let written = write_with(editor, &SafeText::block(before)).unwrap();
            assert_eq!(written.as_ref().map(|(text, _)| text.as_str()), after, "{editor}");
            if let Some((_, draft)) = written {
                use std::os::unix::fs::PermissionsExt;
                let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
                assert_eq!((mode(&draft), mode(draft.parent().unwrap())), (0o600, 0o700));
                discard(&draft);
                assert!(!draft.parent().unwrap().exists());
            }
        }
    }

    #[test]
    fn an_editor_that_fails_loses_nothing() {
        for (editor, says, is_kept) in [
            ("chancery-has-no-such-editor", "there is no program", false),
            ("false", "ended with 1", false),
            ("f() { printf words > \"$1\"; return 3; }; f", "ended with 3", true),
            ("rm", "left no note", false),
            ("head -c 70000 /dev/zero >", "at most 64 KiB", true),
            ("printf '\\377' >", "left no text", true),
        ] {
            let error = write_with(editor, &"one".into()).unwrap_err().to_string();
            assert!(error.contains(says), "{editor}: {error}");
            let draft = error.split_once("what you wrote is in ").map(|(_, path)| Path::new(path));
            assert_eq!(draft.is_some_and(Path::exists), is_kept, "{editor}: {error}");
            draft.inspect(|draft| discard(draft));
        }
    }
}
