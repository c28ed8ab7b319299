//! x
use super::Failure;
/// x
#[derive(Debug, clap::Args)]
pub struct CheckArguments {}
/// x
pub fn check(_: &CheckArguments) -> Result<(), Failure> { Ok(()) }
