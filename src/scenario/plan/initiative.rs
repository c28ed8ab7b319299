//! What can be begun: self-service and coaching.

use crate::scenario::{Bot, BotOutcome, QueueId};
use crate::units::{Money, Share};

/// Something that costs now and changes contacts later.
#[derive(Debug, Clone, PartialEq)]
pub struct Initiative {
    /// Its name.
    pub name: String,
    /// Paid once, in the period in which the project begins.
    pub set_up: Money,
    /// Paid each month once it is live.
    pub per_month: Money,
    /// Months from the decision until it is live.
    pub months_to_live: u32,
    /// Adoption by month after it goes live, as a share of its full effect; then 1.
    pub adoption: Vec<Share>,
    /// Period of the plan (0 is the first) in which the project must begin; `None`: the plan chooses, or does without.
    pub fixed_start: Option<u32>,
    /// Others that cannot be begun beside it, by their place.
    pub excludes: Vec<usize>,
    /// Others that must be live before it is, by their place.
    pub requires: Vec<usize>,
    /// What it changes.
    pub effect: Effect,
}

/// What an initiative changes.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// A bot, an improved menu, a page that answers: contacts are resolved without an agent.
    SelfService(SelfService),
    /// People work better.
    Coaching(Coaching),
}

/// Self-service: a bot as the simulator knows it, at complete adoption.
#[derive(Debug, Clone, PartialEq)]
pub struct SelfService {
    /// It, with the share of contacts that enter once adoption is complete; one before each queue where they differ only in that.
    pub bots: Vec<Bot>,
    /// What it does with contacts of some reasons: queue, place of the reason, outcome.
    pub by_reason: Vec<(QueueId, usize, BotOutcome)>,
    /// Handling time of all contacts of its queues that still reach agents, relative to today's, at complete adoption, beside what
    /// follows from the bot.
    pub handling_factor: f64,
    /// Paid for each session.
    pub per_session: Money,
    /// Change of satisfaction by a session, in points of 100.
    pub satisfaction: f64,
}

/// Coaching, better tools, a knowledge base: handling gets shorter, and more is settled at the first contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Coaching {
    /// The queues that it is about.
    pub queues: Vec<QueueId>,
    /// Handling time relative to today's, at full effect: 0.95.
    pub handling_factor: f64,
    /// Part of the contacts that are not settled today which then are: 0.1 turns a resolution of 70 % into 73 %.
    pub resolution_gain: Share,
}

impl Initiative {
    /// The queues whose contacts it meets first.
    pub fn queues(&self) -> Vec<QueueId> {
        match &self.effect {
            Effect::SelfService(option) => option.bots.iter().flat_map(|bot| bot.queues.iter().copied()).collect(),
            Effect::Coaching(coaching) => coaching.queues.clone(),
        }
    }
}
