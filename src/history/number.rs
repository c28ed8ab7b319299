//! Numbers and durations as exports write them.

/// What stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// 1234.5, and thousands perhaps as 1,234.5
    Point,
    /// 1234,5, and thousands perhaps as 1.234,5
    Comma,
}

impl Decimal {
    /// Its name on the command line and in mapping files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }

    /// The sign of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "point" | "." | "dot" => Some(Self::Point),
            "comma" | "," => Some(Self::Comma),
            _ => None,
        }
    }

    fn signs(self) -> (u8, u8) {
        match self {
            Self::Point => (b'.', b','),
            Self::Comma => (b',', b'.'),
        }
    }
}

/// What a column of durations is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Thousandths of a second.
    Milliseconds,
}

impl Unit {
    /// Its name in mapping files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Minutes => "min",
            Self::Milliseconds => "ms",
        }
    }

    /// What a number of it is of, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Milliseconds => "milliseconds",
        }
    }

    /// The unit of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Seconds, Self::Minutes, Self::Milliseconds].into_iter().find(|unit| unit.name() == name)
    }

    fn seconds(self) -> f64 {
        match self {
            Self::Seconds => 1.0,
            Self::Minutes => 60.0,
            Self::Milliseconds => 0.001,
        }
    }
}

/// Whether a cell says that there is nothing: it is empty, a dash or one of the words that exports write.
pub fn is_nothing(cell: &[u8]) -> bool {
    const WORDS: [&str; 9] = ["-", "--", "n/a", "na", "#n/a", "null", "none", "nan", "\u{2014}"];
    cell.is_empty() || (cell.len() <= 4 && WORDS.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(cell)))
}

/// A number; `None` if it is none. Thousands may be grouped in threes by the other sign, a blank or an apostrophe.
pub fn number(cell: &[u8], decimal: Decimal) -> Option<f64> {
    // Counts are most of what there is.
    if !cell.is_empty() && cell.len() <= 15 && cell.iter().all(u8::is_ascii_digit) {
        return Some(whole(cell));
    }
    let (point, group) = decimal.signs();
    let text = std::str::from_utf8(cell).ok()?;
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (text, exponent) = match text.split_once(['e', 'E']) {
        Some((text, exponent)) => (text, exponent.parse::<i32>().ok().filter(|power| power.abs() < 30)?),
        None => (text, 0),
    };
    let (front, decimals) = text.split_once(char::from(point)).unwrap_or((text, ""));
    if (front.is_empty() && decimals.is_empty()) || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let is_group =
        |letter: char| letter == char::from(group) || matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let mut parts = front.split(is_group);
    let first = parts.next()?;
    let mut digits = first.to_owned();
    for part in parts {
        if part.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        digits.push_str(part);
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value: f64 = format!("0{digits}.{decimals}0e{exponent}").parse().ok()?;
    Some(sign * value)
}

fn whole(digits: &[u8]) -> f64 {
    digits.iter().fold(0_u64, |sum, digit| sum * 10 + u64::from(digit - b'0')) as f64
}

/// A duration in seconds: a number of `unit`, or `h:mm:ss`, or `mm:ss`; `None` if it is none.
pub fn duration(cell: &[u8], decimal: Decimal, unit: Unit) -> Option<f64> {
    if !cell.contains(&b':') {
        return number(cell, decimal).map(|value| value * unit.seconds());
    }
    let text = std::str::from_utf8(cell).ok()?;
    let (days, text) = match text.split_once("d ") {
        Some((days, text)) => (days.parse::<u32>().ok()?, text),
        None => (0, text),
    };
    let parts: Vec<&str> = text.split(':').collect();
    let (last, before) = parts.split_last()?;
    if before.len() > 2 {
        return None;
    }
    let mut seconds = f64::from(days) * 24.0;
    if before.len() == 1 {
        seconds *= 60.0;
    }
    for (at, part) in before.iter().enumerate() {
        let is_right = !part.is_empty() && part.len() <= 5 && part.bytes().all(|byte| byte.is_ascii_digit());
        let value = if is_right { part.parse::<f64>().ok()? } else { return None };
        // Only the first part may be more than there are of it in the next larger one.
        if at > 0 && value >= 60.0 {
            return None;
        }
        seconds = if at == 0 { seconds + value } else { seconds * 60.0 + value };
    }
    let rest = number(last.as_bytes(), if last.contains(',') { Decimal::Comma } else { Decimal::Point })?;
    (0.0..60.0).contains(&rest).then_some(seconds * 60.0 + rest)
}

/// What the numbers of a file say about the sign before decimals.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    points: u64,
    commas: u64,
    /// A number that means one thing with a point and another with a comma, such as 1.234 in a file that has no other.
    pub unclear: Option<String>,
}

impl Evidence {
    /// Takes a cell into account that should be a number.
    pub fn take(&mut self, cell: &[u8]) {
        let is_numeric = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-' | b' ' | b'\'');
        if !cell.iter().any(u8::is_ascii_digit) || !cell.iter().all(is_numeric) {
            return;
        }
        let last = cell.iter().rposition(|byte| matches!(byte, b'.' | b','));
        let Some(last) = last else { return };
        let sign = cell[last];
        let other = if sign == b'.' { b',' } else { b'.' };
        let repeated = cell[..last].contains(&sign);
        let decimals = cell.len() - last - 1;
        let leading_zero = cell[..last].trim_ascii_start() == b"0";
        let is_decimal = if repeated { false } else { cell.contains(&other) || decimals != 3 || leading_zero };
        if !is_decimal && !repeated {
            self.unclear.get_or_insert_with(|| String::from_utf8_lossy(cell).into_owned());
            return;
        }
        // A sign that is repeated groups thousands; the other one is before decimals.
        match (sign, is_decimal) {
            (b'.', true) | (b',', false) => self.points += 1,
            _ => self.commas += 1,
        }
    }

    /// The sign, if the numbers or the delimiter decide it. In a file with commas between its cells it is the point, unless
    /// the numbers say otherwise; in others a file without decimals may have either.
    pub fn decide(&self, delimiter: u8) -> Option<Decimal> {
        match (self.points, self.commas) {
            (0, 0) if self.unclear.is_none() || delimiter == b',' => Some(Decimal::Point),
            (0, 0) => None,
            (points, commas) if points == commas => None,
            (points, commas) => Some(if points > commas { Decimal::Point } else { Decimal::Comma }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_either_sign_and_with_thousands() {
        use Decimal::{Comma, Point};
        for (text, decimal, value) in [
            ("17", Point, Some(17.0)),
            ("17.25", Point, Some(17.25)),
            ("17,25", Comma, Some(17.25)),
            ("1,234.5", Point, Some(1234.5)),
            ("1.234,5", Comma, Some(1234.5)),
            ("1 234", Point, Some(1234.0)),
            ("1\u{a0}234,5", Comma, Some(1234.5)),
            ("1'234'567", Point, Some(1_234_567.0)),
            ("-3", Point, Some(-3.0)),
            (".5", Point, Some(0.5)),
            ("1e3", Point, Some(1000.0)),
            ("17,25", Point, None),
            ("1,23,456", Point, None),
            ("12.34.56", Comma, None),
            ("", Point, None),
            (".", Point, None),
            ("abc", Point, None),
            ("1 2", Point, None),
            ("1e999", Point, None),
            ("inf", Point, None),
        ] {
            assert_eq!(number(text.as_bytes(), decimal), value, "{text}");
        }
    }

    #[test]
    fn durations_are_numbers_or_clocks() {
        for (text, unit, value) in [
            ("90", Unit::Seconds, Some(90.0)),
            ("1.5", Unit::Minutes, Some(90.0)),
            ("90000", Unit::Milliseconds, Some(90.0)),
            ("0:01:30", Unit::Seconds, Some(90.0)),
            ("01:30", Unit::Minutes, Some(90.0)),
            ("25:00:00", Unit::Seconds, Some(90_000.0)),
            ("1d 01:00:00", Unit::Seconds, Some(90_000.0)),
            ("0:01:30.5", Unit::Seconds, Some(90.5)),
            ("0:01:30,5", Unit::Seconds, Some(90.5)),
            ("0:61:00", Unit::Seconds, None),
            ("1:2:3:4", Unit::Seconds, None),
            (":30", Unit::Seconds, None),
        ] {
            assert_eq!(duration(text.as_bytes(), Decimal::Point, unit), value, "{text}");
        }
    }

    #[test]
    fn the_sign_is_decided_by_numbers_that_leave_no_doubt() {
        let decide = |cells: &[&str], delimiter| {
            let mut evidence = Evidence::default();
            for cell in cells {
                evidence.take(cell.as_bytes());
            }
            evidence.decide(delimiter)
        };
        assert_eq!(decide(&["1", "2"], b';'), Some(Decimal::Point));
        assert_eq!(decide(&["1,5", "1.234"], b';'), Some(Decimal::Comma));
        assert_eq!(decide(&["1.234,5"], b';'), Some(Decimal::Comma));
        assert_eq!(decide(&["1,234", "180.5"], b','), Some(Decimal::Point));
        assert_eq!(decide(&["1.234"], b';'), None);
        assert_eq!(decide(&["0.234"], b';'), Some(Decimal::Point));
        assert_eq!(decide(&["1.234"], b','), Some(Decimal::Point));
        assert_eq!(decide(&["1.234.567"], b';'), Some(Decimal::Comma));
    }
}
