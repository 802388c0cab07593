//! Settings are read: the file's values over the defaults, the environment's over the file's.

use std::path::Path;

use toml::Spanned;
use toml::de::DeValue;

use super::commands;
use super::document::{Document, read};
use super::error::{ConfigError, Mistake, Place};
use super::slot::slots;
use super::{Environment, KeyBinding, Paths, Settings};
use crate::domain::nearest;

impl Settings {
    /// The settings of `paths.config_file` and of the environment. Without a file the defaults hold, unless
    /// the user named one.
    ///
    /// # Errors
    /// Every mistake in the file; or, when the file is right, every mistake in the variables.
    pub fn load(paths: &Paths, environment: &Environment) -> Result<Self, ConfigError> {
        let mut settings = match read(&paths.config_file)? {
            Some(text) => Self::parse(&paths.config_file, &text)?,
            None if paths.config_is_named => {
                return Err(ConfigError::file(&paths.config_file, "there is no such file"));
            }
            None => Self::default(),
        };
        settings.override_with(environment)?;
        Ok(settings)
    }

    /// The settings that a file's text makes of the defaults.
    fn parse(file: &Path, text: &str) -> Result<Self, ConfigError> {
        let mut document = Document::new(file, text);
        let mut settings = Self::default();
        for (name, value) in document.parse()? {
            settings.take_section(&mut document, &name, &value);
        }
        settings.keys.bindings.sort_by_key(|binding| binding.line);
        settings.commands.sort_by_key(|entry| entry.line);
        document.finish()?;
        Ok(settings)
    }

    fn take_section(
        &mut self,
        document: &mut Document<'_>,
        name: &Spanned<impl AsRef<str>>,
        value: &Spanned<DeValue<'_>>,
    ) {
        let section = name.get_ref().as_ref();
        if section == "commands" {
            self.commands = commands::read(document, value);
            return;
        }
        let sections = slots(self).into_iter().filter_map(|(key, _)| key.split('.').next()).collect::<Vec<_>>();
        match value.get_ref() {
            _ if !sections.contains(&section) => {
                document.unknown(name.span(), section, "there is no such section", sections);
            }
            DeValue::Table(table) => {
                for (key, value) in table {
                    self.take(document, section, key, value);
                }
            }
            // `keys = "newsboat"` is short for a table with nothing but a preset.
            DeValue::String(_) if section == "keys" => self.set(document, "keys.preset", value),
            _ => {
                let message = format!("this is a section; write [{section}] and its settings below it");
                document.mistake(value.span(), section, &message, None);
            }
        }
    }

    fn take(
        &mut self,
        document: &mut Document<'_>,
        section: &str,
        key: &Spanned<impl AsRef<str>>,
        value: &Spanned<DeValue<'_>>,
    ) {
        let name = format!("{section}.{}", key.get_ref().as_ref());
        let siblings: Vec<_> =
            slots(self).into_iter().filter_map(|(key, _)| key.strip_prefix(section)?.strip_prefix('.')).collect();
        if siblings.contains(&key.get_ref().as_ref()) {
            self.set(document, &name, value);
        } else if section == "keys" {
            let keys = match value.get_ref() {
                DeValue::String(key) => vec![key.to_string()],
                _ => document.strings(&name, value).into_iter().map(Spanned::into_inner).collect(),
            };
            let line = document.line(key.span().start);
            self.keys.bindings.push(KeyBinding { action: key.get_ref().as_ref().to_owned(), keys, line });
        } else {
            document.unknown(key.span(), &name, "there is no such setting", siblings);
        }
    }

    fn set(&mut self, document: &mut Document<'_>, name: &str, value: &Spanned<DeValue<'_>>) {
        for (_, mut slot) in slots(self).into_iter().filter(|(key, _)| *key == name) {
            if let Err(wrong) = slot.set_toml(value.get_ref()) {
                document.mistake(value.span(), name, &wrong.message, wrong.hint);
            }
        }
    }

    /// Takes `CHANCERY_<SECTION>_<KEY>` for every setting; empty ones count as not set.
    fn override_with(&mut self, environment: &Environment) -> Result<(), ConfigError> {
        let mut mistakes = Vec::new();
        let mut known: Vec<String> = Environment::NAMES.map(str::to_owned).to_vec();
        for (name, mut slot) in slots(self) {
            let variable = variable_of(name);
            if let Some(text) = environment.text(&variable)?
                && let Err(wrong) = slot.set_text(text)
            {
                mistakes.push(Mistake::new(Place::Variable(variable.clone()), None, &wrong.message, wrong.hint));
            }
            known.push(variable);
        }
        for name in environment.own_names().filter(|name| !known.iter().any(|known| known == name)) {
            let hint = nearest(name, known.iter().map(String::as_str));
            let place = Place::Variable(name.to_owned());
            mistakes.push(Mistake::new(place, None, "there is no such setting", hint));
        }
        ConfigError::check(mistakes)
    }
}

/// The variable that overrides a setting: `CHANCERY_POLLING_INTERVAL` for `polling.interval`.
fn variable_of(name: &str) -> String {
    format!("CHANCERY_{}", name.to_uppercase().replace('.', "_"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use toml::de::DeTable;

    use super::*;
    use crate::config::Polling;

    const EXAMPLE: &str = include_str!("../../config.example.toml");

    fn parse(text: &str) -> Result<Settings, ConfigError> {
        Settings::parse(Path::new("config.toml"), text)
    }

    fn mistakes(text: &str) -> String {
        parse(text).expect_err(text).to_string()
    }

    #[test]
    fn the_example_names_every_setting_with_its_default() {
        let mut defaults = Settings::default();
        assert_eq!(parse(EXAMPLE), Ok(defaults.clone()));
        let example: DeTable<'_> = DeTable::parse(EXAMPLE).unwrap().into_inner();
        for (name, _) in slots(&mut defaults) {
            let (section, key) = name.split_once('.').unwrap();
            assert!(example[section].get_ref().get(key).is_some(), "{name} is missing in config.example.toml");
        }
    }

    #[test]
    fn every_setting_takes_another_value_from_file_and_environment() {
        let cases = [
            ("polling.interval", "\"30m\""),
            ("polling.max_interval", "\"1d\""),
            ("polling.concurrency", "16"),
            ("polling.per_host", "1"),
            ("polling.host_pause", "\"3s\""),
            ("polling.connect_timeout", "\"5s\""),
            ("polling.timeout", "\"20s\""),
            ("polling.max_body", "\"1MiB\""),
            ("polling.max_download", "\"1MiB\""),
            ("polling.max_redirects", "3"),
            ("reading.measure", "90"),
            ("reading.mark_read_on_open", "false"),
            ("reading.export_folder", "\"~/articles\""),
            ("reading.full_text", "true"),
            ("reading.bidi", "\"off\""),
            ("reading.images", "\"always\""),
            ("reading.image_protocol", "\"half-blocks\""),
            ("ui.mouse", "false"),
            ("ui.theme", "\"plain\""),
            ("log.level", "\"debug\""),
            ("log.days", "30"),
            ("keys.preset", "\"newsboat\""),
        ];
        assert_eq!(cases.map(|(name, _)| name).to_vec(), {
            slots(&mut Settings::default()).into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        });
        for (name, value) in cases {
            let (section, key) = name.split_once('.').unwrap();
            let from_file = parse(&format!("[{section}]\n{key} = {value}")).expect(name);
            assert_ne!(from_file, Settings::default(), "{name}");

            let variable = variable_of(name);
            let environment = Environment::from([(variable.as_str(), value.trim_matches('"'))]);
            let mut from_environment = Settings::default();
            from_environment.override_with(&environment).expect(name);
            assert_eq!(from_environment, from_file, "{name}");
        }
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        std::fs::write(&file, "[polling]\ninterval = \"30m\"\nconcurrency = 4").unwrap();
        let environment = Environment::from([
            ("HOME", "/home/ada"),
            ("CHANCERY_CONFIG", file.to_str().unwrap()),
            ("CHANCERY_POLLING_INTERVAL", "5m"),
            ("CHANCERY_POLLING_TIMEOUT", ""),
        ]);
        let paths = Paths::find(&Default::default(), &environment).unwrap();
        let settings = Settings::load(&paths, &environment).unwrap();
        let expected = Polling { interval: Duration::from_secs(300), concurrency: 4, ..Polling::default() };
        assert_eq!(settings.polling, expected);
    }

    #[test]
    fn a_command_that_makes_a_feed_may_call_chancery() {
        let environment = Environment::from([("CHANCERY_FEED", "Wire")]);
        assert_eq!(Settings::default().override_with(&environment), Ok(()));
    }

    #[test]
    fn a_missing_file_is_a_mistake_only_when_it_was_named() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().to_str().unwrap();
        let load = |environment: Environment| {
            let paths = Paths::find(&Default::default(), &environment).unwrap();
            Settings::load(&paths, &environment)
        };
        let unnamed = Environment::from([("HOME", home), ("XDG_CONFIG_HOME", home)]);
        assert_eq!(load(unnamed), Ok(Settings::default()));
        let missing = format!("{home}/nowhere.toml");
        let error = load(Environment::from([("HOME", home), ("CHANCERY_CONFIG", &missing)])).unwrap_err();
        assert_eq!(error.to_string(), format!("{missing}: there is no such file"));
    }

    #[test]
    fn key_bindings_keep_their_order_and_lines() {
        let settings = parse("[keys]\npreset = \"newsboat\"\nstar = [\"s\", \"*\"]\n\nquit = \"Q\"\nback = []\n");
        let binding = |action: &str, keys: &[&str], line| KeyBinding {
            action: action.into(),
            keys: keys.iter().map(|key| (*key).into()).collect(),
            line,
        };
        let keys = settings.unwrap().keys;
        assert_eq!(keys.preset, "newsboat");
        let expected = [binding("star", &["s", "*"], 3), binding("quit", &["Q"], 5), binding("back", &[], 6)];
        assert_eq!(keys.bindings, expected);
        assert_eq!(parse("keys = \"newsboat\"").unwrap().keys.preset, "newsboat");
    }

    #[test]
    fn every_mistake_names_file_line_key_and_the_nearest_right_name() {
        let cases = [
            ("[poling]", "config.toml:1:2: poling: there is no such section; did you mean polling?"),
            (
                "[polling]\nintervall = \"5m\"",
                "config.toml:2:1: polling.intervall: there is no such setting; did you mean interval?",
            ),
            ("[ui]\nzebra = 1", "config.toml:2:1: ui.zebra: there is no such setting"),
            (
                "[ui]\ntheme = \"plian\"",
                "config.toml:2:9: ui.theme: one of colour, plain is needed here, not \"plian\"; \
                 did you mean plain?",
            ),
            (
                "[reading]\nmeasure = \"wide\"",
                "config.toml:2:11: reading.measure: a number of columns from 20 to 200 is needed here, not a text",
            ),
            (
                "[keys]\nstar = 3",
                "config.toml:2:8: keys.star: a list such as [\"a\", \"b\"] is needed here, not a number",
            ),
            (
                "[keys]\nstar = [3]",
                "config.toml:2:9: keys.star: a text in quotation marks is needed here, not a number",
            ),
            ("ui = 3", "config.toml:1:6: ui: this is a section; write [ui] and its settings below it"),
        ];
        for (text, expected) in cases {
            assert_eq!(mistakes(text), expected, "{text}");
        }
    }

    #[test]
    fn several_mistakes_are_told_at_once_in_their_order() {
        let text = mistakes("[ui]\nmous = true\n[polling]\ntimeout = 3\ninterval = \"1s\"");
        let lines: Vec<_> = text.lines().map(|line| line.split(' ').next().unwrap()).collect();
        assert_eq!(lines, ["config.toml:2:1:", "config.toml:4:11:", "config.toml:5:12:"]);
    }

    #[test]
    fn broken_syntax_names_its_place() {
        let text = mistakes("[polling]\ninterval = \n");
        assert!(text.starts_with("config.toml:2:"), "{text}");
    }

    #[test]
    fn a_mistake_in_a_variable_names_the_variable() {
        let error = |name: &str, value: &str| {
            let environment = Environment::from([(name, value)]);
            Settings::default().override_with(&environment).expect_err(name).to_string()
        };
        assert_eq!(error("CHANCERY_UI_MOUSE", "yes"), "CHANCERY_UI_MOUSE: true or false is needed here, not \"yes\"");
        assert_eq!(
            error("CHANCERY_POLING_INTERVAL", "5m"),
            "CHANCERY_POLING_INTERVAL: there is no such setting; did you mean CHANCERY_POLLING_INTERVAL?"
        );
    }
}
