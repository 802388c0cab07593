//! Sentences that mislead, across the rules, and what must come out. Each names a trap, not a fact; all are made up
//! for this. What belongs to one rule alone is in that rule's file.

use super::testing::{annotate, check, countries, countries_from, keys, organisations, people, places};
use crate::domain::TagKind;

#[test]
fn a_country_is_found_by_its_names_people_and_capital() {
    check(
        countries,
        &[
            ("Portugal and Chile renew a fishing pact", "CL,PT"),
            ("Kenyan and Tanzanian ministers share a ferry", "KE,TZ"),
            ("Ankara, Athens and Nicosia exchange notes", "CY,GR,TR"),
            ("Côte d’Ivoire’s cocoa, São Tomé and Príncipe’s coffee", "CI,ST"),
            ("Turkiye, Türkiye and Turkey are spelled here", "TR"),
            ("Old maps still show Burma, Ceylon and Zaire", "CD,LK,MM"),
            ("Swaziland is Eswatini now, and Macedonia is North Macedonia", "MK,SZ"),
            ("The U.S. and the U.K. sign; the USA and Britain publish", "GB,US"),
            ("MOSCOW AND KYIV RECEIVE THE SAME LETTER", "RU,UA"),
            ("Kosovo’s police, Kosovar judges", "XK"),
            ("Scots, Serbs, Croats and Ivorians share a lift", "CI,GB,HR,RS"),
            ("US-backed crews leave a port held by Syrian-born pilots", "SY,US"),
            ("Holy See stamps and Emirati stamps are swapped", "AE,VA"),
        ],
    );
}

#[test]
fn a_demonym_means_the_sovereign_state_first() {
    check(
        countries,
        &[
            ("American nurses strike", "US"),
            ("The American-made trains reach Samoa", "US,WS"),
            ("Irish dancers tour Northern Ireland", "GB,IE"),
            ("Nigerian traders cross into Benin", "BJ,NG"),
            ("Nigerien traders cross into Benin", "BJ,NE"),
            ("Indian mangoes are sold in Indiana", "IN,US"),
            ("Cypriot and Northern Cyprus mayors meet", "CY"),
            ("Korean fishermen are seized\nPyongyang says nothing.", "KP"),
        ],
    );
}

#[test]
fn a_longer_name_swallows_the_shorter_within_it() {
    check(
        countries,
        &[
            ("Papua New Guinea opens a mission", "PG"),
            ("Guinea-Bissau and Equatorial Guinea compete", "GQ,GW"),
            ("Guinea mines bauxite", "GN"),
            ("South Sudanese clerks leave", "SS"),
            ("North Korea writes to South Korea", "KP,KR"),
            ("The Dominican Republic and Dominica are neighbours at sea", "DM,DO"),
            ("A ferry crosses the South China Sea", ""),
            ("Rain falls on New Mexico", "US"),
            ("New England is cold; New Zealand is not", "NZ,US"),
            ("The Republic of China and the People's Republic of China", "CN,TW"),
            ("Somaliland mints a coin", ""),
            ("The Gulf of Mexico and the Indian Ocean are warm", ""),
            ("Chadwick, Jordanstown, Omani-born Perugia and Maliciously", "OM"),
            ("Mali is small, Somalia is not; a man from Oman smiles like a Roman", "ML,OM,SO"),
            ("The Democratic Republic of the Congo votes", "CD"),
            ("The Republic of the Congo votes", "CG"),
            ("DR Congo and Congo-Brazzaville share a river", "CD,CG"),
            ("Niger Delta fishermen mend nets", "NG"),
        ],
    );
}

#[test]
fn a_phrase_with_a_countrys_name_may_name_none() {
    check(
        countries,
        &[
            ("A guinea pig, some china and a jersey", ""),
            ("Guinea pigs are eaten in Peru", "PE"),
            ("Panama hats are woven in Ecuador", "EC"),
            ("Brazil nuts fall in Bolivia", "BO"),
            ("Chinese New Year is feted in Lima", "PE"),
            ("The Bank of China opens a branch in Lusaka", "ZM"),
            ("A Mexican standoff ends in Haiti", "HT"),
            ("A Dutch auction of bonds begins in Zambia", "ZM"),
            ("French fries are cheaper in Belgium", "BE"),
            ("German shepherds bark in Malawi", "MW"),
            ("Spanish flu is studied in Gambia", "GM"),
            ("The Washington Post writes about Lesotho", "LS"),
            ("The Times of India is sold in Nepal", "NP"),
            ("Real Madrid and Paris Saint-Germain sign a boy", ""),
            ("The Paris Agreement is read in Fiji", "FJ"),
            ("Under the Minsk agreements Kyiv waits", "UA"),
            ("The Schengen area grows; Bulgaria is glad", "BG"),
            ("The focus of Reuters on neutral views", ""),
        ],
    );
}

#[test]
fn a_name_may_be_a_persons_a_towns_or_a_countrys() {
    check(
        countries,
        &[
            ("Water from Jordan reaches Jordan Quimby's farm", "JO"),
            ("Chad Mitchell sings in Chad", "TD"),
            ("George Quimby of Georgia meets vintners of Tbilisi", "GE"),
            ("Paris Quimby opens a shop in Perth, Ontario", "CA"),
            ("Washington warns Caracas", "US,VE"),
            ("Washington state grows apples", "US"),
            ("Mr. Washington warns his neighbour", ""),
            ("Lake Victoria rises, say Ugandans", "UG"),
            ("Queen Victoria smiles on the coin", ""),
            ("Victoria, the capital of Seychelles, is warm", "SC"),
            ("Rome, N.Y., and Athens, Ga., share a mayor", "US"),
            ("Kingston, Jamaica, writes to Kingston, Ont.", "CA,JM"),
            ("St. Petersburg, Fla., is warm; St. Petersburg, Russia, is not", "RU,US"),
            ("Bethlehem, Pa., is quiet", "US"),
            ("Bethlehem is quiet, and so is Hebron", "PS"),
            ("Valencia opens a library", "ES"),
            ("A bakery on Lisbon Street in Porto burns", "PT"),
        ],
    );
    check(|article| countries_from("US", article), &[("Paris and London open libraries", "FR,GB")]);
}

#[test]
fn an_actor_a_scene_and_a_host_differ() {
    check(
        countries,
        &[
            ("Iran's nuclear talks resume in Muscat", "IR"),
            ("U.S.-Chinese talks open in Geneva", "CN,US"),
            ("Qatar hosts talks between Hamas and Israel", "IL,PS,QA"),
            ("Cricket: India v Pakistan in Colombo", "LK"),
            ("Saudi Arabia beats Argentina\nThe goalkeeper wept.", ""),
            ("Saudi Arabia beats inflation", "SA"),
            ("Brazil's striker buys a house in Lisbon", "BR,PT"),
            ("The Élysée is silent on Niamey", "FR,NE"),
        ],
    );
    check(
        places,
        &[
            ("Iran's nuclear talks resume in Muscat", "Muscat"),
            ("A ferry crosses the South China Sea", "South China Sea"),
            ("The Strait of Hormuz and the Red Sea are calm", "Red Sea,Strait of Hormuz"),
        ],
    );
}

#[test]
fn a_disputed_land_is_a_place_of_its_own() {
    for land in ["Transnistria", "Abkhazia", "Kashmir", "Nagorno-Karabakh"] {
        let article = format!("{land} repairs a bridge");
        assert_eq!((countries(&article).as_str(), places(&article).as_str()), ("", land));
    }
    check(
        countries,
        &[
            ("Palestinians harvest olives in Gaza", "PS"),
            ("The West Bank is calm; Israel is not", "IL,PS"),
            ("Western Sahara is on the map of Algeria", "DZ,EH"),
            ("Taiwan and Hong Kong buy rice", "HK,TW"),
        ],
    );
}

#[test]
fn people_and_bodies_are_one_entity_by_all_their_names() {
    check(
        people,
        &[
            ("Zelensky, Zelenskyy and Volodymyr Zelenskiy are spelled here", "Volodymyr Zelenskyy"),
            ("Erdoğan meets Aliyev", "Ilham Aliyev,Recep Tayyip Erdoğan"),
            ("Xi writes to Lula", "Luiz Inácio Lula da Silva,Xi Jinping"),
        ],
    );
    check(
        organisations,
        &[
            ("EU, UN and AU write to ECOWAS", "African Union,ECOWAS,EU,UN"),
            ("ISIS flees, and so does Islamic State", "Islamic State"),
            ("The Isis is a river", ""),
        ],
    );
}

#[test]
fn other_languages_have_traps_of_their_own() {
    for (language, article, expected) in [
        ("de", "Jordan singt in Österreich, der Schweiz und Ungarn", "AT,CH,HU"),
        ("fr", "Le pont de la Côte d’Ivoire et la porcelaine de Chine", "CI,CN"),
        ("es", "El presidente de Chile come chile con los peruanos", "CL,PE"),
        ("it", "Il Milan perde, il Cremlino tace", "RU"),
        ("ru", "Американо-китайский мост закрыт, а роман написан на французском языке", "CN,US"),
        ("sl", "Mali Lošinj čaka slovenske ribiče", "SI"),
        ("ar", "أعلنت روسيا وأوكرانيا تبادل الأسرى", "RU,UA"),
        ("zh", "南中国海的渔民返回越南", "VN"),
        ("ja", "タイトルは橋の歌、タイは雨", "TH"),
    ] {
        let tags = annotate(article, Some(language), None).tags;
        assert_eq!(keys(&tags, TagKind::Country), expected, "{article}");
    }
}

#[test]
fn topics_need_a_strong_cue_and_heed_vetoes() {
    check(
        |article| keys(&annotate(article, None, None).tags, TagKind::Topic),
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
