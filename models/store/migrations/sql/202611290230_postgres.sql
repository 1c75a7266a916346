-- What the scheduler has told: each step once, whichever server does it. A step is noted in the transaction that puts
-- its mail into the outbox. Times are microseconds since 1970.
CREATE TABLE told (
  step text COLLATE "C" NOT NULL PRIMARY KEY,
  at bigint NOT NULL
);

-- Which notices a person wants, and when the weekly digest comes; a person without a row has the usual ones. The
-- weekday counts from Sunday, 0; the hour is of the person's time zone.
CREATE TABLE notice_settings (
  user_id text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  assigned text NOT NULL,
  mentioned text NOT NULL,
  due text NOT NULL,
  escalations text NOT NULL,
  acceptances text NOT NULL,
  reviews text NOT NULL,
  weekday bigint NOT NULL CHECK (weekday BETWEEN 0 AND 6),
  hour bigint NOT NULL CHECK (hour BETWEEN 0 AND 23),
  version bigint NOT NULL,
  updated_at bigint NOT NULL
);

-- When a workload is due for review: on a day (YYYY-MM-DD, '' for none), and so many months after the last milestone
-- (0 for none). What follows from both is kept, so that lists can be narrowed by it.
ALTER TABLE workloads ADD COLUMN review_due_on text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE workloads ADD COLUMN review_every_months bigint NOT NULL DEFAULT 0;
ALTER TABLE workloads ADD COLUMN next_review_on text COLLATE "C" NOT NULL DEFAULT '';

CREATE INDEX workloads_next_review ON workloads (next_review_on, id) WHERE next_review_on <> '';
