-- Keys with which the server signs what reports are, and what it has signed. The private half of a key is sealed with
-- the server's secret key; it goes when the key is retired, and the public half stays. One key at most is not retired. A
-- proof stays when its workload is deleted. Times are microseconds since 1970, 0 where there is none.
CREATE TABLE report_keys (
  id TEXT NOT NULL PRIMARY KEY,
  public BLOB NOT NULL,
  sealed TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  retired_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX report_keys_active ON report_keys (retired_at) WHERE retired_at = 0;

CREATE TABLE report_proofs (
  sha256 BLOB NOT NULL PRIMARY KEY,
  workload_id TEXT NOT NULL,
  key_id TEXT NOT NULL REFERENCES report_keys (id),
  made_at INTEGER NOT NULL,
  manifest TEXT NOT NULL,
  signature BLOB NOT NULL
) STRICT;

CREATE INDEX report_proofs_workload ON report_proofs (workload_id, made_at);
