package models_test

import (
	"bytes"
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
