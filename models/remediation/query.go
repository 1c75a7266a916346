package remediation

import (
	"plumbline/models"
	"plumbline/questionnaires"
)

// ItemQuery asks for items of a workspace, and of workloads that are shared with it; what is zero does not narrow.
type ItemQuery struct {
	models.PageRequest
	WorkloadID string
	Only       []string // ids of workloads: what the actor reaches; empty: all
	Statuses   []Status
	Active     bool // any status that is not closed
	OwnerID    string
	OwnerName  string // of a team or an outsider
	Unowned    bool
	Risk       questionnaires.Risk
	Priority   Priority
	DueFrom    Date
	DueTo      Date
	OverdueOn  Date // active ones whose date is before this day
	Regressed  bool
	ReviewID   string // with QuestionID: items that close practices of the question
	QuestionID string
	Text       string // in the title, or "#12"
	Sort       ItemSort
}

// ItemSort is an order of items.
type ItemSort string

// The orders.
const (
	ByDue      ItemSort = "due" // undated ones last; the default
	ByPriority ItemSort = "priority"
	ByNumber   ItemSort = "number"  // newest first
	ByUpdate   ItemSort = "updated" // newest first
)

// ItemCount counts items of one status.
type ItemCount struct {
	Status Status
	N      int
}
