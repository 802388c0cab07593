//! The event line of an article: the actors are what it names in the title and the lead.

use super::event::{Actor, ActorKind, LEAD_MAX_BYTES, event};
use super::gazetteer::{EntityId, Role};
use super::normalise::Folded;
use super::rules::{Mention, Reading};
use crate::domain::{Event, TagRef};

/// What the article's title or lead says was done, with the entities that did it.
pub(super) fn event_line(reading: &Reading<'_>, folded: &Folded) -> Option<Event> {
    let lead_end = reading.layout.title_end + 1 + LEAD_MAX_BYTES;
    let mentions = reading.mentions.iter().chain(&reading.discovered);
    let mut named: Vec<&Mention<'_>> = mentions.filter(|mention| mention.end <= lead_end).collect();
    named.sort_by_key(|mention| (mention.start, std::cmp::Reverse(mention.end)));
    let (mut actors, mut entities) = (Vec::new(), Vec::new());
    for mention in named {
        let Some((entity, kind)) = actor(reading, mention) else { continue };
        if actors.last().is_some_and(|last: &Actor| last.end > mention.start) {
            continue;
        }
        let place = entities.iter().position(|known| *known == entity).unwrap_or_else(|| {
            entities.push(entity);
            entities.len() - 1
        });
        let plural = kind == ActorKind::Demonym && mention.name.text().ends_with('s');
        actors.push(Actor { start: mention.start, end: mention.end, kind, plural, entity: place });
    }
    let found = event(reading.text, reading.layout.title_end, &actors)?;
    let tag = |actor: usize| {
        let entity = reading.entities.get(entities[actors[actor].entity]);
        TagRef { kind: entity.kind, key: entity.key.clone(), label: entity.label.clone() }
    };
    Some(Event {
        verb: found.verb,
        phrase: folded.span(found.phrase.start, found.phrase.end),
        who: tag(found.who),
        whom: found.whom.map(tag),
        negated: found.negated,
        conditional: found.conditional,
        historical: found.historical,
    })
}

/// Who a mention is when it acts; a capital or a building acts for its country.
fn actor(reading: &Reading<'_>, mention: &Mention<'_>) -> Option<(EntityId, ActorKind)> {
    let meaning = mention.meaning?;
    let kind = match meaning.role {
        Role::Country => ActorKind::Country,
        Role::Demonym => ActorKind::Demonym,
        Role::Capital => return Some((reading.entities.get(meaning.entity).country?, ActorKind::Capital)),
        Role::Metonym(_) => ActorKind::Capital,
        Role::Person | Role::Surname | Role::BackReference => ActorKind::Person,
        Role::Organisation | Role::StateBody => ActorKind::Organisation,
        _ => return None,
    };
    Some((meaning.entity, kind))
}

#[cfg(test)]
mod tests {
    use crate::domain::SafeText;
    use crate::tagging::{Input, Tagger};

    fn line(title: &str, text: &str) -> String {
        let (title, text) = (SafeText::line(title), SafeText::block(text));
        let input = Input { title: &title, text: &text, language: None, feed_country: None };
        let Some(event) = Tagger::embedded().annotate(input).event else { return String::new() };
        let whom = event.whom.map_or(String::new(), |whom| format!(" {}", whom.label));
        format!("{} {}{whom}", event.who.label, event.verb)
    }

    #[test]
    fn actors_are_what_the_tagger_names() {
        for (title, expected) in [
            ("Serbia accuses Kosovo of delay", "Serbia ACCUSE Kosovo"),
            ("Moscow threatens Kyiv over the bridge", "Russia THREATEN Ukraine"),
            ("Côte d’Ivoire signs pact with Ghana", "Ivory Coast AGREE Ghana"),
            ("Putin meets Xi", "Vladimir Putin CONSULT Xi Jinping"),
            ("A bridge in Chile is painted", ""),
            ("Will Serbia accuse Kosovo?", ""),
        ] {
            assert_eq!(line(title, "The bridge needs paint."), expected, "{title}");
        }
    }

    #[test]
    fn the_phrase_points_at_the_original_words() {
        let (title, text) = (SafeText::line("Côte d’Ivoire rejects Ghana’s claim"), SafeText::default());
        let input = Input { title: &title, text: &text, language: Some("en"), feed_country: None };
        let event = Tagger::embedded().annotate(input).event.unwrap();
        assert!(title[event.phrase.start as usize..event.phrase.end as usize].starts_with("rejects"));
    }
}
