-- Events between the servers of one database: written with the change, read by id, dropped after ten minutes. They are worth nothing after a crash, after which
-- all who listen load everything again.
CREATE UNLOGGED TABLE events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  payload text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX events_age ON events USING brin (at);
