-- Working on a review together. Everything here goes with its review. Questions are named by id alone: a new version of the lens may have dropped
-- one, and what was said of it stays.

-- A deleted comment keeps its row, without body, so that the thread shows the gap. user_id is '' where no person stands behind the author.
CREATE TABLE comments (
  id TEXT NOT NULL PRIMARY KEY,
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  author TEXT NOT NULL,
  body TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER NOT NULL,
  deleted_by TEXT NOT NULL
) STRICT;

CREATE INDEX comments_thread ON comments (review_id, question_id, created_at, id);

CREATE INDEX comments_alive ON comments (review_id, question_id) WHERE deleted_at = 0;

-- created_at is that of the comment: one's mentions are listed by it.
CREATE TABLE mentions (
  comment_id TEXT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (comment_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_user ON mentions (user_id, created_at, comment_id);

-- question_id is '' where the whole pillar is assigned.
CREATE TABLE assignments (
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  pillar_id TEXT NOT NULL,
  question_id TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  assigned_at INTEGER NOT NULL,
  assigned_by TEXT NOT NULL,
  PRIMARY KEY (review_id, pillar_id, question_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX assignments_user ON assignments (user_id, review_id);

-- kept_as says what an item became: '', or 'review_notes', 'answer_notes' …
CREATE TABLE parked (
  id TEXT NOT NULL PRIMARY KEY,
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  done_at INTEGER NOT NULL,
  done_by TEXT NOT NULL,
  kept_as TEXT NOT NULL
) STRICT;

CREATE INDEX parked_review ON parked (review_id, created_at, id);

-- agenda is a JSON object: minutes by pillar id. started_at is 0 where the review is not being facilitated.
CREATE TABLE facilitations (
  review_id TEXT NOT NULL PRIMARY KEY REFERENCES reviews (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  question_since INTEGER NOT NULL,
  show_notes INTEGER NOT NULL CHECK (show_notes IN (0, 1)),
  agenda TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The history of an answer.
CREATE INDEX audit_thing ON audit (workload_id, thing_id, seq) WHERE workload_id <> '';
