// Package sign is the signature of a report: a manifest that says what the file is, by its SHA-256, and an Ed25519
// signature of that by a key of the server.
//
// The signed bytes are the manifest as canonical JSON (RFC 8785): members by name, no space between, so that any
// language can check a signature with what it ships. The package imports nothing of ours; it keeps no key, and reads no
// file and no clock.
package sign

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"
)

// Type is what every manifest of this form begins with: nothing else that a key signs can be taken for one.
const Type = "plumbline-report/1"

// MaxBytes bounds a manifest with its signature: names in it have a few hundred characters.
const MaxBytes = 12 << 10

// Manifest says what a report is. Its texts are UTF-8; names are those at the time of the report. The doc tags are what
// the API says of the members.
type Manifest struct {
	Type   string `json:"type" doc:"plumbline-report/1"`
	SHA256 string `json:"sha256" doc:"of the file: 64 hex digits"`
	Size   int64  `json:"size" doc:"of the file in bytes"`
	Format string `json:"format" doc:"such as pdf"`
	Preset string `json:"preset" doc:"such as leadership"`

	SavedPreset string `json:"saved_preset,omitempty" doc:"name then of the workspace's preset by which it was made"`

	WorkspaceID string `json:"workspace_id" doc:"the workspace of the workload"`
	WorkloadID  string `json:"workload_id" doc:"what the report is about"`
	Workload    string `json:"workload" doc:"its name then"`

	LensID        string `json:"lens_id,omitempty" doc:"the only lens that it is about; missing: all of them"`
	Lens          string `json:"lens,omitempty" doc:"its name then"`
	Milestone     int    `json:"milestone,omitempty" doc:"its number; missing: the live state"`
	MilestoneName string `json:"milestone_name,omitempty" doc:"its name"`

	State   string `json:"state" doc:"the same for reports between which nothing has changed: 32 hex digits"`
	StateAt string `json:"state_at" doc:"the last change in it: RFC 3339, UTC"`

	MadeAt     string `json:"made_at" doc:"when these bytes were made first: RFC 3339, UTC"`
	MadeBy     string `json:"made_by" doc:"the name of who had it made"`
	MadeByKind string `json:"made_by_kind" doc:"user, token, key, guest or system"`
	KeyID      string `json:"key_id" doc:"of the key that signs it"`
}

// Time is how a manifest writes a moment, and ParseTime reads it: to the second.
func Time(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// ParseTime is the moment that Time wrote; zero for anything else.
func ParseTime(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// Canonical is the manifest as it is signed.
func (m Manifest) Canonical() ([]byte, error) {
	plain, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	return canonical(plain)
}

// Signed is a manifest with its signature, as it is kept in a file.
type Signed struct {
	Manifest  Manifest `json:"manifest" doc:"what the file is" required:"true"`
	Signature string   `json:"signature" doc:"Ed25519 of the manifest as canonical JSON, base64" required:"true"`
}

// New signs a manifest: its type and the id of its key are set.
func New(m Manifest, key ed25519.PrivateKey) (Signed, error) {
	m.Type, m.KeyID = Type, KeyID(key.Public().(ed25519.PublicKey))
	text, err := m.Canonical()
	if err != nil {
		return Signed{}, err
	}
	return Signed{m, base64.StdEncoding.EncodeToString(ed25519.Sign(key, text))}, nil
}

// By reports whether the signature is of this manifest and by the key.
func (s Signed) By(key ed25519.PublicKey) bool {
	signature, err := base64.StdEncoding.Strict().DecodeString(s.Signature)
	if err != nil || len(key) != ed25519.PublicKeySize || s.Manifest.Type != Type || s.Manifest.KeyID != KeyID(key) {
		return false
	}
	text, err := s.Manifest.Canonical()
	return err == nil && ed25519.Verify(key, text, signature)
}

// JSON is the signed manifest as a file has it.
func (s Signed) JSON() ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(s)
	return out.Bytes(), err
}

// Read reads what JSON wrote. What is no manifest of this form, has a member that nobody knows or is larger than
// MaxBytes is an error that says so.
func Read(data []byte) (s Signed, err error) {
	switch {
	case len(data) > MaxBytes:
		return s, fmt.Errorf("it is larger than %d KB", MaxBytes>>10)
	case !utf8.Valid(data):
		return s, errors.New("it is no text")
	}
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return s, fmt.Errorf("it is no manifest of a report: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return s, errors.New("something follows the manifest")
	}
	if s.Manifest.Type != Type || !IsSHA256(s.Manifest.SHA256) {
		return s, errors.New("it is no manifest of a report, or of a newer Plumbline")
	}
	return s, nil
}

// IsSHA256 reports whether a text is one as manifests write it: 64 hex digits, letters small.
func IsSHA256(text string) bool {
	sum, err := hex.DecodeString(text)
	return err == nil && len(sum) == 32 && hex.EncodeToString(sum) == text
}
