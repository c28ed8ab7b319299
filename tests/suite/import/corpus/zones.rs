//! Time zones and the days of daylight saving.

use super::{Case, check};

const CASES: &[Case] = &[
        Case {
            name: "UTC in the files, days of the centre",
            told: "time_zone = \"Europe/Berlin\"\ntimes_in = \"UTC\"",
            file: b"start,queue,offered\n2026-07-01 22:00,sales,1\n2026-07-01 22:30,sales,2\n",
            answer: "sales (voice): 3 in 2 of 30m, 2026-07-02T00:00 to 2026-07-02T00:30\n\
                     note: clock times are those of UTC",
        },
        Case {
            name: "UTC in the header",
            told: "time_zone = \"America/New_York\"",
            file: b"Interval Start UTC,queue,offered\n2026-07-01 02:00,sales,1\n2026-07-01 02:30,sales,2\n",
            answer: "sales (voice): 3 in 2 of 30m, 2026-06-30T22:00 to 2026-06-30T22:30\n\
                     note: clock times are those of UTC",
        },
        Case {
            name: "offsets",
            told: "time_zone = \"America/New_York\"",
            file: b"start,queue,offered\n2026-07-01T09:00:00+02:00,sales,1\n2026-07-01T09:30:00+02:00,sales,2\n",
            answer: "sales (voice): 3 in 2 of 30m, 2026-07-01T03:00 to 2026-07-01T03:30",
        },
        Case {
            name: "the hour that comes twice",
            told: "time_zone = \"Europe/Berlin\"",
            file: b"start,queue,offered\n2026-10-25 01:30,sales,1\n2026-10-25 02:00,sales,2\n2026-10-25 02:30,sales,3\n2026-10-25 02:00,sales,4\n2026-10-25 02:30,sales,5\n2026-10-25 03:00,sales,6\n",
            answer: "sales (voice): 21 in 6 of 30m, 2026-10-25T01:30 to 2026-10-25T03:00",
        },
        Case {
            name: "the hour that there is not",
            told: "time_zone = \"Europe/Berlin\"",
            file: b"start,queue,offered\n2026-03-29 01:30,sales,1\n2026-03-29 02:00,sales,0\n2026-03-29 02:30,sales,3\n2026-03-29 03:00,sales,4\n",
            answer: "sales (voice): 5 in 2 of 30m, 2026-03-29T01:30 to 2026-03-29T03:00\n\
                     passed over: 1 rows without contacts in the hour that daylight saving skips\n\
                     row 4, start: found \"2026-03-29 02:30\", allowed a clock time that there was in Europe/Berlin",
        },
        Case {
            name: "half hours of the zone, by the hour",
            told: "time_zone = \"Asia/Kolkata\"\ninterval = 60",
            file: b"Interval Start UTC,queue,offered\n2026-07-01 02:30,sales,1\n2026-07-01 03:00,sales,2\n2026-07-01 03:30,sales,2\n",
            answer: "sales (voice): 5 in 2 of 60m, 2026-07-01T08:00 to 2026-07-01T09:00\n\
                     note: clock times are those of UTC",
        },
    ];

#[test]
fn time_zones_and_daylight_saving() {
    check(CASES);
}
