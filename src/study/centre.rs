//! A centre with what is required of it, which several plans may stand on.

use super::{StudyError, require};
use crate::demand::Demand;
use crate::planning::basis::is_same_centre;
use crate::planning::stage::extremes;
use crate::requirement::{self, Requirement, RequirementCurve};
use crate::scenario::Scenario;
use crate::watch::Watch;
use std::sync::Arc;

/// A centre, and how many hours it needs at any load.
pub(super) struct Centre {
    pub scenario: Scenario,
    pub demand: Demand,
    requirement: Requirement,
    pub curve: RequirementCurve,
}

impl Centre {
    /// Of a scenario whose requirement is known.
    pub fn of(
        scenario: &Scenario,
        demand: Demand,
        requirement: Requirement,
        watch: &dyn Watch,
    ) -> Result<Arc<Self>, StudyError> {
        let curve = curve(scenario, &demand, &requirement, watch)?;
        Ok(Arc::new(Self { scenario: scenario.clone(), demand, requirement, curve }))
    }

    /// Of a scenario: one that is known, as far as it is the same. What the simulation found is found again where the centre itself is
    /// another one, and at other loads where other contacts are expected.
    pub fn beside(
        known: Option<&Arc<Self>>,
        scenario: &Scenario,
        demand: Demand,
        watch: &dyn Watch,
    ) -> Result<Arc<Self>, StudyError> {
        let same = known.filter(|known| is_same_centre((scenario, &demand), (&known.scenario, &known.demand)));
        let expected =
            |scenario: &Scenario| scenario.plan.as_ref().map(|plan| (plan.volume.clone(), plan.handling.clone()));
        if let Some(known) = same.filter(|known| expected(&known.scenario) == expected(scenario)) {
            return Ok(Arc::clone(known));
        }
        let requirement = match same {
            Some(known) => known.requirement.clone(),
            None => require(scenario, &demand, watch)?,
        };
        Self::of(scenario, demand, requirement, watch)
    }
}

/// What the hours of the formula have to be multiplied by: at the load of the horizon by what its correction by simulation added to
/// the formula, and at the loads of the easiest and the hardest period of the plan, nothing begun, as simulations there show. How wrong
/// the level of a forecast may be is left to the uncertainty of the plan, or it would count twice.
fn curve(
    scenario: &Scenario,
    demand: &Demand,
    requirement: &Requirement,
    watch: &dyn Watch,
) -> Result<RequirementCurve, StudyError> {
    let Some(assumptions) = &scenario.plan else {
        return Ok(RequirementCurve::level(&requirement::correction_factors(scenario, requirement)));
    };
    if let Some(months) = scenario.without_lasting_errors() {
        let requirement = require(&months, demand, watch)?;
        return curve(&months, demand, &requirement, watch);
    }
    let factors = requirement::correction_factors(scenario, requirement);
    let others = extremes(scenario, assumptions, demand);
    Ok(RequirementCurve::through(scenario, (demand, &factors), &others, watch)?)
}
