//! Every rule of the scenario file has an example that breaks it, and the shipped scenarios break none.

mod bots;
mod contracts;
mod given;
mod journey;
mod messages;
mod overrides;
mod people;
mod properties;
mod rules;
mod shift_rules;
mod shipped;
mod tables;
mod today;
