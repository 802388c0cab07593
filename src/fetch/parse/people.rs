//! Who wrote it.

use feed_rs::model::Person;

use crate::domain::SafeText;

use super::markup::one_line;

/// The most authors that are taken.
const MAX_AUTHORS: usize = 20;

/// The names of these people, each once; where nobody has a name, their addresses.
pub(super) fn names(people: &[Person]) -> Vec<SafeText> {
    people.iter().fold(Vec::new(), |names, person| with(names, stated(person)))
}

/// A list of names with one more, unless it is there, empty, or one too many.
pub(super) fn with(mut names: Vec<SafeText>, name: SafeText) -> Vec<SafeText> {
    if !name.is_empty() && !names.contains(&name) && names.len() < MAX_AUTHORS {
        names.push(name);
    }
    names
}

/// feed-rs fills the name with the element's where it finds none, and takes what RSS says for an address.
fn stated(person: &Person) -> SafeText {
    let is_filler = matches!(person.name.as_str(), "author" | "unknown" | "managingEditor" | "webMaster");
    without_address(if is_filler { person.email.as_deref().unwrap_or_default() } else { &person.name })
}

/// The name in `mail@news.example (Name)`, as RSS 2.0 wants it, in `Name <mail@news.example>` and the like; an
/// address alone stays.
pub(in crate::fetch) fn without_address(stated: &str) -> SafeText {
    let line = one_line(stated);
    let is_address = |word: &&str| word.contains('@');
    let trimmed = |word: &str| word.trim_matches(['(', ')', '<', '>', '[', ']', ',', ';', ':', '"']).to_owned();
    let Some(word) = line.split(' ').find(is_address) else { return line };
    let address = trimmed(word);
    let address = address.strip_prefix("mailto:").unwrap_or(&address);
    let rest = line.replacen(word, &word.replacen(address, "", 1).replacen("mailto:", "", 1), 1);
    let mut name = rest.as_str();
    for empty in ["()", "<>", "[]"] {
        name = name.trim().trim_start_matches(empty).trim_end_matches(empty);
    }
    let name = name.trim_matches([' ', ',', ';', ':', '-', '"']);
    let name = name.strip_prefix('(').and_then(|name| name.strip_suffix(')')).unwrap_or(name).trim();
    SafeText::line(if name.is_empty() { address } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_its_address() {
        let cases = [
            ("Jane Doe", "Jane Doe"),
            ("jane@a.example (Jane Doe)", "Jane Doe"),
            ("(Jane Doe) jane@a.example", "Jane Doe"),
            ("Jane Doe <jane@a.example>", "Jane Doe"),
            ("Jane Doe (jane@a.example)", "Jane Doe"),
            ("Jane Doe &lt;jane@a.example&gt;", "Jane Doe"),
            ("jane@a.example, Jane Doe", "Jane Doe"),
            ("Jane Doe (mailto:jane@a.example)", "Jane Doe"),
            ("jane@a.example", "jane@a.example"),
            ("mailto:jane@a.example", "jane@a.example"),
            ("<a@a.example>", "a@a.example"),
            ("jane@a.example ()", "jane@a.example"),
            ("Newsroom (Geneva)", "Newsroom (Geneva)"),
            ("编辑：news@a.example", "编辑：news@a.example"),
            ("@", "@"),
            ("", ""),
        ];
        for (stated, name) in cases {
            assert_eq!(without_address(stated), name, "{stated}");
        }
    }
}
