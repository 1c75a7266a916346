package store

import (
	"math/rand/v2"

	"plumbline/models"
	"plumbline/models/store/columns"
	"plumbline/models/store/micros"
)

// auditSlots is how many slots there are: as many transactions can be about to commit audit lines at the same time, and
// what comes beyond waits for one of them.
const auditSlots = 64

// writeLines takes a slot that no open transaction holds, numbers the lines there, and writes them unsealed. It goes by
// hand: GORM knows neither the lock that passes over rows nor an insert from an update. Where all slots are held it
// waits for the one in $2. The choice is a table: as a condition of the update it would be made anew where somebody
// took the slot meanwhile, no row would fit, and no line be written. Lines without a slot are refused by the table.
const writeLines = `WITH chosen(id) AS MATERIALIZED (
  SELECT COALESCE((SELECT id FROM audit_slots LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED), $2::bigint)
), taken AS (
  UPDATE audit_slots AS s SET lines = s.lines + $1::bigint FROM chosen WHERE s.id = chosen.id RETURNING s.id, s.lines)
INSERT INTO audit (workspace_id, workload_id, at, actor_kind, actor_id, actor_name, address, action, kind, thing_id,
  changes, position, hash, slot, slot_number)
SELECT l.workspace_id, l.workload_id, l.at, l.actor_kind, l.actor_id, l.actor_name, l.address, l.action, l.kind,
  l.thing_id, l.changes, 0, '', taken.id, taken.lines - $1::bigint + l.n
FROM unnest($3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
  $11::text[], $12::text[], $13::text[]) WITH ORDINALITY
  AS l(workspace_id, workload_id, at, actor_kind, actor_id, actor_name, address, action, kind, thing_id, changes, n)
LEFT JOIN taken ON true ORDER BY l.n`

// writeUnsealed writes lines that are sealed after the commit, in one statement.
func (tx *Tx) writeUnsealed(lines []models.AuditLine) error {
	var texts [10][]string
	var at []int64
	for _, l := range lines {
		what, err := columns.Changes(l.Changes).Value()
		if err != nil {
			return err
		}
		for i, text := range []string{
			l.WorkspaceID, l.WorkloadID, string(l.ActorKind), l.ActorID, l.ActorName, l.Address, string(l.Action), l.Kind,
			l.ThingID, what.(string),
		} {
			texts[i] = append(texts[i], text)
		}
		at = append(at, micros.Of(l.At))
	}
	args := []any{int64(len(lines)), 1 + rand.Int64N(auditSlots), texts[0], texts[1], at}
	for _, list := range texts[2:] {
		args = append(args, list)
	}
	return tx.runLater(statement{postgresDialect: writeLines}, args...)
}
