use super::*;
use crate::watch::Unwatched;

/// Two days of six slots; shifts begin with the first three slots and last two or three.
fn two_days(demand: [u32; 12]) -> ShiftDesign {
    ShiftDesign {
        slot_minutes: 60,
        days: 2,
        demand: demand.to_vec(),
        kinds: vec![ShiftKind { starts: 0..=2, lengths: 2..=3 }],
        under_cover_weight: 1.0,
        over_cover_weight: 1.0,
        shift_weight: 60.0,
    }
}

fn designed(problem: &ShiftDesign) -> Design {
    design(problem, &|| None, &Unwatched).unwrap()
}

#[test]
fn one_shift_covers_what_one_shift_can_cover() {
    let design = designed(&two_days([0, 2, 2, 2, 0, 0, 0, 1, 1, 1, 0, 0]));
    assert_eq!(design.shifts, [UsedShift { shift: Shift { start: 1, length: 3 }, people: vec![2, 1] }]);
    assert_eq!((design.cost.objective, design.bound), (60.0, 60.0));
}

#[test]
fn a_shift_for_one_hour_costs_more_than_the_hour() {
    let mut problem = two_days([0, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 1]);
    problem.kinds.push(ShiftKind { starts: 5..=5, lengths: 1..=1 });
    problem.shift_weight = 61.0;
    let design = designed(&problem);
    assert_eq!((design.cost.shifts, design.cost.under_cover_minutes, design.bound), (1, 60, 121.0));
}

#[test]
fn the_last_night_goes_on_in_the_first_morning() {
    let mut problem = two_days([1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1]);
    problem.kinds = vec![ShiftKind { starts: 5..=5, lengths: 2..=2 }];
    let design = designed(&problem);
    assert_eq!(design.shifts, [UsedShift { shift: Shift { start: 5, length: 2 }, people: vec![1, 1] }]);
    assert_eq!(design.cost.objective, 60.0);
}

#[test]
fn without_time_there_is_an_answer_with_its_bound() {
    let problem = two_days([0, 2, 2, 2, 0, 0, 0, 1, 1, 1, 0, 0]);
    let design = design(&problem, &|| Some(std::time::Duration::ZERO), &Unwatched).unwrap();
    assert_eq!((design.cost.objective, design.bound), (9.0 * 60.0, 0.0));
}

#[test]
fn no_design_of_random_small_weeks_costs_less() {
    // Demand from a counter, so that every run tries the same; all designs with at most two people on a shift are tried.
    for seed in 0..12_u32 {
        let mut demand = [0; 12];
        for (slot, needed) in demand.iter_mut().enumerate() {
            *needed = (slot as u32 * 7 + seed * 5 + seed * seed * (slot as u32 % 3)) % 3;
        }
        let mut problem = two_days(demand);
        problem.kinds = vec![ShiftKind { starts: 1..=2, lengths: 2..=3 }];
        problem.shift_weight = 30.0 + 20.0 * f64::from(seed % 3);
        let shifts = problem.shifts();
        let ways = 3_usize.pow(2 * shifts.len() as u32);
        let least = (0..ways)
            .map(|mut way| {
                let mut digit = || {
                    let people = (way % 3) as u32;
                    way /= 3;
                    people
                };
                let used = shifts.iter().map(|&shift| UsedShift { shift, people: vec![digit(), digit()] });
                problem.cost(&used.collect::<Vec<_>>()).objective
            })
            .fold(f64::INFINITY, f64::min);
        let design = designed(&problem);
        assert!((design.cost.objective - least).abs() < 1e-6, "{seed}: {design:?}, {least}");
        assert!((design.bound - least).abs() < 1e-6, "{seed}: {design:?}, {least}");
    }
}
