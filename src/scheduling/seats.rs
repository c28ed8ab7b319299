//! Seats of sites: how many people are at work where, and what is done where they would be more than have a seat.
//!
//! A person has a seat from the begin to the end of a shift, overtime and breaks included: the desk stays theirs. Everybody who is
//! scheduled counts, before shrinkage.
//!
//! Parts are solved apart first. Where the groups of a site together then take more seats than there are ([`within_seats`]), the
//! parts of the site whose days overlap are solved together:
//!
//! 1. Their programmes stand side by side in one, with a row for each interval: `Σ over parts, people with a seat ≤ seats`. Its linear
//!    relaxation is a bound for the sum of their costs.
//! 2. Part by part is solved again, with the seats that those solved before it leave, less what the relaxation gives to those
//!    after it, rounded down. So nobody has a seat less than the relaxation has for them in whole seats, and what is left of the fractions goes
//!    to those who can make a whole shift of it.
//! 3. In turn, each part is solved again with the seats that the others leave free.
//! 4. Where the joint programme is small enough, the solver begins with that and searches it whole; otherwise day after day, with the shifts
//!    of all other days as they stand, so that groups exchange seats (on a month of four groups it took .6 % off the cost, of which the
//!    first round over the days found three quarters; there is one).
//!
//! Weeks come one after the other: whoever works from the last night of one into the next has a seat there already. Where that night
//! is when seats are short, the two weeks are solved together.

use super::part::Part;
use super::schedule::{GroupSolution, ScheduledShift};
use super::shift::{possible_shifts, span_of};
use super::tours::Crews;
use super::tours::assembly::assemble;
use super::{Best, ScheduleError, Solved, best_people};
use crate::calendar::Grid;
use crate::milp::{Limits, Programme, SolveError, Status, relax, solve};
use crate::scenario::{GroupId, Scenario, SiteId};
use crate::scheduling::model::{Model, Place, Variable};
use crate::scheduling::start::{WORTH_IT, is_small, of_a_search};
use crate::staffing::StaffingRequirement;
use crate::units::Money;
use crate::watch::Watch;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Share of the time limit that a day may take that is solved anew for all groups together.
const DAY_SHARE_OF_TIME: f64 = 0.04;

/// How often each part is solved again with the seats that the others leave free: afterwards groups exchange seats day by day, which does
/// more.
const ROUNDS: usize = 1;

/// The seats of a site, and when most of them are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteUse {
    /// The site.
    pub site: SiteId,
    /// Its seats.
    pub seats: u32,
    /// Most people who have one at the same time.
    pub peak: u32,
    /// The first interval in which they are so many.
    pub when: usize,
}

/// How the seats of each site that counts them are used.
pub fn site_use(scenario: &Scenario, shifts: &[ScheduledShift]) -> Vec<SiteUse> {
    let taken = seats_taken(scenario, shifts);
    let mut all = Vec::new();
    for (index, site) in scenario.sites.iter().enumerate() {
        let Some(seats) = site.seats else { continue };
        let (mut peak, mut when) = (0, 0);
        for (interval, &people) in taken.row(index).iter().enumerate() {
            if people > peak {
                (peak, when) = (people, interval);
            }
        }
        all.push(SiteUse { site: SiteId(index), seats, peak, when });
    }
    all
}

/// People who have a seat, by site and interval.
pub fn seats_taken(scenario: &Scenario, shifts: &[ScheduledShift]) -> Grid<u32> {
    let mut taken = Grid::filled(scenario.sites.len(), scenario.calendar.intervals.len(), 0);
    for shift in shifts {
        if let Some(site) = scenario.group(shift.group).site {
            take(scenario, shift, taken.row_mut(site.0));
        }
    }
    taken
}

/// Where no further shift of a group that would cover an interval finds a seat, by group and interval.
pub fn without_a_seat(scenario: &Scenario, shifts: &[ScheduledShift]) -> Grid<bool> {
    let calendar = &scenario.calendar;
    let mut without = Grid::filled(scenario.groups.len(), calendar.intervals.len(), false);
    let taken = seats_taken(scenario, shifts);
    for group in scenario.group_ids() {
        let Some((site, seats)) = limit(scenario, group) else { continue };
        let is_full = |&interval: &usize| taken[(site.0, interval)] >= seats;
        if !(0..calendar.intervals.len()).any(|interval| is_full(&interval)) {
            continue;
        }
        // An interval that no shift covers at all is not for want of seats.
        let row = without.row_mut(group.0);
        let mut can_be_covered = vec![false; row.len()];
        for shift in (0..calendar.days.len()).flat_map(|day| possible_shifts(scenario, group, day)) {
            let span = shift.span(calendar);
            if span.clone().any(|interval| is_full(&interval)) {
                row[span].fill(true);
            } else {
                can_be_covered[span].fill(true);
            }
        }
        row.iter_mut().zip(can_be_covered).for_each(|(without, can)| *without &= !can);
    }
    without
}

/// The site of a group and its seats, if they are counted.
pub(super) fn limit(scenario: &Scenario, group: GroupId) -> Option<(SiteId, u32)> {
    let site = scenario.group(group).site?;
    Some((site, scenario.sites.get(site.0)?.seats?))
}

/// The seats of a site that some shifts leave free, by interval.
pub(super) fn free_seats<'a>(
    scenario: &Scenario,
    seats: u32,
    shifts: impl IntoIterator<Item = &'a ScheduledShift>,
) -> Vec<u32> {
    taken(scenario, shifts).into_iter().map(|taken| seats.saturating_sub(taken)).collect()
}

/// The seats that some shifts take, by interval.
fn taken<'a>(scenario: &Scenario, shifts: impl IntoIterator<Item = &'a ScheduledShift>) -> Vec<u32> {
    let mut taken = vec![0; scenario.calendar.intervals.len()];
    for shift in shifts {
        take(scenario, shift, &mut taken);
    }
    taken
}

fn take(scenario: &Scenario, shift: &ScheduledShift, taken: &mut [u32]) {
    let Some(span) = span_of(&scenario.calendar, shift.day, shift.start, shift.length) else { return };
    for taken in &mut taken[span] {
        *taken += shift.people;
    }
}

/// The answers of parts that were solved apart, with those solved together whose groups would take more seats of a site than it has.
pub(super) fn within_seats(
    scenario: &Scenario,
    requirement: &StaffingRequirement,
    parts: &[Part],
    mut solved: Vec<Solved>,
    limits: &Limits,
    watch: &dyn Watch,
) -> Result<Vec<Solved>, ScheduleError> {
    for (index, site) in scenario.sites.iter().enumerate() {
        let Some(seats) = site.seats else { continue };
        let is_there = |part: &usize| scenario.group(parts[*part].group).site == Some(SiteId(index));
        let mut before: Vec<usize> = Vec::new();
        let sets = overlapping(parts, (0..parts.len()).filter(is_there).collect());
        for together in joined_by_nights(scenario, seats, sets, &solved) {
            watch.check()?;
            let shifts_of = |parts: &[usize]| parts.iter().flat_map(|&part| &solved[part].shifts).collect::<Vec<_>>();
            let free = free_seats(scenario, seats, shifts_of(&before));
            if taken(scenario, shifts_of(&together)).iter().zip(&free).any(|(taken, free)| taken > free) {
                let parts: Vec<&Part> = together.iter().map(|&part| &parts[part]).collect();
                let alone: Vec<Money> = together.iter().map(|&part| solved[part].solution.bound).collect();
                let joint = Joint { scenario, requirement, parts, alone, seats, free, site: &site.name, limits };
                for (part, answer) in together.iter().zip(joint.solve(watch)?) {
                    solved[*part] = answer;
                }
            }
            before.extend(together);
        }
    }
    Ok(solved)
}

/// Parts in sets whose days overlap, by their days.
fn overlapping(parts: &[Part], mut of_site: Vec<usize>) -> Vec<Vec<usize>> {
    of_site.sort_by_key(|&part| (parts[part].days().start, part));
    let mut sets: Vec<(Range<usize>, Vec<usize>)> = Vec::new();
    for part in of_site {
        let days = parts[part].days();
        match sets.last_mut().filter(|(so_far, _)| days.start < so_far.end) {
            Some((so_far, set)) => {
                so_far.end = so_far.end.max(days.end);
                set.push(part);
            }
            None => sets.push((days, vec![part])),
        }
    }
    sets.into_iter()
        .map(|(_, mut set)| {
            set.sort_unstable();
            set
        })
        .collect()
}

/// The same sets, of which those are one where people of an earlier and a later one lack seats at the same time.
fn joined_by_nights(scenario: &Scenario, seats: u32, sets: Vec<Vec<usize>>, solved: &[Solved]) -> Vec<Vec<usize>> {
    let mut joined: Vec<(Vec<usize>, Vec<u32>)> = Vec::new();
    for mut set in sets {
        let mut here = taken(scenario, set.iter().flat_map(|&part| &solved[part].shifts));
        let lacks = |(before, here): (&u32, &u32)| *before > 0 && *here > 0 && before + here > seats;
        if let Some((earlier, before)) = joined.pop_if(|(_, before)| before.iter().zip(&here).any(lacks)) {
            here.iter_mut().zip(before).for_each(|(here, before)| *here += before);
            set.extend(earlier);
            set.sort_unstable();
        }
        joined.push((set, here));
    }
    joined.into_iter().map(|(set, _)| set).collect()
}

/// Parts that share the seats of a site.
struct Joint<'a> {
    scenario: &'a Scenario,
    requirement: &'a StaffingRequirement,
    parts: Vec<&'a Part>,
    /// The bounds of the parts without regard to seats.
    alone: Vec<Money>,
    seats: u32,
    /// Those that people of earlier weeks leave, by interval.
    free: Vec<u32>,
    site: &'a str,
    limits: &'a Limits,
}

/// What was decided for one of the parts.
struct Answer {
    shifts: Vec<ScheduledShift>,
    tours: Vec<super::Tour>,
    people: BTreeMap<Place, u32>,
    crews: Crews,
    cost: f64,
    /// Seats that it might take.
    offered: Vec<u32>,
}

/// The programmes of parts side by side.
struct SideBySide {
    programme: Programme<(usize, Variable)>,
    /// By part: its columns.
    columns: Vec<Range<usize>>,
}

impl Joint<'_> {
    fn solve(&self, watch: &dyn Watch) -> Result<Vec<Solved>, ScheduleError> {
        let models: Vec<Model> =
            self.parts.iter().map(|part| Model::new(self.scenario, self.requirement, part)).collect();
        let joint = self.side_by_side(&models, &self.free);
        let relaxation = relax(&joint.programme)?;
        let mut bound = self.bound_of_all(&models, relaxation.objective)?;
        let for_each = self.seats_in(&models, &joint, &relaxation.values);
        let mut answers: Vec<Option<Answer>> = self.parts.iter().map(|_| None).collect();
        for part in 0..self.parts.len() {
            watch.check()?;
            let reserved = for_each.iter().skip(part + 1).map(Vec::as_slice);
            answers[part] = Some(self.answer(part, self.left(&answers, part, reserved))?);
        }
        let mut answers: Vec<Answer> = answers.into_iter().flatten().collect();
        for _ in 0..ROUNDS {
            if self.is_enough(&answers, bound) || !self.again(&mut answers, watch)? {
                break;
            }
        }
        let mut status = Status::Optimal.to_string();
        let is_small_enough = is_small(&joint.programme);
        if !is_small_enough && !self.is_enough(&answers, bound) {
            self.days_anew(&models, &joint, &mut answers, bound, watch)?;
        }
        if !self.is_enough(&answers, bound) {
            "not searched as a whole: too large without a time limit".clone_into(&mut status);
            if is_small_enough || self.limits.time.is_some() {
                watch.check()?;
                let (found, of_search) = self.search(&models, &joint, &mut answers)?;
                status = of_search;
                // With the seats of earlier weeks taken, it is no bound of what could be had without them.
                if self.is_empty_before() {
                    bound = bound.max(found);
                }
            }
        }
        Ok(self.solved(answers, bound, &status))
    }

    /// Whether nobody of an earlier week has a seat.
    fn is_empty_before(&self) -> bool {
        self.free.iter().all(|&free| free == self.seats)
    }

    /// What all parts together cannot cost less than, whatever the weeks before do.
    fn bound_of_all(&self, models: &[Model], with_free: f64) -> Result<f64, SolveError> {
        let alone: f64 = self.alone.iter().map(|bound| bound.0).sum();
        if self.is_empty_before() {
            return Ok(with_free.max(alone));
        }
        let all = vec![self.seats; self.free.len()];
        Ok(relax(&self.side_by_side(models, &all).programme)?.objective.max(alone))
    }

    fn side_by_side(&self, models: &[Model], seats: &[u32]) -> SideBySide {
        let mut programme = Programme::new();
        let (mut columns, mut taken) = (Vec::new(), BTreeMap::<usize, Vec<_>>::new());
        for (part, model) in models.iter().enumerate() {
            let first = programme.columns().len();
            let rules = model.programme.columns().iter().zip(model.programme.keys());
            let of_part: Vec<_> = rules
                .map(|(rule, &key)| programme.column((part, key), rule.lower, rule.upper, rule.cost, rule.kind))
                .collect();
            for row in model.programme.rows() {
                let terms = row.terms.iter().map(|&(column, coefficient)| (of_part[column.index()], coefficient));
                programme.row(row.name.clone(), row.lower, row.upper, terms);
            }
            for (interval, terms) in model.seats_taken() {
                let terms = terms.into_iter().map(|(column, coefficient)| (of_part[column.index()], coefficient));
                taken.entry(interval).or_default().extend(terms);
            }
            columns.push(first..first + of_part.len());
        }
        for (interval, terms) in taken {
            let name = format!("seats of {} ({})", self.site, self.scenario.calendar.label(interval));
            programme.row(name, f64::NEG_INFINITY, f64::from(seats[interval]), terms);
        }
        SideBySide { programme, columns }
    }

    /// By part and interval: the seats that a relaxation gives it, in whole seats.
    fn seats_in(&self, models: &[Model], joint: &SideBySide, values: &[f64]) -> Vec<Vec<u32>> {
        let of_part = |(model, columns): (&Model, &Range<usize>)| {
            let values = &values[columns.clone()];
            let mut seats = vec![0; self.free.len()];
            for (interval, terms) in model.seats_taken() {
                let people: f64 = terms.iter().map(|&(column, coefficient)| coefficient * values[column.index()]).sum();
                seats[interval] = (people + 1e-6).floor().max(0.0) as u32;
            }
            seats
        };
        models.iter().zip(&joint.columns).map(of_part).collect()
    }

    /// The seats that the answers of other parts leave, less those that are reserved.
    fn left<'b>(&self, answers: &[Option<Answer>], part: usize, reserved: impl Iterator<Item = &'b [u32]>) -> Vec<u32> {
        let others = answers.iter().enumerate().filter(|&(other, _)| other != part).filter_map(|(_, one)| one.as_ref());
        let mut left = self.free.clone();
        let taken = others.map(|answer| taken(self.scenario, &answer.shifts));
        for taken in taken.chain(reserved.map(<[u32]>::to_vec)) {
            left.iter_mut().zip(taken).for_each(|(left, taken)| *left = left.saturating_sub(taken));
        }
        left
    }

    fn answer(&self, part: usize, offered: Vec<u32>) -> Result<Answer, ScheduleError> {
        let part = Part { seats: Some(offered.clone()), ..self.parts[part].clone() };
        let Best { model, people, tours, crews, .. } =
            best_people(self.scenario, self.requirement, &part, &of_a_search(self.limits))?;
        let cost = model.programme.objective(&model.values(&people));
        Ok(Answer { shifts: model.shifts(people.clone()), tours, people, crews, cost, offered })
    }

    /// Solves each part again for which the others leave more seats than it had, where it used all that it had. Returns whether that
    /// helped.
    fn again(&self, answers: &mut Vec<Answer>, watch: &dyn Watch) -> Result<bool, ScheduleError> {
        let mut better = false;
        for part in 0..answers.len() {
            watch.check()?;
            let mut held: Vec<Option<Answer>> = std::mem::take(answers).into_iter().map(Some).collect();
            let left = self.left(&held, part, std::iter::empty());
            if let Some(before) = &mut held[part] {
                let taken = taken(self.scenario, &before.shifts);
                let has_more = |at: usize| left[at] > before.offered[at] && taken[at] == before.offered[at];
                if (0..left.len()).any(has_more) {
                    let after = self.answer(part, left)?;
                    if after.cost < before.cost - WORTH_IT {
                        (*before, better) = (after, true);
                    }
                }
            }
            answers.extend(held.into_iter().flatten());
        }
        Ok(better)
    }

    fn is_enough(&self, answers: &[Answer], bound: f64) -> bool {
        let cost = cost_of(answers);
        cost - bound <= self.limits.relative_gap * cost
    }

    /// Has the solver search the joint programme, and keeps what it finds if that is cheaper; says what it proves, and how it ended.
    fn search(
        &self,
        models: &[Model],
        joint: &SideBySide,
        answers: &mut Vec<Answer>,
    ) -> Result<(f64, String), SolveError> {
        let mut programme = joint.programme.clone();
        programme.start(values(models, answers));
        let solution = match solve(&programme, &of_a_search(self.limits)) {
            Ok(solution) => solution,
            Err(SolveError::NoAnswer { limit }) => return Ok((f64::NEG_INFINITY, Status::Limit(limit).to_string())),
            Err(error) => return Err(error),
        };
        self.keep_if_cheaper(models, joint, &solution.values, answers);
        Ok((solution.bound, solution.status.to_string()))
    }

    /// Takes over the values of the joint programme where they cost less than the answers do.
    fn keep_if_cheaper(&self, models: &[Model], joint: &SideBySide, values: &[f64], answers: &mut Vec<Answer>) {
        let parts = models.iter().zip(&joint.columns).zip(&self.parts);
        let found = parts.map(|((model, columns), part)| self.answer_of(model, part, &values[columns.clone()]));
        let found: Vec<Answer> = found.collect();
        if cost_of(&found) < cost_of(answers) - WORTH_IT {
            *answers = found;
        }
    }

    /// Has the solver search each day on which seats are short, with the shifts of all other days as they stand.
    fn days_anew(
        &self,
        models: &[Model],
        joint: &SideBySide,
        answers: &mut Vec<Answer>,
        bound: f64,
        watch: &dyn Watch,
    ) -> Result<(), ScheduleError> {
        let days = self.parts.iter().flat_map(|part| part.days()).collect::<BTreeSet<_>>();
        let limits = Limits {
            relative_gap: self.limits.relative_gap / (2 * days.len().max(1)) as f64,
            time: self.limits.time.map(|time| time.mul_f64(DAY_SHARE_OF_TIME)),
            ..*self.limits
        };
        for &day in &days {
            if self.is_enough(answers, bound) {
                return Ok(());
            }
            if !self.is_full_on(day, answers) {
                continue;
            }
            watch.check()?;
            let values = values(models, answers);
            let mut programme = joint.programme.clone();
            let reaches: Vec<Range<usize>> = models.iter().map(|model| model.reach_of(day)).collect();
            for (column, &(part, variable)) in joint.programme.keys().iter().enumerate() {
                if !models[part].may_change(variable, day, &reaches[part]) {
                    programme.fix(column, values[column]);
                }
            }
            if self.limits.time.is_none() && !is_small(&programme) {
                continue;
            }
            programme.start(values);
            match solve(&programme, &limits) {
                Ok(solution) => self.keep_if_cheaper(models, joint, &solution.values, answers),
                Err(SolveError::NoAnswer { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Whether all seats are taken at some time of a day.
    fn is_full_on(&self, day: usize, answers: &[Answer]) -> bool {
        let taken = taken(self.scenario, answers.iter().flat_map(|answer| &answer.shifts));
        let mut intervals = self.scenario.calendar.days[day].intervals.clone();
        intervals.any(|interval| taken[interval] > 0 && taken[interval] >= self.free[interval])
    }

    /// A part of an answer to the joint programme, given to people where the group has contracts.
    fn answer_of(&self, model: &Model, part: &Part, values: &[f64]) -> Answer {
        let (mut people, crews) = (model.places_of(values), model.crews(values));
        let mut tours = Vec::new();
        if !self.scenario.group(part.group).contracts.is_empty() {
            let assembled = assemble(self.scenario, part, &people, &crews);
            tours = assembled.tours(part, model);
            people = assembled.people;
        }
        let cost = model.programme.objective(&model.values(&people));
        Answer { shifts: model.shifts(people.clone()), tours, people, crews, cost, offered: Vec::new() }
    }

    /// The answers with their bounds: those of the parts alone, and what all of them together cost more at least, shared out among them
    /// by the distance of each from its own bound. The sum of the bounds holds for the sum of the parts.
    fn solved(&self, answers: Vec<Answer>, bound: f64, status: &str) -> Vec<Solved> {
        let cost = cost_of(&answers);
        let alone: f64 = self.alone.iter().map(|bound| bound.0).sum();
        let share = if cost > alone { ((bound.min(cost) - alone) / (cost - alone)).max(0.0) } else { 0.0 };
        let groups: BTreeMap<GroupId, &str> =
            self.parts.iter().map(|part| (part.group, self.scenario.group(part.group).name.as_str())).collect();
        let groups: Vec<&str> = groups.into_values().collect();
        let status = format!(
            "{status}; {} share the {} seats of {}, and the bound is that of their sum",
            groups.join(", "),
            self.seats,
            self.site
        );
        let answers = answers.into_iter().zip(&self.parts).zip(&self.alone);
        let solved = answers.map(|((answer, part), alone)| {
            let objective = Money(answer.cost);
            let bound = (*alone + (objective - *alone) * share).min(objective);
            let (group, first_day) = (part.group, part.days().start);
            let solution = GroupSolution { group, first_day, objective, bound, status: status.clone() };
            Solved { shifts: answer.shifts, tours: answer.tours, solution }
        });
        solved.collect()
    }
}

/// What answers cost together.
fn cost_of(answers: &[Answer]) -> f64 {
    answers.iter().map(|answer| answer.cost).sum()
}

/// Answers as values of the joint programme.
fn values(models: &[Model], answers: &[Answer]) -> Vec<f64> {
    let each = models.iter().zip(answers);
    each.flat_map(|(model, answer)| model.with_crews(model.values(&answer.people), &answer.crews)).collect()
}
