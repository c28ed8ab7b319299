use super::*;
use crate::calendar::{Calendar, Grid};
use crate::demand::Demand;
use crate::distribution::{Distribution, Law};
use crate::scenario::{Queue, QueueId, Replications, Volume};
use crate::simulation::simulate;
use crate::statistics::{Tally, normal_quantile};
use crate::target::{ServiceLevelDefinition, ServiceLevelTarget};
use crate::units::{Seconds, Share};
use crate::watch::Unwatched;
use jiff::civil::date;
use jiff::tz::TimeZone;

/// Two queues of calls with 60 and 30 an hour, of three minutes each, and a team of six for both, over eight hours of a day.
fn plan() -> Scenario {
    let calendar = Calendar::of_length(date(2026, 11, 24), Seconds(8.0 * 3600.0), 30, &TimeZone::UTC);
    let queue = |name: &str, per_hour: f64| {
        let handling = Distribution::new(Law::Exponential, Seconds(180.0), None).unwrap();
        let patience = Distribution::new(Law::Exponential, Seconds(120.0), None).unwrap();
        let definition = ServiceLevelDefinition::AnsweredOfOffered;
        let level = ServiceLevelTarget { share: Share(0.8), within: Seconds(20.0), definition };
        let mut queue = Queue::plain(name, Volume::PerHour(per_hour), handling);
        queue.patience = Some(patience);
        queue.target.service_level = Some(level);
        queue
    };
    let intervals = calendar.intervals.len();
    let team = crate::scenario::Group::plain("team", vec![QueueId(0), QueueId(1)], vec![6; intervals]);
    Scenario::plain(calendar, vec![queue("sales", 60.0), queue("orders", 30.0)], vec![team])
}

/// What was recorded if exactly what was planned came.
fn as_planned(plan: &Scenario) -> Recorded {
    let contacts = Demand::of(plan).expected;
    let queue = |row: usize| {
        let offered = contacts.row(row).iter().sum();
        RecordedQueue { offered, handling_s: 180.0 * offered, handled: offered, ..Default::default() }
    };
    Recorded {
        queues: (0..contacts.rows()).map(queue).collect(),
        contacts,
        on_duty: plan.groups.iter().map(|group| Some(group.on_duty.clone())).collect(),
        absent: vec![None; plan.groups.len()],
        within: Seconds(20.0),
    }
}

fn stretch(scenario: Scenario, recorded: Recorded) -> Stretch {
    Stretch { levels: StaffingLevels::as_given(&scenario), scenario, recorded }
}

fn explained(stretches: &[Stretch], replications: u32) -> Variance {
    explain(stretches, &Options { seed: 5, replications: Replications::Fixed(replications) }, &Unwatched).unwrap()
}

fn part(variance: &Variance, of: &Explanation, quantity: Quantity, queue: Option<usize>, cause: Cause) -> f64 {
    let found = of.find(quantity, queue).unwrap();
    found.parts[variance.place(cause).unwrap()].mean.unwrap()
}

fn close(found: f64, known: f64) {
    assert!((found - known).abs() <= 1e-9 * known.abs().max(1.0), "{found} is not {known}");
}

#[test]
fn a_tenth_more_of_everything_is_volume() {
    let plan = plan();
    let mut recorded = as_planned(&plan);
    recorded.contacts =
        Grid::from_rows((0..2).map(|row| recorded.contacts.row(row).iter().map(|n| n * 1.1).collect()).collect());
    let variance = explained(&[stretch(plan, recorded)], 2);
    let whole = variance.whole().unwrap();
    close(part(&variance, whole, Quantity::Contacts, None, Cause::Volume), 72.0);
    close(part(&variance, whole, Quantity::Contacts, None, Cause::Mix), 0.0);
    // 720 contacts of 180 s are 36 hours.
    close(part(&variance, whole, Quantity::Workload, None, Cause::Volume), 3.6);
    close(part(&variance, whole, Quantity::Workload, None, Cause::Handling), 0.0);
    close(part(&variance, whole, Quantity::Workload, None, Cause::Mix), 0.0);
    for cause in [Cause::Handling, Cause::Staffing] {
        assert_eq!(part(&variance, whole, Quantity::ServiceLevel, None, cause), 0.0, "{cause:?} changes nothing");
    }
}

#[test]
fn what_moves_from_one_queue_to_another_is_mix() {
    let plan = plan();
    let mut recorded = as_planned(&plan);
    recorded.contacts = Grid::from_rows(vec![vec![25.0; 16], vec![20.0; 16]]);
    let variance = explained(&[stretch(plan, recorded)], 2);
    let whole = variance.whole().unwrap();
    close(part(&variance, whole, Quantity::Contacts, None, Cause::Volume), 0.0);
    close(part(&variance, whole, Quantity::Contacts, Some(0), Cause::Mix), -80.0);
    close(part(&variance, whole, Quantity::Contacts, Some(1), Cause::Mix), 80.0);
    assert_eq!(whole.find(Quantity::Contacts, Some(1)).unwrap().recorded, Some(320.0));
}

#[test]
fn longer_calls_are_handling_and_what_volume_and_handling_do_together_is_halved() {
    let plan = plan();
    let mut recorded = as_planned(&plan);
    recorded.queues.iter_mut().for_each(|queue| queue.handling_s *= 200.0 / 180.0);
    let variance = explained(&[stretch(plan.clone(), recorded.clone())], 2);
    let whole = variance.whole().unwrap();
    close(part(&variance, whole, Quantity::Workload, None, Cause::Handling), 4.0);
    close(part(&variance, whole, Quantity::Workload, None, Cause::Volume), 0.0);
    recorded.contacts =
        Grid::from_rows((0..2).map(|row| recorded.contacts.row(row).iter().map(|n| n * 1.5).collect()).collect());
    let variance = explained(&[stretch(plan, recorded)], 2);
    let whole = variance.whole().unwrap();
    // 36 h × 1.5 × 10/9 = 60 h: 18 by volume alone, 4 by handling alone, 2 by both.
    close(part(&variance, whole, Quantity::Workload, None, Cause::Volume), 19.0);
    close(part(&variance, whole, Quantity::Workload, None, Cause::Handling), 5.0);
}

#[test]
fn the_absent_are_shrinkage_and_are_paid_the_missing_are_staffing_and_are_not() {
    let plan = plan();
    let mut recorded = as_planned(&plan);
    recorded.on_duty = vec![Some(vec![3; 16])];
    recorded.absent = vec![Some(vec![1; 16])];
    let variance = explained(&[stretch(plan, recorded)], 2);
    let whole = variance.whole().unwrap();
    close(part(&variance, whole, Quantity::OnDuty, None, Cause::Shrinkage), -8.0);
    close(part(&variance, whole, Quantity::OnDuty, None, Cause::Staffing), -16.0);
    close(part(&variance, whole, Quantity::Cost, None, Cause::Shrinkage), 0.0);
    close(part(&variance, whole, Quantity::Cost, None, Cause::Staffing), -320.0);
    assert_eq!(whole.find(Quantity::OnDuty, None).unwrap().recorded, Some(24.0));
}

#[test]
fn causes_of_which_nothing_is_recorded_are_not_told_apart() {
    let plan = plan();
    let mut recorded = as_planned(&plan);
    recorded.on_duty = vec![None];
    recorded.queues.iter_mut().for_each(|queue| (queue.handled, queue.handling_s) = (0.0, 0.0));
    let variance = explained(&[stretch(plan, recorded)], 2);
    assert_eq!(variance.causes, [Cause::Volume, Cause::Mix]);
    let whole = variance.whole().unwrap();
    assert_eq!(whole.find(Quantity::OnDuty, None).unwrap().recorded, None);
    assert_eq!(whole.find(Quantity::ServiceLevel, None).unwrap().recorded, None);
}

#[test]
fn a_day_without_contacts_is_explained_too() {
    let plan = plan();
    let mut recorded = as_planned(&plan);
    recorded.contacts = Grid::filled(2, 16, 0.0);
    recorded.queues = vec![RecordedQueue::default(); 2];
    let variance = explained(&[stretch(plan, recorded)], 3);
    let whole = variance.whole().unwrap();
    close(part(&variance, whole, Quantity::Contacts, None, Cause::Volume), -720.0);
    assert_eq!(whole.find(Quantity::ServiceLevel, None).unwrap().expected, Estimate::none());
}

/// A day of the true world, recorded: one replication of its simulation.
fn recorded_day(truth: &Scenario, seed: u64) -> Recorded {
    let options = Options { seed, replications: Replications::Fixed(1) };
    let levels = StaffingLevels::as_given(truth);
    let day = simulate(truth, &Demand::of(truth), &levels, &options, &Unwatched).unwrap();
    let queue = |queue: &crate::simulation::QueuePerformance| {
        let mean = |estimate: Estimate| estimate.mean.unwrap_or(0.0);
        let total = &queue.total;
        let (answered, abandoned) = (mean(total.answered), mean(total.abandoned));
        RecordedQueue {
            offered: mean(total.offered),
            answered: Some(answered),
            abandoned: Some(abandoned),
            waited_s: Some(mean(total.asa_s) * answered),
            in_time: Some(mean(total.service_level) * (answered + abandoned)),
            handling_s: mean(total.handling_time_s) * answered,
            handled: answered,
            outside: 0.0,
        }
    };
    let row = |queue: &crate::simulation::QueuePerformance| {
        queue.intervals.iter().map(|interval| interval.offered.mean.unwrap()).collect()
    };
    Recorded {
        contacts: Grid::from_rows(day.queues.iter().map(row).collect()),
        queues: day.queues.iter().map(queue).collect(),
        on_duty: truth.groups.iter().map(|group| Some(group.on_duty.clone())).collect(),
        absent: vec![None; truth.groups.len()],
        within: Seconds(20.0),
    }
}

/// Days of a true world against the plan: by quantity, the mean part of each cause and of the rest over the days, with its standard error.
fn over_days(truth: &Scenario, days: u64, replications: u32) -> (Variance, Vec<(String, Tally)>) {
    let stretches: Vec<Stretch> = (0..days).map(|seed| stretch(plan(), recorded_day(truth, 1000 + seed))).collect();
    let variance = explained(&stretches, replications);
    let mut tallies: Vec<(String, Tally)> = Vec::new();
    for quantity in [Quantity::ServiceLevel, Quantity::Abandonment] {
        let mut by_name: Vec<Tally> = vec![Tally::new(); variance.causes.len() + 1];
        for day in &variance.stretches {
            let found = day.find(quantity, None).unwrap();
            let rest = found.rest.mean.unwrap();
            for (tally, value) in
                by_name.iter_mut().zip(found.parts.iter().map(|part| part.mean.unwrap()).chain([rest]))
            {
                tally.add(value);
            }
            let sum: f64 = found.parts.iter().map(|part| part.mean.unwrap()).sum();
            close(found.planned.mean.unwrap() + sum + rest, found.recorded.unwrap());
        }
        let names = variance.causes.iter().map(|cause| cause.name()).chain(["rest"]);
        tallies.extend(names.zip(by_name).map(|(name, tally)| (format!("{} {name}", quantity.name()), tally)));
    }
    (variance, tallies)
}

/// Tests in a thousand that fail by chance, all of those of a test together.
const FALSE_ALARM: f64 = 1e-3;

#[test]
fn days_that_are_as_planned_but_for_chance_have_no_cause_on_average() {
    let (variance, tallies) = over_days(&plan(), 40, 20);
    let bound = -normal_quantile(FALSE_ALARM / 2.0 / tallies.len() as f64);
    for (name, tally) in &tallies {
        // What the random numbers of the explanation have in common from day to day comes on top.
        let shared = variance.stretches[0].explained[0].planned.half_width.unwrap() / 1.96;
        let error = tally.standard_error().unwrap().hypot(shared);
        assert!(tally.mean().unwrap().abs() <= bound * error, "{name}: {:?} ± {error}", tally.mean());
    }
}

#[test]
fn days_with_an_agent_less_owe_it_to_staffing() {
    let mut truth = plan();
    truth.groups[0].on_duty = vec![5; 16];
    let (variance, tallies) = over_days(&truth, 40, 20);
    let of = |name: &str| tallies.iter().find(|(other, _)| other == name).unwrap().1;
    let performance = |scenario: &Scenario| {
        let options = Options { seed: 77, replications: Replications::Fixed(2_000) };
        let levels = StaffingLevels::as_given(scenario);
        simulate(scenario, &Demand::of(scenario), &levels, &options, &Unwatched).unwrap().total.service_level
    };
    let (planned, came) = (performance(&plan()), performance(&truth));
    let known = came.mean.unwrap() - planned.mean.unwrap();
    assert!(known < -0.05, "an agent less is felt: {known}");
    let shared = variance.stretches[0].explained[0].planned.half_width.unwrap() / 1.96;
    let bound = -normal_quantile(FALSE_ALARM / 2.0 / tallies.len() as f64);
    for (name, truth) in [("staffing", known), ("volume", 0.0), ("mix", 0.0), ("handling", 0.0), ("rest", 0.0)] {
        let tally = of(&format!("service_level {name}"));
        let error = tally.standard_error().unwrap().hypot(shared);
        let found = tally.mean().unwrap();
        assert!((found - truth).abs() <= bound * error, "{name}: {found} ± {error} is not {truth}");
    }
    let whole = variance.whole().unwrap().find(Quantity::ServiceLevel, None).unwrap();
    assert!(whole.parts[variance.place(Cause::Staffing).unwrap()].upper().unwrap() < 0.0);
}

#[test]
fn the_rest_of_a_day_is_beyond_chance_as_rarely_as_it_says() {
    let runs = 60;
    let stretches: Vec<Stretch> = (0..runs)
        .map(|seed| {
            let mut recorded = recorded_day(&plan(), 3000 + seed);
            // Fewer causes are fewer simulations, and whoever was on duty was so as planned.
            recorded.on_duty = vec![None];
            recorded.queues.iter_mut().for_each(|queue| queue.handled = 0.0);
            stretch(plan(), recorded)
        })
        .collect();
    let variance = explained(&stretches, 60);
    let beyond = |day: &Explanation| day.find(Quantity::ServiceLevel, None).unwrap().is_rest_beyond_chance().unwrap();
    let within = variance.stretches.iter().filter(|day| !beyond(day)).count() as u64;
    assert!(crate::statistics::coverage_bounds(runs, 0.95, FALSE_ALARM).contains(&within), "{within} of {runs}");
}

#[test]
fn what_a_scenario_always_leaves_out_is_told_from_the_news_of_a_day() {
    // The plan believes in handling of 180 s, and so do its records; but a tenth of the answers are missing that the systems lost.
    let days: Vec<Stretch> = (0..30).map(|seed| stretch(plan(), recorded_day(&plan(), 5000 + seed))).collect();
    let lost = |day: &Stretch| {
        let mut day = day.clone();
        for queue in &mut day.recorded.queues {
            queue.in_time = queue.in_time.map(|in_time| 0.9 * in_time);
        }
        day
    };
    let options = Options { seed: 5, replications: Replications::Fixed(40) };
    let usual = |days: &[Stretch]| {
        let found = usual_rests(days, &options, &Unwatched).unwrap();
        *found.iter().find(|found| found.quantity == Quantity::ServiceLevel && found.queue.is_none()).unwrap()
    };
    let plain = usual(&days);
    let worse = usual(&days.iter().map(lost).collect::<Vec<_>>());
    assert_eq!(plain.days, 30);
    // The same rests as those of whole explanations.
    let explained = explained(&days[..1], 40);
    let rest = explained.stretches[0].find(Quantity::ServiceLevel, None).unwrap().rest.mean.unwrap();
    close(usual(&days[..1]).mean.mean.unwrap(), rest);
    let recorded: f64 = days
        .iter()
        .map(|day| {
            let sum = |value: fn(&RecordedQueue) -> f64| day.recorded.queues.iter().map(value).sum::<f64>();
            sum(|queue| queue.in_time.unwrap()) / sum(|queue| queue.answered.unwrap() + queue.abandoned.unwrap())
        })
        .sum::<f64>()
        / 30.0;
    close(plain.mean.mean.unwrap() - worse.mean.mean.unwrap(), 0.1 * recorded);
}
