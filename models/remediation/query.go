package remediation

import (
	"fmt"
	"slices"
	"strings"

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
	DueSource  DueSource
	Risk       questionnaires.Risk
	Priority   Priority
	DueFrom    Date
	DueTo      Date
	Overdue    bool // active ones whose date is before today; the service says which day that is
	OverdueOn  Date // the same with the day
	Regressed  bool
	ReviewID   string // with QuestionID: items that close practices of the question
	Lens       string // the same review by its lens, id or key; the service finds it in the workload
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

// ItemSorts lists the orders.
var ItemSorts = []ItemSort{ByDue, ByPriority, ByNumber, ByUpdate}

// Check says what is wrong with the filters.
func (q ItemQuery) Check() error {
	var faults []models.FieldFault
	fault := func(wrong bool, field, format string, args ...any) {
		if wrong {
			faults = append(faults, models.FieldFault{Field: field, Message: fmt.Sprintf(format, args...)})
		}
	}
	for _, s := range q.Statuses {
		fault(!s.Known(), "status", "%q is none of %s", string(s), strings.Join(textsOf(Statuses), ", "))
	}
	for _, day := range []struct {
		field string
		value Date
	}{{"due_from", q.DueFrom}, {"due_to", q.DueTo}} {
		_, ok := ParseDate(string(day.value))
		fault(day.value != "" && !ok, day.field, "must be a day such as 2026-12-31")
	}
	fault(q.Priority != "" && !slices.Contains(Priorities, q.Priority), "priority", "must be one of %s",
		strings.Join(textsOf(Priorities), ", "))
	fault(q.Sort != "" && !slices.Contains(ItemSorts, q.Sort), "sort", "must be one of %s",
		strings.Join(textsOf(ItemSorts), ", "))
	fault(q.Lens != "" && q.WorkloadID == "", "lens", "needs a workload")
	fault((q.Lens == "" && q.ReviewID == "") != (q.QuestionID == ""), "question", "lens and question go together")
	if len(faults) > 0 {
		return models.InvalidInput(faults...)
	}
	return nil
}

func textsOf[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, one := range list {
		out[i] = string(one)
	}
	return out
}
