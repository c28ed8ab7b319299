//! One broken example for each rule: what is replaced, where the problem must point, and what the message must say.

use super::given::{WHOLE, load_text, place_of, problems_of, with};
use std::collections::BTreeSet;
use std::path::Path;

/// What is replaced in the whole scenario, by what, what the problem must point at, and words of what was found, what is
/// allowed and the remedy.
pub(super) struct Example {
    pub(super) rule: &'static str,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) at: &'static str,
    pub(super) found: &'static str,
    pub(super) allowed: &'static str,
    pub(super) remedy: &'static str,
}

macro_rules! examples {
    ($($rule:literal: $from:literal => $to:literal, at $at:literal: $found:literal | $allowed:literal | $remedy:literal;)*) => {
        &[$(Example { rule: $rule, from: $from, to: $to, at: $at, found: $found, allowed: $allowed, remedy: $remedy }),*]
    };
}
pub(super) use examples;

const EXAMPLES: &[Example] = examples! {
    // ---- keys
    "unknown-key": "waiting_places = 50" => "waiting_place = 50", at "waiting_place": "\"waiting_place\"" | "waiting_places" | "did you mean \"waiting_places\"?";
    "unknown-key": "waiting_places = 50" => "wage = 50", at "wage = 50": "\"wage\"" | "handling" | "group.*.wage";
    "unknown-key": "[routing]" => "[rooting]", at "rooting": "\"rooting\"" | "routing" | "\"routing\"";
    "unknown-key": "weekday = { mon" => "weekday = { mond", at "mond": "\"mond\"" | "by weekday" | "\"mon\"";
    "unknown-key": "to = \"10:00\", every" => "till = \"10:00\", every", at "till": "\"till\"" | "from, to, every" | "from";
    "unknown-key": "mon = \"08:00-20:00\"" => "monday = \"08:00-20:00\"", at "monday": "\"monday\"" | "default" | "mon";
    "missing": "start = 2026-11-16\n" => "", at "horizon]": "nothing" | "a date" | "add start = 2026-11-16";
    "missing": "wage = 22.5\n" => "", at "desk]\nskills": "nothing" | "money" | "add wage = 25.0";
    "missing": "patience = { mean = \"3m\" }\n" => "", at "orders]": "nothing" | "a table" | "patience";
    "missing": "patience = { mean = \"3m\" }" => "patience = {}", at "patience": "nothing" | "a duration" | "endless";
    "missing": "mean = \"6m\", distribution = \"lognormal\", cv = 1.1" => "cv = 1.1", at "handling": "nothing" | "a duration" | "empirical";
    "missing": "mean = \"6m\", distribution = \"lognormal\", cv = 1.1" => "distribution = \"empirical\"", at "handling": "nothing" | "observed durations" | "values = ";
    "missing": ", within = \"20s\"" => "", at "target": "without a threshold" | "`within`" | "add within";
    "missing": "orders = { per_month = 30000, growth_per_year = 0.05 }\n" => "", at "volume]\nreturns": "no volume" | "each queue" | "plan.volume.orders";
    "missing": "{ from = \"08:00\", to" => "{ to", at "{ to": "a table" | "clock times" | "from = ";
    "name": "[queue.returns]" => "[queue.\" \"]", at "\" \"]": "\" \"" | "1 to 100 characters" | "short name";
    // ---- kinds
    "type": "headcount = 40" => "headcount = \"40\"", at "\"40\"": "\"40\"" | "whole number" | "without quotes: 40";
    "type": "patience = { mean = \"3m\" }" => "patience = \"3m\"", at "\"3m\"": "\"3m\"" | "a table" | "brackets";
    "type": "start = 2026-11-16" => "start = \"soon\"", at "\"soon\"": "\"soon\"" | "a date" | "2026-11-27";
    "type": "mon = \"08:00-20:00\"" => "mon = \"8 to 20\"", at "\"8 to 20\"": "\"8 to 20\"" | "08:00-20:00" | "closed";
    "type": "shrinkage = 0.3" => "shrinkage = \"a third\"", at "\"a third\"": "\"a third\"" | "a share" | "30%";
    "type": "name = \"Whole\"" => "name = 5", at "5": "5" | "a text" | "quotes";
    "type": "skills = [\"orders\"]" => "skills = 1", at "1\nheadcount": "1" | "names" | "list";
    "type": "\"12:00\" = 5" => "\"noon\" = 5", at "\"noon\"": "noon" | "clock time" | "08:00";
    "type": "intraday = { \"08:00\" = 3.0, \"12:00\" = 5 }" => "intraday = 3", at "3, growth": "3" | "weights" | "12:00";
    "type": "ramp = [0.6, 0.8]" => "ramp = 0.6", at "0.6": "0.6" | "a list of shares" | "brackets";
    "type": "seed = 7" => "seed = true", at "true": "true" | "whole number" | "without quotes";
    "unit": "mean = \"6m\"" => "mean = 6", at "6, dist": "6" | "a duration above 0 and at most 24h" | "\"6m\" for minutes";
    "unit": "mean = \"6m\"" => "mean = \"6\"", at "\"6\"": "\"6\"" | "duration" | "add a unit";
    "unit": "mean = \"6m\"" => "mean = \"six minutes\"", at "\"six": "six" | "duration" | "1h30m";
    "range": "mean = \"6m\"" => "mean = \"0s\"", at "\"0s\"": "0s" | "above 0" | "lengthen";
    "range": "mean = \"6m\"" => "mean = \"99999999999999999999h\"", at "\"9999": "9999" | "at most 24h" | "shorten";
    "range": "shrinkage = 0.3" => "shrinkage = 30", at "30\n\n[group.helpers": "30" | "0 to 0.95" | "\"30%\" or 0.3";
    "range": "shrinkage = 0.3" => "shrinkage = \"120%\"", at "\"120%\"": "120%" | "0.95" | "limits";
    "range": "headcount = 40" => "headcount = 100001", at "100001": "100001" | "100000" | "lower it";
    "range": "headcount = 40" => "headcount = -1", at "-1\nwage": "-1" | "from 0" | "raise it";
    "range": "wage = 22.5" => "wage = -22.5", at "-22.5": "-22.5" | "at least 0" | "raise";
    "range": "days = 2\n" => "days = 401\n", at "401": "401" | "1 to 400" | "400";
    "range": "per_hour = 30" => "per_hour = 1e10", at "1e10": "1e10" | "1000000000" | "lower";
    "range": "start = 2026-11-16" => "start = 1926-11-16", at "1926": "1926-11-16" | "1970" | "year";
    "range": "entry = \"40%\"" => "entry = \"140%\"", at "\"140%\"": "140%" | "0 to 1" | "limits";
    "range": "ramp = [0.6, 0.8]" => "ramp = [0.6, 80]", at "80]": "80" | "shares from 0 to 1" | "80%";
    "range": "months = 12\n" => "months = 6\n", at "6\n\n[plan.volume]": "6" | "12 to 36" | "12";
    "range": "handling_factor = 1.1" => "handling_factor = 1.1\nstart = 13", at "13\n\n[budget": "13" | "1 to 12" | "month";
    "range": "replications = 20" => "replications = 1000001", at "1000001": "1000001" | "1000000" | "lower";
    "range": "from = \"08:00\", to = \"10:00\"" => "from = \"08:00\", to = \"24:00\"", at "{ from": "24:00" | "clock times" | "midnight";
    "range": "distribution = \"lognormal\", cv = 1.1" => "distribution = \"lognormal\", cv = 0.01", at "0.01 }": "0.01" | "0.05 to 20 with lognormal" | "another distribution";
    "range": "distribution = \"lognormal\", cv = 1.1" => "distribution = \"hyperexponential\"", at "handling": "nothing" | "1 to 20" | "`cv`";
    "range": "mean = \"6m\", distribution = \"lognormal\", cv = 1.1" => "distribution = \"empirical\", values = [\"0s\", \"0s\"]", at "[\"0s\"": "a mean of 0 s" | "mean above 0" | "correct";
    "range": "mean = \"6m\", distribution = \"lognormal\", cv = 1.1" => "distribution = \"empirical\", values = [\"5m\", \"25h\"]", at "\"25h\"": "25h" | "0s to 24h" | "shorten";
    "not-finite": "wage = 22.5" => "wage = nan", at "nan": "nan" | "money" | "finite";
    "not-finite": "wage = 22.5" => "wage = inf", at "inf": "inf" | "money" | "finite";
    "not-finite": "wage = 22.5" => "wage = 1e400", at "1e400": "1e400" | "money" | "finite";
    "not-finite": "headcount = 40" => "headcount = 99999999999999999999", at "9999": "99999999999999999999" | "whole number" | "finite";
    "not-finite": "shrinkage = 0.3" => "shrinkage = \"NaN%\"", at "\"NaN%\"": "NaN%" | "share" | "0.3";
    "whole": "headcount = 40" => "headcount = 40.5", at "40.5": "40.5" | "whole number" | "whole number";
    "choice": "distribution = \"lognormal\"" => "distribution = \"log-normal\"", at "\"log-normal\"": "log-normal" | "weibull" | "\"lognormal\"";
    "choice": "within = \"20s\", def" => "within = \"20s\", over = \"week\", def", at "\"week\"": "week" | "horizon" | "for example";
    "choice": "agent_takes = \"priority\"" => "agent_takes = \"fifo\"", at "\"fifo\"": "fifo" | "longest-waiting" | "for example";
    "choice": "replications = 20" => "replications = \"automatic\"", at "\"automatic\"": "automatic" | "\"auto\"" | "auto";
    "choice": "days = \"mon-fri\"" => "days = \"mon-fry\"", at "\"mon-fry\"": "mon-fry" | "weekdays" | "\"fri\"";
    "choice": "interval = \"30m\"" => "interval = \"20m\"", at "\"20m\"": "20 minutes" | "\"15m\", \"30m\" or \"1h\"" | "choose";
    "empty": "skills = [\"orders\"]" => "skills = []", at "[]": "an empty list" | "one or more" | "at least one";
    "empty": "name = \"Whole\"" => "name = \" \"", at "\" \"": "empty" | "a text" | "leave the key out";
    "twice": "skills = [\"orders\"]" => "skills = [\"orders\", \"orders\"]", at "\"orders\"]\nheadcount": "twice" | "names" | "once";
    "twice": "\"12:00\" = 5" => "\"8:00\" = 5", at "{ \"08:00\"": "twice" | "weights" | "once";
    "length": "orders = { per_month = 30000, growth_per_year = 0.05 }" => "orders = [1, 2, 3]", at "[1, 2, 3]": "3 numbers" | "12 months" | "missing months";
    "length": "mean = \"6m\", distribution = \"lognormal\", cv = 1.1" => "distribution = \"empirical\", values = [\"6m\"]", at "[\"6m\"]": "1 durations" | "2 to 10000" | "add more";
    "length": "growth_per_year = 0.05 }" => "season = [1, 2] }", at "[1, 2]": "2 numbers" | "12 numbers" | "add";
    "all-zero": "weekday = { mon = 1.2 }" => "weekday = { mon = 0, tue = 0, wed = 0, thu = 0, fri = 0, sat = 0, sun = 0 }", at "{ mon = 0": "without contacts" | "factors" | "above 0";
    "all-zero": "{ \"08:00\" = 3.0, \"12:00\" = 5 }" => "{ \"08:00\" = 0 }", at "{ \"08:00\"": "no weight" | "above 0" | "at least one";
    "order": "mon = \"08:00-20:00\"" => "mon = \"20:00-08:00\"", at "\"20:00-08:00\"": "20:00-08:00" | "opening hours" | "end after it begins";
    "order": "[\"08:00-12:00\", \"13:00-18:00\"]" => "[\"08:00-14:00\", \"13:00-18:00\"]", at "[\"08:00-14:00\"": "08:00-14:00" | "opening hours" | "overlap";
    "order": "last = 2026-11-17" => "last = 2026-11-15", at "2026-11-15": "2026-11-15" | "first day" | "exchange";
    "order": "class_min = 2" => "class_min = 20", at "20\nclass_max": "class_max = 10" | "at most class_max" | "lower";
    "order": "before = \"5h\"" => "before = \"2h\"", at "\"2h\"": "2h" | "`after`" | "exchange";
    "order": "from = \"08:00\", to = \"10:00\"" => "from = \"10:00\", to = \"08:00\"", at "{ from": "10:00" | "clock times" | "at or after";
    // ---- across keys
    "one-of": "days = 2\n" => "days = 2\nhours = 48\n", at "48": "`days` and `hours`" | "one of them" | "take one";
    "one-of": "days = 2\n" => "", at "horizon]": "none of" | "one of them" | "days = 28";
    "one-of": "days = 2\n" => "days = 2\nlength = \"90m\"\n", at "\"90m\"": "`days` and `length`" | "one of them" | "take one";
    "one-of": "per_hour = 30" => "per_hour = 30, per_day = 300", at "300 }": "`per_hour` and `per_day`" | "one of them" | "take one";
    "one-of": "per_hour = 30" => "factor = 1", at "volume = { factor": "none of" | "one of them" | "per_day";
    "one-of": "per_hour = 30" => "per_hour = 30, growth_per_week = 0.1", at "0.1 }": "growth_per_week" | "`per_day` only" | "take the profile out";
    "one-of": "level = 5" => "level = 5, file = \"x.csv\"", at "\"x.csv\"": "`level` and `file`" | "one of them" | "take one";
    "contradiction": "distribution = \"endless\"" => "distribution = \"endless\", mean = \"1m\"", at "\"1m\"": "endless" | "nothing" | "take it out";
    "contradiction": "distribution = \"constant\"" => "distribution = \"constant\", cv = 0.5", at "0.5 }\npatience": "0.5" | "no `cv` with constant" | "take it out";
    "contradiction": "distribution = \"lognormal\", cv = 1.1" => "distribution = \"empirical\", values = [\"5m\", \"7m\"]", at "\"6m\"": "`mean` with observed values" | "follows from `values`" | "take it out";
    "contradiction": "distribution = \"lognormal\", cv = 1.1" => "values = [\"5m\", \"7m\"]", at "[\"5m\"": "another distribution" | "empirical" | "add distribution";
    "unknown-name": "skills = [\"orders\"]" => "skills = [\"order\"]", at "\"order\"": "the queue \"order\"" | "orders, returns" | "\"orders\"";
    "unknown-name": "to = [\"helpers\"]" => "to = [\"halpers\"]", at "\"halpers\"": "the group \"halpers\"" | "desk, helpers" | "\"helpers\"";
    "unknown-name": "groups = [\"desk\"]" => "groups = [\"dusk\"]", at "\"dusk\"": "dusk" | "desk" | "\"desk\"";
    "unknown-name": "queues = [\"orders\"]" => "queues = [\"phone\"]", at "\"phone\"": "phone" | "orders" | "[queue.phone]";
    "unknown-name": "[plan.group.desk]" => "[plan.group.desks]", at "desks": "desks" | "desk, helpers" | "\"desk\"";
    "unknown-name": "time_zone = \"Europe/Berlin\"" => "time_zone = \"Berlin\"", at "\"Berlin\"": "Berlin" | "IANA" | "Europe/Berlin";
    "no-skill": "skills = [\"returns\", \"orders\"]" => "skills = [\"returns\"]", at "[\"helpers\"]": "lacks the skill \"orders\"" | "among their skills" | "group.helpers.skills";
    "unanswered": "skills = [\"returns\", \"orders\"]" => "skills = [\"orders\"]", at "returns]": "no group answers" | "at least one" | "add \"returns\"";
    "never-open": "mon = \"08:00-20:00\"\ntue = [\"08:00-12:00\", \"13:00-18:00\"]" => "mon = \"closed\"", at "opening_hours]": "no open minute" | "at least one weekday" | "add mon";
    "grid": "length = [\"6h\", \"8h30m\"]" => "length = \"7h45m\"", at "\"7h45m\"": "7h45m" | "30 minutes" | "round";
    "grid": "length = [\"6h\", \"8h30m\"]" => "length = { from = \"6h\", to = \"8h\", every = \"45m\" }", at "{ from = \"6h\"": "6h45m" | "30 minutes" | "round";
    "missing": "length = [\"6h\", \"8h30m\"]" => "length = { from = \"6h\", to = \"8h\" }", at "{ from = \"6h\"": "a table" | "from, to, every" | "every = ";
    "order": "length = [\"6h\", \"8h30m\"]" => "length = { from = \"8h\", to = \"6h\", every = \"1h\" }", at "{ from = \"8h\"": "a table" | "from, to, every" | "at least `from`";
    "unknown-key": "length = [\"6h\", \"8h30m\"]" => "length = { from = \"6h\", till = \"8h\", every = \"1h\" }", at "till": "\"till\"" | "from, to, every" | "from";
    "length": "length = [\"6h\", \"8h30m\"]" => "length = { from = \"1h\", to = \"10h\", every = \"1s\" }", at "{ from = \"1h\"": "32401 durations" | "from, to, every" | "longer";
    "grid": "from = \"08:00\", to = \"10:00\"" => "from = \"08:10\", to = \"10:00\"", at "{ from": "08:10" | "30 minutes" | "move";
    "grid": "break = [{ length = \"30m\"" => "break = [{ length = \"20m\"", at "\"20m\"": "20m" | "30 minutes" | "round";
    "grid": "every = \"30m\" }" => "every = \"90s\" }", at "\"90s\"": "90s" | "clock times" | "whole minutes";
    "break-fits": "before = \"5h\"" => "before = \"6h\"", at "{ length = \"30m\"": "6h30m" | "within the shift" | "from_shift_length";
    "break-order": "before = \"5h\" }]" => "before = \"5h\" }, { length = \"30m\", after = \"1h\" }]", at "{ length = \"30m\", after = \"1h\"": "cannot begin" | "order" | "exchange";
    "never": "before = \"5h\" }]" => "before = \"5h\", from_shift_length = \"10h\" }]", at "\"10h\"": "10h" | "longest length" | "lower";
    "break-order": "before = \"5h\" }]" => "before = \"5h\" }, { length = \"30m\", after = \"3h30m\" }]\ngap_between_breaks = \"30m\"", at "{ length = \"30m\", after = \"3h30m\"": "`gap_between_breaks`" | "order" | "raise";
    "grid": "before = \"5h\" }]" => "before = \"5h\" }]\nwork_after_break = \"20m\"", at "\"20m\"": "20m" | "30 minutes" | "round";
    "break-fits": "before = \"5h\" }]" => "before = \"5h\" }]\nwork_after_break = \"3h\"", at "\"3h\"\n\n[routing": "3h30m after the begin of a shift of 6h" | "every length" | "lower";
    "never": "before = \"5h\" }]" => "before = \"5h\" }]\ngap_between_breaks = \"1h\"", at "\"1h\"": "1 breaks" | "at least 2" | "take it out";
    "grid": "[simulation]" => "[[scheduling.premium]]\nname = \"night\"\nfrom = \"20:10\"\nshare = 0.25\n\n[simulation]", at "\"20:10\"": "20:10" | "30 minutes" | "move";
    "order": "[simulation]" => "[[scheduling.premium]]\nname = \"night\"\nfrom = \"20:00\"\nuntil = \"20:00\"\nshare = 0.25\n\n[simulation]", at "\"20:00\"\nshare": "20:00" | "not the begin" | "all day";
    "missing": "[simulation]" => "[[scheduling.premium]]\nname = \"night\"\n\n[simulation]", at "[[scheduling": "nothing" | "a share above 0" | "share = ";
    "missing": "days = \"mon-fri\"" => "days = \"mon-fri\"\novertime = { premium = 0.5 }", at "overtime": "neither" | "before the shift" | "after = ";
    "grid": "days = \"mon-fri\"" => "days = \"mon-fri\"\novertime = { after = \"50m\" }", at "\"50m\"": "50m" | "30 minutes" | "round";
    "never": "days = \"mon-fri\"" => "days = \"mon-fri\"\novertime = { after = \"1h\", every = \"2h\" }", at "\"2h\" }": "longer than any" | "at most as long" | "shorten";
    "break-fits": "days = \"mon-fri\"" => "days = \"mon-fri\"\nsplit = { length = \"2h\", after = \"6h\" }", at "split": "6h after the begin of a shift of 6h" | "before and after" | "earlier";
    "break-order": "days = \"mon-fri\"" => "days = \"mon-fri\"\nsplit = { length = \"2h\", after = \"4h\" }", at "{ length = \"30m\", after = \"3h\"": "before the pause" | "within 4h" | "narrow";
    "grid": "days = \"mon-fri\"" => "days = \"mon-fri\"\nsplit = { length = [\"1h\", \"2h10m\"], after = \"5h30m\" }", at "[\"1h\", \"2h10m\"]": "2h10m" | "30 minutes" | "round";
    "missing": "days = \"mon-fri\"" => "days = \"mon-fri\"\nsplit = { after = \"5h30m\" }", at "split": "nothing" | "duration" | "length = ";
    "one-of": "[simulation]" => "[[scheduling.session]]\nname = \"coaching\"\nlength = \"1h\"\n\n[simulation]", at "[[scheduling": "none of" | "one of them" | "share = 1";
    "grid": "[simulation]" => "[[scheduling.session]]\nname = \"coaching\"\nlength = \"50m\"\npeople = 5\n\n[simulation]", at "\"50m\"": "50m" | "30 minutes" | "round";
    "order": "[simulation]" => "[[scheduling.session]]\nname = \"coaching\"\nlength = \"1h\"\nshare = 1\nearliest = \"10:00\"\nlatest = \"10:30\"\n\n[simulation]", at "\"10:30\"": "10:30" | "1h after" | "move it back";
    "first-of-month": "start = 2027-01-01" => "start = 2027-01-15", at "2027-01-15": "2027-01-15" | "first day" | "2027-01-01";
    "either-or": "class_min = 2\n" => "class_min = 2\nattrition_per_month = 0.02\nattrition_per_year = 0.31\n", at "0.31": "attrition_per_month and attrition_per_year" | "one of the two" | "take one of them out";
    "either-or": "[budget]" => "[plan.outsourcing.firm]\ngroup = \"desk\"\n\n[budget]", at "firm]": "group" | "either group and per_hour" | "say what the partner is paid for";
    "same": "[budget]" => "[plan.transfer.up]\nfrom = \"desk\"\nto = \"desk\"\n\n[budget]", at "\"desk\"\n\n[budget]": "\"desk\" on both sides" | "another group" | "name the group";
    "same": "handling_factor = 1.1" => "handling_factor = 1.1\nexcludes = [\"bot\"]", at "[\"bot\"]": "\"bot\" itself" | "others" | "take it out";
    "assignment": "[budget]" => "[plan.alternative.rich]\nset = [\"budget.per_year\"]\n\n[budget]", at "[\"budget.per_year\"]": "budget.per_year" | "path=value" | "write it like";
    "missing": "entry = \"40%\"\n" => "", at "bot]": "nothing" | "queues, entry" | "add entry";
    "too-many": "per_day = 1200" => "per_day = 1e9", at "queue.orders]": "contacts over the horizon" | "1e9" | "volumes";
    "too-many": "every = \"30m\" }\ndays = \"mon-fri\"\nbreak = [{ length = \"30m\", after = \"3h\", before = \"5h\" }]" => "every = \"30m\" }\nbreak = [{ length = \"30m\", after = \"0s\", before = \"1h\" }, { length = \"30m\", after = \"0s\", before = \"5h\" }, { length = \"30m\", after = \"0s\", before = \"5h\" }, { length = \"30m\", after = \"0s\", before = \"5h\" }]", at "early]": "combinations" | "20000" | "coarser";
    "file": "per_hour = 30" => "file = \"volume.csv\"", at "": "no such file" | "CSV" | "folder of the scenario";
    // ---- syntax
    "syntax": "headcount = 40" => "headcount = forty", at "forty": "" | "" | "quotes";
    "syntax": "[horizon]" => "[horizon", at "\nstart": "" | "" | "brackets";
    "syntax": "seed = 7" => "seed = 7\nseed = 8", at "seed = 8": "`seed`" | "duplicate" | "";
};

#[test]
fn the_whole_scenario_is_valid() {
    if let Err(problems) = load_text(WHOLE, &[]) {
        panic!("{problems}");
    }
}

#[test]
fn every_broken_example_is_refused_where_it_is_broken_with_what_was_found_what_is_allowed_and_a_remedy() {
    refuses(WHOLE, EXAMPLES);
}

/// Each example, put into a text, is refused as it says.
pub(super) fn refuses(whole: &str, examples: &[Example]) {
    let mut failures = Vec::new();
    for example in examples {
        assert_eq!(whole.matches(example.from).count(), 1, "{:?} stands once in the scenario", example.from);
        let text = whole.replacen(example.from, example.to, 1);
        let problems = problems_of(&text, &[]);
        let is_right = |problem: &&callboard::scenario::problem::Problem| {
            let at_its_place = if example.at.is_empty() {
                problem.place.line == 0
            } else {
                let (line, column) = place_of(&text, example.at);
                problem.place.origin == "scenario.toml" && (problem.place.line, problem.place.column) == (line, column)
            };
            problem.rule == example.rule
                && at_its_place
                && problem.found.contains(example.found)
                && problem.allowed.contains(example.allowed)
                && problem.remedy.contains(example.remedy)
        };
        if !problems.iter().any(|problem| is_right(&problem)) {
            let at = if example.at.is_empty() { (0, 0) } else { place_of(&text, example.at) };
            failures.push(format!("{} {:?} expected at {at:?}\n  got {problems:#?}", example.rule, example.to));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Rules that need a file, a table or an override to be broken; each has a test in the modules beside this one.
const ELSEWHERE: &[&str] = &[
    "override-form",
    "override-path",
    "needs-plan",
    "missing-column",
    "unknown-column",
    "off-grid",
    "outside",
    "gap",
    "row",
    "closed-volume",
    "encoding",
    "more",
    "too-large",
    "incomplete",
    "channel",
    "shares",
    "endless",
];

#[test]
fn every_rule_in_the_code_has_a_broken_example() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scenario");
    let mut rules = BTreeSet::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let code: String = std::fs::read_to_string(path).unwrap().split_whitespace().collect();
            for opening in ["refuse(\"", "Refusal::new(\"", "rule:\"", "problem(\"", "Err((\"", "refuse_at(&written,\""]
            {
                for (at, _) in code.match_indices(opening) {
                    let rule = code[at + opening.len()..].split('"').next().unwrap();
                    if rule.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
                        rules.insert(rule.to_owned());
                    }
                }
            }
        }
    }
    assert!(rules.len() > 30, "{rules:?}");
    let examples = EXAMPLES.iter().chain(super::people::EXAMPLES);
    let shown: BTreeSet<&str> = examples.map(|example| example.rule).chain(ELSEWHERE.iter().copied()).collect();
    let missing: Vec<&String> = rules.iter().filter(|rule| !shown.contains(rule.as_str())).collect();
    assert!(missing.is_empty(), "rules without an example: {missing:?}");
}

#[test]
fn all_problems_are_reported_at_once_in_the_order_of_the_file() {
    let text = WHOLE
        .replace("seed = 7", "sead = 7")
        .replace("mean = \"6m\"", "mean = 6")
        .replace("skills = [\"orders\"]", "skills = [\"order\"]")
        .replace("headcount = 10", "headcount = -10")
        .replace("length = [\"6h\", \"8h30m\"]", "length = \"7h50m\"")
        .replace("class_min = 2", "class_min = 20");
    let problems = problems_of(&text, &[]);
    let rules: Vec<&str> = problems.iter().map(|problem| problem.rule).collect();
    assert_eq!(rules, ["unknown-key", "unit", "unknown-name", "range", "grid", "order"], "{problems:#?}");
    assert!(problems.windows(2).all(|pair| pair[0].place.line < pair[1].place.line));
}

#[test]
fn several_faults_of_the_syntax_are_reported_at_once() {
    let text = WHOLE.replace("headcount = 40", "headcount = forty").replace("headcount = 10", "headcount = ten");
    let lines: Vec<usize> = problems_of(&text, &[]).iter().map(|problem| problem.place.line).collect();
    assert_eq!(lines, [place_of(&text, "forty").0, place_of(&text, "ten\nwage").0]);
}

#[test]
fn self_service_and_a_budget_need_a_plan() {
    let text = WHOLE.split("[plan]").next().unwrap().to_owned() + "[budget]\nper_year = 5\n";
    let problems = problems_of(&text, &[]);
    assert_eq!(problems.iter().map(|problem| problem.rule).collect::<Vec<_>>(), ["needs-plan"]);
    assert_eq!((problems[0].place.line, problems[0].place.column), place_of(&text, "budget]"));
}

#[test]
fn a_horizon_with_too_many_values_is_refused_before_memory_is() {
    let mut text = with("days = 2\n", "days = 400\n").replace("interval = \"30m\"", "interval = \"15m\"");
    let queue = |index| {
        format!(
            "[queue.q{index}]\nvolume = {{ per_hour = 1 }}\nhandling = {{ mean = \"1m\" }}\npatience = {{ mean = \"1m\" }}\n"
        )
    };
    text.extend((0..200).map(queue));
    assert!(problems_of(&text, &[]).iter().any(|problem| problem.rule == "too-many" && problem.about == "horizon"));
}

#[test]
fn a_file_without_queues_or_groups_lacks_both() {
    let problems = problems_of("[horizon]\nstart = 2026-01-01\ndays = 1\n", &[]);
    let about: Vec<&str> = problems.iter().map(|problem| problem.about.as_str()).collect();
    assert_eq!(about, ["queue", "group"]);
    let problems = problems_of("[horizon]\nstart = 2026-01-01\ndays = 1\n[queue]\n[group]\n", &[]);
    let about: Vec<&str> = problems.iter().map(|problem| problem.about.as_str()).collect();
    assert_eq!(about, ["queue", "group"]);
}

#[test]
fn what_nobody_promised_and_nobody_forbade_is_allowed() {
    // Nobody on duty and endless patience: a queue that only grows is an answer, not a fault of the input.
    let text = with("level = 5", "level = 0").replace("headcount = 40", "headcount = 0");
    assert!(load_text(&text, &[]).is_ok());
}
