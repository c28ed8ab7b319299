//! What may be done on the day itself, and at what price.

use crate::units::{Seconds, Share};

/// What may be done on the day itself, and at what price.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntradaySettings {
    /// Overtime costs the wage and this share of it.
    pub overtime_premium: Share,
    /// Most overtime of a person on a day, before and after the shift together.
    pub most_overtime: Seconds,
    /// Nothing is changed sooner than so long after the present: people have to be asked.
    pub notice: Seconds,
    /// Share of the wage that is paid for time off which somebody takes voluntarily.
    pub time_off_pay: Share,
    /// Least time off that is worth going home for.
    pub least_time_off: Seconds,
    /// Most moves that are proposed.
    pub most_moves: u32,
    /// Coefficient of variation of a day's mean handling time around the scenario's, beyond chance.
    pub handling_cv: f64,
}

impl Default for IntradaySettings {
    /// As in a file that says nothing.
    fn default() -> Self {
        Self {
            overtime_premium: Share(0.5),
            most_overtime: Seconds(7200.0),
            notice: Seconds(1800.0),
            time_off_pay: Share(0.0),
            least_time_off: Seconds(3600.0),
            most_moves: 20,
            handling_cv: 0.05,
        }
    }
}
