package models

import (
	"time"

	"plumbline/questionnaires"
)

// Environment says whether customers depend on the workload.
type Environment string

// The environments of the AWS API model.
const (
	Production    Environment = "PRODUCTION"
	PreProduction Environment = "PREPRODUCTION"
)

// Environments lists them as forms do.
var Environments = [...]Environment{Production, PreProduction}

// ImprovementStatus is what the team says of the workload's plan as a whole.
type ImprovementStatus string

// The improvement states of the AWS API model.
const (
	ImprovementNotApplicable ImprovementStatus = "NOT_APPLICABLE"
	ImprovementNotStarted    ImprovementStatus = "NOT_STARTED"
	ImprovementInProgress    ImprovementStatus = "IN_PROGRESS"
	ImprovementComplete      ImprovementStatus = "COMPLETE"
	RiskAcknowledged         ImprovementStatus = "RISK_ACKNOWLEDGED"
)

// ImprovementStatuses lists them as forms do.
var ImprovementStatuses = [...]ImprovementStatus{ImprovementNotStarted, ImprovementInProgress, ImprovementComplete,
	RiskAcknowledged, ImprovementNotApplicable}

// MaxNotes bounds every notes field, in bytes. AWS's bound is 2,084 characters; ours is not.
const MaxNotes = 64 << 10

// MaxLenses bounds the lenses of one workload (AWS quota: lenses per workload).
const MaxLenses = 20

// Workload is what is reviewed.
type Workload struct {
	ID          string
	WorkspaceID string
	WorkloadFields
	NextReviewOn string // what follows from its fields and milestones: the day of the next review, "" for none
	Version      int    // for ETag
	CreatedAt    time.Time
	UpdatedAt    time.Time
	UpdatedBy    string
}

// ThingPlace makes a Workload PlacedThing.
func (w Workload) Place() ThingPlace { return ThingPlace{WorkspaceID: w.WorkspaceID, WorkloadID: w.ID} }

// WorkloadFields are what people write. Fields and limits are those of CreateWorkload in the AWS API model, but
// for Notes (MaxNotes). At least one AWS or other region is needed.
type WorkloadFields struct {
	Name                string            `validate:"required,notblank,text,line,min=3,max=100"` // unique in the workspace, letter case and spaces aside
	Description         string            `validate:"required,notblank,text,min=3,max=250"`
	Environment         Environment       `validate:"required,oneof=PRODUCTION PREPRODUCTION"`
	ReviewOwner         string            `validate:"required,notblank,text,line,min=3,max=255"`
	AWSRegions          []string          `validate:"max=50,unique,dive,required,text,max=100"`
	NonAWSRegions       []string          `validate:"max=5,unique,dive,text,min=3,max=25"`
	AccountIDs          []string          `validate:"max=100,unique,dive,len=12,number"`
	ArchitecturalDesign string            `validate:"omitempty,max=2048,weburl"`
	IndustryType        string            `validate:"text,max=100"`
	Industry            string            `validate:"text,max=100"`
	CostCenter          string            `validate:"text,line,max=64"`
	ReviewDueOn         string            `validate:"omitempty,datetime=2006-01-02"`
	ReviewEveryMonths   int               `validate:"min=0,max=36"` // after the last milestone; 0 for never
	Notes               string            `validate:"text,notes"`
	PillarPriorities    []string          `validate:"max=10,unique,dive,required,text,max=128"`
	Applications        []string          `validate:"max=1,dive,applicationarn"`
	ImprovementStatus   ImprovementStatus `validate:"omitempty,oneof=NOT_APPLICABLE NOT_STARTED IN_PROGRESS COMPLETE RISK_ACKNOWLEDGED"` // "" is NOT_STARTED
	Tags                map[string]string `validate:"max=50,dive,keys,required,text,max=128,endkeys,text,max=256"`
}

// The tag of the sample workload, for which the pages show a newcomer around.
const (
	SampleTag   = "plumbline"
	SampleValue = "sample"
)

// IsSample reports whether the workload is the sample.
func (f WorkloadFields) IsSample() bool { return f.Tags[SampleTag] == SampleValue }

// ValidateWorkload is Validate and what the tags can't say: a workload lies in at least one region.
func ValidateWorkload(f *WorkloadFields) error {
	if err := Validate(f); err != nil {
		return err
	}
	if len(f.AWSRegions)+len(f.NonAWSRegions) == 0 {
		return InvalidInput(FieldFault{Field: "aws_regions",
			Message: "must name at least one region, or non_aws_regions must"})
	}
	return nil
}

// WorkloadPatch changes the fields that are not nil.
type WorkloadPatch struct {
	Name                *string
	Description         *string
	Environment         *Environment
	ReviewOwner         *string
	AWSRegions          *[]string
	NonAWSRegions       *[]string
	AccountIDs          *[]string
	ArchitecturalDesign *string
	IndustryType        *string
	Industry            *string
	CostCenter          *string
	ReviewDueOn         *string
	ReviewEveryMonths   *int
	Notes               *string
	PillarPriorities    *[]string
	Applications        *[]string
	ImprovementStatus   *ImprovementStatus
	Tags                *map[string]string
}

func setIfGiven[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// WorkloadSort is an order of a list of workloads.
type WorkloadSort string

// The orders. By risk, more high risks come first, then more medium ones; by change, what was changed last.
const (
	ByName   WorkloadSort = "name" // "" too
	ByChange WorkloadSort = "changed"
	ByRisk   WorkloadSort = "risk"
)

// WorkloadSorts lists the orders.
var WorkloadSorts = [...]WorkloadSort{ByName, ByChange, ByRisk}

// WorkloadQuery narrows a list of workloads; what is empty does not. Letter case never counts.
type WorkloadQuery struct {
	Name        string // is looked for anywhere in the name
	Text        string // words, each of which is somewhere in name, description or review owner
	Environment Environment
	Risk        questionnaires.Risk // at least one question has it
	Lens        string              // is applied: its id or key
	Only        []string            // ids
	DueReview   bool                // the day of the next review is over
	Today       string              // the day to which that refers; the operation sets it
	Sort        WorkloadSort
	PageRequest
}

// WorkloadStatus is how a workload stands: what its reviews add up to, and the last change of anything in it, answers
// included.
type WorkloadStatus struct {
	Counts    questionnaires.RiskCounts
	ChangedAt time.Time
	ChangedBy string
}

// RiskRank is the number by which ByRisk sorts, the worst first.
func (s WorkloadStatus) RiskRank() int64 {
	return int64(s.Counts.High)*1_000_000 + int64(s.Counts.Medium)
}

// MaxPriorities bounds the pillar priorities of a workload, as the tag of WorkloadFields says.
const MaxPriorities = 10
