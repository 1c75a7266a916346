-- How the reports of a workspace look, one row at most for each, and reports as a workspace wants them, under names.
-- Colours are six hex digits after a #, '' for those of Plumbline. logo is a PNG that the server drew, empty where there
-- is none. folded is the name as names are compared. choices is JSON. Times are microseconds since 1970.
CREATE TABLE report_brands (
  workspace_id text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES workspaces (id),
  primary_color text NOT NULL,
  accent_color text NOT NULL,
  footer text NOT NULL,
  logo bytea NOT NULL,
  logo_width bigint NOT NULL,
  logo_height bigint NOT NULL,
  version bigint NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text NOT NULL
);

CREATE TABLE report_presets (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workspace_id text COLLATE "C" NOT NULL REFERENCES workspaces (id),
  name text NOT NULL,
  folded text COLLATE "C" NOT NULL,
  base text NOT NULL,
  choices text NOT NULL,
  version bigint NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text NOT NULL
);

CREATE UNIQUE INDEX report_presets_folded ON report_presets (workspace_id, folded);
