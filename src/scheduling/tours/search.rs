//! The search for a part in which people's weeks have rules.
//!
//! It is used wherever contracts are written. First the linear relaxation; its kinds of weeks, rounded to all people of each contract, are the crews for which the local search of
//! [`start`](super::super::start) looks for shifts. Then the solver begins with these, on the shifts that the relaxation or the local search
//! uses: all at once where that is small enough or a time limit is set, otherwise day after day with the shifts of all other days as they
//! stand, while all people may change to another kind of week with which they can work them.

use super::Crews;
use crate::milp::{Limits, Programme, SolveError, Status, relax, solve};
use crate::scenario::Scenario;
use crate::scheduling::model::{Model, Place, Variable};
use crate::scheduling::part::Part;
use crate::scheduling::start::{DAY_ROUNDS, DAY_SHARE_OF_TIME, LARGEST_SEARCHED, WORTH_IT, local_search, of_a_search};
use crate::staffing::StaffingRequirement;
use std::collections::BTreeMap;

/// An answer, and what is known about it.
pub struct Found {
    /// People by what they work.
    pub people: BTreeMap<Place, u32>,
    /// People of each contract by the kind of their week.
    pub crews: Crews,
    /// No answer costs less.
    pub bound: f64,
    /// How the search ended.
    pub status: String,
}

/// Finds a good answer for the programme of a part.
pub fn search(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    model: &Model,
    limits: &Limits,
) -> Result<Found, SolveError> {
    let relaxation = relax(&model.programme)?;
    let relaxed = model.people_on_shifts_in(&relaxation);
    let crews = model.crews(&relaxation.values);
    let (people, crews) = local_search(scenario, requirement, part, &relaxed, crews);

    let mut search = Search {
        values: model.with_crews(model.values(&people), &crews),
        bound: relaxation.objective,
        status: Status::Optimal.to_string(),
        limits,
    };
    let is_used = |shift: usize| relaxed[shift] > 1e-6 || people.keys().any(|place| place.shift == shift);
    let mut few_shifts = model.programme.clone();
    for (column, &variable) in model.programme.keys().iter().enumerate() {
        if matches!(variable, Variable::People { shift } if !is_used(shift)) {
            few_shifts.fix(column, 0.0);
        }
    }
    search.look_among(&few_shifts, model, part)?;
    search.look_everywhere(&model.programme)?;
    let Search { values, bound, status, .. } = search;
    Ok(Found { people: model.places_of(&values), crews: model.crews(&values), bound, status })
}

/// The best so far.
struct Search<'a> {
    values: Vec<f64>,
    bound: f64,
    status: String,
    limits: &'a Limits,
}

impl Search<'_> {
    fn is_enough(&self, programme: &Programme<Variable>) -> bool {
        let cost = programme.objective(&self.values);
        cost - self.bound <= self.limits.relative_gap * cost
    }

    /// Whether the solver searches a programme: it knows no limit in work for what it does before its first branch.
    fn is_searched(&self, programme: &Programme<Variable>) -> bool {
        let is_free = |rule: &&crate::milp::ColumnRule| rule.lower < rule.upper;
        self.limits.time.is_some() || programme.columns().iter().filter(is_free).count() <= LARGEST_SEARCHED
    }

    fn keep(&mut self, programme: &Programme<Variable>, values: Vec<f64>) {
        if programme.objective(&values) <= programme.objective(&self.values) {
            self.values = values;
        }
    }

    /// Looks for a better answer in a programme in which not all shifts may be worked.
    fn look_among(&mut self, programme: &Programme<Variable>, model: &Model, part: &Part) -> Result<(), SolveError> {
        if self.is_enough(programme) {
            return Ok(());
        }
        if self.is_searched(programme) {
            let mut programme = programme.clone();
            programme.start(self.values.clone());
            match solve(&programme, &of_a_search(self.limits)) {
                Ok(solution) => self.keep(&programme, solution.values),
                Err(SolveError::NoAnswer { .. }) => {}
                Err(error) => return Err(error),
            }
            return Ok(());
        }
        let days: Vec<usize> = part.days().filter(|&day| part.shifts.iter().any(|shift| shift.day == day)).collect();
        for _ in 0..if days.len() > 1 { DAY_ROUNDS } else { 0 } {
            let before = programme.objective(&self.values);
            for &day in &days {
                if self.is_enough(programme) {
                    return Ok(());
                }
                self.day_anew(programme, model, day, days.len())?;
            }
            if programme.objective(&self.values) >= before - WORTH_IT {
                break;
            }
        }
        Ok(())
    }

    fn day_anew(
        &mut self,
        programme: &Programme<Variable>,
        model: &Model,
        day: usize,
        days: usize,
    ) -> Result<(), SolveError> {
        let mut programme = programme.clone();
        for (column, &variable) in model.programme.keys().iter().enumerate() {
            // Who works on the other days may change to another kind of week.
            let is_shift = !matches!(variable, Variable::Used { .. });
            if is_shift && model.day_of(variable).is_some_and(|other| other != day) {
                programme.fix(column, self.values[column]);
            }
        }
        programme.start(self.values.clone());
        let limits = Limits {
            relative_gap: self.limits.relative_gap / (2 * days) as f64,
            time: self.limits.time.map(|time| time.mul_f64(DAY_SHARE_OF_TIME)),
            ..*self.limits
        };
        match solve(&programme, &limits) {
            Ok(solution) => self.keep(&programme, solution.values),
            Err(SolveError::NoAnswer { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Looks for a better answer in the whole programme.
    fn look_everywhere(&mut self, programme: &Programme<Variable>) -> Result<(), SolveError> {
        if self.is_enough(programme) {
            return Ok(());
        }
        if !self.is_searched(programme) {
            "not searched: too large without a time limit".clone_into(&mut self.status);
            return Ok(());
        }
        let mut programme = programme.clone();
        programme.start(self.values.clone());
        match solve(&programme, &of_a_search(self.limits)) {
            Ok(solution) => {
                self.bound = self.bound.max(solution.bound);
                self.status = solution.status.to_string();
                self.keep(&programme, solution.values);
            }
            Err(SolveError::NoAnswer { limit }) => self.status = Status::Limit(limit).to_string(),
            Err(error) => return Err(error),
        }
        Ok(())
    }
}
