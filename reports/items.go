package reports

import (
	"fmt"
	"slices"
	"strings"

	"plumbline/models"
	"plumbline/models/labels"
	"plumbline/models/remediation"
	"plumbline/reports/doc"
	"plumbline/reports/reviewed"
)

// itemsOn are the items that are to close a practice, those that are due first before the others.
func (r *reportBuilder) itemsOn(p models.SnapshotPractice) []models.PlannedItem {
	if r.workBy == nil {
		r.workBy = map[models.SnapshotPractice][]models.PlannedItem{}
		if r.snap.Work != nil {
			for _, item := range slices.SortedStableFunc(slices.Values(r.snap.Work.Items), func(a, b models.PlannedItem) int {
				return byDue(a.DueOn, b.DueOn)
			}) {
				for _, practice := range item.Practices {
					r.workBy[practice] = append(r.workBy[practice], item)
				}
			}
		}
	}
	return r.workBy[p]
}

// itemRow lists the open items on a question, or is nothing.
func (r *reportBuilder) itemRow(lensID string, e reviewed.Question) []doc.Block {
	var body []doc.Block
	seen := map[int]bool{}
	for _, c := range e.Question.Choices {
		of := models.SnapshotPractice{LensID: lensID, QuestionID: e.Question.ID, ChoiceID: c.ID}
		for _, item := range r.itemsOn(of) {
			if !seen[item.Number] {
				seen[item.Number] = true
				body = append(body, paragraphOf(r.str("Item "+itemNumber(item), r.itemWords(item)), doc.StyleBody))
			}
		}
	}
	if len(body) == 0 {
		return nil
	}
	return []doc.Block{labelledRow(spaceAbove(nextRow), "Items", body...)}
}

// itemWords tells an item in a line.
func (r *reportBuilder) itemWords(item models.PlannedItem) string {
	facts := []string{labels.InSentence(labels.ItemStatus(remediation.Status(item.Status)))}
	if item.Owner != "" {
		facts = append(facts, item.Owner)
	}
	if item.DueOn != "" {
		due := "due " + r.calendar(item.DueOn)
		if item.Overdue(r.snap.Work.Day) {
			due = "overdue since " + r.calendar(item.DueOn)
		}
		facts = append(facts, due)
	}
	return fmt.Sprintf("%s  %s (%s)", itemNumber(item), item.Title, strings.Join(facts, ", "))
}
