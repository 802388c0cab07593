use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

/// Samples in the form of the tables.
const GIVEN_NAMES: &str = "name\talso\nMichael\t\nJohn\t\nParis\tplace\nChad\tplace\nMary\tword\nJean\t\nPeter\t\n";
const SURNAMES: &str = "name\nHilton\nKennedy\nOrtega\n";

const FIRMS: &str = "name\talso\nGoldman Sachs\t\nQuuxair\t\nSpire\tword\n";
const MASKS: &str = "phrase\treason\nLeeds Gazette\tnewspaper\nLeeds pudding\tfood\n";

const PLACES: &[(&str, KnownKind)] = &[
    ("Ruritania", KnownKind::Country),
    ("Ruritanian", KnownKind::Demonym),
    ("Jordan", KnownKind::Country),
    ("Chad", KnownKind::Country),
    ("Paris", KnownKind::Place),
    ("Leeds", KnownKind::Place),
    ("U.S.", KnownKind::Country),
    ("Ban Ki-moon", KnownKind::Person),
    ("World Bank", KnownKind::Organisation),
    ("Bank of China Tower", KnownKind::Mask),
];

pub(super) fn lists() -> &'static NameLists {
    static LISTS: LazyLock<NameLists> = LazyLock::new(|| {
        let words = include_str!("../../../assets/names.toml");
        NameLists::new(&NameTables { words, firms: FIRMS, masks: MASKS, given_names: GIVEN_NAMES, surnames: SURNAMES })
            .unwrap()
    });
    &LISTS
}

fn known(text: &str) -> Vec<Known> {
    let is_whole = |start: usize, end: usize| {
        !text[..start].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric)
    };
    let mut known: Vec<Known> = (PLACES.iter())
        .flat_map(|(name, kind)| text.match_indices(name).map(move |(at, _)| (at..at + name.len(), *kind)))
        .filter(|(range, _)| is_whole(range.start, range.end))
        .map(|(range, kind)| Known { range, kind, in_doubt: false })
        .collect();
    known.sort_by_key(|known| known.range.start);
    known
}

/// What is discovered, as "P Name" or "O Name".
fn found(text: &str) -> Vec<String> {
    let discovered = discover(text, &known(text), lists());
    let letter = |kind| if kind == TagKind::Person { "P" } else { "O" };
    discovered.iter().map(|found| format!("{} {}", letter(found.kind), found.label)).collect()
}

/// Where the only name that is discovered stands.
fn mentions(text: &str) -> Vec<&str> {
    match discover(text, &known(text), lists()).as_slice() {
        [only] => only.spans.iter().map(|span| &text[span.clone()]).collect(),
        others => panic!("{others:?}"),
    }
}

fn assert_table(table: &[(&str, &[&str])]) {
    for (text, expected) in table {
        assert_eq!(found(text), *expected, "{text}");
    }
}

#[test]
fn an_office_before_a_name_makes_it_a_persons() {
    assert_table(&[
        ("Then President Zoltan Quux spoke.", &["P Zoltan Quux"]),
        ("Former Ruritanian Foreign Minister Zoltan Quux spoke.", &["P Zoltan Quux"]),
        ("A call to Lt. Gen. Zoltan Quux went unheard.", &["P Zoltan Quux"]),
        ("U.S. Secretary of State Zoltan Quux spoke.", &["P Zoltan Quux"]),
        ("Prime Minister of Ruritania Zoltan Quux spoke.", &["P Zoltan Quux"]),
        ("The striker Zoltan Quux scored.", &["P Zoltan Quux"]),
        ("Mr. Zoltan Quux and ex-President Otto Baz met.", &["P Zoltan Quux", "P Otto Baz"]),
        ("the analyst, Zoltan Quux, was sure", &["P Zoltan Quux"]),
        ("Honourable Zoltan Quux, MP, was there", &["P Zoltan Quux"]),
    ]);
}

#[test]
fn what_stands_behind_a_name_makes_it_a_persons() {
    assert_table(&[
        ("Zoltan Quux, Ruritania's army chief, spoke.", &["P Zoltan Quux"]),
        ("Zoltan Quux, a spokesman for the rebels, spoke.", &["P Zoltan Quux"]),
        ("It hit Zoltan Quux, 45, in the leg.", &["P Zoltan Quux"]),
        ("It hit Zoltan Quux (D-Ohio).", &["P Zoltan Quux"]),
        ("Yesterday it was seen by Zoltan Quux.", &[]),
        ("Novy Zhurnal, whose editor left, was closed.", &[]),
        ("It left Novy Zhurnal, to warn journalists.", &[]),
    ]);
}

#[test]
fn names_from_the_lists_are_peoples() {
    assert_table(&[
        ("It was John Quux.", &["P John Quux"]),
        ("It was Jean-Luc Quux.", &["P Jean-Luc Quux"]),
        ("A letter of John F. Kennedy was sold.", &["P John F. Kennedy"]),
        ("A letter of J.P. Ortega was sold.", &["P J.P. Ortega"]),
        ("It hit Zoltan Q. Quux hard.", &["P Zoltan Q. Quux"]),
        ("It hit Zoltan Quux Jr. hard.", &["P Zoltan Quux Jr"]),
        ("They met Michael von Quux there.", &["P Michael von Quux"]),
        ("They saw Zoltan bin Quux there.", &["P Zoltan bin Quux"]),
        ("They met John al-Quux there.", &["P John al-Quux"]),
        ("They said Zoltan Ortega had left.", &["P Zoltan Ortega"]),
    ]);
}

#[test]
fn names_with_the_family_first_are_peoples() {
    assert_table(&[
        ("Then Kim Song Quu spoke.", &["P Kim Song Quu"]),
        ("Then Lee Quu-han spoke.", &["P Lee Quu-han"]),
        ("Then Zhang Quuwen spoke.", &["P Zhang Quuwen"]),
        ("Then Park Avenue was closed.", &[]),
    ]);
    assert_eq!(mentions("Then Kim Song Quu spoke. Kim left."), ["Kim Song Quu", "Kim"]);
}

#[test]
fn places_within_peoples_names_are_the_peoples() {
    assert_table(&[
        ("It was Michael Jordan again.", &["P Michael Jordan"]),
        ("It was Paris Hilton again.", &["P Paris Hilton"]),
        ("Yesterday Chad Smith resigned.", &["P Chad Smith"]),
        ("They went from Paris Jordan way.", &[]),
        ("In Jordan, Paris mattered.", &[]),
    ]);
}

#[test]
fn what_only_looks_like_a_person_is_none() {
    assert_table(&[
        ("He landed at John F. Kennedy Airport.", &[]),
        ("They walked down John Quux Street.", &[]),
        ("The Michael Quux Prize was awarded.", &[]),
        ("She came on Monday. Tuesday John left.", &[]),
        ("The Zoltan Quux sank off the coast.", &[]),
        ("But President Quux spoke.", &[]),
        ("They saw Mary in June.", &[]),
        ("Ban Ki-moon spoke near the Bank of China Tower.", &[]),
        ("They saw General Motors at the King Abdullah Mosque.", &["O General Motors"]),
        ("Five Ways John Can Save Money This Winter\nIt rained.", &[]),
        ("Goldman Sachs said so.", &["O Goldman Sachs"]),
        ("Secretary of State\nJohn\nQuux", &[]),
    ]);
}

#[test]
fn headlines_are_only_trusted_with_names_from_the_lists() {
    assert_table(&[
        ("Michael Ortega Wins Vote as Zoltan Quux Loses\nIt rained.", &["P Michael Ortega"]),
        ("MICHAEL ORTEGA WINS\nIt rained.", &[]),
    ]);
    let text = "QUUX WARNS NEIGHBOURS\nPresident Zoltan Quux spoke.";
    assert_eq!(mentions(text), ["QUUX", "Zoltan Quux"]);
}

#[test]
fn a_surname_refers_to_the_full_name_before_and_behind() {
    let text = "Quux wins\nPresident Zoltan Quux spoke. Mr Quux said so; Quux's aide and Olga Quux did not.";
    assert_eq!(mentions(text), ["Quux", "Zoltan Quux", "Quux", "Quux"]);
    let text = "Zoltan Quux left. Mr Quux said so. They went up Quux Avenue and met Olga Quux.";
    assert_eq!(mentions(text), ["Zoltan Quux", "Quux"]);
}

#[test]
fn a_surname_that_is_a_places_is_not_taken_where_it_is_the_place() {
    let text = "Michael Jordan spoke. Jordan said so. In Jordan, it rained. Mr Jordan left.";
    assert_eq!(mentions(text), ["Michael Jordan", "Jordan", "Jordan"]);
}

#[test]
fn the_longest_form_is_the_label() {
    assert_eq!(found("John Kennedy left. John F. Kennedy was 40."), ["P John F. Kennedy"]);
}

#[test]
fn the_country_of_an_office_is_told() {
    for (text, country) in [
        ("Zoltan Quux, Ruritania's army chief, spoke.", "Ruritania"),
        ("Ruritanian Foreign Minister Zoltan Quux spoke.", "Ruritanian"),
        ("Ruritania's Foreign Minister Zoltan Quux spoke.", "Ruritania"),
        ("the Ruritanian military ruler Zoltan Quux spoke.", "Ruritanian"),
        ("Zoltan Quux, a writer, spoke.", ""),
        ("the Ruritanian Foreign Ministry spoke.", "Ruritanian"),
        ("Ruritania's Labour Party spoke.", "Ruritania"),
    ] {
        let discovered = discover(text, &known(text), lists());
        let found = discovered[0].country.clone().map_or("", |range| &text[range]);
        assert_eq!(found, country, "{text}");
    }
}

#[test]
fn organisations_are_found_by_their_heads() {
    assert_table(&[
        ("The Free Quux Army won.", &["O Free Quux Army"]),
        ("He leads the Quux People's Party.", &["O Quux People's Party"]),
        ("The Ministry of Foreign Affairs and Trade spoke.", &["O Ministry of Foreign Affairs and Trade"]),
        ("The Ministry of Health, Labour and Welfare spoke.", &["O Ministry of Health, Labour and Welfare"]),
        ("The Bank of Ruritania cut rates.", &["O Bank of Ruritania"]),
        ("An Institute for Strategic Studies report", &["O Institute for Strategic Studies"]),
        ("Quux Products Inc said so.", &["O Quux Products Inc"]),
        ("Quux & Daughters Plc said so.", &["O Quux & Daughters Plc"]),
        ("The Ruritanian Foreign Ministry spoke.", &["O Foreign Ministry"]),
        ("Labour Party leader John Quux spoke.", &["O Labour Party", "P John Quux"]),
        ("Labour Party Leader John Quux spoke.", &["O Labour Party", "P John Quux"]),
        ("The Party and the Ministry met at Quux Police Station.", &[]),
        ("The Ruritanian Ministry spoke.", &[]),
        ("The World Bank spoke.", &[]),
        ("They saw Energy Minister Zoltan Quux.", &["P Zoltan Quux"]),
    ]);
}

#[test]
fn organisations_are_found_by_what_is_said_of_them() {
    assert_table(&[
        ("It told the newspaper Quux so.", &["O Quux"]),
        ("The Quux news agency said so.", &["O Quux"]),
        ("They sold Quux shares.", &["O Quux"]),
        ("QPK leader Zoltan Quux spoke.", &["O QPK", "P Zoltan Quux"]),
        ("They said GDP fell.", &[]),
        ("Leeds United lost to Leeds City.", &["O Leeds United"]),
        ("Quux FC lost.", &["O Quux FC"]),
        ("The Karkeren Quux Zoltani (KQZ) lost.", &["O Karkeren Quux Zoltani"]),
        ("The Gross Quux Index (GQI) fell.", &[]),
    ]);
}

#[test]
fn firms_are_known_by_name_but_not_within_other_names() {
    assert_table(&[
        ("They said Quuxair was late.", &["O Quuxair"]),
        ("They sold Quuxair Freight Ltd in May.", &["O Quuxair Freight Ltd"]),
        ("They saw Michael Quuxair there.", &["P Michael Quuxair"]),
        ("They saw Quuxair Zoltan there.", &[]),
        ("Yesterday Spire fell.", &["O Spire"]),
        ("Spire after spire fell.", &[]),
        ("They read the Leeds Gazette and ate Leeds pudding.", &["O Leeds Gazette"]),
    ]);
}

#[test]
fn tokens_may_stand_apart() {
    assert_table(&[
        ("the Quux People 's Liberation Army won .", &["O Quux People 's Liberation Army"]),
        ("the Workers ' Union won .", &["O Workers ' Union"]),
        ("Ruritania 's Zoltan Ortega won .", &["P Zoltan Ortega"]),
    ]);
}

#[test]
fn names_go_on_behind_their_head() {
    assert_table(&[
        ("the Movement for a Free Quux won", &["O Movement for a Free Quux"]),
        ("the Party of Rebirth and Conciliation won", &["O Party of Rebirth and Conciliation"]),
        (
            "the Party of Rebirth and Michael Ortega have agreed on something",
            &["O Party of Rebirth", "P Michael Ortega"],
        ),
        ("the Alliance of Michael Ortega won", &["P Michael Ortega"]),
        ("It sold Quux Telecom Corp of Ruritania.", &["O Quux Telecom Corp of Ruritania"]),
        ("It sold Quux Iron and Steel Co.", &["O Quux Iron and Steel Co"]),
        ("It sold Oil and Gas.", &[]),
        ("It sold Quux Stores Co Inc.", &["O Quux Stores Co Inc"]),
        ("It sold Banco Quux and Radio Ruritania.", &["O Banco Quux", "O Radio Ruritania"]),
    ]);
}

#[test]
fn capitals_in_prose_are_organisations() {
    assert_table(&[
        ("It was not clear whether the QZK would take part.", &["O QZK"]),
        ("It was not clear whether the GDP would fall.", &[]),
        ("It was not clear whether 12 QZK would be enough.", &[]),
        ("It was not clear to anyone who MICHAEL was.", &[]),
        ("QZK\nIt was not clear.", &[]),
    ]);
}

#[test]
fn those_for_whom_people_work_are_organisations() {
    assert_table(&[
        ("An analyst at Quux Zoltani was sure.", &["O Quux Zoltani"]),
        ("They bought shares in Quux.", &["O Quux"]),
        ("The Quux Zoltani newspaper said so.", &["O Quux Zoltani"]),
        ("They asked a Quux analyst.", &["O Quux"]),
        ("They asked a Ruritanian analyst.", &[]),
        ("An analyst at Michael Ortega's side left.", &["P Michael Ortega"]),
    ]);
}

#[test]
fn a_line_of_its_own_above_the_dateline_is_the_writers() {
    assert_table(&[
        ("It rained.\nZoltan Quux\nLEEDS 1996-08-22", &["P Zoltan Quux"]),
        ("It rained.\nBy Zoltan Quux\nIt rained all day.", &["P Zoltan Quux"]),
        ("It rained.\nZoltan Quux\nIt rained all day.", &[]),
    ]);
}

#[test]
fn who_stands_in_a_row_with_people_is_a_person() {
    assert_table(&[
        ("It was seen by Michael Ortega , Zoltan Quuxov and others.", &["P Michael Ortega", "P Zoltan Quuxov"]),
        ("It was seen by Michael Ortega in Zoltan Quuxov.", &["P Michael Ortega"]),
    ]);
}

#[test]
fn who_is_of_an_organisation_is_a_person() {
    assert_table(&[
        ("It was seen by Zoltan Quux of the World Bank .", &["P Zoltan Quux"]),
        ("It was seen by Zoltan Quux of Goldman Sachs .", &["P Zoltan Quux", "O Goldman Sachs"]),
        ("It was the World Bank 's Zoltan Quux .", &["P Zoltan Quux"]),
        ("It was seen by Zoltan Quux of the world .", &[]),
    ]);
}

#[test]
fn known_names_are_taken_whole() {
    let end = |text: &str| text[..end_with_legal_form(text, "Quux".len(), lists())].to_owned();
    assert_eq!(end("Quux Group Plc fell"), "Quux Group Plc");
    assert_eq!(end("Quux Co Inc fell"), "Quux Co Inc");
    assert_eq!(end("Quux Group fell"), "Quux");
    assert_eq!(end("Quux AS WELL"), "Quux");
    let start = |text: &str, name: &str| {
        let at = text.find(name).unwrap();
        text[start_of_person(text, at..at + name.len(), lists())..].to_owned()
    };
    assert_eq!(start("met H.D. Quux", "Quux"), "H.D. Quux");
    assert_eq!(start("met Pope John Paul", "Pope John Paul"), "John Paul");
    assert_eq!(start("met Queen Mary", "Queen Mary"), "Queen Mary");
    assert_eq!(start("in the U.S.A Quux", "Quux"), "Quux");
}

#[test]
fn organisations_are_mentioned_by_acronym_and_short_name() {
    let text = "FQA wins\nThe Free Quux Army (FQA) won. The FQA said so. FQAs left.";
    assert_eq!(mentions(text), ["FQA", "Free Quux Army", "FQA", "FQA"]);
    assert_eq!(mentions("The People's Party won. A rally of the People's Party's left.").len(), 2);
    let text = "Quux Tools Inc fell. Quux Tools said so. But Quux rose.";
    assert_eq!(mentions(text), ["Quux Tools Inc", "Quux Tools", "Quux"]);
}

#[test]
fn a_text_without_end_of_word_or_name_is_read_in_time() {
    for piece in ["A.B.", "al-A", "Quux ", "Bank of ", "President Quux & "] {
        discover(&piece.repeat(100_000), &[], lists());
    }
}

#[test]
fn a_text_full_of_one_surname_is_read_in_time() {
    let mut text = String::new();
    for index in 0_u32..20_000 {
        let letters: String = index.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect();
        text.extend(["Dr X", &letters, " Quux. Quux Avenue. "]);
    }
    assert_eq!(discover(&text, &[], lists()).len(), 20_000);
}

#[test]
fn an_apostrophe_at_the_very_beginning_owns_nothing() {
    assert_eq!(discover("' Party of Aa", &[], lists()).len(), 1);
}

proptest! {
    #[test]
    fn any_text_is_survived_and_spans_lie_in_it(
        words in proptest::collection::vec(prop_oneof![
            "\\PC{0,6}",
            "[A-Z][a-z]{1,6}",
            "[ ,.'()\n-]{1,3}",
            Just("Mr. ".to_owned()),
            Just(" Party of ".to_owned()),
            Just("President John ".to_owned()),
            Just(" (FSA) ".to_owned()),
            Just(", 45, ".to_owned()),
            Just(" Jordan ".to_owned()),
            Just("Éé”…".to_owned()),
        ], 0..40),
    ) {
        let text = words.concat();
        for found in discover(&text, &known(&text), lists()) {
            prop_assert!(!found.spans.is_empty() && !found.label.contains('\n'));
            let mut last = 0;
            for span in &found.spans {
                prop_assert!(span.start >= last && span.start < span.end);
                prop_assert!(text.get(span.clone()).is_some());
                last = span.end;
            }
            if let Some(country) = found.country {
                prop_assert!(text.get(country).is_some());
            }
        }
    }
}
