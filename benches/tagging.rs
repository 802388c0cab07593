//! How fast an article is tagged, in bytes per second, and how soon the tagger is ready.
//!
//! `cargo bench --bench tagging`

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::time::Instant;

use chancery::domain::SafeText;
use chancery::tagging::{Input, Tagger};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    let start = Instant::now();
    Tagger::embedded();
    println!("ready in {:.1?}", start.elapsed());
    divan::main();
}

const TITLE: &str = "Cairo takes over the canal; London and Paris weigh their answer";

/// A dispatch from history, with about as many names as a wire report has.
const REPORT: &str = "\
LONDON, August 2, 1956 - The foreign ministers of Britain, France and the United States ended three days of talks \
in London on Thursday with a call for a conference of the countries that use the Suez Canal. President Nasser had \
announced a week before, before a crowd in Alexandria, that Egypt was taking over the company that runs the \
waterway and would build the Aswan High Dam from its dues.\n\
The statement by the three governments said that the freedom of passage laid down in the convention of 1888 had to \
be kept. It did not speak of force. Sir Anthony Eden told the House of Commons that no arrangement could be accepted \
which would leave the canal under the control of a single power. In Paris the prime minister, Guy Mollet, found \
harder words, and reservists on leave from Algeria were told to stay near their units.\n\
Mr. Dulles, who had flown in from Washington on Wednesday, was said to be looking for a way that would give every \
side time. His officials pointed out that the United States ships little oil through the canal, that Western Europe \
depends on it for most of what it burns, and that a closed waterway would be felt in every factory from Hamburg to \
Naples within six weeks. Norway, Greece and India, whose ships and trade need the passage, asked to be heard.\n\
In Moscow the newspapers printed the Egyptian decree in full beside a note that every state may run what lies on its \
own soil. The Soviet Union had agreed the year before to let Czechoslovakia sell arms to Cairo, and it was the offer \
of money for the dam, made and withdrawn, that brought the present crisis. Yugoslavia's President Tito, who had been \
host to Nasser and to Nehru on the island of Brioni when the withdrawal became known, let it be understood that he \
advised patience.\n\
The canal itself went on as before. The pilots, most of them British and French, had been told by the company to \
stay at their posts, and on Thursday forty-two ships passed between Port Said and Suez. The dues of all but two \
were paid to the accounts of the old company, in banks of the City of London, and nobody on the banks seemed to be \
in a hurry to ask for them. Shops in Ismailia were open; the price of bread had not moved. Insurers raised the rate \
for cargoes by a shilling. An Italian captain, asked whether he had seen soldiers, said that he had seen some, and \
that they had been fishing.\n";

fn tag(bencher: Bencher, text: &str) {
    let (title, text) = (SafeText::line(TITLE), SafeText::block(text));
    let input = Input { title: &title, text: &text, language: Some("en"), feed_country: None };
    bencher
        .counter(BytesCount::new(title.len() + text.len()))
        .bench(|| Tagger::embedded().tag(divan::black_box(input)));
}

/// A teaser, as most feeds send it.
#[divan::bench]
fn summary(bencher: Bencher) {
    tag(bencher, &REPORT[..300]);
}

/// A report of the usual length.
#[divan::bench]
fn article(bencher: Bencher) {
    tag(bencher, REPORT);
}

/// The same with typographic quotation marks, dashes and accents, which are folded.
#[divan::bench]
fn typographic_article(bencher: Bencher) {
    tag(bencher, &REPORT.replace('\'', "’").replace(" - ", " — ").replace("Mollet", "Møllet"));
}

/// A long document: the report thirty times.
#[divan::bench]
fn document(bencher: Bencher) {
    tag(bencher, &REPORT.repeat(30));
}

/// A text in which every name is doubtful, so that the rules look around each one. The cost must stay
/// proportional to the length.
#[divan::bench(args = [16, 1024])]
fn doubtful_names(bencher: Bencher, kibibytes: usize) {
    tag(bencher, &"Mr. Jordan ".repeat(kibibytes * 1024 / 11));
}
