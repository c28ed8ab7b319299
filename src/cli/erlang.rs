//! `callboard erlang`: the formulas on the command line.

use super::{Failure, Format, give_out, json};
use crate::erlang::{self, SteadyState, System};
use crate::scenario::kind::{parse_duration, parse_share};
use crate::target::{ServiceLevelDefinition, ServiceLevelTarget, Target};
use crate::units::{Seconds, Share};
use clap::Args;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// Words of `callboard erlang`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  callboard erlang --contacts 100 --per 30m --aht 180s --agents 14 --within 20s
  callboard erlang --contacts 100 --per 30m --aht 180s --service-level 80% --within 20s
  callboard erlang --contacts 1200 --per 1h --aht 5m --patience 3m --max-abandonment 3% --max-asa 15s

Without --patience nobody abandons (Erlang C); with it Erlang A; with --waiting-places 0 Erlang B.")]
pub struct ErlangArguments {
    /// Contacts that come in during --per
    #[arg(long, value_parser = count)]
    contacts: f64,
    /// The time in which they come in
    #[arg(long, value_name = "DURATION", default_value = "1h", value_parser = duration)]
    per: Seconds,
    /// Mean handling time, after-call work included
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    aht: Seconds,
    /// Agents on duty; without it, the least number that meets the targets
    #[arg(long)]
    agents: Option<u32>,
    /// Threshold of the service level
    #[arg(long, value_name = "DURATION", default_value = "20s", value_parser = wait)]
    within: Seconds,
    /// Mean patience; without it, nobody abandons
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    patience: Option<Seconds>,
    /// Contacts that may wait at once; one more is blocked
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(..=MOST_WAITING_PLACES))]
    waiting_places: Option<u32>,
    /// Target: at least this share answered within the threshold
    #[arg(long, value_name = "SHARE", value_parser = share)]
    service_level: Option<Share>,
    /// How the abandoned count in the service level that is the target
    #[arg(long, value_name = "NAME", default_value = "default", value_parser = definition)]
    definition: ServiceLevelDefinition,
    /// Target: mean wait of the answered at most
    #[arg(long, value_name = "DURATION", value_parser = wait)]
    max_asa: Option<Seconds>,
    /// Target: share abandoned at most
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_abandonment: Option<Share>,
    /// Target: share that waits at all at most
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_p_wait: Option<Share>,
    /// Target: occupancy at most
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_occupancy: Option<Share>,
    /// How results are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write the results to this file instead of stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Most waiting places: each is a state to be summed.
const MOST_WAITING_PLACES: i64 = 100_000;

/// Most contacts, so that no product overflows.
const MOST_CONTACTS: f64 = 1e9;

fn count(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=MOST_CONTACTS).contains(&value) => Ok(value),
        _ => Err(format!("a number from 0 to {MOST_CONTACTS}")),
    }
}

/// A duration above 0 and at most a year.
fn duration(text: &str) -> Result<Seconds, String> {
    wait(text)
        .ok()
        .filter(|seconds| seconds.0 > 0.0)
        .ok_or_else(|| "a duration above 0 and at most 8760h, with its unit, such as 20s, 5m or 1h30m".to_owned())
}

/// A duration of at most a year; 0 is allowed.
fn wait(text: &str) -> Result<Seconds, String> {
    parse_duration(text)
        .filter(|seconds| (0.0..=8_760.0 * 3_600.0).contains(seconds))
        .map(Seconds)
        .ok_or_else(|| "a duration of at most 8760h, with its unit, such as 0s, 20s, 5m or 1h30m".to_owned())
}

fn share(text: &str) -> Result<Share, String> {
    parse_share(text).map(Share).ok_or_else(|| "a share from 0 to 1, such as 0.8 or 80%".to_owned())
}

fn definition(text: &str) -> Result<ServiceLevelDefinition, String> {
    ServiceLevelDefinition::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = ServiceLevelDefinition::ALL.into_iter().map(ServiceLevelDefinition::name).collect();
        format!("one of {}", names.join(", "))
    })
}

impl ErlangArguments {
    fn target(&self) -> Target {
        let service_level = self.service_level.map(|share| ServiceLevelTarget {
            share,
            within: self.within,
            definition: self.definition,
        });
        Target {
            service_level,
            max_asa: self.max_asa,
            max_abandonment: self.max_abandonment,
            max_p_wait: self.max_p_wait,
            max_occupancy: self.max_occupancy,
            over: None,
        }
    }
}

/// Computes, and gives out. The answer is no where no number of agents meets the targets.
pub fn erlang(arguments: &ErlangArguments) -> Result<(), Failure> {
    let contacts_per_s = arguments.contacts / arguments.per.0;
    let target = arguments.target();
    let needed = arguments.agents.is_none();
    let agents = match arguments.agents {
        Some(agents) if agents > erlang::MOST_AGENTS => {
            return Err(Failure::Usage(format!("--agents takes a number up to {}", erlang::MOST_AGENTS)));
        }
        Some(agents) => agents,
        None if target.is_empty() => {
            return Err(Failure::Usage(
                "how many agents? Say --agents, or a target: --service-level, --max-asa, --max-abandonment, --max-p-wait, \
                 --max-occupancy"
                    .to_owned(),
            ));
        }
        None => {
            erlang::agents_needed(contacts_per_s, arguments.aht, arguments.patience, arguments.waiting_places, &target)
                .ok_or_else(|| Failure::No(format!("not even {} agents meet the target", erlang::MOST_AGENTS)))?
        }
    };
    let system = System {
        contacts_per_s,
        handling: arguments.aht,
        agents,
        patience: arguments.patience,
        waiting_places: arguments.waiting_places,
    };
    let state = system.solve();
    let results = results(&system, &state, arguments.within, needed);
    let text = match arguments.format {
        Format::Json => json(&Value::Object(results)),
        Format::Csv => csv(&results),
        Format::Text => text(&system, &state, arguments.within),
    };
    give_out(arguments.output.as_deref(), &text)
}

fn results(system: &System, state: &SteadyState, within: Seconds, needed: bool) -> Map<String, Value> {
    let levels: Map<String, Value> = ServiceLevelDefinition::ALL
        .into_iter()
        .map(|definition| (definition.name().to_owned(), json!(state.service_level(within, definition))))
        .collect();
    let mut results = Map::new();
    let mut put = |key: &str, value: Value| results.insert(key.to_owned(), value);
    if needed {
        put("agents", json!(system.agents));
    }
    put("offered_load", json!(system.offered_load()));
    put("p_wait", json!(state.p_wait));
    put("p_abandon", json!(state.p_abandon));
    put("p_blocked", json!(state.p_blocked));
    put("asa_s", json!(state.asa));
    put("mean_wait_s", json!(state.mean_wait));
    put("wait_p90_s", json!(state.wait_quantile(0.9)));
    put("occupancy", json!(state.occupancy));
    put("mean_queue", json!(state.mean_queue.is_finite().then_some(state.mean_queue)));
    put("within_s", json!(within));
    put("service_level", Value::Object(levels));
    results
}

fn csv(results: &Map<String, Value>) -> String {
    let mut lines = vec!["measure,value".to_owned()];
    for (key, value) in results {
        match value {
            Value::Object(levels) => lines.extend(levels.iter().map(|(name, level)| format!("{key}.{name},{level}"))),
            Value::Null => lines.push(format!("{key},")),
            value => lines.push(format!("{key},{value}")),
        }
    }
    lines.join("\n") + "\n"
}

fn text(system: &System, state: &SteadyState, within: Seconds) -> String {
    let percent = |share: f64| format!("{:.2} %", 100.0 * share);
    let seconds = |time: Option<Seconds>| time.map_or("for ever".to_owned(), |time| format!("{:.2} s", time.0));
    let mut rows = vec![
        ("agents".to_owned(), system.agents.to_string()),
        ("offered load".to_owned(), format!("{:.3} Erlang", system.offered_load())),
        ("occupancy".to_owned(), percent(state.occupancy)),
        ("P(wait)".to_owned(), percent(state.p_wait)),
        ("abandoned".to_owned(), percent(state.p_abandon)),
        ("blocked".to_owned(), percent(state.p_blocked)),
        ("ASA (mean wait of the answered)".to_owned(), seconds(state.asa)),
        ("mean wait of all".to_owned(), seconds(state.mean_wait)),
        ("90 % of the answered wait at most".to_owned(), seconds(state.wait_quantile(0.9))),
        ("mean number waiting".to_owned(), format!("{:.3}", state.mean_queue)),
    ];
    for definition in ServiceLevelDefinition::ALL {
        let level = percent(state.service_level(within, definition).0);
        rows.push((format!("service level in {} s, {}", within.0, definition.name()), level));
    }
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let lines: Vec<String> = rows.iter().map(|(name, value)| format!("{name:<width$}  {value:>14}")).collect();
    lines.join("\n") + "\n"
}
