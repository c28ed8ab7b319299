//! Promises and verdicts in words.

pub use super::words::{definition_words as definition, promises as words, verdict};

use super::{format, words as english};
use crate::simulation::{Performance, QueueMeasures, QueuePerformance, Verdict, judge};
use crate::statistics::Estimate;
use crate::target::Target;

/// One thing that is promised, beside what was measured.
pub(super) struct Item {
    /// It alone.
    pub target: Target,
    /// What is measured: `answered within 20 s`.
    pub name: String,
    /// What is promised; empty where nothing is.
    pub promised: String,
    pub measured: Estimate,
    /// Whether it is seconds, and not a share.
    pub is_duration: bool,
}

impl Item {
    /// `average wait 20 s`, `5.0 % hang up`.
    fn named(&self, value: &str) -> String {
        if self.is_duration { format!("{} {value}", self.name) } else { format!("{value} {}", self.name) }
    }

    fn value(&self) -> String {
        if self.is_duration {
            format::mean(self.measured, format::duration)
        } else {
            format::mean(self.measured, format::percent)
        }
    }

    pub fn estimated(&self) -> String {
        if self.is_duration {
            format::estimated_duration(self.measured)
        } else {
            format::estimated_percent(self.measured)
        }
    }
}

/// All that a queue promises; its service level where it promises nothing.
pub(super) fn items(queue: &QueuePerformance, measures: &QueueMeasures) -> Vec<Item> {
    let target = queue.target;
    let nothing = Target::default();
    let mut items = Vec::new();
    if target.service_level.is_some() || target.is_empty() {
        items.push(Item {
            target: Target { service_level: target.service_level, ..nothing },
            name: english::answered_within(queue.within),
            promised: target.service_level.map_or_else(String::new, |level| format::short_percent(level.share.0)),
            measured: measures.service_level,
            is_duration: false,
        });
    }
    if let Some(wait) = target.max_asa {
        items.push(Item {
            target: Target { max_asa: Some(wait), ..nothing },
            name: english::AVERAGE_WAIT.to_owned(),
            promised: english::at_most(&format::duration(wait.0)),
            measured: measures.asa_s,
            is_duration: true,
        });
    }
    let shares = [
        (
            target.max_abandonment,
            Target { max_abandonment: target.max_abandonment, ..nothing },
            english::HANG_UP,
            measures.abandonment,
        ),
        (
            target.max_p_wait,
            Target { max_p_wait: target.max_p_wait, ..nothing },
            english::HAVE_TO_WAIT,
            measures.p_wait,
        ),
        (
            target.max_occupancy,
            Target { max_occupancy: target.max_occupancy, ..nothing },
            english::AGENTS_ARE_BUSY,
            measures.occupancy,
        ),
    ];
    for (limit, target, name, measured) in shares {
        if let Some(limit) = limit {
            let promised = english::at_most(&format::short_percent(limit.0));
            items.push(Item { target, name: name.to_owned(), promised, measured, is_duration: false });
        }
    }
    items
}

/// What was promised with what was measured: `62.0 % answered within 20 s, promised 80 %`. Of a promise that is missed or not
/// clear only what makes it so; with its 95 % interval where that is why it is not clear.
pub fn in_sentence(queue: &QueuePerformance, measures: &QueueMeasures) -> String {
    let verdict = judge(&queue.target, measures);
    let matters = |item: &&Item| verdict == Verdict::Kept || judge(&item.target, measures) == verdict;
    let parts: Vec<String> = items(queue, measures)
        .iter()
        .filter(matters)
        .map(|item| {
            let value = if verdict == Verdict::Unclear { item.estimated() } else { item.value() };
            let measured = item.named(&value);
            if item.promised.is_empty() { measured } else { english::against_promise(&measured, &item.promised) }
        })
        .collect();
    parts.join("; ")
}

/// The measure that decides the verdict, with its 95 % interval: `62.0 % ± 1.0`; with its name where it is not the first
/// of the promises.
pub fn deciding(queue: &QueuePerformance, measures: &QueueMeasures) -> String {
    decided(queue, measures, Item::estimated)
}

/// The same on average, without the interval.
pub fn deciding_mean(queue: &QueuePerformance, measures: &QueueMeasures) -> String {
    decided(queue, measures, Item::value)
}

/// That measure itself; `None` only where nothing is measured.
pub(super) fn deciding_item(queue: &QueuePerformance, measures: &QueueMeasures) -> Option<Item> {
    let verdict = judge(&queue.target, measures);
    let mut items = items(queue, measures);
    let place = items.iter().position(|item| judge(&item.target, measures) == verdict).unwrap_or(0);
    (place < items.len()).then(|| items.swap_remove(place))
}

fn decided(queue: &QueuePerformance, measures: &QueueMeasures, shown: fn(&Item) -> String) -> String {
    let verdict = judge(&queue.target, measures);
    let items = items(queue, measures);
    match items.iter().position(|item| judge(&item.target, measures) == verdict) {
        Some(index) if index > 0 => items[index].named(&shown(&items[index])),
        _ => items.first().map_or_else(|| format::NONE.to_owned(), shown),
    }
}

/// A verdict as a sign, for where there is no room for a word.
pub fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => "✓",
        Verdict::Missed => "✗",
        Verdict::Unclear => "?",
        Verdict::NoPromise => "–",
    }
}

/// The verdict over several queues: missed where one is missed, then unclear where one is unclear.
pub fn together(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let rank = |verdict: &Verdict| match verdict {
        Verdict::NoPromise => 0,
        Verdict::Kept => 1,
        Verdict::Unclear => 2,
        Verdict::Missed => 3,
    };
    verdicts.max_by_key(rank).unwrap_or(Verdict::NoPromise)
}

/// The verdict over all queues, day by day.
pub fn by_day(performance: &Performance) -> Vec<Verdict> {
    let days = performance.queues.first().map_or(0, |queue| queue.days.len());
    (0..days)
        .map(|day| together(performance.queues.iter().map(|queue| judge(&queue.target, &queue.days[day]))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use crate::units::Share;

    #[test]
    fn a_sentence_names_everything_promised() {
        let study = example::study();
        let service = &study.today.queues[1];
        assert_eq!(
            in_sentence(service, &service.total),
            "86.0 % answered within 30 s, promised 80 %; 1.8 % hang up, promised at most 5 %"
        );
    }

    #[test]
    fn of_a_missed_promise_the_sentence_names_what_is_missed() {
        let mut study = example::study();
        let service = &mut study.today.queues[1];
        service.target.max_abandonment = Some(Share(0.01));
        assert_eq!(in_sentence(service, &service.total), "1.8 % hang up, promised at most 1 %");
        service.target.max_abandonment = Some(Share(0.018));
        assert_eq!(in_sentence(service, &service.total), "1.8 % ± 0.2 hang up, promised at most 1.8 %");
    }

    #[test]
    fn the_promise_that_is_broken_decides() {
        let mut study = example::study();
        let service = &mut study.today.queues[1];
        assert_eq!(deciding(service, &service.total), "86.0 % ± 1.0");
        service.target.max_abandonment = Some(Share(0.01));
        assert_eq!(deciding(service, &service.total), "1.8 % ± 0.2 hang up");
    }

    #[test]
    fn a_missed_promise_outweighs_all_others() {
        let verdicts = [Verdict::Kept, Verdict::Missed, Verdict::Unclear, Verdict::NoPromise];
        assert_eq!(together(verdicts.into_iter()), Verdict::Missed);
        assert_eq!(together([Verdict::NoPromise, Verdict::Kept].into_iter()), Verdict::Kept);
        assert_eq!(together(std::iter::empty()), Verdict::NoPromise);
    }
}
