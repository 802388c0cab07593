//! Names that the user adds to the gazetteer.

use sha2::{Digest, Sha256};

use super::{CountryCode, SafeText, TagKind};

/// What the user wants found in articles, and what not, besides what the program knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserGazetteer {
    /// Phrases that name nothing, whatever stands in them ("Georgia Tech").
    pub masks: Vec<SafeText>,
    pub names: Vec<UserName>,
}

/// A country, person, organisation or place by the names that the user gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct UserName {
    /// Never a topic: topics are found by cues.
    pub kind: TagKind,
    /// The canonical name; a country's code.
    pub name: SafeText,
    /// Other names of it.
    pub aliases: Vec<SafeText>,
    /// The country that it is evidence for; a country is its own.
    pub country: Option<CountryCode>,
    /// The line of the file it stands in, from 1, for what only the layers above can judge.
    pub line: usize,
}

impl UserGazetteer {
    /// Whether the user added nothing.
    pub fn is_empty(&self) -> bool {
        self.masks.is_empty() && self.names.is_empty()
    }

    /// A number that changes with what it holds, the same in every build; it depends on `salt` too.
    pub fn fingerprint(&self, salt: u32) -> u32 {
        let mut hash = Sha256::new();
        let mut part = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        part(&salt.to_string());
        self.masks.iter().for_each(|mask| part(mask));
        for name in &self.names {
            part(name.kind.slug());
            part(&name.name);
            part(name.country.as_ref().map_or("", CountryCode::as_str));
            part(&name.aliases.len().to_string());
            name.aliases.iter().for_each(|alias| part(alias));
        }
        let digest = hash.finalize();
        u32::from_be_bytes(digest[..4].try_into().expect("a SHA-256 digest has 32 bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_follows_every_part_but_the_line() {
        let name = UserName {
            kind: TagKind::Person,
            name: "Jane Doe".into(),
            aliases: vec!["J. Doe".into()],
            country: "GB".parse().ok(),
            line: 3,
        };
        let gazetteer = UserGazetteer { masks: vec!["Georgia Tech".into()], names: vec![name.clone()] };
        let of = |name: UserName| UserGazetteer { names: vec![name], ..gazetteer.clone() }.fingerprint(1);
        let first = gazetteer.fingerprint(1);
        assert_eq!(of(UserName { line: 4, ..name.clone() }), first);
        let others = [
            gazetteer.fingerprint(2),
            UserGazetteer::default().fingerprint(1),
            UserGazetteer { masks: Vec::new(), ..gazetteer.clone() }.fingerprint(1),
            of(UserName { kind: TagKind::Place, ..name.clone() }),
            of(UserName { name: "John Doe".into(), ..name.clone() }),
            of(UserName { aliases: Vec::new(), ..name.clone() }),
            of(UserName { country: None, ..name }),
        ];
        assert!(!others.contains(&first), "{others:?}");
    }
}
