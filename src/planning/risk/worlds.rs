//! How the assumptions of a plan may turn out: a [`World`] for each draw, and the assumptions as they are in it.
//!
//! A draw takes a standard normal number for each input from its own stream, whether the input is uncertain or not, and correlates
//! them; each input is a rising function of its number. So a draw with other deviations is the same draw, only wider.

use crate::random::{Purpose, stream};
use crate::scenario::plan::{OfEach, UNCERTAIN};
use crate::scenario::{BotOutcome, Effect, Learning, PlanAssumptions, Uncertain, UncertainLaw, Uncertainty};
use crate::units::Share;
use rand::RngExt;
use rand_distr::StandardNormal;
use statrs::function::erf::erfc;
use std::f64::consts::SQRT_2;

/// How everything turns out.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// The standard normal number of each input.
    pub scores: OfEach<f64>,
    /// What each comes to: a factor, or for growth and the time to fill what is added.
    values: OfEach<f64>,
}

impl World {
    /// Everything as expected.
    pub fn expected() -> Self {
        let added = |input: Uncertain| input.law() == UncertainLaw::Normal;
        let values = Uncertain::ALL.map(|input| if added(input) { 0.0 } else { 1.0 });
        Self { scores: [0.0; UNCERTAIN], values }
    }

    /// With these normal scores.
    pub fn of(uncertainty: &Uncertainty, scores: OfEach<f64>) -> Self {
        let value =
            |input: Uncertain| value(input.law(), uncertainty.deviation[input as usize], scores[input as usize]);
        Self { scores, values: Uncertain::ALL.map(value) }
    }

    /// What an input comes to.
    pub fn value(&self, input: Uncertain) -> f64 {
        self.values[input as usize]
    }

    /// Contacts relative to those expected, so many months after the begin of the plan.
    pub fn volume(&self, months: f64) -> f64 {
        // Growth that takes away more than everything in a year leaves nothing to grow from.
        let grown = (1.0 + self.value(Uncertain::GrowthPerYear)).max(0.01).powf(months / 12.0);
        self.value(Uncertain::Volume) * grown
    }

    /// Months by which those who are hired come late.
    pub fn late_months(&self) -> f64 {
        self.value(Uncertain::TimeToFill).max(0.0)
    }

    /// The assumptions about people as they turn out; volumes, handling time and initiatives are those expected.
    pub fn people(&self, plan: &PlanAssumptions) -> PlanAssumptions {
        let mut turned_out = plan.clone();
        let leaving = |share: Share| Share(1.0 - share.complement().0.powf(self.value(Uncertain::Attrition)));
        if self.value(Uncertain::Attrition) != 1.0 {
            for channel in &mut turned_out.hiring {
                channel.attrition_per_month = leaving(channel.attrition_per_month);
                channel.attrition_by_tenure.iter_mut().for_each(|share| *share = leaving(*share));
            }
        }
        if self.value(Uncertain::Ramp) != 1.0 {
            let channels = turned_out.hiring.iter_mut().map(|channel| &mut channel.learning);
            for learning in channels.chain(turned_out.moves.iter_mut().map(|way| &mut way.learning)) {
                *learning = stretched(learning, self.value(Uncertain::Ramp));
            }
        }
        turned_out
    }
}

/// What an input comes to, by its law and deviation, for a standard normal number.
fn value(law: UncertainLaw, deviation: f64, score: f64) -> f64 {
    match law {
        UncertainLaw::Normal => deviation * score,
        UncertainLaw::Lognormal => {
            // Of a lognormal number with mean 1 and deviation s, the logarithm has variance ln(1 + s²) and mean −half of it.
            let variance = (deviation * deviation).ln_1p();
            (variance.sqrt() * score - variance / 2.0).exp()
        }
        UncertainLaw::Triangular => {
            // The quantile of the symmetric triangular law between −w and w, whose variance is w²/6.
            let width = 6.0_f64.sqrt() * deviation;
            let tail = erfc(score.abs() / SQRT_2) / 2.0;
            1.0 + (width - width * (2.0 * tail).sqrt()).copysign(score)
        }
    }
}

/// The worlds of a plan, one for each draw.
pub fn worlds(uncertainty: &Uncertainty, seed: u64) -> Vec<World> {
    // A scenario that was loaded has correlations that can be; one that was not is drawn without them.
    let root = uncertainty.cholesky();
    let draw = |number: u32| {
        let mut stream = stream(seed, u64::from(number), Purpose::World);
        let independent: OfEach<f64> = std::array::from_fn(|_| stream.sample(StandardNormal));
        let scores = root.map_or(independent, |root| {
            root.map(|row| row.iter().zip(&independent).map(|(part, score)| part * score).sum())
        });
        World::of(uncertainty, scores)
    };
    (0..uncertainty.draws).map(draw).collect()
}

/// Learning that takes `factor` times as long. In each month of the ramp people are as productive as they are on average over that month
/// of the stretched course.
fn stretched(learning: &Learning, factor: f64) -> Learning {
    let old = &learning.ramp;
    let length = old.len() as f64 * factor;
    // Products of lengths are exact to some 2⁻⁵² of themselves.
    let months = (length - 1e-9).ceil().max(0.0) as usize;
    let in_month = |month: usize| {
        let (from, until) = (month as f64, month as f64 + 1.0);
        let overlap = |place: usize| ((place as f64 + 1.0) * factor).min(until) - (place as f64 * factor).max(from);
        let lent = (0..old.len()).map(|place| overlap(place).max(0.0) * old[place].0).sum::<f64>();
        Share((lent + (until - length).max(0.0)).min(1.0))
    };
    Learning {
        training_months: learning.training_months * factor,
        nesting_months: learning.nesting_months * factor,
        nesting_productivity: learning.nesting_productivity,
        ramp: (0..months).map(in_month).collect(),
    }
}

/// The assumptions about work with contacts (by period), handling time and what self-service contains so many times those expected.
/// Nothing contains more than all of its sessions.
pub fn work(plan: &PlanAssumptions, volume: &[f64], handling: f64, containment: f64) -> PlanAssumptions {
    let mut turned_out = plan.clone();
    for row in &mut turned_out.volume {
        row.iter_mut().zip(volume).for_each(|(contacts, factor)| *contacts *= factor);
    }
    turned_out.handling.iter_mut().flatten().for_each(|factor| *factor *= handling);
    for initiative in &mut turned_out.initiatives {
        if let Effect::SelfService(option) = &mut initiative.effect {
            let bots = option.bots.iter_mut().map(|bot| &mut bot.outcome);
            let outcomes = bots.chain(option.by_reason.iter_mut().map(|(.., outcome)| outcome));
            outcomes.for_each(|outcome| *outcome = containing(*outcome, containment));
        }
    }
    turned_out
}

fn containing(outcome: BotOutcome, factor: f64) -> BotOutcome {
    let contained = outcome.resolved.0 + outcome.unresolved.0;
    let factor = if contained * factor > 1.0 { 1.0 / contained } else { factor };
    BotOutcome {
        entry: outcome.entry,
        resolved: Share(outcome.resolved.0 * factor),
        unresolved: Share(outcome.unresolved.0 * factor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Deviations of everything, wide enough to be seen and narrow enough for all laws.
    fn uncertain(draws: u32) -> Uncertainty {
        Uncertainty { deviation: [0.2; UNCERTAIN], draws, ..Uncertainty::none() }
    }

    #[test]
    fn inputs_have_the_means_and_deviations_that_were_given() {
        let draws = 20_000;
        let worlds = worlds(&uncertain(draws), 1);
        let n = f64::from(draws);
        for input in Uncertain::ALL {
            let values: Vec<f64> = worlds.iter().map(|world| world.value(input)).collect();
            let mean = values.iter().sum::<f64>() / n;
            let squares = |power: i32| values.iter().map(|value| (value - mean).powi(power)).sum::<f64>() / n;
            let (variance, fourth) = (squares(2), squares(4));
            let expected = if input.law() == UncertainLaw::Normal { 0.0 } else { 1.0 };
            // Five standard errors: of a mean √(variance / n), of a variance √((fourth moment − variance²) / n).
            assert!((mean - expected).abs() < 5.0 * (0.04 / n).sqrt(), "{input:?} {mean}");
            assert!(
                (variance - 0.04).abs() < 5.0 * ((fourth - variance * variance) / n).sqrt(),
                "{input:?} {variance}"
            );
        }
    }

    #[test]
    fn scores_have_the_correlations_that_were_given() {
        use Uncertain::{Attrition, Volume, Wages};
        let draws = 20_000;
        let correlations = vec![(Volume, Attrition, 0.6), (Attrition, Wages, -0.4)];
        let worlds = worlds(&Uncertainty { correlations, ..uncertain(draws) }, 1);
        for (one, other, expected) in [(Volume, Attrition, 0.6), (Attrition, Wages, -0.4), (Volume, Wages, 0.0_f64)] {
            let product = |world: &World| world.scores[one as usize] * world.scores[other as usize];
            let mean = worlds.iter().map(product).sum::<f64>() / f64::from(draws);
            // The product of standard normal numbers with correlation r has variance 1 + r².
            assert!((mean - expected).abs() < 5.0 * ((1.0 + expected * expected) / f64::from(draws)).sqrt(), "{mean}");
        }
    }

    #[test]
    fn a_draw_with_wider_deviations_is_the_same_draw() {
        let narrow = worlds(&uncertain(100), 3);
        let wide = worlds(&Uncertainty { deviation: [0.3; UNCERTAIN], ..uncertain(100) }, 3);
        assert!(narrow.iter().zip(&wide).all(|(narrow, wide)| narrow.scores == wide.scores));
    }

    #[test]
    fn what_is_certain_turns_out_as_expected() {
        for world in worlds(&Uncertainty { draws: 100, ..Uncertainty::none() }, 1) {
            assert_eq!(world.values, World::expected().values);
        }
    }

    #[test]
    fn learning_that_takes_longer_loses_as_much_more() {
        let learning = Learning {
            training_months: 1.0,
            nesting_months: 0.5,
            nesting_productivity: Share(0.4),
            ramp: vec![Share(0.6), Share(0.8)],
        };
        let lost = |learning: &Learning| learning.ramp.iter().map(|share| share.complement().0).sum::<f64>();
        for factor in [0.3, 0.8, 1.0, 1.5, 2.0, 3.7] {
            let stretched = stretched(&learning, factor);
            assert!((lost(&stretched) - factor * lost(&learning)).abs() < 1e-12, "{factor}");
            assert_eq!(stretched.training_months, factor);
        }
        assert_eq!(stretched(&learning, 1.0), learning);
        assert_eq!(stretched(&learning, 2.0).ramp, [0.6, 0.6, 0.8, 0.8].map(Share));
    }

    #[test]
    fn a_bot_never_contains_more_than_all() {
        let outcome = BotOutcome { entry: Share(0.5), resolved: Share(0.6), unresolved: Share(0.2) };
        let best = containing(outcome, 1.5);
        assert!((best.resolved.0 - 0.75).abs() < 1e-15 && (best.unresolved.0 - 0.25).abs() < 1e-15);
        assert_eq!(containing(outcome, 0.0).resolved, Share(0.0));
    }
}
