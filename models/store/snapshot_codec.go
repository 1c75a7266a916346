package store

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

// snapshotFormat is what freeze writes. A change of the stored structs that old bytes do not fit is a new number with
// structs of its own; thaw goes on reading all of them.
const snapshotFormat = 1

// frozenSnapshot is a snapshot as it is stored: gzip'd JSON, and the SHA-256 of the JSON.
type frozenSnapshot struct {
	format int
	digest string
	bytes  []byte
}

func freeze(s models.Snapshot) (frozenSnapshot, error) {
	text, err := json.Marshal(newSnapshotV1(s))
	if err != nil {
		return frozenSnapshot{}, err
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed) // without name and time in its header, so that equal snapshots give equal bytes
	if _, err := z.Write(text); err != nil {
		return frozenSnapshot{}, err
	}
	if err := z.Close(); err != nil {
		return frozenSnapshot{}, err
	}
	return frozenSnapshot{format: snapshotFormat, digest: digestOf(text), bytes: packed.Bytes()}, nil
}

// thaw is the opposite of freeze. Of the lens versions there are only the ids.
func thaw(f frozenSnapshot) (models.Snapshot, error) {
	if f.format != snapshotFormat {
		return models.Snapshot{}, fmt.Errorf("store: snapshot has the unknown format %d", f.format)
	}
	text, err := unpack(f.bytes)
	if err != nil {
		// Not wrapped: the end of these bytes is not the end of a connection.
		return models.Snapshot{}, fmt.Errorf("store: the snapshot is damaged: %v", err)
	}
	if digestOf(text) != f.digest {
		return models.Snapshot{}, errors.New("store: the snapshot is damaged: its digest is not the recorded one")
	}
	var stored snapshotV1
	if err := json.Unmarshal(text, &stored); err != nil {
		return models.Snapshot{}, fmt.Errorf("store: decode snapshot: %w", err)
	}
	return stored.noun(), nil
}

func unpack(packed []byte) ([]byte, error) {
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

// MilestoneSnapshot gives what a milestone froze, or NotFound. Versions come with their documents; Doc is left to
// the caller, who parses and keeps them.
func (tx *Tx) MilestoneSnapshot(workloadID string, number int) (models.Snapshot, error) {
	q := tx.db.Where("workload_id = ? AND number = ?", workloadID, number)
	row, err := one[milestoneRow](tx, "milestone", q)
	if err != nil {
		return models.Snapshot{}, err
	}
	s, err := thaw(frozenSnapshot{format: row.Format, digest: row.Digest, bytes: row.Snapshot})
	if err != nil {
		return models.Snapshot{}, tx.failed("open", "milestone", err)
	}
	m := row.noun()
	s.Milestone = &m
	return s, tx.fillVersions(s.Reviews)
}

func (tx *Tx) fillVersions(reviews []models.ReviewSnapshot) error {
	ids := each(reviews, func(r models.ReviewSnapshot) string { return r.Version.ID })
	versions, err := many(tx, "lens versions", tx.db.Where(tx.among("id", ids)), lensVersionRow.noun)
	if err != nil {
		return err
	}
	byID := make(map[string]models.LensVersion, len(versions))
	for _, v := range versions {
		byID[v.ID] = v
	}
	for i := range reviews {
		v, ok := byID[reviews[i].Version.ID]
		if !ok {
			return fmt.Errorf("store: lens version %s of the milestone is gone", reviews[i].Version.ID)
		}
		reviews[i].Version = v
	}
	return nil
}
