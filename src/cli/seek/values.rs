//! The values over which an input runs, each in the form in which its key is written.

use crate::cli::Failure;
use crate::scenario::keys;
use crate::scenario::kind::{Kind, duration_text, parse_duration};

/// How the values of a key are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Number,
    Whole,
    Share,
    Percent,
    Duration,
}

/// Most steps from the least value to the greatest.
const MOST_STEPS: f64 = 1e6;

/// A grid of values, ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    key: String,
    form: Form,
    from: f64,
    to: f64,
    by: f64,
    /// The place of the greatest value, that of the least being 0.
    pub last: u32,
}

impl Values {
    /// The values of a key from one to another, by steps of a length or, without one, of 1 for whole numbers and a hundredth of the
    /// range for others. A key that does not exist is left to the loading of the scenario, which says what is near it.
    pub fn of(key: &str, from: &str, to: &str, by: Option<&str>) -> Result<Self, Failure> {
        let form = form(key, from)?;
        let [least, greatest] = [("--from", from), ("--to", to)]
            .map(|(word, text)| read(form, text).map_err(|what| wrong(word, text, what)));
        let (least, greatest) = (least?, greatest?);
        if least >= greatest {
            return Err(Failure::Usage(format!("--from {from} is not below --to {to}: give the smaller value first")));
        }
        let range = greatest - least;
        let by = match by {
            Some(text) => {
                let by = read(form, text).map_err(|what| wrong("--by", text, what))?;
                if by <= 0.0 || by > range {
                    let most = write(form, range);
                    return Err(Failure::Usage(format!(
                        "--by {text}: found {text}, allowed above 0 and at most {most}"
                    )));
                }
                by
            }
            None if form == Form::Whole => 1.0,
            None => range / 100.0,
        };
        // The last step may be shorter; a quotient that is whole but for its rounding is whole.
        let steps = (range / by - 1e-9).ceil();
        if steps > MOST_STEPS {
            let least = write(form, range / MOST_STEPS);
            return Err(Failure::Usage(format!(
                "--by: found {steps} steps, allowed a million: make them {least} or longer"
            )));
        }
        Ok(Self { key: key.to_owned(), form, from: least, to: greatest, by, last: steps as u32 })
    }

    /// The value at a place, as one would write it.
    pub fn text(&self, place: u32) -> String {
        let value = if place >= self.last { self.to } else { self.from + f64::from(place) * self.by };
        write(self.form, value)
    }

    /// The value at a place as a number: a share of 1, or seconds.
    pub fn number(&self, place: u32) -> f64 {
        read(self.form, &self.text(place)).unwrap_or(f64::NAN)
    }

    /// The change of the scenario, as after `--set`.
    pub fn change(&self, place: u32) -> String {
        format!("{}={}", self.key, self.text(place))
    }
}

fn wrong(word: &str, text: &str, allowed: &str) -> Failure {
    Failure::Usage(format!("{word}: found \"{}\", allowed {allowed}", text.escape_debug()))
}

/// The form of the values of a key, shares in the one in which the first is written.
fn form(key: &str, from: &str) -> Result<Form, Failure> {
    let share = if from.trim().ends_with('%') { Form::Percent } else { Form::Share };
    match keys::kind_at(key) {
        Some(Kind::Number { .. } | Kind::Money) => Ok(Form::Number),
        Some(Kind::Count { .. } | Kind::CountOr { .. }) => Ok(Form::Whole),
        Some(Kind::Share { .. }) => Ok(share),
        Some(Kind::Duration { .. } | Kind::TableOrDuration { .. }) => Ok(Form::Duration),
        Some(kind) => {
            let what = kind.allowed();
            Err(Failure::Usage(format!(
                "--vary {key}: found a key that takes {what}, allowed one that takes a single number, share or duration"
            )))
        }
        None if parse_duration(from).is_some() => Ok(Form::Duration),
        None => Ok(if share == Form::Percent { share } else { Form::Number }),
    }
}

/// A value in its form; what is allowed where it is in none.
fn read(form: Form, text: &str) -> Result<f64, &'static str> {
    let finite = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    match form {
        Form::Number => finite(text).ok_or("a number, such as 26.5"),
        Form::Whole => {
            finite(text).filter(|value| value.fract() == 0.0 && value.abs() < 1e15).ok_or("a whole number, such as 12")
        }
        Form::Share | Form::Percent => {
            let percent = text.trim().strip_suffix('%');
            let share = percent.map_or_else(|| finite(text), |number| finite(number).map(|percent| percent / 100.0));
            share.ok_or("a share, such as 0.3 or 30%")
        }
        Form::Duration => {
            parse_duration(text).filter(|value| value.is_finite()).ok_or("a duration, such as 20s or 4m30s")
        }
    }
}

/// A value as it is written, without the last digits that sums of steps get wrong.
fn write(form: Form, value: f64) -> String {
    match form {
        Form::Number | Form::Share => tidy(value).to_string(),
        Form::Whole => (value.round() as i64).to_string(),
        Form::Percent => format!("{}%", tidy(100.0 * value)),
        Form::Duration => duration_text(value),
    }
}

/// Twelve significant digits.
fn tidy(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(key: &str, from: &str, to: &str, by: Option<&str>) -> Vec<String> {
        let values = Values::of(key, from, to, by).unwrap_or_else(|failure| panic!("{failure}"));
        (0..=values.last).map(|place| values.text(place)).collect()
    }

    fn refused(key: &str, from: &str, to: &str, by: Option<&str>) -> String {
        Values::of(key, from, to, by).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn values_are_written_in_the_form_of_their_key() {
        assert_eq!(texts("self_service.bot.containment", "10%", "13%", Some("1%")), ["10%", "11%", "12%", "13%"]);
        assert_eq!(texts("self_service.bot.containment", "0.1", "0.3", Some("0.1")), ["0.1", "0.2", "0.3"]);
        assert_eq!(texts("plan.group.desk.class_min", "2", "4", None), ["2", "3", "4"]);
        assert_eq!(texts("queue.calls.handling.mean", "4m", "5m", Some("30s")), ["4m", "4m30s", "5m"]);
        assert_eq!(texts("group.desk.wage", "20", "21", Some("0.4")), ["20", "20.4", "20.8", "21"]);
        assert_eq!(texts("plan.wage_growth_per_year", "-0.1", "0.1", Some("0.1")), ["-0.1", "0", "0.1"]);
    }

    #[test]
    fn without_a_step_a_range_has_a_hundred() {
        let values =
            Values::of("budget.per_year", "6000000", "7000000", None).unwrap_or_else(|failure| panic!("{failure}"));
        assert_eq!((values.last, values.text(33)), (100, "6330000".to_owned()));
        assert_eq!(values.change(100), "budget.per_year=7000000");
    }

    #[test]
    fn what_cannot_be_read_is_said_with_what_is_allowed() {
        assert!(refused("budget.per_year", "much", "7", None).contains("--from: found \"much\", allowed a number"));
        assert!(refused("plan.months", "12", "13.5", None).contains("a whole number"));
        assert!(refused("queue.calls.handling.mean", "4m", "300", None).contains("a duration"));
        assert!(refused("budget.per_year", "7", "6", None).contains("smaller value first"));
        assert!(refused("budget.per_year", "1", "2", Some("3")).contains("at most 1"));
        assert!(refused("budget.per_year", "1", "2", Some("1e-9")).contains("a million"));
        assert!(refused("queue.calls.channel", "1", "2", None).contains("takes"));
    }
}
