package audit_test

import (
	"slices"
	"testing"

	"plumbline/models"
	"plumbline/models/audit"
)

// Lines that were sealed later than those written after them are told in their place, however far away it is; what is
// missing is told once.
func TestAuditWalk(t *testing.T) {
	const n = 3000
	for name, row := range map[string]struct {
		move   func(lines []models.AuditLine) []models.AuditLine
		faults int
	}{
		"in order": {func(l []models.AuditLine) []models.AuditLine { return l }, 0},
		"late by a few": {func(l []models.AuditLine) []models.AuditLine {
			for i := 0; i+7 < n; i += 10 {
				l[i], l[i+7] = l[i+7], l[i]
			}
			return l
		}, 0},
		"late by many": {func(l []models.AuditLine) []models.AuditLine {
			return append([]models.AuditLine{l[n-1], l[n-2]}, l[:n-2]...)
		}, 0},
		"early by many": {func(l []models.AuditLine) []models.AuditLine {
			return append(slices.Clone(l[2:]), l[0], l[1])
		}, 0},
		"missing": {func(l []models.AuditLine) []models.AuditLine { return slices.Delete(l, 5, 9) }, 1},
	} {
		lines, head := auditChain(n)
		for i := range lines {
			lines[i].Slot, lines[i].SlotNumber = 1, int64(i+1)
			head.Hash = lines[i].Seal(before(lines, i))
			lines[i].Hash = head.Hash
		}
		lines = row.move(lines)
		walk := audit.NewWalk(audit.NewCheck(nil), func(position int64) (found []models.AuditLine, err error) {
			for _, l := range lines {
				if l.Position == position {
					found = append(found, l)
				}
			}
			return found, nil
		})
		for _, l := range lines {
			if err := walk.Line(l); err != nil {
				t.Fatal(err)
			}
		}
		v, err := walk.End(&head)
		if err != nil || len(v.Faults) != row.faults || v.Lines != int64(len(lines)) {
			t.Errorf("%s: %d lines, %+v, %v", name, v.Lines, v.Faults, err)
		}
	}
}

func before(lines []models.AuditLine, i int) []byte {
	if i == 0 {
		return nil
	}
	return lines[i-1].Hash
}
