//! A line of newsboat's `urls` file is parted into words.

/// The words of a line: parted by white space, or in quotation marks with `\"`, `\\`, `\n`, `\r` and `\t` inside. What
/// stands behind a `#` that begins a word is a comment.
pub(super) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let (word, behind) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_word(quoted),
            None => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        words.push(word);
        rest = behind.trim_start();
    }
    words
}

/// What stands before the closing quotation mark, and what behind; a mark that is missing closes at the line's end.
fn quoted_word(text: &str) -> (String, &str) {
    let mut word = String::new();
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return (word, &text[at + 1..]),
            '\\' => word.extend(characters.next().map(|(_, escaped)| match escaped {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            })),
            c => word.push(c),
        }
    }
    (word, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_space_and_kept_by_quotation_marks() {
        for (line, expected) in [
            ("", &[] as &[&str]),
            ("  # a comment", &[]),
            ("https://a.example/#top tag # why", &["https://a.example/#top", "tag"]),
            ("a \"b c\"\t\"~D \\\"E\\\" \\\\\"", &["a", "b c", "~D \"E\" \\"]),
            ("\"query:A:title =~ \\\"x\\\"\"", &["query:A:title =~ \"x\""]),
            ("a \"# b\" \"open", &["a", "# b", "open"]),
            ("a \"end\\", &["a", "end"]),
        ] {
            assert_eq!(words(line), expected, "{line}");
        }
    }
}
