package store

import (
	"bytes"
	"context"
	"errors"

	"gorm.io/gorm"

	"plumbline/models"
	"plumbline/models/audit"
	"plumbline/models/store/micros"
)

// Sealing. On SQLite a line is sealed as it is written: there is one writer, and it holds the end of the chain anyway.
// On PostgreSQL all writers of a workspace would stand in one line for that end, each until its commit is on disk.
// There a transaction writes its lines unsealed, numbered in a slot (see audit.Slot), and one sealer at a time
// gives all lines that it finds committed their positions and hashes, within a second.
//
// The order of the chain is one in which the changes could be seen. A line gets its seq at the end of its transaction,
// after everything that the transaction read. If B depends on A, it saw A committed: A has the lower seq, and whoever
// seals sees A wherever it sees B, so it seals A before B, in the same batch by seq or in an earlier one. A line with a
// low seq whose commit took long is sealed in a later batch, behind lines with higher ones; none of these can have seen
// it.
const (
	sealLock  = 0x706c756d626c7365 // the key of the lock of whoever seals: "plumblse" in ASCII
	sealBatch = 1000               // lines that one transaction seals
)

const auditColumns = "a.seq, a.workspace_id, a.workload_id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.address, " +
	"a.action, a.kind, a.thing_id, a.changes, a.position, a.hash, a.slot, a.slot_number"

// Statements of sealing. They go by hand: GORM has no lock without a row, and no update of many rows from a list.
const (
	holdSeal = "SELECT pg_advisory_xact_lock($1)"
	tryHold  = "SELECT pg_try_advisory_xact_lock($1)"

	// slotsDue are the slots, with how far they are sealed, beside their lines that are not: in one statement, so that
	// both are of one moment. A line that a slot has numbered is then missing, and not just about to be committed.
	// OFFSET 0 has PostgreSQL look each slot up in its index, however few lines it believes the log to have.
	slotsDue = "SELECT s.id AS slot_id, s.lines AS slot_lines, z.lines AS slot_sealed, l.*" +
		" FROM audit_slots AS s JOIN audit_sealed AS z ON z.slot = s.id" +
		" LEFT JOIN LATERAL (SELECT " + auditColumns + " FROM audit AS a WHERE a.slot = s.id AND a.slot > 0" +
		" AND a.slot_number > z.lines AND a.position = 0 AND a.hash = '' OFFSET 0) AS l ON true" +
		" WHERE s.lines > z.lines ORDER BY l.seq LIMIT ?"

	sealLines = "UPDATE audit SET position = l.position, hash = l.hash FROM unnest($1::bigint[], $2::bigint[], " +
		"$3::bytea[]) AS l(seq, position, hash) WHERE audit.seq = l.seq AND audit.position = 0"

	moveSealed = "UPDATE audit_sealed SET lines = l.lines FROM unnest($1::bigint[], $2::bigint[]) AS l(slot, lines) " +
		"WHERE audit_sealed.slot = l.slot"
)

// dueRow is a row of slotsDue.
type dueRow struct {
	SlotID, SlotLines, SlotSealed int64

	Line auditRow `gorm:"embedded"` // in no slot where there is none
}

func (s *Store) sealSome(ctx context.Context) (bool, error) { return s.sealBatch(ctx, false) }

// SealAudit seals all audit lines that are committed. It waits for another one who seals.
func (s *Store) SealAudit(ctx context.Context) error {
	if dialectOf(s.gorm) != postgresDialect {
		return nil
	}
	for {
		more, err := s.sealBatch(ctx, true)
		if err != nil || !more {
			return explainError(ctx, s.engine.Explain, "seal", err)
		}
	}
}

// sealBatch seals up to sealBatch lines in one transaction, and tells whether there may be more. Unless it is to wait,
// it leaves the work to another one who is at it.
func (s *Store) sealBatch(ctx context.Context, wait bool) (more bool, err error) {
	err = s.engine.Write(ctx, func(conn gorm.ConnPool) ([]models.ReviewEvent, error) {
		tx := s.tx(ctx, conn, true)
		held, err := tx.holdSeal(wait)
		if err != nil || !held {
			return nil, err
		}
		more, err = tx.seal()
		return nil, err
	})
	return more, err
}

func (tx *Tx) holdSeal(wait bool) (held bool, err error) {
	if wait {
		_, err := tx.conn.ExecContext(tx.context(), holdSeal, int64(sealLock))
		return true, err
	}
	err = tx.conn.QueryRowContext(tx.context(), tryHold, int64(sealLock)).Scan(&held)
	return held, err
}

// seal seals a batch. A gap in a slot gets a line of its own in the chain of the instance.
func (tx *Tx) seal() (more bool, err error) {
	var rows []dueRow
	if err := tx.db.Raw(slotsDue, sealBatch).Scan(&rows).Error; err != nil || len(rows) == 0 {
		return false, err
	}
	more = len(rows) == sealBatch
	slots := audit.NewSlots(convertAll(rows, dueRow.slot))
	b := batch{tx: tx, heads: map[string]*models.AuditHead{}}
	for _, r := range rows {
		if r.Line.Slot == 0 {
			continue
		}
		if l := r.Line.noun(); slots.Line(l) {
			if err := b.add(l); err != nil {
				return false, err
			}
		}
	}
	if !more {
		slots.Ends()
	}
	if err := b.write(); err != nil {
		return false, err
	}
	for _, g := range slots.Gaps() {
		if err := tx.chainGap(g); err != nil {
			return false, err
		}
	}
	return more, tx.moveSealed(rows, slots)
}

func (r dueRow) slot() audit.Slot {
	return audit.Slot{ID: r.SlotID, Lines: r.SlotLines, Sealed: r.SlotSealed}
}

// moveSealed notes how far the slots are sealed.
func (tx *Tx) moveSealed(rows []dueRow, slots *audit.Slots) error {
	var ids, lines []int64
	seen := map[int64]bool{}
	for _, r := range rows {
		if !seen[r.SlotID] {
			seen[r.SlotID] = true
			ids, lines = append(ids, r.SlotID), append(lines, slots.Last(r.SlotID))
		}
	}
	_, err := tx.conn.ExecContext(tx.context(), moveSealed, ids, lines)
	return err
}

// chainGap writes the line that tells of a gap. Its time is that of the database: nobody else did it.
func (tx *Tx) chainGap(g audit.Gap) error {
	l := g.Line()
	var now int64
	query := "SELECT CAST(EXTRACT(epoch FROM clock_timestamp()) * 1000000 AS bigint)"
	if err := tx.conn.QueryRowContext(tx.context(), query).Scan(&now); err != nil {
		return err
	}
	by := models.ProgramActor("")
	l.At, l.ActorKind, l.ActorName = micros.Time(now), by.Kind, by.Name
	return tx.chain([]models.AuditLine{l})
}

// batch is what one transaction seals.
type batch struct {
	tx        *Tx
	heads     map[string]*models.AuditHead
	seqs      []int64
	positions []int64
	hashes    [][]byte
}

// add gives a line its place at the end of the chain of its workspace.
func (b *batch) add(l models.AuditLine) error {
	head := b.heads[l.WorkspaceID]
	if head == nil {
		locked, err := b.tx.lockHead(l.WorkspaceID)
		if err != nil {
			return err
		}
		head = &locked
		b.heads[l.WorkspaceID] = head
	}
	head.Lines++
	l.Position = head.Lines
	head.Hash = l.Seal(head.Hash)
	b.seqs = append(b.seqs, l.Seq)
	b.positions = append(b.positions, l.Position)
	b.hashes = append(b.hashes, bytes.Clone(head.Hash))
	return nil
}

var errNotUnsealed = errors.New("store: audit lines changed while they were sealed")

func (b *batch) write() error {
	if len(b.seqs) == 0 {
		return nil
	}
	done, err := b.tx.conn.ExecContext(b.tx.context(), sealLines, b.seqs, b.positions, b.hashes)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n != int64(len(b.seqs)) {
		return errors.Join(err, errNotUnsealed)
	}
	for _, head := range b.heads {
		if _, err := b.tx.run(moveHead, head.Lines, head.Hash, head.WorkspaceID); err != nil {
			return err
		}
	}
	return nil
}
