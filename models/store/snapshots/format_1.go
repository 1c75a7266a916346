package snapshots

import (
	"plumbline/models"
	"plumbline/models/accepted"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

// The structs of snapshot format 1. They are frozen: milestones hold their JSON for good. New fields may be added.

type snapshotV1 struct {
	WorkspaceName string     `json:"workspace_name"`
	AccountID     string     `json:"account_id"`
	Workload      workloadV1 `json:"workload"`
	At            int64      `json:"at"`
	Reviews       []reviewV1 `json:"reviews"`
	WontDo        []wontDoV1 `json:"wont_do,omitempty"` // items that won't be done
	Work          *workV1    `json:"work,omitempty"`    // since it is frozen
}

type wontDoV1 struct {
	Number    int          `json:"number"`
	Title     string       `json:"title"`
	Reason    string       `json:"reason"`
	Note      string       `json:"note"`
	DecidedAt int64        `json:"decided_at"`
	DecidedBy string       `json:"decided_by"`
	Practices []practiceV1 `json:"practices"`
}

type practiceV1 struct {
	LensID     string `json:"lens_id"`
	QuestionID string `json:"question_id"`
	ChoiceID   string `json:"choice_id"`
}

type workloadV1 struct {
	ID          string `json:"id"`
	WorkspaceID string `json:"workspace_id"`
	workloadFieldsV1
	Version   int    `json:"version"`
	CreatedAt int64  `json:"created_at"`
	UpdatedAt int64  `json:"updated_at"`
	UpdatedBy string `json:"updated_by"`
}

// workloadFieldsV1 has the fields of models.WorkloadFields in their order: each is converted to the other. A new field
// has omitempty, so that snapshots without it keep their bytes.
type workloadFieldsV1 struct {
	Name                string                   `json:"name"`
	Description         string                   `json:"description"`
	Environment         models.Environment       `json:"environment"`
	ReviewOwner         string                   `json:"review_owner"`
	AWSRegions          []string                 `json:"aws_regions"`
	NonAWSRegions       []string                 `json:"non_aws_regions"`
	AccountIDs          []string                 `json:"account_ids"`
	ArchitecturalDesign string                   `json:"architectural_design"`
	IndustryType        string                   `json:"industry_type"`
	Industry            string                   `json:"industry"`
	CostCenter          string                   `json:"cost_center,omitempty"`
	ReviewDueOn         string                   `json:"review_due_on,omitempty"`
	ReviewEveryMonths   int                      `json:"review_every_months,omitempty"`
	Notes               string                   `json:"notes"`
	PillarPriorities    []string                 `json:"pillar_priorities"`
	Applications        []string                 `json:"applications"`
	ImprovementStatus   models.ImprovementStatus `json:"improvement_status"`
	Tags                map[string]string        `json:"tags"`
}

type reviewV1 struct {
	ID            string     `json:"id"`
	WorkloadID    string     `json:"workload_id"`
	LensID        string     `json:"lens_id"`
	LensVersionID string     `json:"lens_version_id"` // of the review
	Made          string     `json:"made_with"`       // id of the lens version of the snapshot; the same, as a rule
	Notes         string     `json:"notes"`
	Pillars       []pillarV1 `json:"pillars"`
	Version       int        `json:"version"`
	CreatedAt     int64      `json:"created_at"`
	UpdatedAt     int64      `json:"updated_at"`
	UpdatedBy     string     `json:"updated_by"`
	Lens          lensV1     `json:"lens"`
	Answers       []answerV1 `json:"answers"`

	Accepted []acceptedV1 `json:"accepted,omitempty"` // risks taken on purpose
}

type acceptedV1 struct {
	QuestionID   string `json:"question_id"`
	ChoiceID     string `json:"choice_id,omitempty"` // none: the whole question
	Risk         string `json:"risk"`
	Reason       string `json:"reason"`
	Mitigation   string `json:"mitigation"`
	ApproverRole string `json:"approver_role"`
	DecidedBy    string `json:"decided_by"`
	DecidedAt    int64  `json:"decided_at"`
	Until        string `json:"until"`
}

type pillarV1 struct {
	ID     string `json:"id"`
	Notes  string `json:"notes"`
	Counts [5]int `json:"counts"` // unanswered, high, medium, none, not applicable

	Undecided int `json:"undecided,omitempty"`
}

type lensV1 struct {
	ID          string `json:"id"`
	WorkspaceID string `json:"workspace_id"`
	Key         string `json:"key"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Latest      string `json:"latest"`
	HasDraft    bool   `json:"has_draft"`
	Version     int    `json:"version"`
	CreatedAt   int64  `json:"created_at"`
	UpdatedAt   int64  `json:"updated_at"`
	UpdatedBy   string `json:"updated_by"`
	DeletedAt   int64  `json:"deleted_at"`
}

type answerV1 struct {
	ReviewID   string     `json:"review_id"`
	PillarID   string     `json:"pillar_id"`
	QuestionID string     `json:"question_id"`
	Choices    []choiceV1 `json:"choices"`
	Notes      string     `json:"notes"`
	Applicable bool       `json:"applicable"`
	Reason     string     `json:"reason"`
	Risk       string     `json:"risk"`
	Undecided  bool       `json:"undecided,omitempty"` // with risk NONE
	Version    int        `json:"version"`
	UpdatedAt  int64      `json:"updated_at"`
	UpdatedBy  string     `json:"updated_by"`
}

type choiceV1 struct {
	ID     string `json:"id"`
	Status string `json:"status,omitempty"`
	Reason string `json:"reason,omitempty"`
	Notes  string `json:"notes,omitempty"`
}

func newSnapshotV1(s models.Snapshot) snapshotV1 {
	return snapshotV1{
		WorkspaceName: s.WorkspaceName, AccountID: s.AccountID, Workload: newWorkloadV1(s.Workload),
		At: micros.Of(s.At), Reviews: convertAll(s.Reviews, newReviewV1), WontDo: convertAll(s.WontDo, newWontDoV1),
		Work: newWorkV1(s.Work),
	}
}

func (s snapshotV1) model() models.Snapshot {
	return models.Snapshot{
		WorkspaceName: s.WorkspaceName, AccountID: s.AccountID, Workload: s.Workload.model(), At: micros.Time(s.At),
		Reviews: convertAll(s.Reviews, reviewV1.model), WontDo: convertAll(s.WontDo, wontDoV1.model), Work: s.Work.model(),
	}
}

func newWontDoV1(i models.WontDoItem) wontDoV1 {
	return wontDoV1{i.Number, i.Title, i.Reason, i.Note, micros.Of(i.DecidedAt), i.DecidedBy,
		convertAll(i.Practices, func(p models.SnapshotPractice) practiceV1 { return practiceV1(p) })}
}

func (i wontDoV1) model() models.WontDoItem {
	return models.WontDoItem{Number: i.Number, Title: i.Title, Reason: i.Reason, Note: i.Note,
		DecidedAt: micros.Time(i.DecidedAt), DecidedBy: i.DecidedBy,
		Practices: convertAll(i.Practices, func(p practiceV1) models.SnapshotPractice {
			return models.SnapshotPractice(p)
		})}
}

func newWorkloadV1(w models.Workload) workloadV1 {
	return workloadV1{
		ID: w.ID, WorkspaceID: w.WorkspaceID, workloadFieldsV1: workloadFieldsV1(w.WorkloadFields), Version: w.Version,
		CreatedAt: micros.Of(w.CreatedAt), UpdatedAt: micros.Of(w.UpdatedAt), UpdatedBy: w.UpdatedBy,
	}
}

func (w workloadV1) model() models.Workload {
	return models.Workload{
		ID: w.ID, WorkspaceID: w.WorkspaceID, WorkloadFields: models.WorkloadFields(w.workloadFieldsV1), Version: w.Version,
		CreatedAt: micros.Time(w.CreatedAt), UpdatedAt: micros.Time(w.UpdatedAt), UpdatedBy: w.UpdatedBy,
	}
}

func newReviewV1(s models.ReviewSnapshot) reviewV1 {
	r := s.Review
	return reviewV1{
		ID: r.ID, WorkloadID: r.WorkloadID, LensID: r.LensID, LensVersionID: r.LensVersionID, Made: s.Version.ID,
		Notes: r.Notes, Pillars: convertAll(r.Pillars, newPillarV1), Version: r.Version, CreatedAt: micros.Of(r.CreatedAt),
		UpdatedAt: micros.Of(r.UpdatedAt), UpdatedBy: r.UpdatedBy, Lens: newLensV1(s.Lens),
		Answers: convertAll(s.Answers, newAnswerV1), Accepted: convertAll(s.Accepted, newAcceptedV1),
	}
}

func (r reviewV1) model() models.ReviewSnapshot {
	return models.ReviewSnapshot{
		Review: models.Review{
			ID: r.ID, WorkloadID: r.WorkloadID, LensID: r.LensID, LensVersionID: r.LensVersionID, Notes: r.Notes,
			Pillars: convertAll(r.Pillars, pillarV1.model), Version: r.Version, CreatedAt: micros.Time(r.CreatedAt),
			UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
		},
		Lens: r.Lens.model(), Version: models.LensVersion{ID: r.Made}, Answers: convertAll(r.Answers, answerV1.model),
		Accepted: convertAll(r.Accepted, acceptedV1.model),
	}
}

func newAcceptedV1(e accepted.Entry) acceptedV1 {
	return acceptedV1{QuestionID: e.QuestionID, ChoiceID: e.ChoiceID, Risk: string(e.Risk), Reason: e.Reason,
		Mitigation: e.Mitigation, ApproverRole: e.ApproverRole, DecidedBy: e.DecidedBy,
		DecidedAt: micros.Of(e.DecidedAt), Until: e.Until}
}

func (e acceptedV1) model() accepted.Entry {
	return accepted.Entry{QuestionID: e.QuestionID, ChoiceID: e.ChoiceID, Risk: questionnaires.Risk(e.Risk),
		Reason: e.Reason, Mitigation: e.Mitigation, ApproverRole: e.ApproverRole, DecidedBy: e.DecidedBy,
		DecidedAt: micros.Time(e.DecidedAt), Until: e.Until}
}

func newPillarV1(p models.PillarReview) pillarV1 {
	c := p.Counts
	return pillarV1{ID: p.PillarID, Notes: p.Notes,
		Counts: [5]int{c.Unanswered, c.High, c.Medium, c.None, c.NotApplicable}, Undecided: c.Undecided}
}

func (p pillarV1) model() models.PillarReview {
	c := p.Counts
	return models.PillarReview{PillarID: p.ID, Notes: p.Notes, Counts: questionnaires.RiskCounts{
		Unanswered: c[0], High: c[1], Medium: c[2], None: c[3], NotApplicable: c[4], Undecided: p.Undecided}}
}

func newLensV1(l models.Lens) lensV1 {
	return lensV1{
		ID: l.ID, WorkspaceID: l.WorkspaceID, Key: l.Key, Name: l.Name, Description: l.Description, Latest: l.Latest,
		HasDraft: l.HasDraft, Version: l.Version, CreatedAt: micros.Of(l.CreatedAt), UpdatedAt: micros.Of(l.UpdatedAt),
		UpdatedBy: l.UpdatedBy, DeletedAt: micros.Of(l.DeletedAt),
	}
}

func (l lensV1) model() models.Lens {
	return models.Lens{
		ID: l.ID, WorkspaceID: l.WorkspaceID, Key: l.Key, Name: l.Name, Description: l.Description, Latest: l.Latest,
		HasDraft: l.HasDraft, Version: l.Version, CreatedAt: micros.Time(l.CreatedAt), UpdatedAt: micros.Time(l.UpdatedAt),
		UpdatedBy: l.UpdatedBy, DeletedAt: micros.Time(l.DeletedAt),
	}
}

func newAnswerV1(a models.Answer) answerV1 {
	return answerV1{
		ReviewID: a.ReviewID, PillarID: a.PillarID, QuestionID: a.QuestionID, Choices: convertAll(a.Choices, newChoiceV1),
		Notes: a.Notes, Applicable: a.Applicable, Reason: string(a.Reason), Risk: string(a.Risk.Key()),
		Undecided: a.Risk == questionnaires.RiskUndecided, Version: a.Version,
		UpdatedAt: micros.Of(a.UpdatedAt), UpdatedBy: a.UpdatedBy,
	}
}

func (a answerV1) model() models.Answer {
	return models.Answer{
		ReviewID: a.ReviewID, PillarID: a.PillarID, QuestionID: a.QuestionID,
		AnswerFields: models.AnswerFields{Choices: convertAll(a.Choices, choiceV1.model), Notes: a.Notes,
			Applicable: a.Applicable, Reason: models.NotApplicableReason(a.Reason)},
		Risk: questionnaires.RiskOf(questionnaires.Risk(a.Risk), a.Undecided), Version: a.Version,
		UpdatedAt: micros.Time(a.UpdatedAt), UpdatedBy: a.UpdatedBy,
	}
}

func newChoiceV1(c models.ChoiceAnswer) choiceV1 {
	return choiceV1{ID: c.ChoiceID, Status: string(c.Status), Reason: string(c.Reason), Notes: c.Notes}
}

func (c choiceV1) model() models.ChoiceAnswer {
	return models.ChoiceAnswer{
		ChoiceID: c.ID, Status: models.ChoiceStatus(c.Status), Reason: models.NotApplicableReason(c.Reason), Notes: c.Notes,
	}
}
