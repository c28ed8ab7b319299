use super::*;
use proptest::prelude::*;
use rayon::prelude::*;

const INFINITY: f64 = f64::INFINITY;

/// Values of items, their weights, and what the bag carries.
fn knapsack(items: &[(f64, f64)], capacity: f64) -> Programme<usize> {
    let mut programme = Programme::new();
    let columns: Vec<Column> = items
        .iter()
        .enumerate()
        .map(|(item, &(value, _))| programme.column(item, 0.0, 1.0, -value, Kind::Integer))
        .collect();
    programme.row("capacity", -INFINITY, capacity, columns.iter().zip(items).map(|(&column, item)| (column, item.1)));
    programme
}

/// Enough items of similar worth that a few nodes do not settle it.
fn hard_knapsack() -> Programme<usize> {
    let items: Vec<(f64, f64)> = (0..16_u32)
        .map(|item| {
            let weight = f64::from(1_000 + (item * 7_919) % 997);
            (weight + f64::from((item * 31) % 17), weight)
        })
        .collect();
    let mut programme = knapsack(&items, 7_911.0);
    let second: Vec<(Column, f64)> =
        (0..16).map(|item| (Column::at(item), f64::from(500 + (item as u32 * 5_557) % 991))).collect();
    programme.row("volume", -INFINITY, 7_311.0, second);
    programme
}

/// Agents on shifts that begin in each of five intervals and last two, at least `needed` on duty in each interval.
fn covering(needed: [f64; 5]) -> Programme<String> {
    let mut programme = Programme::new();
    let shifts: Vec<Column> =
        (0..5).map(|start| programme.column(format!("shift {start}"), 0.0, 20.0, 2.0, Kind::Integer)).collect();
    for (interval, &need) in needed.iter().enumerate() {
        let before = (interval + 4) % 5;
        programme.row(format!("interval {interval}"), need, INFINITY, [(shifts[interval], 1.0), (shifts[before], 1.0)]);
    }
    programme
}

fn optimum<Key: Clone + Debug>(programme: &Programme<Key>) -> Solution {
    solve(programme, &Limits::NONE).unwrap()
}

#[test]
fn the_best_bag_is_found() {
    // By hand: weights 3 + 4 fill the bag of 7 for 9; the best by value per weight, weights 2 + 3, gives 7.
    let solution = optimum(&knapsack(&[(3.0, 2.0), (4.0, 3.0), (5.0, 4.0)], 7.0));
    assert_eq!(solution.values, [0.0, 1.0, 1.0]);
    assert_eq!((solution.objective, solution.gap(), solution.status), (-9.0, 0.0, Status::Optimal));
}

#[test]
fn an_odd_cycle_of_shifts_needs_one_agent_more_than_its_relaxation() {
    let programme = covering([1.0; 5]);
    assert!((relax(&programme).unwrap().objective - 5.0).abs() < TOLERANCE, "half an agent on each of five shifts");
    let solution = optimum(&programme);
    assert_eq!(solution.objective, 6.0, "three agents cost 2 each");
    assert!(programme.violations(&solution.values, 0.0).is_empty());
}

#[test]
fn a_row_may_have_two_sides_or_be_an_equation() {
    let mut programme = Programme::new();
    let x = programme.column("x", 0.0, INFINITY, 1.0, Kind::Integer);
    let y = programme.column("y", 0.0, 10.0, -1.0, Kind::Continuous);
    programme.row("between", 1.5, 3.5, [(x, 2.0), (y, -1.0), (x, -1.0)]);
    programme.row("equation", 6.5, 6.5, [(x, 1.0), (y, 1.0)]);
    let solution = optimum(&programme);
    assert_eq!((solution.value(x), solution.value(y)), (4.0, 2.5), "x − y ≥ 1.5 and x + y = 6.5 make x ≥ 4");
}

#[test]
fn the_rules_that_contradict_are_named_and_no_others() {
    let mut programme = Programme::new();
    let monday = programme.column("monday", 0.0, 50.0, 1.0, Kind::Integer);
    let tuesday = programme.column("tuesday", 0.0, 50.0, 1.0, Kind::Integer);
    programme.row("at least 10 on monday", 10.0, INFINITY, [(monday, 1.0)]);
    programme.row("at least 5 on tuesday", 5.0, INFINITY, [(tuesday, 1.0)]);
    programme.row("at most 12 in all", -INFINITY, 12.0, [(monday, 1.0), (tuesday, 1.0)]);
    programme.row("at most 40 on monday", -INFINITY, 40.0, [(monday, 1.0)]);
    let expected = ["at least 10 on monday", "at least 5 on tuesday", "at most 12 in all"].map(str::to_owned);
    for error in [solve(&programme, &Limits::default()).unwrap_err(), relax(&programme).unwrap_err()] {
        assert_eq!(error, SolveError::Contradiction { rows: expected.to_vec() });
    }
}

#[test]
fn rules_that_contradict_only_in_whole_numbers_are_named() {
    let mut programme = Programme::new();
    let x = programme.column("x", 0.0, 5.0, 1.0, Kind::Integer);
    let y = programme.column("y", 0.0, 5.0, 1.0, Kind::Integer);
    programme.row("an odd sum", 3.0, 3.0, [(x, 1.0), (y, 1.0)]);
    programme.row("equals", 0.0, 0.0, [(x, 1.0), (y, -1.0)]);
    programme.row("harmless", 0.0, 9.0, [(x, 1.0)]);
    assert!(relax(&programme).is_ok());
    let error = solve(&programme, &Limits::default()).unwrap_err();
    let rows = vec!["an odd sum".to_owned(), "equals".to_owned()];
    assert_eq!(error, SolveError::Contradiction { rows });
    assert_eq!(error.to_string(), "these rules cannot all be kept: an odd sum; equals");
}

#[test]
fn a_column_or_row_that_contradicts_itself_is_named() {
    let mut programme = Programme::new();
    let x = programme.column("agents on nights", 3.2, 3.8, 1.0, Kind::Integer);
    programme.row("from 5 to 4", 5.0, 4.0, [(x, 1.0)]);
    programme.row("nothing is 1", 1.0, 1.0, []);
    let rows = ["\"agents on nights\" between 3.2 and 3.8", "from 5 to 4", "nothing is 1"].map(str::to_owned).to_vec();
    assert_eq!(solve(&programme, &Limits::default()), Err(SolveError::Contradiction { rows }));
}

#[test]
fn a_cost_that_can_fall_for_ever_is_unbounded() {
    for kind in [Kind::Continuous, Kind::Integer] {
        let mut programme = Programme::new();
        let x = programme.column("x", 0.0, INFINITY, -1.0, Kind::Continuous);
        let y = programme.column("y", 0.0, INFINITY, 0.0, kind);
        programme.row("x follows y", 0.0, 1.0, [(x, 1.0), (y, -1.0)]);
        assert_eq!(solve(&programme, &Limits::default()), Err(SolveError::Unbounded), "{kind:?}");
    }
}

#[test]
fn nonsense_is_a_fault_and_says_where() {
    let fault = |programme: &Programme<&str>| match solve(programme, &Limits::default()) {
        Err(SolveError::Fault(message)) => message,
        other => panic!("{other:?}"),
    };
    for cost in [f64::NAN, INFINITY] {
        let mut programme = Programme::new();
        programme.column("wage", 0.0, 1.0, cost, Kind::Continuous);
        assert!(fault(&programme).contains("wage"));
    }
    for coefficient in [f64::NAN, INFINITY, 1e15] {
        let mut programme = Programme::new();
        let x = programme.column("x", 0.0, 1.0, 1.0, Kind::Continuous);
        programme.row("weekly hours", 0.0, 1.0, [(x, coefficient)]);
        assert!(fault(&programme).contains("weekly hours"));
    }
    let mut programme = Programme::new();
    let foreign = hard_knapsack().rows()[0].terms[3].0;
    programme.column("x", 0.0, 1.0, 1.0, Kind::Continuous);
    programme.row("a stranger", 0.0, 1.0, [(foreign, 1.0)]);
    assert!(fault(&programme).contains("a stranger"));
    let limits = Limits { relative_gap: -0.1, ..Limits::default() };
    assert!(matches!(solve(&covering([1.0; 5]), &limits), Err(SolveError::Fault(_))));
}

#[test]
fn nothing_to_decide_costs_nothing() {
    let mut programme = Programme::<()>::new();
    assert_eq!(optimum(&programme).objective, 0.0);
    programme.row("harmless", -1.0, 1.0, []);
    assert!(optimum(&programme).values.is_empty());
}

#[test]
fn a_start_is_taken_and_the_answer_is_never_worse() {
    let mut programme = hard_knapsack();
    let known = solve(&programme, &Limits { nodes: Some(50), ..Limits::NONE }).unwrap();
    programme.start(known.values.clone());
    let again = solve(&programme, &Limits { nodes: Some(0), ..Limits::NONE }).unwrap();
    assert_eq!(again.start, StartUse::Taken);
    assert!(again.objective <= known.objective);
}

#[test]
fn a_start_with_useful_integers_is_repaired() {
    let mut programme = covering([3.0; 5]);
    let short = programme.column("short".to_owned(), 0.0, INFINITY, 100.0, Kind::Continuous);
    programme.row("total", 20.0, INFINITY, (0..5).map(|shift| (Column::at(shift), 1.0)).chain([(short, 1.0)]));
    programme.start(vec![2.0, 2.0, 2.0, 2.0, 2.0, 0.0]);
    let solution = optimum(&programme);
    assert_eq!(solution.start, StartUse::Repaired, "10 agents more must come from `short`");
    assert_eq!(solution.objective, 40.0, "but 20 agents at 2 are cheaper");
}

#[test]
fn a_start_of_no_use_is_set_aside_with_its_reason() {
    let mut programme = covering([3.0; 5]);
    for (start, reason) in [
        (vec![0.0; 5], "interval 0 is broken by 3"),
        (vec![2.0; 4], "4 values for 5 columns"),
        (vec![f64::NAN; 5], "not a number"),
    ] {
        programme.start(start);
        let solution = optimum(&programme);
        let StartUse::SetAside(why) = solution.start else { panic!("{:?}", solution.start) };
        assert!(why.contains(reason), "{why}");
        assert_eq!(solution.objective, 16.0, "eight agents cover five intervals of three, two at a time");
    }
}

#[test]
fn a_limit_of_no_nodes_still_gives_an_answer_with_a_proved_bound() {
    let programme = hard_knapsack();
    let best = optimum(&programme).objective;
    let stopped = solve(&programme, &Limits { nodes: Some(0), ..Limits::NONE }).unwrap();
    assert_eq!(stopped.status, Status::Limit(Limit::Nodes));
    assert!(programme.violations(&stopped.values, 0.0).is_empty());
    assert!(stopped.bound <= best + TOLERANCE * best.abs(), "{} is proved, {best} is possible", stopped.bound);
    assert!(best <= stopped.objective);
    assert!(stopped.gap() > 0.0 && stopped.gap().is_finite());
}

#[test]
fn rounding_alone_finds_a_cover() {
    let programme = covering([3.0, 7.0, 2.0, 5.0, 4.0]);
    let rounded = rounding::round(programme.model(), &Limits::NONE).unwrap();
    assert!(programme.violations(&rounded, 0.0).is_empty(), "{rounded:?}");
    let best = optimum(&programme).objective;
    assert!(programme.objective(&rounded) >= best);
}

#[test]
fn the_gap_is_never_better_than_known() {
    let solution = |objective, bound| Solution {
        values: Vec::new(),
        objective,
        bound,
        status: Status::Optimal,
        start: StartUse::NotGiven,
        iterations: 0,
        duals: Vec::new(),
    };
    assert_eq!(solution(-8.0, -10.0).gap(), 0.25);
    assert_eq!(solution(10.0, 9.0).gap(), 0.1);
    assert_eq!(solution(0.0, 0.0).gap(), 0.0);
    assert_eq!(solution(0.0, -1.0).gap(), INFINITY);
    assert_eq!(solution(5.0, -INFINITY).gap(), INFINITY);
}

#[test]
fn a_violation_names_what_is_broken_and_by_how_much() {
    let programme = covering([3.0, 0.0, 0.0, 0.0, 0.0]);
    let broken = programme.violations(&[1.0, 0.5, 0.0, -2.0, 0.0], TOLERANCE);
    let said: Vec<String> = broken.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "\"shift 1\" is broken by 0.5",
            "\"shift 3\" is broken by 2",
            "interval 0 is broken by 2",
            "interval 3 is broken by 2",
            "interval 4 is broken by 2",
        ]
    );
}

#[test]
fn the_same_programme_gives_the_same_bytes_alone_and_among_others() {
    let bytes = |programme: &Programme<usize>| -> Vec<u64> {
        let solution = solve(programme, &Limits { nodes: Some(20), ..Limits::NONE }).unwrap();
        let all = solution.values.iter().chain([&solution.objective, &solution.bound]);
        all.map(|value| value.to_bits()).chain([solution.iterations]).collect()
    };
    let programme = hard_knapsack();
    let alone = bytes(&programme);
    let among_others: Vec<Vec<u64>> = (0..8).into_par_iter().map(|_| bytes(&programme)).collect();
    assert!(among_others.iter().all(|other| *other == alone));
}

#[test]
fn the_solver_writes_nothing_on_stdout() {
    const INNER: &str = "milp::tests::the_best_bag_is_found";
    let this_binary = std::env::current_exe().unwrap();
    let output = std::process::Command::new(this_binary).args(["--exact", INNER, "--nocapture"]).output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && stdout.contains("1 passed"), "{stdout}");
    let of_the_harness = |line: &&str| line.is_empty() || line.starts_with("running ") || line.starts_with("test ");
    let others: Vec<&str> = stdout.lines().filter(|line| !of_the_harness(line)).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn the_solver_is_named_by_the_versions_in_the_lock_file() {
    let lock = include_str!("../../Cargo.lock");
    let version = |package: &str| {
        let (_, after) = lock.split_once(&format!("name = \"{package}\"\nversion = \"")).unwrap();
        after.split('.').take(2).collect::<Vec<_>>().join(".")
    };
    let (name, package) = if cfg!(feature = "highs") { ("HiGHS", "highs-sys") } else { ("microlp", "microlp") };
    assert_eq!(solver_name(), format!("{name} {} through good_lp {}", version(package), version("good_lp")));
}

/// Up to four columns from −2 to 3 and up to four rows, small enough to try every point.
fn small() -> impl Strategy<Value = Programme<usize>> {
    (1..=4_usize, 0..=4_usize).prop_flat_map(|(columns, rows)| {
        let coefficients = prop::collection::vec(-5..=5_i32, columns);
        let row = (coefficients.clone(), -8..=8_i32, 0..=6_i32, 0..3_u8);
        (coefficients, prop::collection::vec(row, rows)).prop_map(|(costs, rows)| {
            let mut programme = Programme::new();
            let columns: Vec<Column> = costs
                .iter()
                .enumerate()
                .map(|(index, &cost)| programme.column(index, -2.0, 3.0, f64::from(cost), Kind::Integer))
                .collect();
            for (index, (coefficients, lower, width, sides)) in rows.into_iter().enumerate() {
                let lower = f64::from(lower);
                let upper = lower + f64::from(width);
                let (lower, upper) = [(lower, upper), (lower, INFINITY), (-INFINITY, upper)][usize::from(sides)];
                let terms = columns.iter().copied().zip(coefficients.into_iter().map(f64::from));
                programme.row(format!("row {index}"), lower, upper, terms);
            }
            programme
        })
    })
}

/// The least cost of all points that keep the rows with these names, by trying every point.
fn by_enumeration(programme: &Programme<usize>, rows: &dyn Fn(&str) -> bool) -> Option<f64> {
    let count = programme.columns().len();
    let points = (0..6_usize.pow(count as u32)).map(|code| -> Vec<f64> {
        (0..count).map(|column| (code / 6_usize.pow(column as u32) % 6) as f64 - 2.0).collect()
    });
    points
        .filter(|point| {
            programme.rows().iter().filter(|row| rows(&row.name)).all(|row| {
                let sum = row.activity(point);
                row.lower <= sum && sum <= row.upper
            })
        })
        .map(|point| programme.objective(&point))
        .min_by(f64::total_cmp)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn the_answer_is_that_of_trying_every_point(programme in small()) {
        match (solve(&programme, &Limits::NONE), by_enumeration(&programme, &|_| true)) {
            (Ok(solution), Some(best)) => {
                prop_assert_eq!(solution.objective, best);
                prop_assert_eq!(solution.status, Status::Optimal);
                prop_assert!(solution.bound <= solution.objective);
                prop_assert!(solution.values.iter().all(|value| value.fract() == 0.0));
                prop_assert!(programme.violations(&solution.values, 0.0).is_empty());
                prop_assert!(relax(&programme).unwrap().objective <= best + 1e-6);
            }
            (Err(SolveError::Contradiction { rows }), None) => {
                prop_assert!(by_enumeration(&programme, &|name| rows.iter().any(|row| row == name)).is_none());
            }
            (answer, truth) => prop_assert!(false, "{answer:?} instead of {truth:?}"),
        }
    }

    #[test]
    fn a_search_cut_short_keeps_its_word(programme in small(), nodes in 0..3_u64) {
        let limits = Limits { nodes: Some(nodes), relative_gap: 0.2, ..Limits::default() };
        let best = by_enumeration(&programme, &|_| true);
        match solve(&programme, &limits) {
            Ok(solution) => {
                let best = best.unwrap();
                prop_assert!(programme.violations(&solution.values, 0.0).is_empty());
                prop_assert!(solution.bound <= best + 1e-6 && best <= solution.objective);
                if solution.status == Status::Optimal {
                    prop_assert!(solution.gap() <= 0.2 + 1e-6);
                }
            }
            Err(SolveError::Contradiction { .. }) => prop_assert!(best.is_none()),
            Err(error) => prop_assert!(matches!(error, SolveError::NoAnswer { limit: Limit::Nodes }), "{error:?}"),
        }
    }
}
