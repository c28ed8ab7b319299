//! People come, learn, move and go.

use super::{Key, PlanModel, bounds};
use crate::milp::{Column, Kind};
use crate::planning::CostKind;
use crate::planning::costs::kind_of;
use crate::planning::people::{Cohort, first_hiring_period, first_moving_period, most_moves};

impl PlanModel<'_> {
    /// Counts people of a group who begin together in a period: so many for each unit of a column.
    fn employ(&mut self, column: Column, group: usize, cohort: &Cohort, from: usize) {
        let plan = self.given.plan();
        let mut there = cohort.people;
        for period in from..self.periods() {
            let age = cohort.age + period - from;
            let people = &self.people[group];
            let career = &people.careers[cohort.career];
            if period > from {
                there *= career.staying(age - 1) * (1.0 - self.tired[group][period - 1]);
            }
            if career.is_over(age) {
                return;
            }
            let when = &self.given.workload.periods[period];
            let staff = &mut self.staff[group][period];
            staff.headcount.add(column, there);
            staff.in_class.add(column, there * career.in_class(age));
            staff.available.add(column, there * career.productivity(age) * people.duty_hours(cohort.career, when).0);
            if career.is_experienced(age) {
                staff.experienced.add(column, there);
            }
            let wages = people.wages(cohort.career, when).0 * there;
            let licences = plan.running.licences_per_person.0 * when.months * there;
            self.charge(column, period, CostKind::Wages, wages);
            self.charge(column, period, CostKind::Licences, licences);
        }
    }

    /// The people of today, and what runs on whoever is there.
    pub(super) fn employ_today(&mut self) {
        for group in 0..self.people.len() {
            for cohort in self.people[group].of_today() {
                self.employ(self.base, group, &cohort, 0);
            }
        }
        for period in 0..self.periods() {
            let technology = self.given.plan().running.technology_per_month.0;
            let months = self.given.workload.periods[period].months;
            self.charge(self.base, period, CostKind::Technology, technology * months);
        }
    }

    pub(super) fn hire(&mut self) {
        let plan = self.given.plan();
        for (place, channel) in plan.hiring.iter().enumerate().filter(|(_, channel)| channel.may_hire) {
            let group = channel.group.0;
            let Some(career) = self.people[group].career_of_channel(place) else { continue };
            let (smallest, largest) = (f64::from(channel.class_min), f64::from(channel.class_max));
            for period in first_hiring_period(plan, channel)..self.periods() {
                let key = Key::Hires { channel: place, period };
                let committed = plan.committed.as_ref().and_then(|before| before.hires_in(plan, place, period));
                let (least, most) = bounds(committed, largest);
                let hires = self.programme.column(key, least, most, 0.0, Kind::Integer);
                self.charge(hires, period, CostKind::Hiring, channel.cost_per_hire.0);
                self.charge(hires, period, CostKind::Training, channel.training_cost.0);
                self.employ(hires, group, &Cohort { career, people: 1.0, age: 0 }, period);
                if smallest > 1.0 {
                    let class = Key::Class { channel: place, period };
                    let class = self.programme.column(class, 0.0, 1.0, 0.0, Kind::Integer);
                    let name = |rule: &str| format!("{rule} class of {} in period {}", channel.name, period + 1);
                    self.programme.row(name("smallest"), 0.0, f64::INFINITY, [(hires, 1.0), (class, -smallest)]);
                    self.programme.row(name("largest"), f64::NEG_INFINITY, 0.0, [(hires, 1.0), (class, -largest)]);
                }
            }
        }
    }

    pub(super) fn move_people(&mut self) {
        let plan = self.given.plan();
        for (place, way) in plan.moves.iter().enumerate() {
            let most = f64::from(most_moves(plan, way));
            for period in first_moving_period(plan, way)..self.periods() {
                let committed = plan.committed.as_ref().and_then(|before| before.moves_in(plan, place, period));
                let (least, most) = bounds(committed, most);
                let moves = self.programme.column(Key::Moves { way: place, period }, least, most, 0.0, Kind::Integer);
                self.charge(moves, period, kind_of(way), way.cost_per_person.0);
                self.employ(moves, way.from.0, &Cohort { career: 0, people: -1.0, age: 0 }, period);
                let into = way.to.and_then(|to| Some((to.0, self.people[to.0].career_of_move(place)?)));
                if let Some((group, career)) = into {
                    self.employ(moves, group, &Cohort { career, people: 1.0, age: 0 }, period);
                }
            }
        }
        for group in 0..self.people.len() {
            let Some(first) =
                plan.moves.iter().filter(|way| way.from.0 == group).map(|way| first_moving_period(plan, way)).min()
            else {
                continue;
            };
            for period in first..self.periods() {
                let terms: Vec<(Column, f64)> = self.staff[group][period].experienced.scaled(1.0).collect();
                let name = format!("experienced people of {} in period {}", self.people[group].group.name, period + 1);
                self.programme.row(name, 0.0, f64::INFINITY, terms);
            }
        }
    }

    /// Trainers, classrooms and desks. Who is there today anyway may be more than there is room for; then nobody is added.
    pub(super) fn keep_places(&mut self) {
        for place in &self.given.plan().places {
            for period in 0..self.periods() {
                let staff = || place.groups.iter().map(|group| &self.staff[group.0][period]);
                let in_class: Vec<(Column, f64)> = staff().flat_map(|staff| staff.in_class.scaled(1.0)).collect();
                let headcount: Vec<(Column, f64)> = staff().flat_map(|staff| staff.headcount.scaled(1.0)).collect();
                for (rule, terms, most) in
                    [("training", in_class, place.most_in_training), ("desks", headcount, place.most_people)]
                {
                    let Some(most) = most else { continue };
                    let today: f64 = terms.iter().filter(|term| term.0 == self.base).map(|term| term.1).sum();
                    let name = format!("{rule} at {} in period {}", place.name, period + 1);
                    self.programme.row(name, f64::NEG_INFINITY, f64::from(most).max(today), terms);
                }
            }
        }
    }
}
