//! The day itself: what is known by now, what it means for the rest of the day, and the cheapest moves.
//!
//! ```text
//! actual volumes, handling ──► reforecast, handling ──► demand of the rest ──► need
//!                                                             │                  │ what is missing, fast
//! schedule, absences ──► duty: who is where ──────────────────┤                  ▼
//!                                                             │     moves ──► search ──► check
//!                                                             ▼                  ▲
//!                                      simulation of the day from its begin ─────┘ what a move really does
//! ```
//!
//! [`intraday`] is that picture as code. Everything is about one day ([`day`]), from its midnight to its end. The day is simulated from its
//! begin with the contacts that came, so that those who wait now are there, and judged from now on.

mod busyness;
pub mod check;
pub mod day;
pub mod duty;
pub mod effect;
pub mod handling;
pub mod lacking;
pub mod limits;
pub mod moves;
pub mod need;
pub mod reforecast;
pub mod search;

pub use day::Today;
pub use duty::{Duty, Plan};
pub use effect::{Effect, Shortfall};
pub use handling::HandlingOutlook;
pub use lacking::Lacking;
pub use moves::{Candidate, Change};
pub use need::Need;
pub use reforecast::{Factor, Outlook, QueueOutlook};
pub use search::{Found, Numbers, Taken};

use crate::calendar::Grid;
use crate::demand::Demand;
use crate::random::fresh_seed;
use crate::scenario::today::{Absence, Actuals, GivenShift, Now};
use crate::scenario::{Replications, Scenario};
use crate::scheduling::Finding;
use crate::simulation::{Measure, Performance, Verdict};
use crate::target::Target;
use crate::units::Money;
use crate::watch::{Interrupted, Watch};
use effect::effects;

/// What is known on the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The present.
    pub now: Now,
    /// What came until now.
    pub actuals: Actuals,
    /// Who is planned; `None`: as many as the scenario says.
    pub shifts: Option<Vec<GivenShift>>,
    /// Who is absent.
    pub absences: Vec<Absence>,
}

/// What the steps of the search share.
pub(crate) struct Asking<'a> {
    whole: &'a Scenario,
    today: &'a Today,
    need: &'a Need,
    outlook: &'a Outlook,
    came: &'a [Option<Vec<u32>>],
    open: &'a [bool],
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Intraday {
    /// The day.
    pub today: Today,
    /// What the volumes tell.
    pub outlook: Outlook,
    /// What the handling times tell, by queue; `None` where none are known.
    pub handling: Vec<Option<HandlingOutlook>>,
    /// The demand of the day, as it is expected now.
    pub demand: Demand,
    /// What it needs.
    pub need: Need,
    /// Who was planned, with the absent taken out.
    pub before: Plan,
    /// People at work in each group and interval without moves.
    pub people_before: Grid<u32>,
    /// People at work with them.
    pub people_after: Grid<u32>,
    /// The moves, and what happens with and without.
    pub found: Found,
    /// What all moves change together, by queue.
    pub together: Vec<Effect>,
    /// What stays below its promise with all moves, by queue.
    pub short: Vec<Vec<Shortfall>>,
    /// What it would take where a promise is missed with all moves, by queue.
    pub lacking: Vec<Option<Lacking>>,
    /// Agents missing with all moves, by queue and interval, by the fast measure; 0 where nothing can be changed any more.
    pub missing: Grid<f64>,
    /// What the checker found: empty for sound moves.
    pub findings: Vec<Finding>,
    /// Absences of people who are not planned then.
    pub unknown_absences: u32,
    /// Whether a schedule was given; without one, only groups can help each other.
    pub has_schedule: bool,
    /// Rows of actuals after the present, and of other days, that were passed over.
    pub passed_over: (usize, usize),
}

/// Purposes of fresh seeds.
const SEED_OF_SEARCH: u64 = 2_000;
const SEED_OF_CONFIRMATION: u64 = 2_001;
const SEED_OF_BANDS: u64 = 2_002;
/// Replications of the search where the scenario says "until precise enough".
const REPLICATIONS: u32 = 200;

/// Re-forecasts the rest of the day, finds the cheapest moves, checks and confirms them.
pub fn intraday(whole: &Scenario, known: &Known, watch: &dyn Watch) -> Result<Intraday, Interrupted> {
    let today = Today::of(whole, known.now);
    let came = &known.actuals.came;
    let outlook = reforecast::reforecast(
        &today.scenario,
        &today.planned,
        today.known,
        came,
        fresh_seed(whole.seed, SEED_OF_BANDS),
    );
    let (mut before, has_schedule) = match &known.shifts {
        Some(shifts) => (Plan::of_shifts(whole, &today, shifts), true),
        None => (Plan::of_levels(whole, &today), false),
    };
    let unknown_absences = before.without(whole, &today, &known.absences);
    let scenario = &today.scenario;
    let open: Vec<bool> = (0..today.intervals())
        .map(|interval| {
            scenario.queues.iter().any(|queue| queue.opening_hours.open_intervals(&scenario.calendar)[interval])
        })
        .collect();
    let search_replications = match whole.simulation.replications {
        Replications::Fixed(count) => count,
        Replications::Auto { .. } => REPLICATIONS,
    };
    let numbers = Numbers {
        search: (fresh_seed(whole.seed, SEED_OF_SEARCH), search_replications.max(2)),
        shown: (fresh_seed(whole.seed, SEED_OF_CONFIRMATION), search_replications.max(2).saturating_mul(2)),
    };
    // Handling as planned first: what the plan would have measured is what actual means are compared with.
    let mut need = Need::of(scenario, &today.planned);
    let mut demand = today.planned.clone();
    let asking = Asking { whole, today: &today, need: &need, outlook: &outlook, came, open: &open };
    let handling = handling_outlooks(&asking, &known.actuals, &before, numbers.search, watch)?;
    for (queue, outlook) in handling.iter().enumerate() {
        if let Some(outlook) = outlook {
            demand.handling_factor[queue] *= handling::of_handling_alone(&scenario.queues[queue], outlook.factor);
        }
    }
    // The simulation multiplies the plan by factors; the formula takes what is expected now.
    let expected = Demand { expected: outlook.mean.clone(), ..demand.clone() };
    need = Need::of(scenario, &expected);
    let asking = Asking { whole, today: &today, need: &need, outlook: &outlook, came, open: &open };
    let found = search::search(&asking, &demand, &before, &numbers, watch)?;
    let together = effects(&asking, &found.nothing, &found.all);
    let (people_before, people_after) = (before.people(whole, &today), found.plan.people(whole, &today));
    let short = found.all.queues.iter().map(|queue| shortfalls(&queue.target, &queue.total)).collect();
    let missing = missing(&today, &need, &people_after, &found.plan.agents_per_person);
    let missed: Vec<bool> = together.iter().map(|effect| effect.after == Verdict::Missed).collect();
    let lacking = lacking::lacking(&asking, &demand, &found.plan, &missed, numbers.search, watch)?;
    let findings = check::check(whole, &today, &before, &found.plan);
    Ok(Intraday {
        outlook,
        handling,
        demand: expected,
        need,
        people_before,
        people_after,
        together,
        short,
        lacking,
        missing,
        findings,
        unknown_absences,
        has_schedule,
        passed_over: (known.actuals.later, known.actuals.other_days),
        before,
        found,
        today,
    })
}

/// What actual handling times tell, compared with what a simulation of the plan measures over the same time.
fn handling_outlooks(
    asking: &Asking<'_>,
    actuals: &Actuals,
    plan: &Plan,
    numbers: (u64, u32),
    watch: &dyn Watch,
) -> Result<Vec<Option<HandlingOutlook>>, Interrupted> {
    if actuals.handling.iter().all(Option::is_none) {
        return Ok(vec![None; actuals.handling.len()]);
    }
    let performance = effect::simulate(asking, &asking.today.planned, plan, numbers, watch)?;
    let outlooks = actuals.handling.iter().enumerate().map(|(queue, seen)| {
        let seen = (*seen)?;
        let (mut work, mut answered) = (0.0, 0.0);
        for interval in &performance.queues[queue].intervals[..asking.today.known] {
            let count = interval.answered.mean.unwrap_or(0.0);
            work += count * interval.handling_time_s.mean.unwrap_or(0.0);
            answered += count;
        }
        let given = &asking.today.scenario.queues[queue];
        let planned = if answered > 0.0 { work / answered } else { given.mean_work(1.0).0 };
        Some(handling::outlook(given, seen, planned, asking.whole.intraday.handling_cv))
    });
    Ok(outlooks.collect())
}

/// Promised measures that are not shown to be kept.
fn shortfalls(target: &Target, measures: &crate::simulation::QueueMeasures) -> Vec<Shortfall> {
    let mut short = Vec::new();
    let mut add = |measure: Measure, promised: Option<f64>, more_is_better: bool| {
        let (Some(promised), Some(found)) = (promised, measures.get(measure)) else { return };
        let kept = if more_is_better {
            found.lower().is_some_and(|lower| lower >= promised)
        } else {
            found.upper().is_some_and(|upper| upper <= promised)
        };
        if !kept && found.mean.is_some() {
            short.push(Shortfall { measure, promised, found });
        }
    };
    add(Measure::ServiceLevel, target.service_level.map(|level| level.share.0), true);
    add(Measure::Asa, target.max_asa.map(|asa| asa.0), false);
    add(Measure::Abandonment, target.max_abandonment.map(|share| share.0), false);
    add(Measure::PWait, target.max_p_wait.map(|share| share.0), false);
    add(Measure::Occupancy, target.max_occupancy.map(|share| share.0), false);
    short
}

fn missing(today: &Today, need: &Need, people: &Grid<u32>, per_person: &[f64]) -> Grid<f64> {
    let mut missing = Grid::filled(today.scenario.queues.len(), today.intervals(), 0.0);
    for interval in today.open_from..today.intervals() {
        let on_duty: Vec<f64> = per_person
            .iter()
            .enumerate()
            .map(|(group, agents)| f64::from(people[(group, interval)]) * agents)
            .collect();
        for (queue, agents) in need.missing_by_queue(interval, &on_duty).into_iter().enumerate() {
            missing[(queue, interval)] = agents;
        }
    }
    missing
}

impl Intraday {
    /// What all moves cost together; below 0 for what they save.
    pub fn cost(&self) -> Money {
        self.found.taken.iter().map(|taken| taken.candidate.cost).sum()
    }

    /// Whether every promise is shown to be kept for the rest of the day with all moves.
    pub fn is_kept(&self) -> bool {
        self.short.iter().all(Vec::is_empty)
    }

    /// What happens with all moves.
    pub fn with_all(&self) -> &Performance {
        &self.found.all
    }
}

#[cfg(test)]
mod tests;
