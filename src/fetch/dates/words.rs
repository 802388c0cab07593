//! Dates in words: RFC 822 with all its accidents, asctime, and what people write.
//!
//! A text is cut into numbers and words, and every one of them has to find its place: the day, the month, the year,
//! the clock, the zone. Where one is left over, or two could be meant, it is no date.

use jiff::Timestamp;
use jiff::civil::Date;

use super::clock::{Clock, Half};
use super::zones::{self, Zone};
use crate::text::{DateWord, date_word, fold_date, month_named};

/// The moment of a text.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let (text, comments) = without_comments(text);
    let (text, home) = east_asian(&fold_date(&text));
    let mut parts = Parts::default();
    for piece in Pieces::of(&text) {
        parts.take(piece)?;
    }
    let date = parts.date()?;
    let commented = || comments.iter().find_map(|comment| zones::named(comment.trim()));
    let zone = parts.offset.or(parts.zone).or_else(commented).unwrap_or(home);
    let clock = match (parts.clock, parts.half) {
        (Some(clock), Some(half)) => clock.in_half(half)?,
        (None, Some(_)) => return None,
        (clock, None) => clock.unwrap_or_default(),
    };
    super::at(date, clock, &zone)
}

/// RFC 822 has comments in brackets, which now and then name the zone.
fn without_comments(text: &str) -> (String, Vec<String>) {
    let (mut bare, mut comments) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        bare.push_str(before);
        bare.push(' ');
        let (comment, following) = after.split_once(')').unwrap_or((after, ""));
        comments.push(comment.to_lowercase());
        rest = following;
    }
    bare.push_str(rest);
    (bare, comments)
}

/// Chinese, Japanese and Korean dates in figures; and where a text without a zone was written, as far as its words
/// tell: Korean is written in one zone, and so are the Japanese and the Chinese words for the halves of a day.
fn east_asian(text: &str) -> (String, Zone) {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let home = if has(&["년", "월", "오전", "오후", "午前", "午後", "曜"]) {
        Zone::Offset(9 * 60)
    } else if has(&["上午", "下午", "星期"]) {
        Zone::Offset(8 * 60)
    } else {
        Zone::UTC
    };
    if !has(&["년", "월", "오", "年", "月", "午"]) {
        return (text.to_owned(), home);
    }
    let mut figures = String::with_capacity(text.len());
    let mut joins = false;
    for c in text
        .replace("오전", " am ")
        .replace("午前", " am ")
        .replace("上午", " am ")
        .replace("오후", " pm ")
        .replace("午後", " pm ")
        .replace("下午", " pm ")
        .chars()
    {
        match c {
            '시' | '분' | '時' | '时' | '點' | '点' | '分' => {
                figures.push(':');
                joins = true;
                continue;
            }
            ' ' if joins => continue,
            // What is left are the names of the days of the week.
            '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' => figures.push(' '),
            other => figures.push(other),
        }
        joins = false;
    }
    (figures, home)
}

/// A number or a word of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'a> {
    /// Figures, and what joins them: `25`, `21:07`, `13.07.2004`. `dotted` when a dot follows.
    Figures { text: &'a str, dotted: bool },
    /// An offset with its sign.
    Offset(&'a str),
    /// Letters, `europe/brussels` among them. `comma` when one follows.
    Word { text: &'a str, comma: bool },
}

/// Cuts a text into its pieces; white space and punctuation fall between them.
struct Pieces<'a> {
    rest: &'a str,
    /// Whether a clock was read, so that what has a sign is an offset.
    has_clock: bool,
}

impl<'a> Pieces<'a> {
    fn of(text: &'a str) -> Self {
        Self { rest: text, has_clock: false }
    }

    fn cut(&mut self, end: usize) -> &'a str {
        let (piece, rest) = self.rest.split_at(end);
        self.rest = rest;
        piece
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let first = self.rest.chars().next()?;
            if first.is_ascii_digit() {
                let text = self.cut(figures_length(self.rest));
                self.has_clock |= text.contains(':');
                return Some(Piece::Figures { text, dotted: self.rest.starts_with('.') });
            }
            if first.is_alphabetic() {
                let is_word = |c: char| c.is_alphabetic() || matches!(c, '.' | '\'' | '/' | '_');
                let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
                let text = self.cut(end).trim_end_matches(['.', '\'', '/', '_']);
                return Some(Piece::Word { text, comma: self.rest.trim_start().starts_with(',') });
            }
            let after = &self.rest[first.len_utf8()..];
            if self.has_clock && matches!(first, '+' | '-' | '−') && after.starts_with(|c: char| c.is_ascii_digit()) {
                let length = after.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(after.len());
                return Some(Piece::Offset(self.cut(first.len_utf8() + length)));
            }
            self.rest = after;
        }
    }
}

/// How far figures go: one kind of sign joins them, and a fraction may follow a clock.
fn figures_length(text: &str) -> usize {
    let mut joint = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if c.is_ascii_digit() {
            continue;
        }
        let joins = match (joint, c) {
            (None, ':' | '.' | '/' | '-') => true,
            (Some(known), c) if known == c => true,
            (Some(':'), '.' | ',') => true,
            _ => false,
        };
        if !joins || !characters.peek().is_some_and(|(_, next)| next.is_ascii_digit()) {
            return at;
        }
        joint = joint.or(Some(c));
    }
    text.len()
}

/// A number among the words, and where it stands.
#[derive(Clone, Copy, Debug)]
struct Number<'a> {
    text: &'a str,
    dotted: bool,
    before_month: bool,
}

impl Number<'_> {
    fn value(&self) -> i16 {
        self.text.parse().unwrap_or(i16::MAX)
    }

    fn is_year(&self) -> bool {
        self.text.len() == 4
    }

    fn day(&self) -> Option<i8> {
        i8::try_from(self.value()).ok().filter(|_| self.text.len() <= 2)
    }

    /// A year of two figures is [of 1950 to 2049, one of three counts from 1900](https://www.rfc-editor.org/rfc/rfc5322#section-4.3).
    fn year(&self) -> Option<i16> {
        match (self.text.len(), self.value()) {
            (2, value @ 0..50) => Some(2000 + value),
            (2 | 3, value) => Some(1900 + value),
            (4, value) => Some(value),
            _ => None,
        }
    }
}

/// What the pieces of a text say.
#[derive(Default)]
struct Parts<'a> {
    numbers: Vec<Number<'a>>,
    /// Figures that are a whole date.
    written: Option<&'a str>,
    /// Figures with a dot behind that date: a clock, if a word says so.
    dotted: Option<&'a str>,
    month: Option<i8>,
    /// The month was the first word, where a day of the week may stand that is called alike (Spanish `mar`).
    is_month_first: bool,
    clock: Option<Clock>,
    half: Option<Half>,
    zone: Option<Zone>,
    offset: Option<Zone>,
    /// The word before this was one for a month by its number (Vietnamese `tháng`).
    is_month_number_next: bool,
    words: usize,
}

impl<'a> Parts<'a> {
    /// Takes a piece; `None` when it has no place.
    fn take(&mut self, piece: Piece<'a>) -> Option<()> {
        match piece {
            Piece::Figures { text, dotted } => self.take_figures(text, dotted),
            Piece::Offset(text) => {
                self.offset = Some(zones::offset(text)?);
                Some(())
            }
            Piece::Word { text, comma } => {
                let taken = self.take_word(text, comma);
                self.words += 1;
                taken
            }
        }
    }

    fn take_figures(&mut self, text: &'a str, dotted: bool) -> Option<()> {
        if std::mem::take(&mut self.is_month_number_next) {
            return set(&mut self.month, text.parse().ok().filter(|month| (1..=12).contains(month))?);
        }
        if text.contains(':') {
            return set(&mut self.clock, Clock::of(text, false)?);
        }
        if text.contains(['.', '/', '-']) {
            let place = if self.written.is_none() { &mut self.written } else { &mut self.dotted };
            return set(place, text);
        }
        if text.len() > 4 || self.numbers.len() == 3 {
            return None;
        }
        self.numbers.push(Number { text, dotted, before_month: self.month.is_none() });
        Some(())
    }

    fn take_word(&mut self, word: &'a str, comma: bool) -> Option<()> {
        if let Some(half) = half(word) {
            self.hour_alone();
            return set(&mut self.half, half);
        }
        // Behind the clock stands the zone, before it the day of the week: `pt` is a Polish Friday and Pacific time.
        if self.clock.is_some()
            && let Some(zone) = zones::named(word)
        {
            self.zone.get_or_insert(zone);
            return Some(());
        }
        if let Some(month) = month_named(word) {
            if self.is_month_first {
                self.month = None;
            }
            self.is_month_first = self.words == 0 && self.numbers.is_empty();
            return set(&mut self.month, month);
        }
        if matches!(word, "thang" | "thg") {
            self.is_month_number_next = true;
            return Some(());
        }
        if word == "uhr" || word == "h" || word == "hrs" {
            self.dotted_clock();
        }
        let is_introduction = comma && self.numbers.is_empty() && self.written.is_none() && self.month.is_none();
        match date_word(word) {
            Some(DateWord::Weekday | DateWord::Filler) => Some(()),
            None => is_introduction.then_some(()),
        }
    }

    /// `9 pm`: an hour without minutes is the last number before its half of the day.
    fn hour_alone(&mut self) {
        if self.clock.is_none()
            && self.numbers.len() == 3
            && let Some(hour) = self.numbers.last().and_then(Number::day).filter(|hour| (1..=12).contains(hour))
        {
            self.numbers.pop();
            self.clock = Some(Clock { hour, ..Clock::default() });
        }
    }

    /// `21.07 Uhr`.
    fn dotted_clock(&mut self) {
        let place = if self.dotted.is_some() { &mut self.dotted } else { &mut self.written };
        let clock = place.filter(|text| text.len() <= 5).and_then(|text| Clock::of(&text.replace('.', ":"), false));
        if self.clock.is_none() && clock.is_some() {
            *place = None;
            self.clock = clock;
        }
    }

    fn date(&self) -> Option<Date> {
        if self.dotted.is_some() {
            return None;
        }
        match (self.written, self.month, self.numbers.as_slice()) {
            (Some(written), None, []) => in_figures(written),
            (None, None, [year, month, day]) if year.is_year() => {
                Date::new(year.value(), month.day()?, day.day()?).ok()
            }
            // Czech and others: "13. 7. 2004".
            (None, None, [day, month, year]) if year.is_year() && day.dotted && month.dotted => {
                Date::new(year.value(), month.day()?, day.day()?).ok()
            }
            (None, Some(month), [year]) if year.is_year() => Date::new(year.value(), month, 1).ok(),
            (None, Some(month), [first, second]) => {
                let (day, year) = match (first.is_year(), second.is_year()) {
                    (true, false) => (second, first),
                    // Two figures each, both before the month, may be either.
                    (false, false) if second.before_month => return None,
                    _ => (first, second),
                };
                Date::new(year.year()?, month, day.day()?).ok()
            }
            _ => None,
        }
    }
}

/// Takes a value, once.
fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    if place.is_some() {
        return None;
    }
    *place = Some(value);
    Some(())
}

fn half(word: &str) -> Option<Half> {
    match word {
        "am" | "a.m" | "πμ" | "π.μ" => Some(Half::Morning),
        "pm" | "p.m" | "μμ" | "μ.μ" => Some(Half::Afternoon),
        _ => None,
    }
}

/// A date in figures, where their order is certain: the year first, dots (which are day first everywhere), or a
/// number that can be no month.
fn in_figures(text: &str) -> Option<Date> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let number = |part: &&str| part.parse::<i16>().ok();
    let (first, second, third) = (number(a)?, number(b)?, number(c)?);
    let short = |value: i16| i8::try_from(value).ok();
    if a.len() == 4 {
        return Date::new(first, short(second)?, short(third)?).ok();
    }
    if c.len() == 2 {
        // With a year of two figures only the American order is certain: no year stands in the middle.
        let year = Number { text: c, dotted: false, before_month: false }.year()?;
        let is_certain = separator == '/' && first <= 12 && second > 12;
        return if is_certain { Date::new(year, short(first)?, short(second)?).ok() } else { None };
    }
    if c.len() != 4 {
        return None;
    }
    if separator == '.' || first > 12 || first == second {
        return Date::new(third, short(second)?, short(first)?).ok();
    }
    if second > 12 { Date::new(third, short(first)?, short(second)?).ok() } else { None }
}
