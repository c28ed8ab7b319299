//! The search for a part of a group with contracts.
//!
//! First the linear relaxation; its kinds of weeks, rounded to all people of each contract, are the crews for which the local search of
//! [`start`](super::super::start) looks for shifts. These are given to people ([`super::assembly`]), and people's weeks are annealed
//! ([`super::anneal`]), longer each time, until the cost is within the gap of the relaxation. Where that is not reached and the programme
//! is small or a time limit is set, the solver goes on; what it finds is given to people and annealed once more. Overtime and sessions
//! are found by the solver alone.

use super::anneal::annealed;
use super::assembly::{Assembled, assemble};
use crate::milp::{Limits, Programme, Solution, SolveError, Status, relax, solve};
use crate::scenario::Scenario;
use crate::scheduling::model::{Model, Variable};
use crate::scheduling::part::Part;
use crate::scheduling::start::{Annealing, annealing_knows_all, is_small, local_search, of_a_search};
use crate::staffing::StaffingRequirement;

/// An answer, and what is known about it.
pub struct Found {
    /// Who works what.
    pub assembled: Assembled,
    /// No answer costs less.
    pub bound: f64,
    /// How the search ended.
    pub status: String,
}

/// The best so far.
struct Search<'a> {
    scenario: &'a Scenario,
    requirement: &'a StaffingRequirement,
    part: &'a Part,
    model: &'a Model<'a>,
    limits: &'a Limits,
    best: Assembled,
    cost: f64,
    bound: f64,
    status: String,
}

/// Finds good tours for a part.
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
    let best = assemble(scenario, part, &people, &crews);
    let (cost, bound) = (cost(model, &best), relaxation.objective);
    let status = Status::Optimal.to_string();
    let mut search = Search { scenario, requirement, part, model, limits, best, cost, bound, status };
    let mut annealing = Annealing::of(part, model, limits);
    while !search.is_enough()
        && let Some((moves, seed)) = annealing.next()
    {
        search.anneal(moves, seed);
    }
    if !annealing_knows_all(part) {
        let is_used =
            |shift: usize| relaxed[shift] > 1e-6 || search.best.people.keys().any(|place| place.shift == shift);
        let mut few_shifts = model.programme.clone();
        for (column, &variable) in model.programme.keys().iter().enumerate() {
            if matches!(variable, Variable::People { shift } if !is_used(shift)) {
                few_shifts.fix(column, 0.0);
            }
        }
        search.look_in(few_shifts)?;
    }
    if let Some(solution) = search.look_in(model.programme.clone())? {
        search.bound = search.bound.max(solution.bound);
        search.status = solution.status.to_string();
    }
    let Search { best, bound, status, .. } = search;
    Ok(Found { assembled: best, bound, status })
}

/// What tours cost, and all that is missing and too many.
fn cost(model: &Model, assembled: &Assembled) -> f64 {
    model.programme.objective(&model.values(&assembled.people))
}

impl Search<'_> {
    fn is_enough(&self) -> bool {
        self.cost - self.bound <= self.limits.relative_gap * self.cost
    }

    fn keep(&mut self, assembled: Assembled) {
        let cost = cost(self.model, &assembled);
        if cost < self.cost {
            (self.best, self.cost) = (assembled, cost);
        }
    }

    fn anneal(&mut self, moves: u64, seed: u64) {
        let Self { scenario, requirement, part, .. } = *self;
        let moves = moves * part.days().len() as u64;
        self.keep(annealed(scenario, requirement, part, &self.best, moves, seed));
    }

    /// Lets the solver look for a better answer in a programme, if it is small or a time limit is set.
    fn look_in(&mut self, mut programme: Programme<Variable>) -> Result<Option<Solution>, SolveError> {
        if self.is_enough() {
            return Ok(None);
        }
        if self.limits.time.is_none() && !is_small(&programme) {
            "not searched: too large without a time limit".clone_into(&mut self.status);
            return Ok(None);
        }
        let values = self.model.values(&self.best.people);
        programme.start(self.model.with_crews(values, &self.best.crews()));
        match solve(&programme, &of_a_search(self.limits)) {
            Ok(solution) => {
                let (people, crews) = (self.model.places_of(&solution.values), self.model.crews(&solution.values));
                self.keep(assemble(self.scenario, self.part, &people, &crews));
                Ok(Some(solution))
            }
            Err(SolveError::NoAnswer { limit }) => {
                self.status = Status::Limit(limit).to_string();
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}
