//! What a scenario with its dials turned gives: a first look at once, then closer and closer, until it is as sure as the scenario asks for.
//!
//! Each look simulates with more replications than the one before, of which the first are the same: the numbers of the last look are those that
//! `callboard simulate` prints with the same values set.

use crate::demand::Demand;
use crate::report::json::performance_json;
use crate::requirement::Formula;
use crate::scenario::{Replications, Scenario};
use crate::simulation::{Measure, Options, Performance, simulate};
use crate::staffing::StaffingLevels;
use crate::statistics::Estimate;
use crate::watch::{Interrupted, Watch};
use serde_json::{Map, Value, json};

/// Replications of the looks before the last: the first is there in a moment and has hardly a margin of error that means anything.
const LOOKS: [u32; 3] = [2, 8, 32];

/// Measures of a queue that are drawn over the day.
const OVER_THE_DAY: [Measure; 6] = [
    Measure::Offered,
    Measure::Abandoned,
    Measure::ServiceLevel,
    Measure::MeanWait,
    Measure::MeanQueue,
    Measure::BacklogAtEnd,
];

/// How the looks at a scenario are simulated, the last one as it says itself.
pub fn looks(scenario: &Scenario) -> Vec<Options> {
    let last = Options::of(scenario);
    let most = match last.replications {
        Replications::Fixed(number) => number,
        Replications::Auto { .. } => u32::MAX,
    };
    let before = LOOKS.into_iter().filter(|&number| number < most);
    before.map(|number| Options { replications: Replications::Fixed(number), ..last }).chain([last]).collect()
}

/// One look, as a document: the measures over the horizon as `callboard simulate --format json` has them, and those that are drawn.
pub fn look(scenario: &Scenario, demand: &Demand, options: &Options, watch: &dyn Watch) -> Result<Value, Interrupted> {
    let performance = simulate(scenario, demand, &StaffingLevels::as_given(scenario), options, watch)?;
    let mut document = performance_json(scenario, &performance, false);
    document["over_the_day"] = over_the_day(scenario, demand, &performance);
    Ok(document)
}

/// Lists with an entry for each interval: what is drawn over the day.
fn over_the_day(scenario: &Scenario, demand: &Demand, performance: &Performance) -> Value {
    let calendar = &scenario.calendar;
    let queues = scenario.queues.iter().zip(&performance.queues).map(|(queue, of)| {
        let mut entry = Map::from_iter([("name".to_owned(), json!(queue.name))]);
        for measure in OVER_THE_DAY {
            let estimates: Vec<Estimate> = of.intervals.iter().filter_map(|interval| interval.get(measure)).collect();
            if estimates.iter().any(|estimate| estimate.mean.is_some()) {
                entry.insert(measure.name().to_owned(), columns(&estimates));
            }
        }
        Value::Object(entry)
    });
    let needed = Formula::new(scenario).agents_by_group(demand);
    let groups = scenario.groups.iter().zip(&performance.groups).enumerate().map(|(index, (group, of))| {
        let occupancy: Vec<Estimate> =
            of.intervals.iter().filter_map(|interval| interval.get(Measure::Occupancy)).collect();
        json!({
            "name": group.name,
            "on_duty": group.on_duty,
            "needed_by_formula": needed.row(index),
            "occupancy": columns(&occupancy),
        })
    });
    json!({
        "start": (0..calendar.intervals.len()).map(|interval| calendar.label(interval)).collect::<Vec<_>>(),
        "queues": queues.collect::<Vec<_>>(),
        "groups": groups.collect::<Vec<_>>(),
    })
}

/// Means and half-widths of estimates, with four digits: a pixel is much wider.
fn columns(estimates: &[Estimate]) -> Value {
    let short = |value: Option<f64>| value.and_then(|value| format!("{value:.3e}").parse::<f64>().ok());
    json!({
        "mean": estimates.iter().map(|estimate| short(estimate.mean)).collect::<Vec<_>>(),
        "half_width": estimates.iter().map(|estimate| short(estimate.half_width)).collect::<Vec<_>>(),
    })
}
