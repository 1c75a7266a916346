package acceptances

import (
	"plumbline/models/accepted"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

type row struct {
	ID           string `gorm:"primaryKey"`
	WorkspaceID  string
	WorkloadID   string
	ReviewID     string
	LensID       string
	QuestionID   string
	ChoiceID     string
	ItemID       string
	FormerID     string
	Risk         string
	Reason       string
	Mitigation   string
	ApproverRole string
	ApproverID   string
	Until        string
	State        string
	CreatedAt    int64 `gorm:"autoCreateTime:false"`
	AskedBy      string
	AskedByID    string
	DecidedAt    int64
	DecidedBy    string
	DecidedByID  string
	DecisionNote string
	ClosedAt     int64
	ClosedBy     string
	ClosedNote   string
	Version      int
}

// TableName is what GORM calls the table.
func (row) TableName() string { return "acceptances" }

// named is a row with the name of the member who is asked.
type named struct {
	Row          row `gorm:"embedded"`
	ApproverName *string
}

func rowOf(a accepted.Acceptance) row {
	return row{
		ID: a.ID, WorkspaceID: a.WorkspaceID, WorkloadID: a.WorkloadID, ReviewID: a.ReviewID, LensID: a.LensID,
		QuestionID: a.QuestionID, ChoiceID: a.ChoiceID, ItemID: a.ItemID, FormerID: a.FormerID, Risk: string(a.Risk),
		Reason: a.Reason, Mitigation: a.Mitigation, ApproverRole: a.ApproverRole, ApproverID: a.ApproverID,
		Until: a.Until, State: string(a.State), CreatedAt: micros.Of(a.AskedAt), AskedBy: a.AskedBy,
		AskedByID: a.AskedByID, DecidedAt: micros.Of(a.DecidedAt), DecidedBy: a.DecidedBy, DecidedByID: a.DecidedByID,
		DecisionNote: a.DecisionNote, ClosedAt: micros.Of(a.ClosedAt), ClosedBy: a.ClosedBy, ClosedNote: a.ClosedNote,
		Version: a.Version,
	}
}

func (n named) model() accepted.Acceptance {
	r := n.Row
	a := accepted.Acceptance{
		ID: r.ID, WorkspaceID: r.WorkspaceID, WorkloadID: r.WorkloadID, ReviewID: r.ReviewID, LensID: r.LensID,
		QuestionID: r.QuestionID, ChoiceID: r.ChoiceID, ItemID: r.ItemID, FormerID: r.FormerID,
		Risk: questionnaires.Risk(r.Risk), Reason: r.Reason, Mitigation: r.Mitigation, ApproverRole: r.ApproverRole,
		ApproverID: r.ApproverID, Until: r.Until, State: accepted.State(r.State), AskedAt: micros.Time(r.CreatedAt),
		AskedBy: r.AskedBy, AskedByID: r.AskedByID, DecidedAt: micros.Time(r.DecidedAt), DecidedBy: r.DecidedBy,
		DecidedByID: r.DecidedByID, DecisionNote: r.DecisionNote, ClosedAt: micros.Time(r.ClosedAt),
		ClosedBy: r.ClosedBy, ClosedNote: r.ClosedNote, Version: r.Version,
	}
	if n.ApproverName != nil {
		a.ApproverName = *n.ApproverName
	}
	return a
}
