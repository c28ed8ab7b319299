//! Time to a 1 % gap: the schedule of the first week of each shipped scenario that has shifts, and the plan of each that has
//! one.
//!
//! Beside each plan stand those for changed values, begun from it (`replan`): another yearly budget, another growth of wages, another
//! price of missing hours. And three years of six groups with six options before the same queues, to a gap of 0.5 %, which is the size that a
//! plan may have.
//!
//! The requirement that is scheduled is the formula's, so that only the solver is measured. Beside it, in the same run,
//! stands the time to simulate the scenario once: quote the ratio, not the seconds.

#[path = "../tests/suite/planning/given.rs"]
#[expect(dead_code, reason = "the tests of the planner use the rest")]
mod given;
mod week_of_shifts;

use callboard::demand::Demand;
use callboard::milp::Limits;
use callboard::planning::{self, Goal, Need, Quest, Replanned, Served, replan};
use callboard::requirement::Formula;
use callboard::requirement::prices::priced;
use callboard::scenario::{PlanAssumptions, Replications, Scenario, file};
use callboard::scheduling;
use callboard::simulation::{self, Options};
use callboard::staffing::StaffingLevels;
use callboard::units::{Money, MoneyPerHour};
use callboard::watch::Unwatched;
use criterion::{Criterion, criterion_group};
use std::hint::black_box;
use std::path::Path;

const ONE_PER_CENT: Limits = Limits { relative_gap: 0.01, nodes: Some(1_000), iterations: None, time: None };

fn shipped(overrides: &[String]) -> Vec<(String, Scenario)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).expect("scenarios are shipped").flatten().map(|entry| entry.path()).collect();
    names.sort();
    names
        .into_iter()
        .map(|path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let scenario = file::load(&path, overrides).unwrap_or_else(|problems| panic!("{name}: {problems}"));
            (name, scenario)
        })
        .collect()
}

fn schedule(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("schedule to a gap of 1 %");
    group.sample_size(10);
    let week = ["horizon.days=7".to_owned()];
    for (name, scenario) in shipped(&week).into_iter().filter(|(_, scenario)| !scenario.shift_types.is_empty()) {
        let demand = Demand::of(&scenario);
        let needed = priced(&scenario, &demand, Formula::new(&scenario).agents_by_group(&demand));
        group.bench_function(&name, |bencher| {
            bencher.iter(|| black_box(scheduling::schedule(&scenario, &needed, &ONE_PER_CENT, &Unwatched)));
        });
        let options = Options { seed: 1, replications: Replications::Fixed(1) };
        let levels = StaffingLevels::as_given(&scenario);
        group.bench_function(format!("{name}, one simulation beside it"), |bencher| {
            bencher.iter(|| black_box(simulation::simulate(&scenario, &demand, &levels, &options, &Unwatched)));
        });
    }
}

fn plan(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan to a gap of 1 %");
    group.sample_size(10);
    for (name, scenario) in shipped(&[]).into_iter().filter(|(_, scenario)| scenario.plan.is_some()) {
        let demand = Demand::of(&scenario);
        group.bench_function(&name, |bencher| {
            bencher.iter(|| {
                let formula = Formula::new(&scenario);
                let required = |reaching: &Demand| -> Vec<Need> {
                    let hours = formula.hours_by_group(reaching).into_iter();
                    hours.map(|(hours, busy)| Need { hours, busy }).collect()
                };
                let service = |reaching: &Demand, ratio: &[f64]| -> Vec<Served> {
                    let served = formula.served(reaching, ratio).into_iter();
                    served.map(|(service_level, abandonment)| Served { service_level, abandonment }).collect()
                };
                let (goal, limits) = (Goal::Cost, &ONE_PER_CENT);
                let quest = Quest { required: &required, service: &service, goal, limits };
                black_box(planning::plan(&scenario, &demand, &quest, &[], &Unwatched))
            });
        });
    }
}

/// The best plan by the formula, to the gap of a goal-seek.
fn planned(scenario: &Scenario, before: Option<&Replanned>) -> Replanned {
    let formula = Formula::new(scenario);
    let required = |reaching: &Demand| -> Vec<Need> {
        let hours = formula.hours_by_group(reaching).into_iter();
        hours.map(|(hours, busy)| Need { hours, busy }).collect()
    };
    let service = |reaching: &Demand, ratio: &[f64]| -> Vec<Served> {
        let served = formula.served(reaching, ratio).into_iter();
        served.map(|(service_level, abandonment)| Served { service_level, abandonment }).collect()
    };
    let limits = Limits { relative_gap: 1e-5, ..Limits::default() };
    let quest = Quest { required: &required, service: &service, goal: Goal::Cost, limits: &limits };
    let assumptions = scenario.plan.as_ref().expect("only scenarios with a plan are planned");
    replan(scenario, assumptions, &Demand::of(scenario), &quest, before, &Unwatched)
        .unwrap_or_else(|error| panic!("{}: {error}", scenario.name))
}

fn what_if(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replan");
    group.sample_size(10);
    for (name, scenario) in shipped(&[]).into_iter().filter(|(_, scenario)| scenario.plan.is_some()) {
        let before = planned(&scenario, None);
        let cash = before.found.plan.cash();
        group.bench_function(format!("{name}, from nothing"), |bencher| {
            bencher.iter(|| black_box(planned(&scenario, None)));
        });
        let mut changed = |what: &str, change: &dyn Fn(&mut PlanAssumptions)| {
            let mut scenario = scenario.clone();
            scenario.plan.iter_mut().for_each(change);
            group.bench_function(format!("{name}, {what}"), |bencher| {
                bencher.iter(|| black_box(planned(&scenario, Some(&before))));
            });
        };
        changed("another budget", &|plan| {
            plan.budget.per_year = Some(Money(0.95 * cash.0 * 12.0 / f64::from(plan.months)));
        });
        changed("another growth of wages", &|plan| plan.wage_growth_per_year += 0.02);
        changed("another price of missing hours", &|plan| {
            plan.prices.shortage_per_hour = MoneyPerHour(1.5 * plan.prices.shortage_per_hour.0);
        });
    }
}

fn large_plan(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan of 36 months to a gap of 0.5 %");
    group.sample_size(10);
    let scenario = given::large(36, 6, 6);
    let limits = Limits { relative_gap: 0.005, nodes: Some(1_000), iterations: None, time: None };
    let plan = || given::seek(&scenario, &given::with_square_root, &limits, &Unwatched);
    let gap = plan().map_or(f64::NAN, |found| found.plan.gap());
    println!("36 months, 6 groups, 6 options: gap {:.2} %", 100.0 * gap);
    group.bench_function("6 groups, 6 options, and the same without them", |bencher| {
        bencher.iter(|| black_box(plan()));
    });
}

criterion_group!(benches, schedule, plan, what_if, large_plan);

fn main() {
    // `cargo bench --bench optimisation -- week` measures the week alone.
    if !std::env::args().any(|word| word == "week") {
        benches();
        Criterion::default().configure_from_args().final_summary();
    }
    week_of_shifts::time_to_gap();
}
