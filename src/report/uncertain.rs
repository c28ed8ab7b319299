//! What is uncertain about a plan, in words: inputs, how they turn out, and how many worlds of a hundred something holds in.

use super::format::{self, money};
pub(super) use super::words::{input_words, worlds};
use crate::planning::WorkforcePlan;
use crate::planning::risk::Held;
use crate::scenario::{Scenario, Uncertain, UncertainLaw};

/// How an input turns out against what is expected: `+6.4 %`, `−2.6 points`, `0.6 months late`.
pub(super) fn value_words(input: Uncertain, value: f64) -> String {
    let sign = |amount: &str| if amount.starts_with('−') { "" } else { "+" };
    match (input, input.law()) {
        (Uncertain::TimeToFill, _) => match format::short(value.max(0.0), 1) {
            none if none == "0" => "on time".to_owned(),
            months => format!("{months} months late"),
        },
        (_, UncertainLaw::Normal) => {
            let points = format::decimal(100.0 * value, 1);
            format!("{}{points} points", sign(&points))
        }
        (_, UncertainLaw::Lognormal | UncertainLaw::Triangular) => {
            let share = format::percent(value - 1.0);
            format!("{}{share}", sign(&share))
        }
    }
}

/// What was asked of a plan in view of what is uncertain, whether it is reached, and what that costs.
pub(super) fn held_words(scenario: &Scenario, plan: &WorkforcePlan, held: &Held) -> String {
    let holds = if held.holds { "holds" } else { "does not hold: limits or prices stand in the way" };
    format!(
        "Asked to keep the promise in each {} with a probability of {}, the plan {holds}; that costs {} more in cash than the plan for \
         what is expected.",
        plan.step.name(),
        format::percent(held.share.0),
        money(held.price.cash_as_expected, &scenario.currency),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Share;

    #[test]
    fn what_is_rare_is_not_called_never_and_what_is_not_sure_is_not_called_always() {
        let shown = |share: f64| worlds(Share(share));
        assert_eq!(shown(0.83), "83 of 100 worlds");
        assert_eq!(shown(0.004), "fewer than 1 of 100 worlds");
        assert_eq!(shown(0.0), "no world");
        assert_eq!(shown(0.997), "more than 99 of 100 worlds");
        assert_eq!(shown(1.0), "all worlds");
        assert_eq!(shown(0.9949), "99 of 100 worlds");
        assert_eq!(shown(0.005), "1 of 100 worlds");
    }

    #[test]
    fn each_input_is_told_in_its_own_measure() {
        assert_eq!(value_words(Uncertain::Volume, 1.064), "+6.4 %");
        assert_eq!(value_words(Uncertain::Handling, 0.963), "−3.7 %");
        assert_eq!(value_words(Uncertain::GrowthPerYear, -0.0256), "−2.6 points");
        // Only lateness shows: who is found sooner begins on the date of the class all the same.
        assert_eq!(value_words(Uncertain::TimeToFill, -0.64), "on time");
        assert_eq!(value_words(Uncertain::TimeToFill, 0.64), "0.6 months late");
    }
}
