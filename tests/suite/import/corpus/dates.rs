//! Orders of dates, moments that are none, and intervals that are none.

use super::{Case, check};

const CASES: &[Case] = &[
        Case {
            name: "days first, decided by a later row",
            told: "",
            file: b"date,time,queue,offered\n03/04/2026,08:00,sales,1\n13/04/2026,08:00,sales,2\n",
            answer: "sales (voice): 3 in 2 of 60m, 2026-04-03T08:00 to 2026-04-13T08:00",
        },
        Case {
            name: "months first, decided by a later row",
            told: "",
            file: b"date,time,queue,offered\n03/04/2026,8:00 AM,sales,1\n04/13/2026,1:00 PM,sales,2\n",
            answer: "sales (voice): 3 in 2 of 60m, 2026-03-04T08:00 to 2026-04-13T13:00",
        },
        Case {
            name: "nothing decides the order",
            told: "",
            file: b"date,time,queue,offered\n03/04/2026,08:00,sales,1\n04/04/2026,08:30,sales,2\n",
            answer: "export.csv: found dates such as 03/04/2026 (row 2), and none in the file whose day is above 12, allowed dates of which the order is clear",
        },
        Case {
            name: "nothing decides the order, told",
            told: "date_order = \"mdy\"",
            file: b"date,time,queue,offered\n03/04/2026,08:00,sales,1\n04/04/2026,08:30,sales,2\n",
            answer: "sales (voice): 3 in 2 of 30m, 2026-03-04T08:00 to 2026-04-04T08:30",
        },
        Case {
            name: "both orders",
            told: "",
            file: b"date,time,queue,offered\n13/04/2026,08:00,sales,1\n04/13/2026,08:30,sales,2\n",
            answer: "export.csv: found dates with the day first (13/04/2026 in row 2) and with the month first (04/13/2026 in row 3), allowed dates in one order",
        },
        Case {
            name: "both orders, told",
            told: "date_order = \"dmy\"",
            file: b"date,time,queue,offered\n13/04/2026,08:00,sales,1\n04/13/2026,08:30,sales,2\n",
            answer: "sales (voice): 1 in 1 of 60m, 2026-04-13T08:00 to 2026-04-13T08:00\n\
                     row 3, date: found \"04/13/2026\", allowed a date and clock time",
        },
        Case {
            name: "points between day, month and year",
            told: "",
            file: b"Datum;Uhrzeit;Warteschlange;Anrufe\n16.11.2026;08:00;Verkauf;12\n16.11.2026;08:30;Verkauf;13\n",
            answer: "verkauf (voice): 25 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30",
        },
        Case {
            name: "names of months",
            told: "",
            file: b"date,time,queue,offered\n16-Nov-2026,08:00,sales,1\n\"Nov 17, 2026\",08:00,sales,2\n",
            answer: "sales (voice): 3 in 2 of 60m, 2026-11-16T08:00 to 2026-11-17T08:00",
        },
        Case {
            name: "spans of clock times",
            told: "",
            file: b"date,time,queue,offered\n2026-11-16,08:00 - 08:30,sales,1\n2026-11-16,08:30 - 09:00,sales,2\n",
            answer: "sales (voice): 3 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30",
        },
        Case {
            name: "hours alone",
            told: "",
            file: b"date,hour,queue,offered\n2026-11-16,8,sales,1\n2026-11-16,9,sales,2\n",
            answer: "sales (voice): 3 in 2 of 60m, 2026-11-16T08:00 to 2026-11-16T09:00",
        },
        Case {
            name: "seconds since 1970",
            told: "",
            file: b"timestamp,queue,offered\n1794816000,sales,1\n1794817800,sales,2\n",
            answer: "sales (voice): 3 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30",
        },
        Case {
            name: "days as a spreadsheet counts them",
            told: "",
            file: b"start,queue,offered\n46342.333333,sales,1\n46342.354167,sales,2\n",
            answer: "sales (voice): 3 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30",
        },
        Case {
            name: "dates that there are not",
            told: "",
            file: b"start,queue,offered\n2026-02-30 08:00,sales,1\n2026-11-16 25:00,sales,1\n2026-11-16 08:00,sales,1\n",
            answer: "sales (voice): 1 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     row 2, start: found \"2026-02-30 08:00\", allowed a date and clock time\n\
                     row 3, start: found \"2026-11-16 25:00\", allowed a date and clock time",
        },
        Case {
            name: "dates of other centuries",
            told: "",
            file: b"start,queue,offered\n1026-11-16 08:00,sales,1\n2926-11-16 08:00,sales,1\n2026-11-16 08:00,sales,1\n",
            answer: "sales (voice): 1 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     row 2, start: found \"1026-11-16 08:00\", allowed a date and clock time\n\
                     row 3, start: found \"2926-11-16 08:00\", allowed a date and clock time",
        },
        Case {
            name: "a row of totals",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,sales,12\n2026-11-16 08:30,sales,13\nTotal,,25\n",
            answer: "sales (voice): 25 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30\n\
                     row 4, start: found \"Total\", allowed a date and clock time",
        },
        Case {
            name: "no date at all",
            told: "",
            file: b"start,queue,offered\nmonday,sales,12\ntuesday,sales,13\n",
            answer: "export.csv: found no row with a date and clock time that can be read, allowed moments such as 2026-11-27 08:30",
        },
        Case {
            name: "a row for each day",
            told: "",
            file: b"date,queue,offered\n2026-11-16,sales,120\n2026-11-17,sales,130\n",
            answer: "export.csv: found one row for each day, allowed rows for intervals of at most an hour",
        },
        Case {
            name: "begins on no grid",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:07:13,sales,1\n2026-11-16 09:12:40,sales,2\n",
            answer: "export.csv: found rows that begin on no grid, allowed intervals that divide an hour",
        },
        Case {
            name: "one begin off the grid",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,sales,1\n2026-11-16 08:30,sales,1\n2026-11-16 09:00,sales,1\n2026-11-16 09:30,sales,1\n2026-11-16 10:00,sales,1\n2026-11-16 10:30,sales,1\n2026-11-16 11:00,sales,1\n2026-11-16 11:30,sales,1\n2026-11-16 12:00,sales,1\n2026-11-16 12:30,sales,1\n2026-11-16 13:00,sales,1\n2026-11-16 13:30,sales,1\n2026-11-16 14:00,sales,1\n2026-11-16 14:30,sales,1\n2026-11-16 15:00,sales,1\n2026-11-16 15:30,sales,1\n2026-11-16 16:00,sales,1\n2026-11-16 16:30,sales,1\n2026-11-16 17:00,sales,1\n2026-11-16 17:30,sales,1\n2026-11-16 08:10,sales,1\n",
            answer: "sales (voice): 20 in 20 of 30m, 2026-11-16T08:00 to 2026-11-16T17:30\n\
                     row 22, start: found \"2026-11-16 08:10\", allowed a begin every 30 minutes",
        },
        Case {
            name: "intervals of two hours",
            told: "",
            file: b"start,end,queue,offered\n2026-11-16 08:00,2026-11-16 10:00,sales,1\n2026-11-16 10:00,2026-11-16 12:00,sales,2\n",
            answer: "export.csv: found intervals of 120 minutes, allowed intervals that divide an hour",
        },
        Case {
            name: "coarser intervals than asked for",
            told: "interval = 15",
            file: b"start,queue,offered\n2026-11-16 08:00,sales,1\n2026-11-16 08:30,sales,2\n",
            answer: "export.csv: found intervals of 30 minutes, allowed intervals that make up 15 minutes",
        },
        Case {
            name: "quarters of an hour, asked for by the hour",
            told: "interval = 60",
            file: b"start,queue,offered,aht\n2026-11-16 08:15,sales,1,100\n2026-11-16 08:30,sales,2,130\n2026-11-16 09:00,sales,2,130\n",
            answer: "sales (voice): 5 in 2 of 60m, 2026-11-16T08:00 to 2026-11-16T09:00, handling 124",
        },
    ];

#[test]
fn orders_of_dates_and_grids_of_intervals() {
    check(CASES);
}
