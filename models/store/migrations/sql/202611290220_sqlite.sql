-- How often an answer of the review was changed: with the version it marks a state, so that what was worked out of the
-- answers can be kept until they change.
ALTER TABLE reviews ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;

-- Sets of practices of a workload that are kept under a name. practices is a JSON array.
CREATE TABLE proposals (
  id TEXT NOT NULL PRIMARY KEY,
  workload_id TEXT NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  practices TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT;

CREATE INDEX proposals_workload ON proposals (workload_id, created_at, id);
