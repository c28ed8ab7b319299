//! Hours needed are covered, made up for, or missing.

use super::{Aim, Key, PlanModel};
use crate::milp::{Column, Kind};
use crate::planning::CostKind;

impl PlanModel<'_> {
    pub(super) fn cover(&mut self) {
        for group in 0..self.people.len() {
            for period in 0..self.periods() {
                self.cover_group(group, period);
            }
        }
        if let Aim::CostWithMissing { most, .. } = self.aim {
            let excess = self.programme.keys().iter().enumerate();
            let excess = excess.filter(|(_, key)| matches!(key, Key::Excess { .. }));
            let terms: Vec<(Column, f64)> = excess.map(|(place, _)| (self.programme.column_at(place), 1.0)).collect();
            self.programme.row("hours missing beyond what is allowed", f64::NEG_INFINITY, most, terms);
        }
    }

    fn column_of_hours(&mut self, key: Key, period: usize, kind: CostKind, price: f64) -> Column {
        let column = self.programme.column(key, 0.0, f64::INFINITY, 0.0, Kind::Continuous);
        self.charge(column, period, kind, price);
        column
    }

    fn cover_group(&mut self, group: usize, period: usize) {
        let when = &self.given.workload.periods[period];
        let people = self.people[group].clone();
        let name = |rule: &str| format!("{rule} of {} in period {}", people.group.name, period + 1);
        let available = self.staff[group][period].available.clone();
        let mut cover: Vec<(Column, f64)> = available.scaled(1.0).collect();
        if people.may_work_overtime() {
            let price = people.overtime_price(when).0;
            let overtime = self.column_of_hours(Key::Overtime { group, period }, period, CostKind::Overtime, price);
            let limit: Vec<_> = available.scaled(-people.plan.overtime_max.0).chain([(overtime, 1.0)]).collect();
            self.programme.row(name("overtime"), f64::NEG_INFINITY, 0.0, limit);
            cover.push((overtime, 1.0));
        }
        if people.plan.time_off_max.0 > 0.0 {
            let saving = people.time_off_saving(when).0;
            let time_off = self.column_of_hours(Key::TimeOff { group, period }, period, CostKind::Wages, -saving);
            let limit: Vec<_> = available.scaled(-people.plan.time_off_max.0).chain([(time_off, 1.0)]).collect();
            self.programme.row(name("time off"), f64::NEG_INFINITY, 0.0, limit);
            cover.push((time_off, -1.0));
        }
        cover.extend(self.partner_hours[group][period].scaled(1.0));
        let needs = self.needs[group][period].clone();
        let missing = self.missing(group, period, &name("missing hours"));
        cover.extend(missing.iter().map(|&column| (column, 1.0)));
        cover.extend(needs.scaled(-1.0));
        self.programme.row(name("cover"), 0.0, f64::INFINITY, cover);
        if let Some(allowed) = self.allowed(group, period) {
            let cost = f64::from(u8::from(matches!(self.aim, Aim::Missing { .. })));
            let excess =
                self.programme.column(Key::Excess { group, period }, 0.0, f64::INFINITY, cost, Kind::Continuous);
            let terms: Vec<(Column, f64)> = missing
                .iter()
                .map(|&column| (column, -1.0))
                .chain([(excess, 1.0)])
                .chain(needs.scaled(allowed))
                .collect();
            self.programme.row(name("excess"), 0.0, f64::INFINITY, terms);
        }
    }

    /// The columns of missing hours, by band.
    fn missing(&mut self, group: usize, period: usize, name: &str) -> Vec<Column> {
        let prices = self.given.missing;
        let bands = prices.bands(group, period);
        let needs = self.needs[group][period].clone();
        let mut columns = Vec::new();
        for band in 0..bands.len().max(1) {
            let key = Key::Missing { group, period, band };
            let column = self.column_of_hours(key, period, CostKind::Shortage, prices.per_hour);
            if let Some(rule) = bands.get(band) {
                self.charge(column, period, CostKind::LostContacts, rule.lost_per_hour);
                if band + 1 < bands.len() {
                    let terms: Vec<(Column, f64)> = needs.scaled(-rule.width).chain([(column, 1.0)]).collect();
                    self.programme.row(name, f64::NEG_INFINITY, 0.0, terms);
                }
            }
            columns.push(column);
        }
        columns
    }
}
