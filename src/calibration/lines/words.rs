//! Numbers and names as a scenario writes them, and the sentence that says how well a number is known.

use super::super::fitted::Fitted;

/// In what a number is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// As it is.
    None,
    /// As a duration.
    Seconds,
    /// As a percentage.
    Share,
    /// As weeks.
    Weeks,
}

impl Unit {
    pub(super) fn said(self, value: f64) -> String {
        match self {
            Self::None => number(value),
            Self::Seconds => duration(value),
            Self::Share => percent(value),
            Self::Weeks => format!("{} weeks", number(value)),
        }
    }
}

/// `3m20s ± 4s (standard error), 95 % between 3m12s and 3m28s, from 1200 contacts.`
pub(super) fn comment(fitted: &Fitted, unit: Unit, of_what: &str) -> String {
    let error = fitted.standard_error.map(|error| format!(" ± {} (standard error)", unit.said(error)));
    let ends = fitted.lower.zip(fitted.upper);
    let ends = ends.map(|(lower, upper)| format!(", 95 % between {} and {}", unit.said(lower), unit.said(upper)));
    let (error, ends) = (error.unwrap_or_default(), ends.unwrap_or_default());
    format!("{}{error}{ends}, from {} {of_what}.", unit.said(fitted.value), fitted.sample)
}

/// With four digits that count, and no zeros behind them. Always a number that TOML knows.
pub(super) fn number(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0.0".to_owned();
    }
    let digits = (3 - value.abs().log10().floor() as i32).clamp(0, 12);
    let text = format!("{value:.*}", digits as usize);
    if !text.contains('.') {
        return format!("{text}.0");
    }
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

/// `12.3 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", number(100.0 * share).trim_end_matches(".0"))
}

/// A duration in words for a comment: to the tenth of a second below a minute, to the second above.
pub(super) fn duration(seconds: f64) -> String {
    if seconds < 60.0 {
        return format!("{}s", number(seconds).trim_end_matches(".0"));
    }
    let mut rest = seconds.round();
    let parts = [(86_400.0, "d"), (3600.0, "h"), (60.0, "m"), (1.0, "s")].map(|(size, unit)| {
        let count = f64::floor(rest / size);
        rest -= count * size;
        if count > 0.0 { format!("{count}{unit}") } else { String::new() }
    });
    parts.concat()
}

/// A duration as a value: in seconds, to the millisecond, within quotes.
pub(super) fn duration_value(seconds: f64) -> String {
    let text = format!("{:.3}", seconds.max(0.0));
    format!("\"{}s\"", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A list of numbers.
pub(super) fn shares(values: &[f64]) -> String {
    let values: Vec<String> = values.iter().map(|&value| number(value)).collect();
    format!("[{}]", values.join(", "))
}

/// A name as a part of a key: in quotes unless it is of letters, digits, `_` and `-` only.
pub(super) fn name(name: &str) -> String {
    let is_bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if is_bare { name.to_owned() } else { format!("\"{name}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_four_digits_and_no_idle_zeros() {
        let found = [0.0, 1.0, 0.123_456, 12.345_6, 123_456.0, 0.000_012_345, 0.1].map(number);
        assert_eq!(found, ["0.0", "1.0", "0.1235", "12.35", "123456.0", "0.00001234", "0.1"]);
    }

    #[test]
    fn durations_are_as_one_would_say_them() {
        assert_eq!(
            [0.0, 12.34, 200.4, 3600.0, 90_061.0].map(duration),
            ["0s", "12.34s", "3m20s", "1h", "1d1h1m1s"].map(str::to_owned)
        );
        assert_eq!(
            [0.0, 200.0, 12.345_6].map(duration_value),
            ["\"0s\"", "\"200s\"", "\"12.346s\""].map(str::to_owned)
        );
    }

    #[test]
    fn a_comment_says_error_interval_and_sample() {
        let fitted = Fitted::between(200.0, 4.0, (192.0, 208.0), 1200).unwrap();
        let said = comment(&fitted, Unit::Seconds, "contacts");
        assert_eq!(said, "3m20s ± 4s (standard error), 95 % between 3m12s and 3m28s, from 1200 contacts.");
        let fitted = Fitted::between(0.25, f64::NAN, (f64::NAN, f64::NAN), 7).unwrap();
        assert_eq!(comment(&fitted, Unit::Share, "days"), "25 %, from 7 days.");
    }

    #[test]
    fn names_with_other_letters_are_quoted() {
        assert_eq!(["orders", "a b", "a.b", ""].map(name), ["orders", "\"a b\"", "\"a.b\"", "\"\""]);
    }
}
