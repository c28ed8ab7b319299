//! Goal-seek over plans: the scenario at one value after another, each plan begun from that of the nearest value before.

use super::centre::Centre;
use super::{StudyError, with_quest};
use crate::demand::Demand;
use crate::milp::Limits;
use crate::planning::seek::{Answer, Condition, Tried, bisected};
use crate::planning::{Goal, PlanError, replan};
use crate::scenario::{PlanAssumptions, Scenario};
use crate::watch::{Quietly, Watch};
use std::sync::Arc;

/// Gap at which the search for each plan may stop, in place of a plan's own where that is wider. Here it is differences
/// between plans that count: within a gap, one that does not begin a bot is as good as one that does.
const GAP: f64 = 1e-5;

/// What is sought.
#[derive(Debug, Clone, PartialEq)]
pub struct Sought {
    /// What is to hold.
    pub condition: Condition,
    /// What each plan is to reach.
    pub goal: Goal,
    /// The last place of the grid, the first being 0.
    pub last: u32,
    /// How many evenly spaced places are looked at first, at least 2.
    pub first: u32,
}

/// What was asked at a value, for the next: it is asked again where the centre differs.
#[derive(Clone)]
struct Point {
    centre: Arc<Centre>,
    answer: Answer,
}

/// The plans of a scenario that changes with the place on a grid, looked at until it is known between which places a condition
/// begins or ceases to hold; all of them, by place ([`bisected`]).
///
/// Each plan is the best for what is expected, as those of alternatives are, without the margins of a plan that is to hold with a
/// probability. The requirement is simulated only where the nearest scenario looked at before has another centre.
pub fn seek<E: From<StudyError>>(
    sought: &Sought,
    limits: &Limits,
    watch: &dyn Watch,
    mut scenario_at: impl FnMut(u32) -> Result<Scenario, E>,
) -> Result<Vec<Tried<Answer>>, E> {
    let limits = Limits { relative_gap: limits.relative_gap.min(GAP), ..*limits };
    // Every bisection halves what is left; a second change takes more than was announced.
    let first = sought.first.max(2);
    let likely = u64::from(first + (sought.last / (first - 1)).next_power_of_two().ilog2());
    let mut done = 0;
    watch.progress("plans", done, likely);
    let tried = bisected(sought.last, sought.first, |place, nearest: Option<&Point>| -> Result<_, E> {
        watch.check().map_err(StudyError::from)?;
        let scenario = scenario_at(place)?;
        let point = point(&scenario, sought, &limits, nearest, watch)?;
        let Answer { best, without } = &point.answer;
        let holds = sought.condition.holds(&best.found.plan, without.as_ref().map(|without| &without.found.plan));
        done += 1;
        watch.progress("plans", done, likely.max(done));
        Ok((holds, point))
    })?;
    let answers = tried.into_iter().map(|Tried { place, holds, answer }| Tried { place, holds, answer: answer.answer });
    Ok(answers.collect())
}

fn point(
    scenario: &Scenario,
    sought: &Sought,
    limits: &Limits,
    before: Option<&Point>,
    watch: &dyn Watch,
) -> Result<Point, StudyError> {
    let demand = Demand::of(scenario);
    let centre = Centre::beside(before.map(|before| &before.centre), scenario, demand, watch)?;
    let demand = &centre.demand;
    let assumptions = scenario.plan.as_ref().ok_or(PlanError::NoAssumptions)?;
    let quietly = Quietly(watch);
    let answer = with_quest(scenario, &centre.curve, sought.goal, limits, |quest| -> Result<Answer, PlanError> {
        let plan =
            |assumptions: &PlanAssumptions, before| replan(scenario, assumptions, demand, quest, before, &quietly);
        let bare = PlanAssumptions { initiatives: Vec::new(), ..assumptions.clone() };
        let without = if sought.condition.compares() {
            Some(plan(&bare, before.and_then(|before| before.answer.without.as_ref()))?)
        } else {
            None
        };
        Ok(Answer { best: plan(assumptions, before.map(|before| &before.answer.best))?, without })
    })?;
    Ok(Point { centre, answer })
}
