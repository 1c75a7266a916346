package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/reviews"
)

type reviewBody struct {
	Lens    string `json:"lens" doc:"the lens, by id or key" required:"true"`
	Version string `json:"version,omitempty" doc:"name of the version; the latest if not given"`
}

type pillarReview struct {
	PillarID    string `json:"pillar_id" doc:"id of the pillar"`
	Name        string `json:"name" doc:"name of the pillar"`
	Notes       string `json:"notes" doc:"Markdown"`
	Description string `json:"description,omitempty" doc:"what the pillar protects the business from"`
	rest.Standing
}

type reviewJSON struct {
	WorkloadID  string `json:"workload_id" doc:"the workload"`
	LensID      string `json:"lens_id" doc:"the lens"`
	LensKey     string `json:"lens_key" doc:"short name of the lens"`
	LensName    string `json:"lens_name" doc:"name of the lens"`
	LensVersion string `json:"lens_version" doc:"the version that is answered"`
	LensStatus  string `json:"lens_status" doc:"NOT_CURRENT: a later version waits for an upgrade; DELETED: the lens is gone from the workspace" enum:"CURRENT,NOT_CURRENT,DELETED"`
	rest.Standing
	Pillars   []pillarReview `json:"pillars" doc:"in the lens's order"`
	Notes     string         `json:"notes" doc:"Markdown"`
	Version   int            `json:"version" doc:"the ETag's number; counts changes of notes and lens version, not of answers"`
	CreatedAt time.Time      `json:"created_at" doc:"when the review was started"`
	UpdatedAt time.Time      `json:"updated_at" doc:"when anything in it changed last"`
	UpdatedBy string         `json:"updated_by" doc:"who changed it last"`
}

func (r reviewJSON) ETag() int        { return r.Version }
func (r reviewJSON) Location() string { return "/workloads/" + r.WorkloadID + "/lenses/" + r.LensKey }

func reviewOut(v reviews.ReviewView) reviewJSON {
	out := reviewJSON{
		WorkloadID: v.WorkloadID, LensID: v.LensID, LensKey: v.Lens.Key, LensName: v.Lens.Name, LensVersion: v.Version.Name,
		LensStatus: "CURRENT", Standing: rest.StandingOf(v.Counts()), Notes: v.Notes, Version: v.Review.Version,
		CreatedAt: v.CreatedAt, UpdatedAt: v.UpdatedAt, UpdatedBy: v.UpdatedBy,
		Pillars: rest.Each(v.Pillars, func(p models.PillarReview) pillarReview {
			pillar := v.Doc.Pillar(p.PillarID)
			return pillarReview{p.PillarID, pillar.Name, p.Notes, pillar.Description, rest.StandingOf(p.Counts)}
		}),
	}
	switch {
	case !v.Lens.DeletedAt.IsZero():
		out.LensStatus = "DELETED"
	case v.Newer:
		out.LensStatus = "NOT_CURRENT"
	}
	return out
}

func (a *API) listReviews(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[reviewJSON], error) {
	views, err := a.svc.Reviews.List(ctx, r.Param("workload"))
	return rest.List[reviewJSON]{Items: rest.Each(views, reviewOut)}, err
}

func (a *API) applyLens(ctx context.Context, r *rest.Request, in reviewBody) (reviewJSON, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return reviewJSON{}, err
	}
	return viewOrError(a.svc.Reviews.Apply(ctx, r.Param("workload"),
		reviews.Application{Lens: in.Lens, Version: in.Version}, key))
}

// viewOrError passes an error on before reviewOut would look into an empty view.
func viewOrError(v reviews.ReviewView, err error) (reviewJSON, error) {
	if err != nil {
		return reviewJSON{}, err
	}
	return reviewOut(v), nil
}

func (a *API) getReview(ctx context.Context, r *rest.Request, _ rest.None) (reviewJSON, error) {
	return viewOrError(a.svc.Reviews.Get(ctx, r.Param("workload"), r.Param("lens")))
}

type reviewPatch struct {
	Notes       *string           `json:"notes,omitempty" doc:"Markdown, at most 64 KB"`
	PillarNotes map[string]string `json:"pillar_notes,omitempty" doc:"notes by pillar id; pillars that are not named keep theirs"`
}

func (a *API) updateReview(ctx context.Context, r *rest.Request, in reviewPatch) (reviewJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return reviewJSON{}, err
	}
	return viewOrError(a.svc.Reviews.UpdateNotes(ctx, r.Param("workload"), r.Param("lens"), models.ReviewPatch(in), seen))
}

func (a *API) removeReview(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{},
		a.svc.Reviews.Remove(ctx, r.Param("workload"), r.Param("lens"), reviews.RemovalRequest{Confirm: r.Query("confirm")})
}
