-- People: accounts with their sessions, members of workspaces, one-time links, shares between workspaces, guest links, access keys and the mapping
-- of an identity provider's claims; failed tries at signing in. The audit gets lines of the instance as a whole (workspace ''), where a
-- change came from, and the chain of hashes; lines of older releases (position 0) are chained when the store opens.
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
) STRICT, WITHOUT ROWID;

CREATE INDEX users_name ON users (name_fold, id);

CREATE TABLE identities (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX identities_user ON identities (user_id);

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

CREATE INDEX members_user ON members (user_id);

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

CREATE INDEX links_by_age ON links (kind, workspace_id, created_at, id);

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

CREATE INDEX guest_links_by_age ON guest_links (workload_id, lens_id, created_at, id);

-- A session belongs to a user or to a guest link.
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

CREATE INDEX sessions_user ON sessions (user_id, created_at, id) WHERE user_id IS NOT NULL;

CREATE INDEX sessions_guest_link ON sessions (guest_link_id) WHERE guest_link_id IS NOT NULL;

CREATE INDEX sessions_expiry ON sessions (expires_at);

-- The thing is a workload or a lens.
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

CREATE INDEX shares_thing ON shares (thing_id, created_at, id);

CREATE INDEX shares_account ON shares (account_id, created_at, id);

CREATE INDEX shares_target ON shares (target_id, kind, thing_id) WHERE status = 'accepted';

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

CREATE INDEX access_keys_by_age ON access_keys (workspace_id, created_at, id);

CREATE TABLE mappings (
  id TEXT NOT NULL PRIMARY KEY,
  claim TEXT NOT NULL,
  value TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner', 'administrator')),
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  UNIQUE (claim, value, workspace_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  key TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  since INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_since ON attempts (since);

CREATE UNIQUE INDEX workspaces_account ON workspaces (account_id);

ALTER TABLE tokens ADD COLUMN user_id TEXT NOT NULL DEFAULT '';

-- SQLite can't drop a constraint: the table is made anew.
CREATE TABLE audit_new (
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
) STRICT;

INSERT INTO audit_new SELECT seq, workspace_id, workload_id, at, actor_kind, actor_id, actor_name, '', action, kind, thing_id, changes, 0, x''
  FROM audit ORDER BY seq;

DROP TABLE audit;

ALTER TABLE audit_new RENAME TO audit;

CREATE INDEX audit_workspace ON audit (workspace_id, seq);

CREATE INDEX audit_workload ON audit (workload_id, seq) WHERE workload_id <> '';

-- The end of each workspace's chain.
CREATE TABLE audit_heads (
  workspace_id TEXT NOT NULL PRIMARY KEY,
  lines INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;
