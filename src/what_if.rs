//! What if? Scenarios side by side, on the same random numbers, so that small differences show.
//!
//! Every variant is simulated with the baseline's seed, as often as the baseline. Streams are named (see [`crate::random`]), so
//! that both meet the same customers wherever the variants do not differ, and what chance does to the one it does to the other as well. The
//! difference of a measure is then known much better than the measure itself.
//!
//! # The interval of a difference
//!
//! A measure is a ratio of means R = ā / b̄ over replications. On each side, a replication's part in the error of R is, in first
//! order, dᵢ = (aᵢ − R bᵢ) / b̄ (linearisation, as for a single ratio: Cochran, *Sampling Techniques*, 1977, § 6.3). The parts of
//! both sides are paired by replication, as their random numbers are the same, and the error of the difference has the variance
//! Σ (dᵢ′ − dᵢ)² / (n − 1) / n, with Student's quantile for n − 1 degrees of freedom: the paired-t interval of Law & Kelton
//! (*Simulation Modeling and Analysis*, 2000, § 10.2) for ratios. A replication that says nothing about a
//! measure on one side (0 of 0) has no part in that side's error; n − 1 is then that of the side with fewer.
//!
//! Independent runs would give the sum of both sides' variances instead; how many times larger that is stands beside each
//! difference as [`Difference::variance_ratio`].

use crate::demand::Demand;
use crate::scenario::{Replications, Scenario};
use crate::simulation::{self, Measure, MeasureKey, Options, Performance, Replicate, Subject};
use crate::staffing::StaffingLevels;
use crate::statistics::{CONFIDENCE, Estimate, student_quantile};
use crate::watch::{Interrupted, Watch};
use std::collections::{BTreeMap, BTreeSet};

/// Differences below this part of what they are between come from the order of additions, and count as 0.
const ROUNDING: f64 = 1e-9;

/// A scenario to be compared, and what it is called beside the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name; no two of a comparison have the same.
    pub name: String,
    /// What is given.
    pub scenario: Scenario,
}

/// A variant and what happens in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// What is given.
    pub scenario: Scenario,
    /// What happens with the staffing that it gives.
    pub performance: Performance,
}

/// Scenarios compared.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// Seed of all random numbers, in all variants.
    pub seed: u64,
    /// How often each variant was simulated.
    pub replications: u32,
    /// What the others are compared with.
    pub baseline: Outcome,
    /// The others, each with its differences.
    pub variants: Vec<Comparison>,
    /// Headline differences of all variants that chance has a part in: so many chances there are to take chance for an effect.
    pub chances: usize,
}

/// A variant compared with the baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The variant and what happens in it.
    pub outcome: Outcome,
    /// Differences of everything that has the same name on both sides: the total, then queues, groups, bots and trunks in the
    /// order of the baseline.
    pub subjects: Vec<Compared>,
    /// What the variant does not have.
    pub only_in_baseline: Vec<About>,
    /// What the baseline does not have.
    pub only_in_variant: Vec<About>,
}

/// The measures of a queue, a group, a bot, a trunk or everything, on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Of what.
    pub about: About,
    /// All measures over the horizon that follow from counts.
    pub differences: Vec<Difference>,
}

/// What a measure is about, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    /// What it is.
    pub kind: Kind,
    /// Its name in the scenario; empty for everything together.
    pub name: String,
}

/// Kinds of things that have measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Everything together.
    Total,
    /// A queue.
    Queue,
    /// A group.
    Group,
    /// A bot.
    Bot,
    /// A trunk.
    Trunk,
}

impl Kind {
    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Queue => "queue",
            Self::Group => "group",
            Self::Bot => "bot",
            Self::Trunk => "trunk",
        }
    }

    /// The measures that a manager looks at first.
    pub fn headline(self) -> &'static [Measure] {
        match self {
            Self::Total => &[
                Measure::ServiceLevel,
                Measure::Abandonment,
                Measure::Asa,
                Measure::Occupancy,
                Measure::Cost,
                Measure::CostPerContact,
                Measure::LostValue,
                Measure::Satisfaction,
                Measure::Fcr,
            ],
            Self::Queue => &[
                Measure::ServiceLevel,
                Measure::Abandonment,
                Measure::Asa,
                Measure::Cost,
                Measure::LostValue,
                Measure::Satisfaction,
                Measure::Fcr,
            ],
            Self::Group => &[Measure::Occupancy, Measure::Cost],
            Self::Bot | Self::Trunk => &[],
        }
    }
}

/// A measure on both sides, and its difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Which measure.
    pub measure: Measure,
    /// Its value in the baseline.
    pub baseline: Estimate,
    /// Its value in the variant.
    pub variant: Estimate,
    /// Variant − baseline with its 95 % interval on common random numbers; 0 ± 0 where each replication is the same.
    pub difference: Estimate,
    /// The half-width that as many independent replications of each would have given, with the same quantile.
    pub independent_half_width: Option<f64>,
    /// Variance of the difference between independent runs / variance on common random numbers. `None` where the latter is 0.
    pub variance_ratio: Option<f64>,
    /// Degrees of freedom of the interval.
    pub degrees: u64,
    /// Whether the interval excludes 0; `None` without an interval. With no effect at all, one in twenty is real by chance.
    pub is_real: Option<bool>,
    /// Of headline measures: whether it is real among all headline differences of all variants taken together (Bonferroni: its interval
    /// misses with 5 % / [`chances`](WhatIf::chances)), so that with no effect at all, at most one comparison in twenty has any.
    pub is_real_among_all: Option<bool>,
}

impl Difference {
    /// Whether it is the same in each replication, and there is no difference.
    pub fn is_same(&self) -> bool {
        self.difference == Estimate::exact(0.0)
    }

    /// Whether there is anything to tell: a value that is not 0 on both sides.
    pub fn says_something(&self) -> bool {
        self.difference.mean.is_some()
            && !(self.baseline == Estimate::exact(0.0) && self.variant == Estimate::exact(0.0))
    }
}

/// Why nothing was compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhatIfError {
    /// It was stopped from outside.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// There is only one scenario.
    #[error("there is nothing to compare {0} with")]
    Alone(String),
    /// Two have the same name.
    #[error("two of the scenarios are called {0:?}; each needs a name of its own")]
    SameName(String),
    /// Two do not cover the same time.
    #[error(
        "{variant} covers {of_variant}, {baseline} {of_baseline}: contacts, costs and waits of different times cannot be compared; \
         give both the same [horizon]"
    )]
    Horizons {
        /// The baseline.
        baseline: String,
        /// Its horizon in words.
        of_baseline: String,
        /// The variant.
        variant: String,
        /// Its horizon in words.
        of_variant: String,
    },
    /// Two count in different currencies.
    #[error("{variant} counts in {of_variant}, {baseline} in {of_baseline}; give both the same currency")]
    Currencies {
        /// The baseline.
        baseline: String,
        /// Its currency.
        of_baseline: String,
        /// The variant.
        variant: String,
        /// Its currency.
        of_variant: String,
    },
}

/// Simulates each variant and the baseline with the baseline's seed, as often as the baseline says or, where it says "until
/// precise enough", as often as the baseline needed, and compares them.
pub fn compare(baseline: Variant, variants: Vec<Variant>, watch: &dyn Watch) -> Result<WhatIf, WhatIfError> {
    check(&baseline, &variants)?;
    let mut options = Options::of(&baseline.scenario);
    let baseline = outcome(baseline, &options, watch)?;
    options.replications = Replications::Fixed(baseline.performance.replications);
    let mut compared = Vec::with_capacity(variants.len());
    for variant in variants {
        compared.push(comparison(&baseline, outcome(variant, &options, watch)?));
    }
    let mut what_if = WhatIf {
        seed: options.seed,
        replications: baseline.performance.replications,
        baseline,
        variants: compared,
        chances: 0,
    };
    take_together(&mut what_if);
    Ok(what_if)
}

fn check(baseline: &Variant, variants: &[Variant]) -> Result<(), WhatIfError> {
    if variants.is_empty() {
        return Err(WhatIfError::Alone(baseline.name.clone()));
    }
    let mut names = BTreeSet::from([&baseline.name]);
    if let Some(twice) = variants.iter().find(|variant| !names.insert(&variant.name)) {
        return Err(WhatIfError::SameName(twice.name.clone()));
    }
    for variant in variants {
        let (one, other) = (&baseline.scenario, &variant.scenario);
        if one.calendar != other.calendar {
            return Err(WhatIfError::Horizons {
                baseline: baseline.name.clone(),
                of_baseline: horizon(one),
                variant: variant.name.clone(),
                of_variant: horizon(other),
            });
        }
        if one.currency != other.currency {
            return Err(WhatIfError::Currencies {
                baseline: baseline.name.clone(),
                of_baseline: one.currency.clone(),
                variant: variant.name.clone(),
                of_variant: other.currency.clone(),
            });
        }
    }
    Ok(())
}

fn horizon(scenario: &Scenario) -> String {
    let calendar = &scenario.calendar;
    let first = calendar.days.first().map_or_else(String::new, |day| format!(" from {}", day.date));
    format!(
        "{} hours{first} in intervals of {} minutes ({})",
        calendar.end().hours().0,
        calendar.interval_minutes,
        calendar.time_zone
    )
}

/// Tells the progress of a simulation under the name of what is simulated.
struct Named<'a> {
    watch: &'a dyn Watch,
    name: &'a str,
}

impl Watch for Named<'_> {
    fn progress(&self, stage: &str, done: u64, total: u64) {
        self.watch.progress(&format!("{stage} {}", self.name), done, total);
    }

    fn is_cancelled(&self) -> bool {
        self.watch.is_cancelled()
    }
}

fn outcome(variant: Variant, options: &Options, watch: &dyn Watch) -> Result<Outcome, Interrupted> {
    let Variant { name, scenario } = variant;
    let (demand, levels) = (Demand::of(&scenario), StaffingLevels::as_given(&scenario));
    let watch = Named { watch, name: &name };
    let performance = simulation::simulate(&scenario, &demand, &levels, options, &watch)?;
    Ok(Outcome { name, scenario, performance })
}

fn comparison(baseline: &Outcome, outcome: Outcome) -> Comparison {
    let (one, other) = (subjects(&baseline.scenario), subjects(&outcome.scenario));
    let missing = |in_one: &[(About, Subject)], from: &[(About, Subject)]| {
        let is_missing = |about: &About| !from.iter().any(|(other, _)| other == about);
        in_one.iter().map(|(about, _)| about).filter(|about| is_missing(about)).cloned().collect()
    };
    Comparison {
        subjects: differences((&baseline.scenario, &baseline.performance), (&outcome.scenario, &outcome.performance)),
        only_in_baseline: missing(&one, &other),
        only_in_variant: missing(&other, &one),
        outcome,
    }
}

/// The differences of everything that has the same name in two scenarios, between performances with the same number of
/// replications. They are paired as if both had the same random numbers; where they have not, the intervals are those of
/// independent runs.
pub fn differences(baseline: (&Scenario, &Performance), variant: (&Scenario, &Performance)) -> Vec<Compared> {
    let of_variant: BTreeMap<About, Subject> = subjects(variant.0).into_iter().collect();
    let (one, other) = (Side::of(baseline.1), Side::of(variant.1));
    let matched = subjects(baseline.0)
        .into_iter()
        .filter_map(|(about, subject)| Some((of_variant.get(&about).copied()?, about, subject)));
    matched
        .map(|(of_variant, about, of_baseline)| {
            let measures = baseline.1.keys.iter().filter(|key| key.subject == of_baseline).map(|key| key.measure);
            let differences =
                measures.filter_map(|measure| difference(measure, (&one, of_baseline), (&other, of_variant)));
            Compared { differences: differences.collect(), about }
        })
        .collect()
}

/// Everything that has measures, the total first.
fn subjects(scenario: &Scenario) -> Vec<(About, Subject)> {
    let mut subjects = vec![(About { kind: Kind::Total, name: String::new() }, Subject::Total)];
    let mut add =
        |kind: Kind, subject: Subject, name: &str| subjects.push((About { kind, name: name.to_owned() }, subject));
    for (index, queue) in scenario.queues.iter().enumerate() {
        add(Kind::Queue, Subject::Queue(index), &queue.name);
    }
    for (index, group) in scenario.groups.iter().enumerate() {
        add(Kind::Group, Subject::Group(index), &group.name);
    }
    for (index, bot) in scenario.bots.iter().enumerate() {
        add(Kind::Bot, Subject::Bot(index), &bot.name);
    }
    for (index, trunk) in scenario.trunks.iter().enumerate() {
        add(Kind::Trunk, Subject::Trunk(index), &trunk.name);
    }
    subjects
}

/// A performance with the places of its measures in its replicates.
struct Side<'a> {
    performance: &'a Performance,
    places: BTreeMap<MeasureKey, usize>,
}

impl<'a> Side<'a> {
    fn of(performance: &'a Performance) -> Self {
        let places = performance.keys.iter().enumerate().map(|(place, &key)| (key, place)).collect();
        Self { performance, places }
    }

    fn estimate(&self, subject: Subject, measure: Measure) -> Option<Estimate> {
        let performance = self.performance;
        match subject {
            Subject::Queue(queue) => performance.queues.get(queue)?.total.get(measure),
            Subject::Group(group) => performance.groups.get(group)?.total.get(measure),
            Subject::Bot(bot) => performance.bots.get(bot)?.total.get(measure),
            Subject::Trunk(trunk) => performance.trunks.get(trunk)?.total.get(measure),
            Subject::Total => performance.total.get(measure),
        }
    }

    fn parts(&self, subject: Subject, measure: Measure) -> Option<Parts> {
        let place = *self.places.get(&MeasureKey { subject, measure })?;
        Some(Parts::of(&self.performance.replicates, place))
    }
}

/// The part of each replication in the error of a ratio of means, in first order; they add up to 0.
struct Parts {
    /// (aᵢ − R bᵢ) / Σb; 0 where a replication says nothing.
    parts: Vec<f64>,
    /// How many replications say something.
    count: usize,
}

impl Parts {
    fn of(replicates: &[Replicate], place: usize) -> Self {
        let pairs = || replicates.iter().map(|replicate| replicate.measures[place]);
        let (numerator, denominator) = pairs().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        let ratio = numerator / denominator;
        Self {
            parts: pairs().map(|(numerator, of)| (numerator - ratio * of) / denominator).collect(),
            count: pairs().filter(|&pair| pair != (0.0, 0.0)).count(),
        }
    }

    /// Variance of the ratio.
    fn variance(&self) -> Option<f64> {
        variance(self.parts.iter().copied(), self.count)
    }
}

/// n / (n − 1) · Σ pᵢ²: with pᵢ = dᵢ / n, this is Σ dᵢ² / (n − 1) / n.
fn variance(parts: impl Iterator<Item = f64>, count: usize) -> Option<f64> {
    let sum: f64 = parts.map(|part| part * part).sum();
    let variance = sum * count as f64 / count.checked_sub(1).filter(|&degrees| degrees > 0)? as f64;
    variance.is_finite().then_some(variance)
}

fn difference(measure: Measure, baseline: (&Side, Subject), variant: (&Side, Subject)) -> Option<Difference> {
    let (one, other) = (baseline.0.estimate(baseline.1, measure)?, variant.0.estimate(variant.1, measure)?);
    let nothing = Difference {
        measure,
        baseline: one,
        variant: other,
        difference: Estimate::none(),
        independent_half_width: None,
        variance_ratio: None,
        degrees: 0,
        is_real: None,
        is_real_among_all: None,
    };
    let (Some(from), Some(to)) = (one.mean, other.mean) else { return Some(nothing) };
    let (parts, of_variant) = (baseline.0.parts(baseline.1, measure)?, variant.0.parts(variant.1, measure)?);
    let magnitude = from.abs().max(to.abs());
    let settled = |value: f64| if value.abs() <= ROUNDING * magnitude { 0.0 } else { value };
    let paired = parts.parts.iter().zip(&of_variant.parts).map(|(one, other)| other - one);
    let error = variance(paired, parts.count.max(of_variant.count)).map(|variance| settled(variance.sqrt()));
    let independent = parts.variance().zip(of_variant.variance()).map(|(one, other)| settled((one + other).sqrt()));
    let degrees = (parts.count.min(of_variant.count) as u64).saturating_sub(1);
    let quantile = quantile(degrees, 1.0);
    let difference = Estimate::with_error(Some(settled(to - from)), error, quantile);
    Some(Difference {
        difference,
        independent_half_width: independent.zip(quantile).map(|(error, quantile)| error * quantile),
        variance_ratio: independent
            .zip(error)
            .map(|(independent, paired)| (independent / paired).powi(2))
            .filter(|ratio| ratio.is_finite()),
        degrees,
        is_real: is_beyond(difference, 1.0),
        ..nothing
    })
}

/// Student's quantile for an interval that misses the truth in 5 % / `chances` of cases.
fn quantile(degrees: u64, chances: f64) -> Option<f64> {
    let quantile = student_quantile(1.0 - (1.0 - CONFIDENCE) / chances / 2.0, degrees);
    quantile.is_finite().then_some(quantile)
}

/// Whether an interval so many times as wide excludes 0.
fn is_beyond(difference: Estimate, times: f64) -> Option<bool> {
    Some(difference.mean?.abs() > difference.half_width? * times)
}

/// Counts the headline differences in which chance has a part, and finds those that are real even among so many.
fn take_together(what_if: &mut WhatIf) {
    let has_chance = |difference: &Difference| difference.difference.half_width.is_some_and(|half| half > 0.0);
    let headlines = what_if.variants.iter().flat_map(Comparison::headlines);
    what_if.chances = headlines.filter(|(_, difference)| has_chance(difference)).count();
    let chances = what_if.chances.max(1) as f64;
    // Few numbers of degrees occur, and a quantile takes a while.
    let mut widenings: BTreeMap<u64, Option<f64>> = BTreeMap::new();
    for compared in what_if.variants.iter_mut().flat_map(|variant| &mut variant.subjects) {
        let headline = compared.about.kind.headline();
        for difference in compared.differences.iter_mut().filter(|found| headline.contains(&found.measure)) {
            let degrees = difference.degrees;
            let widening = *widenings
                .entry(degrees)
                .or_insert_with(|| Some(quantile(degrees, chances)? / quantile(degrees, 1.0)?));
            difference.is_real_among_all = widening.and_then(|times| is_beyond(difference.difference, times));
        }
    }
}

impl Comparison {
    /// The differences that a manager looks at first, in the order of reports, as far as they say something. The only queue and the only
    /// group of a scenario are left out, since the total says the same.
    pub fn headlines(&self) -> impl Iterator<Item = (&About, &Difference)> {
        let scenario = &self.outcome.scenario;
        let is_alone = |about: &About| match about.kind {
            Kind::Queue => {
                scenario.queues.len() == 1 && self.only_in_baseline.iter().all(|other| other.kind != Kind::Queue)
            }
            Kind::Group => {
                scenario.groups.len() == 1 && self.only_in_baseline.iter().all(|other| other.kind != Kind::Group)
            }
            _ => false,
        };
        self.subjects.iter().filter(move |compared| !is_alone(&compared.about)).flat_map(|compared| {
            let of = |measure: &Measure| compared.differences.iter().find(|found| found.measure == *measure);
            let found = compared.about.kind.headline().iter().filter_map(of);
            found.filter(|difference| difference.says_something()).map(|difference| (&compared.about, difference))
        })
    }

    /// A difference by kind, name and measure.
    pub fn find(&self, kind: Kind, name: &str, measure: Measure) -> Option<&Difference> {
        let compared = self.subjects.iter().find(|found| found.about.kind == kind && found.about.name == name)?;
        compared.differences.iter().find(|found| found.measure == measure)
    }
}
