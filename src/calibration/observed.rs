//! What call records say of each queue: they are taken one by one, in bounded memory, and sampled by chance where they are many.

use super::coming_back::CustomerContact;
use super::patience::Wait;
use crate::history::CallRecord;
use crate::history::mapping::Outcome;
use crate::random::{Purpose, Stream, name_key, stream};
use rand::RngExt;
use std::collections::{BTreeMap, HashMap};

/// Most observations of a kind that are kept of a queue: the mean of so many is known to a hundredth of a standard deviation.
const MOST: usize = 20_000;
/// Most contacts of known customers that are kept. Where there are more, some customers are kept with all of theirs.
const MOST_CONTACTS: usize = 400_000;
/// Most agents whose names are kept.
const MOST_AGENTS: usize = 100_000;

/// Observations of all queues, by their names in a scenario.
#[derive(Default)]
pub struct Observed {
    queues: BTreeMap<String, OfQueue>,
    agents: Agents,
    customers: Customers,
    /// When the last contact ended, in seconds since 1970.
    end_s: i64,
}

/// Observations of a queue.
pub(super) struct OfQueue {
    number: u32,
    /// Contacts that were handled.
    pub(super) handled: Sample<Handled>,
    /// How long contacts waited.
    pub(super) waits: Sample<Wait>,
    draws: Stream,
}

/// A contact that was handled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Handled {
    /// For how long, in seconds.
    pub(super) seconds: f64,
    /// By whom, if that is known: a place in [`Observed::agents`].
    pub(super) agent: Option<u32>,
    /// What calendar and clock showed when it came, in seconds since 1970-01-01 00:00.
    pub(super) local_s: i64,
}

impl Observed {
    /// Takes a call.
    pub fn take(&mut self, call: &CallRecord<'_>) {
        if !self.queues.contains_key(call.queue) {
            let draws = stream(0, 0, Purpose::Sample { queue: name_key(call.queue) });
            let number = self.queues.len() as u32;
            let of_queue = OfQueue { number, handled: Sample::default(), waits: Sample::default(), draws };
            self.queues.insert(call.queue.to_owned(), of_queue);
        }
        let Some(OfQueue { number, handled, waits, draws }) = self.queues.get_mut(call.queue) else { return };
        if let Some(seconds) = call.handling_s {
            let agents = &mut self.agents;
            handled.take_with(draws, || Handled {
                seconds,
                agent: call.agent.and_then(|agent| agents.number(agent)),
                local_s: call.local_s,
            });
        }
        let has_abandoned = call.outcome == Outcome::Abandoned;
        if let Some(seconds) = call.wait_s {
            waits.take_with(draws, || Wait { seconds, has_abandoned });
        }
        let lasted = call.wait_s.unwrap_or(0.0) + call.handling_s.unwrap_or(0.0);
        let end_s = call.arrived_s + lasted as i64;
        self.end_s = self.end_s.max(end_s);
        if let Some(customer) = call.customer {
            let customer = mixed(name_key(customer));
            let came = Came { customer, queue: *number, was_answered: !has_abandoned, begin_s: call.arrived_s, end_s };
            self.customers.take(came);
        }
    }

    /// Observations of a queue, if there are any.
    pub(super) fn of(&self, queue: &str) -> Option<&OfQueue> {
        self.queues.get(queue)
    }

    /// Names of the agents by their numbers.
    pub(super) fn agents(&self) -> Vec<&str> {
        let mut names = vec![""; self.agents.numbers.len()];
        for (name, &number) in &self.agents.numbers {
            names[number as usize] = name;
        }
        names
    }

    /// Contacts of known customers, of which those of a queue are asked about; and when the records end, in the same seconds.
    ///
    /// Systems write a number such as 0 for all whom they do not know. Nobody who makes up more than one contact in 200, and more than 50 of
    /// them, is taken for a customer.
    pub(super) fn contacts_of(&self, queue: &str) -> (Vec<CustomerContact>, f64) {
        let number = self.queues.get(queue).map(|of| of.number);
        let mut times: BTreeMap<u64, usize> = BTreeMap::new();
        self.customers.kept.iter().for_each(|came| *times.entry(came.customer).or_default() += 1);
        let most = (self.customers.kept.len() / 200).max(50);
        let is_customer = |came: &&Came| times.get(&came.customer).is_some_and(|times| *times <= most);
        let contacts = self.customers.kept.iter().filter(is_customer).map(|came| CustomerContact {
            customer: came.customer,
            begin: came.begin_s as f64,
            end: came.end_s as f64,
            was_answered: came.was_answered,
            is_asked: Some(came.queue) == number,
        });
        (contacts.collect(), self.end_s as f64)
    }
}

/// The same number, with its bits mixed so that each is as good as any other (Steele, Lea & Flood 2014).
fn mixed(key: u64) -> u64 {
    let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}

/// Agents by name.
#[derive(Default)]
struct Agents {
    numbers: HashMap<String, u32>,
}

impl Agents {
    fn number(&mut self, agent: &str) -> Option<u32> {
        if let Some(&number) = self.numbers.get(agent) {
            return Some(number);
        }
        let number = self.numbers.len();
        (number < MOST_AGENTS).then(|| {
            self.numbers.insert(agent.to_owned(), number as u32);
            number as u32
        })
    }
}

struct Came {
    customer: u64,
    queue: u32,
    was_answered: bool,
    begin_s: i64,
    end_s: i64,
}

/// Contacts of customers: of all while they are few, else of those whose key ends in so many zeros.
#[derive(Default)]
struct Customers {
    kept: Vec<Came>,
    zeros: u32,
}

impl Customers {
    fn take(&mut self, came: Came) {
        if came.customer.trailing_zeros() < self.zeros {
            return;
        }
        self.kept.push(came);
        while self.kept.len() > MOST_CONTACTS && self.zeros < 40 {
            self.zeros += 1;
            let zeros = self.zeros;
            self.kept.retain(|came| came.customer.trailing_zeros() >= zeros);
        }
    }
}

/// A sample in which each value that came is with the same probability (Vitter 1985, algorithm R): all of them while they are few.
pub(super) struct Sample<T> {
    /// The values that were drawn.
    pub(super) kept: Vec<T>,
    /// How many there were.
    pub(super) seen: u64,
}

impl<T> Default for Sample<T> {
    fn default() -> Self {
        Self { kept: Vec::new(), seen: 0 }
    }
}

impl<T> Sample<T> {
    /// Takes a value, which is made only if it is drawn.
    fn take_with(&mut self, draws: &mut Stream, value: impl FnOnce() -> T) {
        self.seen += 1;
        if self.kept.len() < MOST {
            self.kept.push(value());
            return;
        }
        let place = (draws.random::<f64>() * self.seen as f64) as usize;
        if let Some(kept) = self.kept.get_mut(place) {
            *kept = value();
        }
    }

    /// What to say where not all are kept: `Of 20000 drawn by chance from 81234. `
    pub(super) fn said(&self) -> String {
        if self.seen > self.kept.len() as u64 {
            format!("Of {} drawn by chance from {}. ", self.kept.len(), self.seen)
        } else {
            String::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_calls_a_sample_is_kept_in_which_all_are_as_likely() {
        let mut draws = stream(1, 0, Purpose::World);
        let mut sample = Sample::default();
        (0..5 * MOST).for_each(|value| sample.take_with(&mut draws, || value));
        assert_eq!((sample.kept.len(), sample.seen), (MOST, 5 * MOST as u64));
        // The mean of a sample without replacement from 0 … N − 1 has a standard error of N / √12 · √(0.8 / n); five of them.
        let mean = sample.kept.iter().sum::<usize>() as f64 / MOST as f64;
        let all = (5 * MOST) as f64;
        let error = all / 12f64.sqrt() * (0.8 / MOST as f64).sqrt();
        assert!((mean - (all - 1.0) / 2.0).abs() < 5.0 * error, "{mean}");
    }

    #[test]
    fn of_many_customers_some_are_kept_with_all_their_contacts() {
        let mut customers = Customers::default();
        let many = 3 * MOST_CONTACTS as u64 / 2;
        for pass in 0..2 {
            for customer in 0..many {
                let came = Came { customer: mixed(customer), queue: 0, was_answered: true, begin_s: pass, end_s: pass };
                customers.take(came);
            }
        }
        let kept = customers.kept.len();
        assert!(kept <= MOST_CONTACTS && kept > MOST_CONTACTS / 4, "{kept}");
        let mut times: BTreeMap<u64, u32> = BTreeMap::new();
        customers.kept.iter().for_each(|came| *times.entry(came.customer).or_default() += 1);
        assert!(times.values().all(|times| *times == 2));
    }
}
