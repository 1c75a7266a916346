// Package proof has the types of the proofs of reports: the keys of the server that sign, and what they signed. It
// imports nothing of ours.
package proof

import (
	"crypto/ed25519"
	"time"
)

// Key signs what reports are. The newest one signs, all of them verify.
type Key struct {
	ID        string // fingerprint of the public half
	Public    ed25519.PublicKey
	Sealed    string // the private half under the server's secret key; "" of a key that is retired
	CreatedAt time.Time
	CreatedBy string
	RetiredAt time.Time // zero: it signs
}

// Proof is what the server keeps of a report that it made: not the file, but what it is.
type Proof struct {
	SHA256     []byte // of the file
	WorkloadID string // which may be deleted by now
	KeyID      string
	MadeAt     time.Time // when these bytes were made first
	Manifest   string    // as it is signed
	Signature  []byte
}

// MaxOfWorkload bounds the proofs that are kept of a workload: the oldest ones go. A manifest that was kept beside its
// file proves it all the same.
const MaxOfWorkload = 5000

// MaxKeys bounds the keys of a server: each stays for good.
const MaxKeys = 500
