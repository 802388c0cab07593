//! Surnames: whom they mean, and whose they are not ("Ivanka Trump", "Assad Khan").

use std::collections::HashSet;

use super::{Mention, Reading};
use crate::tagging::gazetteer::{EntityId, Meaning, Role};
use crate::tagging::neighbours::{Neighbours, is_capitalised};

/// Capitalised words before a surname that are an office or a form of address.
const OFFICES: &[&str] = &[
    "President",
    "Minister",
    "Chancellor",
    "Secretary",
    "Ambassador",
    "Senator",
    "General",
    "Chairman",
    "Premier",
    "Governor",
    "Speaker",
    "Mayor",
    "Judge",
    "Justice",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Sheikh",
    "Ayatollah",
    "Pope",
    "Mr",
    "Mrs",
    "Ms",
    "Dr",
    "Sir",
    "Lord",
    "Lady",
    "Chief",
    "Director",
    "Commissioner",
    "Envoy",
    "Admiral",
    "Marshal",
    "Colonel",
    "Major",
    "Captain",
    "Comrade",
    "PM",
    "Leader",
    "Representative",
    "Congressman",
    "Congresswoman",
    "Taoiseach",
    "Emperor",
    "Tsar",
    "Sultan",
    "Emir",
    "Candidate",
    "Herr",
];

pub(super) fn resolve_surnames(reading: &mut Reading<'_>) {
    let named: HashSet<EntityId> = reading
        .mentions
        .iter()
        .filter_map(|mention| mention.meaning)
        .filter(|meaning| meaning.role == Role::Person)
        .map(|meaning| meaning.entity)
        .collect();
    let is_surname = |mention: &Mention<'_>| {
        mention.meaning.is_some_and(|meaning| matches!(meaning.role, Role::Surname | Role::BackReference))
    };
    let mut others: HashSet<EntityId> = HashSet::new();
    for index in (0..reading.mentions.len()).filter(|&index| is_surname(&reading.mentions[index])).collect::<Vec<_>>() {
        let mention = reading.mentions[index];
        let meant = meant(&mention, &named);
        let is_another = has_another_given_name(reading, index);
        if let Some(meant) = meant.filter(|meant| is_another && !named.contains(&meant.entity)) {
            others.insert(meant.entity);
        }
        let stands = !is_another && !is_given_name(reading, index);
        reading.mentions[index].meaning = meant.filter(|meant| stands && !others.contains(&meant.entity));
    }
}

/// Whom a surname means: the bearer whose full name the article holds, else the one it means alone.
fn meant(mention: &Mention<'_>, named: &HashSet<EntityId>) -> Option<Meaning> {
    let bearers = mention.meanings();
    let mut alone = bearers.iter().filter(|bearer| bearer.role == Role::Surname);
    let present = bearers.iter().find(|bearer| named.contains(&bearer.entity));
    present.or_else(|| alone.next().filter(|_| alone.next().is_none())).copied()
}

/// "Ivanka Trump": an unknown capitalised word before, within a sentence.
fn has_another_given_name(reading: &Reading<'_>, index: usize) -> bool {
    let mention = &reading.mentions[index];
    if reading.follows_a_name(index) {
        return false;
    }
    let near = reading.neighbours(mention);
    let lists = &reading.gazetteer.lists.personal;
    let Some(word) = near.word_before() else { return false };
    if lists.given_names.contains(word) {
        return true;
    }
    let begin = mention.start - 1 - word.len();
    word.starts_with(char::is_uppercase)
        && !OFFICES.contains(&word)
        && !lists.before.contains(word)
        && !Neighbours::of(reading.text, begin, mention.start).begins_sentence()
        && !near.line_in_title_case()
}

/// "Assad Khan": an unknown capitalised word behind.
fn is_given_name(reading: &Reading<'_>, index: usize) -> bool {
    let near = reading.neighbours(&reading.mentions[index]);
    !reading.precedes_a_name(index)
        && near.word_after().is_some_and(|word| {
            is_capitalised(word) && !reading.gazetteer.lists.personal.after.contains(word) && !near.line_in_title_case()
        })
}

#[cfg(test)]
mod tests {
    use crate::domain::TagKind;
    use crate::tagging::testing::{check, countries, people, tags};

    #[test]
    fn a_surname_means_the_known_bearer() {
        check(
            people,
            &[
                ("Putin flies home", "Vladimir Putin"),
                ("President Macron and Chancellor Merz dine", "Emmanuel Macron,Friedrich Merz"),
                ("Mr Putin flies home", "Vladimir Putin"),
                ("On Monday Putin flew home", "Vladimir Putin"),
                ("Why Putin Flies Home", "Vladimir Putin"),
            ],
        );
    }

    #[test]
    fn another_given_name_makes_another_person() {
        check(
            people,
            &[
                ("The painter Ludmila Putin exhibits", "Ludmila Putin"),
                ("The painter Ludmila Putin exhibits\nVisitors asked whether Putin sells.", "Ludmila Putin"),
                ("The painter Ludmila Putin exhibits\nVladimir Putin stays away.", "Ludmila Putin,Vladimir Putin"),
            ],
        );
        check(countries, &[("The painter Ludmila Putin exhibits", "")]);
    }

    #[test]
    fn a_surname_before_another_name_is_a_given_name() {
        check(
            people,
            &[("Ambassador Assad Khan presents his papers", "Assad Khan"), ("Putin Told to Leave", "Vladimir Putin")],
        );
    }

    #[test]
    fn a_common_surname_needs_its_full_name_in_the_article() {
        check(people, &[("Sullivan signed copies", ""), ("Patel signed copies", "")]);
        for (article, person) in [
            ("Jake Sullivan writes a memoir\nSullivan signed copies.", "Jake Sullivan"),
            ("Sullivan signs copies\nJake Sullivan has written a memoir.", "Jake Sullivan"),
            ("Kash Patel reads\nLater Patel signed copies.", "Kash Patel"),
        ] {
            let tags = tags(article);
            let found = tags.iter().find(|tag| tag.kind == TagKind::Person).expect(article);
            assert_eq!((found.key.as_str(), found.spans.len()), (person, 2), "{article}");
        }
    }
}
