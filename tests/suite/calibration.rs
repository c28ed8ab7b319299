//! Calibration from real counts: calls per five minutes at a North American bank, 164 weekdays of 2003.

use callboard::calibration::{DayCounts, arrival_lines, arrivals};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs::read_to_string;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/bank_calls_2003/bank_calls_5min.csv");

#[test]
fn the_calls_of_a_large_bank_vary_more_than_by_chance_from_day_to_day() {
    let Ok(text) = read_to_string(FILE) else {
        println!("skipped: no ../shared/data/bank_calls_2003");
        return;
    };
    let mut days: BTreeMap<Date, Vec<f64>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let (moment, calls) = line.split_once(',').unwrap();
        days.entry(moment[..10].parse().unwrap()).or_default().push(calls.parse().unwrap());
    }
    let class = |date: &Date| date.weekday().to_monday_zero_offset() as usize;
    let counts = days.iter().map(|(date, counts)| DayCounts { class: class(date), counts: counts.clone() });
    let found = arrivals(&counts.collect::<Vec<_>>()).unwrap();
    println!("{found:?}");
    assert_eq!((found.days, found.left_out), (164, 0));
    // The description of the data says that variance / mean of five minutes is about 3 around the mean of all days, of which the
    // weekdays explain a part: between chance (1) and that.
    assert!(found.dispersion.lower.unwrap() > 1.0 && found.dispersion.value < 3.0, "{:?}", found.dispersion);
    // A factor of the day multiplies the mean of 32,000 calls a day: variance / mean is 1 + cv² · mean, within what weekdays of
    // different size change of it.
    let of_days = 1.0 + found.day_factor_cv.value.powi(2) * found_mean(&days);
    assert!((found.dispersion_of_days.value / of_days - 1.0).abs() < 0.05, "{of_days}");
    let lines = arrival_lines("calls", &found, 300.0);
    assert_eq!(lines[0].key, "queue.calls.volume.day_factor_cv");
    assert!(lines[0].comment.contains("from 164 days"), "{}", lines[0].comment);
}

fn found_mean(days: &BTreeMap<Date, Vec<f64>>) -> f64 {
    days.values().map(|counts| counts.iter().sum::<f64>()).sum::<f64>() / days.len() as f64
}
