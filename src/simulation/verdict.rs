//! Whether a promise was kept: one rule for everyone who asks.

use super::performance::{QueueMeasures, Verdict};
use crate::statistics::Estimate;
use crate::target::Target;

/// Judges everything that a target promises by the 95 % intervals of the measures.
///
/// Kept if the whole interval of every promised measure is on the right side, missed if that of any is on the wrong side,
/// else unclear. Where contacts came and nobody was answered, a promised service level or ASA is missed; but deferred work whose
/// promise can still be kept has no promise yet: mail that comes on a Sunday is for Monday.
/// The service level is judged as it was measured: by the queue's definition, within its threshold.
pub fn judge(target: &Target, measures: &QueueMeasures) -> Verdict {
    let came = measures.offered.mean.is_some_and(|offered| offered > 0.0);
    let nobody_answered = measures.answered.mean == Some(0.0);
    let is_deferred = measures.backlog_at_end.mean.is_some();
    let is_for_later = is_deferred && nobody_answered && measures.service_level.mean.is_none();
    if target.is_empty() || !came || is_for_later {
        return Verdict::NoPromise;
    }
    let of_answered = |verdict| if nobody_answered { Verdict::Missed } else { verdict };
    let verdicts = [
        target.service_level.map(|level| of_answered(at_least(level.share.0, &measures.service_level))),
        target.max_asa.map(|asa| of_answered(at_most(asa.0, &measures.asa_s))),
        target.max_abandonment.map(|share| at_most(share.0, &measures.abandonment)),
        target.max_p_wait.map(|share| at_most(share.0, &measures.p_wait)),
        target.max_occupancy.map(|share| at_most(share.0, &measures.occupancy)),
    ];
    let verdicts = || verdicts.iter().flatten();
    if verdicts().any(|&verdict| verdict == Verdict::Missed) {
        Verdict::Missed
    } else if verdicts().all(|&verdict| verdict == Verdict::Kept) {
        Verdict::Kept
    } else {
        Verdict::Unclear
    }
}

fn at_least(promised: f64, measured: &Estimate) -> Verdict {
    match (measured.lower(), measured.upper()) {
        (Some(lower), _) if lower >= promised => Verdict::Kept,
        (_, Some(upper)) if upper < promised => Verdict::Missed,
        _ => Verdict::Unclear,
    }
}

fn at_most(promised: f64, measured: &Estimate) -> Verdict {
    match (measured.lower(), measured.upper()) {
        (_, Some(upper)) if upper <= promised => Verdict::Kept,
        (Some(lower), _) if lower > promised => Verdict::Missed,
        _ => Verdict::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::{ServiceLevelDefinition, ServiceLevelTarget};
    use crate::units::{Seconds, Share};

    fn measures(service_level: Estimate, asa_s: Estimate) -> QueueMeasures {
        QueueMeasures {
            offered: Estimate::new(100.0, 1.0),
            answered: Estimate::new(90.0, 1.0),
            service_level,
            asa_s,
            occupancy: Estimate::new(0.9, 0.01),
            ..QueueMeasures::default()
        }
    }

    fn eighty_twenty() -> Target {
        let definition = ServiceLevelDefinition::default();
        let level = ServiceLevelTarget { share: Share(0.8), within: Seconds(20.0), definition };
        Target { service_level: Some(level), ..Target::default() }
    }

    #[test]
    fn a_promise_is_kept_missed_or_unclear_by_the_whole_interval() {
        let verdict = |level| judge(&eighty_twenty(), &measures(level, Estimate::none()));
        assert_eq!(verdict(Estimate::new(0.85, 0.04)), Verdict::Kept);
        assert_eq!(verdict(Estimate::new(0.85, 0.06)), Verdict::Unclear);
        assert_eq!(verdict(Estimate::new(0.75, 0.06)), Verdict::Unclear);
        assert_eq!(verdict(Estimate::new(0.75, 0.04)), Verdict::Missed);
        assert_eq!(verdict(Estimate { mean: Some(0.9), half_width: None }), Verdict::Unclear);
    }

    #[test]
    fn one_broken_promise_breaks_all() {
        let target = Target { max_asa: Some(Seconds(10.0)), ..eighty_twenty() };
        let kept = Estimate::new(0.9, 0.01);
        assert_eq!(judge(&target, &measures(kept, Estimate::new(12.0, 1.0))), Verdict::Missed);
        assert_eq!(judge(&target, &measures(kept, Estimate::new(9.5, 1.0))), Verdict::Unclear);
        assert_eq!(judge(&target, &measures(kept, Estimate::new(8.5, 1.0))), Verdict::Kept);
        let target = Target { max_occupancy: Some(Share(0.85)), ..eighty_twenty() };
        assert_eq!(judge(&target, &measures(kept, Estimate::none())), Verdict::Missed);
    }

    #[test]
    fn without_a_promise_or_contacts_there_is_nothing_to_judge() {
        let fine = measures(Estimate::exact(1.0), Estimate::none());
        assert_eq!(judge(&Target::default(), &fine), Verdict::NoPromise);
        let nobody = QueueMeasures { offered: Estimate::exact(0.0), ..fine };
        assert_eq!(judge(&eighty_twenty(), &nobody), Verdict::NoPromise);
    }

    #[test]
    fn deferred_work_that_is_for_later_is_not_judged_yet() {
        let waiting = QueueMeasures {
            answered: Estimate::exact(0.0),
            backlog_at_end: Estimate::new(100.0, 1.0),
            ..measures(Estimate::none(), Estimate::none())
        };
        assert_eq!(judge(&eighty_twenty(), &waiting), Verdict::NoPromise);
        let too_late = QueueMeasures { service_level: Estimate::exact(0.0), ..waiting };
        assert_eq!(judge(&eighty_twenty(), &too_late), Verdict::Missed);
    }

    #[test]
    fn who_answers_nobody_has_missed() {
        let unanswered =
            QueueMeasures { answered: Estimate::exact(0.0), ..measures(Estimate::none(), Estimate::none()) };
        assert_eq!(judge(&eighty_twenty(), &unanswered), Verdict::Missed);
    }
}
