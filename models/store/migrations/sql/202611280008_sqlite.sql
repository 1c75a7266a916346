-- Signing in: a workspace can require one-time codes, a mapping knows when a sign-in matched it last, and the instance has settings.
ALTER TABLE workspaces ADD COLUMN require_codes INTEGER NOT NULL DEFAULT 0 CHECK (require_codes IN (0, 1));

ALTER TABLE mappings ADD COLUMN matched_at INTEGER NOT NULL DEFAULT 0;

CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
