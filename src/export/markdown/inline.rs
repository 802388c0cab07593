//! Runs of text in Markdown: what could be taken for a mark is escaped, and emphasis is marked so that it is one.

use crate::domain::{Document, Emphasis, Run, WebUrl};

use super::longest_backticks;

/// Where text stands: that decides what a line end is, and what has to be escaped.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    Paragraph,
    /// On one line.
    Heading,
    /// In a cell of a table.
    Cell,
}

/// Writes runs one after the other.
pub(super) struct Inline<'a> {
    document: &'a Document,
    place: Place,
    out: String,
    /// Whether the last thing written is a mark of emphasis, which another one beside it would change.
    after_mark: bool,
    in_link: bool,
}

impl<'a> Inline<'a> {
    pub fn new(document: &'a Document, place: Place) -> Self {
        Self { document, place, out: String::new(), after_mark: false, in_link: false }
    }

    pub fn write(mut self, runs: &[Run]) -> String {
        for stretch in runs.chunk_by(|a, b| a.link == b.link) {
            let is_blank = stretch.iter().all(|run| self.text(run).trim().is_empty());
            match stretch[0].link.and_then(|number| self.document.links.get(number - 1)).filter(|_| !is_blank) {
                Some(link) => self.linked(stretch, link),
                None => self.runs(stretch),
            }
        }
        self.out.trim().to_owned()
    }

    fn text(&self, run: &Run) -> &'a str {
        &self.document.text[run.range.clone()]
    }

    fn linked(&mut self, runs: &[Run], link: &WebUrl) {
        if self.out.ends_with('!') {
            // `![` would begin an image.
            self.out.pop();
            self.out.push_str("\\!");
        }
        self.out.push('[');
        (self.after_mark, self.in_link) = (false, true);
        self.runs(runs);
        self.in_link = false;
        self.out.push_str(&format!("]({})", destination(link)));
        self.after_mark = false;
    }

    /// Code that other emphasis parts is one piece, for the marks of two beside each other would be taken for one.
    fn runs(&mut self, runs: &[Run]) {
        for same in runs.chunk_by(|a, b| a.emphasis.code && b.emphasis.code) {
            let text: String = same.iter().map(|run| self.text(run)).collect();
            for (number, line) in text.split('\n').enumerate() {
                if number > 0 {
                    self.end_line();
                }
                self.piece(line, same[0].emphasis);
            }
        }
    }

    fn end_line(&mut self) {
        let end = match self.place {
            Place::Paragraph => "\\\n",
            Place::Heading => " ",
            Place::Cell => "<br>",
        };
        // Two ends in a row would be the end of the paragraph.
        if !self.line().trim().is_empty() {
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push_str(end);
            self.after_mark = false;
        }
    }

    /// What of the line is written.
    fn line(&self) -> &str {
        &self.out[self.out.rfind('\n').map_or(0, |end| end + 1)..]
    }

    /// A piece of a line. Spaces stand outside of its marks, or they would be none.
    fn piece(&mut self, text: &str, emphasis: Emphasis) {
        let core = text.trim();
        let (lead, trail) = (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..]);
        if !lead.is_empty() && !self.line().is_empty() {
            self.out.push(' ');
            self.after_mark = false;
        }
        if core.is_empty() {
            return;
        }
        let (open, close) = self.marks(core, emphasis);
        self.out.push_str(open);
        // A bracket in a span within a link could be taken for the link's.
        let is_span = emphasis.code && !(self.in_link && core.contains(['[', ']']));
        if is_span {
            self.out.push_str(&code(core, self.place));
        } else {
            escape(core, self.place, &mut self.out);
        }
        self.out.push_str(close);
        self.after_mark = !close.is_empty();
        if !trail.is_empty() {
            self.out.push(' ');
            self.after_mark = false;
        }
    }

    /// The marks around a piece. [Whether a star opens or closes](https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run)
    /// hangs on its neighbours; between letters it always does, elsewhere the element is written out.
    fn marks(&self, core: &str, emphasis: Emphasis) -> (&'static str, &'static str) {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let with_stars = !self.after_mark && is_letter(core.chars().next()) && is_letter(core.chars().next_back());
        match (emphasis.strong, emphasis.italic, emphasis.strike) {
            _ if emphasis.code && self.in_link && core.contains(['[', ']']) => ("<code>", "</code>"),
            _ if emphasis.code => ("", ""),
            (true, true, _) if with_stars => ("***", "***"),
            (true, false, _) if with_stars => ("**", "**"),
            (false, true, _) if with_stars => ("*", "*"),
            (false, false, true) if with_stars => ("~~", "~~"),
            (true, true, _) => ("<strong><em>", "</em></strong>"),
            (true, false, _) => ("<strong>", "</strong>"),
            (false, true, _) => ("<em>", "</em>"),
            (false, false, true) => ("<del>", "</del>"),
            (false, false, false) => ("", ""),
        }
    }
}

/// A [code span](https://spec.commonmark.org/0.31.2/#code-spans), between more backticks than stand within.
fn code(text: &str, place: Place) -> String {
    let ticks = "`".repeat(longest_backticks(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    let text = if place == Place::Cell { text.replace('|', "\\|") } else { text.to_owned() };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// A text of our own or of one line, escaped.
pub(super) fn escaped(text: &str, place: Place) -> String {
    let mut out = String::new();
    escape(&text.replace('\n', " "), place, &mut out);
    out
}

/// The address as the destination of a link.
pub(super) fn destination(link: &WebUrl) -> String {
    let address = link.to_string().replace('\\', "%5C").replace('|', "%7C");
    if address.contains(['(', ')', '&', '*', '_']) { format!("<{}>", address.replace('&', "&amp;")) } else { address }
}

/// Writes text with a backslash before whatever a parser could take for a mark.
fn escape(text: &str, place: Place, out: &mut String) {
    let line_start = out.rfind('\n').map_or(0, |end| end + 1);
    let mut previous: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let line = &out[line_start..];
        let begins = line.trim().is_empty();
        let next = chars.peek().map(|(_, next)| *next);
        let is_in_word = previous.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
        let must = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '_' => !is_in_word,
            '&' => is_reference(&text[at + 1..]),
            '|' => place == Place::Cell || begins,
            '#' => place == Place::Heading || begins,
            '+' | '-' | '=' | '>' | ':' => begins,
            // The number of an item.
            '.' | ')' => !begins && line.len() < 10 && line.bytes().all(|b| b.is_ascii_digit()),
            _ => false,
        };
        if must {
            out.push('\\');
        }
        out.push(if c == '\t' { ' ' } else { c });
        previous = Some(c);
    }
}

/// Whether this, behind a `&`, ends a character reference.
fn is_reference(text: &str) -> bool {
    let name = text.bytes().take(40).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    name > 0 && text.as_bytes().get(name) == Some(&b';')
}
