package core

import (
	"plumbline/models"
	"plumbline/models/store"
)

// maxAuditPage bounds the text of one page, since lines hold whole notes, as they were and as they are.
const maxAuditPage = 4 << 20

// AuditPage returns a page of audit lines of a workspace ("" is the instance), newest first: it reads in small steps
// until the page is full by number or by size.
func AuditPage(tx *store.Tx, workspaceID string, q models.AuditQuery) (models.ResultPage[models.AuditLine], error) {
	var page models.ResultPage[models.AuditLine]
	limit, size := q.Limit, 0
	if limit <= 0 {
		limit = models.DefaultPage
	}
	for {
		q.Limit = min(limit-len(page.Items), 10)
		rows, err := tx.Audit(workspaceID, q)
		if err != nil {
			return page, err
		}
		step := PageOf(rows, q.PageRequest, store.AuditCursor)
		for _, line := range step.Items {
			page.Items = append(page.Items, line)
			for _, c := range line.Changes {
				size += len(c.From) + len(c.To)
			}
			if size > maxAuditPage || len(page.Items) >= limit {
				if line.Seq != step.Items[len(step.Items)-1].Seq || step.Next != "" {
					page.Next = store.AuditCursor(line)
				}
				return page, nil
			}
		}
		if step.Next == "" {
			return page, nil
		}
		q.After = step.Next
	}
}
