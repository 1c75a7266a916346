package store

import (
	"database/sql"
	"errors"

	"plumbline/models"
	"plumbline/models/audit"
)

// AuditVerdict walks the chain of a workspace ("" is the instance) from end to end, and looks at what is not sealed
// yet. noted is a hash to look for in it, nil for none.
func (tx *Tx) AuditVerdict(workspaceID string, noted []byte) (audit.Verdict, error) {
	check := audit.NewCheck(noted)
	will, err := tx.auditDue(check)
	if err != nil {
		return audit.Verdict{}, err
	}
	walk := audit.NewWalk(check, func(position int64) ([]models.AuditLine, error) {
		q := tx.db.Where("workspace_id = ? AND position = ?", workspaceID, position).Order("seq").Limit(100)
		return manyRows(tx, "audit lines", q, auditRow.noun)
	})
	for seq := BeforeAudit; ; {
		lines, err := tx.AuditFrom(workspaceID, seq)
		if err != nil {
			return audit.Verdict{}, err
		}
		for _, l := range lines {
			seq = l.Seq
			if l.Unsealed() {
				check.Later(l, will[l.Seq])
				continue
			}
			if err := walk.Line(l); err != nil {
				return audit.Verdict{}, err
			}
		}
		if len(lines) == 0 {
			break
		}
	}
	head, err := tx.auditHead(workspaceID)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return walk.End(nil)
	case err != nil:
		return audit.Verdict{}, err
	}
	return walk.End(&head)
}

// auditDue tells the check of lines that are missing between writing and sealing, in whichever workspace, and gives the
// seqs of those that are to be sealed.
func (tx *Tx) auditDue(check *audit.Check) (map[int64]bool, error) {
	if tx.dialect != postgresDialect {
		return nil, nil
	}
	gone, err := manyRows(tx, "audit lines", tx.db.Where("workspace_id = '' AND kind = ?", audit.GapKind).Order("seq").
		Limit(audit.MostFaults), auditRow.noun)
	if err != nil {
		return nil, err
	}
	for _, l := range gone {
		if g, is := audit.GapOf(l); is {
			check.Gap(g)
		}
	}
	slots, will, err := tx.auditSlots()
	if err != nil {
		return nil, tx.failed("read", "audit slots", err)
	}
	for _, g := range slots.Gaps() {
		check.Gap(g)
	}
	return will, nil
}

var (
	selectSlots = newStatement("SELECT s.id, s.lines, COALESCE(z.lines, 0) FROM audit_slots AS s " +
		"LEFT JOIN audit_sealed AS z ON z.slot = s.id ORDER BY s.id")
	selectDue = newStatement("SELECT a.seq, a.slot, a.slot_number FROM audit AS a JOIN audit_sealed AS z ON " +
		"a.slot = z.slot AND a.slot > 0 AND a.slot_number > z.lines AND a.position = 0 AND a.hash = '' ORDER BY a.seq")
)

// auditSlots walks all lines that are not sealed yet.
func (tx *Tx) auditSlots() (slots *audit.Slots, will map[int64]bool, err error) {
	var all []audit.Slot
	if err := tx.each(selectSlots, func(rows *sql.Rows) error {
		var s audit.Slot
		err := rows.Scan(&s.ID, &s.Lines, &s.Sealed)
		all = append(all, s)
		return err
	}); err != nil {
		return nil, nil, err
	}
	slots, will = audit.NewSlots(all), map[int64]bool{}
	err = tx.each(selectDue, func(rows *sql.Rows) error {
		var l models.AuditLine
		if err := rows.Scan(&l.Seq, &l.Slot, &l.SlotNumber); err != nil {
			return err
		}
		will[l.Seq] = slots.Line(l)
		return nil
	})
	slots.Ends()
	return slots, will, err
}

// each runs a query and gives its rows one by one.
func (tx *Tx) each(s statement, row func(*sql.Rows) error) (err error) {
	rows, err := tx.rows(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
