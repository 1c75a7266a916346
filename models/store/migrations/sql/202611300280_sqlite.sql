-- How the reports of a workspace look, one row at most for each, and reports as a workspace wants them, under names.
-- Colours are six hex digits after a #, '' for those of Plumbline. logo is a PNG that the server drew, empty where there
-- is none. folded is the name as names are compared. choices is JSON. Times are microseconds since 1970.
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

CREATE UNIQUE INDEX report_presets_folded ON report_presets (workspace_id, folded);
