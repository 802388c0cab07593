//! A query becomes SQL: a condition on `cache.article a`, with every word of the user a bound parameter.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

use super::column::{Millis, kind_code, region_bits};
use super::sql::Sql;
use crate::domain::{Field, Query, SafeText, TagKind, Term};
use crate::text::{fold_case, index_text};

/// The condition that holds for the articles that the query matches.
pub(super) fn condition(query: &Query) -> Sql {
    if let Some(expression) = matching(query) {
        return found(expression);
    }
    match query {
        Query::Everything => Sql::new("1"),
        Query::And(parts) => {
            let (expression, rest) = split_text(parts);
            let pieces = expression.map(found).into_iter().chain(rest.into_iter().map(condition));
            Sql::join(pieces, " AND ", "1")
        }
        Query::Or(parts) => Sql::join(parts.iter().map(condition), " OR ", "0"),
        Query::Not(part) => Sql::new("NOT (").append(condition(part)).push(")"),
        Query::Term(term) => term_condition(term),
    }
}

/// Whether the query asks for words of the text, so that an article not yet indexed may be missing.
pub(super) fn asks_text(query: &Query) -> bool {
    match query {
        Query::Everything => false,
        Query::And(parts) | Query::Or(parts) => parts.iter().any(asks_text),
        Query::Not(part) => asks_text(part),
        Query::Term(term) => matches!(term, Term::Text { .. }),
    }
}

/// Registers the SQL functions that conditions use.
pub(super) fn register_functions(conn: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    // SQLite's own lower() and LIKE know ASCII only.
    conn.create_scalar_function("folded", 1, flags, |args| {
        Ok(args.get_raw(0).as_str_or_null()?.map(str::to_lowercase))
    })?;
    conn.create_scalar_function("has_words", 2, flags, |args| {
        Ok(has_words(args.get_raw(0).as_str()?, args.get_raw(1).as_str()?))
    })
}

/// The longest word of a query, in characters, that stands for itself and not for what begins with it: `UN` is not
/// meant to find the European Union.
const WHOLE_WORD_MAX: usize = 3;

/// Whether each of the wanted words stands in the name or begins a word of it, whatever the case and accents.
fn has_words(name: &str, wanted: &str) -> bool {
    let (name, wanted) = (fold_case(&index_text(name)), fold_case(&index_text(wanted)));
    let stands = |word: &str| {
        let whole = word.chars().count() <= WHOLE_WORD_MAX;
        words(&name).any(|other| if whole { other == word } else { other.starts_with(word) })
    };
    words(&wanted).next().is_some() && words(&wanted).all(stands)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The full-text expression for a query, or a part of one, that asks for text only; the index is much faster at
/// combining words than SQL is. It has no "everything but": something positive must stand beside a `NOT`.
fn matching(query: &Query) -> Option<String> {
    match query {
        Query::Term(Term::Text { words, field, prefix }) => phrase(words, *field, *prefix),
        Query::And(parts) => {
            let (expression, rest) = split_text(parts);
            expression.filter(|_| rest.is_empty())
        }
        Query::Or(parts) if !parts.is_empty() => {
            let expressions: Option<Vec<_>> = parts.iter().map(matching).collect();
            expressions.map(|all| format!("({})", all.join(" OR ")))
        }
        _ => None,
    }
}

/// Parts that are and-ed: those about text as one expression, and the others.
fn split_text(parts: &[Query]) -> (Option<String>, Vec<&Query>) {
    let (mut wanted, mut unwanted, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        let inner = if let Query::Not(inner) = part { matching(inner) } else { None };
        match (matching(part), inner) {
            (Some(expression), _) => wanted.push(expression),
            (None, Some(expression)) => unwanted.push((expression, part)),
            (None, None) => rest.push(part),
        }
    }
    if wanted.is_empty() {
        rest.extend(unwanted.into_iter().map(|(_, part)| part));
        return (None, rest);
    }
    let wanted = format!("({})", wanted.join(" AND "));
    if unwanted.is_empty() {
        return (Some(wanted), rest);
    }
    // One NOT for all: FTS5's parser takes no more than about a hundred parentheses within each other.
    let unwanted: Vec<_> = unwanted.into_iter().map(|(expression, _)| expression).collect();
    (Some(format!("({wanted} NOT ({}))", unwanted.join(" OR "))), rest)
}

/// Words as an [FTS5 phrase](https://www.sqlite.org/fts5.html#fts5_phrases); `None` when nothing in them is
/// indexed (a lone dash), which then is no condition.
fn phrase(words: &SafeText, field: Field, prefix: bool) -> Option<String> {
    if !words.chars().any(char::is_alphanumeric) {
        return None;
    }
    let column = if field == Field::Title { "title : " } else { "" };
    let quoted = index_text(words).replace('"', "\"\"");
    Some(format!("{column}\"{quoted}\"{}", if prefix { " *" } else { "" }))
}

fn found(expression: String) -> Sql {
    Sql::new("a.row IN (SELECT rowid FROM cache.words WHERE words MATCH ").bind(&expression).push(")")
}

fn term_condition(term: &Term) -> Sql {
    match term {
        Term::Text { .. } => Sql::new("1"), // `phrase` found nothing in it to look for
        Term::Country { codes, main } => {
            let keys: Vec<_> = codes.iter().map(|code| code.as_str().to_owned()).collect();
            tagged_with(keyed(TagKind::Country, &keys), own_keyed(TagKind::Country, &keys), *main)
        }
        Term::Region(regions) => Sql::new("a.regions & ").bind(&region_bits(regions)).push(" <> 0"),
        Term::Topic(ids) => tagged_with(keyed(TagKind::Topic, ids), own_keyed(TagKind::Topic, ids), false),
        Term::Person(names) => named(TagKind::Person, names),
        Term::Organisation(names) => named(TagKind::Organisation, names),
        Term::Place(names) => named(TagKind::Place, names),
        // On the article, or on its feed.
        Term::OwnTag(tags) => Sql::new("(a.row IN (SELECT o.row FROM cache.own_tag o WHERE o.tag IN ")
            .bind_list(tags)
            .push(") OR ")
            .append(of_feeds(Sql::new("id IN (SELECT feed FROM main.feed_tag WHERE tag IN ").bind_list(tags).push(")")))
            .push(")"),
        Term::Source(names) => of_feeds(any_has_words("name", names)),
        Term::Kind(kinds) => {
            let slugs: Vec<_> = kinds.iter().map(|kind| kind.slug().to_owned()).collect();
            of_feeds(Sql::new("kind IN ").bind_list(&slugs))
        }
        Term::Family(families) => of_feeds(Sql::new("folded(family) IN ").bind_list(&folded(families))),
        Term::Language(languages) => {
            // `en` also means `en-GB`.
            let is_language =
                |tag: &String| Sql::new("instr(folded(language) || '-', ").bind(&format!("{tag}-")).push(") = 1");
            of_feeds(Sql::join(folded(languages).iter().map(is_language), " OR ", "0"))
        }
        Term::Read(read) => Sql::new("a.read = ").bind(read),
        Term::Starred => Sql::new("a.starred = 1"),
        Term::Tagged => Sql::new("a.tagged = 1"),
        Term::Edited => Sql::new("a.edited IS NOT NULL"),
        Term::Complete => Sql::new("a.complete = 1"),
        Term::Noted => Sql::new(NOTED),
        Term::Note(names) => {
            Sql::new("a.id IN (SELECT article FROM main.note WHERE ").append(any_has_words("text", names)).push(")")
        }
        Term::After(moment) => Sql::new("a.at >= ").bind(&Millis::ceil(*moment)),
        Term::Before(moment) => Sql::new("a.at < ").bind(&Millis::ceil(*moment)),
    }
}

/// Articles with a note of the user's. Where it was removed, an empty one stands.
pub(super) const NOTED: &str = "a.id IN (SELECT article FROM main.note WHERE text <> '')";

/// Articles with an extracted tag whose name meets a condition, or an own tag that meets another.
fn tagged_with(name: Sql, own: Sql, main: bool) -> Sql {
    Sql::new("(a.row IN (SELECT t.row FROM cache.article_tag t WHERE t.tag IN (SELECT id FROM cache.tag_name WHERE ")
        .append(name)
        .push(if main { ") AND t.main = 1)" } else { "))" })
        .push(" OR a.row IN (SELECT o.row FROM cache.own_tag o WHERE ")
        .append(own)
        .push("))")
}

fn keyed<T: rusqlite::ToSql>(kind: TagKind, keys: &[T]) -> Sql {
    Sql::new("kind = ").bind(&kind_code(kind)).push(" AND key IN ").bind_list(keys)
}

/// Own tags such as `country:ua`.
fn own_keyed<T: AsRef<str>>(kind: TagKind, keys: &[T]) -> Sql {
    let tags: Vec<String> = keys.iter().map(|key| format!("{}:{}", kind.slug(), key.as_ref().to_lowercase())).collect();
    Sql::new("o.tag IN ").bind_list(&tags)
}

/// Articles with a tag that has the words of one of the names, extracted or own (`person:jane-doe`).
fn named(kind: TagKind, names: &[SafeText]) -> Sql {
    let extracted = Sql::new("kind = ").bind(&kind_code(kind)).push(" AND ").append(any_has_words("label", names));
    // What begins so lies between the colon and the next character.
    let [first, behind] = [':', ';'].map(|end| format!("{}{end}", kind.slug()));
    let own = Sql::new("o.tag > ").bind(&first).push(" AND o.tag < ").bind(&behind).push(" AND (");
    let own = own.append(any_has_words("substr(o.tag, instr(o.tag, ':') + 1)", names)).push(")");
    tagged_with(extracted, own, false)
}

fn any_has_words(column: &str, names: &[SafeText]) -> Sql {
    let has_words = |name: &SafeText| Sql::new("has_words(").push(column).push(", ").bind(name).push(")");
    Sql::join(names.iter().map(has_words), " OR ", "0")
}

/// Articles of feeds that meet the condition. The plus keeps SQLite from choosing the index by feed, which would
/// read and sort all of their articles to show the newest fifty.
pub(super) fn of_feeds(feed: Sql) -> Sql {
    Sql::new("+a.feed IN (SELECT id FROM main.feed WHERE ").append(feed).push(")")
}

fn folded(texts: &[SafeText]) -> Vec<String> {
    texts.iter().map(|text| text.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &'static str) -> Query {
        Query::Term(Term::Text { words: words.into(), field: Field::Anywhere, prefix: false })
    }

    fn not(query: Query) -> Query {
        Query::Not(Box::new(query))
    }

    #[test]
    fn words_become_one_full_text_expression() {
        let in_title = |prefix| Query::Term(Term::Text { words: "grain deal".into(), field: Field::Title, prefix });
        let cases = [
            (text("kyiv"), Some(r#""kyiv""#)),
            (text(r#"say "no""#), Some(r#""say ""no""""#)),
            (in_title(false), Some(r#"title : "grain deal""#)),
            (in_title(true), Some(r#"title : "grain deal" *"#)),
            (text("外交"), Some(r#"" 外 交 ""#)),
            (text("—"), None),
            (Query::And(vec![text("a"), text("b")]), Some(r#"("a" AND "b")"#)),
            (Query::Or(vec![text("a"), text("b")]), Some(r#"("a" OR "b")"#)),
            (Query::And(vec![not(text("a")), text("b")]), Some(r#"(("b") NOT ("a"))"#)),
            (Query::And(vec![text("a"), not(text("b")), not(text("c"))]), Some(r#"(("a") NOT ("b" OR "c"))"#)),
            (Query::And(vec![not(text("a")), not(text("b"))]), None),
            (Query::And(vec![text("a"), Query::Term(Term::Starred)]), None),
            (not(text("a")), None),
            (Query::Everything, None),
        ];
        for (query, expression) in cases {
            assert_eq!(matching(&query).as_deref(), expression, "{query:?}");
        }
    }

    #[test]
    fn names_are_found_by_their_words_without_accents_and_case() {
        for (name, wanted, found) in [
            ("UN", "un", true),
            ("UN Security Council", "UN", true),
            ("European Council", "UN", false),
            ("European Union", "UN", false),
            ("European Union", "Union", true),
            ("European Council", "council europe", true),
            ("European Council", "ropean", false),
            ("Recep Tayyip Erdoğan", "Erdogan", true),
            ("Recep Tayyip Erdoğan", "ERDOĞAN tayyip", true),
            ("Al-Shabaab", "shabaab", true),
            ("Al-Shabaab", "al-Shab", true),
            ("中国外交部", "外交", true),
            ("中国外交部", "京", false),
            ("Anything", "-", false),
        ] {
            assert_eq!(has_words(name, wanted), found, "{wanted} in {name}");
        }
    }

    #[test]
    fn what_the_user_wrote_is_bound_and_never_spliced() {
        let nasty = "x') OR 1; DROP TABLE article; --";
        let queries = [
            text(nasty),
            Query::Term(Term::Person(vec![nasty.into()])),
            Query::Term(Term::Source(vec![nasty.into(), nasty.into()])),
            Query::Term(Term::Language(vec![nasty.into()])),
            Query::And(vec![text(nasty), Query::Term(Term::Topic(vec![nasty.into()])), Query::Term(Term::Tagged)]),
        ];
        for query in queries {
            let sql = condition(&query);
            assert!(!sql.text.contains("DROP"), "{}", sql.text);
            assert_eq!(sql.text.matches('?').count(), sql.values.len(), "{}", sql.text);
        }
    }
}
