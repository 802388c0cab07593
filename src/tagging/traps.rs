//! Sentences that mislead, and what must come out. Each names a trap, not a fact; all are made up for this.

use super::{Input, Tagger};
use crate::domain::{SafeText, Tag, TagKind};

fn tags(title: &str, text: &str) -> Vec<Tag> {
    let (title, text) = (SafeText::line(title), SafeText::block(text));
    Tagger::embedded().tag(Input { title: &title, text: &text, language: None, feed_country: None })
}

fn keys(tags: &[Tag], kind: TagKind) -> Vec<&str> {
    let mut keys: Vec<&str> = tags.iter().filter(|tag| tag.kind == kind).map(|tag| tag.key.as_str()).collect();
    keys.sort_unstable();
    keys
}

/// Asserts the exact set of one kind's keys, separated by commas, for each row's text.
#[track_caller]
fn check(kind: TagKind, rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|&(text, expected)| {
            let tags = tags(text, "");
            let found = keys(&tags, kind).join(",");
            (found != expected).then(|| format!("{text}\n    found    {found}\n    expected {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_country_is_found_by_its_names_people_and_capital() {
    check(
        TagKind::Country,
        &[
            ("Portugal and Chile renew a fishing pact", "CL,PT"),
            ("Kenyan and Tanzanian ministers share a ferry", "KE,TZ"),
            ("Ankara, Athens and Nicosia exchange notes", "CY,GR,TR"),
            ("Côte d’Ivoire’s cocoa, São Tomé and Príncipe’s coffee", "CI,ST"),
            ("Turkiye, Türkiye and Turkey are spelled here", "TR"),
            ("Old maps still show Burma, Ceylon and Zaire", "CD,LK,MM"),
            ("The U.S. and the U.K. sign; the USA and Britain publish", "GB,US"),
            ("MOSCOW AND KYIV RECEIVE THE SAME LETTER", "RU,UA"),
            ("Kosovo’s police, Kosovar judges", "XK"),
            ("Envoys of Moscow's and Beijing's choosing", "CN,RU"),
        ],
    );
}

#[test]
fn a_longer_name_swallows_the_shorter_within_it() {
    check(
        TagKind::Country,
        &[
            ("Papua New Guinea opens a mission", "PG"),
            ("Guinea-Bissau and Equatorial Guinea compete", "GQ,GW"),
            ("Guinea mines bauxite", "GN"),
            ("Nigerian traders cross into Benin", "BJ,NG"),
            ("Nigerien traders cross into Benin", "BJ,NE"),
            ("South Sudanese clerks leave", "SS"),
            ("North Korea writes to South Korea", "KP,KR"),
            ("The Dominican Republic and Dominica are neighbours at sea", "DM,DO"),
            ("A ferry crosses the South China Sea", ""),
            ("Rain falls on New Mexico", "US"),
            ("The Republic of China and the People's Republic of China", "CN,TW"),
            ("Somaliland mints a coin", ""),
            ("The Gulf of Mexico and the Indian Ocean are warm", ""),
            ("A guinea pig, some china and a jersey", ""),
            ("Chadwick, Jordanstown, Omani-born Perugia and Maliciously", "OM"),
            ("The Democratic Republic of the Congo votes", "CD"),
            ("The Republic of the Congo votes", "CG"),
        ],
    );
}

#[test]
fn a_persons_name_is_no_country() {
    check(
        TagKind::Country,
        &[
            ("Vernon Jordan remembered by his clients", ""),
            ("Senator Jim Jordan asks for papers", ""),
            ("The novelist Ebba Jordan reads tonight", ""),
            ("Chad Mitchell leads the choir", ""),
            ("Paris Jackson opens the show", ""),
            ("Denzel Washington and Jack London on one shelf", ""),
            ("Kathy Ireland and Tom Holland present the prize", ""),
            ("Irving Berlin wrote the song", ""),
            ("Jordan King receives farmers", "JO"),
            ("Amman, Jordan counts its wells", "JO"),
            ("Water from Jordan reaches the coast", "JO"),
            ("Northern Chad and Central Mali stay dry", "ML,TD"),
            ("Why Chad Closed the Road", "TD"),
        ],
    );
    let tags = tags("Michael Jordan buys a boat", "Jordan was seen at the pier. Jordan waved.");
    assert_eq!(keys(&tags, TagKind::Country), [""; 0]);
}

#[test]
fn context_decides_between_two_senses_of_a_name() {
    check(
        TagKind::Country,
        &[
            ("Georgia plants vines while Tbilisi debates", "GE"),
            ("Georgia plants peaches, say growers near Atlanta", "US"),
            ("Georgia, Alabama and Tennessee share the river", "US"),
            ("Georgia and Armenia share the railway", "AM,GE"),
            ("Turkey goes into the oven at Thanksgiving", ""),
            ("Turkey closes the strait to grain ships", "TR"),
            ("Congo elects a senate in Brazzaville", "CG"),
            ("Congo elects a senate as Kinshasa waits", "CD"),
            ("Georgian houses line the crescent", ""),
            ("Georgian ministers line the street", "GE"),
        ],
    );
}

#[test]
fn a_language_is_no_country() {
    check(
        TagKind::Country,
        &[
            ("The clerk speaks German and French", ""),
            ("She spoke fluent Polish, Czech and Hungarian", ""),
            ("A play translated from Norwegian into Thai", ""),
            ("He answered in Spanish, then left", ""),
            ("A Russian-language paper closes", ""),
            ("Dutch language lessons are full", ""),
            ("Two men in French custody", "FR"),
            ("The French speak of delay", "FR"),
        ],
    );
}

#[test]
fn a_capital_may_be_an_actor_a_place_or_only_a_venue() {
    check(
        TagKind::Country,
        &[
            ("London and Dublin hold talks in Oslo", "GB,IE"),
            ("Cairo and Khartoum negotiators meet in Rome", "EG,SD"),
            ("The Helsinki summit left Moscow content", "RU"),
            ("The Oslo Accords and the Dayton Agreement are read again", ""),
            ("Fire destroys a market in Nairobi", "KE"),
            ("Geneva talks are put off", ""),
        ],
    );
    check(
        TagKind::Place,
        &[
            ("London and Dublin hold talks in Oslo", "Oslo"),
            ("Fire destroys a market in Nairobi", "Nairobi"),
            ("Nairobi refuses the loan", ""),
            ("A ferry crosses the South China Sea", "South China Sea"),
        ],
    );
}

#[test]
fn a_building_stands_for_its_government() {
    check(
        TagKind::Country,
        &[
            ("The Kremlin receives the envoy", "RU"),
            ("Foggy Bottom and Whitehall disagree", "GB,US"),
            ("The Quai d’Orsay and the Élysée exchange memoranda", "FR"),
        ],
    );
}

#[test]
fn words_in_capitals_and_currencies_are_no_countries() {
    check(
        TagKind::Country,
        &[
            ("THEY TOLD US NOTHING ABOUT THE BRIDGE", ""),
            ("They told the US nothing about the bridge", "US"),
            ("The dam costs US$40 million", ""),
            ("The dam costs 40 million US dollars", ""),
            ("The focus of Reuters on neutral views", ""),
        ],
    );
    check(TagKind::Organisation, &[("WHO PAID FOR THE BRIDGE", ""), ("The WHO paid for the clinic", "WHO")]);
}

#[test]
fn a_national_team_is_no_country_but_the_host_is() {
    check(
        TagKind::Country,
        &[
            ("Italy beat Uruguay to reach the World Cup semi-final", ""),
            ("Italy beat Uruguay in Qatar to reach the World Cup semi-final", "QA"),
            ("Italy and Uruguay sign a trade deal before the World Cup", "IT,UY"),
        ],
    );
}

#[test]
fn organisations_and_people_imply_their_country_as_a_mention() {
    for (text, key) in [("Hezbollah publishes a map", "LB"), ("Putin flies home", "RU"), ("Houthis publish", "YE")] {
        let tags = tags(text, "");
        let country = tags.iter().find(|tag| tag.kind == TagKind::Country).expect(text);
        assert_eq!((country.key.as_str(), country.main), (key, false), "{text}");
    }
}

#[test]
fn a_surname_means_the_known_bearer_only() {
    check(
        TagKind::Person,
        &[
            ("Putin flies home", "Vladimir Putin"),
            ("President Macron and Chancellor Merz dine", "Emmanuel Macron,Friedrich Merz"),
            ("The painter Ludmila Putin exhibits", "Ludmila Putin"),
            ("Ambassador Assad Khan presents his papers", "Assad Khan"),
        ],
    );
    let sullivan = tags("Jake Sullivan writes a memoir", "Sullivan signed copies.");
    let person = sullivan.iter().find(|tag| tag.kind == TagKind::Person).unwrap();
    assert_eq!((person.key.as_str(), person.spans.len()), ("Jake Sullivan", 2));
    assert_eq!(keys(&tags("Sullivan signed copies", ""), TagKind::Person), [""; 0]);
}

#[test]
fn topics_need_a_strong_cue_and_heed_vetoes() {
    check(
        TagKind::Topic,
        &[
            ("A truce is signed after the ceasefires failed", "peace-talks"),
            ("A trade war over cheese", "trade"),
            ("A charm without troops or talks", ""),
            ("The spy thriller wins a prize", ""),
            ("Potato chips and oil", ""),
            ("A nuclear family on holiday", ""),
            ("New START expires", "arms-control"),
            ("A new start for the village", ""),
        ],
    );
}
