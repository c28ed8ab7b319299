//! The reasons in words: what the records show, and what would help.

use super::words::{queue_name, value};
use crate::calendar::clock;
use crate::report::format::{self, counted, duration, percent};
use crate::validation::gap::Gap;
use crate::validation::reasons::Reason;
use crate::validation::{Measure, Validation};

/// One sentence or two for each reason.
pub(in crate::report) fn reasons(validation: &Validation) -> Vec<String> {
    validation.reasons.iter().map(|reason| in_words(validation, reason)).collect()
}

fn in_words(validation: &Validation, reason: &Reason) -> String {
    let scenario = &validation.scenario;
    let queue = |index: usize| queue_name(validation, index);
    match reason {
        Reason::StaffNotRecorded { groups } => {
            let names: Vec<String> = groups.iter().map(|&group| format::name(&scenario.groups[group].name)).collect();
            format!(
                "The agents of {} were not recorded: those of the scenario were taken. Put those who were there into on_duty.csv.",
                format::listed(&names)
            )
        }
        Reason::Gap(gap) => of_gap(gap),
        Reason::StaffFromCalls { groups } => format!(
            "Agents on duty were read off call records: from one answer to the next, rounded in each of {}. Who is away for some minutes counts as there, who waits for a first call does not. Sign-in times would tell.",
            counted(*groups, "group")
        ),
        Reason::NobodyThere { intervals, answered } => format!(
            "In {} {} contacts were answered while nobody was on duty by the records: agents are missing from them.",
            counted(*intervals, "interval"),
            format::count(*answered)
        ),
        Reason::TooBusy { intervals, of, highest } => format!(
            "In {} of {} agents handled for longer than they were there (up to {}): some are missing from the records, or handling counts time in which they did something else.",
            format::count(*intervals as f64),
            counted(*of, "interval"),
            percent(*highest)
        ),
        Reason::MoreThanCame { queue: of, intervals } => format!(
            "In {} more contacts of {} were answered or hung up than came: the export counts them by other intervals, or by other rules.",
            counted(*intervals, "interval"),
            queue(*of)
        ),
        Reason::ThresholdUnknown => format!(
            "The export counted answers in time by a threshold that is not known; {} is a guess. Say it as `within` in mapping.toml and in the scenario.",
            duration(validation.record.within.0)
        ),
        Reason::Handling { queue: of, recorded_s, simulated_s } => format!(
            "{} took {} to handle in this period, and takes {} in the scenario.",
            format::capital(&queue(*of)),
            duration(*recorded_s),
            duration(*simulated_s)
        ),
        Reason::HandlingByHour { queue: of, hour, recorded_s, simulated_s, others } => {
            let more = if *others == 0 {
                String::new()
            } else {
                format!(", and differs in {} more", counted(*others, "hour"))
            };
            format!(
                "Handling of {} depends on the hour: from {} to {} it took {}, in the scenario it always takes {}{more}.",
                queue(*of),
                clock(60 * hour),
                clock(60 * hour + 60),
                duration(*recorded_s),
                duration(*simulated_s)
            )
        }
        Reason::Patience { queue: of, recorded, simulated, factor } => format!(
            "Of {}, {} hung up and {} in the simulation; for the time that they wait, patience would be {} times that of the scenario.",
            queue(*of),
            percent(*recorded),
            percent(*simulated),
            format::decimal(*factor, 2)
        ),
        Reason::Edge { is_first, there, elsewhere } => {
            let part = if *is_first { "first" } else { "last" };
            let by = |points: f64| {
                let side = if points >= 0.0 { "above" } else { "below" };
                format!("{} points {side}", format::decimal(100.0 * points.abs(), 1))
            };
            format!(
                "In the {part} interval of a day the simulated service level is {} the recorded one, in the others {}: who begins or ends within an interval is not in the records of whole intervals.",
                by(*there),
                by(*elsewhere)
            )
        }
        Reason::WhoComesFirst { better, worse } => format!(
            "{} was served better than simulated and {} worse, by the same agents: which contact an agent takes first is not as in the scenario (priority, routing).",
            format::capital(&queue(*better)),
            queue(*worse)
        ),
        Reason::CallAgain { abandonment } => format!(
            "{} hung up, and those among the contacts who called again are not told from others. With other staffing they would be fewer or more; this comparison, with contacts as counted, does not show it.",
            percent(*abandonment)
        ),
    }
}

fn of_gap(gap: &Gap) -> String {
    let what = match gap.measure {
        Measure::ServiceLevel => "service level",
        Measure::Abandonment => "share that hangs up",
        _ => "average wait",
    };
    let (more, fewer) = (100.0 * (gap.work - 1.0), 100.0 * (gap.agents() - 1.0));
    let points = |percent: f64| format::decimal(percent.abs(), 0);
    let then = if gap.is_chance_then { ", which is chance" } else { "" };
    let both = format!(
        "Over the whole, the simulated {what} is {}, the recorded one {}.",
        value(gap.measure, gap.simulated),
        value(gap.measure, gap.recorded)
    );
    let error = super::words::distance(gap.measure, gap.error_then);
    if gap.work > 1.0 {
        format!(
            "{both} They would be alike with {} % more work in each contact (time between calls, after-call work, breaks that the records do not show), or {} % fewer agents than recorded; a typical day would then be {error} off{then}.",
            points(more),
            points(fewer)
        )
    } else {
        format!(
            "{both} They would be alike with {} % less work in each contact, or {} % more agents than recorded (agents missing from the records, or help from others); a typical day would then be {error} off{then}.",
            points(more),
            points(fewer)
        )
    }
}
