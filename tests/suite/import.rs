//! `callboard import`: a corpus of malformed and strange exports, and the scenarios that it writes.

mod beside;
mod calls;
mod commands;
mod corpus;
