//! The same programme for an interval by itself, where groups are few: all staffings within bounds are gone through, the
//! hopeless ones by the thousand. For a handful of groups that is a hundred times faster than to hand it to a solver.

/// More staffings than this are left to the solver.
const MOST_STAFFINGS: f64 = 5e4;

/// A rule on the agents of an interval: `Σ each · agents + short ≥ needed`.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// What each agent adds, by column; not negative.
    pub each: Vec<f64>,
    /// What they have to add up to.
    pub needed: f64,
    /// Rules of the same promise are short by the same: by the most of them.
    pub promise: usize,
}

/// One group in the interval.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub least: u32,
    pub most: u32,
    /// What `least`, `least + 1` … agents cost.
    pub prices: Vec<f64>,
}

/// Whether there are so few staffings that they can be gone through.
pub(super) fn is_small(choices: &[Choice]) -> bool {
    choices.iter().map(|choice| f64::from(choice.most - choice.least + 1)).product::<f64>() <= MOST_STAFFINGS
}

/// The cheapest staffing, where what is short of a promise costs `price_of_short` a unit; of several the first.
pub(super) fn cheapest(choices: &[Choice], rules: &[Rule], price_of_short: f64) -> Vec<u32> {
    let promises = rules.iter().map(|rule| rule.promise + 1).max().unwrap_or(0);
    let left: Vec<f64> = rules
        .iter()
        .map(|rule| {
            let most: f64 = rule.each.iter().zip(choices).map(|(each, choice)| each * f64::from(choice.most)).sum();
            rule.needed - most
        })
        .collect();
    let mut search = Search {
        choices,
        rules,
        price_of_short,
        agents: vec![0; choices.len()],
        short: vec![0.0; promises],
        best: choices.iter().map(|choice| choice.most).collect(),
        best_price: f64::INFINITY,
    };
    search.go(0, 0.0, &left);
    search.best
}

struct Search<'a> {
    choices: &'a [Choice],
    rules: &'a [Rule],
    price_of_short: f64,
    agents: Vec<u32>,
    short: Vec<f64>,
    best: Vec<u32>,
    best_price: f64,
}

impl Search<'_> {
    /// Goes through all choices from `column` on. `left`: by rule, what is short if all of them are as many as they may.
    fn go(&mut self, column: usize, price: f64, left: &[f64]) {
        self.short.fill(0.0);
        for (rule, &left) in self.rules.iter().zip(left) {
            let short = &mut self.short[rule.promise];
            *short = short.max(left - 1e-9);
        }
        let rest: f64 = self.choices[column..].iter().map(|choice| choice.prices[0]).sum();
        let bound = price + rest + self.price_of_short * self.short.iter().sum::<f64>();
        if bound >= self.best_price {
            return;
        }
        let Some(choice) = self.choices.get(column) else {
            self.best_price = bound;
            self.best.copy_from_slice(&self.agents);
            return;
        };
        for agents in choice.least..=choice.most {
            self.agents[column] = agents;
            let missing = f64::from(choice.most - agents);
            let left: Vec<f64> =
                self.rules.iter().zip(left).map(|(rule, left)| left + missing * rule.each[column]).collect();
            self.go(column + 1, price + choice.prices[(agents - choice.least) as usize], &left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(most: u32, each: f64) -> Choice {
        Choice { least: 0, most, prices: (0..=most).map(|agents| each * f64::from(agents)).collect() }
    }

    #[test]
    fn the_cheaper_group_is_taken_as_far_as_it_helps() {
        // Two of the first are enough for the first rule; only the second helps with the second rule.
        let rules = [
            Rule { each: vec![1.0, 1.0], needed: 3.0, promise: 0 },
            Rule { each: vec![0.0, 1.0], needed: 1.0, promise: 1 },
        ];
        assert_eq!(cheapest(&[choice(5, 1.0), choice(5, 1.1)], &rules, 1e6), [2, 1]);
        assert_eq!(cheapest(&[choice(5, 1.1), choice(5, 1.0)], &rules, 1e6), [0, 3]);
        // Nobody can do it: as much as can be done.
        assert_eq!(cheapest(&[choice(1, 1.0), choice(1, 1.1)], &rules, 1e6), [1, 1]);
    }
}
