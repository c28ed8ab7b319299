//! Decimal signs, thousands, units, negative and absurd numbers.

use super::{Case, check};

const CASES: &[Case] = &[
        Case {
            name: "decimal comma in quotes",
            told: "",
            file: b"start,queue,offered,aht\n2026-11-16 08:00,sales,12,\"200,5\"\n",
            answer: "sales (voice): 12 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 200.5",
        },
        Case {
            name: "decimal comma between semicolons",
            told: "",
            file: b"start;queue;offered;aht\n2026-11-16 08:00;sales;12;200,5\n",
            answer: "sales (voice): 12 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 200.5",
        },
        Case {
            name: "thousands with points, decimals with a comma",
            told: "",
            file: b"start;queue;offered;aht\n2026-11-16 08:00;sales;1.234;200,5\n",
            answer: "sales (voice): 1234 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 200.5",
        },
        Case {
            name: "thousands with commas in quotes",
            told: "",
            file: b"start,queue,offered,aht\n2026-11-16 08:00,sales,\"1,234\",200.5\n",
            answer: "sales (voice): 1234 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 200.5",
        },
        Case {
            name: "thousands or decimals: nobody can tell",
            told: "",
            file: b"start;queue;offered;aht\n2026-11-16 08:00;sales;1.234;200\n",
            answer: "export.csv: found numbers such as 1.234, which mean one thing with a decimal point and another with a comma, allowed numbers of which the decimal sign is clear",
        },
        Case {
            name: "thousands or decimals, told",
            told: "decimal = \"comma\"",
            file: b"start;queue;offered;aht\n2026-11-16 08:00;sales;1.234;200\n",
            answer: "sales (voice): 1234 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 200",
        },
        Case {
            name: "thousands apart by a blank",
            told: "",
            file: "start;queue;offered\n2026-11-16 08:00;sales;1 234\n2026-11-16 08:30;sales;2\u{a0}000\n".as_bytes(),
            answer: "sales (voice): 3234 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30",
        },
        Case {
            name: "words where numbers should be",
            told: "",
            file: b"start,queue,offered,aht\n2026-11-16 08:00,sales,twelve,200\n2026-11-16 08:30,sales,12,n/a\n",
            answer: "sales (voice): 12 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30\n\
                     row 2, offered: found \"twelve\", allowed a number with a decimal point",
        },
        Case {
            name: "nothing where a number must be",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,sales,\n2026-11-16 08:30,sales,12\n",
            answer: "sales (voice): 12 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30\n\
                     row 2, offered: found nothing, allowed a number of contacts",
        },
        Case {
            name: "negative and absurd numbers",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,sales,-3\n2026-11-16 08:30,sales,99999999999\n2026-11-16 09:00,sales,5\n",
            answer: "sales (voice): 5 in 1 of 30m, 2026-11-16T09:00 to 2026-11-16T09:00\n\
                     row 2, offered: found \"-3\", allowed a number from 0 to 10000000\n\
                     row 3, offered: found \"99999999999\", allowed a number from 0 to 10000000",
        },
        Case {
            name: "errors of a spreadsheet",
            told: "",
            file: b"start,queue,offered,aht\n2026-11-16 08:00,sales,#REF!,200\n2026-11-16 08:30,sales,5,#DIV/0!\n2026-11-16 09:00,sales,5,#N/A\n",
            answer: "sales (voice): 5 in 1 of 30m, 2026-11-16T09:00 to 2026-11-16T09:00\n\
                     row 2, offered: found \"#REF!\", allowed a number with a decimal point\n\
                     row 3, aht: found \"#DIV/0!\", allowed a time from 0 on: a number of seconds, or h:mm:ss",
        },
        Case {
            name: "handling time as a clock",
            told: "",
            file: b"start,queue,offered,aht\n2026-11-16 08:00,sales,12,0:03:20\n2026-11-16 08:30,sales,12,03:40\n",
            answer: "sales (voice): 24 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 210",
        },
        Case {
            name: "handling time in milliseconds",
            told: "",
            file: b"start,queue,offered,AHT (ms)\n2026-11-16 08:00,sales,12,200000\n",
            answer: "sales (voice): 12 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 200",
        },
        Case {
            name: "handling time in milliseconds that nobody tells",
            told: "",
            file: b"start,queue,offered,aht\n2026-11-16 08:00,sales,12,200000\n2026-11-16 08:30,sales,12,250\n",
            answer: "sales (voice): 12 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30, handling 250\n\
                     row 2, aht: found \"200000\", allowed at most 24 hours for each of 12 contacts",
        },
        Case {
            name: "handling time in minutes, told",
            told: "[units]\nhandling_mean = \"min\"",
            file: b"start,queue,offered,aht\n2026-11-16 08:00,sales,12,3.5\n",
            answer: "sales (voice): 12 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 210",
        },
        Case {
            name: "a negative handling time",
            told: "",
            file: b"start,queue,offered,aht\n2026-11-16 08:00,sales,12,-5\n2026-11-16 08:30,sales,12,100\n",
            answer: "sales (voice): 12 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30, handling 100\n\
                     row 2, aht: found \"-5\", allowed a time from 0 on: a number of seconds, or h:mm:ss",
        },
    ];

#[test]
fn decimal_signs_thousands_and_units() {
    check(CASES);
}
