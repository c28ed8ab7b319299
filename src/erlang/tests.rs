use super::*;
use crate::target::{ServiceLevelTarget, Target};

fn system(per_h: f64, handling: f64, agents: u32, patience: Option<f64>, places: Option<u32>) -> System {
    System {
        contacts_per_s: per_h / 3600.0,
        handling: Seconds(handling),
        agents,
        patience: patience.map(Seconds),
        waiting_places: places,
    }
}

/// Nine significant digits; values that are zero, or too small for a normal number, only absolutely.
#[track_caller]
fn assert_nine_digits(what: &str, value: f64, exact: f64) {
    assert!(relative_error(value, exact) <= 5e-10, "{what}: {value:e} instead of {exact:e}");
}

fn relative_error(value: f64, exact: f64) -> f64 {
    if exact.abs() < 1e-290 { (value - exact).abs() * 1e2 } else { (value / exact - 1.0).abs() }
}

fn seconds_or_infinite(value: Option<Seconds>) -> f64 {
    value.map_or(f64::INFINITY, |seconds| seconds.0)
}

/// `inf` is nothing.
fn finite(text: &str) -> Option<f64> {
    let number: f64 = text.parse().unwrap();
    number.is_finite().then_some(number)
}

#[test]
fn the_exact_values_to_nine_digits() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/truth/erlang.csv");
    let Ok(mut rows) = csv::Reader::from_path(path) else {
        println!("skipped: no ../shared/truth/erlang.csv");
        return;
    };
    let names = rows.headers().unwrap().clone();
    let mut seen = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let text = |name: &str| &row[names.iter().position(|column| column == name).unwrap()];
        let number = |name: &str| text(name).parse::<f64>().unwrap();
        let agents = text("agents").parse().unwrap();
        let within = Seconds(number("T_s"));
        let state = system(number("lam_per_h"), number("aht_s"), agents, finite(text("patience_s")), None).solve();
        let level = |definition| state.service_level(within, definition).0;
        for (name, value) in [
            ("p_wait", state.p_wait),
            ("p_ab", state.p_abandon),
            ("ew_all_s", seconds_or_infinite(state.mean_wait)),
            ("ew_served_s", seconds_or_infinite(state.asa)),
            ("occ", state.occupancy),
            ("lq", state.mean_queue),
            ("sl_offered", level(ServiceLevelDefinition::AnsweredOfOffered)),
            ("sl_excl_short_aband", level(ServiceLevelDefinition::ExcludingEarlyAbandons)),
            ("sl_answered", level(ServiceLevelDefinition::AnsweredOnly)),
            ("sl_with_aband", level(ServiceLevelDefinition::WithEarlyAbandons)),
            ("p_offered_le", state.p_offered_wait_within(within)),
        ] {
            assert_nine_digits(&format!("{name} of {row:?}"), value, number(name));
        }
        seen += 1;
    }
    assert!(seen > 0);
}

/// Extreme systems, computed with mpmath at 40 digits: states with an idle agent summed as they stand; with unlimited
/// places the integrals of the offered wait by its adaptive quadrature over many panels about the mode; with limited
/// places sums over all states, with regularised incomplete beta and gamma functions for the wait in each.
/// Columns: contacts per hour, handling, agents, patience, places, threshold; p(wait), abandoned, blocked, mean wait,
/// ASA, occupancy, mean queue, answered within, abandoned within, P(offered wait ≤ threshold).
const EXTREMES: &str = "\
119880,300,10000,180,inf,20,0.403300884247742,0.00399904059539576,0.0,0.719827307171238,0.717021483451402,0.9950049584452,23.9702493288022,0.996000959404604,0.00399904059539576,1.0
119880,300,10000,inf,inf,20,0.88054171137399,0.0,0.0,26.4162513412197,26.4162513412197,0.999,879.661169662616,0.547914811358338,0.0,0.547914811358338
119880,300,10000,10000000,inf,2,0.880228437232807,2.62508137792961e-6,0.0,26.2508137792961,26.2508046312121,0.998997377543703,874.15209885056,0.176709148728321,1.70288645852799e-7,0.176709154358814
120120,300,10000,10000000,inf,7000,1.0,0.000999000999000999,0.0,9990.00999000999,9994.98833083534,1.0,333333.333333333,2.26908795701312e-8,0.000699755056942552,2.27065544847497e-8
36,1000,1,300,inf,30,0.992296254522554,0.900770374547745,0.0,270.231112364323,389.813048002542,0.992296254522554,2.70231112364323,0.0102101832077925,0.0943113115651556,0.0103431982612104
36,10,1,1,inf,1,0.0916633686206213,0.0833663137937867,0.0,0.0833663137937867,0.00824931878685245,0.0916633686206213,0.000833663137937867,0.913862686276703,0.0556077417559803,0.917012019290611
0.2,180,1,60,inf,20,0.00992553193751585,0.00744680624841463,0.0,0.446808374904878,0.112471287834349,0.00992553193751585,2.48226874947154e-5,0.990963025402793,0.00267141603643843,0.991116147379978
0.2,180,1,inf,inf,20,0.01,0.0,0.0,1.81818181818182,1.81818181818182,0.01,0.000101010101010101,0.991041658647035,0.0,0.991041658647035
24000,300,100,180,inf,20,1.0,0.95,0.0,171.0,537.73597579066,1.0,1140.0,2.04543665493914e-368,0.10516068318563,2.28356447810293e-368
24000,300,100,180,inf,540,1.0,0.95,0.0,171.0,537.73597579066,1.0,1140.0,0.0273700909385216,0.947537133439322,0.495998128735904
2400000,300,10000,180,inf,530,1.0,0.95,0.0,171.0,539.216809656385,1.0,114000.0,1.59380109175199e-6,0.947368704150341,3.01959791752935e-5
2400000,300,10000,1,inf,3,1.0,0.95,0.0,0.95,2.98080726680688,1.0,633.333333333333,0.0277836592785552,0.946664012700968,0.486767772071315
1200,300,105,1,inf,0,0.0612052527935793,0.0469243386314107,0.0,0.0469243386314107,0.0120276522208587,0.907691106065323,0.0156414462104702,0.938794747206421,0.0,0.938794747206421
1200,300,105,1,inf,0.1,0.0612052527935793,0.0469243386314107,0.0,0.0469243386314107,0.0120276522208587,0.907691106065323,0.0156414462104702,0.940378166684958,0.00574655707875854,0.940458611500367
1200,300,100,10000000,inf,30,0.994693101429678,0.000434636828982778,0.0,4346.36828982778,4346.76573204277,0.999565363171017,1448.78942994259,0.00965323860892504,2.97755530507769e-6,0.00965324512842206
1200,300,99,10000000,inf,100000,1.0,0.01,0.0,100000.0,100501.843383576,1.0,33333.3333333333,0.459079962181317,0.00975675676962699,0.463498439227426
10,100000,1,1,inf,5,0.996422828121348,0.996412877818763,0.0,0.996412877818763,0.00277579449717148,0.996422828121348,0.00276781354949656,0.00358705504744939,0.98969943624671,0.00362696430349043
1200,300,105,120,inf,1000,0.255902014925998,0.0268231877041011,0.0,3.21878252449213,3.01588170150945,0.926835059329428,1.07292750816404,0.973176812295899,0.0268231877041011,1.0
1200,300,300,120,inf,20,1.81216865567211e-58,2.21106543473181e-60,0.0,2.65327852167817e-58,2.62108618119923e-58,0.333333333333333,8.84426173892725e-59,1.0,2.21106388087348e-60,1.0
1200,300,105,120,0,20,0,0.0,0.0482607706612409,0.0,0.0,0.906418313655961,0.0,0.951739229338759,0.0,1.0
1200,300,105,120,5,20,0.17095434879298,0.0105003148487318,0.0227448967353027,1.28936423830219,1.23870031704057,0.920718846110443,0.420012593949272,0.960838147600111,0.0102932676916137,0.992597344820361
1200,300,105,inf,5,20,0.181473332405233,0.0,0.0312781901882868,1.55353463975427,1.55353463975427,0.922592199820679,0.50164762927598,0.958833956660861,0.0,0.989792886821889
1200,300,100,inf,50,20,0.791014572726988,0.0,0.0158202914545398,61.4853306649122,61.4853306649122,0.98417970854546,20.1708716045382,0.298633745515404,0.0,0.303434162401866
1200,300,90,inf,200,200,0.899999999565388,0.0,0.100000000022261,636.666666845305,636.666666845305,0.999999999975266,191.000000048867,4.9870891643031e-7,0.0,5.54121018269605e-7
1200,300,90,10000000,200,200,0.900057297923931,5.72983612134747e-5,0.0999427016611839,636.607928397748,636.62803659071,0.999999999975114,190.994537378249,5.01515967648599e-7,1.80009644574817e-5,5.572139684094e-7
24000,300,100,180,400,60,0.382817567146211,0.332817567146211,0.617182432853789,156.490107110047,365.095983293032,1.0,399.381080575453,6.25522563190144e-150,0.108516794048267,2.27758198541376e-149
24000,300,100,180,1000,500,0.877635122857763,0.827635122857763,0.122364877142237,169.745168845688,514.323023490535,1.0,993.162147429316,0.0133232280790381,0.822159778551082,0.227534755083151
1200,300,110,180,300,15,0.153479408726678,0.0109474328502024,3.94920546531187e-157,1.97053791303643,1.86930708098837,0.899138697408907,0.656845971012143,0.940639860307747,0.00797494683837049,0.944149225801686
119880,300,10000,180,500,20,0.40330088421613,0.00399904059162582,4.00131580510409e-12,0.719827306495528,0.71702148279894,0.995004958444968,23.9702493062052,0.996000959404373,0.00399904059162582,1.0
2400,60,1,600,30,5,0.0997239201918075,0.0747239201918075,0.900276079808193,449.584733821642,808.083820228782,1.0,29.889568076723,1.14412568716132e-37,0.000827579630575899,1.15403938364664e-36
36,1000,1,1,3,0,0.909913014645258,0.909008533678678,1.49869814586677e-7,0.909008669911639,0.00995520870551163,0.909913164515073,0.00909008533678678,0.0900868354849273,0.0,0.0900868489862266
36,1000,1,1,3,10,0.909913014645258,0.909008533678678,1.49869814586677e-7,0.909008669911639,0.00995520870551163,0.909913164515073,0.00909008533678678,0.0909912755930218,0.908967675183912,0.0991316595694532";

#[test]
fn extreme_systems_to_nine_digits() {
    let mut worst: f64 = 0.0;
    for line in EXTREMES.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |i: usize| cells[i].parse::<f64>().unwrap();
        let places = finite(cells[4]).map(|places| places as u32);
        let state = system(number(0), number(1), number(2) as u32, finite(cells[3]), places).solve();
        let within = Seconds(number(5));
        let outcomes = state.outcomes(within);
        let values = [
            ("p_wait", state.p_wait),
            ("abandoned", state.p_abandon),
            ("blocked", state.p_blocked),
            ("mean wait", seconds_or_infinite(state.mean_wait)),
            ("asa", seconds_or_infinite(state.asa)),
            ("occupancy", state.occupancy),
            ("mean queue", state.mean_queue),
            ("answered within", outcomes.answered_within),
            ("abandoned within", outcomes.abandoned_within),
            ("offered wait", state.p_offered_wait_within(within)),
        ];
        for (i, (name, value)) in values.into_iter().enumerate() {
            assert_nine_digits(&format!("{name} of {line}"), value, number(6 + i));
            worst = worst.max(relative_error(value, number(6 + i)));
        }
    }
    println!("worst relative error {worst:e}");
}

#[test]
fn the_tests_of_the_r_package_erlangc() {
    let half_hour = [
        (11, 0.6821, 0.3896, 122.781),
        (12, 0.4494, 0.6402, 40.445),
        (13, 0.2853, 0.7956, 17.116),
        (14, 0.1741, 0.88835, 7.836),
    ];
    for (agents, p_wait, level, asa) in half_hour {
        let state = system(200.0, 180.0, agents, None, None).solve();
        // Half a unit of the last digit published.
        assert!((state.p_wait - p_wait).abs() < 0.51e-4);
        assert!((erlang_c(agents, 10.0) - p_wait).abs() < 0.51e-4);
        assert!((state.service_level(Seconds(20.0), ServiceLevelDefinition::default()).0 - level).abs() < 0.51e-4);
        assert!((seconds_or_infinite(state.asa) - asa).abs() < 0.51e-3);
    }
}

#[test]
fn the_tests_of_the_callcenter_simulator_of_herzog() {
    let mean_wait =
        |agents, patience| seconds_or_infinite(system(210.0, 180.0, agents, patience, None).solve().mean_wait);
    assert!((mean_wait(13, None) - 26.56).abs() < 0.0051);
    assert!((mean_wait(13, Some(300.0)) - 9.91).abs() < 0.0051);
    assert!((mean_wait(9, Some(300.0)) - 56.62).abs() < 0.0051);
}

#[test]
fn the_erlang_a_tests_of_pyworkforce() {
    let state = system(200.0, 180.0, 14, Some(300.0), None).solve();
    assert!((state.p_wait - 0.14526).abs() < 0.51e-5);
    assert!((state.p_abandon - 0.013_984).abs() < 0.51e-6);
    assert!((state.occupancy - 0.704_297).abs() < 0.51e-6);
    let level = state.service_level(Seconds(20.0), ServiceLevelDefinition::AnsweredOfOffered);
    assert!((level.0 - 0.916_792).abs() < 0.51e-6);
}

#[test]
fn the_example_of_mandelbaum_and_zeltyn() {
    let state = system(2880.0, 60.0, 50, Some(120.0), None).solve();
    assert!((state.p_abandon - 0.031).abs() < 0.51e-3);
    assert!((seconds_or_infinite(state.mean_wait) - 3.7).abs() < 0.051);
    assert!((state.occupancy - 0.93).abs() < 0.51e-2);
}

#[test]
fn the_table_of_the_avaya_manual() {
    // Calls per hour for six agents at which 10 % wait longer than the threshold: 237.95, 251.51 and 257.40. The manual
    // prints whole calls, rounding the first and cutting the second, so each lies within one call of its figure.
    for (threshold, calls) in [(30.0, 238.0), (40.0, 251.0), (45.0, 257.0)] {
        let late = |calls| 1.0 - system(calls, 60.0, 6, None, None).solve().p_offered_wait_within(Seconds(threshold));
        assert!(late(calls - 1.0) < 0.1 && late(calls + 1.0) > 0.1, "{threshold} s: {}", late(calls));
    }
}

/// The measures of a system from its birth-death chain and, for each queue length met on arrival, the uniformised chain
/// of those ahead: nothing in common with the formulas under test.
struct BruteForce {
    p_wait: f64,
    p_blocked: f64,
    p_abandon: f64,
    mean_queue: f64,
    busy_agents: f64,
    answered_within: f64,
    abandoned_within: f64,
    offered_within: f64,
}

fn brute_force(system: &System, within: f64) -> BruteForce {
    let (lambda, mu) = (system.contacts_per_s, 1.0 / system.handling.0);
    let theta = system.patience.map_or(0.0, |patience| 1.0 / patience.0);
    let c = system.agents as usize;
    let most_waiting = system.waiting_places.map_or(600, |places| places as usize);
    let mut states = vec![1.0];
    for n in 1..=c + most_waiting {
        let death = n.min(c) as f64 * mu + n.saturating_sub(c) as f64 * theta;
        states.push(states[n - 1] * lambda / death);
    }
    let total: f64 = states.iter().sum();
    let p: Vec<f64> = states.iter().map(|state| state / total).collect();
    let no_wait: f64 = p[..c].iter().sum();
    let own = |patience_rate: f64| fates(c as f64 * mu, theta, patience_rate, most_waiting, within);
    let (leaving, patient) = (own(theta), own(0.0));
    let met = |fate: &dyn Fn(usize) -> f64| -> f64 { (0..most_waiting).map(|j| p[c + j] * fate(j)).sum() };
    let mean_queue = (0..=most_waiting).map(|j| j as f64 * p[c + j]).sum::<f64>();
    BruteForce {
        p_wait: met(&|_| 1.0),
        p_blocked: if system.waiting_places.is_some() { p[c + most_waiting] } else { 0.0 },
        p_abandon: theta * mean_queue / lambda,
        mean_queue,
        busy_agents: p.iter().enumerate().map(|(n, p)| n.min(c) as f64 * p).sum(),
        answered_within: no_wait + met(&|j| leaving[j].0),
        abandoned_within: met(&|j| leaving[j].1),
        offered_within: no_wait + met(&|j| patient[j].0),
    }
}

/// For a contact with j ahead: probabilities that it was answered, and that it gave up, after `t`.
fn fates(service: f64, theta: f64, own: f64, most: usize, t: f64) -> Vec<(f64, f64)> {
    let rate = service + most as f64 * theta + own;
    let steps_mean = rate * t;
    // Poisson weights from the top state of probability e^{-mean}; the means in these tests stay below 600.
    assert!(steps_mean < 600.0);
    let mut weight = (-steps_mean).exp();
    let mut now = vec![(0.0, 0.0); most];
    let mut sums = vec![(0.0, 0.0); most];
    for step in 1..(steps_mean + 12.0 * steps_mean.sqrt() + 60.0) as usize {
        let mut next = now.clone();
        for j in 0..most {
            let ahead_leaves = service + j as f64 * theta;
            let moved = if j == 0 { (1.0, 0.0) } else { now[j - 1] };
            let stay = rate - ahead_leaves - own;
            next[j].0 = (ahead_leaves * moved.0 + stay * now[j].0) / rate;
            next[j].1 = (ahead_leaves * moved.1 + stay * now[j].1 + own) / rate;
        }
        now = next;
        weight *= steps_mean / step as f64;
        for (sum, fate) in sums.iter_mut().zip(&now) {
            sum.0 += weight * fate.0;
            sum.1 += weight * fate.1;
        }
    }
    sums
}

#[test]
fn the_formulas_agree_with_the_chain_itself() {
    for agents in [1, 3, 8] {
        for load_per_agent in [0.3, 0.8, 1.0, 1.6] {
            for patience in [None, Some(20.0), Some(100.0), Some(700.0)] {
                for places in [None, Some(0), Some(1), Some(4), Some(25)] {
                    if patience.is_none() && places.is_none() && load_per_agent > 0.9 {
                        continue;
                    }
                    let handling = 100.0;
                    let per_h = 36.0 * load_per_agent * f64::from(agents);
                    let system = system(per_h, handling, agents, patience, places);
                    let state = system.solve();
                    for within in [0.0, 1.0, 15.0] {
                        let exact = brute_force(&system, within);
                        let outcomes = state.outcomes(Seconds(within));
                        let admitted = 1.0 - state.p_blocked;
                        for (value, exact) in [
                            (state.p_wait, exact.p_wait),
                            (state.p_blocked, exact.p_blocked),
                            (state.p_abandon, exact.p_abandon),
                            (state.mean_queue, exact.mean_queue),
                            (state.occupancy * f64::from(agents), exact.busy_agents),
                            (outcomes.answered_within, exact.answered_within),
                            (outcomes.abandoned_within, exact.abandoned_within),
                            (state.p_offered_wait_within(Seconds(within)) * admitted, exact.offered_within),
                        ] {
                            // Uniformisation adds up to 1,300 steps, each with a few roundings.
                            let bound = 1e4 * f64::EPSILON * (1.0 + exact.abs());
                            assert!((value - exact).abs() < bound, "{system:?} {within} {value} {exact}");
                        }
                    }
                }
            }
        }
    }
}

fn extreme_grid() -> Vec<System> {
    let mut all = Vec::new();
    for agents in [0, 1, 2, 50, 10_000] {
        for load_per_agent in [1e-4, 0.1, 0.9, 0.999, 1.0, 1.001, 1.2, 20.0] {
            for patience in [None, Some(0.0), Some(1e-3), Some(1.0), Some(200.0), Some(1e7), Some(1e12)] {
                for places in [None, Some(0), Some(1), Some(300)] {
                    for handling in [1.0, 300.0, 1e5] {
                        let per_h = 3600.0 / handling * load_per_agent * f64::from(agents.max(1));
                        all.push(system(per_h, handling, agents, patience, places));
                    }
                }
            }
        }
    }
    all
}

#[test]
fn everything_is_finite_and_in_range_and_in_balance_at_the_extremes() {
    for system in extreme_grid() {
        let state = system.solve();
        let share = |what: &str, value: f64| {
            assert!((0.0..=1.0 + 1e-12).contains(&value), "{what} {value} of {system:?}");
        };
        share("p_wait", state.p_wait);
        share("p_answered", state.p_answered);
        share("p_abandon", state.p_abandon);
        share("p_blocked", state.p_blocked);
        share("occupancy", state.occupancy);
        if let Some(mean_wait) = state.mean_wait {
            let accounted = state.p_answered + state.p_abandon + state.p_blocked;
            // The sums run over at most 10,000 terms of one sign.
            let rounding = 1e4 * f64::EPSILON;
            assert!((accounted - 1.0).abs() < rounding, "{accounted} {system:?}");
            assert!(mean_wait.0.is_finite() && mean_wait.0 >= 0.0);
            let little = system.contacts_per_s * (state.p_answered + state.p_abandon) * mean_wait.0;
            assert!((little - state.mean_queue).abs() <= 1e-9 * state.mean_queue + 1e-300, "{system:?}");
            if let Some(patience) = system.patience.filter(|patience| patience.0 > 0.0) {
                let (gone, leaving) = (system.contacts_per_s * state.p_abandon, state.mean_queue / patience.0);
                assert!((gone - leaving).abs() <= 1e-9 * gone + 1e-300, "{gone} {leaving} {system:?}");
            }
        }
        let mut before = Outcomes::default();
        let mut offered_before = 0.0;
        for t in [0.0, 1e-3, 1.0, 20.0, 600.0, 1e5, 1e9, f64::INFINITY] {
            let outcomes = state.outcomes(Seconds(t));
            let offered = state.p_offered_wait_within(Seconds(t));
            share("answered within", outcomes.answered_within);
            share("abandoned within", outcomes.abandoned_within);
            share("offered wait", offered);
            let slack = 1e-12;
            assert!(outcomes.answered_within >= before.answered_within - slack, "{t} {system:?}");
            assert!(outcomes.abandoned_within >= before.abandoned_within - slack, "{t} {system:?}");
            assert!(offered >= offered_before - slack);
            (before, offered_before) = (outcomes, offered);
            let [excluding, offered, answered, with] =
                ServiceLevelDefinition::ALL.map(|definition| state.service_level(Seconds(t), definition).0);
            for level in [excluding, offered, answered, with] {
                share("service level", level);
            }
            assert!(offered <= excluding + slack && excluding <= with + slack && offered <= answered + slack);
        }
        if state.mean_wait.is_some() {
            assert!((before.answered_within - state.p_answered).abs() < 1e-12, "{before:?} {system:?}");
            assert!((before.abandoned_within - state.p_abandon).abs() < 1e-12, "{before:?} {system:?}");
        }
    }
}

#[test]
fn many_places_are_as_good_as_no_limit() {
    for (per_h, agents, patience) in [(1200.0, 105, None), (1200.0, 95, Some(200.0)), (3000.0, 100, Some(100.0))] {
        let unlimited = system(per_h, 300.0, agents, patience, None).solve();
        let limited = system(per_h, 300.0, agents, patience, Some(3000)).solve();
        assert_nine_digits("p_wait", limited.p_wait, unlimited.p_wait);
        assert_nine_digits("mean queue", limited.mean_queue, unlimited.mean_queue);
        assert_nine_digits("asa", seconds_or_infinite(limited.asa), seconds_or_infinite(unlimited.asa));
        for t in [1.0, 20.0, 300.0] {
            let (one, other) = (limited.outcomes(Seconds(t)), unlimited.outcomes(Seconds(t)));
            assert_nine_digits("answered", one.answered_within, other.answered_within);
            assert_nine_digits("abandoned", one.abandoned_within, other.abandoned_within);
        }
    }
}

#[test]
fn erlang_b_is_the_queue_without_places() {
    assert_eq!(erlang_b(0, 5.0), 1.0);
    assert_eq!(erlang_b(7, 0.0), 0.0);
    assert!((erlang_b(1, 1.0) - 0.5).abs() < 1e-15);
    // The recursion 1/B(c) = 1 + c/a · 1/B(c − 1), from the other end.
    let (mut inverse, load) = (1.0, 95.3);
    for agents in 1..=120_u32 {
        inverse = 1.0 + f64::from(agents) / load * inverse;
        let blocked = erlang_b(agents, load);
        assert!((blocked * inverse - 1.0).abs() < 1000.0 * f64::EPSILON);
        let state = system(load * 12.0, 300.0, agents, Some(60.0), Some(0)).solve();
        assert!((state.p_blocked / blocked - 1.0).abs() < 1000.0 * f64::EPSILON);
    }
}

#[test]
fn a_queue_with_more_work_than_agents_never_settles() {
    let state = system(100.0, 360.0, 10, None, None).solve();
    assert_eq!((state.p_wait, state.occupancy), (1.0, 1.0));
    assert_eq!((state.asa, state.mean_wait, state.wait_quantile(0.5)), (None, None, None));
    for definition in ServiceLevelDefinition::ALL {
        assert_eq!(state.service_level(Seconds(20.0), definition), Share(0.0));
    }
}

#[test]
fn without_contacts_the_service_level_is_one() {
    for agents in [0, 5] {
        let state = system(0.0, 300.0, agents, Some(60.0), None).solve();
        assert_eq!((state.occupancy, state.asa), (0.0, Some(Seconds::ZERO)));
        assert_eq!(state.service_level(Seconds(0.0), ServiceLevelDefinition::default()), Share(1.0));
    }
}

#[test]
fn without_agents_all_abandon_or_wait_for_ever() {
    let patient = system(100.0, 300.0, 0, None, None).solve();
    assert_eq!((patient.p_wait, patient.p_answered, patient.mean_wait), (1.0, 0.0, None));
    let impatient = system(100.0, 300.0, 0, Some(60.0), None).solve();
    assert_eq!((impatient.p_abandon, impatient.mean_wait, impatient.asa), (1.0, Some(Seconds(60.0)), None));
    let early = impatient.outcomes(Seconds(60.0)).abandoned_within;
    assert!((early - (1.0 - (-1.0_f64).exp())).abs() < 1e-15);
    let few_places = system(100.0, 300.0, 0, Some(60.0), Some(40)).solve();
    assert!((few_places.outcomes(Seconds(60.0)).abandoned_within - early).abs() < 1e-12);
}

#[test]
fn a_quantile_of_the_wait_is_reached_by_that_share_of_the_answered() {
    for (agents, patience, places) in
        [(11, None, None), (9, Some(120.0), None), (11, Some(5.0), None), (9, Some(120.0), Some(6)), (9, None, Some(6))]
    {
        let state = system(200.0, 180.0, agents, patience, places).solve();
        let level = |t: Seconds| state.service_level(t, ServiceLevelDefinition::AnsweredOnly).0;
        assert_eq!(state.wait_quantile(0.0), Some(Seconds::ZERO));
        assert_eq!(state.wait_quantile(1.0), None);
        for p in [0.5, 0.9, 0.99, 0.9999] {
            let wait = state.wait_quantile(p).unwrap();
            if wait == Seconds::ZERO {
                assert!(level(wait) >= p);
            } else {
                assert!((level(wait) - p).abs() < 1e-12, "{p} {} {}", wait.0, level(wait));
            }
        }
    }
}

fn targets() -> Vec<Target> {
    let mut all: Vec<Target> = ServiceLevelDefinition::ALL
        .into_iter()
        .flat_map(|definition| [(0.8, 20.0), (0.3, 0.0), (0.99, 120.0)].map(|(share, t)| (definition, share, t)))
        .map(|(definition, share, t)| Target {
            service_level: Some(ServiceLevelTarget { share: Share(share), within: Seconds(t), definition }),
            ..Target::default()
        })
        .collect();
    let none = Target::default();
    all.push(Target { max_asa: Some(Seconds(15.0)), ..none });
    all.push(Target { max_abandonment: Some(Share(0.05)), ..none });
    all.push(Target { max_p_wait: Some(Share(0.3)), ..none });
    all.push(Target { max_occupancy: Some(Share(0.85)), ..none });
    let everything = all.iter().skip(12).fold(all[0], |sum: Target, one| Target {
        service_level: sum.service_level,
        max_asa: sum.max_asa.or(one.max_asa),
        max_abandonment: sum.max_abandonment.or(one.max_abandonment),
        max_p_wait: sum.max_p_wait.or(one.max_p_wait),
        max_occupancy: sum.max_occupancy.or(one.max_occupancy),
        over: None,
    });
    all.push(everything);
    all
}

fn keeps(system: &System, target: &Target) -> bool {
    let state = system.solve();
    let of_admitted = |share: f64| share / (1.0 - state.p_blocked);
    let service_level = target
        .service_level
        .is_none_or(|promise| state.service_level(promise.within, promise.definition) >= promise.share);
    let settles = state.mean_wait.is_some();
    settles
        && service_level
        && target.max_asa.is_none_or(|most| seconds_or_infinite(state.asa) <= most.0)
        && target.max_abandonment.is_none_or(|most| of_admitted(state.p_abandon) <= most.0)
        && target.max_p_wait.is_none_or(|most| of_admitted(state.p_wait) <= most.0)
        && target.max_occupancy.is_none_or(|most| state.occupancy <= most.0)
}

#[test]
fn the_agents_needed_are_those_a_walk_from_nobody_finds_and_more_are_no_worse() {
    let (mut tried, mut positive) = (0, 0);
    for load in [0.01, 0.7, 6.3, 23.0] {
        for patience in [None, Some(1.0), Some(60.0), Some(900.0), Some(1e6)] {
            for places in [None, Some(0), Some(3), Some(40)] {
                for target in targets() {
                    let system = |agents| system(load * 12.0, 300.0, agents, patience, places);
                    let kept: Vec<bool> = (0..60).map(|agents| keeps(&system(agents), &target)).collect();
                    let least = kept.iter().position(|&kept| kept).unwrap();
                    assert!(kept[least..].iter().all(|&kept| kept), "{:?} {target:?} {kept:?}", system(least as u32));
                    let first = system(0);
                    let found = agents_needed(first.contacts_per_s, first.handling, first.patience, places, &target);
                    assert_eq!(found, Some(least as u32), "{first:?} {target:?}");
                    tried += 1;
                    positive += usize::from(least > 0);
                }
            }
        }
    }
    // Nearly every case must be a real search, or the test would say little.
    assert!(positive * 10 > tried * 9, "{positive} of {tried}");
}

#[test]
fn a_target_that_no_number_of_agents_meets_has_no_answer() {
    let target = Target { max_occupancy: Some(Share(0.0)), ..Target::default() };
    assert_eq!(agents_needed(0.1, Seconds(300.0), None, None, &target), None);
    assert_eq!(agents_needed(0.0, Seconds(300.0), None, None, &target), Some(0));
    assert_eq!(agents_needed(0.1, Seconds(300.0), None, None, &Target::default()), Some(0));
}

#[test]
fn every_measure_improves_with_the_agents() {
    for (load, patience, places) in [
        (40.0, None, None),
        (40.0, Some(10.0), None),
        (40.0, Some(300.0), Some(5)),
        (40.0, Some(3000.0), None),
        (40.0, None, Some(100)),
    ] {
        let states: Vec<SteadyState> =
            (1..80).map(|agents| system(load * 12.0, 300.0, agents, patience, places).solve()).collect();
        for pair in states.windows(2) {
            let [fewer, more] = pair else { unreachable!() };
            let of_admitted = |state: &SteadyState, share: f64| share / (1.0 - state.p_blocked);
            // Values near their limits may stand still, but never move against the direction by more than rounding.
            let falls = |before: f64, after: f64| assert!(after <= before * (1.0 + 1e-12), "{before} {after}");
            falls(of_admitted(fewer, fewer.p_wait), of_admitted(more, more.p_wait));
            falls(of_admitted(fewer, fewer.p_abandon), of_admitted(more, more.p_abandon));
            falls(fewer.occupancy, more.occupancy);
            falls(fewer.p_blocked, more.p_blocked);
            falls(seconds_or_infinite(fewer.asa), seconds_or_infinite(more.asa));
            for definition in ServiceLevelDefinition::ALL {
                for t in [0.0, 5.0, 60.0] {
                    falls(more.service_level(Seconds(t), definition).0, fewer.service_level(Seconds(t), definition).0);
                }
            }
        }
    }
}
