//! Encodings, byte order marks, delimiters, quotation marks, line ends.

use super::{Case, check};

const CASES: &[Case] = &[
        Case {
            name: "plain",
            told: "",
            file: b"start,queue,offered,answered,aht\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210\n",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42",
        },
        Case {
            name: "byte order mark",
            told: "",
            file: b"\xef\xbb\xbfstart,queue,offered,answered,aht\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210\n",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42",
        },
        Case {
            name: "UTF-16 with a mark, tabs",
            told: "",
            file: b"\xff\xfes\x00t\x00a\x00r\x00t\x00\x09\x00q\x00u\x00e\x00u\x00e\x00\x09\x00o\x00f\x00f\x00e\x00r\x00e\x00d\x00\x0d\x00\x0a\x002\x000\x002\x006\x00-\x001\x001\x00-\x001\x006\x00 \x000\x008\x00:\x000\x000\x00\x09\x00s\x00\xe4\x00l\x00\xe9\x00s\x00\x09\x003\x00\x0d\x00\x0a\x00",
            answer: "saeles (voice): 3 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     note: letters are read as utf-16le",
        },
        Case {
            name: "UTF-16 without a mark, the greater byte first",
            told: "",
            file: b"\x00s\x00t\x00a\x00r\x00t\x00,\x00q\x00u\x00e\x00u\x00e\x00,\x00o\x00f\x00f\x00e\x00r\x00e\x00d\x00\x0a\x002\x000\x002\x006\x00-\x001\x001\x00-\x001\x006\x00 \x000\x008\x00:\x000\x000\x00,\x00s\x00a\x00l\x00e\x00s\x00,\x003\x00\x0a",
            answer: "sales (voice): 3 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     note: letters are read as utf-16be",
        },
        Case {
            name: "Windows-1252",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,B\xfcro,3\n",
            answer: "buero (voice): 3 in 1 of 60m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     note: letters are read as windows-1252",
        },
        Case {
            name: "Latin letters read as another encoding than they are in",
            told: "encoding = \"utf-8\"",
            file: b"start,queue,offered\n2026-11-16 08:00,B\xfcro,3\n2026-11-16 08:30,sales,4\n",
            answer: "sales (voice): 4 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30\n\
                     row 2, queue: found \"B�ro\", allowed letters that can be read",
        },
        Case {
            name: "one wrong byte in UTF-8",
            told: "",
            file: "start,queue,offered\n2026-11-16 08:00,Büro,3\n2026-11-16 08:30,Büro,3\n2026-11-16 09:00,B\u{fffd}ro,4\n".as_bytes(),
            answer: "buero (voice): 6 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30\n\
                     row 4, queue: found \"B�ro\", allowed letters that can be read",
        },
        Case {
            name: "semicolons",
            told: "",
            file: b"start;queue;offered;answered;aht\n2026-11-16 08:00;sales;12;11;200\n2026-11-16 08:30;sales;14;13;210\n",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42",
        },
        Case {
            name: "tabs",
            told: "",
            file: b"start\tqueue\toffered\tanswered\taht\n2026-11-16 08:00\tsales\t12\t11\t200\n2026-11-16 08:30\tsales\t14\t13\t210\n",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42",
        },
        Case {
            name: "bars",
            told: "",
            file: b"start|queue|offered|answered|aht\n2026-11-16 08:00|sales|12|11|200\n2026-11-16 08:30|sales|14|13|210\n",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42",
        },
        Case {
            name: "a line that names the delimiter",
            told: "",
            file: b"sep=;\r\nstart;queue;offered;answered;aht\n2026-11-16 08:00;sales;12;11;200\n2026-11-16 08:30;sales;14;13;210\n",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42",
        },
        Case {
            name: "a delimiter that is told and is not there",
            told: "delimiter = \";\"",
            file: b"start,queue,offered,answered,aht\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210\n",
            answer: "export.csv: found the columns start,queue,offered,answered,aht, allowed intervals (start, queue, offered, answered, average handle time …), calls (arrival, answered, ended, outcome, queue, agent), or a layout known by name",
        },
        Case {
            name: "line ends of Windows",
            told: "",
            file: b"start,queue,offered,answered,aht\r\n2026-11-16 08:00,sales,12,11,200\r\n2026-11-16 08:30,sales,14,13,210\r\n",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42",
        },
        Case {
            name: "line ends of old machines",
            told: "",
            file: b"start,queue,offered,answered,aht\r2026-11-16 08:00,sales,12,11,200\r2026-11-16 08:30,sales,14,13,210\r",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42",
        },
        Case {
            name: "no line end at the end",
            told: "",
            file: b"start,queue,offered,answered,aht\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42",
        },
        Case {
            name: "blank lines",
            told: "",
            file: b"\n\nstart,queue,offered,answered,aht\n\n2026-11-16 08:00,sales,12,11,200\n2026-11-16 08:30,sales,14,13,210\n\n,,,,\n",
            answer: "sales (voice): 26 in 2 of 30m, 2026-11-16T08:00 to 2026-11-16T08:30, handling 205.42",
        },
        Case {
            name: "quoted cells with delimiters and line ends",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,\"Sales, new\",3\n2026-11-16 08:30,\"Sales,\n old\",4\n",
            answer: "sales_new (voice): 3 in 1 of 30m, 2026-11-16T08:00 to 2026-11-16T08:00\n\
                     sales_old (voice): 4 in 1 of 30m, 2026-11-16T08:30 to 2026-11-16T08:30",
        },
        Case {
            name: "a quotation mark that is not closed",
            told: "",
            file: b"start,queue,offered\n2026-11-16 08:00,\"sales,3\n2026-11-16 08:30,sales,4\n2026-11-16 09:00,sales,5\n",
            answer: "sales (voice): 9 in 2 of 30m, 2026-11-16T08:30 to 2026-11-16T09:00\n\
                     row 2: found a quotation mark that is not closed, allowed pairs of quotation marks",
        },
        Case {
            name: "an empty file",
            told: "",
            file: b"",
            answer: "export.csv: found an empty file, allowed a CSV or XLSX file with rows",
        },
        Case {
            name: "blanks only",
            told: "",
            file: b"  \n \n",
            answer: "export.csv: found no row, allowed a file with rows",
        },
        Case {
            name: "a header only",
            told: "",
            file: b"start,queue,offered,answered,aht\n",
            answer: "export.csv: found a header and no row, allowed a file with rows",
        },
        Case {
            name: "zeros",
            told: "",
            file: b"\0\0\0\0\0\0\0\0\0\0\0\0",
            answer: "export.csv: found the columns \\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0, allowed intervals (start, queue, offered, answered, average handle time …), calls (arrival, answered, ended, outcome, queue, agent), or a layout known by name",
        },
        Case {
            name: "a packed file",
            told: "",
            file: b"\x1f\x8b\x08\0\0\0\0\0",
            answer: "export.csv: found a packed file (gzip), allowed CSV or XLSX",
        },
        Case {
            name: "a page of the web",
            told: "",
            file: b"<!DOCTYPE html>\n<html><body>Sign in</body></html>\n",
            answer: "export.csv: found the columns <!DOCTYPE html>, allowed intervals (start, queue, offered, answered, average handle time …), calls (arrival, answered, ended, outcome, queue, agent), or a layout known by name",
        },
    ];

#[test]
fn letters_delimiters_and_line_ends() {
    check(CASES);
}
