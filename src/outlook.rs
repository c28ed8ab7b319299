//! From a history that was read back to the volumes of the days to come: which days there are and what is known of them, the forecast of
//! each queue, and how wrong it may be in the words of a scenario.
//!
//! ```text
//! history, marks ──► days of the past ─┐
//! holidays, drivers, changes by hand ──┴─► forecast ──► volumes ──► forecast.csv, volume.csv, scenario.toml
//!                                              └─► errors ──► forecast_error of each queue, uncertainty of the plan
//! ```

mod errors;
mod folder;
mod holidays;
mod past;

pub use errors::ErrorLaw;
pub use folder::{FORECAST_FILE, VOLUME_FILE, forecast_csv, scenario_text, volume_csv};

use crate::forecast::{Change, Forecast, Options, Override, Problem as ForecastProblem, Series, forecast};
use crate::history::dates::date_of;
use crate::history::findings::Findings;
use crate::history::kept::Kept;
use crate::random::{Purpose, name_key, stream};
use crate::scenario::Scenario;
use crate::scenario::coming::{Amount, ChangeByHand, Drivers, NamedDay};
use crate::scenario::problem::{Place, Problem, Problems};
use crate::watch::{Interrupted, Watch};
use jiff::civil::Date;
use rand_distr::{Distribution, Poisson};
use std::ops::RangeInclusive;

/// Draws from which the bands of weeks are read: a quantile of 2.5 % is known to ± 0.5 %.
const DRAWS: u64 = 1000;

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The horizon of the scenario to come.
    pub horizon: RangeInclusive<Date>,
    /// The days that are forecast: from the day after the history to the end of the horizon.
    pub coming: Vec<Date>,
    /// Changes by hand, in the order in which they are made.
    pub changes: Vec<ChangeByHand>,
    /// Holidays by name, of the past and to come.
    pub holidays: Vec<NamedDay>,
    /// Drivers of the volume.
    pub drivers: Option<Drivers>,
}

/// What is to come.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The first and last day of the history.
    pub past: (Date, Date),
    /// The horizon of the scenario to come.
    pub horizon: RangeInclusive<Date>,
    /// The queues that are forecast, in the order of the scenario.
    pub queues: Vec<QueueOutlook>,
    /// Queues of the scenario that have volumes of their own, and those of the history that the scenario does not have.
    pub not_forecast: (Vec<String>, Vec<String>),
    /// Changes by hand whose days are over, or not reached yet.
    pub not_made: Vec<ChangeByHand>,
    /// The standard deviation of the contacts over a plan, as a share of those expected; `None` without a plan.
    pub plan_deviation: Option<f64>,
}

/// What is to come to a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueOutlook {
    /// Its name in the scenario.
    pub name: String,
    /// What was known.
    pub series: Series,
    /// What is expected, changes by hand included.
    pub forecast: Forecast,
    /// What was expected before any change by hand, by day and interval.
    pub before: Vec<Vec<f64>>,
    /// The weeks to come, from the first day of the horizon.
    pub weeks: Vec<WeekOutlook>,
    /// All of the horizon.
    pub total: WeekOutlook,
    /// How wrong it may be.
    pub error: ErrorLaw,
    /// Days to come with names.
    pub named: Vec<Known>,
    /// Closed days of the past that no holiday explains.
    pub untold: Vec<Date>,
    /// Contacts of each day of the past on which some came, and whether all of them are learnt from.
    pub came: Vec<(Date, f64, bool)>,
    /// Open intervals of the past that were left out because they are odd or missing.
    pub left_out: usize,
}

/// A day to come that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// When.
    pub date: Date,
    /// Its name.
    pub name: String,
    /// Whether the queue is closed.
    pub is_closed: bool,
}

/// Contacts of several days together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeekOutlook {
    /// First day.
    pub first: Date,
    /// Last day, included.
    pub last: Date,
    /// Expected contacts.
    pub expected: f64,
    /// Where they lie with a probability of 80 %, chance included.
    pub band_80: (f64, f64),
    /// And of 95 %.
    pub band_95: (f64, f64),
}

/// Why there is no outlook.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum OutlookError {
    /// The input is wrong.
    #[error(transparent)]
    Input(#[from] Problems),
    /// It was stopped from outside.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// First and last day of a history.
pub fn days_of(kept: &Kept) -> Option<(Date, Date)> {
    kept.history.days().map(|(first, last)| (date_of(first), date_of(last)))
}

/// Forecasts the queues of a scenario of which the text says that their volumes stand in the folder's table, or says all that is wrong.
pub fn outlook(
    (scenario, text): (&Scenario, &str),
    kept: &Kept,
    asked: &Asked,
    watch: &dyn Watch,
) -> Result<Outlook, OutlookError> {
    let past = days_of(kept).unwrap_or_default();
    let findings = Findings::of(&kept.history);
    let mut problems = Vec::new();
    let mut queues: Vec<QueueOutlook> = Vec::new();
    let mut not_forecast = (Vec::new(), Vec::new());
    let (not_made, made): (Vec<&ChangeByHand>, Vec<&ChangeByHand>) =
        asked.changes.iter().partition(|change| asked.coming.iter().all(|date| !change.dates.contains(date)));
    let total = scenario.queues.len() as u64;
    for (number, queue) in scenario.queues.iter().enumerate() {
        watch.progress("forecasts", number as u64, total);
        watch.check()?;
        let index = kept.history.queues.iter().position(|own| own.name == queue.name);
        let (Some(index), true) = (index, folder::has_table(text, &queue.name)) else {
            not_forecast.0.push(queue.name.clone());
            continue;
        };
        let days = past::days(kept, &findings, index, queue, asked);
        let mut found = match forecast(&days.series, &days.future, &[], &Options::default()) {
            Ok(found) => found,
            Err(wrong) => {
                problems.extend(wrong.iter().map(|wrong| of_queue(&queue.name, wrong)));
                continue;
            }
        };
        let before: Vec<Vec<f64>> = found.days.iter().map(|day| day.expected.clone()).collect();
        for change in made.iter().filter(|change| change.queue.is_none_or(|of| of == number)) {
            let is_open =
                |day: &crate::forecast::ForecastDay| change.dates.contains(&day.day.date) && day.day.is_open();
            if change.queue.is_none() && !found.days.iter().any(is_open) {
                continue;
            }
            let Override { dates, minutes, change: amount, reason } = override_of(change);
            match found.clone().with_overrides(&[Override { dates, minutes, change: amount, reason }]) {
                Ok(changed) => found = changed,
                Err(wrong) => problems.extend(wrong.iter().map(|wrong| of_change(change, wrong))),
            }
        }
        let (weeks, total) = weeks(&found, &asked.horizon, scenario.seed, name_key(&queue.name));
        let mut of_queue = QueueOutlook {
            name: queue.name.clone(),
            series: days.series,
            forecast: found,
            before,
            weeks,
            total,
            error: ErrorLaw::default(),
            named: days.named,
            untold: days.untold,
            came: days.came,
            left_out: days.left_out,
        };
        of_queue.error = ErrorLaw::of(&of_queue, *asked.horizon.start());
        queues.push(of_queue);
    }
    watch.progress("forecasts", total, total);
    not_forecast.1.extend(
        (kept.history.queues.iter())
            .filter(|own| scenario.queues.iter().all(|queue| queue.name != own.name))
            .map(|own| own.name.clone()),
    );
    if queues.is_empty() && problems.is_empty() {
        problems.push(nothing());
    }
    if !problems.is_empty() {
        return Err(Problems { problems }.into());
    }
    let shared = errors::shared(&queues);
    for (queue, loading) in queues.iter_mut().zip(shared) {
        queue.error.correlation = loading;
    }
    let not_made = not_made.into_iter().cloned().collect();
    let mut outlook =
        Outlook { past, horizon: asked.horizon.clone(), queues, not_forecast, not_made, plan_deviation: None };
    outlook.plan_deviation = scenario.plan.as_ref().map(|plan| {
        let until = (plan.start - past.1).get_days().max(0).unsigned_abs() as usize;
        errors::deviation(&outlook.queues, until.max(1)..=until + (f64::from(plan.months) * 30.4) as usize)
    });
    Ok(outlook)
}

fn override_of(change: &ChangeByHand) -> Override {
    let amount = match change.amount {
        Amount::Factor(factor) => Change::Factor(factor),
        Amount::Add(more) => Change::Add(more),
        Amount::Set(contacts) => Change::Set(contacts),
    };
    Override {
        dates: change.dates.clone(),
        minutes: change.minutes.clone(),
        change: amount,
        reason: change.reason.clone(),
    }
}

fn of_queue(name: &str, wrong: &ForecastProblem) -> Problem {
    let remedy = match wrong {
        ForecastProblem::TooShort { .. } => {
            "import a longer history, or give the queue a volume of its own in scenario.toml: volume = { per_day = 100 }"
        }
        ForecastProblem::TooFar { .. } => "forecast fewer weeks",
        ForecastProblem::TooLong { .. } => "import fewer years",
        _ => "check history.csv, and the tables that were given",
    };
    Problem {
        rule: "forecast",
        about: format!("queue.{name}"),
        place: Place::whole("history.csv"),
        found: wrong.to_string(),
        allowed: "a history that can be forecast from".to_owned(),
        remedy: remedy.to_owned(),
    }
}

fn of_change(change: &ChangeByHand, wrong: &ForecastProblem) -> Problem {
    Problem {
        rule: "forecast",
        about: String::new(),
        place: change.place.clone(),
        found: wrong.to_string(),
        allowed: "a change of days and hours on which the queue is open".to_owned(),
        remedy: "change its dates or times, or take the row out".to_owned(),
    }
}

fn nothing() -> Problem {
    Problem {
        rule: "forecast",
        about: String::new(),
        place: Place::whole("scenario.toml"),
        found: format!("no queue that is in history.csv and whose volume.file is \"{VOLUME_FILE}\""),
        allowed: "at least one".to_owned(),
        remedy: "import the history into a folder of its own, and forecast that".to_owned(),
    }
}

/// Weeks from the first day of the horizon, the last of them perhaps shorter, and all of the horizon.
fn weeks(
    forecast: &Forecast,
    horizon: &RangeInclusive<Date>,
    seed: u64,
    queue: u64,
) -> (Vec<WeekOutlook>, WeekOutlook) {
    let inside: Vec<usize> =
        (0..forecast.days.len()).filter(|&day| horizon.contains(&forecast.days[day].day.date)).collect();
    let mut stretches: Vec<&[usize]> = inside.chunks(7).collect();
    stretches.push(&inside);
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(DRAWS as usize); stretches.len()];
    for draw in 0..DRAWS {
        let mut stream = stream(seed, draw, Purpose::Forecast { queue });
        let rates: Vec<f64> = forecast.draw_rates(&mut stream).iter().map(|day| day.iter().sum()).collect();
        let counts: Vec<f64> =
            rates.iter().map(|&rate| Poisson::new(rate).map_or(0.0, |law| law.sample(&mut stream))).collect();
        for (drawn, stretch) in drawn.iter_mut().zip(&stretches) {
            drawn.push(stretch.iter().map(|&day| counts[day]).sum());
        }
    }
    let mut weeks = stretches.iter().zip(drawn).map(|(stretch, mut drawn)| {
        drawn.sort_by(f64::total_cmp);
        let at = |p: f64| drawn[((p * DRAWS as f64).ceil() as usize).clamp(1, drawn.len()) - 1];
        let date = |day: Option<&usize>| day.map_or(*horizon.start(), |&day| forecast.days[day].day.date);
        WeekOutlook {
            first: date(stretch.first()),
            last: date(stretch.last()),
            expected: stretch.iter().map(|&day| forecast.days[day].total()).sum(),
            band_80: (at(0.1), at(0.9)),
            band_95: (at(0.025), at(0.975)),
        }
    });
    let mut all: Vec<WeekOutlook> = weeks.by_ref().collect();
    let total = all.pop().unwrap_or(WeekOutlook {
        first: *horizon.start(),
        last: *horizon.end(),
        expected: 0.0,
        band_80: (0.0, 0.0),
        band_95: (0.0, 0.0),
    });
    (all, total)
}
