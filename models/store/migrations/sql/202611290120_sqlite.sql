-- What leaves the server (mails at first) and is to be sent, was sent or failed. The payload is sealed. Times are
-- microseconds since 1970, 0 where there is none; a row with due_at 0 is due at once. Leases (claimed_until) and due
-- times are of the database's clock.
CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  link_id TEXT NOT NULL,
  recipient TEXT NOT NULL,
  payload TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  queued_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  claimed_by TEXT NOT NULL,
  claimed_until INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  last_error TEXT NOT NULL,
  ended_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'waiting';

CREATE INDEX outbox_by_age ON outbox (created_at, id);

CREATE INDEX outbox_state_by_age ON outbox (state, created_at, id);
