//! What a scenario has no key for, or what is only right together with something else.

use super::super::arrivals::QueueTogether;
use super::super::estimates::QueueEstimates;
use super::super::fitted::Fitted;
use super::Line;
use super::words::{Unit, comment, name, number, percent};

/// The part of the volume that is no return, since returns come again by themselves in a simulation.
pub(crate) fn first_attempts(queue: &str, returns: f64) -> Line {
    let said = format!(
        "{} of what came came because of an earlier contact; redials and repeats come by themselves here, so that they are taken out of the volume.",
        percent(returns)
    );
    Line::new(format!("queue.{}.volume.factor", name(queue)), number(1.0 - returns), said)
}

/// How the days of a queue go with those of the others.
pub(crate) fn of_queue_together(queue: &str, together: &QueueTogether) -> Vec<Line> {
    let line = |correlation: Fitted| {
        let key = format!("queue.{}.volume.day_factor_correlation", name(queue));
        Line::new(key, number(correlation.value), comment(&correlation, Unit::None, "days"))
    };
    together.correlation.map(line).into_iter().collect()
}

/// How agents, hours and weeks differ in handling time: a scenario has one law for all of them. Lines without a key.
pub(crate) fn differences(queue: &QueueEstimates) -> Vec<Line> {
    let remark = |said: String| Line::new(String::new(), "", said);
    let mut lines = Vec::new();
    // Less than one in a hundred by chance.
    let is_sure = |p_value: f64| p_value < 0.01;
    if let Some(agents) = &queue.agents {
        let said = if is_sure(agents.p_value) {
            let between = comment(&agents.between, Unit::Seconds, "agents");
            let part = percent(agents.share_of_variance);
            format!(
                "Agents differ: standard deviation of their mean handling times {between} That is {part} of all variance; group.NAME.proficiency makes a group of the faster or slower."
            )
        } else {
            format!("Agents: {} do not differ in handling time by more than chance.", agents.groups.len())
        };
        lines.push(remark(said));
    }
    if let Some(hours) = queue.hours.as_ref().filter(|hours| is_sure(hours.p_value)) {
        let by = |a: &&super::super::GroupMean, b: &&super::super::GroupMean| a.effect.total_cmp(&b.effect);
        if let (Some(least), Some(most)) = (hours.groups.iter().min_by(by), hours.groups.iter().max_by(by)) {
            let between = comment(&hours.between, Unit::Seconds, "hours of the day");
            lines.push(remark(format!(
                "Hours of the day differ: shortest from {}:00 ({}), longest from {}:00 ({}); standard deviation {between}",
                least.group,
                Unit::Seconds.said(least.mean.value),
                most.group,
                Unit::Seconds.said(most.mean.value),
            )));
        }
    }
    if let Some(drift) = &queue.drift {
        let is_sure = drift.slope.lower.zip(drift.slope.upper).is_some_and(|(lower, upper)| lower * upper > 0.0);
        if is_sure {
            let slope = drift.slope.value;
            let direction = if slope > 0.0 { "rises" } else { "falls" };
            let size = drift.slope.mapped(f64::abs, 1.0).unwrap_or(drift.slope);
            let error =
                size.standard_error.map_or(String::new(), |error| format!(" ± {}s (standard error)", number(error)));
            lines.push(remark(format!(
                "Handling time {direction} by {}s a week{error}, from {} contacts on {} days.",
                number(slope.abs()),
                size.sample,
                drift.clusters
            )));
        }
    }
    lines
}
