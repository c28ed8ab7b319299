//! What the comparison of scenarios says in words: measures and their differences as people read them, and a sentence for
//! each variant.

use super::format::{self, FIRM, counted, duration, listed, percent};
use crate::scenario::{Origin, Replications, Scenario};
use crate::simulation::Measure;
use crate::statistics::Estimate;
use crate::what_if::{About, Comparison, Difference, Kind, WhatIf};

/// How a measure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Share,
    Seconds,
    Money,
    SmallMoney,
}

fn form(measure: Measure) -> Form {
    match measure {
        Measure::Asa => Form::Seconds,
        Measure::Cost | Measure::LostValue => Form::Money,
        Measure::CostPerContact => Form::SmallMoney,
        _ => Form::Share,
    }
}

/// A headline measure in words.
pub(super) fn title(measure: Measure) -> &'static str {
    match measure {
        Measure::ServiceLevel => "service level",
        Measure::Abandonment => "hang up",
        Measure::Asa => "average wait",
        Measure::Occupancy => "agents busy",
        Measure::Cost => "cost",
        Measure::CostPerContact => "cost per contact",
        Measure::LostValue => "value lost",
        Measure::Satisfaction => "satisfaction",
        Measure::Fcr => "FCR",
        other => other.name(),
    }
}

/// What a headline measure is about in words.
pub(super) fn about(about: &About) -> String {
    match about.kind {
        Kind::Total => "all".to_owned(),
        _ => format::name(&about.name),
    }
}

/// Whether more of a measure is better; `None` where it depends.
fn is_more_better(measure: Measure) -> Option<bool> {
    match measure {
        Measure::ServiceLevel | Measure::Satisfaction | Measure::Fcr => Some(true),
        Measure::Abandonment | Measure::Asa | Measure::Cost | Measure::CostPerContact | Measure::LostValue => {
            Some(false)
        }
        _ => None,
    }
}

/// Whether the variant is better in a measure; `None` where it depends, or nothing is shown.
pub(super) fn is_better(difference: &Difference) -> Option<bool> {
    let mean = difference.difference.mean.filter(|_| difference.is_real == Some(true))?;
    Some((mean > 0.0) == is_more_better(difference.measure)?)
}

/// A value of a headline measure, without its margin.
pub(super) fn value(measure: Measure, estimate: Estimate, currency: &str) -> String {
    format::mean(estimate, |mean| match form(measure) {
        Form::Share => percent(mean),
        Form::Seconds => duration(mean),
        Form::Money => format!("{} {currency}", format::count(mean)),
        Form::SmallMoney => format!("{} {currency}", format::decimal(mean, 2)),
    })
    .replace(' ', &FIRM.to_string())
}

/// What a difference is counted in.
pub(super) fn unit(measure: Measure, currency: &str) -> String {
    match form(measure) {
        Form::Share => "points".to_owned(),
        Form::Seconds => "s".to_owned(),
        Form::Money | Form::SmallMoney => currency.to_owned(),
    }
}

/// A difference in its unit: shares in percentage points.
pub(super) fn in_unit(measure: Measure, difference: Estimate) -> Estimate {
    if form(measure) == Form::Share { difference.scaled(100.0) } else { difference }
}

/// `+9.12 ± 0.35`: with as many decimals as show two digits of the half-width, but not more than people ask for as long as the
/// mean has a digit; and the unit after the mean where one is given.
fn signed(estimate: Estimate, form: Form, unit: &str) -> String {
    let Some(mean) = estimate.mean else { return format::NONE.to_owned() };
    let digits_of = |value: f64, digits: i32| match value.abs() {
        0.0 => 0,
        value => (digits - 1 - value.log10().floor() as i32).clamp(0, 6) as usize,
    };
    let most = match form {
        Form::Share | Form::Seconds => 2,
        Form::Money => 0,
        Form::SmallMoney => 3,
    };
    let wanted = estimate.half_width.filter(|half| *half > 0.0).map_or(digits_of(mean, 3), |half| digits_of(half, 2));
    let places = wanted.min(digits_of(mean, 1).max(most));
    let number = format::decimal(mean, places);
    let is_zero = number.chars().all(|letter| matches!(letter, '0' | '.' | ','));
    let sign = if mean > 0.0 && !is_zero { "+" } else { "" };
    let unit = if unit.is_empty() { String::new() } else { format!("{FIRM}{unit}") };
    let margin = estimate.half_width.map_or_else(String::new, |half| {
        format!("{FIRM}±{FIRM}{}", if half == 0.0 { "0".to_owned() } else { format::decimal(half, places) })
    });
    format!("{sign}{number}{unit}{margin}")
}

/// A difference as a number of its unit: `+9.12 ± 0.35`.
pub(super) fn bare_change(difference: &Difference) -> String {
    signed(in_unit(difference.measure, difference.difference), form(difference.measure), "")
}

/// A difference with its unit: `+9.12 points ± 0.35`.
pub(super) fn change(difference: &Difference, currency: &str) -> String {
    let unit = unit(difference.measure, currency);
    signed(in_unit(difference.measure, difference.difference), form(difference.measure), &unit)
}

/// Whether a difference is real, in a word or two that stay on a line.
pub(super) fn verdict(difference: &Difference) -> &'static str {
    match (difference.is_real, difference.is_real_among_all) {
        _ if difference.is_same() => "the\u{a0}same",
        (None, _) => "not\u{a0}known",
        (Some(false), _) => "not\u{a0}shown",
        (Some(true), Some(false)) => "by\u{a0}itself",
        (Some(true), _) => "yes",
    }
}

/// What the words of the verdicts mean.
pub(super) fn legend(what_if: &WhatIf) -> String {
    let chances = counted(what_if.chances, "difference");
    format!(
        "A difference is real where its 95 % interval excludes 0. By chance alone, one in twenty would be: among the {chances} \
         shown here that chance has a part in, “yes” is real even with all of them taken together (Bonferroni), “by itself” \
         only if it was the one that you asked about."
    )
}

/// How it was compared.
pub(super) fn provenance(what_if: &WhatIf) -> String {
    let verb = match what_if.baseline.scenario.simulation.replications {
        Replications::Fixed(_) => "asks for",
        Replications::Auto { .. } => "needed to be precise",
    };
    format!(
        "{} replications of each, as many as “{}” {verb}, all with seed {}: the same customers in each, as far as they are not \
         changed. ± is half the width of a 95 % interval of the difference, paired by replication.",
        what_if.replications, what_if.baseline.name, what_if.seed
    )
}

/// How much the same random numbers help.
pub(super) fn gain(comparison: &Comparison) -> Option<String> {
    let find = |measure| comparison.find(Kind::Total, "", measure)?.variance_ratio;
    let ratios = [Measure::ServiceLevel, Measure::Abandonment, Measure::Asa]
        .into_iter()
        .filter_map(|measure| Some(format!("{} times for {}", format::short(find(measure)?, 1), title(measure))));
    let ratios: Vec<String> = ratios.collect();
    (!ratios.is_empty()).then(|| {
        format!(
            "{}: on the same random numbers, the variance of a difference is smaller than between independent runs, {}.",
            comparison.outcome.name,
            listed(&ratios)
        )
    })
}

/// What is only on one side, and service levels that are counted differently.
pub(super) fn remarks(what_if: &WhatIf, comparison: &Comparison) -> Vec<String> {
    let mut remarks = Vec::new();
    let names = |abouts: &[About]| {
        let named = abouts.iter().map(|about| format!("{} {}", about.kind.name(), format::name(&about.name)));
        listed(&named.collect::<Vec<_>>())
    };
    let (one, other) = (&what_if.baseline, &comparison.outcome);
    for (only, side) in [(&comparison.only_in_baseline, one), (&comparison.only_in_variant, other)] {
        if !only.is_empty() {
            remarks.push(format!("Only in “{}”: {}.", side.name, names(only)));
        }
    }
    for (queue, of) in one.scenario.queues.iter().zip(&one.performance.queues) {
        let mut there = other.scenario.queues.iter().zip(&other.performance.queues);
        let Some((_, variant)) = there.find(|(found, _)| found.name == queue.name) else { continue };
        if (of.definition, of.within) != (variant.definition, variant.within) {
            let said = |definition: &str, within: f64| format!("{definition} within {}", duration(within));
            remarks.push(format!(
                "The service level of {} is not counted alike: {} in “{}”, {} in “{}”.",
                format::name(&queue.name),
                said(of.definition.name(), of.within.0),
                one.name,
                said(variant.definition.name(), variant.within.0),
                other.name
            ));
        }
    }
    remarks
}

/// What was changed on the command line: `queue.calls.handling.mean = 5m`.
pub(super) fn overrides(scenario: &Scenario) -> Vec<String> {
    let changed = scenario.assumptions.iter().filter(|assumption| assumption.origin == Origin::Override);
    changed.map(|assumption| format!("{} = {}", assumption.path, assumption.value)).collect()
}

/// A sentence for each variant: what rises, what falls, and what is not shown to differ, over everything together.
pub(super) fn sentences(what_if: &WhatIf) -> Vec<String> {
    what_if.variants.iter().map(sentence).collect()
}

fn sentence(comparison: &Comparison) -> String {
    let currency = &comparison.outcome.scenario.currency;
    let totals: Vec<&Difference> = comparison
        .headlines()
        .filter_map(|(about, difference)| (about.kind == Kind::Total).then_some(difference))
        .collect();
    let told = |wanted: Option<bool>| {
        let real =
            totals.iter().filter(|difference| difference.is_real == Some(true) && is_better(difference) == wanted);
        let told = real.map(|difference| {
            format!(
                "{} {}{FIRM}→{FIRM}{}",
                title(difference.measure),
                value(difference.measure, difference.baseline, currency),
                value(difference.measure, difference.variant, currency),
            )
        });
        told.collect::<Vec<String>>()
    };
    let open = totals.iter().filter(|difference| difference.is_real != Some(true));
    let open: Vec<String> = open.map(|difference| title(difference.measure).to_owned()).collect();
    let mut parts = Vec::new();
    for (wanted, word) in [(Some(true), "better"), (Some(false), "worse"), (None, "different")] {
        let told = told(wanted);
        if !told.is_empty() {
            parts.push(format!("{word}: {}", listed(&told)));
        }
    }
    if !open.is_empty() {
        parts.push(format!("no difference is shown in {}", listed(&open)));
    }
    if parts.is_empty() {
        parts.push("nothing can be told apart".to_owned());
    }
    format!("{}. {}.", comparison.outcome.name, format::capital(&parts.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(mean: f64, half_width: f64, form: Form) -> String {
        signed(Estimate::new(mean, half_width), form, "EUR").replace(FIRM, " ")
    }

    #[test]
    fn a_difference_has_a_sign_and_the_digits_that_its_margin_leaves() {
        assert_eq!(words(9.1234, 0.3456, Form::Share), "+9.12 EUR ± 0.35");
        assert_eq!(words(-9.1234, 3.456, Form::Seconds), "−9.1 EUR ± 3.5");
        assert_eq!(words(-1234.5, 0.5, Form::Money), "−1,234 EUR ± 0");
        assert_eq!(words(0.000_34, 0.000_05, Form::Share), "+0.0003 EUR ± 0.0001");
        assert_eq!(words(0.0, 0.0, Form::Share), "0 EUR ± 0");
        assert_eq!(words(0.0, 0.5, Form::Share), "0.00 EUR ± 0.50");
        assert_eq!(words(2.0, f64::NAN, Form::SmallMoney), "+2.00 EUR");
        assert_eq!(signed(Estimate::none(), Form::Share, "s"), "–");
    }
}
