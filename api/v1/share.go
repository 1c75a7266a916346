package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/reviews"
)

// sharedJSON says of a thing of another workspace whose it is.
type sharedJSON struct {
	AccountID string `json:"account_id" doc:"account id of the workspace it belongs to"`
	Workspace string `json:"workspace" doc:"name of that workspace"`
	Role      string `json:"role" doc:"as what it is shared" enum:"viewer,contributor"`
}

func sharedOut(s *models.SharingInfo) *sharedJSON {
	if s == nil {
		return nil
	}
	return &sharedJSON{s.AccountID, s.Workspace, string(s.Role)}
}

type shareBody struct {
	AccountID string `json:"account_id" doc:"12 digits of the workspace that it is offered to" required:"true" min:"12" max:"12"`
	Role      string `json:"role" doc:"viewer: to read, or a lens to review with; contributor: to answer, or to draft a lens" required:"true" enum:"viewer,contributor"`
}

type shareJSON struct {
	ID        string     `json:"id" doc:"32 hex digits"`
	Kind      string     `json:"kind" doc:"what is shared" enum:"workload,lens"`
	ThingID   string     `json:"thing_id" doc:"id of the workload or lens"`
	ThingName string     `json:"thing_name" doc:"its name when it was offered"`
	AccountID string     `json:"account_id" doc:"account id of the workspace that it is offered to"`
	Role      string     `json:"role" doc:"as what" enum:"viewer,contributor"`
	Status    string     `json:"status" doc:"how far it is; rejected: turned down or left" enum:"pending,accepted,rejected,revoked,expired"`
	CreatedAt time.Time  `json:"created_at" doc:"when it was offered"`
	CreatedBy string     `json:"created_by" doc:"who offered it"`
	ExpiresAt time.Time  `json:"expires_at" doc:"until when the offer waits for its answer"`
	DecidedAt *time.Time `json:"decided_at,omitempty" doc:"when it was accepted, rejected or revoked last"`
	DecidedBy string     `json:"decided_by,omitempty" doc:"who did that"`
}

func shareOut(s models.Share) shareJSON {
	return shareJSON{s.ID, string(s.Kind), s.ThingID, s.ThingName, s.AccountID, string(s.Role), string(s.Status),
		s.CreatedAt, s.CreatedBy,
		s.ExpiresAt, rest.TimeOrNil(s.DecidedAt), s.DecidedBy}
}

// receivedShare is a share as the workspace sees it that it is offered to.
type receivedShare struct {
	shareJSON
	FromAccountID string `json:"from_account_id" doc:"account id of the workspace that offers it"`
	FromWorkspace string `json:"from_workspace" doc:"name of that workspace"`
}

func receivedOut(v reviews.ShareView) receivedShare {
	return receivedShare{shareOut(v.Share), v.From.AccountID, v.From.Name}
}

func sharedWorkload(r *rest.Request) reviews.SharedThing {
	return reviews.SharedThing{Kind: models.WorkloadShare, Ref: r.Param("workload")}
}

func sharedLens(r *rest.Request) reviews.SharedThing {
	return reviews.SharedThing{Kind: models.LensShare, Ref: r.Param("lens")}
}

func (a *API) offer(ctx context.Context, r *rest.Request, thing reviews.SharedThing, in shareBody) (shareJSON, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return shareJSON{}, err
	}
	s, err := a.svc.Shares.Offer(ctx, thing, models.ShareInput{AccountID: in.AccountID, Role: models.Role(in.Role)}, key)
	return shareOut(s), err
}

func (a *API) shareWorkload(ctx context.Context, r *rest.Request, in shareBody) (shareJSON, error) {
	return a.offer(ctx, r, sharedWorkload(r), in)
}

func (a *API) shareLens(ctx context.Context, r *rest.Request, in shareBody) (shareJSON, error) {
	return a.offer(ctx, r, sharedLens(r), in)
}

func (a *API) listWorkloadShares(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[shareJSON], error) {
	page, err := a.svc.Shares.ListOf(ctx, sharedWorkload(r), r.Page())
	return rest.ListOf(page, shareOut), err
}

func (a *API) listLensShares(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[shareJSON], error) {
	page, err := a.svc.Shares.ListOf(ctx, sharedLens(r), r.Page())
	return rest.ListOf(page, shareOut), err
}

func (a *API) revokeWorkloadShare(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Shares.Revoke(ctx, sharedWorkload(r), r.Param("share"))
}

func (a *API) revokeLensShare(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{}, a.svc.Shares.Revoke(ctx, sharedLens(r), r.Param("share"))
}

func (a *API) listShares(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[receivedShare], error) {
	page, err := a.svc.Shares.Received(ctx, r.Page())
	return rest.ListOf(page, receivedOut), err
}

func (a *API) acceptShare(ctx context.Context, r *rest.Request, _ rest.None) (receivedShare, error) {
	v, err := a.svc.Shares.Accept(ctx, r.Param("share"))
	return receivedOut(v), err
}

func (a *API) rejectShare(ctx context.Context, r *rest.Request, _ rest.None) (receivedShare, error) {
	v, err := a.svc.Shares.Reject(ctx, r.Param("share"))
	return receivedOut(v), err
}
