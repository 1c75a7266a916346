-- Signing in: a workspace can require one-time codes, a mapping knows when a sign-in matched it last, and the instance has settings.
ALTER TABLE workspaces ADD COLUMN require_codes boolean NOT NULL DEFAULT false;

ALTER TABLE mappings ADD COLUMN matched_at bigint NOT NULL DEFAULT 0;

CREATE TABLE settings (
  key text COLLATE "C" NOT NULL PRIMARY KEY,
  value text NOT NULL
);
