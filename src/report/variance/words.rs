//! A variance in words: a sentence for each day, and rows of the table.

use super::{VarianceReport, part, unit, value};
use crate::report::format::FIRM;
use crate::report::{VERSION, format};
use crate::statistics::Estimate;
use crate::variance::{Cause, Explained, Explanation, Quantity};

/// Parts of a service level that are smaller are not told in words.
const LEAST: f64 = 0.001;

/// What a measure is called.
pub fn title(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Contacts => "contacts",
        Quantity::Workload => "workload",
        Quantity::AgentsNeeded => "agents needed",
        Quantity::OnDuty => "agents on duty",
        Quantity::Cost => "cost of agents",
        Quantity::ServiceLevel => "service level",
        Quantity::Asa => "average wait",
        Quantity::Abandonment => "hang up",
    }
}

/// What a cause is called in charts.
pub fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Volume => "volume",
        Cause::Mix => "mix and times",
        Cause::Handling => "handling time",
        Cause::Shrinkage => "absence",
        Cause::Staffing => "staffing",
    }
}

/// The days of a stretch: `Tue 24 Nov`.
pub fn days(stretch: &Explanation) -> String {
    if stretch.first == stretch.last {
        return format::day(stretch.first);
    }
    format!("{} to {}", format::day(stretch.first), format::day(stretch.last))
}

/// The question of a page.
pub fn question(report: &VarianceReport<'_>) -> String {
    report.variance.whole().map_or_else(String::new, |whole| format!("Why was {} not as planned?", days(whole)))
}

/// A sentence for each stretch, after one for all of them together.
pub fn sentences(report: &VarianceReport<'_>) -> Vec<String> {
    let variance = report.variance;
    variance.together.iter().chain(&variance.stretches).map(|stretch| sentence(report, stretch)).collect()
}

/// `Tue 24 Nov: service level 71.0 % instead of 82.0 %: −7.1 points because …`
fn sentence(report: &VarianceReport<'_>, stretch: &Explanation) -> String {
    let variance = report.variance;
    let day = days(stretch);
    let Some(found) = stretch.find(Quantity::ServiceLevel, None) else { return day };
    let Some(planned) = found.planned.mean else {
        return format!("{day}: {}", contacts(stretch));
    };
    let planned = value(Quantity::ServiceLevel, planned, "");
    let expected = found.expected.mean.map(|expected| value(Quantity::ServiceLevel, expected, ""));
    let begin = match (found.recorded, expected) {
        (Some(recorded), _) => {
            format!("service level {} instead of {planned}", value(Quantity::ServiceLevel, recorded, ""))
        }
        (None, Some(expected)) => {
            format!("by what came, a service level of {expected} was to be expected instead of {planned}")
        }
        (None, None) => return format!("{day}: {}", contacts(stretch)),
    };
    let mut reasons = reasons(report, stretch, found);
    if let Some(rest) = found.rest.mean.filter(|_| found.recorded.is_some()) {
        let chance = found.chance.map_or_else(String::new, |chance| {
            let points = format::decimal(100.0 * chance, 1);
            if found.is_rest_beyond_chance() == Some(true) {
                format!(", more than chance does (±{FIRM}{points})")
            } else {
                format!(", which may be chance (±{FIRM}{points})")
            }
        });
        let usual = variance.usual(Quantity::ServiceLevel, None).map_or_else(String::new, |usual| {
            let mean = part(Quantity::ServiceLevel, Estimate { half_width: None, ..usual.mean });
            format!("; {mean} on {} before", format::counted(usual.days as usize, "such day"))
        });
        reasons.push(format!(
            "{} routing and the rest{chance}{usual}",
            part(Quantity::ServiceLevel, Estimate::exact(rest))
        ));
    }
    let reasons = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join(", ")) };
    format!("{day}: {begin}{reasons}.")
}

/// What came, where nothing can be said about service.
fn contacts(stretch: &Explanation) -> String {
    let Some(found) = stretch.find(Quantity::Contacts, None) else { return String::new() };
    let (planned, came) = (found.planned.mean.unwrap_or(0.0), found.expected.mean.unwrap_or(0.0));
    format!("{} contacts came, {} were planned.", format::count(came), format::count(planned))
}

/// Causes that are shown to have a part, the largest first.
fn reasons(report: &VarianceReport<'_>, stretch: &Explanation, found: &Explained) -> Vec<String> {
    let shown = |part: &Estimate| {
        let mean = part.mean.unwrap_or(0.0).abs();
        mean >= LEAST && mean > part.half_width.unwrap_or(0.0)
    };
    let causes = report.variance.causes.iter().zip(&found.parts).filter(|(_, part)| shown(part));
    let mut causes: Vec<(Cause, Estimate)> = causes.map(|(cause, part)| (*cause, *part)).collect();
    causes.sort_by(|a, b| b.1.mean.unwrap_or(0.0).abs().total_cmp(&a.1.mean.unwrap_or(0.0).abs()));
    let mut first = true;
    let said = causes.into_iter().map(|(cause, share)| {
        let points = part(Quantity::ServiceLevel, Estimate { half_width: None, ..share });
        let unit = if std::mem::take(&mut first) { " points" } else { "" };
        format!("{points}{unit} because {}", reason(report, stretch, cause))
    });
    said.collect()
}

/// What a cause was, in figures.
fn reason(report: &VarianceReport<'_>, stretch: &Explanation, cause: Cause) -> String {
    let of = |quantity: Quantity| {
        let found = stretch.find(quantity, None)?;
        let place = report.variance.place(cause)?;
        Some((found.parts[place].mean?, found.planned.mean?, found.expected.mean?))
    };
    let more = |value: f64, more: &'static str, less: &'static str| if value >= 0.0 { more } else { less };
    match cause {
        Cause::Volume => of(Quantity::Contacts).filter(|(_, planned, _)| *planned > 0.0).map_or_else(
            || "contacts came of which none was planned".to_owned(),
            |(part, planned, _)| {
                let share = format::short(100.0 * (part / planned).abs(), 1);
                format!("{share} % {} contacts came", more(part, "more", "fewer"))
            },
        ),
        Cause::Mix => "they came at other times or to other queues".to_owned(),
        Cause::Handling => {
            let contacts = stretch.find(Quantity::Contacts, None).and_then(|found| {
                Some(f64::midpoint(found.planned.mean?, found.expected.mean?)).filter(|contacts| *contacts > 0.0)
            });
            of(Quantity::Workload).zip(contacts).map_or_else(String::new, |((hours, ..), contacts)| {
                let seconds = 3600.0 * hours / contacts;
                let length = format::short(seconds.abs(), usize::from(seconds.abs() < 10.0));
                format!("handling took {length} s {}", more(seconds, "longer", "less"))
            })
        }
        Cause::Shrinkage | Cause::Staffing => of(Quantity::OnDuty).map_or_else(String::new, |(hours, ..)| {
            let length = format::short(hours.abs(), 1);
            match cause {
                Cause::Shrinkage => format!("{length} h were lost to absence"),
                _ if hours == 0.0 => "as many were on duty at other times".to_owned(),
                _ => format!("{length} h {} were on duty", more(hours, "more", "fewer")),
            }
        }),
    }
}

/// A row of the table: the measure, planned, each cause, the rest, recorded.
pub fn row(report: &VarianceReport<'_>, found: &Explained) -> Vec<String> {
    let currency = &report.scenario.currency;
    let shown = |value_of: Option<f64>| {
        value_of.map_or_else(|| format::NONE.to_owned(), |mean| value(found.quantity, mean, currency))
    };
    let mut row =
        vec![format!("{}, {}", title(found.quantity), unit(found.quantity, currency)), shown(found.planned.mean)];
    row.extend(found.parts.iter().map(|estimate| part(found.quantity, *estimate)));
    row.extend([part(found.quantity, found.rest), shown(found.recorded)]);
    row
}

/// How it was found out.
pub fn provenance(report: &VarianceReport<'_>) -> String {
    let variance = report.variance;
    format!(
        "Parts are Shapley values: what each cause adds on average over all orders; they add up. Service, waits and abandonment are \
         simulated, {} replications of each of {} sets of causes on the same random numbers, seed {}; ± is half the width of a 95 % \
         interval. Routing and the rest is what these causes do not explain: routing, what is not modelled or not recorded, and the \
         chance of the day. callboard {VERSION}.",
        variance.replications,
        1_u32 << variance.causes.len(),
        variance.seed
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;
    use crate::variance::{Variance, variance_of_test};

    fn said(variance: &Variance) -> String {
        let study = example::study();
        sentence(&VarianceReport { scenario: &study.scenario, variance, notes: &[] }, &variance.stretches[0])
    }

    #[test]
    fn a_day_is_told_by_its_largest_causes_in_figures() {
        let variance = variance_of_test(Some(0.71), 0.05);
        assert_eq!(
            said(&variance),
            "Tue 24 Nov: service level 71.0 % instead of 82.0 %: −7.0 points because 9 % more contacts came, −4.0 because handling took \
             20 s longer, 0.0 routing and the rest, which may be chance (±\u{a0}5.0)."
        );
    }

    #[test]
    fn a_rest_beyond_chance_is_said_to_be_and_without_a_record_only_what_was_to_be_expected() {
        let found = said(&variance_of_test(Some(0.61), 0.05));
        assert!(found.contains("−10.0 routing and the rest, more than chance does"), "{found}");
        let found = said(&variance_of_test(None, 0.05));
        assert!(found.starts_with(
            "Tue 24 Nov: by what came, a service level of 71.0 % was to be expected instead of 82.0 %: −7.0"
        ));
        assert!(!found.contains("rest"), "{found}");
    }
}
