//! Call by call: outcomes, orders of moments, records that stand twice.

use super::{Case, check};

const CASES: &[Case] = &[
        Case {
            name: "calls",
            told: "",
            file: b"arrival,answered at,ended,outcome,queue,agent\n2026-11-16 08:00:05,2026-11-16 08:00:15,2026-11-16 08:03:15,answered,sales,ann\n2026-11-16 08:10:00,,2026-11-16 08:10:40,abandoned,sales,\n2026-11-16 08:31:00,2026-11-16 08:31:00,2026-11-16 08:36:00,answered,sales,bob\n",
            answer: "sales (voice): 3 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 240",
        },
        Case {
            name: "no outcome: the answer decides",
            told: "",
            file: b"arrival,answered at,ended\n2026-11-16 08:00:05,2026-11-16 08:00:15,2026-11-16 08:03:15\n2026-11-16 08:10:00,-,2026-11-16 08:10:40\n",
            answer: "contacts (voice): 2 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 180",
        },
        Case {
            name: "outcomes that nobody knows",
            told: "",
            file: b"arrival,answered at,ended,outcome,queue,agent\n2026-11-16 08:00:05,2026-11-16 08:00:15,2026-11-16 08:03:15,XFER,sales,ann\n2026-11-16 08:10:00,,2026-11-16 08:10:40,RNA,sales,\n",
            answer: "sales (voice): 2 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 180\n\
                     note: outcomes that are not known, so that answer time or agent decide: \"RNA\" (1), \"XFER\" (1); say them in [outcomes] of the mapping file",
        },
        Case {
            name: "outcomes that the mapping knows",
            told: "[outcomes]\nXFER = \"answered\"\nRNA = \"\"",
            file: b"arrival,answered at,ended,outcome,queue,agent\n2026-11-16 08:00:05,2026-11-16 08:00:15,2026-11-16 08:03:15,XFER,sales,ann\n2026-11-16 08:10:00,,2026-11-16 08:10:40,RNA,sales,\n",
            answer: "sales (voice): 1 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 180\n\
                     passed over: 1 calls with an outcome that is left out",
        },
        Case {
            name: "answered before they came",
            told: "",
            file: b"arrival,answered at,ended,outcome,queue,agent\n2026-11-16 08:00:05,2026-11-16 07:59:15,2026-11-16 08:03:15,answered,sales,ann\n2026-11-16 08:10:00,2026-11-16 08:10:01,2026-11-16 08:10:40,answered,sales,ann\n",
            answer: "sales (voice): 1 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 39\n\
                     row 2, answered at: found \"2026-11-16 07:59:15\", allowed a moment that is not before the one that it follows",
        },
        Case {
            name: "ended before they were answered",
            told: "",
            file: b"arrival,answered at,ended,outcome,queue,agent\n2026-11-16 08:00:05,2026-11-16 08:00:15,2026-11-16 08:00:10,answered,sales,ann\n2026-11-16 08:10:00,2026-11-16 08:10:01,2026-11-16 08:10:40,answered,sales,ann\n",
            answer: "sales (voice): 1 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 39\n\
                     row 2, ended: found \"2026-11-16 08:00:10\", allowed a moment that is not before the one that it follows",
        },
        Case {
            name: "a call of two days",
            told: "",
            file: b"arrival,answered at,ended,outcome,queue,agent\n2026-11-16 08:00:05,2026-11-16 08:00:15,2026-11-18 08:00:10,answered,sales,ann\n2026-11-16 08:10:00,2026-11-16 08:10:01,2026-11-16 08:10:40,answered,sales,ann\n",
            answer: "sales (voice): 1 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 39\n\
                     row 2, ended: found \"2026-11-18 08:00:10\", allowed at most 24 hours after the moment before",
        },
        Case {
            name: "clock times over midnight",
            told: "",
            file: b"date,arrival,answered at,ended,agent\n2026-11-16,23:59:50,00:00:10,00:05:10,ann\n2026-11-16,08:00:00,08:00:10,08:05:10,ann\n",
            answer: "contacts (voice): 2 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T23:30, handling 300",
        },
        Case {
            name: "waits and lengths in place of moments",
            told: "",
            file: b"Call Start;Wait Time (sec);Talk Time (sec);Queue;Agent Name\n16/11/2026 08:00:05;12;180;Sales;Ann\n16/11/2026 08:10:05;40;0;Sales;\n",
            answer: "sales (voice): 2 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 180",
        },
        Case {
            name: "a wait that is none",
            told: "",
            file: b"arrival,wait,handling,agent\n2026-11-16 08:00:05,-4,180,ann\n2026-11-16 08:00:05,4,180 s,ann\n2026-11-16 08:00:05,4,180,ann\n",
            answer: "contacts (voice): 1 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 180\n\
                     row 2, wait: found \"-4\", allowed a time from 0 to 24 hours: a number of seconds, or h:mm:ss\n\
                     row 3, handling: found \"180 s\", allowed a time from 0 to 24 hours: a number of seconds, or h:mm:ss",
        },
        Case {
            name: "a record twice",
            told: "",
            file: b"arrival,answered at,ended,outcome,queue,agent\n2026-11-16 08:00:05,2026-11-16 08:00:15,2026-11-16 08:03:15,answered,sales,ann\n2026-11-16 08:00:05,2026-11-16 08:00:15,2026-11-16 08:03:15,answered,sales,ann\n2026-11-16 08:10:00,,2026-11-16 08:10:40,abandoned,sales,\n2026-11-16 08:10:00,,2026-11-16 08:10:40,abandoned,sales,\n",
            answer: "sales (voice): 3 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 180\n\
                     twice: 1",
        },
        Case {
            name: "an arrival that is none",
            told: "",
            file: b"arrival,answered at,ended,outcome,queue,agent\nyesterday,2026-11-16 08:00:15,2026-11-16 08:03:15,answered,sales,ann\n2026-11-16 08:10:00,,2026-11-16 08:10:40,abandoned,sales,\n",
            answer: "sales (voice): 1 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     row 2, arrival: found \"yesterday\", allowed the date and clock time of the arrival",
        },
        Case {
            name: "a queue that is left out",
            told: "[queues]\nsales = \"\"",
            file: b"arrival,answered at,ended,outcome,queue,agent\n2026-11-16 08:00:05,2026-11-16 08:00:15,2026-11-16 08:03:15,answered,sales,ann\n2026-11-16 08:10:00,,2026-11-16 08:10:40,abandoned,support,\n",
            answer: "support (voice): 1 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     passed over: 1 rows of queues that the mapping leaves out",
        },
    ];

#[test]
fn call_records() {
    check(CASES);
}
