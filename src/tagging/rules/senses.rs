//! "Georgia votes, Atlanta waits": a name with two senses has the one whose cues the article holds.

use super::Reading;
use crate::tagging::gazetteer::{Role, Surface};
use crate::tagging::matcher::Name;

pub(super) fn choose_senses(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        // What its neighbours have placed ("Jersey City, N.J.") is not in doubt.
        let Name::Known(Surface { sense: Some(sense), .. }) = mention.name else { continue };
        if mention.meaning.is_none_or(|meaning| meaning.role == Role::Town) {
            continue;
        }
        let sense = &reading.gazetteer.senses[*sense];
        let cues = reading.signals.count(sense.cues).all;
        let against = reading.signals.count(sense.against).all;
        if cues > against || (sense.default && cues == against) {
            reading.mentions[index].meaning = sense.meaning;
        }
    }
}
