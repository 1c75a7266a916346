package models

import (
	"crypto/sha256"
	"strconv"
	"time"
)

// AuditLine says who changed what, when, from where, from what to what. Lines are only ever added, in the transaction of the change itself, and
// each is chained to the one before it in its workspace.
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
	Changes     []Change
	Hash        []byte // of the line and the hash of the line before it
}

// Change is one field that changed; From or To is "" where it was empty before or is now.
type Change struct {
	Field string
	From  string
	To    string
}

// Seal gives the hash that chains the line to the one before it: SHA-256 over the hash of that line (nothing for the first one) and the fields
// of this one, each as a netstring (its length in bytes, ":", the bytes, ","). The fields are position, workspace id, time in
// microseconds since 1970, actor's kind, id and name, address, action, kind, thing id, workload id, and field, from and to of each change.
// Seq is not among them: it is the database's.
func (l AuditLine) Seal(before []byte) []byte {
	h := sha256.New()
	h.Write(before)
	fields := make([]string, 0, 11+3*len(l.Changes))
	fields = append(fields, strconv.FormatInt(l.Position, 10), l.WorkspaceID, strconv.FormatInt(l.At.UnixMicro(), 10), string(l.ActorKind),
		l.ActorID, l.ActorName, l.Address, string(l.Action), l.Kind, l.ThingID, l.WorkloadID)
	for _, c := range l.Changes {
		fields = append(fields, c.Field, c.From, c.To)
	}
	var b []byte
	for _, f := range fields {
		b = append(strconv.AppendInt(b[:0], int64(len(f)), 10), ':')
		b = append(append(b, f...), ',')
		h.Write(b)
	}
	return h.Sum(nil)
}

// AuditHead is the end of a workspace's chain, kept apart from the lines, so that a line missing at the end shows too.
type AuditHead struct {
	WorkspaceID string
	Lines       int64
	Hash        []byte
}

// AuditQuery narrows a list of audit lines, newest first. What is empty does not narrow.
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
	Page
}
