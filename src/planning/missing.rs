//! What it costs that agents are missing: a price for each hour, and the contacts that are lost for it.
//!
//! Contacts are lost the faster the more agents are missing. So their cost is convex in the hours, and is written as bands of hours
//! with rising prices: in each group and period the contacts lost by formula when the group has all, 95 %, 90 %, 80 %, 60 % of the hours that it
//! needs, and nobody, the other groups having all of theirs; nothing begun but what is fixed.

use super::stage::Starts;
use super::workload::{Service, Workload};
use crate::units::Hours;
use rayon::prelude::*;

/// Parts of the required hours that a group has, at the ends of the bands.
const COVERED: [f64; 6] = [1.0, 0.95, 0.9, 0.8, 0.6, 0.0];

/// A band of missing hours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Its width as a share of the required hours.
    pub width: f64,
    /// Value of the contacts that are lost in an hour of it.
    pub lost_per_hour: f64,
}

/// What missing hours cost.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceOfMissing {
    /// Price of each hour, whatever is lost.
    pub per_hour: f64,
    /// By group and period: bands in order, with rising prices; none where contacts have no value.
    bands: Vec<Vec<Vec<Band>>>,
}

impl PriceOfMissing {
    /// By the assumptions of a plan.
    pub fn of(workload: &Workload, service: &Service) -> Self {
        let per_hour = workload.plan.prices.shortage_per_hour.0;
        let groups = workload.scenario.groups.len();
        if workload.plan.prices.lost_contact.0 <= 0.0 {
            return Self { per_hour, bands: vec![vec![Vec::new(); workload.periods.len()]; groups] };
        }
        let of_group = |group: usize| {
            let periods = (0..workload.periods.len()).into_par_iter();
            periods.map(|period| bands(workload, service, group, period)).collect()
        };
        Self { per_hour, bands: (0..groups).map(of_group).collect() }
    }

    /// The bands of a group and period. The last is as wide as it must be.
    pub fn bands(&self, group: usize, period: usize) -> &[Band] {
        &self.bands[group][period]
    }

    /// Missing hours by band: each is filled before the next, and the last takes what is left.
    pub fn by_band(&self, group: usize, period: usize, missing: Hours, required: Hours) -> Vec<f64> {
        let bands = self.bands(group, period);
        let mut rest = missing.0;
        let within = |(place, band): (usize, &Band)| {
            let is_last = place + 1 == bands.len();
            let within = if is_last { rest } else { rest.min(band.width * required.0) };
            rest -= within;
            within
        };
        bands.iter().enumerate().map(within).collect()
    }

    /// Value of the contacts that are lost for missing hours.
    pub fn lost(&self, group: usize, period: usize, missing: Hours, required: Hours) -> f64 {
        let hours = self.by_band(group, period, missing, required).into_iter();
        hours.zip(self.bands(group, period)).map(|(hours, band)| hours * band.lost_per_hour).sum()
    }
}

fn bands(workload: &Workload, service: &Service, group: usize, period: usize) -> Vec<Band> {
    let plan = workload.plan;
    let starts: Starts = plan.initiatives.iter().map(|initiative| initiative.fixed_start).collect();
    let nothing = vec![0; plan.partners.len()];
    let required = workload.in_period(&starts, &nothing, period).needs[group].hours.0;
    if required <= 0.0 {
        return Vec::new();
    }
    let demand = workload.reaching_agents(&starts, &nothing, period);
    let horizons = workload.periods[period].days / super::stage::horizon_days(workload.scenario);
    let mut staffing = vec![1.0; workload.scenario.groups.len()];
    let mut value = |covered: f64| -> f64 {
        staffing[group] = covered;
        let served = service(&demand, &staffing);
        let lost = served.iter().enumerate().map(|(queue, served)| served.abandonment * demand.total(queue));
        lost.sum::<f64>() * horizons * plan.prices.lost_contact.0
    };
    let values: Vec<f64> = COVERED.iter().map(|&covered| value(covered)).collect();
    let mut bands: Vec<Band> = COVERED
        .windows(2)
        .zip(values.windows(2))
        .map(|(covered, value)| {
            let width = covered[0] - covered[1];
            Band { width, lost_per_hour: ((value[1] - value[0]) / (width * required)).max(0.0) }
        })
        .collect();
    // Where the last agents are worth less than those before, as where nobody is left to lose, both bands get their mean.
    while let Some(place) = bands.windows(2).position(|pair| pair[0].lost_per_hour > pair[1].lost_per_hour) {
        let next = bands.remove(place + 1);
        let band = &mut bands[place];
        let width = band.width + next.width;
        band.lost_per_hour = (band.lost_per_hour * band.width + next.lost_per_hour * next.width) / width;
        band.width = width;
    }
    bands
}
