//! Units as types: a duration cannot be added to an amount of money, and only the products that mean something exist.
//!
//! Every type is a transparent `f64`; `.0` is the number in the unit that the name says. Values are finite: the
//! scenario's door refuses NaN and infinities.

use serde::Serialize;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0.0);

            /// The larger of two.
            pub fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }

            /// The smaller of two.
            pub fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }

        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }

        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }

        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }

        impl Div<f64> for $name {
            type Output = Self;
            fn div(self, divisor: f64) -> Self {
                Self(self.0 / divisor)
            }
        }

        /// How many times one goes into the other: a pure number.
        impl Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 {
                self.0 / other.0
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
                Self(values.map(|value| value.0).sum())
            }
        }
    };
}

unit! {
    /// A duration or a moment of the simulated clock, in seconds.
    Seconds
}
unit! {
    /// Working time, in hours.
    Hours
}
unit! {
    /// An amount in the scenario's currency.
    Money
}
unit! {
    /// A price of working time, in the scenario's currency per hour.
    MoneyPerHour
}
unit! {
    /// A part of a whole, 0 to 1. `0.8` is 80 %.
    Share
}

impl Seconds {
    /// The same duration in hours.
    pub fn hours(self) -> Hours {
        Hours(self.0 / 3600.0)
    }
}

impl Hours {
    /// The same duration in seconds.
    pub fn seconds(self) -> Seconds {
        Seconds(self.0 * 3600.0)
    }
}

impl Share {
    /// What is left of the whole.
    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }
}

impl Mul<Hours> for MoneyPerHour {
    type Output = Money;
    fn mul(self, hours: Hours) -> Money {
        Money(self.0 * hours.0)
    }
}

impl Mul<MoneyPerHour> for Hours {
    type Output = Money;
    fn mul(self, wage: MoneyPerHour) -> Money {
        wage * self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wage_times_hours_is_money() {
        assert_eq!(MoneyPerHour(20.0) * Hours(7.5), Money(150.0));
        assert_eq!(Hours(7.5) * MoneyPerHour(20.0), Money(150.0));
    }

    #[test]
    fn durations_convert_both_ways() {
        assert_eq!(Seconds(5400.0).hours(), Hours(1.5));
        assert_eq!(Hours(1.5).seconds(), Seconds(5400.0));
    }

    #[test]
    fn the_rest_of_a_share() {
        assert!((Share(0.3).complement().0 - 0.7).abs() < 1e-15);
    }
}
