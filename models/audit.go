package models

import (
	"crypto/sha256"
	"hash"
	"strconv"
	"time"
)

// AuditLine says who changed what, when, from where, from what to what. Lines are only ever added, in the transaction
// of the change itself, and each is chained to the one before it in its workspace.
type AuditLine struct {
	Seq         int64  // order of writing; has gaps
	WorkspaceID string // "" for what concerns the instance
	Position    int64  // in the workspace's chain, from 1, without gaps
	At          time.Time
	ActorKind   ActorKind
	ActorID     string
	ActorName   string
	Address     string // the request came from there; "" for the program itself
	Action      Action
	Kind        string // noun of the thing: "workload", "answer" …
	ThingID     string // its id or path within the workload
	WorkloadID  string // "" where no workload is concerned
	Changes     []FieldChange
	Hash        []byte // of the line and the hash of the line before it; empty and at position 0: not sealed yet

	// On PostgreSQL a line is written first and sealed a little later. Until then its number in its slot is what
	// shows that it is missing; see audit.Slot.
	Slot       int64 // 0 of a line that was sealed as it was written
	SlotNumber int64 // in the slot, from 1, without gaps
}

// Unsealed tells whether the line was written and is not part of the chain yet.
func (l AuditLine) Unsealed() bool { return l.Slot > 0 && l.Position == 0 && len(l.Hash) == 0 }

// Seal gives the hash that chains the line to the one before it: SHA-256 over the hash of that line (nothing for the
// first one) and the fields of this one, each as a netstring (its length in bytes, ":", the bytes, ","). The fields are
// position, workspace id, time in microseconds since 1970, actor's kind, id and name, address, action, kind, thing id,
// workload id, and field, from and to of each change. Where a change is one of lists, from and to are each "[", the
// netstrings of the elements, "]". Of a line with a slot "#" and the netstrings of slot, number in it and seq come
// last: its place in the order of writing is then not the one in the chain, so that it has to be proven too.
func (l AuditLine) Seal(before []byte) []byte {
	s := lineHash{h: sha256.New()}
	s.h.Write(before)
	s.fields(strconv.FormatInt(l.Position, 10), l.WorkspaceID, strconv.FormatInt(l.At.UnixMicro(), 10),
		string(l.ActorKind), l.ActorID, l.ActorName, l.Address, string(l.Action), l.Kind, l.ThingID, l.WorkloadID)
	for _, c := range l.Changes {
		s.fields(c.Field)
		if !c.IsList() {
			s.fields(c.From, c.To)
			continue
		}
		s.list(c.FromList)
		s.list(c.ToList)
	}
	if l.Slot > 0 {
		s.h.Write([]byte("#"))
		s.fields(strconv.FormatInt(l.Slot, 10), strconv.FormatInt(l.SlotNumber, 10), strconv.FormatInt(l.Seq, 10))
	}
	return s.h.Sum(nil)
}

// lineHash writes the fields of a line into a hash, in a form in which no two lines look the same.
type lineHash struct {
	h hash.Hash
	b []byte // scratch
}

func (s *lineHash) fields(texts ...string) {
	for _, f := range texts {
		s.b = append(strconv.AppendInt(s.b[:0], int64(len(f)), 10), ':')
		s.b = append(append(s.b, f...), ',')
		s.h.Write(s.b)
	}
}

func (s *lineHash) list(elements []string) {
	s.h.Write([]byte("["))
	s.fields(elements...)
	s.h.Write([]byte("]"))
}

// AuditHead is the end of a workspace's chain, kept apart from the lines, so that a line missing at the end shows too.
type AuditHead struct {
	WorkspaceID string
	Lines       int64
	Hash        []byte
}

// AuditQuery narrows a list of audit lines, newest first. An empty field sets no limit.
type AuditQuery struct {
	Instance   bool // the lines that belong to no workspace instead of those of the actor's
	WorkloadID string
	ActorID    string
	Action     Action
	Kind       string
	ThingID    string
	ThingIDs   []string  // any of these
	Since      time.Time // at or after
	Until      time.Time // before
	PageRequest
}
