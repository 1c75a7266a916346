-- Remediation: the items of the improvement plan. Times are microseconds since 1970, 0 where there is none; dates are
-- texts such as 2026-12-31, '' where there is none.

-- Something hangs on the review beside what is its own: operations that change it ask for it then.
ALTER TABLE reviews ADD COLUMN followed INTEGER NOT NULL DEFAULT 0 CHECK (followed IN (0, 1));

-- One row for each workspace that has items or settings of its own. last_number is the number of its newest item.
-- 0 days, a cap of 0: the default of the program.
CREATE TABLE plan_settings (
  workspace_id TEXT NOT NULL PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
  last_number INTEGER NOT NULL,
  high_days INTEGER NOT NULL,
  medium_days INTEGER NOT NULL,
  due_soon_days INTEGER NOT NULL,
  high_cap INTEGER NOT NULL,
  currency TEXT NOT NULL,
  lead_after_days INTEGER NOT NULL,
  sponsor_after_days INTEGER NOT NULL,
  lead_id TEXT NOT NULL,
  sponsor_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- owner_id is a user where owner_kind is 'member', else owner_name says who. priority is 1 (urgent) to 4 (low).
-- sla_due_on is the date that the rules gave at the creation, first_due_on the first date that there was.
CREATE TABLE items (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  title TEXT NOT NULL,
  title_fold TEXT NOT NULL,
  description TEXT NOT NULL,
  owner_kind TEXT NOT NULL CHECK (owner_kind IN ('', 'member', 'team', 'outsider')),
  owner_id TEXT NOT NULL,
  owner_name TEXT NOT NULL,
  due_on TEXT NOT NULL,
  first_due_on TEXT NOT NULL,
  sla_due_on TEXT NOT NULL,
  due_source TEXT NOT NULL CHECK (due_source IN ('', 'sla', 'agreed')),
  priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
  effort TEXT NOT NULL,
  impact TEXT NOT NULL,
  risk TEXT NOT NULL,
  build_cost INTEGER NOT NULL,
  run_cost INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'in_progress', 'blocked', 'in_review',
    'to_verify', 'done', 'wont_do')),
  wont_do_reason TEXT NOT NULL,
  status_note TEXT NOT NULL,
  tradeoff TEXT NOT NULL,
  tradeoff_pillars TEXT NOT NULL,
  links TEXT NOT NULL,
  origin TEXT NOT NULL,
  origin_id TEXT NOT NULL,
  regressed_from TEXT NOT NULL,
  regressed_at INTEGER NOT NULL,
  reopened INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  closed_at INTEGER NOT NULL,
  closed_by TEXT NOT NULL,
  closed_by_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (workspace_id, number)
) STRICT;

CREATE INDEX items_board ON items (workspace_id, status, due_on, number);

CREATE INDEX items_workload ON items (workload_id, status, due_on, number);

CREATE INDEX items_owner ON items (owner_id, status) WHERE owner_id <> '';

CREATE INDEX items_due ON items (due_on, id) WHERE due_on <> '' AND status IN ('open', 'in_progress', 'blocked',
  'in_review', 'to_verify');

-- Which practices an item closes.
CREATE TABLE item_practices (
  item_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  choice_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (item_id, review_id, question_id, choice_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_practices_question ON item_practices (review_id, question_id, choice_id);

-- What an item needs first.
CREATE TABLE item_needs (
  item_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  needs_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  PRIMARY KEY (item_id, needs_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_needs_back ON item_needs (needs_id);

-- What happened to an item, for its page and for figures over time. It is written once and never changed.
CREATE TABLE item_activity (
  id TEXT NOT NULL PRIMARY KEY,
  item_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  old_value TEXT NOT NULL,
  new_value TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;

CREATE INDEX item_activity_item ON item_activity (item_id, at, id);

-- The talk on an item, as that on a question.
CREATE TABLE item_comments (
  id TEXT NOT NULL PRIMARY KEY,
  item_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL,
  author TEXT NOT NULL,
  body TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER NOT NULL,
  deleted_by TEXT NOT NULL
) STRICT;

CREATE INDEX item_comments_item ON item_comments (item_id, created_at, id);

-- created_at is that of the comment.
CREATE TABLE item_mentions (
  comment_id TEXT NOT NULL REFERENCES item_comments (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  PRIMARY KEY (comment_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_mentions_user ON item_mentions (user_id, created_at, comment_id);
