//! Who is really there.

/// Somebody comes or goes against the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// When, on the simulated clock in seconds.
    pub time: f64,
    /// In which crew.
    pub crew: usize,
    /// How many more are missing from then on; fewer if below 0.
    pub missing: i32,
}
