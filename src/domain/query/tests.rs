use jiff::civil::date;
use proptest::prelude::*;

use super::*;

struct Gazetteer;

impl Names for Gazetteer {
    fn country(&self, name: &str) -> Option<CountryCode> {
        let code = match name.to_lowercase().as_str() {
            "ua" | "ukraine" | "ukrainian" => "UA",
            "ru" | "russia" | "russian" => "RU",
            "kr" | "south korea" => "KR",
            _ => return None,
        };
        code.parse().ok()
    }

    fn topics(&self) -> Vec<SafeText> {
        vec!["sanctions".into(), "peace-talks".into()]
    }

    fn countries(&self) -> Vec<SafeText> {
        vec!["Ukraine".into(), "Russia".into(), "South Korea".into()]
    }
}

/// 14:05 on 22 November 2026 in Berlin (UTC+1).
fn now() -> Zoned {
    date(2026, 11, 22).at(14, 5, 0, 0).in_tz("Europe/Berlin").unwrap()
}

fn parse(input: &str) -> Result<Query, QueryError> {
    Query::parse(input, &now(), &Gazetteer)
}

fn text(words: &'static str) -> Query {
    Query::Term(Term::Text { words: words.into(), field: Field::Anywhere, prefix: false })
}

fn title(words: &'static str) -> Query {
    Query::Term(Term::Text { words: words.into(), field: Field::Title, prefix: false })
}

fn prefix(words: &'static str) -> Query {
    Query::Term(Term::Text { words: words.into(), field: Field::Anywhere, prefix: true })
}

fn countries(codes: &[&str], main: bool) -> Query {
    Query::Term(Term::Country { codes: codes.iter().map(|code| code.parse().unwrap()).collect(), main })
}

fn not(query: Query) -> Query {
    Query::Not(Box::new(query))
}

#[test]
fn words_phrases_and_operators_are_understood() {
    use Query::{And, Everything, Or};
    let cases = [
        ("", Everything),
        ("  \t ", Everything),
        ("ukraine", text("ukraine")),
        ("Ukraine \"grain deal\"", And(vec![text("Ukraine"), text("grain deal")])),
        ("“grain deal”", text("grain deal")),
        ("sanction*", prefix("sanction")),
        ("\"grain de\"*", prefix("grain de")),
        ("a AND b", And(vec![text("a"), text("b")])),
        ("a b OR c", Or(vec![And(vec![text("a"), text("b")]), text("c")])),
        ("a (b OR c)", And(vec![text("a"), Or(vec![text("b"), text("c")])])),
        ("-a", not(text("a"))),
        ("NOT a b", And(vec![not(text("a")), text("b")])),
        ("-(a b)", not(And(vec![text("a"), text("b")]))),
        ("--a", not(not(text("a")))),
        ("grain-deal", text("grain-deal")),
        ("or not and", And(vec![text("or"), text("not"), text("and")])),
        ("10:30 https://a.example/x", And(vec![text("10:30"), text("https://a.example/x")])),
        ("Explainer: what", And(vec![text("Explainer:"), text("what")])),
        ("Київ 外交部", And(vec![text("Київ"), text("外交部")])),
    ];
    for (input, expected) in cases {
        assert_eq!(parse(input), Ok(expected), "{input}");
    }
}

#[test]
fn every_field_is_understood() {
    let utc = |text: &str| text.parse::<Timestamp>().unwrap();
    let cases = [
        ("country:UA", countries(&["UA"], false)),
        ("country:RU,ukrainian", countries(&["RU", "UA"], false)),
        ("country:\"South Korea\",UA", countries(&["KR", "UA"], false)),
        ("country:south-korea", countries(&["KR"], false)),
        ("MAIN:ua", countries(&["UA"], true)),
        ("topic:Sanctions,\"peace talks\"", Query::Term(Term::Topic(vec!["sanctions".into(), "peace-talks".into()]))),
        ("source:\"BBC World\"", Query::Term(Term::Source(vec!["BBC World".into()]))),
        ("is:unread", Query::Term(Term::Read(false))),
        ("is:read", Query::Term(Term::Read(true))),
        ("is:starred,tagged", Query::Or(vec![Query::Term(Term::Starred), Query::Term(Term::Tagged)])),
        ("is:edited,complete", Query::Or(vec![Query::Term(Term::Edited), Query::Term(Term::Complete)])),
        ("is:noted", Query::Term(Term::Noted)),
        ("note:visa", Query::Term(Term::Note(vec!["visa".into()]))),
        ("tag:#Grain-Deal", Query::Term(Term::OwnTag(vec!["grain-deal".parse().unwrap()]))),
        ("lang:EN,pt-BR", Query::Term(Term::Language(vec!["en".into(), "pt-br".into()]))),
        ("kind:wire,\"think tank\"", Query::Term(Term::Kind(vec![SourceKind::Wire, SourceKind::ThinkTank]))),
        ("region:middle-east", Query::Term(Term::Region(vec![Region::MiddleEast]))),
        ("person:Zelenskyy", Query::Term(Term::Person(vec!["Zelenskyy".into()]))),
        ("org:NATO", Query::Term(Term::Organisation(vec!["NATO".into()]))),
        ("place:Odesa", Query::Term(Term::Place(vec!["Odesa".into()]))),
        ("family:bbc", Query::Term(Term::Family(vec!["bbc".into()]))),
        ("(country:RU)", countries(&["RU"], false)),
        ("-country:RU", not(countries(&["RU"], false))),
        ("after:today", Query::Term(Term::After(utc("2026-11-21T23:00:00Z")))),
        ("after:yesterday", Query::Term(Term::After(utc("2026-11-20T23:00:00Z")))),
        ("after:12h", Query::Term(Term::After(utc("2026-11-22T01:05:00Z")))),
        ("after:7d", Query::Term(Term::After(utc("2026-11-15T13:05:00Z")))),
        ("after:2w", Query::Term(Term::After(utc("2026-11-08T13:05:00Z")))),
        // Summer time was in force three months ago.
        ("after:3mo", Query::Term(Term::After(utc("2026-08-22T12:05:00Z")))),
        ("after:1y", Query::Term(Term::After(utc("2025-11-22T13:05:00Z")))),
        ("before:2026", Query::Term(Term::Before(utc("2025-12-31T23:00:00Z")))),
        ("before:2026-11", Query::Term(Term::Before(utc("2026-10-31T23:00:00Z")))),
        ("before:2026-11-01", Query::Term(Term::Before(utc("2026-10-31T23:00:00Z")))),
        ("before:2026-11-01T12:30", Query::Term(Term::Before(utc("2026-11-01T11:30:00Z")))),
    ];
    for (input, expected) in cases {
        assert_eq!(parse(input), Ok(expected), "{input}");
    }
}

#[test]
fn in_title_turns_the_words_of_its_group() {
    use Query::{And, Or};
    let cases = [
        ("in:title grain", title("grain")),
        ("grain \"deal of\" in:title", And(vec![title("grain"), title("deal of")])),
        ("a OR b in:title", Or(vec![title("a"), title("b")])),
        ("a in:title OR b", Or(vec![title("a"), title("b")])),
        ("a (b OR c) in:title", And(vec![title("a"), Or(vec![title("b"), title("c")])])),
        ("a OR (b -c in:title)", Or(vec![text("a"), And(vec![title("b"), not(title("c"))])])),
        ("in:title a country:UA", And(vec![title("a"), countries(&["UA"], false)])),
    ];
    for (input, expected) in cases {
        assert_eq!(parse(input), Ok(expected), "{input}");
    }
}

#[test]
fn a_mistake_names_its_place_and_the_nearest_right_name() {
    let deep = "(".repeat(33) + "a" + &")".repeat(33);
    // The input, what the error points at, and the hint.
    let cases = [
        ("a contry:UA", "contry", Some("country:")),
        ("foo:bar", "foo", None),
        ("country:Ukrane", "Ukrane", Some("Ukraine")),
        ("country:UA,Suth-Korea", "Suth-Korea", Some("\"South Korea\"")),
        ("topic:sanction", "sanction", Some("sanctions")),
        ("kind:press", "press", Some("regional-press")),
        ("region:atlantis", "atlantis", None),
        ("is:unred", "unred", Some("unread")),
        ("after:yesterdya", "yesterdya", Some("yesterday")),
        ("after:2026-13", "2026-13", None),
        ("after:99999999999999999999d", "99999999999999999999d", None),
        ("after:19999y", "19999y", None),
        ("after:1d,2d", "1d,2d", None),
        ("lang:english", "english", None),
        ("tag:a&b", "a&b", None),
        ("a country:", "country:", None),
        ("country:UA,", "country:UA,", None),
        ("country: UA", "country:", None),
        ("source:--", "--", None),
        ("in:titel x", "titel", Some("in:title")),
        ("-in:title x", "-in:title", None),
        ("in:title", "in:title", None),
        ("in:title country:UA", "in:title", None),
        ("in:title OR a", "in:title", None),
        ("a OR in:title", "in:title", None),
        ("a \"grain deal", "\"grain deal", None),
        ("a - b", "-", None),
        ("a — b", "—", None),
        ("*", "*", None),
        ("(a", "(", None),
        ("a)", ")", None),
        ("()", ")", None),
        ("a OR", "OR", None),
        ("OR a", "OR", None),
        ("a OR OR b", "OR", None),
        ("AND", "AND", None),
        ("a AND AND b", "AND", None),
        ("NOT", "NOT", None),
        (&deep, "(", None),
    ];
    for (input, place, hint) in cases {
        let error = parse(input).expect_err(input);
        assert_eq!(&input[error.start..error.end], place, "{input}");
        assert_eq!(error.hint.as_deref(), hint, "{input}");
        assert!(error.message.ends_with('.'), "{}", error.message);
    }
}

#[test]
fn a_query_is_bounded_in_length_and_depth() {
    assert!(parse(&"é".repeat(QUERY_MAX_CHARS)).is_ok());
    let error = parse(&"é".repeat(QUERY_MAX_CHARS + 1)).unwrap_err();
    assert_eq!((error.start, error.end), (2 * QUERY_MAX_CHARS, 2 * QUERY_MAX_CHARS + 2));

    let nested = |depth| "(".repeat(depth) + "a" + &")".repeat(depth);
    assert_eq!(parse(&nested(32)), Ok(text("a")));
    assert!(parse(&nested(33)).is_err());
    assert!(parse(&("-".repeat(33) + "a")).is_err());
}

proptest! {
    #[test]
    fn any_input_parses_or_points_at_a_mistake_within_it(
        input in prop_oneof![
            any::<String>(),
            "([()\"*,:“ -]|OR|AND|NOT|in:title|country:|after:|is:|[a-z0-9é外]{1,4}| ){0,40}",
        ]
    ) {
        if let Err(error) = parse(&input) {
            prop_assert!(input.get(error.start..error.end).is_some(), "{error:?}");
        }
    }
}
