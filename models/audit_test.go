package models_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"plumbline/models"
)

var auditFields = map[string]func(*models.AuditLine) *string{
	"workspace":  func(l *models.AuditLine) *string { return &l.WorkspaceID },
	"actor kind": func(l *models.AuditLine) *string { return (*string)(&l.ActorKind) },
	"actor id":   func(l *models.AuditLine) *string { return &l.ActorID },
	"actor name": func(l *models.AuditLine) *string { return &l.ActorName },
	"address":    func(l *models.AuditLine) *string { return &l.Address },
	"action":     func(l *models.AuditLine) *string { return (*string)(&l.Action) },
	"kind":       func(l *models.AuditLine) *string { return &l.Kind },
	"thing":      func(l *models.AuditLine) *string { return &l.ThingID },
	"workload":   func(l *models.AuditLine) *string { return &l.WorkloadID },
	"field":      func(l *models.AuditLine) *string { return &l.Changes[0].Field },
	"from":       func(l *models.AuditLine) *string { return &l.Changes[0].From },
	"to":         func(l *models.AuditLine) *string { return &l.Changes[0].To },
}

// Any field that differs gives another hash, and so does a byte that moves from one field to any other.
func TestSealTellsEveryFieldApart(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	word := func() string { return strings.Repeat(string("a1:,é\n"[random.IntN(6)]), 1+random.IntN(3)) }
	for range 50 {
		line := models.AuditLine{Position: random.Int64N(100), At: time.UnixMicro(random.Int64N(1e15)),
			Changes: []models.FieldChange{{}}}
		for _, field := range auditFields {
			*field(&line) = word()
		}
		before := []byte(word())
		hash := line.Seal(before)
		differs := func(name string, before []byte, change func(*models.AuditLine)) {
			other := line
			other.Changes = slices.Clone(line.Changes)
			if change(&other); bytes.Equal(other.Seal(before), hash) {
				t.Errorf("%s: the same hash for %+v and %+v", name, line, other)
			}
		}
		differs("before", append(before, 'x'), func(*models.AuditLine) {})
		differs("position", before, func(l *models.AuditLine) { l.Position++ })
		differs("time", before, func(l *models.AuditLine) { l.At = l.At.Add(time.Microsecond) })
		differs("no changes", before, func(l *models.AuditLine) { l.Changes = nil })
		differs("two changes", before, func(l *models.AuditLine) { l.Changes = append(l.Changes, models.FieldChange{}) })
		for name, field := range auditFields {
			differs(name, before, func(l *models.AuditLine) { *field(l) += "x" })
			for to, other := range auditFields {
				if to != name {
					differs(name+" to "+to, before, func(l *models.AuditLine) {
						from := field(l)
						last := (*from)[len(*from)-1:]
						*from = (*from)[:len(*from)-1]
						*other(l) = last + *other(l)
					})
				}
			}
		}
	}
}

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
		check := models.NewAuditCheck(nil)
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
	check := models.NewAuditCheck(lines[1].Hash)
	for _, l := range lines {
		check.Line(l)
	}
	if v := check.End(nil); v.Intact() || !v.Noted || v.Lines != 3 ||
		!strings.HasPrefix(v.Faults[0].What, "head missing") {
		t.Errorf("without a head: %+v", v)
	}
	if v := models.NewAuditCheck(head.Hash).End(nil); !v.Intact() || v.Noted {
		t.Errorf("nothing at all: %+v", v)
	}
	many := models.NewAuditCheck(nil)
	for range 300 {
		many.Line(models.AuditLine{})
	}
	if v := many.End(nil); len(v.Faults) != models.MaxAuditFaults || v.Lines != 300 {
		t.Errorf("%d faults of %d lines", len(v.Faults), v.Lines)
	}
}
