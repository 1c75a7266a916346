package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models/service/lenses"
	"plumbline/questionnaires"
)

type lensJSON struct {
	ID            string              `json:"id" doc:"32 hex digits"`
	Key           string              `json:"key" doc:"short name; may stand for the id in every path"`
	Name          string              `json:"name" doc:"name of the lens: what is displayed"`
	DocumentName  string              `json:"document_name" doc:"name in its documents, which every version and export carries"`
	Description   string              `json:"description" doc:"what it asks about"`
	LatestVersion string              `json:"latest_version,omitempty" doc:"the newest published version; missing if there is none"`
	HasDraft      bool                `json:"has_draft" doc:"is there a draft to publish"`
	Deleted       bool                `json:"deleted" doc:"deleted lenses live on in the reviews that use them"`
	Shared        *sharedJSON         `json:"shared,omitempty" doc:"whose it is, where it belongs to another workspace"`
	Version       int                 `json:"version" doc:"the ETag's number"`
	CreatedAt     time.Time           `json:"created_at" doc:"when it was imported first"`
	UpdatedAt     time.Time           `json:"updated_at" doc:"when it changed last"`
	UpdatedBy     string              `json:"updated_by" doc:"who changed it last"`
	Warnings      []rest.ProblemField `json:"warnings,omitempty" doc:"after an import: what is worth a look"`
}

func (l lensJSON) ETag() int        { return l.Version }
func (l lensJSON) Location() string { return "/lenses/" + l.Key }

func lensOut(l lenses.LensView) lensJSON {
	return lensJSON{
		Shared: sharedOut(l.Shared),
		ID:     l.ID, Key: l.Key, Name: l.Name, DocumentName: l.DocumentName, Description: l.Description,
		LatestVersion: l.Latest, HasDraft: l.HasDraft,
		Deleted: !l.DeletedAt.IsZero(), Version: l.Version, CreatedAt: l.CreatedAt, UpdatedAt: l.UpdatedAt,
		UpdatedBy: l.UpdatedBy,
	}
}

func (a *API) listLenses(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[lensJSON], error) {
	page, err := a.svc.Lenses.List(ctx, r.Page())
	return rest.ListOf(page, lensOut), err
}

func (a *API) importLens(ctx context.Context, r *rest.Request, in rest.Raw) (lensJSON, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return lensJSON{}, err
	}
	l, problems, err := a.svc.Lenses.Import(ctx, in, key)
	out := lensOut(lenses.LensView{Lens: l})
	out.Warnings = rest.ProblemsOf(problems)
	return out, err
}

func (a *API) getLens(ctx context.Context, r *rest.Request, _ rest.None) (lensJSON, error) {
	l, err := a.svc.Lenses.Get(ctx, r.Param("lens"))
	return lensOut(l), err
}

func (a *API) deleteLens(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Lenses.Delete(ctx, r.Param("lens"), lenses.LensDeletion{Confirm: r.Query("confirm")})
}

func (a *API) getDraft(ctx context.Context, r *rest.Request, _ rest.None) (rest.Blob, error) {
	document, err := a.svc.Drafts.Get(ctx, r.Param("lens"))
	return rest.Blob{MediaType: "application/json", Data: document}, err
}

func (a *API) putDraft(ctx context.Context, r *rest.Request, in rest.Raw) (lensJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return lensJSON{}, err
	}
	l, problems, err := a.svc.Drafts.Put(ctx, r.Param("lens"), in, seen)
	out := lensOut(l)
	out.Warnings = rest.ProblemsOf(problems)
	return out, err
}

func (a *API) discardDraft(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Drafts.Discard(ctx, r.Param("lens"))
}

type lensCheck struct {
	Usable   bool                `json:"usable" doc:"no problem is an error"`
	Problems []rest.ProblemField `json:"problems" doc:"every problem, by position"`
	Findings []findingJSON       `json:"findings" doc:"what follows from the risk rules; empty where the lens can't be used"`
}

func (a *API) checkLens(_ context.Context, r *rest.Request, in rest.Raw) (lensCheck, error) {
	doc, problems := questionnaires.Parse(in, questionnaires.ParseOptions{Strict: r.Query("strict") == "true"})
	out := lensCheck{Usable: doc != nil, Problems: rest.ProblemsOf(problems), Findings: []findingJSON{}}
	if doc != nil {
		out.Findings = rest.Each(doc.Findings(), findingOut)
	}
	return out, nil
}
