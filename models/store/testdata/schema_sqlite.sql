CREATE TABLE acceptances (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  review_id TEXT NOT NULL,
  lens_id TEXT NOT NULL,
  question_id TEXT NOT NULL,
  choice_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  former_id TEXT NOT NULL,
  risk TEXT NOT NULL,
  reason TEXT NOT NULL,
  mitigation TEXT NOT NULL,
  approver_role TEXT NOT NULL,
  approver_id TEXT NOT NULL,
  until TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'declined', 'withdrawn', 'revoked', 'replaced', 'removed')),
  created_at INTEGER NOT NULL,
  asked_by TEXT NOT NULL,
  asked_by_id TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL,
  decided_by_id TEXT NOT NULL,
  decision_note TEXT NOT NULL,
  closed_at INTEGER NOT NULL,
  closed_by TEXT NOT NULL,
  closed_note TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE TABLE access_keys (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner')),
  secret TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
  notes TEXT NOT NULL, undecided INTEGER NOT NULL DEFAULT 0 CHECK (undecided IN (0, 1)),
  PRIMARY KEY (review_id, question_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE assignments (
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  pillar_id TEXT NOT NULL,
  question_id TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  assigned_at INTEGER NOT NULL,
  assigned_by TEXT NOT NULL,
  PRIMARY KEY (review_id, pillar_id, question_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE attempts (
  key TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  since INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE "audit" (
  seq INTEGER NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  workload_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  address TEXT NOT NULL,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  changes TEXT NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL
, slot INTEGER NOT NULL DEFAULT 0, slot_number INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE audit_heads (
  workspace_id TEXT NOT NULL PRIMARY KEY,
  lines INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_sealed (
  slot INTEGER NOT NULL PRIMARY KEY,
  lines INTEGER NOT NULL
) STRICT;
CREATE TABLE audit_slots (
  id INTEGER NOT NULL PRIMARY KEY,
  lines INTEGER NOT NULL
) STRICT;
CREATE TABLE builtin_lenses (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  key TEXT NOT NULL,
  lens_id TEXT NOT NULL REFERENCES lenses (id),
  version TEXT NOT NULL,
  PRIMARY KEY (workspace_id, key)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE feed_tokens (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  workload_id TEXT NOT NULL,
  name TEXT NOT NULL,
  hint TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  revoked_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT;
CREATE TABLE guest_links (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  lens_id TEXT NOT NULL,
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  passcode TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  opens INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
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
CREATE TABLE identities (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE item_mentions (
  comment_id TEXT NOT NULL REFERENCES item_comments (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  PRIMARY KEY (comment_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE item_needs (
  item_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  needs_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  PRIMARY KEY (item_id, needs_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE item_practices (
  item_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  choice_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (item_id, review_id, question_id, choice_id)
) STRICT, WITHOUT ROWID;
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
, document_name TEXT NOT NULL DEFAULT '', document_name_fold TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE TABLE links (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('setup', 'invitation', 'reset')),
  hash BLOB NOT NULL UNIQUE,
  workspace_id TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  workloads TEXT NOT NULL,
  pillars TEXT NOT NULL,
  user_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE mappings (
  id TEXT NOT NULL PRIMARY KEY,
  claim TEXT NOT NULL,
  value TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner', 'administrator')),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL, matched_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (claim, value, workspace_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE members (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner')),
  workloads TEXT NOT NULL,
  pillars TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('local', 'provider')),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE mentions (
  comment_id TEXT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL, read_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (comment_id, user_id)
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
  snapshot BLOB NOT NULL, count_undecided INTEGER NOT NULL DEFAULT 0 CHECK (count_undecided >= 0),
  UNIQUE (workload_id, number),
  UNIQUE (workload_id, name_fold)
) STRICT;
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
CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  link_id TEXT NOT NULL,
  recipient TEXT NOT NULL,
  payload TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  queued_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  claimed_by TEXT NOT NULL,
  claimed_until INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  last_error TEXT NOT NULL,
  ended_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE pillar_reviews (
  review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
  pillar_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  count_unanswered INTEGER NOT NULL CHECK (count_unanswered >= 0),
  count_high INTEGER NOT NULL CHECK (count_high >= 0),
  count_medium INTEGER NOT NULL CHECK (count_medium >= 0),
  count_none INTEGER NOT NULL CHECK (count_none >= 0),
  count_not_applicable INTEGER NOT NULL CHECK (count_not_applicable >= 0),
  notes TEXT NOT NULL, count_undecided INTEGER NOT NULL DEFAULT 0 CHECK (count_undecided >= 0),
  PRIMARY KEY (review_id, pillar_id)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE proposals (
  id TEXT NOT NULL PRIMARY KEY,
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  practices TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT;
CREATE TABLE report_brands (
  workspace_id TEXT NOT NULL PRIMARY KEY REFERENCES workspaces (id),
  primary_color TEXT NOT NULL,
  accent_color TEXT NOT NULL,
  footer TEXT NOT NULL,
  logo BLOB NOT NULL,
  logo_width INTEGER NOT NULL,
  logo_height INTEGER NOT NULL,
  version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT;
CREATE TABLE report_keys (
  id TEXT NOT NULL PRIMARY KEY,
  public BLOB NOT NULL,
  sealed TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  retired_at INTEGER NOT NULL
) STRICT;
CREATE TABLE report_presets (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  base TEXT NOT NULL,
  choices TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT;
CREATE TABLE report_proofs (
  sha256 BLOB NOT NULL PRIMARY KEY,
  workload_id TEXT NOT NULL,
  key_id TEXT NOT NULL REFERENCES report_keys (id),
  made_at INTEGER NOT NULL,
  manifest TEXT NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE TABLE reviews (
  id TEXT NOT NULL PRIMARY KEY,
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  lens_id TEXT NOT NULL,
  lens_version_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  notes TEXT NOT NULL, former TEXT NOT NULL DEFAULT '{}', version_base INTEGER NOT NULL DEFAULT 0, followed INTEGER NOT NULL DEFAULT 0 CHECK (followed IN (0, 1)), changes INTEGER NOT NULL DEFAULT 0,
  UNIQUE (workload_id, lens_id),
  FOREIGN KEY (lens_version_id, lens_id) REFERENCES lens_versions (id, lens_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE schema_migrations (id TEXT NOT NULL PRIMARY KEY);
CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
  guest_link_id TEXT REFERENCES guest_links (id) ON DELETE CASCADE,
  workspace_id TEXT NOT NULL,
  method TEXT NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER NOT NULL,
  CHECK ((user_id IS NULL) <> (guest_link_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE shares (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('workload', 'lens')),
  thing_id TEXT NOT NULL,
  thing_name TEXT NOT NULL,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  account_id TEXT NOT NULL,
  target_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor')),
  status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected', 'revoked')),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  decided_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
, user_id TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE TABLE told (
  step TEXT NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE trend_days (
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  count_unanswered INTEGER NOT NULL,
  count_high INTEGER NOT NULL,
  count_medium INTEGER NOT NULL,
  count_none INTEGER NOT NULL,
  count_not_applicable INTEGER NOT NULL,
  count_undecided INTEGER NOT NULL,
  open_items INTEGER NOT NULL,
  overdue_items INTEGER NOT NULL,
  PRIMARY KEY (workload_id, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_fold TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  password TEXT NOT NULL,
  password_at INTEGER NOT NULL,
  totp TEXT NOT NULL,
  totp_at INTEGER NOT NULL,
  totp_step INTEGER NOT NULL,
  recovery_codes TEXT NOT NULL,
  admin INTEGER NOT NULL CHECK (admin IN (0, 1)),
  disabled_at INTEGER NOT NULL,
  last_sign_in_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  version INTEGER NOT NULL
, time_zone TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE TABLE version_marks (
  workload_id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL
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
, cost_center TEXT NOT NULL DEFAULT '', review_due_on TEXT NOT NULL DEFAULT '', review_every_months INTEGER NOT NULL DEFAULT 0, next_review_on TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE workspaces (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  account_id TEXT NOT NULL,
  created_at INTEGER NOT NULL
, require_codes INTEGER NOT NULL DEFAULT 0 CHECK (require_codes IN (0, 1)), time_zone TEXT NOT NULL DEFAULT 'UTC') STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX acceptances_asked ON acceptances (review_id, question_id, choice_id) WHERE state = 'asked';
CREATE INDEX acceptances_review ON acceptances (review_id, question_id, created_at, id);
CREATE INDEX acceptances_workload ON acceptances (workload_id, state, until);
CREATE INDEX acceptances_workspace ON acceptances (workspace_id, created_at, id);
CREATE INDEX acceptances_workspace_state ON acceptances (workspace_id, state, until);
CREATE INDEX access_keys_by_age ON access_keys (workspace_id, created_at, id);
CREATE INDEX assignments_user ON assignments (user_id, review_id);
CREATE INDEX attempts_since ON attempts (since);
CREATE INDEX audit_thing ON audit (workload_id, thing_id, seq) WHERE workload_id <> '';
CREATE INDEX audit_workload ON audit (workload_id, seq) WHERE workload_id <> '';
CREATE INDEX audit_workspace ON audit (workspace_id, seq);
CREATE INDEX comments_alive ON comments (review_id, question_id) WHERE deleted_at = 0;
CREATE INDEX comments_thread ON comments (review_id, question_id, created_at, id);
CREATE INDEX feed_tokens_user ON feed_tokens (user_id, revoked_at);
CREATE INDEX feed_tokens_workspace ON feed_tokens (workspace_id, created_at, id);
CREATE INDEX guest_links_by_age ON guest_links (workload_id, lens_id, created_at, id);
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE INDEX identities_user ON identities (user_id);
CREATE INDEX item_activity_item ON item_activity (item_id, at, id);
CREATE INDEX item_comments_item ON item_comments (item_id, created_at, id);
CREATE INDEX item_mentions_user ON item_mentions (user_id, created_at, comment_id);
CREATE INDEX item_needs_back ON item_needs (needs_id);
CREATE INDEX item_practices_question ON item_practices (review_id, question_id, choice_id);
CREATE INDEX items_active ON items (workspace_id, (CASE WHEN due_on = '' THEN '9999-99-99' ELSE due_on END), id)
  WHERE status IN ('open', 'in_progress', 'blocked', 'in_review', 'to_verify');
CREATE INDEX items_by_due ON items (workspace_id, (CASE WHEN due_on = '' THEN '9999-99-99' ELSE due_on END), id);
CREATE INDEX items_by_status ON items (workspace_id, status,
  (CASE WHEN due_on = '' THEN '9999-99-99' ELSE due_on END), id);
CREATE INDEX items_by_update ON items (workspace_id, updated_at, id);
CREATE INDEX items_closed ON items (workspace_id, status, updated_at, id);
CREATE INDEX items_costs ON items (workspace_id, status, owner_kind, owner_id, owner_name, (substr(due_on, 1, 7)),
  build_cost, run_cost);
CREATE INDEX items_due ON items (due_on, id) WHERE due_on <> '' AND status IN ('open', 'in_progress', 'blocked',
  'in_review', 'to_verify');
CREATE INDEX items_metrics ON items (workspace_id, status, risk, sla_due_on, created_at, closed_at);
CREATE INDEX items_owner ON items (owner_id, status) WHERE owner_id <> '';
CREATE INDEX items_roadmap ON items (workspace_id, due_on, priority, number, id, risk, status)
  WHERE status IN ('open', 'in_progress', 'blocked', 'in_review', 'to_verify');
CREATE INDEX items_workload ON items (workload_id, status, due_on, number);
CREATE UNIQUE INDEX lenses_document_name ON lenses (workspace_id, document_name_fold) WHERE deleted_at = 0;
CREATE UNIQUE INDEX lenses_key ON lenses (workspace_id, key) WHERE deleted_at = 0;
CREATE UNIQUE INDEX lenses_name ON lenses (workspace_id, name_fold) WHERE deleted_at = 0;
CREATE INDEX links_by_age ON links (kind, workspace_id, created_at, id);
CREATE INDEX members_user ON members (user_id);
CREATE INDEX mentions_user ON mentions (user_id, created_at, comment_id);
CREATE INDEX outbox_by_age ON outbox (created_at, id);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_state_by_age ON outbox (state, created_at, id);
CREATE INDEX parked_review ON parked (review_id, created_at, id);
CREATE INDEX proposals_workload ON proposals (workload_id, created_at, id);
CREATE UNIQUE INDEX report_keys_active ON report_keys (retired_at) WHERE retired_at = 0;
CREATE UNIQUE INDEX report_presets_folded ON report_presets (workspace_id, folded);
CREATE INDEX report_proofs_workload ON report_proofs (workload_id, made_at);
CREATE INDEX reviews_lens_version ON reviews (lens_version_id, lens_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE INDEX sessions_guest_link ON sessions (guest_link_id) WHERE guest_link_id IS NOT NULL;
CREATE INDEX sessions_user ON sessions (user_id, created_at, id) WHERE user_id IS NOT NULL;
CREATE INDEX shares_account ON shares (account_id, created_at, id);
CREATE INDEX shares_target ON shares (target_id, kind, thing_id) WHERE status = 'accepted';
CREATE INDEX shares_thing ON shares (thing_id, created_at, id);
CREATE INDEX tokens_by_age ON tokens (workspace_id, created_at, id);
CREATE INDEX trend_days_by_day ON trend_days (day);
CREATE INDEX users_name ON users (name_fold, id);
CREATE UNIQUE INDEX workloads_name ON workloads (workspace_id, name_fold);
CREATE INDEX workloads_next_review ON workloads (next_review_on, id) WHERE next_review_on <> '';
CREATE UNIQUE INDEX workspaces_account ON workspaces (account_id);
