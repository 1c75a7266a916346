package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/collaboration"
)

type parkedBody struct {
	QuestionID string `json:"question_id,omitempty" doc:"where it came up"`
	Body       string `json:"body" doc:"what has to wait" required:"true" max:"2000"`
}

type parkedJSON struct {
	ID         string     `json:"id" doc:"32 hex digits"`
	QuestionID string     `json:"question_id,omitempty" doc:"where it came up; the lens may not have it any more"`
	Body       string     `json:"body" doc:"what has to wait"`
	CreatedAt  time.Time  `json:"created_at" doc:"when it was parked"`
	CreatedBy  string     `json:"created_by" doc:"who parked it"`
	DoneAt     *time.Time `json:"done_at,omitempty" doc:"when it was ticked off"`
	DoneBy     string     `json:"done_by,omitempty" doc:"who ticked it off"`
	KeptAs     string     `json:"kept_as,omitempty" doc:"what it became, if anything" enum:"review_notes,answer_notes"`
}

func parkedOut(p models.ParkedItem) parkedJSON {
	return parkedJSON{p.ID, p.QuestionID, p.Body, p.CreatedAt, p.CreatedBy, rest.TimeOrNil(p.DoneAt), p.DoneBy,
		string(p.KeptAs)}
}

func parkedPath(r *rest.Request) collaboration.ParkedPath {
	return collaboration.ParkedPath{ReviewPath: reviewPath(r), ID: r.Param("parked")}
}

func (a *API) listParked(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[parkedJSON], error) {
	all, err := a.svc.Parking.List(ctx, reviewPath(r))
	return rest.List[parkedJSON]{Items: rest.Each(all, parkedOut)}, err
}

func (a *API) park(ctx context.Context, r *rest.Request, in parkedBody) (parkedJSON, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return parkedJSON{}, err
	}
	p, err := a.svc.Parking.Add(ctx, reviewPath(r), models.ParkedInput(in), key)
	return parkedOut(p), err
}

type parkedPatch struct {
	Done bool `json:"done" doc:"ticked off, or open again" required:"true"`
}

func (a *API) updateParked(ctx context.Context, r *rest.Request, in parkedPatch) (parkedJSON, error) {
	p, err := a.svc.Parking.SetDone(ctx, parkedPath(r), in.Done)
	return parkedOut(p), err
}

func (a *API) keepParked(ctx context.Context, r *rest.Request, _ rest.None) (parkedJSON, error) {
	p, err := a.svc.Parking.Keep(ctx, parkedPath(r))
	return parkedOut(p), err
}

func (a *API) deleteParked(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Parking.Delete(ctx, parkedPath(r))
}
