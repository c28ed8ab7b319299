//! Layouts known by name, generic ones, and none.

use super::{Case, check};

const CASES: &[Case] = &[
        Case {
            name: "Genesys Cloud",
            told: "time_zone = \"Europe/Berlin\"",
            file: b"Interval Start UTC Date,Queue,Media Type,Skill Set,Language,Offered,Interactions Handled,Total Handle Time (Seconds)\n2026-11-16T07:00:00Z,Sales,voice,Billing,de,10,9,1800\n2026-11-16T07:00:00Z,Sales,voice,Orders,de,5,5,500\n2026-11-16T07:30:00Z,Sales,chat,,en,3,3,900\n",
            answer: "sales (voice): 15 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 164.29\n\
                     sales_chat (chat): 3 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30, handling 300\n\
                     note: clock times are those of UTC",
        },
        Case {
            name: "Amazon Connect",
            told: "",
            file: b"QueueName,QueueId,ChannelType,TimeStamp,IntervalDuration,IncomingContactVolume,AverageHandleTime,ContactsHandled\nSales,0a1b,VOICE,2026-11-16T07:00:00Z,30,10,200.5,9\nSales,0a1b,CHAT,2026-11-16T07:30:00Z,30,4,600,4\n",
            answer: "sales (voice): 10 in 1 of 30m, 2026-11-16T07:00 to 2026-11-16T07:00, handling 200.5\n\
                     sales_chat (chat): 4 in 1 of 30m, 2026-11-16T07:30 to 2026-11-16T07:30, handling 600\n\
                     note: columns that are not used: QueueId\n\
                     note: clock times are those of UTC",
        },
        Case {
            name: "Calabrio",
            told: "",
            file: b"Insurance,20261116 08:00,20261116 08:15,16,135.46,90.74,16.85\nInsurance,20261116 08:15,20261116 08:30,25,127.93,43.24,21.48\n",
            answer: "insurance (voice): 41 in 2 of 15m, 2026-11-16T08:00 to 2026-11-16T08:15, handling 192.65",
        },
        Case {
            name: "Calabrio without agents",
            told: "",
            file: b"Insurance;20261116 08:00;20261116 08:15;16;135,46;90,74\n",
            answer: "insurance (voice): 16 in 1 of 15m, 2026-11-16T08:00 to 2026-11-16T08:00, handling 226.2",
        },
        Case {
            name: "a layout that it is not",
            told: "layout = \"genesys-cloud\"",
            file: b"start,queue,offered,answered,aht\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210\n",
            answer: "export.csv: found the columns start, queue, offered, answered, aht, allowed columns of the layout genesys-cloud",
        },
        Case {
            name: "lines above the header",
            told: "",
            file: b"Queue report\nPrinted 2026-11-20 by M. Muster\n\nstart,queue,offered\n2026-11-16 08:00,sales,12\n",
            answer: "sales (voice): 12 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     note: 2 lines above the header are passed over",
        },
        Case {
            name: "columns that mean nothing",
            told: "",
            file: b"start,queue,offered,Colour,Mood\n2026-11-16 08:00,sales,12,red,good\n",
            answer: "sales (voice): 12 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     note: columns that are not used: Colour, Mood",
        },
        Case {
            name: "headers that nobody knows",
            told: "",
            file: b"a,b,c\n1,2,3\n",
            answer: "export.csv: found the columns a, b, c, allowed intervals (start, queue, offered, answered, average handle time …), calls (arrival, answered, ended, outcome, queue, agent), or a layout known by name",
        },
        Case {
            name: "headers that the mapping knows",
            told: "[columns]\nstart = \"Zeitfenster\"\noffered = \"Eingang gesamt\"",
            file: b"Zeitfenster,Eingang gesamt\n2026-11-16 08:00,12\n2026-11-16 08:30,13\n",
            answer: "contacts (voice): 25 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30",
        },
        Case {
            name: "a header of the mapping that is not there",
            told: "[columns]\noffered = \"Eingang\"",
            file: b"start,queue,offered,answered,aht\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210\n",
            answer: "export.csv: found no column \"Eingang\" among start, queue, offered, answered, aht, allowed intervals (start, queue, offered, answered, average handle time …), calls (arrival, answered, ended, outcome, queue, agent), or a layout known by name",
        },
        Case {
            name: "numbers of columns",
            told: "[columns]\nqueue = 1\nstart = 2\noffered = 3",
            file: b"sales,2026-11-16 08:00,12\nsales,2026-11-16 08:30,13\n",
            answer: "sales (voice): 25 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30",
        },
        Case {
            name: "a number of a column that is not there",
            told: "[columns]\nqueue = 1\nstart = 2\noffered = 9",
            file: b"sales,2026-11-16 08:00,12\n",
            answer: "export.csv: found columns by number that make no layout, in rows of 3 cells, allowed intervals (start, queue, offered, answered, average handle time …), calls (arrival, answered, ended, outcome, queue, agent), or a layout known by name",
        },
        Case {
            name: "a column for each queue",
            told: "",
            file: b"date,start,orders,product advice\n2026-11-16,08:00,42.9,18.5\n2026-11-16,08:30,53.2,\n",
            answer: "orders (voice): 96.1 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30\n\
                     product_advice (voice): 18.5 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00",
        },
        Case {
            name: "no column for the queue",
            told: "",
            file: b"DateTime,Calls\n2003-03-03 07:00,111\n2003-03-03 07:05,113\n",
            answer: "contacts (voice): 224 in 2 of 5m, 2003-03-03T07:00 to 2003-03-03T07:05",
        },
        Case {
            name: "only those that were handled",
            told: "",
            file: b"start,queue,handled,aht\n2026-11-16 08:00,sales,12,200\n2026-11-16 08:30,sales,12,200\n",
            answer: "sales (voice): 24 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 200\n\
                     note: no column says how many contacts came: those that were handled are taken, and whoever hung up is missing",
        },
        Case {
            name: "answered and abandoned, not offered",
            told: "",
            file: b"start,queue,answered,abandoned\n2026-11-16 08:00,sales,12,3\n2026-11-16 08:30,sales,10,0\n",
            answer: "sales (voice): 25 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30",
        },
        Case {
            name: "media that nobody knows",
            told: "",
            file: b"start,queue,media type,offered\n2026-11-16 08:00,sales,Telex,12\n2026-11-16 08:30,sales,voice,12\n",
            answer: "sales (voice): 24 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30\n\
                     note: media that are not known are taken for calls: \"Telex\" (1)",
        },
    ];

#[test]
fn layouts_with_and_without_a_name() {
    check(CASES);
}
