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
	Kind SealedKind
	Of   string // id of what it belongs to
	Text string // as it was sealed
}

// SealedKind says what a sealed secret is of.
type SealedKind string

// The kinds; each is the first word of what the secret was sealed for.
const (
	SealedCode   SealedKind = "totp"       // one-time codes of an account
	SealedKey    SealedKind = "access key" // an access key
	SealedLetter SealedKind = "delivery"   // a mail that waits

	SealedSigning SealedKind = "report key" // the key that signs reports
)

// SealedCounts counts the secrets that are kept under keys of the server and are in use: one-time codes that sign-in
// asks for, access keys that are not revoked, mails that wait, the key that signs reports.
type SealedCounts struct {
	Codes, Keys, Letters             int64    // accounts with one-time codes, access keys, and mails
	LostCodes, LostKeys, LostLetters int64    // those of them that no key at hand opens
	Missing                          []string // ids of the keys that would be needed for them

	Signing, LostSigning int64 // the key that signs reports: one, or none before the first report
}

// Any reports whether there are sealed secrets.
func (s SealedCounts) Any() bool { return s.Codes+s.Keys+s.Letters+s.Signing > 0 }

// Lost reports whether some of them can't be opened.
func (s SealedCounts) Lost() bool { return s.AllLost() > 0 }

// AllLost is how many of them can't be opened.
func (s SealedCounts) AllLost() int64 {
	return s.LostCodes + s.LostKeys + s.LostLetters + s.LostSigning
}
