//! How likely it is to hang up in the next minute, by how long one has waited.

use super::super::fitted::Fitted;
use super::super::times::Times;
use serde::Serialize;

/// The hazard in a band of the wait.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Hazard {
    /// The band's begin, in seconds.
    pub from_s: f64,
    /// Its end, in seconds; `None` for the last.
    pub until_s: Option<f64>,
    /// Abandonments per minute waited within the band; its sample is the number of abandonments.
    pub per_minute: Fitted,
}

/// Ends of the bands, in seconds: finer at the begin, where announcements are made and hope is fresh.
const ENDS: [f64; 9] = [10.0, 20.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0, 1800.0];

/// The bands in which anybody waited.
pub(super) fn by_band(times: &Times) -> Vec<Hazard> {
    let begins = std::iter::once(0.0).chain(ENDS);
    let ends = ENDS.into_iter().map(Some).chain([None]);
    let band = |(from, until): (f64, Option<f64>)| {
        let (low, high) = (from.max(times.from), until.unwrap_or(f64::INFINITY));
        let (mut minutes, mut abandoned) = (0.0, 0.0);
        for at in &times.at {
            minutes += (at.ended + at.longer) * (at.time.min(high) - low).max(0.0) / 60.0;
            if low < at.time && at.time <= high {
                abandoned += at.ended;
            }
        }
        let per_minute = Fitted::rate(abandoned as u64, minutes)?;
        Some(Hazard { from_s: from, until_s: until, per_minute })
    };
    begins.zip(ends).filter_map(band).collect()
}
