package proofs

import (
	"context"
	"time"

	"plumbline/models"
	"plumbline/models/proof"
	"plumbline/models/service/core"
	"plumbline/models/store"
	"plumbline/reports/sign"
)

// Finding says what a file is.
type Finding string

// The findings.
const (
	Genuine Finding = "genuine" // this server made exactly these bytes
	Unknown Finding = "unknown" // changed since it was made, made elsewhere, or not registered
	Changed Finding = "changed" // the manifest is genuine, and the file is another one
	Forged  Finding = "forged"  // the manifest bears no signature of this server
)

// Currency says whether a genuine report is still the newest.
type Currency string

// The currencies.
const (
	Newest     Currency = "newest"
	Superseded Currency = "superseded"
	Deleted    Currency = "deleted" // the workload is
)

// Standing is how a workload stands now beside a report on it.
type Standing struct {
	Is    Currency
	Since time.Time // when what supersedes it came about, as far as is known

	Milestone     int // the newest one, which supersedes it; 0: the present state does
	MilestoneName string
}

// Question is what is asked about a file.
type Question struct {
	SHA256 string       // of the file, hex
	Signed *sign.Signed // the manifest that came with it; nil: none did
}

// Verdict is what the server says of a file.
type Verdict struct {
	Finding  Finding
	MadeAt   time.Time // of a genuine one
	Key      proof.Key // that signed it
	Standing Standing  // of a genuine one

	// About is the manifest, for those who may read the report; nil: who asks is not told what it is about, nor what
	// supersedes it.
	About *sign.Manifest
}

// Verify says whether a file is genuine and still the newest. Everybody may ask, as often as limits allow; what the
// report is about is told to those only who may read it.
func (p Proofs) Verify(ctx context.Context, q Question) (out Verdict, err error) {
	actor := models.ActorFrom(ctx)
	sum, err := digestOf(q.SHA256)
	if err != nil {
		return out, err
	}
	if actor.Kind != models.SystemActor {
		if err := p.asked.check(models.ClientFrom(ctx).Address, p.core.Now()); err != nil {
			return out, err
		}
	}
	return core.Read(ctx, p.core, func(tx *store.Tx) (Verdict, error) {
		signed, finding, err := p.signedFor(tx, q, sum)
		if err != nil || finding != Genuine {
			return Verdict{Finding: finding}, err
		}
		out := Verdict{Finding: Genuine, MadeAt: sign.ParseTime(signed.Manifest.MadeAt)}
		if out.Key, err = store.Proofs(tx).Key(signed.Manifest.KeyID); err != nil {
			return out, err
		}
		out.Key.Sealed = ""
		if out.Standing, err = p.now(tx, signed.Manifest); err != nil {
			return out, err
		}
		may, err := mayRead(tx, actor, signed.Manifest)
		if err != nil {
			return out, err
		}
		if !may {
			return out.forStranger(), nil
		}
		about := signed.Manifest
		if actor.Kind == models.GuestActor {
			about.MadeBy = ""
		}
		out.About = &about
		return out, nil
	})
}

// forStranger leaves out what only those are told who may read the report: days stay, the hours and names go.
func (v Verdict) forStranger() Verdict {
	v.MadeAt = v.MadeAt.Truncate(24 * time.Hour)
	v.Standing = Standing{Is: v.Standing.Is, Since: v.Standing.Since.Truncate(24 * time.Hour)}
	return v
}

// signedFor finds the manifest of the file: in the register, or else the one that came with it.
func (p Proofs) signedFor(tx *store.Tx, q Question, sum []byte) (sign.Signed, Finding, error) {
	row, err := store.Proofs(tx).Get(sum)
	known := err == nil
	if err != nil && models.CodeOf(err) != models.CodeNotFound {
		return sign.Signed{}, "", err
	}
	signed := sign.Signed{}
	switch {
	case q.Signed != nil:
		signed = *q.Signed
	case known:
		if signed, err = signedOf(row); err != nil {
			return signed, Forged, nil
		}
	default:
		return signed, Unknown, nil
	}
	key, err := store.Proofs(tx).Key(signed.Manifest.KeyID)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return signed, Forged, nil
	case err != nil:
		return signed, "", err
	case !signedBy(signed, key):
		return signed, Forged, nil
	case signed.Manifest.SHA256 != q.SHA256:
		return signed, Changed, nil
	}
	return signed, Genuine, nil
}
