//! Where files lie.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::{ConfigError, Environment};

/// Where this run's files lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Paths {
    /// The settings; the file need not be there.
    pub config_file: PathBuf,
    /// Whether the user named the settings' file, so that it has to be there.
    pub config_is_named: bool,
    /// The subscriptions, beside the settings; the file need not be there.
    pub feeds_file: PathBuf,
    /// The user's own names, beside the settings; the file need not be there.
    pub gazetteer_file: PathBuf,
    /// The folder of what chancery keeps: the store and the logs.
    pub data_dir: PathBuf,
    /// The folder of the logs, a file a day.
    pub log_dir: PathBuf,
}

/// What the command line says of it.
#[derive(Clone, Debug, Default)]
pub struct Locations {
    /// `--config FILE`
    pub config: Option<PathBuf>,
    /// `--data-dir FOLDER`
    pub data_dir: Option<PathBuf>,
}

impl Paths {
    /// The folder of `feeds.toml`: where its relative paths begin and its commands run.
    pub fn feeds_folder(&self) -> &Path {
        self.feeds_file.parent().unwrap_or(Path::new("/"))
    }

    /// Finds them: the command line, else `CHANCERY_CONFIG` and `CHANCERY_DATA_DIR`, else `XDG_CONFIG_HOME` and
    /// `XDG_DATA_HOME` ([base directories](https://specifications.freedesktop.org/basedir-spec/latest/)) on every
    /// system, else the system's own custom.
    ///
    /// # Errors
    /// When there is no home folder and nothing else says where the files lie.
    pub fn find(named: &Locations, environment: &Environment) -> Result<Self, ConfigError> {
        let named_file = named.config.clone().or_else(|| environment.path("CHANCERY_CONFIG"));
        let config_is_named = named_file.is_some();
        let config_file = match named_file {
            Some(file) => file,
            None => base(environment, "XDG_CONFIG_HOME", ProjectDirs::config_dir)
                .ok_or_else(|| homeless("CHANCERY_CONFIG", "settings", "--config"))?
                .join("config.toml"),
        };
        let config_dir = config_file.parent().unwrap_or(Path::new("")).to_owned();
        let data_dir = named
            .data_dir
            .clone()
            .or_else(|| environment.path("CHANCERY_DATA_DIR"))
            .or_else(|| base(environment, "XDG_DATA_HOME", ProjectDirs::data_dir))
            .ok_or_else(|| homeless("CHANCERY_DATA_DIR", "store", "--data-dir"))?;
        Ok(Self {
            feeds_file: config_dir.join("feeds.toml"),
            gazetteer_file: config_dir.join("gazetteer.toml"),
            log_dir: data_dir.join("log"),
            config_file,
            config_is_named,
            data_dir,
        })
    }
}

/// A folder of ours by an XDG variable (a relative one is ignored, as the specification says), else by custom.
fn base(environment: &Environment, variable: &str, custom: fn(&ProjectDirs) -> &Path) -> Option<PathBuf> {
    match environment.path(variable) {
        Some(base) if base.is_absolute() => Some(base.join("chancery")),
        _ => ProjectDirs::from("", "", "chancery").map(|folders| custom(&folders).to_owned()),
    }
}

fn homeless(variable: &str, what: &str, flag: &str) -> ConfigError {
    let message = format!("there is no home folder; say with {flag} or this variable where the {what} should lie");
    ConfigError::variable(variable, &message, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(named: &Locations, variables: Environment) -> Paths {
        Paths::find(named, &variables).unwrap()
    }

    #[test]
    fn flags_win_over_variables_and_these_over_xdg() {
        let xdg = [("XDG_CONFIG_HOME", "/x/config"), ("XDG_DATA_HOME", "/x/data")];
        let paths = find(&Locations::default(), Environment::from(xdg));
        assert_eq!(paths.config_file, Path::new("/x/config/chancery/config.toml"));
        assert_eq!(paths.feeds_file, Path::new("/x/config/chancery/feeds.toml"));
        assert_eq!(paths.gazetteer_file, Path::new("/x/config/chancery/gazetteer.toml"));
        assert_eq!(paths.data_dir, Path::new("/x/data/chancery"));
        assert_eq!(paths.log_dir, Path::new("/x/data/chancery/log"));
        assert!(!paths.config_is_named);

        let own = [xdg[0], xdg[1], ("CHANCERY_CONFIG", "/v/my.toml"), ("CHANCERY_DATA_DIR", "/v/data")];
        let paths = find(&Locations::default(), Environment::from(own));
        assert_eq!(paths.config_file, Path::new("/v/my.toml"));
        assert_eq!(paths.feeds_file, Path::new("/v/feeds.toml"));
        assert_eq!(paths.data_dir, Path::new("/v/data"));
        assert!(paths.config_is_named);

        let flags = Locations { config: Some("/f/c.toml".into()), data_dir: Some("/f/data".into()) };
        let paths = find(&flags, Environment::from(own));
        assert_eq!(
            (paths.config_file.as_path(), paths.data_dir.as_path()),
            (Path::new("/f/c.toml"), Path::new("/f/data"))
        );
    }

    #[test]
    fn relative_and_empty_xdg_variables_are_ignored() {
        let paths = find(
            &Locations { data_dir: Some("/d".into()), config: None },
            Environment::from([("XDG_CONFIG_HOME", "relative")]),
        );
        assert!(paths.config_file.is_absolute(), "{}", paths.config_file.display());
    }
}
