//! x
use super::Failure;
/// x
#[derive(Debug, clap::Args)]
pub struct NewArguments {}
/// x
pub fn new(_: &NewArguments) -> Result<(), Failure> { Ok(()) }
