package proofs

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"time"

	"plumbline/models"
	"plumbline/models/proof"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/reports"
	"plumbline/reports/sign"
)

// File is a report that was just made for the actor, who may read it.
type File struct {
	Data     []byte
	Format   string // such as pdf
	Preset   string // such as leadership; that to architects if ""
	Saved    string // the name of the saved preset that it was made by; "" of none
	Snapshot models.Snapshot
	LensID   string // of the only lens it is about; "" for all
}

// Receipt says what became of a File.
type Receipt struct {
	SHA256 string       // hex
	Signed *sign.Signed // nil: it is not registered
	Why    string       // it is not
}

// patience is how long a report waits for its registration, where others write for long.
const patience = 2 * time.Second

// Register signs what the report is and keeps that, unless the same bytes were made before. It never stands in the way
// of the report: whatever fails is logged and told in the receipt. There is no audit line, since the register is one
// itself: who had what made when.
func (p Proofs) Register(ctx context.Context, f File) Receipt {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	sum := sha256.Sum256(f.Data)
	out := Receipt{SHA256: hex.EncodeToString(sum[:])}
	signed, err := p.register(ctx, f, sum[:])
	if err == nil {
		out.Signed = &signed
		return out
	}
	out.Why = "the server could not register it"
	if code := models.CodeOf(err); code != models.CodeInternal {
		out.Why = err.Error()
	}
	p.core.Log.WarnContext(ctx, "a report was made and not registered: it can't be verified", "workload",
		f.Snapshot.Workload.ID, "sha256", out.SHA256, "error", err)
	return out
}

func (p Proofs) register(ctx context.Context, f File, sum []byte) (sign.Signed, error) {
	actor := models.ActorFrom(ctx)
	known, err := core.Read(ctx, p.core, func(tx *store.Tx) (proof.Proof, error) { return store.Proofs(tx).Get(sum) })
	switch models.CodeOf(err) {
	case "":
		return signedOf(known)
	case models.CodeNotFound:
	default:
		return sign.Signed{}, err
	}
	return core.Write(ctx, p.core, func(tx *store.Tx) (sign.Signed, error) {
		load := f.Snapshot.Workload
		if _, err := core.WorkloadOwner(tx, actor, models.ReadReview, load.ID); err != nil {
			return sign.Signed{}, err
		}
		key, err := p.signingKey(tx, actor)
		if err != nil {
			return sign.Signed{}, err
		}
		now := p.core.Now()
		m := manifestOf(actor, f)
		m.SHA256, m.MadeAt = hex.EncodeToString(sum), sign.Time(now)
		signed, err := sign.New(m, key)
		if err != nil {
			return signed, err
		}
		row := proof.Proof{SHA256: sum, WorkloadID: load.ID, KeyID: signed.Manifest.KeyID, MadeAt: now}
		text, err := signed.Manifest.Canonical()
		if err != nil {
			return signed, err
		}
		row.Manifest = string(text)
		if row.Signature, err = base64.StdEncoding.DecodeString(signed.Signature); err != nil {
			return signed, err
		}
		return signed, store.Proofs(tx).Add(row, proof.MaxOfWorkload)
	})
}

// manifestOf says what a report is, but for its bytes and the moment.
func manifestOf(actor models.Actor, f File) sign.Manifest {
	snap, lens := f.Snapshot, f.LensID
	if f.Preset != string(reports.Leadership) {
		snap.Work = nil // no other report tells it
	}
	if actor.Kind == models.GuestActor {
		lens = actor.Scope.LensID
	}
	m := sign.Manifest{Size: int64(len(f.Data)), Format: f.Format,
		Preset: cmp.Or(f.Preset, string(reports.Architect)), SavedPreset: f.Saved,
		WorkspaceID: snap.Workload.WorkspaceID, WorkloadID: snap.Workload.ID, Workload: snap.Workload.Name, LensID: lens,
		State: fingerprint(snap, lens, actor.Kind == models.GuestActor), StateAt: sign.Time(snap.At),
		MadeBy: actor.Name, MadeByKind: string(actor.Kind)}
	for _, r := range snap.Reviews {
		if lens != "" && r.Lens.ID == lens {
			m.Lens = r.Lens.Name
		}
	}
	if snap.Milestone != nil {
		m.Milestone, m.MilestoneName = snap.Milestone.Number, snap.Milestone.Name
	}
	return m
}

// signedOf is a proof as it leaves the server.
func signedOf(p proof.Proof) (s sign.Signed, err error) {
	s.Signature = base64.StdEncoding.EncodeToString(p.Signature)
	return s, json.Unmarshal([]byte(p.Manifest), &s.Manifest)
}

// Manifest gives the signed manifest of a report by its SHA-256, to those who may read such a report; NotFound to all
// others.
func (p Proofs) Manifest(ctx context.Context, sha256 string) (sign.Signed, error) {
	actor := models.ActorFrom(ctx)
	nothing := models.Errorf(models.CodeNotFound, "there is no manifest of such a report")
	sum, err := digestOf(sha256)
	if err != nil {
		return sign.Signed{}, err
	}
	return core.Read(ctx, p.core, func(tx *store.Tx) (sign.Signed, error) {
		row, err := store.Proofs(tx).Get(sum)
		if models.CodeOf(err) == models.CodeNotFound {
			return sign.Signed{}, nothing
		}
		if err != nil {
			return sign.Signed{}, err
		}
		signed, err := signedOf(row)
		if err != nil {
			return sign.Signed{}, err
		}
		may, err := mayRead(tx, actor, signed.Manifest)
		if err == nil && !may {
			err = nothing
		}
		if err != nil {
			return sign.Signed{}, err
		}
		return signed, nil
	})
}

// mayRead reports whether the actor may read a report with the manifest. A guest reads what guests of the same review
// read.
func mayRead(tx *store.Tx, actor models.Actor, m sign.Manifest) (bool, error) {
	if actor.Kind == models.SystemActor && actor.Admin { // beside the database there is nothing to hide
		return true, nil
	}
	action := models.ReadWorkload
	if actor.Kind == models.GuestActor {
		if m.MadeByKind != string(models.GuestActor) || m.Milestone != 0 || m.LensID != actor.Scope.LensID {
			return false, nil
		}
		action = models.ReadReview
	}
	err := core.Allow(tx, actor, action, models.ThingPlace{WorkspaceID: m.WorkspaceID, WorkloadID: m.WorkloadID,
		LensID: m.LensID})
	switch code := models.CodeOf(err); {
	case err == nil:
		return true, nil
	case core.IsDenied(err), code == models.CodeUnauthenticated, code == models.CodeOneTimeCodesRequired:
		return false, nil
	}
	return false, err
}

// digestOf reads a SHA-256 in hex.
func digestOf(text string) ([]byte, error) {
	if !sign.IsSHA256(text) {
		return nil, models.InvalidInput(models.FieldFault{Field: "sha256",
			Message: "must be a SHA-256: 64 hex digits, in lower case"})
	}
	return hex.DecodeString(text)
}

// signedBy reports whether a manifest bears the signature of the key.
func signedBy(s sign.Signed, key proof.Key) bool { return s.By(ed25519.PublicKey(key.Public)) }
