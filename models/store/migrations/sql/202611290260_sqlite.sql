-- Addresses by which calendar programs read due dates: of a person's items, or of those of a workload. The secret is
-- kept as a hash. Times are microseconds since 1970, 0 where there is none.
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

CREATE INDEX feed_tokens_workspace ON feed_tokens (workspace_id, created_at, id);

CREATE INDEX feed_tokens_user ON feed_tokens (user_id, revoked_at);
