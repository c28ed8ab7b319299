//! A good answer for the solver to begin with.
//!
//! The linear relaxation of the programme is nearly whole and its bound nearly reached, but the solver's own heuristics need
//! long to find an answer as good. So, first a local search: as many people on each shift as the relaxation has, rounded
//! down; then add whoever saves most, and let one person after another work something else or nothing, as long as it gets
//! cheaper. If that is not within the gap of the relaxation, the same programme is solved with only those shifts that the
//! relaxation or the local search uses: a fraction of all.

use super::model::{Model, Place};
use super::part::{Part, most_hours, most_shifts};
use super::shift::PossibleShift;
use crate::milp::{Limits, SolveError, relax, solve};
use crate::scenario::{Group, Scenario};
use crate::staffing::StaffingRequirement;
use std::collections::BTreeMap;

/// Rounds of letting everybody work something else; a handful is enough.
const ROUNDS: usize = 30;

/// Changes that save less are none: they may be rounding.
const WORTH_IT: f64 = 1e-6;

/// Finds a good answer and gives it to the programme of the part.
pub fn give_start(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    model: &mut Model,
    limits: &Limits,
) -> Result<(), SolveError> {
    let relaxation = relax(&model.programme)?;
    let relaxed = model.people_on_shifts_in(&relaxation);
    let first: Vec<u32> = relaxed.iter().map(|people| (people + 1e-6).floor() as u32).collect();
    let mut found = local_search(scenario, requirement, part, &first);
    let cost = model.programme.objective(&model.values(&found));
    if cost - relaxation.objective > limits.relative_gap * cost {
        let is_used = |&shift: &usize| relaxed[shift] > 1e-6 || found.keys().any(|place| place.shift == shift);
        let used: Vec<usize> = (0..part.shifts.len()).filter(is_used).collect();
        found = among_used_shifts(scenario, requirement, part, &used, &found, limits)?;
    }
    model.programme.start(model.values(&found));
    Ok(())
}

/// The best answer that uses no other than some shifts, which those of a known answer are among.
fn among_used_shifts(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    used: &[usize],
    known: &BTreeMap<Place, u32>,
    limits: &Limits,
) -> Result<BTreeMap<Place, u32>, SolveError> {
    let shifts = used.iter().map(|&shift| part.shifts[shift].clone()).collect();
    let smaller = Part { shifts, ..part.clone() };
    let mut model = Model::new(scenario, requirement, &smaller);
    let known = known.iter().filter_map(|(place, &people)| {
        let shift = used.binary_search(&place.shift).ok()?;
        Some((Place { shift, ..place.clone() }, people))
    });
    model.programme.start(model.values(&known.collect()));
    let solution = solve(&model.programme, limits)?;
    let renamed = model
        .places(&solution)
        .into_iter()
        .map(|(place, people)| (Place { shift: used[place.shift], ..place }, people));
    Ok(renamed.collect())
}

/// People by what they work, in a good answer that keeps all rules. `first` says how many people on each shift to begin with.
fn local_search(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    part: &Part,
    first: &[u32],
) -> BTreeMap<Place, u32> {
    let mut team = Team::nobody(scenario, requirement, part);
    for (shift, &people) in first.iter().enumerate() {
        for _ in 0..people {
            if let Some((_, place)) = team.best_place(shift, &team.savings()) {
                team.add(&place);
            }
        }
    }
    for _ in 0..ROUNDS {
        let mut better = false;
        while let Some((cost, place)) = team.best_addition()
            && cost < -WORTH_IT
        {
            team.add(&place);
            better = true;
        }
        let places: Vec<Place> = team.people.keys().cloned().collect();
        for place in places {
            better |= team.let_one_work_something_else(&place);
        }
        if !better {
            break;
        }
    }
    team.people
}

struct Team<'a> {
    scenario: &'a Scenario,
    part: &'a Part,
    group: &'a Group,
    needed: &'a [u32],
    people: BTreeMap<Place, u32>,
    /// By interval of the calendar.
    present: Vec<u32>,
    /// By day of the calendar.
    on_day: Vec<u32>,
    /// By week of the part: shifts and paid minutes.
    in_week: Vec<(u32, u64)>,
}

impl<'a> Team<'a> {
    fn nobody(scenario: &'a Scenario, requirement: &'a StaffingRequirement, part: &'a Part) -> Self {
        Self {
            scenario,
            part,
            group: scenario.group(part.group),
            needed: requirement.agents.row(part.group.0),
            people: BTreeMap::new(),
            present: vec![0; scenario.calendar.intervals.len()],
            on_day: vec![0; scenario.calendar.days.len()],
            in_week: vec![(0, 0); part.weeks.len()],
        }
    }

    fn week_of(&self, shift: &PossibleShift) -> usize {
        self.part.weeks.iter().position(|week| week.contains(&shift.day)).unwrap_or(0)
    }

    fn add(&mut self, place: &Place) {
        *self.people.entry(place.clone()).or_default() += 1;
        self.count(place, |number, by| *number += by);
    }

    fn remove(&mut self, place: &Place) {
        if let Some(count) = self.people.get_mut(place).filter(|count| **count > 0) {
            *count -= 1;
            if *count == 0 {
                self.people.remove(place);
            }
            self.count(place, |number, by| *number -= by);
        }
    }

    fn count(&mut self, place: &Place, change: fn(&mut u32, u32)) {
        let shift = &self.part.shifts[place.shift];
        let calendar = &self.scenario.calendar;
        let breaks = shift.breaks.iter().zip(&place.begins);
        let away: Vec<_> = breaks.map(|(rest, &begin)| shift.break_span(calendar, rest, begin)).collect();
        for interval in shift.span(calendar).filter(|interval| !away.iter().any(|rest| rest.contains(interval))) {
            change(&mut self.present[interval], 1);
        }
        change(&mut self.on_day[shift.day], 1);
        let week = self.week_of(shift);
        let (shifts, minutes) = &mut self.in_week[week];
        change(shifts, 1);
        let mut sum = *minutes as u32;
        change(&mut sum, shift.paid_minutes());
        *minutes = u64::from(sum);
    }

    /// Whether one more person may work a shift.
    fn has_room(&self, shift: &PossibleShift) -> bool {
        let week = self.week_of(shift);
        let (days, (shifts, minutes)) = (self.part.weeks[week].len(), self.in_week[week]);
        self.on_day[shift.day] < self.group.headcount
            && shifts < most_shifts(self.group, days)
            && (minutes + u64::from(shift.paid_minutes())) as f64 / 60.0 <= most_hours(self.group, days).0
    }

    /// What missing and surplus agents cost in an interval with so many people.
    fn cover_cost(&self, interval: usize, people: u32) -> f64 {
        let (prices, available) = (&self.scenario.scheduling, self.group.shrinkage.complement().0);
        let (on_duty, needed) = (f64::from(people) * available, f64::from(self.needed[interval]));
        let missing = (needed - (on_duty + 1e-9).floor()).max(0.0);
        let price =
            prices.under_cover_per_hour.0 * missing + prices.over_cover_per_hour.0 * (on_duty - needed).max(0.0);
        price * self.scenario.calendar.intervals[interval].length().hours().0
    }

    /// For each interval, what one more person present costs (less than nothing where it saves) in all intervals before it.
    fn savings(&self) -> Vec<f64> {
        let mut sums = vec![0.0];
        let mut sum = 0.0;
        for (interval, &people) in self.present.iter().enumerate() {
            sum += self.cover_cost(interval, people + 1) - self.cover_cost(interval, people);
            sums.push(sum);
        }
        sums
    }

    /// The cheapest places for the breaks of one more person on a shift, and what that person costs; `None` where the rules
    /// leave no room.
    fn best_place(&self, shift: usize, sums: &[f64]) -> Option<(f64, Place)> {
        let possible = &self.part.shifts[shift];
        if !self.has_room(possible) {
            return None;
        }
        let calendar = &self.scenario.calendar;
        let over = |span: std::ops::Range<usize>| sums[span.end] - sums[span.start];
        let wages = self.group.wage.0 * f64::from(possible.paid_minutes()) / 60.0;
        // For each place of a break, the best places of the breaks up to it: what they spare, and where they begin.
        let mut ways: Vec<(u32, f64, Vec<u32>)> = vec![(0, 0.0, Vec::new())];
        for rest in &possible.breaks {
            let mut longer: Vec<(u32, f64, Vec<u32>)> = Vec::with_capacity(rest.begins.len());
            for &begin in &rest.begins {
                let before = ways.iter().filter(|(end, ..)| *end <= begin).max_by(|a, b| a.1.total_cmp(&b.1));
                if let Some((_, spared, begins)) = before {
                    let spared = spared + over(possible.break_span(calendar, rest, begin));
                    longer.push((begin + rest.length, spared, [begins.as_slice(), &[begin]].concat()));
                }
            }
            ways = longer;
        }
        let (_, spared, begins) = ways.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some((wages + over(possible.span(calendar)) - spared, Place { shift, begins }))
    }

    fn best_addition(&self) -> Option<(f64, Place)> {
        let sums = self.savings();
        let places = (0..self.part.shifts.len()).filter_map(|shift| self.best_place(shift, &sums));
        places.min_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// Lets one of those at a place go home or work whatever is best instead, if that is cheaper.
    fn let_one_work_something_else(&mut self, place: &Place) -> bool {
        if !self.people.contains_key(place) {
            return false;
        }
        self.remove(place);
        let sums = self.savings();
        let shift = &self.part.shifts[place.shift];
        let calendar = &self.scenario.calendar;
        let over = |span: std::ops::Range<usize>| sums[span.end] - sums[span.start];
        let breaks = shift.breaks.iter().zip(&place.begins);
        let spared: f64 = breaks.map(|(rest, &begin)| over(shift.break_span(calendar, rest, begin))).sum();
        let wages = self.group.wage.0 * f64::from(shift.paid_minutes()) / 60.0;
        let cost_of_staying = wages + over(shift.span(calendar)) - spared;
        match self.best_addition() {
            Some((cost, other)) if cost < cost_of_staying.min(0.0) - WORTH_IT => {
                self.add(&other);
                true
            }
            _ if cost_of_staying > WORTH_IT => true,
            _ => {
                self.add(place);
                false
            }
        }
    }
}
