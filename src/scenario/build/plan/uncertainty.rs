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
