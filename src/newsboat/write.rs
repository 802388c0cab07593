//! newsboat's `urls` file is written: a line a feed, with its folders and tags as newsboat's tags, and its name.

use crate::domain::Source;

/// The file of these feeds; those of this machine, which are no addresses of the web, are left out.
pub fn write(sources: &[Source]) -> String {
    let mut file = String::new();
    for source in sources {
        let Some(url) = source.url.web() else { continue };
        let folders = source.folders.iter().map(|folder| folder.to_string());
        let words = folders.chain(source.tags.iter().map(ToString::to_string)).chain([format!("~{}", source.name)]);
        file.push_str(url.as_str());
        for word in words {
            file.push_str(&format!(" \"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")));
        }
        file.push('\n');
    }
    file
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::domain::{SafeText, WebUrl};

    #[test]
    fn what_is_written_is_read_back() {
        let mut source =
            Source::unknown(SafeText::line("The \"Wire\" \\ one"), WebUrl::parse("https://a.example/feed#x").unwrap());
        source.tags = vec!["daily".parse().unwrap()];
        source.folders = vec!["Asia".into()];
        let file = write(std::slice::from_ref(&source));
        assert_eq!(file, "https://a.example/feed#x \"Asia\" \"daily\" \"~The \\\"Wire\\\" \\\\ one\"\n");
        let read = read(file.as_bytes()).feeds;
        assert_eq!((&read[0].name, &read[0].url), (&source.name, &source.url));
        assert_eq!(read[0].tags.len(), 2);
    }
}
