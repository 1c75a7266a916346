-- Remediation: the items of the improvement plan. Times are microseconds since 1970, 0 where there is none; dates are
-- texts such as 2026-12-31, '' where there is none.

-- Something hangs on the review beside what is its own: operations that change it ask for it then.
ALTER TABLE reviews ADD COLUMN followed boolean NOT NULL DEFAULT false;

-- One row for each workspace that has items or settings of its own. last_number is the number of its newest item.
-- 0 days, a cap of 0: the default of the program.
CREATE TABLE plan_settings (
  workspace_id text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES workspaces (id) ON DELETE CASCADE,
  last_number bigint NOT NULL,
  high_days bigint NOT NULL,
  medium_days bigint NOT NULL,
  due_soon_days bigint NOT NULL,
  high_cap bigint NOT NULL,
  currency text COLLATE "C" NOT NULL,
  lead_after_days bigint NOT NULL,
  sponsor_after_days bigint NOT NULL,
  lead_id text COLLATE "C" NOT NULL,
  sponsor_id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text COLLATE "C" NOT NULL
);

-- owner_id is a user where owner_kind is 'member', else owner_name says who. priority is 1 (urgent) to 4 (low).
-- sla_due_on is the date that the rules gave at the creation, first_due_on the first date that there was.
CREATE TABLE items (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workspace_id text COLLATE "C" NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  workload_id text COLLATE "C" NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  number bigint NOT NULL,
  title text COLLATE "C" NOT NULL,
  title_fold text COLLATE "C" NOT NULL,
  description text COLLATE "C" NOT NULL,
  owner_kind text COLLATE "C" NOT NULL CHECK (owner_kind IN ('', 'member', 'team', 'outsider')),
  owner_id text COLLATE "C" NOT NULL,
  owner_name text COLLATE "C" NOT NULL,
  due_on text COLLATE "C" NOT NULL,
  first_due_on text COLLATE "C" NOT NULL,
  sla_due_on text COLLATE "C" NOT NULL,
  due_source text COLLATE "C" NOT NULL CHECK (due_source IN ('', 'sla', 'agreed')),
  priority bigint NOT NULL CHECK (priority BETWEEN 1 AND 4),
  effort text COLLATE "C" NOT NULL,
  impact text COLLATE "C" NOT NULL,
  risk text COLLATE "C" NOT NULL,
  build_cost bigint NOT NULL,
  run_cost bigint NOT NULL,
  status text COLLATE "C" NOT NULL CHECK (status IN ('open', 'in_progress', 'blocked', 'in_review',
    'to_verify', 'done', 'wont_do')),
  wont_do_reason text COLLATE "C" NOT NULL,
  status_note text COLLATE "C" NOT NULL,
  tradeoff text COLLATE "C" NOT NULL,
  tradeoff_pillars text COLLATE "C" NOT NULL,
  links text COLLATE "C" NOT NULL,
  origin text COLLATE "C" NOT NULL,
  origin_id text COLLATE "C" NOT NULL,
  regressed_from text COLLATE "C" NOT NULL,
  regressed_at bigint NOT NULL,
  reopened bigint NOT NULL,
  created_at bigint NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text COLLATE "C" NOT NULL,
  started_at bigint NOT NULL,
  closed_at bigint NOT NULL,
  closed_by text COLLATE "C" NOT NULL,
  closed_by_id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  UNIQUE (workspace_id, number)
);

CREATE INDEX items_board ON items (workspace_id, status, due_on, number);

CREATE INDEX items_workload ON items (workload_id, status, due_on, number);

CREATE INDEX items_owner ON items (owner_id, status) WHERE owner_id <> '';

CREATE INDEX items_due ON items (due_on, id) WHERE due_on <> '' AND status IN ('open', 'in_progress', 'blocked',
  'in_review', 'to_verify');

-- Which practices an item closes.
CREATE TABLE item_practices (
  item_id text COLLATE "C" NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  review_id text COLLATE "C" NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id text COLLATE "C" NOT NULL,
  choice_id text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  PRIMARY KEY (item_id, review_id, question_id, choice_id)
);

CREATE INDEX item_practices_question ON item_practices (review_id, question_id, choice_id);

-- What an item needs first.
CREATE TABLE item_needs (
  item_id text COLLATE "C" NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  needs_id text COLLATE "C" NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  PRIMARY KEY (item_id, needs_id)
);

CREATE INDEX item_needs_back ON item_needs (needs_id);

-- What happened to an item, for its page and for figures over time. It is written once and never changed.
CREATE TABLE item_activity (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  item_id text COLLATE "C" NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  at bigint NOT NULL,
  actor_kind text COLLATE "C" NOT NULL,
  actor_id text COLLATE "C" NOT NULL,
  actor_name text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  old_value text COLLATE "C" NOT NULL,
  new_value text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL
);

CREATE INDEX item_activity_item ON item_activity (item_id, at, id);

-- The talk on an item, as that on a question.
CREATE TABLE item_comments (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  item_id text COLLATE "C" NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  user_id text COLLATE "C" NOT NULL,
  author text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint NOT NULL,
  deleted_by text COLLATE "C" NOT NULL
);

CREATE INDEX item_comments_item ON item_comments (item_id, created_at, id);

-- created_at is that of the comment.
CREATE TABLE item_mentions (
  comment_id text COLLATE "C" NOT NULL REFERENCES item_comments (id) ON DELETE CASCADE,
  user_id text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at bigint NOT NULL,
  read_at bigint NOT NULL,
  PRIMARY KEY (comment_id, user_id)
);

CREATE INDEX item_mentions_user ON item_mentions (user_id, created_at, comment_id);
