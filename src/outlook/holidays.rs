//! Holidays by their names: days on which nothing came, which come again on a day that a rule tells.
//!
//! A closed day of the past is told by what kinds of rules find it: the same day of the same month, so many days from Easter Sunday
//! (the anonymous Gregorian algorithm, in Meeus, *Astronomical Algorithms*, 1991), or the first, second … last of a weekday in
//! a month. A rule is believed if every one of its days on which the queue would have been open was a closed one. Of rules of several kinds that
//! find the same days, those of the kind that finds more of the other closed days are believed; if that leaves several, the
//! day cannot be told.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeSet;

/// Where in the year a holiday is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after Easter Sunday.
    Easter(i32),
    /// Month, which of them (−1: the last), weekday from Monday, and days after it.
    Nth(i8, i8, i8, i32),
}

/// Holidays that many countries have, under their best-known names.
const KNOWN: [(Rule, &str); 33] = [
    (Rule::Fixed(1, 1), "New Year's Day"),
    (Rule::Fixed(1, 2), "2 January"),
    (Rule::Fixed(1, 6), "Epiphany"),
    (Rule::Fixed(5, 1), "May Day"),
    (Rule::Fixed(6, 19), "Juneteenth"),
    (Rule::Fixed(7, 1), "Canada Day"),
    (Rule::Fixed(7, 4), "Independence Day"),
    (Rule::Fixed(7, 14), "14 July"),
    (Rule::Fixed(8, 15), "Assumption"),
    (Rule::Fixed(10, 3), "3 October"),
    (Rule::Fixed(10, 26), "26 October"),
    (Rule::Fixed(10, 31), "Reformation Day"),
    (Rule::Fixed(11, 1), "All Saints"),
    (Rule::Fixed(11, 11), "11 November"),
    (Rule::Fixed(12, 8), "8 December"),
    (Rule::Fixed(12, 24), "Christmas Eve"),
    (Rule::Fixed(12, 25), "Christmas Day"),
    (Rule::Fixed(12, 26), "26 December"),
    (Rule::Fixed(12, 31), "New Year's Eve"),
    (Rule::Easter(-2), "Good Friday"),
    (Rule::Easter(1), "Easter Monday"),
    (Rule::Easter(39), "Ascension"),
    (Rule::Easter(50), "Whit Monday"),
    (Rule::Easter(60), "Corpus Christi"),
    (Rule::Nth(1, 3, 0, 0), "third Monday of January"),
    (Rule::Nth(2, 3, 0, 0), "third Monday of February"),
    (Rule::Nth(5, 1, 0, 0), "first Monday of May"),
    (Rule::Nth(5, -1, 0, 0), "last Monday of May"),
    (Rule::Nth(8, -1, 0, 0), "last Monday of August"),
    (Rule::Nth(9, 1, 0, 0), "Labor Day"),
    (Rule::Nth(10, 2, 0, 0), "second Monday of October"),
    (Rule::Nth(11, 4, 3, 0), "Thanksgiving"),
    (Rule::Nth(11, 4, 3, 1), "day after Thanksgiving"),
];

/// What closed days tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Holidays of the past and of the days to come, by date.
    pub days: Vec<(Date, String)>,
    /// Closed days of the past that no rule tells.
    pub untold: Vec<Date>,
}

impl Rule {
    fn kind(self) -> usize {
        match self {
            Self::Fixed(..) => 0,
            Self::Easter(_) => 1,
            Self::Nth(..) => 2,
        }
    }

    fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, day) => Date::new(year, month, day).ok(),
            Self::Easter(days) => easter(year).checked_add(days.days()).ok(),
            Self::Nth(month, which, weekday, days) => {
                let weekday = Weekday::from_monday_zero_offset(weekday).ok()?;
                let found = Date::new(year, month, 1).ok()?.nth_weekday_of_month(which, weekday).ok()?;
                found.checked_add(days.days()).ok()
            }
        }
    }
}

/// Easter Sunday.
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, g) = (b / 4, b % 4, (8 * b + 13) / 25);
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let n = (h + l - 7 * m + 90) / 25;
    let p = (h + l - 7 * m + 33 * n + 19) % 32;
    date(year, n as i8, p as i8)
}

/// Which holidays the closed days of the past tell. `closed` are those on which the queue would have been open by its weekday;
/// `would_open` says that of any date; `first` to `last` is the past, and holidays are told until `end`.
pub fn told(
    closed: &BTreeSet<Date>,
    (first, last, end): (Date, Date, Date),
    would_open: &dyn Fn(Date) -> bool,
) -> Told {
    let years = first.year()..=end.year();
    let days = |rule: Rule| years.clone().filter_map(move |year| rule.in_year(year));
    // A day and month that was closed twice is a holiday under that date, if it is none that is known.
    let mut rules: Vec<(Rule, String)> = KNOWN.iter().map(|(rule, name)| (*rule, (*name).to_owned())).collect();
    for day in closed {
        let rule = Rule::Fixed(day.month(), day.day());
        let times = closed.iter().filter(|other| (other.month(), other.day()) == (day.month(), day.day())).count();
        if times >= 2 && rules.iter().all(|(known, _)| *known != rule) {
            rules.push((rule, format!("{} {}", day.day(), MONTHS[usize::from(day.month().unsigned_abs()) - 1])));
        }
    }
    // Each rule with the closed days that it finds.
    let believed: Vec<(Rule, String, Vec<Date>)> = rules
        .into_iter()
        .filter_map(|(rule, name)| {
            let of_past: Vec<Date> =
                days(rule).filter(|day| (first..=last).contains(day) && would_open(*day)).collect();
            (!of_past.is_empty() && of_past.iter().all(|day| closed.contains(day))).then_some((rule, name, of_past))
        })
        .collect();
    let finds = |day: &Date| -> BTreeSet<usize> {
        believed.iter().filter(|(.., found)| found.contains(day)).map(|(rule, ..)| rule.kind()).collect()
    };
    let mut of_kind = [0; 3];
    for day in closed {
        if let [kind] = finds(day).into_iter().collect::<Vec<_>>()[..] {
            of_kind[kind] += 1;
        }
    }
    let is_told = |rule: Rule, found: &[Date]| {
        found
            .iter()
            .all(|day| finds(day).into_iter().all(|kind| kind == rule.kind() || of_kind[kind] < of_kind[rule.kind()]))
    };
    let mut told = Told::default();
    for (rule, name, found) in &believed {
        if is_told(*rule, found) {
            let coming = days(*rule).filter(|day| (last..=end).contains(day) && *day > last && would_open(*day));
            told.days.extend(found.iter().copied().chain(coming).map(|day| (day, name.clone())));
        }
    }
    told.days.sort();
    told.days.dedup_by_key(|(day, _)| *day);
    told.untold = closed.iter().filter(|day| told.days.iter().all(|(other, _)| other != *day)).copied().collect();
    told
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn on_weekdays(day: Date) -> bool {
        day.weekday().to_monday_zero_offset() < 5
    }

    fn of(closed: &[Date], first: Date, last: Date, end: Date) -> Told {
        told(&closed.iter().copied().collect(), (first, last, end), &on_weekdays)
    }

    #[test]
    fn easter_is_when_it_was() {
        let known =
            [(2003, 4, 20), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2038, 4, 25)];
        for (year, month, day) in known {
            assert_eq!(easter(year), date(year, month, day));
        }
    }

    #[test]
    fn holidays_of_the_past_come_again_on_their_day() {
        let (first, last, end) = (date(2025, 3, 3), date(2026, 2, 1), date(2026, 6, 30));
        let closed = [
            date(2025, 4, 18),
            date(2025, 4, 21),
            date(2025, 5, 1),
            date(2025, 5, 29),
            date(2025, 6, 9),
            date(2025, 12, 25),
            date(2026, 1, 1),
            date(2025, 7, 16),
        ];
        let told = of(&closed, first, last, end);
        assert_eq!(told.untold, [date(2025, 7, 16)], "a day on which the power was out");
        let coming: Vec<(Date, &str)> =
            told.days.iter().filter(|(day, _)| *day > last).map(|(day, name)| (*day, name.as_str())).collect();
        assert_eq!(
            coming,
            [
                (date(2026, 4, 3), "Good Friday"),
                (date(2026, 4, 6), "Easter Monday"),
                (date(2026, 5, 1), "May Day"),
                (date(2026, 5, 14), "Ascension"),
                (date(2026, 5, 25), "Whit Monday"),
            ]
        );
        assert!(told.days.contains(&(date(2025, 12, 25), "Christmas Day".to_owned())));
    }

    #[test]
    fn a_day_on_which_the_queue_was_open_is_no_holiday_and_one_that_two_rules_find_is_not_told() {
        let (first, last, end) = (date(2024, 1, 1), date(2025, 12, 31), date(2026, 12, 31));
        // Open on the first of May 2024, closed a year later.
        assert_eq!(of(&[date(2025, 5, 1)], first, last, end).untold, [date(2025, 5, 1)]);
        // In 2026 the last Monday of May is Whit Monday.
        let (first, last, end) = (date(2026, 5, 1), date(2026, 6, 30), date(2027, 6, 30));
        assert_eq!(of(&[date(2026, 5, 25)], first, last, end).untold, [date(2026, 5, 25)]);
        let with_labor_day = of(&[date(2026, 5, 25), date(2026, 9, 7)], first, date(2026, 12, 1), end);
        assert!(with_labor_day.days.contains(&(date(2027, 5, 31), "last Monday of May".to_owned())));
    }

    #[test]
    fn a_date_that_is_closed_twice_is_a_holiday_of_its_own() {
        let (first, last, end) = (date(2024, 1, 1), date(2025, 12, 31), date(2026, 12, 31));
        let told = of(&[date(2024, 7, 18), date(2025, 7, 18)], first, last, date(2028, 12, 31));
        assert!(told.days.contains(&(date(2028, 7, 18), "18 July".to_owned())));
        // A Saturday in 2026.
        assert!(of(&[date(2024, 7, 18), date(2025, 7, 18)], first, last, end).days.iter().all(|(day, _)| *day <= last));
    }
}
