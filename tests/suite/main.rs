//! The test suite: one binary.

mod anonymous_bank;
mod architecture;
mod board;
mod business_case;
mod by_hand;
mod calibration;
mod cli;
mod closing;
mod extremes;
mod forecast;
mod golden;
mod import;
mod intraday;
mod outlook;
mod planning;
mod properties_simulation;
mod queueing_theory;
mod readme;
mod recorded_past;
mod reference_models;
mod requirement;
mod roster;
mod scheduling;
mod seek;
mod spreadsheet;
mod staffing;
mod study_workbook;
mod tiny;
mod update;
mod validation;
#[cfg(feature = "serve")]
mod web;
mod what_if;
