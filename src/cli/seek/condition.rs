//! The words of `--until`.

use crate::planning::seek::{Condition, Measure};
use crate::scenario::kind::nearest;

/// What can be asked.
const ALLOWED: &str = "begins:NAME, cost<=AMOUNT, spent<=AMOUNT, missing<=SHARE, hires<=NUMBER or payback<=PERIODS, or >= in the place of <=";

/// The condition of a text: `begins:NAME`, or a measure, `<=` or `>=`, and a number.
pub fn condition(text: &str) -> Result<Condition, String> {
    if let Some(name) = text.trim().strip_prefix("begins:") {
        let name = name.trim();
        let wrong = || "begins: needs the name of an initiative or partner: begins:bot".to_owned();
        return if name.is_empty() { Err(wrong()) } else { Ok(Condition::Begins(name.to_owned())) };
    }
    let (at_most, sides) = match (text.split_once("<="), text.split_once(">=")) {
        (Some(sides), _) => (true, sides),
        (None, Some(sides)) => (false, sides),
        (None, None) => return Err(format!("allowed: {ALLOWED}")),
    };
    let (name, number) = (sides.0.trim(), sides.1.trim());
    let Some(measure) = Measure::ALL.into_iter().find(|measure| measure.name() == name) else {
        let hint = nearest(name, Measure::ALL.map(Measure::name)).map(|near| format!("did you mean {near}? "));
        return Err(format!("{}allowed: {ALLOWED}", hint.unwrap_or_default()));
    };
    let limit = limit(measure, number)?;
    Ok(if at_most { Condition::AtMost(measure, limit) } else { Condition::AtLeast(measure, limit) })
}

fn limit(measure: Measure, text: &str) -> Result<f64, String> {
    let finite = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0);
    let (value, allowed) = match measure {
        Measure::Cost | Measure::Spent => (finite(text), "an amount without currency or commas, such as 6800000"),
        Measure::Missing => (crate::scenario::kind::parse_share(text), "a share, such as 0.02 or 2%"),
        Measure::Hires => (finite(text).filter(|value| value.fract() == 0.0), "a whole number of people"),
        Measure::Payback => {
            (finite(text).filter(|value| value.fract() == 0.0), "a whole number of periods of the plan")
        }
    };
    value.ok_or_else(|| format!("after {}: found \"{}\", allowed {allowed}", measure.name(), text.escape_debug()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_in_the_words_of_the_trade() {
        assert_eq!(condition("begins:parcel bot"), Ok(Condition::Begins("parcel bot".to_owned())));
        assert_eq!(condition("cost<=6800000"), Ok(Condition::AtMost(Measure::Cost, 6.8e6)));
        assert_eq!(condition("missing <= 2%"), Ok(Condition::AtMost(Measure::Missing, 0.02)));
        assert_eq!(condition("hires>=12"), Ok(Condition::AtLeast(Measure::Hires, 12.0)));
    }

    #[test]
    fn what_is_no_condition_is_told_what_there_is() {
        for text in ["", "bot", "begin:bot", "cost", "cost<6", "costs=6"] {
            assert!(condition(text).is_err_and(|what| what.contains("begins:NAME")), "{text}");
        }
        assert!(condition("misssing<=2%").is_err_and(|what| what.contains("did you mean missing?")));
        assert!(condition("missing<=2").is_err_and(|what| what.contains("a share")));
        assert!(condition("hires<=2.5").is_err_and(|what| what.contains("whole")));
        assert!(condition("begins: ").is_err_and(|what| what.contains("name")));
    }
}
