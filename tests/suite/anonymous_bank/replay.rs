//! The calls of February 1999 once more, through the simulator: is what happens what happened?
//!
//! Each of the twenty full working days (Sunday to Thursday) is replayed from 07:00 to midnight with its own arrivals, handling
//! times and agents; a queue for each kind of calls, a group for each agent with the kinds that the agent takes; first come,
//! first served across queues, and the agent idle longest. Patience is exponential for each kind, its mean the waits of the
//! month over the calls that abandoned (the maximum-likelihood estimate from censored waits). After each call an agent
//! needs what agents were seen to need before the next one that was waiting.
//!
//! Who was on duty nobody wrote down. Two readings of the records stand beside each other:
//!
//! - *between calls*: from call to call, unless more than a quarter of an hour is between. No wait is looked at, so this is a
//!   forecast of the waits. It takes for present who was away for minutes: it must err towards short waits.
//! - *would have answered*: besides, an agent was away between two calls if somebody waited meanwhile for longer than 95 % of the
//!   agents who are there need to begin the next call. This looks at the recorded waits, so it cannot test the forecast of
//!   who is there; it tests what the simulator makes of agents, arrivals and patience.
//!
//! What stays different: 57 % of the customers were priority customers, who overtook others (the records show it, the replay
//! is first come, first served); agents differ in skill from day to day; calls that were answered by nobody with a name
//! (491, most of a few seconds) find an agent here; presence is known to the minute only.

use super::records::{Call, KINDS, calls};
use super::staff::{Reading, by_minute, changeovers, skills, stays};
use super::text;
use crate::tiny::exponential;
use callboard::calendar::{Calendar, Grid};
use callboard::distribution::Distribution;
use callboard::random::{Purpose, stream};
use callboard::scenario::{AgentTakes, ContactGoes, Group, Queue, QueueId, Replications, Scenario, Volume};
use callboard::simulation::{Options, Performance, Recorded, replay};
use callboard::staffing::StaffingLevels;
use callboard::units::Seconds;
use callboard::watch::Unwatched;
use jiff::civil::{Weekday, date};
use jiff::tz::TimeZone;
use rand::RngExt;
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// Hours of the clock that are compared.
const HOURS: std::ops::Range<usize> = 7..24;
const REPLICATIONS: u32 = 20;
/// A quarter of an hour.
const BREAK_S: f64 = 900.0;

/// What happened to the calls of an hour.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    calls: f64,
    wait: f64,
    waited: f64,
    abandoned: f64,
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.calls += other.calls;
        self.wait += other.wait;
        self.waited += other.waited;
        self.abandoned += other.abandoned;
    }
}

/// The measures that are compared, each a ratio to the calls.
const MEASURES: [(&str, fn(&Sums) -> f64); 3] = [
    ("mean wait", |sums| sums.wait / sums.calls),
    ("P(wait > 0)", |sums| sums.waited / sums.calls),
    ("abandonment", |sums| sums.abandoned / sums.calls),
];

/// By hour of the clock, from the first of [`HOURS`].
type Day = Vec<Sums>;

/// What is the same on all days.
struct Month {
    calls: Vec<Call>,
    queues: Vec<Queue>,
    skills: BTreeMap<String, Vec<usize>>,
    changeovers: Vec<f64>,
}

impl Month {
    fn of(text: &str) -> Self {
        let calls = calls(text);
        let mut changeovers = changeovers(&calls);
        // Who took longer was away, and is left out by the second reading.
        changeovers.truncate((0.95 * changeovers.len() as f64) as usize);
        let after_call = Distribution::empirical(changeovers.clone()).unwrap();
        let queue = |(kind, name): (usize, &&str)| {
            let of_kind = || calls.iter().filter(move |call| call.kind == kind);
            let handled: Vec<f64> = of_kind().filter_map(|call| call.handling).collect();
            let waits: f64 = of_kind().map(|call| call.wait).sum();
            let patience = waits / (of_kind().count() - handled.len()) as f64;
            Queue {
                patience: Some(exponential(patience)),
                after_call_work: Some(after_call.clone()),
                ..Queue::plain(name, Volume::PerHour(0.0), Distribution::empirical(handled).unwrap())
            }
        };
        let queues = KINDS.iter().enumerate().map(queue).collect();
        let skills = skills(&calls).into_iter().map(|(agent, kinds)| (agent.to_owned(), kinds)).collect();
        Self { calls, queues, skills, changeovers }
    }

    /// Full working days.
    fn days() -> impl Iterator<Item = usize> {
        let weekday = |day: &usize| date(1999, 2, *day as i8).weekday();
        (1..=28).filter(move |day| !matches!(weekday(day), Weekday::Friday | Weekday::Saturday))
    }

    /// The time within which 95 % of agents begin with a customer who is waiting.
    fn would_answer_within(&self) -> f64 {
        *self.changeovers.last().unwrap()
    }

    fn recorded(&self, day: usize) -> Day {
        let mut sums = vec![Sums::default(); HOURS.len()];
        for call in self.calls.iter().filter(|call| call.day == day && HOURS.contains(&call.hour())) {
            sums[call.hour() - HOURS.start] += Sums {
                calls: 1.0,
                wait: call.wait,
                waited: f64::from(u8::from(call.wait > 0.0)),
                abandoned: f64::from(u8::from(call.handling.is_none())),
            };
        }
        sums
    }

    fn replayed(&self, day: usize, reading: Reading) -> Day {
        let calls: Vec<&Call> = self.calls.iter().filter(|call| call.day == day).collect();
        let skills = self.skills.iter().map(|(agent, kinds)| (agent.as_str(), kinds.clone())).collect();
        let groups = stays(&calls, &skills, reading).into_iter().map(|(agent, stays)| {
            Group::plain(agent, skills[agent].iter().copied().map(QueueId).collect(), by_minute(&stays))
        });
        let calendar = Calendar::of_days(date(1999, 2, day as i8), 1, 1, &TimeZone::UTC);
        let mut scenario = Scenario::plain(calendar, self.queues.clone(), groups.collect());
        scenario.routing.contact_goes = ContactGoes::LongestIdle;
        scenario.routing.agent_takes = AgentTakes::LongestWaiting;
        let of_kind = |kind: usize| {
            let calls = calls.iter().filter(|call| call.kind == kind);
            let recorded = calls.map(|call| Recorded {
                arrival: Seconds(call.arrival),
                wait: Seconds(call.wait),
                handling: call.handling.map(Seconds),
            });
            recorded.collect()
        };
        let records: Vec<Vec<Recorded>> = (0..KINDS.len()).map(of_kind).collect();
        let options = Options { seed: day as u64, replications: Replications::Fixed(REPLICATIONS) };
        let levels = StaffingLevels { agents: Grid::from_rows(scenario.groups.iter().map(|g| g.on_duty.clone()).collect()) };
        by_hour(&replay(&scenario, &levels, &records, &options, &Unwatched).expect("nobody interrupts"))
    }

    fn all_recorded(&self) -> Vec<Day> {
        Self::days().map(|day| self.recorded(day)).collect()
    }

    fn all_replayed(&self, longest_gap: f64, would_answer_within: Option<f64>) -> Vec<Day> {
        Self::days().map(|day| self.replayed(day, Reading { longest_gap, would_answer_within })).collect()
    }
}

/// A replication's sums on average, from the minutes in which the calls came.
fn by_hour(performance: &Performance) -> Day {
    let mut sums = vec![Sums::default(); HOURS.len()];
    for queue in &performance.queues {
        for (minute, measures) in queue.intervals.iter().enumerate().filter(|(minute, _)| HOURS.contains(&(minute / 60))) {
            let count = |mean: Option<f64>| mean.unwrap_or(0.0);
            let calls = count(measures.offered.mean);
            sums[minute / 60 - HOURS.start] += Sums {
                calls,
                wait: calls * count(measures.mean_wait_s.mean),
                waited: calls * count(measures.p_wait.mean),
                abandoned: count(measures.abandoned.mean),
            };
        }
    }
    sums
}

/// The sums of these hours over these days.
fn sum<'a>(days: impl IntoIterator<Item = &'a Day>, hours: std::ops::Range<usize>) -> Sums {
    let mut all = Sums::default();
    for day in days {
        day[hours.start - HOURS.start..hours.end - HOURS.start].iter().for_each(|&sums| all += sums);
    }
    all
}

/// What 95 % of the measures lie between, if days are drawn from the recorded ones with repetition (the percentile bootstrap): how far
/// the recorded measure is a matter of which days it were.
fn interval(days: &[Day], hours: &std::ops::Range<usize>, measure: fn(&Sums) -> f64) -> (f64, f64) {
    const DRAWS: usize = 4000;
    let of_day: Vec<Day> = days.iter().map(|day| vec![sum([day], hours.clone())]).collect();
    let mut numbers = stream(1, 0, Purpose::CommonDayFactor);
    let mut drawn: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let mut all = Sums::default();
            of_day.iter().for_each(|_| all += of_day[numbers.random_range(0..of_day.len())][0]);
            measure(&all)
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    (drawn[DRAWS / 40], drawn[DRAWS - 1 - DRAWS / 40])
}

#[test]
fn replayed_days_are_like_the_recorded_ones_by_hour() {
    let Some(text) = text("calls_february_1999.tsv") else { return };
    let month = Month::of(&text);
    let within = month.would_answer_within();
    println!("would answer within {within} s; changeovers {:?}", month.changeovers.iter().sum::<f64>() / month.changeovers.len() as f64);
    let recorded = month.all_recorded();
    for (gap, w) in [(300.0, None), (900.0, None), (1800.0, None), (900.0, Some(within)), (900.0, Some(8.0)), (900.0, Some(60.0)), (1800.0, Some(within))] {
        let t = std::time::Instant::now();
        let replayed = month.all_replayed(gap, w);
        println!("gap {gap} within {w:?} {:?}", t.elapsed());
        for hour in HOURS.map(|h| h..h + 1).chain([HOURS]) {
            if hour.len() == 1 && (gap != 900.0 || (w.is_some() && w != Some(within))) { continue }
            let (r, s) = (sum(&recorded, hour.clone()), sum(&replayed, hour.clone()));
            print!("{hour:?} {:6} ", r.calls);
            for (_, m) in MEASURES {
                let (a, b) = interval(&recorded, &hour, m);
                print!("| {:6.3} [{a:6.3} {b:6.3}] {:6.3} {}", m(&r), m(&s), if a <= m(&s) && m(&s) <= b { ' ' } else { '*' });
            }
            println!();
        }
    }
}
