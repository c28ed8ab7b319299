//! Queues in steady state by formula: Erlang B, C and A, and their variants with few waiting places.
//!
//! Contacts arrive as a Poisson process of rate λ, handling is exponential with mean 1/μ, `c` agents share one queue
//! first come first served, and who waits gives up after an exponential time of mean 1/θ. In Kendall's notation this is
//! M/M/c (Erlang C), M/M/c+M (Erlang A, or Palm), M/M/c/K and M/M/c/K+M; without waiting places it is Erlang B.
//!
//! Nothing here is truncated or approximated. The probability that all agents are busy comes from the sum over the
//! states with an idle agent (positive terms only); what happens in the queue comes
//! - for endless patience, from the exponential law of the wait (Erlang 1917);
//! - for finite patience, from integrals over the offered wait, whose density at t is proportional to
//!   exp(λ (1 − e^{−θt})/θ − cμt) (Palm 1957; Zeltyn & Mandelbaum 2005, "Call centers with impatient customers"), see
//!   `impatient`;
//! - for a limited number of waiting places, from the states themselves, see `places`.
//!
//! The *offered wait* is what a contact of endless patience would wait: the time until an agent would be free for it.

mod agents_needed;
mod impatient;
mod places;
#[cfg(test)]
mod tests;

pub use agents_needed::{MOST_AGENTS, agents_needed};

use crate::target::{Outcomes, ServiceLevelDefinition};
use crate::units::{Seconds, Share};
use impatient::OfferedWait;
use places::Places;

/// A queue in steady state: Poisson contacts, exponential handling, one group of agents.
///
/// All rates and durations are finite and not negative. A patience below 10⁻¹² of the handling time is raised to that,
/// which no result can tell from zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct System {
    /// Contacts that arrive, per second (λ).
    pub contacts_per_s: f64,
    /// Mean handling time (1/μ).
    pub handling: Seconds,
    /// Agents on duty (c).
    pub agents: u32,
    /// Mean of the exponential patience (1/θ); `None`: nobody ever gives up.
    pub patience: Option<Seconds>,
    /// How many may wait (beyond those being served); who finds all agents busy and all places taken is blocked.
    /// `None`: no limit. The cost of a solution grows with this number.
    pub waiting_places: Option<u32>,
}

/// What a [`System`] does in the long run. Shares are of all contacts offered, so that
/// answered + abandoned + blocked = 1, unless stated otherwise.
///
/// Conventions at the edges:
/// - without contacts (or with handling of no length) everything is answered at once: service level 1, occupancy 0;
/// - an unstable queue (endless patience, unlimited places, load at or above the agents) has `p_wait` 1, service level
///   0, occupancy 1, infinite `mean_queue`, and neither ASA nor mean wait;
/// - without agents nobody is answered: all wait until they abandon, are blocked, or wait for ever; service level 0,
///   occupancy 1, no ASA.
#[derive(Debug, Clone)]
pub struct SteadyState {
    /// Finds all agents busy and waits (is not blocked), however long.
    pub p_wait: f64,
    /// Is answered, sooner or later.
    pub p_answered: f64,
    /// Gives up waiting.
    pub p_abandon: f64,
    /// Is turned away because all waiting places are taken.
    pub p_blocked: f64,
    /// Busy time of an agent / time on duty.
    pub occupancy: f64,
    /// Mean number of contacts waiting.
    pub mean_queue: f64,
    /// Mean wait of the answered (average speed of answer), those who did not wait included; `None` where nobody is
    /// answered or the wait is infinite.
    pub asa: Option<Seconds>,
    /// Mean wait of all who were not blocked, until answered or gone; `None` where it is infinite or all are blocked.
    pub mean_wait: Option<Seconds>,
    no_wait: f64,
    law: Law,
}

/// How long contacts wait, by kind of system.
#[derive(Debug, Clone)]
enum Law {
    /// Nobody ever waits.
    NoWait,
    /// Whoever comes waits longer than any time, and leaves only at this rate (0: never).
    NoAnswer { abandonment_per_s: f64 },
    /// M/M/c: a wait is exponential with this rate.
    Endless { per_s: f64 },
    /// M/M/c+M: the offered wait in units of the patience.
    Impatient { wait: OfferedWait, patience: f64 },
    /// A limited number of waiting places.
    Limited(Places),
}

impl System {
    /// Contacts per second times seconds of handling: the work offered, in Erlangs.
    pub fn offered_load(&self) -> f64 {
        self.contacts_per_s * self.handling.0
    }

    /// The steady state. Takes time proportional to the agents (and waiting places) at most: it sums the states with an
    /// idle agent and stops when what remains is below the rounding of the sum.
    pub fn solve(&self) -> SteadyState {
        let load = self.offered_load();
        if self.contacts_per_s <= 0.0 || (load <= 0.0 && self.agents > 0) {
            return SteadyState::without_work();
        }
        let patience = self.patience.map(|mean| mean.0.max(1e-12 * self.handling.0)).filter(|mean| mean.is_finite());
        match (patience, self.waiting_places) {
            (_, Some(limit)) => self.solve_limited(patience, limit),
            (None, None) => self.solve_endless(load),
            (Some(patience), None) => self.solve_impatient(load, patience),
        }
    }

    fn solve_endless(&self, load: f64) -> SteadyState {
        let agents = f64::from(self.agents);
        if load >= agents {
            return SteadyState { p_answered: f64::from(self.agents.min(1)), ..SteadyState::overrun(0.0) };
        }
        let spare = (agents - load) / agents;
        // (1 − ρ) D is the odds against waiting, because all states above c − 1 together weigh 1 / (1 − ρ).
        let odds_against = spare * idle_states(self.agents, load);
        let p_wait = 1.0 / (1.0 + odds_against);
        let per_s = (agents - load) / self.handling.0;
        let mean_wait = p_wait / per_s;
        SteadyState {
            p_wait,
            p_answered: 1.0,
            p_abandon: 0.0,
            p_blocked: 0.0,
            occupancy: load / agents,
            mean_queue: self.contacts_per_s * mean_wait,
            asa: Some(Seconds(mean_wait)),
            mean_wait: Some(Seconds(mean_wait)),
            no_wait: 1.0 / (1.0 + 1.0 / odds_against),
            law: Law::Endless { per_s },
        }
    }

    fn solve_impatient(&self, load: f64, patience: f64) -> SteadyState {
        if self.agents == 0 {
            return SteadyState {
                p_abandon: 1.0,
                mean_queue: self.contacts_per_s * patience,
                mean_wait: Some(Seconds(patience)),
                ..SteadyState::overrun(1.0 / patience)
            };
        }
        let agents = f64::from(self.agents);
        let wait = OfferedWait::new(load, agents, patience / self.handling.0);
        let odds = wait.busy_states() / idle_states(self.agents, load);
        let p_wait = 1.0 / (1.0 + 1.0 / odds);
        let no_wait = 1.0 / (1.0 + odds);
        let (share, whole) = (p_wait / wait.whole.mass, wait.whole);
        let p_answered = no_wait + share * whole.answered;
        let p_abandon = share * whole.abandoned;
        SteadyState {
            p_wait,
            p_answered,
            p_abandon,
            p_blocked: 0.0,
            occupancy: load * p_answered / agents,
            // Those who wait abandon at rate θ each, so the flow of abandonments tells their number.
            mean_queue: self.contacts_per_s * p_abandon * patience,
            asa: Some(Seconds(share * whole.answered_wait * patience / p_answered)),
            mean_wait: Some(Seconds(p_abandon * patience)),
            no_wait,
            law: Law::Impatient { wait, patience },
        }
    }

    fn solve_limited(&self, patience: Option<f64>, limit: u32) -> SteadyState {
        let load = self.offered_load();
        let agents = f64::from(self.agents);
        if self.agents == 0 && patience.is_none() {
            // The first contacts take the places for ever and everybody after them is blocked.
            return SteadyState {
                p_wait: 0.0,
                p_blocked: 1.0,
                mean_queue: f64::from(limit),
                ..SteadyState::overrun(0.0)
            };
        }
        let places = Places::new(self.contacts_per_s, agents / self.handling.0, patience, limit);
        let sums = places.sums();
        let odds = sums.all / (idle_states(self.agents, load) * sums.nobody);
        let (busy, no_wait) = (1.0 / (1.0 + 1.0 / odds), 1.0 / (1.0 + odds));
        let places = places.scaled(busy / sums.all);
        let sums = places.sums();
        let p_answered = no_wait + sums.answered;
        let mean_queue = sums.number;
        let admitted = no_wait + sums.waiting;
        SteadyState {
            p_wait: sums.waiting,
            p_answered,
            p_abandon: sums.abandoned,
            p_blocked: sums.full,
            occupancy: if self.agents == 0 { 1.0 } else { load * p_answered / agents },
            mean_queue,
            asa: (p_answered > 0.0).then(|| Seconds(sums.answered_wait / p_answered)),
            mean_wait: (admitted > 0.0).then(|| Seconds(mean_queue / (self.contacts_per_s * admitted))),
            no_wait,
            law: Law::Limited(places),
        }
    }
}

impl SteadyState {
    fn without_work() -> Self {
        Self {
            p_wait: 0.0,
            p_answered: 1.0,
            p_abandon: 0.0,
            p_blocked: 0.0,
            occupancy: 0.0,
            mean_queue: 0.0,
            asa: Some(Seconds::ZERO),
            mean_wait: Some(Seconds::ZERO),
            no_wait: 1.0,
            law: Law::NoWait,
        }
    }

    fn overrun(abandonment_per_s: f64) -> Self {
        Self {
            p_wait: 1.0,
            p_answered: 0.0,
            p_abandon: 0.0,
            p_blocked: 0.0,
            occupancy: 1.0,
            mean_queue: f64::INFINITY,
            asa: None,
            mean_wait: None,
            no_wait: 0.0,
            law: Law::NoAnswer { abandonment_per_s },
        }
    }

    /// What becomes of a contact, as probabilities of all offered; what the answered and the abandoned leave to 1 is
    /// blocked. An answer or an abandonment counts as within the threshold when it comes at or before it.
    pub fn outcomes(&self, within: Seconds) -> Outcomes {
        let t = within.0.max(0.0);
        let (answered_within, abandoned_within) = match &self.law {
            Law::NoWait => (self.no_wait, 0.0),
            Law::NoAnswer { abandonment_per_s } => (0.0, self.p_abandon * -(-abandonment_per_s * t).exp_m1()),
            Law::Endless { per_s } => (self.no_wait + self.p_wait * -(-per_s * t).exp_m1(), 0.0),
            Law::Impatient { wait, patience } => {
                let share = self.p_wait / wait.whole.mass;
                let until = wait.until(t / patience);
                let gone_while_waiting_on = -(-t / patience).exp_m1() * wait.mass_after(t / patience, &until);
                (self.no_wait + share * until.answered, share * (until.abandoned + gone_while_waiting_on))
            }
            Law::Limited(places) => {
                let (answered, abandoned) = places.left_within(t);
                (self.no_wait + answered, abandoned)
            }
        };
        Outcomes {
            answered: self.p_answered,
            answered_within: answered_within.min(self.p_answered),
            abandoned: self.p_abandon,
            abandoned_within: abandoned_within.min(self.p_abandon),
        }
    }

    /// The service level within a threshold. Blocked contacts are not part of any definition; see `p_blocked`. Where
    /// nobody is answered it is 0, unless the definition counts early abandonments as success.
    pub fn service_level(&self, within: Seconds, definition: ServiceLevelDefinition) -> Share {
        if self.p_answered <= 0.0 && definition != ServiceLevelDefinition::WithEarlyAbandons {
            return Share::ZERO;
        }
        let (numerator, denominator) = definition.ratio(&self.outcomes(within));
        Share(if denominator > 0.0 { (numerator / denominator).clamp(0.0, 1.0) } else { 0.0 })
    }

    /// The `p`-quantile of the wait of the answered: the shortest time within which the share `p` of all answered
    /// contacts (those who did not wait included) was answered. `None` where no time is long enough: `p` at or above 1
    /// while contacts wait, an unstable queue, or nobody answered.
    pub fn wait_quantile(&self, p: f64) -> Option<Seconds> {
        if self.p_answered <= 0.0 || (self.asa.is_none() && p > 0.0) {
            return None;
        }
        if p * self.p_answered <= self.no_wait || self.p_wait == 0.0 {
            return Some(Seconds::ZERO);
        }
        if p >= 1.0 {
            return None;
        }
        if let Law::Endless { per_s } = self.law {
            return Some(Seconds((self.p_wait / (1.0 - p)).ln().max(0.0) / per_s));
        }
        let reached = |t: f64| self.outcomes(Seconds(t)).answered_within >= p * self.p_answered;
        let start = self.asa.map_or(1.0, |asa| asa.0).clamp(1e-100, 1e100);
        let mut high = start;
        while !reached(high) {
            high *= 2.0;
            if !high.is_finite() {
                return None;
            }
        }
        let mut low = if high > start { high / 2.0 } else { 0.0 };
        // 200 halvings take any pair of floats above 1e-100 to neighbours, and far fewer do where the first guess is near.
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high || high - low <= 1e-14 * high {
                break;
            }
            if reached(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        Some(Seconds(high))
    }

    /// Probability that a contact which is not blocked and has endless patience would be answered within the time: the
    /// distribution function of the offered (or virtual) wait.
    pub fn p_offered_wait_within(&self, within: Seconds) -> f64 {
        let t = within.0.max(0.0);
        let p = match &self.law {
            Law::NoWait => 1.0,
            Law::NoAnswer { .. } => 0.0,
            Law::Endless { per_s } => self.no_wait + self.p_wait * -(-per_s * t).exp_m1(),
            Law::Impatient { wait, patience } => {
                self.no_wait + self.p_wait * (wait.until(t / patience).mass / wait.whole.mass)
            }
            Law::Limited(places) => {
                let admitted = self.no_wait + self.p_wait;
                if admitted > 0.0 { (self.no_wait + places.free_within(t)) / admitted } else { 0.0 }
            }
        };
        p.clamp(0.0, 1.0)
    }
}

/// Erlang B: the share of contacts that `agents` without any waiting place turn away, at `load` Erlangs.
///
/// B(c, a) = (aᶜ/c!) / Σ_{n ≤ c} aⁿ/n! (Erlang 1917). Insensitive to the law of the handling time.
pub fn erlang_b(agents: u32, load: f64) -> f64 {
    1.0 / (1.0 + idle_states(agents, load))
}

/// Erlang C: the share of contacts that wait for one of `agents` at `load` Erlangs, when all wait as long as it takes;
/// 1 where the load is at or above the agents.
///
/// C = B / (1 − ρ (1 − B)) with B of Erlang B and ρ = a/c (Erlang 1917).
pub fn erlang_c(agents: u32, load: f64) -> f64 {
    let c = f64::from(agents);
    if load >= c {
        return 1.0;
    }
    1.0 / (1.0 + (c - load) / c * idle_states(agents, load))
}

/// The states with an idle agent against the state in which all are just busy: `D = Σ_{n < c} p_n / p_c`.
///
/// From the top down `p_{n−1}/p_n = n/a`, so D = c/a + c(c−1)/a² + …: positive terms, which shrink by ever smaller factors
/// once n < a. The sum stops when all that remains (at most c terms) is below its rounding. It may be infinite.
fn idle_states(agents: u32, load: f64) -> f64 {
    let (mut sum, mut term) = (0.0, 1.0);
    for n in (1..=agents).rev() {
        let factor = f64::from(n) / load;
        term *= factor;
        sum += term;
        if sum == f64::INFINITY || (factor < 1.0 && term < 1e-22 * sum) {
            break;
        }
    }
    sum
}
