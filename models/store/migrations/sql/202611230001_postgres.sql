-- The first schema. Ids are 32 hex digits, times are microseconds since 1970 in UTC (0: none), lists and maps are JSON, and
-- *_fold columns hold names the way they are compared. What lists are sorted by has the collation "C", that is by code
-- point, as on SQLite, whatever the locale of the database.
CREATE TABLE workspaces (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  name text NOT NULL,
  account_id text NOT NULL,
  created_at bigint NOT NULL
);

CREATE TABLE tokens (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces (id),
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner')),
  hint text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  expires_at bigint NOT NULL,
  revoked_at bigint NOT NULL,
  last_used_at bigint NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL
);

CREATE INDEX tokens_by_age ON tokens (workspace_id, created_at, id);

CREATE TABLE lenses (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces (id),
  key text NOT NULL,
  name text NOT NULL,
  name_fold text COLLATE "C" NOT NULL,
  description text NOT NULL,
  latest text NOT NULL,
  has_draft boolean NOT NULL,
  version integer NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text NOT NULL,
  deleted_at bigint NOT NULL
);

-- Keys and names of deleted lenses may be used again.
CREATE UNIQUE INDEX lenses_key ON lenses (workspace_id, key) WHERE deleted_at = 0;

CREATE UNIQUE INDEX lenses_name ON lenses (workspace_id, name_fold) WHERE deleted_at = 0;

CREATE TABLE lens_drafts (
  lens_id text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES lenses (id) ON DELETE CASCADE,
  document bytea NOT NULL
);

CREATE TABLE lens_versions (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  lens_id text NOT NULL REFERENCES lenses (id),
  name text NOT NULL,
  major boolean NOT NULL,
  line integer NOT NULL,
  seq integer NOT NULL,
  digest text NOT NULL,
  published_at bigint NOT NULL,
  published_by text NOT NULL,
  document bytea NOT NULL,
  UNIQUE (lens_id, name),
  UNIQUE (lens_id, seq),
  UNIQUE (id, lens_id)
);

CREATE TABLE workloads (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces (id),
  name text NOT NULL,
  name_fold text COLLATE "C" NOT NULL,
  description text NOT NULL,
  environment text NOT NULL CHECK (environment IN ('PRODUCTION', 'PREPRODUCTION')),
  review_owner text NOT NULL,
  aws_regions text NOT NULL,
  non_aws_regions text NOT NULL,
  account_ids text NOT NULL,
  architectural_design text NOT NULL,
  industry_type text NOT NULL,
  industry text NOT NULL,
  pillar_priorities text NOT NULL,
  applications text NOT NULL,
  improvement_status text NOT NULL,
  tags text NOT NULL,
  version integer NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text NOT NULL,
  notes text NOT NULL
);

CREATE UNIQUE INDEX workloads_name ON workloads (workspace_id, name_fold);

CREATE TABLE reviews (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workload_id text NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  lens_id text NOT NULL,
  lens_version_id text NOT NULL,
  version integer NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text NOT NULL,
  notes text NOT NULL,
  UNIQUE (workload_id, lens_id),
  FOREIGN KEY (lens_version_id, lens_id) REFERENCES lens_versions (id, lens_id)
);

CREATE INDEX reviews_lens_version ON reviews (lens_version_id, lens_id);

-- The counts are kept by the verb that changes an answer.
CREATE TABLE pillar_reviews (
  review_id text NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  pillar_id text COLLATE "C" NOT NULL,
  position integer NOT NULL,
  count_unanswered integer NOT NULL CHECK (count_unanswered >= 0),
  count_high integer NOT NULL CHECK (count_high >= 0),
  count_medium integer NOT NULL CHECK (count_medium >= 0),
  count_none integer NOT NULL CHECK (count_none >= 0),
  count_not_applicable integer NOT NULL CHECK (count_not_applicable >= 0),
  notes text NOT NULL,
  PRIMARY KEY (review_id, pillar_id)
);

CREATE TABLE answers (
  review_id text NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id text COLLATE "C" NOT NULL,
  pillar_id text COLLATE "C" NOT NULL,
  applicable boolean NOT NULL,
  reason text NOT NULL,
  risk text NOT NULL CHECK (risk IN ('UNANSWERED', 'HIGH', 'MEDIUM', 'NONE', 'NOT_APPLICABLE')),
  version integer NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text NOT NULL,
  choices text NOT NULL,
  notes text NOT NULL,
  PRIMARY KEY (review_id, question_id)
);

CREATE TABLE milestones (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workload_id text NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  number integer NOT NULL CHECK (number > 0),
  name text NOT NULL,
  name_fold text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  count_unanswered integer NOT NULL CHECK (count_unanswered >= 0),
  count_high integer NOT NULL CHECK (count_high >= 0),
  count_medium integer NOT NULL CHECK (count_medium >= 0),
  count_none integer NOT NULL CHECK (count_none >= 0),
  count_not_applicable integer NOT NULL CHECK (count_not_applicable >= 0),
  format integer NOT NULL,
  digest text NOT NULL,
  snapshot bytea NOT NULL,
  UNIQUE (workload_id, number),
  UNIQUE (workload_id, name_fold)
);

-- A snapshot refers to lens versions and does not copy their documents: they must stay.
CREATE TABLE milestone_lens_versions (
  milestone_id text NOT NULL REFERENCES milestones (id) ON DELETE CASCADE,
  lens_version_id text NOT NULL REFERENCES lens_versions (id),
  PRIMARY KEY (milestone_id, lens_version_id)
);

-- Lines outlive the workload that they tell of.
CREATE TABLE audit (
  seq bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces (id),
  workload_id text NOT NULL,
  at bigint NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  action text NOT NULL,
  kind text NOT NULL,
  thing_id text NOT NULL,
  changes text NOT NULL
);

CREATE INDEX audit_workspace ON audit (workspace_id, seq);

CREATE INDEX audit_workload ON audit (workload_id, seq) WHERE workload_id <> '';

CREATE TABLE idempotency (
  workspace_id text NOT NULL REFERENCES workspaces (id),
  key text NOT NULL,
  digest text NOT NULL,
  kind text NOT NULL,
  thing_id text NOT NULL,
  created_at bigint NOT NULL,
  PRIMARY KEY (workspace_id, key)
);

CREATE INDEX idempotency_age ON idempotency (created_at);
