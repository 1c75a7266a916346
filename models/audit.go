package models

import "time"

// AuditLine says who changed what, when, from what to what. Lines are only ever added, in the transaction of the change itself.
type AuditLine struct {
	Seq         int64 // order of writing; has gaps
	WorkspaceID string
	At          time.Time
	ActorKind   ActorKind
	ActorID     string
	ActorName   string
	Action      Action
	Kind        string // noun of the thing: "workload", "answer" …
	ThingID     string // its id or path within the workload
	WorkloadID  string // "" where no workload is concerned
	Changes     []Change
}

// Change is one field that changed; From or To is "" where it was empty before or is now.
type Change struct {
	Field string
	From  string
	To    string
}

// AuditQuery narrows a list of audit lines, newest first.
type AuditQuery struct {
	WorkloadID string
	Page
}
