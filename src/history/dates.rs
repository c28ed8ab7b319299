//! Dates and clock times as exports write them.
//!
//! A date that begins with its year is clear, and so is one with a month's name; with points the day comes first. Of others, such as
//! 03/04/2026, the whole column decides: a number above 12 is a day. What nothing decides is asked for.

use jiff::civil::{Date, date};

/// Which number of a date is what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 2026-11-27
    YearMonthDay,
    /// 27/11/2026
    DayMonthYear,
    /// 11/27/2026
    MonthDayYear,
}

impl DateOrder {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::YearMonthDay, Self::DayMonthYear, Self::MonthDayYear];

    /// Its name on the command line and in mapping files.
    pub fn name(self) -> &'static str {
        match self {
            Self::YearMonthDay => "ymd",
            Self::DayMonthYear => "dmy",
            Self::MonthDayYear => "mdy",
        }
    }

    /// The order of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }
}

/// A moment as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// What calendar and clock show, in seconds since 1970-01-01 00:00.
    pub local_s: i64,
    /// By how many seconds they are ahead of UTC, where that is written.
    pub offset_s: Option<i32>,
}

/// Seconds of a day.
pub const DAY_S: i64 = 86_400;

/// A moment, date and clock in one cell; `None` if it is none. A date alone is its midnight.
pub fn moment(cell: &[u8], order: Option<DateOrder>) -> Option<Moment> {
    if let Some(moment) = iso(cell) {
        return Some(moment);
    }
    let text = std::str::from_utf8(cell).ok()?;
    if let Some(moment) = counted(text) {
        return Some(moment);
    }
    let (day, rest) = leading_date(text, order)?;
    let rest = rest.trim_start_matches([' ', ',', 'T', 't']).trim();
    let midnight = i64::from(day) * DAY_S;
    if rest.is_empty() {
        return Some(Moment { local_s: midnight, offset_s: None });
    }
    let (rest, offset_s) = trailing_offset(rest);
    Some(Moment { local_s: midnight + clock(rest.as_bytes())?, offset_s })
}

/// The days from 1970-01-01 to a date that stands alone in its cell; a midnight behind it does no harm.
pub fn day(cell: &[u8], order: Option<DateOrder>) -> Option<i32> {
    let moment = moment(cell, order)?;
    (moment.local_s % DAY_S == 0).then_some((moment.local_s / DAY_S) as i32)
}

/// Seconds since midnight of a clock time: `8:30`, `08:30:00`, `8:30 PM`, `0830`, `24:00`; of a span such as `08:00-08:30`
/// its begin.
pub fn clock(cell: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(cell).ok()?.trim();
    // A dash behind digits is that of a span.
    let text = text.split_once(['-', '–']).map_or(text, |(begin, _)| begin).trim();
    let lower = text.to_ascii_lowercase();
    let lower = lower.replace("a.m.", "am").replace("p.m.", "pm");
    let (digits, half) =
        match lower.strip_suffix("am").map(|rest| (rest, 0)).or(lower.strip_suffix("pm").map(|rest| (rest, 12))) {
            Some((rest, half)) => (rest.trim(), Some(half)),
            None => (lower.strip_suffix('h').unwrap_or(&lower), None),
        };
    let mut parts = digits.split(':');
    let first = parts.next()?;
    let number = |part: &str| -> Option<i64> {
        ((1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let is_packed = first.len() >= 3 && first.len() <= 4 && first.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute, second) = match (parts.next(), parts.next(), parts.next()) {
        (None, ..) if is_packed => (first[..first.len() - 2].parse().ok()?, number(&first[first.len() - 2..])?, 0),
        (None, ..) if half.is_some() => (number(first)?, 0, 0),
        (Some(minute), None, _) => (number(first)?, number(minute)?, 0),
        (Some(minute), Some(second), None) => {
            let second = second.split_once(['.', ',']).map_or(second, |(whole, _)| whole);
            (number(first)?, number(minute)?, number(second)?)
        }
        _ => return None,
    };
    let hour = match half {
        None => hour,
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
    };
    let seconds = hour * 3600 + minute * 60 + second;
    (minute < 60 && second < 60 && (0..=DAY_S).contains(&seconds)).then_some(seconds)
}

/// `2026-11-27T08:30:00Z` and its like, the quick way: most exports of millions of rows have it.
fn iso(cell: &[u8]) -> Option<Moment> {
    let two = |at: usize| {
        let (tens, ones) = (cell[at].wrapping_sub(b'0'), cell[at + 1].wrapping_sub(b'0'));
        (tens <= 9 && ones <= 9).then_some(u32::from(tens) * 10 + u32::from(ones))
    };
    if cell.len() < 16 || cell[4] != b'-' || cell[7] != b'-' || !matches!(cell[10], b' ' | b'T') || cell[13] != b':' {
        return None;
    }
    let day = days(i64::from(two(0)? * 100 + two(2)?), two(5)?, two(8)?)?;
    let (hour, minute) = (two(11)?, two(14)?);
    let (second, mut at) = match cell.get(16) {
        Some(b':') if cell.len() >= 19 => (two(17)?, 19),
        _ => (0, 16),
    };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    if matches!(cell.get(at), Some(b'.' | b',')) {
        at += 1;
        while cell.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
    }
    let local_s = i64::from(day) * DAY_S + i64::from(hour * 3600 + minute * 60 + second);
    let offset_s = match &cell[at..] {
        [] => None,
        [b'Z' | b'z'] => Some(0),
        rest => Some(offset(std::str::from_utf8(rest).ok()?)?),
    };
    Some(Moment { local_s, offset_s })
}

/// The days from 1970-01-01 to a date, of the years from 1970 to 2199.
fn days(year: i64, month: u32, day: u32) -> Option<i32> {
    const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = LENGTHS.get(month.checked_sub(1)? as usize)? + u32::from(is_leap && month == 2);
    if !(1970..=2199).contains(&year) || day == 0 || day > length {
        return None;
    }
    // Years begin in March, so that the odd day of a leap year is the last one (H. Hinnant, chrono-compatible low-level
    // date algorithms, 2013).
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = i64::from((153 * month + 2) / 5 + day - 1);
    Some((era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468) as i32)
}

/// The date that lies so many days after 1970-01-01.
pub fn date_of(days: i32) -> Date {
    date(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
}

/// The days from 1970-01-01 to a date.
pub fn days_to(date: Date) -> i32 {
    days(date.year().into(), date.month() as u32, date.day() as u32).unwrap_or(0)
}

/// Seconds or thousandths of them since 1970 in UTC, or days since the end of 1899 as a spreadsheet counts them.
fn counted(text: &str) -> Option<Moment> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    match (text.len(), text.contains('.')) {
        (10, false) => Some(Moment { local_s: text.parse().ok()?, offset_s: Some(0) }),
        (13, false) => Some(Moment { local_s: text.parse::<i64>().ok()? / 1000, offset_s: Some(0) }),
        _ => {
            let is_serial =
                text.split('.').next().is_some_and(|whole| whole.len() == 5) && text.matches('.').count() < 2;
            let serial: f64 = text.parse().ok().filter(|_| is_serial)?;
            // Day 25,569 is 1970-01-01.
            (serial >= 25_569.0)
                .then(|| Moment { local_s: ((serial - 25_569.0) * DAY_S as f64).round() as i64, offset_s: None })
        }
    }
}

/// A date at the begin of a text, and what follows it.
fn leading_date(text: &str, order: Option<DateOrder>) -> Option<(i32, &str)> {
    let text = without_weekday(text);
    if let Some(found) = packed(text, order) {
        return Some(found);
    }
    let mut parts: Vec<(Part, usize)> = Vec::with_capacity(3);
    let mut sign = None;
    let mut rest = text;
    while parts.len() < 3 {
        let is_word = rest.starts_with(|letter: char| letter.is_alphabetic());
        let end = rest.find(|letter: char| if is_word { !letter.is_alphabetic() } else { !letter.is_ascii_digit() });
        let (part, behind) = rest.split_at(end.unwrap_or(rest.len()));
        let value = if is_word { Part::Month(month_of(part)?) } else { Part::Number(part.parse().ok()?) };
        parts.push((value, part.len()));
        rest = behind;
        if parts.len() < 3 {
            let separator = rest.chars().next().filter(|letter| matches!(letter, '-' | '/' | '.' | ' ' | ','))?;
            sign.get_or_insert(separator);
            rest = rest.trim_start_matches(['-', '/', '.', ' ', ',']);
        }
    }
    let year_of = |number: u32, length: usize| match length {
        4 => Some(i64::from(number)),
        2 => Some(i64::from(number) + if number >= 70 { 1900 } else { 2000 }),
        _ => None,
    };
    let (year, month, day) = match parts[..] {
        [(Part::Number(year), 4), (Part::Number(month), _), (Part::Number(day), _)] => (i64::from(year), month, day),
        [(Part::Number(day), _), (Part::Month(month), _), (Part::Number(year), length)]
        | [(Part::Month(month), _), (Part::Number(day), _), (Part::Number(year), length)] => {
            (year_of(year, length)?, month, day)
        }
        [(Part::Number(first), _), (Part::Number(second), _), (Part::Number(third), length)] => {
            let order = if sign == Some('.') { Some(order.unwrap_or(DateOrder::DayMonthYear)) } else { order };
            match order {
                Some(DateOrder::DayMonthYear) => (year_of(third, length)?, second, first),
                Some(DateOrder::MonthDayYear) => (year_of(third, length)?, first, second),
                Some(DateOrder::YearMonthDay) if parts[0].1 == 2 && length <= 2 => (year_of(first, 2)?, second, third),
                // What has only one reading needs no order.
                None if first > 12 && second <= 12 => (year_of(third, length)?, second, first),
                None if second > 12 && first <= 12 => (year_of(third, length)?, first, second),
                None if first == second => (year_of(third, length)?, first, second),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some((days(year, month, day)?, rest))
}

enum Part {
    Number(u32),
    Month(u32),
}

/// `20261127`, or `261127` where years come first.
fn packed(text: &str, order: Option<DateOrder>) -> Option<(i32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(length);
    let part = |range: std::ops::Range<usize>| digits[range].parse::<u32>().ok();
    let (year, at) = match length {
        8 => (i64::from(part(0..4)?), 4),
        6 if matches!(order, None | Some(DateOrder::YearMonthDay)) => {
            let year = i64::from(part(0..2)?);
            (year + if year >= 70 { 1900 } else { 2000 }, 2)
        }
        _ => return None,
    };
    Some((days(year, part(at..at + 2)?, part(at + 2..at + 4)?)?, rest))
}

fn without_weekday(text: &str) -> &str {
    const DAYS: [&str; 9] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di"];
    let end = text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(0);
    let word = text[..end].to_lowercase();
    let is_day = DAYS.iter().any(|day| word == *day) || (word.ends_with("day") && word.len() > 5);
    if is_day { text[end..].trim_start_matches([',', '.', ' ']) } else { text }
}

fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let is_it = |month: &usize| MONTHS[*month] == word || FULL[*month] == word || (*month == 8 && word == "sept");
    (0..12).find(is_it).map(|month| month as u32 + 1)
}

/// A clock time without the offset behind it, and the offset.
fn trailing_offset(text: &str) -> (&str, Option<i32>) {
    if let Some(rest) = text.strip_suffix(['Z', 'z']).or(text.strip_suffix("UTC")).or(text.strip_suffix("GMT")) {
        return (rest.trim_end(), Some(0));
    }
    if let Some(at) = text.rfind(['+', '-']).filter(|&at| at >= 4) {
        // A span of clock times has a clock behind the dash that is later; an offset has no more than 14 hours.
        let is_span = text[at..].starts_with('-') && text[..at].ends_with(' ');
        if let Some(offset) = offset(&text[at..]).filter(|_| !is_span) {
            return (text[..at].trim_end(), Some(offset));
        }
    }
    (text, None)
}

/// `+01:00`, `-0500`, `+01` in seconds.
fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|&letter| letter != ':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i32 = digits[..2].parse().ok()?;
    let minutes: i32 = if digits.len() == 4 { digits[2..].parse().ok()? } else { 0 };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// What the dates of a column say about their order.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// A date whose first number is above 12, and its row.
    pub day_first: Option<(String, u64)>,
    /// A date whose second number is above 12, and its row.
    pub month_first: Option<(String, u64)>,
    /// A date that can be read either way, and its row.
    pub either: Option<(String, u64)>,
}

impl Evidence {
    /// Takes a cell of a row into account; `true` once the order is decided both ways and no more cells are needed.
    pub fn take(&mut self, cell: &[u8], row: u64) -> bool {
        let text = || (String::from_utf8_lossy(cell).into_owned(), row);
        if let Some([first, second]) = two_numbers(cell) {
            match (first > 12, second > 12) {
                (true, false) => _ = self.day_first.get_or_insert_with(text),
                (false, true) => _ = self.month_first.get_or_insert_with(text),
                (false, false) if first != second => _ = self.either.get_or_insert_with(text),
                _ => {}
            }
        }
        self.day_first.is_some() && self.month_first.is_some()
    }

    /// The order, if a date decides it; dates in both orders decide nothing.
    pub fn decide(&self) -> Option<DateOrder> {
        match (&self.day_first, &self.month_first) {
            (Some(_), None) => Some(DateOrder::DayMonthYear),
            (None, Some(_)) => Some(DateOrder::MonthDayYear),
            _ => None,
        }
    }
}

/// The first two numbers of a date such as 03/04/2026 or 3-4-26, in which the order matters.
fn two_numbers(cell: &[u8]) -> Option<[u32; 2]> {
    let text = without_weekday(std::str::from_utf8(cell).ok()?);
    let mut parts = text.splitn(3, ['/', '-']);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let small = |part: &str| if part.len() <= 2 { part.parse().ok() } else { None };
    third.starts_with(|letter: char| letter.is_ascii_digit()).then_some([small(first)?, small(second)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, order: Option<DateOrder>) -> Option<String> {
        let moment = moment(text.as_bytes(), order)?;
        let clock = moment.local_s.rem_euclid(DAY_S);
        let offset = moment.offset_s.map_or(String::new(), |offset| format!("{:+}", offset / 60));
        let date = date_of(moment.local_s.div_euclid(DAY_S) as i32);
        Some(format!("{date} {:02}:{:02}:{:02}{offset}", clock / 3600, clock / 60 % 60, clock % 60))
    }

    #[test]
    fn moments_are_read_however_they_are_written() {
        for (text, expected) in [
            ("2026-11-27 08:30", "2026-11-27 08:30:00"),
            ("2026-11-27T08:30:15Z", "2026-11-27 08:30:15+0"),
            ("2026-11-27T08:30:15.123+01:00", "2026-11-27 08:30:15+60"),
            ("2026-11-27 08:30:15-0530", "2026-11-27 08:30:15-330"),
            ("2026-11-27", "2026-11-27 00:00:00"),
            ("2026/11/27 8:30", "2026-11-27 08:30:00"),
            ("20261127 08:30", "2026-11-27 08:30:00"),
            ("20261127T0830", "2026-11-27 08:30:00"),
            ("990201", "1999-02-01 00:00:00"),
            ("27.11.2026 08:30", "2026-11-27 08:30:00"),
            ("3.4.26 08:30", "2026-04-03 08:30:00"),
            ("27/11/2026 08:30:00", "2026-11-27 08:30:00"),
            ("11/27/2026 8:30 PM", "2026-11-27 20:30:00"),
            ("11/27/26 12:00 AM", "2026-11-27 00:00:00"),
            ("27-Nov-2026 08:30", "2026-11-27 08:30:00"),
            ("Nov 27, 2026 8:30:00 a.m.", "2026-11-27 08:30:00"),
            ("Friday, November 27, 2026 8:30 AM", "2026-11-27 08:30:00"),
            ("Fri 27/11/2026 08:00 - 08:30", "2026-11-27 08:00:00"),
            ("2026-11-27 08:30 UTC", "2026-11-27 08:30:00+0"),
            ("1795768200", "2026-11-27 08:30:00+0"),
            ("1795768200000", "2026-11-27 08:30:00+0"),
            ("46353.354166667", "2026-11-27 08:30:00"),
            ("2026-11-27 24:00", "2026-11-28 00:00:00"),
        ] {
            assert_eq!(shown(text, None).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "Total",
            "2026-13-01 08:00",
            "2026-02-29 08:00",
            "31/04/2026",
            "2026-11-27 25:00",
            "27/11",
            "03/04/2026 08:00",
            "2026-11-27 08:30 +99:00",
            "1/2/3",
            "08:30",
            "2026-11-27 8h",
            "0",
            "12345678901",
            "13/13/2026",
            "1899-12-31 08:00",
        ] {
            assert_eq!(shown(text, None), None, "{text}");
        }
    }

    #[test]
    fn the_order_that_was_asked_for_is_kept() {
        use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
        for (text, order, expected) in [
            ("03/04/2026", DayMonthYear, Some("2026-04-03 00:00:00")),
            ("03/04/2026", MonthDayYear, Some("2026-03-04 00:00:00")),
            ("03/04/05", YearMonthDay, Some("2003-04-05 00:00:00")),
            ("27/11/2026", MonthDayYear, None),
            ("2026-11-27", MonthDayYear, Some("2026-11-27 00:00:00")),
        ] {
            assert_eq!(shown(text, Some(order)).as_deref(), expected, "{text} {order:?}");
        }
    }

    #[test]
    fn clock_times_are_read_however_they_are_written() {
        for (text, minutes) in [
            ("8:30", Some(510)),
            ("08:30:00", Some(510)),
            ("8:30 PM", Some(1230)),
            ("12:15 a.m.", Some(15)),
            ("8 AM", Some(480)),
            ("0830", Some(510)),
            ("830", Some(510)),
            ("08:00-08:30", Some(480)),
            ("08:00 – 08:30", Some(480)),
            ("24:00", Some(1440)),
            ("24:30", None),
            ("13:00 PM", None),
            ("8", None),
            ("8:60", None),
            ("", None),
            (":30", None),
        ] {
            assert_eq!(clock(text.as_bytes()).map(|seconds| seconds / 60), minutes, "{text}");
        }
    }

    #[test]
    fn a_number_above_twelve_decides_the_order() {
        let of = |dates: &[&str]| {
            let mut evidence = Evidence::default();
            for date in dates {
                evidence.take(date.as_bytes(), 1);
            }
            evidence
        };
        assert_eq!(of(&["03/04/2026", "13/04/2026 08:00"]).decide(), Some(DateOrder::DayMonthYear));
        assert_eq!(of(&["03/04/2026", "4/13/26"]).decide(), Some(DateOrder::MonthDayYear));
        assert_eq!(of(&["13/04/2026", "04/13/2026"]).decide(), None);
        let unclear = of(&["03/04/2026", "05/05/2026"]);
        assert!(unclear.decide().is_none() && unclear.either.is_some());
        assert!(of(&["2026-03-04", "3.4.2026", "05/05/2026"]).either.is_none());
    }

    #[test]
    fn days_agree_with_the_calendar() {
        for count in (0..84_000).step_by(37) {
            assert_eq!(days_to(date_of(count)), count);
        }
    }
}
