//! "Germany beat Brazil": in a report on sport, countries are teams, but "in Qatar" is a place.

use super::Reading;
use crate::tagging::gazetteer::Role;

/// So many words of sport without a main topic make a report on sport; one in the title is enough.
const SPORT_MIN_WORDS: u32 = 3;

pub(super) fn drop_national_teams(reading: &mut Reading<'_>) {
    let sport = reading.signals.count(reading.gazetteer.sport);
    let is_political = reading.topics.iter().any(|topic| topic.main);
    if is_political || (sport.title == 0 && sport.all < SPORT_MIN_WORDS) {
        return;
    }
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        let may_be_team = |role| matches!(role, Role::Country | Role::Demonym);
        if mention.meaning.is_some_and(|meaning| may_be_team(meaning.role)) && !reading.is_located(&mention) {
            reading.mentions[index].meaning = None;
        }
    }
}
