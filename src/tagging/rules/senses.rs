//! "Georgia votes, Atlanta waits": a name with two senses has the one whose cues the article holds.

use super::Reading;

pub(super) fn choose_senses(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        let Some(sense) = reading.surface(&mention).sense.filter(|_| mention.meaning.is_some()) else { continue };
        let sense = &reading.gazetteer.senses[sense];
        let cues = reading.signals.count(sense.cues).all;
        let against = reading.signals.count(sense.against).all;
        if cues > against || (sense.default && cues == against) {
            reading.mentions[index].meaning = sense.meaning;
        }
    }
}
