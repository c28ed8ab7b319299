//! Steady states of small Markov chains, for models without a formula.

use std::collections::BTreeMap;

/// The probabilities in the steady state of all states that can be reached from one, by Gauss–Seidel on the balance equations.
pub fn steady_state<S: Ord + Clone>(start: S, moves: impl Fn(&S) -> Vec<(S, f64)>) -> BTreeMap<S, f64> {
    let mut numbers = BTreeMap::from([(start.clone(), 0)]);
    let mut states = vec![start];
    let mut into: Vec<Vec<(usize, f64)>> = vec![Vec::new()];
    let mut out = Vec::new();
    while let Some(state) = states.get(out.len()).cloned() {
        let from = out.len();
        let mut rate_out = 0.0;
        for (to, rate) in moves(&state).into_iter().filter(|&(_, rate)| rate > 0.0) {
            let number = *numbers.entry(to.clone()).or_insert_with(|| {
                states.push(to);
                into.push(Vec::new());
                states.len() - 1
            });
            into[number].push((from, rate));
            rate_out += rate;
        }
        out.push(rate_out);
    }
    let mut shares = vec![1.0 / states.len() as f64; states.len()];
    for _ in 0..100_000 {
        let mut moved: f64 = 0.0;
        for (state, sources) in into.iter().enumerate() {
            let share: f64 = sources.iter().map(|&(from, rate)| shares[from] * rate).sum::<f64>() / out[state];
            moved = moved.max((share - shares[state]).abs());
            shares[state] = share;
        }
        let all: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= all);
        if moved < 1e-15 {
            break;
        }
    }
    states.into_iter().zip(shares).collect()
}

/// The mean of a function of the state.
pub fn mean<S>(shares: &BTreeMap<S, f64>, of: impl Fn(&S) -> f64) -> f64 {
    shares.iter().map(|(state, share)| share * of(state)).sum()
}

/// The probability of the states that are so.
pub fn probability<S>(shares: &BTreeMap<S, f64>, is: impl Fn(&S) -> bool) -> f64 {
    mean(shares, |state| f64::from(u8::from(is(state))))
}

#[test]
fn the_chain_of_a_queue_with_few_places_is_as_its_formula_says() {
    // M/M/2/5 with load 1.5: weights 1, a, a²/2, a²/2 · a/2, …
    let shares = steady_state(0_u32, |&n| {
        vec![(n + 1, if n < 5 { 1.5 } else { 0.0 }), (n.saturating_sub(1), f64::from(n.min(2)))]
    });
    let weights = [1.0, 1.5, 1.125, 0.843_75, 0.632_812_5, 0.474_609_375];
    let all: f64 = weights.iter().sum();
    for (n, weight) in (0..).zip(weights) {
        assert!((shares[&n] - weight / all).abs() < 1e-12);
    }
}
