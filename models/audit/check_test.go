package audit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"plumbline/models"
	"plumbline/models/audit"
)

func auditChain(n int) (lines []models.AuditLine, head models.AuditHead) {
	for i := range n {
		l := models.AuditLine{Seq: int64(i+1) * 2, WorkspaceID: "w", Position: int64(i + 1), ThingID: fmt.Sprint(i),
			At: time.UnixMicro(int64(i))}
		l.Hash = l.Seal(head.Hash)
		lines = append(lines, l)
		head = models.AuditHead{WorkspaceID: "w", Lines: l.Position, Hash: l.Hash}
	}
	return lines, head
}

// Each kind of tampering is told as what it is, once.
func TestAuditCheck(t *testing.T) {
	for name, row := range map[string]struct {
		tamper func([]models.AuditLine, *models.AuditHead) []models.AuditLine
		faults []string // position: words
	}{
		"nothing": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine { return l }, nil},
		"a field": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine { l[4].ThingID = "x"; return l },
			[]string{"5: edited line"}},
		"a position": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine { l[4].Position = 8; return l },
			[]string{"5: edited line: its position was changed to 8"}},
		"a hash": {func(l []models.AuditLine,
			_ *models.AuditHead) []models.AuditLine {
			l[4].Hash = []byte("x")
			return l
		}, []string{"5: edited line"}},
		"the last hash": {func(l []models.AuditLine,
			_ *models.AuditHead) []models.AuditLine {
			l[9].Hash = []byte("x")
			return l
		}, []string{"10: edited line"}},
		"a field, sealed again": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine {
			l[4].ThingID = "x"
			l[4].Hash = l[4].Seal(l[3].Hash)
			return l
		}, []string{"6: edited line"}},
		"the last, sealed again": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine {
			l[9].ThingID = "x"
			l[9].Hash = l[9].Seal(l[8].Hash)
			return l
		}, []string{"10: the head is not"}},
		"first gone": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine { return l[1:] },
			[]string{"1: removed before this line: the line at position 1"}},
		"middle gone": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine { return slices.Delete(l, 3, 6) },
			[]string{"4: removed before this line: the lines at positions 4 to 6"}},
		"end gone": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine { return l[:8] },
			[]string{"9: removed at the end: the lines at positions 9 to 10"}},
		"all gone": {func([]models.AuditLine, *models.AuditHead) []models.AuditLine { return nil },
			[]string{"1: removed at the end: the lines at positions 1 to 10"}},
		"swapped": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine { l[3], l[4] = l[4], l[3]; return l },
			[]string{"4: removed before", "5: removed before"}},
		"put in with position 0": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine {
			return slices.Insert(l, 4, models.AuditLine{WorkspaceID: "w"})
		}, []string{"0: unchained line"}},
		"put in twice": {func(l []models.AuditLine,
			_ *models.AuditHead) []models.AuditLine {
			return slices.Insert(l, 6, l[2])
		}, []string{"3: line out of order"}},
		"put in from afar": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine {
			return slices.Insert(l, 4, models.AuditLine{WorkspaceID: "w", Position: 1e9})
		}, []string{"5: removed before"}},
		"put in at the end": {func(l []models.AuditLine, _ *models.AuditHead) []models.AuditLine {
			more := models.AuditLine{WorkspaceID: "w", Position: 11}
			more.Hash = more.Seal(l[9].Hash)
			return append(l, more)
		}, []string{"11: the head counts 10 lines"}},
		"head hash": {func(l []models.AuditLine, h *models.AuditHead) []models.AuditLine { h.Hash = []byte("x"); return l },
			[]string{"10: the head is not"}},
		"head less": {func(l []models.AuditLine, h *models.AuditHead) []models.AuditLine { h.Lines = 9; return l },
			[]string{"10: the head counts 9 lines"}},
		"head more": {func(l []models.AuditLine, h *models.AuditHead) []models.AuditLine { h.Lines = 11; return l },
			[]string{"11: removed at the end"}},
	} {
		lines, head := auditChain(10)
		check := audit.NewCheck(nil)
		for _, l := range row.tamper(lines, &head) {
			check.Line(l)
		}
		var got []string
		for _, f := range check.End(&head).Faults {
			got = append(got, fmt.Sprintf("%d: %s", f.Position, f.What))
		}
		fits := len(got) == len(row.faults)
		for i := range min(len(got), len(row.faults)) {
			fits = fits && strings.HasPrefix(got[i], row.faults[i])
		}
		if !fits {
			t.Errorf("%s: %q, want %q", name, got, row.faults)
		}
	}
	lines, head := auditChain(3)
	check := audit.NewCheck(lines[1].Hash)
	for _, l := range lines {
		check.Line(l)
	}
	if v := check.End(nil); v.Intact() || !v.Noted || v.Lines != 3 ||
		!strings.HasPrefix(v.Faults[0].What, "head missing") {
		t.Errorf("without a head: %+v", v)
	}
	if v := audit.NewCheck(head.Hash).End(nil); !v.Intact() || v.Noted {
		t.Errorf("nothing at all: %+v", v)
	}
	many := audit.NewCheck(nil)
	for range 300 {
		many.Line(models.AuditLine{})
	}
	if v := many.End(nil); len(v.Faults) != audit.MostFaults || v.Lines != 300 {
		t.Errorf("%d faults of %d lines", len(v.Faults), v.Lines)
	}
}
