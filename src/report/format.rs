//! Numbers, dates and lists as people read them: `1,234,567 EUR`, `82.7 % ± 0.4`, `Fri 27 Nov`; or as their country writes them, in what
//! is written [`in_locale`].

use super::locale::Locale;
use crate::scenario::Step;
use crate::statistics::Estimate;
use crate::units::{Hours, Money};
use jiff::civil::Date;
use std::cell::RefCell;

/// What stands where there is no number.
pub const NONE: &str = "–";

thread_local! {
    /// The locale of the report that this thread is writing. Every report is written by one call on one thread, and a number is told in
    /// a hundred places of it: handing the locale down to each would drown what they say.
    static LOCALE: RefCell<Locale> = RefCell::new(Locale::default());
}

/// Writes something in a locale: all numbers and dates that `write` tells are told as the locale has them. Elsewhere, and afterwards,
/// they are told in the house's own way.
pub fn in_locale<T>(locale: &Locale, write: impl FnOnce() -> T) -> T {
    /// Sets the locale back, also where writing panics.
    struct Back(Locale);
    impl Drop for Back {
        fn drop(&mut self) {
            LOCALE.set(std::mem::take(&mut self.0));
        }
    }
    let _back = Back(LOCALE.replace(locale.clone()));
    write()
}

/// A number with `places` decimals and commas between thousands.
pub fn decimal(value: f64, places: usize) -> String {
    LOCALE.with_borrow(|locale| locale.number(value, places))
}

/// A whole number with commas between thousands.
pub fn count(value: f64) -> String {
    decimal(value, 0)
}

/// A number with at most `places` decimals, without zeros at the end.
pub fn short(value: f64, places: usize) -> String {
    decimal(value, needed(value, places))
}

/// How many of `places` decimals are needed, without zeros at the end.
fn needed(value: f64, places: usize) -> usize {
    let long = format!("{value:.places$}");
    long.split_once('.').map_or(0, |(_, decimals)| decimals.trim_end_matches('0').len())
}

/// An amount with its currency, without cents.
pub fn money(value: Money, currency: &str) -> String {
    LOCALE.with_borrow(|locale| locale.money(value.0, currency))
}

/// An amount with its currency and so many decimals.
pub fn amount(value: Money, places: usize, currency: &str) -> String {
    LOCALE.with_borrow(|locale| locale.amount(value.0, places, currency))
}

/// Hours of work, without decimals from 100 on.
pub fn hours(value: Hours) -> String {
    if value.0.abs() < 100.0 { short(value.0, 1) } else { count(value.0) }
}

/// A share of 1 as a percentage with one decimal.
pub fn percent(share: f64) -> String {
    percentage(share, 1)
}

/// A share of 1 as a percentage, as it is promised: without zeros at the end.
pub fn short_percent(share: f64) -> String {
    percentage(share, needed(100.0 * share, 2))
}

fn percentage(share: f64, places: usize) -> String {
    LOCALE.with_borrow(|locale| locale.percent(share, places))
}

/// A duration: seconds below two minutes, then minutes and seconds, then hours and minutes; `12 h` and no minutes where there are none.
pub fn duration(seconds: f64) -> String {
    if seconds < 9.95 {
        return format!("{} s", short(seconds, 1));
    }
    let whole = seconds.round() as u64;
    match whole {
        0..120 => format!("{whole} s"),
        120..7200 if whole.is_multiple_of(60) => format!("{} min", whole / 60),
        120..7200 => format!("{} min {:02} s", whole / 60, whole % 60),
        _ if whole % 3600 < 60 => format!("{} h", count((whole / 3600) as f64)),
        _ => format!("{} h {:02} min", count((whole / 3600) as f64), whole % 3600 / 60),
    }
}

fn estimate(value: Estimate, mean: impl Fn(f64) -> String, half_width: impl Fn(f64) -> String) -> String {
    match (value.mean, value.half_width) {
        (None, _) => NONE.to_owned(),
        (Some(value), None) => mean(value),
        (Some(value), Some(half)) => format!("{} ± {}", mean(value), half_width(half)),
    }
}

/// An estimated share: `82.7 % ± 0.4`.
pub fn estimated_percent(value: Estimate) -> String {
    estimate(value, percent, |half| decimal(100.0 * half, 1))
}

/// An estimated number: `1,240 ± 12`.
pub fn estimated_count(value: Estimate) -> String {
    estimate(value, count, count)
}

/// An estimated duration: `18 s ± 2 s`.
pub fn estimated_duration(value: Estimate) -> String {
    estimate(value, duration, duration)
}

/// The mean of an estimate by a format of its own.
pub fn mean(value: Estimate, format: impl Fn(f64) -> String) -> String {
    value.mean.map_or_else(|| NONE.to_owned(), format)
}

/// A date as `Fri 27 Nov`.
pub fn day(date: Date) -> String {
    LOCALE.with_borrow(|locale| locale.day(date))
}

/// A date as `27 Nov`.
pub fn day_of_month(date: Date) -> String {
    LOCALE.with_borrow(|locale| locale.day_of_month(date))
}

/// A date as `27 Nov 2026`.
pub fn date(date: Date) -> String {
    LOCALE.with_borrow(|locale| locale.date(date))
}

/// A date as `Fri 27 Nov 2026`.
pub fn date_with_day(date: Date) -> String {
    LOCALE.with_borrow(|locale| locale.date_with_weekday(date))
}

/// A period of a plan: `Feb 2028`, or the first day of a week.
pub fn period(step: Step, first_day: Date) -> String {
    match step {
        Step::Month => month(first_day),
        Step::Week => self::date(first_day),
    }
}

/// The month of a date as `Nov 2026`.
pub fn month(date: Date) -> String {
    LOCALE.with_borrow(|locale| locale.month(date))
}

/// The month of a date of a known year as `Nov`.
pub fn month_of_year(date: Date) -> String {
    LOCALE.with_borrow(|locale| locale.month_of_year(date))
}

/// `one`, `one and two`, `one, two and three`.
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `1 day`, `2 days`, `3 wishes`.
pub fn counted(number: usize, one: &str) -> String {
    let words = if number == 1 { one.to_owned() } else { plural(one) };
    format!("{} {words}", count(number as f64))
}

/// `days`, `wishes`.
pub fn plural(one: &str) -> String {
    format!("{one}{}", if one.ends_with("sh") { "es" } else { "s" })
}

/// A name from a scenario file as people write it: `delivery_and_returns` as `delivery and returns`.
pub fn name(name: &str) -> String {
    name.replace('_', " ")
}

/// A space at which no line may end.
pub const FIRM: char = '\u{a0}';

/// Text in which no line ends between a number and its unit or margin: `73.7 % ± 0.4`, `30 s`, `1,200 EUR`.
pub fn firm(text: &str) -> String {
    let mut bound = String::with_capacity(text.len());
    for word in text.split(' ') {
        let is_number = |text: &str| text.ends_with(|last: char| last.is_ascii_digit());
        let bare = word.trim_end_matches(|last: char| !last.is_alphanumeric() && last != '%' && last != '±');
        let is_unit = matches!(bare, "%" | "s" | "min" | "h")
            || (bare.len() == 3 && bare.bytes().all(|b| b.is_ascii_uppercase()));
        let before = bound.rsplit([' ', FIRM]).next().unwrap_or_default();
        let goes_on = matches!(before, "min" | "h") && word.starts_with(|first: char| first.is_ascii_digit());
        let is_held = bare == "±" || before == "±" || goes_on || (is_unit && is_number(before));
        if !bound.is_empty() {
            bound.push(if is_held { FIRM } else { ' ' });
        }
        bound.push_str(word);
    }
    bound
}

/// The first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn thousands_are_separated_and_zero_has_no_sign() {
        assert_eq!(count(1_234_567.4), "1,234,567");
        assert_eq!(count(999.0), "999");
        assert_eq!(count(-1000.0), "−1,000");
        assert_eq!(count(-0.2), "0");
        assert_eq!(money(Money(12_345.5), "EUR"), "12,346 EUR");
    }

    #[test]
    fn promises_have_no_idle_decimals() {
        assert_eq!(short_percent(0.8), "80 %");
        assert_eq!(short_percent(0.825), "82.5 %");
        assert_eq!(short(100.0, 0), "100");
    }

    #[test]
    fn an_estimate_without_a_width_or_a_mean_says_so() {
        assert_eq!(estimated_percent(Estimate { mean: Some(0.827), half_width: Some(0.004) }), "82.7 % ± 0.4");
        assert_eq!(estimated_percent(Estimate { mean: Some(0.827), half_width: None }), "82.7 %");
        assert_eq!(estimated_percent(Estimate { mean: None, half_width: None }), "–");
    }

    #[test]
    fn durations_are_read_at_a_glance() {
        assert_eq!(duration(4.25), "4.2 s");
        assert_eq!(duration(20.0), "20 s");
        assert_eq!(duration(125.0), "2 min 05 s");
        assert_eq!(duration(7500.0), "2 h 05 min");
    }

    #[test]
    fn no_line_ends_within_a_number_with_its_unit() {
        let text = "orders (84.9 % ± 0.4 within 2 min 05 s), 1,200 EUR for 3 days";
        assert_eq!(firm(text).replace(FIRM, "_"), "orders (84.9_%_±_0.4 within 2_min_05_s), 1,200_EUR for 3 days");
    }

    #[test]
    fn dates_and_lists_are_written_as_spoken() {
        assert_eq!(day(date(2026, 11, 27)), "Fri 27 Nov");
        assert_eq!(month(date(2026, 11, 27)), "Nov 2026");
        assert_eq!(listed(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(counted(1, "day"), "1 day");
    }

    #[test]
    fn a_locale_holds_for_what_is_written_in_it_and_no_longer() {
        let german = Locale::named("de-DE").unwrap();
        let written = in_locale(&german, || [short(1234.5, 3), short_percent(0.825), day_of_month(date(2026, 11, 7))]);
        assert_eq!(written, ["1.234,5", "82,5\u{a0}%", "7. Nov."]);
        assert_eq!([short(1234.5, 3), short_percent(0.825)], ["1,234.5", "82.5 %"]);
        let panicked = std::panic::catch_unwind(|| in_locale(&german, || panic!("in the middle of a report")));
        assert!(panicked.is_err() && count(1234.0) == "1,234");
    }
}
