package store

import (
	"cmp"
	"database/sql"
	"errors"
	"math"
	"slices"

	"plumbline/models"
	"plumbline/models/store/columns"
	"plumbline/models/store/micros"
)

var (
	insertAudit = newStatement("INSERT INTO audit (workspace_id, workload_id, at, actor_kind, actor_id, actor_name, " +
		"address, action, kind, thing_id, changes, position, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
	selectHead = newStatement("SELECT lines, hash FROM audit_heads WHERE workspace_id = ?")
	lockedHead = selectHead.forUpdate()
	firstHead  = newStatement("INSERT INTO audit_heads (workspace_id, lines, hash) VALUES (?, 0, ?) ON CONFLICT " +
		"(workspace_id) DO NOTHING")
	moveHead = newStatement("UPDATE audit_heads SET lines = ?, hash = ? WHERE workspace_id = ?")
	sealOld  = newStatement("UPDATE audit SET position = ?, hash = ? WHERE seq = ?")
)

// AppendAudit adds a line to the log of its workspace. It is written with the others of the transaction when that ends
// or reads the log: so its Seq, which the database gives, comes after those of all changes that the transaction saw. On
// SQLite it gets position and hash at the same time, on PostgreSQL a little later: see audit_seal.go.
func (tx *Tx) AppendAudit(l models.AuditLine) error {
	tx.audit = append(tx.audit, l)
	return nil
}

// writeAudit writes the lines of the transaction.
func (tx *Tx) writeAudit() error {
	lines := tx.audit
	tx.audit = nil
	if len(lines) == 0 {
		return nil
	}
	if tx.dialect == postgresDialect {
		tx.unsealed = true
		return tx.failed("append", "audit line", tx.writeUnsealed(lines))
	}
	return tx.chainAudit(lines)
}

// chainAudit writes and seals lines, workspace by workspace.
func (tx *Tx) chainAudit(lines []models.AuditLine) error {
	slices.SortStableFunc(lines, func(a, b models.AuditLine) int { return cmp.Compare(a.WorkspaceID, b.WorkspaceID) })
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && lines[n].WorkspaceID == lines[0].WorkspaceID {
			n++
		}
		if err := tx.failed("append", "audit line", tx.chain(lines[:n])); err != nil {
			return err
		}
		lines = lines[n:]
	}
	return nil
}

// chain writes lines of one workspace.
func (tx *Tx) chain(lines []models.AuditLine) error {
	head, err := tx.lockHead(lines[0].WorkspaceID)
	if err != nil {
		return err
	}
	for _, l := range lines {
		what, err := columns.Changes(l.Changes).Value()
		if err != nil {
			return err
		}
		head.Lines++
		l.Position = head.Lines
		head.Hash = l.Seal(head.Hash)
		_, err = tx.run(insertAudit, l.WorkspaceID, l.WorkloadID, micros.Of(l.At), string(l.ActorKind), l.ActorID,
			l.ActorName, l.Address, string(l.Action), l.Kind, l.ThingID, what, l.Position, head.Hash)
		if err != nil {
			return err
		}
	}
	_, err = tx.run(moveHead, head.Lines, head.Hash, head.WorkspaceID)
	return err
}

// lockHead returns the end of a chain and keeps off other writers; a workspace without one gets one.
func (tx *Tx) lockHead(workspaceID string) (models.AuditHead, error) {
	query := selectHead
	if tx.locks {
		query = lockedHead
	}
	head := models.AuditHead{WorkspaceID: workspaceID}
	err := tx.scan(query, []any{workspaceID}, &head.Lines, &head.Hash)
	if !errors.Is(err, sql.ErrNoRows) {
		return head, err
	}
	if _, err := tx.run(firstHead, workspaceID, []byte{}); err != nil {
		return head, err
	}
	return head, tx.scan(query, []any{workspaceID}, &head.Lines, &head.Hash)
}

// chainOldAudit chains the lines of releases that did not: those of workspaces that never had a chain. One
// that lost only its head is left as it is, or whoever edits a line and removes the head would have the
// edited line sealed.
func (tx *Tx) chainOldAudit() error {
	var spaces []string
	err := tx.db.Raw("SELECT id FROM workspaces WHERE id NOT IN (SELECT workspace_id FROM audit_heads) " +
		"AND EXISTS (SELECT 1 FROM audit WHERE workspace_id = workspaces.id AND slot = 0) " +
		"AND NOT EXISTS (SELECT 1 FROM audit WHERE workspace_id = workspaces.id AND position > 0)").Scan(&spaces).Error
	if err != nil {
		return tx.failed("chain", "audit", err)
	}
	for _, id := range spaces {
		if err := tx.failed("chain", "audit", tx.chainOld(id)); err != nil {
			return err
		}
	}
	return nil
}

// chainOld chains the lines of one workspace in the order of writing.
func (tx *Tx) chainOld(workspaceID string) error {
	head, err := tx.lockHead(workspaceID)
	if err != nil || head.Lines > 0 {
		return err
	}
	for seq := int64(0); ; {
		var rows []auditRow
		if err := tx.db.Where("workspace_id = ? AND seq > ? AND slot = 0", workspaceID, seq).Order("seq").
			Limit(100).Find(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			head.Lines++
			r.Position, seq = head.Lines, r.Seq
			head.Hash = r.noun().Seal(head.Hash)
			if _, err := tx.run(sealOld, r.Position, head.Hash, r.Seq); err != nil {
				return err
			}
		}
		if len(rows) == 0 {
			_, err := tx.run(moveHead, head.Lines, head.Hash, workspaceID)
			return err
		}
	}
}

// auditHead returns the end of a workspace's chain, or NotFound where nothing was ever written.
func (tx *Tx) auditHead(workspaceID string) (models.AuditHead, error) {
	head := models.AuditHead{WorkspaceID: workspaceID}
	return head, tx.found("audit", tx.scan(selectHead, []any{workspaceID}, &head.Lines, &head.Hash))
}

// AuditSpaces lists the workspaces ("" is the instance) that have audit lines or a chain.
func (tx *Tx) AuditSpaces() (ids []string, err error) {
	err = tx.db.Raw("SELECT workspace_id FROM audit_heads UNION SELECT DISTINCT workspace_id FROM audit ORDER BY 1").
		Scan(&ids).Error
	return ids, tx.failed("list", "audit", err)
}

// BeforeAudit is behind no line: AuditFrom starts there.
const BeforeAudit int64 = math.MinInt64

// AuditFrom lists up to a hundred lines of a workspace behind a Seq, in the order of writing.
func (tx *Tx) AuditFrom(workspaceID string, seq int64) ([]models.AuditLine, error) {
	q := tx.db.Where("workspace_id = ? AND seq > ?", workspaceID, seq).Order("seq").Limit(100)
	return manyRows(tx, "audit lines", q, auditRow.noun)
}
