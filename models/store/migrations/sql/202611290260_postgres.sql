-- Addresses by which calendar programs read due dates: of a person's items, or of those of a workload. The secret is
-- kept as a hash. Times are microseconds since 1970, 0 where there is none.
CREATE TABLE feed_tokens (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workspace_id text COLLATE "C" NOT NULL REFERENCES workspaces (id),
  user_id text COLLATE "C" NOT NULL REFERENCES users (id),
  workload_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  hint text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  revoked_at bigint NOT NULL,
  last_used_at bigint NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL
);

CREATE INDEX feed_tokens_workspace ON feed_tokens (workspace_id, created_at, id);

CREATE INDEX feed_tokens_user ON feed_tokens (user_id, revoked_at);
