CREATE TABLE answers (
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  pillar_id TEXT NOT NULL,
  applicable INTEGER NOT NULL CHECK (applicable IN (0, 1)),
  reason TEXT NOT NULL,
  risk TEXT NOT NULL CHECK (risk IN ('UNANSWERED', 'HIGH', 'MEDIUM', 'NONE', 'NOT_APPLICABLE')),
  version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  choices TEXT NOT NULL,
  notes TEXT NOT NULL,
  PRIMARY KEY (review_id, question_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
  seq INTEGER NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  workload_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  changes TEXT NOT NULL
) STRICT;
CREATE TABLE builtin_lenses (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  key TEXT NOT NULL,
  lens_id TEXT NOT NULL REFERENCES lenses (id),
  version TEXT NOT NULL,
  PRIMARY KEY (workspace_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE idempotency (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE lens_drafts (
  lens_id TEXT NOT NULL PRIMARY KEY REFERENCES lenses (id) ON DELETE CASCADE,
  document BLOB NOT NULL
) STRICT;
CREATE TABLE lens_versions (
  id TEXT NOT NULL PRIMARY KEY,
  lens_id TEXT NOT NULL REFERENCES lenses (id),
  name TEXT NOT NULL,
  major INTEGER NOT NULL CHECK (major IN (0, 1)),
  line INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  digest TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  published_by TEXT NOT NULL,
  document BLOB NOT NULL,
  UNIQUE (lens_id, name),
  UNIQUE (lens_id, seq),
  UNIQUE (id, lens_id)
) STRICT;
CREATE TABLE lenses (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  description TEXT NOT NULL,
  latest TEXT NOT NULL,
  has_draft INTEGER NOT NULL CHECK (has_draft IN (0, 1)),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  deleted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE milestone_lens_versions (
  milestone_id TEXT NOT NULL REFERENCES milestones (id) ON DELETE CASCADE,
  lens_version_id TEXT NOT NULL REFERENCES lens_versions (id),
  PRIMARY KEY (milestone_id, lens_version_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE milestones (
  id TEXT NOT NULL PRIMARY KEY,
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number > 0),
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  count_unanswered INTEGER NOT NULL CHECK (count_unanswered >= 0),
  count_high INTEGER NOT NULL CHECK (count_high >= 0),
  count_medium INTEGER NOT NULL CHECK (count_medium >= 0),
  count_none INTEGER NOT NULL CHECK (count_none >= 0),
  count_not_applicable INTEGER NOT NULL CHECK (count_not_applicable >= 0),
  format INTEGER NOT NULL,
  digest TEXT NOT NULL,
  snapshot BLOB NOT NULL,
  UNIQUE (workload_id, number),
  UNIQUE (workload_id, name_fold)
) STRICT;
CREATE TABLE pillar_reviews (
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  pillar_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  count_unanswered INTEGER NOT NULL CHECK (count_unanswered >= 0),
  count_high INTEGER NOT NULL CHECK (count_high >= 0),
  count_medium INTEGER NOT NULL CHECK (count_medium >= 0),
  count_none INTEGER NOT NULL CHECK (count_none >= 0),
  count_not_applicable INTEGER NOT NULL CHECK (count_not_applicable >= 0),
  notes TEXT NOT NULL,
  PRIMARY KEY (review_id, pillar_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE reviews (
  id TEXT NOT NULL PRIMARY KEY,
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  lens_id TEXT NOT NULL,
  lens_version_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  notes TEXT NOT NULL,
  UNIQUE (workload_id, lens_id),
  FOREIGN KEY (lens_version_id, lens_id) REFERENCES lens_versions (id, lens_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE schema_migrations (id TEXT NOT NULL PRIMARY KEY);
CREATE TABLE tokens (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner')),
  hint TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE workloads (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  description TEXT NOT NULL,
  environment TEXT NOT NULL CHECK (environment IN ('PRODUCTION', 'PREPRODUCTION')),
  review_owner TEXT NOT NULL,
  aws_regions TEXT NOT NULL,
  non_aws_regions TEXT NOT NULL,
  account_ids TEXT NOT NULL,
  architectural_design TEXT NOT NULL,
  industry_type TEXT NOT NULL,
  industry TEXT NOT NULL,
  pillar_priorities TEXT NOT NULL,
  applications TEXT NOT NULL,
  improvement_status TEXT NOT NULL,
  tags TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  notes TEXT NOT NULL
) STRICT;
CREATE TABLE workspaces (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  account_id TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_workload ON audit (workload_id, seq) WHERE workload_id <> '';
CREATE INDEX audit_workspace ON audit (workspace_id, seq);
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE UNIQUE INDEX lenses_key ON lenses (workspace_id, key) WHERE deleted_at = 0;
CREATE UNIQUE INDEX lenses_name ON lenses (workspace_id, name_fold) WHERE deleted_at = 0;
CREATE INDEX reviews_lens_version ON reviews (lens_version_id, lens_id);
CREATE INDEX tokens_by_age ON tokens (workspace_id, created_at, id);
CREATE UNIQUE INDEX workloads_name ON workloads (workspace_id, name_fold);
