package v1

import (
	"context"
	"time"

	"plumbline/models/service/lenses"
	"plumbline/questionnaires"
)

type lens struct {
	ID            string         `json:"id" doc:"32 hex digits"`
	Key           string         `json:"key" doc:"short name; may stand for the id in every path"`
	Name          string         `json:"name" doc:"name of the lens: what is displayed"`
	DocumentName  string         `json:"document_name" doc:"name in its documents, which every version and export carries"`
	Description   string         `json:"description" doc:"what it asks about"`
	LatestVersion string         `json:"latest_version,omitempty" doc:"the newest published version; missing if there is none"`
	HasDraft      bool           `json:"has_draft" doc:"is there a draft to publish"`
	Deleted       bool           `json:"deleted" doc:"deleted lenses live on in the reviews that use them"`
	Shared        *shared        `json:"shared,omitempty" doc:"whose it is, where it belongs to another workspace"`
	Version       int            `json:"version" doc:"the ETag's number"`
	CreatedAt     time.Time      `json:"created_at" doc:"when it was imported first"`
	UpdatedAt     time.Time      `json:"updated_at" doc:"when it changed last"`
	UpdatedBy     string         `json:"updated_by" doc:"who changed it last"`
	Warnings      []problemField `json:"warnings,omitempty" doc:"after an import: what is worth a look"`
}

func (l lens) etag() int        { return l.Version }
func (l lens) location() string { return "/lenses/" + l.Key }

func lensOut(l lenses.View) lens {
	return lens{
		Shared: sharedOut(l.Shared),
		ID:     l.ID, Key: l.Key, Name: l.Name, DocumentName: l.DocumentName, Description: l.Description, LatestVersion: l.Latest, HasDraft: l.HasDraft,
		Deleted: !l.DeletedAt.IsZero(), Version: l.Version, CreatedAt: l.CreatedAt, UpdatedAt: l.UpdatedAt, UpdatedBy: l.UpdatedBy,
	}
}

func (a *API) listLenses(ctx context.Context, r *request, _ none) (list[lens], error) {
	page, err := a.svc.Lenses.List(ctx, r.page())
	return listOut(page, lensOut), err
}

func (a *API) importLens(ctx context.Context, r *request, in raw) (lens, error) {
	key, err := r.idempotency(in)
	if err != nil {
		return lens{}, err
	}
	l, problems, err := a.svc.Lenses.Import(ctx, in, key)
	out := lensOut(lenses.View{Lens: l})
	out.Warnings = problemsOut(problems)
	return out, err
}

func (a *API) getLens(ctx context.Context, r *request, _ none) (lens, error) {
	l, err := a.svc.Lenses.Get(ctx, r.param("lens"))
	return lensOut(l), err
}

func (a *API) deleteLens(ctx context.Context, r *request, _ none) (none, error) {
	return none{}, a.svc.Lenses.Delete(ctx, r.param("lens"), lenses.LensDeletion{Confirm: r.query("confirm")})
}

func (a *API) getDraft(ctx context.Context, r *request, _ none) (blob, error) {
	document, err := a.svc.Drafts.Get(ctx, r.param("lens"))
	return blob{mediaType: "application/json", data: document}, err
}

func (a *API) putDraft(ctx context.Context, r *request, in raw) (lens, error) {
	seen, err := r.ifMatch()
	if err != nil {
		return lens{}, err
	}
	l, problems, err := a.svc.Drafts.Put(ctx, r.param("lens"), in, seen)
	out := lensOut(l)
	out.Warnings = problemsOut(problems)
	return out, err
}

func (a *API) discardDraft(ctx context.Context, r *request, _ none) (none, error) {
	return none{}, a.svc.Drafts.Discard(ctx, r.param("lens"))
}

type lensCheck struct {
	Usable   bool           `json:"usable" doc:"no problem is an error"`
	Problems []problemField `json:"problems" doc:"every problem, by position"`
	Findings []finding      `json:"findings" doc:"what follows from the risk rules; empty where the lens can't be used"`
}

func (a *API) checkLens(_ context.Context, r *request, in raw) (lensCheck, error) {
	doc, problems := questionnaires.Parse(in, questionnaires.Options{Strict: r.query("strict") == "true"})
	out := lensCheck{Usable: doc != nil, Problems: problemsOut(problems), Findings: []finding{}}
	if doc != nil {
		out.Findings = each(doc.Findings(), findingOut)
	}
	return out, nil
}
