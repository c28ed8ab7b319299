//! Callboard: workforce scheduling and queue simulation for customer service.
//!
//! Three questions of a manager, answered from one scenario file with every number checked: what will happen, who
//! should work when, what to ask for. This page is the house; each room says in its own first lines what it is for.
//!
//! # The way of the data
//!
//! ```text
//! exports ──► history, calibration, forecast ──► outlook       validation ◄── simulation   how far to trust it
//!                  │ import                          │ forecast
//!      ▼───────────┴─────────────────────────────────┘
//! scenario file ──► Scenario ──► Demand ───────────────┐
//!  (scenario)       (given)      contacts expected     │
//!                                                      ▼
//!            staffing levels ──────────────────► simulation ──► Performance   what will happen
//!                  ▲                                   │
//!                  │                             requirement ──► agents needed
//!                  │                                   │
//!                  └───────────── Schedule ◄────── scheduling                 who should work when
//!                                                      │
//!                            months, options ──►  planning ──► WorkforcePlan  what to ask for
//!                                                      │
//!                                                    study ──► report ──► text, CSV, JSON, HTML, PDF
//! ```
//!
//! [`study`] is that picture as code: read it first.
//!
//! # Floors
//!
//! The `pub mod` lines below stand in paragraphs, from the ground up. A module imports only from paragraphs above its
//! own in this file (that is, from floors below it); a test reads this file and checks every import.
//!
//! | floor | rooms |
//! | --- | --- |
//! | arithmetic, no domain | [`units`]; [`random`] streams, [`statistics`], [`target`]s and measures of service, [`watch`] for progress and cancelling |
//! | tools | [`calendar`] and its intervals, [`distribution`]s, [`erlang`] formulas, [`milp`], the only room that knows the solver |
//! | what is given | [`scenario`]: the file, its checks, and the valid result |
//! | what follows from it | [`demand`], [`staffing`] tables; beside them [`history`], the user's own past from exports, with which a scenario begins, and [`forecast`], from the volumes of the past to those to come |
//! | what was observed | [`calibration`]: from observations to the parameters of a scenario, with their errors |
//! | what is to come | [`outlook`]: the days to come of a history that was read back, and how wrong they may be in the words of a scenario |
//! | what happens | [`simulation`] |
//! | whether that is so | [`validation`]: the recorded past simulated, beside what was recorded |
//! | who is needed | [`requirement`] |
//! | what is decided | [`scheduling`] (weeks), [`rostering`] (named people), [`planning`] (months, with their risk, their proof, their business case, and what-ifs that begin from a known plan) |
//! | the whole chain | [`study`]; beside it [`what_if`], which compares scenarios on the same random numbers |
//! | the day itself | [`intraday`]: what is known by now, and the cheapest moves for the rest of the day |
//! | the day after | [`variance`]: what came beside what was planned, and the difference by cause |
//! | the edges | [`report`]; [`importing`], from exports to the folder of a scenario; the page in the browser (`web`), [`cli`] |
//!
//! # The way of a contact, and where a new behaviour goes
//!
//! ```text
//!            ┌── bot ──┐ escalated         ┌── overflow ──► another group
//! arrives ──►┤         ├──────► line ──────┼── callback
//!    ▲       └─────────┘         │         └── abandons, is blocked ──► redials
//!    │         │ unhelped     agent(s): one contact, several chats, or deferred work that is laid aside for live work
//!    │         ▼                 │
//!    └──── comes back ◄──────────┴──► settled, handed on to another queue, or a further turn
//! ```
//!
//! Each arrow has its room in `simulation::engine`, each policy is a function in `simulation::routing`, and each contact draws all
//! that happens to it from its own key ([`random`]). A new channel is a name in [`scenario::Channel`] and mostly a combination of
//! what exists: several at once ([`scenario::Concurrency`]), work that waits ([`scenario::Deferred`]), conversations with pauses
//! ([`scenario::Pauses`]); its keys go to `scenario::keys::journey` and `scenario::build::channels`. A new behaviour has
//! its fixed numbers in `simulation::centre`, its event code in a room of the engine, its counts in `simulation::facts` and its
//! measures in [`simulation::performance`].
//!
//! # Invariants
//!
//! - A [`scenario::Scenario`] exists only if it is valid; nothing after loading fails for want of data. Only `scenario`,
//!   `history`, `report`, `importing`, `web` and `cli` touch files.
//! - The core is pure: no clock, no thread count, no global, no file. The same scenario and seed give the same bytes,
//!   on one thread or many.
//! - What is given (scenario) and what is decided (schedule, plan) never share a type.
//! - Every decision is checked again by a `check` module that never imports the `model` that made it, and the simulator
//!   judges it with random numbers that it was not made with.
//! - A shortage is priced. An answer is "no" only where rules contradict each other, and then it names them.
//! - A number is computed once, in the room that owns it. Reports only format.
//! - Ids are index newtypes; names live at the edges.

pub mod units;

pub mod random;
pub mod statistics;
pub mod target;
pub mod watch;

pub mod calendar;
pub mod distribution;
pub mod erlang;
pub mod milp;

pub mod scenario;

pub mod demand;
pub mod forecast;
pub mod history;
pub mod staffing;

pub mod calibration;

pub mod outlook;

pub mod simulation;

pub mod validation;

pub mod requirement;

pub mod scheduling;

pub mod rostering;

pub mod planning;

pub mod study;
pub mod what_if;

pub mod intraday;

pub mod variance;

pub mod report;

pub mod importing;

#[cfg(feature = "serve")]
pub mod web;

pub mod cli;
