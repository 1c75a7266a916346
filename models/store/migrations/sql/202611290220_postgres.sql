-- How often an answer of the review was changed: with the version it marks a state, so that what was worked out of the
-- answers can be kept until they change.
ALTER TABLE reviews ADD COLUMN changes bigint NOT NULL DEFAULT 0;

-- Sets of practices of a workload that are kept under a name. practices is a JSON array.
CREATE TABLE proposals (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  workload_id text COLLATE "C" NOT NULL REFERENCES workloads (id) ON DELETE CASCADE,
  name text COLLATE "C" NOT NULL,
  note text COLLATE "C" NOT NULL,
  practices text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  created_at bigint NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  updated_at bigint NOT NULL,
  updated_by text COLLATE "C" NOT NULL
);

CREATE INDEX proposals_workload ON proposals (workload_id, created_at, id);
