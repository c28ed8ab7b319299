//! A small scenario with everything in it, to be broken.

use callboard::scenario::Scenario;
use callboard::scenario::file::{Problems, Source, parse};
use callboard::scenario::problem::Problem;
use std::path::PathBuf;

/// Two queues, two groups, a shift, a plan: one of each thing, and valid.
pub const WHOLE: &str = r#"name = "Whole"
currency = "EUR"
seed = 7

[horizon]
start = 2026-11-16
days = 2
interval = "30m"
time_zone = "Europe/Berlin"

[opening_hours]
mon = "08:00-20:00"
tue = ["08:00-12:00", "13:00-18:00"]
closed_dates = [2026-12-25]

[queue.orders]
waiting_places = 50
volume = { per_day = 1200, weekday = { mon = 1.2 }, intraday = { "08:00" = 3.0, "12:00" = 5 }, growth_per_week = 0.02 }
handling = { mean = "6m", distribution = "lognormal", cv = 1.1 }
patience = { mean = "3m" }
target = { service_level = "80%", within = "20s", definition = "answered-of-offered" }
overflow = { after = "60s", to = ["helpers"] }
event = { sale = { first = 2026-11-17, last = 2026-11-17, factor = 1.5 } }

[queue.returns]
volume = { per_hour = 30 }
handling = { mean = "4m", distribution = "constant" }
patience = { distribution = "endless" }
target = { max_asa = "30s", max_abandonment = "5%" }

[group.desk]
skills = ["orders"]
headcount = 40
wage = 22.5
shrinkage = 0.3

[group.helpers]
skills = ["returns", "orders"]
headcount = 10
wage = 25.0
on_duty = { level = 5 }

[shift.early]
groups = ["desk"]
length = ["6h", "8h30m"]
start = { from = "08:00", to = "10:00", every = "30m" }
days = "mon-fri"
break = [{ length = "30m", after = "3h", before = "5h" }]

[routing]
agent_takes = "priority"

[simulation]
replications = 20
warm_up = "0s"

[plan]
start = 2027-01-01
months = 12

[plan.volume]
orders = { per_month = 30000, growth_per_year = 0.05 }
returns = [9000, 9000, 9000, 9000, 9000, 9000, 9000, 9000, 9000, 9000, 9000, 9000]

[plan.group.desk]
class_min = 2
class_max = 10
ramp = [0.6, 0.8]

[self_service.bot]
queues = ["orders"]
set_up = 50000
per_month = 3000
per_session = 0.5
months_to_live = 4
entry = "40%"
containment = "50%"
unresolved = "20%"
handling_factor = 1.1

[budget]
per_year = 2000000
"#;

/// Loads a text with overrides, as if it stood in `scenario.toml` of a folder without tables.
pub fn load_text(text: &str, overrides: &[&str]) -> Result<Scenario, Problems> {
    let source = Source {
        path: PathBuf::from("scenario.toml"),
        folder: PathBuf::from("no_such_folder"),
        name: "test".to_owned(),
        text: text.to_owned(),
    };
    parse(&source, &overrides.iter().map(|&text| text.to_owned()).collect::<Vec<_>>())
}

/// The problems of a text; panics if it has none.
pub fn problems_of(text: &str, overrides: &[&str]) -> Vec<Problem> {
    match load_text(text, overrides) {
        Ok(_) => panic!("valid:\n{text}"),
        Err(problems) => problems.problems,
    }
}

/// The whole scenario with something replaced; panics if it does not stand there exactly once.
pub fn with(from: &str, to: &str) -> String {
    assert_eq!(WHOLE.matches(from).count(), 1, "{from:?} stands once in the scenario");
    WHOLE.replacen(from, to, 1)
}

/// Line and column, from 1, of the first place where something stands.
pub fn place_of(text: &str, what: &str) -> (usize, usize) {
    let at = text.find(what).unwrap_or_else(|| panic!("{what:?} does not stand in\n{text}"));
    let line = text[..at].matches('\n').count() + 1;
    let column = text[..at].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
