//! Folders of feeds nest: `Asia/East` is the folder `East` in `Asia`.

use super::SafeText;

/// A folder's path as it is kept: levels trimmed, empty ones left out; empty when nothing is left.
pub fn path_of_folder(text: &str) -> SafeText {
    let levels: Vec<&str> = text.split('/').map(str::trim).filter(|level| !level.is_empty()).collect();
    SafeText::line(&levels.join("/"))
}

/// The last level of a folder's path.
pub fn folder_name(path: &SafeText) -> SafeText {
    path.rfind('/').map_or_else(|| path.clone(), |slash| path.slice(slash + 1..path.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_made_of_levels() {
        for (text, path, name) in [
            ("Asia/East", "Asia/East", "East"),
            (" / Asia // East / ", "Asia/East", "East"),
            ("Wires", "Wires", "Wires"),
            (" / ", "", ""),
        ] {
            assert_eq!((path_of_folder(text).as_str(), folder_name(&path_of_folder(text)).as_str()), (path, name));
        }
    }
}
