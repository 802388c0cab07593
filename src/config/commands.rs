//! The user's own commands: the tables of `[commands]`.

use std::ops::RangeInclusive;
use std::time::Duration;

use toml::Spanned;
use toml::de::DeValue;

use super::CommandEntry;
use super::document::{Document, described};
use crate::domain::{CommandInput, CommandShow, SafeText, UserCommand, duration_text, parse_duration};

/// The most commands.
const COMMANDS_MAX: usize = 50;
const NAME_MAX: usize = 30;
const TIMEOUT: Duration = Duration::from_secs(30);
/// Seconds.
const TIMEOUTS: RangeInclusive<u64> = 1..=600;
const SETTINGS: [&str; 6] = ["run", "on", "show", "keys", "keep", "timeout"];

/// The commands; what is wrong is noted.
pub(super) fn read(document: &mut Document<'_>, value: &Spanned<DeValue<'_>>) -> Vec<CommandEntry> {
    let DeValue::Table(table) = value.get_ref() else {
        let message = "this is a section; write [commands.NAME] and its settings below it";
        document.mistake(value.span(), "commands", message, None);
        return Vec::new();
    };
    let mut entries = Vec::new();
    for (place, (name, value)) in table.iter().enumerate() {
        let key = format!("commands.{}", name.get_ref());
        if place >= COMMANDS_MAX {
            document.mistake(name.span(), &key, "there are more than 50 commands", None);
            break;
        }
        if !is_name(name.get_ref()) {
            let message = "a name is up to 30 lower-case letters, digits and hyphens, and begins with a letter";
            document.mistake(name.span(), &key, message, None);
            continue;
        }
        entries.extend(entry(document, name, value));
    }
    entries
}

fn is_name(text: &str) -> bool {
    text.len() <= NAME_MAX
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn entry(
    document: &mut Document<'_>,
    name: &Spanned<impl AsRef<str>>,
    value: &Spanned<DeValue<'_>>,
) -> Option<CommandEntry> {
    let word = name.get_ref().as_ref();
    let section = format!("commands.{word}");
    let DeValue::Table(table) = value.get_ref() else {
        let message = format!("write [{section}] and its settings below it");
        document.mistake(value.span(), &section, &message, None);
        return None;
    };
    let mut command = UserCommand {
        name: SafeText::line(word),
        run: SafeText::default(),
        on: CommandInput::default(),
        show: CommandShow::default(),
        keep: false,
        timeout: TIMEOUT,
    };
    let mut keys = Vec::new();
    for (setting, value) in table {
        let key = format!("{section}.{}", setting.get_ref());
        match setting.get_ref().as_ref() {
            "run" => command.run = SafeText::block(&document.string(&key, value)?),
            "on" => {
                command.on =
                    choice(document, &key, value, CommandInput::named, CommandInput::ALL.map(CommandInput::name))?
            }
            "show" => {
                command.show =
                    choice(document, &key, value, CommandShow::named, CommandShow::ALL.map(CommandShow::name))?
            }
            "keys" => keys = key_texts(document, &key, value),
            "keep" => command.keep = flag(document, &key, value)?,
            "timeout" => command.timeout = timeout(document, &key, value)?,
            _ => document.unknown(setting.span(), &key, "there is no such setting", SETTINGS),
        }
    }
    if command.run.trim().is_empty() {
        document.mistake(name.span(), &section, "run = \"…\" is missing: the line that sh runs", None);
        return None;
    }
    Some(CommandEntry { command, keys, line: document.line(name.span().start) })
}

fn choice<T, const N: usize>(
    document: &mut Document<'_>,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    named: fn(&str) -> Option<T>,
    names: [&'static str; N],
) -> Option<T> {
    let text = document.string(key, value)?;
    let chosen = named(&text);
    if chosen.is_none() {
        let message = format!("one of {} is needed here, not {text:?}", names.join(", "));
        document.mistake(value.span(), key, &message, crate::domain::nearest(&text, names));
    }
    chosen
}

fn key_texts(document: &mut Document<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<String> {
    match value.get_ref() {
        DeValue::String(one) => vec![one.to_string()],
        _ => document.strings(key, value).into_iter().map(Spanned::into_inner).collect(),
    }
}

fn flag(document: &mut Document<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
    if let DeValue::Boolean(flag) = value.get_ref() {
        return Some(*flag);
    }
    let message = format!("true or false is needed here, not {}", described(value.get_ref()));
    document.mistake(value.span(), key, &message, None);
    None
}

fn timeout(document: &mut Document<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Duration> {
    let text = document.string(key, value)?;
    let timeout = parse_duration(&text).filter(|timeout| TIMEOUTS.contains(&timeout.as_secs()));
    if timeout.is_none() {
        let [least, most] =
            [TIMEOUTS.start(), TIMEOUTS.end()].map(|seconds| duration_text(Duration::from_secs(*seconds)));
        let message = format!("a duration from {least} to {most} is needed here, not {text:?}");
        document.mistake(value.span(), key, &message, None);
    }
    timeout
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn parsed(text: &str) -> Result<Vec<CommandEntry>, String> {
        let mut document = Document::new(Path::new("config.toml"), text);
        let table = document.parse().unwrap();
        let entries = table.get("commands").map(|value| read(&mut document, value)).unwrap_or_default();
        document.finish().map(|()| entries).map_err(|error| error.to_string())
    }

    #[test]
    fn a_command_is_read_with_its_defaults() {
        let text = "[commands.translate]\nrun = \"trans -b :en\"\non = \"markdown\"\nshow = \"status\"\n\
                    keys = [\"gt\"]\nkeep = true\ntimeout = \"2m\"\n[commands.count]\nrun = \"wc -w\"\nkeys = \"gw\"";
        let mut entries = parsed(text).unwrap();
        entries.sort_by_key(|entry| entry.line);
        let translate = UserCommand {
            name: "translate".into(),
            run: "trans -b :en".into(),
            on: CommandInput::Markdown,
            show: CommandShow::Status,
            keep: true,
            timeout: Duration::from_secs(120),
        };
        let count = UserCommand {
            name: "count".into(),
            run: "wc -w".into(),
            on: CommandInput::Text,
            show: CommandShow::Pane,
            keep: false,
            timeout: TIMEOUT,
        };
        let expected = [
            CommandEntry { command: translate, keys: vec!["gt".into()], line: 1 },
            CommandEntry { command: count, keys: vec!["gw".into()], line: 8 },
        ];
        assert_eq!(entries, expected);
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let cases = [
            (
                "commands = 3",
                "config.toml:1:12: commands: this is a section; write [commands.NAME] and its settings below it",
            ),
            ("[commands]\nx = 3", "config.toml:2:5: commands.x: write [commands.x] and its settings below it"),
            ("[commands.x]", "config.toml:1:11: commands.x: run = \"…\" is missing: the line that sh runs"),
            (
                "[commands.X]\nrun = \"a\"",
                "config.toml:1:11: commands.X: a name is up to 30 lower-case letters, digits and hyphens, and begins with \
                 a letter",
            ),
            (
                "[commands.x]\nrun = \"a\"\nrunn = \"b\"",
                "config.toml:3:1: commands.x.runn: there is no such setting; did you mean run?",
            ),
            (
                "[commands.x]\nrun = \"a\"\non = \"txt\"",
                "config.toml:3:6: commands.x.on: one of text, html, markdown, link, title is needed here, not \"txt\"; \
                 did you mean text?",
            ),
            (
                "[commands.x]\nrun = \"a\"\nkeep = \"yes\"",
                "config.toml:3:8: commands.x.keep: true or false is needed here, not a text",
            ),
            (
                "[commands.x]\nrun = \"a\"\ntimeout = \"1h\"",
                "config.toml:3:11: commands.x.timeout: a duration from 1s to 10m is needed here, not \"1h\"",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parsed(text).unwrap_err(), expected, "{text}");
        }
        let many: String = (0..51).map(|number| format!("[commands.x{number}]\nrun = \"a\"\n")).collect();
        assert!(parsed(&many).unwrap_err().contains("there are more than 50 commands"));
    }
}
