-- Audit lines that are written before they are sealed: each has a number in a slot, of which a transaction takes one that no other one holds. audit_sealed is
-- beside audit_slots, since whoever seals must not wait for those who write. On SQLite, with its one writer, lines are sealed as they are written, and the tables are empty.
ALTER TABLE audit ADD COLUMN slot INTEGER NOT NULL DEFAULT 0;

ALTER TABLE audit ADD COLUMN slot_number INTEGER NOT NULL DEFAULT 0;

CREATE TABLE audit_slots (
  id INTEGER NOT NULL PRIMARY KEY,
  lines INTEGER NOT NULL
) STRICT;

CREATE TABLE audit_sealed (
  slot INTEGER NOT NULL PRIMARY KEY,
  lines INTEGER NOT NULL
) STRICT;
