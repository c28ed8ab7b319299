//! Forecasts: effects that are known are found again, bands hold what they say, and the calls of a bank are forecast better than by last week's.

mod bank;
