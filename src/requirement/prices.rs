//! What a missing agent costs: the price of the queues that wait for one.
//!
//! A queue can have a price of its own for an agent-hour that is missing
//! ([`Queue::under_cover_per_hour`](crate::scenario::Queue::under_cover_per_hour)); without one, that of the scheduling settings
//! holds. An agent of a group who is missing in an interval costs the mean of the prices of the queues that the group
//! answers, each weighted by its offered load in the interval: expected contacts that reach agents × mean work, in agents. Where
//! none of them expects anything, the mean is plain. A group that answers nothing has the price of the settings.

use crate::calendar::Grid;
use crate::demand::{Demand, offered_to_agents};
use crate::scenario::{QueueId, Scenario};
use crate::staffing::StaffingRequirement;
use crate::units::MoneyPerHour;

/// A requirement of so many agents, per group and interval, at the prices of a demand.
pub fn priced(scenario: &Scenario, demand: &Demand, agents: Grid<u32>) -> StaffingRequirement {
    StaffingRequirement { agents, price_of_missing: of_missing(scenario, demand) }
}

/// Price of an hour in which an agent is missing, per group and interval; `None` where all queues have that of the scheduling
/// settings.
pub fn of_missing(scenario: &Scenario, demand: &Demand) -> Option<Grid<MoneyPerHour>> {
    if !scenario.has_prices_by_queue() {
        return None;
    }
    let offered = offered_to_agents(scenario, demand);
    let load = |queue: QueueId, interval: usize| {
        let one = scenario.queue(queue);
        let work = one.mean_work(offered.handling_factor[queue.0]).0;
        offered.expected[(queue.0, interval)] * work / one.servers_per_agent()
    };
    let of_group = |skills: &[QueueId]| {
        let in_interval = |interval| mean_price(scenario, skills, |queue| load(queue, interval));
        (0..scenario.calendar.intervals.len()).map(in_interval).collect()
    };
    Some(Grid::from_rows(scenario.groups.iter().map(|group| of_group(&group.skills)).collect()))
}

/// The mean price of some queues by their load, the plain mean where there is none.
fn mean_price(scenario: &Scenario, queues: &[QueueId], load: impl Fn(QueueId) -> f64) -> MoneyPerHour {
    let price = |queue: &QueueId| scenario.price_of_missing(*queue);
    let Some(first) = queues.first().map(price) else { return scenario.scheduling.under_cover_per_hour };
    // A mean of equal prices may miss them by its last digits.
    if queues.iter().all(|queue| price(queue) == first) {
        return first;
    }
    let all: f64 = queues.iter().map(|&queue| load(queue)).sum();
    let weight = |queue: &QueueId| if all > 0.0 { load(*queue) / all } else { 1.0 / queues.len() as f64 };
    MoneyPerHour(queues.iter().map(|queue| price(queue).0 * weight(queue)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::distribution::{Distribution, Law};
    use crate::scenario::{Group, Queue, Volume};
    use crate::units::Seconds;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    /// Orders of six minutes, from which 10 then 20 then none come, and returns of three minutes, of which 20, 0 and none come.
    fn two_queues(orders: Option<f64>, returns: Option<f64>) -> Scenario {
        let calendar = Calendar::of_length(date(2026, 1, 5), Seconds(3.0 * 3600.0), 60, &TimeZone::UTC);
        let queue = |name, contacts: [f64; 3], minutes: f64, price: Option<f64>| {
            let handling = Distribution::new(Law::Exponential, Seconds(60.0 * minutes), None).unwrap();
            let plain = Queue::plain(name, Volume::Table(contacts.to_vec()), handling);
            Queue { under_cover_per_hour: price.map(MoneyPerHour), ..plain }
        };
        let queues =
            vec![queue("orders", [10.0, 20.0, 0.0], 6.0, orders), queue("returns", [20.0, 0.0, 0.0], 3.0, returns)];
        let skills = [vec![0], vec![1], vec![0, 1], vec![]];
        let group =
            |skills: &Vec<usize>| Group::plain("desk", skills.iter().map(|&q| QueueId(q)).collect(), vec![0; 3]);
        let mut scenario = Scenario::plain(calendar, queues, skills.iter().map(group).collect());
        scenario.scheduling.under_cover_per_hour = MoneyPerHour(60.0);
        scenario
    }

    fn prices(scenario: &Scenario) -> Option<Vec<Vec<f64>>> {
        let prices = of_missing(scenario, &Demand::of(scenario))?;
        Some((0..prices.rows()).map(|group| prices.row(group).iter().map(|price| price.0).collect()).collect())
    }

    #[test]
    fn a_missing_agent_costs_what_the_queues_cost_that_wait_by_their_load() {
        // One agent's work of each in the first hour, orders alone in the second, nothing in the third.
        let expected = vec![vec![300.0; 3], vec![60.0; 3], vec![180.0, 300.0, 180.0], vec![60.0; 3]];
        assert_eq!(prices(&two_queues(Some(300.0), None)), Some(expected));
    }

    #[test]
    fn twice_the_work_has_twice_the_weight() {
        let mut scenario = two_queues(Some(300.0), Some(60.0));
        scenario.queues[0].volume = Volume::Table(vec![20.0, 0.0, 0.0]);
        let mixed = prices(&scenario).unwrap()[2].clone();
        // Two thirds of the load are orders.
        assert!((mixed[0] - 220.0).abs() < 1e-9, "{mixed:?}");
    }

    #[test]
    fn without_prices_of_their_own_the_settings_hold_and_nothing_is_noted() {
        assert_eq!(prices(&two_queues(None, None)), None);
        assert_eq!(prices(&two_queues(Some(60.0), None)), None);
    }

    #[test]
    fn equal_prices_other_than_the_settings_hold_for_all_who_answer_something() {
        let expected = vec![vec![90.1; 3], vec![90.1; 3], vec![90.1; 3], vec![60.0; 3]];
        assert_eq!(prices(&two_queues(Some(90.1), Some(90.1))), Some(expected));
    }
}
