package v1

import (
	"context"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/service/reviews"
	"plumbline/questionnaires"
)

// workloadBody has the fields and limits of models.WorkloadFields, in the same order: each is converted to the other.
type workloadBody struct {
	Name                string                   `json:"name" doc:"unique in the workspace, letter case and spaces aside" required:"true" min:"3" max:"100"`
	Description         string                   `json:"description" doc:"what it does and for whom" required:"true" min:"3" max:"250"`
	Environment         models.Environment       `json:"environment" doc:"do customers depend on it" required:"true" enum:"PRODUCTION,PREPRODUCTION"`
	ReviewOwner         string                   `json:"review_owner" doc:"who answers for the review" required:"true" min:"3" max:"255"`
	AWSRegions          []string                 `json:"aws_regions,omitempty" doc:"codes such as eu-central-1; at least one region of either kind is needed" max:"50"`
	NonAWSRegions       []string                 `json:"non_aws_regions,omitempty" doc:"places outside AWS, 3 to 25 characters each" max:"5"`
	AccountIDs          []string                 `json:"account_ids,omitempty" doc:"AWS accounts, 12 digits each" max:"100"`
	ArchitecturalDesign string                   `json:"architectural_design,omitempty" doc:"address of the architecture's description" max:"2048"`
	IndustryType        string                   `json:"industry_type,omitempty" doc:"kind of industry" max:"100"`
	Industry            string                   `json:"industry,omitempty" doc:"industry" max:"100"`
	CostCenter          string                   `json:"cost_center,omitempty" doc:"who pays for it, in a line" max:"64"`
	ReviewDueOn         string                   `json:"review_due_on,omitempty" doc:"a day, 2026-12-31, or none"`
	ReviewEveryMonths   int                      `json:"review_every_months,omitempty" doc:"0: never" min:"0" max:"36"`
	Notes               string                   `json:"notes,omitempty" doc:"Markdown, at most 64 KB"`
	PillarPriorities    []string                 `json:"pillar_priorities,omitempty" doc:"pillar ids, the most important first" max:"10"`
	Applications        []string                 `json:"applications,omitempty" doc:"ARN of a Service Catalog application" max:"1"`
	ImprovementStatus   models.ImprovementStatus `json:"improvement_status,omitempty" doc:"how far the plan is; NOT_STARTED if not given" enum:"NOT_APPLICABLE,NOT_STARTED,IN_PROGRESS,COMPLETE,RISK_ACKNOWLEDGED"`
	Tags                map[string]string        `json:"tags,omitempty" doc:"at most 50; keys to 128, values to 256 characters"`
}

func (b workloadBody) fields() models.WorkloadFields {
	f := models.WorkloadFields(b)
	if f.ImprovementStatus == "" {
		f.ImprovementStatus = models.ImprovementNotStarted
	}
	return f
}

type newWorkload struct {
	workloadBody
	Lenses []string `json:"lenses,omitempty" doc:"lenses to apply at once, by id or key, in their latest versions" max:"20"`
}

// workloadPatch has the fields of models.WorkloadPatch in their order, to which it is converted.
type workloadPatch struct {
	Name                *string                   `json:"name,omitempty" doc:"unique in the workspace, letter case and spaces aside" min:"3" max:"100"`
	Description         *string                   `json:"description,omitempty" doc:"what it does and for whom" min:"3" max:"250"`
	Environment         *models.Environment       `json:"environment,omitempty" doc:"do customers depend on it" enum:"PRODUCTION,PREPRODUCTION"`
	ReviewOwner         *string                   `json:"review_owner,omitempty" doc:"who answers for the review" min:"3" max:"255"`
	AWSRegions          *[]string                 `json:"aws_regions,omitempty" doc:"replaces the whole list" max:"50"`
	NonAWSRegions       *[]string                 `json:"non_aws_regions,omitempty" doc:"replaces the whole list" max:"5"`
	AccountIDs          *[]string                 `json:"account_ids,omitempty" doc:"replaces the whole list" max:"100"`
	ArchitecturalDesign *string                   `json:"architectural_design,omitempty" doc:"address of the architecture's description" max:"2048"`
	IndustryType        *string                   `json:"industry_type,omitempty" doc:"kind of industry" max:"100"`
	Industry            *string                   `json:"industry,omitempty" doc:"industry" max:"100"`
	CostCenter          *string                   `json:"cost_center,omitempty" doc:"who pays for it, in a line" max:"64"`
	ReviewDueOn         *string                   `json:"review_due_on,omitempty" doc:"a day, 2026-12-31, or none"`
	ReviewEveryMonths   *int                      `json:"review_every_months,omitempty" doc:"0: never" min:"0" max:"36"`
	Notes               *string                   `json:"notes,omitempty" doc:"Markdown, at most 64 KB"`
	PillarPriorities    *[]string                 `json:"pillar_priorities,omitempty" doc:"replaces the whole list" max:"10"`
	Applications        *[]string                 `json:"applications,omitempty" doc:"replaces the whole list" max:"1"`
	ImprovementStatus   *models.ImprovementStatus `json:"improvement_status,omitempty" doc:"how far the plan is" enum:"NOT_APPLICABLE,NOT_STARTED,IN_PROGRESS,COMPLETE,RISK_ACKNOWLEDGED"`
	Tags                *map[string]string        `json:"tags,omitempty" doc:"replaces all tags"`
}

type workloadJSON struct {
	ID string `json:"id" doc:"32 hex digits"`
	workloadBody
	rest.Standing
	Shared     *sharedJSON `json:"shared,omitempty" doc:"whose it is, where it belongs to another workspace"`
	NextReview string      `json:"next_review_on,omitempty" doc:"when it is to be reviewed next"`
	Version    int         `json:"version" doc:"the ETag's number; counts changes of the fields, not of answers"`
	CreatedAt  time.Time   `json:"created_at" doc:"when it was made"`
	UpdatedAt  time.Time   `json:"updated_at" doc:"when its fields changed last"`
	UpdatedBy  string      `json:"updated_by" doc:"who changed them last"`
	ChangedAt  time.Time   `json:"changed_at" doc:"when anything in it changed last, answers included"`
	ChangedBy  string      `json:"changed_by" doc:"who did that"`
}

func (w workloadJSON) ETag() int        { return w.Version }
func (w workloadJSON) Location() string { return "/workloads/" + w.ID }

func workloadOut(v reviews.WorkloadView) workloadJSON {
	return workloadJSON{
		ID: v.ID, workloadBody: workloadBody(v.WorkloadFields), Standing: rest.StandingOf(v.Counts),
		Shared: sharedOut(v.Shared), NextReview: v.NextReviewOn, Version: v.Version,
		CreatedAt: v.CreatedAt, UpdatedAt: v.UpdatedAt, UpdatedBy: v.UpdatedBy, ChangedAt: v.ChangedAt,
		ChangedBy: v.ChangedBy,
	}
}

func (a *API) listWorkloads(ctx context.Context, r *rest.Request, _ rest.None) (rest.List[workloadJSON], error) {
	page, err := a.svc.Workloads.List(ctx, models.WorkloadQuery{
		Name: r.Query("name"), Text: r.Query("text"), Environment: models.Environment(r.Query("environment")),
		Risk: questionnaires.Risk(r.Query("risk")),
		Lens: r.Query("lens"), DueReview: r.Query("review") == "overdue",
		Sort: models.WorkloadSort(r.Query("sort")), PageRequest: r.Page(),
	})
	return rest.ListOf(page, workloadOut), err
}

func (a *API) createWorkload(ctx context.Context, r *rest.Request, in newWorkload) (workloadJSON, error) {
	key, err := r.IdempotencyKey(in)
	if err != nil {
		return workloadJSON{}, err
	}
	v, err := a.svc.Workloads.Create(ctx, reviews.WorkloadInput{WorkloadFields: in.fields(), Lenses: in.Lenses}, key)
	return workloadOut(v), err
}

func (a *API) getWorkload(ctx context.Context, r *rest.Request, _ rest.None) (workloadJSON, error) {
	v, err := a.svc.Workloads.Get(ctx, r.Param("workload"))
	return workloadOut(v), err
}

func (a *API) updateWorkload(ctx context.Context, r *rest.Request, in workloadPatch) (workloadJSON, error) {
	seen, err := r.IfMatch()
	if err != nil {
		return workloadJSON{}, err
	}
	v, err := a.svc.Workloads.Update(ctx, r.Param("workload"), models.WorkloadPatch(in), seen)
	return workloadOut(v), err
}

func (a *API) deleteWorkload(ctx context.Context, r *rest.Request, _ rest.None) (rest.None, error) {
	return rest.None{},
		a.svc.Workloads.Delete(ctx, r.Param("workload"), reviews.WorkloadDeletion{Confirm: r.Query("confirm")})
}
