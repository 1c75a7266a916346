package models

import "time"

// Inventory tells what a database holds, for whoever wants to know that a backup is the right one. It counts and names
// no content.
type Inventory struct {
	Migration string    // id of the newest migration that the database has seen
	Newest    time.Time // when the newest line of all audit logs was written; zero if there is none

	Accounts, Workspaces, Workloads, Lenses, Reviews, Answers, Milestones, AuditLines int64
}

// SealedSecret is a secret that is kept under a key of the server, as it stands in the database.
type SealedSecret struct {
	Code bool   // of the one-time codes of an account; else of an access key
	Of   string // id of the account or access key
	Text string // as it was sealed
}

// SealedCounts counts the secrets that are kept under keys of the server and are in use: one-time codes that sign-in
// asks for, access keys that are not revoked.
type SealedCounts struct {
	Codes, Keys         int64    // accounts with one-time codes, and access keys
	LostCodes, LostKeys int64    // those of them that no key at hand opens
	Missing             []string // ids of the keys that would be needed for them
}

// Any reports whether there are sealed secrets.
func (s SealedCounts) Any() bool { return s.Codes+s.Keys > 0 }

// Lost reports whether some of them can't be opened.
func (s SealedCounts) Lost() bool { return s.LostCodes+s.LostKeys > 0 }
