//! Contacts per CPU second on one thread, all statistics on: the reference models S1 to S5 and every shipped scenario; how the
//! speed falls with agents and with types of contact; what a second thread brings.
//!
//! In the same run stand the first three models as written by hand (`by_hand.rs`). Machines differ and are disturbed; the
//! ratios at the end of the run are what to quote. `cargo bench --bench simulation -- S1` measures what has S1 in its name.

#[allow(dead_code, reason = "the tests read its statistics")]
mod by_hand;
mod cpu_time;
#[path = "../tests/suite/reference_models.rs"]
mod reference_models;
#[path = "../tests/suite/tiny.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod tiny;

use callboard::demand::Demand;
use callboard::scenario::{Replications, Scenario, file};
use callboard::simulation::{Options, simulate};
use callboard::staffing::StaffingLevels;
use callboard::units::Seconds;
use callboard::watch::Unwatched;
use cpu_time::{Clock, CpuTime, Rates};
use criterion::measurement::{Measurement, WallTime};
use criterion::{Criterion, SamplingMode, Throughput};
use reference_models::{large_bank, loads_of_one_day, one_day, one_queue, three_skills};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tiny::{calendar, group, queue, scenario};

/// Contacts that a run of the scenario brings, on average.
fn contacts(scenario: &Scenario, replications: u32) -> u64 {
    let demand = Demand::of(scenario);
    let horizon = scenario.calendar.end().0;
    let all: f64 = (0..scenario.queues.len()).map(|queue| demand.total(queue)).sum();
    (all * (1.0 + scenario.simulation.warm_up.0 / horizon) * f64::from(replications)) as u64
}

/// Where measurements go.
struct Bench<'a, M: Measurement> {
    criterion: &'a mut Criterion<M>,
    clock: Clock,
    rates: &'a Rates,
}

impl<M: Measurement> Bench<'_, M> {
    /// Measures `run`, which is given another seed every time and brings so many contacts.
    fn measure(&mut self, name: &str, contacts: u64, mut run: impl FnMut(u64)) {
        let mut group = self.criterion.benchmark_group("contacts");
        group.sample_size(10).sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(contacts));
        group.measurement_time(Duration::from_secs(3)).warm_up_time(Duration::from_secs(1));
        let mut durations = Vec::new();
        let mut seed = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                seed += 1;
                let begin = self.clock.now();
                run(seed);
                durations.push(self.clock.now().saturating_sub(begin));
            });
        });
        self.rates.keep(name, contacts, self.clock, durations);
    }

    /// Measures so many replications of a scenario on so many threads.
    fn engine(&mut self, name: &str, scenario: &Scenario, replications: u32, threads: usize) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
        let demand = Demand::of(scenario);
        let levels = StaffingLevels::as_given(scenario);
        self.measure(name, contacts(scenario, replications), |seed| {
            let options = Options { seed, replications: Replications::Fixed(replications) };
            pool.install(|| {
                let _ = black_box(simulate(scenario, &demand, &levels, &options, &Unwatched));
            });
        });
    }
}

fn models(bench: &mut Bench<CpuTime>) {
    let mut by_hand = |name: &str, scenario: &Scenario, replications: u32, run: &dyn Fn(u64) -> by_hand::Counts| {
        bench.measure(name, contacts(scenario, replications), |seed| {
            black_box(run(seed));
        });
    };
    let loads = loads_of_one_day();
    by_hand("S1 by hand", &one_queue(), 1, &by_hand::one_queue);
    by_hand("S1 by hand, abandonment decided lazily", &one_queue(), 1, &by_hand::one_queue_lazily);
    by_hand("S2 by hand", &one_day(), 20, &|seed| by_hand::one_day(seed, 20, &loads));
    by_hand("S3 by hand", &three_skills(), 1, &by_hand::three_skills);
    bench.engine("S1 one queue", &one_queue(), 1, 1);
    bench.engine("S2 one day", &one_day(), 20, 1);
    bench.engine("S3 three skills", &three_skills(), 1, 1);
    bench.engine("S5 large bank", &large_bank(), 2, 1);
}

/// The name under which a shipped scenario is measured: one of them is the fourth model.
fn name_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if name == "peak_season" { "S4 peak_season in full".to_owned() } else { name }
}

fn shipped_scenarios(bench: &mut Bench<CpuTime>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).expect("scenarios are shipped");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = name_of(&path);
        let scenario = file::load(&path, &[]).unwrap_or_else(|problems| panic!("{name}: {problems}"));
        bench.engine(&name, &scenario, 4, 1);
    }
}

/// Contacts in each run of a series, so that only the shape of the centre changes.
const CONTACTS_OF_A_RUN: f64 = 300_000.0;
/// Warm-up of the models in series: 24 mean handling times.
const WARM_UP: f64 = 7_200.0;

/// Stationary, with so many contacts a second in all, warm-up included in [`CONTACTS_OF_A_RUN`].
fn stationary(per_s: f64, types: usize, skills: &[Vec<usize>], agents_of_group: u32) -> Scenario {
    let horizon = CONTACTS_OF_A_RUN / per_s - WARM_UP;
    let queues = (0..types).map(|_| queue(per_s / types as f64, 300.0, Some(180.0))).collect();
    let groups = skills.iter().map(|skills| group(skills, agents_of_group, 1)).collect();
    let mut scenario = scenario(calendar(1, horizon), queues, groups);
    scenario.simulation.warm_up = Seconds(WARM_UP);
    scenario
}

/// M/M/n+M like S1, with a load of 95 % on so many agents.
fn of_agents(agents: u32) -> Scenario {
    stationary(0.95 * f64::from(agents) / 300.0, 1, &[vec![0]], agents)
}

/// So many types of contact, with a load of 95 % on 200 agents in as many groups; each has up to four skills.
fn of_types(types: usize) -> Scenario {
    let skills: Vec<Vec<usize>> =
        (0..types).map(|group| (0..types.min(4)).map(|next| (group + next) % types).collect()).collect();
    stationary(0.95 * 200.0 / 300.0, types, &skills, (200 / types) as u32)
}

const AGENTS: [&str; 4] = ["10 agents", "100 agents", "1000 agents", "5000 agents"];
const TYPES: [&str; 4] = ["1 type", "5 types", "20 types", "50 types"];
const THREADS: [&str; 2] = ["S1, 8 replications, 1 thread", "S1, 8 replications, 2 threads"];

fn series(bench: &mut Bench<CpuTime>) {
    for (name, agents) in AGENTS.into_iter().zip([10, 100, 1_000, 5_000]) {
        bench.engine(name, &of_agents(agents), 1, 1);
    }
    for (name, types) in TYPES.into_iter().zip([1, 5, 20, 50]) {
        bench.engine(name, &of_types(types), 1, 1);
    }
}

/// What a second thread brings is a matter of the clock on the wall; it needs a machine with nothing else to do.
fn threads(bench: &mut Bench<WallTime>) {
    for (name, threads) in THREADS.into_iter().zip([1, 2]) {
        bench.engine(name, &one_queue(), 8, threads);
    }
}

fn main() {
    let rates = Rates::default();
    let criterion = &mut Criterion::default().with_measurement(CpuTime).configure_from_args();
    let mut bench = Bench { criterion, clock: Clock::Cpu, rates: &rates };
    models(&mut bench);
    shipped_scenarios(&mut bench);
    series(&mut bench);
    bench.criterion.final_summary();
    let criterion = &mut Criterion::default().configure_from_args();
    threads(&mut Bench { criterion, clock: Clock::Wall, rates: &rates });

    println!(
        "\nMillions of contacts per CPU second, median of the runs (for threads: per second, fastest of the runs)"
    );
    rates.print(
        "S1, the engine and loops by hand",
        &["S1 one queue", "S1 by hand", "S1 by hand, abandonment decided lazily"],
        "S1 by hand",
    );
    rates.print("S2", &["S2 one day", "S2 by hand"], "S2 by hand");
    rates.print("S3", &["S3 three skills", "S3 by hand"], "S3 by hand");
    rates.print("Larger models", &["S4 peak_season in full", "S5 large bank"], "S1 by hand");
    rates.print("Agents, at a load of 95 %", &AGENTS, AGENTS[0]);
    rates.print("Types of contact, on 200 agents", &TYPES, TYPES[0]);
    rates.print("Threads", &THREADS, THREADS[0]);
}
