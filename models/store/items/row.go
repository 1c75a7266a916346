package items

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"gorm.io/gorm/schema"

	"plumbline/models"
	"plumbline/models/remediation"
	"plumbline/models/store/micros"
	"plumbline/questionnaires"
)

type row struct {
	ID              string `gorm:"primaryKey"`
	WorkspaceID     string
	WorkloadID      string
	Number          int
	Title           string
	TitleFold       string
	Description     string
	OwnerKind       string
	OwnerID         string
	OwnerName       string
	DueOn           string
	FirstDueOn      string
	SLADueOn        string `gorm:"column:sla_due_on"`
	DueSource       string
	Priority        int
	Effort          string
	Impact          string
	Risk            string
	BuildCost       int64
	RunCost         int64
	Status          string
	WontDoReason    string
	StatusNote      string
	Tradeoff        string
	TradeoffPillars []string               `gorm:"serializer:jsonlist"`
	Links           []remediation.ItemLink `gorm:"serializer:jsonlist"`
	Origin          string
	OriginID        string
	RegressedFrom   string
	RegressedAt     int64
	Reopened        int
	CreatedAt       int64 `gorm:"autoCreateTime:false"`
	CreatedBy       string
	UpdatedAt       int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy       string
	StartedAt       int64
	ClosedAt        int64
	ClosedBy        string
	ClosedByID      string
	Version         int
}

// TableName is what GORM calls the table.
func (row) TableName() string { return "items" }

func rowOf(i remediation.Item) row {
	return row{
		ID: i.ID, WorkspaceID: i.WorkspaceID, WorkloadID: i.WorkloadID, Number: i.Number, Title: i.Title,
		TitleFold: models.FoldName(i.Title), Description: i.Description, OwnerKind: string(i.Owner.Kind),
		OwnerID: i.Owner.UserID, OwnerName: ownerName(i.Owner), DueOn: string(i.DueOn), FirstDueOn: string(i.FirstDueOn),
		SLADueOn: string(i.SLADueOn), DueSource: string(i.DueSource), Priority: rankOf(i.Priority), Effort: i.Effort,
		Impact: i.Impact, Risk: string(i.Risk), BuildCost: i.BuildCost, RunCost: i.RunCost, Status: string(i.Status),
		WontDoReason: string(i.WontDoReason), StatusNote: i.StatusNote, Tradeoff: i.Tradeoff,
		TradeoffPillars: i.TradeoffPillars, Links: i.Links, Origin: string(i.Origin.Kind), OriginID: i.Origin.ID,
		RegressedFrom: i.RegressedFrom, RegressedAt: micros.Of(i.RegressedAt), Reopened: i.Reopened,
		CreatedAt: micros.Of(i.CreatedAt), CreatedBy: i.CreatedBy, UpdatedAt: micros.Of(i.UpdatedAt), UpdatedBy: i.UpdatedBy,
		StartedAt: micros.Of(i.StartedAt), ClosedAt: micros.Of(i.ClosedAt), ClosedBy: i.ClosedBy, ClosedByID: i.ClosedByID,
		Version: i.Version,
	}
}

// ownerName is kept of those without an account; the name of a member is that of the user.
func ownerName(o remediation.ItemOwner) string {
	if o.Kind == remediation.MemberOwner {
		return ""
	}
	return o.Name
}

func (r row) item() remediation.Item {
	return remediation.Item{
		ID: r.ID, WorkspaceID: r.WorkspaceID, WorkloadID: r.WorkloadID, Number: r.Number,
		ItemFields: remediation.ItemFields{
			Title: r.Title, Description: r.Description,
			Owner: remediation.ItemOwner{Kind: remediation.OwnerKind(r.OwnerKind), UserID: r.OwnerID, Name: r.OwnerName},
			DueOn: remediation.Date(r.DueOn), Priority: remediation.Priorities[r.Priority-1], Effort: r.Effort,
			Impact: r.Impact, BuildCost: r.BuildCost, RunCost: r.RunCost, Tradeoff: r.Tradeoff,
			TradeoffPillars: r.TradeoffPillars, Links: r.Links,
		},
		Status: remediation.Status(r.Status), StatusNote: r.StatusNote,
		WontDoReason: remediation.WontDoReason(r.WontDoReason), Risk: questionnaires.Risk(r.Risk),
		FirstDueOn: remediation.Date(r.FirstDueOn), SLADueOn: remediation.Date(r.SLADueOn),
		DueSource:     remediation.DueSource(r.DueSource),
		Origin:        remediation.Origin{Kind: remediation.OriginKind(r.Origin), ID: r.OriginID},
		RegressedFrom: r.RegressedFrom, RegressedAt: micros.Time(r.RegressedAt), Reopened: r.Reopened,
		CreatedAt: micros.Time(r.CreatedAt), CreatedBy: r.CreatedBy, UpdatedAt: micros.Time(r.UpdatedAt),
		UpdatedBy: r.UpdatedBy, StartedAt: micros.Time(r.StartedAt), ClosedAt: micros.Time(r.ClosedAt),
		ClosedBy: r.ClosedBy, ClosedByID: r.ClosedByID, Version: r.Version,
	}
}

// rankOf is 1 for the most urgent priority.
func rankOf(p remediation.Priority) int {
	for i, known := range remediation.Priorities {
		if p == known {
			return i + 1
		}
	}
	return len(remediation.Priorities)
}

// jsonList stores a list as JSON; an empty one comes back as nil.
type jsonList struct{}

func init() { schema.RegisterSerializer("jsonlist", jsonList{}) }

// Value is part of schema.SerializerInterface.
func (jsonList) Value(_ context.Context, _ *schema.Field, _ reflect.Value, held any) (any, error) {
	if reflect.ValueOf(held).Len() == 0 {
		return "[]", nil
	}
	text, err := json.Marshal(held)
	return string(text), err
}

// Scan is part of schema.SerializerInterface.
func (jsonList) Scan(ctx context.Context, f *schema.Field, into reflect.Value, stored any) error {
	var text []byte
	switch s := stored.(type) {
	case string:
		text = []byte(s)
	case []byte:
		text = s
	default:
		return fmt.Errorf("items: a column of a list holds a %T", stored)
	}
	list := reflect.New(f.FieldType)
	if len(text) > 2 {
		if err := json.Unmarshal(text, list.Interface()); err != nil {
			return err
		}
	}
	f.ReflectValueOf(ctx, into).Set(list.Elem())
	return nil
}
