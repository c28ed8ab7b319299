//! What call records say of each queue: they are taken one by one, in bounded memory, and become settings of a scenario.

use super::lines::{Line, handling_lines, patience_lines, queue_key};
use super::{HandlingOptions, Wait, handling, patience};
use crate::history::CallRecord;
use crate::history::folder::Setting;
use crate::history::mapping::Outcome;
use crate::random::{Purpose, Stream, name_key, stream};
use crate::units::Seconds;
use rand::RngExt;
use std::collections::BTreeMap;

/// Most observations of a kind that are kept of a queue: the mean of so many is known to a hundredth of a standard deviation.
const MOST: usize = 20_000;
/// Who hangs up within so many seconds did not wait: that is balking, not patience.
const AT_ONCE: Seconds = Seconds(1.0);

/// Observations of all queues, by their names in a scenario.
#[derive(Default)]
pub struct Observed {
    queues: BTreeMap<String, OfQueue>,
}

struct OfQueue {
    handling: Sample<f64>,
    waits: Sample<Wait>,
    draws: Stream,
}

impl Observed {
    /// Takes a call.
    pub fn take(&mut self, call: &CallRecord<'_>) {
        if !self.queues.contains_key(call.queue) {
            let draws = stream(0, 0, Purpose::Sample { queue: name_key(call.queue) });
            let of_queue = OfQueue { handling: Sample::default(), waits: Sample::default(), draws };
            self.queues.insert(call.queue.to_owned(), of_queue);
        }
        let Some(OfQueue { handling, waits, draws }) = self.queues.get_mut(call.queue) else { return };
        if let Some(seconds) = call.handling_s {
            handling.take(seconds, draws);
        }
        if let Some(seconds) = call.wait_s {
            waits.take(Wait { seconds, has_abandoned: call.outcome == Outcome::Abandoned }, draws);
        }
    }

    /// What follows for a queue: its handling time and its patience, as far as there are enough observations.
    pub fn settings(&self, queue: &str) -> Vec<Setting> {
        let Some(OfQueue { handling: times, waits, .. }) = self.queues.get(queue) else { return Vec::new() };
        let handling = handling(&times.kept, &HandlingOptions::default());
        let patience = patience(&waits.kept, AT_ONCE);
        let of_handling = handling.map(|handling| times.said_of(handling_lines(queue, &handling)));
        let of_patience = patience.map(|patience| waits.said_of(patience_lines(queue, &patience)));
        let setting = |Line { key, value, comment }: Line| {
            let key = key.strip_prefix(&queue_key(queue)).unwrap_or(&key).to_owned();
            Setting { key, value, comment }
        };
        of_handling.into_iter().chain(of_patience).flatten().map(setting).collect()
    }
}

/// A sample in which each value that came is with the same probability (Vitter 1985, algorithm R): all of them while they are few.
struct Sample<T> {
    kept: Vec<T>,
    seen: u64,
}

impl<T> Default for Sample<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), seen: 0 }
    }
}

impl<T> Sample<T> {
    fn take(&mut self, value: T, draws: &mut Stream) {
        self.seen += 1;
        if self.kept.len() < MOST {
            self.kept.push(value);
            return;
        }
        let place = (draws.random::<f64>() * self.seen as f64) as usize;
        if let Some(kept) = self.kept.get_mut(place) {
            *kept = value;
        }
    }

    /// Says of lines that they are of a sample, where they are.
    fn said_of(&self, mut lines: Vec<Line>) -> Vec<Line> {
        if let Some(first) = lines.first_mut().filter(|_| self.seen > self.kept.len() as u64) {
            first.comment = format!("Of {} drawn by chance from {}. {}", self.kept.len(), self.seen, first.comment);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::{Distribution, Law};

    fn call(queue: &str, wait: f64, handling: Option<f64>) -> CallRecord<'_> {
        let outcome = if handling.is_some() { Outcome::Answered } else { Outcome::Abandoned };
        CallRecord {
            queue,
            arrived_s: 0,
            local_s: 0,
            wait_s: Some(wait),
            handling_s: handling,
            outcome,
            agent: None,
            customer: None,
        }
    }

    /// Waits of customers with a patience of two minutes who are answered after a wait of a minute on average.
    fn observed(calls: usize) -> Observed {
        let law = |law, mean, cv| Distribution::new(law, Seconds(mean), cv).unwrap();
        let (handling, patience) = (law(Law::LogNormal, 240.0, Some(0.8)), law(Law::Exponential, 120.0, None));
        let wait = law(Law::Exponential, 60.0, None);
        let mut draws = stream(7, 0, Purpose::World);
        let mut next = |law: &Distribution| law.quantile(draws.random::<f64>()).0;
        let mut observed = Observed::default();
        for _ in 0..calls {
            let (given_up, answered, long) = (next(&patience), next(&wait), next(&handling));
            let is_answered = answered < given_up;
            observed.take(&call("or ders", answered.min(given_up), is_answered.then_some(long)));
        }
        observed
    }

    fn value(settings: &[Setting], key: &str) -> String {
        settings
            .iter()
            .find(|setting| setting.key == key)
            .unwrap_or_else(|| panic!("{key}: {settings:?}"))
            .value
            .clone()
    }

    #[test]
    fn calls_become_settings_of_their_queue() {
        let settings = observed(6_000).settings("or ders");
        assert_eq!(value(&settings, "handling.distribution"), "\"lognormal\"");
        assert_eq!(value(&settings, "patience.distribution"), "\"exponential\"");
        assert!(settings.iter().all(|setting| !setting.comment.is_empty() && !setting.key.starts_with("queue")));
        assert_eq!(observed(6_000).settings("other"), []);
    }

    #[test]
    fn too_few_calls_say_nothing() {
        assert_eq!(observed(3).settings("or ders"), []);
    }

    #[test]
    fn of_many_calls_a_sample_is_kept_in_which_all_are_as_likely() {
        let mut draws = stream(1, 0, Purpose::World);
        let mut sample = Sample::default();
        (0..5 * MOST).for_each(|value| sample.take(value, &mut draws));
        assert_eq!((sample.kept.len(), sample.seen), (MOST, 5 * MOST as u64));
        // The mean of a sample without replacement from 0 … N − 1 has a standard error of N / √12 · √(0.8 / n); five of them.
        let mean = sample.kept.iter().sum::<usize>() as f64 / MOST as f64;
        let all = (5 * MOST) as f64;
        let error = all / 12f64.sqrt() * (0.8 / MOST as f64).sqrt();
        assert!((mean - (all - 1.0) / 2.0).abs() < 5.0 * error, "{mean}");
    }
}
