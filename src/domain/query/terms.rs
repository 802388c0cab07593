//! The fields of a query, and what their values mean.

use jiff::Zoned;

use super::lex::Value;
use super::when::moment;
use super::{Names, QueryError, Term};
use crate::domain::{CountryCode, OwnTag, Region, SafeText, SourceKind, nearest};

/// What a query is understood by.
pub(super) struct Context<'a> {
    pub now: &'a Zoned,
    pub names: &'a dyn Names,
}

/// A field that a query may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldName {
    Country,
    Main,
    Topic,
    Source,
    Is,
    Tag,
    After,
    Before,
    Lang,
    Kind,
    Region,
    Person,
    Org,
    Place,
    Family,
    Note,
    In,
}

impl FieldName {
    /// Every field with an example of its use.
    const ALL: [(Self, &'static str, &'static str); 17] = [
        (Self::Country, "country", "country:UA"),
        (Self::Main, "main", "main:UA"),
        (Self::Topic, "topic", "topic:sanctions"),
        (Self::Source, "source", "source:bbc"),
        (Self::Is, "is", "is:unread"),
        (Self::Tag, "tag", "tag:grain-deal"),
        (Self::After, "after", "after:7d"),
        (Self::Before, "before", "before:2026-11-01"),
        (Self::Lang, "lang", "lang:en"),
        (Self::Kind, "kind", "kind:wire"),
        (Self::Region, "region", "region:europe"),
        (Self::Person, "person", "person:Zelenskyy"),
        (Self::Org, "org", "org:NATO"),
        (Self::Place, "place", "place:Odesa"),
        (Self::Family, "family", "family:bbc"),
        (Self::Note, "note", "note:visa"),
        (Self::In, "in", "in:title"),
    ];

    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name, _)| name.eq_ignore_ascii_case(text)).map(|(field, ..)| field)
    }

    pub fn all() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().map(|(field, ..)| field)
    }

    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    pub fn example(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> (Self, &'static str, &'static str) {
        Self::ALL.into_iter().find(|(field, ..)| *field == self).expect("every field stands in the table")
    }
}

/// The conditions that a field with these values stands for; any of them is enough.
pub(super) fn field(name: FieldName, values: &[Value], context: &Context<'_>) -> Result<Vec<Term>, QueryError> {
    let term = match name {
        FieldName::Country => Term::Country { codes: each(values, |v| country(v, context))?, main: false },
        FieldName::Main => Term::Country { codes: each(values, |v| country(v, context))?, main: true },
        FieldName::Region => Term::Region(each(values, region)?),
        FieldName::Topic => Term::Topic(each(values, |v| topic(v, context))?),
        FieldName::Kind => Term::Kind(each(values, kind)?),
        FieldName::Tag => Term::OwnTag(each(values, own_tag)?),
        FieldName::Lang => Term::Language(each(values, language)?),
        FieldName::Person => Term::Person(each(values, words)?),
        FieldName::Org => Term::Organisation(each(values, words)?),
        FieldName::Place => Term::Place(each(values, words)?),
        FieldName::Source => Term::Source(each(values, words)?),
        FieldName::Family => Term::Family(each(values, words)?),
        FieldName::Note => Term::Note(each(values, words)?),
        FieldName::After => Term::After(moment(only(name, values)?, context.now)?),
        FieldName::Before => Term::Before(moment(only(name, values)?, context.now)?),
        FieldName::Is => return each(values, state),
        FieldName::In => unreachable!("the parser takes in: for the group it stands in"),
    };
    Ok(vec![term])
}

fn each<T>(values: &[Value], read: impl Fn(&Value) -> Result<T, QueryError>) -> Result<Vec<T>, QueryError> {
    values.iter().map(read).collect()
}

fn only(name: FieldName, values: &[Value]) -> Result<&Value, QueryError> {
    match values {
        [value] => Ok(value),
        _ => {
            let range = values[0].range.start..values[values.len() - 1].range.end;
            Err(QueryError::at(range, &format!("{}: takes one date.", name.as_str())))
        }
    }
}

fn country(value: &Value, context: &Context<'_>) -> Result<CountryCode, QueryError> {
    let spaced = value.text.replace(['-', '_'], " ");
    context.names.country(&value.text).or_else(|| context.names.country(&spaced)).ok_or_else(|| {
        let known = context.names.countries();
        unknown(value, "no country", known.iter().map(SafeText::as_str))
    })
}

fn region(value: &Value) -> Result<Region, QueryError> {
    slug(&value.text).parse().map_err(|()| unknown(value, "no region", Region::ALL.map(Region::slug)))
}

fn topic(value: &Value, context: &Context<'_>) -> Result<SafeText, QueryError> {
    let topics = context.names.topics();
    let wanted = slug(&value.text);
    topics
        .iter()
        .find(|topic| topic.as_str() == wanted)
        .cloned()
        .ok_or_else(|| unknown(value, "no topic", topics.iter().map(SafeText::as_str)))
}

fn kind(value: &Value) -> Result<SourceKind, QueryError> {
    let wanted = slug(&value.text);
    SourceKind::ALL
        .into_iter()
        .find(|kind| kind.slug() == wanted)
        .ok_or_else(|| unknown(value, "no kind of source", SourceKind::ALL.map(SourceKind::slug)))
}

fn state(value: &Value) -> Result<Term, QueryError> {
    match value.text.to_ascii_lowercase().as_str() {
        "read" => Ok(Term::Read(true)),
        "unread" => Ok(Term::Read(false)),
        "starred" => Ok(Term::Starred),
        "tagged" => Ok(Term::Tagged),
        "edited" => Ok(Term::Edited),
        "complete" => Ok(Term::Complete),
        "noted" => Ok(Term::Noted),
        _ => Err(unknown(value, "nothing that an article can be", STATES)),
    }
}

/// What `is:` asks for.
const STATES: [&str; 7] = ["read", "unread", "starred", "tagged", "edited", "complete", "noted"];

fn own_tag(value: &Value) -> Result<OwnTag, QueryError> {
    value.text.parse().map_err(|not_a_tag| QueryError::at(value.range.clone(), &format!("Here {not_a_tag}.")))
}

/// A language tag's form: subtags of one to eight letters and digits, the first of letters
/// ([RFC 5646](https://www.rfc-editor.org/info/rfc5646), whose registry is not consulted).
fn language(value: &Value) -> Result<SafeText, QueryError> {
    let tag = value.text.to_ascii_lowercase();
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or_default();
    let is_tag = matches!(primary.len(), 2 | 3)
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && subtags.all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !is_tag {
        return Err(QueryError::at(value.range.clone(), "A language is a code of two or three letters, such as en."));
    }
    Ok(SafeText::line(&tag))
}

fn words(value: &Value) -> Result<SafeText, QueryError> {
    let words = SafeText::line(&value.text);
    if words.contains(char::is_alphanumeric) {
        return Ok(words);
    }
    Err(QueryError::at(value.range.clone(), "There is no letter or digit to look for here."))
}

fn slug(text: &str) -> String {
    text.to_lowercase().replace([' ', '_'], "-")
}

fn unknown<'a>(value: &Value, what: &str, known: impl IntoIterator<Item = &'a str>) -> QueryError {
    let message = format!("{} is {what}.", value.text);
    let hint = nearest(&value.text, known);
    // A right name with a space in it has to stand in quotation marks.
    let quoted = hint.map(|name| if name.contains(' ') { format!("\"{name}\"") } else { name.to_owned() });
    QueryError::at(value.range.clone(), &message).with_hint(quoted.as_deref())
}
