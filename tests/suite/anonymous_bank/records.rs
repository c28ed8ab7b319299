//! The records of February 1999, as far as a replay needs them.
//!
//! Left out are phantoms (calls of nobody) and who hung up in the voice menu: a call comes in when it leaves the menu. Times
//! are whole seconds; where the begin of service stands beside the end of the wait, they differ by a second or two, and the
//! wait is believed.

/// The kinds of calls: regular, prospective customers, stock exchange, internet, those called back, regular in English.
pub const KINDS: [&str; 6] = ["PS", "NW", "NE", "IN", "TT", "PE"];

/// A call that came to the queue.
#[derive(Debug, Clone)]
pub struct Call {
    /// Day of February 1999.
    pub day: usize,
    /// Its place among [`KINDS`].
    pub kind: usize,
    /// When it came to the queue, in seconds after midnight.
    pub arrival: f64,
    /// Until it was answered or abandoned, in seconds.
    pub wait: f64,
    /// Handling time in seconds; none if it abandoned.
    pub handling: Option<f64>,
    /// Name of the agent, if there is one.
    pub agent: Option<String>,
    /// Number of the customer, if it is known.
    pub customer: Option<u64>,
}

impl Call {
    /// When an agent took it, or it abandoned.
    pub fn ends_waiting(&self) -> f64 {
        self.arrival + self.wait
    }

    /// The hour of the clock in which it came.
    pub fn hour(&self) -> usize {
        (self.arrival / 3600.0) as usize
    }
}

/// The calls in a file, in its order.
pub fn calls(text: &str) -> Vec<Call> {
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let column = |name| header.iter().position(|&title| title == name).unwrap();
    let [date, kind, outcome, server, customer] = ["date", "type", "outcome", "server", "customer_id"].map(column);
    let [menu_exit, queue_start, wait, handling] = ["vru_exit", "q_start", "q_time", "ser_time"].map(column);
    let call = |row: Vec<&str>| {
        // What never reached the queue, or was answered at once, has no time there.
        let was_queued = row[queue_start] != "0:00:00";
        let answered = row[outcome] == "AGENT";
        (row[outcome] != "PHANTOM" && (answered || was_queued)).then(|| Call {
            day: row[date][4..].parse().unwrap(),
            kind: KINDS.iter().position(|&name| name == row[kind]).unwrap(),
            arrival: seconds(row[if was_queued { queue_start } else { menu_exit }]),
            wait: row[wait].parse().unwrap(),
            handling: answered.then(|| row[handling].parse().unwrap()),
            agent: (answered && row[server] != "NO_SERVER").then(|| row[server].to_owned()),
            customer: row[customer].parse().ok().filter(|&number| number > 0),
        })
    };
    lines.filter_map(call).collect()
}

fn seconds(clock: &str) -> f64 {
    clock.split(':').fold(0.0, |sum, part| 60.0 * sum + part.parse::<f64>().unwrap())
}
