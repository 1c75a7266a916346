-- What the scheduler has told: each step once, whichever server does it. A step is noted in the transaction that puts
-- its mail into the outbox. Times are microseconds since 1970.
CREATE TABLE told (
  step TEXT NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which notices a person wants, and when the weekly digest comes; a person without a row has the usual ones. The
-- weekday counts from Sunday, 0; the hour is of the person's time zone.
CREATE TABLE notice_settings (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  assigned TEXT NOT NULL,
  mentioned TEXT NOT NULL,
  due TEXT NOT NULL,
  escalations TEXT NOT NULL,
  acceptances TEXT NOT NULL,
  reviews TEXT NOT NULL,
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
  hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
  version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When a workload is due for review: on a day (YYYY-MM-DD, '' for none), and so many months after the last milestone
-- (0 for none). What follows from both is kept, so that lists can be narrowed by it.
ALTER TABLE workloads ADD COLUMN review_due_on TEXT NOT NULL DEFAULT '';
ALTER TABLE workloads ADD COLUMN review_every_months INTEGER NOT NULL DEFAULT 0;
ALTER TABLE workloads ADD COLUMN next_review_on TEXT NOT NULL DEFAULT '';

CREATE INDEX workloads_next_review ON workloads (next_review_on, id) WHERE next_review_on <> '';
