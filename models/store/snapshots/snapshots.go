// Package snapshots encodes the snapshots of milestones as they are stored for good, and reads them again.
// Equal snapshots give equal bytes.
//
// It may import models, questionnaires and micros, and knows no database.
package snapshots

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"plumbline/models"
)

// currentFormat is what Freeze writes. A change of the stored structs that old bytes do not fit is a new
// number with structs of its own; Thaw goes on reading all of them.
const currentFormat = 1

// StoredSnapshot is a snapshot as it is stored.
type StoredSnapshot struct {
	Format int    // of the JSON
	Digest string // SHA-256 of the JSON, in hex
	Bytes  []byte // the JSON, gzip'd
}

// Freeze encodes a snapshot. Of the lens versions only the ids are kept.
func Freeze(s models.Snapshot) (StoredSnapshot, error) {
	text, err := json.Marshal(newSnapshotV1(s))
	if err != nil {
		return StoredSnapshot{}, err
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed) // without name and time in its header, so that equal snapshots give equal bytes
	if _, err := z.Write(text); err != nil {
		return StoredSnapshot{}, err
	}
	if err := z.Close(); err != nil {
		return StoredSnapshot{}, err
	}
	return StoredSnapshot{Format: currentFormat, Digest: digestOf(text), Bytes: packed.Bytes()}, nil
}

// Thaw decodes what Freeze encoded. It notices any change of the bytes.
func Thaw(f StoredSnapshot) (models.Snapshot, error) {
	if f.Format != currentFormat {
		return models.Snapshot{}, fmt.Errorf("snapshots: the format %d is unknown", f.Format)
	}
	text, err := decompress(f.Bytes)
	if err != nil {
		// Not wrapped: the end of these bytes is not the end of a connection.
		return models.Snapshot{}, fmt.Errorf("snapshots: the snapshot is damaged: %v", err)
	}
	if digestOf(text) != f.Digest {
		return models.Snapshot{}, errors.New("snapshots: the snapshot is damaged: its digest is not the recorded one")
	}
	var stored snapshotV1
	if err := json.Unmarshal(text, &stored); err != nil {
		return models.Snapshot{}, fmt.Errorf("snapshots: decode: %w", err)
	}
	return stored.model(), nil
}

func decompress(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// convertAll converts a slice; nil stays nil.
func convertAll[R, T any](rows []R, convert func(R) T) []T {
	if rows == nil {
		return nil
	}
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = convert(r)
	}
	return out
}
