-- Audit lines that are written before they are sealed: each has a number in a slot, of which a transaction takes one that no other one holds. audit_sealed is
-- beside audit_slots, since whoever seals must not wait for those who write.
ALTER TABLE audit ADD COLUMN slot bigint NOT NULL DEFAULT 0;

ALTER TABLE audit ADD COLUMN slot_number bigint NOT NULL DEFAULT 0;

CREATE TABLE audit_slots (
  id bigint NOT NULL PRIMARY KEY,
  lines bigint NOT NULL
) WITH (fillfactor = 20);

CREATE TABLE audit_sealed (
  slot bigint NOT NULL PRIMARY KEY,
  lines bigint NOT NULL
) WITH (fillfactor = 20);

INSERT INTO audit_slots (id, lines) SELECT id, 0 FROM generate_series(1, 64) AS id;

INSERT INTO audit_sealed (slot, lines) SELECT id, 0 FROM generate_series(1, 64) AS id;

CREATE INDEX audit_slot ON audit (slot, slot_number) WHERE slot > 0;

-- Room on the page for a line that is sealed: then no index has to change.
ALTER TABLE audit SET (fillfactor = 60);
