//! From what is decided to what it means: headcount, hours, cost and service of every period. Every plan goes through
//! here, whoever decided it, so that all of them are computed alike and once.

use super::costs::{costs, month_excess};
use super::partners::{Contract, contracts};
use super::people::{Cohort, People, people_of};
use super::stage::{Starts, live_period};
use super::workforce_plan::{GroupPeriod, InitiativeDecision, PartnerDecision, PlannedPeriod, WorkforcePlan};
use super::workload::{Service, Work, Workload};
use crate::scenario::PlanAssumptions;
use crate::units::{Hours, Money, Share};
use rayon::prelude::*;

/// All that is given for a plan.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The assumptions of the plan: those of the workload, but for people, budgets and money, which may differ.
    pub plan: &'a PlanAssumptions,
    /// What each period asks for, of which scenario and assumptions.
    pub workload: &'a Workload<'a>,
    /// What a level of staffing gives.
    pub service: &'a Service<'a>,
    /// What an hour costs in which an agent is missing.
    pub missing: &'a super::missing::PriceOfMissing,
}

impl<'a> Given<'a> {
    /// The assumptions of the plan.
    pub fn plan(&self) -> &'a PlanAssumptions {
        self.plan
    }

    /// The groups' people, in the order of the scenario.
    pub fn people(&self) -> Vec<People<'a>> {
        people_of(self.workload.scenario, self.plan)
    }

    /// How many periods the plan has.
    pub fn periods(&self) -> usize {
        self.workload.periods.len()
    }
}

/// What is decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Decisions {
    /// When initiatives begin.
    pub starts: Starts,
    /// People who begin, by hiring channel and period of their first day.
    pub hires: Vec<Vec<u32>>,
    /// People who go to another group or leave the firm, by move and period.
    pub moves: Vec<Vec<u32>>,
    /// When the contracts of partners begin.
    pub contracts: Starts,
    /// By partner and period: which of its shares of a queue it takes, 1 for the first; 0 for none, and for partners by the hour.
    pub given_away: Vec<Vec<usize>>,
    /// How hours are made up for.
    pub hours: HoursDecided,
}

/// How hours are made up for.
#[derive(Debug, Clone, PartialEq)]
pub enum HoursDecided {
    /// As given.
    Given(GivenHours),
    /// Overtime as much as is missing, up to what is allowed, whatever it costs; then partners by the hour whose contract runs. No time off.
    WhenShort,
}

/// Hours by period. Overtime and partners' hours never more than allowed and missing, time off never more than allowed.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenHours {
    /// Agent-hours that overtime adds on duty, by group and period.
    pub overtime: Vec<Vec<Hours>>,
    /// Agent-hours that time off takes away, by group and period.
    pub time_off: Vec<Vec<Hours>>,
    /// Whether time off is only taken where nobody is missing for it: a budget may ask for more.
    pub only_where_spared: bool,
    /// Agent-hours on duty of partners by the hour, by partner and period.
    pub partners: Vec<Vec<Hours>>,
}

/// Hours that differ by less than this, relative to max(1, required), are the same: the solver's tolerance for its rows.
const SAME: f64 = 1e-6;

impl Decisions {
    /// Nobody is added, nobody goes, and nothing begins but what is fixed or committed to.
    pub fn nothing(given: &Given) -> Self {
        let (plan, periods) = (given.plan(), given.periods());
        let groups = given.workload.scenario.groups.len();
        let none = |rows: usize| vec![vec![Hours::ZERO; periods]; rows];
        let nothing = Self {
            starts: plan.initiatives.iter().map(|initiative| initiative.fixed_start).collect(),
            hires: vec![vec![0; periods]; plan.hiring.len()],
            moves: vec![vec![0; periods]; plan.moves.len()],
            contracts: plan.partners.iter().map(|partner| partner.fixed_start).collect(),
            given_away: vec![vec![0; periods]; plan.partners.len()],
            hours: HoursDecided::Given(GivenHours {
                overtime: none(groups),
                time_off: none(groups),
                only_where_spared: false,
                partners: none(plan.partners.len()),
            }),
        };
        nothing.keeping_commitments(plan)
    }

    /// What is given away in a period, by partner.
    pub fn given_away_in(&self, period: usize) -> Vec<usize> {
        self.given_away.iter().map(|levels| levels[period]).collect()
    }
}

/// A plan that is being carried out, period by period.
pub(super) struct CarriedOut<'a> {
    given: Given<'a>,
    pub(super) people: Vec<People<'a>>,
    pub(super) contracts: Vec<Option<Contract>>,
    rooms: Vec<Room>,
    pub(super) periods: Vec<PlannedPeriod>,
}

impl<'a> CarriedOut<'a> {
    /// Before the first period, with contracts of partners that begin in these periods.
    pub(super) fn begin(given: &Given<'a>, contract_starts: &Starts) -> Self {
        let people = given.people();
        let rooms = people.iter().map(Room::of_today).collect();
        let contracts = contracts(given.plan(), contract_starts);
        Self { given: *given, people, contracts, rooms, periods: Vec::new() }
    }

    /// The next period, which asks for this work.
    pub(super) fn next(&mut self, decisions: &Decisions, work: Work) {
        let Self { given, people, contracts, rooms, periods } = self;
        let (plan, period) = (given.plan(), periods.len());
        for (group, room) in rooms.iter_mut().enumerate() {
            room.enter(given, &people[group], decisions, (group, period), periods.last());
        }
        let mut groups: Vec<GroupPeriod> = rooms
            .iter()
            .enumerate()
            .map(|(group, room)| room.count(given, &people[group], &work, group, period))
            .collect();
        let partner_hours = make_up(given, people, decisions, contracts, &mut groups, period);
        let cost = costs(given, people, rooms, decisions, contracts, &work, &groups, &partner_hours, period);
        let outsourced =
            work.outsourced.iter().zip(&partner_hours).map(|(contacts, hours)| contacts + hours.0).collect();
        periods.push(PlannedPeriod {
            first_day: given.workload.periods[period].first_day,
            contacts: plan.volume.iter().map(|row| row[period]).collect(),
            contacts_to_agents: work.to_agents,
            sessions: work.sessions,
            resolved: work.resolved,
            unresolved: work.unresolved,
            outsourced,
            hires: decisions.hires.iter().map(|row| row[period]).collect(),
            moves: decisions.moves.iter().map(|row| row[period]).collect(),
            groups,
            cost,
            over_budget: Money::ZERO,
            service_level: Vec::new(),
        });
    }
}

/// What decisions lead to. The plan's bound is its objective, since nothing was optimised here.
pub fn carry_out(given: &Given, decisions: &Decisions) -> WorkforcePlan {
    let (plan, workload) = (given.plan(), given.workload);
    let mut carried = CarriedOut::begin(given, &decisions.contracts);
    for period in 0..given.periods() {
        carried.next(decisions, workload.in_period(&decisions.starts, &decisions.given_away_in(period), period));
    }
    let CarriedOut { mut periods, contracts, .. } = carried;
    month_excess(given, &mut periods);
    periods.par_iter_mut().enumerate().for_each(|(index, period)| {
        let reaching = workload.reaching_agents(&decisions.starts, &decisions.given_away_in(index), index);
        let staffing: Vec<f64> = period.groups.iter().map(GroupPeriod::staffing_ratio).collect();
        period.service_level =
            (given.service)(&reaching, &staffing).iter().map(|served| served.service_level).collect();
    });
    let discounted = |(period, when): (&PlannedPeriod, &super::periods::PlanPeriod)| period.all_costs() * when.discount;
    let objective = periods.iter().zip(&workload.periods).map(discounted).sum();
    let initiatives = plan.initiatives.iter().zip(&decisions.starts).map(|(initiative, &start)| InitiativeDecision {
        name: initiative.name.clone(),
        start,
        live: start.map(|start| live_period(plan, initiative, start)).filter(|&live| (live as usize) < given.periods()),
    });
    let partners = contracts.iter().zip(&plan.partners).map(|(contract, partner)| PartnerDecision {
        name: partner.name.clone(),
        start: contract.as_ref().map(|contract| contract.start as u32),
        end: contract.as_ref().and_then(|contract| contract.end).map(|end| end as u32),
    });
    let carried = WorkforcePlan {
        step: plan.step,
        over_yearly_budget: Money::ZERO,
        initiatives: initiatives.collect(),
        partners: partners.collect(),
        periods,
        objective,
        bound: objective,
        status: "carried out".to_owned(),
    };
    WorkforcePlan { over_yearly_budget: carried.over_yearly_limits(plan), ..carried }
}

/// The people of a group as they are in a period.
pub(super) struct Room {
    pub(super) cohorts: Vec<Cohort>,
    leavers: f64,
    contracts_ended: f64,
    moved_in: u32,
    moved_out: u32,
    hires: u32,
}

impl Room {
    fn of_today(people: &People) -> Self {
        let cohorts = people.of_today();
        Self { cohorts, leavers: 0.0, contracts_ended: 0.0, moved_in: 0, moved_out: 0, hires: 0 }
    }

    /// Lets people go who leave at the end of the period before, and those come who begin in this one.
    fn enter(
        &mut self,
        given: &Given,
        people: &People,
        decisions: &Decisions,
        (group, period): (usize, usize),
        before: Option<&PlannedPeriod>,
    ) {
        (self.leavers, self.contracts_ended) = (0.0, 0.0);
        if let Some(before) = before {
            let tired = further_attrition(given.plan(), people, &before.groups[group]);
            for cohort in &mut self.cohorts {
                let career = &people.careers[cohort.career];
                let stay = cohort.people * career.staying(cohort.age) * (1.0 - tired);
                self.leavers += cohort.people - stay;
                cohort.people = stay;
                cohort.age += 1;
                if career.is_over(cohort.age) {
                    self.contracts_ended += cohort.people;
                    cohort.people = 0.0;
                }
            }
            self.cohorts.retain(|cohort| cohort.people != 0.0);
        }
        (self.hires, self.moved_in, self.moved_out) = (0, 0, 0);
        let mut begin = |career: usize, number: f64| {
            if number != 0.0 {
                self.cohorts.push(Cohort { career, people: number, age: 0 });
            }
        };
        for (channel, hires) in decisions.hires.iter().enumerate() {
            let Some(career) = people.career_of_channel(channel) else { continue };
            self.hires += hires[period];
            begin(career, f64::from(hires[period]));
        }
        for (way, moves) in decisions.moves.iter().enumerate() {
            if let Some(career) = people.career_of_move(way) {
                self.moved_in += moves[period];
                begin(career, f64::from(moves[period]));
            }
            if given.plan().moves[way].from.0 == group {
                self.moved_out += moves[period];
                begin(0, -f64::from(moves[period]));
            }
        }
    }

    fn count(&self, given: &Given, people: &People, work: &Work, group: usize, period: usize) -> GroupPeriod {
        let when = &given.workload.periods[period];
        let (mut headcount, mut in_training, mut hours) = (0.0, 0.0, Hours::ZERO);
        for cohort in &self.cohorts {
            let career = &people.careers[cohort.career];
            headcount += cohort.people;
            in_training += cohort.people * career.in_class(cohort.age);
            hours += people.duty_hours(cohort.career, when) * (cohort.people * career.productivity(cohort.age));
        }
        GroupPeriod {
            headcount,
            in_training,
            hires: self.hires,
            leavers: self.leavers,
            contracts_ended: self.contracts_ended,
            moved_in: self.moved_in,
            moved_out: self.moved_out,
            required_hours: work.needs[group].hours,
            busy_hours: work.needs[group].busy,
            available_hours: hours,
            overtime_hours: Hours::ZERO,
            time_off_hours: Hours::ZERO,
            partner_hours: Hours::ZERO,
            shortage_hours: Hours::ZERO,
        }
    }
}

/// Share of a group's people who leave at the end of a period because it was too dense, beside those who leave anyway.
pub fn further_attrition(plan: &PlanAssumptions, people: &People, period: &GroupPeriod) -> f64 {
    let points = 100.0 * (period.occupancy().0 - people.group.occupancy_limit.0).max(0.0);
    let per_month = (plan.attrition_per_point * points).min(1.0);
    Share(per_month).complement().0.powf(plan.step.months()).mul_add(-1.0, 1.0)
}

/// Makes up for missing hours by overtime, partners and time off; gives the hours of each partner by the hour.
fn make_up(
    given: &Given,
    people: &[People],
    decisions: &Decisions,
    contracts: &[Option<Contract>],
    groups: &mut [GroupPeriod],
    period: usize,
) -> Vec<Hours> {
    let plan = given.plan();
    let mut partner_hours = vec![Hours::ZERO; plan.partners.len()];
    for (index, (people, group)) in people.iter().zip(&mut *groups).enumerate() {
        let surplus = (group.available_hours - group.required_hours).max(Hours::ZERO);
        if let HoursDecided::Given(hours) = &decisions.hours {
            let most = group.available_hours.max(Hours::ZERO) * people.plan.time_off_max.0;
            let spared = surplus.min(most);
            let decided = hours.time_off[index][period];
            let is_spared = (decided - spared).0 <= SAME * group.required_hours.0.max(1.0);
            let most = if is_spared || hours.only_where_spared { spared } else { most };
            group.time_off_hours = nearly(decided, most, group.required_hours);
        }
        let sent_home = (group.time_off_hours - surplus).max(Hours::ZERO);
        let missing = (group.required_hours - group.available_hours).max(Hours::ZERO) + sent_home;
        let most = if people.may_work_overtime() {
            group.available_hours.max(Hours::ZERO) * people.plan.overtime_max.0
        } else {
            Hours::ZERO
        };
        let useful = missing.min(most);
        group.overtime_hours = match &decisions.hours {
            HoursDecided::WhenShort => useful,
            HoursDecided::Given(hours) => nearly(hours.overtime[index][period], useful, group.required_hours),
        };
        group.shortage_hours = missing - group.overtime_hours;
    }
    for (partner, hours) in partner_hours.iter_mut().enumerate() {
        let runs = contracts[partner].as_ref().filter(|contract| contract.runs(period));
        let Some((contract, group)) = runs.and_then(|contract| Some((contract, contract.group?))) else { continue };
        let group = &mut groups[group];
        let useful = group.shortage_hours.min(Hours(contract.most));
        *hours = match &decisions.hours {
            HoursDecided::WhenShort => useful,
            HoursDecided::Given(given) => nearly(given.partners[partner][period], useful, group.required_hours),
        };
        group.partner_hours += *hours;
        group.shortage_hours -= *hours;
    }
    partner_hours
}

/// Hours as decided, never below 0 or more than are useful; all that are useful where they differ by no more than the solver allows.
fn nearly(decided: Hours, useful: Hours, required: Hours) -> Hours {
    let hours = decided.max(Hours::ZERO).min(useful);
    if (useful - hours).0 <= SAME * required.0.max(1.0) { useful } else { hours }
}
