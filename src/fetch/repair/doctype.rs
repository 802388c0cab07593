//! The entities that a document type declares. They are replaced where they are plain and short, and are left
//! as text otherwise, so that no chain of them can grow
//! ([billion laughs](https://en.wikipedia.org/wiki/Billion_laughs_attack)); nothing is ever loaded.

/// The most that one feed may declare.
const MAX_ENTITIES: usize = 64;
/// The longest value that is taken, in bytes.
const MAX_VALUE: usize = 64;
/// What all replacements of one feed may come to, in bytes.
const MAX_EXPANSION: usize = 1 << 20;
/// How much of a document type is looked at, in bytes.
const MAX_DOCTYPE: usize = 64 << 10;

/// Names and their values, and how much of them was used.
#[derive(Default)]
pub(super) struct Entities {
    values: Vec<(String, String)>,
    expanded: usize,
}

impl Entities {
    /// Takes what `<!DOCTYPE … [<!ENTITY name "value">]>` declares.
    pub fn declare(&mut self, doctype: &str) {
        let end = doctype.floor_char_boundary(MAX_DOCTYPE);
        for declaration in doctype[..end].split("<!ENTITY").skip(1) {
            if self.values.len() == MAX_ENTITIES {
                return;
            }
            let Some((name, rest)) = declaration.trim_start().split_once(|c: char| c.is_ascii_whitespace()) else {
                continue;
            };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some((value, _)) = rest[1..].split_once(quote) else { continue };
            if value.len() <= MAX_VALUE && is_plain(value) {
                self.values.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// The value of an entity, as it may stand in a text.
    pub fn expand(&mut self, name: &str) -> Option<String> {
        let (_, value) = self.values.iter().find(|(known, _)| known == name)?;
        self.expanded += value.len();
        (self.expanded <= MAX_EXPANSION).then(|| value.clone())
    }
}

/// Whether a value holds no markup and refers to nothing but characters by their ordinary numbers.
fn is_plain(value: &str) -> bool {
    let is_number = |rest: &str| {
        let digits = rest.strip_prefix('#').and_then(|rest| rest.split_once(';')).map(|(digits, _)| digits);
        digits.is_some_and(|digits| {
            let code =
                digits.strip_prefix('x').map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
            code.and_then(char::from_u32).is_some_and(|c| c >= ' ' && !matches!(c, '\u{80}'..='\u{9F}'))
        })
    };
    !value.contains(['<', '%']) && !value.contains("]]>") && value.split('&').skip(1).all(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_short_values_are_taken_and_no_others() {
        let mut entities = Entities::default();
        entities.declare(
            "<!DOCTYPE rss [<!ENTITY nm \"Ministry\"> <!ENTITY dash '&#8212;'><!ENTITY lol2 \"&lol;&lol;\">
             <!ENTITY tag \"<b>\"><!ENTITY % p \"q\"><!ENTITY ext SYSTEM \"file:///etc/passwd\"><!ENTITY cut \"x",
        );
        assert_eq!(entities.expand("nm").as_deref(), Some("Ministry"));
        assert_eq!(entities.expand("dash").as_deref(), Some("&#8212;"));
        for name in ["lol2", "tag", "%", "p", "ext", "cut", "none"] {
            assert_eq!(entities.expand(name), None, "{name}");
        }
    }

    #[test]
    fn expansion_ends_at_a_budget() {
        let mut entities = Entities::default();
        entities.declare(&format!("<!ENTITY a \"{}\">", "x".repeat(MAX_VALUE)));
        let expanded = (0..2 * MAX_EXPANSION / MAX_VALUE).filter(|_| entities.expand("a").is_some()).count();
        assert_eq!(expanded, MAX_EXPANSION / MAX_VALUE);
    }
}
