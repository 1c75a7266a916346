-- What leaves the server (mails at first) and is to be sent, was sent or failed. The payload is sealed. Times are
-- microseconds since 1970, 0 where there is none; a row with due_at 0 is due at once. Leases (claimed_until) and due
-- times are of the database's clock.
CREATE TABLE outbox (
  id text COLLATE "C" NOT NULL PRIMARY KEY,
  kind text NOT NULL,
  about text NOT NULL,
  workspace_id text COLLATE "C" NOT NULL,
  link_id text COLLATE "C" NOT NULL,
  recipient text NOT NULL,
  payload text NOT NULL,
  created_at bigint NOT NULL,
  queued_at bigint NOT NULL,
  due_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  attempts bigint NOT NULL,
  claimed_by text NOT NULL,
  claimed_until bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  last_error text NOT NULL,
  ended_at bigint NOT NULL
);

CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'waiting';

CREATE INDEX outbox_by_age ON outbox (created_at, id);

CREATE INDEX outbox_state_by_age ON outbox (state, created_at, id);
