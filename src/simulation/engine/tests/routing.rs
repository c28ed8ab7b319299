//! Who gets whom.

use super::*;
use crate::scenario::Person;

#[test]
fn a_contact_goes_by_the_order_of_skills_or_to_the_longest_idle() {
    let mut centre = centre(2, &[(&[1, 0], &[1]), (&[0], &[1])]);
    // For queue 0 the second group comes first, since the queue is its first skill.
    let contacts: [&[(f64, f64, f64)]; 2] = [&[(5.0, 10.0, EVER), (20.0, 10.0, EVER)], &[]];
    let facts = trace(&centre, &contacts);
    assert_eq!((answered_by(&facts, 0), answered_by(&facts, 1)), (0, 2));
    centre.routing.contact_goes = ContactGoes::LongestIdle;
    let facts = trace(&centre, &contacts);
    // Both idle from the beginning, the first group first; then the second has been idle longer.
    assert_eq!((answered_by(&facts, 0), answered_by(&facts, 1)), (1, 1));
}

#[test]
fn an_agent_takes_by_skill_priority_or_wait() {
    let mut centre = centre(3, &[(&[0, 1, 2], &[1])]);
    for (skill, priority) in centre.crews[0].skills.iter_mut().zip([3, 2, 1]) {
        skill.priority = priority;
    }
    let waits = |centre: &Centre| {
        let contacts: [&[(f64, f64, f64)]; 3] =
            [&[(0.0, 30.0, EVER), (20.0, 10.0, EVER)], &[(10.0, 10.0, EVER)], &[(15.0, 10.0, EVER)]];
        let facts = trace(centre, &contacts);
        [0, 1, 2].map(|queue| whole(&facts, queue).wait_answered)
    };
    assert_eq!(waits(&centre), [10.0, 30.0, 35.0]);
    centre.routing.agent_takes = AgentTakes::Priority;
    assert_eq!(waits(&centre), [30.0, 30.0, 15.0]);
    centre.routing.agent_takes = AgentTakes::LongestWaiting;
    assert_eq!(waits(&centre), [30.0, 20.0, 25.0]);
}

#[test]
fn an_idle_agent_helps_out_after_the_wait() {
    let mut centre = centre(2, &[(&[0], &[1]), (&[1, 0], &[1])]);
    overflow(&mut centre, 0, 1, 30.0);
    let facts = trace(&centre, &[&[(0.0, 200.0, EVER), (10.0, 5.0, EVER), (20.0, 5.0, 29.0), (25.0, 5.0, EVER)], &[]]);
    let queue = whole(&facts, 0);
    assert_eq!((queue.answered, queue.abandoned, queue.wait_answered), (3, 1, 60.0));
    assert_eq!(answered_by(&facts, 1), 2);
}

#[test]
fn an_agent_who_becomes_free_helps_out_only_after_the_wait() {
    let mut centre = centre(2, &[(&[0], &[1]), (&[1, 0], &[1])]);
    overflow(&mut centre, 0, 1, 30.0);
    // The helper is free at 35, when the contact of 10 has waited 25 s, and again at 45 after a contact of its own queue.
    let facts = trace(&centre, &[&[(0.0, 200.0, EVER), (10.0, 5.0, EVER)], &[(5.0, 30.0, EVER), (36.0, 9.0, EVER)]]);
    assert_eq!(whole(&facts, 0).wait_answered, 35.0);
    assert_eq!(whole(&facts, 1).wait_answered, 0.0);
}

#[test]
fn an_agent_takes_the_wait_that_weighs_most() {
    let mut centre = centre(2, &[(&[0, 1], &[1])]);
    centre.routing.agent_takes = AgentTakes::WeightedWait;
    let contacts: [&[(f64, f64, f64)]; 2] = [&[(0.0, 30.0, EVER), (5.0, 10.0, EVER)], &[(15.0, 10.0, EVER)]];
    let waits = |centre: &Centre| [0, 1].map(|queue| whole(&trace(centre, &contacts), queue).wait_answered);
    // 25 s against 15.
    assert_eq!(waits(&centre), [25.0, 25.0]);
    // 25 against 45.
    centre.crews[0].skills[1].weight = 3.0;
    assert_eq!(waits(&centre), [35.0, 15.0]);
}

#[test]
fn a_contact_goes_to_who_has_worked_least() {
    let mut centre = centre(1, &[(&[0], &[1]), (&[0], &[1])]);
    let contacts = [(0.0, 50.0, EVER), (60.0, 10.0, EVER), (80.0, 10.0, EVER)];
    centre.routing.contact_goes = ContactGoes::LeastOccupied;
    let facts = trace(&centre, &[&contacts]);
    assert_eq!((busy(&facts, 0), busy(&facts, 1)), (vec![50.0], vec![20.0]));
    centre.routing.contact_goes = ContactGoes::LongestIdle;
    let facts = trace(&centre, &[&contacts]);
    assert_eq!((busy(&facts, 0), busy(&facts, 1)), (vec![60.0], vec![10.0]));
}

#[test]
fn a_contact_goes_to_the_most_skilled() {
    let mut scenario = scenario(1, &[(&[0], &[1]), (&[0], &[1])]);
    scenario.groups[1].proficiency = vec![2.0];
    scenario.routing.contact_goes = ContactGoes::MostSkilled;
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 20.0, EVER), (5.0, 20.0, EVER)]]);
    assert_eq!((busy(&facts, 0), busy(&facts, 1)), (vec![20.0], vec![10.0]));
}

#[test]
fn each_named_person_works_at_their_own_pace_and_time() {
    let mut scenario = scenario(1, &[(&[0], &[2, 1])]);
    let person = |name: &str, pace: f64, on_duty: [bool; 2]| Person {
        name: name.to_owned(),
        proficiency: vec![pace],
        on_duty: on_duty.to_vec(),
    };
    scenario.groups[0].persons = vec![person("Ada", 1.0, [true, false]), person("Bo", 0.5, [true, true])];
    let facts = trace(&centre_of(&scenario), &[&[(0.0, 10.0, EVER), (1.0, 10.0, EVER), (110.0, 10.0, EVER)]]);
    assert_eq!((busy(&facts, 0), busy(&facts, 1)), (vec![10.0, 0.0], vec![20.0, 20.0]));
}
