//! Callbacks. Contacts take 10 s on average as far as the centre knows.

use super::*;
use crate::scenario::{Callback, CallbackTime};
use crate::units::Money;

fn with_callbacks(levels: &[u32], offer_above: f64, when: CallbackTime, reached: f64) -> Centre {
    let mut scenario = scenario(1, &[(&[0], levels)]);
    scenario.queues[0].reasons[0].value = Money(7.0);
    scenario.queues[0].callback = Some(Callback {
        offer_above: Seconds(offer_above),
        acceptance: Share(1.0),
        when,
        reached: Share(reached),
        attempt: Seconds(5.0),
        attempts: 2,
        retry_after: Seconds(30.0),
    });
    centre_of(&scenario)
}

#[test]
fn who_would_wait_longer_than_the_threshold_is_called_back_when_it_is_their_turn() {
    let centre = with_callbacks(&[1], 15.0, CallbackTime::KeepsPlace, 1.0);
    // The second would wait 10 s, the third 20: not above 15, and above.
    let facts = trace(&centre, &[&[(0.0, 40.0, EVER), (5.0, 10.0, EVER), (6.0, 10.0, 20.0), (45.0, 3.0, EVER)]]);
    let (queue, journey) = (whole(&facts, 0), journeys(&facts, 0));
    assert_eq!((queue.answered, queue.callbacks, queue.abandoned), (2, 2, 0));
    assert_eq!((queue.wait_answered, queue.handling), (35.0, 63.0));
    // Called at 50 and at 60.
    assert_eq!((journey.callbacks_reached, journey.callback_wait), (2, 44.0 + 15.0));
    assert_eq!((journey.concluded, busy(&facts, 0)), (4, vec![63.0]));
}

#[test]
fn without_acceptance_everybody_stays_on_the_line() {
    let mut centre = with_callbacks(&[1], 5.0, CallbackTime::KeepsPlace, 1.0);
    centre.queues[0].callback.as_mut().unwrap().acceptance = Share(0.0);
    let queue = whole(&trace(&centre, &[&[(0.0, 40.0, EVER), (5.0, 10.0, 20.0)]]), 0);
    assert_eq!((queue.answered, queue.callbacks, queue.abandoned), (1, 0, 1));
}

#[test]
fn a_booked_callback_goes_before_who_waits_when_its_time_has_come() {
    let centre = with_callbacks(&[1, 2], 9.0, CallbackTime::After(Seconds(150.0)), 1.0);
    // With two agents the expected wait is 5 s, so nobody else is offered one. Due at 155, an agent is free at 170.
    let contacts =
        [(0.0, 40.0, EVER), (5.0, 10.0, EVER), (110.0, 60.0, EVER), (111.0, 70.0, EVER), (120.0, 10.0, EVER)];
    let facts = trace(&centre, &[&contacts]);
    assert_eq!((whole(&facts, 0).callbacks, journeys(&facts, 0).callback_wait), (1, 165.0));
    assert_eq!(whole(&facts, 0).wait_answered, 60.0);
}

#[test]
fn a_booked_callback_is_made_at_once_if_somebody_is_idle() {
    let centre = with_callbacks(&[1], 9.0, CallbackTime::After(Seconds(60.0)), 1.0);
    let facts = trace(&centre, &[&[(0.0, 40.0, EVER), (5.0, 10.0, EVER)]]);
    assert_eq!((journeys(&facts, 0).callbacks_reached, journeys(&facts, 0).callback_wait), (1, 60.0));
}

#[test]
fn who_is_never_reached_is_tried_so_often_and_then_given_up() {
    let centre = with_callbacks(&[1], 9.0, CallbackTime::KeepsPlace, 0.0);
    // Attempts from 40 to 45 and from 75 to 80.
    let facts = trace(&centre, &[&[(0.0, 40.0, EVER), (5.0, 10.0, EVER)]]);
    let (queue, journey) = (whole(&facts, 0), journeys(&facts, 0));
    assert_eq!((journey.callbacks_reached, journey.callbacks_failed, journey.concluded), (0, 1, 1));
    assert_eq!((queue.callbacks, queue.lost, queue.lost_value, queue.handling), (1, 1, 7.0, 50.0));
    assert_eq!(busy(&facts, 0), [50.0]);
    let mut sooner = centre;
    sooner.queues[0].callback.as_mut().unwrap().attempts = 1;
    assert_eq!(busy(&trace(&sooner, &[&[(0.0, 40.0, EVER), (5.0, 10.0, EVER)]]), 0), [45.0]);
}

#[test]
fn who_waits_for_a_callback_is_not_cut_off_when_the_doors_close() {
    let mut centre = with_callbacks(&[1, 0, 1], 9.0, CallbackTime::KeepsPlace, 1.0);
    opens(&mut centre, 0, &[true, false, true], true);
    centre.routing.at_closing = AtClosing::Disconnect;
    let facts = trace(&centre, &[&[(0.0, 150.0, EVER), (90.0, 10.0, EVER)]]);
    assert_eq!((whole(&facts, 0).abandoned, journeys(&facts, 0).callback_wait), (0, 110.0));
}
