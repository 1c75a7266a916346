-- Lenses that came with the program: key and version are the program's, the lens is the workspace's.
CREATE TABLE builtin_lenses (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  key TEXT NOT NULL,
  lens_id TEXT NOT NULL REFERENCES lenses (id),
  version TEXT NOT NULL,
  PRIMARY KEY (workspace_id, key)
) STRICT, WITHOUT ROWID;
