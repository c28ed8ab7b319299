//! Partners, budgets, running costs, prices.

use super::{Names, Periods};
use crate::scenario::form::{Form, join};
use crate::scenario::{Budget, Charge, GroupId, Partner, Prices, QueueId, RunningCosts};
use crate::units::{Money, MoneyPerHour, Share};

pub(super) fn partners(form: &mut Form, names: &Names, periods: &Periods) -> Vec<Partner> {
    let mut partners = Vec::new();
    for name in form.names("plan.outsourcing") {
        let path = join("plan.outsourcing", &name);
        let at = |key: &str| join(&path, key);
        let number = |form: &Form, key: &str| form.number(&at(key)).unwrap_or_default();
        let Ok(fixed_start) = start(form, &path, periods).fixed() else { continue };
        let Some(charge) = charge(form, &path, names) else { continue };
        partners.push(Partner {
            charge,
            minimum_per_month: number(form, "minimum_per_month"),
            set_up: Money(number(form, "set_up")),
            lead_months: form.count(&at("lead_months")).unwrap_or_default() as f64,
            contract_months: form.count(&at("contract_months")).map(|months| months as u32),
            fixed_start,
            name,
        });
    }
    partners
}

/// What a partner is paid for: hours of a group, or contacts of a queue.
fn charge(form: &mut Form, path: &str, names: &Names) -> Option<Charge> {
    let at = |key: &str| join(path, key);
    let one = ["group", "per_hour"].map(|key| form.is_written(&at(key)));
    let other = ["queue", "per_contact"].map(|key| form.is_written(&at(key)));
    if (one, other) != ([true; 2], [false; 2]) && (one, other) != ([false; 2], [true; 2]) {
        let written: Vec<&str> =
            ["group", "per_hour", "queue", "per_contact"].into_iter().filter(|key| form.is_written(&at(key))).collect();
        form.refuse(
            "either-or",
            path,
            if written.is_empty() { "neither hours nor contacts".to_owned() } else { written.join(", ") },
            "either group and per_hour, or queue and per_contact".to_owned(),
            "say what the partner is paid for",
        );
        return None;
    }
    if one[0] {
        let group = form.resolve_one(&at("group"), "group", &names.groups)?;
        return Some(Charge::PerHour {
            group: GroupId(group),
            price: MoneyPerHour(form.number(&at("per_hour"))?),
            most_per_month: form.number(&at("most_per_month")).unwrap_or_default(),
        });
    }
    let queue = form.resolve_one(&at("queue"), "queue", &names.queues)?;
    let shares = form.numbers(&at("shares")).unwrap_or_default();
    let ascend = shares.windows(2).all(|pair| pair[0] < pair[1]) && shares.first().is_some_and(|&first| first > 0.0);
    if !ascend || shares.len() > 10 {
        form.refuse(
            "order",
            &at("shares"),
            format!("{shares:?}"),
            "one to ten shares above 0, ascending".to_owned(),
            "write them in order, such as [0.1, 0.2]",
        );
        return None;
    }
    Some(Charge::PerContact {
        queue: QueueId(queue),
        price: Money(form.number(&at("per_contact"))?),
        shares: shares.into_iter().map(Share).collect(),
    })
}

/// When something may begin.
pub(super) enum Start {
    /// In this period.
    Fixed(u32),
    /// When the plan likes, or never.
    Free,
    /// It is left out.
    Never,
}

impl Start {
    /// The period that is fixed, if any; nothing for what is left out.
    pub(super) fn fixed(self) -> Result<Option<u32>, LeftOut> {
        match self {
            Self::Fixed(period) => Ok(Some(period)),
            Self::Free => Ok(None),
            Self::Never => Err(LeftOut),
        }
    }
}

/// It is left out.
pub(super) struct LeftOut;

/// What the key `start` at a path says.
pub(super) fn start(form: &mut Form, path: &str, periods: &Periods) -> Start {
    let at = join(path, "start");
    let Some(month) = form.count(&at) else {
        return if form.text(&at) == Some("never") { Start::Never } else { Start::Free };
    };
    if month > i64::from(periods.months) {
        form.refuse(
            "range",
            &at,
            month.to_string(),
            format!("a month from 1 to {}, \"free\" or \"never\"", periods.months),
            "choose a month of the plan",
        );
    }
    Start::Fixed(periods.of_month(month).min(periods.len() as u32 - 1))
}

pub(super) fn budget(form: &Form) -> Budget {
    let amount = |path: &str| form.number(path).map(Money);
    let kinds = crate::scenario::keys::children("budget.by_kind").map(|(_, kind)| kind.to_owned());
    Budget {
        per_year: amount("budget.per_year"),
        per_month: amount("budget.per_month"),
        per_year_by_kind: kinds
            .filter_map(|kind| Some((kind.clone(), amount(&join("budget.by_kind", &kind))?)))
            .collect(),
    }
}

pub(super) fn running(form: &Form) -> RunningCosts {
    let amount = |key: &str| Money(form.number(&join("plan.running", key)).unwrap_or_default());
    RunningCosts {
        licences_per_person: amount("licences_per_person"),
        technology_per_month: amount("technology_per_month"),
        telephony_per_contact: amount("telephony_per_contact"),
    }
}

pub(super) fn prices(form: &mut Form, highest_wage: f64) -> Prices {
    let shortage = super::super::three_wages(form, "plan.shortage_per_hour", highest_wage);
    let amount = |key: &str| Money(form.number(&join("plan.value", key)).unwrap_or_default());
    Prices {
        shortage_per_hour: MoneyPerHour(shortage),
        lost_contact: amount("lost_contact"),
        unresolved_session: amount("unresolved_session"),
        satisfaction_point: amount("satisfaction_point"),
    }
}
