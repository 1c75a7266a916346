package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
)

type assignmentBody struct {
	PillarID   string `json:"pillar_id,omitempty" doc:"the pillar, to assign it as a whole; need not be given with a question"`
	QuestionID string `json:"question_id,omitempty" doc:"the question"`
	UserID     string `json:"user_id" doc:"somebody with access to the workload; empty: unassigned" required:"true"`
}

type assignment struct {
	PillarID   string     `json:"pillar_id" doc:"the pillar"`
	QuestionID string     `json:"question_id,omitempty" doc:"the question, which wins over its pillar; missing: the whole pillar"`
	UserID     string     `json:"user_id,omitempty" doc:"who looks after it; missing: nobody"`
	Name       string     `json:"name,omitempty" doc:"the person's name"`
	AssignedAt *time.Time `json:"assigned_at,omitempty" doc:"since when"`
	AssignedBy string     `json:"assigned_by,omitempty" doc:"who said so"`
}

func assignmentOut(a models.Assignment) assignment {
	return assignment{a.PillarID, a.QuestionID, a.UserID, a.Name, rest.TimeOrNil(a.AssignedAt), a.AssignedBy}
}

func (a *API) listAssignments(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[assignment], error) {
	all, err := a.svc.Assignments.List(ctx, reviewPath(r))
	return rest.List[assignment]{Items: rest.Each(all, assignmentOut)}, err
}

func (a *API) putAssignment(ctx context.Context, r *rest.Request, in assignmentBody) (assignment, error) {
	now, err := a.svc.Assignments.Set(ctx, reviewPath(r), models.AssignmentInput(in))
	return assignmentOut(now), err
}

type participant struct {
	UserID string `json:"user_id" doc:"the person"`
	Name   string `json:"name" doc:"the person's name"`
	Email  string `json:"email,omitempty" doc:"of members of the same workspace only"`
}

func (a *API) listParticipants(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[participant], error) {
	people, err := a.svc.Assignments.People(ctx, reviewPath(r))
	return rest.List[participant]{Items: rest.Each(people,
		func(p models.Participant) participant { return participant{p.UserID, p.Name, p.Email} })}, err
}
