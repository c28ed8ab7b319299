//! What holds whatever happens.

use super::*;
use crate::scenario::{Bot, BotOutcome, Callback, CallbackTime, Concurrency, Deferred, GroupId, Overflow, Window};
use crate::units::Money;
use proptest::prelude::*;

#[test]
fn an_engine_that_has_run_before_gives_the_same_facts() {
    let centre = centre(1, &[(&[0], &[2, 1])]);
    let contacts = [(90.0, 30.0, EVER), (95.0, 30.0, EVER), (96.0, 10.0, 300.0)];
    let mut engine = Engine::default();
    for _ in 0..2 {
        assert_eq!(trace_with(&mut engine, &centre, &[&contacts]), trace(&centre, &[&contacts]));
    }
}

fn any_contacts() -> impl Strategy<Value = Vec<(f64, f64, f64)>> {
    // Whole seconds, so that much happens at the same moment.
    let patience = prop_oneof![Just(EVER), (0_u16..60).prop_map(f64::from)];
    let contact = ((0_u16..300).prop_map(f64::from), (0_u16..50).prop_map(f64::from), patience);
    prop::collection::vec(contact, 0..40).prop_map(|mut contacts| {
        contacts.sort_by(|a, b| a.0.total_cmp(&b.0));
        contacts
    })
}

proptest! {
    #[test]
    fn nobody_is_lost_and_no_work_is_done_twice(
        contacts in prop::collection::vec(any_contacts(), 2),
        levels in prop::collection::vec(prop::collection::vec(0_u32..4, 3), 3),
        open in prop::collection::vec(any::<bool>(), 3),
        places in prop::option::of(0_usize..4),
        after in prop::option::of(1_u16..40),
        disconnect in any::<bool>(),
        agent_takes in prop::sample::select(vec![AgentTakes::SkillOrder, AgentTakes::Priority, AgentTakes::LongestWaiting]),
    ) {
        let mut centre = centre(2, &[(&[0], &levels[0]), (&[1, 0], &levels[1]), (&[0, 1], &levels[2])]);
        centre.queues[0].waiting_places = places.unwrap_or(usize::MAX);
        centre.queues[0].open = open;
        centre.routing.agent_takes = agent_takes;
        if let Some(after) = after {
            overflow(&mut centre, 0, 2, f64::from(after));
        }
        if disconnect {
            centre.routing.at_closing = AtClosing::Disconnect;
        }
        let facts = trace(&centre, &contacts.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let mut handling = 0.0;
        for (queue, contacts) in contacts.iter().enumerate() {
            let sum = whole(&facts, queue);
            prop_assert_eq!(sum.offered() as usize, contacts.len());
            prop_assert!(sum.answered_within <= sum.answered && sum.abandoned_within <= sum.abandoned);
            handling += sum.handling;
        }
        // All times are whole seconds, so the sums are exact.
        let worked: f64 = (0..3).flat_map(|group| busy(&facts, group)).sum();
        prop_assert_eq!(handling, worked);
        for (group, rules) in centre.crews.iter().enumerate() {
            for (segment, (busy, overtime)) in busy(&facts, group).into_iter().zip(overtime(&facts, group)).enumerate() {
                prop_assert!(busy <= 100.0 * f64::from(rules.levels[segment]) + overtime);
            }
        }
    }
}

/// Numbers that decide which behaviours are switched on, one after the other.
struct Dice<'a>(std::slice::Iter<'a, u8>);

impl Dice<'_> {
    fn below(&mut self, sides: u8) -> u8 {
        self.0.next().copied().unwrap_or(0) % sides
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    /// 0, 0.3, 0.6 or 0.9.
    fn share(&mut self) -> Share {
        Share(0.3 * f64::from(self.below(4)))
    }

    fn comes_back(&mut self) -> Option<ComesBack> {
        let share = self.share();
        let after = constant(1.0 + f64::from(self.below(60)));
        let to = QueueId(usize::from(self.below(3)));
        self.flag().then_some(ComesBack { share, after, to })
    }

    fn handover(&mut self, to: usize) -> Option<Handover> {
        let (share, handled) = (Share(self.share().0 / 2.0), self.share());
        self.flag().then_some(Handover { share, to: QueueId(to), handled })
    }
}

/// Calls with one bot or two and lines, chats, and e-mails; three groups; and who comes and goes in the first.
fn any_scenario(dice: &mut Dice<'_>) -> (Centre, Vec<(f64, usize, i32)>) {
    let levels: Vec<[u32; 3]> = (0..3).map(|_| [0; 3].map(|_: u32| u32::from(dice.below(4)))).collect();
    let first = levels[0].map(|level| level + 1);
    let groups: [(&[usize], &[u32]); 3] = [(&[0, 1], &first), (&[1, 2, 0], &levels[1]), (&[2, 0], &levels[2])];
    let mut scenario = scenario(3, &groups);
    for group in &mut scenario.groups {
        group.reserve = u32::from(dice.below(3));
    }
    for queue in &mut scenario.queues {
        queue.redial = dice.comes_back();
        queue.repeat = dice.comes_back();
        queue.balking = dice.share();
        queue.waiting_places = dice.flag().then(|| u32::from(dice.below(4)));
        queue.after_call_work = dice.flag().then(|| constant(7.0));
        queue.reasons[0].resolution = Share(1.0 - dice.share().0);
        let mut other = queue.reasons[0].clone();
        queue.reasons[0].share = Share(0.5);
        (other.share, other.handling_factor, other.value) = (Share(0.5), 2.0, Money(3.0));
        queue.reasons.push(other);
    }
    for reason in 0..2 {
        scenario.queues[0].reasons[reason].transfer = dice.handover(1);
        scenario.queues[0].reasons[reason].escalation = dice.handover(2);
        scenario.queues[1].reasons[reason].escalation = dice.handover(2);
    }
    scenario.queues[0].callback = dice.flag().then(|| Callback {
        offer_above: Seconds(f64::from(dice.below(30))),
        acceptance: dice.share(),
        when: if dice.flag() { CallbackTime::KeepsPlace } else { CallbackTime::After(Seconds(60.0)) },
        reached: dice.share(),
        attempt: Seconds(5.0),
        attempts: 2,
        retry_after: Seconds(f64::from(dice.below(40))),
    });
    scenario.queues[0].overflow =
        dice.flag().then(|| Overflow { after: Seconds(15.0), to: vec![GroupId(usize::from(dice.below(3)))] });
    scenario.queues[1].concurrency = dice.flag().then(|| Concurrency { most: 3, stretch: vec![1.0, 1.25, 2.0] });
    scenario.queues[1].pauses = dice.flag().then(|| Pauses { turns: 2.0, gap: constant(20.0) });
    let (interruptible, backlog) = (dice.flag(), u32::from(dice.below(4)));
    scenario.queues[2].deferred = Some(Deferred { interruptible, backlog, in_opening_hours: dice.flag() });
    let outcome = BotOutcome { entry: dice.share(), resolved: Share(0.3), unresolved: Share(0.3) };
    scenario.bots = vec![Bot {
        name: "bot".to_owned(),
        queues: vec![QueueId(0)],
        outcome,
        session: constant(15.0),
        resolved_handling: 1.0,
        handling_factor: 1.5,
        comes_back: dice.comes_back(),
        per_session: Money::ZERO,
        capacity: dice.flag().then_some(2),
        outages: vec![Window { from: Seconds(100.0), until: Seconds(130.0) }],
    }];
    if dice.flag() {
        let outcome = BotOutcome { entry: dice.share(), resolved: Share(0.25), unresolved: Share(0.5) };
        let capacity = dice.flag().then_some(1);
        let comes_back = dice.comes_back();
        let first = scenario.bots[0].clone();
        scenario.bots.push(Bot { outcome, capacity, comes_back, resolved_handling: 0.5, ..first });
    }
    if dice.flag() {
        let lines = u32::from(dice.below(5));
        scenario.trunks = vec![Trunk { name: "lines".to_owned(), lines, queues: vec![QueueId(0)] }];
    }
    scenario.routing.at_closing = if dice.flag() { AtClosing::Disconnect } else { AtClosing::Serve };
    scenario.routing.contact_goes =
        [ContactGoes::SkillOrder, ContactGoes::LongestIdle, ContactGoes::LeastOccupied, ContactGoes::MostSkilled]
            [usize::from(dice.below(4))];
    scenario.routing.agent_takes =
        [AgentTakes::SkillOrder, AgentTakes::Priority, AgentTakes::LongestWaiting, AgentTakes::WeightedWait]
            [usize::from(dice.below(4))];
    let mut centre = centre_of(&scenario);
    for queue in 0..3 {
        let open = [0; 3].map(|_| dice.below(4) > 0);
        opens(&mut centre, queue, &open, true);
    }
    let from = f64::from(dice.below(150));
    let until = from + 1.0 + f64::from(dice.below(140));
    (centre, vec![(from, 0, 1), (until, 0, -1)])
}

/// What must be true of the facts, whatever happened.
fn is_conserved(centre: &Centre, engine: &Engine, facts: &Facts, fresh: [usize; 3]) -> Result<(), TestCaseError> {
    let bots = (0..centre.bots.len()).flat_map(|bot| facts.bots.row(bot));
    let (sessions, escalated) = bots.fold((0, 0), |(sessions, escalated), facts| {
        assert_eq!(facts.sessions, facts.resolved + facts.unresolved + facts.escalated);
        (sessions + facts.sessions, escalated + facts.escalated)
    });
    let (mut handed_on, mut handed_in, mut came_again, mut went) = (0, 0, 0, 0);
    for (queue, rules) in centre.queues.iter().enumerate() {
        let (sum, journey) = (whole(facts, queue), journeys(facts, queue));
        let backlog = rules.deferred.as_ref().map_or(0, |deferred| deferred.backlog);
        let again = journey.redials + journey.repeats + journey.handed_in + journey.turns;
        let came = fresh[queue] as u32 + backlog + again;
        // Who enters no bot comes to the queue at once.
        let entered = came + journey.from_bots - sum.offered();
        if queue == 0 {
            // Each escalation leads to a session with the next bot or to the queue, or ends after the horizon.
            prop_assert!(entered <= sessions && sessions - entered + journey.from_bots <= escalated);
            prop_assert!(centre.bots.len() > 1 || entered == sessions);
        } else {
            prop_assert_eq!(entered, 0);
        }
        prop_assert!(journey.settled <= journey.concluded && sum.lost <= sum.abandoned + sum.blocked + sum.callbacks);
        prop_assert!(journey.callbacks_reached + journey.callbacks_failed <= sum.callbacks);
        prop_assert!(sum.answered_within <= sum.answered && sum.abandoned_within <= sum.abandoned);
        let reasons = &facts.reasons[rules.first_reason..rules.first_reason + rules.reasons];
        prop_assert_eq!(reasons.iter().map(|reason| reason.answered).sum::<u32>(), sum.answered);
        let of_reasons: u32 = reasons.iter().map(|reason| reason.offered).sum();
        prop_assert_eq!(of_reasons, came);
        handed_on += journey.handed_on;
        handed_in += journey.handed_in;
        came_again += journey.redials;
        went += sum.abandoned + sum.blocked + journey.callbacks_failed;
    }
    prop_assert_eq!(handed_on, handed_in);
    prop_assert!(came_again <= went);
    // Sums of times are exact to rounding: a thousand additions of numbers below 10⁵ are off by less than 10⁻⁷.
    let rounding = 1e-7;
    for (group, rules) in centre.crews.iter().enumerate() {
        for (crew, &level) in facts.crews.row(group).iter().zip(&rules.levels) {
            let planned = 100.0 * f64::from(level);
            prop_assert!((0.0..=planned + rounding).contains(&crew.missing), "{crew:?}");
            prop_assert!(crew.busy <= planned - crew.missing + crew.overtime + rounding, "{crew:?} of {planned}");
            prop_assert!(crew.slots >= crew.busy - rounding && crew.busy >= -rounding, "{crew:?}");
        }
    }
    if let Some(&lines) = centre.trunks.first() {
        for trunk in facts.trunks.row(0) {
            prop_assert!(trunk.blocked <= trunk.offered, "{trunk:?}");
            prop_assert!((-rounding..=100.0 * f64::from(lines) + rounding).contains(&trunk.in_use), "{trunk:?}");
        }
        // Who waits for ever holds the line for ever.
        prop_assert_eq!(engine.lines_in_use[0], whole(facts, 0).unserved);
    }
    prop_assert_eq!(engine.sessions[0], 0);
    prop_assert!(
        engine.crews.iter().all(|crew| crew.busy == 0) && engine.desks.iter().all(|desk| desk.held.is_empty())
    );
    Ok(())
}

proptest! {
    #[test]
    fn whatever_is_switched_on_nobody_is_lost_and_nobody_counts_twice(
        dice in prop::collection::vec(any::<u8>(), 120),
        contacts in prop::collection::vec(any_contacts(), 3),
    ) {
        let (centre, changes) = any_scenario(&mut Dice(dice.iter()));
        let contacts: Vec<&[(f64, f64, f64)]> = contacts.iter().map(Vec::as_slice).collect();
        let facts = trace_attended(&centre, &contacts, &changes);
        let changes = changes.iter().map(|&(time, crew, missing)| Change { time, crew, missing });
        let mut engine = Engine { changes: changes.collect(), ..Engine::default() };
        for _ in 0..2 {
            prop_assert_eq!(&trace_with(&mut engine, &centre, &contacts), &facts);
        }
        is_conserved(&centre, &engine, &facts, [0, 1, 2].map(|queue| contacts[queue].len()))?;
    }
}
