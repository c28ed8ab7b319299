//! Why was it not as planned? The days that came beside the days that were planned, and the difference by cause.
//!
//! # The causes
//!
//! | cause | what is changed from the plan to what was recorded |
//! | --- | --- |
//! | [volume](Cause::Volume) | the total of the stretch: all queues and intervals by the same factor |
//! | [mix](Cause::Mix) | how that total is split between queues and over intervals (over days too, in a stretch of several) |
//! | [handling](Cause::Handling) | the mean handling time of each queue |
//! | [shrinkage](Cause::Shrinkage) | who was rostered and absent; only where absences are recorded |
//! | [staffing](Cause::Staffing) | who was on duty otherwise than planned, absences aside; only where agents are recorded |
//! | routing and the rest | what is left: the recorded measure less the simulated one with all of the above as recorded |
//!
//! The rest is honest about what it is: routing otherwise than the scenario has it, together with everything else that is not modelled or
//! not recorded (who stepped away, systems that were down, patience that was another, transfers), and the chance of that day. How much
//! chance alone would do to a single such day stands beside it ([`Explained::chance`]), and what it is on other days ([`usual_rests`]): a scenario
//! that always promises too much is no news of a day.
//!
//! # The parts
//!
//! Volume, mix and rate are the classic parts of a variance (Horngren, Datar & Rajan, *Cost Accounting*, 2015, ch. 14). There, what two of
//! them do together goes to the one that is taken last; here each cause has its Shapley value over all orders ([`shapley`]), so that the
//! parts add up and no order is preferred. Contacts, workload, agents needed, hours and cost are known exactly for each set of causes; service
//! level, wait and abandonment are simulated, once for each set, all on the same random numbers, and each part has its standard error.
//!
//! - contacts: Σ V(q, i), with V = total × share, each of the two as planned or as recorded
//! - workload: Σ V(q) h(q), of all who came, in hours
//! - agents needed: hours of the requirement by formula ([`crate::requirement::formula`]) for V and h
//! - hours on duty: Σ agents × length; absent ones are taken off
//! - cost: hours on duty before absences / (1 − shrinkage) × wage: who is absent is paid
//!
//! # A day that is known
//!
//! The day is explained as the day that it was: factors by which days vary at random are left out on both sides. While the split is as
//! planned, contacts come by chance (a Poisson stream); with the recorded split, as many come in each interval as were counted
//! ([`crate::simulation::simulate_counted`]). So the chance by which contacts bunched on that day is a part of the mix. Where agents are recorded,
//! they were there, and the scenario's absence and lateness no longer apply to them. Contacts that come again or are handed on are
//! taken to be the same share of all as planned.

mod game;
pub mod recorded;
pub mod shapley;

pub use recorded::{Recorded, RecordedQueue, recorded};

use crate::scenario::Scenario;
use crate::simulation::Options;
use crate::staffing::StaffingLevels;
use crate::statistics::{CONFIDENCE, Estimate, Tally, student_quantile};
use crate::watch::{Interrupted, Watch};
use game::{Game, Key, Values};
use jiff::civil::Date;
use shapley::shares;
use std::collections::BTreeMap;

/// Why something was otherwise than planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// More or fewer contacts in all.
    Volume,
    /// Another split between queues and over time.
    Mix,
    /// Handling took longer or shorter.
    Handling,
    /// Rostered people were absent.
    Shrinkage,
    /// Others were on duty than planned.
    Staffing,
}

impl Cause {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 5] = [Self::Volume, Self::Mix, Self::Handling, Self::Shrinkage, Self::Staffing];

    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::Mix => "mix",
            Self::Handling => "handling",
            Self::Shrinkage => "shrinkage",
            Self::Staffing => "staffing",
        }
    }
}

/// What is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// Contacts that came.
    Contacts,
    /// Work that they bring, in hours.
    Workload,
    /// Agents needed, by formula, in hours.
    AgentsNeeded,
    /// Agents on duty, in hours.
    OnDuty,
    /// What agents cost.
    Cost,
    /// Answered in time, of those answered or abandoned where it was recorded; else by the definition of the queue.
    ServiceLevel,
    /// Mean wait of the answered, in seconds.
    Asa,
    /// Abandoned, of those who came.
    Abandonment,
}

impl Quantity {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 8] = [
        Self::ServiceLevel,
        Self::Asa,
        Self::Abandonment,
        Self::Contacts,
        Self::Workload,
        Self::AgentsNeeded,
        Self::OnDuty,
        Self::Cost,
    ];

    /// Its name in results, with its unit.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Workload => "workload_h",
            Self::AgentsNeeded => "agents_needed_h",
            Self::OnDuty => "on_duty_h",
            Self::Cost => "cost",
            Self::ServiceLevel => "service_level",
            Self::Asa => "asa_s",
            Self::Abandonment => "abandonment",
        }
    }

    /// Whether it is simulated, and so has an error.
    pub fn is_simulated(self) -> bool {
        matches!(self, Self::ServiceLevel | Self::Asa | Self::Abandonment)
    }
}

/// Days that are explained together: mostly one; where work waits over night, all.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// The plan over these days and no others.
    pub scenario: Scenario,
    /// Agents planned on duty.
    pub levels: StaffingLevels,
    /// What came.
    pub recorded: Recorded,
}

/// A quantity as planned and as recorded, with what lies between.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Which.
    pub quantity: Quantity,
    /// Of which queue of the scenario; `None`: of all.
    pub queue: Option<usize>,
    /// As planned.
    pub planned: Estimate,
    /// What each cause adds, in the order of [`Variance::causes`].
    pub parts: Vec<Estimate>,
    /// With all that is recorded: planned + parts.
    pub expected: Estimate,
    /// As recorded; `None` where nobody did.
    pub recorded: Option<f64>,
    /// Routing and the rest: recorded − expected. The interval is that of the simulation.
    pub rest: Estimate,
    /// By how much a single such stretch lies above or below what is expected, by chance alone, in 95 % of cases; `None` of what is exact.
    pub chance: Option<f64>,
}

/// A stretch explained.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// Of all queues together first, then queue by queue; each in the order of [`Quantity::ALL`].
    pub explained: Vec<Explained>,
}

/// The variance of some days.
#[derive(Debug, Clone, PartialEq)]
pub struct Variance {
    /// The causes that are told apart: those of which something is recorded.
    pub causes: Vec<Cause>,
    /// By stretch, in order of time.
    pub stretches: Vec<Explanation>,
    /// All of them together, if there are several.
    pub together: Option<Explanation>,
    /// How often each set of causes was simulated.
    pub replications: u32,
    /// Seed of all random numbers.
    pub seed: u64,
    /// What routing and the rest is on other days, where that was asked for ([`usual_rests`]).
    pub usual: Vec<UsualRest>,
}

/// Routing and the rest on other days: what the scenario always leaves out is no news of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UsualRest {
    /// Of which measure.
    pub quantity: Quantity,
    /// Of which queue; `None`: of all.
    pub queue: Option<usize>,
    /// On how many days.
    pub days: u64,
    /// Its mean over these days, with the interval that follows from how they differ.
    pub mean: Estimate,
}

impl Explained {
    /// Whether the rest is more than chance alone would do; `None` where that is not known.
    pub fn is_rest_beyond_chance(&self) -> Option<bool> {
        Some(self.rest.mean?.abs() > self.chance?.hypot(self.rest.half_width.unwrap_or(0.0)))
    }

    /// Recorded − planned.
    pub fn difference(&self) -> Option<f64> {
        Some(self.recorded? - self.planned.mean?)
    }
}

impl Explanation {
    /// A quantity of a queue, or of all.
    pub fn find(&self, quantity: Quantity, queue: Option<usize>) -> Option<&Explained> {
        self.explained.iter().find(|found| found.quantity == quantity && found.queue == queue)
    }
}

impl Variance {
    /// All stretches together, or the only one.
    pub fn whole(&self) -> Option<&Explanation> {
        self.together.as_ref().or(self.stretches.first())
    }

    /// What routing and the rest usually is of a measure.
    pub fn usual(&self, quantity: Quantity, queue: Option<usize>) -> Option<&UsualRest> {
        self.usual.iter().find(|usual| usual.quantity == quantity && usual.queue == queue)
    }

    /// The place of a cause in the parts.
    pub fn place(&self, cause: Cause) -> Option<usize> {
        self.causes.iter().position(|other| *other == cause)
    }
}

/// Explains stretches, which have the same queues and groups. Each set of causes is simulated as often as the options say;
/// where that is "until precise enough", at most 200 times.
pub fn explain(stretches: &[Stretch], options: &Options, watch: &dyn Watch) -> Result<Variance, Interrupted> {
    let games: Vec<Game> = stretches.iter().map(Game::of).collect();
    let causes: Vec<Cause> =
        Cause::ALL.into_iter().filter(|cause| games.iter().any(|game| game.is_active(*cause))).collect();
    let mut variance = Variance {
        causes,
        stretches: Vec::new(),
        together: None,
        replications: game::replications(options),
        seed: options.seed,
        usual: Vec::new(),
    };
    let mut all: Option<Values> = None;
    let total: u64 = games.iter().map(|game| game.sets(&variance.causes)).sum();
    let mut done = 0;
    for game in &games {
        let values = game.values(&variance.causes, options, (&mut done, total), watch)?;
        variance.stretches.push(explanation((game.first(), game.last()), &values));
        match &mut all {
            Some(all) => all.add(&values),
            None => all = Some(values),
        }
    }
    if let (Some(first), Some(last), Some(all)) = (games.first(), games.last(), all)
        && games.len() > 1
    {
        variance.together = Some(explanation((first.first(), last.last()), &all));
    }
    Ok(variance)
}

/// Routing and the rest of other stretches, such as the same weekdays of the weeks before: recorded measures less those simulated with all
/// that was recorded then. Their plans play no part.
pub fn usual_rests(stretches: &[Stretch], options: &Options, watch: &dyn Watch) -> Result<Vec<UsualRest>, Interrupted> {
    let mut tallies: BTreeMap<(Option<usize>, Quantity), Tally> = BTreeMap::new();
    for (done, stretch) in stretches.iter().enumerate() {
        watch.progress("days before", done as u64, stretches.len() as u64);
        for ((quantity, queue), rest) in Game::of(stretch).rests(options, watch)? {
            tallies.entry((queue, quantity)).or_default().add(rest);
        }
    }
    let usual = tallies.into_iter().map(|((queue, quantity), tally)| UsualRest {
        quantity,
        queue,
        days: tally.count(),
        mean: tally.estimate(),
    });
    Ok(usual.collect())
}

fn explanation((first, last): (Date, Date), values: &Values) -> Explanation {
    let explained = values.keys.iter().zip(&values.games).zip(&values.recorded);
    let explained = explained.map(|((key, game), recorded)| explained_of(*key, game, *recorded));
    Explanation { first, last, explained: explained.collect() }
}

fn explained_of((quantity, queue): Key, game: &[shapley::Value], recorded: Option<(f64, f64)>) -> Explained {
    let mut shares = shares(game);
    if quantity.is_simulated() && game.first().is_some_and(|value| value.len() < 2) {
        // A single replication says nothing about its error.
        let bare = |estimate: Estimate| Estimate { half_width: None, ..estimate };
        shares.parts.iter_mut().for_each(|part| *part = bare(*part));
        (shares.without, shares.with_all, shares.deviation) = (bare(shares.without), bare(shares.with_all), None);
    }
    let recorded = recorded.map(|(numerator, denominator)| numerator / denominator).filter(|value| value.is_finite());
    let rest = recorded.map_or(Estimate::none(), |value| shares.with_all.scaled(-1.0).shifted(value));
    let degrees = game.first().map_or(0, Vec::len).saturating_sub(1) as u64;
    let quantile = student_quantile(f64::midpoint(1.0, CONFIDENCE), degrees);
    let chance = shares.deviation.filter(|_| quantity.is_simulated()).map(|deviation| deviation * quantile);
    Explained {
        quantity,
        queue,
        planned: shares.without,
        parts: shares.parts,
        expected: shares.with_all,
        recorded,
        rest,
        chance: chance.filter(|chance| chance.is_finite()),
    }
}

/// A variance for the tests of reports: 9 % more contacts and 20 s more of handling took 7 and 4 points from a service level of 82 %.
#[cfg(test)]
pub(crate) fn variance_of_test(recorded: Option<f64>, chance: f64) -> Variance {
    let row = |quantity: Quantity, planned: f64, parts: [f64; 2], recorded: Option<f64>| {
        let expected = planned + parts[0] + parts[1];
        Explained {
            quantity,
            queue: None,
            planned: Estimate::exact(planned),
            parts: parts.map(|part| Estimate::new(part, 0.001)).to_vec(),
            expected: Estimate::exact(expected),
            recorded,
            rest: recorded.map_or(Estimate::none(), |recorded| Estimate::new(recorded - expected, 0.002)),
            chance: quantity.is_simulated().then_some(chance),
        }
    };
    let day = jiff::civil::date(2026, 11, 24);
    let explained = vec![
        row(Quantity::ServiceLevel, 0.82, [-0.07, -0.04], recorded),
        row(Quantity::Contacts, 1000.0, [90.0, 0.0], Some(1090.0)),
        // 20 s of 1,045 contacts, the mean of planned and recorded.
        row(Quantity::Workload, 60.0, [5.4, 20.0 * 1045.0 / 3600.0], None),
    ];
    Variance {
        causes: vec![Cause::Volume, Cause::Handling],
        stretches: vec![Explanation { first: day, last: day, explained }],
        together: None,
        replications: 100,
        seed: 1,
        usual: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
