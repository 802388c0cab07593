//! "ASK US NOW": in a line of capitals, acronyms that are also words name nothing.

use super::Reading;

pub(super) fn drop_words_in_capitals(reading: &mut Reading<'_>) {
    for index in 0..reading.mentions.len() {
        let mention = reading.mentions[index];
        if reading.surface(&mention).traits.word_in_capitals && reading.neighbours(&mention).line_in_capitals() {
            reading.mentions[index].meaning = None;
        }
    }
}
