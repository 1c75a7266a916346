package store

import (
	"plumbline/models"
	"plumbline/models/store/micros"
)

type workloadRow struct {
	ID                  string `gorm:"primaryKey"`
	WorkspaceID         string
	Name                string
	NameFold            string
	Description         string
	Environment         string
	ReviewOwner         string
	AWSRegions          list `gorm:"column:aws_regions"`
	NonAWSRegions       list `gorm:"column:non_aws_regions"`
	AccountIDs          list `gorm:"column:account_ids"`
	ArchitecturalDesign string
	IndustryType        string
	Industry            string
	PillarPriorities    list
	Applications        list
	ImprovementStatus   string
	Tags                dict
	Version             int
	CreatedAt           int64 `gorm:"autoCreateTime:false"`
	UpdatedAt           int64 `gorm:"autoUpdateTime:false"`
	UpdatedBy           string
	Notes               string
}

// workloadColumns are those that an update writes.
var workloadColumns = []string{"name", "name_fold", "description", "environment", "review_owner", "aws_regions",
	"non_aws_regions", "account_ids", "architectural_design", "industry_type", "industry", "pillar_priorities",
	"applications", "improvement_status", "tags", "version", "updated_at", "updated_by", "notes"}

func (workloadRow) TableName() string { return "workloads" }

func newWorkloadRow(w models.Workload) workloadRow {
	return workloadRow{
		ID: w.ID, WorkspaceID: w.WorkspaceID, Name: w.Name, NameFold: models.Fold(w.Name),
		Description: w.Description, Environment: string(w.Environment), ReviewOwner: w.ReviewOwner,
		AWSRegions: w.AWSRegions, NonAWSRegions: w.NonAWSRegions, AccountIDs: w.AccountIDs,
		ArchitecturalDesign: w.ArchitecturalDesign, IndustryType: w.IndustryType, Industry: w.Industry,
		PillarPriorities: w.PillarPriorities, Applications: w.Applications,
		ImprovementStatus: string(w.ImprovementStatus), Tags: w.Tags, Version: w.Version,
		CreatedAt: micros.Of(w.CreatedAt), UpdatedAt: micros.Of(w.UpdatedAt), UpdatedBy: w.UpdatedBy, Notes: w.Notes,
	}
}

func (r workloadRow) noun() models.Workload {
	return models.Workload{
		ID: r.ID, WorkspaceID: r.WorkspaceID,
		WorkloadFields: models.WorkloadFields{
			Name: r.Name, Description: r.Description, Environment: models.Environment(r.Environment),
			ReviewOwner: r.ReviewOwner, AWSRegions: r.AWSRegions, NonAWSRegions: r.NonAWSRegions,
			AccountIDs: r.AccountIDs, ArchitecturalDesign: r.ArchitecturalDesign, IndustryType: r.IndustryType,
			Industry: r.Industry, Notes: r.Notes, PillarPriorities: r.PillarPriorities, Applications: r.Applications,
			ImprovementStatus: models.ImprovementStatus(r.ImprovementStatus), Tags: r.Tags,
		},
		Version: r.Version, CreatedAt: micros.Time(r.CreatedAt), UpdatedAt: micros.Time(r.UpdatedAt), UpdatedBy: r.UpdatedBy,
	}
}
