//! What the initiatives of a plan are called: self-service, coaching, or initiatives where there are both.

use crate::scenario::{Effect, Scenario};

/// What the initiatives of a scenario are called, and whether that is many: by what they are where they are all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Initiatives {
    SelfService,
    Coaching,
    Both,
}

impl Initiatives {
    /// Those of a scenario.
    pub(super) fn of(scenario: &Scenario) -> Self {
        let initiatives = || scenario.plan.iter().flat_map(|plan| &plan.initiatives);
        let is_coaching = initiatives().any(|initiative| matches!(initiative.effect, Effect::Coaching(_)));
        let is_self_service = initiatives().any(|initiative| matches!(initiative.effect, Effect::SelfService(_)));
        match (is_coaching, is_self_service) {
            (true, true) => Self::Both,
            (true, false) => Self::Coaching,
            (false, _) => Self::SelfService,
        }
    }

    /// What they are called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SelfService => "self-service",
            Self::Coaching => "coaching",
            Self::Both => "initiatives",
        }
    }

    /// What the plan without them is called.
    pub(super) fn without(self) -> &'static str {
        match self {
            Self::SelfService => "without self-service",
            Self::Coaching => "without coaching",
            Self::Both => "without initiatives",
        }
    }

    /// `self-service has paid for itself`.
    pub(super) fn have_paid(self) -> String {
        self.verb("has paid for itself", "have paid for themselves")
    }

    /// `self-service does not pay for itself`.
    pub(super) fn do_not_pay(self) -> String {
        self.verb("does not pay for itself", "do not pay for themselves")
    }

    /// `self-service is not worth its cost`.
    pub(super) fn are_not_worth_it(self) -> String {
        self.verb("is not worth its cost", "are not worth their cost")
    }

    fn verb(self, one: &str, many: &str) -> String {
        match self {
            Self::Both => format!("the initiatives {many}"),
            Self::SelfService | Self::Coaching => format!("{} {one}", self.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::business_case::tests::study;
    use crate::scenario::{Coaching, QueueId};
    use crate::units::Share;

    #[test]
    fn initiatives_are_called_by_what_they_are() {
        let mut scenario = study().scenario;
        assert_eq!(Initiatives::of(&scenario).have_paid(), "self-service has paid for itself");
        let plan = scenario.plan.as_mut().unwrap();
        let coaching = Coaching { queues: vec![QueueId(0)], handling_factor: 0.9, resolution_gain: Share(0.0) };
        let coached = crate::scenario::Initiative { effect: Effect::Coaching(coaching), ..plan.initiatives[0].clone() };
        plan.initiatives.push(coached);
        assert_eq!(Initiatives::of(&scenario).do_not_pay(), "the initiatives do not pay for themselves");
        scenario.plan.as_mut().unwrap().initiatives.remove(0);
        assert_eq!(Initiatives::of(&scenario).are_not_worth_it(), "coaching is not worth its cost");
        assert_eq!(Initiatives::of(&scenario).without(), "without coaching");
    }
}
