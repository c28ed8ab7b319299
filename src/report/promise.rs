//! Promises and verdicts in words.

use super::format;
use crate::simulation::{Performance, QueueMeasures, QueuePerformance, Verdict};
use crate::target::{ServiceLevelDefinition, Target};

/// What is promised, each promise in words: `80 % answered within 20 s`.
pub fn words(target: &Target) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(promise) = target.service_level {
        let share = format::short_percent(promise.share.0);
        words.push(format!("{share} answered within {}", format::duration(promise.within.0)));
    }
    if let Some(wait) = target.max_asa {
        words.push(format!("average wait at most {}", format::duration(wait.0)));
    }
    if let Some(share) = target.max_abandonment {
        words.push(format!("at most {} hang up", format::short_percent(share.0)));
    }
    if let Some(share) = target.max_p_wait {
        words.push(format!("at most {} have to wait", format::short_percent(share.0)));
    }
    if let Some(share) = target.max_occupancy {
        words.push(format!("agents busy at most {} of their time", format::short_percent(share.0)));
    }
    words
}

/// The measure that a queue's promise is about, with its 95 % interval; the service level where nothing is promised.
pub fn measured(queue: &QueuePerformance, measures: &QueueMeasures) -> String {
    let target = &queue.target;
    if target.service_level.is_none() {
        if target.max_asa.is_some() {
            return format!("average wait {}", format::estimated_duration(measures.asa_s));
        }
        if target.max_abandonment.is_some() {
            return format!("{} hang up", format::estimated_percent(measures.abandonment));
        }
        if target.max_p_wait.is_some() {
            return format!("{} have to wait", format::estimated_percent(measures.p_wait));
        }
    }
    let within = format::duration(queue.within.0);
    format!("{} within {within}", format::estimated_percent(measures.service_level))
}

/// The same measure without its name, for a cell of a table whose head names the promise.
pub fn measured_briefly(queue: &QueuePerformance, measures: &QueueMeasures) -> String {
    let target = &queue.target;
    match (target.service_level, target.max_asa, target.max_abandonment, target.max_p_wait) {
        (None, Some(_), _, _) => format::estimated_duration(measures.asa_s),
        (None, None, Some(_), _) => format::estimated_percent(measures.abandonment),
        (None, None, None, Some(_)) => format::estimated_percent(measures.p_wait),
        _ => format::estimated_percent(measures.service_level),
    }
}

/// A verdict in a word or two.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => "kept",
        Verdict::Missed => "missed",
        Verdict::Unclear => "not clear",
        Verdict::NoPromise => "no promise",
    }
}

/// A verdict as a sign, for where there is no room for a word.
pub fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => "✓",
        Verdict::Missed => "✗",
        Verdict::Unclear => "?",
        Verdict::NoPromise => "–",
    }
}

/// The verdict over several queues: missed where one is missed, then unclear where one is unclear.
pub fn together(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::NoPromise => 0,
        Verdict::Kept => 1,
        Verdict::Unclear => 2,
        Verdict::Missed => 3,
    };
    verdicts.max_by_key(rank).unwrap_or(Verdict::NoPromise)
}

/// The verdict over all queues, day by day.
pub fn by_day(performance: &Performance) -> Vec<Verdict> {
    let days = performance.queues.first().map_or(0, |queue| queue.days.len());
    (0..days).map(|day| together(performance.queues.iter().map(|queue| queue.verdict(&queue.days[day])))).collect()
}

/// How a definition of the service level counts those who hang up, in words.
pub fn definition(definition: ServiceLevelDefinition) -> &'static str {
    match definition {
        ServiceLevelDefinition::ExcludingEarlyAbandons => "who hangs up within that time is left out",
        ServiceLevelDefinition::AnsweredOfOffered => "everyone who hangs up counts as not answered in time",
        ServiceLevelDefinition::AnsweredOnly => "only answered contacts count",
        ServiceLevelDefinition::WithEarlyAbandons => "who hangs up within that time counts as served in time",
    }
}
