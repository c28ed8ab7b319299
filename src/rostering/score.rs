//! What a roster costs, counted from its days alone.

use super::problem::{Line, Problem, Share};
use super::roster::Price;
use super::rules::worked_weekends;

/// What these days cost: one line for each person.
pub fn price(problem: &Problem, lines: &[Line]) -> Price {
    let mut price = Price::default();
    for (day, row) in problem.cover.iter().enumerate() {
        for (kind, cover) in row.iter().enumerate() {
            let on_duty = lines.iter().filter(|line| line[day].is_some_and(|given| given.0 == kind)).count() as u32;
            price.under += f64::from(cover.wanted.saturating_sub(on_duty)) * cover.price_under;
            price.over += f64::from(on_duty.saturating_sub(cover.wanted)) * cover.price_over;
        }
    }
    for (person, line) in problem.people.iter().zip(lines) {
        let shifts = || line.iter().copied().flatten();
        let refused: Vec<f64> = person
            .wishes
            .iter()
            .filter(|wish| wish.wanted.is_refused_by(line[wish.day]))
            .map(|wish| wish.price * person.seniority)
            .collect();
        price.wishes += refused.iter().sum::<f64>();
        price.shifts += shifts().map(|kind| person.price_of(kind)).sum::<f64>();
        let nights = shifts().filter(|kind| problem.kinds[kind.0].night).count() as u32;
        let unfair = problem.unfairness;
        price.unfairness += unfair.night * above(person.nights, nights)
            + unfair.weekend * above(person.worked_weekends, worked_weekends(problem, line))
            + unfair.refused * above(person.refused_wishes, refused.len() as u32);
    }
    price
}

/// Of so many in the period, those above the fair share.
pub(super) fn above(share: Share, pieces: u32) -> f64 {
    f64::from(pieces.min((share.carried.saturating_add(pieces)).saturating_sub(share.fair)))
}
