//! What was run, by whom, when, of what, and what came out: a database in the folder. What it has said is kept is kept, whatever happens to
//! this program or to the machine's power afterwards.
//!
//! A run keeps the bytes of all its inputs, so that it can be run again when the scenario has long been changed. Contents are kept once,
//! however many runs share them.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Version of the tables below.
const TABLES: i64 = 2;
/// Longest wait for another program that has the database, in milliseconds.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// A database of runs.
#[derive(Debug)]
pub struct Store(Mutex<Connection>);

/// Why the database does not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database itself.
    #[error("the history of runs cannot be used: {0}")]
    Database(#[from] rusqlite::Error),
    /// It was written by a later version of this program.
    #[error("the history of runs was written by a later version of callboard (tables {0}, known is {TABLES})")]
    Later(i64),
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Who asks, as they call themselves.
    pub who: String,
    /// The scenario, by its name in the folder.
    pub scenario: String,
    /// What is to be done.
    pub kind: String,
    /// Values laid over the scenario, as `--set` lays them.
    pub changes: Vec<String>,
    /// How numbers and dates are written in what is handed over: the tag of a locale.
    pub locale: String,
    /// The files of the scenario as they are now: name and content.
    pub inputs: Vec<(String, Vec<u8>)>,
    /// The run that is repeated, if one is.
    pub again: Option<i64>,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits for its turn.
    Queued,
    /// It is being worked on.
    Running,
    /// It has its files.
    Done,
    /// There is no answer, and its message says why.
    Failed,
    /// Nobody wanted it any more.
    Cancelled,
}

impl State {
    const ALL: [Self; 5] = [Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Its number, from 1.
    pub id: i64,
    /// Who asked for it.
    pub who: String,
    /// The scenario, by its name in the folder.
    pub scenario: String,
    /// What was to be done.
    pub kind: String,
    /// Values laid over the scenario.
    pub changes: Vec<String>,
    /// How numbers and dates are written in what is handed over.
    pub locale: String,
    /// How it stands.
    pub state: State,
    /// Why there is no answer, or what the checker objects to in it; empty where all is well.
    pub message: String,
    /// Seed of all random numbers, once it has begun.
    pub seed: Option<String>,
    /// Fingerprint of all inputs, once it has begun.
    pub digest: Option<String>,
    /// Version of this program that ran it.
    pub version: String,
    /// When it was asked for, began and ended (UTC).
    pub asked: String,
    /// When it began.
    pub began: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// The run that it repeats.
    pub again: Option<i64>,
}

/// A file that came out of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub bytes: i64,
    /// Fingerprint of its content (SHA-256).
    pub fingerprint: String,
}

/// SHA-256 of a content, in hexadecimal.
pub fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        _ = write!(text, "{byte:02x}");
        text
    })
}

/// This moment, in UTC, to the millisecond.
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Millisecond).unwrap_or(now).to_string()
}

impl Store {
    /// Opens the database of a file, which is made where it does not exist. Runs that were being worked on when the program ended wait for
    /// their turn again.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        // A commit returns when the disk has it.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > TABLES {
            return Err(StoreError::Later(version));
        }
        let transaction = connection.transaction()?;
        transaction.execute_batch(
            "CREATE TABLE IF NOT EXISTS content (fingerprint TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
             CREATE TABLE IF NOT EXISTS run (
                 id INTEGER PRIMARY KEY AUTOINCREMENT,
                 who TEXT NOT NULL, scenario TEXT NOT NULL, kind TEXT NOT NULL, changes TEXT NOT NULL,
                 state TEXT NOT NULL, message TEXT NOT NULL DEFAULT '', seed TEXT, digest TEXT, version TEXT NOT NULL,
                 asked TEXT NOT NULL, began TEXT, ended TEXT, again INTEGER REFERENCES run, locale TEXT NOT NULL DEFAULT 'en'
             ) STRICT;
             CREATE INDEX IF NOT EXISTS run_by_state ON run (state, id);
             CREATE INDEX IF NOT EXISTS run_by_scenario ON run (scenario, kind, state, id);
             CREATE TABLE IF NOT EXISTS file (
                 run INTEGER NOT NULL REFERENCES run, side TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,
                 fingerprint TEXT NOT NULL REFERENCES content, PRIMARY KEY (run, side, name)
             ) STRICT;",
        )?;
        if version == 1 {
            transaction.execute("ALTER TABLE run ADD COLUMN locale TEXT NOT NULL DEFAULT 'en'", [])?;
        }
        transaction.execute("UPDATE run SET state = 'queued', began = NULL WHERE state = 'running'", [])?;
        transaction.pragma_update(None, "user_version", TABLES)?;
        transaction.commit()?;
        Ok(Self(Mutex::new(connection)))
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // What was not committed when a thread ended is not there; the connection is as good as before.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of what is asked for; its number.
    pub fn ask(&self, asked: &Asked) -> Result<i64, StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        let changes = serde_json::Value::from(asked.changes.clone()).to_string();
        transaction.execute(
            "INSERT INTO run (who, scenario, kind, changes, state, version, asked, again, locale) VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?6, ?7, ?8)",
            params![
                asked.who,
                asked.scenario,
                asked.kind,
                changes,
                crate::report::VERSION,
                now(),
                asked.again,
                asked.locale
            ],
        )?;
        let id = transaction.last_insert_rowid();
        keep(&transaction, id, "in", &asked.inputs)?;
        transaction.commit()?;
        Ok(id)
    }

    /// A run begins.
    pub fn begin(&self, id: i64, seed: u64, digest: &str) -> Result<(), StoreError> {
        self.lock().execute(
            "UPDATE run SET state = 'running', began = ?2, seed = ?3, digest = ?4, version = ?5 WHERE id = ?1",
            params![id, now(), seed.to_string(), digest, crate::report::VERSION],
        )?;
        Ok(())
    }

    /// A run has its files, and perhaps something is to be said of them: all are kept with its end, or nothing is.
    pub fn finish(&self, id: i64, outputs: &[(String, Vec<u8>)], message: &str) -> Result<(), StoreError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        keep(&transaction, id, "out", outputs)?;
        let end = "UPDATE run SET state = 'done', message = ?2, ended = ?3 WHERE id = ?1";
        transaction.execute(end, params![id, message, now()])?;
        transaction.commit()?;
        Ok(())
    }

    /// A run ends without an answer.
    pub fn end(&self, id: i64, state: State, message: &str) -> Result<(), StoreError> {
        self.lock().execute(
            "UPDATE run SET state = ?2, message = ?3, ended = ?4 WHERE id = ?1",
            params![id, state.name(), message, now()],
        )?;
        Ok(())
    }

    /// Runs in one state, the oldest first.
    pub fn in_state(&self, state: State) -> Result<Vec<Run>, StoreError> {
        self.runs("WHERE state = ?1 ORDER BY id", params![state.name()])
    }

    /// The latest runs, the latest first.
    pub fn latest(&self, most: u32) -> Result<Vec<Run>, StoreError> {
        self.runs("ORDER BY id DESC LIMIT ?1", params![most])
    }

    /// The latest answer of a kind about a scenario.
    pub fn last_answer(&self, scenario: &str, kind: &str) -> Result<Option<Run>, StoreError> {
        let found = self.runs(
            "WHERE scenario = ?1 AND kind = ?2 AND state = 'done' ORDER BY ended DESC, id DESC LIMIT 1",
            params![scenario, kind],
        )?;
        Ok(found.into_iter().next())
    }

    /// A run by its number.
    pub fn run(&self, id: i64) -> Result<Option<Run>, StoreError> {
        Ok(self.runs("WHERE id = ?1", params![id])?.into_iter().next())
    }

    fn runs(&self, which: &str, values: impl rusqlite::Params) -> Result<Vec<Run>, StoreError> {
        let connection = self.lock();
        let columns = "id, who, scenario, kind, changes, state, message, seed, digest, version, asked, began, ended, again, locale";
        let mut statement = connection.prepare(&format!("SELECT {columns} FROM run {which}"))?;
        let found = statement.query_map(values, read)?.collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// What a run was made of.
    pub fn inputs(&self, id: i64) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare(
            "SELECT name, bytes FROM file JOIN content USING (fingerprint) WHERE run = ?1 AND side = 'in' ORDER BY place",
        )?;
        let found = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// What came out of a run.
    pub fn outputs(&self, id: i64) -> Result<Vec<Output>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare(
            "SELECT name, length(bytes), fingerprint FROM file JOIN content USING (fingerprint)
             WHERE run = ?1 AND side = 'out' ORDER BY place",
        )?;
        let output = |row: &Row<'_>| Ok(Output { name: row.get(0)?, bytes: row.get(1)?, fingerprint: row.get(2)? });
        let found = statement.query_map([id], output)?.collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// A file that came out of a run.
    pub fn output(&self, id: i64, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let connection = self.lock();
        let mut statement = connection.prepare(
            "SELECT bytes FROM file JOIN content USING (fingerprint) WHERE run = ?1 AND side = 'out' AND name = ?2",
        )?;
        Ok(statement.query_row(params![id, name], |row| row.get(0)).optional()?)
    }
}

/// Keeps files of a run, contents that are known already only by their fingerprint.
fn keep(
    transaction: &Transaction<'_>,
    id: i64,
    side: &str,
    files: &[(String, Vec<u8>)],
) -> Result<(), rusqlite::Error> {
    let mut content = transaction.prepare("INSERT OR IGNORE INTO content (fingerprint, bytes) VALUES (?1, ?2)")?;
    let mut file =
        transaction.prepare("INSERT INTO file (run, side, place, name, fingerprint) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (place, (name, bytes)) in (0_i64..).zip(files) {
        let fingerprint = fingerprint(bytes);
        content.execute(params![fingerprint, bytes])?;
        file.execute(params![id, side, place, name, fingerprint])?;
    }
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Run, rusqlite::Error> {
    let changes: String = row.get(4)?;
    let state: String = row.get(5)?;
    let state = State::ALL.into_iter().find(|known| known.name() == state).unwrap_or(State::Failed);
    Ok(Run {
        id: row.get(0)?,
        who: row.get(1)?,
        scenario: row.get(2)?,
        kind: row.get(3)?,
        changes: serde_json::from_str(&changes).unwrap_or_default(),
        state,
        message: row.get(6)?,
        seed: row.get(7)?,
        digest: row.get(8)?,
        version: row.get(9)?,
        asked: row.get(10)?,
        began: row.get(11)?,
        ended: row.get(12)?,
        again: row.get(13)?,
        locale: row.get(14)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(who: &str) -> Asked {
        Asked {
            who: who.to_owned(),
            scenario: "desk".to_owned(),
            kind: "schedule".to_owned(),
            changes: vec!["queue.calls.volume.factor=1.1".to_owned()],
            locale: "de-DE".to_owned(),
            inputs: vec![("scenario.toml".to_owned(), b"name = 'desk'".to_vec())],
            again: None,
        }
    }

    #[test]
    fn a_run_is_there_with_its_files_after_the_store_is_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.sqlite");
        let store = Store::open(&path).unwrap();
        let id = store.ask(&asked("Ada")).unwrap();
        store.begin(id, u64::MAX, "abc").unwrap();
        store.finish(id, &[("b.csv".to_owned(), b"1".to_vec()), ("a.csv".to_owned(), b"1".to_vec())], "").unwrap();
        drop(store);
        let store = Store::open(&path).unwrap();
        let run = store.run(id).unwrap().unwrap();
        assert_eq!(
            (run.state, run.who.as_str(), run.seed.as_deref()),
            (State::Done, "Ada", Some("18446744073709551615"))
        );
        assert_eq!((run.changes, run.locale), (asked("Ada").changes, asked("Ada").locale));
        assert_eq!(store.inputs(id).unwrap(), asked("Ada").inputs);
        let names: Vec<String> = store.outputs(id).unwrap().into_iter().map(|output| output.name).collect();
        assert_eq!(names, ["b.csv", "a.csv"], "in their order");
        assert_eq!(store.output(id, "a.csv").unwrap().unwrap(), b"1");
        assert_eq!(store.last_answer("desk", "schedule").unwrap().unwrap().id, id);
        let contents: i64 = store.lock().query_row("SELECT count(*) FROM content", [], |row| row.get(0)).unwrap();
        assert_eq!(contents, 2, "the same content is kept once");
    }

    #[test]
    fn what_was_being_worked_on_waits_again_and_what_was_cancelled_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.sqlite");
        let store = Store::open(&path).unwrap();
        let (first, second) = (store.ask(&asked("Ada")).unwrap(), store.ask(&asked("Ben")).unwrap());
        store.begin(first, 1, "abc").unwrap();
        store.end(second, State::Cancelled, "").unwrap();
        drop(store);
        let store = Store::open(&path).unwrap();
        let waiting: Vec<i64> = store.in_state(State::Queued).unwrap().iter().map(|run| run.id).collect();
        assert_eq!(waiting, [first]);
        assert_eq!(store.run(second).unwrap().unwrap().state, State::Cancelled);
    }

    #[test]
    fn a_file_of_the_first_version_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.sqlite");
        let store = Store::open(&path).unwrap();
        let id = store.ask(&asked("Ada")).unwrap();
        store.lock().execute("ALTER TABLE run DROP COLUMN locale", []).unwrap();
        store.lock().pragma_update(None, "user_version", 1).unwrap();
        drop(store);
        for _ in 0..2 {
            assert_eq!(Store::open(&path).unwrap().run(id).unwrap().unwrap().locale, "en");
        }
    }

    #[test]
    fn a_file_of_a_later_version_and_one_that_is_no_database_are_refused_and_left_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.sqlite");
        Store::open(&path).unwrap().lock().pragma_update(None, "user_version", TABLES + 1).unwrap();
        assert!(matches!(Store::open(&path), Err(StoreError::Later(_))));
        let other = folder.path().join("other.sqlite");
        std::fs::write(&other, "this is a letter to my aunt, and it is longer than the head of a database").unwrap();
        assert!(matches!(Store::open(&other), Err(StoreError::Database(_))));
        assert!(std::fs::read(&other).unwrap().starts_with(b"this is a letter"));
    }
}
