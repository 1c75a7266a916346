package models

import (
	"time"

	"plumbline/questionnaires"
)

// Milestone is a named, numbered, immutable Snapshot of a workload.
type Milestone struct {
	ID         string
	WorkloadID string
	Number     int    // from 1, without gaps
	Name       string // unique in the workload, letter case and spaces aside
	CreatedAt  time.Time
	CreatedBy  string
	Counts     questionnaires.RiskCounts // of the whole workload, then
}

// MilestoneInput names a new milestone.
type MilestoneInput struct {
	Name string `validate:"required,notblank,text,line,min=3,max=100"`
}
