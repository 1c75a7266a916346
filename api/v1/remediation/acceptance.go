package remediation

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/service/acceptance"
	"plumbline/questionnaires"
)

type acceptanceView = acceptance.View

type acceptanceJSON struct {
	ID           string         `json:"id" doc:"32 hex digits"`
	Status       string         `json:"status" doc:"how it stands today, such as in_force"`
	WorkloadID   string         `json:"workload_id" doc:"the workload"`
	Workload     string         `json:"workload" doc:"its name"`
	LensID       string         `json:"lens_id" doc:"the lens"`
	LensKey      string         `json:"lens_key" doc:"its key"`
	QuestionID   string         `json:"question_id" doc:"the question; the lens may not have it any more"`
	Title        string         `json:"title,omitempty" doc:"the question in words; missing: it is not asked any more"`
	ChoiceID     string         `json:"choice_id,omitempty" doc:"the practice; missing: the risk of the whole question"`
	Practice     string         `json:"practice,omitempty" doc:"the practice in a line"`
	Risk         string         `json:"risk" doc:"of the question when it was asked" enum:"HIGH,MEDIUM,NONE"`
	Undecided    bool           `json:"undecided,omitempty" doc:"with risk NONE: the lens did not say"`
	Reason       string         `json:"reason" doc:"why the risk is taken"`
	Mitigation   string         `json:"mitigation" doc:"what keeps it small meanwhile"`
	ApproverRole string         `json:"approver_role" doc:"who answers for it, such as CISO"`
	ApproverID   string         `json:"approver_id,omitempty" doc:"the member who is asked; missing: any who may decide"`
	Approver     string         `json:"approver,omitempty" doc:"name of that member"`
	Until        string         `json:"until" doc:"last day on which it holds, in the workspace's time zone"`
	ItemID       string         `json:"item_id,omitempty" doc:"the item that it was asked from"`
	Extends      string         `json:"extends,omitempty" doc:"id of the acceptance that it extends"`
	AskedAt      time.Time      `json:"asked_at" doc:"when it was asked"`
	AskedBy      string         `json:"asked_by,omitempty" doc:"who asked"`
	AskedByID    string         `json:"asked_by_id,omitempty" doc:"the person; missing for a token of the workspace"`
	DecidedAt    *time.Time     `json:"decided_at,omitempty" doc:"when it was decided"`
	DecidedBy    string         `json:"decided_by,omitempty" doc:"who decided"`
	DecidedByID  string         `json:"decided_by_id,omitempty" doc:"the person"`
	DecisionNote string         `json:"decision_note,omitempty" doc:"what was said to it"`
	ClosedAt     *time.Time     `json:"closed_at,omitempty" doc:"when it was withdrawn, revoked, replaced or removed"`
	ClosedBy     string         `json:"closed_by,omitempty" doc:"by whom"`
	ClosedNote   string         `json:"closed_note,omitempty" doc:"why"`
	Version      int            `json:"version" doc:"the ETag's number"`
	May          permissionJSON `json:"may" doc:"what the one who asks may do about it"`
}

type permissionJSON struct {
	Decide   bool `json:"decide" doc:"accept or decline"`
	Withdraw bool `json:"withdraw" doc:"take it back"`
	Revoke   bool `json:"revoke" doc:"end it before its last day"`
}

func (a acceptanceJSON) ETag() int        { return a.Version }
func (a acceptanceJSON) Location() string { return "/acceptances/" + a.ID }

func acceptanceOut(v acceptanceView) acceptanceJSON {
	out := acceptanceJSON{
		ID: v.ID, Status: string(v.Standing), WorkloadID: v.WorkloadID, Workload: v.Workload, LensID: v.LensID,
		LensKey: v.Lens.Key, QuestionID: v.QuestionID, ChoiceID: v.ChoiceID, Risk: string(v.Risk.Key()),
		Undecided: v.Risk == questionnaires.RiskUndecided, Reason: v.Reason, Mitigation: v.Mitigation,
		ApproverRole: v.ApproverRole, ApproverID: v.ApproverID, Approver: v.ApproverName, Until: v.Until,
		ItemID: v.ItemID, Extends: v.FormerID, AskedAt: v.AskedAt, AskedBy: v.AskedBy, AskedByID: v.AskedByID,
		DecidedAt: rest.TimeOrNil(v.DecidedAt), DecidedBy: v.DecidedBy, DecidedByID: v.DecidedByID,
		DecisionNote: v.DecisionNote, ClosedAt: rest.TimeOrNil(v.ClosedAt), ClosedBy: v.ClosedBy,
		ClosedNote: v.ClosedNote, Version: v.Version, May: permissionJSON(v.May),
	}
	if v.Question != nil {
		out.Title = v.Question.Title
	}
	if c := v.Choice(); c != nil {
		out.Practice = c.Title
	}
	return out
}

func reviewPath(r *rest.Request) models.ReviewPath {
	return models.ReviewPath{Workload: r.Param("workload"), Lens: r.Param("lens")}
}

func (h handlers) listAcceptances(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[acceptanceJSON],
	error) {
	page, err := h.svc.Acceptances.List(ctx, acceptance.Query{Filter: acceptance.Filter(r.Query("filter")),
		WorkloadID: r.Query("workload"), PageRequest: r.Page()})
	return rest.ListOf(page, acceptanceOut), err
}

func (h handlers) listReviewAcceptances(ctx context.Context, r *rest.Request,
	_ rest.None) (rest.List[acceptanceJSON], error) {
	all, err := h.svc.Acceptances.OfReview(ctx, reviewPath(r), r.Query("question"))
	return rest.List[acceptanceJSON]{Items: rest.Each(all, acceptanceOut)}, err
}

func (h handlers) getAcceptance(ctx context.Context, r *rest.Request, _ rest.None) (acceptanceJSON, error) {
	v, err := h.svc.Acceptances.Get(ctx, r.Param("acceptance"))
	return acceptanceOut(v), err
}

type acceptanceBody struct {
	QuestionID   string `json:"question_id" doc:"the question" required:"true"`
	ChoiceID     string `json:"choice_id,omitempty" doc:"the practice that is missing; none: the whole question"`
	Reason       string `json:"reason" doc:"why the risk is taken" required:"true" max:"4000"`
	Mitigation   string `json:"mitigation" doc:"what keeps it small meanwhile" required:"true" max:"4000"`
	ApproverRole string `json:"approver_role" doc:"who answers for it, such as CISO" required:"true" max:"100"`
	ApproverID   string `json:"approver_id,omitempty" doc:"the member who is to decide; any who may, if not given"`
	Until        string `json:"until" doc:"last day, at most 12 months ahead, such as 2026-12-31" required:"true"`
	ItemID       string `json:"item_id,omitempty" doc:"the item that is closed while the risk is accepted"`
}

func (h handlers) askAcceptance(ctx context.Context, r *rest.Request, in acceptanceBody) (acceptanceJSON, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return acceptanceJSON{}, err
	}
	v, err := h.svc.Acceptances.Ask(ctx, reviewPath(r), accepted.Input(in), key)
	return acceptanceOut(v), err
}

type approverJSON struct {
	UserID string `json:"user_id" doc:"the person"`
	Name   string `json:"name" doc:"the person's name"`
}

func (h handlers) listApprovers(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[approverJSON], error) {
	people, err := h.svc.Acceptances.Approvers(ctx, reviewPath(r))
	return rest.List[approverJSON]{Items: rest.Each(people, func(p models.Participant) approverJSON {
		return approverJSON{p.UserID, p.Name}
	})}, err
}

type decisionBody struct {
	Accept bool   `json:"accept" doc:"true: the risk is accepted; false: it is not" required:"true"`
	Note   string `json:"note,omitempty" doc:"what is to be said to it; needed to decline" max:"4000"`
}

func (h handlers) decideAcceptance(ctx context.Context, r *rest.Request, in decisionBody) (acceptanceJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return acceptanceJSON{}, err
	}
	v, err := h.svc.Acceptances.Decide(ctx, r.Param("acceptance"), accepted.Decision(in), seen)
	return acceptanceOut(v), err
}

type withdrawalBody struct {
	Note string `json:"note,omitempty" doc:"why" max:"4000"`
}

func (h handlers) withdrawAcceptance(ctx context.Context, r *rest.Request, in withdrawalBody) (acceptanceJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return acceptanceJSON{}, err
	}
	v, err := h.svc.Acceptances.Withdraw(ctx, r.Param("acceptance"), accepted.Closing(in), seen)
	return acceptanceOut(v), err
}

type revocationBody struct {
	Note string `json:"note" doc:"why" required:"true" max:"4000"`
}

func (h handlers) revokeAcceptance(ctx context.Context, r *rest.Request, in revocationBody) (acceptanceJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return acceptanceJSON{}, err
	}
	v, err := h.svc.Acceptances.Revoke(ctx, r.Param("acceptance"), accepted.Closing(in), seen)
	return acceptanceOut(v), err
}
