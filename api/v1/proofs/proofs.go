// Package proofs has the operations of the JSON API by which reports are verified, and the keys that sign them are
// listed and rotated.
//
// Handlers decide nothing: permission and rules are those of models/service/proofs.
package proofs

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/proof"
	"plumbline/models/service"
	"plumbline/models/service/proofs"
	"plumbline/models/timezone"
	"plumbline/reports/sign"
)

// Dependencies are what the operations stand on.
type Dependencies struct{ Service *service.Service }

type handlers Dependencies

// Routes is the table of the operations. Whoever was given a file may verify it, and have the public keys for that.
func Routes(d Dependencies) []rest.Route {
	h := handlers(d)
	return []rest.Route{
		{Method: http.MethodPost, Path: "/reports/verify", ID: "verifyReport",
			Summary: "Whether a file is a report of this server, unchanged, and still the newest: by its SHA-256, and the " +
				"manifest that came with it; what it is about is told to those who may read it",
			Status: http.StatusOK, Do: rest.Do(h.verify)},
		{Method: http.MethodGet, Path: "/reports/:sha256/manifest", ID: "getReportManifest",
			Summary: "The signed manifest of a report that was made, by the SHA-256 of the file", Action: models.ReadReview,
			Status: http.StatusOK, Do: rest.Do(h.manifest)},
		{Method: http.MethodGet, Path: "/report-keys", ID: "listReportKeys",
			Summary: "The public keys with which the server signs reports, newest first", Status: http.StatusOK,
			Do: rest.Do(h.keys)},
		{Method: http.MethodPost, Path: "/report-keys", ID: "rotateReportKey",
			Summary: "Have a new key sign reports; what older keys signed stays genuine", Action: models.ManageSigning,
			Status: http.StatusCreated, Do: rest.Do(h.rotate)},
	}
}

// Question is what is asked about a file.
type Question struct {
	SHA256   string       `json:"sha256" doc:"of the file: 64 hex digits" required:"true"`
	Manifest *sign.Signed `json:"manifest,omitempty" doc:"what came with the file; by the server's own record if missing"`
}

// Verdict is what the server says of a file.
type Verdict struct {
	Finding string `json:"finding" doc:"what the file is, as says tells" enum:"genuine,unknown,changed,forged"`
	Says    string `json:"says" doc:"the same in a sentence or two"`

	MadeAt   *time.Time `json:"made_at,omitempty" doc:"when a genuine file was made; to others the day alone"`
	KeyID    string     `json:"key_id,omitempty" doc:"of the key that signed it"`
	Retired  bool       `json:"key_retired,omitempty" doc:"another key signs now"`
	Standing string     `json:"standing,omitempty" doc:"of a genuine file" enum:"newest,superseded,deleted"`

	SupersededAt *time.Time `json:"superseded_at,omitempty" doc:"when, as far as is known"`
	SupersededBy int        `json:"superseded_by,omitempty" doc:"the newest milestone; missing: the live state does"`

	About *sign.Manifest `json:"about,omitempty" doc:"what the report is; for those who may read it"`
}

// VerdictOf is a verdict as the API replies it.
func VerdictOf(v proofs.Verdict) Verdict {
	return Verdict{Finding: string(v.Finding), Says: v.Says(timezone.UTC.Day), MadeAt: rest.TimeOrNil(v.MadeAt),
		KeyID: v.Key.ID, Retired: !v.Key.RetiredAt.IsZero(), Standing: string(v.Standing.Is),
		SupersededAt: rest.TimeOrNil(v.Standing.Since), SupersededBy: v.Standing.Milestone, About: v.About}
}

func (h handlers) verify(ctx context.Context, _ *rest.Request, in Question) (Verdict, error) {
	v, err := h.Service.Proofs.Verify(ctx, proofs.Question{SHA256: in.SHA256, Signed: in.Manifest})
	if err != nil {
		return Verdict{}, err
	}
	return VerdictOf(v), nil
}

func (h handlers) manifest(ctx context.Context, r *rest.Request, _ rest.None) (sign.Signed, error) {
	return h.Service.Proofs.Manifest(ctx, r.Param("sha256"))
}

// Key is a public key of the server.
type Key struct {
	ID        string     `json:"id" doc:"fingerprint: the first 32 hex digits of the SHA-256 of the key"`
	Public    string     `json:"public_key" doc:"Ed25519, 32 bytes, base64"`
	PEM       string     `json:"pem" doc:"the same as other programs read it"`
	CreatedAt time.Time  `json:"created_at" doc:"since when it signs"`
	RetiredAt *time.Time `json:"retired_at,omitempty" doc:"until when it signed; what it signed stays genuine"`
}

// KeyOf is a key as the API replies it.
func KeyOf(k proof.Key) (Key, error) {
	text, err := sign.PEM(k.Public)
	return Key{k.ID, base64.StdEncoding.EncodeToString(k.Public), text, k.CreatedAt, rest.TimeOrNil(k.RetiredAt)}, err
}

// Keys is the list of them.
type Keys struct {
	Items []Key `json:"items" doc:"newest first; none before the first report was made"`
}

// KeysOf is the list as the API replies it.
func KeysOf(list []proof.Key) (out Keys, err error) {
	out.Items = make([]Key, len(list))
	for n, k := range list {
		if out.Items[n], err = KeyOf(k); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (h handlers) keys(ctx context.Context, _ *rest.Request, _ rest.None) (Keys, error) {
	list, err := h.Service.Proofs.Keys(ctx)
	if err != nil {
		return Keys{}, err
	}
	return KeysOf(list)
}

func (h handlers) rotate(ctx context.Context, _ *rest.Request, _ rest.None) (Key, error) {
	made, err := h.Service.Proofs.Rotate(ctx)
	if err != nil {
		return Key{}, err
	}
	return KeyOf(made)
}

// ReplyHeaders are what Headers gives, each with what it tells.
var ReplyHeaders = map[string]string{
	"Repr-Digest":     "the SHA-256 of the file (RFC 9530)",
	"Link":            "rel=describedby: where the signed manifest of the file is",
	"Plumbline-Proof": "key= and the id of the key that signed the manifest; none: the file is not registered",
}

// Headers tell whoever downloads a report what became of it: its digest (RFC 9530), and where its manifest is, as an
// address relative to that of the report of a workload, or that there is none.
func Headers(r proofs.Receipt) map[string]string {
	sum, err := hex.DecodeString(r.SHA256)
	if err != nil {
		return nil
	}
	out := map[string]string{"Repr-Digest": "sha-256=:" + base64.StdEncoding.EncodeToString(sum) + ":"}
	if r.Signed == nil {
		out["Plumbline-Proof"] = "none"
		return out
	}
	out["Plumbline-Proof"] = "key=" + r.Signed.Manifest.KeyID
	out["Link"] = "<../../reports/" + r.SHA256 + `/manifest>; rel="describedby"; type="application/json"`
	return out
}
