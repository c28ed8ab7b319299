//! Staffing by simulation against what is known exactly, and against what else one could do.

use callboard::calendar::{Calendar, Grid};
use callboard::demand::Demand;
use callboard::distribution::{Distribution, Law};
use callboard::erlang::System;
use callboard::requirement::{self, Correction, Formula, promise};
use callboard::scenario::{Group, Queue, QueueId, Replications, Scenario, Volume};
use callboard::simulation::{Options, Performance, Verdict, simulate};
use callboard::staffing::StaffingLevels;
use callboard::target::{Over, ServiceLevelDefinition, ServiceLevelTarget, Target};
use callboard::units::{MoneyPerHour, Seconds, Share};
use callboard::watch::Unwatched;

fn exponential(mean: f64) -> Distribution {
    Distribution::new(Law::Exponential, Seconds(mean), None).unwrap()
}

fn answered(share: f64, within: f64) -> Target {
    let definition = ServiceLevelDefinition::default();
    let level = ServiceLevelTarget { share: Share(share), within: Seconds(within), definition };
    Target { service_level: Some(level), ..Target::default() }
}

fn hours(count: f64) -> Calendar {
    Calendar::of_length(jiff::civil::date(2026, 11, 16), Seconds(count * 3600.0), 60, &jiff::tz::TimeZone::UTC)
}

fn group(name: &str, skills: &[usize], wage: f64, intervals: usize) -> Group {
    let skills = skills.iter().map(|&queue| QueueId(queue)).collect();
    Group { headcount: 1000, wage: MoneyPerHour(wage), ..Group::plain(name, skills, vec![0; intervals]) }
}

/// Calls of five minutes with a patience of three, at a constant rate for four hours.
fn one_group(per_hour: f64, target: Target) -> Scenario {
    let queue = Queue {
        patience: Some(exponential(180.0)),
        target,
        ..Queue::plain("calls", Volume::PerHour(per_hour), exponential(300.0))
    };
    Scenario::plain(hours(4.0), vec![queue], vec![group("agents", &[0], 20.0, 4)])
}

#[test]
fn a_steady_queue_gets_the_least_agents_by_erlang_a() {
    // What one agent fewer and what exactly enough give, and by how much both have to miss and keep the promise, so that 95 %
    // intervals of the simulated hours tell them apart: half a width is 1.96 √(p (1 − p) / n) · √2 for answers that depend on each
    // other, of n = contacts of an hour × replications, and the search and the verification each may err by one.
    for (per_hour, share, within) in [(60.0, 0.8, 20.0), (150.0, 0.8, 20.0), (400.0, 0.9, 10.0), (240.0, 0.7, 60.0)] {
        let target = answered(share, within);
        let scenario = one_group(per_hour, target);
        let level = |agents: u32| {
            let system = System {
                contacts_per_s: per_hour / 3600.0,
                handling: Seconds(300.0),
                agents,
                patience: Some(Seconds(180.0)),
                waiting_places: None,
            };
            system.solve().service_level(Seconds(within), ServiceLevelDefinition::default()).0
        };
        let exact = (1..10_000).find(|&agents| level(agents) >= share).unwrap();
        let demand = Demand::of(&scenario);
        let correction = Correction::of(&scenario, &demand);
        let n = per_hour * f64::from(correction.replications);
        let error = 3.0 * 1.96 * (2.0 * share * (1.0 - share) / n).sqrt();
        let found = requirement::requirement(&scenario, &demand, &correction, &Unwatched).unwrap();
        // The first hour fills up from nobody.
        for &agents in &found.needed.agents.row(0)[1..] {
            if level(exact) - share > error && share - level(exact - 1) > error {
                assert_eq!(agents, exact, "{per_hour} calls an hour");
            } else {
                assert!((exact..=exact + 1).contains(&agents), "{agents} against {exact} at {per_hour} calls an hour");
            }
        }
        assert!(found.judged.iter().all(|judged| judged.verdict == Verdict::Kept));
    }
}

#[test]
fn a_promise_over_the_day_costs_no_more_than_one_by_interval() {
    let cost = |over| {
        let mut scenario = one_group(150.0, Target { over: Some(over), ..answered(0.8, 20.0) });
        scenario.queues[0].volume = Volume::Table(vec![60.0, 200.0, 180.0, 90.0]);
        let demand = Demand::of(&scenario);
        let found =
            requirement::requirement(&scenario, &demand, &Correction::of(&scenario, &demand), &Unwatched).unwrap();
        assert!(found.judged.iter().all(|judged| judged.verdict == Verdict::Kept), "{over:?}");
        found.needed.agents.values().iter().sum::<u32>()
    };
    let by_interval = cost(Over::Interval);
    // Four hours are a day and the horizon.
    assert_eq!(cost(Over::Day), cost(Over::Horizon));
    assert!(cost(Over::Horizon) < by_interval);
}

/// Claims and contracts of half an hour, specialists for each and generalists, for two hours.
fn two_skills() -> Scenario {
    let queue = |name: &str, per_hour| Queue {
        patience: Some(exponential(3600.0)),
        target: answered(0.8, 600.0),
        ..Queue::plain(name, Volume::PerHour(per_hour), exponential(1800.0))
    };
    let groups =
        vec![group("claims", &[0], 30.0, 2), group("contracts", &[1], 30.0, 2), group("both", &[0, 1], 33.0, 2)];
    Scenario::plain(hours(2.0), vec![queue("claims", 6.0), queue("contracts", 4.0)], groups)
}

fn seen(scenario: &Scenario, agents: &Grid<u32>, seed: u64, replications: u32) -> Performance {
    let options = Options { seed, replications: Replications::Fixed(replications) };
    let levels = StaffingLevels { agents: agents.clone() };
    simulate(scenario, &Demand::of(scenario), &levels, &options, &Unwatched).unwrap()
}

fn cost(scenario: &Scenario, agents: &Grid<u32>) -> f64 {
    let of =
        |group: usize| callboard::staffing::agent_hours(scenario, agents.row(group)).0 * scenario.groups[group].wage.0;
    (0..agents.rows()).map(of).sum()
}

/// All staffings of two intervals and three groups with up to `most` of each that cost less than a limit but could not have one
/// agent more of the cheapest without costing as much: since more agents do not harm, these are all that need be tried.
fn dearest_below(scenario: &Scenario, limit: f64, most: u32) -> Vec<Grid<u32>> {
    let mut all = Vec::new();
    let count = (most + 1).pow(6);
    for code in 0..count {
        let digit = |place: u32| code / (most + 1).pow(place) % (most + 1);
        let agents = Grid::from_rows((0..3).map(|group| vec![digit(2 * group), digit(2 * group + 1)]).collect());
        let price = cost(scenario, &agents);
        if price < limit && price + 30.0 >= limit {
            all.push(agents);
        }
    }
    all
}

#[test]
fn two_skills_cost_at_most_one_agent_and_interval_more_than_the_best_of_all() {
    let scenario = two_skills();
    let demand = Demand::of(&scenario);
    let found = requirement::requirement(&scenario, &demand, &Correction::of(&scenario, &demand), &Unwatched).unwrap();
    assert!(found.judged.iter().all(|judged| judged.verdict == Verdict::Kept));
    let price = cost(&scenario, &found.needed.agents);
    // More than one agent-interval of the dearest cheaper.
    let promises = promise::promises(&scenario);
    let holds = |agents: &Grid<u32>, replications: u32, misses: &[Verdict]| {
        let performance = seen(&scenario, agents, 77, replications);
        promise::judged(&promises, &performance).iter().all(|judged| !misses.contains(&judged.verdict))
    };
    let mut tried = 0;
    for agents in dearest_below(&scenario, price - 33.0 - 1e-6, 6) {
        tried += 1;
        // Most are shown to fail by few replications already.
        let is_better = holds(&agents, 100, &[Verdict::Missed])
            && holds(&agents, 1_000, &[Verdict::Missed])
            && holds(&agents, 20_000, &[Verdict::Missed, Verdict::Unclear]);
        assert!(!is_better, "{agents:?} costs {} instead of {price}", cost(&scenario, &agents));
    }
    println!("found {price}; none of {tried} cheaper ones holds");
    assert!(tried > 100);
}

#[test]
fn the_shipped_two_skills_cost_at_most_one_agent_and_interval_more_than_the_best_constant_staffing() {
    let path = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/two_skills"));
    let scenario = callboard::scenario::file::load(path, &[]).unwrap();
    let demand = Demand::of(&scenario);
    let found = requirement::requirement(&scenario, &demand, &Correction::of(&scenario, &demand), &Unwatched).unwrap();
    assert!(found.judged.iter().all(|judged| judged.verdict == Verdict::Kept));
    let price = cost(&scenario, &found.needed.agents);
    // The rates are the same all day and the simulation begins warm, so every hour is like every other: what holds over the
    // horizon holds in each of them, and the staffings to be tried are as many as those of one hour.
    let hours = scenario.calendar.intervals.len();
    let constant = |agents: [u32; 3]| Grid::from_rows(agents.iter().map(|&agents| vec![agents; hours]).collect());
    let holds = |agents: &Grid<u32>, replications: u32| {
        let performance = seen(&scenario, agents, 77, replications);
        performance.queues.iter().map(|queue| queue.verdict(&queue.total)).fold(Verdict::Kept, |all, one| match one {
            Verdict::Missed => Verdict::Missed,
            Verdict::Unclear if all == Verdict::Kept => Verdict::Unclear,
            _ => all,
        })
    };
    let most = |group: usize| 0..=scenario.groups[group].headcount;
    let of_two = |claims| most(1).map(move |contracts| (claims, contracts));
    let pairs = most(0).flat_map(of_two);
    let all = pairs.flat_map(|(claims, contracts)| most(2).map(move |both| constant([claims, contracts, both])));
    let mut all: Vec<Grid<u32>> = all.collect();
    all.sort_by(|a, b| cost(&scenario, a).total_cmp(&cost(&scenario, b)));
    // Most are shown to fail by few replications already.
    let place = all.iter().position(|agents| {
        holds(agents, 20) != Verdict::Missed
            && holds(agents, 300) != Verdict::Missed
            && holds(agents, 5_000) == Verdict::Kept
    });
    let place = place.expect("with everybody on duty the promise holds");
    let cheapest = cost(&scenario, &all[place]);
    println!(
        "found {price}; the cheapest constant staffing costs {cheapest}, and the {place} cheaper ones do not hold"
    );
    assert!(place > 50);
    assert!(price <= cheapest + 33.0 + 1e-6, "{price} against {cheapest}");
}

/// The shape of a bank's day: 17 classes in half hours, `peak` agents at work at most; classes by themselves, and some groups with
/// two and three of them. `None` where the data is absent.
fn bank(peak: f64, with_skills: bool) -> Option<Scenario> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/usbank_2003");
    let read = |name: &str| -> Option<Vec<Vec<f64>>> {
        let text = std::fs::read_to_string(format!("{folder}/{name}")).ok()?;
        let row = |line: &str| line.split(',').map(|cell| cell.trim().parse().unwrap()).collect();
        Some(text.lines().filter(|line| !line.trim().is_empty()).map(row).collect())
    };
    let rates = read("lambd_matrix_hourly_17dim.csv")?;
    let (service, abandonment) = (read("mu_hourly_17dim.csv")?.concat(), read("theta_hourly_17dim.csv")?.concat());
    let halves: Vec<Vec<f64>> =
        rates.iter().map(|row| row.chunks(6).map(|six| six.iter().sum::<f64>() / 6.0).collect()).collect();
    let load = |i: usize| -> f64 { halves.iter().zip(&service).map(|(row, mu)| row[i] / mu).sum() };
    let scale = peak / (0..34).map(load).fold(0.0, f64::max);
    let calendar =
        Calendar::of_length(jiff::civil::date(2026, 11, 16), Seconds(17.0 * 3600.0), 30, &jiff::tz::TimeZone::UTC);
    let queues = (0..17)
        .map(|class| {
            let contacts = halves[class].iter().map(|rate| rate * scale / 2.0).collect();
            Queue {
                patience: Some(exponential(3600.0 / abandonment[class])),
                target: answered(0.8, 20.0),
                ..Queue::plain(&format!("class {class}"), Volume::Table(contacts), exponential(3600.0 / service[class]))
            }
        })
        .collect();
    let mut groups: Vec<Group> = (0..17).map(|class| group(&format!("only {class}"), &[class], 20.0, 34)).collect();
    if with_skills {
        let several: [&[usize]; 8] =
            [&[0, 5], &[1, 8], &[2, 10], &[3, 4], &[6, 7, 11], &[9, 12, 13], &[14, 15, 16], &[8, 10, 5]];
        for skills in several {
            // A tenth more for two skills, 15 % for three.
            let wage = 20.0 * (1.0 + 0.05 * skills.len() as f64);
            groups.push(group(&format!("{skills:?}"), skills, wage, 34));
        }
    }
    Some(Scenario { seed: 3, ..Scenario::plain(calendar, queues, groups) })
}

/// As large as the bank; in release it takes some minutes.
#[test]
#[ignore = "minutes in release"]
fn seventeen_classes_cost_less_than_apart_and_less_than_rounded_up() {
    let Some(scenario) = bank(300.0, true) else {
        println!("skipped: no ../shared/data/usbank_2003");
        return;
    };
    let demand = Demand::of(&scenario);
    let correction = Correction::of(&scenario, &demand);
    // Dedicated agents by Erlang A.
    let dedicated = bank(300.0, false).unwrap();
    let apart = Formula::new(&dedicated).agents_by_group(&Demand::of(&dedicated));
    let apart = cost(&dedicated, &apart);
    // The formula, shared out and rounded up, with an agent of the cheapest group more wherever a promise is not shown to hold.
    let mut rounded = Formula::new(&scenario).agents_by_group(&demand);
    let promises = promise::promises(&scenario);
    for round in 0..20 {
        let performance = seen(&scenario, &rounded, 100 + round, correction.replications);
        let failing: Vec<_> = promise::judged(&promises, &performance)
            .into_iter()
            .filter(|judged| !matches!(judged.verdict, Verdict::Kept | Verdict::NoPromise))
            .collect();
        for judged in &failing {
            rounded[(promises[judged.promise].queue.0, judged.period.start)] += 1;
        }
        if failing.is_empty() {
            break;
        }
    }
    let rounded = cost(&scenario, &rounded);
    let found = requirement::requirement(&scenario, &demand, &correction, &Unwatched).unwrap();
    let price = cost(&scenario, &found.needed.agents);
    let kept = found.judged.iter().filter(|judged| judged.verdict == Verdict::Kept).count();
    println!(
        "found {price:.0} in {} simulations, {kept} of {} kept; apart {apart:.0}, rounded {rounded:.0}",
        found.rounds,
        found.judged.len()
    );
    assert!(price < apart && price < rounded, "{price} against {apart} and {rounded}");
}
