//! Goal-seek as text, JSON and CSV: at which value the answer changes, and all the values that were looked at.

use super::VERSION;
use super::csv::table as csv_table;
use super::csv::{label_of, number, safe, strings};
use super::format::{self, money};
use super::text::table::{table, wrapped};
use crate::planning::WorkforcePlan;
use crate::planning::seek::{Answer, Condition, Measure, Tried, changes};
use crate::scenario::Scenario;
use serde_json::{Value, json};

/// What was sought, and all that was looked at.
#[derive(Clone)]
pub struct Seek<'a> {
    /// The scenario, with the least value.
    pub scenario: &'a Scenario,
    /// The key that was varied.
    pub key: &'a str,
    /// What was to hold.
    pub condition: &'a Condition,
    /// The values that were looked at, ascending.
    pub looked: Vec<Looked>,
}

/// A value that was looked at.
#[derive(Clone)]
pub struct Looked {
    /// As one would write it.
    pub text: String,
    /// As a number: a share of 1, or seconds.
    pub number: f64,
    /// What was found.
    pub tried: Tried<Answer>,
}

impl Looked {
    fn plan(&self) -> &WorkforcePlan {
        &self.tried.answer.best.found.plan
    }

    fn measure(&self, measure: Measure) -> f64 {
        measure.of(self.plan(), self.tried.answer.without.as_ref().map(|without| &without.found.plan))
    }

    /// Initiatives and partners that begin, with the first day of the period.
    fn begun(&self, label: impl Fn(crate::scenario::Step, jiff::civil::Date) -> String) -> Vec<String> {
        let plan = self.plan();
        let initiatives = plan.initiatives.iter().map(|decided| (&decided.name, decided.start));
        let partners = plan.partners.iter().map(|decided| (&decided.name, decided.start));
        let begun = |(name, start): (&String, Option<u32>)| {
            let period = plan.periods.get(start? as usize)?;
            Some(format!("{name} ({})", label(plan.step, period.first_day)))
        };
        initiatives.chain(partners).filter_map(begun).collect()
    }

    /// Periods until payback; `None` where it was not asked for, or does not come.
    fn payback(&self) -> Option<f64> {
        Some(self.measure(Measure::Payback)).filter(|periods| periods.is_finite())
    }
}

impl Seek<'_> {
    /// Neighbours between which the answer changes.
    fn changes(&self) -> Vec<(&Looked, &Looked)> {
        let at = |place: u32| self.looked.iter().find(|looked| looked.tried.place == place);
        let pairs = changes(self.looked.iter().map(|looked| &looked.tried)).into_iter();
        pairs.filter_map(|(below, above)| Some((at(below)?, at(above)?))).collect()
    }

    fn condition(&self) -> String {
        let limit = |measure: Measure, limit: f64| match measure {
            Measure::Cost | Measure::Spent => money(crate::units::Money(limit), &self.scenario.currency),
            Measure::Missing => format!("{} of the hours", format::short_percent(limit)),
            Measure::Hires if limit == 1.0 => "1 person".to_owned(),
            Measure::Hires => format!("{} people", format::count(limit)),
            Measure::Payback => {
                let step = self.scenario.plan.as_ref().map_or("period", |plan| plan.step.name());
                format::counted(limit as usize, step)
            }
        };
        let what = |measure: Measure| match measure {
            Measure::Cost => "all costs are",
            Measure::Spent => "the plan spends",
            Measure::Missing => "the plan misses",
            Measure::Hires => "the plan hires",
            Measure::Payback => "initiatives pay for themselves in",
        };
        match self.condition {
            Condition::Begins(name) => format!("the plan begins {name}"),
            Condition::AtMost(measure, most) => format!("{} at most {}", what(*measure), limit(*measure, *most)),
            Condition::AtLeast(measure, least) => format!("{} at least {}", what(*measure), limit(*measure, *least)),
        }
    }

    /// The plan at a value, in a line.
    fn line(&self, looked: &Looked) -> String {
        let plan = looked.plan();
        let amount = |amount| money(amount, &self.scenario.currency);
        let begun = looked.begun(format::period);
        let begun =
            if begun.is_empty() { "begins nothing".to_owned() } else { format!("begins {}", format::listed(&begun)) };
        format!(
            "At {}: all costs {}, spent {}, {}, {} of the hours missing; {begun}.",
            looked.text,
            amount(plan.objective),
            amount(plan.cash()),
            format::counted(plan.hires() as usize, "hire"),
            format::short_percent(plan.share_missing()),
        )
    }

    fn answer(&self) -> Vec<String> {
        let condition = self.condition();
        let changes = self.changes();
        let mut lines = Vec::new();
        for (below, above) in &changes {
            let (from, here, there) = if above.tried.holds { (true, above, below) } else { (false, below, above) };
            let words = match (changes.len(), from) {
                (1, true) => format!("Smallest value at which {condition}"),
                (1, false) => format!("Largest value at which {condition}"),
                (_, true) => format!("From here on {condition}"),
                (_, false) => format!("Up to here {condition}"),
            };
            lines.push(format!("{words}: {} (not at {}).", here.text, there.text));
            lines.extend([self.line(here), self.line(there)]);
        }
        if let ([], Some(first), Some(last)) = (changes.as_slice(), self.looked.first(), self.looked.last()) {
            let how = if first.tried.holds { "At every value looked at" } else { "At no value looked at" };
            lines.push(format!("{how}, from {} to {}, {condition}.", first.text, last.text));
            lines.extend([self.line(first), self.line(last)]);
        }
        if changes.len() > 1 {
            lines.push(format!("The answer changes {} times, so there is no single threshold.", changes.len()));
        }
        lines
    }

    fn gap(&self) -> f64 {
        self.looked.iter().map(|looked| looked.plan().gap()).fold(0.0, f64::max)
    }
}

/// The answer, then a table of all values that were looked at.
pub fn seek_text(seek: &Seek, width: u16) -> String {
    let compares = seek.condition.compares();
    let mut head = vec!["value", "holds", "all costs", "spent", "hires", "missing"];
    head.extend(compares.then_some("pays back in"));
    head.push("begins");
    let mut rows = table(width, &head);
    for looked in &seek.looked {
        let plan = looked.plan();
        let amount = |amount| money(amount, &seek.scenario.currency);
        let mut row = vec![
            looked.text.clone(),
            if looked.tried.holds { "yes" } else { "no" }.to_owned(),
            amount(plan.objective),
            amount(plan.cash()),
            plan.hires().to_string(),
            format::short_percent(plan.share_missing()),
        ];
        if compares {
            let period = |periods: f64| format::counted(periods as usize, plan.step.name());
            row.push(looked.payback().map_or_else(|| format::NONE.to_owned(), period));
        }
        let begun = looked.begun(format::period);
        row.push(if begun.is_empty() { format::NONE.to_owned() } else { begun.join(", ") });
        rows.add_row(row);
    }
    let answer: Vec<String> = seek.answer().iter().map(|line| wrapped(line, width)).collect();
    let gap =
        format!("No plan at these values costs more than {} above the least possible.", exact_percent(seek.gap()));
    format!("{}\n\n{}\n{}\n\n{}\n", answer.join("\n"), seek.key, rows.text(), wrapped(&gap, width))
}

/// A small share as a percentage, rounded up to three decimals.
fn exact_percent(share: f64) -> String {
    format!("{} %", format::short((share * 1e5).ceil() / 1e3, 3))
}

/// The same as one document.
pub fn seek_json(seek: &Seek) -> Value {
    let point = |looked: &Looked| {
        let plan = looked.plan();
        json!({
            "value": looked.text,
            "number": looked.number,
            "holds": looked.tried.holds,
            "objective": plan.objective,
            "cash": plan.cash(),
            "hires": plan.hires(),
            "shortage_hours": plan.shortage_hours(),
            "missing": plan.share_missing(),
            "payback_periods": looked.payback(),
            "initiatives": plan.initiatives,
            "partners": plan.partners,
            "gap": plan.gap(),
        })
    };
    let change = |(below, above): (&Looked, &Looked)| {
        let (here, there) = if above.tried.holds { (above, below) } else { (below, above) };
        json!({
            "holds": if above.tried.holds { "from" } else { "up_to" },
            "value": here.text,
            "number": here.number,
            "not_at": there.text,
            "not_at_number": there.number,
        })
    };
    json!({
        "scenario": seek.scenario.name,
        "currency": seek.scenario.currency,
        "vary": seek.key,
        "condition": seek.condition(),
        "changes": seek.changes().into_iter().map(change).collect::<Value>(),
        "points": seek.looked.iter().map(point).collect::<Value>(),
        "version": VERSION,
        "digest": seek.scenario.digest,
    })
}

/// The same as rows for a spreadsheet.
pub fn seek_csv(seek: &Seek) -> String {
    let head =
        ["value", "number", "holds", "all_costs", "cash", "hires", "shortage_hours", "missing", "payback_periods"];
    let mut rows = vec![strings(head)];
    rows[0].push("begins".to_owned());
    for looked in &seek.looked {
        let plan = looked.plan();
        rows.push(vec![
            looked.text.clone(),
            looked.number.to_string(),
            looked.tried.holds.to_string(),
            number(plan.objective.0),
            number(plan.cash().0),
            plan.hires().to_string(),
            number(plan.shortage_hours().0),
            plan.share_missing().to_string(),
            looked.payback().map_or_else(String::new, |periods| periods.to_string()),
            safe(&looked.begun(label_of).join("; ")),
        ]);
    }
    csv_table(&rows)
}
