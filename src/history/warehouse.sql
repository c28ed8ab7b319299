-- Call records to intervals, in the warehouse where they are.
--
-- Wanted: a table or view "calls" with a row for each call and the columns
--   arrival   TIMESTAMP   when it came, in UTC
--   answered  TIMESTAMP   when an agent answered, NULL where nobody did
--   ended     TIMESTAMP   when the work on it, or the waiting, ended
--   queue     VARCHAR
--   agent     VARCHAR     NULL where unknown, for the second query only
--   customer  VARCHAR     NULL where unknown, for the second query only
--
-- Intervals last 15 minutes and an answer is in time within 20 seconds: change both where others are wanted. As it stands this runs in DuckDB and,
-- with HASHTEXT in place of HASH, in PostgreSQL. Elsewhere the begin of the interval and the seconds between two moments are written otherwise:
-- TIME_SLICE and DATEDIFF in Snowflake, TIMESTAMP_BUCKET and TIMESTAMP_DIFF in BigQuery.

-- First query: export its result with a header as intervals.csv.
SELECT
    queue                                                                                  AS "queue",
    DATE_TRUNC('hour', arrival)
        + FLOOR(EXTRACT(MINUTE FROM arrival) / 15) * INTERVAL '15 minutes'                 AS "start",
    COUNT(*)                                                                               AS "offered",
    COUNT(answered)                                                                        AS "answered",
    COUNT(*) - COUNT(answered)                                                             AS "abandoned",
    COALESCE(SUM(EXTRACT(EPOCH FROM ended) - EXTRACT(EPOCH FROM answered)), 0)             AS "total_handle_time_s",
    COALESCE(SUM(EXTRACT(EPOCH FROM answered) - EXTRACT(EPOCH FROM arrival)), 0)           AS "total_wait_s",
    COUNT(CASE WHEN EXTRACT(EPOCH FROM answered) - EXTRACT(EPOCH FROM arrival) <= 20
               THEN 1 END)                                                                 AS "answered_in_time"
FROM calls
GROUP BY 1, 2
ORDER BY 1, 2;

-- Second query: export its result with a header as sample.csv. All calls of one customer in a hundred, so that who comes back is among them, and one in a
-- hundred of the calls without a customer: for handling times, patience, redials and repeats. Take more customers where a queue is small.
SELECT
    arrival  AS "arrival",
    answered AS "answered at",
    ended    AS "ended",
    queue    AS "queue",
    agent    AS "agent",
    customer AS "customer"
FROM calls
WHERE ABS(HASH(COALESCE(customer, CAST(arrival AS VARCHAR)))) % 100 = 0
ORDER BY 1, 4;

-- Then: callboard import intervals.csv --sample sample.csv -o our_centre --times-in UTC --time-zone Europe/Berlin
