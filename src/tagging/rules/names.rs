//! People and bodies that no table knows, where the text shows what they are; and the places that turn out to be
//! parts of people's names.

use super::{Mention, Reading};
use crate::domain::TagKind;
use crate::tagging::gazetteer::{Meaning, Role};
use crate::tagging::matcher::Name;
use crate::tagging::names::{Discovered, Known, KnownKind, NameLists, discover, end_with_legal_form, start_of_person};

pub(super) fn discover_names(reading: &mut Reading<'_>) {
    let Some(lists) = reading.names else { return };
    take_whole_names(reading, lists);
    let known: Vec<Known> = reading.mentions.iter().map(known).collect();
    let discovered = discover(reading.text, &known, lists);
    drop_parts_of_names(reading, &discovered);
    let mut mentions = Vec::new();
    for name in &discovered {
        let role = if name.kind == TagKind::Person { Role::Person } else { Role::Organisation };
        let meaning = Some(Meaning { entity: reading.entities.intern(name.kind, &name.label, None), role });
        mentions.extend(name.spans.iter().map(|span| Mention {
            start: span.start,
            end: span.end,
            name: Name::Discovered,
            meaning,
        }));
    }
    mentions.sort_by_key(|mention| mention.start);
    reading.discovered = mentions;
}

/// Gives the known names the legal forms and initials that the text has with them, and takes offices off.
fn take_whole_names(reading: &mut Reading<'_>, lists: &NameLists) {
    let text = reading.text;
    for index in 0..reading.mentions.len() {
        let next = reading.mentions.get(index + 1).map_or(text.len(), |next| next.start);
        let last = index.checked_sub(1).map_or(0, |last| reading.mentions[last].end);
        let mention = &mut reading.mentions[index];
        match mention.role() {
            Some(Role::Organisation) => {
                let end = end_with_legal_form(text, mention.end, lists);
                mention.end = if end <= next { end } else { mention.end };
            }
            Some(Role::Person) => {
                let start = start_of_person(text, mention.start..mention.end, lists);
                mention.start = if start >= last { start } else { mention.start };
            }
            _ => {}
        }
    }
}

fn known(mention: &Mention<'_>) -> Known {
    let kind = match mention.role() {
        None if matches!(mention.name, Name::Known(surface) if surface.meanings.is_empty()) => KnownKind::Mask,
        Some(Role::Country | Role::Team | Role::Metonym(_)) => KnownKind::Country,
        Some(Role::Demonym) => KnownKind::Demonym,
        Some(Role::Person | Role::Surname | Role::BackReference) => KnownKind::Person,
        Some(Role::Organisation | Role::StateBody) => KnownKind::Organisation,
        _ => KnownKind::Place,
    };
    let is_guess = matches!(mention.role(), Some(Role::Surname | Role::BackReference) | None);
    Known { range: mention.start..mention.end, kind, in_doubt: is_guess && kind != KnownKind::Mask }
}

/// Takes the meaning from what stands within a person's name. A surname alone takes it only from what is not a
/// country: "Jordan" may be both in one article.
fn drop_parts_of_names(reading: &mut Reading<'_>, discovered: &[Discovered]) {
    let people = discovered.iter().filter(|name| name.kind == TagKind::Person);
    let mut spans: Vec<_> = people.flat_map(|name| name.spans.iter().cloned()).collect();
    spans.sort_by_key(|span| span.start);
    let text = reading.text;
    reading.mentions.retain(|mention| {
        let next = spans.partition_point(|span| span.end <= mention.start);
        let Some(span) = spans.get(next).filter(|span| span.start < mention.end) else { return true };
        let is_whole_name = text[span.clone()].contains(' ');
        let is_country = matches!(mention.role(), Some(Role::Country | Role::Demonym | Role::Capital));
        !is_whole_name && is_country
    });
}

#[cfg(test)]
mod tests {
    use crate::domain::TagKind;
    use crate::tagging::testing::{annotate, check, countries, keys, organisations, people, places};

    #[test]
    fn people_and_bodies_that_no_table_knows_are_found() {
        check(
            people,
            &[
                ("Bridge closed\nForeign Minister Zoltan Brandis resigned.", "Zoltan Brandis"),
                ("Bridge closed\nOlu Adekeye, Nigeria's army chief, resigned.", "Olu Adekeye"),
                ("Bridge closed\nThe harbour was calm.", ""),
            ],
        );
        check(
            organisations,
            &[
                ("Bridge closed\nIt was the Free Harbour Party that asked.", "Free Harbour Party"),
                ("Bridge closed\nThe party in the harbour was loud.", ""),
            ],
        );
    }

    #[test]
    fn a_place_within_a_persons_name_is_no_place() {
        check(
            countries,
            &[
                ("Bridge closed\nForeign Minister Adela Cordoba resigned.", ""),
                ("Bridge closed\nIn Accra the striker Kwame Lagos was cheered.", "GH"),
                ("Bridge closed\nPresident Zoltan Brandis flew to Lagos.", "NG"),
            ],
        );
    }

    #[test]
    fn a_surname_alone_is_no_city_but_may_be_a_country() {
        check(places, &[("Bridge closed\nForeign Minister Ilse Lyon met farmers. Later Lyon went home.", "")]);
        check(
            countries,
            &[
                ("Bridge closed\nForeign Minister Ilse Jordan met farmers. Later she saw the wells in Jordan.", "JO"),
                ("Bridge closed\nForeign Minister Ilse Jordan met farmers. Later Jordan went home.", ""),
            ],
        );
    }

    #[test]
    fn a_body_keeps_the_country_in_its_name() {
        check(countries, &[("Bridge closed\nThe Chilean Harbour Workers' Union asked for paint.", "CL")]);
    }

    #[test]
    fn names_are_found_in_english_prose_only() {
        let found = |language, article| keys(&annotate(article, Some(language), None).tags, TagKind::Person);
        assert_eq!(found("de", "Brücke gesperrt\nAußenminister Zoltan Brandis trat zurück."), "");
        assert_eq!(found("en", "Bridge closed\nForeign Minister Zoltan Brandis resigned."), "Zoltan Brandis");
    }
}
