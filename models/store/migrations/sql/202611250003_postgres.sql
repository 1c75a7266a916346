-- People: accounts with their sessions, members of workspaces, one-time links, shares between workspaces, guest links, access keys and the mapping
-- of an identity provider's claims; failed tries at signing in. The audit gets lines of the instance as a whole (workspace ''), where a
-- change came from, and the chain of hashes; lines of older releases (position 0) are chained when the store opens.
CREATE TABLE users (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  email text NOT NULL,
  email_fold text NOT NULL UNIQUE,
  name text NOT NULL,
  name_fold text COLLATE "C" NOT NULL,
  password text NOT NULL,
  password_at bigint NOT NULL,
  totp text NOT NULL,
  totp_at bigint NOT NULL,
  totp_step bigint NOT NULL,
  recovery_codes text NOT NULL,
  admin boolean NOT NULL,
  disabled_at bigint NOT NULL,
  last_sign_in_at bigint NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  version integer NOT NULL
);

CREATE INDEX users_name ON users (name_fold, id);

CREATE TABLE identities (
  issuer text NOT NULL,
  subject text NOT NULL,
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at bigint NOT NULL,
  PRIMARY KEY (issuer, subject)
);

CREATE INDEX identities_user ON identities (user_id);

CREATE TABLE members (
  workspace_id text COLLATE "C" NOT NULL REFERENCES workspaces (id),
  user_id text COLLATE "C" NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner')),
  workloads text NOT NULL,
  pillars text NOT NULL,
  source text NOT NULL CHECK (source IN ('local', 'provider')),
  version integer NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
);

CREATE INDEX members_user ON members (user_id);

CREATE TABLE links (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('setup', 'invitation', 'reset')),
  hash bytea NOT NULL UNIQUE,
  workspace_id text NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  workloads text NOT NULL,
  pillars text NOT NULL,
  user_id text NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  expires_at bigint NOT NULL,
  used_at bigint NOT NULL,
  revoked_at bigint NOT NULL
);

CREATE INDEX links_by_age ON links (kind, workspace_id, created_at, id);

CREATE TABLE guest_links (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces (id),
  workload_id text NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  lens_id text NOT NULL,
  name text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  passcode text NOT NULL,
  expires_at bigint NOT NULL,
  revoked_at bigint NOT NULL,
  opens integer NOT NULL,
  opened_at bigint NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL
);

CREATE INDEX guest_links_by_age ON guest_links (workload_id, lens_id, created_at, id);

-- A session belongs to a user or to a guest link.
CREATE TABLE sessions (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  hash bytea NOT NULL UNIQUE,
  user_id text REFERENCES users (id) ON DELETE CASCADE,
  guest_link_id text REFERENCES guest_links (id) ON DELETE CASCADE,
  workspace_id text NOT NULL,
  method text NOT NULL,
  address text NOT NULL,
  agent text NOT NULL,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  revoked_at bigint NOT NULL,
  CHECK ((user_id IS NULL) <> (guest_link_id IS NULL))
);

CREATE INDEX sessions_user ON sessions (user_id, created_at, id) WHERE user_id IS NOT NULL;

CREATE INDEX sessions_guest_link ON sessions (guest_link_id) WHERE guest_link_id IS NOT NULL;

CREATE INDEX sessions_expiry ON sessions (expires_at);

-- The thing is a workload or a lens.
CREATE TABLE shares (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('workload', 'lens')),
  thing_id text NOT NULL,
  thing_name text NOT NULL,
  workspace_id text NOT NULL REFERENCES workspaces (id),
  account_id text NOT NULL,
  target_id text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'contributor')),
  status text NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected', 'revoked')),
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  expires_at bigint NOT NULL,
  decided_at bigint NOT NULL,
  decided_by text NOT NULL
);

CREATE INDEX shares_thing ON shares (thing_id, created_at, id);

CREATE INDEX shares_account ON shares (account_id, created_at, id);

CREATE INDEX shares_target ON shares (target_id, kind, thing_id) WHERE status = 'accepted';

CREATE TABLE access_keys (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES workspaces (id),
  user_id text NOT NULL,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner')),
  secret text NOT NULL,
  expires_at bigint NOT NULL,
  revoked_at bigint NOT NULL,
  last_used_at bigint NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL
);

CREATE INDEX access_keys_by_age ON access_keys (workspace_id, created_at, id);

CREATE TABLE mappings (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  claim text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  workspace_id text COLLATE "C" NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'contributor', 'architect', 'owner', 'administrator')),
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  UNIQUE (claim, value, workspace_id)
);

CREATE TABLE attempts (
  key text COLLATE "C" NOT NULL PRIMARY KEY,
  failures integer NOT NULL,
  since bigint NOT NULL,
  locked_until bigint NOT NULL
);

CREATE INDEX attempts_since ON attempts (since);

CREATE UNIQUE INDEX workspaces_account ON workspaces (account_id);

ALTER TABLE tokens ADD COLUMN user_id text NOT NULL DEFAULT '';

ALTER TABLE audit DROP CONSTRAINT audit_workspace_id_fkey;

ALTER TABLE audit ADD COLUMN address text NOT NULL DEFAULT '';

ALTER TABLE audit ADD COLUMN position bigint NOT NULL DEFAULT 0;

ALTER TABLE audit ADD COLUMN hash bytea NOT NULL DEFAULT '';

-- The end of each workspace's chain.
CREATE TABLE audit_heads (
  workspace_id text COLLATE "C" NOT NULL PRIMARY KEY,
  lines bigint NOT NULL,
  hash bytea NOT NULL
);
