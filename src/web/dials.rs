//! The few values of a scenario that matter most to its answer, as dials: each is a key of the scenario file that `--set` sets as well.

use crate::distribution::{Distribution, Law};
use crate::scenario::{Effect, Scenario, SelfService};
use serde::Serialize;

/// What a dial turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turns {
    /// How many contacts come.
    Volume,
    /// How long a contact is worked on.
    Handling,
    /// How long customers wait before they hang up.
    Patience,
    /// Agents more or fewer on duty, or people employed.
    People,
    /// What a bot settles.
    Bot,
    /// What self-service contains that a plan may begin.
    PlannedBot,
    /// What may be spent.
    Budget,
    /// What is promised.
    Target,
}

/// How the value of a dial is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A factor: 1.1 is a tenth more.
    Factor,
    /// A length of time, in seconds.
    Seconds,
    /// A whole number.
    Count,
    /// A share of 1.
    Share,
    /// An amount in the currency of the scenario.
    Money,
}

/// A value that can be turned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dial {
    /// What it turns.
    pub turns: Turns,
    /// The queue, group or bot that it is about; empty for the centre as a whole.
    pub of: String,
    /// The key that it sets.
    pub key: String,
    /// How the value is written.
    pub form: Form,
    /// The value in force.
    pub value: f64,
    /// Least value of the dial; the scenario file may allow less.
    pub least: f64,
    /// Greatest value of the dial.
    pub most: f64,
    /// What a step of the dial changes.
    pub step: f64,
    /// Whether what happens today depends on it. A budget only changes the plan, a target only who is needed.
    pub moves_today: bool,
}

/// A key with the name of a queue, group or bot in it, as `--set` reads it.
fn key(table: &str, name: &str, rest: &str) -> String {
    let is_bare = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-');
    let quote = if name.contains('"') { '\'' } else { '"' };
    if is_bare { format!("{table}.{name}.{rest}") } else { format!("{table}.{quote}{name}{quote}.{rest}") }
}

/// Steps of about a fiftieth of a value, in units that people say.
fn round_step(value: f64, steps: &[f64]) -> f64 {
    let wanted = value / 50.0;
    steps.iter().copied().find(|&step| step >= wanted).or(steps.last().copied()).unwrap_or(1.0)
}

/// The dial of a mean duration; none where durations are observed values, of which the mean follows.
fn duration(turns: Turns, of: &str, key: String, law: &Distribution) -> Option<Dial> {
    if law.law() == Law::Empirical || !law.mean().0.is_finite() || law.mean().0 <= 0.0 {
        return None;
    }
    let value = law.mean().0;
    let step = round_step(value, &[1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 14400.0, 86400.0]);
    let dial = |least: f64, most: f64| Dial {
        turns,
        of: of.to_owned(),
        key,
        form: Form::Seconds,
        value,
        least,
        most,
        step,
        moves_today: true,
    };
    Some(dial((value * 0.3 / step).ceil().max(1.0) * step, (value * 2.5 / step).ceil() * step))
}

/// The dials of a scenario, those of one kind after another.
pub fn dials(scenario: &Scenario) -> Vec<Dial> {
    [of_today(scenario), of_decisions(scenario)].concat()
}

/// Those on which it depends what happens today.
fn of_today(scenario: &Scenario) -> Vec<Dial> {
    let volume = scenario.queues.iter().map(|queue| Dial {
        turns: Turns::Volume,
        of: queue.name.clone(),
        key: key("queue", &queue.name, "volume.factor"),
        form: Form::Factor,
        value: queue.volume_factor,
        least: 0.0,
        most: (2.5 * queue.volume_factor).max(2.5),
        step: 0.01,
        moves_today: true,
    });
    let handling = scenario.queues.iter().filter_map(|queue| {
        duration(Turns::Handling, &queue.name, key("queue", &queue.name, "handling.mean"), &queue.handling)
    });
    let patience = scenario.queues.iter().filter_map(|queue| {
        let law = queue.patience.as_ref()?;
        duration(Turns::Patience, &queue.name, key("queue", &queue.name, "patience.mean"), law)
    });
    let people = scenario.groups.iter().filter(|group| group.persons.is_empty()).filter_map(|group| {
        let most = f64::from(*group.on_duty.iter().max()?);
        let reach = (most * 0.6).ceil().max(3.0);
        let key = key("group", &group.name, "on_duty.more");
        let written = scenario.assumptions.iter().find(|assumption| assumption.path == key);
        let value = written.and_then(|assumption| assumption.value.parse().ok()).unwrap_or(0.0);
        (most > 0.0).then(|| Dial {
            turns: Turns::People,
            of: group.name.clone(),
            key,
            form: Form::Count,
            value,
            least: value - reach.min(most),
            most: value + reach,
            step: 1.0,
            moves_today: true,
        })
    });
    let bots = scenario.bots.iter().map(|bot| Dial {
        turns: Turns::Bot,
        of: bot.name.clone(),
        key: key("bot", &bot.name, "resolved"),
        form: Form::Share,
        value: bot.outcome.resolved.0,
        least: 0.0,
        most: bot.outcome.unresolved.complement().0,
        step: 0.01,
        moves_today: true,
    });
    volume.chain(handling).chain(patience).chain(people).chain(bots).collect()
}

/// Those on which it depends who is needed, and what to ask for.
fn of_decisions(scenario: &Scenario) -> Vec<Dial> {
    let planned = scenario.plan.iter().flat_map(|plan| &plan.initiatives).filter_map(|initiative| {
        let Effect::SelfService(SelfService { bots, .. }) = &initiative.effect else { return None };
        let bot = bots.first()?;
        let own = key("self_service", &initiative.name, "containment");
        let outcome = &bot.outcome;
        let (key, value, most) = if scenario.assumptions.iter().any(|assumption| assumption.path == own) {
            (own, outcome.resolved.0 + outcome.unresolved.0, 1.0)
        } else {
            (key("bot", &bot.name, "resolved"), outcome.resolved.0, outcome.unresolved.complement().0)
        };
        let of = initiative.name.clone();
        let value = (value * 1e9).round() / 1e9;
        Some(Dial {
            turns: Turns::PlannedBot,
            of,
            key,
            form: Form::Share,
            value,
            least: 0.0,
            most,
            step: 0.01,
            moves_today: false,
        })
    });
    let targets = scenario.queues.iter().filter_map(|queue| {
        let promise = queue.target.service_level.as_ref()?;
        Some(Dial {
            turns: Turns::Target,
            of: queue.name.clone(),
            key: key("queue", &queue.name, "target.service_level"),
            form: Form::Share,
            value: promise.share.0,
            least: 0.5,
            most: 0.99,
            step: 0.01,
            moves_today: false,
        })
    });
    let budget = scenario.plan.iter().filter_map(|plan| {
        let (key, limit) = match (plan.budget.per_year, plan.budget.per_month) {
            (Some(limit), _) => ("budget.per_year", limit.0),
            (None, Some(limit)) => ("budget.per_month", limit.0),
            (None, None) => return None,
        };
        let step = 10_f64.powf((limit.max(1.0) / 200.0).log10().ceil());
        Some(Dial {
            turns: Turns::Budget,
            of: String::new(),
            key: key.to_owned(),
            form: Form::Money,
            value: limit,
            least: (limit * 0.5 / step).floor() * step,
            most: (limit * 1.6 / step).ceil() * step,
            step,
            moves_today: false,
        })
    });
    targets.chain(planned).chain(budget).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::file::{Source, parse};
    use crate::scenario::template::TEMPLATES;

    /// As `--set` is written.
    fn set(dial: &Dial, value: f64) -> String {
        match dial.form {
            Form::Seconds => format!("{}=\"{value}s\"", dial.key),
            Form::Factor | Form::Count | Form::Share | Form::Money => format!("{}={value}", dial.key),
        }
    }

    #[test]
    fn every_dial_of_every_shipped_scenario_can_be_turned_to_its_ends() {
        for template in TEMPLATES {
            let folder = tempfile::tempdir().unwrap();
            for (name, text) in template.files {
                std::fs::write(folder.path().join(name), text).unwrap();
            }
            let source = Source {
                path: folder.path().join("scenario.toml"),
                folder: folder.path().to_owned(),
                name: template.name.to_owned(),
                text: template.files[0].1.to_owned(),
            };
            let scenario = parse(&source, &[]).unwrap();
            let dials = dials(&scenario);
            assert!(dials.iter().any(|dial| dial.turns == Turns::Volume), "{}", template.name);
            for dial in &dials {
                assert!(dial.least <= dial.value && dial.value <= dial.most && dial.step > 0.0, "{dial:?}");
                for value in [dial.least, dial.value, dial.most] {
                    let turned = parse(&source, &[set(dial, value)]);
                    assert!(turned.is_ok(), "{}: {:?}", template.name, turned.err().map(|wrong| wrong.to_string()));
                }
            }
        }
    }
}
