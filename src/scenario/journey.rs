//! A contact's journey before, beside and after the queue: reasons, bots, callbacks, redials, repeats, handovers, trunks.

use super::QueueId;
use crate::distribution::Distribution;
use crate::units::{Money, Seconds, Share};

/// Why customers get in touch: a part of a queue's contacts with its own handling time, value and fate.
///
/// A queue without reasons in the file has one, without a name, that is all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// Its name; empty for the only reason of a queue that names none.
    pub name: String,
    /// Its share of the queue's fresh contacts. The shares of a queue add up to 1.
    pub share: Share,
    /// Its handling time relative to the queue's `handling`: 1.4 takes 40 % longer. Above 0.
    pub handling_factor: f64,
    /// Margin lost when such a contact is lost for good.
    pub value: Money,
    /// First-contact resolution: share of the answered whose matter is settled, so that they do not come back.
    pub resolution: Share,
    /// Hands a share of the contacts on to another queue after they were handled (second level).
    pub escalation: Option<Handover>,
    /// Hands a share on because they came to the wrong place, after a part of the handling time.
    pub transfer: Option<Handover>,
    /// What a bot does with the reason, where it differs from the bot's own words; by bot, in the order of the scenario.
    pub with_bot: Vec<Option<BotOutcome>>,
}

/// A share of contacts goes on to another queue, where it waits anew, with its patience drawn anew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Handover {
    /// The share of the answered.
    pub share: Share,
    /// Where to.
    pub to: QueueId,
    /// Part of the handling time that the first agent spends on it: 1 for an escalation.
    pub handled: Share,
}

/// A share comes (again) after a time, on a queue.
#[derive(Debug, Clone, PartialEq)]
pub struct ComesBack {
    /// The share who do.
    pub share: Share,
    /// After how long.
    pub after: Distribution,
    /// To which queue; it may be another channel.
    pub to: QueueId,
}

/// Instead of holding the line, the customer is called back.
#[derive(Debug, Clone, PartialEq)]
pub struct Callback {
    /// Offered to who would wait longer than this, as estimated from the line before them.
    pub offer_above: Seconds,
    /// Share of those who accept.
    pub acceptance: Share,
    /// When the call is made.
    pub when: CallbackTime,
    /// Share of attempts in which the customer is reached.
    pub reached: Share,
    /// What an attempt that fails costs an agent.
    pub attempt: Seconds,
    /// Attempts before it is given up, at least 1.
    pub attempts: u32,
    /// Time between attempts.
    pub retry_after: Seconds,
}

/// When a callback is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CallbackTime {
    /// When it is the customer's turn: the place in the line is kept (virtual queue).
    KeepsPlace,
    /// So long after the call, or as soon after that as an agent is free; it then goes before who waits.
    After(Seconds),
}

/// An automatic service before queues: a chatbot, a voice menu.
///
/// The bots before a queue stand in a row, in the order of the scenario: who does not enter the first, or finds it full or out of
/// order, and whom it escalates, comes to the second, and so on, and then to the queue. Only who comes for the first time meets
/// them.
#[derive(Debug, Clone, PartialEq)]
pub struct Bot {
    /// Its name.
    pub name: String,
    /// The queues before which it stands.
    pub queues: Vec<QueueId>,
    /// What it does with contacts, unless their reason says otherwise.
    pub outcome: BotOutcome,
    /// How long a session lasts.
    pub session: Distribution,
    /// The handling time that the contacts which it resolves would have taken from an agent, relative to the mean of those of
    /// their reason who enter: below 1 where the easy ones go first. What it leaves over is harder by as much
    /// ([`Bot::handling_of_rest`]). Above 0.
    pub resolved_handling: f64,
    /// Handling time of an escalated contact relative to what it would have been without the session: above 1 where customers
    /// arrive annoyed, below 1 where the bot has asked the questions already. Those of several bots multiply.
    pub handling_factor: f64,
    /// How those come back whom it contained without helping.
    pub comes_back: Option<ComesBack>,
    /// Cost of a session.
    pub per_session: Money,
    /// Most sessions at once; who finds none free goes on to the next bot or the queue. `None`: any number.
    pub capacity: Option<u32>,
    /// When it is out of order: who comes then goes on to the next bot or the queue.
    pub outages: Vec<Window>,
}

impl Bot {
    /// Handling time of those who entered and were not resolved (escalated, or left without help and coming back), relative to
    /// the mean of those of their reason who enter: (1 − r·x) / (1 − r), where r is the resolved share of the sessions and x is
    /// [`Bot::resolved_handling`]. Work is conserved: r parts at x and 1 − r parts at this make 1. It is 1 where x is 1, and
    /// where all are resolved and nobody is left.
    ///
    /// 6 minutes, of which 20 % are resolved that would have taken 3 minutes each: the rest takes (6 − 0.2 · 3) / 0.8 = 6.75
    /// minutes, and the work falls by 10 %, not by 20 %.
    pub fn handling_of_rest(&self, outcome: BotOutcome) -> f64 {
        let resolved = outcome.resolved.0;
        if resolved >= 1.0 {
            return 1.0;
        }
        (1.0 - resolved * self.resolved_handling) / (1.0 - resolved)
    }
}

impl Reason {
    /// What a bot does with contacts of the reason, given the bot and its place among those of the scenario.
    pub fn outcome_of(&self, place: usize, bot: &Bot) -> BotOutcome {
        self.with_bot.get(place).copied().flatten().unwrap_or(bot.outcome)
    }
}

/// What a bot does with contacts. The rest of those who enter, 1 − resolved − unresolved, is escalated: to the next bot, or to
/// the queue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BotOutcome {
    /// Share that enters of the contacts that reach it.
    pub entry: Share,
    /// Share of the sessions that settle the matter.
    pub resolved: Share,
    /// Share of the sessions that are contained, but the matter is not settled: containment is not resolution.
    pub unresolved: Share,
}

/// A stretch of simulated time, in seconds since the horizon's begin; `from` before `until`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Begin.
    pub from: Seconds,
    /// End.
    pub until: Seconds,
}

/// Lines to the outside world: a contact occupies one from its arrival to the end of its talk. Who finds none is blocked.
#[derive(Debug, Clone, PartialEq)]
pub struct Trunk {
    /// Its name.
    pub name: String,
    /// How many lines it has.
    pub lines: u32,
    /// The queues whose contacts use it; a queue has at most one trunk.
    pub queues: Vec<QueueId>,
}

/// Several contacts at once: chats.
#[derive(Debug, Clone, PartialEq)]
pub struct Concurrency {
    /// Most contacts that an agent holds at once, at least 1.
    pub most: u32,
    /// How much longer a contact takes when the agent holds 1, 2, … of them: begins with 1, does not fall, and never
    /// grows faster than the number held.
    pub stretch: Vec<f64>,
}

impl Concurrency {
    /// The stretch that follows when customer and agent write in turn, and the customer takes `ratio` times as long as the
    /// agent: the contacts of an agent are a closed queue with one server (the agent) and thinking customers, solved by
    /// mean value analysis (Reiser & Lavenberg 1980). With `ratio` 0.75, three at once take 1.774 times as long.
    pub fn of_writing(most: u32, ratio: f64) -> Self {
        let mut queue = 0.0;
        let stretch = (1..=most).map(|held| {
            let agent = 1.0 + queue;
            let cycle = agent + ratio;
            queue = f64::from(held) * agent / cycle;
            cycle / (1.0 + ratio)
        });
        Self { most, stretch: stretch.collect() }
    }
}

/// A conversation with long pauses, in which the customer is away and holds no agent: messaging.
#[derive(Debug, Clone, PartialEq)]
pub struct Pauses {
    /// Mean number of turns of a conversation, at least 1; geometric. `handling` is the work of one turn.
    pub turns: f64,
    /// How long the customer is away between two turns.
    pub gap: Distribution,
}

/// Work that waits: e-mail, social media, cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deferred {
    /// Whether an agent lays it aside when live work comes, and goes on later where the work was left.
    pub interruptible: bool,
    /// Pieces that wait already when the horizon begins.
    pub backlog: u32,
    /// Whether the promise counts the hours in which the queue is open only; otherwise all hours.
    pub in_opening_hours: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::Law;

    /// What is left of those who enter a bot takes so long that no work is lost.
    #[track_caller]
    fn assert_rest(resolved: f64, resolved_handling: f64, expected: f64) {
        let outcome = BotOutcome { entry: Share(1.0), resolved: Share(resolved), unresolved: Share(0.0) };
        let bot = Bot {
            name: "bot".to_owned(),
            queues: Vec::new(),
            outcome,
            session: Distribution::new(Law::Exponential, Seconds(60.0), None).unwrap(),
            resolved_handling,
            handling_factor: 1.3,
            comes_back: None,
            per_session: Money::ZERO,
            capacity: None,
            outages: Vec::new(),
        };
        let rest = bot.handling_of_rest(outcome);
        // Four roundings of numbers around 1.
        assert!((rest - expected).abs() <= 4.0 * f64::EPSILON * expected, "{rest} is not {expected}");
    }

    #[test]
    fn what_remains_takes_as_long_as_published() {
        // 6 min, 20 % resolved at 3 min each: 6.75 min are left over.
        assert_rest(0.2, 0.5, 6.75 / 6.0);
        assert_rest(0.5, 0.5, 1.5);
        // The hard ones go first.
        assert_rest(0.4, 1.5, 0.4 / 0.6);
    }

    #[test]
    fn where_the_resolved_are_like_the_others_what_remains_is_too() {
        for resolved in [0.0, 0.1, 0.3, 0.7, 1.0] {
            assert_rest(resolved, 1.0, 1.0);
        }
        assert_rest(0.0, 0.5, 1.0);
        assert_rest(1.0, 0.5, 1.0);
    }

    #[test]
    fn three_chats_at_once_take_as_long_as_published() {
        // US patent 8,064,589: 500 s alone, three at once, ratio .75: 886.8 s each, effective concurrency 1.69.
        let chat = Concurrency::of_writing(3, 0.75);
        assert_eq!(chat.stretch[0], 1.0);
        assert!((500.0 * chat.stretch[2] - 886.8).abs() < 0.05, "{:?}", chat.stretch);
        assert!((3.0 / chat.stretch[2] - 1.69).abs() < 0.005);
    }
}
