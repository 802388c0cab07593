//! Where articles are exported to.

use std::path::PathBuf;

use directories::UserDirs;

use super::Environment;

/// The folder that the setting names; else that of downloads, by `XDG_DOWNLOAD_DIR` or the system's own custom; else the
/// home folder. `None` where there is no home.
pub fn export_folder(setting: &str, environment: &Environment) -> Option<PathBuf> {
    let home = environment.path("HOME").or_else(|| UserDirs::new().map(|folders| folders.home_dir().to_owned()));
    if let Some(below_home) = setting.strip_prefix("~/") {
        return home.map(|home| home.join(below_home));
    }
    if !setting.is_empty() {
        return Some(PathBuf::from(setting));
    }
    let named = environment.path("XDG_DOWNLOAD_DIR").filter(|folder| folder.is_absolute());
    let custom = || UserDirs::new()?.download_dir().map(ToOwned::to_owned);
    named.or_else(custom).or(home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_comes_before_the_folder_of_downloads() {
        let environment = Environment::from([("HOME", "/home/ada"), ("XDG_DOWNLOAD_DIR", "/home/ada/in")]);
        let folder = |setting| export_folder(setting, &environment).unwrap();
        assert_eq!(folder(""), PathBuf::from("/home/ada/in"));
        assert_eq!(folder("~/articles"), PathBuf::from("/home/ada/articles"));
        assert_eq!(folder("/srv/articles"), PathBuf::from("/srv/articles"));
    }
}
