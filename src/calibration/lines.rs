//! Estimates as lines of a scenario: the key, its value, and a comment that says how well it is known.
//!
//! Nothing is written here. Values are TOML, keys as after `--set`.

pub(super) mod remarks;
mod words;

use super::arrivals::{ArrivalVariation, Together};
use super::coming_back::{After, ComingBack};
use super::handling::{Fit, Handling, law_of};
use super::learning::LearningCurve;
use super::patience::Patience;
use super::staff::{Attrition, MissingTime};
use crate::distribution::Law;
use serde::Serialize;
use words::{Unit, comment, duration, duration_value, name, number, shares};

/// A line of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The key, as after `--set`: `queue.orders.handling.mean`.
    pub key: String,
    /// Its value as TOML.
    pub value: String,
    /// What it rests on, in a sentence or two.
    pub comment: String,
}

impl Line {
    fn new(key: String, value: impl Into<String>, comment: impl Into<String>) -> Self {
        Self { key, value: value.into(), comment: comment.into() }
    }
}

/// Most values of an empirical law: the quantiles at 0.25 %, 0.75 %, … 99.75 %.
const VALUES: usize = 200;

/// From this share of patience beyond the longest wait on, it is said that the mean is an extrapolation.
const EXTRAPOLATED: f64 = 0.1;

/// With what the keys of a queue begin.
pub(super) fn queue_key(queue: &str) -> String {
    format!("queue.{}.", name(queue))
}

/// Handling time of a queue.
pub fn handling_lines(queue: &str, handling: &Handling) -> Vec<Line> {
    let key = |last: &str| format!("queue.{}.handling.{last}", name(queue));
    let chosen = handling.chosen();
    let law = law_of(chosen);
    let mut lines = vec![Line::new(key("distribution"), format!("\"{law}\""), reasons_for(handling))];
    if law == Law::Empirical {
        let values: Vec<String> = handling.values(VALUES).iter().map(|&value| duration_value(value)).collect();
        let said = format!("{} Mean {}", of_what(chosen), comment(&handling.mean(), Unit::Seconds, "contacts"));
        lines.push(Line::new(key("values"), format!("[{}]", values.join(", ")), said));
        return lines;
    }
    lines.push(Line::new(
        key("mean"),
        duration_value(handling.mean().value),
        comment(&handling.mean(), Unit::Seconds, "contacts"),
    ));
    if let Some(fit) = chosen.filter(|_| law != Law::Exponential) {
        lines.push(Line::new(key("cv"), number(fit.cv().value), comment(&fit.cv(), Unit::None, "contacts")));
    }
    lines
}

/// Reasons of a queue: each with its number of contacts and its handling time.
pub fn reason_lines(queue: &str, reasons: &[(String, u64, Handling)]) -> Vec<Line> {
    let all: u64 = reasons.iter().map(|(_, contacts, _)| contacts).sum();
    let mut lines = Vec::new();
    for (reason, contacts, handling) in reasons {
        let key = |last: &str| format!("queue.{}.reason.{}.{last}", name(queue), name(reason));
        if let Some(share) = super::fitted::Fitted::share(*contacts, all, 1.0) {
            lines.push(Line::new(key("share"), number(share.value), comment(&share, Unit::Share, "contacts")));
        }
        let mean = handling.mean();
        lines.push(Line::new(
            key("handling_mean"),
            duration_value(mean.value),
            comment(&mean, Unit::Seconds, "contacts"),
        ));
    }
    lines
}

fn of_what(chosen: Option<&Fit>) -> &'static str {
    if chosen.is_some() { "Quantiles of a mix of two lognormal laws." } else { "Quantiles of the observed times." }
}

/// Why the law was chosen, and what was left out.
fn reasons_for(handling: &Handling) -> String {
    let far = |fit: &Fit| format!("{} is off by {}", fit.name(), number(fit.goodness().kolmogorov_smirnov));
    let mut said = vec![match handling.chosen() {
        Some(Fit::Law { fit, goodness }) => format!(
            "Best of the laws by BIC: {}; largest distance from what was observed {} (Kolmogorov-Smirnov), A² {} (Anderson-Darling).",
            fit.law,
            number(goodness.kolmogorov_smirnov),
            number(goodness.anderson_darling),
        ),
        Some(mix) => format!("No law is near enough, but a {} (Kolmogorov-Smirnov).", far(mix)),
        None => {
            let off = handling.fits.first().map(|best| format!(" ({})", far(best))).unwrap_or_default();
            format!("As observed: no law is near enough{off}.")
        }
    }];
    if let Some(short) = handling.short.filter(|short| short.is_artefact) {
        said.push(format!(
            "Left out: {} times below {} ({} of all), of which the law expects {}.",
            short.count,
            duration(short.below_s),
            words::percent(short.share.value),
            short.expected.round()
        ));
    }
    let others = [
        (handling.zeros, "of 0s"),
        (handling.too_long, "that are too long"),
        (handling.impossible, "that are impossible"),
    ];
    let others = others.iter().filter(|(count, _)| *count > 0);
    said.extend(others.map(|(count, what)| format!("Left out: {count} times {what}.")));
    if let Some(long) = handling.long.filter(|long| long.count > 0) {
        said.push(format!(
            "Kept: {} times above {}, longer than the law explains, {} of all work.",
            long.count,
            duration(long.above_s),
            words::percent(long.share_of_work)
        ));
    }
    said.join(" ")
}

/// Patience of a queue, and its balking.
pub fn patience_lines(queue: &str, patience: &Patience) -> Vec<Line> {
    let key = |last: &str| format!("queue.{}.{last}", name(queue));
    let mut lines = Vec::new();
    if let Some(best) = patience.fits.first() {
        let mut said = format!(
            "Best of {} laws by BIC from {} abandoned and {} answered waits (censored); at most {} from Kaplan-Meier; {} of patience is beyond any wait seen.",
            patience.fits.len(),
            patience.abandoned,
            patience.answered,
            number(best.distance),
            words::percent(best.beyond),
        );
        if best.beyond > EXTRAPOLATED {
            said += " So mean and cv are carried on from the law, and only right together: they describe the waits that were seen.";
        }
        lines.push(Line::new(key("patience.distribution"), format!("\"{}\"", best.fit.law), said));
        let wait = patience.mean_wait_of_abandoned;
        let wait =
            wait.map(|wait| format!(" The mean wait of those who abandoned, {}, is not it.", duration(wait.value)));
        let said = comment(&best.fit.mean, Unit::Seconds, "abandonments") + &wait.unwrap_or_default();
        lines.push(Line::new(key("patience.mean"), duration_value(best.fit.mean.value), said));
        if best.fit.law != Law::Exponential {
            let said = comment(&best.fit.cv, Unit::None, "abandonments");
            lines.push(Line::new(key("patience.cv"), number(best.fit.cv.value), said));
        }
    }
    if let Some(balking) = patience.balking.filter(|balking| balking.value > 0.0) {
        let said = comment(&balking, Unit::Share, "contacts that would have had to wait");
        lines.push(Line::new(key("balking"), number(balking.value), said));
    }
    lines
}

/// Redials, or resolution and repeats, of a queue.
pub fn coming_back_lines(queue: &str, back: &ComingBack) -> Vec<Line> {
    let key = |last: &str| format!("queue.{}.{last}", name(queue));
    let (share, said) = match back.because {
        Some(because) => (because, " Those who would have come anyway are taken out."),
        None => (back.share, " Some would have come anyway: they are in it."),
    };
    let window = duration(back.within_s);
    let mut lines = Vec::new();
    let of = match back.after {
        After::GivingUp => {
            let said = format!(
                "{} Within {window}.{said}",
                comment(&share, Unit::Share, "contacts of known customers who gave up")
            );
            lines.push(Line::new(key("redial.share"), number(share.value), said));
            "redial"
        }
        After::BeingAnswered => {
            let said = format!(
                "{} Within {window}.{said}",
                comment(&share, Unit::Share, "answered contacts of known customers")
            );
            let value = number(1.0 - share.value);
            lines.push(Line::new(key("resolution"), value, format!("1 - the share who come back: {said}")));
            if share.value > 0.0 {
                let said = "Who does not come back counts as settled, so that all who are not settled come back.";
                lines.push(Line::new(key("repeat.share"), "1.0", said));
            }
            "repeat"
        }
    };
    // A share of nobody needs no time; a redial in the same second is one a second later.
    if let Some(delay) = back.delay.filter(|_| share.value > 0.0) {
        let said = format!("{} Of those who came within {window}.", comment(&delay, Unit::Seconds, "returns"));
        lines.push(Line::new(key(&format!("{of}.after")), duration_value(delay.value.max(1.0)), said));
    }
    if of == "redial" && lines.len() == 1 { Vec::new() } else { lines }
}

/// How the volume of a queue varies; an interval lasts `interval_s` seconds.
pub fn arrival_lines(queue: &str, arrivals: &ArrivalVariation, interval_s: f64) -> Vec<Line> {
    let key = |last: &str| format!("queue.{}.volume.{last}", name(queue));
    let day = arrivals.busyness.map_or(arrivals.day_factor_cv, |busyness| busyness.day_factor_cv);
    let dispersion = comment(&arrivals.dispersion, Unit::None, "days");
    let said = format!("{} Variance / mean of an interval: {dispersion}", comment(&day, Unit::None, "days"));
    let mut lines = vec![Line::new(key("day_factor_cv"), number(day.value.min(3.0)), said)];
    if let Some(busyness) = arrivals.busyness {
        let said = comment(&busyness.cv, Unit::None, "days");
        lines.push(Line::new(key("busyness.cv"), number(busyness.cv.value.min(3.0)), said));
        let memory = busyness.memory_intervals;
        let seconds = memory.mapped(|intervals| intervals * interval_s, interval_s).unwrap_or(memory);
        let said = comment(&seconds, Unit::Seconds, "days");
        lines.push(Line::new(key("busyness.memory"), duration_value(seconds.value), said));
    }
    lines
}

/// How queues go together, by their names in the order in which they were given.
pub fn together_lines(queues: &[&str], together: &Together) -> Vec<Line> {
    queues.iter().zip(&together.queues).flat_map(|(queue, of)| remarks::of_queue_together(queue, of)).collect()
}

/// Speed to proficiency of a group.
pub fn learning_lines(group: &str, curve: &LearningCurve) -> Vec<Line> {
    let ramp = curve.ramp();
    if ramp.is_empty() {
        return Vec::new();
    }
    // The least factor that a scenario knows.
    let factors: Vec<String> = ramp.iter().map(|factor| number(factor.value.max(0.1))).collect();
    let said = format!(
        "Handling time of the experienced: {} Longer on the first day: {} Learnt by 63 % in: {} {} agents.",
        comment(&curve.experienced, Unit::Seconds, "observations"),
        comment(&curve.at_first, Unit::Seconds, "observations"),
        comment(&curve.time_constant_weeks, Unit::Weeks, "observations"),
        curve.agents
    );
    vec![Line::new(format!("group.{}.ramp", name(group)), format!("[{}]", factors.join(", ")), said)]
}

/// Shrinkage of a group, for the schedule and by month for the plan.
pub fn shrinkage_lines(group: &str, time: &MissingTime) -> Vec<Line> {
    let said = comment(&time.share, Unit::Share, "days or people");
    let value = number(time.share.value.min(0.95));
    let mut lines = vec![Line::new(format!("group.{}.shrinkage", name(group)), value, said)];
    let months: Vec<f64> = time.by_month.iter().flatten().map(|month| month.value).collect();
    if months.len() == 12 {
        let widest = time.by_month.iter().flatten().filter_map(|month| month.standard_error).fold(0.0, f64::max);
        let said = format!("By calendar month; standard errors of at most {}.", words::percent(widest));
        lines.push(Line::new(format!("plan.group.{}.shrinkage_by_month", name(group)), shares(&months), said));
    }
    lines
}

/// Absence without notice of a group, from planned and missed time.
pub fn absence_lines(group: &str, time: &MissingTime) -> Vec<Line> {
    let said = comment(&time.share, Unit::Share, "days or people");
    vec![Line::new(format!("group.{}.attendance.absence", name(group)), number(time.share.value), said)]
}

/// Attrition of a group. The bands of tenure but the last are whole months from the first on.
pub fn attrition_lines(group: &str, attrition: &Attrition) -> Vec<Line> {
    let key = |last: &str| format!("plan.group.{}.{last}", name(group));
    let (mut months, mut said) = (Vec::new(), Vec::new());
    for band in &attrition.bands {
        let Some(until) = band.until_months else { continue };
        // A band that nobody was in is missing: what follows could not keep its place.
        if band.from_months.round() as usize != months.len() {
            break;
        }
        let to = until.round() as usize;
        months.resize(to.max(months.len()), band.per_month.value);
        let of_band = comment(&band.per_month, Unit::Share, "who left");
        said.push(format!("Months {} to {to}: {of_band}", band.from_months.round() as usize + 1));
    }
    let last = attrition.bands.last().filter(|band| band.until_months.is_none());
    let (then, from) = last.map_or((attrition.per_month, 0.0), |band| (band.per_month, band.from_months));
    let of_then = format!("After {} months: {}", from.round(), comment(&then, Unit::Share, "who left"));
    let mut lines = vec![Line::new(key("attrition_per_month"), number(then.value.min(0.9)), of_then)];
    if !months.is_empty() {
        lines.push(Line::new(key("attrition_by_tenure"), shares(&months), said.join(" ")));
    }
    lines
}

#[cfg(test)]
mod tests;
