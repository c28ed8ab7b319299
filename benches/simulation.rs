//! Contacts per second on one thread, all statistics on: three reference models, every shipped scenario, and in the same
//! run a minimal hand-written loop for the first model, so that ratios can be quoted.

#[path = "../tests/suite/reference_models.rs"]
mod reference_models;
#[path = "../tests/suite/tiny.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod tiny;

use callboard::demand::Demand;
use callboard::scenario::{Replications, Scenario, file};
use callboard::simulation::{Options, simulate};
use callboard::staffing::StaffingLevels;
use callboard::watch::Unwatched;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_distr::Exp1;
use rand_xoshiro::Xoshiro256PlusPlus;
use reference_models::{TEN_DAYS, WARM_UP, one_day, one_queue, three_skills};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::hint::black_box;
use std::path::{Path, PathBuf};

/// Contacts that a run of the scenario brings, on average.
fn contacts(scenario: &Scenario, replications: u32) -> u64 {
    let demand = Demand::of(scenario);
    let horizon = scenario.calendar.end().0;
    let all: f64 = (0..scenario.queues.len()).map(|queue| demand.total(queue)).sum();
    (all * (1.0 + scenario.simulation.warm_up.0 / horizon) * f64::from(replications)) as u64
}

fn measure(criterion: &mut Criterion, name: &str, scenario: &Scenario, replications: u32) {
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread can be had");
    let demand = Demand::of(scenario);
    let levels = StaffingLevels::as_given(scenario);
    let mut group = criterion.benchmark_group("contacts");
    group.sample_size(10).throughput(Throughput::Elements(contacts(scenario, replications)));
    let mut seed = 0;
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            seed += 1;
            let options = Options { seed, replications: Replications::Fixed(replications) };
            one_thread.install(|| black_box(simulate(scenario, &demand, &levels, &options, &Unwatched)))
        });
    });
}

fn models(criterion: &mut Criterion) {
    measure(criterion, "S1 one queue", &one_queue(), 1);
    measure(criterion, "S2 one day", &one_day(), 20);
    measure(criterion, "S3 three skills", &three_skills(), 1);
}

fn shipped_scenarios(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).expect("scenarios are shipped");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let scenario = file::load(&path, &[]).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        measure(criterion, &name, &scenario, 4);
    }
}

/// The first model as one would write it by hand: a heap of service ends, a line, three statistics.
fn by_hand(seed: u64) -> (u64, u64, u64, f64) {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut exponential = |mean: f64| mean * random.sample::<f64, _>(Exp1);
    let mut ends: BinaryHeap<Reverse<u64>> = BinaryHeap::new();
    let mut line: VecDeque<(f64, f64)> = VecDeque::new();
    let (mut answered, mut within, mut abandoned, mut waits) = (0_u64, 0_u64, 0_u64, 0.0);
    let mut arrival = exponential(60.0 / 19.0);
    loop {
        let end = ends.peek().map_or(f64::INFINITY, |end| f64::from_bits(end.0));
        let now = arrival.min(end);
        if now >= TEN_DAYS {
            return (answered, within, abandoned, waits);
        }
        let counts = |since: f64| since >= WARM_UP;
        if arrival <= end {
            if ends.len() < 100 {
                ends.push(Reverse((now + exponential(300.0)).to_bits()));
                answered += u64::from(counts(now));
                within += u64::from(counts(now));
            } else {
                line.push_back((now, now + exponential(180.0)));
            }
            arrival = now + exponential(60.0 / 19.0);
        } else {
            ends.pop();
            while let Some((since, deadline)) = line.pop_front() {
                if deadline < now {
                    abandoned += u64::from(counts(since));
                    continue;
                }
                ends.push(Reverse((now + exponential(300.0)).to_bits()));
                if counts(since) {
                    answered += 1;
                    within += u64::from(now - since <= 20.0);
                    waits += now - since;
                }
                break;
            }
        }
    }
}

fn hand_written_loop(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("contacts");
    group.sample_size(10).throughput(Throughput::Elements(contacts(&one_queue(), 1)));
    let mut seed = 0;
    group.bench_function("S1 by hand", |bencher| {
        bencher.iter(|| {
            seed += 1;
            black_box(by_hand(seed))
        });
    });
}

criterion_group!(benches, models, hand_written_loop, shipped_scenarios);
criterion_main!(benches);
