//! Estimates of a history as a table: each with its error, its interval and the size of its sample.

use super::format;
use crate::calibration::{ComingBack, Estimates, Fit, Fitted, QueueEstimates};

/// In what a number is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// As it is.
    Number,
    /// In seconds.
    Seconds,
    /// As a share of 1.
    Share,
    /// In weeks.
    Weeks,
}

impl Unit {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "",
            Self::Seconds => "s",
            Self::Share => "share",
            Self::Weeks => "weeks",
        }
    }

    /// A number in words.
    pub fn words(self, value: f64) -> String {
        match self {
            Self::Number => format::decimal(value, 3),
            Self::Seconds if value < 0.0 => format!("-{}", format::duration(-value)),
            Self::Seconds => format::duration(value),
            Self::Share => format::percent(value),
            Self::Weeks => format!("{} weeks", format::decimal(value, 1)),
        }
    }
}

/// An estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is of: a queue, or `people`.
    pub of: String,
    /// What was estimated.
    pub what: String,
    /// In what it is told.
    pub unit: Unit,
    /// The estimate itself.
    pub fitted: Fitted,
    /// What the sample is of.
    pub sample_of: &'static str,
}

/// All estimates: queue by queue, then of the people.
pub fn rows(estimates: &Estimates) -> Vec<Row> {
    let mut rows: Vec<Row> = estimates.queues.iter().flat_map(of_queue).collect();
    let people = &estimates.people;
    let mut add = |what: &str, unit: Unit, fitted: Fitted, sample_of: &'static str| {
        rows.push(Row { of: "people".to_owned(), what: what.to_owned(), unit, fitted, sample_of });
    };
    if let Some(learning) = &people.learning {
        add("handling time of the experienced", Unit::Seconds, learning.experienced, "observations");
        add("longer on the first day by", Unit::Seconds, learning.at_first, "observations");
        add("learnt by 63 % in", Unit::Weeks, learning.time_constant_weeks, "observations");
    }
    if let Some(attrition) = &people.attrition {
        add("attrition per month", Unit::Share, attrition.per_month, "people who left");
        for band in &attrition.bands {
            let until = band.until_months.map_or("on".to_owned(), |until| format!("to {until}"));
            let what = format!("attrition per month, from {} {until} months of service", band.from_months);
            add(&what, Unit::Share, band.per_month, "people who left");
        }
    }
    if let Some(shrinkage) = &people.shrinkage {
        add("shrinkage", Unit::Share, shrinkage.share, "days");
    }
    if let Some(absence) = &people.absence {
        add("absence without notice", Unit::Share, absence.share, "days");
    }
    rows
}

fn of_queue(queue: &QueueEstimates) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |what: String, unit: Unit, fitted: Option<Fitted>, sample_of: &'static str| {
        rows.extend(fitted.map(|fitted| Row { of: queue.name.clone(), what, unit, fitted, sample_of }));
    };
    if let Some(handling) = &queue.handling {
        let law = handling.chosen().map_or("as observed", |fit| fit.name());
        add(format!("handling time, mean ({law})"), Unit::Seconds, Some(handling.mean()), "contacts");
        add("handling time, coefficient of variation".into(), Unit::Number, handling.chosen().map(Fit::cv), "contacts");
        add("handling time, mean of all that was recorded".into(), Unit::Seconds, handling.raw_mean, "contacts");
        let short = handling.short.filter(|short| short.is_artefact);
        add("short calls, left out".into(), Unit::Share, short.map(|short| short.share), "contacts");
    }
    if let Some(patience) = &queue.patience {
        if let Some(best) = patience.fits.first() {
            add(format!("patience, mean ({})", best.fit.law), Unit::Seconds, Some(best.fit.mean), "abandonments");
        }
        add("patience, median (Kaplan-Meier)".into(), Unit::Seconds, patience.median, "abandonments");
        let mean = patience.mean_wait_of_abandoned;
        add("mean wait of those who gave up (not their patience)".into(), Unit::Seconds, mean, "abandonments");
        add("balking".into(), Unit::Share, patience.balking, "contacts that would wait");
    }
    let because = |back: &Option<ComingBack>| back.as_ref().and_then(|back| back.because.or(Some(back.share)));
    let redial = "redial within a day after giving up";
    add(redial.into(), Unit::Share, because(&queue.redial), "contacts of known customers");
    let repeat = "come back within a week after being answered";
    add(repeat.into(), Unit::Share, because(&queue.repeat), "contacts of known customers");
    if let Some(arrivals) = &queue.arrivals {
        let chance = "variance of an interval's contacts, 1 by chance alone";
        add(chance.into(), Unit::Number, Some(arrivals.dispersion), "days");
        add("factor of a day, coefficient of variation".into(), Unit::Share, Some(arrivals.day_factor_cv), "days");
        let busyness = arrivals.busyness.map(|busyness| busyness.cv);
        add("busyness within the day, coefficient of variation".into(), Unit::Share, busyness, "days");
    }
    let together = queue.together.and_then(|of| of.correlation);
    add("factor of a day, correlation with what queues share".into(), Unit::Number, together, "days");
    let agents = queue.agents.as_ref().map(|agents| agents.between);
    add("agents, standard deviation of their mean handling times".into(), Unit::Seconds, agents, "agents");
    let hours = queue.hours.as_ref().map(|hours| hours.between);
    add(
        "hours of the day, standard deviation of their mean handling times".into(),
        Unit::Seconds,
        hours,
        "hours of the day",
    );
    add("handling time, change per week".into(), Unit::Seconds, queue.drift.map(|drift| drift.slope), "contacts");
    rows
}

/// The estimates as a CSV file.
pub fn estimates_csv(estimates: &Estimates) -> String {
    // Six digits that count.
    let number = |value: Option<f64>| {
        value.map_or(String::new(), |value| format!("{}", format!("{value:.5e}").parse().unwrap_or(value)))
    };
    let head = ["of", "what", "value", "standard_error", "lower_95", "upper_95", "unit", "sample", "sample_of"];
    let mut table = vec![super::csv::strings(head)];
    table.extend(rows(estimates).into_iter().map(|row| {
        let fitted = row.fitted;
        vec![
            super::csv::safe(&row.of),
            row.what,
            number(Some(fitted.value)),
            number(fitted.standard_error),
            number(fitted.lower),
            number(fitted.upper),
            row.unit.name().to_owned(),
            fitted.sample.to_string(),
            row.sample_of.to_owned(),
        ]
    }));
    super::csv::table(&table)
}
