//! What self-service does to the contacts of a month.

use crate::scenario::SelfService;

/// For each option, months since it went live (0 is its first live month); `None` where it is not live. An age beyond the
/// option's list of adoption is written as the list's length: from there on nothing changes.
pub type Ages = Vec<Option<u32>>;

/// The ages of all options in a month, given the months in which their projects begin.
pub fn ages(options: &[SelfService], starts: &[Option<u32>], month: u32) -> Ages {
    options
        .iter()
        .zip(starts)
        .map(|(option, start)| {
            let age = month.checked_sub(live_month(option, (*start)?))?;
            Some(age.min(option.adoption.len() as u32))
        })
        .collect()
}

/// The month in which an option is live whose project begins in `start`.
pub fn live_month(option: &SelfService, start: u32) -> u32 {
    start.saturating_add(option.months_to_live)
}

/// What becomes of a month's contacts.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Contacts that reach agents, per queue: those that self-service did not contain, and the contained who come back.
    pub to_agents: Vec<f64>,
    /// Sessions, per option.
    pub sessions: Vec<f64>,
    /// Handling time of what reaches agents relative to today's, per queue.
    pub handling_factor: Vec<f64>,
}

/// Sends a month's contacts (per queue) through the options that are live.
///
/// With adoption a in the month, contacts × entry × a become sessions, containment of these go no further at once, and
/// `unresolved` of those come back to an agent in the same month. What remains takes 1 + (`handling_factor` − 1) × a as
/// long. Options before the same queue act one after the other, in the order of the scenario: the second sees what the
/// first leaves (the unresolved included), and their handling factors multiply.
pub fn pass(options: &[SelfService], ages: &[Option<u32>], contacts: &[f64]) -> Passage {
    let mut passage = Passage {
        to_agents: contacts.to_vec(),
        sessions: vec![0.0; options.len()],
        handling_factor: vec![1.0; contacts.len()],
    };
    for (index, (option, age)) in options.iter().zip(ages).enumerate() {
        let Some(age) = age else { continue };
        let adoption = option.adoption.get(*age as usize).map_or(1.0, |share| share.0);
        for queue in &option.queues {
            let sessions = passage.to_agents[queue.0] * option.entry.0 * adoption;
            let contained = sessions * option.containment.0;
            passage.sessions[index] += sessions;
            passage.to_agents[queue.0] -= contained * option.unresolved.complement().0;
            passage.handling_factor[queue.0] *= 1.0 + (option.handling_factor - 1.0) * adoption;
        }
    }
    passage
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::QueueId;
    use crate::units::{Money, Share};

    fn bot() -> SelfService {
        SelfService {
            name: "bot".to_owned(),
            queues: vec![QueueId(0)],
            set_up: Money(10_000.0),
            per_month: Money(500.0),
            per_session: Money(0.1),
            months_to_live: 2,
            entry: Share(0.5),
            adoption: vec![Share(0.2), Share(0.6)],
            containment: Share(0.4),
            unresolved: Share(0.25),
            handling_factor: 1.1,
            fixed_start: None,
        }
    }

    #[test]
    fn a_bot_is_live_after_its_project_and_grows_until_adoption_is_complete() {
        let ages_of = |month| ages(&[bot()], &[Some(1)], month)[0];
        assert_eq!([1, 2, 3, 4, 5, 9].map(ages_of), [None, None, Some(0), Some(1), Some(2), Some(2)]);
        assert_eq!(ages(&[bot()], &[None], 9), [None]);
    }

    #[test]
    fn the_contained_who_were_not_helped_come_back() {
        // 1000 × 0.5 = 500 sessions, 200 contained, 50 of these unresolved: 850 reach agents.
        let full = pass(&[bot()], &[Some(2)], &[1000.0, 70.0]);
        assert_eq!(full.sessions, [500.0]);
        assert_eq!(full.to_agents, [850.0, 70.0]);
        assert_eq!(full.handling_factor, [1.1, 1.0]);
    }

    #[test]
    fn adoption_scales_sessions_and_the_harder_rest() {
        let first = pass(&[bot()], &[Some(0)], &[1000.0]);
        assert_eq!(first.sessions, [100.0]);
        assert_eq!(first.to_agents, [970.0]);
        assert!((first.handling_factor[0] - 1.02).abs() < 1e-12);
    }

    #[test]
    fn a_second_option_sees_what_the_first_leaves() {
        let both = pass(&[bot(), bot()], &[Some(2), Some(2)], &[1000.0]);
        assert_eq!(both.sessions, [500.0, 425.0]);
        assert_eq!(both.to_agents, [850.0 - 425.0 * 0.4 * 0.75]);
        assert!((both.handling_factor[0] - 1.21).abs() < 1e-12);
    }
}
