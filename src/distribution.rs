//! distribution.
/// A distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution;
