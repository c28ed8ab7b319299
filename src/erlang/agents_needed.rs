//! How many agents a target needs.

use super::System;
use crate::target::Target;
use crate::units::Seconds;

/// The most agents that [`agents_needed`] considers.
pub const MOST_AGENTS: u32 = 100_000;

/// The least number of agents that meets every part of the target at once; `None` if not even [`MOST_AGENTS`] do. Without
/// contacts or without a target, none are needed.
///
/// A queue that never settles, or that blocks everybody, keeps no promise: not even of few abandonments, where patience
/// is endless. A promise of all or nothing (service level 1, `p_wait` 0) counts as kept where doubles cannot tell the
/// difference.
///
/// Where waiting places are limited, the shares in the target are of the contacts *not blocked*. A blocked contact neither
/// waits nor abandons, so that of all offered, a queue without agents that turns nearly everybody away would wait and
/// abandon least. Whoever plans with few places must look at `p_blocked` besides.
///
/// Found by bisection, because every measure improves with the agents (θ ≥ 0, any number of places, same contacts):
/// - The odds that a contact not blocked must wait are `Σ_{j<K} r_j / D`, with `r_j = Π_{i≤j} λ/(cμ + iθ)` falling in c and
///   D = (c/a)/B(c−1, a) rising. Given that it waits, its offered wait V has a density proportional to e^{−cμt} times
///   something without c, so V falls in c by likelihood ratio. Hence V is stochastically smaller with more agents, and so is
///   min(V, patience): p(wait) and abandonment fall, and the service levels `answered-of-offered` and
///   `with-early-abandons` rise.
/// - `excluding-early-abandons` is 1/(1 + e^{−θT} P(V > T)/P(answered within T)): it rises.
/// - Of the answered, the odds of having waited are `Σ_{1≤j≤K} r_j · B(c−1, a)`, which fall in c; the wait of those who did
///   falls by likelihood ratio again. So `answered-only` rises and the ASA falls, though the answered are more.
/// - Occupancy is throughput/c, and throughput is concave in c and 0 without agents.
pub fn agents_needed(
    contacts_per_s: f64,
    handling: Seconds,
    patience: Option<Seconds>,
    waiting_places: Option<u32>,
    target: &Target,
) -> Option<u32> {
    if target.is_empty() || contacts_per_s <= 0.0 {
        return Some(0);
    }
    let system = |agents| System { contacts_per_s, handling, agents, patience, waiting_places };
    let load = system(0).offered_load();
    let guess = load + 0.5 * load.sqrt();
    least(guess as u32, 0.25 * load.sqrt(), |agents| meets(&system(agents), target))
}

/// Whether the steady state keeps every promise.
fn meets(system: &System, target: &Target) -> bool {
    let state = system.solve();
    let admitted = state.p_answered + state.p_abandon;
    state.mean_wait.is_some()
        && target.max_occupancy.is_none_or(|most| state.occupancy <= most.0)
        && target.max_p_wait.is_none_or(|most| state.p_wait <= most.0 * admitted)
        && target.max_abandonment.is_none_or(|most| state.p_abandon <= most.0 * admitted)
        && target.max_asa.is_none_or(|most| state.asa.is_some_and(|asa| asa <= most))
        && target
            .service_level
            .is_none_or(|promise| state.service_level(promise.within, promise.definition) >= promise.share)
}

/// The least number up to [`MOST_AGENTS`] for which a condition holds that, once true, stays true; by steps that double
/// from a guess, then bisection.
fn least(guess: u32, step: f64, mut holds: impl FnMut(u32) -> bool) -> Option<u32> {
    let guess = guess.min(MOST_AGENTS);
    let mut step = (step as u32).max(1);
    let (mut too_few, mut enough);
    if holds(guess) {
        enough = guess;
        loop {
            if enough == 0 {
                return Some(0);
            }
            let fewer = enough.saturating_sub(step);
            if holds(fewer) {
                enough = fewer;
                step = step.saturating_mul(2);
            } else {
                too_few = fewer;
                break;
            }
        }
    } else {
        too_few = guess;
        loop {
            if too_few == MOST_AGENTS {
                return None;
            }
            let more = too_few.saturating_add(step).min(MOST_AGENTS);
            if holds(more) {
                enough = more;
                break;
            }
            too_few = more;
            step = step.saturating_mul(2);
        }
    }
    while enough - too_few > 1 {
        let middle = u32::midpoint(too_few, enough);
        if holds(middle) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    Some(enough)
}
