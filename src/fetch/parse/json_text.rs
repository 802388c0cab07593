//! JSON as it comes: what follows the value goes, a comma too many or a line break in a string does no harm, and of
//! what was cut off the beginning is read.

use serde::Deserialize;
use serde_json::{Deserializer, Value};

/// More objects than any feed has; each costs half a kilobyte.
const MAX_OBJECTS: usize = 80_000;
/// More values than any feed has.
const MAX_VALUES: usize = 800_000;

/// The value that a text begins with; `None` when nothing can be made of it.
pub(super) fn value(text: &str) -> Option<Value> {
    let count = |byte| text.bytes().filter(|other| *other == byte).count();
    if count(b'{') > MAX_OBJECTS || count(b',') + count(b'[') > MAX_VALUES {
        return None;
    }
    first(text).or_else(|| first(&mended(text)))
}

/// What stands behind the first value does not count.
fn first(text: &str) -> Option<Value> {
    Value::deserialize(&mut Deserializer::from_str(text)).ok()
}

/// A text without superfluous commas, its strings without line breaks and other controls, cut behind its last
/// complete member, and closed.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    // The closing brackets of what is open, now and at the last comma.
    let (mut open, mut whole) = (Vec::new(), (0, Vec::new()));
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => string(&mut chars, &mut out),
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                out.push(c);
            }
            '}' | ']' => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
                if open.pop() != Some(c) {
                    break;
                }
                out.push(c);
                if open.is_empty() {
                    return out;
                }
            }
            ',' => {
                whole.0 = out.len();
                whole.1.clone_from(&open);
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out.truncate(whole.0);
    out.extend(whole.1.into_iter().rev());
    out
}

/// Copies a string behind its first quote, up to its last.
fn string(chars: &mut std::str::Chars, out: &mut String) {
    out.push('"');
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                out.push('"');
                return;
            }
            '\\' => match chars.next() {
                Some(escape @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => out.extend(['\\', escape]),
                // An escape that JSON does not know means the character itself.
                Some(c) => out.extend(Some(c).filter(|c| !c.is_control())),
                None => {}
            },
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn small_faults_do_no_harm() {
        let cases = [
            ("{\"a\": 1} junk", json!({"a": 1})),
            ("{\"a\": [1, 2,], }", json!({"a": [1, 2]})),
            ("{\"a\": \"b\nc\td\u{1}\"}", json!({"a": "b\nc\td"})),
            ("{\"a\": \"it\\'s\", \"b\": \"\\u00e9\\\\\"}", json!({"a": "it's", "b": "é\\"})),
            (
                "{\"a\": 1, \"b\": [{\"c\": 2, \"d\": 3}, {\"c\": 4, \"d",
                json!({"a": 1, "b": [{"c": 2, "d": 3}, {"c": 4}]}),
            ),
            ("{\"a\": 1, \"b\": \"cut o", json!({"a": 1})),
            ("{\"a\": 1, \"b\": [1, 2}", json!({"a": 1, "b": [1]})),
        ];
        for (text, expected) in cases {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        for none in ["", "junk", "{\"a", "]"] {
            assert_eq!(value(none), None, "{none}");
        }
    }

    #[test]
    fn too_many_values_are_refused_and_deep_ones_do_not_overflow() {
        assert_eq!(value(&"{\"a\":1},".repeat(MAX_OBJECTS + 1)), None);
        assert_eq!(value(&format!("[{}", "1,".repeat(MAX_VALUES))), None);
        assert_eq!(value(&"[".repeat(MAX_VALUES - 1)), None);
    }

    proptest! {
        #[test]
        fn any_cut_of_a_feed_is_read_from_its_second_member_on(cut in 18_usize..90) {
            let feed = r#"{"title": "World", "items": [{"id": "1", "title": "Talks, \"day 1\""}, {"id": "2", "tags": ["a", "b"]}]}"#;
            let value = value(&feed[..cut]).unwrap();
            prop_assert_eq!(&value["title"], "World");
        }
    }
}
