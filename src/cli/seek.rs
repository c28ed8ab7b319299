//! `callboard seek`: from which value of one input on the answer of the plan is another.

mod condition;
mod values;

use super::plan::GoalArguments;
use super::{DecisionArguments, Failure, Format, begin, give_out, json, terminal};
use crate::planning::PlanError;
use crate::planning::seek::{Condition, Tried};
use crate::report::seek::{Looked, Seek, seek_csv, seek_json, seek_text};
use crate::scenario::Scenario;
use crate::scenario::file::Problems;
use crate::scenario::file::{parse, read};
use crate::scenario::kind::nearest;
use crate::study::{self, Effort, Sought, StudyError};
use clap::Args;
use values::Values;

/// Words of `callboard seek`.
#[derive(Debug, Args)]
#[command(after_help = "\
Plans the scenario with one key at one value after another, and finds the value at which the condition begins or ceases
to hold. A few evenly spaced values come first, so that a second change is seen; between two that differ the range is halved. That
finds a change; it is the only one if more of the input always works in the same direction, as more budget does.

Conditions (in quotes, since < and > mean something to the shell):
  begins:NAME        the plan begins an initiative, or the contract with a partner
  cost<=AMOUNT       all costs at present value, those of service included
  spent<=AMOUNT      what is paid over the plan
  missing<=SHARE     hours missing, as a share of all hours needed over the plan
  hires<=NUMBER      people hired over the plan
  payback<=PERIODS   periods until initiatives have paid for themselves
and each of these but the first with >=.

Examples:
  callboard seek scenarios/peak_season --vary self_service.parcel_bot.containment --from 10% --to 60% --until begins:parcel_bot
  callboard seek scenarios/peak_season --vary budget.per_year --from 5000000 --to 6800000 --until 'missing<=2%' --goal service
  callboard seek scenarios/peak_season --vary plan.wage_growth_per_year --from 0 --to 0.1 --until 'hires<=8' --by 0.01")]
pub struct SeekArguments {
    #[command(flatten)]
    decision: DecisionArguments,
    /// The key whose value is sought, as for --set; one that holds a single number, share or duration
    #[arg(long, value_name = "KEY")]
    vary: String,
    /// Its least value, in the form in which the key is written: 26.5, 30%, 4m
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    from: String,
    /// Its greatest value
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    to: String,
    /// What is to hold: begins:NAME, 'cost<=AMOUNT', 'spent<=AMOUNT', 'missing<=SHARE', 'hires<=NUMBER' …
    #[arg(long, value_name = "CONDITION", value_parser = condition::condition)]
    until: Condition,
    /// How closely the value is found [default: a hundredth of the range; 1 for whole numbers]
    #[arg(long, value_name = "VALUE")]
    by: Option<String>,
    /// How many evenly spaced values are tried first, 2 to 50
    #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = clap::value_parser!(u32).range(2..=50))]
    steps: u32,
    #[command(flatten)]
    goal: GoalArguments,
}

/// Plans at one value after another, and gives out where the answer changes.
pub fn seek(arguments: &SeekArguments) -> Result<(), Failure> {
    let decision = &arguments.decision;
    let values = Values::of(&arguments.vary, &arguments.from, &arguments.to, arguments.by.as_deref())?;
    let source = read(&decision.scenario.scenario).map_err(|problem| Problems { problems: vec![*problem] })?;
    let load = |place: u32| -> Result<Scenario, Failure> {
        let changes = [decision.scenario.changes.all(), vec![values.change(place)]].concat();
        Ok(parse(&source, &changes)?)
    };
    // What is wrong at an end is said before anything is planned.
    let (scenario, _) = (load(0)?, load(values.last)?);
    check(&scenario, &arguments.until)?;
    let terminal = begin(&decision.output.work)?;
    let limits = Effort::of(&scenario).within(decision.limit.time_limit).plan;
    let sought = Sought {
        condition: arguments.until.clone(),
        goal: arguments.goal.goal(super::plan::GoalName::Cost),
        last: values.last,
        first: arguments.steps,
    };
    let tried = study::seek(&sought, &limits, &terminal, load)?;
    drop(terminal);
    let looked = |tried: Tried<_>| Looked { text: values.text(tried.place), number: values.number(tried.place), tried };
    let found = Seek {
        scenario: &scenario,
        key: &arguments.vary,
        condition: &arguments.until,
        looked: tried.into_iter().map(looked).collect(),
    };
    let text = match decision.output.format {
        Format::Text => seek_text(&found, terminal::width()),
        Format::Json => json(&seek_json(&found)),
        Format::Csv => seek_csv(&found),
    };
    give_out(decision.output.output.as_deref(), &text)
}

/// There is a plan, and what is asked for by name is something that it may begin.
fn check(scenario: &Scenario, condition: &Condition) -> Result<(), Failure> {
    let Some(plan) = &scenario.plan else { return Err(StudyError::from(PlanError::NoAssumptions).into()) };
    let Condition::Begins(name) = condition else { return Ok(()) };
    let names: Vec<&str> = plan
        .initiatives
        .iter()
        .map(|initiative| initiative.name.as_str())
        .chain(plan.partners.iter().map(|partner| partner.name.as_str()))
        .collect();
    if names.contains(&name.as_str()) {
        return Ok(());
    }
    let allowed = if names.is_empty() { "nothing: the scenario has none".to_owned() } else { names.join(", ") };
    let remedy = nearest(name, names).map_or(String::new(), |near| format!(": did you mean {near}?"));
    Err(Failure::Usage(format!(
        "--until begins:{name}: found \"{}\", allowed an initiative or partner of the plan that may begin ({allowed}){remedy}",
        name.escape_debug()
    )))
}
