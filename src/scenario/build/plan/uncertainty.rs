//! How uncertain the assumptions of a plan are.

use crate::scenario::form::{Form, join};
use crate::scenario::kind::nearest;
use crate::scenario::plan::{Uncertain, Uncertainty};
use crate::units::Share;

const TABLE: &str = "plan.uncertainty";
const CORRELATIONS: &str = "plan.uncertainty.correlation";

pub(super) fn build(form: &mut Form) -> Uncertainty {
    let number = |form: &Form, key: &str| form.number(&join(TABLE, key));
    let uncertainty = Uncertainty {
        deviation: Uncertain::ALL.map(|input| number(form, input.name()).unwrap_or_default()),
        correlations: correlations(form),
        draws: form.count(&join(TABLE, "draws")).unwrap_or(1000) as u32,
        tolerance: Share(number(form, "tolerance").unwrap_or_default()),
        hold: number(form, "hold").map(Share),
    };
    if uncertainty.cholesky().is_none() {
        form.refuse(
            "contradiction",
            CORRELATIONS,
            "correlations that contradict each other".to_owned(),
            "correlations that some random numbers can have: their matrix is positive semidefinite".to_owned(),
            "bring them nearer to 0, or say how the third of three goes with the other two: if a goes with b and b with c, a goes with c",
        );
        return Uncertainty { correlations: Vec::new(), ..uncertainty };
    }
    uncertainty
}

fn correlations(form: &mut Form) -> Vec<(Uncertain, Uncertain, f64)> {
    let mut correlations: Vec<(Uncertain, Uncertain, f64)> = Vec::new();
    for place in form.names(CORRELATIONS) {
        let path = join(CORRELATIONS, &place);
        let at = join(&path, "between");
        let (Some((one, other)), Some(of)) = (pair(form, &at), form.number(&join(&path, "of"))) else { continue };
        if correlations.iter().any(|&(a, b, _)| (a, b) == (one, other)) {
            let found = format!("{} and {} once more", one.name(), other.name());
            form.refuse("twice", &at, found, "each pair once".to_owned(), "take one of the two out");
        } else {
            correlations.push((one, other, of));
        }
    }
    correlations
}

/// Two inputs, in the order in which they are drawn.
fn pair(form: &mut Form, at: &str) -> Option<(Uncertain, Uncertain)> {
    let listed = form.listed(at);
    let mut found = Vec::new();
    for (name, written) in &listed {
        if let Some(input) = Uncertain::ALL.into_iter().find(|input| input.name() == name) {
            found.push(input);
            continue;
        }
        let names = Uncertain::ALL.map(Uncertain::name);
        let remedy = match nearest(name, names) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "name two things that are uncertain".to_owned(),
        };
        let what = format!("\"{}\"", name.escape_debug().take(60).collect::<String>());
        form.refuse_at(written, "unknown-name", at, what, names.join(", "), &remedy);
    }
    match found[..] {
        [one, other] => Some((one.min(other), one.max(other))),
        _ if listed.is_empty() || found.len() < listed.len() => None,
        _ => {
            let found = format!("{} of them", listed.len());
            form.refuse("length", at, found, "two names".to_owned(), "write between = [\"volume\", \"attrition\"]");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::file::{Source, parse};
    use crate::scenario::{Origin, Scenario};
    use std::path::PathBuf;

    const PLAN: &str = r#"[horizon]
start = 2026-11-16
days = 1

[queue.calls]
volume = { per_day = 100 }
handling = { mean = "5m" }
patience = { mean = "3m" }

[group.desk]
skills = ["calls"]
headcount = 10
wage = 20

[plan]
start = 2027-01-01
[plan.volume]
calls = { per_month = 3000 }
"#;

    fn with(text: &str) -> Result<Scenario, Vec<(&'static str, String)>> {
        let source = Source {
            path: PathBuf::from("plan.toml"),
            folder: PathBuf::from("."),
            name: "plan".to_owned(),
            text: format!("{PLAN}{text}"),
        };
        parse(&source, &[])
            .map_err(|problems| problems.problems.into_iter().map(|problem| (problem.rule, problem.found)).collect())
    }

    fn uncertainty(text: &str) -> Uncertainty {
        with(text).unwrap().plan.unwrap().uncertainty
    }

    #[test]
    fn every_plan_is_uncertain_by_default_and_says_so_among_its_assumptions() {
        let scenario = with("").unwrap();
        let assumed = |path: &str| scenario.assumptions.iter().find(|assumption| assumption.path == path).unwrap();
        for input in Uncertain::ALL {
            assert!(matches!(assumed(&join(TABLE, input.name())).origin, Origin::Default(_)));
        }
        let uncertainty = scenario.plan.unwrap().uncertainty;
        assert_eq!(uncertainty.deviation, [0.05, 0.02, 0.2, 0.5, 0.2, 0.2, 0.03, 0.01]);
        assert_eq!((uncertainty.draws, uncertainty.tolerance, uncertainty.hold), (1000, Share(0.01), None));
    }

    #[test]
    fn what_is_written_is_read() {
        let written = uncertainty(
            r#"[plan.uncertainty]
volume = "10%"
wages = 0
draws = 500
hold = 0.9
[[plan.uncertainty.correlation]]
between = ["attrition", "volume"]
of = 0.3
"#,
        );
        assert_eq!((written.deviation[0], written.deviation[7]), (0.1, 0.0));
        assert_eq!((written.draws, written.hold), (500, Some(Share(0.9))));
        assert_eq!(written.correlations, [(Uncertain::Volume, Uncertain::Attrition, 0.3)]);
    }

    fn refused(text: &str) -> (&'static str, String) {
        let problems = with(text).unwrap_err();
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        problem.clone()
    }

    #[test]
    fn each_wrong_correlation_is_one_clear_problem() {
        let pair =
            |between: &str, of: f64| format!("[[plan.uncertainty.correlation]]\nbetween = {between}\nof = {of}\n");
        for (text, rule, found) in [
            (pair(r#"["volume", "attritoin"]"#, 0.3), "unknown-name", "attritoin"),
            (pair(r#"["volume"]"#, 0.3), "length", "1 of them"),
            (pair(r#"["volume", "wages", "ramp"]"#, 0.3), "length", "3 of them"),
            (pair(r#"["volume", "volume"]"#, 0.3), "twice", "volume"),
            (pair(r#"["volume", "wages"]"#, 1.3), "range", "1.3"),
            (pair(r#"["volume", "wages"]"#, 0.3) + &pair(r#"["wages", "volume"]"#, 0.3), "twice", "volume and wages"),
            (
                pair(r#"["volume", "wages"]"#, 0.9)
                    + &pair(r#"["wages", "ramp"]"#, 0.9)
                    + &pair(r#"["volume", "ramp"]"#, -0.9),
                "contradiction",
                "contradict",
            ),
        ] {
            let (refused_by, what) = refused(&text);
            assert_eq!(refused_by, rule, "{text}");
            assert!(what.contains(found), "{what}");
        }
    }

    #[test]
    fn deviations_have_their_limits() {
        assert_eq!(refused("[plan.uncertainty]\ncontainment = 0.5\n").0, "range");
        assert_eq!(refused("[plan.uncertainty]\nvolume = -0.1\n").0, "range");
        assert_eq!(refused("[plan.uncertainty]\nhold = 1\n").0, "range");
        assert_eq!(refused("[plan.uncertainty]\ndraws = 10\n").0, "range");
    }
}
