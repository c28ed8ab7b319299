//! Why simulated and recorded may differ: each reason rests on something that the records show, and carries it.
//!
//! What is compared with chance is told apart from it with a probability of error of 1 % over all that is looked at (Bonferroni).

use super::as_recorded::Pool;
use super::gap::Gap;
use super::{Measure, Recorded, Validation};
use crate::calendar::Interval;
use crate::scenario::Queue;
use crate::statistics::{RatioOfMeans, Tally, student_quantile};
use std::collections::BTreeMap;

/// Probability of naming something that is chance, over all that is looked at.
const FALSE_ALARM: f64 = 0.01;
/// Differences of handling times below this share matter to nobody.
const HARDLY: f64 = 0.02;
/// Share of those who hang up from which those who call again matter.
const MANY_HANG_UP: f64 = 0.05;
/// Share of intervals from which odd staffing is worth a word.
const SOME: f64 = 0.02;
/// Difference of service levels, as a share of 1, below which the first or last interval of a day is like the others.
const OPEN_CLOSE: f64 = 0.05;
/// Factor below which patience is as it should be.
const PATIENCE: f64 = 1.25;

/// Something in the records that may be why, or that limits what the comparison says.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The agents of groups were not recorded; those of the scenario were taken.
    StaffNotRecorded {
        /// Groups, by index.
        groups: Vec<usize>,
    },
    /// Simulated service is better or worse than recorded, on the whole and beyond chance: this would bring them together.
    Gap(Gap),
    /// Agents on duty were read off call records: from one call to the next, so that who is away for a while counts as there, who
    /// has no call does not, and numbers are rounded group by group.
    StaffFromCalls {
        /// Groups that are counted so.
        groups: usize,
    },
    /// Contacts were answered while nobody was on duty.
    NobodyThere {
        /// Intervals of pools in which that is so.
        intervals: usize,
        /// Contacts answered in them.
        answered: f64,
    },
    /// Agents handled for longer than they were there.
    TooBusy {
        /// Intervals of pools in which that is so.
        intervals: usize,
        /// Of so many with somebody on duty.
        of: usize,
        /// The highest occupancy.
        highest: f64,
    },
    /// More contacts were answered, or hung up, than came.
    MoreThanCame {
        /// Queue, by index.
        queue: usize,
        /// Intervals.
        intervals: usize,
    },
    /// It is not known within how many seconds an answer was in time when it was counted.
    ThresholdUnknown,
    /// The scenario's handling time is not that of the period.
    Handling {
        /// Queue, by index.
        queue: usize,
        /// As recorded in the period, in seconds.
        recorded_s: f64,
        /// That of the scenario.
        simulated_s: f64,
    },
    /// Handling takes longer, or shorter, at some hour than the scenario's at all hours.
    HandlingByHour {
        /// Queue, by index.
        queue: usize,
        /// Hour of the clock.
        hour: u32,
        /// As recorded in that hour, in seconds.
        recorded_s: f64,
        /// That of the scenario.
        simulated_s: f64,
        /// Further hours of the queue in which it differs.
        others: usize,
    },
    /// So many hang up for the time that they wait that patience is another than the scenario's.
    Patience {
        /// Queue, by index.
        queue: usize,
        /// Share who hung up.
        recorded: f64,
        /// The same simulated.
        simulated: f64,
        /// The recorded patience relative to the scenario's.
        factor: f64,
    },
    /// The first or last interval of the day differs from the rest of it.
    Edge {
        /// Whether it is the first.
        is_first: bool,
        /// Simulated minus recorded service level there.
        there: f64,
        /// The same in the rest of the day.
        elsewhere: f64,
    },
    /// Of queues that share agents, one is served better than simulated and another worse: who comes first is not as in the scenario.
    WhoComesFirst {
        /// A queue that is served better than simulated, by index.
        better: usize,
        /// One that is served worse.
        worse: usize,
    },
    /// Many hang up, and who calls again is not told from others.
    CallAgain {
        /// Share of all contacts that hung up.
        abandonment: f64,
    },
}

/// The reasons, the weightiest first.
pub(super) fn of(validation: &Validation, pools: &[Pool]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let record = &validation.record;
    let groups: Vec<usize> = (0..record.staff.len()).filter(|&group| !record.staff[group]).collect();
    if !groups.is_empty() {
        reasons.push(Reason::StaffNotRecorded { groups });
    }
    reasons.extend(validation.gap.map(Reason::Gap));
    let counted = record.staff.iter().filter(|is_recorded| **is_recorded).count();
    if record.is_staff_from_calls && counted > 0 {
        reasons.push(Reason::StaffFromCalls { groups: counted });
    }
    reasons.extend(staffing(validation, pools));
    reasons.extend(validation.queues.iter().filter_map(|&queue| more_than_came(validation, queue)));
    if !record.is_within_known && validation.score(Measure::ServiceLevel).is_some() {
        reasons.push(Reason::ThresholdUnknown);
    }
    for &queue in &validation.queues {
        reasons.extend(handling(validation, queue));
        reasons.extend(handling_by_hour(validation, queue));
    }
    reasons.extend(validation.queues.iter().enumerate().filter_map(|(at, &queue)| patience(validation, at, queue)));
    reasons.extend([true, false].into_iter().filter_map(|is_first| edge(validation, is_first)));
    reasons.extend(pools.iter().filter_map(|pool| who_comes_first(validation, pool)));
    let abandonment = validation.together().whole.of(Measure::Abandonment);
    reasons.extend(
        abandonment
            .filter(|hung_up| hung_up.recorded >= MANY_HANG_UP)
            .map(|hung_up| Reason::CallAgain { abandonment: hung_up.recorded }),
    );
    reasons
}

/// Work without agents, or with too few for it.
fn staffing(validation: &Validation, pools: &[Pool]) -> Vec<Reason> {
    let (scenario, record) = (&validation.scenario, &validation.record);
    let (mut nobody, mut answered_by_nobody) = (0, 0.0);
    let (mut too_busy, mut of, mut highest) = (0, 0, 0.0_f64);
    for pool in pools.iter().filter(|pool| pool.groups.iter().all(|&group| record.staff[group])) {
        for (index, interval) in scenario.calendar.intervals.iter().enumerate() {
            let rows: Vec<&Recorded> =
                pool.queues.iter().filter_map(|&queue| record.rows[(queue, index)].as_ref()).collect();
            if rows.iter().any(|row| row.left_out.is_some()) {
                continue;
            }
            let agents: u32 = pool.groups.iter().map(|&group| scenario.groups[group].on_duty[index]).sum();
            let answered: f64 = rows.iter().filter_map(|row| row.answered).sum();
            if agents == 0 {
                if answered > 0.0 {
                    nobody += 1;
                    answered_by_nobody += answered;
                }
                continue;
            }
            of += 1;
            let busy = rows.iter().filter_map(|row| row.handling_s).sum::<f64>();
            let occupancy = busy / (f64::from(agents) * interval.length().0);
            highest = highest.max(occupancy);
            too_busy += usize::from(occupancy > 1.0);
        }
    }
    let mut reasons = Vec::new();
    if nobody as f64 > SOME * of as f64 {
        reasons.push(Reason::NobodyThere { intervals: nobody, answered: answered_by_nobody });
    }
    if too_busy as f64 > SOME * of as f64 {
        reasons.push(Reason::TooBusy { intervals: too_busy, of, highest });
    }
    reasons
}

fn more_than_came(validation: &Validation, queue: usize) -> Option<Reason> {
    let is_more = |row: &Recorded| {
        let most = row.answered.unwrap_or(0.0).max(row.abandoned.unwrap_or(0.0));
        most > row.offered + 1e-6
    };
    let intervals = validation.record.compared(queue).filter(|(_, row)| is_more(row)).count();
    (intervals > 0).then_some(Reason::MoreThanCame { queue, intervals })
}

/// The ratio over days of sums over some intervals of a queue.
fn over_days(validation: &Validation, queue: usize, is_meant: impl Fn(&Interval) -> bool) -> RatioOfMeans {
    let mut days: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for (index, row) in validation.record.compared(queue) {
        let interval = &validation.scenario.calendar.intervals[index];
        if let (Some(handling_s), Some(answered)) = (row.handling_s, row.answered)
            && is_meant(interval)
        {
            let sums = days.entry(interval.day).or_default();
            *sums = (sums.0 + handling_s, sums.1 + answered);
        }
    }
    let mut ratio = RatioOfMeans::new();
    for (handling_s, answered) in days.into_values() {
        ratio.add(handling_s, answered);
    }
    ratio
}

/// Whether a ratio is another than a value, with a part of the probability of error.
fn differs(ratio: &RatioOfMeans, value: f64, looked_at: usize) -> Option<f64> {
    let (found, error) = (ratio.ratio()?, ratio.standard_error().filter(|error| error.is_finite())?);
    let quantile = student_quantile(1.0 - FALSE_ALARM / (2.0 * looked_at as f64), ratio.count().checked_sub(1)?);
    let difference = (found - value).abs();
    (ratio.count() >= 5 && difference > quantile * error && difference > HARDLY * value).then_some(found)
}

/// Mean work of a contact in the scenario, in seconds.
fn work_s(queue: &Queue) -> f64 {
    queue.mean_work(1.0).0
}

fn handling(validation: &Validation, queue: usize) -> Option<Reason> {
    let simulated_s = work_s(&validation.scenario.queues[queue]);
    let ratio = over_days(validation, queue, |_| true);
    let recorded_s = differs(&ratio, simulated_s, validation.queues.len())?;
    Some(Reason::Handling { queue, recorded_s, simulated_s })
}

fn handling_by_hour(validation: &Validation, queue: usize) -> Option<Reason> {
    let simulated_s = work_s(&validation.scenario.queues[queue]);
    let mut found: Vec<(u32, f64)> = Vec::new();
    for hour in 0..24 {
        let ratio = over_days(validation, queue, |interval| interval.clock_minute / 60 == hour);
        let looked_at = 24 * validation.queues.len();
        found.extend(differs(&ratio, simulated_s, looked_at).map(|recorded_s| (hour, recorded_s)));
    }
    let far = |seconds: f64| (seconds / simulated_s).ln().abs();
    let others = found.len().checked_sub(1)?;
    let (hour, recorded_s) = found.into_iter().max_by(|a, b| far(a.1).total_cmp(&far(b.1)))?;
    Some(Reason::HandlingByHour { queue, hour, recorded_s, simulated_s, others })
}

/// With an exponential patience, those who hang up are the time waited divided by the patience; with others it is so in proportion.
fn patience(validation: &Validation, at: usize, queue: usize) -> Option<Reason> {
    let whole = &validation.subjects[at].whole;
    let (hung_up, wait) = (whole.of(Measure::Abandonment)?, whole.of(Measure::Wait)?);
    if hung_up.is_inside() || [hung_up.recorded, hung_up.simulated, wait.recorded, wait.simulated].contains(&0.0) {
        return None;
    }
    let factor = (wait.recorded / hung_up.recorded) / (wait.simulated / hung_up.simulated);
    // The relative error of a count is one in its root.
    let counted = hung_up.recorded * whole.offered;
    let far = factor.ln().abs();
    (far > PATIENCE.ln() && far > 3.0 / counted.sqrt()).then_some(Reason::Patience {
        queue,
        recorded: hung_up.recorded,
        simulated: hung_up.simulated,
        factor,
    })
}

/// Simulated minus recorded service level in the first or last interval of each day, against the rest of the day.
fn edge(validation: &Validation, is_first: bool) -> Option<Reason> {
    let mut days: BTreeMap<(usize, usize), Vec<(f64, f64)>> = BTreeMap::new();
    for interval in &validation.intervals {
        if let Some(beside) = interval.compared.of(Measure::ServiceLevel) {
            let day = validation.scenario.calendar.intervals[interval.interval].day;
            let of_day = days.entry((interval.queue, day)).or_default();
            of_day.push((beside.simulated - beside.recorded, interval.compared.offered));
        }
    }
    let (mut there, mut elsewhere) = (RatioOfMeans::new(), RatioOfMeans::new());
    let mut apart = Tally::new();
    for of_day in days.values_mut().filter(|of_day| of_day.len() >= 4) {
        if !is_first {
            of_day.reverse();
        }
        let mean = |part: &[(f64, f64)]| {
            let (sum, weight) = part.iter().fold((0.0, 0.0), |sum, (off, of)| (sum.0 + off * of, sum.1 + of));
            (sum, weight)
        };
        let (edge, rest) = (mean(&of_day[..1]), mean(&of_day[1..]));
        there.add(edge.0, edge.1);
        elsewhere.add(rest.0, rest.1);
        apart.add(edge.0 / edge.1 - rest.0 / rest.1);
    }
    let (difference, error) = (apart.mean()?, apart.standard_error()?);
    let quantile = student_quantile(1.0 - FALSE_ALARM / 4.0, apart.count().checked_sub(1)?);
    let (there, elsewhere) = (there.ratio()?, elsewhere.ratio()?);
    let is_beyond_chance = apart.count() >= 5 && difference.abs() > quantile * error;
    let is_worse = there.abs() > elsewhere.abs() && (there - elsewhere).abs() > OPEN_CLOSE;
    (is_beyond_chance && is_worse).then_some(Reason::Edge { is_first, there, elsewhere })
}

fn who_comes_first(validation: &Validation, pool: &Pool) -> Option<Reason> {
    let outside = validation.subjects.iter().filter_map(|subject| {
        let queue = subject.queue.filter(|queue| pool.queues.contains(queue))?;
        let whole = subject.whole.of(Measure::ServiceLevel).filter(|whole| !whole.is_inside())?;
        Some((queue, whole.recorded - whole.simulated))
    });
    let outside: Vec<(usize, f64)> = outside.collect();
    let better = outside.iter().max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, by)| *by > 0.0)?;
    let worse = outside.iter().min_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, by)| *by < 0.0)?;
    Some(Reason::WhoComesFirst { better: better.0, worse: worse.0 })
}
