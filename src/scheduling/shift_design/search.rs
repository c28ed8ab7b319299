//! The search for a design: sets of shifts by slope scaling, small programmes with those, and at last the whole one.

use super::programme::DesignProgramme;
use super::{Design, Shift, ShiftDesign, UsedShift};
use crate::milp::{Limits, SolveError, relax, solve};
use crate::watch::Watch;
use std::collections::BTreeSet;
use std::time::Duration;

/// Linear programmes of one slope scaling: the set of shifts rarely changes after as many.
const SLOPES: usize = 8;

/// Scalings without anything better after which the whole programme is solved.
const SCALINGS_IN_VAIN: usize = 3;

/// Nodes of a programme with few shifts, without a limit in time.
const NODES_OF_FEW_SHIFTS: u64 = 100;

/// Nodes of the whole programme, without a limit in time.
const NODES_OF_ALL_SHIFTS: u64 = 2_000;

/// Share of the time left that one programme with few shifts may take.
const SHARE_OF_TIME: f64 = 0.15;

/// The best design within a time, if one is given; otherwise within a limited amount of work, so that the answer is the same on
/// every machine.
///
/// `time_left` is asked before every programme. When it is used up, or when nobody wants the work any more, the answer is the
/// best so far: there is one from the beginning (nobody works).
pub fn design(
    design: &ShiftDesign,
    time_left: &dyn Fn() -> Option<Duration>,
    watch: &dyn Watch,
) -> Result<Design, SolveError> {
    let all = design.shifts();
    let mut search = Search { design, time_left, best: Vec::new(), cost: design.cost(&[]).objective, bound: 0.0 };
    if search.is_over(watch) {
        return Ok(search.answer());
    }
    let whole = DesignProgramme::new(design, &all);
    let mut in_vain = 0;
    for scaling in 0.. {
        watch.progress("design shifts", scaling, 0);
        let Some(sets) = search.slope_scaling(&all, scaling, watch)? else { return Ok(search.answer()) };
        if scaling == 0 {
            search.bound = design.rounded_up(relax(&whole.programme)?.objective);
        }
        let before = search.cost;
        search.solve_with(&sets)?;
        in_vain = if search.cost < before { 0 } else { in_vain + 1 };
        if search.is_over(watch) {
            return Ok(search.answer());
        }
        if in_vain >= SCALINGS_IN_VAIN {
            break;
        }
    }
    search.solve_whole(whole)?;
    Ok(search.answer())
}

struct Search<'a> {
    design: &'a ShiftDesign,
    time_left: &'a dyn Fn() -> Option<Duration>,
    best: Vec<UsedShift>,
    cost: f64,
    bound: f64,
}

impl Search<'_> {
    /// Whether nothing better is possible or wanted, or the time is used up.
    fn is_over(&self, watch: &dyn Watch) -> bool {
        self.cost <= self.bound || watch.is_cancelled() || (self.time_left)().is_some_and(|left| left.is_zero())
    }

    fn answer(self) -> Design {
        let cost = self.design.cost(&self.best);
        Design { shifts: self.best, cost, bound: self.bound.min(cost.objective) }
    }

    fn take_if_better(&mut self, worked: Vec<UsedShift>) {
        let cost = self.design.cost(&worked).objective;
        if cost < self.cost {
            (self.best, self.cost) = (worked, cost);
        }
    }

    /// Shifts that some people work in linear programmes in which each shift costs its price over the people who worked it in
    /// the one before. The first prices differ from scaling to scaling. `None` where the time is used up.
    fn slope_scaling(&self, all: &[Shift], scaling: u64, watch: &dyn Watch) -> Result<Option<Vec<Shift>>, SolveError> {
        let design = self.design;
        let most = |&shift: &Shift| {
            let days = (0..design.days).flat_map(|day| design.span(shift, day));
            f64::from(days.map(|slot| design.demand[slot]).max().unwrap_or(0).max(1))
        };
        let mut prices: Vec<f64> = all
            .iter()
            .enumerate()
            .map(|(index, shift)| design.shift_weight / most(shift) * varied(index as u64, scaling))
            .collect();
        let mut pool: BTreeSet<Shift> = self.best.iter().map(|used| used.shift).collect();
        for slope in 0..SLOPES {
            if watch.is_cancelled() || (self.time_left)().is_some_and(|left| left.is_zero()) {
                return Ok(None);
            }
            let programme = DesignProgramme::by_price(design, all, &prices);
            let people = programme.most_people(&relax(&programme.programme)?.values);
            let worked: Vec<Shift> =
                all.iter().zip(&people).filter(|(_, people)| **people > 1e-6).map(|(&shift, _)| shift).collect();
            // The first sets are large and the last small; the programme with all but the largest is still small.
            if slope > 0 || worked.len() <= 30 {
                pool.extend(worked);
            }
            let least = 0.6_f64.powf(slope as f64).max(0.02);
            let next: Vec<f64> = people.iter().map(|people| design.shift_weight / (people + least)).collect();
            let same = next.iter().zip(&prices).all(|(next, price)| (next - price).abs() <= 1e-9 * price.abs());
            prices = next;
            if same {
                break;
            }
        }
        Ok(Some(pool.into_iter().collect()))
    }

    fn solve_with(&mut self, shifts: &[Shift]) -> Result<(), SolveError> {
        let mut few = DesignProgramme::new(self.design, shifts);
        few.programme.start(few.values(&self.best));
        let time = (self.time_left)().map(|left| left.mul_f64(SHARE_OF_TIME).max(Duration::from_millis(50)));
        let nodes = time.is_none().then_some(NODES_OF_FEW_SHIFTS);
        match solve(&few.programme, &Limits { nodes, time, ..Limits::NONE }) {
            Ok(solution) => self.take_if_better(few.shifts_worked(&solution.values)),
            // The best so far is an answer of this programme, too: nothing is lost.
            Err(SolveError::NoAnswer { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn solve_whole(&mut self, mut whole: DesignProgramme) -> Result<(), SolveError> {
        whole.programme.start(whole.values(&self.best));
        let time = (self.time_left)();
        let nodes = time.is_none().then_some(NODES_OF_ALL_SHIFTS);
        match solve(&whole.programme, &Limits { nodes, time, ..Limits::NONE }) {
            Ok(solution) => {
                self.bound = self.bound.max(self.design.rounded_up(solution.bound));
                self.take_if_better(whole.shifts_worked(&solution.values));
            }
            Err(SolveError::NoAnswer { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// A factor from ½ to 1½ for a shift, another in each scaling, 1 in the first: multiples of irrational numbers, without their
/// whole parts, lie evenly and without order.
fn varied(index: u64, scaling: u64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    if scaling == 0 {
        return 1.0;
    }
    let step = (GOLDEN + std::f64::consts::SQRT_2 * scaling as f64).fract();
    0.5 + (step * (index + 1) as f64 * (1.0 + GOLDEN * (index % 7) as f64)).fract()
}
