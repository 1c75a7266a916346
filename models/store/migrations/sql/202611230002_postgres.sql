-- Lenses that came with the program: key and version are the program's, the lens is the workspace's.
CREATE TABLE builtin_lenses (
  workspace_id text COLLATE "C" NOT NULL REFERENCES workspaces (id),
  key text COLLATE "C" NOT NULL,
  lens_id text COLLATE "C" NOT NULL REFERENCES lenses (id),
  version text COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace_id, key)
);
