-- Working on a review together. Everything here goes with its review. Questions are named by id alone: a new version of the lens may have dropped
-- one, and what was said of it stays.

-- A deleted comment keeps its row, without body, so that the thread shows the gap. user_id is '' where no person stands behind the author.
CREATE TABLE comments (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  review_id text NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  author text NOT NULL,
  body text NOT NULL,
  version integer NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint NOT NULL,
  deleted_by text NOT NULL
);

CREATE INDEX comments_thread ON comments (review_id, question_id, created_at, id);

CREATE INDEX comments_alive ON comments (review_id, question_id) WHERE deleted_at = 0;

-- created_at is that of the comment: one's mentions are listed by it.
CREATE TABLE mentions (
  comment_id text COLLATE "C" NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
  user_id text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at bigint NOT NULL,
  PRIMARY KEY (comment_id, user_id)
);

CREATE INDEX mentions_user ON mentions (user_id, created_at, comment_id);

-- question_id is '' where the whole pillar is assigned.
CREATE TABLE assignments (
  review_id text NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  pillar_id text COLLATE "C" NOT NULL,
  question_id text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  assigned_at bigint NOT NULL,
  assigned_by text NOT NULL,
  PRIMARY KEY (review_id, pillar_id, question_id)
);

CREATE INDEX assignments_user ON assignments (user_id, review_id);

-- kept_as says what an item became: '', or 'review_notes', 'answer_notes' …
CREATE TABLE parked (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  review_id text NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id text COLLATE "C" NOT NULL,
  body text NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  done_at bigint NOT NULL,
  done_by text NOT NULL,
  kept_as text NOT NULL
);

CREATE INDEX parked_review ON parked (review_id, created_at, id);

-- agenda is a JSON object: minutes by pillar id. started_at is 0 where the review is not being facilitated.
CREATE TABLE facilitations (
  review_id text NOT NULL PRIMARY KEY REFERENCES reviews (id) ON DELETE CASCADE,
  question_id text COLLATE "C" NOT NULL,
  question_since bigint NOT NULL,
  show_notes boolean NOT NULL,
  agenda text NOT NULL,
  started_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text NOT NULL,
  version integer NOT NULL
);

-- The history of an answer.
CREATE INDEX audit_thing ON audit (workload_id, thing_id, seq) WHERE workload_id <> '';
