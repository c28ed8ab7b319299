//! Which moves: the cheapest first, and only those that simulation confirms.
//!
//! As long as a promise is not shown to be kept for the rest of the day, the free move with the most agent-hours less
//! missing is tried, then the paid one with the most by its cost. It is simulated on the same random numbers as the plan without it; only
//! if a queue whose promise is not kept is shown to be better, and no promise breaks by it, it is taken. Where the fast measure
//! sees nothing missing any more, the need of the queues in doubt is raised. A paid move must also
//! be worth its cost at the price of a missing hour: that of the group which works more, on average over the rest of the day. Once every promise is kept, the dearest moves are left out again
//! without which it still is. Then, where nothing is missing, time off is offered as
//! long as no promise is in doubt by it. What is taken in the end is simulated with fresh random numbers, move after move;
//! moves of which the effect does not show again are left out, and the rest is simulated once more.

use super::Asking;
use super::duty::Plan;
use super::effect::{Effect, cautious_verdicts, effects, simulate};
use super::moves::{Candidate, Change, Floor, candidates, changed};
use super::need::{Margins, Need};
use crate::demand::Demand;
use crate::requirement::prices;
use crate::scenario::GroupId;
use crate::simulation::{Performance, Verdict};
use crate::watch::{Interrupted, Watch};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Agent-hours less missing that a move must promise to be tried.
const LEAST_GAIN: f64 = 0.2;
/// Agent-hours more missing that time off may cause, by the fast measure.
const MOST_LOSS: f64 = 0.01;
/// How often the need is raised where the formula sees nothing missing and a promise is not kept all the same.
const MOST_RAISES: u32 = 8;
/// Moves that are tried for each that may be taken, at most.
const TRIALS_PER_MOVE: u32 = 3;
/// Loss of service level that time off may bring to a queue without a promise.
const UNPROMISED_LOSS: f64 = 0.01;

/// A move that is taken, with what it does after those before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The move.
    pub candidate: Candidate,
    /// What it changes, by queue.
    pub effects: Vec<Effect>,
}

/// What the search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The moves, in the order in which they were taken.
    pub taken: Vec<Taken>,
    /// The plan with all of them.
    pub plan: Plan,
    /// What happens without any.
    pub nothing: Performance,
    /// What happens with all.
    pub all: Performance,
    /// What is needed, raised where simulation showed that it takes more than the formula sees.
    pub need: Need,
    /// Moves that were tried and whose effect did not show.
    pub rejected: u32,
}

/// Seeds and replications of the two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// Of the search.
    pub search: (u64, u32),
    /// Of what is shown.
    pub shown: (u64, u32),
}

/// Finds moves and confirms them.
pub(super) fn search(
    asking: &Asking<'_>,
    demand: &Demand,
    before: &Plan,
    numbers: &Numbers,
    watch: &dyn Watch,
) -> Result<Found, Interrupted> {
    let mut seen = BTreeSet::new();
    let mut plan = before.clone();
    let mut taken: Vec<Candidate> = Vec::new();
    let mut performance = simulate(asking, demand, &plan, numbers.search, watch)?;
    let most = asking.whole.intraday.most_moves;
    let mut trials = 0;
    let (mut need, mut raises) = (asking.need.clone(), 0);
    let prices = prices_of_missing(asking, demand);
    for phase in [Phase::Gain, Phase::TimeOff] {
        while (taken.len() as u32) < most && trials < TRIALS_PER_MOVE * most {
            watch.check()?;
            watch.progress("search moves", u64::from(trials), u64::from(TRIALS_PER_MOVE * most));
            let urgent: Vec<bool> =
                cautious_verdicts(&performance).iter().map(|verdict| !is_settled(*verdict)).collect();
            if phase == Phase::Gain && !urgent.contains(&true) {
                break;
            }
            let found = next(asking, &prices, &need.with_urgent(urgent.clone()), &plan, phase, &seen);
            if found.is_none() && phase == Phase::Gain && raises < MOST_RAISES {
                need = need.raised(&urgent);
                raises += 1;
                continue;
            }
            let Some(candidate) = found else { break };
            seen.insert(signature(&plan, &candidate));
            trials += 1;
            let mut with = plan.clone();
            with.duties[candidate.duty] = changed(&with.duties[candidate.duty], &candidate.change);
            let outcome = simulate(asking, demand, &with, numbers.search, watch)?;
            let in_doubt = phase == Phase::TimeOff && cautious_verdicts(&outcome) != cautious_verdicts(&performance);
            if !in_doubt && phase.is_good(&effects(asking, &performance, &outcome), &urgent) {
                (plan, performance) = (with, outcome);
                taken.push(candidate);
            }
        }
        if phase == Phase::Gain {
            (taken, plan, performance) =
                without_the_needless(asking, demand, before, (taken, performance), numbers, watch)?;
        }
    }
    let rejected = trials - taken.len() as u32;
    let confirmed = confirm(asking, demand, before, &taken, numbers, watch)?;
    let kept: Vec<Candidate> =
        confirmed.taken.iter().filter(|taken| is_shown(taken)).map(|taken| taken.candidate.clone()).collect();
    let dropped = (taken.len() - kept.len()) as u32;
    let found = if dropped == 0 { confirmed } else { confirm(asking, demand, before, &kept, numbers, watch)? };
    Ok(Found { rejected: rejected + dropped, need, ..found })
}

/// Leaves out the dearest moves first as long as every promise that is kept with all of them is kept without: a move that was
/// the best to take early may have become needless.
fn without_the_needless(
    asking: &Asking<'_>,
    demand: &Demand,
    before: &Plan,
    (mut taken, mut performance): (Vec<Candidate>, Performance),
    numbers: &Numbers,
    watch: &dyn Watch,
) -> Result<(Vec<Candidate>, Plan, Performance), Interrupted> {
    let kept = cautious_verdicts(&performance);
    let mut by_cost: Vec<Candidate> = taken.iter().filter(|candidate| candidate.cost.0 > 0.0).cloned().collect();
    by_cost.sort_by(|one, other| other.cost.0.total_cmp(&one.cost.0));
    // Where a promise is still missed, everything that helps is needed.
    if kept.iter().all(|verdict| is_settled(*verdict)) {
        for dear in by_cost {
            watch.check()?;
            let fewer: Vec<Candidate> = taken.iter().filter(|candidate| **candidate != dear).cloned().collect();
            let outcome = simulate(asking, demand, &with_all(before, &fewer), numbers.search, watch)?;
            if cautious_verdicts(&outcome) == kept {
                (taken, performance) = (fewer, outcome);
            }
        }
    }
    let plan = with_all(before, &taken);
    Ok((taken, plan, performance))
}

/// A plan with these moves.
fn with_all(before: &Plan, moves: &[Candidate]) -> Plan {
    let mut plan = before.clone();
    for candidate in moves {
        plan.duties[candidate.duty] = changed(&plan.duties[candidate.duty], &candidate.change);
    }
    plan
}

/// What moves are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Gain,
    TimeOff,
}

fn is_settled(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Kept | Verdict::NoPromise)
}

impl Phase {
    /// Whether a move does what it is for.
    fn is_good(self, effects: &[Effect], urgent: &[bool]) -> bool {
        match self {
            Self::Gain => {
                let breaks = |effect: &Effect| effect.is_worse() && worsens(effect);
                let helps = |(effect, urgent): (&Effect, &bool)| *urgent && effect.is_better();
                effects.iter().zip(urgent).any(helps) && !effects.iter().any(breaks)
            }
            Self::TimeOff => !effects.iter().any(is_hurt_by_time_off),
        }
    }
}

/// Whether a promise is in more doubt than before, or broken and more so.
fn worsens(effect: &Effect) -> bool {
    effect.after == Verdict::Missed || (effect.before == Verdict::Kept && effect.after != Verdict::Kept)
}

fn is_hurt_by_time_off(effect: &Effect) -> bool {
    let loss = |most: f64| {
        let service = effect.of(crate::simulation::Measure::ServiceLevel);
        service.and_then(|service| service.difference.mean).is_some_and(|mean| mean < -most)
    };
    match effect.after {
        Verdict::NoPromise => loss(UNPROMISED_LOSS),
        Verdict::Kept => false,
        Verdict::Unclear | Verdict::Missed => effect.before != effect.after || effect.is_worse() || loss(0.0),
    }
}

/// Whether a move's effect shows in fresh random numbers.
fn is_shown(taken: &Taken) -> bool {
    match taken.candidate.change {
        Change::TimeOff(_) => Phase::TimeOff.is_good(&taken.effects, &[]),
        _ => taken.effects.iter().any(Effect::is_better),
    }
}

/// What tells a move from those that were tried before: people with the same day are alike.
fn signature(plan: &Plan, candidate: &Candidate) -> String {
    let duty = &plan.duties[candidate.duty];
    format!("{:?} {:?} {:?} {:?}", candidate.change, duty.group, duty.may_help, duty.shift)
}

/// By group: price of an hour in which an agent is missing, on average over what is left of the day.
fn prices_of_missing(asking: &Asking<'_>, demand: &Demand) -> Vec<f64> {
    let general = asking.whole.scheduling.under_cover_per_hour.0;
    let rest = asking.today.open_from..asking.today.intervals();
    match prices::of_missing(&asking.today.scenario, demand).filter(|_| !rest.is_empty()) {
        None => vec![general; asking.whole.groups.len()],
        Some(prices) => {
            let mean = |group: usize| prices.row(group)[rest.clone()].iter().map(|price| price.0).sum::<f64>();
            (0..prices.rows()).map(|group| mean(group) / rest.len() as f64).collect()
        }
    }
}

/// The group that works more by a move.
fn group_of(plan: &Plan, candidate: &Candidate) -> GroupId {
    match candidate.change {
        Change::Help { group, .. } => group,
        _ => plan.duties[candidate.duty].group,
    }
}

/// The move that is to be tried next.
fn next(
    asking: &Asking<'_>,
    prices: &[f64],
    need: &Need,
    plan: &Plan,
    phase: Phase,
    seen: &BTreeSet<String>,
) -> Option<Candidate> {
    let people = plan.people(asking.whole, asking.today);
    let margins = Margins::of(asking.today, need, &people, &plan.agents_per_person);
    let floor = Floor { whole: asking.whole, today: asking.today, need, plan, margins: &margins, open: asking.open };
    let price_of = |candidate: &Candidate| prices[group_of(plan, candidate).0];
    let mut alike: Vec<usize> = Vec::new();
    let mut best: Option<Candidate> = None;
    for (index, duty) in plan.duties.iter().enumerate() {
        if alike.iter().any(|&other| plan.duties[other].is_like(duty)) {
            continue;
        }
        alike.push(index);
        for candidate in candidates(&floor, index) {
            let is_time_off = matches!(candidate.change, Change::TimeOff(_));
            let fits = match phase {
                Phase::Gain => {
                    !is_time_off
                        && candidate.gain >= LEAST_GAIN
                        && candidate.gain * price_of(&candidate) >= candidate.cost.0
                }
                Phase::TimeOff => is_time_off && candidate.gain >= -MOST_LOSS,
            };
            if fits
                && best.as_ref().is_none_or(|best| order(&candidate, best) == Ordering::Less)
                && !seen.contains(&signature(plan, &candidate))
            {
                best = Some(candidate);
            }
        }
    }
    best
}

/// The better one first: what is free by its gain, what costs by gain per cost, what saves by what it saves.
fn order(one: &Candidate, other: &Candidate) -> Ordering {
    let class = |candidate: &Candidate| u8::from(candidate.cost.0 > 0.0);
    let worth = |candidate: &Candidate| match candidate.cost.0 {
        cost if cost > 0.0 => candidate.gain / cost,
        cost if cost < 0.0 => -cost,
        _ => candidate.gain,
    };
    class(one).cmp(&class(other)).then(worth(other).total_cmp(&worth(one)))
}

/// Simulates moves one after the other with fresh random numbers.
fn confirm(
    asking: &Asking<'_>,
    demand: &Demand,
    before: &Plan,
    moves: &[Candidate],
    numbers: &Numbers,
    watch: &dyn Watch,
) -> Result<Found, Interrupted> {
    let nothing = simulate(asking, demand, before, numbers.shown, watch)?;
    let mut plan = before.clone();
    let mut last = nothing.clone();
    let mut taken = Vec::new();
    for (done, candidate) in moves.iter().enumerate() {
        watch.check()?;
        watch.progress("confirm moves", done as u64, moves.len() as u64);
        plan.duties[candidate.duty] = changed(&plan.duties[candidate.duty], &candidate.change);
        let outcome = simulate(asking, demand, &plan, numbers.shown, watch)?;
        taken.push(Taken { candidate: candidate.clone(), effects: effects(asking, &last, &outcome) });
        last = outcome;
    }
    Ok(Found { taken, plan, nothing, all: last, need: asking.need.clone(), rejected: 0 })
}
