package planning

import (
	"context"
	"strconv"
	"time"

	"plumbline/api/v1/rest"
	"plumbline/models"
	"plumbline/models/remediation"
)

// itemChanges are what became of items between two moments.
type itemChanges struct {
	Opened   []itemChange `json:"opened" doc:"items that were created, oldest first"`
	Closed   []itemChange `json:"closed" doc:"items that were done or given up, as of the last time"`
	Reopened []itemChange `json:"reopened" doc:"items that were closed and came back, as of the last time"`
}

type itemChange struct {
	ID     string    `json:"id" doc:"32 hex digits"`
	Number int       `json:"number" doc:"within the workspace"`
	Title  string    `json:"title" doc:"what is to be done"`
	Status string    `json:"status" doc:"where it stands now, such as open or done"`
	Done   bool      `json:"done,omitempty" doc:"of a closed one: it was done, not given up"`
	At     time.Time `json:"at" doc:"when it was opened, closed or reopened"`
	By     string    `json:"by" doc:"who did it"`
	Note   string    `json:"note,omitempty" doc:"why"`
}

func itemChangesOut(c remediation.ItemChanges) itemChanges {
	return itemChanges{rest.Each(c.Opened, itemChangeOut), rest.Each(c.Closed, itemChangeOut),
		rest.Each(c.Reopened, itemChangeOut)}
}

func itemChangeOut(c remediation.ItemChange) itemChange {
	return itemChange{c.ID, c.Number, c.Title, string(c.Status), c.Done, c.At, c.By, c.Note}
}

type milestoneItems struct {
	Milestone TrendMark  `json:"milestone" doc:"the milestone"`
	Since     *TrendMark `json:"since,omitempty" doc:"the milestone before; missing: it counts from the beginning"`
	itemChanges
}

func (d Dependencies) milestoneItems(ctx context.Context, r *rest.Request, _ rest.None) (milestoneItems, error) {
	number, err := strconv.Atoi(r.Param("number"))
	if err != nil || number < 1 || number > maxInt32 {
		return milestoneItems{}, models.Errorf(models.CodeNotFound, "the workload has no milestone %q", r.Param("number"))
	}
	c, err := d.Service.Comparisons.MilestoneItems(ctx, r.Param("workload"), number)
	out := milestoneItems{Milestone: TrendMark{Number: c.Milestone.Number, Name: c.Milestone.Name},
		itemChanges: itemChangesOut(c.ItemChanges)}
	if c.Former != nil {
		out.Since = &TrendMark{Number: c.Former.Number, Name: c.Former.Name}
	}
	return out, err
}
