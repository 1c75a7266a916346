package store

import (
	"plumbline/models"
	"plumbline/models/store/micros"
)

type workloadRow struct {
	ID          string `gorm:"primaryKey"`
	WorkspaceID string
	NameFold    string
	Fields      workloadFieldColumns `gorm:"embedded"`

	NextReviewOn string
	Version      int
	CreatedAt    int64 `gorm:"autoCreateTime:false"`
	UpdatedAt    int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy    string
}

// workloadFieldColumns has the fields of models.WorkloadFields in their order: each is converted to the other.
type workloadFieldColumns struct {
	Name                string
	Description         string
	Environment         models.Environment
	ReviewOwner         string
	AWSRegions          []string `gorm:"column:aws_regions;serializer:texts"`
	NonAWSRegions       []string `gorm:"column:non_aws_regions;serializer:texts"`
	AccountIDs          []string `gorm:"column:account_ids;serializer:texts"`
	ArchitecturalDesign string
	IndustryType        string
	Industry            string
	CostCenter          string
	ReviewDueOn         string
	ReviewEveryMonths   int
	Notes               string
	PillarPriorities    []string `gorm:"serializer:texts"`
	Applications        []string `gorm:"serializer:texts"`
	ImprovementStatus   models.ImprovementStatus
	Tags                map[string]string `gorm:"serializer:texts"`
}

// workloadKept are the columns that an update leaves alone.
var workloadKept = []string{"id", "workspace_id", "created_at"}

func (workloadRow) TableName() string { return "workloads" }

func newWorkloadRow(w models.Workload) workloadRow {
	return workloadRow{ID: w.ID, WorkspaceID: w.WorkspaceID, NameFold: models.FoldName(w.Name),
		Fields: workloadFieldColumns(w.WorkloadFields), NextReviewOn: w.NextReviewOn,
		Version: w.Version, CreatedAt: micros.Of(w.CreatedAt), UpdatedAt: micros.Of(w.UpdatedAt), UpdatedBy: w.UpdatedBy}
}

func (r workloadRow) noun() models.Workload {
	return models.Workload{
		ID: r.ID, WorkspaceID: r.WorkspaceID, WorkloadFields: models.WorkloadFields(r.Fields),
		NextReviewOn: r.NextReviewOn, Version: r.Version, CreatedAt: micros.Time(r.CreatedAt),
		UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
	}
}
