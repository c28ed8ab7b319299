//! Rows that are too short, too long, twice, or contradict each other.

use super::{Case, check};

const CASES: &[Case] = &[
        Case {
            name: "rows of other widths",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,sales,1\n2026-11-16 08:30,sales\n2026-11-16 09:00,sales,3,4\n2026-11-16 09:30,sales,3,,\n",
            answer: "sales (voice): 4 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T09:30\n\
                     row 3: found 2 cells, allowed 3 cells, as in the first row\n\
                     row 4: found 4 cells, allowed 3 cells, as in the first row",
        },
        Case {
            name: "a name with a delimiter that is not quoted",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,sales, new,1\n2026-11-16 08:30,sales,2\n",
            answer: "sales (voice): 2 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30\n\
                     row 2: found 4 cells, allowed 3 cells, as in the first row",
        },
        Case {
            name: "the same row twice",
            told: "",
            file: b"start,queue,offered,answered,aht\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210\n",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42\n\
                     twice: 2",
        },
        Case {
            name: "an interval twice with other numbers",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,sales,1\n2026-11-16 08:00,sales,2\n2026-11-16 08:30,sales,3\n",
            answer: "sales (voice): 4 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30\n\
                     row 3: found 2 contacts, but 1 in row 2 of this file, allowed each queue and interval once",
        },
        Case {
            name: "no queue in a row",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,,1\n2026-11-16 08:30,sales,2\n",
            answer: "sales (voice): 2 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30\n\
                     row 2, queue: found nothing, allowed the name of a queue",
        },
        Case {
            name: "rows that are not in order",
            told: "",
            file: b"start,queue,offered\n2026-11-17 08:30,sales,1\n2026-11-16 08:00,sales,2\n2026-11-16 09:30,support,2\n",
            answer: "sales (voice): 3 in 2 of 30m, 2026-11-16T08:00 to 2026-11-17T08:30\n\
                     support (voice): 2 in 1 of 30m, 2026-11-16T09:30 to 2026-11-16T09:30",
        },
        Case {
            name: "a header again in the middle",
            told: "",
            file: b"start,queue,offered,answered,aht\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210\nstart,queue,offered,answered,aht\n2026-11-16 09:00,sales,9,9,9\n",
            answer: "sales (voice): 35 in 3 of 30m, 2026-11-16T08:00 to 2026-11-16T09:00, handling 151.85\n\
                     row 4, start: found \"start\", allowed a date and clock time",
        },
        Case {
            name: "a formula as the name of a queue",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,=1+1,1\n2026-11-16 08:30,=1+1,2\n",
            answer: "1_1 (voice): 3 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30",
        },
        Case {
            name: "names that differ in blanks and signs",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,Sales EN,1\n2026-11-16 08:30,Sales-EN,2\n2026-11-16 09:00,  Sales EN ,2\n",
            answer: "sales_en (voice): 3 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T09:00\n\
                     sales_en_2 (voice): 2 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30",
        },
        Case {
            name: "names of many letters",
            told: "",
            file: "start,queue,offered\n2026-11-16 08:00,Rückfragen & Größe,1\n2026-11-16 08:30,客服,2\n2026-11-16 09:00,☎,2\n".as_bytes(),
            answer: "queue (voice): 2 in 1 of 30m, 2026-11-16T09:00 to 2026-11-16T09:00\n\
                     rueckfragen_groesse (voice): 1 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     客服 (voice): 2 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30",
        },
        Case {
            name: "queues that the mapping joins and leaves out",
            told: "[queues]\n\"Sales A\" = \"sales\"\n\"Sales B\" = \"sales\"\nTest = \"\"",
            file: b"start,queue,offered\n2026-11-16 08:00,Sales A,1\n2026-11-16 08:00,Sales B,2\n2026-11-16 08:00,Test,9\n",
            answer: "sales (voice): 3 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     passed over: 1 rows of queues that the mapping leaves out",
        },
        Case {
            name: "all rows are wrong",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,sales,x\n2026-11-16 08:30,sales,y\n",
            answer: "export.csv:2:24: offered: found \"x\", allowed a number with a decimal point\n\
                     export.csv:3:24: offered: found \"y\", allowed a number with a decimal point",
        },
        Case {
            name: "all queues are left out",
            told: "[queues]\nsales = \"\"",
            file: b"start,queue,offered,answered,aht\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210\n",
            answer: "export.csv: found no row that counts: all are passed over, allowed rows of a queue",
        },
    ];

#[test]
fn rows_that_are_short_long_or_twice() {
    check(CASES);
}
