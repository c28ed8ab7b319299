//! Which model forecasts best so far ahead: each forecasts from several origins in the past what came after them, knowing only what was
//! known there (rolling origin, Tashman 2000), and the least wrong is picked for each stretch of days ahead.

use super::effects::YEAR_NEEDS;
use super::link::Link;
use super::model::{Model, Past};
use super::profile::{self, Profile, ProfileRule};
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

/// The stretches of days ahead that are told apart: each ends with so many days.
const STRETCHES: [usize; 7] = [7, 14, 28, 56, 91, 182, 366];
/// Days that have to be compared before a stretch has a model of its own.
const LEAST_DAYS: usize = 10;
/// How many of the best are combined.
const COMBINED: usize = 3;
/// Days from which the first origin learns at least, whatever the length of the past.
const LEAST_PAST: usize = 28;
/// How many days after an origin the rules of the profile are compared.
const PROFILE_AHEAD: usize = 56;

/// What the backtest found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// The last day that was known, each time.
    pub origins: Vec<Date>,
    /// By days ahead.
    pub stretches: Vec<Stretch>,
    /// How profiles are learnt, by the same origins.
    pub profile: ProfileRule,
    /// Sum of absolute errors over sum of contacts of the intervals, had the totals of their days been known.
    pub profile_wape: Option<f64>,
    /// What the picked models said, beside what came, by origin and day.
    #[serde(skip)]
    pub compared: Vec<Compared>,
}

/// A day of the past as it was forecast, and as it came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// The last day that was known.
    pub origin: Date,
    /// The day.
    pub date: Date,
    /// Contacts that were expected, of what of the day was observed.
    pub expected: f64,
    /// Contacts that came.
    pub came: f64,
}

/// What it found so many days ahead.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stretch {
    /// From so many days ahead.
    pub from: usize,
    /// To so many days ahead.
    pub to: usize,
    /// How many forecasts of a day were compared with the day.
    pub days: usize,
    /// How wrong each model was: sum of absolute errors over sum of contacts, of daily totals; `None` without contacts.
    pub wape: Vec<(Model, Option<f64>)>,
    /// The least wrong by the same measure (of fewer than 50 contacts a day, by the sum of squares), which is used. Where too few days could be compared, that of the stretch before.
    pub picked: Model,
    /// The models of which [`Model::Combination`] is the mean here.
    pub combined: Vec<Model>,
}

/// A forecast of a past day beside the day itself.
#[derive(Debug, Clone)]
pub(super) struct Trial {
    /// Which origin.
    pub origin: usize,
    /// Which day.
    pub day: usize,
    /// By how many days it is after the origin.
    pub ahead: usize,
    /// The forecast of the picked model, for what of the day was observed.
    pub forecast: f64,
    /// What came.
    pub actual: f64,
}

/// The number of the stretch of a day so far ahead.
pub(super) fn stretch_of(ahead: usize) -> usize {
    STRETCHES.partition_point(|&to| to < ahead)
}

/// Origins in the past, the oldest first: a whole number of weeks before the end, evenly spread, the first with two fifths of the past
/// behind it.
fn origins(first: usize, last: usize, most: usize) -> Vec<usize> {
    let span = last + 1 - first;
    let least = (2 * span / 5).max(LEAST_PAST);
    let possible = span.saturating_sub(least) / 7;
    let step = possible.div_ceil(most.max(1)).max(1);
    let mut origins: Vec<usize> = (1..=possible).step_by(step).map(|weeks| last - 7 * weeks).collect();
    origins.reverse();
    origins
}

/// Runs the models from at most so many origins, up to `ahead` days; the trials are those of the picked ones. The origins are indices of
/// the timeline too.
pub(super) fn run(
    past: &Past,
    models: &[Model],
    most_origins: usize,
    ahead: usize,
) -> (Backtest, Vec<usize>, Vec<Trial>) {
    let first = past.totals.full.iter().position(Option::is_some).unwrap_or(0);
    let last = past.totals.full.iter().rposition(Option::is_some).unwrap_or(first);
    let origins = origins(first, last, most_origins);
    let raw: Vec<(Trial, Vec<f64>)> =
        origins.par_iter().flat_map_iter(|&origin| trials(past, models, origin, ahead)).collect();

    // The least absolute error is that of the median, which of small counts is far below the mean; theirs are squared.
    let loss: fn(f64) -> f64 = if past.link == Link::Root { |error| error * error } else { f64::abs };
    let longest = stretch_of(ahead);
    let mut stretches: Vec<Stretch> = Vec::new();
    for number in 0..=longest {
        let here: Vec<&(Trial, Vec<f64>)> = raw.iter().filter(|(trial, _)| stretch_of(trial.ahead) == number).collect();
        stretches.push(stretch(number, ahead, &here, models, loss, stretches.last()));
    }
    let trials: Vec<Trial> = raw
        .into_iter()
        .map(|(trial, said)| Trial { forecast: stretches[stretch_of(trial.ahead)].of(models, &said), ..trial })
        .collect();
    let (profile, profile_wape) = profile::pick(past.timeline, past.totals, &origins, ahead.min(PROFILE_AHEAD));
    let dates = origins.iter().map(|&origin| past.timeline.days[origin].date).collect();
    let date = |day: usize| past.timeline.days[day].date;
    let compared = |trial: &Trial| Compared {
        origin: date(trial.origin),
        date: date(trial.day),
        expected: trial.forecast,
        came: trial.actual,
    };
    let compared = trials.iter().map(compared).collect();
    (Backtest { origins: dates, stretches, profile, profile_wape, compared }, origins, trials)
}

/// What each model says at an origin of the known days after it.
fn trials(past: &Past, models: &[Model], origin: usize, ahead: usize) -> Vec<(Trial, Vec<f64>)> {
    let end = (origin + ahead).min(past.timeline.last_known);
    let known = |day: &usize| past.totals.full[*day].is_some();
    let targets: Vec<usize> = (origin + 1..=end).filter(known).collect();
    let said = past.forecasts(models, origin, &targets, YEAR_NEEDS);
    let one = |(n, &day): (usize, &usize)| {
        let share = past.totals.share[day];
        let actual = past.totals.full[day].unwrap_or(0.0) * share;
        let said = said.iter().map(|forecasts| forecasts.get(n).map_or(0.0, |full| full * share)).collect();
        (Trial { origin, day, ahead: day - origin, forecast: 0.0, actual }, said)
    };
    targets.iter().enumerate().map(one).collect()
}

/// Compares the models on the trials of a stretch.
fn stretch(
    number: usize,
    ahead: usize,
    trials: &[&(Trial, Vec<f64>)],
    models: &[Model],
    loss: fn(f64) -> f64,
    before: Option<&Stretch>,
) -> Stretch {
    let from = if number == 0 { 1 } else { STRETCHES[number - 1] + 1 };
    let to = STRETCHES.get(number).copied().unwrap_or(ahead).min(ahead);
    let contacts: f64 = trials.iter().map(|(trial, _)| trial.actual).sum();
    let sum = |loss: fn(f64) -> f64, say: &dyn Fn(&[f64]) -> f64| -> f64 {
        trials.iter().map(|(trial, said)| loss(say(said) - trial.actual)).sum()
    };
    let wape = |say: &dyn Fn(&[f64]) -> f64| (contacts > 0.0).then(|| sum(f64::abs, say) / contacts);
    let mut scores: Vec<(Model, Option<f64>)> =
        models.iter().enumerate().map(|(n, &model)| (model, wape(&|said| said[n]))).collect();
    let mut order: Vec<(usize, f64)> = (0..models.len()).map(|n| (n, sum(loss, &|said| said[n]))).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let best: Vec<usize> = order.iter().take(COMBINED).map(|(model, _)| *model).collect();
    let together = sum(loss, &|said| mean_of(&best, said));
    scores.push((Model::Combination, wape(&|said| mean_of(&best, said))));
    let least = order.first().map_or(f64::INFINITY, |(_, errors)| *errors);
    let (mut picked, mut combined) =
        if together <= least { (Model::Combination, best) } else { (models[order[0].0], best) };
    let mut combined: Vec<Model> = combined.drain(..).map(|model| models[model]).collect();
    if let Some(before) = before.filter(|_| trials.len() < LEAST_DAYS) {
        (picked, combined) = (before.picked, before.combined.clone());
    }
    Stretch { from, to, days: trials.len(), wape: scores, picked, combined }
}

/// The mean of those of the values.
fn mean_of(members: &[usize], values: &[f64]) -> f64 {
    members.iter().map(|&member| values[member]).sum::<f64>() / members.len().max(1) as f64
}

impl Stretch {
    /// What the picked model says, from what all of them say.
    pub(super) fn of(&self, models: &[Model], said: &[f64]) -> f64 {
        let place = |model: &Model| models.iter().position(|other| other == model);
        if self.picked == Model::Combination {
            let members: Vec<usize> = self.combined.iter().filter_map(place).collect();
            mean_of(&members, said)
        } else {
            place(&self.picked).map_or(0.0, |model| said[model])
        }
    }
}

impl Backtest {
    /// The stretch of a day so far ahead.
    pub fn stretch(&self, ahead: usize) -> Option<&Stretch> {
        self.stretches.get(stretch_of(ahead))
    }
}

/// The profile as it was known at each origin.
pub(super) fn profiles(past: &Past, rule: ProfileRule, origins: &[usize]) -> Vec<Profile> {
    origins.par_iter().map(|&origin| Profile::learnt(past.timeline, past.totals, origin, rule)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_whole_weeks_before_the_end_and_leave_enough_behind_them() {
        assert_eq!(origins(0, 69, 100), [27, 34, 41, 48, 55, 62]);
        assert_eq!(origins(0, 34, 100), [27]);
        assert!(origins(0, 33, 100).is_empty());
        let few = origins(10, 1009, 20);
        assert!(few.len() <= 20 && few.iter().all(|origin| (1009 - origin) % 7 == 0 && origin - 9 >= 400), "{few:?}");
    }

    #[test]
    fn stretches_follow_each_other() {
        assert_eq!([1, 7, 8, 28, 29, 366, 367].map(stretch_of), [0, 0, 1, 2, 3, 6, 7]);
    }
}
